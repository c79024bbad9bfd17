"""How Google is asked before something is booked: once for weeks, about people beside each other, and not for ever."""

import time
from collections.abc import AsyncIterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.factories import make_patient, make_practitioner, writing

from chatbookr_core.bookings import live
from chatbookr_core.bookings.use_cases import BookingRequest
from chatbookr_core.calendars.patience import patience
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import CalendarNotFresh, SlotTaken
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Service
from chatbookr_core.series import changing
from chatbookr_core.series.booking import SeriesRequest, book_series, look_before_series
from chatbookr_core.series.changing import Change, Move, look_before_series_move
from chatbookr_core.series.layout import Wish
from chatbookr_core.series.live import Sights

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MANY = 1000


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with a connected calendar, over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        yield world


async def book(world: World, recurrence: str) -> list[Booking]:
    patient = await make_patient(world.clinic, world.deployment.vault)
    wish = Wish(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, recurrence)
    request = SeriesRequest(wish, patient.id)
    seen = await look_before_series(world.deployment, world.staff(), request)
    async with transaction():
        await book_series(world.deployment, world.staff(), request, seen)
    await world.work(within=timedelta(seconds=30))
    return await Booking.all().order_by("series_ordinal")


async def look(world: World, booked: list[Booking]) -> tuple[Sights, float]:
    """Look before all are moved by an hour; return what was seen, and how many seconds that took."""
    change = Change(booked[0].id, "all", {one.id: one.version for one in booked})
    began = time.monotonic()
    seen = await look_before_series_move(world.deployment, world.staff(), Move(change, TUESDAY + HOUR))
    return seen, time.monotonic() - began


async def slow(world: World, seconds: float) -> None:
    await world.fault("google", "freebusy.query", "slow", times=MANY, delay_seconds=seconds)


async def asked(world: World) -> int:
    """Count the questions since Google became slow."""
    (left,) = (await world.sandbox.get("/sandbox/faults")).json()["faults"]
    return MANY - int(left["times"])


@pytest.mark.parametrize(
    ("recurrence", "questions"), [("FREQ=WEEKLY;COUNT=8", 1), ("FREQ=WEEKLY;INTERVAL=2;COUNT=8", 2)]
)
async def test_a_series_costs_a_question_for_eight_weeks(world: World, recurrence: str, questions: int) -> None:
    booked = await book(world, recurrence)
    await slow(world, 0.0)

    seen, _ = await look(world, booked)

    assert len(booked) == 8
    assert await asked(world) == questions
    assert [one.busy for one in seen.values()] == [frozenset()]
    assert all(one.is_fresh for one in seen.values())


async def test_several_people_are_asked_beside_each_other(world: World) -> None:
    booked = await book(world, "FREQ=WEEKLY;COUNT=4")
    for number, booking in enumerate(booked[1:]):
        colleague = await make_practitioner(world.clinic, world.location, services=[world.service])
        await world.connect_calendar(f"dr.{number}@example.org", practitioner=colleague)
        async with writing():
            await Booking.filter(id=booking.id).update(practitioner_id=colleague.id)
    await world.work()
    await slow(world, 2.0)

    seen, seconds = await look(world, booked)

    assert await asked(world) == len(seen) == 4
    assert all(one.is_fresh for one in seen.values())
    assert seconds < 8.0  # one after the other they take that long


async def test_whoever_moves_a_series_is_refused_by_name_before_the_operation_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = await book(world, "FREQ=WEEKLY;INTERVAL=2;COUNT=8")
    await slow(world, 5.0)
    monkeypatch.setattr(changing, "patience", lambda: patience(0.5))

    seen, seconds = await look(world, booked)

    (sight,) = seen.values()
    assert sight.refusal_of(TUESDAY + HOUR) == CalendarNotFresh.code
    assert seconds < 5.0  # one answer takes that long


async def test_so_is_whoever_books_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, patient.id)
    await slow(world, 5.0)
    monkeypatch.setattr(live, "patience", lambda: patience(0.5))
    began = time.monotonic()

    with pytest.raises(CalendarNotFresh):
        await live.look_before_booking(world.deployment, world.staff(), request)

    assert time.monotonic() - began < 5.0


async def busy_from(world: World, starts_at: datetime, minutes: int = 30) -> None:
    """Put somebody's own event into the calendar, which nobody has read yet."""
    ends_at = starts_at + timedelta(minutes=minutes)
    event = {"start": {"dateTime": starts_at.isoformat()}, "end": {"dateTime": ends_at.isoformat()}}
    made = await world.google("POST", f"/calendars/{DOCTOR}/events", json=event)
    assert made.status_code == 200, made.text


async def buffered(world: World, **minutes: int) -> None:
    async with writing():
        await Service.filter(id=world.service.id).update(**minutes)


BEFORE, AFTER = {"buffer_before_minutes": 20}, {"buffer_after_minutes": 20}


@pytest.mark.parametrize(
    ("buffers", "starts_at", "is_met"),
    [
        (BEFORE, TUESDAY - HOUR / 2, True),  # until the appointment begins
        (BEFORE, TUESDAY - HOUR / 2 - HOUR / 3, False),  # until its buffer does
        (BEFORE, TUESDAY + HOUR / 2, False),
        (AFTER, TUESDAY + HOUR / 2, True),
        (AFTER, TUESDAY + HOUR / 2 + HOUR / 3, False),
        (AFTER, TUESDAY - HOUR / 2, False),
    ],
)
async def test_what_stands_within_a_buffer_is_seen_at_the_tap(
    world: World, buffers: dict[str, int], starts_at: datetime, is_met: bool
) -> None:
    await buffered(world, **buffers)
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, patient.id)
    await busy_from(world, starts_at)

    with pytest.raises(SlotTaken) if is_met else nullcontext():
        await live.look_before_booking(world.deployment, world.staff(), request)


async def test_a_series_sees_what_stands_within_a_buffer_too(world: World) -> None:
    await buffered(world, **AFTER)
    patient = await make_patient(world.clinic, world.deployment.vault)
    wish = Wish(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, "FREQ=WEEKLY;COUNT=3")
    await busy_from(world, TUESDAY + timedelta(days=7, minutes=40))

    seen = await look_before_series(world.deployment, world.staff(), SeriesRequest(wish, patient.id))

    assert [one.busy for one in seen.values()] == [frozenset({TUESDAY + timedelta(days=7)})]


async def test_a_booking_that_moves_is_not_met_by_its_own_event_within_its_buffer(world: World) -> None:
    await buffered(world, **BEFORE)
    booking, _ = await book(world, "FREQ=WEEKLY;COUNT=2")

    await live.look_before_move(
        world.deployment, world.staff(), booking.id, starts_at=TUESDAY + timedelta(minutes=45), practitioner_id=None
    )

    await busy_from(world, TUESDAY + HOUR / 2, minutes=15)
    with pytest.raises(SlotTaken):
        await live.look_before_move(
            world.deployment, world.staff(), booking.id, starts_at=TUESDAY + timedelta(minutes=45), practitioner_id=None
        )


async def test_who_joins_a_group_is_not_kept_from_it_by_what_stands_beside_it(world: World) -> None:
    """Google tells of the group's event and of the one after it as of one stretch."""
    await buffered(world, seats=3, **AFTER)
    await book(world, "FREQ=WEEKLY;COUNT=2")
    await busy_from(world, TUESDAY + HOUR / 2)
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, patient.id)

    passed = await live.look_before_booking(world.deployment, world.staff(), request)

    assert passed == frozenset()
