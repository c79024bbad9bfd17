"""How heavy and how quick is each process of a deployment by itself: the API, and a worker, on PostgreSQL and Redis.

Beside them a bare Starlette application under uvicorn. Memory is a process's at its highest, CPU what it had used by
its first answer (a worker: once it works). In an environment for development libraries find others to import (pydantic,
rich), some 15 MB, than where `requirements.lock` alone is installed: name that one's Python.
Linux only (/proc).
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from footprint import BARE, deployed, memory_megabytes, started  # noqa: E402  # the path is set above
from tests.servers import free_port, postgres_server, redis_server  # noqa: E402  # the path is set above

from chatbookr_core.migration import migrate  # noqa: E402  # the path is set above

COMMAND = "import sys; from chatbookr_api.cli import main; sys.exit(main())"
QUESTION = "/graphql?query=%7B__typename%7D"
PLUGINS = {
    f"CHATBOOKR_{name}": "x"
    for name in ("GCAL_CLIENT_ID", "GCAL_CLIENT_SECRET", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")
}
Found = tuple[float, float, float]
"""Seconds to the first answer, seconds of CPU, megabytes."""


def cpu_seconds(pid: int) -> float:
    """Read how much CPU a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def migrated(server_url: str) -> Iterator[str]:
    """Give an empty database of this version, and drop it afterwards."""
    name = f"processes_{uuid4().hex[:8]}"

    async def ask(statement: str) -> None:
        connection = await asyncpg.connect(server_url)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(ask(f"CREATE DATABASE {name}"))
    try:
        url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        asyncio.run(migrate(url))
        yield url
    finally:
        asyncio.run(ask(f"DROP DATABASE {name} WITH (FORCE)"))


def measured(python: str, name: str, environment: dict[str, str], folder: str) -> Found:
    """Start one of them, and say what it took."""
    port = free_port()
    own = {**environment, "CHATBOOKR_PORT": str(port)}
    if name == "worker":
        return _worker([python, "-c", COMMAND, "worker"], own, folder)
    command = [python, "-c", BARE, str(port)] if name == "bare" else [python, "-c", COMMAND, "serve"]
    with started(command, f"http://127.0.0.1:{port}{QUESTION}", own, folder) as (pid, seconds):
        return seconds, cpu_seconds(pid), memory_megabytes(pid)


def _worker(command: list[str], environment: dict[str, str], folder: str) -> Found:
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=deployed(environment), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "worker: started" in line:
                break
        seconds, cpu = time.perf_counter() - begun, cpu_seconds(process.pid)
        time.sleep(3)
        found = seconds, cpu, memory_megabytes(process.pid)
        process.terminate()
        process.communicate(timeout=20)
    return found


def main() -> None:
    """Print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=3)
    parser.add_argument("python", nargs="?", default=sys.executable)
    chosen = parser.parse_args()
    found: dict[str, list[Found]] = {"bare": [], "api": [], "worker": []}
    with (
        postgres_server() as server,
        redis_server() as broker,
        migrated(server) as database,
        tempfile.TemporaryDirectory() as folder,  # with the key file
    ):
        environment = {**os.environ, "CHATBOOKR_DATABASE_URL": database, "CHATBOOKR_BROKER_URL": broker, **PLUGINS}
        for _ in range(chosen.runs):
            for name, rows in found.items():
                rows.append(measured(chosen.python, name, environment, folder))
    for name, rows in found.items():
        seconds, cpu, megabytes = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"{name:6} first answer {seconds:5.2f} s   CPU {cpu:5.2f} s   memory {megabytes:6.1f} MB")


if __name__ == "__main__":
    main()
