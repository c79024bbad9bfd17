"""The front desk says everything in every language: what its sources say has words there, with the same blanks."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest

DESK = Path(__file__).parents[1] / "web" / "desk" / "src"
LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")
TEXT = r'"((?:[^"\\]|\\.)*)"'
SAID = re.compile(rf"\bsay\(\s*{TEXT}")
COUNTED = re.compile(rf"\bsayCount\((?:[^\"]|\n)*?{TEXT},\s*{TEXT}")
UNREADABLE = re.compile(r"\bsay\(\s*[^\s\"]")
BLANK = re.compile(r"\{\w+\}")
AREAS = sorted(one.name for one in DESK.iterdir() if one.is_dir() and one.name not in ("gql", "language"))


def sources(area: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((DESK / area).rglob("*.ts*")))


def texts_of(area: str) -> set[str]:
    source = sources(area)
    found = chain(SAID.findall(source), *COUNTED.findall(source))
    return {str(json.loads(f'"{text}"')) for text in found}


def words_of(language: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for area in AREAS:
        file = DESK / area / "words" / f"{language}.json"
        if file.exists():
            words |= json.loads(file.read_text(encoding="utf-8"))
    return words


ALL_TEXTS = set().union(*(texts_of(area) for area in AREAS))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_desk_is_said_in_every_language(language: str) -> None:
    assert len(ALL_TEXTS) > 50
    assert sorted(ALL_TEXTS - words_of(language).keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_keeps_what_is_said_no_more(language: str) -> None:
    assert sorted(words_of(language).keys() - ALL_TEXTS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_blanks_of_its_text(language: str) -> None:
    others = {text: said for text, said in words_of(language).items() if blanks(text) != blanks(said)}

    assert others == {}


def blanks(text: str) -> list[str]:
    return sorted(BLANK.findall(text))


@pytest.mark.parametrize("area", AREAS)
def test_a_text_is_written_where_it_is_said(area: str) -> None:
    hidden = [found[0] for found in UNREADABLE.finditer(sources(area))]

    assert hidden == []
