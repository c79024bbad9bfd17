"""Who wants a place on the waitlist says when it suits, and is not left without a word where there is none any more."""

from dataclasses import replace
from datetime import date, time

import pytest
from tests.core.dialogue_practice import CHECK_UP, view_with

from chatbookr_core.dialogue import HandOver, OptionSigner, State, Step, WaitlistJoined, words
from chatbookr_core.dialogue.machine import advance
from chatbookr_core.dialogue.suiting import Suiting, suiting_in

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
