"""Measure durable webhook ingest beside a route that does nothing: `python benchmarks/ingest.py [--postgres URL]`.

Both run as servers of one process each, loaded in turns by the same client, so the ratio holds on a busy machine too;
CPU per request (the servers' own, from the kernel) says the same without the load generator's share. Every delivery
is a signed WhatsApp message of 1.4 KB, different from all others, answered after it is committed. Exits with 1 below
the goal by CPU, or where a delivery was not stored.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from chatbookr_core.db import opened, transaction
from chatbookr_core.migration import migrate
from chatbookr_core.models import ChannelConnection, Clinic, InboundDelivery

GOALS = {"sqlite": 0.30, "postgres": 0.25}
CONNECTIONS = 64
ROUND_SECONDS = 2.0
BODY_BYTES = 1400
SECRET = b"benchmark-app-secret"
ACCOUNT, GROUP = "106540352242922", "102290129340398"
NOOP = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def answer(request):
    await request.body()
    return PlainTextResponse("ok")

app = Starlette(routes=[Route("/hooks/{plugin}", answer, methods=["POST"])])
"""
_numbers = count()


# --- the load -----------------------------------------------------------------------------------------------------


def signed_requests(amount: int) -> list[bytes]:
    """Make whole HTTP requests, each with a message nobody has sent before."""
    return [signed_request() for _ in range(amount)]


