"""What the Cloud API accepts in a message: the published limits, and the answers when one is broken.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

from __future__ import annotations

from collections.abc import Callable

from chatbookr_sandbox.meta.refusals import JsonObject, bad_parameter, invalid, missing

TEXT_BODY, INTERACTIVE_BODY, LIST_BODY, HEADER, FOOTER = 4096, 1024, 4096, 60, 60
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
LIST_BUTTON, SECTIONS, ROWS = 20, 10, 10
SECTION_TITLE, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 24, 24, 72, 200
CALLBACK_DATA = 512
MEDIA_KINDS = ("audio", "document", "image", "sticker", "video")


def check_message(said: JsonObject) -> str:
    """Check the body of `POST /{phone_number_id}/messages`; returns its kind, raises GraphRefusal."""
    if said.get("recipient_type", "individual") != "individual":
        raise bad_parameter("Param recipient_type must be one of {INDIVIDUAL}")
    kind = said.get("type", "text")
    check = CHECKS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise bad_parameter(f"Param type must be one of {{{', '.join(CHECKS).upper()}}} - got {str(kind)[:40]!r}.")
    if not isinstance(said.get(kind), dict):
        raise missing(f"Parameter '{kind}' is mandatory for type '{kind}'")
    check(said[kind])
    tracker = said.get("biz_opaque_callback_data")
    if tracker is not None and (not isinstance(tracker, str) or len(tracker) > CALLBACK_DATA):
        raise bad_parameter(f"Param biz_opaque_callback_data must be at most {CALLBACK_DATA} characters long.")
    context = said.get("context")
    if context is not None and not (isinstance(context, dict) and isinstance(context.get("message_id"), str)):
        raise missing("Parameter 'context.message_id' is mandatory when 'context' is given")
    return str(kind)


def text_in(holder: JsonObject, name: str, place: str, longest: int) -> str:
    """Read a mandatory text of at most `longest` characters."""
    value = holder.get(name)
    if value is None:
        raise missing(f"{place} is required")
    if not isinstance(value, str):
        raise bad_parameter(f"Param {place} must be a string.")
    if not 1 <= len(value) <= longest or not value.strip():
        raise invalid(f"{place} length invalid. Min length: 1, Max length: {longest}")
    return value


def _check_text(text: JsonObject) -> None:
    body = text.get("body")
    if not isinstance(body, str) or not body.strip():
        raise bad_parameter("The parameter text['body'] is required.")
    if len(body) > TEXT_BODY:
        raise bad_parameter(f"Param text['body'] must be at most {TEXT_BODY} characters long.")


def _check_interactive(interactive: JsonObject) -> None:
    kind, action = interactive.get("type"), interactive.get("action")
    if kind not in ("button", "list"):
        raise invalid(f"Interactive type invalid: {str(kind)[:40]}; the sandbox knows button and list")
    body = interactive.get("body")
    if not isinstance(body, dict):
        raise missing("Interactive message body is required")
    text_in(body, "text", "Interactive body text", LIST_BODY if kind == "list" else INTERACTIVE_BODY)
    _check_header_and_footer(interactive, kind)
    if not isinstance(action, dict):
        raise missing("Interactive message action is required")
    if kind == "button":
        _check_buttons(action)
    else:
        _check_list(action)


def _check_header_and_footer(interactive: JsonObject, kind: str) -> None:
    header, footer = interactive.get("header"), interactive.get("footer")
    if header is not None:
        allowed = ("text",) if kind == "list" else ("text", "image", "video", "document")
        if not isinstance(header, dict) or header.get("type") not in allowed:
            raise invalid(f"Header type invalid. Allowed: {', '.join(allowed)}")
        if header["type"] == "text":
            text_in(header, "text", "Header text", HEADER)
    if footer is not None:
        if not isinstance(footer, dict):
            raise invalid("Footer must be an object")
        text_in(footer, "text", "Footer text", FOOTER)


def _check_buttons(action: JsonObject) -> None:
    buttons = action.get("buttons")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= BUTTONS:
        raise invalid(f"Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {BUTTONS}")
    ids, titles = [], []
    for button in buttons:
        reply = button.get("reply") if isinstance(button, dict) else None
        if not isinstance(reply, dict) or button.get("type") != "reply":
            raise missing("Button type 'reply' with a reply object is required")
        ids.append(text_in(reply, "id", "Button id", BUTTON_ID))
        titles.append(text_in(reply, "title", "Button title", BUTTON_TITLE))
    if any(each != each.strip() for each in ids):
        raise invalid("Button id cannot have leading or trailing spaces")
    _refuse_twins(ids, "Button id")
    _refuse_twins(titles, "Button title")


def _check_list(action: JsonObject) -> None:
    text_in(action, "button", "Button label", LIST_BUTTON)
    sections = action.get("sections")
    if not isinstance(sections, list) or not 1 <= len(sections) <= SECTIONS:
        raise invalid(f"Invalid sections count. Min allowed sections: 1, Max allowed sections: {SECTIONS}")
    ids: list[str] = []
    for section in sections:
        if not isinstance(section, dict) or not isinstance(section.get("rows"), list) or not section["rows"]:
            raise missing("Section rows are required")
        if len(sections) > 1 or section.get("title") is not None:
            text_in(section, "title", "Section title", SECTION_TITLE)
        ids += [_checked_row(row) for row in section["rows"]]
    if len(ids) > ROWS:
        raise invalid(f"Total row count exceed max allowed count: {ROWS}")
    _refuse_twins(ids, "Row id")


def _checked_row(row: object) -> str:
    if not isinstance(row, dict):
        raise missing("Row must be an object")
    text_in(row, "title", "Row title", ROW_TITLE)
    if row.get("description") not in (None, ""):
        text_in(row, "description", "Row description", ROW_DESCRIPTION)
    return text_in(row, "id", "Row id", ROW_ID)


def _refuse_twins(values: list[str], place: str) -> None:
    if len(set(values)) < len(values):
        raise invalid(f"Duplicated {place.lower()}")


def _check_template(template: JsonObject) -> None:
    text_in(template, "name", "Template name", 512)
    language = template.get("language")
    if not isinstance(language, dict):
        raise missing("Template language is required")
    text_in(language, "code", "Template language code", 20)
    if not isinstance(template.get("components", []), list):
        raise bad_parameter("Param template['components'] must be an array.")


def _check_reaction(reaction: JsonObject) -> None:
    text_in(reaction, "message_id", "Reaction message_id", 512)
    if not isinstance(reaction.get("emoji"), str):
        raise missing("Reaction emoji is required")


def _check_media(media: JsonObject) -> None:
    if ("id" in media) is ("link" in media):
        raise bad_parameter("Exactly one of 'id' and 'link' is required for media.")


def _check_location(location: JsonObject) -> None:
    for name in ("latitude", "longitude"):
        if not isinstance(location.get(name), int | float | str):
            raise missing(f"Location {name} is required")


CHECKS: dict[str, Callable[[JsonObject], None]] = {
    "text": _check_text,
    "interactive": _check_interactive,
    "template": _check_template,
    "reaction": _check_reaction,
    "location": _check_location,
    **dict.fromkeys(MEDIA_KINDS, _check_media),
}
