"""What happens in a conversation: a patient writes, staff write, take over or hand back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.assistant import hearing
from chatbookr_core.channels.connections import GIVEN_UP
from chatbookr_core.conversations.answering import note_answered, note_waiting
from chatbookr_core.conversations.external_ids import find_named
from chatbookr_core.conversations.marks import Marks
from chatbookr_core.conversations.queries import conversations_by_id
from chatbookr_core.conversations.received import readable
from chatbookr_core.conversations.rules import is_window_open, placed
from chatbookr_core.conversations.seen import note_seen
from chatbookr_core.conversations.tasks import ask_staff, close_tasks
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import ReturnedToAssistant
from chatbookr_core.errors import ConversationClosed, InvalidInput, NeedsReconnect, NotFound, OutsideWindow
from chatbookr_core.events import Change
from chatbookr_core.handoffs.reasons import HandoverReason
from chatbookr_core.inbox.afterwards import take_original
from chatbookr_core.inbox.keeping import Arrival, keep
from chatbookr_core.inbox.meeting import met
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import ChannelConnection, Conversation, Patient
from chatbookr_core.notices.acknowledging import note_acknowledged
from chatbookr_core.notices.reminders import note_answer
from chatbookr_core.outbox.saying import Author, say, tell_of_message
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import MessageReceived, Text

BODY_CHARS = 4096
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


async def conversation_for_change(actor: Actor, conversation_id: UUID, permission: Permission) -> Conversation:
    """Lock and return a conversation the actor may change. Raises NotFound (also for one out of their reach)."""
    rows = Conversation.filter(id=conversation_id)  # any clinic: the actor's is checked next
    found = await rows.select_for_update().get_or_none()
    if found is None or not permissions_in(actor, found.clinic_id):
        raise NotFound()
    reach = reach_in(actor, found.clinic_id)
    if reach.is_limited and not await conversations_by_id(reach, [found.id]):
        raise NotFound()
    require(actor, permission, found.clinic_id)
    return found


async def send_message(deployment: Deployment, actor: Actor, conversation_id: UUID, body: str) -> UUID:
    """Let staff or a partner write to the patient; who writes takes the conversation over.

    Raises NotFound, NotPermitted, InvalidInput, ConversationClosed, NeedsReconnect, OutsideWindow.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_SEND)
    text = body.strip()
    if not text or len(text) > BODY_CHARS:
        raise InvalidInput(f"A message has 1 to {BODY_CHARS} characters.", field="body")
    await check_going_on(conversation)
    now = deployment.clock.now()
    if not is_window_open(conversation.last_inbound_at, now):
        raise OutsideWindow()
    await take_by_writing(conversation, actor, now)
    await note_seen(conversation, _user_of(actor))
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    return await say(conversation, Text(text), keys=keys, now=now, author=author_of(actor))


async def check_going_on(conversation: Conversation) -> None:
    """See that something can be said: what is given to a disconnected channel fails, to a lost one it waits.

    Raises ConversationClosed, NeedsReconnect.
    """
    if conversation.state == "closed":
        raise ConversationClosed()
    channel = ChannelConnection.filter(id=conversation.connection_id, clinic_id=conversation.clinic_id)
    if await channel.filter(state__in=GIVEN_UP).exists():
        raise NeedsReconnect("That channel is disconnected: connect it again.")


async def take_by_writing(conversation: Conversation, actor: Actor, now: datetime) -> None:
    """Let whoever writes have the conversation, unless a person has it already; nobody need answer it any more."""
    is_with_staff = conversation.owner == "staff"
    if is_with_staff and (conversation.assignee_id is not None or _user_of(actor) is None):
        return
    await give_to_staff(conversation, actor, conversation.handover_reason if is_with_staff else None)
    await close_tasks(conversation, now, kind="handover")


async def take_over(deployment: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """Let a person speak: the assistant is silent until the conversation is returned to it."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    await give_to_staff(conversation, actor, conversation.handover_reason)
    await close_tasks(conversation, deployment.clock.now())


async def return_to_assistant(deployment: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """Let the assistant speak again; it offers to go on where the patient was."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    if conversation.owner == "assistant":
        return
    conversation.owner, conversation.assignee_id, conversation.team_id = "assistant", None, None
    conversation.handover_reason = None
    conversation.version += 1
    await conversation.save(update_fields=["owner", "assignee_id", "team_id", "handover_reason", "version"])
    tell_of_conversation(conversation)
    await note_answered(conversation)
    await close_tasks(conversation, deployment.clock.now())
    if is_window_open(conversation.last_inbound_at, deployment.clock.now()):
        patient = await Patient.get(id=conversation.patient_id, clinic_id=conversation.clinic_id)
        keys = await deployment.vault.patient_keys(conversation.clinic_id, patient.id)
        await hearing.hear(deployment, conversation, patient, ReturnedToAssistant(), keys=keys, message_id=None)


async def mark_read(actor: Actor, conversation_id: UUID) -> None:
    """Note that somebody has seen everything so far: a colleague for themselves, and that anybody has."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_READ)
    is_new = await note_seen(conversation, _user_of(actor))
    if is_new or conversation.unread_count:
        conversation.unread_count = 0
        await conversation.save(update_fields=["unread_count"])
        tell_of_conversation(conversation)


async def give_to_staff(conversation: Conversation, actor: Actor, reason: str | None) -> None:
    """Let a person speak from now on."""
    conversation.owner, conversation.handover_reason = "staff", reason
    conversation.assignee_id = _user_of(actor)
    conversation.version += 1
    await conversation.save(update_fields=["owner", "assignee_id", "handover_reason", "version"])
    tell_of_conversation(conversation)


def tell_of_conversation(conversation: Conversation) -> None:
    """Let subscribers know that the conversation itself is not as it was, once this has committed."""
    current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))


def author_of(actor: Actor) -> Author:
    """Say as whom somebody writes."""
    if isinstance(actor, KeyActor):
        return Author("partner", key_id=actor.key_id)
    return Author("staff", user_id=_user_of(actor))


def _user_of(actor: Actor) -> UUID | None:
    return actor.user_id if isinstance(actor, StaffActor) else None
