"""The clock by which a conversation is to be answered: it runs while the clinic is open, and while staff owe a word."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.test_inbox_service import Line, line
from tests.factories import writing
from tests.thoroughness import examples

from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, is_open, open_windows
from chatbookr_core.clinics.arranging import set_days, set_holidays
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.conversations.answering import DUE_JOB, reckon_anew, set_answer_minutes, waiting_in
from chatbookr_core.conversations.answering_rules import due_minute, joined
from chatbookr_core.db import transaction
from chatbookr_core.errors import InvalidInput
from chatbookr_core.inbox.service import return_to_assistant, send_message, take_over
from chatbookr_core.inbox.states import close
from chatbookr_core.models import Conversation, Job, Location, Practitioner, WorkingHours
from chatbookr_core.models.conversation import NEVER
from chatbookr_permissions.actor import SystemActor

__all__ = ["line"]  # a fixture

HOST = SystemActor("tests")
CHANGES = (date(2027, 3, 28), date(2027, 10, 31))  # of the offset in Europe
ZONES = ("Europe/Berlin", "Europe/London", "UTC", "Australia/Lord_Howe")
hours = st.builds(
    lambda weekday, start, length: WeeklyHours(weekday, start, min(1440, start + length)),
    st.integers(1, 7),
    st.integers(0, 1380),
    st.integers(15, 600),
)


def by_counting(schedules: Sequence[Schedule], since: int, minutes: int, latest: int) -> int | None:
    """Count open minutes one by one: the oracle."""
    left = minutes
    for minute in range(since, latest):
        if any(is_open(one, minute, minute + 1) for one in schedules):
            left -= 1
            if left == 0:
                return minute + 1
    return None


@examples(25)
@given(
    st.sampled_from(ZONES),
    st.lists(st.lists(hours, min_size=1, max_size=4), min_size=1, max_size=2),
    st.sampled_from(CHANGES),
    st.integers(-2 * 1440, 1440),
    st.integers(1, 900),
    st.booleans(),
)
def test_an_answer_is_due_when_so_many_open_minutes_have_passed_one_by_one(
    zone: str, weeks: list[list[WeeklyHours]], change: date, offset: int, minutes: int, is_closed: bool
) -> None:
    since = epoch_minute(datetime(change.year, change.month, change.day, tzinfo=UTC)) + offset
    latest = since + 3 * 1440
    closed = (DayException(change, ()),) if is_closed else ()
    schedules = [Schedule(zone, tuple(week), closed) for week in weeks]
    windows = joined(window for one in schedules for window in open_windows(one, since, latest))

    assert due_minute(windows, since, minutes) == by_counting(schedules, since, minutes, latest)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200))), st.integers(0, 200), st.integers(1, 100))
def test_windows_of_any_kind_are_joined_and_counted_once(
    windows: list[tuple[int, int]], since: int, minutes: int
) -> None:
    opened = sorted({one for start, end in windows for one in range(start, end) if one >= since})

    assert due_minute(joined(windows), since, minutes) == (opened[minutes - 1] + 1 if len(opened) >= minutes else None)


async def staffed(line: Line) -> Conversation:
    """Let staff have the conversation, with nothing to answer; it is a Monday at nine in Berlin."""
    await line.hears()
    async with transaction():
        await take_over(line.deployment, line.staff(), (await line.conversation()).id)
    return await line.conversation()


async def test_the_oldest_message_that_staff_have_not_answered_counts(line: Line) -> None:
    conversation = await staffed(line)
    assert (conversation.waiting_since, conversation.answer_due_at) == (None, NEVER)
    written_at = line.clock.now()

    await line.hears("is anybody there")
    first = await line.conversation()
    line.clock.turn(timedelta(minutes=30))
    await line.hears("hello?")

    assert first.waiting_since == written_at
    assert (await line.conversation()).answer_due_at == first.answer_due_at == written_at + timedelta(minutes=120)


@pytest.mark.parametrize("how", ["answered", "returned", "closed"])
async def test_the_clock_stops_when_nobody_waits_any_longer(line: Line, how: str) -> None:
    conversation = await staffed(line)
    await line.hears("is anybody there")

    async with transaction():
        if how == "answered":
            await send_message(line.deployment, line.staff(), conversation.id, "yes")
        elif how == "returned":
            await return_to_assistant(line.deployment, line.staff(), conversation.id)
        else:
            await close(line.deployment, line.staff(), conversation.id)

    stopped = await line.conversation()
    assert (stopped.waiting_since, stopped.answer_due_at) == (None, NEVER)


async def test_what_the_assistant_answers_waits_for_nobody(line: Line) -> None:
    await line.hears("hello")

    assert (await line.conversation()).answer_due_at == NEVER


async def test_a_message_after_hours_is_due_after_the_next_opening_that_is_none_on_a_holiday(line: Line) -> None:
    await staffed(line)
    async with writing():
        await WorkingHours.filter(clinic_id=line.connection.clinic_id).delete()
        place = await Location.get(clinic_id=line.connection.clinic_id)
        await _open_on_weekdays(line, place)
    async with transaction():
        await set_holidays(line.deployment, HOST, place.id, country="DE", subdivision="BE", worked=())
        for day in (date(2027, 3, 30), date(2027, 3, 31)):
            await set_days(line.deployment, HOST, line.connection.clinic_id, first=day, last=day, windows=[])
    line.clock.turn(datetime(2027, 3, 25, 16, 30, tzinfo=UTC) - line.clock.now())  # Thursday, 17:30; closes at 18:00

    await line.hears("is anybody there")

    # Good Friday, the weekend in which summer time begins, Easter Monday, two closed days
    assert (await line.conversation()).answer_due_at == datetime(2027, 4, 1, 8, 30, tzinfo=UTC)


async def _open_on_weekdays(line: Line, place: Location) -> None:
    who = await Practitioner.get(clinic_id=line.connection.clinic_id)
    for weekday in range(1, 6):
        await WorkingHours.create(
            clinic_id=line.connection.clinic_id,
            practitioner_id=who.id,
            location_id=place.id,
            weekday=weekday,
            start_minute=540,
            end_minute=1080,
        )


async def test_another_target_or_other_hours_are_reckoned_with_for_who_waits(line: Line) -> None:
    await staffed(line)
    await line.hears("is anybody there")
    clinic_id, written_at = line.connection.clinic_id, line.clock.now()
    with pytest.raises(InvalidInput):
        async with transaction():
            await set_answer_minutes(line.deployment, HOST, clinic_id, 1)
    async with transaction():
        await set_answer_minutes(line.deployment, HOST, clinic_id, 30)

    assert await Job.filter(kind=DUE_JOB, clinic_id=clinic_id).count() == 1
    async with transaction():
        await reckon_anew(clinic_id, await waiting_in(clinic_id))

    assert (await line.conversation()).answer_due_at == written_at + timedelta(minutes=30)


async def test_who_is_handed_over_by_the_assistant_waits_from_then_on(line: Line) -> None:
    await line.hears("hello")
    line.clock.turn(timedelta(minutes=1))

    await line.hears("I want to speak to a human")

    conversation = await line.conversation()
    assert (conversation.owner, conversation.waiting_since) == ("staff", line.clock.now())
    assert conversation.answer_due_at == line.clock.now() + timedelta(minutes=120)


async def test_a_clinic_that_keeps_no_hours_is_always_open(line: Line) -> None:
    await staffed(line)
    async with writing():
        await WorkingHours.filter(clinic_id=line.connection.clinic_id).delete()
    line.clock.turn(timedelta(hours=14))

    await line.hears("is anybody there")

    due = (await line.conversation()).answer_due_at
    assert due == from_epoch_minute(epoch_minute(line.clock.now()) + 120)
