"""How far each colleague has read: what arrived after their marker is unread to them, and to nobody else."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import current_transaction, fetch, uuid_of
from chatbookr_core.ids import new_id
from chatbookr_core.models import Conversation
from chatbookr_core.reach import Reach, reachable

MARK: Final = """
INSERT INTO read_marker (id, clinic_id, conversation_id, user_id, seen_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic_id, conversation_id, user_id) DO UPDATE SET seen_at = excluded.seen_at
WHERE read_marker.seen_at < excluded.seen_at RETURNING id
"""
# whoever has no marker yet has seen what was there when they came to the clinic
SEEN: Final = """COALESCE(
    (SELECT read_marker.seen_at FROM read_marker WHERE read_marker.clinic_id = conversation.clinic_id
        AND read_marker.conversation_id = conversation.id AND read_marker.user_id = {user}),
    (SELECT membership.created_at FROM membership WHERE membership.clinic_id = conversation.clinic_id
        AND membership.user_id = {user}))"""
COUNTS: Final = """
SELECT conversation.id, COUNT(message.id) AS unread FROM conversation
JOIN message ON message.clinic_id = conversation.clinic_id AND message.conversation_id = conversation.id
    AND message.author = 'patient' AND message.history_phase IS NULL AND message.created_at > {seen}
WHERE {wanted} AND conversation.last_received_at > {seen} GROUP BY conversation.id
"""


async def note_seen(conversation: Conversation, user_id: UUID | None) -> bool:
    """Note that a colleague has seen all that arrived so far; return whether that is new. Needs a transaction."""
    if user_id is None or conversation.last_received_at is None:
        return False
    values = (new_id(), conversation.clinic_id, conversation.id, user_id, conversation.last_received_at)
    return bool(await current_transaction().fetch(MARK, values))


def unread_to(conditions: Conditions, user_id: UUID | None, *, is_unread: bool) -> Conditions:
    """Leave the conversations in which something is unread to a colleague, or nothing; None: to anybody at all."""
    if user_id is None:
        return conditions.numbered(f"conversation.unread_count {'>' if is_unread else '='} 0")
    later = f"conversation.last_received_at > {SEEN.format(user=f'${len(conditions.values) + 1}')}"
    return conditions.numbered(f"({later}) IS {'' if is_unread else 'NOT '}TRUE", user_id)


async def unread_counts(reach: Reach, conversation_ids: Sequence[UUID], user_id: UUID) -> dict[UUID, int]:
    """Count what is unread to a colleague in each conversation, in one statement; none at all is left out."""
    if not reach.clinic_ids or not conversation_ids:
        return {}
    wanted = reachable("conversation", reach).among("conversation.id", conversation_ids)
    seen = SEEN.format(user=f"${len(wanted.values) + 1}")
    rows = await fetch(COUNTS.format(seen=seen, wanted=wanted.text), (*wanted.values, user_id))
    return {uuid_of(row["id"]): int(row["unread"]) for row in rows}
