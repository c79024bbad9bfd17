"""Hold the GraphQL endpoint against the public GraphQL-over-HTTP audits: all of them, or the check fails.

A server of its own runs on a free port over a fresh database; nothing of it outlives the check.
"""

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from chatbookr_core.migration import migrate

AUDIT = Path(__file__).parent / "graphql-http" / "audit.mjs"
ALL = 61
STARTUP_SECONDS = 30.0
PLUGIN = {
    "CHATBOOKR_PLUGINS": "gcal",
    "CHATBOOKR_GCAL_CLIENT_ID": "made up",
    "CHATBOOKR_GCAL_CLIENT_SECRET": "made up",
}


def free_port() -> int:
    """Return a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return once something answers at `port`. Raises RuntimeError if the server ends or does not come up in time."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the API did not start")


@contextmanager
def served(folder: Path, scheme: str, settings: Mapping[str, str]) -> Iterator[str]:
    """Run the API over a fresh migrated database in `folder` with these settings, and give its address."""
    port, database_url = free_port(), f"sqlite://{folder}/chatbookr.sqlite3"
    address = f"{scheme}://localhost:{port}"
    asyncio.run(migrate(database_url))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")}
    environment |= {
        "CHATBOOKR_DATABASE_URL": database_url,
        "CHATBOOKR_KEY_FILE": str(folder / "key-encryption.key"),
        "CHATBOOKR_BROKER_URL": "memory://",
        "CHATBOOKR_HOST": "127.0.0.1",
        "CHATBOOKR_PORT": str(port),
        "CHATBOOKR_PUBLIC_URL": address,
        **settings,
    }
    command = [str(Path(sys.executable).parent / "chatbookr"), "serve"]
    with subprocess.Popen(command, env=environment, cwd=folder) as server:
        try:
            wait_for(port, server)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="chatbookr-audit-") as name, served(Path(name), "http", PLUGIN) as address:
        command = ["node", str(AUDIT), f"{address}/graphql", "--gate", "may"]
        audit = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=300, check=False)
    sys.stdout.write(audit.stdout)
    total = re.search(r"^TOTAL\s+(\d+)/(\d+)$", audit.stdout, re.MULTILINE)
    if audit.returncode or total is None or total.groups() != (str(ALL), str(ALL)):
        sys.stdout.write(f"the endpoint must pass {ALL} of {ALL} audits\n")
        return 1
    return 0


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
