"""How canned replies are written and filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.errors import InvalidInput
from chatbookr_core.replies.rules import (
    VARIABLES,
    check_shortcut,
    check_texts,
    fill,
    first_name_of,
    is_said_in,
    language_for,
)


@pytest.mark.parametrize(
    ("wanted", "usual", "language"),
    [
        ("de", "en", "de"),
        ("de-AT", "en", "de"),
        ("pt", "en", "pt-BR"),
        ("fr", "en", "en"),
        (None, "de", "de"),
        ("fr", "it", "de"),
    ],
)
def test_a_reply_is_in_the_patients_language_or_the_clinics_or_the_first(
    wanted: str | None, usual: str, language: str
) -> None:
    texts = {"en": "Hello", "de": "Hallo", "pt-BR": "Oi"}

    assert language_for(texts, wanted=wanted, usual=usual) == language


def test_variables_are_filled_once_and_what_there_is_not_is_told() -> None:
    text = "Hello {{ patient.first_name }}, {{clinic.name}} ({{clinic.phone}}) {{clinic.phone}}"
    values = {"patient.first_name": "{{clinic.name}}", "clinic.name": "Dr. Example", "clinic.phone": ""}

    filled = fill({"en": text}, "en", values)

    assert filled.text == "Hello {{clinic.name}}, Dr. Example () "
    assert filled.missing == ("clinic.phone",)
    assert "Example" not in repr(filled)


@given(st.text(alphabet="ab{. ", max_size=20), st.text(max_size=20))
def test_whatever_is_not_a_variable_stays_as_it_was_written(text: str, name: str) -> None:
    """Nothing in it closes a brace, so that nothing else can be a variable."""
    filled = fill({"en": f"{text} {{{{patient.name}}}} {text}"}, "en", {"patient.name": name})

    assert filled.text == f"{text} {name} {text}"


@pytest.mark.parametrize("text", ["", "x" * 4097, "Hi {{patient.phone}}", "{{}}", "{{ patient . name }}"])
def test_a_text_that_could_not_be_sent_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_texts({"en": text})

    assert refused.value.field == "texts"


@pytest.mark.parametrize("language", ["", "DE", "deutsch", "de_AT", "de-at"])
def test_a_language_is_written_as_others_write_it(language: str) -> None:
    with pytest.raises(InvalidInput):
        check_texts({language: "Hallo"})


def test_every_variable_is_taken_and_a_reply_has_a_text() -> None:
    check_texts({"en": " ".join(f"{{{{{name}}}}}" for name in VARIABLES)})

    with pytest.raises(InvalidInput):
        check_texts({})


@pytest.mark.parametrize("shortcut", ["", "Thanks", "a b", "-x", "x" * 33, "/hi"])
def test_a_shortcut_can_be_typed(shortcut: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_shortcut(shortcut)

    assert refused.value.field == "shortcut"


@pytest.mark.parametrize(("name", "first"), [("Ada Example", "Ada"), ("Ada", "Ada"), ("  ", ""), ("", "")])
def test_people_are_greeted_by_the_first_word_of_their_name(name: str, first: str) -> None:
    assert first_name_of(name) == first


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("par", True),
        ("PÁR hint", True),
        ("p", True),
        ("koennen", True),
        ("können", True),
        ("konn", True),
        ("ark", False),
        ("par xyz", False),
        ("first", False),  # a variable is not what it says
        ("name", False),
        ("", True),
        (" / ", True),
    ],
)
def test_a_reply_is_found_by_beginnings_of_its_words(query: str, *, is_there: bool) -> None:
    texts = ["parking", "Hallo {{patient.first_name}}, Sie können hinter dem Haus parken.", "You can park behind it."]

    assert is_said_in(query, texts) is is_there


def test_what_is_written_out_is_found_by_its_umlaut() -> None:
    assert is_said_in("über", ["Ueberweisung"])
    assert is_said_in("ueber", ["Überweisung"])
