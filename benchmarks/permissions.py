"""Measure what the policies cost: `python benchmarks/permissions.py`.

The list query of a receptionist's agenda (and of somebody who may see less of it) through the real schema, with its
policies on and, in turns, with the gates of every field taken away. CPU of this process, on SQLite, without HTTP, so
that next to nothing but executing is measured. Exits with 1 where the policies take more than 5 %.
"""

import argparse
import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.models import Booking, Clinic, Location, Patient, Practitioner, Service
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id
from chatbookr_schema.plans import Plans

GOAL = 0.05
BOOKINGS = 50
EACH = 40
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
QUERY = """query Agenda($clinic: ID!) {
  bookings(clinicId: $clinic, first: 50) {
    nodes {
      id reference startsAt endsAt status
      patient { id name } practitioner { id fullName } service { id title }
    }
  }
}"""


async def fill(vault: Vault) -> UUID:
    """Make a clinic with a page of bookings."""
    async with transaction():
        clinic = await Clinic.create(name="Bench", zone="UTC", created_at=NOW)
        keys = await vault.create_clinic_keys(clinic.id)
        location = await Location.create(clinic_id=clinic.id, name="Place", zone="UTC")
        person = await Practitioner.create(clinic_id=clinic.id, full_name="Dr. Bench", short_name="Bench")
        service = await Service.create(clinic_id=clinic.id, title="Bench", short_title="Bench", duration_minutes=30)
        for number in range(BOOKINGS):
            patient = await Patient.create(
                id=(key := new_id()),
                clinic_id=clinic.id,
                channel="bench",
                provider_user_hash=key.hex * 2,
                provider_user_sealed=b"",
                name_sealed=keys.seal(columns.PATIENT_NAME, key, f"Somebody {number}"),
                created_at=NOW,
            )
            starts_at = NOW + timedelta(hours=number)
            await Booking.create(
                id=new_id(),
                clinic_id=clinic.id,
                patient_id=patient.id,
                service_id=service.id,
                practitioner_id=person.id,
                location_id=location.id,
                reference=f"BENCH{number:04d}",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=30),
                zone="UTC",
                status="confirmed",
                calendar_state="none",
                created_at=NOW,
                created_by="staff",
            )
    return clinic.id


@contextmanager
def gates(*, are_on: bool) -> Iterator[None]:
    """Leave the policies on, or take the gates of all fields away; each way keeps its own compiled selections."""
    execution: Any = staff_schema().execution_context_class
    own = execution.plans
    execution.plans = own if are_on else OPEN
    try:
        yield
    finally:
        execution.plans = own


@contextmanager
def collected() -> Iterator[None]:
    """Collect garbage before and not within: else collections, which have the rounds' rhythm, are one way's alone."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


OPEN = Plans({})


async def cpu_of(deployment: Deployment, actor: StaffActor, clinic_id: UUID, *, are_on: bool) -> float:
    """Return the CPU of one execution, in microseconds."""
    with gates(are_on=are_on), collected():
        began = time.process_time()
        for _ in range(EACH):
            context = Context(deployment, actor, "benchmark")
            result = await staff_schema().execute(
                QUERY, variable_values={"clinic": global_id("Clinic", clinic_id)}, context_value=context
            )
        taken = time.process_time() - began
    if result.data is None or len(result.data["bookings"]["nodes"]) != BOOKINGS:
        raise SystemExit(f"the query was not answered: {result.errors}")
    return taken / EACH * 1e6


async def measure(folder: Path, rounds: int) -> bool:
    """Run both ways in turns; print; tell whether the goal is met."""
    vault = Vault(LocalKeyFile(folder / "key"), SystemClock())
    settings = Settings(plugins=(), key_file=folder / "key")
    deployment = Deployment(settings, SystemClock(), vault, Plugins({}), Random(7))  # noqa: S311  # references
    url = f"sqlite://{folder / 'bench.sqlite3'}"
    await migrate(url)
    is_reached = True
    async with opened(url, work="operator"):
        clinic_id = await fill(vault)
        for role in (Role.RECEPTIONIST, Role.AUDITOR):
            actor = StaffActor(new_id(), new_id(), {clinic_id: Membership(role)})
            taken: dict[bool, list[float]] = {True: [], False: []}
            for number in range(rounds + 1):
                for are_on in (True, False) if number % 2 else (False, True):
                    cpu = await cpu_of(deployment, actor, clinic_id, are_on=are_on)
                    if number:  # the first round compiles
                        taken[are_on].append(cpu)
            on, off = statistics.median(taken[True]), statistics.median(taken[False])
            more = statistics.median(one / other for one, other in zip(taken[True], taken[False], strict=True)) - 1
            print(f"{role.value:13}{on:7.0f} us with policies, {off:7.0f} us without: {more:+.1%}")
            is_reached = is_reached and more <= GOAL
    print(f"goal: at most {GOAL:+.0%}; who sees less is also given less")
    return is_reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-permissions-") as name:
        return 0 if asyncio.run(measure(Path(name), chosen.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
