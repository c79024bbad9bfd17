"""How far a booking is out of hours agrees with the engine; many changes at once leave one task that counts aright."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.api.clients import make_deployment
from tests.core.booking_desk import Desk, make_desk, within_transaction
from tests.core.test_bookings_races import CONNECTIONS, outcomes
from tests.thoroughness import examples

from chatbookr_core.agendas.opening import local_span
from chatbookr_core.assistant.person import person_of
from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, is_open, open_windows
from chatbookr_core.bookings.displacing import recount
from chatbookr_core.bookings.displacing_rules import Outside, Standing, outside
from chatbookr_core.clinics.arranging import set_days
from chatbookr_core.clock import TurnableClock, epoch_minute, from_epoch_minute
from chatbookr_core.db import opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import HoldExpired
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, StaffTask
from chatbookr_permissions.actor import SystemActor

HOST = SystemActor("tests")
CHANGES = (date(2027, 3, 28), date(2027, 10, 31))  # of the offset in Europe
ZONES = ("Europe/Berlin", "Europe/London", "UTC", "Australia/Lord_Howe")
hours = st.builds(
    lambda weekday, start, length: WeeklyHours(weekday, start, min(1440, start + length)),
    st.integers(1, 7),
    st.integers(0, 1380),
    st.integers(15, 1440),
)


@examples(50)
@given(
    st.sampled_from(ZONES),
    st.lists(hours, max_size=6),
    st.sampled_from(CHANGES),
    st.integers(-1440, 1440),
    st.integers(5, 300),
    st.booleans(),
)
def test_a_booking_is_outside_where_the_engine_finds_it_closed_and_of_its_day_where_that_has_no_hours(
    zone: str, week: list[WeeklyHours], day: date, offset: int, minutes: int, is_closed: bool
) -> None:
    schedule = Schedule(zone, tuple(week), (DayException(day, ()),) if is_closed else ())
    start = epoch_minute(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)) + offset
    begins_at, ends_at = from_epoch_minute(start), from_epoch_minute(start + minutes)
    windows = open_windows(schedule, start - 3 * 1440, start + 3 * 1440)
    spans = [(from_epoch_minute(opens), from_epoch_minute(closes)) for opens, closes in windows]
    booking = Standing(uuid4(), uuid4(), uuid4(), uuid4(), begins_at, ends_at, zone, 1, None, None)
    since, until = local_span(zone, begins_at.astimezone(ZoneInfo(zone)).date(), 1)
    has_hours = bool(open_windows(schedule, epoch_minute(since), epoch_minute(until)))

    found = outside(booking, spans)

    assert (found is Outside.NOT) == is_open(schedule, start, start + minutes)
    assert (found is Outside.OF_DAY) == (not has_hours)


@pytest.fixture
async def desk(database_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Desk]:
    """Take bookings over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        yield await make_desk(vault, clock, random)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def closed(deployment: Deployment, desk: Desk, day: date, *, is_closed: bool = True) -> None:
    windows = () if is_closed else None
    await within_transaction(lambda: set_days(deployment, HOST, desk.clinic.id, first=day, last=day, windows=windows))


async def counted(desk: Desk) -> list[tuple[str, int | None]]:
    rows = await StaffTask.filter(clinic_id=desk.clinic.id, kind="bookings_displaced").order_by("id")
    return [(one.state, one.booking_count) for one in rows]


async def test_the_chat_sees_what_needs_another_time_until_it_has_it_back(deployment: Deployment, desk: Desk) -> None:
    booking, _ = await desk.book(desk.at(0)), await desk.book(desk.at(1440))
    seen = []
    for is_closed in (True, False):
        await closed(deployment, desk, booking.starts_at.date(), is_closed=is_closed)
        person = await person_of(desk.patient, now=desk.clock.now(), cutoff=timedelta(0))
        seen.append([one.is_displaced for one in person.bookings])

    assert seen == [[True, False], [False, False]]


@pytest.mark.integration  # speaks over sockets
async def test_many_closures_at_once_open_one_task_and_many_moves_at_once_tick_it_off(
    deployment: Deployment, desk: Desk
) -> None:
    bookings = [await desk.book(desk.at(30 * number)) for number in range(8)]
    day = desk.at(0).starts_at.date()

    ended = await outcomes(closed(deployment, desk, day) for _ in range(6))
    opened = await counted(desk)
    moves = [desk.reschedule(one, desk.at(7 * 1440 + 30 * place)) for place, one in enumerate(bookings[:4])]
    ended += await outcomes([*moves, *(desk.cancel(one) for one in bookings[4:])])
    await asyncio.gather(*(within_transaction(lambda: recount(desk.clinic.id, desk.clock.now())) for _ in range(6)))

    assert ended == {"done": 14}
    assert opened == [("open", 8)]
    assert await counted(desk) == [("done", 0)]


@pytest.mark.integration  # speaks over sockets
async def test_a_booking_that_is_moved_while_its_day_is_closed_is_named_by_where_it_is(
    deployment: Deployment, desk: Desk
) -> None:
    """However they meet: it is marked on that day, or it is elsewhere and not marked."""
    day = desk.at(0).starts_at.date()
    for number in range(6):
        booking = await desk.book(desk.at(30 * number))
        there = desk.at(7 * 1440 + 30 * number)
        await asyncio.gather(closed(deployment, desk, day), desk.reschedule(booking, there))
        await closed(deployment, desk, day, is_closed=False)

    assert not await Booking.exclude(displaced_at=None).exists()


async def test_who_is_about_to_book_a_time_that_is_closed_meanwhile_is_told_that_it_has_gone(
    deployment: Deployment, desk: Desk
) -> None:
    lost, kept = await desk.hold(desk.at(0)), await desk.hold(desk.at(1440))

    await closed(deployment, desk, desk.at(0).starts_at.date())

    with pytest.raises(HoldExpired):
        await desk.confirm(lost.id)
    assert (await desk.confirm(kept.id)).displaced_at is None
    assert await counted(desk) == []


@pytest.mark.integration  # speaks over sockets
async def test_a_time_that_is_confirmed_while_its_day_is_closed_is_booked_and_named_or_gone(
    deployment: Deployment, desk: Desk
) -> None:
    holds = [await desk.hold(desk.at(30 * number)) for number in range(8)]
    closing = closed(deployment, desk, desk.at(0).starts_at.date())

    ended = await outcomes(
        [*(desk.confirm(one.id) for one in holds[:4]), closing, *(desk.confirm(one.id) for one in holds[4:])]
    )

    booked = await Booking.filter(clinic_id=desk.clinic.id).count()
    assert ended == {"done": booked + 1, **({"HOLD_EXPIRED": 8 - booked} if booked < 8 else {})}
    assert await Booking.exclude(displaced_at=None).count() == booked
