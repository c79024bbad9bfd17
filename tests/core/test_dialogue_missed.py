"""Who missed a visit is offered another time for whom it was: themselves, or somebody they book for."""

from dataclasses import replace
from uuid import UUID

from tests.core.dialogue_practice import Practice, slot_at, view_with

from chatbookr_core.dialogue import Chose, PatientView, RelativeView, Step, Who, missed_message

MIA, TIM = RelativeView(UUID(int=90), "Mia Vos"), RelativeView(UUID(int=91), "Tim Vos")


def missed_by(relative_id: UUID | None, *, knows: tuple[RelativeView, ...] = (MIA, TIM)) -> Practice:
    """Tell of a visit that was missed, and tap New time."""
    patient = PatientView("Anna Vos", relatives=knows)
    practice = Practice(replace(view_with(), books_for_others=True, patient=patient))
    practice.says("hello")
    visit = practice.summary(slot_at("2026-10-09 09:30"))
    told = missed_message(visit, practice.view, language="en", sign=practice.sign, relative_id=relative_id)
    practice.hears(told)
    practice.taps("New time")
    practice.taps_row(0)
    return practice


def test_a_relatives_visit_is_the_relatives_again() -> None:
    practice = missed_by(TIM.id)

    assert practice.state.step is Step.CONFIRM
    assert (practice.state.who, practice.state.relative_id) == (Who.RELATIVE, TIM.id)
    assert "For Tim Vos." in practice.said[-1].body


def test_ones_own_visit_is_ones_own_again() -> None:
    practice = missed_by(None)

    assert practice.state.step is Step.CONFIRM
    assert practice.state.who is Who.ME


def test_of_somebody_who_is_not_booked_for_any_more_it_is_asked() -> None:
    practice = missed_by(TIM.id, knows=(MIA,))

    assert practice.state.step is Step.WHO


def test_a_button_from_before_it_was_known_for_whom_asks() -> None:
    practice = missed_by(TIM.id)
    option = practice.sign.find(practice.option("New time"))
    assert option is not None
    old = practice.sign.sign(replace(option, choice=option.choice.rpartition(":")[0]))

    practice.feed(Chose(old, "New time"))
    practice.taps_row(0)

    assert practice.state.step is Step.WHO
