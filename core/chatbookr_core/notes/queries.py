"""Reads notes on conversations; they stay sealed until they are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note on a conversation, sealed."""

    id: UUID
    clinic_id: UUID
    conversation_id: UUID
    author_user_id: UUID | None
    created_at: datetime
    edited_at: datetime | None
    body_sealed: bytes = field(repr=False)
    versions_sealed: bytes | None = field(repr=False)


NOTES = Records(NoteRecord, "conversation_note")
NOTE_ORDERS: Mapping[str, Order] = {"created_at": Order("note.created", "conversation_note", "created_at")}


async def notes_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, NoteRecord]:
    """Read notes by id."""
    return await records_by_id(NOTES, reach, ids, unread)


def notes_where(
    reach: Reach, order: Order, *, since: datetime | None = None, until: datetime | None = None
) -> Selection[NoteRecord]:
    """Select notes, to be paged or counted for each conversation."""
    conditions = (
        reachable("conversation_note", reach)
        .where("conversation_note.created_at >=", since)
        .where("conversation_note.created_at <", until)
    )
    return Selection(NOTES, order, conditions)
