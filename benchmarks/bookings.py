"""Measure a whole booking beside a bare insert in a transaction: `python benchmarks/bookings.py [--postgres URL]`.

A whole booking checks the request, looks at what is taken, writes booking and allocations (practitioner and room) under
the guard, owes reminders and tells listeners. Bare inserts, bookings and refusals take turns in short rounds, and each
round is compared with the insert of its own: the medians of these ratios hold on a busy machine too, and by CPU (this
process, on PostgreSQL its servers as well) the disk is left out.

On PostgreSQL then 64 clients at once, each a patient with a diary and a room of its own, beside the same by hand
(`raw_bookings.py`), in turns, each from one process: by hand each has a session of its own, here they share those that
a process has where nobody says otherwise. Bookings are made as in a deployment: by the app's role, whom row-level
security holds, within their clinic. The URL names a server on which a database of its own is made and dropped;
without one SQLite alone is measured. Exits with 1 below a goal.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
from agenda import database, on_server
from load import exact_cpu_seconds_of, servers_of
from raw_bookings import make_tables, raw_clients, timed
from yardstick import line

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.service import book
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import opened, transaction
from chatbookr_core.errors import SlotTaken
from chatbookr_core.ids import new_id
from chatbookr_core.migration import migrate
from chatbookr_core.models import (
    Clinic,
    Location,
    LoginFailure,
    Patient,
    Practitioner,
    Resource,
    Service,
    ServicePractitioner,
    ServiceResource,
    WorkingHours,
)
from chatbookr_core.scope import within

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
FAR = timedelta(days=3)  # from then on each booking owes both its reminders: two jobs, where by hand it has one
ROUNDS, EACH = 15, 40
CLIENTS, CLIENT_ROUNDS, CLIENT_EACH = 64, 3, 12
PLANNED = 6  # from then on PostgreSQL keeps the plan of a statement (PostgreSQL manual, PREPARE)
OF_AN_INSERT, RAW_A_SECOND, A_SECOND, P99_MS = 0.30, 2_500, 2_500, 100.0


@dataclass(frozen=True, slots=True)
class Bench:
    """One clinic to book in; every time of `request` later than the last is free."""

    clinic_id: UUID
    patient_id: UUID
    request: SlotRequest
    clock: TurnableClock
    random: Random


async def open_clinic() -> Bench:
    """Make a clinic with one practitioner and one room."""
    return (await open_clinics(1))[0]


async def open_clinics(count: int) -> list[Bench]:
    """Make a clinic with so many practitioners, each at a place with one room, and as many patients."""
    async with transaction():
        clinic = await Clinic.create(name="Bench", zone="UTC", created_at=NOW)
        offered = await Service.create(clinic_id=clinic.id, title="Bench", short_title="Bench", duration_minutes=30)
        await ServiceResource.create(clinic_id=clinic.id, service_id=offered.id, resource_kind="room")
        patients = [await _patient(clinic.id, number) for number in range(count)]
        requests = [await _diary(clinic.id, offered.id, number) for number in range(count)]
    references = Random(1)  # noqa: S311  # references
    return [
        Bench(clinic.id, patient.id, request, TurnableClock(NOW), references)
        for patient, request in zip(patients, requests, strict=True)
    ]


async def _patient(clinic_id: UUID, number: int) -> Patient:
    return await Patient.create(
        clinic_id=clinic_id,
        channel="bench",
        provider_user_hash=f"{number:064}",
        provider_user_sealed=b"",
        created_at=NOW,
    )


async def _diary(clinic_id: UUID, service_id: UUID, number: int) -> SlotRequest:
    location = await Location.create(clinic_id=clinic_id, name=f"Place {number}", zone="UTC")
    person = await Practitioner.create(clinic_id=clinic_id, full_name=f"Dr. Bench {number}", short_name=f"Dr. {number}")
    await WorkingHours.create(
        clinic_id=clinic_id,
        practitioner_id=person.id,
        location_id=location.id,
        weekday=1,
        start_minute=0,
        end_minute=1440,
    )
    await ServicePractitioner.create(clinic_id=clinic_id, service_id=service_id, practitioner_id=person.id)
    await Resource.create(clinic_id=clinic_id, location_id=location.id, name="Room", kind="room")
    return SlotRequest(service_id, person.id, location.id, NOW)


async def book_one(bench: Bench, number: int) -> None:
    request = replace(bench.request, starts_at=NOW + FAR + timedelta(minutes=30 * number))
    with within([bench.clinic_id]):
        async with transaction():
            await book(
                request,
                clinic_id=bench.clinic_id,
                patient_id=bench.patient_id,
                conversation_id=None,
                created_by="staff",
                clock=bench.clock,
                random=bench.random,
            )


async def refuse_one(bench: Bench) -> None:
    try:
        await book_one(bench, 0)
    except SlotTaken:
        return
    raise AssertionError("a time was given twice")


async def insert_one() -> None:
    async with transaction():
        await LoginFailure.create(email_hash=new_id().hex)


@dataclass(frozen=True, slots=True)
class Taken:
    """What so many pieces of work took together: by the clock, and by CPU."""

    seconds: float
    cpu_seconds: float


async def round_of(work: Callable[[int], Awaitable[None]], first: int, at_once: int, servers: list[int]) -> Taken:
    """Do EACH pieces of work; CPU is that of this process and of the servers with these ids."""
    since, cpu = time.perf_counter(), time.process_time() + sum(map(exact_cpu_seconds_of, servers))
    for start in range(first, first + EACH, at_once):
        await asyncio.gather(*(work(number) for number in range(start, start + at_once)))
    spent = time.process_time() + sum(map(exact_cpu_seconds_of, servers)) - cpu
    return Taken(time.perf_counter() - since, spent)


async def measure(url: str, owner_url: str, label: str, at_once: int) -> bool:
    """Print how inserts, bookings and refusals compare, and tell whether bookings reach their goal."""
    taken: dict[str, list[Taken]] = {"insert": [], "booking": [], "refusal": []}
    sessions = f"{'&' if '?' in url else '?'}minsize={at_once}&maxsize={at_once}" if "postgres" in url else ""
    async with opened(url + sessions, work="operator"):
        bench = await open_clinic()
        await book_one(bench, 0)
        for number in range(-1, ROUNDS):
            servers = await servers_of(url)
            first = 1 + (number + 1) * EACH
            found = {
                "insert": await round_of(lambda _: insert_one(), 0, at_once, servers),
                "booking": await round_of(lambda one: book_one(bench, one), first, at_once, servers),
                "refusal": await round_of(lambda _: refuse_one(bench), 0, at_once, servers),
            }
            if number < 0 and "postgres" in url:
                await know_tables(owner_url)
            if number >= 0:  # the first is to warm up
                for name, one in found.items():
                    taken[name].append(one)
    return is_reached(label, taken)


def is_reached(label: str, taken: dict[str, list[Taken]]) -> bool:
    """Print each kind's rate and its ratio to the insert of the same round, and compare bookings with the goal."""
    ratio = 0.0
    for name, rounds in taken.items():
        pairs = list(zip(taken["insert"], rounds, strict=True))
        by_clock = statistics.median(insert.seconds / one.seconds for insert, one in pairs)
        inserts, cpu = (sum(one.cpu_seconds for one in each) for each in (taken["insert"], rounds))
        rate = EACH / statistics.median(one.seconds for one in rounds)
        of_insert = f"of an insert {by_clock:.2f} by the clock, {inserts / cpu:.2f} by CPU"
        print(f"{label:<22} {name:<8} {rate:>6.0f}/s, {of_insert}")
        ratio = by_clock if name == "booking" else ratio
    verdict = "yes" if ratio >= OF_AN_INSERT else "NO"
    print(f"{label:<22} booking of an insert {ratio:.2f} (goal {OF_AN_INSERT}): {verdict}")
    return ratio >= OF_AN_INSERT


