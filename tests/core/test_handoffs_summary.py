"""What staff read first of a conversation that was handed over: the same facts, the same three lines."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from tests.core.dialogue_practice import CENTRE, CHECK_UP, VOS, ZONE, slot_at

from chatbookr_core.dialogue import DayHours, State, Step, Wish
from chatbookr_core.handoffs.reasons import HandoverReason
from chatbookr_core.handoffs.summary import Appointment, HeldTime, Names, Standing, summarise

SLOT = slot_at("2026-10-15 16:30")
BOOKING = Appointment(uuid4(), SLOT.starts_at, ZONE)
NAMES = Names({CHECK_UP.id: "Check-up"}, {VOS.id: "Dr Vos"}, {CENTRE.id: ZONE}, {BOOKING.id: BOOKING})
CHOOSING = State(step=Step.TIMES, service_id=CHECK_UP.id, practitioner_id=VOS.id)


def lines(state: State, *, reason: str | None = "asked_for_person", hold: HeldTime | None = None) -> list[str]:
    return list(summarise(Standing(uuid4(), reason, state, hold, "en", ZONE), NAMES).lines)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish(date(2026, 10, 15), time(16)), ", Thu 15 Oct from 16:00 on."),
        (Wish(date(2026, 10, 15), None, time(12)), ", Thu 15 Oct before 12:00."),
        (Wish(None, time(12), time(17)), ", between 12:00 and 17:00."),
        (Wish(date(2026, 10, 15)), ", Thu 15 Oct."),
        (Wish(date(2026, 10, 19), time(16), last_day=date(2026, 10, 25)), ", Mon 19 Oct – Sun 25 Oct from 16:00 on."),
        (Wish(date(2026, 10, 14), is_open=True), ", from Wed 14 Oct on."),
        (
            Wish(
                date(2026, 10, 16),
                last_day=date(2026, 10, 19),
                weekdays=(0, 4),
                day_hours=(DayHours((0,), (), None, time(12)), DayHours((4,), (), time(12), time(17))),
            ),
            ", Fri 16 Oct – Mon 19 Oct, Monday before 12:00; Friday between 12:00 and 17:00.",
        ),
        (
            Wish(
                date(2026, 10, 13),
                last_day=date(2026, 10, 16),
                weekdays=(1, 4),
                day_hours=(DayHours((), (date(2026, 10, 13),), time(12)), DayHours((), (date(2026, 10, 16),))),
            ),
            ", Tue 13 Oct from 12:00 on; Fri 16 Oct.",
        ),
        (
            Wish(None, day_hours=(DayHours(until_time=time(12)), DayHours(from_time=time(17)))),
            ", before 12:00; from 17:00 on.",
        ),
        (
            Wish(date(2026, 10, 14), last_day=date(2026, 10, 19), weekdays=(0, 2)),
            ", Wed 14 Oct – Mon 19 Oct (Monday, Wednesday).",
        ),
        (None, "."),
    ],
)
def test_a_wish_is_told_as_it_was_understood(wish: Wish | None, told: str) -> None:
    first, held, step = lines(replace(CHOOSING, wish=wish))

    assert first == f"The patient asked for a person. Wants: Check-up with Dr Vos{told}"
    assert (held, step) == ("No time is held.", "Open step: choosing a time.")


def test_a_held_time_is_told_with_its_end_in_the_places_zone() -> None:
    state = replace(CHOOSING, step=Step.CONFIRM, chosen=SLOT, hold_id=uuid4())
    hold = HeldTime(SLOT.starts_at, SLOT.ends_at, datetime(2026, 10, 12, 7, 10, tzinfo=UTC), ZONE)

    first, held, step = lines(state, reason="complaint", hold=hold)

    assert first == "The patient complains. Wants: Check-up with Dr Vos, Thu 15 Oct 16:30."
    assert (held, step) == ("Held: Thu 15 Oct 16:30, until 09:10.", "Open step: confirming the time.")


@pytest.mark.parametrize(
    ("state", "told", "change"),
    [
        (State(step=Step.CANCELLING, booking_id=BOOKING.id), "Wants to cancel the appointment of", "cancel"),
        (State(step=Step.TIMES, booking_id=BOOKING.id, is_rescheduling=True), "Wants to move the appointment", "move"),
        (State(step=Step.APPOINTMENT, booking_id=BOOKING.id), "It is about the appointment of", "change"),
        (State(step=Step.BOOKED, booking_id=BOOKING.id), "Nothing was chosen yet.", None),
        (State(step=Step.MENU, booking_id=uuid4()), "Nothing was chosen yet.", None),  # one that is gone
    ],
)
def test_an_appointment_is_named_while_something_is_to_be_done_with_it(
    state: State, told: str, change: str | None
) -> None:
    found = summarise(Standing(uuid4(), "inside_cutoff", state, None, "en", ZONE), NAMES)

    assert told in found.lines[0]
    assert found.change == change


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step.DURATION, "choosing how long"),
        (Step.WHO, "saying for whom it is"),
        (Step.NAME, "saying the name"),
        (Step.BIRTH, "saying the date of birth"),
        (Step.SUITING, "saying when it would suit"),
        (Step.WAITLIST, "waiting for a time"),
        (Step.GO_ON, "saying how to go on"),
    ],
)
def test_what_the_patient_was_asked_of_the_visit_is_an_open_step(step: Step, told: str) -> None:
    assert lines(replace(CHOOSING, step=step))[2] == f"Open step: {told}."


def test_every_step_and_every_reason_has_words_and_no_line_break() -> None:
    reasons = (*(one.value for one in HandoverReason), "a code of tomorrow", None)

    for step in Step:
        for reason in reasons:
            for language in ("en", "de", "fr"):
                standing = Standing(uuid4(), reason, State(step=step), None, language, ZONE)
                found = summarise(standing, NAMES)
                assert all(line and "\n" not in line and "{" not in line for line in found.lines)


def test_who_says_that_they_are_there_is_not_told_of_as_who_asked_for_a_person() -> None:
    assert lines(State(), reason="arrived")[0] == "The patient says that they are there. Nothing was chosen yet."


def test_the_lines_are_in_the_clinics_language() -> None:
    standing = Standing(uuid4(), "urgent", CHOOSING, None, "de-AT", ZONE)

    assert summarise(standing, NAMES).lines[0] == (
        "Dringend: Eine Nachricht enthält ein Warnzeichen. Wunsch: Check-up bei Dr Vos."
    )


def test_a_state_of_before_the_update_is_read() -> None:
    before = State(step=Step.TIMES, serial=7).to_json().replace(',"wish":null', "")

    assert "wish" not in before
    assert State.from_json(before) == State(step=Step.TIMES, serial=7)


def test_a_day_that_was_named_before_what_for_is_told() -> None:
    state = State(step=Step.SERVICE, wish=Wish(date(2026, 10, 15)))

    assert lines(state)[0] == "The patient asked for a person. Wants: Thu 15 Oct."
