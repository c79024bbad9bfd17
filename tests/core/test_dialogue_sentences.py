"""Whole sentences: what they want of an appointment, what they ask of the clinic, and what they name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.dialogue_practice import JANSEN, PHYSIO, VOS, Practice, slot_at, view_with

from chatbookr_core.conversations.advice import Advice, advice_for
from chatbookr_core.dialogue import HandOver, words
from chatbookr_core.dialogue.sentences import About, about
from chatbookr_core.dialogue.state import Step

SENTENCES = [
    ("I'd like to cancel my appointment please", About.CANCEL),
    ("can I move my appointment to Thursday?", About.MOVE),
    ("when is my next appointment", About.SHOW),
    ("I need an appointment", About.MAKE),
    ("sorry, I can't make it tomorrow", About.MISS),
    ("ich möchte meinen Termin am Freitag absagen", About.CANCEL),
    ("Kann ich den Termin verschieben?", About.MOVE),
    ("Wann ist mein Termin?", About.SHOW),
    ("Ich hätte gern einen Termin", About.MAKE),
    ("ich kann morgen leider nicht kommen", About.MISS),
    ("ich kann leider nicht kommen", About.MISS),
    ("je dois annuler mon rendez-vous de jeudi", About.CANCEL),
    ("peut-on déplacer mon rdv ?", About.MOVE),
    ("je voudrais un rendez-vous", About.MAKE),
    ("je ne peux pas venir demain", About.MISS),
    ("je ne peux malheureusement pas venir", About.MISS),
    ("I can come tomorrow", None),
    ("quiero anular la cita del martes", About.CANCEL),
    ("necesito cambiar mi cita", About.MOVE),
    ("¿cuándo es mi cita?", About.SHOW),
    ("no puedo ir mañana", About.MISS),
    ("vorrei spostare l'appuntamento", About.MOVE),
    ("devo disdire il mio appuntamento", About.CANCEL),
    ("vorrei prenotare una visita", About.MAKE),
    ("queria desmarcar a consulta", About.CANCEL),
    ("preciso de remarcar a minha consulta", About.MOVE),
    ("quero marcar uma consulta", About.MAKE),
    ("ik wil mijn afspraak verzetten", About.MOVE),
    ("kan ik mijn afspraak afzeggen?", About.CANCEL),
    ("wanneer is mijn afspraak", About.SHOW),
    ("ik wil graag een afspraak maken", About.MAKE),
    ("my daughter has a cough", None),
    ("thank you", None),
    ("I do not want to cancel", None),
]


@pytest.mark.parametrize(("text", "meant"), SENTENCES)
def test_a_sentence_is_about_an_appointment_where_it_says_so(text: str, meant: About | None) -> None:
    assert about(words.plain(text)) is meant


def test_a_long_text_is_about_more_than_an_appointment() -> None:
    assert about("cancel my appointment " + "and then " * 40) is None


def booked() -> Practice:
    practice = Practice()
    practice.says("hello")
    practice.has_booked(slot_at("2026-10-16 09:30"))
    return practice


def test_a_sentence_that_cancels_asks_first() -> None:
    practice = booked()

    assert practice.says("I would like to cancel my appointment")[0].startswith("Cancel this appointment?")
    assert practice.state.step is Step.CANCELLING


def test_a_sentence_that_moves_looks_at_the_day_it_names() -> None:
    practice = booked()

    assert practice.says("can I move my appointment to Thursday?") == ["Times on Thursday 15 October:"]
    assert practice.state.is_rescheduling


def test_of_several_appointments_the_one_on_the_day_that_is_named_is_cancelled() -> None:
    practice = booked()
    (first,) = practice.view.upcoming
    later = replace(first, id=JANSEN.id, starts_at=first.starts_at + timedelta(days=1))
    practice.view = replace(practice.view, upcoming=(first, later))

    practice.says(f"please cancel my appointment on {later.starts_at:%A}")

    assert practice.state.booking_id == later.id


def test_who_cannot_come_is_shown_what_can_be_done() -> None:
    practice = booked()

    practice.says("I can't make it")

    assert practice.titles() == ["Reschedule", "Cancel booking", "Back"]


@pytest.mark.parametrize(
    "text", ["see you Thursday", "thanks, see you on thursday", "bis Donnerstag", "à jeudi", "tot donderdag"]
)
def test_a_farewell_begins_nothing(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available", "Tue 13 Oct 09:30", "Confirm only"):
        practice.taps(title)

    assert practice.says(text) == []
    assert practice.state.step is Step.BOOKED


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how much is it?", "Check-up: 30 min, EUR 60"),
        ("was kostet das", "Check-up: 30 min, EUR 60"),
        ("when are you open?", "Opening hours: Mon-Fri 08-17"),
        ("where are you", "Centre, Hoofdstraat 12"),
        ("what is your phone number", "You can call the practice: +31 20 555 0100."),
    ],
)
def test_a_question_of_fact_is_answered_and_the_open_one_repeated(text: str, answer: str) -> None:
    practice = Practice()
    practice.says("hello")
    practice.says("English")
    practice.taps("Book appointment")

    said = practice.says(text)

    assert said[0].startswith(answer)
    assert "What would you like to book?" in said[0]
    assert practice.state.step is Step.SERVICE


def test_what_the_clinic_has_not_said_is_for_a_person_to_answer() -> None:
    practice = Practice(replace(view_with(), opening_text=""))
    practice.says("hello")

    practice.says("when are you open?")

    assert practice.effects == [HandOver("asked_for_person")]


@pytest.mark.parametrize(
    ("text", "practitioner_id"),
    [("vos", VOS.id), ("con vos", VOS.id), ("with Dr Jansen please", JANSEN.id), ("egal", None)],
)
def test_a_practitioner_is_known_by_a_part_of_the_name(text: str, practitioner_id: object) -> None:
    practice = Practice()
    practice.says("hello")
    practice.taps("Book appointment")

    practice.says("I would like a check-up")
    practice.says(text)

    assert practice.state.practitioner_id == practitioner_id
    assert practice.state.step in (Step.TIMES, Step.NOTHING_FREE)


@pytest.mark.parametrize("text", ["another time please", "do you have another time?", "ein anderer termin?"])
def test_another_time_is_offered_where_one_is_to_be_confirmed(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available", "Tue 13 Oct 09:30"):
        practice.taps(title)

    practice.says(text)

    assert practice.state.step is Step.TIMES
    assert practice.holds == {}


def test_another_day_lists_the_days() -> None:
    practice = Practice()
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(title)

    assert practice.says("another day please") == ["Which day suits you?"]


@pytest.mark.parametrize("text", ["can I move it to Thursday?", "Thursday would be better", "move it to thursday"])
def test_an_appointment_that_was_shown_just_now_need_not_be_named(text: str) -> None:
    practice = booked()
    practice.says("my appointments")

    assert practice.says(text) == ["Times on Thursday 15 October:"]
    assert practice.state.is_rescheduling


def test_what_when_and_that_it_is_for_somebody_else_may_stand_in_one_sentence() -> None:
    practice = Practice(replace(view_with(), books_for_others=True))
    practice.says("hello")

    assert practice.says("I need a check-up for my son on Thursday") == ["With whom?"]
    assert practice.taps("First available") == ["Times on Thursday 15 October:"]
    assert practice.taps("Thu 15 Oct 09:30") == ["What is the first and last name of who is coming?"]


@pytest.mark.parametrize(
    "text", ["je serai en retard", "llego tarde", "sono in ritardo", "estou atrasada", "ik ben te laat", "verspätung"]
)
def test_lateness_is_understood_in_every_language(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    practice.has_booked(slot_at("2026-10-12 15:00"))

    practice.says(text)

    assert practice.effects == [HandOver("running_late")]


@pytest.mark.parametrize("text", ["thank you so much", "Vielen Dank!", "ok danke dir", "muchas gracias", "dank u wel"])
def test_thanks_where_a_time_is_held_repeat_the_question_and_book_nothing(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    practice.says("English")
    for title in ("Book appointment", "Check-up", "First available", "Tue 13 Oct 09:30"):
        practice.taps(title)

    assert practice.says(text)[0].startswith("*Tuesday 13 October, 09:30")
    assert practice.state.step is Step.CONFIRM


@pytest.mark.parametrize(("text", "count"), [("ok", 1), ("no thanks", 0)])
def test_a_yes_at_the_menu_shows_it_again_and_a_no_needs_no_answer(text: str, count: int) -> None:
    practice = Practice()
    practice.says("hello")

    assert len(practice.says(text)) == count
    assert practice.state.misses == 0


@pytest.mark.parametrize("text", ["physio", "I'd like physiotherapy", "physiotherapy please"])
def test_a_service_is_known_by_its_name_or_most_of_it(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    if text == "physio":
        practice.taps("Book appointment")

    practice.says(text)

    assert practice.state.service_id == PHYSIO.id


def test_something_earlier_offers_other_ways_and_something_later_other_days() -> None:
    practice = Practice()
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(title)

    assert practice.says("do you have anything earlier?")[0].startswith("What would suit you better?")
    practice.taps("Another day")
    assert practice.says("später bitte") == ["Which day suits you?"]


def test_who_has_just_cancelled_may_ask_for_another_day_in_one_sentence() -> None:
    practice = booked()
    practice.says("cancel my appointment")
    practice.says("yes")

    assert practice.says("I need an appointment on Thursday instead")[0].startswith("Noted: Thursday 15 October.")
    assert practice.state.step is Step.SERVICE


@pytest.mark.parametrize(
    "text",
    [
        "I'm here",
        "wir sind da",
        "je suis là",
        "ya estoy aquí",
        "sono qui",
        "já cheguei",
        "ik ben er",
        "bin da",
        "👋 hi, ik ben er",
    ],
)
def test_who_is_there_is_told_of_as_such_in_every_language(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    practice.has_booked(slot_at("2026-10-12 09:30"))

    said = practice.says(text)

    assert practice.effects == [HandOver("arrived")]
    assert len(said) == 1
    assert advice_for("arrived", "handover") is Advice.WELCOME
