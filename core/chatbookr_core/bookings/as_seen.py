"""Writes, on PostgreSQL, what was agreed on some time ago if that is still so: by one function of the database's.

The function is part of the migration `book_as_seen`. It sees that nothing has been noted since (`Seen`), that the
patient, the conversation and the calendar are what they were, takes the first of each kind that nobody has, and logs
the change. Plain statements one after the other start with less than one statement of them all: ADR 25 and 28 have the
figures. What the rules know (how long a block may be, which calendars are in use, who can be chosen) it is told.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final, Literal

from chatbookr_core.bookings.agreements import Seen
from chatbookr_core.bookings.allocation import Wanted
from chatbookr_core.bookings.drafts import COLUMNS, Draft, saved, values_of
from chatbookr_core.bookings.owing import owed_of
from chatbookr_core.bookings.rules import BLOCK_MINUTES, REFERENCE_LENGTHS, make_reference
from chatbookr_core.channels.connections import IN_USE
from chatbookr_core.db import Transaction, numbered
from chatbookr_core.errors import Conflict
from chatbookr_core.ids import new_ids
from chatbookr_core.jobs import wake_for
from chatbookr_core.models import Booking
from chatbookr_core.owed import Owed, written

CONNECTED: Final = f"'{{{','.join(IN_USE)}}}'"
BEFORE_JOBS: Final = len(COLUMNS) + 11
AS_SEEN: Final = f"""
SELECT book_as_seen({numbered(BEFORE_JOBS, since=1)}, {CONNECTED}, {numbered(6, since=BEFORE_JOBS + 1)}) AS outcome
"""
"""Answers *written*, or why nothing was: *outdated*, *in_the_way*, or *given*: the reference is another booking's.

Where another takes one of the times between its look and its writing, the guard ends the transaction (23P01).
"""
NO_JOBS: Final = (None,) * 6
Unwritten = Literal["outdated", "in_the_way"]


async def write_as_seen(
    tx: Transaction, draft: Draft, wanted: Wanted, seen: Seen, *, now: datetime, random: Random
) -> Booking | Unwritten:
    """Insert a booking with one member of each group and what it owes, or say why what is remembered will not do.

    It is outdated, or somebody is in the way. Whoever is so at this very moment ends the transaction: `db.with_retry`
    begins it again, which books by what is read (`Transaction.is_again`), and waits for others where it meets them.
    """
    sight = (seen.snapshot, seen.own_id, seen.until, draft.has_calendar)
    for length in REFERENCE_LENGTHS:
        booking = draft.written(make_reference(random, length=length), now)
        owed = owed_of(booking, now, seen.agreement.reminders)
        values = (*values_of(booking), *_times(wanted), *sight, *_jobs(owed, now))
        (row,) = await tx.fetch(AS_SEEN, values)
        outcome = row["outcome"]
        if outcome == "written":
            wake_for(tx, owed, now)
            return saved(booking)
        if outcome != "given":
            unwritten: Unwritten = outcome
            return unwritten
    raise Conflict("The clinic has no free booking reference.")


def _times(wanted: Wanted) -> tuple[object, ...]:
    """Write what is to be taken beside the practitioner, who is the first group.

    That is a room that is alone of its kind, which is looked at along with them, and, kind by kind, all others.
    """
    block, kinds = wanted.block, sorted(wanted.groups[1:], key=len)
    room = kinds[0][0] if kinds and len(kinds[0]) == 1 else None
    rest = list(enumerate(kinds, 2))[room is not None :]
    minutes = (block.starts_minute - BLOCK_MINUTES, block.starts_minute, block.ends_minute)
    others = [member for _, group in rest for member in group]
    return *minutes, new_ids(len(wanted.groups)), room, others, [kind for kind, group in rest for _ in group]


def _jobs(owed: Sequence[Owed], now: datetime) -> Sequence[object]:
    """Write a booking's jobs, list by list; their clinic, subject and creation are the booking's."""
    if not owed:
        return NO_JOBS
    return (
        new_ids(len(owed)),
        [one.kind for one in owed],
        [written(dict(one.arguments)) for one in owed],
        [one.dedupe_key for one in owed],
        [one.due_at for one in owed],
        [one.ends_at(now) for one in owed],
    )
