"""Reads a clinic's canned replies; always within what the asker reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import by_language, fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_core.replies.rules import is_said_in


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """A canned reply; `texts` is JSON, by language."""

    id: UUID
    clinic_id: UUID
    shortcut: str
    texts: object
    created_at: datetime


REPLIES = Records(ReplyRecord, "canned_reply")
SEARCHED = "SELECT canned_reply.id, canned_reply.shortcut, canned_reply.texts FROM canned_reply WHERE {0}"
REPLY_ORDERS: Mapping[str, Order] = {"shortcut": Order("reply.shortcut", "canned_reply", "shortcut")}


async def replies_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ReplyRecord]:
    """Read canned replies by id."""
    return await records_by_id(REPLIES, reach, ids, unread)


def replies_where(
    reach: Reach, order: Order, *, shortcut: str | None = None, ids: Sequence[UUID] | None = None
) -> Selection[ReplyRecord]:
    """Select canned replies, to be paged or counted."""
    conditions = reachable("canned_reply", reach).where("canned_reply.shortcut =", shortcut)
    return Selection(REPLIES, order, conditions.among("canned_reply.id", ids))


async def replies_saying(reach: Reach, query: str) -> list[UUID]:
    """List the canned replies found by a query, as `is_said_in` says: a clinic has so few that each is looked at."""
    conditions = reachable("canned_reply", reach)
    rows = await fetch(SEARCHED.format(conditions.text), conditions.values)
    found = [row for row in rows if is_said_in(query, [row["shortcut"], *by_language(row["texts"]).values()])]
    return [uuid_of(row["id"]) for row in found]
