"""Writes, on PostgreSQL, what was agreed on some time ago if that is still so: by one function of the database's.

The function is part of the migration `book_as_seen`. It sees that nothing has been noted since (`Seen`), that the
patient, the conversation and the calendar are what they were, takes the first of each kind that nobody has, and logs
the change. Plain statements one after the other start with less than one statement of them all: ADR 25 and 28 have the
figures. What the rules know (how long a block may be, which calendars are in use, who can be chosen) it is told.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import chain, count
from random import Random
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.bookings.agreements import Seen
from chatbookr_core.bookings.allocation import Wanted
from chatbookr_core.bookings.drafts import COLUMNS, Draft, saved, values_of
from chatbookr_core.bookings.owing import owed_of
from chatbookr_core.bookings.rules import BLOCK_MINUTES, REFERENCE_LENGTHS, make_reference
from chatbookr_core.channels.connections import IN_USE
from chatbookr_core.db import Transaction
from chatbookr_core.errors import Conflict
from chatbookr_core.ids import new_ids
from chatbookr_core.jobs import wake_for
from chatbookr_core.models import Booking
from chatbookr_core.owed import Owed, written

CONNECTED: Final = f"'{{{','.join(IN_USE)}}}'"
OF_JOBS: Final = ("uuid", "text", "text", "text", "timestamptz", "timestamptz")
"""What is listed of the jobs: keys, kinds, arguments, dedupe keys, when they are due, and when they are given up."""
Unwritten = Literal["outdated", "in_the_way"]


@cache
def as_seen_sql(*, times: int, has_others: bool, jobs: int) -> str:
    """Write the statement that books so many times and owes so many jobs.

    It answers *written*, or why nothing was: *outdated*, *in_the_way*, or *given*: the reference is another booking's.
    Where another takes one of the times between its look and its writing, the guard ends the transaction (23P01).
    What is listed is written out one by one: the driver takes ten times as long for a list as for what is in it.
    """
    parameters = count(1)

    def some(number: int) -> str:
        return ", ".join(f"${next(parameters)}" for _ in range(number))

    booking, ids, room = some(len(COLUMNS) + 3), f"ARRAY[{some(times)}]::uuid[]", some(1)
    others = some(2) if has_others else "'{}', '{}'"
    sight = some(4)
    owed = [f"ARRAY[{some(jobs)}]::{kind}[]" if jobs else "NULL" for kind in OF_JOBS]
    lists = ", ".join([CONNECTED, *owed])
    return f"SELECT book_as_seen({booking}, {ids}, {room}, {others}, {sight}, {lists}) AS outcome"


async def write_as_seen(
    tx: Transaction, draft: Draft, wanted: Wanted, seen: Seen, *, now: datetime, random: Random
) -> Booking | Unwritten:
    """Insert a booking with one member of each group and what it owes, or say why what is remembered will not do.

    It is outdated, or somebody is in the way. Whoever is so at this very moment ends the transaction: `db.with_retry`
    begins it again, which books by what is read (`Transaction.is_again`), and waits for others where it meets them.
    """
    sight = (seen.snapshot, seen.own_id, seen.until, draft.has_calendar)
    room, others = _beside_practitioner(wanted)
    for length in REFERENCE_LENGTHS:
        booking = draft.written(make_reference(random, length=length), now)
        owed = owed_of(booking, now, seen.agreement.reminders)
        sql = as_seen_sql(times=len(wanted.groups), has_others=bool(others), jobs=len(owed))
        values = (*values_of(booking), *_times(wanted, room), *others, *sight, *_jobs(owed, now))
        (row,) = await tx.fetch(sql, values)
        outcome = row["outcome"]
        if outcome == "written":
            wake_for(tx, owed, now)
            return saved(booking)
        if outcome != "given":
            unwritten: Unwritten = outcome
            return unwritten
    raise Conflict("The clinic has no free booking reference.")


def _times(wanted: Wanted, room: UUID | None) -> tuple[object, ...]:
    """Write the time that is taken, a key for each who is taken with it, and the room that is looked at first."""
    block = wanted.block
    minutes = (block.starts_minute - BLOCK_MINUTES, block.starts_minute, block.ends_minute)
    return *minutes, *new_ids(len(wanted.groups)), room


def _beside_practitioner(wanted: Wanted) -> tuple[UUID | None, tuple[object, ...]]:
    """Tell what is to be taken beside the practitioner, who is the first group.

    That is a room that is alone of its kind, which is looked at along with them, and, kind by kind, all others: nothing
    where there are none.
    """
    kinds = sorted(wanted.groups[1:], key=len)
    room = kinds[0][0] if kinds and len(kinds[0]) == 1 else None
    rest = list(enumerate(kinds, 2))[room is not None :]
    if not rest:
        return room, ()
    return room, ([member for _, group in rest for member in group], [kind for kind, group in rest for _ in group])


def _jobs(owed: Sequence[Owed], now: datetime) -> Iterator[object]:
    """Write a booking's jobs, list by list (OF_JOBS); their clinic, subject and creation are the booking's."""
    jobs = [
        (key, one.kind, written(dict(one.arguments)), one.dedupe_key, one.due_at, one.ends_at(now))
        for key, one in zip(new_ids(len(owed)), owed, strict=True)
    ]
    return chain.from_iterable(zip(*jobs, strict=True))
