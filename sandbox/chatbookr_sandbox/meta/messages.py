"""`POST /{phone_number_id}/messages`: a clinic speaks, reacts, or says that it has read."""

from __future__ import annotations

from starlette.requests import Request

from chatbookr_sandbox.meta.accounts import ClinicNumber
from chatbookr_sandbox.meta.files import check_file
from chatbookr_sandbox.meta.graph import grant_in, json_object_in
from chatbookr_sandbox.meta.identifiers import digits_of
from chatbookr_sandbox.meta.limits import check_message, text_in
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject, bad_parameter, invalid
from chatbookr_sandbox.meta.threads import Message, Patient

PAIR_MESSAGES, PAIR_SECONDS = 45, 270


async def send(platform: Platform, request: Request) -> JsonObject:
    """Accept a message for a patient, or a read receipt with or without typing indicator.

    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
    """
    grant = grant_in(platform, request)
    number = platform.accounts.number_for(request.path_params["object_id"], grant)
    if not number.is_registered:
        raise GraphRefusal(133010)
    said = json_object_in(await request.body())
    if said.get("messaging_product") != "whatsapp":
        raise bad_parameter("The parameter messaging_product is required.")
    if "status" in said:
        return _read(platform, number, said)
    kind = check_message(said)
    patient, contact = _recipient(platform, number, said)
    if kind == "reaction":
        return _react(platform, patient, said["reaction"], contact)
    check_file(platform, number, kind, said[kind])
    _refuse_fast(platform, number, patient)
    message = _message(platform, number, patient, kind, said)
    _refuse_late(platform, number, patient, kind)
    platform.say(number, patient, message)
    accepted = {"message_status": "accepted"} if kind == "template" else {}
    return _accepted(contact, {"id": message.id} | accepted)


def _message(platform: Platform, number: ClinicNumber, patient: Patient, kind: str, said: JsonObject) -> Message:
    is_template = kind == "template"
    return Message(
        id=platform.new_message_id(patient, is_from_patient=False),
        phone_number_id=number.phone_number_id,
        patient=patient.key,
        is_from_patient=False,
        at=platform.now(),
        kind=kind,
        content=platform.templates.fill(number.waba_id, said[kind]) if is_template else said[kind],
        context_id=(said.get("context") or {}).get("message_id"),
        callback_data=said.get("biz_opaque_callback_data"),
    )


def _accepted(contact: JsonObject, message: JsonObject) -> JsonObject:
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}


def _recipient(platform: Platform, number: ClinicNumber, said: JsonObject) -> tuple[Patient, JsonObject]:
    to, recipient = said.get("to"), said.get("recipient")
    if to is None and recipient is None:
        raise bad_parameter("The parameter to is required.")
    if to is not None:
        wa_id = digits_of(str(to))
        if not 5 <= len(wa_id) <= 15:
            raise invalid("Recipient phone number is not valid")
        if wa_id == number.wa_id:
            raise GraphRefusal(131021)
        if platform.behaviour.knows_only_listed and wa_id not in platform.threads.patients:
            raise GraphRefusal(131030, details="Recipient phone number not in allowed list")
        return platform.threads.meet(wa_id), {"input": str(to), "wa_id": wa_id}
    patient = platform.threads.find_by_user_id(number.waba_id, str(recipient))
    if patient is None:
        raise invalid("Recipient is not a known business-scoped user ID of this business")
    return patient, {"input": str(recipient), "user_id": str(recipient)}


def _refuse_fast(platform: Platform, number: ClinicNumber, patient: Patient) -> None:
    if not platform.behaviour.limits_pairs:
        return
    since = platform.now() - PAIR_SECONDS
    thread = platform.threads.thread(number.phone_number_id, patient.key)
    if sum(not each.is_from_patient and each.at > since for each in thread) >= PAIR_MESSAGES:
        raise GraphRefusal(131056)


def _refuse_late(platform: Platform, number: ClinicNumber, patient: Patient, kind: str) -> None:
    if kind == "template" or not platform.behaviour.refuses_late_at_once:
        return
    if not platform.threads.is_window_open(number.phone_number_id, patient.key, now=platform.now()):
        details = "Message failed to send because more than 24 hours have passed since the customer last replied"
        raise GraphRefusal(131047, details=f"{details} to this number.")


def _read(platform: Platform, number: ClinicNumber, said: JsonObject) -> JsonObject:
    if said["status"] != "read":
        raise bad_parameter("Param status must be one of {READ}")
    wanted = text_in(said, "message_id", "message_id", 512)
    message = platform.threads.messages.get(wanted)
    if message is None or not message.is_from_patient or message.phone_number_id != number.phone_number_id:
        raise GraphRefusal(100, "(#100) Invalid parameter", subcode=2494010)
    for each in platform.threads.thread(number.phone_number_id, message.patient):
        if each.is_from_patient and each.at <= message.at:
            platform.threads.raise_status(each.id, "read")
    if said.get("typing_indicator") is not None:
        platform.threads.show_typing(number.phone_number_id, message.patient)
    platform.context.state.touch()
    return {"success": True}


def _react(platform: Platform, patient: Patient, reaction: JsonObject, contact: JsonObject) -> JsonObject:
    message = platform.threads.messages.get(reaction["message_id"])
    if message is None or message.patient != patient.key:
        raise invalid("Reaction message_id is not a message of this conversation")
    platform.threads.react(message.id, reaction["emoji"])
    platform.context.state.touch()
    return _accepted(contact, {"id": platform.new_message_id(patient, is_from_patient=False)})