def signed_request(clinic: int = 0) -> bytes:
    """Make one, to the account of a clinic by its number."""
    number = next(_numbers)
    message = {
        "from": "16505551234",
        "id": f"wamid.{os.getpid()}.{number:012d}",
        "timestamp": "1803900000",
        "type": "text",
        "text": {"body": ""},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": str(int(ACCOUNT) + clinic)},
        "contacts": [{"profile": {"name": "Sheena Nelson"}, "wa_id": "16505551234"}],
        "messages": [message],
    }
    payload = {
        "object": "whatsapp_business_account",
        "entry": [{"id": GROUP, "changes": [{"value": value, "field": "messages"}]}],
    }
    message["text"] = {"body": "x" * (BODY_BYTES - len(json.dumps(payload)))}
    body = json.dumps(payload).encode()
    signature = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    head = (
        "POST /hooks/whatsapp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"User-Agent: facebookexternalua\r\nX-Hub-Signature-256: sha256={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass
class Load:
    """What one round has seen."""

    requests: Iterator[bytes]
    answered: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)


class Client(asyncio.Protocol):
    """One connection that sends the next request when the last one is answered."""

    def __init__(self, load: Load, done: "asyncio.Future[None]") -> None:
        self._load = load
        self._done = done
        self._answer = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        request = next(self._load.requests, None)
        if request is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, separator, body = self._answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if not separator or len(body) < int(length or 0):
            return
        self._load.latencies.append(time.perf_counter() - self._began)
        if head.startswith(b"HTTP/1.1 200"):
            self._load.answered += 1
        else:
            self._load.refused += 1
        self._answer = b""
        self._send()

    def connection_lost(self, problem: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)


async def load_for(port: int, seconds: float, prepared: list[bytes]) -> Load:
    """Send for so many seconds over CONNECTIONS connections, then let what is under way end."""
    deadline = time.monotonic() + seconds
    load = Load(request for request in prepared if time.monotonic() < deadline)
    loop = asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    for end in ends:
        await loop.create_connection(lambda end=end: Client(load, end), "127.0.0.1", port)  # type: ignore[misc]  # bound by default
    await asyncio.gather(*ends)
    return load


# --- the servers --------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """One uvicorn process and what it has done."""

    name: str
    port: int
    pid: int
    answered: int = 0
    refused: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds

    @property
    def cpu_microseconds(self) -> float:
        return self.cpu_seconds / max(self.answered, 1) * 1e6


def cpu_seconds_of(pid: int) -> float:
    """Read user and system time of a process, its threads included (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(name: str, target: str, port: int, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Run uvicorn as production does: httptools, no access log."""
    command = [sys.executable, "-m", "uvicorn", *target.split(), "--port", str(port), "--no-access-log"]
    command += ["--log-level", "warning"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment})
    try:
        _wait_for(port, process)
        yield Server(name, port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    import socket

    deadline = time.monotonic() + 240  # on a busy machine
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server on port {port} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


async def run_round(server: Server, seconds: float) -> None:
    """Load a server for a while and add up what it did."""
    expected = server.per_second * seconds * 1.5 if server.seconds else 6000 * seconds
    prepared = signed_requests(int(expected) + 1000)
    cpu, began = cpu_seconds_of(server.pid), time.perf_counter()
    load = await load_for(server.port, seconds, prepared)
    server.seconds += time.perf_counter() - began
    server.cpu_seconds += cpu_seconds_of(server.pid) - cpu
    server.answered += load.answered
    server.refused += load.refused
    server.latencies += load.latencies


# --- the run ------------------------------------------------------------------------------------------------------


async def prepare(database_url: str, *, clinics: int = 1) -> None:
    """Migrate, and make the clinics that own the accounts."""
    await migrate(database_url)
    now = datetime.now(UTC)
    async with opened(database_url, work="operator"), transaction():
        for number in range(clinics):
            clinic = await Clinic.create(name=f"Benchmark {number}", zone="Europe/Berlin", created_at=now)
            await ChannelConnection.create(
                clinic_id=clinic.id,
                plugin="whatsapp",
                account_id=str(int(ACCOUNT) + number),
                group_id=GROUP,
                state="connected",
                connected_at=now,
            )


async def stored_deliveries(database_url: str) -> int:
    async with opened(database_url, work="operator"):
        return await InboundDelivery.all().count()


@contextmanager
def fresh_postgres(url: str) -> Iterator[str]:
    """Create a database on the server for the length of the run."""
    import asyncpg

    name = f"chatbookr_ingest_{os.getpid()}"

    async def execute(statement: str) -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(execute(f"CREATE DATABASE {name}"))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        asyncio.run(execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def environment_for(dialect: str, database_url: str, folder: Path) -> dict[str, str]:
    """Set a server up that takes WhatsApp's deliveries and works on none of them."""
    return {
        "CHATBOOKR_DATABASE_URL": database_url,
        "CHATBOOKR_BROKER_URL": "redis://127.0.0.1:6379/0",  # so that no worker lives in this process
        "CHATBOOKR_KEY_FILE": str(folder / f"{dialect}.key"),
        "CHATBOOKR_PLUGINS": "whatsapp",
        "CHATBOOKR_WHATSAPP_APP_SECRET": SECRET.decode(),
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "benchmark",
    }


def measure(dialect: str, database_url: str, folder: Path, rounds: int) -> bool:
    """Run both servers in turns; print; tell whether the goal is met and nothing was lost."""
    environment = environment_for(dialect, database_url, folder)
    (folder / "noop.py").write_text(NOOP)
    asyncio.run(prepare(database_url))
    with (
        serving("no-op", "noop:app", 8711, folder, {"PYTHONPATH": str(folder)}) as noop,
        serving("hook", "--factory chatbookr_api.app:create_app", 8712, folder, environment) as hook,
    ):
        for server in (noop, hook):  # warm up, uncounted
            asyncio.run(run_round(Server("", server.port, server.pid), 0.5))
        before = asyncio.run(stored_deliveries(database_url))
        for _ in range(rounds):
            for server in (noop, hook):
                asyncio.run(run_round(server, ROUND_SECONDS))
    stored = asyncio.run(stored_deliveries(database_url)) - before
    ratio, cpu_ratio = hook.per_second / noop.per_second, noop.cpu_microseconds / hook.cpu_microseconds
    for server in (noop, hook):
        p99 = sorted(server.latencies)[int(len(server.latencies) * 0.99)] * 1000
        print(
            f"{dialect:9}{server.name:6}{server.per_second:8.0f} req/s{server.cpu_microseconds:8.0f} us CPU"
            f"{p99:8.1f} ms p99{server.refused:5} refused"
        )
    print(f"{dialect:9}ratio {ratio:.3f}, by CPU {cpu_ratio:.3f} (goal {GOALS[dialect]:.2f}), {stored} stored")
    return cpu_ratio >= GOALS[dialect] and stored == hook.answered and not hook.refused


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="URL of a server's database, to create another one beside it")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-ingest-") as name:
        folder = Path(name)
        results = [measure("sqlite", f"sqlite://{folder}/ingest.sqlite3", folder, chosen.rounds)]
        if chosen.postgres:
            with fresh_postgres(chosen.postgres) as url:
                results.append(measure("postgres", url, folder, chosen.rounds))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
