"""What a patient and the clinic say about an appointment that exists: looking, moving, cancelling."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.core.dialogue_booked import BOOKED, with_booking
from tests.core.dialogue_practice import CHECK_UP, FREE, JANSEN, PHYSIO, VOS, Practice, greeted, slot_at

from chatbookr_core.dialogue import (
    Cancel,
    FindSlots,
    HandOver,
    ReleaseHold,
    Reschedule,
    SlotQuery,
    Step,
    missed_message,
    reminder_message,
)
from chatbookr_sdk import Options, Text


def test_rescheduling_from_the_last_message_keeps_the_booking_and_swaps_the_time() -> None:
    practice, booking = with_booking()

    assert practice.taps("Reschedule") == ["Current: Fri 16 Oct 09:30. Choose a new time:"]
    assert practice.effects == [FindSlots(SlotQuery(CHECK_UP.id, VOS.id, BOOKED.location_id))]
    assert practice.taps("Wed 14 Oct 14:00") == [
        "*Wednesday 14 October, 14:00–14:30*\n"
        "Check-up with Dr Vos, Hoofdstraat 12. You can change it here until Tue 13 Oct 14:00.\n"
        "Your current time: Fri 16 Oct 09:30."
    ]
    assert practice.titles() == ["Move appointment", "Other time", "Keep old time"]
    held = practice.state.hold_id
    assert held is not None
    assert practice.taps("Move appointment") == []
    assert practice.effects == [Reschedule(booking.id, held)]
    assert practice.announces(is_moved=True) == "Moved to Wed 14 Oct 14:00, ref K7Q2."
    assert [one.id for one in practice.view.upcoming] == [booking.id]


def test_keeping_the_old_time_gives_the_new_one_back() -> None:
    practice, booking = with_booking()
    practice.taps("Reschedule")
    practice.taps("Wed 14 Oct 14:00")
    held = practice.state.hold_id
    assert held is not None

    answers = practice.taps("Keep old time")

    assert answers == ["Your appointment stays: Fri 16 Oct 09:30."]
    assert practice.effects == [ReleaseHold(held)]
    assert practice.view.upcoming == (booking,)


def test_a_typed_no_keeps_the_old_time_and_a_typed_yes_moves_it() -> None:
    practice, booking = with_booking()
    practice.taps("Reschedule")
    practice.taps("Wed 14 Oct 14:00")

    kept = practice.says("no")
    practice.says("reschedule")
    practice.taps("Wed 14 Oct 14:00")
    practice.says("yes")

    assert kept == ["Your appointment stays: Fri 16 Oct 09:30."]
    assert [type(effect) for effect in practice.effects] == [Reschedule]
    assert practice.view.upcoming[0].id == booking.id


def test_no_other_practitioner_is_offered_when_moving() -> None:
    practice, _ = with_booking()
    practice.taps("Reschedule")

    practice.taps("None of these")

    assert practice.titles() == ["Another day", "Talk to a person"]


def test_a_move_that_was_refused_keeps_the_old_time_and_offers_others() -> None:
    practice, booking = with_booking()
    practice.taps("Reschedule")
    practice.taps("Wed 14 Oct 14:00")
    practice.refusal = "SLOT_TAKEN"

    answers = practice.taps("Move appointment")

    assert answers == ["That time has just gone. The nearest are:"]
    assert practice.view.upcoming == (booking,)
    assert practice.state.is_rescheduling
    assert practice.taps("Thu 15 Oct 09:30")[0].startswith("*Thursday 15 October, 09:30")


@pytest.mark.parametrize("title", ["Reschedule", "Cancel booking"])
def test_inside_the_cut_off_a_person_answers(title: str) -> None:
    practice, booking = with_booking()
    practice.view = replace(practice.view, upcoming=(replace(booking, is_inside_cutoff=True),))

    answers = practice.taps(title)

    assert practice.handed_over == "inside_cutoff"
    assert len(answers) == 1
    assert answers[0].startswith("That appointment could be changed here until ")
    assert answers[0].endswith("A colleague will answer you here (open Mon-Fri 08-17).")


def test_a_booking_that_is_inside_the_cut_off_at_once_offers_no_change() -> None:
    practice = greeted(Practice())
    practice.has_booked(slot_at("2026-10-12 15:00"))

    practice.announces()

    assert practice.heard[-1].body.endswith("To change it, please ask the practice.")
    assert isinstance(practice.heard[-1], Text)


@pytest.mark.parametrize(
    "way", [("Cancel booking", "Yes, cancel"), ("Reschedule", "Wed 14 Oct 14:00", "Move appointment")]
)
def test_the_cut_off_that_came_while_asking_counts(way: tuple[str, ...]) -> None:
    practice, booking = with_booking()
    for title in way[:-1]:
        practice.taps(title)
    practice.view = replace(practice.view, upcoming=(replace(booking, is_inside_cutoff=True),))

    practice.taps(way[-1])

    assert practice.handed_over == "inside_cutoff"
    assert [type(effect) for effect in practice.effects] == [HandOver]


def test_buttons_of_the_last_message_hold_however_old_they_are() -> None:
    practice, _ = with_booking()
    practice.says("menu")
    practice.taps("Book appointment")
    practice.waits(days=3)

    answers = practice.taps("Reschedule")

    assert practice.state.is_rescheduling or practice.handed_over == "inside_cutoff"
    assert answers


def test_my_appointments_lists_several_and_each_opens() -> None:
    practice, first = with_booking()
    second = practice.has_booked(slot_at("2026-10-14 11:00", practitioner=JANSEN), reference="M3X8")
    practice.says("menu")

    assert practice.taps("My appointments") == ["Your appointments:"]
    assert practice.titles() == ["Wed 14 Oct 11:00", "Fri 16 Oct 09:30"]
    assert practice.taps("Wed 14 Oct 11:00") == [
        "*Wed 14 Oct 11:00*\nCheck-up with Dr Jansen, Hoofdstraat 12\nReference: M3X8"
    ]
    assert practice.titles() == ["Reschedule", "Cancel booking", "Back"]
    practice.taps("Cancel booking")
    practice.taps("Yes, cancel")
    assert practice.effects == [Cancel(second.id)]
    assert practice.view.upcoming == (first,)


def test_the_only_appointment_opens_at_once() -> None:
    practice, _ = with_booking()

    answers = practice.says("my appointments")

    assert answers == ["*Fri 16 Oct 09:30*\nCheck-up with Dr Vos, Hoofdstraat 12\nReference: K7Q2"]
    assert practice.taps("Back") == ["Hello, how can I help you?"]


def test_without_appointments_the_menu_is_offered() -> None:
    practice = greeted(Practice())

    answers = practice.taps("My appointments")

    assert answers == ["You have no upcoming appointments.\n\nHello, how can I help you?"]


@pytest.mark.parametrize("title", ["Wed 14 Oct 11:00", "Fri 16 Oct 09:30"])
def test_an_appointment_that_left_the_list_does_not_open(title: str) -> None:
    practice, _ = with_booking()
    practice.has_booked(slot_at("2026-10-14 11:00"))
    practice.says("menu")
    practice.taps("My appointments")
    practice.view = replace(practice.view, upcoming=())

    assert practice.taps(title)[0].startswith("That appointment is not there any more.")


@pytest.mark.parametrize("title", ["Yes, cancel", "Keep it", "Other time"])
def test_an_appointment_that_went_while_asking_is_told(title: str) -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")
    practice.view = replace(practice.view, upcoming=())

    assert practice.taps(title)[0].startswith("That appointment is not there any more.")


def test_many_appointments_are_turned_over() -> None:
    practice = greeted(Practice())
    for day in range(13, 26):
        practice.has_booked(slot_at(f"2026-10-{day} 10:00"))

    practice.taps("My appointments")
    first = practice.titles()
    practice.taps("Show more")

    assert first[-1] == "Show more"
    assert practice.titles() == ["Thu 22 Oct 10:00", "Fri 23 Oct 10:00", "Sat 24 Oct 10:00", "Sun 25 Oct 10:00 UTC+1",
                                 "Back to the start"]  # fmt: skip


def test_an_appointment_of_a_series_shows_which_it_is() -> None:
    practice = greeted(Practice())
    practice.has_booked(slot_at("2026-10-14 11:00"), series=(1, 10))
    practice.has_booked(slot_at("2026-10-21 11:00"), series=(2, 10))
    practice.has_booked(slot_at("2026-10-22 11:00"))
    practice.has_booked(slot_at("2026-10-23 11:00"))

    practice.taps("My appointments")
    listed = practice.heard[-1]
    (opened,) = practice.taps("Wed 21 Oct 11:00")

    assert isinstance(listed, Options)
    assert [(row.description or "").split(" ")[0] for row in listed.sections[0].rows[:3]] == [
        "1/10",
        "2/10",
        "Check-up",
    ]
    assert "Appointment 2 of 10\nReference: K7Q2" in opened


def test_a_typed_cancel_means_the_only_appointment() -> None:
    practice, _ = with_booking()

    assert practice.says("cancel my appointment")[0].startswith("Cancel this appointment?")


def test_a_typed_cancel_with_several_appointments_asks_which() -> None:
    practice, _ = with_booking()
    practice.has_booked(slot_at("2026-10-14 11:00"))
    practice.says("menu")

    assert practice.says("cancel") == ["Which appointment shall be cancelled?"]
    assert practice.taps("Wed 14 Oct 11:00")[0].startswith("Cancel this appointment?\nWed 14 Oct 11:00")


def test_a_typed_move_with_several_appointments_asks_which_and_keeps_when() -> None:
    practice, _ = with_booking()
    second = practice.has_booked(slot_at("2026-10-14 11:00"))

    practice.says("menu")

    assert practice.says("move my appointment to Thursday") == ["Which appointment shall be moved?"]
    assert practice.taps("Wed 14 Oct 11:00") == ["Times on Thursday 15 October:"]
    assert practice.state.booking_id == second.id


@pytest.mark.parametrize(
    ("title", "asked", "then"),
    [
        ("Reschedule", "Which appointment shall be moved?", "Current: Fri 16 Oct 14:00. Choose a new time:"),
        ("Cancel booking", "Which appointment shall be cancelled?", "Cancel this appointment?\nFri 16 Oct 14:00"),
    ],
)
def test_a_button_of_a_reminder_of_several_visits_asks_which_and_does_that(title: str, asked: str, then: str) -> None:
    practice, first = with_booking()
    second = practice.has_booked(slot_at("2026-10-16 14:00"))
    practice.hears(reminder_message([first, second], practice.view, language="en", sign=practice.sign))

    assert practice.taps(title) == [asked]
    practice.says("menu")
    assert practice.taps(title) == [asked]  # however old it is
    assert practice.taps("Fri 16 Oct 14:00")[0].startswith(then)


def test_a_button_of_a_reminder_of_several_visits_of_which_one_is_left_does_it_at_once() -> None:
    practice, first = with_booking()
    second = practice.has_booked(slot_at("2026-10-16 14:00"))
    practice.hears(reminder_message([first, second], practice.view, language="en", sign=practice.sign))
    practice.view = replace(practice.view, upcoming=(second,))

    assert practice.taps("Reschedule") == ["Current: Fri 16 Oct 14:00. Choose a new time:"]


def test_who_missed_a_visit_is_shown_times_of_the_same() -> None:
    practice, missed = with_booking()
    practice.view = replace(practice.view, upcoming=())
    practice.hears(missed_message(missed, practice.view, language="en", sign=practice.sign))

    answers = practice.taps("New time")

    assert answers == ["Choose a time for Check-up:"]
    assert practice.effects == [FindSlots(SlotQuery(CHECK_UP.id, VOS.id, BOOKED.location_id))]


def test_what_was_missed_and_is_not_offered_any_more_is_asked_for() -> None:
    practice, missed = with_booking()
    practice.hears(missed_message(missed, practice.view, language="en", sign=practice.sign))
    practice.free = (slot_at("2026-10-14 11:00", practitioner=JANSEN),)
    elsewhere = replace(practice.view, upcoming=(), practitioners=(JANSEN,))
    practice.view = replace(elsewhere, services=(replace(CHECK_UP, practitioner_ids=(JANSEN.id,)), PHYSIO))

    with_other = practice.taps("New time")
    practice.says("menu")
    practice.view = replace(practice.view, services=(PHYSIO, replace(CHECK_UP, id=UUID(int=3), short_title="Massage")))
    asked = practice.taps("New time")

    assert with_other == ["Choose a time for Check-up:"]
    assert asked[0].startswith("What would you like to book?")


def test_a_typed_cancel_without_appointments_says_so() -> None:
    practice = greeted(Practice())

    assert practice.says("cancel")[0].startswith("You have no upcoming appointments.")


def test_a_typed_cancel_while_choosing_drops_the_choice() -> None:
    practice, booking = with_booking()
    practice.says("book appointment")
    practice.taps("Check-up")

    answers = practice.says("cancel")

    assert answers[0].startswith("All right, nothing was booked.")
    assert practice.view.upcoming == (booking,)


def test_a_service_that_is_not_offered_any_more_is_moved_by_a_person() -> None:
    practice, _ = with_booking()
    practice.view = replace(practice.view, services=(PHYSIO,))

    practice.taps("Reschedule")

    assert practice.handed_over == "service_not_offered"


def test_after_moving_the_same_tap_says_where_the_appointment_is_now() -> None:
    practice, _ = with_booking()
    practice.taps("Reschedule")
    practice.taps("Wed 14 Oct 14:00")
    practice.taps("Move appointment")

    answers = practice.taps("Move appointment")

    assert answers == ["Booked: Wed 14 Oct 14:00, ref K7Q2."]
    assert practice.effects == []
    assert practice.state.step is Step.BOOKED


def test_a_reminder_is_promised_only_where_it_was_wanted() -> None:
    practice = greeted(Practice())
    practice.has_booked(FREE[0], wants_reminders=True, change_until=FREE[0].starts_at - timedelta(hours=1))

    assert practice.announces().endswith("I will remind you.")


def test_a_booked_service_that_is_offered_to_nobody_new_keeps_its_name() -> None:
    practice, _ = with_booking()
    others = tuple(one for one in practice.view.services if one.id != CHECK_UP.id)
    practice.view = replace(practice.view, services=others, former=(CHECK_UP,))

    [shown] = practice.says("my appointments")
    [moving] = practice.taps("Reschedule")

    assert "Check-up with Dr Vos" in shown
    assert moving == "Current: Fri 16 Oct 09:30. Choose a new time:"
