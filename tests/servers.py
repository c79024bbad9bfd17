"""The servers tests need: found where they run, else started for the session from what the machine has installed."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

STARTUP_SECONDS = 30.0
UNPRIVILEGED = "nobody"


def is_listening(host: str, port: int) -> bool:
    """Tell whether something takes connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def free_port() -> int:
    """Return a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def absent(what: str) -> None:
    """Skip the test on a developer's machine; fail it in CI, where every server must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is neither running nor installed")
    pytest.skip(f"{what} is neither running nor installed")


@contextmanager
def postgres_server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server (of its database `postgres`)."""
    given = os.environ.get("CHATBOOKR_TEST_POSTGRES_URL", "")
    if given:
        yield given.rstrip("/")
    elif is_listening("127.0.0.1", 5432):
        yield "postgresql://postgres@127.0.0.1:5432/postgres"
    else:
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[4])
        if not versions:
            absent("PostgreSQL")
        with _folder() as folder, _postgres(versions[-1].parent, folder) as url:
            yield url


@contextmanager
def redis_server() -> Iterator[str]:
    """Give the URL of a Redis server, at a database of its own."""
    given = os.environ.get("CHATBOOKR_TEST_REDIS_URL", "")
    if given:
        yield given
    elif is_listening("127.0.0.1", 6379):
        yield "redis://127.0.0.1:6379/9"
    else:
        binary = shutil.which("redis-server")
        if binary is None:
            absent("Redis")
        port = free_port()
        with _folder() as folder:
            command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
            with _running(command, port):
                yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def rabbitmq_server() -> Iterator[str]:
    """Give the URL of a RabbitMQ server; it is found, never started: its node name and cookie are the machine's."""
    url = os.environ.get("CHATBOOKR_TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672/")
    parts = urlsplit(url)
    if not is_listening(parts.hostname or "127.0.0.1", parts.port or 5672):
        absent("RabbitMQ")
    yield url


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chatbookr-test-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED)
            os.chown(folder, account.pw_uid, account.pw_gid)
        yield folder


@contextmanager
def _postgres(binaries: Path, folder: Path) -> Iterator[str]:
    data, port = folder / "data", free_port()
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    user = UNPRIVILEGED if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    subprocess.run(initdb, check=True, capture_output=True, user=user)
    command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    with _running(command, port, stop_signal=signal.SIGINT, user=user):
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def _running(
    command: list[str], port: int, *, stop_signal: signal.Signals = signal.SIGTERM, user: str | None = None
) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user)
    try:
        deadline = time.monotonic() + STARTUP_SECONDS
        while not is_listening("127.0.0.1", port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{command[0]} did not start")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            process.kill()
            process.wait()
