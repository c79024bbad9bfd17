"""Starts the whole product as its users do, in processes of their own, on free ports."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
from tests.forked import Forked, forked
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
DEMO = str(ROOT / "scripts" / "demo.py")
START_SECONDS = 300.0  # a limit costs nothing where nothing is wrong, and a busy machine takes minutes for a start
STOP_SECONDS = 15.0
PATIENCE_SECONDS = 60.0  # for an answer
LOG_CHARS = 20_000
# one for all: to make a client reads every root certificate; servers die here, so no connection outlives its request
HTTP = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0), timeout=PATIENCE_SECONDS)
Process = Forked | subprocess.Popen[bytes]


def program(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Begin a process from nothing, as its users do."""
    command = [sys.executable, *arguments]
    with log.open("ab") as words:
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdout=words, stderr=subprocess.STDOUT, start_new_session=True
        )


@dataclass(slots=True)
class Running:
    """The demo under way: where it answers, who can log in, what it said, and whether its processes are no forks."""

    folder: Path
    environment: dict[str, str]
    api: str
    sandbox: str
    is_program: bool = False
    processes: list[Process] = field(default_factory=list)

    @property
    def log(self) -> str:
        """Everything the processes have printed."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def password_of(self, role: str) -> tuple[str, str]:
        """Return e-mail and password of the demo's log-in of a role."""
        for line in (self.folder / "var" / "demo-logins.txt").read_text().splitlines():
            found, email, password = line.split(" ")
            if found == role:
                return email, password
        raise LookupError(role)

    def token_of(self, role: str) -> str:
        """Log in and return a bearer token."""
        email, password = self.password_of(role)
        answer = HTTP.post(f"{self.api}/login", json={"email": email, "password": password, "token": True})
        answer.raise_for_status()
        token: str = answer.json()["token"]
        return token

    def query(self, token: str, document: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask GraphQL; an answer with errors fails the test."""
        answer = HTTP.post(
            f"{self.api}/graphql",
            json={"query": document, "variables": dict(variables or {})},
            headers={"authorization": f"Bearer {token}"},
        ).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def start(self, name: str, *arguments: str, extra: Mapping[str, str] | None = None) -> Process:
        """Start one process; its words go to a file of its own."""
        environment, log = {**self.environment, **(extra or {})}, self.folder / f"{name}.log"
        begin = program if self.is_program else forked
        process = begin(arguments, folder=self.folder, environment=environment, log=log)
        self.processes.append(process)
        return process

    def wait_until_ready(self, process: Process, name: str) -> None:
        """Wait for the demo's own word that it is ready."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if "Chatbookr is running" in (self.folder / f"{name}.log").read_text(errors="replace"):
                return
            if process.poll() is not None:
                break
            time.sleep(0.05)  # another process is being waited for
        raise AssertionError(f"the demo did not start:\n{self.log[-4000:]}")

    def stop(self) -> None:
        """End every process, gently first."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_for(what: str | Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Wait until an address answers, or something is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if callable(what):
            if what():
                return
        else:
            with contextlib.suppress(httpx.HTTPError):
                HTTP.get(what, timeout=10)
                return
        time.sleep(0.1)  # other processes are being waited for
    raise AssertionError(f"waited {seconds:.0f} s for {what}")


def prepared(folder: Path, settings: Mapping[str, str], tables: Path | None = None) -> Running:
    """Choose ports and settings; nothing is started yet. `tables` is a migrated SQLite file to begin with a copy of."""
    if tables is not None:
        (folder / "var").mkdir(mode=0o700)
        shutil.copyfile(tables, folder / "var" / "chatbookr.sqlite3")
    api_port, sandbox_port = free_port(), free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")}
    environment = {
        **inherited,
        "CHATBOOKR_PORT": str(api_port),
        "CHATBOOKR_SANDBOX_PORT": str(sandbox_port),
        "CHATBOOKR_SANDBOX_SMTP_PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    return Running(folder, environment, f"http://localhost:{api_port}", f"http://127.0.0.1:{sandbox_port}")


def redis_for(url: str) -> str:
    """Name the Redis database of this test process alone: its houses run one after another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return urlunsplit(urlsplit(url)._replace(path=f"/{10 + int(worker) % 6}"))


@contextlib.contextmanager
def running(
    folder: Path,
    settings: Mapping[str, str] | None = None,
    *,
    tables: Path | None = None,
    is_program: bool = False,
) -> Iterator[Running]:
    """Run the demo (and a worker process where the broker is a real one) until the block ends: as forks, or started."""
    house = prepared(folder, settings or {}, tables)
    house.is_program = is_program
    try:
        demo = house.start("demo", DEMO)
        house.wait_until_ready(demo, "demo")
        if not house.environment.get("CHATBOOKR_BROKER_URL", "memory:").startswith("memory:"):
            house.start("worker", DEMO, "worker")
        yield house
    finally:
        house.stop()
        sys.stdout.write(house.log[-LOG_CHARS:])  # pytest shows it where the test has failed
