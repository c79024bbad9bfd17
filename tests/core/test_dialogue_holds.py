from dataclasses import replace
from uuid import UUID

from tests.core.dialogue_practice import (
    FREE,
    JANSEN,
    VOS,
    Practice,
    greeted,
    slot_at,
)
from tests.core.dialogue_steps import at_the_question, at_the_times

from chatbookr_core.dialogue import (
    HoldLost,
    HoldTaken,
    ReleaseHold,
    Step,
    TakeHold,
)


def test_a_tap_on_a_time_asks_for_a_hold_and_says_nothing_until_it_is_there() -> None:
    practice = at_the_times()
    practice.is_slow = True

    answers = practice.taps("Tue 13 Oct 09:30")

    assert answers == []
    assert practice.effects == [TakeHold(FREE[0])]
    assert practice.state.step is Step.HOLDING
    assert practice.says("hello?") == ["One moment, I am checking that time."]


def test_the_same_time_tapped_twice_takes_one_hold() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")

    again = practice.taps("Tue 13 Oct 09:30")
    nothing = practice.effects
    question = practice.feed(practice.held())
    repeated = practice.taps("Tue 13 Oct 09:30")

    assert (again, nothing) == ([], [])
    assert repeated == question
    assert practice.effects == []


def test_a_hold_that_never_came_is_asked_for_again() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")

    practice.waits(seconds=61)
    practice.says("and?")

    assert practice.effects == [TakeHold(FREE[0])]


def test_another_time_of_the_same_list_gives_the_first_one_back() -> None:
    practice = at_the_question()
    held = practice.state.hold_id
    assert held is not None

    practice.taps("Wed 14 Oct 09:30")

    assert practice.effects == [ReleaseHold(held), TakeHold(FREE[2])]
    assert practice.state.chosen == FREE[2]


def test_a_hold_nobody_waits_for_any_more_is_given_back() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    practice.taps("Tue 13 Oct 14:00")

    first = practice.feed(HoldTaken(UUID(int=71), FREE[0]))
    effects = practice.effects
    second = practice.feed(HoldTaken(UUID(int=72), FREE[1]))

    assert (first, effects) == ([], [ReleaseHold(UUID(int=71))])
    assert second[0].startswith("*Tuesday 13 October, 14:00")


def test_the_same_hold_told_twice_is_asked_about_once() -> None:
    practice = at_the_question()
    held = practice.state.hold_id
    assert held is not None

    assert practice.feed(HoldTaken(held, FREE[0])) == []
    assert practice.effects == []


def test_a_time_that_has_just_gone_is_answered_with_the_nearest() -> None:
    practice = at_the_times()
    practice.taken = {FREE[0].starts_at}

    answers = practice.taps("Tue 13 Oct 09:30")

    assert answers == ["That time has just gone. The nearest are:"]
    assert practice.titles()[:3] == ["Tue 13 Oct 14:00", "Wed 14 Oct 09:30", "Wed 14 Oct 14:00"]
    assert len(practice.titles()) == 5


def test_alternatives_are_with_the_practitioner_that_was_wanted() -> None:
    practice = greeted(Practice())
    practice.is_slow = True
    for title in ("Book appointment", "Check-up", "Dr Vos", "Tue 13 Oct 09:30"):
        practice.taps(title)
    with_another = slot_at("2026-10-13 10:00", practitioner=JANSEN)

    practice.feed(HoldLost((FREE[0], with_another, FREE[1])))

    assert practice.titles()[:2] == ["Tue 13 Oct 14:00", "Another day"]


def test_a_time_tapped_again_much_later_is_asked_for_again() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    practice.waits(minutes=11)

    practice.taps("Tue 13 Oct 09:30")

    assert practice.effects == [TakeHold(FREE[0])]


def test_a_practitioner_who_left_is_not_booked() -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.view = replace(practice.view, practitioners=(VOS,))

    answers = practice.taps("Dr Jansen")

    assert answers[0].startswith("That is not offered any more.")


def test_a_lost_hold_of_another_time_changes_nothing() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    before = practice.state

    practice.feed(HoldLost(FREE[3:], FREE[2]))

    assert practice.state == before


def test_a_lost_time_without_alternatives_is_answered_with_what_there_is() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")

    answers = practice.feed(HoldLost(()))

    assert answers == ["There is nothing free then. Here are other times:"]
