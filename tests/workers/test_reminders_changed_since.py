"""A reminder that waits on its way out says nothing that is not so any more: of what was moved, cancelled or closed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.factories import make_practitioner, writing
from tests.workers.test_held_reminders import HOST, HOUR, closed, sent, until, untold, visit
from tests.workers.ways_out import ready

from chatbookr_core.bookings.use_cases import cancel_booking, move_booking
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, ChannelConnection, Clinic, Message, StaffTask
from chatbookr_core.notices.reminders import CHANGED_SINCE

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
WEEK = timedelta(days=7)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        async with writing():
            await Clinic.filter(id=world.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
        await ready(world)
        yield world


async def waiting(world: World, booking: Booking) -> Message:
    """Let the first reminder of a visit be written while its channel rests for an hour."""
    await until(world, booking, 48.1 * HOUR)
    async with writing():
        rests = world.clock.now() + 1.1 * HOUR
        await ChannelConnection.filter(id=world.connection_id).update(paused_until=rests)
    await until(world, booking, 47.9 * HOUR)
    message = await Message.get(purpose="reminder")
    assert (message.status, message.status_at) == ("queued", None)
    return message


async def outcome(message: Message) -> tuple[str, str | None]:
    await message.refresh_from_db()
    return message.status, message.error_code


async def heard(world: World) -> int:
    return sum("ppointment on" in one["text"] for one in await world.heard())


async def test_what_is_as_it_was_is_sent_when_it_can_be(world: World) -> None:
    booking = await visit(world)
    message = await waiting(world, booking)
    await until(world, booking, 46 * HOUR)

    assert await outcome(message) == ("delivered", None)
    assert await heard(world) == 1


async def test_what_was_cancelled_meanwhile_is_not_reminded_of_and_nobody_is_asked_to_call(world: World) -> None:
    booking = await visit(world)
    message = await waiting(world, booking)
    async with transaction():
        await cancel_booking(world.deployment, HOST, booking.id)
    await until(world, booking, HOUR)

    assert await outcome(message) == ("failed", CHANGED_SINCE)
    assert (await heard(world), await sent()) == (0, 1)
    assert not await StaffTask.filter(kind__in=("message_failed", "remind_patient")).exists()


async def test_what_was_moved_meanwhile_is_reminded_of_where_it_is(world: World) -> None:
    booking = await visit(world)
    message = await waiting(world, booking)
    async with transaction():
        await move_booking(world.deployment, HOST, booking.id, starts_at=booking.starts_at + WEEK)
    await until(world, booking, 40 * HOUR)
    first = await outcome(message), await heard(world)
    moved = await Booking.get(id=booking.id)
    await until(world, moved, HOUR)

    assert first == (("failed", CHANGED_SINCE), 0)
    assert (await sent(), (await Booking.get(id=booking.id)).reminders_sent) == (3, 2)
    assert not await StaffTask.filter(kind__in=("message_failed", "remind_patient")).exists()


async def test_of_what_needs_another_time_meanwhile_it_is_held_back_and_given_back_said_once(world: World) -> None:
    booking = await visit(world)
    message = await waiting(world, booking)
    await closed(world, booking)
    await until(world, booking, 44 * HOUR)
    after = await Booking.get(id=booking.id)
    held = after.reminder_held_at is not None, after.reminders_sent, after.reminded_at
    counted = await untold(world)
    await closed(world, booking, is_closed=False)
    await until(world, booking, 40 * HOUR)

    assert await outcome(message) == ("failed", CHANGED_SINCE)
    assert (held, counted) == ((True, 0, None), [("open", 1, 1)])
    assert (await heard(world), await sent()) == (1, 2)
    assert not await StaffTask.filter(kind__in=("message_failed", "remind_patient")).exists()


async def test_what_was_closed_and_opened_again_before_it_left_is_sent_as_it_was(world: World) -> None:
    booking = await visit(world)
    message = await waiting(world, booking)
    await closed(world, booking)
    await closed(world, booking, is_closed=False)
    await until(world, booking, 40 * HOUR)

    assert await outcome(message) == ("delivered", None)
    assert (await heard(world), await sent()) == (1, 1)


@pytest.mark.parametrize("how", ["closed", "cancelled"])
async def test_of_two_visits_of_a_day_the_one_that_stands_is_told_of_alone(world: World, how: str) -> None:
    other = await make_practitioner(world.clinic, world.location, services=[world.service])
    taken, kept = await visit(world), await visit(world, who=other, after=2 * HOUR)
    message = await waiting(world, taken)
    if how == "closed":
        await closed(world, taken)
    else:
        async with transaction():
            await cancel_booking(world.deployment, HOST, taken.id)
    await until(world, taken, 40 * HOUR)

    shown = [(await Booking.get(id=one.id)).reminders_sent for one in (taken, kept)]
    assert await outcome(message) == ("failed", CHANGED_SINCE)
    assert shown == [0 if how == "closed" else 1, 1]
    assert (await heard(world), await sent()) == (1, 2)
