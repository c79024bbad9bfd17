"""Before the confirmation somebody hears what they have at the time already: nobody comes to two at once."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import CHECK_UP, FREE, JANSEN, VOS, WHATSAPP, Practice, greeted, slot_at, view_with

from chatbookr_core.dialogue import (
    LANGUAGES,
    Confirm,
    PatientView,
    RelativeView,
    ReleaseHold,
    Reschedule,
    State,
    Step,
    View,
    Who,
)
from chatbookr_core.dialogue.overlaps import booked_then
from chatbookr_core.dialogue.questions import question_for
from chatbookr_core.dialogue.rendering import Form, form_of
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.voice import Voice

WEDNESDAY = FREE[2]
TIM = RelativeView(WEDNESDAY.practitioner_id, "Tim Vos")
SAID = "You already have an appointment then: Wed 14 Oct 09:30, Check-up with Dr Jansen, Hoofdstraat 12."


def one_service(**fields: object) -> View:
    view = replace(view_with(services=(CHECK_UP,)), **fields)  # type: ignore[arg-type]  # each test names real fields
    return replace(view, patient=PatientView("Anna Vos", VOS.id, relatives=view.patient.relatives))


def choosing(view: View | None = None) -> Practice:
    """Bring somebody to the times, who has been here before."""
    practice = greeted(Practice(view or one_service()))
    practice.taps("Book appointment")
    practice.taps("Dr Vos")
    return practice


@pytest.mark.parametrize(
    ("local", "minutes", "is_then"),
    [
        ("2026-10-14 09:30", 30, True),
        ("2026-10-14 09:00", 31, True),
        ("2026-10-14 09:59", 5, True),
        ("2026-10-14 08:00", 180, True),
        ("2026-10-14 09:00", 30, False),
        ("2026-10-14 10:00", 30, False),
    ],
)
def test_what_ends_as_the_other_begins_is_in_no_way(local: str, minutes: int, is_then: bool) -> None:
    practice = Practice()
    booking = practice.has_booked(slot_at(local, minutes=minutes, practitioner=JANSEN))
    scene = Scene(practice.view, Voice("en"), practice.sign)

    found = booked_then(State(chosen=WEDNESDAY), scene)

    assert found == (booking if is_then else None)


def test_it_is_said_before_the_confirmation_and_another_time_is_chosen() -> None:
    practice = choosing()
    practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))

    told = practice.taps("Wed 14 Oct 09:30")
    titles, held = practice.titles(), practice.state.hold_id
    practice.taps("Other time")
    released = ReleaseHold(held) in practice.effects if held else False
    [asked] = practice.taps("Wed 14 Oct 14:00")

    assert told == [f"{SAID}\nMove that one, or choose another time?"]
    assert titles == ["Other time", "Move that one", "Talk to a person"]
    assert released
    assert asked.startswith("*Wednesday 14 October, 14:00")


@pytest.mark.parametrize("is_typed", [False, True])
def test_another_time_is_none_that_meets_what_is_booked(is_typed: bool) -> None:
    practice = choosing()
    booking = practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))
    practice.taps("Wed 14 Oct 09:30")

    _ = practice.says("other time") if is_typed else practice.taps("Other time")

    starts = [one.starts_at for one in practice.state.offered]
    assert starts
    assert booking.starts_at not in starts
    assert practice.state.chosen is None


@pytest.mark.parametrize("way", ["tapped", "typed", "a day by its name"])
def test_another_day_shows_no_time_that_meets_what_is_booked(way: str) -> None:
    practice = choosing()
    booking = practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))
    practice.taps("Wed 14 Oct 09:30")
    practice.taps("Other time")

    if way == "a day by its name":
        practice.says("Wednesday")
    else:
        _ = practice.taps("Another day") if way == "tapped" else practice.says("another day")
        practice.taps("Wed 14 Oct")

    starts = [one.starts_at for one in practice.state.offered]
    assert practice.state.step is Step.DAY_TIMES
    assert starts
    assert booking.starts_at not in starts


def test_what_meets_an_appointment_is_shown_again_in_the_next_booking() -> None:
    practice = choosing()
    practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))
    practice.taps("Wed 14 Oct 09:30")

    practice.says("menu")

    assert not practice.state.has_met


def test_where_nothing_else_is_free_it_is_said_so_and_the_time_that_meets_it_is_not_shown() -> None:
    practice = choosing()
    practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))
    practice.says("Wednesday at 9:30")
    practice.taps("Wed 14 Oct 09:30")
    practice.free = (WEDNESDAY,)

    practice.taps("Other time")

    assert practice.state.step is Step.NOTHING_FREE
    assert practice.state.offered == ()


def test_what_is_somebody_elses_is_shown_again() -> None:
    practice = choosing()
    practice.taps("Wed 14 Oct 09:30")

    practice.taps("Other time")

    assert WEDNESDAY in practice.state.offered


def test_that_one_is_moved_instead() -> None:
    practice = choosing()
    booking = practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))
    practice.free = (*FREE, slot_at("2026-10-16 11:00", practitioner=JANSEN))
    practice.taps("Wed 14 Oct 09:30")

    practice.taps("Move that one")
    practice.taps("Fri 16 Oct 11:00")
    practice.taps("Move appointment")

    assert [one.booking_id for one in practice.effects if isinstance(one, Reschedule)] == [booking.id]
    assert not practice.holds


def test_what_cannot_be_moved_any_more_is_not_offered_to_be() -> None:
    practice = choosing()
    practice.has_booked(WEDNESDAY, is_inside_cutoff=True)

    [told] = practice.taps("Wed 14 Oct 09:30")

    assert told.endswith("\nPlease choose another time.")
    assert practice.titles() == ["Other time", "Talk to a person"]


def test_what_is_moved_does_not_meet_itself_and_meets_another() -> None:
    practice = Practice(one_service(), free=(*FREE, slot_at("2026-10-14 09:45")))
    greeted(practice)
    practice.has_booked(WEDNESDAY)
    practice.announces()
    practice.taps("Reschedule")
    [asked] = practice.taps("Wed 14 Oct 09:45")
    practice.taps("Other time")
    practice.has_booked(replace(FREE[4], practitioner_id=JANSEN.id))

    [told] = practice.taps("Thu 15 Oct 09:30")
    titles = practice.titles()
    [kept] = practice.taps("Keep old time")

    assert asked.startswith("*Wednesday 14 October, 09:45")
    assert told.startswith("You already have an appointment then: Thu 15 Oct 09:30, Check-up with Dr Jansen")
    assert told.endswith("\nPlease choose another time.")
    assert titles == ["Other time", "Keep old time", "Talk to a person"]
    assert kept == "Your appointment stays: Wed 14 Oct 09:30."


def test_a_relative_is_somebody_else() -> None:
    family = one_service(books_for_others=True, patient=PatientView(relatives=(TIM,)))
    practice = choosing(family)
    practice.has_booked(WEDNESDAY, relative_id=TIM.id, person="Tim")
    practice.taps("Wed 14 Oct 09:30")

    [told] = practice.taps("Tim Vos")
    titles = practice.titles()
    practice.taps("For someone else")
    [mine] = practice.taps("For me")

    assert told.startswith("Tim already has an appointment then: Wed 14 Oct 09:30, Check-up with Dr Vos")
    assert titles == ["Other time", "Move that one", "For someone else"]
    assert mine.startswith("*Wednesday 14 October, 09:30")


@pytest.mark.parametrize("who", [Who.NEW, Who.OTHER])
def test_of_whom_nothing_is_known_nothing_is_booked(who: Who) -> None:
    practice = Practice()
    practice.has_booked(WEDNESDAY)

    assert booked_then(State(chosen=WEDNESDAY, who=who), Scene(practice.view, Voice("en"), practice.sign)) is None


def test_what_was_booked_meanwhile_is_said_at_the_tap_that_would_confirm() -> None:
    practice = choosing()
    practice.taps("Wed 14 Oct 09:30")
    practice.has_booked(replace(WEDNESDAY, practitioner_id=JANSEN.id))

    [told] = practice.taps("Confirm only")

    assert told.startswith(SAID)
    assert not [one for one in practice.effects if isinstance(one, Confirm)]


def test_what_was_cancelled_meanwhile_leaves_the_confirmation() -> None:
    practice = choosing()
    practice.has_booked(WEDNESDAY)
    practice.taps("Wed 14 Oct 09:30")
    practice.view = replace(practice.view, upcoming=())

    [asked] = practice.says("hmm what?")
    practice.taps("Confirm only")

    assert "*Wednesday 14 October, 09:30" in asked
    assert [one.reminders for one in practice.effects if isinstance(one, Confirm)] == [False]


def test_what_is_booked_after_all_that_is_listed_counts_and_can_be_moved() -> None:
    practice = choosing()
    booking = practice.has_booked(WEDNESDAY)
    practice.view = replace(practice.view, upcoming=(), later=(booking,))

    [told] = practice.taps("Wed 14 Oct 09:30")
    [moving] = practice.taps("Move that one")

    assert told.startswith("You already have an appointment then")
    assert moving.startswith("Current: Wed 14 Oct 09:30.")


@pytest.mark.parametrize(("words", "step"), [("no", Step.MENU), ("thanks", Step.OVERLAP), ("other time", Step.TIMES)])
def test_it_can_be_answered_in_words(words: str, step: Step) -> None:
    practice = choosing()
    practice.has_booked(WEDNESDAY)
    practice.taps("Wed 14 Oct 09:30")

    practice.says(words)

    assert (practice.state.step, practice.state.misses) == (step, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_rescheduling", [False, True])
def test_its_choices_are_buttons_in_every_language(language: str, is_rescheduling: bool) -> None:
    practice = Practice(one_service())
    practice.has_booked(WEDNESDAY)
    scene = Scene(practice.view, Voice(language), practice.sign)
    state = State(step=Step.OVERLAP, service_id=CHECK_UP.id, chosen=WEDNESDAY, is_rescheduling=is_rescheduling)

    question = question_for(state, scene)

    assert question is not None
    assert form_of(question, WHATSAPP) is Form.BUTTONS
    assert len(question.choices) == 3
