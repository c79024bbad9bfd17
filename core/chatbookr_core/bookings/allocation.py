"""Take subjects for a block so that no two bookings ever have the same minute of one; the guard is the database's.

A seat of a group appointment is a subject like any other, so that the guard keeps two from one seat, too.

PostgreSQL: one INSERT in subject order with ON CONFLICT DO NOTHING under the exclusion constraint (a plain INSERT under
it is a deadlock storm). SQLite: the trigger, behind a transaction that is the only writer.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.availability.vacated import left_empty
from chatbookr_core.bookings.owing import owe_lapse
from chatbookr_core.bookings.rules import BLOCK_MINUTES, Block, HoldState, is_standing
from chatbookr_core.db import Dialect, Transaction, instant_of, numbered, savepoint, uuid_of
from chatbookr_core.errors import SlotTaken
from chatbookr_core.ids import new_id

BY_SUBJECT = {
    "postgres": """unnest($5::uuid[]) AS subject (id) CROSS JOIN LATERAL (
    SELECT * FROM allocation WHERE subject_id = subject.id AND {times} OFFSET 0) AS a""",
    "sqlite": """(SELECT * FROM allocation WHERE subject_id IN (SELECT value FROM json_each($5)) AND {times}) AS a""",
}
"""Each subject's times are looked for by themselves: else PostgreSQL may go through all of the clinic's."""
IN_THE_WAY = """
SELECT a.subject_id, a.booking_id, a.hold_id, a.group_id, h.state, h.expires_at, a.starts_minute, a.ends_minute
FROM {by_subject} LEFT JOIN hold h ON h.id = a.hold_id
"""
AT_TIME = "clinic_id = $1 AND starts_minute > $2 AND starts_minute < $3 AND ends_minute > $4 AND is_active"


INSERT = """
INSERT INTO allocation (id, subject_id, clinic_id, booking_id, hold_id, group_id, starts_minute, ends_minute,
    is_exclusive, is_active)
VALUES {rows} ON CONFLICT DO NOTHING RETURNING subject_id
"""
END_HOLDS = """
UPDATE hold SET state = $1 WHERE id IN (SELECT id FROM hold WHERE {condition} ORDER BY id {locking})
RETURNING id, clinic_id, moves_id
"""
END_HOLD_TIMES = """
UPDATE allocation SET is_active = FALSE WHERE hold_id IN ({holds}) AND booking_id IS NULL RETURNING group_id
"""
END_BOOKING_TIMES = """
UPDATE allocation SET is_active = FALSE WHERE booking_id IN ({bookings}) AND is_active RETURNING group_id
"""
END_EMPTY_GROUP = """
UPDATE allocation SET is_active = FALSE WHERE group_id = $1 AND booking_id IS NULL AND hold_id IS NULL AND is_active
AND NOT EXISTS (
    SELECT 1 FROM allocation AS seat WHERE seat.group_id = $1 AND seat.is_active
    AND (seat.booking_id IS NOT NULL OR seat.hold_id IS NOT NULL))
"""
LOCK_GROUPS = "SELECT id FROM group_appointment WHERE id IN ({groups}) ORDER BY id FOR UPDATE"
SQLITE_REFUSAL = "slot_taken"


@dataclass(frozen=True, slots=True)
class Met:
    """A time that a subject is taken for, in epoch minutes: by a booking, a hold, or a group appointment's own."""

    subject_id: UUID
    booking_id: UUID | None
    hold_id: UUID | None
    group_id: UUID | None
    state: HoldState | None
    expires_at: datetime | None
    starts_minute: int
    ends_minute: int

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Met":
        """Read the columns of IN_THE_WAY, as the drivers or JSON give them."""
        subject, booking, held, group, state, expires_at, starts, ends = row
        booking_id, hold_id, group_id = (None if one is None else uuid_of(one) for one in (booking, held, group))
        until = instant_of(expires_at) if expires_at else None
        return cls(uuid_of(subject), booking_id, hold_id, group_id, state, until, starts, ends)

    def is_taken(self, now: datetime, moving: UUID | None) -> bool:
        """Tell whether it stands at `now`; what the booking `moving` has does not count."""
        if self.booking_id is not None:
            return self.booking_id != moving
        if self.hold_id is None or self.state is None or self.expires_at is None:
            return True  # a group appointment has taken it for all of its seats
        return is_standing(self.state, expires_at=self.expires_at, now=now)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of each group of interchangeable subjects for one block: the practitioner alone, rooms or devices, seats.

    What is taken of a group appointment says so. `met` is what was found in the way already; None: nobody has looked.
    """

    clinic_id: UUID
    groups: tuple[tuple[UUID, ...], ...]
    block: Block
    group_id: UUID | None = None
    met: Sequence[Met] | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the time is to be: a booking's or a hold's; a group appointment's own is neither's."""

    booking_id: UUID | None = None
    hold_id: UUID | None = None


