"""What holds for templates: how one is filled in, what may fill it, which language comes next."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chatbookr_sdk import TemplateValue

HEADER_CHARS: Final = 60
BODY_CHARS: Final = 1024
APPROVED: Final = "approved"
GONE: Final = "gone"
MARKETING: Final = "marketing"
_UNFIT: Final = re.compile(r"[\n\r\t]| {5}")
_VARIABLE: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class Problem(StrEnum):
    """Why a template cannot be filled in as is wished."""

    NOT_FILLABLE = "not_fillable"
    WRONG_COUNT = "wrong_count"
    UNKNOWN_VALUE = "unknown_value"
    EMPTY = "empty"
    LINE_BREAK = "line_break"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a template is filled in: its texts, and its variables as (place, name) in their order."""

    body: str
    header: str | None = None
    footer: str | None = None
    variables: tuple[tuple[str, str], ...] = ()
    is_fillable: bool = True


@dataclass(frozen=True, slots=True)
class Filled:
    """What comes of filling a template in; sendable where there are no problems."""

    header: str | None = field(repr=False)
    body: str = field(repr=False)
    footer: str | None = field(repr=False)
    values: tuple[TemplateValue, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """What the patient reads, whole."""
        return "\n\n".join(part for part in (self.header, self.body, self.footer) if part)


def fill(shape: Shape, texts: Sequence[str]) -> Filled:
    """Fill a template in with one text for each of its variables, in their order; nothing is ever cut."""
    values = tuple(
        TemplateValue(place, name, text) for (place, name), text in zip(shape.variables, texts, strict=False)
    )
    header, body = (_with(text, values, place) for text, place in ((shape.header, "header"), (shape.body, "body")))
    problems = [] if shape.is_fillable else [Problem.NOT_FILLABLE]
    if len(texts) != len(shape.variables):
        problems.append(Problem.WRONG_COUNT)
    problems += [problem for value in values for problem in _problems_of(value.text)]
    if len(header or "") > HEADER_CHARS or len(body or "") > BODY_CHARS:
        problems.append(Problem.TOO_LONG)
    return Filled(header, body or "", shape.footer, values, tuple(dict.fromkeys(problems)))


def _with(text: str | None, values: Iterable[TemplateValue], place: str) -> str | None:
    """Put values into their places; a text that has none stays, and what was put in is not looked at again."""
    if text is None:
        return None
    by_name = {value.name: value.text for value in values if value.place == place}
    return _VARIABLE.sub(lambda found: by_name.get(found[1], found[0]), text)


def _problems_of(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem.EMPTY]
    return [Problem.LINE_BREAK] if _UNFIT.search(text) else []


def problems_of_use(shape: Shape, fillings: Sequence[str], offered: Sequence[str]) -> tuple[Problem, ...]:
    """Check what a clinic wants to fill a template with: as many names as variables, each of what a purpose offers."""
    problems = [] if shape.is_fillable else [Problem.NOT_FILLABLE]
    if len(fillings) != len(shape.variables):
        problems.append(Problem.WRONG_COUNT)
    if not set(fillings) <= set(offered):
        problems.append(Problem.UNKNOWN_VALUE)
    return tuple(problems)


def texts_for(fillings: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Line up the texts that fill a template's variables; what a message does not know is empty, and so a problem."""
    return [values.get(name, "") for name in fillings]


def base_of(language: str) -> str:
    """Return what a language tag begins with: "pt" of pt_BR and pt-BR."""
    return re.split(r"[-_]", language.lower())[0]


def by_language(wanted: str | None, fallback: str, known: Iterable[str]) -> list[tuple[str, bool]]:
    """Order the languages there are: the patient's, one of its regions, then the clinic's; no others.

    Each comes with whether it is another language than was wanted.
    """
    first = wanted or fallback
    listed = sorted(set(known))
    found = dict.fromkeys(
        tag
        for preferred in (first, fallback)
        for tag in (
            *(one for one in listed if _tag(one) == _tag(preferred)),
            *(one for one in listed if _tag(one) == base_of(preferred)),
            *(one for one in listed if base_of(one) == base_of(preferred)),
        )
    )
    return [(tag, base_of(tag) != base_of(first)) for tag in found]


def _tag(language: str) -> str:
    return language.lower().replace("-", "_")
