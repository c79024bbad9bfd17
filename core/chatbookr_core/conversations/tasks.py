"""Asks a person to look at something; the same thing is asked once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction, uuid_of
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import ChannelConnection, Conversation

INSERT = """
INSERT INTO staff_task (id, clinic_id, kind, conversation_id, booking_id, connection_id, dedupe_key, state, created_at,
    reason, booking_count, untold_count) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11)
    ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""
CLOSE = """
UPDATE staff_task SET state = 'done', done_at = $3
WHERE clinic_id = $1 AND conversation_id = $2 AND state = 'open'{} RETURNING id
"""
CLOSE_LOSS = """
UPDATE staff_task SET state = 'done', done_at = $3
WHERE clinic_id = $1 AND connection_id = $2 AND state = 'open' AND kind IN ('channel_lost', 'channel_ended')
RETURNING id
"""
CLOSE_CALENDAR = """
UPDATE staff_task SET state = 'done', done_at = $3
WHERE clinic_id = $1 AND state = 'open' AND dedupe_key LIKE $2
    AND kind IN ({})
RETURNING id
"""
"""Tasks about a calendar name it in the key they are asked once by."""
CLOSE_CALENDAR_LOSS = CLOSE_CALENDAR.format("'calendar_lost', 'calendar_ending', 'calendar_unreadable'")
CLOSE_UNREADABLE = CLOSE_CALENDAR.format("'calendar_unreadable'")
CLOSE_UNWRITTEN = CLOSE_CALENDAR.format("'calendar_not_written'")
CLOSE_ASKED = """
UPDATE staff_task SET state = 'done', done_at = $3
WHERE clinic_id = $1 AND dedupe_key = $2 AND state = 'open' RETURNING id
"""
CLOSE_ALL, CLOSE_KIND = CLOSE.format(""), CLOSE.format(" AND kind = $4")


async def ask_staff(
    kind: str,
    *,
    clinic_id: UUID,
    dedupe_key: str,
    now: datetime,
    conversation_id: UUID | None = None,
    booking_id: UUID | None = None,
    connection_id: UUID | None = None,
    reason: str | None = None,
    booking_count: int | None = None,
    untold_count: int | None = None,
) -> bool:
    """Open a task for the clinic's staff, unless it stands already; return whether it is new. Needs a transaction.

    `connection_id` is the channel, where it is about the channel itself; `reason` is a code of conversations/advice.py,
    where there is more to say than the kind does; `booking_count` how many bookings it is about, where it is several,
    and `untold_count` of how many of these a reminder was held back.
    """
    tx = current_transaction()
    task_id = new_id()
    about = conversation_id, booking_id, connection_id
    values = (task_id, clinic_id, kind, *about, dedupe_key, now, reason, booking_count, untold_count)
    is_new = bool(await tx.fetch(INSERT, values))
    if is_new:
        tx.tell(Change("task", clinic_id, task_id))
    return is_new


async def close_tasks(conversation: Conversation, now: datetime, *, kind: str | None = None) -> None:
    """Tick off what asked a person to look at this conversation; all of it, or one kind."""
    tx = current_transaction()
    values = (conversation.clinic_id, conversation.id, now)
    closed = await (tx.fetch(CLOSE_ALL, values) if kind is None else tx.fetch(CLOSE_KIND, (*values, kind)))
    _tell_of(closed, conversation.clinic_id)


async def close_request(clinic_id: UUID, request: UUID | str, now: datetime) -> None:
    """Tick off what asked to answer a request, named by its booking, which was answered now. Needs a transaction."""
    await _close(clinic_id, f"booking_request:{request}", now)


async def close_drift(clinic_id: UUID, drift_id: UUID, now: datetime) -> None:
    """Tick off what asked to answer a card about an event, which is settled now. Needs a transaction."""
    await _close(clinic_id, drift_key(drift_id), now)


def drift_key(drift_id: UUID) -> str:
    """Return what a card about an event is asked once by."""
    return f"calendar_drift:{drift_id}"


def unremoved_key(booking_id: UUID, version: int) -> str:
    """Return what an event that its provider refuses to remove is asked about once by."""
    return f"calendar_event_left:{booking_id}:{version}"


async def close_unremoved(clinic_id: UUID, booking_id: UUID, version: int, now: datetime) -> None:
    """Tick off what asked to look after an event that could not be removed, and is by now. Needs a transaction."""
    await _close(clinic_id, unremoved_key(booking_id, version), now)


async def close_unwritten(clinic_id: UUID, booking_id: UUID, now: datetime) -> None:
    """Tick off what asked to look after an event that could not be written, and stands by now. Needs a transaction."""
    await _close(clinic_id, f"calendar_not_written:{booking_id}:%", now, CLOSE_UNWRITTEN)


async def _close(clinic_id: UUID, key: str, now: datetime, sql: str = CLOSE_ASKED) -> None:
    _tell_of(await current_transaction().fetch(sql, (clinic_id, key, now)), clinic_id)


async def close_loss(connection: ChannelConnection, now: datetime) -> None:
    """Tick off what asked to connect a channel again, which stands now. Needs a transaction."""
    tx = current_transaction()
    _tell_of(await tx.fetch(CLOSE_LOSS, (connection.clinic_id, connection.id, now)), connection.clinic_id)


async def close_calendar_loss(clinic_id: UUID, calendar_id: UUID, now: datetime) -> None:
    """Tick off what asked to connect a calendar again, which stands now. Needs a transaction."""
    closed = await current_transaction().fetch(CLOSE_CALENDAR_LOSS, (clinic_id, f"calendar%:{calendar_id}:%", now))
    _tell_of(closed, clinic_id)


async def close_unreadable(clinic_id: UUID, calendar_id: UUID, now: datetime) -> None:
    """Tick off what asked to look at a calendar, all of which could be read again. Needs a transaction."""
    values = (clinic_id, f"calendar_unreadable:{calendar_id}:%", now)
    _tell_of(await current_transaction().fetch(CLOSE_UNREADABLE, values), clinic_id)


def _tell_of(closed: Sequence[Mapping[str, object]], clinic_id: UUID) -> None:
    tx = current_transaction()
    for row in closed:
        tx.tell(Change("task", clinic_id, uuid_of(row["id"])))
