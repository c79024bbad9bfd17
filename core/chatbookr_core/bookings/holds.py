"""Writes a hold with the time it keeps, and makes it a booking: each in one stroke, and leaving nothing where it fails.

What would be undone by a savepoint is not begun instead: a hold is confirmed by the statement that sees that it stands
and still keeps its time.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.bookings.allocation import SQLITE_REFUSAL, Owner, Wanted, take
from chatbookr_core.bookings.drafts import COLUMNS, Draft, saved, values_of, writings_of
from chatbookr_core.bookings.owing import owed_of
from chatbookr_core.bookings.reminder_times import ReminderRules
from chatbookr_core.bookings.rules import REFERENCE_LENGTHS, make_reference
from chatbookr_core.db import Transaction, numbered, uuid_of
from chatbookr_core.errors import Conflict, HoldExpired, SlotTaken
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import wake_for
from chatbookr_core.models import Booking, Hold
from chatbookr_core.owed import INSERT_INTO, LISTED, Owed, listed

OF_HOLD: Final = (
    *("id", "clinic_id", "conversation_id", "service_id", "practitioner_id", "location_id", "starts_at", "ends_at"),
    *("state", "expires_at", "created_at", "is_on_request"),
)
WRITE: Final = f"""
INSERT INTO hold ({", ".join(OF_HOLD)}) VALUES ({numbered(len(OF_HOLD), since=1)}) RETURNING id
"""  # noqa: S608  # names and numbers
KEPT: Final = "id, subject_id, clinic_id, hold_id, group_id, starts_minute, ends_minute, is_exclusive, is_active"
WRITE_ALL: Final = f"""
WITH made AS ({WRITE}), taken AS (
    INSERT INTO allocation ({KEPT})
    SELECT one.id, one.subject_id, made.clinic_id, made.id, $13::uuid, $14::int, $15::int, TRUE, TRUE
    FROM (SELECT id, $2::uuid AS clinic_id FROM made) AS made
    CROSS JOIN unnest($16::uuid[], $17::uuid[]) AS one (id, subject_id) ORDER BY one.subject_id
    ON CONFLICT DO NOTHING RETURNING subject_id
) SELECT subject_id FROM taken
"""  # noqa: S608  # those above
KEEP_TIME: Final = f"INSERT INTO allocation ({KEPT}) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 1) RETURNING subject_id"  # noqa: S608  # a constant
DELETE_TIMES: Final = "DELETE FROM allocation WHERE hold_id = $1 RETURNING 1"
DELETE: Final = "DELETE FROM hold WHERE id = $1 RETURNING 1"

STANDS: Final = """
SELECT hold.id FROM hold WHERE hold.clinic_id = ${clinic} AND hold.id = ${hold} AND hold.state = 'held'
    AND hold.expires_at > ${now} AND EXISTS (SELECT 1 FROM allocation AS kept
        WHERE kept.clinic_id = ${clinic} AND kept.hold_id = ${hold} AND kept.is_active)
"""
CLAIM: Final = f"""
UPDATE hold SET state = 'confirmed' WHERE id IN ({STANDS.format(clinic=1, hold=2, now=3)}) AND state = 'held'
RETURNING id
"""  # noqa: S608  # a constant
HAND_ALL: Final = f"""
WITH standing AS ({STANDS.format(clinic=2, hold=19, now=15)} FOR NO KEY UPDATE OF hold), made AS (
    INSERT INTO booking ({", ".join(COLUMNS)}, version, announced_version)
    SELECT {numbered(len(COLUMNS), since=1)}, 1, 0 FROM standing
    ON CONFLICT (clinic_id, reference) DO NOTHING RETURNING id
), confirmed AS (
    UPDATE hold SET state = 'confirmed' FROM made WHERE hold.clinic_id = $2 AND hold.id = $19
), handed AS (
    UPDATE allocation SET booking_id = made.id, hold_id = NULL FROM made
    WHERE allocation.clinic_id = $2 AND allocation.hold_id = $19 AND allocation.is_active RETURNING 1
), owed AS (
    {INSERT_INTO} {LISTED.format(list="$20")} CROSS JOIN made
) SELECT (SELECT count(*) FROM standing) AS standing, (SELECT count(*) FROM made) AS made,
    (SELECT count(*) FROM handed) AS handed
