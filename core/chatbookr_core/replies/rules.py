"""How canned replies are written and filled: variables in double braces, a text for each language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from chatbookr_core.errors import InvalidInput
from chatbookr_core.search.words import spelt_words
from chatbookr_core.texts import words_from

SHORTCUT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
VARIABLE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
BODY_CHARS: Final = 4096
MOST_LANGUAGES: Final = 20
VARIABLES: Final = ("patient.first_name", "patient.name", "clinic.name", "clinic.phone", "agent.name")


@dataclass(frozen=True, slots=True)
class Filled:
    """A reply as it would be sent, and the variables for which there was nothing: they are left out of the text."""

    language: str
    text: str = field(repr=False)
    missing: tuple[str, ...] = ()


def check_shortcut(shortcut: str) -> None:
    """Raises InvalidInput where nobody could type it."""
    if SHORTCUT.fullmatch(shortcut) is None:
        raise InvalidInput("A shortcut has 1 to 32 characters: a to z, 0 to 9, _ and -.", field="shortcut")


def check_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts by language as they are kept.

    Raises InvalidInput for no text, one that is empty or too long, an odd language, and a variable there is not.
    """
    if not 1 <= len(texts) <= MOST_LANGUAGES:
        raise InvalidInput(f"A reply is written in 1 to {MOST_LANGUAGES} languages.", field="texts")
    kept: dict[str, str] = {}
    for language, text in texts.items():
        if LANGUAGE.fullmatch(language) is None:
            raise InvalidInput("A language is written like de or pt-BR.", field="texts")
        kept[language] = words_from(text, BODY_CHARS, field="texts")
        if unknown := sorted(set(VARIABLE.findall(text)) - set(VARIABLES)):
            raise InvalidInput(f"There is no {{{{{unknown[0]}}}}}: {', '.join(VARIABLES)}.", field="texts")
    return kept


def is_said_in(query: str, texts: Iterable[str]) -> bool:
    """Tell whether each word of a query begins a word of some texts: any case, no accents, umlauts written out or not.

    Variables are none of the text. A query without a word is in all: nothing has been typed yet.
    """
    words = {word for text in texts for spelt in spelt_words(VARIABLE.sub(" ", text)) for word in spelt}
    return all(any(word.startswith(spelt) for word in words) for spelt in spelt_words(query))


def language_for(texts: Mapping[str, str], *, wanted: str | None, usual: str) -> str:
    """Choose the language: the patient's, the clinic's, or else the first there is; regions stand in for each other."""
    for one in (wanted, usual):
        if one is None:
            continue
        same = [known for known in sorted(texts) if known.partition("-")[0] == one.partition("-")[0]]
        if one in texts or same:
            return one if one in texts else same[0]
    return min(texts)


def fill(texts: Mapping[str, str], language: str, values: Mapping[str, str]) -> Filled:
    """Fill the variables of a text; what is filled in is not looked at again."""
    missing: list[str] = []

    def value_of(found: re.Match[str]) -> str:
        value = values.get(found.group(1), "")
        if not value and found.group(1) not in missing:
            missing.append(found.group(1))
        return value

    return Filled(language, VARIABLE.sub(value_of, texts[language]), tuple(missing))


def first_name_of(name: str) -> str:
    """Take the first word of a name, as people are greeted."""
    return name.split()[0] if name.split() else ""
