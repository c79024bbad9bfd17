"""Whether a conversation goes on: put off until a time or the patient's next message, ended, taken up again."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.answering import note_answered
from chatbookr_core.conversations.tasks import close_tasks
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ConversationClosed, InvalidInput
from chatbookr_core.inbox.service import conversation_for_change, tell_of_conversation
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Conversation
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor

WAKE_JOB: Final = "conversation.wake"
LONGEST_SNOOZE: Final = timedelta(days=366)


async def snooze(deployment: Deployment, actor: Actor, conversation_id: UUID, until: datetime | None) -> None:
    """Put a conversation off until an instant, and in any case until the patient writes. Needs a transaction.

    Whoever speaks in it goes on doing so. Raises NotFound, PermissionDenied, InvalidInput, ConversationClosed.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    now = deployment.clock.now()
    if until is not None and not now < until <= now + LONGEST_SNOOZE:
        raise InvalidInput(f"Say a time to come, within {LONGEST_SNOOZE.days} days.", field="until")
    if conversation.state == "closed":
        raise ConversationClosed()
    if (conversation.state, conversation.snoozed_until) == ("snoozed", until):
        return
    await _move(conversation, "snoozed", until)
    await owe_waking(conversation, now)


async def owe_waking(conversation: Conversation, now: datetime) -> None:
    """Owe it that a conversation goes on when the time comes that it was put off until, if any. Needs a transaction."""
    until = conversation.snoozed_until
    if until is not None:
        await enqueue(
            WAKE_JOB,
            clinic_id=conversation.clinic_id,
            subject_id=conversation.id,
            due_at=until,
            now=now,
            dedupe_key=f"{WAKE_JOB}:{conversation.id}:{until.isoformat()}",
        )


async def reopen(_: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """Take up again what was put off or ended; whoever speaks in it goes on doing so. Needs a transaction.

    Raises NotFound, PermissionDenied.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    if conversation.state != "open":
        await _move(conversation, "open", None)


async def close(deployment: Deployment, actor: Actor, conversation_id: UUID) -> None:
    """End a conversation; the patient's next message opens it again, with the assistant. Needs a transaction.

    Raises NotFound, PermissionDenied.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    conversation.owner, conversation.assignee_id, conversation.team_id = "assistant", None, None
    conversation.unread_count, conversation.handover_reason = 0, None
    await conversation.save(update_fields=["owner", "assignee_id", "team_id", "unread_count", "handover_reason"])
    await note_answered(conversation)
    await _move(conversation, "closed", None)
    await close_tasks(conversation, deployment.clock.now())


async def wake(clinic_id: UUID, conversation_id: UUID, now: datetime) -> None:
    """Take up again what was put off until now; one that woke before, or was put off anew, stays as it is.

    Needs a transaction.
    """
    rows = Conversation.filter(id=conversation_id, clinic_id=clinic_id, state="snoozed", snoozed_until__lte=now)
    conversation = await rows.select_for_update().first()
    if conversation is not None:
        await _move(conversation, "open", None)


async def _move(conversation: Conversation, state: str, snoozed_until: datetime | None) -> None:
    conversation.state, conversation.snoozed_until = state, snoozed_until
    conversation.version += 1
    await conversation.save(update_fields=["state", "snoozed_until", "version"])
    tell_of_conversation(conversation)
