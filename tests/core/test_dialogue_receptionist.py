"""What a receptionist would not ask twice: the week that is spoken of, whoever is free first, one more appointment."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import CHECK_UP, JANSEN, VOS, Practice, greeted, slot_at, view_with
from tests.core.dialogue_steps import at_the_question

from chatbookr_core.dialogue import LANGUAGES, Step, Who
from chatbookr_core.dialogue.sentences import would_come

MUCH = tuple(
    slot_at(f"2026-10-{day} {at}", practitioner=who)
    for day in (13, 14, 15, 16, 19, 20, 21, 22, 23)
    for at in ("09:30", "14:00")
    for who in (VOS, JANSEN)
)


def practice_in(language: str = "en", **changes: object) -> Practice:
    view = replace(view_with(language=language), **changes)  # type: ignore[arg-type]  # each test names real fields
    return greeted(Practice(view, free=MUCH))


@pytest.mark.parametrize(
    ("language", "week", "day"),
    [
        *(("en", "check-up with dr vos next week", "Tuesday"), ("de", "check-up bei Dr Vos nächste Woche", "Dienstag")),
        ("fr", "check-up avec dr vos la semaine prochaine", "mardi"),
        ("es", "check-up con dr vos la semana que viene", "el martes"),
        ("pt", "check-up com dr vos na próxima semana", "terça"),
        ("nl", "check-up bij dr vos volgende week", "dinsdag"),
        ("it", "check-up con dr vos la settimana prossima", "martedì"),
    ],
)
def test_a_day_of_the_week_is_one_of_the_week_that_was_asked_for(language: str, week: str, day: str) -> None:
    practice = practice_in(language)
    practice.says(week)

    practice.says(day)

    assert practice.state.step is Step.DAY_TIMES
    assert str(practice.state.day) == "2026-10-20"


@pytest.mark.parametrize(("text", "day"), [("tomorrow", "2026-10-13"), ("on the 15th", "2026-10-15")])
def test_a_day_that_is_what_it_is_leaves_the_week(text: str, day: str) -> None:
    practice = practice_in()
    practice.says("check-up with dr vos next week")

    practice.says(text)

    assert str(practice.state.day) == day


@pytest.mark.parametrize(
    "text", ["asap", "as soon as possible", "so schnell wie möglich", "zo snel mogelijk", "dès que possible"]
)
def test_as_soon_as_possible_is_with_whoever_is_free_first(text: str) -> None:
    practice = practice_in()
    practice.says("check-up")
    assert practice.state.step is Step.PRACTITIONER

    practice.says(text)

    assert (practice.state.step, practice.state.practitioner_id) == (Step.TIMES, None)


def test_as_soon_as_possible_on_a_day_that_was_said_is_on_that_day() -> None:
    practice = practice_in()
    practice.says("check-up on Thursday")

    assert practice.says("asap") == ["Times on Thursday 15 October:"]


def test_a_service_that_is_named_once_more_is_no_miss() -> None:
    practice = practice_in()
    practice.says("check-up")

    assert practice.says("check-up") == ["With whom?"]
    assert (practice.state.misses, practice.state.service_id) == (0, CHECK_UP.id)


COMING = {
    "en": "I have a terrible toothache, can I come first thing in the morning?",
    "de": "ich wollte fragen, ob ich einmal vorbeikommen könnte",
    "fr": "bonjour, est-ce que je peux venir demain ?",
    "es": "¿puedo ir mañana?",
    "it": "posso venire domani?",
    "pt": "posso ir amanhã?",
    "nl": "kan ik morgen langskomen?",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_to_come_is_asked_what_for(language: str) -> None:
    practice = practice_in(language)

    practice.says(COMING[language])

    assert practice.state.step is Step.SERVICE


@pytest.mark.parametrize(
    "text",
    ["i cannot come tomorrow", "can you come to us?", "ich kann nicht kommen", "how are you", "no puedo ir mañana"],
)
def test_who_cannot_come_or_asks_something_else_does_not_ask_to_come(text: str) -> None:
    assert not would_come(text)


@pytest.mark.parametrize(
    "text",
    ["and another one please", "noch einen bitte", "encore un, merci", "otra cita por favor", "nog een graag"],
)
def test_one_more_after_a_booking_begins_another(text: str) -> None:
    practice = at_the_question()
    practice.taps("Confirm only")
    practice.announces()

    practice.says(text)

    assert practice.state.step is Step.SERVICE


@pytest.mark.parametrize(
    "text",
    [
        *("a check-up for my two children", "check-up für meine beiden Kinder", "un check-up pour mes deux enfants"),
        *("un check-up para mis dos hijos", "un check-up per i miei due figli", "check-up para os meus dois filhos"),
        "een check-up voor mijn twee kinderen",
    ],
)
def test_for_two_children_is_for_somebody_else(text: str) -> None:
    practice = practice_in(books_for_others=True)

    practice.says(text)

    assert practice.state.who is Who.OTHER


@pytest.mark.parametrize(
    "text",
    ["with the lady doctor please", "bei einer Frau bitte", "avec une femme", "con una mujer", "liever een vrouw"],
)
def test_who_would_rather_see_a_woman_is_told_who_knows_and_asked_again(text: str) -> None:
    practice = practice_in()
    practice.state = replace(practice.state, language="en")
    practice.says("check-up")

    answer = practice.says(text)

    assert answer[0].startswith("I do not know that, but the practice does")
    assert answer[0].endswith("With whom?")
    assert practice.state.misses == 0


@pytest.mark.parametrize(
    "text",
    [
        *("mijn zoon is ziek, we kunnen dinsdag niet komen", "wir können am Dienstag leider nicht kommen"),
        *("nous ne pouvons pas venir mardi", "no podemos ir el martes", "non possiamo venire martedì"),
        *("não podemos ir na terça", "sorry, we can't come on Tuesday"),
    ],
)
def test_several_who_cannot_come_are_shown_what_is_booked_and_begin_no_booking(text: str) -> None:
    practice = practice_in()
    booking = practice.has_booked(slot_at("2026-10-20 09:30"))

    practice.says(text)

    assert (practice.state.step, practice.state.booking_id) == (Step.APPOINTMENT, booking.id)


@pytest.mark.parametrize(
    "text", ["something came up, any chance of another day?", "andere tijd graag", "anderer Tag bitte"]
)
def test_another_day_where_one_is_booked_is_another_day_for_that(text: str) -> None:
    practice = practice_in()
    booking = practice.has_booked(slot_at("2026-10-20 09:30"))

    practice.says(text)

    assert (practice.state.is_rescheduling, practice.state.booking_id) == (True, booking.id)


def test_the_waitlist_is_joined_by_its_name_where_it_is_offered() -> None:
    practice = greeted(Practice(replace(view_with(), has_waitlist=True), free=()))
    practice.says("check-up with dr vos")
    assert "Join waitlist" in practice.titles()

    practice.says("waitlist")

    assert practice.state.is_joining
    assert practice.state.step is Step.SUITING


@pytest.mark.parametrize(
    "text", ["do you take Kassenpatienten?", "nehmen Sie gesetzlich Versicherte?", "herhaalrecept"]
)
def test_what_the_practice_alone_knows_is_said_to_be_so(text: str) -> None:
    practice = practice_in()
    practice.state = replace(practice.state, language="en")

    assert practice.says(text)[0].startswith("I do not know that, but the practice does")
