"""Outgoing contents as JSON, so that a row can hold one sealed and a worker can send it later."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from chatbookr_core.conversations.received import KINDS_OF_MEDIA
from chatbookr_core.templates.values import Values
from chatbookr_sdk import (
    Button,
    Buttons,
    FileMessage,
    MediaReceived,
    Options,
    OutboundContent,
    Row,
    Section,
    TemplateMessage,
    TemplateValue,
    Text,
)

KINDS = {Text: "text", Buttons: "buttons", Options: "options", TemplateMessage: "template"}


def kind_of(content: OutboundContent) -> str:
    """Name the kind as the message row does: text, buttons, options, template, or what kind of file."""
    if isinstance(content, FileMessage):
        return content.kind
    return KINDS[type(content)]


def body_of(content: OutboundContent) -> str:
    """Return what a person reads first: of a file without words its kind, as of one that came."""
    return content.body if content.body or not isinstance(content, FileMessage) else f"[{content.kind}]"


@dataclass(frozen=True, slots=True)
class ToldVisit:
    """A visit that a reminder tells of, as it was then; `stage`: 1 the first reminder, 2 the last."""

    booking_id: UUID
    version: int
    stage: int


@dataclass(frozen=True, slots=True)
class Told:
    """What stands beside a content for whoever sends it: what a template would tell, and whether night matters.

    `visits`: it is not sent where one of these is not so any more.
    """

    values: Values | None = field(default=None, repr=False)
    is_urgent: bool = False
    visits: tuple[ToldVisit, ...] = ()


NOTHING_TOLD = Told()


def to_json(content: OutboundContent, told: Told = NOTHING_TOLD) -> str:
    """Write a content as JSON text."""
    value = _plain(content)
    if told.values is not None:
        value["told"] = told.values.as_json()
    if told.is_urgent:
        value["is_urgent"] = True
    if told.visits:
        value["visits"] = [[one.booking_id.hex, one.version, one.stage] for one in told.visits]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def told_of(text: str) -> Told:
    """Read what stands beside a content."""
    value = json.loads(text)
    visits = tuple(ToldVisit(UUID(key), version, stage) for key, version, stage in value.get("visits", ()))
    return Told(Values.from_json(value.get("told")), value.get("is_urgent") is True, visits)


def _plain(content: OutboundContent) -> dict[str, Any]:
    if isinstance(content, FileMessage):  # as what comes with a file, so that both are shown alike
        return asdict(_media_of(content))
    value: dict[str, Any] = {"kind": kind_of(content), "body": content.body}
    if isinstance(content, Text):
        return value
    if isinstance(content, TemplateMessage):
        values = [[value.place, value.name, value.text] for value in content.values]
        replies = [[reply.id, reply.title] for reply in content.replies]
        return value | {"name": content.name, "language": content.language, "values": values, "replies": replies}
    value |= {"header": content.header, "footer": content.footer}
    if isinstance(content, Buttons):
        return value | {"buttons": [[button.id, button.title] for button in content.buttons]}
    sections = [
        {"title": section.title, "rows": [[row.id, row.title, row.description] for row in section.rows]}
        for section in content.sections
    ]
    return value | {"button": content.button, "sections": sections}


def _media_of(content: FileMessage) -> MediaReceived:
    kind: Any = content.kind
    caption = content.body or None
    return MediaReceived(kind, content.media_id, content.mime_type, caption=caption, filename=content.filename)


def from_json(text: str) -> OutboundContent:
    """Read what `to_json` wrote. Raises ValueError for anything else."""
    value = json.loads(text)
    kind = value.get("kind")
    if kind == "text":
        return Text(value["body"])
    if kind == "template":
        values = tuple(TemplateValue(*one) for one in value["values"])
        replies = tuple(Button(one, title) for one, title in value["replies"])
        return TemplateMessage(value["body"], value["name"], value["language"], values, replies)
    if kind == "buttons":
        buttons = tuple(Button(one, title) for one, title in value["buttons"])
        return Buttons(value["body"], buttons, value["header"], value["footer"])
    if kind == "options":
        sections = tuple(
            Section(section["title"], tuple(Row(one, title, more) for one, title, more in section["rows"]))
            for section in value["sections"]
        )
        return Options(value["body"], value["button"], sections, value["header"], value["footer"])
    if kind in KINDS_OF_MEDIA:
        return FileMessage(value["caption"] or "", kind, value["media_id"], value["mime_type"], value["filename"])
    raise ValueError(f"unknown kind of content: {kind!r}")


def titles_of(content: OutboundContent) -> list[str]:
    """List what can be tapped, for people who read the conversation."""
    if isinstance(content, Buttons):
        return [button.title for button in content.buttons]
    if isinstance(content, TemplateMessage):
        return [reply.title for reply in content.replies]
    if isinstance(content, Options):
        return [row.title for section in content.sections for row in section.rows]
    return []


def option_ids_of(content: OutboundContent) -> tuple[str, ...]:
    """List the ids of what can be tapped, in the order shown."""
    if isinstance(content, Buttons):
        return tuple(button.id for button in content.buttons)
    if isinstance(content, TemplateMessage):
        return tuple(reply.id for reply in content.replies)
    return ()


def with_option_ids(content: OutboundContent, renamed: Callable[[str], str]) -> OutboundContent:
    """Return the same with the id of each choice put through `renamed`."""
    if isinstance(content, Buttons):
        return replace(content, buttons=tuple(replace(one, id=renamed(one.id)) for one in content.buttons))
    if isinstance(content, TemplateMessage):
        return replace(content, replies=tuple(replace(one, id=renamed(one.id)) for one in content.replies))
    if isinstance(content, Options):
        sections = (
            replace(section, rows=tuple(replace(one, id=renamed(one.id)) for one in section.rows))
            for section in content.sections
        )
        return replace(content, sections=tuple(sections))
    return content
