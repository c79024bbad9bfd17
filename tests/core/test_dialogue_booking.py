"""What a patient and the clinic say to each other until an appointment is booked."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    FREE,
    JANSEN,
    PHYSIO,
    SOUTH,
    VOS,
    Practice,
    greeted,
    slot_at,
    view_with,
)

from chatbookr_core.dialogue import (
    Confirm,
    FindSlots,
    HoldLost,
    HoldTaken,
    LocationView,
    PatientView,
    PractitionerView,
    ReleaseHold,
    ServiceView,
    SlotQuery,
    SlotsFound,
    Step,
    TakeHold,
)
from chatbookr_sdk import Buttons, Options


def at_the_times(practice: Practice | None = None) -> Practice:
    practice = greeted(practice or Practice())
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.taps("First available")
    return practice


def at_the_question(practice: Practice | None = None) -> Practice:
    practice = at_the_times(practice)
    practice.taps("Tue 13 Oct 09:30")
    return practice


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


def test_times_stand_under_their_days_and_the_last_section_leads_on() -> None:
    practice = at_the_times()

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert [section.title for section in content.sections] == ["Tue 13 Oct", "Wed 14 Oct", "Thu 15 Oct", "More"]
    assert [row.title for row in content.sections[0].rows] == ["Tue 13 Oct 09:30", "Tue 13 Oct 14:00"]
    assert content.sections[0].rows[0].description == "Dr Vos, 30 min"
    assert [row.title for row in content.sections[-1].rows] == ["Another day", "None of these"]


def test_at_most_eight_times_are_shown_with_the_ways_on() -> None:
    many = tuple(slot_at(f"2026-10-{day} {hour:02}:00") for day in (13, 14, 15) for hour in range(9, 17))
    practice = at_the_times(Practice(free=many))

    assert len(practice.titles()) == 10


def test_the_place_is_named_beside_the_time_where_there_are_several() -> None:
    practice = at_the_times(Practice(view_with(locations=(CENTRE, SOUTH))))

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert content.sections[0].rows[0].description == "Dr Vos, Centre, 30 min"


def test_another_day_leads_to_days_then_to_that_days_times() -> None:
    free = (*FREE, slot_at("2026-10-20 08:40"), slot_at("2026-10-20 13:00"), slot_at("2026-10-20 18:00"))
    practice = at_the_times(Practice(free=free))

    assert practice.taps("Another day") == ["Which day suits you?"]
    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert (content.sections[0].rows[3].title, content.sections[0].rows[3].description) == (
        "Tue 20 Oct",
        "3 free, from 08:40",
    )
    assert practice.taps("Tue 20 Oct") == ["Times on Tuesday 20 October:"]
    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert [section.title for section in content.sections] == ["Morning", "Afternoon", "Evening", "More"]
    assert practice.titles()[-1] == "Another day"
    assert practice.taps("Tue 20 Oct 18:00")[0].startswith("*Tuesday 20 October, 18:00–18:30*")


def test_days_are_turned_over_nine_at_a_time() -> None:
    free = tuple(slot_at(f"2026-{month}-{day:02} 10:00") for month in (10, 11) for day in range(13, 28))
    practice = at_the_times(Practice(free=free))

    practice.taps("Another day")
    first = practice.titles()
    practice.taps("Later dates")
    second = practice.titles()

    assert len(first) == 10
    assert (first[0], first[8], first[9]) == ("Tue 13 Oct", "Wed 21 Oct", "Later dates")
    assert second[0] == "Thu 22 Oct"


def test_a_day_has_nine_times_and_a_way_back() -> None:
    free = tuple(slot_at(f"2026-10-13 {hour:02}:{minute}") for hour in range(8, 18) for minute in ("00", "30"))
    practice = at_the_times(Practice(free=free))

    practice.taps("Another day")
    practice.taps("Tue 13 Oct")

    assert len(practice.titles()) == 10
    assert practice.titles()[0] == "Tue 13 Oct 08:00"
    assert practice.titles()[8] == "Tue 13 Oct 17:30"


def test_a_day_that_filled_up_meanwhile_leads_to_other_times() -> None:
    practice = at_the_times()
    practice.taps("Another day")
    practice.taken = {FREE[0].starts_at, FREE[1].starts_at}

    answers = practice.taps("Tue 13 Oct")

    assert answers == ["There is nothing free then. Here are other times:"]
    assert practice.titles()[0] == "Wed 14 Oct 09:30"


def test_none_of_these_asks_what_would_fit_better() -> None:
    practice = at_the_times()

    answers = practice.taps("None of these")

    assert answers[0].startswith("What would suit you better?")
    assert practice.titles() == ["Another day", "Other practitioner", "Talk to a person"]
    assert practice.taps("Other practitioner") == ["With whom?"]


def test_nothing_free_offers_another_practitioner_or_a_person() -> None:
    practice = greeted(Practice(free=()))
    practice.taps("Book appointment")
    practice.taps("Check-up")

    answers = practice.taps("Dr Vos")

    assert answers == ["There is nothing free in the next 6 weeks."]
    assert practice.titles() == ["Other practitioner", "Talk to a person"]


def test_nothing_free_with_anybody_offers_a_person() -> None:
    practice = at_the_times(Practice(free=()))

    assert practice.titles() == ["Talk to a person"]


def test_a_tap_on_a_time_asks_for_a_hold_and_says_nothing_until_it_is_there() -> None:
    practice = at_the_times()
    practice.is_slow = True

    answers = practice.taps("Tue 13 Oct 09:30")

    assert answers == []
    assert practice.effects == [TakeHold(FREE[0])]
    assert practice.state.step is Step.HOLDING
    assert practice.says("hello?") == ["One moment, I am checking that time."]


def test_the_same_time_tapped_twice_takes_one_hold() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")

    again = practice.taps("Tue 13 Oct 09:30")
    nothing = practice.effects
    question = practice.feed(practice.held())
    repeated = practice.taps("Tue 13 Oct 09:30")

    assert (again, nothing) == ([], [])
    assert repeated == question
    assert practice.effects == []


def test_a_hold_that_never_came_is_asked_for_again() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")

    practice.waits(seconds=61)
    practice.says("and?")

    assert practice.effects == [TakeHold(FREE[0])]


def test_another_time_of_the_same_list_gives_the_first_one_back() -> None:
    practice = at_the_question()
    held = practice.state.hold_id
    assert held is not None

    practice.taps("Wed 14 Oct 09:30")

    assert practice.effects == [ReleaseHold(held), TakeHold(FREE[2])]
    assert practice.state.chosen == FREE[2]


def test_a_hold_nobody_waits_for_any_more_is_given_back() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    practice.taps("Tue 13 Oct 14:00")

    first = practice.feed(HoldTaken(UUID(int=71), FREE[0]))
    effects = practice.effects
    second = practice.feed(HoldTaken(UUID(int=72), FREE[1]))

    assert (first, effects) == ([], [ReleaseHold(UUID(int=71))])
    assert second[0].startswith("*Tuesday 13 October, 14:00")


def test_the_same_hold_told_twice_is_asked_about_once() -> None:
    practice = at_the_question()
    held = practice.state.hold_id
    assert held is not None

    assert practice.feed(HoldTaken(held, FREE[0])) == []
    assert practice.effects == []


def test_a_time_that_has_just_gone_is_answered_with_the_nearest() -> None:
    practice = at_the_times()
    practice.taken = {FREE[0].starts_at}

    answers = practice.taps("Tue 13 Oct 09:30")

    assert answers == ["That time has just gone. The nearest are:"]
    assert practice.titles()[:3] == ["Tue 13 Oct 14:00", "Wed 14 Oct 09:30", "Wed 14 Oct 14:00"]
    assert len(practice.titles()) == 5


def test_alternatives_are_with_the_practitioner_that_was_wanted() -> None:
    practice = greeted(Practice())
    practice.is_slow = True
    for title in ("Book appointment", "Check-up", "Dr Vos", "Tue 13 Oct 09:30"):
        practice.taps(title)
    with_another = slot_at("2026-10-13 10:00", practitioner=JANSEN)

    practice.feed(HoldLost((FREE[0], with_another, FREE[1])))

    assert practice.titles()[:2] == ["Tue 13 Oct 14:00", "Another day"]


def test_a_time_tapped_again_much_later_is_asked_for_again() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    practice.waits(minutes=11)

    practice.taps("Tue 13 Oct 09:30")

    assert practice.effects == [TakeHold(FREE[0])]


def test_a_practitioner_who_left_is_not_booked() -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.view = replace(practice.view, practitioners=(VOS,))

    answers = practice.taps("Dr Jansen")

    assert answers[0].startswith("That is not offered any more.")


def test_a_lost_hold_of_another_time_changes_nothing() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    before = practice.state

    practice.feed(HoldLost(FREE[3:], FREE[2]))

    assert practice.state == before


def test_a_lost_time_without_alternatives_is_answered_with_what_there_is() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")

    answers = practice.feed(HoldLost(()))

    assert answers == ["There is nothing free then. Here are other times:"]


@pytest.mark.parametrize(("title", "has_reminders"), [("Confirm + reminder", True), ("Confirm only", False)])
def test_booking_and_reminders_are_two_choices(title: str, has_reminders: bool) -> None:
    practice = at_the_question()
    held = practice.state.hold_id
    assert held is not None

    practice.taps(title)

    assert practice.effects == [Confirm(held, has_reminders)]
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


def test_a_late_answer_to_an_old_search_is_ignored() -> None:
    practice = at_the_question()
    before = practice.state

    practice.feed(SlotsFound(SlotQuery(CHECK_UP.id), FREE, ()))

    assert practice.state == before
    assert practice.said == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Thursday after 1", "Thu 15 Oct 14:00"),
        ("tomorrow", "Tue 13 Oct 09:30"),
        ("14.10.", "Wed 14 Oct 09:30"),
        ("in the afternoon please", "Tue 13 Oct 14:00"),
    ],
)
def test_a_typed_wish_is_echoed_as_a_list(text: str, first: str) -> None:
    practice = at_the_times()

    practice.says(text)

    assert practice.titles()[0] == first
    assert practice.state.step in (Step.TIMES, Step.DAY_TIMES)


def test_a_typed_wish_never_invents_a_time() -> None:
    practice = at_the_times()

    answers = practice.says("Saturday at 10")

    assert answers == ["There is nothing free then. Here are other times:"]
    assert practice.titles()[0] == "Tue 13 Oct 09:30"


def test_a_wish_at_the_confirmation_frees_the_held_time() -> None:
    practice = at_the_question()

    practice.says("could it be Thursday instead?")

    assert practice.holds == {}
    assert practice.titles()[0] == "Thu 15 Oct 09:30"


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


def test_times_are_written_in_the_zone_of_their_place() -> None:
    azores = LocationView(CENTRE.id, "Horta", "Rua 1", "Atlantic/Azores")
    service = ServiceView(CHECK_UP.id, "Check-up", 30, None, (VOS.id,), (CENTRE.id,))
    practice = greeted(Practice(view_with(services=(service,), locations=(azores,)), (slot_at("2026-10-13 09:30"),)))

    practice.taps("Book appointment")

    assert practice.titles()[0] == "Tue 13 Oct 07:30"


def test_the_day_of_a_clock_change_shows_the_offset() -> None:
    twice = tuple(
        replace(FREE[0], starts_at=at, ends_at=at.replace(minute=45))
        for at in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    )
    practice = at_the_times(Practice(free=twice))

    assert practice.titles()[:2] == ["Sun 25 Oct 02:30 UTC+2", "Sun 25 Oct 02:30 UTC+1"]
    assert practice.taps("Sun 25 Oct 02:30 UTC+1")[0].startswith("*Sunday 25 October, 02:30–02:45 UTC+1*")


def test_a_query_names_what_was_chosen() -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")
    practice.taps("Check-up")

    practice.taps("Dr Jansen")

    assert practice.effects == [FindSlots(SlotQuery(CHECK_UP.id, JANSEN.id, CENTRE.id))]
