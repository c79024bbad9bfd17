"""What happens as a patient writes: it is kept, the assistant answers unless a person has the conversation."""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.assistant import hearing
from chatbookr_core.conversations.answering import note_waiting
from chatbookr_core.conversations.external_ids import find_named
from chatbookr_core.conversations.marks import Marks
from chatbookr_core.conversations.received import readable
from chatbookr_core.conversations.rules import placed
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of_message
from chatbookr_core.deployment import Deployment
from chatbookr_core.handoffs.reasons import HandoverReason
from chatbookr_core.inbox.afterwards import take_original
from chatbookr_core.inbox.keeping import Arrival, keep
from chatbookr_core.inbox.meeting import met
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import ChannelConnection, Conversation, Patient
from chatbookr_core.notices.acknowledging import note_acknowledged
from chatbookr_core.notices.reminders import note_answer
from chatbookr_sdk import MessageReceived

ARRIVED: Final = (
    *("last_inbound_at", "newest_sealed", "last_message_at", "last_received_at"),
    *("unread_count", "state", "snoozed_until"),
)
"""What changes of a conversation as a patient's message comes in."""


async def receive(deployment: Deployment, connection: ChannelConnection, fact: MessageReceived) -> bool:
    """Take in one message of a patient and let the assistant answer, unless a person has the conversation.

    What is said in a group is kept and answered by nobody: others would read the answer.
    Return False where the message is known already: the same delivery any number of times is one message.
    Needs a transaction; the conversation's row is locked, so that one conversation's messages come one by one.
    """
    now = deployment.clock.now()
    clinic_id = connection.clinic_id
    vault = deployment.vault
    patient, conversation = await met(connection, fact.sender, vault=vault, now=now)
    keys = await vault.patient_keys(clinic_id, patient.id)
    message_id = await _keep(connection, conversation, fact, keys, now)
    if message_id is None:
        return False
    is_private = fact.chat_group_id is None
    sent_at = min(fact.sent_at, now)
    if is_private and sent_at >= (conversation.last_inbound_at or sent_at):
        conversation.newest_sealed = keys.seal(columns.NEWEST_MESSAGE, conversation.id, fact.external_id)
    _note_arrival(conversation, sent_at if is_private else None, now)
    tell_of_message(message_id, clinic_id=clinic_id, conversation_id=conversation.id)
    if is_private:
        await note_answer(conversation, fact.content, keys, now)
        await note_acknowledged(conversation, fact.content, keys, now)
        await _answer(deployment, conversation, patient, fact, message_id, keys=keys)
        await note_waiting(conversation, now)
    else:
        await conversation.save(update_fields=ARRIVED)
    return True


async def _answer(
    deployment: Deployment,
    conversation: Conversation,
    patient: Patient,
    fact: MessageReceived,
    message_id: UUID,
    *,
    keys: PatientKeys,
) -> None:
    """Let the assistant answer unless a person has the conversation; a red flag calls somebody all the same."""
    if conversation.owner == "assistant" or hearing.is_opting(fact.content, keys, conversation):
        await hearing.hear(
            deployment,
            conversation,
            patient,
            hearing.event_of(fact.content, fact.sent_at),
            keys=keys,
            message_id=message_id,
            unsaved=ARRIVED,
        )
        return
    await conversation.save(update_fields=ARRIVED)
    if hearing.is_red_flag(fact.content):
        await _alert(conversation, message_id, deployment.clock.now())


async def _alert(conversation: Conversation, message_id: UUID, now: datetime) -> None:
    """Call somebody to a red flag where the assistant is silent: a person has the conversation, and may be away."""
    await ask_staff(
        "handover",
        clinic_id=conversation.clinic_id,
        conversation_id=conversation.id,
        dedupe_key=f"urgent:{message_id}",
        now=now,
        reason=HandoverReason.URGENT.value,
    )


def _note_arrival(conversation: Conversation, sent_at: datetime | None, now: datetime) -> None:
    """Let a conversation go on, whether it was put off or ended; None: said in a group, where nobody is answered.

    What is ARRIVED is saved by the caller, along with what comes of it.
    """
    if sent_at is not None:  # what is said in a group opens no window to answer one person in
        conversation.last_inbound_at = max(conversation.last_inbound_at or sent_at, sent_at)
    conversation.last_message_at = max(conversation.last_message_at, now)
    conversation.last_received_at = now
    conversation.unread_count += 1
    conversation.state, conversation.snoozed_until = "open", None


def _arrival_of(fact: MessageReceived, conversation: Conversation) -> Arrival:
    return Arrival(
        fact.external_id,
        readable(fact.content),
        placed(fact.sent_at, after=conversation.last_message_at),
        reply_to_external_id=fact.reply_to_external_id,
        marks=Marks(
            referral=fact.referral,
            chat_group_id=fact.chat_group_id,
            product_id=fact.product_id,
            is_forwarded=fact.is_forwarded,
        ),
    )


async def _keep(
    connection: ChannelConnection, conversation: Conversation, fact: MessageReceived, keys: PatientKeys, now: datetime
) -> UUID | None:
    """Write a message, or take it in as the original of an edit that was faster; None where it was known already."""
    arrival = _arrival_of(fact, conversation)
    message_id = await keep(conversation, arrival, keys, now)
    if message_id is not None:
        return message_id
    known = await find_named(keys, connection, fact.external_id)
    is_theirs = known is not None and (known.conversation_id, known.author) == (conversation.id, arrival.author)
    return known.id if known is not None and is_theirs and await take_original(known, arrival, keys) else None
