"""By when a conversation is to be answered: so many minutes of the clinic's opening hours after the patient wrote.

The clock runs from the oldest message that nobody answered, while staff have the conversation, and only while the
clinic is open. It is written down, so that lists can be ordered by it, and reckoned anew when hours change.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.agendas.opening import days_otherwise, open_spans, practitioners_open
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.clock import epoch_minute, epoch_minute_ceiling, from_epoch_minute
from chatbookr_core.conversations.answering_rules import Interval, due_minute, joined
from chatbookr_core.db import uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Clinic, Conversation
from chatbookr_core.models.conversation import NEVER
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

DUE_JOB: Final = "conversation.due"
LEAST_MINUTES, MOST_MINUTES = 5, 2880
SPANS: Final = (timedelta(days=8), timedelta(days=92))  # most answers are due within the first
FIELDS: Final = ("waiting_since", "answer_due_at")


async def note_waiting(conversation: Conversation, now: datetime) -> None:
    """Start the clock where staff have to answer what came in just now; the assistant has answered.

    A clock that runs goes on running: the oldest message counts. Needs a transaction.
    """
    if conversation.owner != "staff":
        await note_answered(conversation)
    elif conversation.waiting_since is None:
        conversation.waiting_since = now
        conversation.answer_due_at = await due_at(conversation.clinic_id, now)
        await conversation.save(update_fields=list(FIELDS))


async def note_answered(conversation: Conversation) -> None:
    """Stop the clock: nobody waits any longer. Needs a transaction."""
    if conversation.waiting_since is not None or conversation.answer_due_at != NEVER:
        conversation.waiting_since, conversation.answer_due_at = None, NEVER
        await conversation.save(update_fields=list(FIELDS))


async def due_at(clinic_id: UUID, since: datetime) -> datetime:
    """Say by when who wrote at an instant is to be answered, by the clinic's hours as they are now.

    A clinic that is not open once in three months keeps no hours here: its clock runs always.
    """
    minutes, start = (await Clinic.get(id=clinic_id)).answer_minutes, epoch_minute_ceiling(since)
    for span in SPANS:
        due = due_minute(await _open(clinic_id, since, since + span), start, minutes)
        if due is not None:
            return from_epoch_minute(due)
    return from_epoch_minute(start + minutes)


async def _open(clinic_id: UUID, start: datetime, end: datetime) -> Sequence[Interval]:
    """Lay out when anybody of the clinic is there, but for its closed days and public holidays."""
    days = await days_otherwise(clinic_id, (start, end))
    spans = [one for who in await practitioners_open(clinic_id) for one in open_spans(who, days, (start, end))]
    return joined((epoch_minute(begins_at), epoch_minute(ends_at)) for _, begins_at, ends_at in spans)


async def set_answer_minutes(deployment: Deployment, actor: Actor, clinic_id: UUID, minutes: int) -> UUID:
    """Say within how many minutes of opening hours patients are to be answered. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.INBOX_MANAGE, clinic_id)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise InvalidInput(f"Say {LEAST_MINUTES} to {MOST_MINUTES} minutes.", field="minutes")
    await Clinic.filter(id=clinic_id).update(answer_minutes=minutes)
    tell_of_clinic(clinic_id)
    await owe_reckoning(clinic_id, deployment.clock.now())
    return clinic_id


async def owe_reckoning(clinic_id: UUID, now: datetime) -> None:
    """Owe it that what is due is reckoned anew: hours, or the target, are others now. Needs a transaction."""
    key = f"{DUE_JOB}:{clinic_id}:{now.isoformat()}"
    await enqueue(DUE_JOB, clinic_id=clinic_id, subject_id=clinic_id, due_at=now, now=now, dedupe_key=key)


async def waiting_in(clinic_id: UUID) -> list[UUID]:
    """List the conversations in which somebody waits."""
    rows = Conversation.filter(clinic_id=clinic_id, answer_due_at__lt=NEVER).order_by("id")
    return [uuid_of(one) for one in await rows.values_list("id", flat=True)]


async def reckon_anew(clinic_id: UUID, conversation_ids: Sequence[UUID]) -> None:
    """Reckon by the hours of now when some conversations are to be answered. Needs a transaction."""
    rows = Conversation.filter(clinic_id=clinic_id, id__in=list(conversation_ids), waiting_since__isnull=False)
    for one in await rows.order_by("id").select_for_update():
        one.answer_due_at = await due_at(clinic_id, one.waiting_since or one.created_at)
        await one.save(update_fields=["answer_due_at"])
