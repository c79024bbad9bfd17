"""What people write besides an answer: politeness, emoji, second thoughts, another name, another service."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import CHECK_UP, FREE, PHYSIO, Practice, greeted, view_with

from chatbookr_core.dialogue import Confirm, PatientView, ReleaseHold, Step, words
from chatbookr_core.dialogue.languages import greeted_in
from chatbookr_core.dialogue.sentences import About, about
from chatbookr_core.dialogue.wishes import find_wish
from chatbookr_core.dialogue.written_dates import is_no_day


def holding(**changes: object) -> Practice:
    """Bring a practice to the confirmation of a check-up."""
    practice = greeted(Practice(replace(view_with(services=(CHECK_UP, PHYSIO)), **changes)))  # type: ignore[arg-type]  # each test names real fields
    for title in ("Book appointment", "Check-up", "Dr Vos", "Tue 13 Oct 09:30"):
        practice.taps(title)
    return practice


@pytest.mark.parametrize("text", ["yes please dear", "Yes 👍", "ok, thank you", "ja bitte", "sí, por favor"])
def test_a_polite_yes_books(text: str) -> None:
    practice = holding()

    practice.says(text)

    assert [type(effect) for effect in practice.effects] == [Confirm]


@pytest.mark.parametrize(
    "text",
    [
        "thanks so much, see you then",
        "vielen lieben Dank",
        "danke dir, schönen Tag 😊",
        "muito obrigada, até logo",
    ],
)
def test_thanks_in_many_words_need_no_answer(text: str) -> None:
    assert greeted(Practice()).says(text) == []


@pytest.mark.parametrize("text", ["never mind", "laisse tomber", "déjalo, gracias", "toch maar niet"])
def test_a_booking_that_is_half_made_is_left(text: str) -> None:
    practice = holding()

    assert practice.says(text)[0].startswith("All right, nothing was booked.")
    assert any(isinstance(effect, ReleaseHold) for effect in practice.effects)


def test_an_appointment_that_is_being_moved_stays_where_that_is_left() -> None:
    practice = greeted(Practice())
    practice.has_booked(FREE[-1])
    practice.says("move my appointment")

    assert practice.says("never mind") == ["Your appointment stays: Thu 15 Oct 14:00."]


def test_another_name_is_booked_under_and_the_known_one_is_not() -> None:
    practice = holding(patient=PatientView("Sunny88"))

    practice.says("wrong name")
    practice.says("maria van der berg")
    practice.says("yes")

    persons = [effect.person for effect in practice.effects if isinstance(effect, Confirm)]
    assert [(one.name, one.is_contact) for one in persons if one] == [("maria van der berg", True)]


@pytest.mark.parametrize(
    "text", ["for now", "for sure", "por favor", "for Friday", "für später", "per favore", "For Check-up"]
)
def test_not_all_that_something_is_for_is_a_person(text: str) -> None:
    practice = holding(books_for_others=True, patient=PatientView("Anna Vos", CHECK_UP.practitioner_ids[0]))

    practice.says(text)

    assert practice.state.who is None


def test_a_service_named_at_first_is_dropped_where_another_one_is_chosen() -> None:
    practice = Practice()
    practice.says("hello, how much is physiotherapy please?")
    assert practice.state.meant_service_id == PHYSIO.id

    practice.says("book a check-up")

    assert practice.state.service_id == CHECK_UP.id


def test_the_reason_for_a_cancellation_is_still_heard() -> None:
    practice = greeted(Practice())
    practice.has_booked(FREE[-1])
    practice.says("cancel my appointment")
    practice.says("yes")

    assert practice.state.step is Step.REASON
    assert practice.says("I have to work on Wednesday") == ["Thank you."]


@pytest.mark.parametrize(
    "text",
    [
        *("Hola, buenas tardes", "good evening", "boa noite", "buona sera", "it hurts since last monday"),
        *("seit letzten Montag", "depuis lundi dernier", "desde el lunes pasado", "sinds vorige vrijdag"),
    ],
)
def test_a_greeting_and_a_day_that_has_passed_are_no_wish(text: str) -> None:
    assert find_wish(words.plain(text), view_with().now.date(), "en") is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("devo spostarlo a martedì", About.MOVE), ("quiero cancelarla", About.CANCEL), ("posso disdirla", About.CANCEL)],
)
def test_it_is_moved_and_cancelled_in_one_word(text: str, meaning: About) -> None:
    assert about(words.plain(text), is_spoken_of=True) is meaning


@pytest.mark.parametrize(
    ("text", "language"),
    [("check-up bitte am Freitag", "de"), ("hoi", "nl"), ("check-up svp", "fr"), ("check-up on Friday", None)],
)
def test_a_short_first_text_tells_its_language(text: str, language: str | None) -> None:
    assert greeted_in(words.plain(text)) == language


@pytest.mark.parametrize(("text", "is_none"), [("31 February", True), ("31.2.", True), ("30/11", False)])
def test_a_day_that_there_is_not_is_known(text: str, is_none: bool) -> None:  # a column of the table
    assert is_no_day(words.plain(text), "en") is is_none
