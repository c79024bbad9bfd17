"""A tap on a list that is out of date: what holds now of the day that was tapped, said once."""

import pytest
from tests.core.dialogue_practice import CHECK_UP, FREE, Practice, greeted, view_with

from chatbookr_core.dialogue import LANGUAGES, Chose, Step

OLD = "That list is out of date, here are the current times:"


def at_the_times(language: str = "en") -> Practice:
    practice = greeted(Practice(view_with(services=(CHECK_UP,), language=language)))
    practice.taps_row(0)
    practice.taps_row(0)
    assert practice.state.step is Step.TIMES
    return practice


def test_the_day_that_was_tapped_is_shown_as_it_is_now() -> None:
    practice = at_the_times()
    old = practice.option("Thu 15 Oct 09:30")
    practice.says("Tuesday")

    told = practice.feed(Chose(old, "Thu 15 Oct 09:30"))

    assert told == [OLD]
    assert practice.titles() == ["Thu 15 Oct 09:30", "Thu 15 Oct 14:00", "Another day"]


def test_so_is_a_day_of_an_old_list_of_days() -> None:
    practice = at_the_times()
    practice.taps("Another day")
    old = practice.option("Wed 14 Oct")
    practice.says("Tuesday")

    told = practice.feed(Chose(old, "Wed 14 Oct"))

    assert told == [OLD]
    assert practice.titles() == ["Wed 14 Oct 09:30", "Wed 14 Oct 14:00", "Another day"]


def test_where_nothing_is_free_on_it_any_more_other_times_are_shown() -> None:
    practice = at_the_times()
    old = practice.option("Wed 14 Oct 09:30")
    practice.says("Tuesday")
    practice.free = tuple(one for one in FREE if one.starts_at.day != 14)

    told = practice.feed(Chose(old, "Wed 14 Oct 09:30"))

    assert told == ["There is nothing free then. Here are other times:"]
    assert practice.titles()[0] == "Thu 15 Oct 09:30"


def test_of_a_day_that_has_passed_the_next_times_are_shown() -> None:
    practice = at_the_times()
    old = practice.option("Tue 13 Oct 09:30")
    practice.says("Thursday")
    practice.waits(days=2)
    practice.free = FREE[4:]

    told = practice.feed(Chose(old, "Tue 13 Oct 09:30"))

    assert told == [OLD]
    assert practice.titles()[0] == "Thu 15 Oct 09:30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_understood_afterwards_does_not_hear_that_the_new_list_is_out_of_date(language: str) -> None:
    practice = at_the_times(language)
    titles = practice.titles()
    old = practice.option(titles[2])
    practice.taps(titles[-2])
    practice.taps_row(0)
    [told] = practice.feed(Chose(old, titles[2]))

    [again] = practice.says("qwrt zxcv")

    assert practice.titles()[0] == titles[2]
    assert told not in again
