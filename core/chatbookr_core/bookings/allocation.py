"""Take subjects for a block so that no two bookings ever have the same minute of one; the guard is the database's.

PostgreSQL: one INSERT in subject order with ON CONFLICT DO NOTHING under the exclusion constraint (a plain INSERT under
it is a deadlock storm). SQLite: the trigger, behind a transaction that is the only writer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.bookings.rules import BLOCK_MINUTES, Block, HoldState, is_standing
from chatbookr_core.db import Transaction, instant_of, numbered, uuid_of
from chatbookr_core.errors import SlotTaken
from chatbookr_core.ids import new_id

IN_THE_WAY = """
SELECT a.subject_id, a.booking_id, a.hold_id, h.state, h.expires_at FROM allocation a
LEFT JOIN hold h ON h.id = a.hold_id
WHERE a.clinic_id = $1 AND a.starts_minute > $2 AND a.starts_minute < $3 AND a.ends_minute > $4 AND a.is_active
AND a.subject_id IN ({subjects})
"""


INSERT = """
INSERT INTO allocation (id, subject_id, clinic_id, booking_id, hold_id, starts_minute, ends_minute, is_active)
VALUES {rows} ON CONFLICT DO NOTHING RETURNING subject_id
"""
END_HOLDS = """
UPDATE hold SET state = $1 WHERE id IN (SELECT id FROM hold WHERE {condition} ORDER BY id {locking}) RETURNING id
"""
END_HOLD_TIMES = "UPDATE allocation SET is_active = FALSE WHERE hold_id IN ({holds}) AND booking_id IS NULL"
SQLITE_REFUSAL = "slot_taken"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A practitioner, and one of each group of interchangeable rooms or devices, for one block."""

    clinic_id: UUID
    practitioner_id: UUID
    groups: tuple[tuple[UUID, ...], ...]
    block: Block


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the time is to be: a booking's or a hold's."""

    booking_id: UUID | None = None
    hold_id: UUID | None = None


async def with_free_groups(tx: Transaction, wanted: Wanted, *, now: datetime, moving: UUID | None = None) -> Wanted:
    """Release expired holds in the way, and leave the free members in each group; no row is locked. Raises SlotTaken.

    What the booking `moving` has does not count as taken.
    """
    subjects = [wanted.practitioner_id, *(member for group in wanted.groups for member in group)]
    block = wanted.block
    sql = IN_THE_WAY.format(subjects=numbered(len(subjects), since=5))
    since = block.starts_minute - BLOCK_MINUTES
    rows = await tx.fetch(sql, (wanted.clinic_id, since, block.ends_minute, block.starts_minute, *subjects))
    taken: set[UUID] = set()
    expired: set[UUID] = set()
    for row in rows:
        if row["booking_id"] is not None:
            if uuid_of(row["booking_id"]) != moving:
                taken.add(uuid_of(row["subject_id"]))
        elif is_standing(row["state"], expires_at=instant_of(row["expires_at"]), now=now):
            taken.add(uuid_of(row["subject_id"]))
        else:
            expired.add(uuid_of(row["hold_id"]))
    await end_holds(tx, expired, state="expired", overdue_at=now)
    groups = tuple(tuple(member for member in group if member not in taken) for group in wanted.groups)
    if wanted.practitioner_id in taken or not all(groups):
        raise SlotTaken()
    return Wanted(wanted.clinic_id, wanted.practitioner_id, groups, block)


async def take(tx: Transaction, wanted: Wanted, owner: Owner) -> None:
    """Take the practitioner and one member of each group. Raises SlotTaken; needs a savepoint, to undo what it took.

    Where another booking was faster with a room, the next of its group is tried.
    """
    choices = [iter(group) for group in wanted.groups]
    picked = [next(choice) for choice in choices]
    got = await _insert(tx, wanted, owner, [wanted.practitioner_id, *picked])
    if wanted.practitioner_id not in got:
        raise SlotTaken()
    for choice, first in zip(choices, picked, strict=True):
        member: UUID | None = first
        while member not in got:
            member = next(choice, None)
            if member is None:
                raise SlotTaken()
            got |= await _insert(tx, wanted, owner, [member])


async def _insert(tx: Transaction, wanted: Wanted, owner: Owner, subjects: Sequence[UUID]) -> set[UUID]:
    """Insert what the guard lets pass, in subject order, and return those subjects."""
    block = wanted.block
    values: list[object] = [wanted.clinic_id, owner.booking_id, owner.hold_id, block.starts_minute, block.ends_minute]
    rows: list[str] = []
    for subject_id in sorted(subjects):
        rows.append(f"(${len(values) + 1}, ${len(values) + 2}, $1, $2, $3, $4, $5, TRUE)")
        values += [new_id(), subject_id]
    try:
        inserted = await tx.fetch(INSERT.format(rows=", ".join(rows)), values)
    except IntegrityError as problem:
        if SQLITE_REFUSAL in str(problem):  # the statement as a whole is undone
            raise SlotTaken() from problem
        raise
    return {uuid_of(row["subject_id"]) for row in inserted}


async def end_holds(
    tx: Transaction, hold_ids: Iterable[UUID], *, state: HoldState, overdue_at: datetime | None = None
) -> list[UUID]:
    """Give up holds that still stand (with `overdue_at`: that have run out by then), free their time, return them."""
    wanted = sorted(hold_ids)
    if not wanted:
        return []
    values: list[object] = [state, *wanted]
    condition = f"state = 'held' AND id IN ({numbered(len(wanted), since=2)})"
    if overdue_at is not None:
        values.append(overdue_at)
        condition += f" AND expires_at <= ${len(values)}"
    locking = "FOR UPDATE" if tx.dialect == "postgres" else ""  # rows are locked in one order, whoever comes
    ended = await tx.fetch(END_HOLDS.format(condition=condition, locking=locking), values)
    ids = [uuid_of(row["id"]) for row in ended]
    if ids:
        await tx.execute(END_HOLD_TIMES.format(holds=numbered(len(ids), since=1)), ids)
    return ids


async def free_booking(tx: Transaction, booking_id: UUID) -> None:
    """Give up all a booking has taken."""
    await tx.execute("UPDATE allocation SET is_active = FALSE WHERE booking_id = $1 AND is_active", (booking_id,))


async def hand_to_booking(tx: Transaction, *, hold_id: UUID, booking_id: UUID) -> bool:
    """Make what a hold has taken a booking's; False where the hold had nothing any more."""
    count = await tx.execute(
        "UPDATE allocation SET booking_id = $1, hold_id = NULL WHERE hold_id = $2 AND is_active", (booking_id, hold_id)
    )
    return count > 0
