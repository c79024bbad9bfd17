"""Reads a clinic's labels, and which stand on conversations; always within what the asker reaches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread

ON_CONVERSATIONS = """
SELECT conversation_label.conversation_id, {columns} FROM conversation_label
JOIN label ON label.clinic_id = conversation_label.clinic_id AND label.id = conversation_label.label_id
WHERE {wanted} ORDER BY label.name, label.id
"""


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """A label of a clinic."""

    id: UUID
    clinic_id: UUID
    name: str
    colour: str
    created_at: datetime


LABELS = Records(LabelRecord, "label")
LABEL_ORDERS: Mapping[str, Order] = {"name": Order("label.name", "label", "name")}


async def labels_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, LabelRecord]:
    """Read labels by id."""
    return await records_by_id(LABELS, reach, ids, unread)


def labels_where(reach: Reach, order: Order, *, name: str | None = None) -> Selection[LabelRecord]:
    """Select labels, to be paged or counted."""
    return Selection(LABELS, order, reachable("label", reach).where("label.name =", name))


async def labels_of_conversations(
    reach: Reach, conversation_ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, list[LabelRecord]]:
    """List what stands on each conversation, by name, in one statement."""
    if not reach.clinic_ids or not conversation_ids:
        return {}
    wanted = reachable("conversation_label", reach).among("conversation_label.conversation_id", conversation_ids)
    records = LABELS.narrowed(unread)
    found: dict[UUID, list[LabelRecord]] = defaultdict(list)
    for row in await fetch(ON_CONVERSATIONS.format(columns=records.columns, wanted=wanted.text), wanted.values):
        found[uuid_of(row["conversation_id"])].append(records.read(row))
    return found
