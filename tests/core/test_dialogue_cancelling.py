from dataclasses import replace

import pytest
from tests.core.dialogue_booked import with_booking

from chatbookr_core.dialogue import (
    Cancel,
    NoteCancelReason,
)


def test_cancelling_is_asked_done_at_once_and_the_reason_is_optional() -> None:
    practice, booking = with_booking()

    assert practice.taps("Cancel booking") == [
        "Cancel this appointment?\nFri 16 Oct 09:30, Check-up with Dr Vos, Hoofdstraat 12"
    ]
    assert practice.titles() == ["Yes, cancel", "Keep it", "Other time"]
    assert practice.taps("Yes, cancel") == [
        "Cancelled: Fri 16 Oct 09:30. Book again any time.\n\nMay I ask why? You need not answer."
    ]
    assert practice.effects == [Cancel(booking.id)]
    assert len(practice.titles()) == 5
    assert practice.taps("Time does not suit") == ["Thank you."]
    assert practice.effects == [NoteCancelReason(booking.id, "time")]


def test_a_patient_who_does_not_say_why_can_go_on() -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")
    practice.taps("Yes, cancel")

    answers = practice.says("book appointment")

    assert answers[0].startswith("What would you like to book?")


def test_a_reason_in_own_words_is_not_kept() -> None:
    practice, booking = with_booking()
    practice.taps("Cancel booking")
    practice.taps("Yes, cancel")

    answers = practice.says("my son is ill")

    assert answers == ["Thank you."]
    assert practice.effects == [NoteCancelReason(booking.id, "other")]
    assert "son" not in practice.state.to_json()


def test_cancelling_twice_cancels_once_and_says_the_same() -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")
    first = practice.taps("Yes, cancel")

    again = practice.taps("Yes, cancel")

    assert again == first
    assert practice.effects == []


def test_keeping_an_appointment_cancels_nothing() -> None:
    practice, booking = with_booking()
    practice.taps("Cancel booking")

    answers = practice.taps("Keep it")

    assert answers == ["Your appointment stays: Fri 16 Oct 09:30."]
    assert practice.view.upcoming == (booking,)


def test_another_time_instead_of_cancelling_moves_the_appointment() -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")

    assert practice.taps("Other time") == ["Current: Fri 16 Oct 09:30. Choose a new time:"]


@pytest.mark.parametrize(("word", "is_cancelled"), [("yes", True), ("cancel", True), ("no", False)])
def test_the_question_whether_to_cancel_understands_words(word: str, is_cancelled: bool) -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")

    practice.says(word)

    assert (practice.view.upcoming == ()) is is_cancelled


def test_an_old_yes_asks_again_before_it_cancels() -> None:
    practice, booking = with_booking()
    practice.taps("Cancel booking")
    practice.taps("Keep it")

    answers = practice.taps("Yes, cancel")

    assert answers[0].startswith("Cancel this appointment?")
    assert practice.view.upcoming == (booking,)


def test_an_appointment_that_is_gone_is_not_cancelled_again() -> None:
    practice, _ = with_booking()
    practice.view = replace(practice.view, upcoming=())

    answers = practice.taps("Cancel booking")

    assert answers[0].startswith("That appointment is not there any more.")


def test_an_appointment_cancelled_by_staff_meanwhile_is_told() -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")
    practice.refusal = "ALREADY_CANCELLED"

    answers = practice.taps("Yes, cancel")

    assert answers[0].startswith("That appointment is not there any more.")
