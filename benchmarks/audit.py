"""Measure what the audit log costs a mutation: `python benchmarks/audit.py [POSTGRES_URL]`.

Through the real schema as a manager's, with the entry written and, in turns, without: `bookingCreate`, which is what a
clinic's mutations are like, and `serviceSave`, the smallest there is: it writes one row and tells nobody. Wall time and
CPU, each the fastest tenth, in which least else was in the way. Of PostgreSQL on this machine the CPU of its session is
counted in; of one elsewhere it cannot be. Then how many entries a second are placed and signed, which happens later and
elsewhere. The URL names a server on which a database of its own is made and dropped; without one SQLite alone is
measured. Exits with 1 where the entry takes more than 10 % of the CPU of either: wall time depends on what else runs.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from bookings import NOW, open_clinic

from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_urls import dialect_of
from chatbookr_core.db import fetch, opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.models import WorkingHours
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id
from chatbookr_schema.mutation import Deed

GOAL = 0.10
WARM = 10
SAVE = "mutation ($i: ServiceSaveInput!) { done: serviceSave(input: $i) { what: service { id } userErrors { code } } }"
BOOK = """
mutation ($i: BookingCreateInput!) { done: bookingCreate(input: $i) { what: booking { id } userErrors { code } } }
"""


@contextmanager
def entries(*, are_on: bool) -> Iterator[None]:
    """Write the mutation's entry, or leave it out."""
    own = Deed.write
    if not are_on:
        Deed.write = lambda _deed, _key: None  # type: ignore[method-assign, assignment]  # what is measured
    try:
        yield
    finally:
        Deed.write = own  # type: ignore[method-assign]  # as it was


def of_session(pid: int | None) -> float:
    """Return the seconds of CPU that PostgreSQL's session has had (Linux, proc(5)); 0 where nobody can tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except OSError:
        return 0.0


@dataclass(slots=True)
class Mutation:
    """One kind of mutation, and what it took with its entry (True) and without, in microseconds."""

    document: str
    given: Callable[[int], dict[str, object]]
    wall: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})
    cpu: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})

    async def run(
        self, deployment: Deployment, actor: StaffActor, number: int, pid: int | None, *, are_on: bool
    ) -> None:
        context = Context(deployment, actor, "benchmark")
        with entries(are_on=are_on):
            of_server = of_session(pid)
            began, began_cpu = time.perf_counter(), time.process_time()
            result = await staff_schema().execute(
                self.document, variable_values={"i": self.given(number)}, context_value=context
            )
            cpu, wall = time.process_time() - began_cpu, time.perf_counter() - began
        if not ((result.data or {}).get("done") or {}).get("what"):
            raise SystemExit(f"the mutation was not done: {result.errors or result.data}")
        if number >= 2 * WARM:
            self.wall[are_on].append(wall * 1e6)
            self.cpu[are_on].append((cpu + of_session(pid) - of_server) * 1e6)

    def shown(self) -> str:
        (wall, plain), (cpu, plain_cpu) = (tenths(one) for one in (self.wall, self.cpu))
        return f"wall {plain:6.0f} us {wall / plain - 1:+6.1%}, CPU {plain_cpu:6.0f} us {cpu / plain_cpu - 1:+6.1%}"


def tenths(taken: dict[bool, list[float]]) -> tuple[float, float]:
    """Return what the least disturbed ones took, with the entry and without."""
    return statistics.quantiles(taken[True], n=10)[0], statistics.quantiles(taken[False], n=10)[0]


async def mutations_of(vault: Vault) -> tuple[StaffActor, dict[str, Mutation]]:
    """Make a clinic, and what there is to be done in it."""
    bench = await open_clinic()
    asked = bench.request
    async with transaction():
        await vault.create_clinic_keys(bench.clinic_id)
    async with transaction():
        for weekday in range(2, 8):  # Mondays are worked already
            await WorkingHours.create(
                clinic_id=bench.clinic_id,
                practitioner_id=asked.practitioner_id,
                location_id=asked.location_id,
                weekday=weekday,
                start_minute=0,
                end_minute=1440,
            )
    ids = {
        "serviceId": global_id("Service", asked.service_id),
        "practitionerId": global_id("Practitioner", asked.practitioner_id),
        "locationId": global_id("Location", asked.location_id),
        "patientId": global_id("Patient", bench.patient_id),
    }
    clinic = global_id("Clinic", bench.clinic_id)
    saved = {"clinicId": clinic, "title": "A", "shortTitle": "A", "durationMinutes": 30}
    first = NOW + timedelta(days=2)

    def booked(number: int) -> dict[str, object]:
        return {**ids, "startsAt": (first + timedelta(minutes=30 * number)).isoformat()}

    actor = StaffActor(new_id(), new_id(), {bench.clinic_id: Membership(Role.MANAGER)})
    return actor, {"bookingCreate": Mutation(BOOK, booked), "serviceSave": Mutation(SAVE, lambda _: saved)}


async def measure(url: str, label: str, folder: Path, rounds: int) -> bool:
    """Run both kinds both ways in turns; print; tell whether the goal is met."""
    settings = replace(Settings(plugins=(), key_file=folder / "key"), database_url=url)
    clock = TurnableClock(NOW)
    vault = Vault(LocalKeyFile(folder / "key"), clock)
    deployment = Deployment(settings, clock, vault, Plugins({}), Random(7))  # noqa: S311  # references
    await migrate(url)
    async with opened(url, work="operator"):
        actor, mutations = await mutations_of(vault)
        pid = await session() if dialect_of(url) == "postgres" else None
        for number in range(2 * (rounds + WARM)):
            for one in mutations.values():  # the second of two goes the other way, the next two begin with it
                await one.run(deployment, actor, number, pid, are_on=number % 4 in (0, 3))
        for name, one in mutations.items():
            print(f"{label:11}{name:14}{one.shown()}")
        began, placed = time.perf_counter(), 0
        while count := await sequence(deployment):
            placed += count
        print(f"{label:11}{placed / (time.perf_counter() - began):,.0f} entries placed a second")
    return all(cpu / plain - 1 <= GOAL for cpu, plain in (tenths(one.cpu) for one in mutations.values()))


async def session() -> int:
    """Return the process of PostgreSQL that serves: one at a time asks, so the pool keeps to one."""
    return int((await fetch("SELECT pg_backend_pid() AS pid"))[0]["pid"])


async def measure_postgres(server_url: str, folder: Path, rounds: int) -> bool:
    """Measure on a database that is made for it."""
    name = f"chatbookr_bench_{os.getpid()}"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f"CREATE DATABASE {name}")
    try:
        url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        return await measure(url, "PostgreSQL", folder, rounds)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


async def measure_all(folder: Path, server_url: str | None, rounds: int) -> bool:
    """Measure on each database there is."""
    reached = [await measure(f"sqlite://{folder / 'bench.sqlite3'}", "SQLite", folder, rounds)]
    if server_url:
        (folder / "key").unlink()
        reached.append(await measure_postgres(server_url, folder, rounds))
    print(f"goal: at most {GOAL:+.0%} of the CPU of each")
    return all(reached)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("postgres_url", nargs="?")
    parser.add_argument("--rounds", type=int, default=200)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-audit-") as name:
        return 0 if asyncio.run(measure_all(Path(name), chosen.postgres_url, chosen.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
