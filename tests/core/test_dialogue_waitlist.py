"""Who wants a place on the waitlist says when it suits, and is not left without a word where there is none any more."""

from dataclasses import replace
from datetime import date, time

import pytest
from tests.core.dialogue_practice import CHECK_UP, body_of, view_with

from chatbookr_core.dialogue import (
    HandOver,
    JoinWaitlist,
    OptionSigner,
    Said,
    State,
    Step,
    View,
    WaitlistJoined,
    Wish,
    waitlist,
    words,
)
from chatbookr_core.dialogue.machine import advance
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.suiting import Suiting, suiting_in
from chatbookr_core.voice import voice_for

SIGNER = OptionSigner(bytes(32), "a conversation")


def test_who_gets_no_place_reads_that_a_person_answers() -> None:
    view = replace(view_with(), has_waitlist=True)
    pending = State(
        dialogue="1", serial=4, step=Step.PENDING, greeted_at=view.now, touched_at=view.now, service_id=CHECK_UP.id
    )

    turn = advance(pending, WaitlistJoined(None), view, sign=SIGNER)

    assert turn.effects == (HandOver("waitlist"),)
    assert [one.body for one in turn.say] == ["A colleague will answer you here (open Mon-Fri 08-17)."]


@pytest.mark.parametrize(
    ("language", "text", "weekdays"),
    [
        ("en", "Monday to Wednesday", (0, 1, 2)),
        ("en", "Tue - Thu", (1, 2, 3)),
        ("en", "Friday until Monday", (0, 4, 5, 6)),
        ("en", "Monday, Wednesday to Friday", (0, 2, 3, 4)),
        ("en", "Monday or Wednesday", (0, 2)),
        ("de", "Montag bis Mittwoch", (0, 1, 2)),
        ("de", "Montag oder Mittwoch", (0, 2)),
        ("fr", "du lundi au mercredi", (0, 1, 2)),
        ("fr", "lundi ou mercredi", (0, 2)),
        ("es", "de lunes a miércoles", (0, 1, 2)),
        ("es", "lunes o miércoles", (0, 2)),
        ("it", "dal lunedì al mercoledì", (0, 1, 2)),
        ("it", "lunedì o mercoledì", (0, 2)),
        ("pt", "segunda a quarta", (0, 1, 2)),
        ("pt", "segunda-feira até quarta-feira", (0, 1, 2)),
        ("pt", "segunda ou quarta", (0, 2)),
        ("nl", "maandag t/m woensdag", (0, 1, 2)),
        ("nl", "maandag tot en met woensdag", (0, 1, 2)),
        ("nl", "maandag of woensdag", (0, 2)),
    ],
)
def test_from_one_day_to_another_means_those_between_too(language: str, text: str, weekdays: tuple[int, ...]) -> None:
    assert suiting_in(words.plain(text), date(2026, 10, 12), language) == Suiting(weekdays=weekdays)


def test_hours_beside_a_range_of_days_are_read_as_ever() -> None:
    found = suiting_in("monday to wednesday after 16:00", date(2026, 10, 12), "en")

    assert found == Suiting(weekdays=(0, 1, 2), from_time=time(16))


def at_who(*, books_for_others: bool = True) -> tuple[State, View]:
    """Stand where somebody joins the waitlist and is asked for whom."""
    view = replace(view_with(), has_waitlist=True, books_for_others=books_for_others)
    state = State(
        dialogue="1", serial=4, step=Step.WHO, greeted_at=view.now, touched_at=view.now, service_id=CHECK_UP.id
    )
    return replace(state, is_joining=True), view


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mornings", Suiting(until_time=time(12))),
        ("Thursday after 4", Suiting(weekdays=(3,), from_time=time(16))),
        ("next week", Suiting(date(2026, 10, 19), date(2026, 10, 25))),
        ("from 20 October on", Suiting(date(2026, 10, 20))),
        ("any time", Suiting()),
    ],
)
def test_when_it_suits_may_be_said_while_it_is_asked_who_comes(text: str, expected: Suiting) -> None:
    state, view = at_who()

    noted = advance(state, Said(text), view, sign=SIGNER)
    known = State.from_json(noted.state.to_json())
    turn = advance(known, Said("for me"), view, sign=SIGNER)
    named = advance(turn.state, Said("Anna Vos"), view, sign=SIGNER) if turn.state.step is Step.NAME else turn

    assert noted.state.step is Step.WHO
    assert "Who is the appointment for?" in body_of(noted.say[0])
    assert [effect.suiting for effect in named.effects if isinstance(effect, JoinWaitlist)] == [expected]


def test_a_wish_for_which_nothing_was_free_is_none_for_the_waitlist() -> None:
    state, view = at_who(books_for_others=False)
    state = replace(state, step=Step.NOTHING_FREE, is_joining=False, wish=Wish(date(2026, 10, 13)))

    turn = waitlist.join(state, Scene(view, voice_for("en", "en"), SIGNER))

    assert turn.state.step is Step.SUITING
    assert turn.effects == ()
