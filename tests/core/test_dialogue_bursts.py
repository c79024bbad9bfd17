"""Several pieces sent before the first was answered: one talk, not several misses."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.dialogue_practice import Practice, view_with

from chatbookr_core.dialogue import Said, State, Step
from chatbookr_core.dialogue.bursts import asked_already


def sends(practice: Practice, text: str, *, seconds: float = 0) -> list[str]:
    """Send words so long after what was said last."""
    spoke_at = practice.state.spoke_at or practice.view.now
    return practice.feed(Said(text, spoke_at + timedelta(seconds=seconds)))


def greeted() -> Practice:
    practice = Practice()
    practice.says("hello")
    practice.waits(minutes=1)
    return practice


def test_pieces_are_read_together_and_are_no_misses() -> None:
    practice = greeted()
    sends(practice, "hi", seconds=60)

    quiet = sends(practice, "I'd like")
    answers = sends(practice, "to see someone for a check-up tomorrow")

    assert quiet == []
    assert len(answers) == 1
    assert practice.state.misses == 0
    assert practice.state.service_id is not None


@pytest.mark.parametrize("pieces", [("I", "was", "wondering", "hmm"), ("asdf", "jkl", "qwer", "tz", "uiop")])
def test_nobody_is_handed_over_for_pieces(pieces: tuple[str, ...]) -> None:
    practice = greeted()

    answers = [answer for piece in pieces for answer in sends(practice, piece)]

    assert answers == []
    assert practice.state.misses == 0
    assert not practice.state.is_handed_over


def test_who_has_read_the_answer_and_is_not_understood_has_missed() -> None:
    practice = greeted()

    answers = [sends(practice, "asdf", seconds=5), sends(practice, "jkl", seconds=5)]

    assert all(answers)
    assert practice.state.misses == 2


def test_a_first_name_and_a_last_name_are_one_name() -> None:
    practice = Practice(replace(view_with(), books_for_others=True))
    practice.says("hello")
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.taps("First available")
    practice.taps_row(0)
    practice.taps("For someone else")
    assert practice.state.step.value == "name"
    sends(practice, "Anna", seconds=30)

    sends(practice, "Vos")

    assert practice.state.step is Step.CONFIRM
    assert practice.state.called == "Anna Vos"


def test_a_refusal_in_two_pieces_stays_one() -> None:
    practice = Practice()
    practice.says("hello")
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.taps("First available")
    sends(practice, "not", seconds=30)

    sends(practice, "Thursday")

    assert practice.state.wish is not None
    assert 3 not in practice.state.wish.weekdays
    assert practice.state.wish.is_open


def test_stop_among_pieces_is_stop() -> None:
    practice = greeted()
    sends(practice, "why")

    answers = sends(practice, "STOP")

    assert len(answers) == 1
    assert "START" in answers[0]


def test_a_piece_comes_back_with_the_state() -> None:
    state = State(fragment="I need")

    assert State.from_json(state.to_json()) == state
    assert "I need" not in repr(state)


@pytest.mark.parametrize(
    ("text", "is_answered"), [("as soon as possible", True), ("next week", False), ("what does it cost", False)]
)
def test_what_is_open_already_answers_words_that_ask_for_the_same(text: str, is_answered: bool) -> None:
    practice = greeted()
    sends(practice, "I need a check-up with anyone", seconds=60)
    before = practice.state
    assert before.step is Step.TIMES

    sends(practice, text)

    still = asked_already(before, practice.state, practice.said, practice.view, practice.sign)
    assert (still is not None) is is_answered
    if still is not None:
        assert (still.serial, still.times_serial) == (before.serial, before.times_serial)
        assert still.offered == before.offered
