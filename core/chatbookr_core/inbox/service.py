"""What staff do in a conversation: write, take it over, hand it back, read."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.assistant import hearing
from chatbookr_core.channels.connections import GIVEN_UP
from chatbookr_core.conversations.answering import note_answered
from chatbookr_core.conversations.queries import conversations_by_id
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.conversations.seen import note_seen, note_unseen
from chatbookr_core.conversations.tasks import close_tasks
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import ReturnedToAssistant
from chatbookr_core.errors import ConversationClosed, NeedsReconnect, NotFound, OutsideWindow
from chatbookr_core.events import Change
from chatbookr_core.models import ChannelConnection, Conversation, Patient
from chatbookr_core.outbox.quoting import hash_to_quote
from chatbookr_core.outbox.saying import Author, say
from chatbookr_core.reach import reach_in
from chatbookr_core.texts import words_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import Text

BODY_CHARS = 4096


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


async def send_message(
    deployment: Deployment, actor: Actor, conversation_id: UUID, body: str, *, reply_to: UUID | None = None
) -> UUID:
    """Let staff or a partner write to the patient; who writes takes the conversation over.

    `reply_to` is a message of the conversation that it quotes. Raises NotFound, NotPermitted, InvalidInput,
    ConversationClosed, NeedsReconnect, OutsideWindow, NotQuotable.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_SEND)
    text = words_from(body, BODY_CHARS, field="body")
    await check_going_on(conversation)
    now = deployment.clock.now()
    if not is_window_open(conversation.last_inbound_at, now):
        raise OutsideWindow()
    quoted = await hash_to_quote(deployment, conversation, reply_to) if reply_to is not None else None
    await take_by_writing(conversation, actor, now)
    await note_seen(conversation, _user_of(actor))
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    return await say(conversation, Text(text), keys=keys, now=now, author=author_of(actor), quoted=quoted)


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
    if not is_with_staff or (conversation.assignee_id is None and _user_of(actor) is not None):
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


async def mark_unread(actor: Actor, conversation_id: UUID) -> None:
    """Let a colleague come back to it: what the patient wrote last is unread to them again, and to nobody else."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_READ)
    if await note_unseen(conversation, _user_of(actor)):
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
