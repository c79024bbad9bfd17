"""Several people in one wish are booked one after the other, and nobody who was named is left out without a word."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import CHECK_UP, JANSEN, VOS, Practice, greeted, slot_at, view_with

from chatbookr_core.dialogue import Confirm, PatientView, Person, RelativeView, Step

TIM, ANNA, LEO = (
    RelativeView(UUID(int=90 + place), name) for place, name in enumerate(("Tim Vos", "Anna Vos", "Leo Vos"))
)
FREE = tuple(
    slot_at(f"2026-10-{day} {at}") for day in (13, 14, 15) for at in ("09:00", "09:30", "10:00", "11:00", "14:00")
)
BOTH = {
    "en": (
        "a check-up for Tim and for Anna, both tomorrow",
        "One after the other, then. First for Tim.",
        "Now for Anna.",
    ),
    "de": ("Check-up für Tim und Anna, beide morgen", "Gut, dann nacheinander. Zuerst für Tim.", "Jetzt für Anna."),
    "fr": ("un rendez-vous pour Tim et Anna demain", "D'accord, l'un après l'autre. D'abord pour Tim.", None),
    "es": ("una cita para Tim y para Anna mañana", "De acuerdo, uno después del otro. Primero para Tim.", None),
    "it": ("un appuntamento per Tim e per Anna domani", "Va bene, uno dopo l'altro. Prima per Tim.", None),
    "pt": ("uma consulta para Tim e para Anna amanhã", "Está bem, um depois do outro. Primeiro para Tim.", None),
    "nl": ("afspraak voor Tim en Anna morgen", "Goed, dan na elkaar. Eerst voor Tim.", "Nu voor Anna."),
}


def family(*relatives: RelativeView, language: str = "en") -> Practice:
    view = view_with(services=(CHECK_UP,), practitioners=(VOS,), language=language)
    patient = PatientView("Jo Vos", VOS.id, relatives=relatives)
    return greeted(Practice(replace(view, books_for_others=True, patient=patient), free=FREE))


def persons(practice: Practice) -> list[Person | None]:
    return [one.person for one in practice.effects if isinstance(one, Confirm)]


@pytest.mark.parametrize("language", list(BOTH))
def test_two_children_are_booked_one_after_the_other_on_one_day(language: str) -> None:
    text, first, then = BOTH[language]
    practice = family(TIM, ANNA, language=language)

    assert practice.says(text)[0].startswith(first)
    practice.taps_row(1)
    practice.taps_row(0)
    assert persons(practice) == [Person(relative_id=TIM.id)]
    assert then is None or then in [one.body for one in practice.said]
    assert {slot.starts_at.day for slot in practice.state.offered} == {13}
    practice.taps_row(2)
    practice.taps_row(0)

    assert persons(practice) == [Person(relative_id=ANNA.id)]
    assert practice.state.step is Step.BOOKED
    assert len(practice.view.upcoming) == 2


def test_a_child_who_is_not_known_is_asked_for_the_whole_name_in_their_turn() -> None:
    practice = family()
    practice.says("a check-up for my son Tim and my daughter Anna Bos tomorrow")
    practice.taps_row(0)

    assert practice.says("Tim Bos")[-1].count("For Tim Bos.") == 1
    practice.says("yes")
    assert "Now for Anna." in [one.body for one in practice.said]
    practice.taps_row(1)
    practice.says("yes")

    assert persons(practice) == [Person(name="Anna Bos")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("an appointment for me and my son tomorrow", 2),
        ("an appointment for my two children tomorrow", 2),
        ("an appointment for my three kids tomorrow", 3),
        ("an appointment for Tim, Anna and Leo tomorrow", 3),
        ("an appointment for Tim Vos & Leo", 2),
    ],
)
def test_as_many_as_were_named_are_booked(text: str, count: int) -> None:
    practice = family(TIM, ANNA, LEO)
    practice.says(text)

    assert len(practice.state.company) == count - 1


@pytest.mark.parametrize(
    "text",
    [
        "an appointment for Tim tomorrow and Friday",
        "a check-up for Tim with Dr Vos and please before 10",
        "an appointment for me tomorrow",
        "for my son, tomorrow and not on Friday",
        "for Tim, my email has not changed",
        "an appointment not for me, for my son",
        "a check-up for my son, my wife will bring him",
        "a check-up for my son, my wife and I are at work",
    ],
)
def test_what_names_one_alone_is_for_one(text: str) -> None:
    practice = family(TIM, ANNA)
    practice.says(text)

    assert practice.state.company == ()


def test_two_whole_names_where_one_was_asked_for_are_two_people() -> None:
    practice = family()
    practice.says("a check-up for my son tomorrow")
    practice.taps_row(0)
    assert practice.state.step is Step.NAME

    assert "For Tim Bos." in practice.says("Tim Bos and Anna Bos")[-1]
    assert [one.called for one in practice.state.company] == ["Anna Bos"]


def test_a_name_with_a_joining_word_is_one_name() -> None:
    practice = family()
    practice.says("a check-up for my son tomorrow")
    practice.taps_row(0)

    assert "For José Ortega y Gasset." in practice.says("José Ortega y Gasset")[-1]
    assert practice.state.company == ()


def test_who_is_named_at_the_confirmation_is_booked_as_well() -> None:
    practice = family(TIM, ANNA)
    practice.says("a check-up tomorrow")
    practice.taps_row(0)

    said = practice.says("for Tim and Anna")

    assert said[0].startswith("One after the other, then. First for Tim.")
    assert "For Tim Vos." in said[-1]


def test_who_leaves_at_the_second_is_not_told_that_nothing_was_booked() -> None:
    practice = family(TIM, ANNA)
    practice.says("a check-up for Tim and Anna tomorrow")
    practice.taps_row(0)
    practice.says("yes")

    assert practice.says("cancel")[0].startswith("All right, nothing else was booked.")
    assert len(practice.view.upcoming) == 1


def test_what_was_chosen_of_the_first_holds_for_the_second() -> None:
    practice = family(TIM, ANNA)
    practice.view = replace(practice.view, practitioners=(VOS, JANSEN))
    practice.says("a check-up with Dr Vos for Tim and Anna tomorrow morning")
    practice.taps_row(0)
    practice.says("yes")

    assert practice.state.practitioner_id == VOS.id
    assert all(one.starts_at.hour < 10 for one in practice.state.offered)  # UTC: before noon in Amsterdam
    assert practice.state.offered


@given(st.permutations((TIM, ANNA, LEO)), st.sampled_from((", ", " and ", " & ", " and for ")), st.integers(2, 3))
def test_everybody_who_is_named_is_booked_once_and_in_that_order(
    order: list[RelativeView], join: str, count: int
) -> None:
    practice, named = family(TIM, ANNA, LEO), order[:count]
    practice.says(f"a check-up for {join.join(one.name.split()[0] for one in named)} tomorrow")
    booked = list[UUID | None]()
    for place in range(count):
        practice.taps_row(place)
        practice.says("yes")
        booked += [one.relative_id for one in persons(practice) if one is not None]

    assert booked == [one.id for one in named]
    assert practice.state.step is Step.BOOKED
