"""What was asked for while nobody could see the calendar stands by itself once it is seen, and is free there."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World
from tests.factories import writing
from tests.workers.followed_calendar import clinic_with_calendar, insert, timed

from chatbookr_core.bookings.use_cases import answer_request
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Booking, CalendarConnection, Hold, Service, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

SOON = timedelta(minutes=1)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with one calendar, over SQLite, then over PostgreSQL."""
    async with clinic_with_calendar(database, database_url, clock, vault, tmp_path) as world:
        yield world


async def fall_stale(world: World) -> None:
    """Let the provider answer nothing any more, for longer than the clinic trusts what was read."""
    for operation in ("freebusy.query", "events.list"):
        await world.fault("google", operation, "server_error", times=1000)
    async with writing():
        await CalendarConnection.all().update(fetched_at=world.clock.now() - timedelta(hours=1))


async def answer_again(world: World) -> None:
    """Let the provider answer again."""
    answer = await world.sandbox.delete("/sandbox/faults")
    assert answer.status_code == 204, answer.text


async def read(world: World) -> None:
    """Let the calendar be read as its turn comes, and what that owes be done."""
    await fetch_busy(world.deployment, await CalendarConnection.get())
    await world.work(within=SOON)


async def heal(world: World) -> None:
    """Let the provider answer again, and its calendar be read."""
    await answer_again(world)
    await read(world)


async def asked(world: World) -> Booking:
    """Ask for a time by chat while the calendar is away."""
    await fall_stale(world)
    await world.book()
    await world.work(within=timedelta(seconds=20))
    booking = await Booking.get()
    assert booking.status == "requested"
    return booking


async def last_text(world: World) -> str:
    text: str = (await world.heard())[-1]["text"]
    return text


async def test_a_request_stands_once_the_calendar_is_read_and_has_nothing_there(world: World) -> None:
    before = await asked(world)

    await heal(world)

    booking, task = await Booking.get(), await StaffTask.get(kind="booking_request")
    entry = await AuditEntry.get(action="bookingConfirm")
    assert (booking.status, booking.version, booking.calendar_state) == ("confirmed", before.version + 1, "written")
    assert booking.starts_at == before.starts_at
    assert task.state == "done"
    assert (await last_text(world)).startswith("Booked: ")
    assert (entry.actor_kind, entry.subject_id) == ("host", booking.id)


async def test_what_the_calendar_has_something_at_is_left_to_staff_until_that_is_gone(world: World) -> None:
    before = await asked(world)
    await answer_again(world)
    event = await insert(world, timed(before.starts_at, 30))

    await heal(world)
    left = await Booking.get()
    tasks = await StaffTask.filter(kind="booking_request", state="open").count()
    await world.google("DELETE", f"/calendars/{(await CalendarConnection.get()).calendar_id}/events/{event['id']}")
    await read(world)

    assert (left.status, left.version, tasks) == ("requested", before.version, 1)
    assert (await Booking.get()).status == "confirmed"


async def test_a_service_that_staff_confirm_is_theirs_however_well_the_calendar_is_seen(world: World) -> None:
    async with writing():
        await Service.all().update(is_on_request=True)
    before = await asked(world)

    await heal(world)

    assert (await Booking.get()).version == before.version
    assert await StaffTask.filter(kind="booking_request", state="open").count() == 1


async def test_who_has_another_calendar_that_nobody_sees_is_not_seen_yet(world: World) -> None:
    before = await asked(world)
    other = await world.connect_calendar("dr.one@elsewhere.example")
    async with writing():
        await CalendarConnection.filter(id=other).update(state="needs_reconnect")
    await answer_again(world)

    await fetch_busy(world.deployment, await CalendarConnection.exclude(id=other).get())
    await world.work(within=SOON)

    assert (await Booking.get()).version == before.version


async def test_a_move_that_was_asked_for_is_made(world: World) -> None:
    await world.book()
    await world.work(within=SOON)
    booked = await Booking.get()
    await fall_stale(world)
    for title in ("Reschedule", "", "Ask for this time"):
        await world.choose(title)
    await world.work(within=timedelta(seconds=20))
    kept = await Hold.get(moves_id=booked.id, state="held")

    await heal(world)

    moved = await Booking.get()
    assert (moved.starts_at, moved.status, moved.moved_by) == (kept.starts_at, "confirmed", "patient")
    assert moved.calendar_state == "written"
    assert (await last_text(world)).startswith("Moved to ")
    assert (await StaffTask.get(kind="booking_request")).state == "done"


async def test_a_calendar_that_is_read_and_does_not_answer_is_asked_once_more(world: World) -> None:
    await asked(world)
    await answer_again(world)
    await world.fault("google", "freebusy.query", "server_error", times=1)

    await fetch_busy(world.deployment, await CalendarConnection.get())
    await world.work()
    first = (await Booking.get()).status
    await world.work(within=2 * SOON)

    assert (first, (await Booking.get()).status) == ("requested", "confirmed")


async def test_what_staff_have_declined_meanwhile_stays_declined(world: World) -> None:
    before = await asked(world)
    await answer_again(world)
    await fetch_busy(world.deployment, await CalendarConnection.get())

    async with transaction():
        await answer_request(world.deployment, world.staff(), before.id, is_confirmed=False, version=before.version)
    await world.work(within=SOON)

    assert (await Booking.get()).status == "cancelled"
