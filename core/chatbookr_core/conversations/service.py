"""What happens in a conversation: a patient writes, staff write, take over, hand back or close."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.conversations import assistant
from chatbookr_core.conversations.outbox import Author, say, tell_of_message
from chatbookr_core.conversations.queries import conversations_by_id
from chatbookr_core.conversations.rules import is_window_open, placed
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import ReturnedToAssistant
from chatbookr_core.errors import ConversationClosed, InvalidInput, NotFound, OutsideWindow
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.models import ChannelConnection, Conversation, Patient, StaffTask
from chatbookr_core.patients.service import recognise
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import MessageReceived, OptionChosen, OtherContent, Text, TextReceived

BODY_CHARS = 4096

INSERT_CONVERSATION = """
INSERT INTO conversation (id, clinic_id, patient_id, connection_id, state, owner, version, last_message_at,
    unread_count, created_at) VALUES ($1, $2, $3, $4, 'open', 'assistant', 0, $5, 0, $5)
ON CONFLICT (clinic_id, patient_id, connection_id) DO NOTHING
"""
INSERT_MESSAGE = """
INSERT INTO message (id, clinic_id, conversation_id, connection_id, direction, author, kind, body_sealed,
    content_sealed, external_id, reply_to_external_id, status, status_at, sent_at, created_at)
VALUES ($1, $2, $3, $4, 'inbound', 'patient', $5, $6, $7, $8, $9, 'received', $10, $11, $10)
ON CONFLICT (connection_id, external_id) DO NOTHING RETURNING id
"""


async def receive(deployment: Deployment, connection: ChannelConnection, fact: MessageReceived) -> bool:
    """Take in one message of a patient and let the assistant answer, unless a person has the conversation.

    Return False where the message is known already: the same delivery any number of times is one message.
    Needs a transaction; the conversation's row is locked, so that one conversation's messages come one by one.
    """
    now = deployment.clock.now()
    clinic_id = connection.clinic_id
    keys = await deployment.vault.clinic_keys(clinic_id)
    patient = await recognise(clinic_id=clinic_id, channel=connection.plugin, sender=fact.sender, keys=keys, now=now)
    conversation = await _conversation_with(patient, connection, now)
    message_id = await _keep(conversation, fact, keys, now)
    if message_id is None:
        return False
    is_first = conversation.last_inbound_at is None
    sent_at = min(fact.sent_at, now)
    conversation.last_inbound_at = max(conversation.last_inbound_at or sent_at, sent_at)
    conversation.last_message_at = max(conversation.last_message_at, now)
    conversation.unread_count += 1
    conversation.state = "open"
    await conversation.save(update_fields=["last_inbound_at", "last_message_at", "unread_count", "state"])
    tell_of_message(message_id, clinic_id=clinic_id, conversation_id=conversation.id)
    if conversation.owner == "assistant":
        await assistant.hear(
            deployment,
            conversation,
            patient,
            assistant.event_of(fact.content),
            message_id=message_id,
            is_first=is_first,
        )
    return True


async def _conversation_with(patient: Patient, connection: ChannelConnection, now: datetime) -> Conversation:
    await current_transaction().execute(
        INSERT_CONVERSATION, (new_id(), connection.clinic_id, patient.id, connection.id, now)
    )
    rows = Conversation.filter(clinic_id=connection.clinic_id, patient_id=patient.id, connection_id=connection.id)
    return await rows.select_for_update().get()


async def _keep(conversation: Conversation, fact: MessageReceived, keys: Keys, now: datetime) -> UUID | None:
    message_id = new_id()
    kind, body, content = _readable(fact)
    rows = await current_transaction().fetch(
        INSERT_MESSAGE,
        (
            message_id,
            conversation.clinic_id,
            conversation.id,
            conversation.connection_id,
            kind,
            keys.seal(columns.MESSAGE_BODY, message_id, body),
            keys.seal(columns.MESSAGE_CONTENT, message_id, content) if content is not None else None,
            fact.external_id,
            fact.reply_to_external_id,
            now,
            placed(fact.sent_at, after=conversation.last_message_at),
        ),
    )
    return message_id if rows else None


def _readable(fact: MessageReceived) -> tuple[str, str, str | None]:
    """Return the kind, what a person reads, and the whole content where there is more."""
    match fact.content:
        case TextReceived(body):
            return "text", body, None
        case OptionChosen(option_id, title):
            return "option", title, option_id
        case OtherContent(kind, raw):
            return kind[:24], f"[{kind}]", raw


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

    Raises NotFound, NotPermitted, InvalidInput, ConversationClosed, OutsideWindow.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_SEND)
    text = body.strip()
    if not text or len(text) > BODY_CHARS:
        raise InvalidInput(f"A message has 1 to {BODY_CHARS} characters.", field="body")
    if conversation.state == "closed":
        raise ConversationClosed()
    now = deployment.clock.now()
    if not is_window_open(conversation.last_inbound_at, now):
        raise OutsideWindow()
    if conversation.owner != "staff":
        await _give_to_staff(conversation, actor, None)
    keys = await deployment.vault.clinic_keys(conversation.clinic_id)
    return await say(conversation, Text(text), keys=keys, now=now, author=_author_of(actor))


async def take_over(deployment: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """Let a person speak: the assistant is silent until the conversation is returned to it."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    await _give_to_staff(conversation, actor, conversation.handover_reason)
    await close_tasks(conversation, deployment.clock.now())


