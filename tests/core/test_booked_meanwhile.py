"""Who books or moves in the very moment in which a day closes is found a little later, and nobody else is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from random import Random

import pytest
from tests.api.clients import make_deployment
from tests.core.booking_desk import Desk, make_desk
from tests.core.test_bookings_races import CONNECTIONS
from tests.core.test_displacing import closed, counted
from tests.factories import writing

from chatbookr_core.bookings import service
from chatbookr_core.bookings.meanwhile import AFTER, MEANWHILE_JOB, owe_look, scope_in
from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import claim_due
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Hold, Job
from chatbookr_workers.bookings import look_at_what_was_booked_meanwhile
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.runner import run

pytestmark = [pytest.mark.integration, pytest.mark.postgres]  # speaks over sockets


@pytest.fixture
async def desk(postgres_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Desk]:
    async with opened(f"{postgres_url}?maxsize={CONNECTIONS}"):
        yield await make_desk(vault, clock, random)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@asynccontextmanager
async def under_way(work: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Have a transaction done its work, and commit it after the block."""
    is_done, may_end = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with transaction():
            await work()
            is_done.set()
            await may_end.wait()

    task = asyncio.create_task(slow())
    await is_done.wait()
    yield
    may_end.set()
    await task


def booking(desk: Desk, minutes: int = 0) -> Callable[[], Awaitable[object]]:
    return lambda: service.book(
        desk.at(minutes), clinic_id=desk.clinic.id, patient_id=desk.patient.id, conversation_id=None,
        created_by="staff", clock=desk.clock, random=desk.random,
    )  # fmt: skip


def day_of(desk: Desk) -> date:
    return desk.at(0).starts_at.date()


async def looked(deployment: Deployment) -> int:
    """Do what is owed of looking again, a minute later."""
    kind = JobKind(MEANWHILE_JOB, "upkeep", 60, look_at_what_was_booked_meanwhile)
    now = deployment.clock.now()
    assert await claim_due(now, 10, kinds=[MEANWHILE_JOB]) == []
    claimed = await claim_due(now + AFTER, 10, kinds=[MEANWHILE_JOB])
    for one in claimed:
        await run(deployment, kind, one.id)
    assert await Job.filter(id__in=[one.id for one in claimed], state="done").count() == len(claimed)
    return len(claimed)


async def test_who_books_as_the_day_closes_is_unmarked_at_first_and_found_and_counted_then(
    deployment: Deployment, desk: Desk
) -> None:
    async with under_way(booking(desk)):
        await closed(deployment, desk, day_of(desk))
    at_once = [one.displaced_at for one in await Booking.all()], await counted(desk)

    jobs = await looked(deployment)
    (found,) = await Booking.all()

    assert (at_once, jobs) == (([None], []), 1)
    assert found.displaced_at == desk.clock.now()
    assert await counted(desk) == [("open", 1)]


async def test_who_moves_there_as_the_day_closes_is_found_too(deployment: Deployment, desk: Desk) -> None:
    own = await desk.book(desk.at(7 * 1440))

    async def move() -> None:
        await service.reschedule(own.id, clinic_id=desk.clinic.id, to=desk.at(0), clock=desk.clock)

    async with under_way(move):
        await closed(deployment, desk, day_of(desk))
    await looked(deployment)

    assert await Booking.exclude(displaced_at=None).count() == 1
    assert await counted(desk) == [("open", 1)]


async def test_what_is_held_as_the_day_closes_is_let_go(deployment: Deployment, desk: Desk) -> None:
    async def hold() -> None:
        await service.hold(
            desk.clinic.id, desk.at(0), conversation_id=desk.conversation.id, clock=desk.clock, minutes=10
        )

    async with under_way(hold):
        await closed(deployment, desk, day_of(desk))
    await looked(deployment)

    assert [one.state for one in await Hold.all()] == ["released"]


async def test_who_books_another_day_knew_of_it_or_was_seen_then_is_left_alone(
    deployment: Deployment, desk: Desk
) -> None:
    beside = await desk.book(desk.at(13 * 60))  # in the night: that it is there was known as the day closed
    async with under_way(booking(desk, 1440)):
        await closed(deployment, desk, day_of(desk))
    async with writing():
        await Booking.filter(id=beside.id).update(displaced_at=None)
    on_purpose = await desk.book(desk.at(60))
    async with writing():
        await Booking.filter(id=on_purpose.id).update(overbook_reason="acute_pain")

    await looked(deployment)

    assert not await Booking.exclude(displaced_at=None).exists()


async def test_a_look_is_owed_for_just_what_changed(desk: Desk) -> None:
    ids = [new_id() for _ in range(4)]
    scopes = [
        Scope(desk.clinic.id),
        Scope(desk.clinic.id, ids[0], ids[1], ids[2], day_of(desk), day_of(desk), ids[3]),
        Scope(desk.clinic.id, resource_id=ids[2]),
    ]
    async with writing():
        for one in scopes:
            await owe_look(one, "1:1:", desk.clock.now())

    found = await Job.filter(kind=MEANWHILE_JOB).order_by("id")
    assert [scope_in(desk.clinic.id, one.arguments) for one in found] == scopes
