"""Makes one conversation of two that a person had through the same channel, under two names.

What was said keeps its time, so that it stands in its order. Needs a transaction that holds both rows.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction, instant_of, listed, uuid_of
from chatbookr_core.inbox.states import owe_waking
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation
from chatbookr_core.models.conversation import NEVER

MOVED: Final = ("message", "media", "hold", "conversation_note", "booking", "staff_task")
ALIVE: Final = {"open": 2, "snoozed": 1, "closed": 0}
LABELS_OF_BOTH: Final = """
DELETE FROM conversation_label WHERE clinic_id = $1 AND conversation_id = $2 AND label_id IN (
    SELECT same.label_id FROM conversation_label AS same WHERE same.clinic_id = $1 AND same.conversation_id = $3)
"""
MARKERS: Final = (
    "SELECT user_id, conversation_id, seen_at FROM read_marker WHERE clinic_id = $1 AND conversation_id IN ($2, $3)"
)
UNMARK: Final = "DELETE FROM read_marker WHERE clinic_id = $1 AND conversation_id = $2 AND user_id = $3"
MARK: Final = "UPDATE read_marker SET seen_at = $4 WHERE clinic_id = $1 AND conversation_id = $2 AND user_id = $3"


async def fold(old: Conversation, new: Conversation, keys: PatientKeys, now: datetime) -> None:
    """Put all of `old` into `new`, and delete it. `keys` open what both hold and seal it anew.

    What was offered in `old` can be tapped still, and is answered in `new`, which remembers that it was.
    """
    tx, values = current_transaction(), (old.clinic_id, old.id, new.id)
    for table in MOVED:
        await tx.execute(
            f"UPDATE {table} SET conversation_id = $3 WHERE clinic_id = $1 AND conversation_id = $2",  # noqa: S608  # our own names
            values,
        )
    for table, column in (("webhook_delivery", "subject_id"), ("webhook_delivery", "parent_id"), ("job", "subject_id")):
        await tx.execute(f"UPDATE {table} SET {column} = $3 WHERE clinic_id = $1 AND {column} = $2", values)  # noqa: S608  # likewise
    await tx.execute(LABELS_OF_BOTH, values)
    await tx.execute(
        "UPDATE conversation_label SET conversation_id = $3 WHERE clinic_id = $1 AND conversation_id = $2", values
    )
    await _join_markers(old, new)
    await _join(old, new, keys, now)
    await old.delete()


async def _join(old: Conversation, new: Conversation, keys: PatientKeys, now: datetime) -> None:
    """Let what is left stand as it does of two: whoever speaks in one speaks in it, and it goes on if one did."""
    if _is_later(old.last_received_at, new.last_received_at) and old.dialogue_sealed is not None:
        said = keys.open(columns.DIALOGUE, old.id, old.dialogue_sealed)
        new.dialogue_sealed = keys.seal(columns.DIALOGUE, new.id, said)
    if ALIVE[old.state] > ALIVE[new.state]:
        new.state, new.snoozed_until = old.state, old.snoozed_until
        await owe_waking(new, now)
    if old.owner == "staff" and new.owner != "staff":
        new.owner, new.handover_reason = old.owner, old.handover_reason
        new.assignee_id, new.team_id = old.assignee_id, old.team_id
    new.last_inbound_at = max(filter(None, (old.last_inbound_at, new.last_inbound_at)), default=None)
    new.free_until = max(filter(None, (old.free_until, new.free_until)), default=None)
    new.last_message_at = max(old.last_message_at, new.last_message_at)
    new.last_received_at = max(filter(None, (old.last_received_at, new.last_received_at)), default=None)
    new.created_at = min(old.created_at, new.created_at)
    new.unread_count += old.unread_count
    new.waiting_since = min(filter(None, (old.waiting_since, new.waiting_since)), default=None)
    new.answer_due_at = min(old.answer_due_at, new.answer_due_at) if new.owner == "staff" else NEVER
    former = (*(listed(new.folded_ids) or ()), *(listed(old.folded_ids) or ()), str(old.id))
    new.folded_ids = list(dict.fromkeys(former))
    new.version += 1
    await new.save()


async def _join_markers(old: Conversation, new: Conversation) -> None:
    """Let nobody miss anything: whoever has something unread in one has read up to there, and no further.

    Whoever has read all of one has read what they have of the other. Nobody's marker is made: without one, what was
    there when they came to the clinic is read.
    """
    tx, clinic_id = current_transaction(), new.clinic_id
    seen: dict[UUID, dict[UUID, datetime]] = {}
    for row in await tx.fetch(MARKERS, (clinic_id, old.id, new.id)):
        of_user = seen.setdefault(uuid_of(row["user_id"]), {})
        of_user[uuid_of(row["conversation_id"])] = instant_of(row["seen_at"])
    for user_id, marks in seen.items():
        upto = _joint(old, new, marks)
        if new.id in marks and upto is not None:
            await tx.execute(MARK, (clinic_id, new.id, user_id, upto))
        elif new.id in marks or upto is None:
            await tx.execute(UNMARK, (clinic_id, new.id, user_id))
        else:
            await tx.execute(MARK, (clinic_id, old.id, user_id, upto))
            await tx.execute(
                "UPDATE read_marker SET conversation_id = $3 WHERE clinic_id = $1 AND conversation_id = $2"
                " AND user_id = $4",
                (clinic_id, old.id, new.id, user_id),
            )


def _joint(old: Conversation, new: Conversation, marks: dict[UUID, datetime]) -> datetime | None:
    """Say up to when somebody has read both; None where that is nothing."""
    unread = [
        marks.get(one.id)
        for one in (old, new)
        if one.last_received_at is not None and not _has_read(marks.get(one.id), one.last_received_at)
    ]
    if not unread:
        return max(marks.values())
    return min((one for one in unread if one is not None), default=None) if None not in unread else None


def _has_read(seen_at: datetime | None, last_received_at: datetime) -> bool:
    return seen_at is not None and seen_at >= last_received_at


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
