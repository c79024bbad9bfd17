"""What is said in very few words where a booking is to be confirmed: a person is called, and "for me" is no miss."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.dialogue_practice import VOS, Practice, view_with
from tests.core.dialogue_steps import at_the_question

from chatbookr_core.dialogue import HandOver, PatientView, RelativeView
from chatbookr_core.dialogue.short_words import is_for_me, wants_person
from chatbookr_core.dialogue.state import Step, Who
from chatbookr_core.dialogue.words import plain

PERSONS = (
    "person please", "A human, please!", "please, a real person", "can I get a human pls", "someone please",
    "eine Person bitte", "einen Menschen, bitte", "bitte einen echten Menschen", "ich möchte einen Mitarbeiter",
    "une personne s'il vous plaît", "un humain svp", "je voudrais une personne",
    "una persona por favor", "quiero un humano", "por favor, una persona",
    "una persona per favore", "vorrei un operatore", "per favore, un umano",
    "uma pessoa por favor", "quero uma pessoa", "um humano, por favor",
    "een mens alstublieft", "ik wil graag een medewerker", "iemand graag",
)  # fmt: skip
NO_PERSONS = ("a check-up please", "someone", "jemand", "the 12th please", "personal training", "no person will come")
FOR_ME = (
    "for me", "For me, please.", "it's for me", "just for myself", "für mich", "es ist nur für mich", "fuer mich bitte",
    "pour moi", "c'est pour moi", "para mí", "es para mi", "per me", "è per me", "para mim", "é para mim",
    "voor mij", "het is voor mezelf", "me",
)  # fmt: skip
NOT_FOR_ME = (
    "not for me", "nicht für mich", "pas pour moi", "no es para mí", "non per me", "não é para mim", "niet voor mij",
    "for me and my son", "does 10 work for me", "bring it for me at 10",
)  # fmt: skip
SON = RelativeView(UUID(int=90), "Tim Vos")


def booking_for_others(*relatives: RelativeView) -> Practice:
    patient = PatientView("Anna Vos", VOS.id, relatives=relatives)
    return Practice(replace(view_with(), books_for_others=True, patient=patient))


@pytest.mark.parametrize("text", PERSONS)
def test_who_asks_for_a_person_at_the_confirmation_gets_one(text: str) -> None:
    practice = at_the_question()

    practice.says(text)

    assert [one.reason for one in practice.effects if isinstance(one, HandOver)] == ["asked_for_person"]


@pytest.mark.parametrize("text", NO_PERSONS)
def test_other_words_ask_for_none(text: str) -> None:
    assert not wants_person(plain(text))


@pytest.mark.parametrize("text", FOR_ME)
def test_for_me_at_the_confirmation_asks_for_it_once_more(text: str) -> None:
    practice = at_the_question()
    asked = practice.said[-1]

    practice.says(text)

    assert practice.said[-1].body == asked.body
    assert (practice.state.step, practice.state.misses) == (Step.CONFIRM, 0)


@pytest.mark.parametrize("text", NOT_FOR_ME)
def test_for_somebody_else_is_not_for_me(text: str) -> None:
    assert not is_for_me(plain(text))


def test_for_me_takes_back_that_it_was_for_another() -> None:
    practice = at_the_question(booking_for_others())
    practice.says("for my son")
    practice.says("Tim Vos")
    assert "For Tim Vos." in practice.said[-1].body

    practice.says("no, it's for me")

    assert "Tim" not in practice.said[-1].body
    assert (practice.state.step, practice.state.who) == (Step.CONFIRM, Who.ME)


def test_for_me_answers_who_comes() -> None:
    practice = at_the_question(booking_for_others(SON))
    assert practice.state.step is Step.WHO

    practice.says("it's just for me")

    assert (practice.state.step, practice.state.who) == (Step.CONFIRM, Who.ME)


def test_for_me_is_no_name() -> None:
    practice = at_the_question(booking_for_others())
    practice.says("for someone else")
    assert practice.state.step is Step.NAME

    practice.says("für mich")

    assert (practice.state.step, practice.state.who) == (Step.CONFIRM, Who.ME)
