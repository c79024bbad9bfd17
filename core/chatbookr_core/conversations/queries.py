"""Reads conversations, their messages and what asks for a person; bodies stay sealed until they are asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, pages_of, records_by_id
from chatbookr_core.patients.queries import PATIENTS
from chatbookr_core.records import Joined, Records


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """A conversation without what was said."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    connection_id: UUID
    state: str
    owner: str
    assignee_id: UUID | None
    handover_reason: str | None
    unread_count: int
    last_inbound_at: datetime | None
    last_message_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message, sealed."""

    id: UUID
    clinic_id: UUID
    conversation_id: UUID
    direction: str
    author: str
    author_user_id: UUID | None
    kind: str
    status: str
    status_at: datetime | None
    error_code: str | None
    sent_at: datetime
    body_sealed: bytes = field(repr=False)
    content_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """Something a person must look at."""

    id: UUID
    clinic_id: UUID
    kind: str
    conversation_id: UUID | None
    booking_id: UUID | None
    state: str
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """Which conversations; what is not named does not matter."""

    state: str | None = None
    owner: str | None = None
    assignee_id: UUID | None = None
    is_unread: bool | None = None


CONVERSATIONS = Records(ConversationRecord, "conversation")
MESSAGES = Records(MessageRecord, "message")
TASKS = Records(TaskRecord, "staff_task")
COMPANIONS: Mapping[str, Records[Any]] = {"patient_id": PATIENTS}
CONVERSATION_ORDER = Order("conversation.recent", "conversation", "last_message_at", is_descending=True)
MESSAGE_ORDER = Order("message.sent", "message", "sent_at")
TASK_ORDER = Order("task.created", "staff_task", "created_at")


async def conversations_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, ConversationRecord]:
    """Read conversations by id."""
    return await records_by_id(CONVERSATIONS, clinic_ids, ids)


async def conversation_page(
    clinic_id: UUID, wanted: ConversationFilter, request: PageRequest, including: Collection[str] = ()
) -> Page[tuple[ConversationRecord, dict[str, Any]]]:
    """Page through a clinic's conversations, the last spoken in first; `including` as in `bookings.agenda`."""
    values: list[object] = [clinic_id]
    conditions = "conversation.clinic_id = $1"
    for column, value in (
        ("state", wanted.state),
        ("owner", wanted.owner),
        ("assignee_id", wanted.assignee_id),
    ):
        if value is not None:
            values.append(value)
            conditions += f" AND conversation.{column} = ${len(values)}"
    if wanted.is_unread is not None:
        conditions += f" AND conversation.unread_count {'>' if wanted.is_unread else '='} 0"
    source = Joined(CONVERSATIONS, {column: COMPANIONS[column] for column in sorted(including)})
    return await page_of(Selection(source, CONVERSATION_ORDER, conditions, tuple(values)), request)


async def messages_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, MessageRecord]:
    """Read messages by id."""
    return await records_by_id(MESSAGES, clinic_ids, ids)


async def message_pages(
    clinic_id: UUID, conversation_ids: Sequence[UUID], request: PageRequest
) -> list[Page[MessageRecord]]:
    """Page through each conversation's messages in the order they were sent; all of them of one clinic."""
    selection = Selection(MESSAGES, MESSAGE_ORDER, "message.clinic_id = $1", (clinic_id,))
    return await pages_of(conversation_ids, "message.conversation_id", selection, request)


async def tasks_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, TaskRecord]:
    """Read tasks by id."""
    return await records_by_id(TASKS, clinic_ids, ids)


async def task_page(clinic_id: UUID, state: str | None, request: PageRequest) -> Page[TaskRecord]:
    """Page through a clinic's tasks, the oldest first."""
    values: tuple[object, ...] = (clinic_id,)
    conditions = "staff_task.clinic_id = $1"
    if state is not None:
        values, conditions = (clinic_id, state), f"{conditions} AND staff_task.state = $2"
    return await page_of(Selection(TASKS, TASK_ORDER, conditions, values), request)
