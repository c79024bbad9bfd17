"""What a patient can do on the phone, told to the control API in short and turned into Meta's objects."""

from __future__ import annotations

from collections.abc import Sequence

from chatbookr_sandbox.meta.accounts import ClinicNumber
from chatbookr_sandbox.meta.files import sent_from_phone
from chatbookr_sandbox.meta.limits import MEDIA_KINDS
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import JsonObject
from chatbookr_sandbox.meta.threads import Message, Patient

REPLIES = ("button_reply", "list_reply")
MADE_UP: dict[str, JsonObject] = {
    "location": {"latitude": 52.3676, "longitude": 4.9041},
    "contacts": {"name": {"formatted_name": "A Contact", "first_name": "A"}},
    "unsupported": {},
}


def message_from(platform: Platform, number: ClinicNumber, patient: Patient, wish: JsonObject) -> Message:
    """Turn a wish such as `{"type": "list_reply", "id": "..."}` into a message from the patient.

    Types: text, button_reply, list_reply, button (a template's quick reply), reaction, and Meta's media kinds,
    for which a `file` may be given, or the whole object that the webhook shall have. Raises ValueError naming what is
    wrong.
    """
    kind, context = wish.get("type", "text"), wish.get("context")
    if context is not None and not isinstance(context, str):
        raise ValueError("context must be a message id")
    if kind in REPLIES or kind == "button":
        asked, option = _option(platform, number, patient, wish)
        context = context or (asked.id if asked else None)
        is_button = kind == "button"
        content = {"payload": option["id"], "text": option["title"]} if is_button else {"type": kind, kind: option}
        kind = "button" if is_button else "interactive"
    else:
        content = _content(platform, number, str(kind), wish)
    return Message(
        id=platform.new_message_id(patient, is_from_patient=True),
        phone_number_id=number.phone_number_id,
        patient=patient.key,
        is_from_patient=True,
        at=platform.now(),
        kind=str(kind),
        content=content,
        context_id=context,
    )


def _content(platform: Platform, number: ClinicNumber, kind: str, wish: JsonObject) -> JsonObject:
    if kind == "text":
        return {"body": _text(wish)}
    if kind == "reaction":
        return _reaction(platform, wish)
    if kind not in MADE_UP and kind not in MEDIA_KINDS:
        raise ValueError(f"a patient cannot send the type {kind!r}")
    given = wish.get(kind)
    if isinstance(given, dict):
        return given
    return sent_from_phone(platform, number, kind, wish) if kind in MEDIA_KINDS else MADE_UP[kind]


def _text(wish: JsonObject) -> str:
    text = wish.get("text")
    body = text.get("body") if isinstance(text, dict) else text
    if not isinstance(body, str) or not body:
        raise ValueError("text must be words")
    return body


def _reaction(platform: Platform, wish: JsonObject) -> JsonObject:
    emoji, wanted = wish.get("emoji", ""), wish.get("message_id")
    if wanted not in platform.threads.messages or not isinstance(emoji, str):
        raise ValueError("a reaction needs the message_id of a known message, and an emoji ('' takes it off)")
    return {"message_id": wanted, "emoji": emoji} if emoji else {"message_id": wanted}


def _option(
    platform: Platform, number: ClinicNumber, patient: Patient, wish: JsonObject
) -> tuple[Message | None, JsonObject]:
    """Find the message that offered an option; a title given beside the id makes up an unheard-of one."""
    wanted = wish.get("id")
    if not isinstance(wanted, str) or not wanted:
        raise ValueError("a reply needs the id of an option")
    thread = platform.threads.thread(number.phone_number_id, patient.key)
    for message in reversed(thread):
        if wish.get("context") in (None, message.id):
            for option in options_in(message):
                if option["id"] == wanted:
                    return message, option
    if not isinstance(wish.get("title"), str):
        raise ValueError("no message offered this option; give a title to send it all the same")
    return None, {key: wish[key] for key in ("id", "title", "description") if key in wish}


def options_in(message: Message) -> list[JsonObject]:
    """List what a patient can tap in a message: each has id, title and perhaps description."""
    if message.is_from_patient:
        return []
    if message.kind == "template":
        return list(message.content.get("buttons", []))
    action = message.content.get("action", {}) if message.kind == "interactive" else {}
    buttons = [button["reply"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    options: Sequence[JsonObject] = buttons or rows
    return [{key: each[key] for key in ("id", "title", "description") if each.get(key)} for each in options]