async def measure_many(url: str, owner_url: str, clients: int) -> bool:
    """Let many clients book at once, by hand and through the product, in turns; compare with the goals."""
    await make_tables(owner_url)
    taken: dict[str, list[Load]] = {"plain insert, by hand": [], "booking, by hand": [], "booking": []}
    done = 0
    async with opened(url, work="operator"):
        benches = await open_clinics(clients)
    for number in range(-1, CLIENT_ROUNDS):
        async with raw_clients(owner_url, clients) as raw:
            await timed([one.book for one in raw], PLANNED)
            found = [await load_of(url, [one.insert for one in raw]), await load_of(url, [one.book for one in raw])]
        async with opened(url, work="operator"):
            each = [Diary(bench, 1 + done).book for bench in benches]
            await timed(each, PLANNED)
            await know_tables(owner_url)
            await timed(each, PLANNED)
            found.append(await load_of(url, each))
        done += 2 * PLANNED + CLIENT_EACH
        if number >= 0:
            for rounds, one in zip(taken.values(), found, strict=True):
                rounds.append(one)
    return are_enough(taken, clients)


async def know_tables(url: str) -> None:
    """Let PostgreSQL count its rows, as autovacuum does within a minute where it is on: for foreign keys' checks."""
    connection = await asyncpg.connect(url)
    await connection.execute("ANALYZE")
    await connection.close()


