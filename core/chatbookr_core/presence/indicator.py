"""Lets a patient see that somebody writes to them, where their channel can show it: a courtesy, and never a message."""

from datetime import datetime
from typing import Final, cast
from uuid import UUID

from chatbookr_core.channels.connections import CONNECTED, credentials_of
from chatbookr_core.channels.host import lend
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, enqueue
from chatbookr_core.keys import columns
from chatbookr_core.models import ChannelConnection, Conversation
from chatbookr_core.presence.board import SHOWN_AGAIN
from chatbookr_sdk import Capability, ShowsTyping

TYPING_JOB: Final = "outbound.typing"


async def show_typing_later(deployment: Deployment, clinic_id: UUID, conversation_id: UUID) -> None:
    """Owe it in a transaction of its own: once in each span of SHOWN_AGAIN, over all processes."""
    now = deployment.clock.now()
    conversation = await Conversation.get_or_none(id=conversation_id, clinic_id=clinic_id)
    if conversation is None or not _can_be_shown(conversation, now):
        return
    async with transaction():
        await owe_typing(conversation, now)


async def owe_typing(conversation: Conversation, now: datetime) -> None:
    """Owe it in the transaction under way; by whom it is written makes no difference."""
    if not _can_be_shown(conversation, now):
        return
    span = int(now.timestamp() // SHOWN_AGAIN.total_seconds())
    await enqueue(
        TYPING_JOB,
        clinic_id=conversation.clinic_id,
        subject_id=conversation.id,
        now=now,
        due_at=now,
        dedupe_key=f"{TYPING_JOB}:{conversation.id}:{span}",
        give_up_after=SHOWN_AGAIN,
    )


def _can_be_shown(conversation: Conversation, now: datetime) -> bool:
    is_live = conversation.state != "closed" and is_window_open(conversation.last_inbound_at, now)
    return is_live and conversation.newest_sealed is not None


async def show_typing(deployment: Deployment, job: LeasedJob) -> None:
    """Show it now, and the newest message as read. What can be shown no longer, or not here, is not.

    Raises TemporaryFailure, PermanentFailure, AuthExpired.
    """
    now = deployment.clock.now()
    conversation = await Conversation.get_or_none(id=job.subject_id, clinic_id=job.clinic_id)
    if conversation is None or now - job.created_at >= SHOWN_AGAIN or not _can_be_shown(conversation, now):
        return
    connection = await ChannelConnection.get(id=conversation.connection_id, clinic_id=conversation.clinic_id)
    is_resting = connection.paused_until is not None and now < connection.paused_until
    loaded, channel = deployment.plugins.messaging_for(connection.plugin)
    if connection.state != CONNECTED or is_resting or Capability.SHOW_TYPING not in channel.manifest.capabilities:
        return
    sealed = conversation.newest_sealed
    keys = await deployment.vault.reading(conversation.clinic_id, [sealed])
    external_id = keys.open_text(columns.NEWEST_MESSAGE, conversation.id, cast(bytes, sealed))
    credentials = await credentials_of(deployment, connection)
    context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    await cast(ShowsTyping, channel).show_typing(context, external_id)
