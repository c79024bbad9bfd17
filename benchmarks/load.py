"""Loads servers over HTTP and reads what they cost: for benchmarks that compare whole processes."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import asyncpg

CONNECTIONS = 32


def cpu_seconds_of(pid: int) -> float:
    """Read user and system time of a process, its threads included (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def exact_cpu_seconds_of(pid: int) -> float:
    """Read how long a process of one thread has run, to the nanosecond: `cpu_seconds_of` counts hundredths."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


async def servers_of(url: str) -> list[int]:
    """List the processes that serve a database; none where they are on another machine."""
    if url.startswith("sqlite"):
        return []
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()
    return [row["pid"] for row in rows if is_here(row["pid"])]


def is_here(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@dataclass
class Server:
    """One process that answers, the requests it is loaded with, and what it has done."""

    name: str
    port: int
    pid: int
    requests: Sequence[bytes]
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

    def forget(self) -> None:
        """Drop what was measured so far: it was to warm up."""
        self.answered = self.refused = 0
        self.seconds = self.cpu_seconds = 0.0
        self.latencies.clear()


def request(path: str, body: bytes, token: str | None = None) -> bytes:
    """Write one HTTP request of JSON."""
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        f"{authorization}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Client(asyncio.Protocol):
    """One connection that sends the next request when the last one is answered."""

    def __init__(
        self, server: Server, requests: Iterator[bytes], deadline: float, done: "asyncio.Future[None]"
    ) -> None:
        self._server, self._requests, self._deadline, self._done = server, requests, deadline, done
        self._answer = bytearray()
        self._wanted = -1
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._began = time.perf_counter()
        if self._began >= self._deadline:
            self._transport.close()
            return
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if self._wanted < 0:
            end = self._answer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._answer[:end]).lower()
            self._wanted = end + 4 + int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(self._answer) < self._wanted:
            return
        self._server.latencies.append(time.perf_counter() - self._began)
        if self._answer.startswith(b"HTTP/1.1 200") and b'"errors"' not in self._answer:
            self._server.answered += 1
        else:
            self._server.refused += 1
        self._answer.clear()
        self._wanted = -1
        self._send()

    def connection_lost(self, problem: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)


async def load(server: Server, seconds: float) -> None:
    """Load a server for so long over CONNECTIONS connections, and add up what it did."""
    loop, requests = asyncio.get_running_loop(), cycle(server.requests)
    cpu, began = cpu_seconds_of(server.pid), time.perf_counter()
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    for end in ends:
        await loop.create_connection(
            lambda end=end: Client(server, requests, began + seconds, end),  # type: ignore[misc]  # bound by default
            "127.0.0.1",
            server.port,
        )
    await asyncio.gather(*ends)
    server.seconds += time.perf_counter() - began
    server.cpu_seconds += cpu_seconds_of(server.pid) - cpu


async def ask(server: Server, one: bytes) -> bytes:
    """Send one request and return the body of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(one)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    writer.close()
    return body


@contextmanager
def serving(
    name: str, command: Sequence[str], port: int, folder: Path, environment: dict[str, str], requests: Sequence[bytes]
) -> Iterator[Server]:
    """Run a server for the length of a block."""
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment})  # the benchmark's own
    try:
        _wait_for(port, process)
        yield Server(name, port, process.pid, requests)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
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


def shown(servers: Sequence[Server]) -> None:
    """Print what each has done, beside the first."""
    first = servers[0]
    print(f"{'':26}{'req/s':>8}{'ratio':>7}{'us CPU':>9}{'ratio':>7}{'p50 ms':>8}{'p99 ms':>8}{'refused':>9}")
    for one in servers:
        times = sorted(one.latencies)
        print(
            f"{one.name:26}{one.per_second:8.0f}{one.per_second / first.per_second:7.2f}{one.cpu_microseconds:9.0f}"
            f"{one.cpu_microseconds / first.cpu_microseconds:7.2f}{times[len(times) // 2] * 1e3:8.1f}"
            f"{times[int(len(times) * 0.99)] * 1e3:8.1f}{one.refused:9}"
        )
