"""Fits questions into what a channel can show: buttons, a list, or numbered lines that a typed number answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from chatbookr_core.dialogue.options import LONGEST_ID
from chatbookr_sdk import Button, Buttons, MessageLimits, Options, OutboundContent, Row, Section, TemplateMessage, Text

ROWS = 10
"""Rows of one list at most, and options of one numbered text: more is not a choice any more."""
ROW_TITLE_CHARS = 24
_FEWEST_BODY_CHARS = 60  # a channel with less beside its options reads better as lines
_FEWEST_ROWS = 5  # a list that holds fewer has no room for choices beside the ways out

Sign = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the key its id carries, and what is read."""

    key: str
    title: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked, before it takes a channel's form. `button` opens a list, `hint` explains numbers."""

    body: str
    groups: tuple[Group, ...]
    button: str
    hint: str
    is_list: bool = False

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices in reading order, which is that of their numbers."""
        return tuple(choice for group in self.groups for choice in group.choices)


class Form(StrEnum):
    """How a channel shows a question."""

    BUTTONS = "buttons"
    LIST = "list"
    NUMBERED = "numbered"


def row_title_problem(title: str) -> str | None:
    """Say why a title cannot stand in a list row, or None: titles are refused when saved, never cut."""
    return _title_problem(title, ROW_TITLE_CHARS)


def service_title_problem(title: str) -> str | None:
    """Say why a service's short title cannot be saved, or None."""
    return row_title_problem(title)


def title_problem(title: str, limits: MessageLimits) -> str | None:
    """Say why a title cannot stand in a list row of one channel, or None."""
    return _title_problem(title, limits.row_title_chars)


def _title_problem(title: str, chars: int) -> str | None:
    if not title.strip():
        return "A title needs at least one character."
    if title != title.strip():
        return "A title begins and ends without spaces."
    if not title.isprintable():
        return "A title is one line of printable characters."
    if len(title) > chars:
        return f"A title has at most {chars} characters, this one has {len(title)}: patients read it in a list."
    return None


def rows_within(limits: MessageLimits) -> int:
    """Return how many choices one question may have."""
    return min(limits.list_rows, ROWS) if limits.list_rows >= _FEWEST_ROWS else ROWS


def form_of(question: Question, limits: MessageLimits) -> Form:
    """Choose the form: every title whole, every choice there, or else numbered lines."""
    choices = question.choices
    if limits.option_id_chars >= LONGEST_ID and limits.body_chars >= _FEWEST_BODY_CHARS and choices:
        if not question.is_list and _are_buttons(choices, limits):
            return Form.BUTTONS
        if _is_list(question, limits):
            return Form.LIST
    return Form.NUMBERED


def _are_buttons(choices: tuple[Choice, ...], limits: MessageLimits) -> bool:
    titles = {choice.title for choice in choices}
    return len(titles) == len(choices) <= limits.buttons and all(
        0 < len(title) <= limits.button_title_chars for title in titles
    )


def _is_list(question: Question, limits: MessageLimits) -> bool:
    return (
        len(question.choices) <= limits.list_rows
        and limits.list_sections > 0
        and 0 < len(question.button) <= min(limits.list_button_chars, limits.section_title_chars)
        and all(0 < len(choice.title) <= limits.row_title_chars for choice in question.choices)
    )


def render(question: Question, limits: MessageLimits, sign: Sign) -> tuple[OutboundContent, ...]:
    """Write a question for a channel; a body that is too long begins in texts of its own."""
    match form_of(question, limits):
        case Form.NUMBERED:
            return texts(_numbered(question), limits)
        case Form.BUTTONS:
            *before, body = pieces(_with_descriptions(question), limits.body_chars)
            buttons = tuple(Button(sign(choice.key), choice.title) for choice in question.choices)
            return (*_texts_of(before, limits), Buttons(body, buttons))
        case Form.LIST:
            *before, body = pieces(question.body, limits.body_chars)
            return (*_texts_of(before, limits), Options(body, question.button, _sections(question, limits, sign)))


def texts(body: str, limits: MessageLimits) -> tuple[Text, ...]:
    """Write plain words, in several messages where one is too small."""
    return tuple(Text(piece) for piece in pieces(body, limits.text_chars))


def led_by(words: str, said: tuple[OutboundContent, ...], limits: MessageLimits) -> tuple[OutboundContent, ...]:
    """Put words before what is said: into its first message where both go into one, else in messages of their own."""
    first, *others = said
    chars = limits.text_chars if isinstance(first, Text | TemplateMessage) else limits.body_chars
    body = f"{words}\n\n{first.body}"
    if len(body) > chars or isinstance(first, TemplateMessage):
        return (*texts(words, limits), *said)
    return (replace(first, body=body), *others)


def _texts_of(bodies: list[str], limits: MessageLimits) -> tuple[Text, ...]:
    return tuple(text for body in bodies for text in texts(body, limits))


def _sections(question: Question, limits: MessageLimits, sign: Sign) -> tuple[Section, ...]:
    titles = [group.title for group in question.groups]
    fits = len(titles) <= limits.list_sections and all(0 < len(one) <= limits.section_title_chars for one in titles)
    groups = question.groups if fits else (Group(question.button, question.choices),)
    return tuple(
        Section(group.title, tuple(_row(choice, limits, sign) for choice in group.choices)) for group in groups
    )


def _row(choice: Choice, limits: MessageLimits, sign: Sign) -> Row:
    description = shortened(choice.description or "", limits.row_description_chars)
    return Row(sign(choice.key), choice.title, description or None)


def _with_descriptions(question: Question) -> str:
    """Put into the body what buttons have no room for."""
    lines = [f"{choice.title}: {choice.description}" for choice in question.choices if choice.description]
    return "\n".join([question.body, "", *lines]) if lines else question.body


def _numbered(question: Question) -> str:
    lines = [question.body]
    number = 0
    for group in question.groups:
        lines.append("")
        if len(question.groups) > 1:
            lines.append(f"{group.title}:")
        for choice in group.choices:
            number += 1
            lines.append(f"{number}) {choice.title}" + (f" - {choice.description}" if choice.description else ""))
    return "\n".join([*lines, "", question.hint] if number else lines)


def shortened(text: str, chars: int) -> str:
    """Cut a description at a limit, visibly."""
    if len(text) <= chars:
        return text
    return text[: chars - 1].rstrip() + "…" if chars > 0 else ""


def pieces(text: str, chars: int) -> list[str]:
    """Divide a text into pieces of at most `chars` characters: between lines, else words, else anywhere."""
    size = max(chars, 1)
    found: list[str] = []
    rest = text.strip()
    while len(rest) > size:
        cut = max(rest.rfind("\n", 0, size + 1), 0) or max(rest.rfind(" ", 0, size + 1), 0) or size
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest or not found else found
