"""The life of a booking: which step is taken by whom from where, and when; pure, and against the tables."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.booking_desk import Desk, make_desk, within_transaction
from tests.factories import writing

from chatbookr_core.bookings import service
from chatbookr_core.bookings.attendance import complete_overdue, take_step
from chatbookr_core.bookings.errors import NotTheTime, WrongStatus
from chatbookr_core.bookings.life import ATTENDED, SHOWN, WAYS, BookingStatus, By, Moment, Step, after
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import AlreadyCancelled, Conflict, InsideCutoff, NotRequested, StaleVersion
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Clinic, LoggedChange

STATUSES: tuple[BookingStatus, ...] = get_args(BookingStatus)
PARTIES: tuple[By, ...] = get_args(By)
ZONES = st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Chatham", "Asia/Beirut"])
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
INSTANTS = st.integers(0, 2 * 525_600).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
OFFSETS = st.integers(-3 * 1440, 3 * 1440).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    now = draw(INSTANTS)
    return Moment(
        now,
        now + draw(OFFSETS),
        draw(ZONES),
        draw(st.integers(0, 3000)),
        draw(st.none() | OFFSETS.map(lambda off: now - abs(off))),
        draw(st.none() | OFFSETS.map(lambda off: now - abs(off))),
    )


def test_what_is_to_come_can_be_moved_and_cancelled_and_nothing_else_can() -> None:
    assert set(STANDING) == WAYS[Step.MOVE].since == WAYS[Step.CANCEL].since
    assert set(STATUSES) == set(STANDING) | set(ATTENDED) | {"cancelled"}
    assert set(SHOWN) == set(ATTENDED) | {"confirmed"}
    assert set(WAYS) == set(Step)


@SLOW
@given(st.sampled_from(Step), st.sampled_from(STATUSES), st.sampled_from(PARTIES), moments())
def test_a_step_leads_where_the_table_says_or_is_refused(
    step: Step, status: BookingStatus, by: By, moment: Moment
) -> None:
    way = WAYS[step]
    if status not in way.since or by not in way.by:
        with pytest.raises((WrongStatus, AlreadyCancelled, NotRequested)):
            after(step, status, by=by, moment=moment)
        return
    try:
        reached = after(step, status, by=by, moment=moment)
    except InsideCutoff:
        assert by == "patient"
        return
    except NotTheTime:
        return

    assert reached in ({way.to} if way.to else {status, "confirmed", "checked_in"})
    assert status != "cancelled"  # nothing leads back from there
    if reached == "no_show":
        assert by in ("staff", "partner")
        assert moment.now >= moment.starts_at


@SLOW
@given(st.sampled_from(STATUSES), moments())
def test_patients_change_only_what_is_to_come_and_only_before_the_cut_off(
    status: BookingStatus, moment: Moment
) -> None:
    for step in Step:
        try:
            after(step, status, by="patient", moment=moment)
        except Conflict:
            continue
        assert step in (Step.MOVE, Step.CANCEL)
        assert status in STANDING
        assert moment.now <= moment.starts_at - timedelta(minutes=moment.cutoff_minutes)
        assert moment.now < moment.starts_at


@SLOW
@given(st.sampled_from(["checked_in", "completed", "no_show"]), moments())
def test_a_note_is_undone_on_its_own_local_day_and_no_other(status: str, moment: Moment) -> None:
    place = ZoneInfo(moment.zone)
    day = moment.noted_at.astimezone(place).date() if moment.noted_at else None
    try:
        reached = after(Step.UNDO, status, by="staff", moment=moment)
    except NotTheTime:
        assert day != moment.now.astimezone(place).date()
        return

    assert day == moment.now.astimezone(place).date()
    assert reached == ("checked_in" if status == "completed" and moment.checked_in_at else "confirmed")


@SLOW
@given(st.sampled_from(["confirmed", "checked_in"]), moments())
def test_the_clinics_own_rule_completes_days_that_are_over_and_decides_nothing_else(
    status: str, moment: Moment
) -> None:
    for step in Step:
        try:
            reached = after(step, status, by="system", moment=moment)
        except Conflict:
            continue
        assert (step, reached) == (Step.COMPLETE, "completed")
        place = ZoneInfo(moment.zone)
        assert moment.now.astimezone(place).date() > moment.starts_at.astimezone(place).date()


# --- against the tables -------------------------------------------------------------------------------------------


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:

    return await make_desk(vault, clock, Random(5))  # noqa: S311  # names bookings


async def step(desk: Desk, booking: Booking, which: Step, version: int | None = None, by: By = "staff") -> Booking:
    return await within_transaction(
        lambda: take_step(
            booking.id, which, clinic_id=desk.clinic.id, by=by, expected_version=version, clock=desk.clock
        )
    )


async def come(desk: Desk) -> Booking:
    """Book tomorrow, and let it be that day, an hour after the start."""
    booking = await desk.book(desk.at(0))
    desk.clock.turn(booking.starts_at - desk.clock.now() + timedelta(hours=1))
    return booking


async def test_a_visit_goes_its_way_and_back_again(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    with pytest.raises(NotTheTime):
        await step(desk, booking, Step.CHECK_IN)
    desk.clock.turn(booking.starts_at - desk.clock.now() + timedelta(hours=1))

    there = await step(desk, booking, Step.CHECK_IN, version=1)
    over = await step(desk, booking, Step.COMPLETE, version=2)
    there_again = await step(desk, booking, Step.UNDO, version=3)
    back = await step(desk, booking, Step.UNDO, version=4)
    missed = await step(desk, booking, Step.NO_SHOW, version=5)

    assert [one.status for one in (there, over, there_again, back, missed)] == [
        "checked_in", "completed", "checked_in", "confirmed", "no_show",
    ]  # fmt: skip
    assert (over.concluded_at, over.concluded_by) == (desk.clock.now(), "staff")
    assert (there_again.concluded_at, there_again.concluded_by, back.checked_in_at) == (None, None, None)
    assert missed.checked_in_at is None
    told = await LoggedChange.filter(kind="booking", subject_id=booking.id).count()
    assert told == 6  # made, and five steps
    assert await Allocation.filter(booking_id=booking.id, is_active=True).exists()


async def test_what_is_noted_is_neither_moved_nor_cancelled_nor_noted_twice(desk: Desk) -> None:
    booking = await come(desk)
    await step(desk, booking, Step.NO_SHOW)

    for attempt in (Step.CHECK_IN, Step.COMPLETE, Step.NO_SHOW):
        with pytest.raises(WrongStatus):
            await step(desk, booking, attempt)
    with pytest.raises(WrongStatus):
        await desk.cancel(booking)
    with pytest.raises(WrongStatus):
        await desk.reschedule(booking, desk.at(0))
    assert (await Booking.get(id=booking.id)).version == 2


async def test_a_step_must_know_the_version_and_finds_nothing_cancelled(desk: Desk) -> None:
    booking = await come(desk)
    with pytest.raises(StaleVersion):
        await step(desk, booking, Step.COMPLETE, version=7)
    other = await desk.book(desk.at(120))
    await desk.cancel(other)

    with pytest.raises(AlreadyCancelled):
        await step(desk, other, Step.NO_SHOW)
    assert (await Booking.get(id=booking.id)).status == "confirmed"


async def test_a_day_later_nothing_is_undone(desk: Desk) -> None:
    booking = await come(desk)
    await step(desk, booking, Step.COMPLETE)
    desk.clock.turn(timedelta(days=1))

    with pytest.raises(NotTheTime):
        await step(desk, booking, Step.UNDO)


async def test_a_patient_is_bound_by_the_cut_off_also_where_the_dialogue_has_not_looked(desk: Desk) -> None:

    booking = await desk.book(desk.at(0))
    desk.clock.turn(booking.starts_at - desk.clock.now() - timedelta(minutes=5))

    with pytest.raises(InsideCutoff):
        await within_transaction(
            lambda: service.cancel(booking.id, clinic_id=desk.clinic.id, by="patient", clock=desk.clock)
        )
    assert (await Booking.get(id=booking.id)).status == "confirmed"


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_days_are_completed_where_the_clinic_wants_that_and_notes_of_people_stand(
    desk: Desk, is_wanted: bool
) -> None:
    async with writing():
        await Clinic.filter(id=desk.clinic.id).update(completes_bookings=is_wanted)
    first, second = await desk.book(desk.at(0)), await desk.book(desk.at(60))
    desk.clock.turn(first.starts_at - desk.clock.now() + timedelta(hours=3))
    await step(desk, second, Step.NO_SHOW)

    async def run() -> int:
        return await within_transaction(lambda: complete_overdue(desk.clinic.id, clock=desk.clock, limit=10))

    the_same_day = await run()
    desk.clock.turn(timedelta(days=1))
    the_next_day, again = await run(), await run()

    assert (the_same_day, the_next_day, again) == (0, int(is_wanted), 0)
    rows = {row.id: row for row in await Booking.all()}
    assert rows[first.id].status == ("completed" if is_wanted else "confirmed")
    assert rows[first.id].concluded_by == ("system" if is_wanted else None)
    assert rows[second.id].status == "no_show"
