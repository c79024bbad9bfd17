"""A day that has passed is said to have, and the next times are offered: it is never a miss."""

import pytest
from tests.core.dialogue_practice import Practice, view_with

from chatbookr_core.dialogue import FindSlots, Step
from chatbookr_core.voice import Voice

PAST = (
    *(("en", "yesterday"), ("en", "yesterday morning"), ("en", "the day before yesterday"), ("en", "last Friday")),
    *(("en", "5 October"), ("en", "10.10.2026"), ("de", "gestern"), ("de", "vorgestern"), ("de", "gestern Nachmittag")),
    *(("de", "letzten Freitag"), ("fr", "hier"), ("fr", "avant-hier"), ("fr", "vendredi dernier"), ("es", "ayer")),
    *(
        ("es", "anteayer"),
        ("es", "el viernes pasado"),
        ("it", "ieri"),
        ("it", "l'altro ieri"),
        ("it", "venerdi scorso"),
    ),
    *(("pt", "ontem"), ("pt", "anteontem"), ("pt", "sexta passada"), ("nl", "gisteren"), ("nl", "eergisteren")),
    ("nl", "vorige week vrijdag"),
)


def choosing(language: str) -> Practice:
    practice = Practice(view_with(language=language))
    practice.says("hello")
    practice.taps_row(0)
    practice.taps("Check-up")
    practice.taps_row(0)
    return practice


@pytest.mark.parametrize(("language", "text"), PAST)
def test_the_next_times_are_offered_in_place_of_a_past_day(language: str, text: str) -> None:
    practice = choosing(language)

    (answer,) = practice.says(text)

    assert answer.startswith(Voice(language).gettext("That day is past. Here are the next times:"))
    assert practice.state.step is Step.TIMES
    assert practice.state.offered
    assert practice.state.misses == 0


def test_while_something_else_is_open_it_is_asked_again() -> None:
    practice = Practice()
    practice.says("hello")
    practice.taps("Book appointment")

    (answer,) = practice.says("yesterday")

    assert answer.startswith("That day is past.\n\nWhat would you like to book?")
    assert practice.state.misses == 0


def test_a_booking_for_yesterday_is_begun_for_another_day() -> None:
    practice = Practice()
    practice.says("hello")

    (answer,) = practice.says("I need an appointment yesterday")

    assert answer.startswith("That day is past.\n\nWhat would you like to book?")


@pytest.mark.parametrize(
    "text", ["my tooth hurts since yesterday", "I was at your place yesterday and I forgot my jacket there"]
)
def test_what_tells_of_a_past_day_begins_nothing(text: str) -> None:
    practice = Practice()
    practice.says("hello")
    practice.waits(minutes=1)

    practice.says(text)

    assert practice.state.service_id is None
    assert practice.state.step is Step.MENU


def test_who_holds_a_time_keeps_it() -> None:
    practice = choosing("en")
    practice.taps_row(0)
    held = practice.state.hold_id

    practice.says("yesterday")

    assert practice.state.hold_id == held is not None


def test_here_in_german_is_no_day() -> None:
    practice = choosing("de")
    practice.says("hier")

    assert not any(isinstance(one, FindSlots) for one in practice.effects)
