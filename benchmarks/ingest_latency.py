"""How long a delivery waits for its 200, at a rate that does not wait for answers: `benchmarks/ingest_latency.py`.

An open loop: deliveries are sent when they are due, on whichever connection is free or on a new one, and their time
runs from when they were due, so that a server which falls behind is seen to. Three kinds of seconds alternate on one
server: 320 a second of forty clinics; 160 a second of them; and these 160 with as many again of one more, a noisy one.
Goals, on each database: p99 at 320 a second <= 100 ms; the others' p99 beside a noisy clinic at most 1.2 times of what
it is without (of all rounds together). A bare route is sent the same 320 a second: on
a machine that has other work to do, what that takes is not ours. Exits with 1 where a goal is missed or a delivery is
lost.
Usage: python benchmarks/ingest_latency.py [--postgres URL] [--rounds N]
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest import (
    NOOP,
    environment_for,
    fresh_postgres,
    prepare,
    serving,
    signed_request,
    stored_deliveries,
)

GOAL_SECONDS, GOAL_RATIO = 0.100, 1.2
PER_SECOND = 320
CLINICS = 40
NOISY = CLINICS  # the number of one more
ROUND_SECONDS = 2.0
KEEP = "--timeout-keep-alive 300"  # a connection that was free for long is not closed just as it is used


@dataclass
class Waits:
    """Seconds from when deliveries were due until they were answered, and how many were not answered by 200."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    def p99(self) -> float:
        """Return the time that one of a hundred exceeds."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


@dataclass
class Lines:
    """Connections that are free; one more is opened where there is none."""

    port: int
    free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def send(self, request: bytes, due: float, waits: Waits) -> None:
        """Send one request and note how long after `due` it was answered."""
        line = self.free.pop() if self.free else await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = line
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
        waits.seconds.append(time.perf_counter() - due)
        waits.refused += not head.startswith(b"HTTP/1.1 200")
        self.free.append(line)

    def close(self) -> None:
        for _, writer in self.free:
            writer.close()


async def load(lines: Lines, streams: Sequence[tuple[list[bytes], Waits]]) -> None:
    """Send each stream's requests evenly over a round, whatever becomes of those before."""
    began = time.perf_counter() + 0.05
    due = [
        (began + ROUND_SECONDS * (place + 0.5) / len(own), request, waits)
        for own, waits in streams
        for place, request in enumerate(own)
    ]
    due.sort(key=lambda one: one[0])
    under_way: list[asyncio.Task[None]] = []
    for at, request, waits in due:
        if (wait := at - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        under_way.append(asyncio.create_task(lines.send(request, at, waits)))
    await asyncio.gather(*under_way)


def requests(per_second: int, *, noisy: bool = False) -> list[bytes]:
    """Make a round's deliveries, of the clinics in turn or of the noisy one."""
    return [signed_request(NOISY if noisy else place % CLINICS) for place in range(int(per_second * ROUND_SECONDS))]


async def run(ports: dict[str, int], rounds: int) -> tuple[Waits, Waits, Waits, Waits, int]:
    """Alternate; return the waits at the full rate, the bare route's, the others' alone, beside noise, and the sum."""
    full, bare, alone, beside, noise = Waits(), Waits(), Waits(), Waits(), Waits()
    sent = 0
    lines = {name: Lines(port) for name, port in ports.items()}
    await load(lines["hook"], [(requests(PER_SECOND), Waits())])  # to warm up
    await load(lines["bare"], [(requests(PER_SECOND), Waits())])
    sent += int(PER_SECOND * ROUND_SECONDS)
    for number in range(rounds):
        await load(lines["bare"], [(requests(PER_SECOND), bare)])
        await load(lines["hook"], [(requests(PER_SECOND), full)])
        quiet = [(requests(PER_SECOND // 2), alone)]
        loud = [(requests(PER_SECOND // 2), beside), (requests(PER_SECOND // 2, noisy=True), noise)]
        for streams in (quiet, loud) if number % 2 else (loud, quiet):
            await load(lines["hook"], streams)
        sent += int(PER_SECOND * ROUND_SECONDS * 2.5)
    for one in lines.values():
        one.close()
    full.refused += alone.refused + beside.refused + noise.refused
    return full, bare, alone, beside, sent


def measure(dialect: str, database_url: str, folder: Path, rounds: int) -> bool:
    """Print what one database makes of it; tell whether both goals are reached."""
    environment = environment_for(dialect, database_url, folder)
    (folder / "noop.py").write_text(NOOP)
    asyncio.run(prepare(database_url, clinics=CLINICS + 1))
    with (
        serving("bare", f"noop:app {KEEP}", 8711, folder, {"PYTHONPATH": str(folder)}),
        serving("hook", f"--factory chatbookr_api.app:create_app {KEEP}", 8712, folder, environment),
    ):
        full, bare, alone, beside, sent = asyncio.run(run({"bare": 8711, "hook": 8712}, rounds))
    is_whole = not full.refused and asyncio.run(stored_deliveries(database_url)) == sent
    ratio = beside.p99() / alone.p99()
    is_quick, is_fair = full.p99() <= GOAL_SECONDS, ratio <= GOAL_RATIO
    print(
        f"{dialect:9}{PER_SECOND} a second: p50 {statistics.median(full.seconds) * 1e3:.1f} ms, p99"
        f" {full.p99() * 1e3:.1f} ms (a bare route {bare.p99() * 1e3:.1f}); goal {GOAL_SECONDS * 1e3:.0f} ms:"
        f" {'reached' if is_quick else 'missed'}"
    )
    shown = f"{alone.p99() * 1e3:.1f} -> {beside.p99() * 1e3:.1f}"
    print(
        f"{dialect:9}beside a noisy clinic the others' p99 is {ratio:.2f} times ({shown} ms); goal {GOAL_RATIO}:"
        f" {'reached' if is_fair else 'missed'}{'' if is_whole else '; DELIVERIES WERE LOST OR REFUSED'}"
    )
    return is_quick and is_fair and is_whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="URL of a server's database, to create another one beside it")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-latency-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        results = [measure("sqlite", f"sqlite://{folder}/ingest.sqlite3", folder, chosen.rounds)]
        if chosen.postgres:
            url = stack.enter_context(fresh_postgres(chosen.postgres))
            results.append(measure("postgres", url, folder, chosen.rounds))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
