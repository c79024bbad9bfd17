"""How far each colleague has read: what arrived after their marker is unread to them, and to nobody else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import current_transaction, fetch, instant_of, uuid_of
from chatbookr_core.ids import new_id
from chatbookr_core.models import Conversation
from chatbookr_core.reach import Reach, reachable

MARK: Final = """
INSERT INTO read_marker (id, clinic_id, conversation_id, user_id, seen_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic_id, conversation_id, user_id) DO UPDATE SET seen_at = excluded.seen_at
WHERE read_marker.seen_at < excluded.seen_at RETURNING id
"""
TURN_BACK: Final = """
INSERT INTO read_marker (id, clinic_id, conversation_id, user_id, seen_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic_id, conversation_id, user_id) DO UPDATE SET seen_at = excluded.seen_at
"""
NEWEST: Final = """
SELECT MAX(created_at) AS newest FROM message
WHERE clinic_id = $1 AND conversation_id = $2 AND author = 'patient' AND history_phase IS NULL
"""
JUST_BEFORE: Final = timedelta(microseconds=1)
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


async def note_unseen(conversation: Conversation, user_id: UUID | None) -> bool:
    """Let the newest message of the patient be unread to a colleague; return whether that is new.

    Where something is unread to them already, all of it stays so. Needs a transaction, the conversation's row locked.
    """
    tx, whole = current_transaction(), Reach((conversation.clinic_id,))
    if user_id is None or await unread_counts(whole, [conversation.id], user_id):
        return False
    newest = (await tx.fetch(NEWEST, (conversation.clinic_id, conversation.id)))[0]["newest"]
    if newest is None:  # they never wrote, or what they wrote is kept no longer
        return False
    seen_at = instant_of(newest) - JUST_BEFORE
    await tx.execute(TURN_BACK, (new_id(), conversation.clinic_id, conversation.id, user_id, seen_at))
    return True


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
