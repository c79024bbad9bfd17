"""Reads conversations, their messages and what asks for a person; bodies stay sealed until they are asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.channels.connections import GIVEN_UP_SQL
from chatbookr_core.channels.queries import CHANNELS
from chatbookr_core.conditions import Conditions
from chatbookr_core.conversations.seen import unread_to
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.patients.queries import PATIENTS
from chatbookr_core.people.queries import PEOPLE
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread
from chatbookr_core.search.finding import found_in, said_in
from chatbookr_core.search.tokens import Sought
from chatbookr_core.teams.queries import TEAMS


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
    team_id: UUID | None
    snoozed_until: datetime | None
    handover_reason: str | None
    unread_count: int
    last_inbound_at: datetime | None
    last_message_at: datetime
    waiting_since: datetime | None
    answer_due_at: datetime
    created_at: datetime
    has_channel: bool
    """Its channel is not disconnected: what is said goes out, or waits until it can."""


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
    edited_at: datetime | None
    revoked_at: datetime | None
    history_phase: int | None
    purpose: str | None
    held_until: datetime | None
    held_reason: str | None
    price_category: str | None
    price_kind: str | None
    price_model: str | None
    is_billable: bool | None
    reply_to_hash: str | None
    body_sealed: bytes = field(repr=False)
    content_sealed: bytes | None = field(repr=False)
    marks_sealed: bytes | None = field(repr=False)
    quotable_by: str | None
    """Through which plugin it can be quoted, where that plugin quotes; None: by none."""


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """Something a person must look at."""

    id: UUID
    clinic_id: UUID
    kind: str
    reason: str | None
    conversation_id: UUID | None
    booking_id: UUID | None
    connection_id: UUID | None
    booking_count: int | None
    untold_count: int | None
    state: str
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """Which conversations; last spoken in within [since, until). What is not named does not matter."""

    ids: tuple[UUID, ...] | None = None
    state: str | None = None
    owner: str | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    is_assigned: bool | None = None
    patient_id: UUID | None = None
    connection_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    label_id: UUID | None = None
    is_unread: bool | None = None
    is_overdue: bool | None = None
    as_of: datetime | None = None
    """When `is_overdue` is asked."""
    said: Sought | None = None
    reader_id: UUID | None = None
    """Unread to this colleague; None: to anybody."""


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages; sent in [since, until). What is not named does not matter."""

    direction: str | None = None
    author: str | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    said: Sought | None = None


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks; made in [since, until). What is not named does not matter."""

    ids: tuple[UUID, ...] | None = None
    state: str | None = None
    kind: str | None = None
    conversation_id: UUID | None = None
    booking_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


LABELLED = """EXISTS (SELECT 1 FROM conversation_label WHERE conversation_label.clinic_id = conversation.clinic_id
    AND conversation_label.conversation_id = conversation.id AND conversation_label.label_id = ${})"""
QUOTED = """SELECT reply.id AS reply_id, quoted.id FROM message AS reply JOIN message AS quoted
    ON quoted.clinic_id = reply.clinic_id AND quoted.conversation_id = reply.conversation_id
    AND quoted.connection_id = reply.connection_id AND quoted.external_hash = reply.reply_to_hash"""
HAS_CHANNEL = f"""EXISTS (SELECT 1 FROM channel_connection AS through WHERE through.clinic_id = conversation.clinic_id
    AND through.id = conversation.connection_id AND through.state NOT IN {GIVEN_UP_SQL})"""  # noqa: S608  # constants
CONVERSATIONS = Records(ConversationRecord, "conversation", computed={"has_channel": HAS_CHANNEL})
QUOTABLE_BY = """CASE WHEN message.external_sealed IS NOT NULL AND message.revoked_at IS NULL THEN
    (SELECT through.plugin FROM channel_connection AS through JOIN conversation AS talk
        ON talk.clinic_id = through.clinic_id AND talk.connection_id = through.id
    WHERE through.clinic_id = message.clinic_id AND through.id = message.connection_id
        AND talk.id = message.conversation_id) END"""
MESSAGES = Records(MessageRecord, "message", computed={"quotable_by": QUOTABLE_BY})
TASKS = Records(TaskRecord, "staff_task")
COMPANIONS: Mapping[str, Records[Any]] = {
    "patient_id": PATIENTS,
    "assignee_id": PEOPLE,
    "connection_id": CHANNELS,
    "conversation_id": CONVERSATIONS,
    "team_id": TEAMS,
}
CONVERSATION_ORDERS: Mapping[str, Order] = {
    "last_message_at": Order("conversation.recent", "conversation", "last_message_at", is_descending=True),
    "created_at": Order("conversation.created", "conversation", "created_at", is_descending=True),
    "answer_due_at": Order("conversation.due", "conversation", "answer_due_at"),
}
MESSAGE_ORDERS: Mapping[str, Order] = {"sent_at": Order("message.sent", "message", "sent_at")}
TASK_ORDERS: Mapping[str, Order] = {"created_at": Order("task.created", "staff_task", "created_at")}


async def conversations_by_id(
    reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, ConversationRecord]:
    """Read conversations by id."""
    return await records_by_id(CONVERSATIONS, reach, ids, unread)


def conversations_where(
    reach: Reach,
    wanted: ConversationFilter,
    order: Order,
    including: Collection[str] = (),
) -> Selection[tuple[ConversationRecord, dict[str, Any]]]:
    """Select conversations to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = (
        reachable("conversation", reach)
        .among("conversation.id", wanted.ids)
        .where("conversation.state =", wanted.state)
        .where("conversation.owner =", wanted.owner)
        .where("conversation.assignee_id =", wanted.assignee_id)
        .where("conversation.team_id =", wanted.team_id)
        .where("conversation.patient_id =", wanted.patient_id)
        .where("conversation.connection_id =", wanted.connection_id)
        .where("conversation.last_message_at >=", wanted.since)
        .where("conversation.last_message_at <", wanted.until)
    )
    if wanted.is_assigned is not None:
        conditions = conditions.numbered(f"conversation.assignee_id IS {'NOT ' if wanted.is_assigned else ''}NULL")
    if wanted.is_overdue is not None:
        overdue = f"(conversation.state = 'open' AND conversation.answer_due_at <= ${len(conditions.values) + 1})"
        conditions = conditions.numbered(overdue if wanted.is_overdue else f"NOT {overdue}", wanted.as_of)
    if wanted.is_unread is not None:
        conditions = unread_to(conditions, wanted.reader_id, is_unread=wanted.is_unread)
    if wanted.label_id is not None:
        conditions = conditions.numbered(LABELLED.format(len(conditions.values) + 1), wanted.label_id)
    return Selection(Joined.of(CONVERSATIONS, COMPANIONS, including), order, said_in(conditions, wanted.said))


