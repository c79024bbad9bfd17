"""What a patient and the clinic say to each other until an appointment is booked."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    JANSEN,
    PHYSIO,
    SOUTH,
    VOS,
    Practice,
    greeted,
    view_with,
)
from tests.core.dialogue_steps import at_the_question

from chatbookr_core.dialogue import (
    Confirm,
    FindSlots,
    PatientView,
    PractitionerView,
    SlotQuery,
    Step,
)
from chatbookr_sdk import Buttons, Options


def test_a_new_patient_books_in_six_messages() -> None:
    practice = Practice()

    assert practice.says("hello") == [
        "Hello, this is the booking assistant of Praktijk Zuid. I can book, move or cancel appointments.\n"
        "Please do not send medical details here; in an emergency call 112.\n"
        "How we use your data: https://zuid.example/privacy\n"
        "Reply STOP to end messages."
    ]
    assert practice.titles() == ["Book appointment", "My appointments", "Talk to a person"]
    assert practice.taps("Book appointment") == [
        "What would you like to book?\n\nCheck-up: 30 min, EUR 60\nPhysiotherapy: 40 min"
    ]
    assert practice.taps("Check-up") == ["With whom?"]
    assert practice.titles() == ["First available", "Dr Vos", "Dr Jansen"]
    assert practice.taps("First available") == ["Choose a time for Check-up:"]
    assert practice.taps("Tue 13 Oct 14:00") == [
        "*Tuesday 13 October, 14:00–14:30*\n"
        "Check-up with Dr Vos, Hoofdstraat 12. You can change it here until Mon 12 Oct 14:00.\n"
        "May I also send reminders for this appointment here in this chat? (STOP any time.)"
    ]
    assert practice.titles() == ["Confirm + reminder", "Confirm only", "Other time"]
    assert practice.taps("Confirm + reminder") == []
    assert practice.announces() == "Booked: Tue 13 Oct 14:00, ref K7Q2. I will remind you."
    assert practice.titles() == ["Reschedule", "Cancel booking"]
    assert len(practice.heard) == 6


def test_a_returning_patient_books_with_the_same_practitioner_in_three_messages_and_the_menu() -> None:
    practice = Practice(view_with(services=(CHECK_UP,)))
    greeted(practice)
    practice.view = replace(practice.view, patient=PatientView("Anna", VOS.id))
    practice.waits(days=2)

    assert practice.says("hello") == ["Hello Anna, how can I help you?"]
    assert practice.titles() == [
        *("Again with Dr Vos", "Book appointment", "My appointments", "Talk to a person", "Language")
    ]
    assert practice.taps("Again with Dr Vos") == ["Choose a time for Check-up:"]

    assert practice.state.practitioner_id == VOS.id


def test_a_long_practitioners_name_does_not_make_the_shortcut_too_long() -> None:
    practice = greeted(Practice())
    long_name = replace(VOS, short_name="Dr Wilhelmina van Dongen")
    practice.view = replace(practice.view, practitioners=(long_name, JANSEN), patient=PatientView(None, VOS.id))

    practice.says("menu")

    assert practice.titles()[0] == "Same as last time"


def test_the_notice_comes_again_after_thirty_days() -> None:
    practice = greeted(Practice())

    practice.waits(days=29)
    before = practice.says("hello")
    practice.waits(days=1)
    after = practice.says("hello")

    assert before == ["Hello, how can I help you?"]
    assert after[0].startswith("Hello, this is the booking assistant of Praktijk Zuid.")
    assert practice.state.greeted_at == practice.view.now


def test_services_are_a_list_when_they_do_not_fit_on_buttons() -> None:
    long_title = replace(PHYSIO, short_title="A title of 24 characters")
    practice = greeted(Practice(view_with(services=(CHECK_UP, long_title))))

    practice.taps("Book appointment")

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert [(row.title, row.description) for row in content.sections[0].rows] == [
        ("Check-up", "30 min, EUR 60"),
        ("A title of 24 characters", "40 min"),
    ]


def test_three_short_services_are_buttons() -> None:
    services = (CHECK_UP, PHYSIO, replace(PHYSIO, id=UUID(int=3), short_title="Dry needling"))
    practice = greeted(Practice(view_with(services=services)))

    practice.taps("Book appointment")

    assert isinstance(practice.heard[-1], Buttons)


def test_twenty_five_services_are_all_reached_page_by_page() -> None:
    services = tuple(replace(CHECK_UP, id=UUID(int=100 + one), short_title=f"Service {one}") for one in range(25))
    practice = greeted(Practice(view_with(services=services)))

    practice.taps("Book appointment")
    first = practice.titles()
    practice.taps("More services")
    second = practice.titles()
    practice.taps("More services")
    third = practice.titles()
    practice.taps("Back to the start")

    assert [len(page) for page in (first, second, third)] == [10, 10, 8]
    assert first[:9] + second[:9] + third[:7] == [f"Service {one}" for one in range(25)]
    assert practice.titles() == first


def test_ten_services_are_one_page() -> None:
    services = tuple(replace(CHECK_UP, id=UUID(int=100 + one), short_title=f"Service {one}") for one in range(10))
    practice = greeted(Practice(view_with(services=services)))

    practice.taps("Book appointment")

    assert practice.titles() == [f"Service {one}" for one in range(10)]


def test_two_services_of_one_name_are_told_apart_by_id() -> None:
    twin = replace(CHECK_UP, id=UUID(int=3))
    practice = greeted(Practice(view_with(services=(CHECK_UP, twin))))

    practice.taps("Book appointment")
    practice.taps_row(1)

    assert practice.state.service_id == twin.id


def test_the_only_service_and_the_only_practitioner_are_not_asked_for() -> None:
    practice = greeted(Practice(view_with(services=(PHYSIO,))))

    answers = practice.taps("Book appointment")

    assert answers == ["Choose a time for Physiotherapy:"]
    assert practice.state.practitioner_id == VOS.id


def test_the_place_is_asked_for_only_where_there_are_two() -> None:
    both = replace(CHECK_UP, location_ids=(CENTRE.id, SOUTH.id))
    at_south = PractitionerView(JANSEN.id, "Dr Jansen", (SOUTH.id,))
    at_centre = PractitionerView(VOS.id, "Dr Vos", (CENTRE.id,))
    practice = greeted(
        Practice(view_with(services=(both,), practitioners=(at_centre, at_south), locations=(CENTRE, SOUTH)))
    )

    asked = practice.taps("Book appointment")
    practice.taps("South")

    assert asked == ["Where would you like to come?"]
    assert practice.state.location_id == SOUTH.id
    assert practice.state.practitioner_id == JANSEN.id


@pytest.mark.parametrize(("title", "has_reminders"), [("Confirm + reminder", True), ("Confirm only", False)])
def test_booking_and_reminders_are_two_choices(title: str, has_reminders: bool) -> None:
    practice = at_the_question()
    held = practice.state.hold_id
    assert held is not None

    practice.taps(title)

    assert practice.effects == [Confirm(held, has_reminders, is_for_anybody=True)]
    assert practice.view.upcoming[0].wants_reminders is has_reminders


@pytest.mark.parametrize("word", ["yes", "Yes!", "confirm", "ok", "ja", "Confirm only"])
def test_a_typed_yes_books_without_reminders(word: str) -> None:
    practice = at_the_question()

    practice.says(word)

    assert [type(effect) for effect in practice.effects] == [Confirm]
    assert practice.view.upcoming[0].wants_reminders is False


@pytest.mark.parametrize("word", ["cancel", "Cancel.", "no", "abbrechen"])
def test_a_typed_cancel_books_nothing_and_frees_the_time(word: str) -> None:
    practice = at_the_question()

    answers = practice.says(word)

    assert answers == ["All right, nothing was booked.\n\nHello, how can I help you?"]
    assert practice.holds == {}
    assert practice.view.upcoming == ()


def test_other_time_frees_the_held_one_and_shows_the_current_ones() -> None:
    practice = at_the_question()

    answers = practice.taps("Other time")

    assert answers == ["Choose a time for Check-up:"]
    assert practice.holds == {}


def test_confirming_twice_books_once_and_says_the_same() -> None:
    practice = at_the_question()
    practice.taps("Confirm only")

    answers = practice.taps("Confirm only")
    practice.says("hello")
    later = practice.taps("Confirm only")

    assert answers == later == ["Booked: Tue 13 Oct 09:30, ref K7Q2."]
    assert len(practice.view.upcoming) == 1


def test_the_other_confirmation_after_booking_does_not_book_again() -> None:
    practice = at_the_question()
    practice.taps("Confirm only")

    answers = practice.taps("Confirm + reminder")

    assert answers == ["Booked: Tue 13 Oct 09:30, ref K7Q2."]
    assert practice.effects == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("SLOT_TAKEN", "That time has just gone. The nearest are:"),
        ("HOLD_EXPIRED", "That time is no longer held for you. Here are the current times:"),
    ],
)
def test_a_refused_booking_is_answered_with_times(code: str, sentence: str) -> None:
    practice = at_the_question()
    practice.refusal = code

    assert practice.taps("Confirm only") == [sentence]
    assert practice.titles()[0] == "Wed 14 Oct 14:00"
    assert practice.view.upcoming == ()


def test_an_unreadable_calendar_calls_a_person() -> None:
    practice = at_the_question()
    practice.refusal = "CALENDAR_NOT_FRESH"

    answers = practice.taps("Confirm only")

    assert practice.handed_over == "calendar_not_fresh"
    assert answers == ["I cannot see the calendar right now. A colleague will answer you here (open Mon-Fri 08-17)."]


def test_a_service_that_left_the_clinic_is_not_booked() -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")
    practice.view = replace(practice.view, services=(PHYSIO,))

    answers = practice.taps("Check-up")

    assert answers[0].startswith("That is not offered any more.")


def test_a_clinic_without_services_calls_a_person() -> None:
    practice = greeted(Practice(view_with(services=())))

    practice.taps("Book appointment")

    assert practice.handed_over == "nothing_bookable"


def test_a_typed_title_is_as_good_as_a_tap() -> None:
    practice = greeted(Practice())

    practice.says("book appointment")
    practice.says("check-up")
    practice.says("FIRST AVAILABLE")

    assert practice.state.step is Step.TIMES


def test_a_query_names_what_was_chosen() -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")
    practice.taps("Check-up")

    practice.taps("Dr Jansen")

    assert practice.effects == [FindSlots(SlotQuery(CHECK_UP.id, JANSEN.id, CENTRE.id))]


def test_what_stands_comes_with_the_address_of_its_calendar_file() -> None:
    view = view_with(services=(CHECK_UP,))
    practice = Practice(replace(view, calendar_file_of=lambda key: f"https://zuid.example/{key}.ics"))
    practice.says("hello")
    for title in ("Book appointment", "First available", "Tue 13 Oct 14:00", "Confirm + reminder"):
        practice.taps(title)

    first, address = practice.announces().split("\nFor your calendar: ")

    assert first == "Booked: Tue 13 Oct 14:00, ref K7Q2. I will remind you."
    assert address.startswith("https://zuid.example/")
    assert practice.titles() == ["Reschedule", "Cancel booking"]
