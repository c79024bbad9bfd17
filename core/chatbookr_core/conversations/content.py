"""Outgoing contents as JSON, so that a row can hold one sealed and a worker can send it later."""

import json
from typing import Any

from chatbookr_sdk import Button, Buttons, Options, OutboundContent, Row, Section, Text

KINDS = {Text: "text", Buttons: "buttons", Options: "options"}


def kind_of(content: OutboundContent) -> str:
    """Name the kind as the message row does: text, buttons or options."""
    return KINDS[type(content)]


def body_of(content: OutboundContent) -> str:
    """Return what a person reads first."""
    return content.body


def to_json(content: OutboundContent) -> str:
    """Write a content as JSON text."""
    return json.dumps(_plain(content), ensure_ascii=False, separators=(",", ":"))


def _plain(content: OutboundContent) -> dict[str, Any]:
    value: dict[str, Any] = {"kind": kind_of(content), "body": content.body}
    if isinstance(content, Text):
        return value
    value |= {"header": content.header, "footer": content.footer}
    if isinstance(content, Buttons):
        return value | {"buttons": [[button.id, button.title] for button in content.buttons]}
    sections = [
        {"title": section.title, "rows": [[row.id, row.title, row.description] for row in section.rows]}
        for section in content.sections
    ]
    return value | {"button": content.button, "sections": sections}


def from_json(text: str) -> OutboundContent:
    """Read what `to_json` wrote. Raises ValueError for anything else."""
    value = json.loads(text)
    kind = value.get("kind")
    if kind == "text":
        return Text(value["body"])
    if kind == "buttons":
        buttons = tuple(Button(one, title) for one, title in value["buttons"])
        return Buttons(value["body"], buttons, value["header"], value["footer"])
    if kind == "options":
        sections = tuple(
            Section(section["title"], tuple(Row(one, title, more) for one, title, more in section["rows"]))
            for section in value["sections"]
        )
        return Options(value["body"], value["button"], sections, value["header"], value["footer"])
    raise ValueError(f"unknown kind of content: {kind!r}")


def titles_of(content: OutboundContent) -> list[str]:
    """List what can be tapped, for people who read the conversation."""
    if isinstance(content, Buttons):
        return [button.title for button in content.buttons]
    if isinstance(content, Options):
        return [row.title for section in content.sections for row in section.rows]
    return []
