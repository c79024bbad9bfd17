"""The servers tests need: found where they run, else started for the session from what the machine has installed."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

STARTUP_SECONDS = 120.0
PORTS = range(16_000, 32_000)
UNPRIVILEGED = "nobody"


@cache  # thousands of tests ask for some hundred sets of fixtures
def servers_of(fixtures: tuple[str, ...]) -> list[str]:
    """Name the servers that a test asks for by its fixtures, by the marks that say so."""
    return [
        server
        for server in ("postgres", "redis", "rabbitmq")
        if any(name.startswith(server) or name == f"new_{server}_url" for name in fixtures)
    ]


def is_listening(host: str, port: int) -> bool:
    """Tell whether something takes connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def free_port() -> int:
    """Return a loopback port nobody listens on.

    It is below those the system gives to connections (from 32768 on): one of theirs may be taken by whichever process
    connects somewhere before the server that is to have it has started, which takes seconds.
    """
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
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
        with _folder() as folder, _postgres(_postgres_binaries(), folder) as url:
            yield url


def _postgres_binaries() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[4])
    if not versions:
        absent("PostgreSQL")
    return versions[-1].parent


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
def encrypting_postgres(chain: bytes, key: bytes) -> Iterator[str]:
    """Start a PostgreSQL of its own that takes connections in TLS alone, with this certificate and key (PEM)."""
    with _folder() as folder, _postgres(_postgres_binaries(), folder, (chain, key)) as url:
        yield url


@contextmanager
def encrypting_redis(chain: bytes, key: bytes) -> Iterator[str]:
    """Start a Redis of its own that takes connections in TLS alone, with this certificate and key (PEM)."""
    binary, port = shutil.which("redis-server"), free_port()
    if binary is None:
        absent("Redis")
    with _folder() as folder:
        files = _certified(folder, chain, key)
        command = [str(binary), "--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command += ["--tls-cert-file", str(files[0]), "--tls-key-file", str(files[1]), "--tls-auth-clients", "no"]
        with _running([*command, "--save", ""], port):
            yield f"rediss://localhost:{port}/0"


def _certified(folder: Path, chain: bytes, key: bytes) -> tuple[Path, Path]:
    """Write a certificate and its key for a server that runs as the folder's owner."""
    files = folder / "server.pem", folder / "server.key"
    for path, content in zip(files, (chain, key), strict=True):
        path.write_bytes(content)
        path.chmod(0o600)
        os.chown(path, folder.stat().st_uid, folder.stat().st_gid)
    return files


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
def _postgres(binaries: Path, folder: Path, certified: tuple[bytes, bytes] | None = None) -> Iterator[str]:
    data, port = folder / "data", free_port()
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    user = UNPRIVILEGED if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    subprocess.run(initdb, check=True, capture_output=True, user=user)
    command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    if certified is not None:
        chain, key = _certified(folder, *certified)
        command += ["-c", "ssl=on", "-c", f"ssl_cert_file={chain}", "-c", f"ssl_key_file={key}"]
        (data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 trust\n", "ascii")
    asked = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]  # it listens before it is ready
    with _running(command, port, stop_signal=signal.SIGINT, user=user, asked=asked):
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def _running(
    command: list[str],
    port: int,
    *,
    stop_signal: signal.Signals = signal.SIGTERM,
    user: str | None = None,
    asked: Sequence[str] = (),
) -> Iterator[None]:
    """Run a server that is waited for until it listens, and until the command that asks whether it is ready agrees."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user)
    try:
        deadline = time.monotonic() + STARTUP_SECONDS
        while not is_listening("127.0.0.1", port) or (asked and subprocess.run(asked, check=False).returncode):
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


class OwnPostgres:
    """A PostgreSQL of one test, which may be stopped and started while others go on using theirs."""

    def __init__(self, folder: Path) -> None:
        self._binaries = _postgres_binaries()
        self._folder = folder
        self._port = free_port()
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Return once it lets somebody in."""
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        """End every session of it; `immediate` is what a crash looks like to them."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", how, "stop")

    def _run(self, name: str, *arguments: str) -> None:
        # not captured: the server would keep the pipe, and who reads it would wait for its end
        command = [str(self._binaries / name), *arguments]
        subprocess.run(
            command, check=True, user=self._user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Start a PostgreSQL of its own; stopped in the end, whether it runs then or not."""
    with _folder() as folder:
        server = OwnPostgres(folder)
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                server.stop("immediate")
