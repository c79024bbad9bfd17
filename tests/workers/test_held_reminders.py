"""Nobody is reminded of what needs another time: staff see that, and what is given back is told of once after all."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.factories import make_booking, make_practitioner, writing
from tests.reminding import owe_reminders
from tests.workers.ways_out import met, ready

from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.clinics.arranging import set_days
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Message, Patient, Practitioner, StaffTask
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
HOST = SystemActor("test")
HOUR = timedelta(hours=1)


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        async with writing():
            await Clinic.filter(id=world.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
        await ready(world)
        yield world


async def visit(world: World, *, who: Practitioner | None = None, after: timedelta = timedelta(0)) -> Booking:
    """Have a visit on a day of work at least three days ahead, in the hours, as the desk would book it."""
    conversation = await met(world)
    patient = await Patient.get(id=conversation.patient_id)
    at = world.clock.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=4)
    while at.isoweekday() > 5:
        at += timedelta(days=1)
    booking = await make_booking(
        patient, world.service, who or world.practitioner, world.location, starts_at=at + after,
        conversation_id=conversation.id, announced_version=1,
    )  # fmt: skip
    async with transaction():
        await owe_reminders(booking, world.clock.now())
    return booking


async def closed(world: World, booking: Booking, *, is_closed: bool = True) -> None:
    """Let whom it is with be absent on its day, or be there again."""
    day, windows = booking.starts_at.date(), () if is_closed else None
    whose = booking.practitioner_id
    async with transaction():
        await set_days(
            world.deployment, HOST, world.clinic.id, first=day, last=day, windows=windows, practitioner_id=whose
        )


async def until(world: World, booking: Booking, before: timedelta) -> None:
    """Work until so long before a visit."""
    await world.work(within=booking.starts_at - before - world.clock.now())


async def sent() -> int:
    return await Message.filter(purpose="reminder").count()


async def untold(world: World) -> list[tuple[str, int | None, int | None]]:
    rows = await StaffTask.filter(clinic_id=world.clinic.id, kind="bookings_displaced").order_by("id")
    return [(one.state, one.booking_count, one.untold_count) for one in rows]


async def test_nobody_is_reminded_of_a_day_that_is_closed_and_staff_see_that_nobody_was_told(world: World) -> None:
    booking = await visit(world)
    await until(world, booking, 50 * HOUR)
    await closed(world, booking)
    before = await untold(world)

    await until(world, booking, 47 * HOUR)
    since = (await Booking.get(id=booking.id)).reminder_held_at
    at_once = await untold(world)
    await until(world, booking, 2 * HOUR)

    assert (before, at_once) == ([("open", 1, 0)], [("open", 1, 1)])
    assert since is not None
    after = await Booking.get(id=booking.id)
    assert (after.reminder_held_at, after.reminders_sent, await sent()) == (since, 0, 0)
    assert await untold(world) == [("open", 1, 1)]


async def test_what_is_given_back_before_it_is_reminded_as_usual(world: World) -> None:
    booking = await visit(world)
    await until(world, booking, 60 * HOUR)
    await closed(world, booking)
    await closed(world, booking, is_closed=False)

    await until(world, booking, 47 * HOUR)
    first = await sent()
    await until(world, booking, HOUR)

    assert (first, await sent()) == (1, 2)


@pytest.mark.parametrize(
    ("given_back", "at_once", "in_all"),
    [(30.0, 1, 2), (3.5, 1, 1), (2.0, 1, 1), (0.5, 0, 0)],
    ids=["between the two", "within an hour of the last", "after both", "too late"],
)
async def test_what_is_given_back_afterwards_is_told_of_at_once_and_never_twice(
    world: World, given_back: float, at_once: int, in_all: int
) -> None:
    booking = await visit(world)
    await until(world, booking, 50 * HOUR)
    await closed(world, booking)
    await until(world, booking, given_back * HOUR)
    held = await sent()

    await closed(world, booking, is_closed=False)
    await world.work()
    first = await sent()
    await until(world, booking, timedelta(0))

    assert (held, first, await sent()) == (0, at_once, in_all)
    assert (await Booking.get(id=booking.id)).reminder_held_at is None


async def test_what_is_held_back_twice_is_told_of_once(world: World) -> None:
    booking = await visit(world)
    await until(world, booking, 50 * HOUR)
    await closed(world, booking)
    await until(world, booking, 40 * HOUR)
    await closed(world, booking, is_closed=False)
    await closed(world, booking)  # before it was told of
    await world.work()
    held, counted = await sent(), await untold(world)

    await closed(world, booking, is_closed=False)
    await until(world, booking, 20 * HOUR)

    assert (held, counted[-1]) == (0, ("open", 1, 1))
    assert await sent() == 1


async def test_what_is_moved_is_reminded_of_where_it_is(world: World) -> None:
    booking = await visit(world)
    await until(world, booking, 50 * HOUR)
    await closed(world, booking)
    await until(world, booking, 40 * HOUR)

    async with transaction():
        await move_booking(world.deployment, HOST, booking.id, starts_at=booking.starts_at + timedelta(days=7))
    await until(world, booking, timedelta(0))
    there = await Booking.get(id=booking.id)
    held = await sent()
    await until(world, there, HOUR)

    assert (there.reminder_held_at, there.displaced_at, held) == (None, None, 0)
    assert await untold(world) == [("done", 0, 0)]
    assert await sent() == 2


async def test_another_visit_of_that_day_is_told_of_alone(world: World) -> None:
    other = await make_practitioner(world.clinic, world.location, services=[world.service])
    taken, kept = await visit(world), await visit(world, who=other, after=2 * HOUR)
    await until(world, taken, 50 * HOUR)
    await closed(world, taken)

    await until(world, taken, 40 * HOUR)

    shown = [await Booking.get(id=one.id) for one in (taken, kept)]
    assert [one.reminders_sent for one in shown] == [0, 1]
    assert await sent() == 1


async def test_who_ticked_it_off_is_asked_again_as_a_reminder_is_held_back(world: World) -> None:
    booking = await visit(world)
    await until(world, booking, 50 * HOUR)
    await closed(world, booking)
    async with writing():
        await StaffTask.filter(kind="bookings_displaced").update(state="done")

    await until(world, booking, 47 * HOUR)

    assert await untold(world) == [("done", 1, 0), ("open", 1, 1)]
