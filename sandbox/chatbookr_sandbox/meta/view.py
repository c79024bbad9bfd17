"""A thread as the patient sees it on the phone."""

from __future__ import annotations

from datetime import UTC, datetime

from chatbookr_sandbox.meta.accounts import ClinicNumber
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import JsonObject
from chatbookr_sandbox.meta.speech import REPLIES, options_in
from chatbookr_sandbox.meta.threads import Message, Patient

FILES = ("image", "audio", "video", "document", "sticker")
MEDIA_LABELS = {
    "image": "Photo",
    "audio": "Voice message",
    "video": "Video",
    "document": "Document",
    "sticker": "Sticker",
    "location": "Location",
    "contacts": "Contact",
    "unsupported": "Unsupported message",
}


def thread_view(platform: Platform, number: ClinicNumber, patient: Patient) -> JsonObject:
    """Describe the whole thread; reactions stand on the messages they belong to."""
    thread = platform.threads.thread(number.phone_number_id, patient.key)
    shown = [each for each in thread if each.kind != "reaction" and each.error_code is None]
    return {
        "number": number_view(number),
        "patient": patient_view(patient, number),
        "is_typing": platform.threads.is_typing(number.phone_number_id, patient.key),
        "messages": [message_view(platform, each) for each in shown],
    }


def number_view(number: ClinicNumber) -> JsonObject:
    """Describe a clinic's number."""
    return {
        "phone_number_id": number.phone_number_id,
        "waba_id": number.waba_id,
        "display_phone_number": number.display_phone_number,
        "verified_name": number.verified_name,
    }


def patient_view(patient: Patient, number: ClinicNumber) -> JsonObject:
    """Describe a patient as this number's business knows them."""
    return {
        "key": patient.key,
        "name": patient.name,
        "wa_id": patient.wa_id,
        "user_id": patient.user_id_for(number.waba_id),
    }


def message_view(platform: Platform, message: Message) -> JsonObject:
    """Describe one message: words, options to tap, ticks; `content` holds the Graph API's own object."""
    parts = message.content if message.kind in ("interactive", "template") else {}
    return {
        "id": message.id,
        "from": "patient" if message.is_from_patient else "clinic",
        "at": datetime.fromtimestamp(message.at, UTC).isoformat(),
        "type": message.kind,
        "text": text_of(message),
        "header": _part_text(parts.get("header")),
        "footer": _part_text(parts.get("footer")),
        "buttons": [] if _sections(message) else options_in(message),
        "list": _list_of(message),
        "context": _quoted(platform, message.context_id),
        "status": message.status,
        "reaction": message.reaction,
        "content": message.content,
        "file": _file_of(platform, message),
    }


def _file_of(platform: Platform, message: Message) -> JsonObject | None:
    media_id = message.content.get("id") if message.kind in FILES else None
    file = platform.media.find(str(media_id), platform.now()) if media_id is not None else None
    if file is None:
        return None
    name = message.content.get("filename")
    return {"url": f"/sandbox/meta/files/{file.id}", "mime_type": file.mime_type, "name": name}


def text_of(message: Message) -> str:
    """Give the words of a message as a person reads them."""
    content = message.content
    if message.kind == "text":
        return str(content.get("body", ""))
    if message.kind == "button":
        return str(content.get("text", ""))
    if message.kind == "interactive" and content.get("type") in REPLIES:
        return str(content[content["type"]].get("title", ""))
    if message.kind in ("interactive", "template"):
        return _part_text(content.get("body")) or ""
    label = MEDIA_LABELS.get(message.kind, message.kind)
    caption = content.get("caption") or content.get("filename") or content.get("name")
    return f"{label}: {caption}" if isinstance(caption, str) else label


def _part_text(part: object) -> str | None:
    if isinstance(part, dict):
        part = part.get("text")
    return part if isinstance(part, str) else None


def _sections(message: Message) -> list[JsonObject]:
    if message.is_from_patient or message.kind != "interactive":
        return []
    return list(message.content.get("action", {}).get("sections", []))


def _list_of(message: Message) -> JsonObject | None:
    sections = _sections(message)
    return {"button": message.content["action"]["button"], "sections": sections} if sections else None


def _quoted(platform: Platform, message_id: str | None) -> JsonObject | None:
    message = platform.threads.messages.get(message_id or "")
    if message is None:
        return None
    return {"id": message.id, "from": "patient" if message.is_from_patient else "clinic", "text": text_of(message)}
