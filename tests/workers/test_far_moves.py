"""A patient moves an appointment that stands beyond the clinic's horizon to a time near it, all the way by chat."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import writing

from chatbookr_core.availability.horizons import ASIDE
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.dialogue import dates
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection, Clinic, Hold, Patient

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

SETTLED = timedelta(minutes=1)
AHEAD = timedelta(weeks=20)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic that books six weeks ahead, and whose patient has an appointment in twenty, a Tuesday's."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        clock.turn(timedelta(minutes=1))  # at the full hour a time would cross the notice within seconds
        await world.connect_calendar()
        await world.work()
        await world.write()
        await world.work()
        await book_far(world)
        yield world


async def book_far(world: World) -> None:
    """Let staff book while the clinic books for a year, and not afterwards."""
    day = (world.clock.now() + AHEAD).date()
    day += timedelta(days=1 - day.weekday())
    starts_at = datetime.combine(day, time(10), UTC)
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(horizon_days=300)
    whose, who = await Patient.get(), world.practitioner.id
    async with transaction():
        request = BookingRequest(world.clinic.id, world.service.id, who, starts_at, whose.id)
        await book_for_patient(world.deployment, world.staff(), request)
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(horizon_days=42)
    await world.work(within=SETTLED)


def title(at: datetime, zone: str) -> str:
    return dates.moment(at, zone, "en")


async def begin(world: World) -> list[str]:
    """Ask to move it; return what can be tapped then."""
    await world.write("my appointments")
    await world.work()
    await world.choose("Reschedule")
    return await shown(world)


async def shown(world: World) -> list[str]:
    return [one["title"] for one in options_of((await world.heard())[-1])]


async def test_times_around_it_are_listed_and_one_of_them_is_taken(world: World) -> None:
    before = await Booking.get()

    listed = await begin(world)
    near = [before.starts_at + timedelta(days=aside) for aside in (-1, 1)]
    prefixes = {dates.day_title(dates.local_day(one, before.zone), "en") for one in (*near, before.starts_at)}
    times = [one for one in listed if ":" in one]
    await world.choose(times[-1])
    await world.choose("Move appointment")
    await world.work(within=SETTLED)

    moved = await Booking.get()
    assert {one.rsplit(" ", 1)[0] for one in times} == prefixes
    assert title(before.starts_at, before.zone) not in times
    assert title(moved.starts_at, moved.zone) == times[-1]
    assert abs(moved.starts_at - before.starts_at) < timedelta(days=2)
    assert (await world.heard())[-1]["text"].startswith(f"Moved to {times[-1]}")
    assert [event["id"] for event in await world.events()]  # its event came along
    assert moved.calendar_state == "written"


async def test_a_day_of_its_week_and_days_beside_it_can_be_asked_for(world: World) -> None:
    before = await Booking.get()
    await begin(world)

    await world.write("Thursday instead")
    await world.work()
    thursday = await shown(world)
    await world.choose("Another day")
    days = await shown(world)
    await world.choose("Later dates")
    later = await shown(world)

    meant = dates.day_title(dates.local_day(before.starts_at, before.zone) + timedelta(days=2), "en")
    assert all(one.startswith(meant) for one in thursday if ":" in one)
    first = dates.day_title(dates.local_day(before.starts_at, before.zone) - timedelta(days=7), "en")
    assert days[0] == first
    assert meant in days
    assert not set(days[:-1]) & set(later[:-1])


async def test_a_day_further_on_than_it_may_go_is_answered_by_what_there_is(world: World) -> None:
    before = await Booking.get()
    await begin(world)
    too_far = dates.local_day(before.starts_at, before.zone) + ASIDE + timedelta(days=14)

    await world.write(f"{too_far:%d.%m.%Y}")
    await world.work()

    said = (await world.heard())[-1]
    assert said["text"].startswith("There is nothing free then. Here are other times:")
    assert any(":" in one for one in await shown(world))


async def test_a_time_that_is_gone_at_the_tap_is_answered_by_those_near_it(world: World) -> None:
    before = await Booking.get()
    times = [one for one in await begin(world) if ":" in one]
    await world.google(
        "POST",
        f"/calendars/{DOCTOR}/events",
        json={"summary": "private", **_all_of(before.starts_at - timedelta(days=1))},
    )

    await world.choose(times[0])

    said = (await world.heard())[-1]
    assert said["text"].startswith("That time has just gone. The nearest are:")
    near = [one for one in await shown(world) if ":" in one]
    day = dates.day_title(dates.local_day(before.starts_at, before.zone) - timedelta(days=1), "en")
    assert len(near) == 3
    assert times[0] not in near
    assert all(one.startswith(day) for one in near)  # that calendar is read no further than the clinic books


def _all_of(at: datetime) -> dict[str, dict[str, str]]:
    begin = at.replace(hour=0)
    return {"start": {"dateTime": begin.isoformat()}, "end": {"dateTime": (begin + timedelta(days=1)).isoformat()}}


async def test_whose_calendar_nobody_sees_is_asked_for_a_time_around_it(world: World) -> None:
    before = await Booking.get()
    async with writing():
        stale = world.clock.now() - timedelta(hours=1)
        await CalendarConnection.all().update(fetched_at=stale, state="needs_reconnect")

    times = [one for one in await begin(world) if ":" in one]
    await world.choose(times[0])
    await world.choose("Ask for this time")
    await world.work(within=SETTLED)

    kept = await Hold.get(moves_id=before.id, state="held")
    assert abs(kept.starts_at - before.starts_at) < timedelta(days=2)
    assert (await Booking.get()).starts_at == before.starts_at
