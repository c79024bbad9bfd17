"""What the clinic does on its own phone: messages from there, what was said before we were there, and calls."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from chatbookr_core.conversations.answering import note_answered
from chatbookr_core.conversations.external_ids import find_named
from chatbookr_core.conversations.marks import PHONE_APP
from chatbookr_core.conversations.received import Readable, readable
from chatbookr_core.conversations.rules import heard_by_call, is_later_call, is_still_spoken
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of, tell_of_message
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.inbox.afterwards import take_original
from chatbookr_core.inbox.keeping import Arrival, add, conversation_of, keep, opened, rewrite
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.media.owing import owe_file
from chatbookr_core.models import ChannelConnection, Conversation
from chatbookr_sdk import CallReported, CallState, MessageEchoed, PastMessage

PLACEHOLDER = "media_placeholder"
HANDED_OVER = "phone_app"
TAKEN = (
    *("last_message_at", "unread_count", "owner", "assignee_id", "state", "snoozed_until", "handover_reason"),
    "version",
)
"""What an echo changes of a conversation."""


async def echo(deployment: Deployment, connection: ChannelConnection, fact: MessageEchoed) -> None:
    """Keep what the clinic wrote from its phone; the assistant is silent then, for a person speaks.

    Needs a transaction.
    """
    now = deployment.clock.now()
    conversation, keys = await conversation_of(deployment, connection, fact.recipient, is_addressed=True)
    arrival = Arrival(
        fact.external_id,
        readable(fact.content),
        min(fact.sent_at, now),
        direction="outbound",
        author=PHONE_APP,
        status="sent",
        reply_to_external_id=fact.reply_to_external_id,
    )
    message_id = await keep(conversation, arrival, keys, now)
    if message_id is None:
        await _take_original(connection, arrival, keys)
        return
    conversation.last_message_at = max(conversation.last_message_at, now)
    tell_of_message(message_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    if is_still_spoken(fact.sent_at, now):
        conversation.unread_count = 0
        await note_answered(conversation)
        if conversation.owner != "staff":
            conversation.owner, conversation.assignee_id = "staff", None
            conversation.state, conversation.snoozed_until = "open", None
            conversation.handover_reason = HANDED_OVER
            conversation.version += 1
        current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))
    await conversation.save(update_fields=TAKEN)


async def remember(deployment: Deployment, connection: ChannelConnection, fact: PastMessage) -> None:
    """Keep a message of before; nobody is asked to answer it, and a placeholder is filled in. Needs a transaction."""
    now = deployment.clock.now()
    sent_at = min(fact.sent_at, now)
    conversation, keys = await conversation_of(deployment, connection, fact.person, spoken_at=sent_at)
    content = readable(fact.content)
    is_ours = fact.is_from_clinic
    arrival = Arrival(
        fact.external_id,
        content,
        sent_at,
        direction="outbound" if is_ours else "inbound",
        author=PHONE_APP if is_ours else "patient",
        status=(fact.status or "sent") if is_ours else "received",
        reply_to_external_id=fact.reply_to_external_id,
        history_phase=fact.phase,
    )
    message_id = await keep(conversation, arrival, keys, now)
    if message_id is None:
        await _fill_in(connection, conversation, fact.external_id, content, keys, now)
        return
    if sent_at > conversation.last_message_at:
        conversation.last_message_at = sent_at
        await conversation.save(update_fields=["last_message_at"])
    tell_of_message(message_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)


async def _fill_in(
    connection: ChannelConnection,
    conversation: Conversation,
    external_id: str,
    content: Readable,
    keys: PatientKeys,
    now: datetime,
) -> None:
    """Put the file in where the import first said only that there was one."""
    message = await find_named(keys, connection, external_id)
    if message is None or message.conversation_id != conversation.id:
        return
    if message.kind == PLACEHOLDER and content.kind != PLACEHOLDER and message.revoked_at is None:
        await rewrite(message, content, keys)
        await owe_file(message.id, conversation.id, conversation.clinic_id, content, keys, now)
        tell_of(message)


async def note_call(deployment: Deployment, connection: ChannelConnection, fact: CallReported) -> None:
    """Keep a call as one message of its conversation, however many reports of it come. Needs a transaction.

    A patient who called is answered by nobody here: staff are asked to call back, once, and may write meanwhile.
    """
    now = deployment.clock.now()
    conversation, keys = await conversation_of(deployment, connection, fact.person, is_addressed=fact.is_from_clinic)
    await _note_heard(conversation, heard_by_call(fact), now)
    content = _call(fact)
    arrival = Arrival(fact.external_id, content, min(fact.at, now))
    if fact.is_from_clinic:
        arrival = replace(arrival, direction="outbound", author=PHONE_APP, status="sent")
    message_id = await add(conversation, arrival, keys, now)
    if message_id is None:
        await _note_progress(connection, conversation, fact, keys)
        return
    if not fact.is_from_clinic:
        await ask_staff(
            "call_received",
            clinic_id=conversation.clinic_id,
            conversation_id=conversation.id,
            dedupe_key=f"call_received:{message_id}",
            now=now,
        )


async def _note_heard(conversation: Conversation, heard_at: datetime | None, now: datetime) -> None:
    """Let the window for free text be open since then, unless it is since later; None: nobody was heard."""
    if heard_at is None or heard_at <= (conversation.last_inbound_at or datetime.min.replace(tzinfo=UTC)):
        return
    conversation.last_inbound_at = min(heard_at, now)
    await conversation.save(update_fields=["last_inbound_at"])
    current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))


async def _note_progress(
    connection: ChannelConnection, conversation: Conversation, fact: CallReported, keys: PatientKeys
) -> None:
    message = await find_named(keys, connection, fact.external_id)
    if message is None or message.conversation_id != conversation.id or message.kind != "call":
        return
    standing = json.loads(opened(message, keys).content or "{}")
    known = CallState(standing["state"])
    if is_later_call(known, datetime.fromisoformat(standing["at"]), fact.state, fact.at):
        await rewrite(message, _call(fact), keys)
        tell_of(message)


def _call(fact: CallReported) -> Readable:
    lasted = f", {fact.seconds} s" if fact.seconds else ""
    content = {"state": fact.state.value, "at": fact.at.isoformat(), "seconds": fact.seconds}
    return Readable("call", f"[call] {fact.state.value}{lasted}", json.dumps(content))


async def _take_original(connection: ChannelConnection, arrival: Arrival, keys: PatientKeys) -> None:
    message = await find_named(keys, connection, arrival.external_id)
    if message is not None and message.author == arrival.author:
        await take_original(message, arrival, keys)
