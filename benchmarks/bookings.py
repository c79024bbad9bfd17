"""Measure a whole booking beside a bare insert in a transaction: `python benchmarks/bookings.py [POSTGRES_URL]`.

A whole booking checks the request, looks at what is taken, writes booking and allocations (practitioner and room) under
the guard and tells listeners. Both kinds run interleaved, so the ratios hold on a busy machine too. The URL names a
server on which a database of its own is made and dropped; without one SQLite alone is measured.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.service import book
from chatbookr_core.clock import TurnableClock
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

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
ROUNDS = 5
EACH = 120


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
    async with transaction():
        clinic = await Clinic.create(name="Bench", zone="UTC", created_at=NOW)
        location = await Location.create(clinic_id=clinic.id, name="Place", zone="UTC")
        person = await Practitioner.create(clinic_id=clinic.id, full_name="Dr. Bench", short_name="Bench")
        await WorkingHours.create(
            clinic_id=clinic.id,
            practitioner_id=person.id,
            location_id=location.id,
            weekday=1,
            start_minute=0,
            end_minute=1440,
        )
        offered = await Service.create(clinic_id=clinic.id, title="Bench", short_title="Bench", duration_minutes=30)
        await ServicePractitioner.create(clinic_id=clinic.id, service_id=offered.id, practitioner_id=person.id)
        await Resource.create(clinic_id=clinic.id, location_id=location.id, name="Room", kind="room")
        await ServiceResource.create(clinic_id=clinic.id, service_id=offered.id, resource_kind="room")
        patient = await Patient.create(
            clinic_id=clinic.id,
            channel="bench",
            provider_user_hash="0" * 64,
            provider_user_sealed=b"",
            created_at=NOW,
        )
    request = SlotRequest(offered.id, person.id, location.id, NOW)
    return Bench(clinic.id, patient.id, request, TurnableClock(NOW), Random(1))  # noqa: S311  # references


async def book_one(bench: Bench, number: int) -> None:
    request = replace(bench.request, starts_at=NOW + timedelta(minutes=30 * number))
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


async def timed(work: Callable[[int], Awaitable[None]], first: int, at_once: int) -> float:
    """Return pieces of work a second."""
    since = time.perf_counter()
    for start in range(first, first + EACH, at_once):
        await asyncio.gather(*(work(number) for number in range(start, start + at_once)))
    return EACH / (time.perf_counter() - since)


async def measure(url: str, label: str, at_once: int) -> None:
    """Print bookings, refusals and bare inserts a second, and the ratios."""
    await migrate(url)
    rates: dict[str, list[float]] = {"insert": [], "booking": [], "refusal": []}
    async with opened(f"{url}?maxsize={at_once}" if at_once > 1 else url, work="operator"):
        bench = await open_clinic()
        await book_one(bench, 0)
        for number in range(ROUNDS):
            rates["insert"].append(await timed(lambda _: insert_one(), 0, at_once))
            rates["booking"].append(await timed(lambda one: book_one(bench, one), 1 + number * EACH, at_once))
            rates["refusal"].append(await timed(lambda _: refuse_one(bench), 0, at_once))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    shown = "  ".join(
        f"{name} {rate:>6.0f}/s ({rate / medians['insert']:.2f} of an insert)" for name, rate in medians.items()
    )
    print(f"{label:<26} {shown}")


async def measure_postgres(server_url: str) -> None:
    """Measure in a database that is dropped afterwards, one client and eight."""
    name = f"chatbookr_bench_{os.getpid()}"
    for at_once in (1, 8):
        connection = await asyncpg.connect(server_url)
        try:
            await connection.execute(f"CREATE DATABASE {name}")
            url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
            await measure(url, f"PostgreSQL, {at_once} at once", at_once)
        finally:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await connection.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite://{Path(folder) / 'bench.sqlite3'}", "SQLite, one writer", 1))
    if len(sys.argv) > 1:
        asyncio.run(measure_postgres(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