@dataclass(frozen=True, slots=True)
class Load:
    """What many clients did at once: pieces a second, how long each took, and the CPU of one, the servers' included."""

    rate: float
    times: list[float]
    cpu_seconds: float


async def load_of(url: str, clients: Sequence[Callable[[], Awaitable[None]]]) -> Load:
    servers = await servers_of(url)
    cpu = time.process_time() + sum(map(exact_cpu_seconds_of, servers))
    rate, times = await timed(clients, CLIENT_EACH)
    spent = time.process_time() + sum(map(exact_cpu_seconds_of, servers)) - cpu
    return Load(rate, times, spent / len(times))


class Diary:
    """One client, who books later each time."""

    def __init__(self, bench: Bench, first: int) -> None:
        self._bench, self._next = bench, first

    async def book(self) -> None:
        self._next += 1
        await book_one(self._bench, self._next)


def are_enough(taken: dict[str, list[Load]], clients: int) -> bool:
    """Print rates, and compare them with the goals: bookings a second only where they can be had by hand."""
    print(f"PostgreSQL, {clients} clients")
    for name, rounds in taken.items():
        rate = statistics.median(one.rate for one in rounds)
        cpu = statistics.median(one.cpu_seconds for one in rounds) * 1e3
        print(f"{'':22} {name:<22} {rate:>6.0f}/s, CPU {cpu:.2f} ms each")
    raw, ours = (statistics.median(one.rate for one in taken[name]) for name in ("booking, by hand", "booking"))
    pairs = zip(taken["booking, by hand"], taken["booking"], strict=True)
    dearer = [own.cpu_seconds / peer.cpu_seconds for peer, own in pairs]
    print(f"{'':22} a booking costs the CPU of {statistics.median(dearer):.1f} by hand")
    times = sorted(time for one in taken["booking"] for time in one.times)
    p99 = times[int(len(times) * 0.99)] * 1e3
    print(f"{'':22} p99 of a booking {p99:.0f} ms (goal {P99_MS:.0f}): {'yes' if p99 <= P99_MS else 'NO'}")
    if raw < RAW_A_SECOND:
        print(f"{'':22} by hand there are no {RAW_A_SECOND} bookings a second here: that goal is left out")
        return p99 <= P99_MS
    print(f"{'':22} {ours:.0f} bookings a second (goal {A_SECOND}): {'yes' if ours >= A_SECOND else 'NO'}")
    return p99 <= P99_MS and ours >= A_SECOND


@asynccontextmanager
async def deployed(server_url: str) -> AsyncIterator[tuple[str, str]]:
    """Make a database for the length of a block: its address for the app's role, and its owner's."""
    name = f"chatbookr_bench_{os.getpid()}"
    roles = Roles.named(name)
    try:
        async with database(server_url, name) as url:
            await migrate(url)
            await make_roles(url, roles, Passwords("benchmark", "benchmark"))
            parts = urlsplit(url)
            place = f"{roles.app}:benchmark@{parts.netloc.rpartition('@')[2]}"
            yield urlunsplit(parts._replace(netloc=place)), url
    finally:
        await on_server(server_url, f"DROP ROLE IF EXISTS {roles.app}, {roles.migrator}, {roles.owner}")


async def measure_postgres(server_url: str, clients: int) -> bool:
    """Measure in a database that is dropped afterwards: one client, eight, and many."""
    reached = True
    for at_once in (1, 8):
        async with deployed(server_url) as (url, owner_url):
            reached &= await measure(url, owner_url, f"PostgreSQL, {at_once} at once", at_once)
    async with deployed(server_url) as (url, owner_url):
        return await measure_many(url, owner_url, clients) and reached


async def measure_sqlite(url: str) -> bool:
    await migrate(url)
    return await measure(url, url, "SQLite, one writer", 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", help="a server")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    chosen = parser.parse_args()
    print(line())
    with tempfile.TemporaryDirectory() as folder:
        reached = asyncio.run(measure_sqlite(f"sqlite://{Path(folder) / 'bench.sqlite3'}"))
    if chosen.postgres:
        reached = asyncio.run(measure_postgres(chosen.postgres, chosen.clients)) and reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