"""  # noqa: S608  # those above
"""Whoever comes second waits for the hold's row, and finds that it does not stand any more."""
HAND: Final = "UPDATE allocation SET booking_id = $1, hold_id = NULL WHERE hold_id = $2 AND is_active RETURNING 1"


async def keep(tx: Transaction, hold: Hold, wanted: Wanted) -> None:
    """Insert a hold with one member of each group. Raises SlotTaken, and has left nothing behind then."""
    try:
        await take(tx, wanted, Owner(hold_id=hold.id), got=await _insert(tx, hold, wanted))
    except SlotTaken:
        for sql in (DELETE_TIMES, DELETE):
            await tx.fetch(sql, (hold.id,))
        raise
    hold._saved_in_db = True  # Tortoise has not seen it


async def _insert(tx: Transaction, hold: Hold, wanted: Wanted) -> set[UUID]:
    """Insert a hold with the first of each group, in their order, that the guard lets pass, and return those."""
    values = [getattr(hold, name) for name in OF_HOLD]
    times = (wanted.group_id, wanted.block.starts_minute, wanted.block.ends_minute)
    subjects = sorted(group[0] for group in wanted.groups)
    if tx.dialect == "postgres":
        rows = await tx.fetch(WRITE_ALL, (*values, *times, [new_id() for _ in subjects], subjects))
        return {row["subject_id"] for row in rows}
    await tx.fetch(WRITE, values)
    try:
        got = [await tx.fetch(KEEP_TIME, (new_id(), one, hold.clinic_id, hold.id, *times)) for one in subjects]
    except IntegrityError as problem:
        if SQLITE_REFUSAL in str(problem):
            raise SlotTaken() from problem
        raise
    return {uuid_of(row["subject_id"]) for each in got for row in each}


async def claim(tx: Transaction, hold: Hold, *, now: datetime) -> None:
    """Confirm a hold that still stands and keeps its time: whoever comes second, or late, gets HoldExpired."""
    if not await tx.fetch(CLAIM, (hold.clinic_id, hold.id, now)):
        raise HoldExpired()


async def book_kept(
    tx: Transaction, draft: Draft, hold_id: UUID, rules: ReminderRules, *, now: datetime, random: Random
) -> Booking:
    """Make what a hold keeps a booking, with what it owes by a clinic's rules for reminders.

    Raises HoldExpired where the hold does not stand any more, and has changed nothing then.
    """
    for length in REFERENCE_LENGTHS:
        booking = draft.written(make_reference(random, length=length), now)
        owed = owed_of(booking, now, rules)
        if await _handed(tx, booking, hold_id, owed):
            wake_for(tx, owed, now)
            return saved(booking)
    raise Conflict("The clinic has no free booking reference.")


async def _handed(tx: Transaction, booking: Booking, hold_id: UUID, owed: list[Owed]) -> bool:
    """Insert a booking and hand it what a hold keeps; False where its reference is given already."""
    now = booking.created_at
    if tx.dialect == "postgres":
        (row,) = await tx.fetch(HAND_ALL, (*values_of(booking), hold_id, listed(owed, now)))
        standing, made, handed = row["standing"], row["made"], row["handed"]
    else:
        standing = len(await tx.fetch(STANDS.format(clinic=1, hold=2, now=3), (booking.clinic_id, hold_id, now)))
        made = int(await tx.write_all(writings_of(booking, owed))) if standing else 0
        handed = len(await _hand_over(tx, booking, hold_id)) if made else 0
    if not standing:
        raise HoldExpired()
    _see_to_it(made == 0 or handed > 0)
    return bool(made)


async def _hand_over(tx: Transaction, booking: Booking, hold_id: UUID) -> Sequence[object]:
    await tx.fetch("UPDATE hold SET state = 'confirmed' WHERE id = $1 RETURNING 1", (hold_id,))
    return await tx.fetch(HAND, (booking.id, hold_id))


async def hand(tx: Transaction, *, hold_id: UUID, booking_id: UUID) -> None:
    """Make what a hold has taken, which has been claimed, a booking's."""
    _see_to_it(bool(await tx.fetch(HAND, (booking_id, hold_id))))


def _see_to_it(is_handed: bool) -> None:
    """Fail, with the whole transaction, where a booking got no time: nobody frees it without the hold's row."""
    if not is_handed:
        raise RuntimeError("a hold that stands keeps no time")
