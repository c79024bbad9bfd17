"""What somebody wants in their first words is gone on with: below the notice, or once they have agreed."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import FREE, JANSEN, Practice, slot_at, view_with

from chatbookr_core.dialogue import (
    FindSlots,
    HandOver,
    NoteConsent,
    PatientView,
    ReleaseHold,
    SlotQuery,
    SlotsFound,
    Step,
    Who,
)

ALL_FREE = (*FREE, *(replace(one, practitioner_id=JANSEN.id) for one in FREE))


def asking(language: str = "en", **changes: object) -> Practice:
    view = replace(view_with(language=language), asks_consent=True)
    return Practice(replace(view, **changes), free=ALL_FREE)  # type: ignore[arg-type]  # each test names real fields


def agrees(practice: Practice) -> list[str]:
    """Tap the first of what is offered, which is the yes."""
    return practice.taps_row(0)


def served(practice: Practice) -> bool:
    """Tell whether anything was looked for, or looked at, before there was a yes."""
    return any(not isinstance(one, NoteConsent | ReleaseHold) for one in practice.effects)


COMING = (
    *(("en", "can I come Thursday afternoon with Dr Jansen?"), ("en", "hi, a check-up with dr jansen thursday 2pm")),
    *(("de", "Kann ich am Donnerstag Nachmittag zu Dr. Jansen kommen?"), ("fr", "je peux venir jeudi après-midi ?")),
    *(("es", "¿puedo ir el jueves por la tarde?"), ("it", "posso venire giovedì pomeriggio?")),
    *(("pt", "posso ir na quinta à tarde?"), ("nl", "kan ik donderdagmiddag langskomen bij dokter Jansen?")),
)


@pytest.mark.parametrize(("language", "text"), COMING)
def test_a_wish_to_come_is_gone_on_with_once_they_have_agreed(language: str, text: str) -> None:
    practice = asking(language)

    first = practice.says(text)

    assert len(first) == 1
    assert "https://zuid.example/privacy" in first[0]
    assert not served(practice)
    agrees(practice)
    if "Check-up" in practice.titles():
        practice.taps("Check-up")
    if practice.titles()[1:2] == ["Dr Vos"]:
        practice.taps_row(0)
    assert practice.state.step is Step.DAY_TIMES
    assert practice.titles()[0].endswith("14:00")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "can I move my appointment to Thursday afternoon?"), ("de", "ich muss meinen Termin verschieben")),
        *(("fr", "je voudrais déplacer mon rendez-vous"), ("es", "quiero cambiar mi cita"), ("en", "reschedule")),
        *(("it", "vorrei spostare il mio appuntamento"), ("pt", "queria remarcar a minha consulta")),
        ("nl", "kan ik mijn afspraak verzetten?"),
    ],
)
def test_a_move_is_gone_on_with_once_they_have_agreed(language: str, text: str) -> None:
    practice = asking(language)
    booking = practice.has_booked(slot_at("2026-10-20 09:30"))

    practice.says(text)
    assert not served(practice)
    agrees(practice)

    assert practice.state.is_rescheduling
    assert practice.state.booking_id == booking.id
    assert practice.state.step in (Step.TIMES, Step.DAY_TIMES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "cancel my appointment"), ("de", "ich muss den Termin absagen"), ("fr", "annuler mon rendez-vous")),
        *(("es", "quiero anular mi cita"), ("it", "devo disdire l'appuntamento"), ("pt", "desmarcar a consulta")),
        ("nl", "ik wil mijn afspraak afzeggen"),
    ],
)
def test_a_cancellation_is_asked_about_once_they_have_agreed_and_not_done_before(language: str, text: str) -> None:
    practice = asking(language)
    booking = practice.has_booked(slot_at("2026-10-20 09:30"))

    practice.says(text)
    agrees(practice)

    assert (practice.state.step, practice.state.booking_id) == (Step.CANCELLING, booking.id)
    assert practice.view.upcoming == (booking,)


def test_what_is_said_while_agreement_is_asked_for_is_kept_too() -> None:
    practice = asking()
    practice.says("hello")
    practice.says("a check-up please")
    practice.says("thursday afternoon")
    assert not served(practice)

    agrees(practice)

    assert practice.taps("Dr Jansen") == ["Times on Thursday 15 October:"]


def test_who_declines_and_comes_back_need_not_say_it_again() -> None:
    practice = asking()
    practice.says("I'd like a check-up with Dr Jansen on Thursday")
    practice.taps("I do not agree")
    practice.says("ok, and how does that work?")

    practice.says("I agree")

    assert practice.state.step is Step.DAY_TIMES


def test_who_wants_to_change_too_late_gets_a_person_without_having_agreed() -> None:
    practice = asking()
    practice.has_booked(slot_at("2026-10-12 15:00"), is_inside_cutoff=True)

    answers = practice.says("I have to cancel my appointment today")

    assert practice.handed_over == "inside_cutoff"
    assert "https://zuid.example/privacy" in answers[0]


def test_a_tap_on_a_reminder_is_gone_on_with_once_they_have_agreed_to_what_has_changed() -> None:
    practice = asking()
    practice.view = replace(practice.view, asks_consent=False)
    practice.says("hello")
    practice.has_booked(slot_at("2026-10-20 09:30"))
    practice.announces()
    practice.view = replace(practice.view, asks_consent=True)

    practice.taps("Reschedule")
    assert not served(practice)
    agrees(practice)

    assert practice.state.is_rescheduling
    assert practice.state.step is Step.TIMES


def test_times_that_are_found_before_a_yes_are_not_shown() -> None:
    practice = asking()
    practice.says("I'd like a check-up with Dr Jansen on Thursday")

    practice.feed(SlotsFound(SlotQuery(view_with().services[0].id), ALL_FREE, ()))

    assert practice.said == []


@pytest.mark.parametrize("text", ["hello", "thanks, see you thursday", "is it you or a robot?", "👍", "wrong number"])
def test_words_that_want_nothing_lead_to_the_menu_once_they_have_agreed(text: str) -> None:
    practice = asking()

    practice.says(text)
    agrees(practice)

    assert practice.titles()[0] == "Book appointment"


@pytest.mark.parametrize(
    "text",
    [
        "an appointment for my son Tim Vos please, check-up with Dr Jansen",
        "check-up for my son Tim Vos, with Dr Jansen",
    ],
)
def test_for_whom_it_is_holds_over_the_agreement(text: str) -> None:
    practice = asking(books_for_others=True, patient=PatientView("Anna Vos", JANSEN.id))

    practice.says(text)
    agrees(practice)

    assert (practice.state.who, practice.state.called) == (Who.NEW, "Tim Vos")
    assert practice.state.step is Step.TIMES


def test_as_the_last_time_holds_over_the_agreement() -> None:
    patient = PatientView("Anna Vos", JANSEN.id, last_service_id=view_with().services[0].id)
    practice = asking(patient=patient)

    practice.says("same as last time please")
    agrees(practice)

    assert practice.state.practitioner_id == JANSEN.id
    assert practice.state.step is Step.TIMES


@pytest.mark.parametrize(("language", "text"), COMING)
def test_where_no_agreement_is_asked_for_it_goes_on_below_the_notice(language: str, text: str) -> None:
    practice = Practice(view_with(language=language), free=ALL_FREE)

    answers = practice.says(text)

    assert "https://zuid.example/privacy" in answers[0]
    assert practice.state.step in (Step.SERVICE, Step.DAY_TIMES)
    assert not isinstance(practice.effects[-1], HandOver)


def test_a_red_flag_in_the_first_words_goes_before_what_is_wanted() -> None:
    practice = asking()

    practice.says("can I come thursday with Dr Jansen, I have chest pain")

    assert practice.handed_over == "urgent"
    assert not any(isinstance(one, FindSlots) for one in practice.effects)
