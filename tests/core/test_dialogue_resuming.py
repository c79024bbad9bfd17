"""After a silence: whether to go on is asked once, with current times; a clear wish is simply done."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import CHECK_UP, FREE, Practice, view_with

from chatbookr_core.dialogue import LANGUAGES, FindSlots, ReleaseHold, Step
from chatbookr_core.voice import Voice


def at_the_confirmation() -> Practice:
    practice = Practice()
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available", "Tue 13 Oct 09:30"):
        practice.taps(title)
    return practice


@pytest.mark.parametrize("text", ["hello", "grmbl", "are you still there"])
def test_who_writes_after_a_silence_is_asked_whether_to_go_on(text: str) -> None:
    practice = at_the_confirmation()
    practice.waits(hours=2)

    answers = practice.says(text)

    assert answers == ["Shall we go on with Check-up?"]
    assert practice.titles() == ["Continue", "Start over", "Talk to a person"]
    assert [type(effect) for effect in practice.effects] == [ReleaseHold]
    assert practice.holds == {}


def test_going_on_shows_the_times_that_are_free_now() -> None:
    practice = at_the_confirmation()
    practice.taken.add(FREE[0].starts_at)
    practice.waits(hours=20)
    practice.says("hello")

    practice.taps("Continue")

    assert "Tue 13 Oct 09:30" not in practice.titles()
    assert practice.titles()[0] == "Tue 13 Oct 14:00"
    assert practice.state.step is Step.TIMES


def test_starting_over_leads_to_the_menu() -> None:
    practice = at_the_confirmation()
    practice.waits(hours=3)
    practice.says("hello")

    assert practice.taps("Start over") == ["Hello, how can I help you?"]


def test_a_clear_wish_after_a_silence_is_done_without_asking() -> None:
    practice = at_the_confirmation()
    practice.waits(hours=2)

    practice.says("thursday")

    assert [type(one) for one in practice.effects if not isinstance(one, ReleaseHold)] == [FindSlots]
    assert practice.state.step is Step.DAY_TIMES


def test_nobody_is_asked_twice_and_a_talk_of_now_is_not_interrupted() -> None:
    practice = at_the_confirmation()

    soon = practice.says("grmbl")
    practice.waits(hours=2)
    practice.says("grmbl")
    practice.waits(hours=2)
    again = practice.says("grmbl")

    assert soon[0].startswith("Sorry, I did not get that.")
    assert again[0].startswith("Sorry, I did not get that.")


def test_nothing_is_taken_up_that_is_not_offered_any_more() -> None:
    practice = at_the_confirmation()
    practice.view = replace(practice.view, services=practice.view.services[1:])
    practice.waits(hours=2)

    assert practice.says("hello") == ["Hello, how can I help you?"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_asked_in_every_language(language: str) -> None:
    practice = Practice(view_with(language=language, services=(CHECK_UP,)))
    practice.says("x")
    practice.taps(Voice(language).gettext("Book appointment"))
    practice.waits(hours=2)

    answers = practice.says("x")

    assert answers == [Voice(language).gettext("Shall we go on with {service}?", service="Check-up")]
