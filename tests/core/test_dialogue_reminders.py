"""What the assistant promises of reminders: only what comes, and where the clinic sends none it does not ask."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import CHECK_UP, ZONE, Practice, greeted, slot_at, view_with

from chatbookr_core.bookings.reminder_times import ReminderRules
from chatbookr_core.dialogue import Confirm, Slot
from chatbookr_core.outbox.quiet import QuietHours

NIGHTS = QuietHours(ZONE, 20 * 60, 8 * 60)
BOTH = ReminderRules(True, 48, 3, NIGHTS)
TOMORROW, IN_TWO_DAYS = slot_at("2026-10-13 09:30"), slot_at("2026-10-14 14:00")
PROMISE = " I will remind you."


def at_a_clinic(rules: ReminderRules | None, *free: Slot) -> Practice:
    return Practice(replace(view_with(services=(CHECK_UP,)), reminders=rules), free or (TOMORROW, IN_TWO_DAYS))


def asked_about(practice: Practice, time: str) -> str:
    """Take a time; return the question in which everything is shown once more."""
    greeted(practice)
    practice.taps("Book appointment")
    practice.taps("First available")
    return practice.taps(time)[-1]


@pytest.mark.parametrize(
    ("rules", "time", "is_promised"),
    [
        (BOTH, "Wed 14 Oct 14:00", True),  # the last reminder, three hours before
        (BOTH, "Tue 13 Oct 09:30", False),  # the evening before is within a day of booking
        (ReminderRules(True, 24, 0, NIGHTS), "Wed 14 Oct 14:00", True),
        (ReminderRules(True, 48, 0, NIGHTS), "Wed 14 Oct 14:00", False),  # in five hours
        (None, "Tue 13 Oct 09:30", True),
    ],
)
def test_a_reminder_is_promised_where_one_comes(rules: ReminderRules | None, time: str, is_promised: bool) -> None:
    practice = at_a_clinic(rules)
    asked_about(practice, time)

    practice.taps("Confirm + reminder")
    answer = practice.announces()

    assert answer == f"Booked: {time}, ref K7Q2." + (PROMISE if is_promised else "")
    assert practice.view.upcoming[0].wants_reminders is True  # whoever moves it to a later day is reminded


def test_no_reminder_is_promised_after_a_stop() -> None:
    practice = at_a_clinic(BOTH)
    asked_about(practice, "Tue 13 Oct 09:30")
    practice.taps("Confirm + reminder")
    practice.announces()
    practice.says("STOP")
    practice.taps("Reminders only")
    practice.taps("Reschedule")
    practice.taps("Wed 14 Oct 14:00")
    practice.taps("Move appointment")
    [moved] = practice.view.upcoming
    practice.view = replace(practice.view, upcoming=(replace(moved, wants_reminders=True),))  # as the booking keeps it

    answer = practice.announces(is_moved=True)

    assert answer == "Moved to Wed 14 Oct 14:00, ref K7Q2."


@pytest.mark.parametrize("rules", [ReminderRules(False, 48, 3, NIGHTS), ReminderRules(True, 0, 0, NIGHTS)])
def test_a_clinic_that_sends_no_reminders_asks_for_none_and_records_no_refusal(rules: ReminderRules) -> None:
    practice = at_a_clinic(rules)

    question = asked_about(practice, "Wed 14 Oct 14:00")
    held = practice.state.hold_id
    assert held is not None
    titles = practice.titles()
    practice.taps("Confirm")
    [made] = [one for one in practice.effects if isinstance(one, Confirm)]
    answer = practice.announces()

    assert "remind" not in question
    assert titles == ["Confirm", "Other time"]
    assert (made.hold_id, made.reminders, made.wording) == (held, False, "")
    assert answer == "Booked: Wed 14 Oct 14:00, ref K7Q2."


def test_a_refusal_is_recorded_with_the_words_of_the_question() -> None:
    practice = at_a_clinic(BOTH)
    question = asked_about(practice, "Wed 14 Oct 14:00")

    practice.taps("Confirm only")

    [made] = [one for one in practice.effects if isinstance(one, Confirm)]
    assert made.wording in question
    assert "remind" in made.wording