async def answered_by(reach: Reach, replies: Sequence[UUID]) -> dict[UUID, UUID]:
    """Find which message of its conversation each reply quotes; one that was never here is found for none."""
    if not reach.clinic_ids or not replies:
        return {}
    wanted = Conditions().among("reply.clinic_id", reach.clinic_ids).among("reply.id", replies)
    rows = await fetch(f"{QUOTED} WHERE {wanted.text}", wanted.values)
    return {uuid_of(row["reply_id"]): uuid_of(row["id"]) for row in rows}


async def messages_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, MessageRecord]:
    """Read messages by id."""
    return await records_by_id(MESSAGES, reach, ids, unread)


def messages_where(reach: Reach, wanted: MessageFilter, order: Order) -> Selection[MessageRecord]:
    """Select messages, to be paged or counted for each conversation."""
    conditions = (
        reachable("message", reach)
        .where("message.direction =", wanted.direction)
        .where("message.author =", wanted.author)
        .where("message.status =", wanted.status)
        .where("message.sent_at >=", wanted.since)
        .where("message.sent_at <", wanted.until)
    )
    if wanted.said is None:
        return Selection(MESSAGES, order, conditions)
    return Selection(MESSAGES, order, found_in(conditions, "message", wanted.said), always=("body_sealed",))


async def tasks_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, TaskRecord]:
    """Read tasks by id."""
    return await records_by_id(TASKS, reach, ids, unread)


def tasks_where(
    reach: Reach, wanted: TaskFilter, order: Order, including: Collection[str] = ()
) -> Selection[tuple[TaskRecord, dict[str, Any]]]:
    """Select tasks to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = (
        reachable("staff_task", reach)
        .among("staff_task.id", wanted.ids)
        .where("staff_task.state =", wanted.state)
        .where("staff_task.kind =", wanted.kind)
        .where("staff_task.conversation_id =", wanted.conversation_id)
        .where("staff_task.booking_id =", wanted.booking_id)
        .where("staff_task.created_at >=", wanted.since)
        .where("staff_task.created_at <", wanted.until)
    )
    return Selection(Joined.of(TASKS, COMPANIONS, including), order, conditions)
