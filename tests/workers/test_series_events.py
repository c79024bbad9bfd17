"""A series in a Google Calendar: each appointment has its event, also where one moves to where another was."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.factories import make_booking, make_patient, make_practitioner
from tests.workers.ways_out import met

from chatbookr_core.bookings.errors import SeriesRefused
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarDrift, Message, Patient
from chatbookr_core.series.booking import SeriesRequest, book_series, look_before_series
from chatbookr_core.series.changing import Change, Move, cancel_series, look_before_series_move, move_series
from chatbookr_core.series.layout import Wish, WithWhom

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
WEEK, HALF = timedelta(weeks=1), timedelta(minutes=30)
COLLEAGUE = "dr.two@example.org"
SETTLED = timedelta(seconds=30)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with a connected calendar, over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        yield world


async def book(world: World, recurrence: str = "FREQ=WEEKLY;COUNT=4", patient: Patient | None = None) -> list[Booking]:
    patient = patient or await make_patient(world.clinic, world.deployment.vault)
    wish = Wish(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, recurrence)
    request = SeriesRequest(wish, patient.id)
    seen = await look_before_series(world.deployment, world.staff(), request)
    async with transaction():
        await book_series(world.deployment, world.staff(), request, seen)
    await world.work(within=SETTLED)
    return await bookings()


async def bookings() -> list[Booking]:
    return await Booking.all().order_by("series_ordinal")


async def move(world: World, starts_at: datetime) -> list[Booking]:
    """Move all of the series by as much as the first."""
    known = await bookings()
    wanted = Move(Change(known[0].id, "all", {one.id: one.version for one in known}), starts_at)
    seen = await look_before_series_move(world.deployment, world.staff(), wanted)
    async with transaction():
        await move_series(world.deployment, world.staff(), wanted, seen)
    await world.work(within=SETTLED)
    return await bookings()


async def events(world: World) -> list[datetime]:
    return sorted(datetime.fromisoformat(event["start"]["dateTime"]) for event in await world.events())


async def test_each_has_its_event_and_takes_it_along(world: World) -> None:
    booked = await book(world)
    there = await events(world)
    moved = await move(world, TUESDAY + WEEK)  # each to where the next one was
    moved_there = await events(world)
    back = await move(world, TUESDAY)
    change = Change(back[1].id, "this_and_following", {one.id: one.version for one in back})
    async with transaction():
        await cancel_series(world.deployment, world.staff(), change, reason=None)
    await world.work(within=SETTLED)

    assert there == [one.starts_at for one in booked]
    assert moved_there == [one.starts_at for one in moved]
    assert moved_there[:3] == there[1:]
    assert {one.calendar_state for one in back} == {"written"}
    assert await events(world) == [TUESDAY]
    assert await CalendarDrift.all().count() == 0


async def test_the_calendars_answer_tells_nobody_again_what_was_told_of_all(world: World) -> None:
    """Of each appointment that is moved alone its own answer tells; of a series one message does, however many."""
    await met(world)
    booked = await book(world, patient=await Patient.get())
    told = [await outbound()]
    moved = await move(world, TUESDAY + timedelta(hours=1))
    told.append(await outbound())
    change = Change(moved[1].id, "this_and_following", {one.id: one.version for one in moved})
    async with transaction():
        await cancel_series(world.deployment, world.staff(), change, reason=None)
    await world.work(within=SETTLED)
    told.append(await outbound())

    assert [later - earlier for earlier, later in pairwise(told)] == [1, 1]
    assert {one.calendar_state for one in booked} == {"written"}
    assert {one.announced_version - one.version for one in await bookings()} == {0}


async def outbound() -> int:
    return await Message.filter(direction="outbound").count()


async def test_an_event_of_somebody_elses_stands_in_the_way_of_its_time_alone(world: World) -> None:
    await book(world, "FREQ=WEEKLY;COUNT=2")
    span = {"dateTime": (TUESDAY + WEEK + timedelta(hours=1)).isoformat()}
    end = {"dateTime": (TUESDAY + WEEK + timedelta(hours=2)).isoformat()}
    await world.google("POST", f"/calendars/{DOCTOR}/events", json={"summary": "private", "start": span, "end": end})

    with pytest.raises(SeriesRefused) as refused:
        await move(world, TUESDAY + timedelta(hours=1))

    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [(2, "SLOT_TAKEN")]
    assert [one.starts_at for one in await bookings()] == [TUESDAY, TUESDAY + WEEK]


async def test_each_calendar_that_a_move_concerns_is_asked(world: World) -> None:
    """The second half was handed to a colleague, whose own calendar is busy then; nobody else's is."""
    booked = await book(world)
    colleague = await make_practitioner(world.clinic, world.location, services=[world.service])
    await world.connect_calendar(COLLEAGUE, practitioner=colleague)
    await world.work()
    change = Change(booked[2].id, "this_and_following", {one.id: one.version for one in booked})
    over = Move(change, booked[2].starts_at, colleague.id)
    seen = await look_before_series_move(world.deployment, world.staff(), over)
    async with transaction():
        await move_series(world.deployment, world.staff(), over, seen)
    await world.work(within=SETTLED)
    split = [len(await events(world)), len(await world.events(COLLEAGUE))]
    begins, ends = ({"dateTime": (booked[3].starts_at + timedelta(hours=n)).isoformat()} for n in (2, 3))
    meeting = {"summary": "private", "start": begins, "end": ends}
    await world.google("POST", f"/calendars/{COLLEAGUE}/events", COLLEAGUE, json=meeting)

    with pytest.raises(SeriesRefused) as refused:
        await move(world, TUESDAY + timedelta(hours=2))

    assert split == [2, 2]
    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [(4, "SLOT_TAKEN")]


@pytest.mark.parametrize(("with_whom", "others"), [("same", [0, 1, 2]), ("each", [1])])
async def test_of_whom_nobody_is_named_whose_own_calendar_is_busy_right_now_is_passed_over(
    world: World, with_whom: WithWhom, others: list[int]
) -> None:
    """Whose turn it is has an event in the second week that was not read yet; a third, whom nobody needs, none."""
    colleague = await make_practitioner(world.clinic, world.location, services=[world.service])
    third = await make_practitioner(world.clinic, world.location, services=[world.service])
    await world.connect_calendar(COLLEAGUE, practitioner=colleague)
    await world.connect_calendar("dr.three@example.org", practitioner=third)
    await world.work()
    patient = await make_patient(world.clinic, world.deployment.vault)
    for week in range(3):  # who has more to do comes later
        for hours, who in ((3, colleague), (3, third), (4, third)):
            at = TUESDAY + week * WEEK + timedelta(hours=hours)
            await make_booking(patient, world.service, who, world.location, starts_at=at)
    meeting = {key: {"dateTime": (TUESDAY + WEEK + n * HALF).isoformat()} for key, n in (("start", 0), ("end", 1))}
    await world.google("POST", f"/calendars/{DOCTOR}/events", json={"summary": "private", **meeting})
    wish = Wish(world.clinic.id, world.service.id, None, TUESDAY, "FREQ=WEEKLY;COUNT=3", with_whom=with_whom)
    request = SeriesRequest(wish, patient.id)

    seen = await look_before_series(world.deployment, world.staff(), request)
    async with transaction():
        await book_series(world.deployment, world.staff(), request, seen)

    found = [one.practitioner_id for one in await bookings() if one.series_id is not None]
    assert seen.keys() == {world.practitioner.id, colleague.id}
    assert [number for number, who in enumerate(found) if who == colleague.id] == others
    assert set(found) <= {world.practitioner.id, colleague.id}
