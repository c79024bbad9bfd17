"""Reads what the WhatsApp Business app on the clinic's phone shares: echoes, its past, calls, and its address book.

Shapes: Meta, "Onboarding WhatsApp Business app users (coexistence)": smb_message_echoes, history, smb_app_state_sync;
"Calling API: webhooks".
"""

from collections.abc import Iterator
from datetime import datetime

from chatbookr_sdk import (
    AccountNotice,
    CallReported,
    CallState,
    DeliveryStatus,
    Fact,
    MessageEchoed,
    NoticeEffect,
    PastMessage,
    Sender,
    UnknownFact,
)
from chatbookr_whatsapp.messages import about_message
from chatbookr_whatsapp.reading import Change, Json, code, dict_of, instant, list_of, person, raw, word
from chatbookr_whatsapp.received import content_of

_PAST_STATUSES = {
    "DELIVERED": DeliveryStatus.DELIVERED,
    "ERROR": DeliveryStatus.FAILED,
    "PENDING": DeliveryStatus.SENT,
    "PLAYED": DeliveryStatus.PLAYED,
    "READ": DeliveryStatus.READ,
    "SENT": DeliveryStatus.SENT,
}
_LAST_PHASE = 2
_CALL_STATES = {
    "connect": CallState.RINGING,
    "ringing": CallState.RINGING,
    "accepted": CallState.ACCEPTED,
    "rejected": CallState.REJECTED,
    "completed": CallState.ENDED,
    "terminate": CallState.ENDED,
    "failed": CallState.FAILED,
}
_LONGEST_CALL_SECONDS = 7 * 86_400


def echo_fact(change: Change, item: object) -> Fact:
    """Read one message that the clinic sent from its phone."""
    message = dict_of(item)
    external_id = word(message.get("id"))
    recipient = person(message.get("to"), message.get("to_user_id"), change.contacts)
    if change.account is None or external_id is None or recipient is None or "group_id" in message:
        return UnknownFact(change.account, f"message_echoes.{code(message.get('type'))}", raw(item))
    at = instant(message.get("timestamp"), change.now)
    found = about_message(change.account, external_id, recipient, at, message, is_from_clinic=True)
    if found is not None:
        return found
    reply_to = word(dict_of(message.get("context")).get("id"))
    return MessageEchoed(change.account, external_id, recipient, at, content_of(message), reply_to)


def history_facts(change: Change, item: object) -> Iterator[Fact]:
    """Read one chunk of the phone's past: how far the import is, then every message of every thread."""
    chunk = dict_of(item)
    metadata = dict_of(chunk.get("metadata"))
    threads, errors = chunk.get("threads"), chunk.get("errors")
    if change.account is None or not (isinstance(threads, list) or isinstance(errors, list)):
        yield UnknownFact(change.account, "history.chunk", raw(item))
        return
    refusal = word(dict_of(next(iter(list_of(errors)), None)).get("code"))
    detail = {key: word(metadata.get(key)) for key in ("phase", "chunk_order", "progress")} | {"error": refusal}
    effect = NoticeEffect.LOOK if refusal else NoticeEffect.NONE
    event = "refused" if refusal else "imported"
    yield AccountNotice(change.account, change.group_id, "history", event, change.now, raw(detail), effect)
    phase = _phase(metadata.get("phase"))
    for thread in list_of(threads):
        messages = dict_of(thread).get("messages")
        if not isinstance(messages, list):
            yield UnknownFact(change.account, "history.thread", raw(thread))
            continue
        for message in messages:
            yield past_fact(change, message, phase, dict_of(thread))


def past_fact(change: Change, item: object, phase: int, thread: Json) -> Fact:
    """Read one message of the phone's past; the thread names whom it was with."""
    message = dict_of(item)
    context = dict_of(message.get("history_context"))
    external_id, with_whom = word(message.get("id")), word(thread.get("id"))
    is_from_clinic = context.get("from_me") is True or "to" in message
    if with_whom is None:
        with_whom = word(message.get("to" if is_from_clinic else "from"))
    is_from_clinic = is_from_clinic or (with_whom is not None and word(message.get("from")) not in (None, with_whom))
    who = person(with_whom, dict_of(thread.get("context")).get("user_id"), change.contacts)
    if change.account is None or external_id is None or who is None or "timestamp" not in message:
        return UnknownFact(change.account, f"history.{code(message.get('type'))}", raw(item))
    return PastMessage(
        account=change.account,
        external_id=external_id,
        person=who,
        is_from_clinic=is_from_clinic,
        sent_at=instant(message.get("timestamp"), change.now),
        content=content_of(message),
        phase=phase,
        status=_PAST_STATUSES.get(str(context.get("status")).upper()) if is_from_clinic else None,
        reply_to_external_id=word(dict_of(message.get("context")).get("id")),
    )


def _phase(value: object) -> int:
    written = word(value)
    return min(int(written), _LAST_PHASE) if written in ("0", "1", "2") else _LAST_PHASE


def address_book_fact(change: Change, items: list[object]) -> Fact:
    """Say how many contacts of the phone's address book changed, and nothing of them: most are no patients."""
    actions = [code(dict_of(item).get("action")) for item in items]
    detail = {action: actions.count(action) for action in sorted(set(actions))}
    return AccountNotice(change.account, change.group_id, "address_book", "changed", change.now, raw(detail))


def call_fact(change: Change, item: object) -> Fact:
    """Read one report of a call; media descriptions (SDP) are of no use after it and are not kept."""
    call = dict_of(item)
    external_id = word(call.get("id"))
    event = str(call.get("event")).lower()
    state = _CALL_STATES.get(str(call.get("status")).lower()) or _CALL_STATES.get(event)
    is_from_clinic = call.get("direction") == "BUSINESS_INITIATED" or "recipient_id" in call
    who = _called(change, call, is_from_clinic=is_from_clinic)
    if change.account is None or external_id is None or state is None or who is None:
        return UnknownFact(change.account, f"calls.{code(call.get('event') or call.get('status'))}", raw(item))
    at: datetime = instant(call.get("timestamp"), change.now)
    return CallReported(change.account, external_id, who, is_from_clinic, state, at, _seconds(call.get("duration")))


def _called(change: Change, call: Json, *, is_from_clinic: bool) -> Sender | None:
    if is_from_clinic:
        return person(call.get("to") or call.get("recipient_id"), call.get("recipient_user_id"), change.contacts)
    return person(call.get("from"), call.get("from_user_id"), change.contacts)


def _seconds(value: object) -> int | None:
    written = word(value)
    if written is None or not written.isascii() or not written.isdigit() or len(written) > 6:
        return None
    return min(int(written), _LONGEST_CALL_SECONDS)
