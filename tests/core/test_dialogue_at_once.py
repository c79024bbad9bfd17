"""Two things in one sentence: one day is taken away and another asked for, or something is booked and nothing named."""

from dataclasses import replace
from datetime import date, time

import pytest
from tests.core.dialogue_practice import CHECK_UP, VOS, Practice, slot_at, view_with

from chatbookr_core.dialogue import PatientView, Step, dates, words
from chatbookr_core.dialogue.wishes import find_wish

FREE = tuple(slot_at(f"2026-10-{day} {at}") for day in (15, 16, 20, 22, 23) for at in ("09:30", "14:00", "14:30"))
TUESDAY, THURSDAY, FRIDAY = date(2026, 10, 20), date(2026, 10, 15), date(2026, 10, 16)
MOVED = [
    ("en", "please cancel tuesday and rebook me for thursday", THURSDAY),
    ("en", "i cant make my appointment on tuesday can i come friday afternoon instead", FRIDAY),
    ("en", "Cancel my appointment, book Friday", FRIDAY),
    ("de", "bitte den Termin am Dienstag absagen und für Donnerstag buchen", THURSDAY),
    ("de", "ich kann am Dienstag nicht kommen, kann ich am Freitag kommen?", FRIDAY),
    ("fr", "je ne peux pas venir mardi, je peux venir vendredi ?", FRIDAY),
    ("es", "cancelar la cita del martes y reservar el jueves", THURSDAY),
    ("it", "vorrei annullare l'appuntamento di martedì e prenotare giovedì", THURSDAY),
    ("pt", "queria cancelar a consulta de terça e marcar para quinta", THURSDAY),
    ("nl", "ik wil mijn afspraak van dinsdag annuleren en donderdag boeken", THURSDAY),
]
BOOKED = [
    ("en", "id like to book friday"),
    ("de", "ich möchte gern buchen, am Freitag"),
    ("fr", "je voudrais réserver vendredi"),
    ("es", "quisiera reservar para el viernes"),
    ("it", "salve vorrei prenotare venerdì"),
    ("pt", "bom dia queria marcar para sexta feira"),
    ("nl", "ik wil graag boeken voor vrijdag"),
]


def practice(language: str) -> Practice:
    view = view_with(services=(CHECK_UP,), practitioners=(VOS,), language=language)
    return Practice(replace(view, patient=PatientView("Jo Vos", VOS.id)), free=FREE)


def shown(talk: Practice) -> set[date]:
    return {dates.local_day(one.starts_at, talk.view.zone) for one in talk.state.offered}


@pytest.mark.parametrize(("language", "text", "day"), MOVED)
def test_who_cancels_and_asks_for_another_day_moves(language: str, text: str, day: date) -> None:
    talk = practice(language)
    booking = talk.has_booked(slot_at("2026-10-20 09:30"))

    talk.says(text)

    assert (talk.state.is_rescheduling, talk.state.booking_id) == (True, booking.id)
    assert shown(talk) == {day}
    assert talk.view.upcoming == (booking,)


@pytest.mark.parametrize(
    "text",
    ["I can't come on Tuesday or Thursday", "cancel my appointment on Tuesday please", "cancel Tuesday and thanks"],
)
def test_who_asks_for_nothing_else_moves_nothing(text: str) -> None:
    talk = practice("en")
    talk.has_booked(slot_at("2026-10-20 09:30"))

    talk.says(text)

    assert not talk.state.is_rescheduling


@pytest.mark.parametrize(("language", "text"), BOOKED)
def test_a_verb_that_books_is_enough_in_the_first_words(language: str, text: str) -> None:
    talk = practice(language)

    talk.says(text)

    assert shown(talk) == {FRIDAY}


def test_an_hour_below_the_confirmation_is_of_the_day_that_is_held() -> None:
    talk = practice("nl")
    talk.says("afspraak op 20 oktober")
    talk.taps_row(1)
    assert talk.state.step is Step.CONFIRM

    talk.says("sorry ik bedoel 14:30")

    assert shown(talk) == {TUESDAY}
    assert {dates.local_time(one.starts_at, talk.view.zone) for one in talk.state.offered} == {time(14, 30)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I can't do mornings"),
        ("de", "vormittags kann ich nicht"),
        ("fr", "je ne peux pas le matin"),
        ("es", "no puedo por la mañana"),
        ("it", "non posso la mattina"),
        ("it", "non riesco di mattina"),
        ("pt", "não consigo de manhã"),
        ("pt", "não posso de manhã"),
        ("nl", "ik kan niet in de ochtend"),
    ],
)
def test_who_cannot_come_in_the_morning_is_shown_none(language: str, text: str) -> None:
    wish = find_wish(words.plain(text), date(2026, 10, 12), language)

    assert wish is not None
    assert (wish.from_time, wish.until_time) == (time(12), None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "anula mi cita del martes"),
        ("es", "cancela la cita por favor"),
        ("it", "annulla il mio appuntamento"),
        ("it", "disdica l'appuntamento di martedì"),
        ("pt", "cancela a minha consulta"),
        ("fr", "annule mon rendez-vous"),
    ],
)
def test_to_be_told_to_cancel_is_to_cancel(language: str, text: str) -> None:
    talk = practice(language)
    talk.has_booked(slot_at("2026-10-20 09:30"))

    talk.says(text)

    assert talk.state.step is Step.CANCELLING
