"""Where a talk about a booking stands, for tests of the steps that follow."""

from tests.core.dialogue_practice import (
    Practice,
    greeted,
)


def at_the_times(practice: Practice | None = None) -> Practice:
    practice = greeted(practice or Practice())
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.taps("First available")
    return practice


def at_the_question(practice: Practice | None = None) -> Practice:
    practice = at_the_times(practice)
    practice.taps("Tue 13 Oct 09:30")
    return practice
