"""Fills a database with clinics and their bookings, for benchmarks that read lists."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.models import Clinic, Location, Membership, Practitioner, Service, Session, User
from chatbookr_core.people.tokens import token_hash_of

BEGIN = datetime(2027, 3, 1, 6, tzinfo=UTC)
DAYS = 100
PATIENTS = 200
ZONE = "Europe/Berlin"
OF_PATIENT = ["id", "clinic_id", "channel", "provider_user_hash", "provider_user_sealed", "name_sealed", "created_at"]
OF_BOOKING = [
    *("id", "clinic_id", "patient_id", "service_id", "practitioner_id", "location_id", "reference"),
    *("starts_at", "ends_at", "zone", "status", "version", "wants_reminders", "calendar_state"),
    *("announced_version", "created_at", "created_by"),
]


@dataclass(frozen=True, slots=True)
class Place:
    """One clinic, and the token of somebody who works there."""

    clinic_id: UUID
    token: str


@asynccontextmanager
async def database(server_url: str, name: str) -> AsyncIterator[str]:
    """Make a database for the length of a block."""
    url = urlsplit(server_url)._replace(path=f"/{name}").geturl()
    await on_server(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    try:
        yield url
    finally:
        await on_server(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


async def on_server(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def fill(url: str, key_file: Path, *, clinics: int, bookings: int) -> list[Place]:
    """Migrate, and make clinics with so many bookings together, evenly over DAYS days."""
    await migrate(url)
    vault, random = Vault(LocalKeyFile(key_file), SystemClock()), Random(7)  # noqa: S311  # rows, no secrets
    places: list[Place] = []
    async with opened(url, work="operator"):
        connection = await asyncpg.connect(url)
        for number in range(clinics):
            places.append(await _clinic(connection, vault, random, number, bookings // clinics))
        await connection.execute("ANALYZE")
        await connection.close()
    return places


async def _clinic(connection: Any, vault: Vault, random: Random, number: int, bookings: int) -> Place:
    now, token = SystemClock().now(), f"benchmark-{number:04d}-{random.getrandbits(128):032x}"
    async with transaction():
        clinic = await Clinic.create(name=f"Clinic {number}", zone=ZONE, created_at=now)
        keys = await vault.create_clinic_keys(clinic.id)
        location = await Location.create(clinic_id=clinic.id, name="Place", zone=ZONE)
        people, services = [], []
        for one in range(8):
            name: dict[str, Any] = {"full_name": f"Dr. Number {one}", "short_name": f"Dr. {one}"}
            people.append((await Practitioner.create(clinic_id=clinic.id, **name)).id)
            title: dict[str, Any] = {"title": f"Examination {one}", "short_title": f"Exam {one}"}
            services.append((await Service.create(clinic_id=clinic.id, duration_minutes=30, **title)).id)
        await _member(clinic.id, f"user{number}@clinic.test", token, now)
    patients = [new_id() for _ in range(PATIENTS)]
    sealed = [keys.seal(columns.PATIENT_NAME, one, f"Ada Number {at}") for at, one in enumerate(patients)]
    people_rows = [
        (one, clinic.id, "whatsapp", one.hex * 2, b"", name, now) for one, name in zip(patients, sealed, strict=True)
    ]
    await connection.copy_records_to_table("patient", columns=OF_PATIENT, records=people_rows)
    rows = []
    for at in range(bookings):
        starts_at = BEGIN + timedelta(minutes=DAYS * 24 * 60 * at // bookings)
        ids = (random.choice(patients), random.choice(services), random.choice(people), location.id)
        times = (f"{number:02d}{at:06d}", starts_at, starts_at + timedelta(minutes=30), ZONE)
        state = ("confirmed" if at % 20 else "cancelled", 1, True, "none", 0, now, "staff")
        rows.append((new_id(), clinic.id, *ids, *times, *state))
    await connection.copy_records_to_table("booking", columns=OF_BOOKING, records=rows)
    return Place(clinic.id, token)


async def _member(clinic_id: UUID, email: str, token: str, now: datetime) -> None:
    """Make a receptionist who is logged in."""
    user = await User.create(email=email, full_name="Somebody", password_hash="", created_at=now)
    await Membership.create(clinic_id=clinic_id, user_id=user.id, role="receptionist", created_at=now)
    await Session.create(
        id=new_id(),
        user_id=user.id,
        token_hash=token_hash_of(token),
        created_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(days=1),
    )


def ranges(count: int, random: Random) -> list[tuple[datetime, datetime]]:
    """Choose periods of three days."""
    starts = [BEGIN + timedelta(days=random.randrange(DAYS - 4)) for _ in range(count)]
    return [(one, one + timedelta(days=3)) for one in starts]
