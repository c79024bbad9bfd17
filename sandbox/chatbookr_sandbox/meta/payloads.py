"""The JSON Meta sends to a webhook: patients' messages and the fate of the clinic's."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

from chatbookr_sandbox.meta.accounts import ClinicNumber
from chatbookr_sandbox.meta.refusals import KNOWN, JsonObject
from chatbookr_sandbox.meta.threads import WINDOW_SECONDS, Message, Patient

ERRORS_PAGE = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
TEMPLATE_CATEGORIES = ("marketing", "utility", "authentication")


def contact_of(patient: Patient, waba_id: str) -> JsonObject:
    """Describe a patient; without a visible phone number there is no `wa_id`."""
    contact: JsonObject = {"profile": {"name": patient.name}}
    if patient.wa_id is not None:
        contact["wa_id"] = patient.wa_id
    contact["user_id"] = patient.user_id_for(waba_id)
    return contact


def message_of(message: Message, patient: Patient, number: ClinicNumber) -> JsonObject:
    """Describe what a patient sent."""
    said: JsonObject = {}
    if message.context_id is not None:
        said["context"] = {"from": number.wa_id, "id": message.context_id}
    if patient.wa_id is not None:
        said["from"] = patient.wa_id
    said["from_user_id"] = patient.user_id_for(number.waba_id)
    said |= {"id": message.id, "timestamp": str(message.at), "type": message.kind}
    if message.kind == "unsupported":
        said["errors"] = [_kept_back(message.content)]
    else:
        said[message.kind] = message.content
    return said


def _kept_back(content: JsonObject) -> JsonObject:
    """Say why a message is not passed on: for its kind, or by what the `code` and the `title` of it say."""
    if type(content.get("code")) is not int:
        return error_of(131051, "Message type is currently not supported.")
    return error_of(content["code"], title=str(content["title"]) if "title" in content else None)


def error_of(code: int, details: str | None = None, *, title: str | None = None) -> JsonObject:
    """Describe an error the way it stands inside deliveries."""
    title = title or KNOWN.get(code, (400, "Unknown error"))[1]
    data = {"details": details or title}
    return {"code": code, "title": title, "message": title, "error_data": data, "href": ERRORS_PAGE}


def status_of(message: Message, patient: Patient, number: ClinicNumber, status: str, *, at: int) -> JsonObject:
    """Describe what became of a message the clinic sent; `at` is epoch seconds."""
    told: JsonObject = {"id": message.id, "status": status, "timestamp": str(at)}
    if patient.wa_id is not None:
        told["recipient_id"] = patient.wa_id
    told["recipient_user_id"] = patient.user_id_for(number.waba_id)
    if message.callback_data is not None:
        told["biz_opaque_callback_data"] = message.callback_data
    if status == "failed":
        told["errors"] = [error_of(message.error_code or 131000)]
        return told
    category = _category_of(message)
    conversation: JsonObject = {"id": _conversation_id(message, number), "origin": {"type": category}}
    if status == "sent":
        conversation["expiration_timestamp"] = str(message.at + WINDOW_SECONDS)
    told["conversation"] = conversation
    is_billable = category != "service"
    told["pricing"] = {
        "billable": is_billable,
        "pricing_model": "PMP",
        "category": category,
        "type": "regular" if is_billable else "free_customer_service",
    }
    return told


def _category_of(message: Message) -> str:
    category = str(message.content.get("category", "")).lower() if message.kind == "template" else ""
    return category if category in TEMPLATE_CATEGORIES else "service"


def _conversation_id(message: Message, number: ClinicNumber) -> str:
    day = message.at // WINDOW_SECONDS
    return hashlib.sha256(f"{number.phone_number_id}/{message.patient}/{day}".encode()).hexdigest()[:32]


def change_of(
    number: ClinicNumber,
    *,
    contacts: Sequence[JsonObject],
    messages: Sequence[JsonObject] = (),
    statuses: Sequence[JsonObject] = (),
) -> JsonObject:
    """Wrap messages and statuses of one number as a change of the field `messages`."""
    metadata = {"display_phone_number": number.wa_id, "phone_number_id": number.phone_number_id}
    value: JsonObject = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": list(contacts)}
    if messages:
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    return {"value": value, "field": "messages"}


def delivery_of(entries: Sequence[tuple[str, Sequence[JsonObject]]], *, at: int | None = None) -> str:
    """Write a delivery from (WABA id, changes) pairs, escaped to ASCII as Meta's bodies are.

    What is about an account says when it was, `at` epoch seconds: the same again is another event.
    """
    time: JsonObject = {} if at is None else {"time": at}
    whole = {
        "object": "whatsapp_business_account",
        "entry": [{"id": waba_id} | time | {"changes": list(changes)} for waba_id, changes in entries],
    }
    return json.dumps(whole, ensure_ascii=True, separators=(",", ":"))


def signature_of(body: bytes, app_secret: str) -> str:
    """Sign a delivery's raw bytes for the header `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
