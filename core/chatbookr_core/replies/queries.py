"""Reads a clinic's canned replies; always within what the asker reaches."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """A canned reply; `texts` is JSON, by language."""

    id: UUID
    clinic_id: UUID
    shortcut: str
    texts: object
    created_at: datetime


REPLIES = Records(ReplyRecord, "canned_reply")
REPLY_ORDERS: Mapping[str, Order] = {"shortcut": Order("reply.shortcut", "canned_reply", "shortcut")}


async def replies_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ReplyRecord]:
    """Read canned replies by id."""
    return await records_by_id(REPLIES, reach, ids, unread)


def replies_where(reach: Reach, order: Order, *, shortcut: str | None = None) -> Selection[ReplyRecord]:
    """Select canned replies, to be paged or counted."""
    return Selection(REPLIES, order, reachable("canned_reply", reach).where("canned_reply.shortcut =", shortcut))


def texts_of(stored: object) -> dict[str, str]:
    """Read the texts of a reply, by language: the drivers give JSON as text."""
    found = json.loads(stored) if isinstance(stored, str) else stored
    return {str(language): str(text) for language, text in found.items()} if isinstance(found, dict) else {}