async def with_free_groups(tx: Transaction, wanted: Wanted, *, now: datetime, moving: UUID | None = None) -> Wanted:
    """Release expired holds in the way, and leave the free members in each group; no row is locked. Raises SlotTaken.

    What the booking `moving` has does not count as taken.
    """
    met = [one for one in await _met(tx, wanted) if wanted.block.meets(Block(one.starts_minute, one.ends_minute))]
    if not met and all(wanted.groups):
        return wanted
    gone = await _left_with(wanted.clinic_id, met, moving)
    taken = {one.subject_id for one in met if one.group_id not in gone and one.is_taken(now, moving)}
    expired = {one.hold_id for one in met if one.hold_id and one.booking_id is None and not one.is_taken(now, moving)}
    await end_holds(tx, expired, state="expired", overdue_at=now)
    groups = tuple(tuple(member for member in group if member not in taken) for group in wanted.groups)
    if not all(groups):
        raise SlotTaken()
    return replace(wanted, groups=groups)


async def _left_with(clinic_id: UUID, met: Iterable[Met], moving: UUID | None) -> Collection[UUID]:
    """Name the group appointment that ends when the booking `moving` leaves it, if any is in the way."""
    if moving is None or not any(one.group_id for one in met):
        return ()
    return await left_empty(clinic_id, [moving])


def in_the_way(dialect: Dialect) -> str:
    """Write the statement that reads what has been taken of subjects at a time."""
    return IN_THE_WAY.format(by_subject=BY_SUBJECT[dialect].format(times=AT_TIME))


async def _met(tx: Transaction, wanted: Wanted) -> Sequence[Met]:
    if wanted.met is not None:
        return wanted.met
    subjects, block = [member for group in wanted.groups for member in group], wanted.block
    since = block.starts_minute - BLOCK_MINUTES
    asked = subjects if tx.dialect == "postgres" else json.dumps(list(map(str, subjects)))
    values = (wanted.clinic_id, since, block.ends_minute, block.starts_minute, asked)
    rows = await tx.fetch(in_the_way(tx.dialect), values)
    return [Met.of(tuple(row.values())) for row in rows]


async def take(tx: Transaction, wanted: Wanted, owner: Owner, *, got: set[UUID] | None = None) -> None:
    """Take one member of each group. Raises SlotTaken; whoever calls undoes what it took.

    Where another booking was faster with a room, the next of its group is tried. Of the first of each group `got` may
    have been taken already.
    """
    choices = [iter(group) for group in wanted.groups]
    picked = [next(choice) for choice in choices]
    if got is None:
        got = await _insert(tx, wanted, owner, picked)
    for choice, first in zip(choices, picked, strict=True):
        member: UUID | None = first
        while member not in got:
            member = next(choice, None)
            if member is None:
                raise SlotTaken()
            got |= await _insert(tx, wanted, owner, [member])


async def take_over(tx: Transaction, wanted: Wanted, owner: Owner) -> None:
    """Take one member of each group, a free one where there is any, else beside whoever has it: on purpose.

    What is taken beside another is outside of the guard; everything else stays in it, and finds the time taken.
    """
    for group in wanted.groups:
        for member in group:
            try:
                async with savepoint():
                    taken = await _insert(tx, wanted, owner, [member])
            except SlotTaken:
                taken = set()
            if taken:
                break
        else:
            await _insert(tx, wanted, owner, group[:1], is_exclusive=False)


async def _insert(
    tx: Transaction, wanted: Wanted, owner: Owner, subjects: Sequence[UUID], *, is_exclusive: bool = True
) -> set[UUID]:
    """Insert what the guard lets pass, in subject order, and return those subjects."""
    block = wanted.block
    values: list[object] = [wanted.clinic_id, owner.booking_id, owner.hold_id, wanted.group_id]
    values += [block.starts_minute, block.ends_minute, is_exclusive]
    rows: list[str] = []
    for subject_id in sorted(subjects):
        rows.append(f"(${len(values) + 1}, ${len(values) + 2}, $1, $2, $3, $4, $5, $6, $7, TRUE)")
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
    if overdue_at is not None:
        await _owe_lapses(ended, overdue_at)
    if ids:
        freed = await tx.fetch(END_HOLD_TIMES.format(holds=numbered(len(ids), since=1)), ids)
        await _end_empty_groups(tx, freed)
    return ids


async def _owe_lapses(ended: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Let those know who asked to move where a hold that has run out was, whoever found that it has."""
    for row in ended:
        if row["moves_id"] is not None:
            moved = uuid_of(row["clinic_id"]), uuid_of(row["moves_id"])
            await owe_lapse(*moved, hold_id=uuid_of(row["id"]), now=now)


async def free_bookings(tx: Transaction, booking_ids: Sequence[UUID], *, joining: UUID | None = None) -> None:
    """Give up all that some bookings, one at least, have taken; with its last seat a group appointment goes.

    But not the one in which another seat is taken next.
    """
    sql = END_BOOKING_TIMES.format(bookings=numbered(len(booking_ids), since=1))
    freed = await tx.fetch(sql, booking_ids)
    await _end_empty_groups(tx, freed, but=joining)


async def _end_empty_groups(tx: Transaction, freed: Sequence[Mapping[str, Any]], but: UUID | None = None) -> None:
    """Free the practitioner and the rooms of group appointments in which nobody has a seat any more."""
    groups = sorted({uuid_of(row["group_id"]) for row in freed if row["group_id"] is not None} - {but})
    if groups and tx.dialect == "postgres":  # whoever takes a seat meanwhile waits, or is waited for
        await tx.fetch(LOCK_GROUPS.format(groups=numbered(len(groups), since=1)), groups)
    for group_id in groups:
        await tx.execute(END_EMPTY_GROUP, (group_id,))
