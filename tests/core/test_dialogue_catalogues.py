"""The message catalogues: in step with the source, whole in German, and with the same blanks to fill."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from chatbookr_core.dialogue import LANGUAGES
from chatbookr_core.dialogue.voice import voice_for

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "core" / "chatbookr_core" / "dialogue" / "locale"
FORMAL = re.compile(r"\b(du|dich|dir|dein|deine|deinen|deinem|deiner)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "catalogues.py"))


def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "chatbookr.po").open("rb") as texts:
        return read_po(texts, locale=language)


def said(found: Catalog) -> Iterator[tuple[list[str], list[str]]]:
    """Go through (message ids, translations) of a catalogue."""
    for message in found:
        if message.id:
            yield _all(message.id), _all(message.string)


def _all(texts: Any) -> list[str]:
    return list(texts) if isinstance(texts, list | tuple) else [texts]


def test_extraction_gives_the_committed_template(script: dict[str, Any]) -> None:
    assert script["written"](script["extracted"]()) == (LOCALE / "chatbookr.pot").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_catalogue_is_in_step_with_the_source(language: str, script: dict[str, Any]) -> None:
    found = script["updated"](language, script["extracted"]())

    assert script["written"](found) == (LOCALE / language / "LC_MESSAGES" / "chatbookr.po").read_bytes()


def test_every_spoken_language_has_a_catalogue() -> None:
    assert sorted(path.name for path in LOCALE.iterdir() if path.is_dir()) == sorted(LANGUAGES)


def test_nothing_is_missing_in_german() -> None:
    missing = [ids for ids, texts in said(catalogue("de")) if not all(texts)]

    assert missing == []
    assert len(list(said(catalogue("de")))) > 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_blanks(language: str) -> None:
    for ids, texts in said(catalogue(language)):
        wanted = {blank for one in ids for blank in re.findall(r"\{\w*\}", one)}
        for text in filter(None, texts):
            assert set(re.findall(r"\{\w*\}", text)) <= wanted, text
        if any(texts):
            assert {blank for text in texts for blank in re.findall(r"\{\w*\}", text)} == wanted, ids


def test_german_is_formal() -> None:
    assert [text for _, texts in said(catalogue("de")) for text in texts if FORMAL.search(text)] == []


def test_no_translation_is_fuzzy() -> None:
    for language in LANGUAGES:
        messages: list[Message] = list(catalogue(language))
        assert not any(message.fuzzy for message in messages if message.id)


def test_numbers_are_inflected() -> None:
    voice = voice_for("de")

    one, many = (
        voice.ngettext(
            "There is nothing free in the next week.", "There is nothing free in the next {count} weeks.", weeks
        )
        for weeks in (1, 6)
    )

    assert (one, many) == ("In der nächsten Woche ist nichts frei.", "In den nächsten 6 Wochen ist nichts frei.")


def test_braces_in_a_name_are_only_a_name() -> None:
    assert voice_for("en").gettext("Hello {name}, how can I help you?", name="{clinic}").startswith("Hello {clinic},")
