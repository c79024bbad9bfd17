"""Measure what a storm of log-ins does to those who are working: GraphQL's p99 with it, beside without.

`python benchmarks/login_storm.py [--postgres URL] [--log-ins 20] [--reads 40]`: one API process answers the list query
of a front desk (20 bookings, with patient, practitioner and service) at a steady pace, in turns alone and beside so
many log-ins a second, each of another account and with its right password (Argon2id, 19 MiB, two passes). Both keep
their pace whatever the answers take, and what is late counts from when it was due. Exits with 1 beyond the goal.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from random import Random

import asyncpg
from agenda import Place, database, fill, ranges
from load import Server, request, serving

from chatbookr_core.clock import SystemClock
from chatbookr_core.ids import new_id
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_schema.ids import global_id

GOAL = 2.0
ACCOUNTS = 600
PORT = 8731
PASSWORD = "correct horse battery"  # noqa: S105  # of nobody
QUERY = """query Agenda($clinic: ID!, $since: DateTime!, $until: DateTime!) {
  bookings(clinicId: $clinic, first: 20, where: {startsFrom: $since, startsBefore: $until}) {
    nodes { id reference startsAt endsAt status patient { id name } practitioner { id fullName } service { id title } }
  }
}"""
OF_USER = ["id", "email", "full_name", "password_hash", "is_active", "created_at"]


@dataclass
class Stream:
    """Requests that are sent at a steady pace, and how late each was answered."""

    port: int
    requests: Iterator[bytes]
    per_second: float
    seconds_each: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    async def flow(self, seconds: float) -> None:
        """Send for so long; every answer is waited for."""
        began, under_way = time.perf_counter(), []
        for number in range(int(seconds * self.per_second)):
            due = began + number / self.per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            under_way.append(asyncio.create_task(self._ask(next(self.requests), due)))
        await asyncio.gather(*under_way)

    async def _ask(self, one: bytes, due: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(one)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        self.seconds_each.append(time.perf_counter() - due)
        self.statuses[head[9:12].decode() + (" with errors" if b'"errors"' in body else "")] += 1
        writer.close()

    def percentile(self, share: float) -> float:
        """Return how many milliseconds that share of the answers took at most."""
        times = sorted(self.seconds_each)
        return times[min(int(len(times) * share), len(times) - 1)] * 1e3


def reads(places: list[Place]) -> Iterator[bytes]:
    """Ask for three days of one clinic after another."""
    for place, (since, until) in cycle(zip(places * 20, ranges(len(places) * 20, Random(11)), strict=True)):  # noqa: S311  # periods
        variables = {
            "clinic": global_id("Clinic", place.clinic_id),
            "since": since.isoformat(),
            "until": until.isoformat(),
        }
        yield request("/graphql", json.dumps({"query": QUERY, "variables": variables}).encode(), place.token)


def log_ins() -> Iterator[bytes]:
    """Log in one account after another, each from an address of its own: nobody is told to wait."""
    for number in count():
        body = json.dumps({"email": f"storm{number % ACCOUNTS}@clinic.test", "password": PASSWORD, "token": True})
        forwarded = f"X-Forwarded-For: 203.0.{number // 250 % 250}.{number % 250}\r\n".encode()
        yield request("/login", body.encode()).replace(b"Accept:", forwarded + b"Accept:", 1)


async def make_accounts(url: str) -> None:
    """Make the accounts that log in; one hash serves them all, and takes as long to verify as any."""
    password_hash, now = hash_password_now(PASSWORD), SystemClock().now()
    connection = await asyncpg.connect(url)
    rows = [(new_id(), f"storm{one}@clinic.test", "Somebody", password_hash, True, now) for one in range(ACCOUNTS)]
    await connection.copy_records_to_table("user_account", columns=OF_USER, records=rows)
    await connection.close()


async def measure(server: Server, places: list[Place], chosen: argparse.Namespace) -> bool:
    asked, storm = reads(places), log_ins()
    await Stream(server.port, asked, chosen.reads).flow(3.0)  # to warm up
    await Stream(server.port, storm, chosen.log_ins).flow(2.0)
    alone, beside, people = ([], [], [])  # type: tuple[list[Stream], list[Stream], list[Stream]]
    for _ in range(chosen.rounds):
        alone.append(Stream(server.port, asked, chosen.reads))
        await alone[-1].flow(chosen.seconds)
        beside.append(Stream(server.port, asked, chosen.reads))
        people.append(Stream(server.port, storm, chosen.log_ins))
        await asyncio.gather(beside[-1].flow(chosen.seconds), people[-1].flow(chosen.seconds))
    for name, streams in (("GraphQL alone", alone), ("GraphQL in the storm", beside), ("log-ins", people)):
        shown(name, streams)
    ratios = [two.percentile(0.99) / one.percentile(0.99) for one, two in zip(alone, beside, strict=True)]
    ratio = statistics.median(ratios)
    print(f"p99 in the storm / alone, of each round: {', '.join(f'{one:.2f}' for one in ratios)}")
    print(f"their median {ratio:.2f} (goal: at most {GOAL})")
    wrong = sum((one.statuses for one in [*alone, *beside, *people]), Counter[str]())
    return ratio <= GOAL and set(wrong) <= {"200", "429 with errors"}  # who is told to wait has come to no harm


def shown(name: str, streams: list[Stream]) -> None:
    """Print the median of the rounds."""
    p50, p99 = (statistics.median(one.percentile(share) for one in streams) for share in (0.5, 0.99))
    statuses = sum((one.statuses for one in streams), Counter[str]())
    print(f"{name:22} p50 {p50:7.1f} ms  p99 {p99:7.1f} ms  {dict(statuses)}")


async def run(chosen: argparse.Namespace, folder: Path) -> bool:
    async with database(chosen.postgres, f"chatbookr_storm_{os.getpid()}") as url:
        places = await fill(url, folder / "key", clinics=10, bookings=20_000)
        await make_accounts(url)
        environment = {
            "CHATBOOKR_DATABASE_URL": url,
            "CHATBOOKR_KEY_FILE": str(folder / "key"),
            "CHATBOOKR_BROKER_URL": "redis://127.0.0.1:6379/0",  # so that no worker lives in this process
            "CHATBOOKR_COST_CAPACITY": "1000000000",
            "CHATBOOKR_COST_RESTORED_PER_SECOND": "10000000",
            "CHATBOOKR_TRUSTED_PROXIES": "127.0.0.1/32",
            "CHATBOOKR_PLUGINS": "none",
        }
        uvicorn = [sys.executable, "-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--port", str(PORT)]
        command = [*uvicorn, "--factory", "chatbookr_api.app:create_app"]
        with serving("API", command, PORT, folder, environment, []) as server:
            return await measure(server, places, chosen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", default="postgresql://postgres:trust@127.0.0.1:5432/postgres")
    parser.add_argument("--log-ins", type=float, default=20.0)
    parser.add_argument("--reads", type=float, default=40.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-storm-") as name:
        return 0 if asyncio.run(run(chosen, Path(name))) else 1


if __name__ == "__main__":
    sys.exit(main())
