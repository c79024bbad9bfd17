"""The table by which languages are told apart: made of py3langid's model, and as right as that."""

import importlib.util
import json
import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.pofile import read_po
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from tests.core.test_dialogue_languages import FIRST_TEXTS

from chatbookr_core.dialogue.language_table import PATH, language_table
from chatbookr_core.dialogue.languages import FEWEST_WORDS, NOT_SPOKEN, SURE, spoken_in
from chatbookr_core.voice import PATIENTS_LANGUAGES

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "language_table.py"
CATALOGUES = PATH.parent / "locale"
BRACED = re.compile(r"\{[^}]*\}")
STRANGE = (
    *("", "1 2 3 4", "\ud800", "👍 👍 👍", "x" * 5000, "ÅÄÖ åäö"),
    *("dzień dobry chciałbym umówić wizytę", "hej jag vill boka en tid", "добрий день хочу записатися"),
    *("مرحبا أريد حجز موعد", "god dag jeg vil gerne bestille en tid", "dobrý den chci se objednat"),
)


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("language_table_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _model() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.exhaustive  # every entry of it
def test_the_table_is_what_the_script_makes_of_the_model() -> None:
    made, kept = (table.partition(b"\n") for table in (_script().table_of(_model()), PATH.read_bytes()))

    assert json.loads(made[0]) == json.loads(kept[0])
    assert zlib.decompress(made[2]) == zlib.decompress(kept[2])


@pytest.mark.parametrize("text", [*(text for texts in FIRST_TEXTS.values() for text in texts), *STRANGE])
def test_the_table_sees_what_the_model_sees(text: str) -> None:
    model = LanguageIdentifier(*_model()._full_model, _model().tk_nextmove, _model().tk_output, tk_row=_model().tk_row)
    model._norm_probs = True
    model.set_languages([*PATIENTS_LANGUAGES, *NOT_SPOKEN])

    seen, likely = language_table().likeliest(text)

    tag, probability = model.classify(text)
    assert likely == pytest.approx(probability, abs=0.06)
    if probability >= SURE:
        assert seen == tag


def _sentences() -> Iterator[tuple[str, str]]:
    """Take the assistant's own sentences, in all of its languages, as texts that somebody might write."""
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        language = path.parts[-3]
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            text = str(message.id if language == "en" else message.string)
            words = BRACED.sub("", text)
            if message.id and len([word for word in words.split() if word.isalpha()]) >= FEWEST_WORDS:
                yield language, words


def test_of_hundreds_of_sentences_none_is_taken_for_another_language_and_nearly_all_are_seen() -> None:
    sentences = list(_sentences())

    seen = [(language, spoken_in(text)) for language, text in sentences]

    assert len(sentences) > 500
    assert [pair for pair in seen if pair[1] not in (pair[0], None)] == []
    assert sum(pair[0] == pair[1] for pair in seen) / len(seen) > 0.9


def test_the_table_says_where_it_is_from() -> None:
    head = PATH.read_bytes().partition(b"\n")[0].decode()

    assert "py3langid" in head
    assert "BSD" in head
