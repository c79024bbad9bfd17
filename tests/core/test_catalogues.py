"""The message catalogues: in step with the source, whole in German, and with the same blanks to fill."""

import re
import runpy
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from chatbookr_core.voice import PATIENTS_LANGUAGES, languages_of, voice_for

ROOT = Path(__file__).resolve().parents[2]
CORE, API = ROOT / "core" / "chatbookr_core", ROOT / "api" / "chatbookr_api"
PLACES = {"dialogue": CORE / "dialogue", "mail": CORE / "mail", "pages": API / "pages"}
PACKAGES = tuple(PLACES)
MODULES = {"dialogue": "chatbookr_core.dialogue", "mail": "chatbookr_core.mail", "pages": "chatbookr_api.pages"}
SPOKEN = [(package, language) for package in PACKAGES for language in languages_of(MODULES[package])]
FORMAL = re.compile(r"\b(du|dich|dir|dein|deine|deinen|deinem|deiner)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "catalogues.py"))


@pytest.fixture(scope="module")
def extracted(script: dict[str, Any]) -> Callable[[Path], Catalog]:
    """Read the sources once for all languages; each has a template of its own, which the script may change."""
    found = cache(script["extracted"])
    return lambda place: deepcopy(found(place))


def catalogue(package: str, language: str) -> Catalog:
    with (PLACES[package] / "locale" / language / "LC_MESSAGES" / "chatbookr.po").open("rb") as texts:
        return read_po(texts, locale=language)


def said(found: Catalog) -> Iterator[tuple[list[str], list[str]]]:
    """Go through (message ids, translations) of a catalogue."""
    for message in found:
        if message.id:
            yield _all(message.id), _all(message.string)


def _all(texts: Any) -> list[str]:
    return list(texts) if isinstance(texts, list | tuple) else [texts]


@pytest.mark.parametrize("package", PACKAGES)
def test_extraction_gives_the_committed_template(
    package: str, script: dict[str, Any], extracted: Callable[[Path], Catalog]
) -> None:
    place = PLACES[package]

    assert script["written"](place, extracted(place)) == (place / "locale" / "chatbookr.pot").read_bytes()


@pytest.mark.parametrize(("package", "language"), SPOKEN)
def test_each_catalogue_is_in_step_with_the_source(
    package: str, language: str, script: dict[str, Any], extracted: Callable[[Path], Catalog]
) -> None:
    place = PLACES[package]
    found = script["updated"](place, language, extracted(place))

    committed = place / "locale" / language / "LC_MESSAGES" / "chatbookr.po"
    assert script["written"](place, found) == committed.read_bytes()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_spoken_language_has_a_catalogue(package: str) -> None:
    locale = PLACES[package] / "locale"

    assert sorted(path.name for path in locale.iterdir() if path.is_dir()) == sorted(languages_of(MODULES[package]))


@pytest.mark.parametrize(("package", "least"), [("dialogue", 90), ("mail", 20), ("pages", 150)])
def test_nothing_is_missing_in_german(package: str, least: int) -> None:
    missing = [ids for ids, texts in said(catalogue(package, "de")) if not all(texts)]

    assert missing == []
    assert len(list(said(catalogue(package, "de")))) > least


@pytest.mark.parametrize(("package", "language"), SPOKEN)
def test_translations_have_the_same_blanks(package: str, language: str) -> None:
    for ids, texts in said(catalogue(package, language)):
        wanted = {blank for one in ids for blank in re.findall(r"\{\w*\}", one)}
        for text in filter(None, texts):
            assert set(re.findall(r"\{\w*\}", text)) <= wanted, text
        if any(texts):
            assert {blank for text in texts for blank in re.findall(r"\{\w*\}", text)} == wanted, ids


@pytest.mark.parametrize("package", PACKAGES)
def test_german_is_formal(package: str) -> None:
    assert [text for _, texts in said(catalogue(package, "de")) for text in texts if FORMAL.search(text)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_translation_is_fuzzy(package: str) -> None:
    for language in languages_of(MODULES[package]):
        messages: list[Message] = list(catalogue(package, language))
        assert not any(message.fuzzy for message in messages if message.id)


@pytest.mark.parametrize("language", [one for one in PATIENTS_LANGUAGES if one != "en"])
def test_patients_are_told_everything_in_their_language(language: str) -> None:
    missing = [ids for ids, texts in said(catalogue("dialogue", language)) if not all(texts)]
    english = [ids for ids, texts in said(catalogue("dialogue", language)) if ids == texts and ids != ["{minutes} min"]]

    assert missing == []
    assert english == []


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