async def return_to_assistant(deployment: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """Let the assistant speak again; it offers to go on where the patient was."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    if conversation.owner == "assistant":
        return
    conversation.owner, conversation.assignee_id, conversation.handover_reason = "assistant", None, None
    conversation.version += 1
    await conversation.save(update_fields=["owner", "assignee_id", "handover_reason", "version"])
    tell_of_conversation(conversation)
    await close_tasks(conversation, deployment.clock.now())
    if is_window_open(conversation.last_inbound_at, deployment.clock.now()):
        patient = await Patient.get(id=conversation.patient_id, clinic_id=conversation.clinic_id)
        await assistant.hear(deployment, conversation, patient, ReturnedToAssistant(), message_id=None)


async def close(deployment: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """End a conversation; the patient's next message opens it again, with the assistant."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    conversation.state, conversation.owner, conversation.assignee_id = "closed", "assistant", None
    conversation.unread_count, conversation.handover_reason = 0, None
    conversation.version += 1
    await conversation.save(
        update_fields=["state", "owner", "assignee_id", "unread_count", "handover_reason", "version"]
    )
    tell_of_conversation(conversation)
    await close_tasks(conversation, deployment.clock.now())


async def mark_read(actor: Actor, conversation_id: UUID) -> None:
    """Note that staff have seen everything so far."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_READ)
    if conversation.unread_count:
        conversation.unread_count = 0
        await conversation.save(update_fields=["unread_count"])
        tell_of_conversation(conversation)


async def _give_to_staff(conversation: Conversation, actor: Actor, reason: str | None) -> None:
    conversation.owner, conversation.handover_reason = "staff", reason
    conversation.assignee_id = _user_of(actor)
    conversation.version += 1
    await conversation.save(update_fields=["owner", "assignee_id", "handover_reason", "version"])
    tell_of_conversation(conversation)


def tell_of_conversation(conversation: Conversation) -> None:
    """Let subscribers know that the conversation itself is not as it was, once this has committed."""
    current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))


async def close_tasks(conversation: Conversation, now: datetime) -> None:
    """Tick off what asked a person to look at this conversation."""
    open_tasks = StaffTask.filter(clinic_id=conversation.clinic_id, conversation_id=conversation.id, state="open")
    if await open_tasks.update(state="done", done_at=now):
        current_transaction().tell(Change("task", conversation.clinic_id, conversation.id))


def _author_of(actor: Actor) -> Author:
    if isinstance(actor, KeyActor):
        return Author("partner", key_id=actor.key_id)
    return Author("staff", user_id=_user_of(actor))


def _user_of(actor: Actor) -> UUID | None:
    return actor.user_id if isinstance(actor, StaffActor) else None
