"""Writes an outgoing message as the body of POST /{phone_number_id}/messages, within the manifest's limits.

Source: Meta, Cloud API reference, "Messages"; request examples of Meta's OpenAPI description.
"""

import re
from typing import Any

from chatbookr_sdk import (
    Buttons,
    FileMessage,
    Options,
    OutboundContent,
    OutboundMessage,
    PermanentFailure,
    Recipient,
    Section,
    TemplateMessage,
    TemplateValue,
    Text,
)
from chatbookr_whatsapp.client import OBJECT_ID
from chatbookr_whatsapp.manifest import LIMITS

_WA_ID = re.compile(r"[0-9]{5,20}")
_KEY_CHARS = 255
_HEADER_CHARS = 60
_BODY_CHARS = 1024
_UNFIT = re.compile(r"[\n\r\t]| {5}")
"""132018: a template's parameter has no line breaks, no tabs, and no more than four spaces in a row."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Json = dict[str, Any]


def body_of(message: OutboundMessage) -> Json:
    """Write the request body. Raises PermanentFailure where Meta would refuse or cut it; nothing is ever cut here."""
    _fit("idempotency key", message.idempotency_key, _KEY_CHARS)
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_address(message.recipient),
        **({"context": {"message_id": message.reply_to_external_id}} if message.reply_to_external_id else {}),
        "biz_opaque_callback_data": message.idempotency_key,
        **_content(message.content),
    }


def _address(recipient: Recipient) -> Json:
    """Address by phone (`to`) where there is one, else by business-scoped user id (`recipient`)."""
    if recipient.phone:
        return {"to": recipient.phone}
    if _WA_ID.fullmatch(recipient.user_id):
        return {"to": recipient.user_id}
    if not recipient.user_id:
        raise PermanentFailure("recipient_missing")
    return {"recipient": recipient.user_id}


def _content(content: OutboundContent) -> Json:
    if isinstance(content, Text):
        _fit("text", content.body, LIMITS.text_chars)
        return {"type": "text", "text": {"preview_url": False, "body": content.body}}
    if isinstance(content, TemplateMessage):
        return {"type": "template", "template": _template(content)}
    if isinstance(content, FileMessage):
        return {"type": content.kind, content.kind: _file(content)}
    if isinstance(content, Buttons):
        return {"type": "interactive", "interactive": {"type": "button", **_frame(content), **_buttons(content)}}
    return {"type": "interactive", "interactive": {"type": "list", **_frame(content), **_sections(content)}}


def _file(content: FileMessage) -> Json:
    """Name a file that was uploaded: a sound has no caption, and documents alone have a name."""
    if not OBJECT_ID.fullmatch(content.media_id):
        raise PermanentFailure("request_invalid", "the file's id is malformed")
    named: Json = {"id": content.media_id}
    if content.body:
        if content.kind == "audio":
            raise PermanentFailure("content_invalid", "a sound has no caption")
        _fit("caption", content.body, LIMITS.body_chars)
        named["caption"] = content.body
    return named | ({"filename": content.filename} if content.kind == "document" else {})


def _template(content: TemplateMessage) -> Json:
    """Write a filled template: components only where there is something to fill in."""
    components: list[Json] = []
    for place, limit in (("header", _HEADER_CHARS), ("body", _BODY_CHARS)):
        values = [value for value in content.values if value.place == place]
        for value in values:
            _fit(f"variable {value.name}", value.text, limit)
            if _UNFIT.search(value.text):
                raise PermanentFailure("content_invalid", f"the variable {value.name} does not fit on a line")
        if values:
            components.append({"type": place, "parameters": [_parameter(value) for value in values]})
    for index, reply in enumerate(content.replies):
        _fit("reply id", reply.id, LIMITS.option_id_chars)
        payload = {"type": "payload", "payload": reply.id}
        components.append({"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": [payload]})
    found: Json = {"name": content.name, "language": {"policy": "deterministic", "code": content.language}}
    return found | ({"components": components} if components else {})


def _parameter(value: TemplateValue) -> Json:
    """Write a value: by its name where it has one, by its place where that is a number."""
    named = {} if value.name.isdigit() else {"parameter_name": value.name}
    return {"type": "text", **named, "text": value.text}


def _frame(content: Buttons | Options) -> Json:
    _fit("body", content.body, LIMITS.body_chars)
    frame: Json = {"body": {"text": content.body}}
    if content.header is not None:
        _fit("header", content.header, LIMITS.header_chars)
        frame["header"] = {"type": "text", "text": content.header}
    if content.footer is not None:
        _fit("footer", content.footer, LIMITS.footer_chars)
        frame["footer"] = {"text": content.footer}
    return frame


def _buttons(content: Buttons) -> Json:
    _count("buttons", len(content.buttons), LIMITS.buttons)
    for button in content.buttons:
        _fit("button id", button.id, LIMITS.option_id_chars)
        _fit("button title", button.title, LIMITS.button_title_chars)
    _differ("button ids", [button.id for button in content.buttons])
    _differ("button titles", [button.title for button in content.buttons])
    replies = [{"type": "reply", "reply": {"id": button.id, "title": button.title}} for button in content.buttons]
    return {"action": {"buttons": replies}}


def _sections(content: Options) -> Json:
    _fit("list button", content.button, LIMITS.list_button_chars)
    _count("sections", len(content.sections), LIMITS.list_sections)
    rows = [row for section in content.sections for row in section.rows]
    _count("rows", len(rows), LIMITS.list_rows)
    _differ("row ids", [row.id for row in rows])
    for section in content.sections:
        # The one section of a list may go without a title.
        if section.title or len(content.sections) > 1:
            _fit("section title", section.title, LIMITS.section_title_chars)
        _count("rows of a section", len(section.rows), LIMITS.list_rows)
    for row in rows:
        _fit("row id", row.id, LIMITS.option_id_chars)
        _fit("row title", row.title, LIMITS.row_title_chars)
        if row.description:
            _fit("row description", row.description, LIMITS.row_description_chars)
    return {"action": {"button": content.button, "sections": [_section(section) for section in content.sections]}}


def _section(section: Section) -> Json:
    rows: list[Json] = [
        {"id": row.id, "title": row.title} | ({"description": row.description} if row.description else {})
        for row in section.rows
    ]
    return {**({"title": section.title} if section.title else {}), "rows": rows}


def _fit(name: str, text: str, limit_chars: int) -> None:
    if not text.strip():
        raise PermanentFailure("content_empty", f"the {name} is empty")
    if _LONE_SURROGATE.search(text):
        raise PermanentFailure("content_invalid", f"the {name} holds half a character, which no JSON can carry")
    if len(text) > limit_chars:
        raise PermanentFailure("content_too_long", f"the {name} has {len(text)} of at most {limit_chars} characters")


def _count(name: str, count: int, limit: int) -> None:
    if count == 0:
        raise PermanentFailure("content_empty", f"there are no {name}")
    if count > limit:
        raise PermanentFailure("too_many_options", f"{count} {name}, at most {limit}")


def _differ(name: str, values: list[str]) -> None:
    if len(set(values)) < len(values):
        raise PermanentFailure("duplicate_option", f"the {name} are not all different")
