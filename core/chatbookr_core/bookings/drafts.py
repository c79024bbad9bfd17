"""Writes a booking that has been agreed on: alone, or in one stroke with the time it takes and the jobs it owes.

PostgreSQL writes all by one statement, or by one function where all is remembered (`as_seen`), SQLite by one for each
table. What did not get all of its time is taken back row
by row: a savepoint around each booking would be two journeys more for the many that succeed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from random import Random
from typing import Any, Final
from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.bookings.allocation import SQLITE_REFUSAL, Owner, Wanted, take
from chatbookr_core.bookings.owing import owed_of
from chatbookr_core.bookings.reminder_times import ReminderRules
from chatbookr_core.bookings.rules import (
    REFERENCE_LENGTHS,
    BookingStatus,
    By,
    CalendarState,
    SlotRequest,
    make_reference,
    needs_staff,
)
from chatbookr_core.db import Transaction, bound, numbered
from chatbookr_core.errors import Conflict, SlotTaken
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import wake_for
from chatbookr_core.models import Booking
from chatbookr_core.owed import INSERT_INTO, LISTED, Owed, listed

COLUMNS: Final = (
    *("id", "clinic_id", "patient_id", "conversation_id", "service_id", "practitioner_id", "location_id", "reference"),
    *("starts_at", "ends_at", "zone", "status", "wants_reminders", "calendar_state", "created_at", "created_by"),
    *("arranged_by_id", "is_for_anybody"),
)
INSERT: Final = f"""
INSERT INTO booking ({", ".join(COLUMNS)}, version, announced_version)
VALUES ({numbered(len(COLUMNS), since=1)}, 1, 0) ON CONFLICT (clinic_id, reference) DO NOTHING RETURNING id
"""  # noqa: S608  # names and numbers
TAKEN: Final = "id, subject_id, clinic_id, booking_id, starts_minute, ends_minute, is_exclusive, is_active"
INSERT_ALL: Final = f"""
WITH made AS ({INSERT}), taken AS (
    INSERT INTO allocation ({TAKEN})
    SELECT one.id, one.subject_id, made.clinic_id, made.id, $19::int, $20::int, TRUE, TRUE
    FROM (SELECT id, $2::uuid AS clinic_id FROM made) AS made
    CROSS JOIN unnest($21::uuid[], $22::uuid[]) AS one (id, subject_id) ORDER BY one.subject_id
    ON CONFLICT DO NOTHING RETURNING subject_id
), owed AS (
    {INSERT_INTO} {LISTED.format(list="$23")} CROSS JOIN made
) SELECT made.id, taken.subject_id FROM made LEFT JOIN taken ON TRUE
"""  # noqa: S608  # those above
SQLITE_BOOKING: Final = f"""
INSERT INTO booking ({", ".join(COLUMNS)}, version, announced_version) VALUES ({", ".join("?" * len(COLUMNS))}, 1, 0)
ON CONFLICT (clinic_id, reference) DO NOTHING
"""  # noqa: S608  # names
SQLITE_TIME: Final = f"INSERT INTO allocation ({TAKEN}) VALUES (?, ?, ?, ?, ?, ?, 1, 1)"  # noqa: S608  # a constant
SQLITE_JOB: Final = f"{INSERT_INTO} VALUES (?, ?, ?, ?, ?, ?, 'due', ?, 0, 0, ?, ?)"
"""What SQLite writes, row by row and without RETURNING, for which it would make a table each time."""
DELETE_TIMES: Final = "DELETE FROM allocation WHERE booking_id = $1 RETURNING 1"
DELETE: Final = "DELETE FROM booking WHERE id = $1 RETURNING 1"
VALUES: Final = attrgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a booking is to be, who makes it, and who arranged it where that is another patient."""

    clinic_id: UUID
    patient_id: UUID
    conversation_id: UUID | None
    wants_reminders: bool
    created_by: By
    arranged_by_id: UUID | None
    is_for_anybody: bool = False
    """Nobody in particular was asked for: whoever was free has it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A booking that is about to be written."""

    whose: Whose
    request: SlotRequest
    ends_at: datetime
    zone: str
    is_on_request: bool
    has_calendar: bool

    @property
    def status(self) -> BookingStatus:
        """Tell whether it stands at once: of a time on request staff confirm what anybody has booked."""
        is_asked_for = needs_staff(self.whose.created_by, is_on_request=self.is_on_request)
        return "requested" if is_asked_for or self.request.is_on_request else "confirmed"

    @property
    def calendar_state(self) -> CalendarState:
        """Tell whether it is owed to a calendar: a request is not, until it stands."""
        return "pending" if self.has_calendar and self.status == "confirmed" else "none"

    def written(self, reference: str, now: datetime) -> Booking:
        """Return the booking as it is to be written."""
        booking = Booking.__new__(Booking)
        vars(booking).update(
            _blank(),
            _await_when_save={},
            id=new_id(),
            clinic_id=self.whose.clinic_id,
            patient_id=self.whose.patient_id,
            conversation_id=self.whose.conversation_id,
            service_id=self.request.service_id,
            practitioner_id=self.request.practitioner_id,
            location_id=self.request.location_id,
            reference=reference,
            starts_at=self.request.starts_at.astimezone(UTC),
            ends_at=self.ends_at.astimezone(UTC),
            zone=self.zone,
            status=self.status,
            wants_reminders=self.whose.wants_reminders,
            calendar_state=self.calendar_state,
            created_at=now,
            created_by=self.whose.created_by,
            arranged_by_id=self.whose.arranged_by_id,
            is_for_anybody=self.whose.is_for_anybody,
        )
        return booking


@cache
def _blank() -> Mapping[str, Any]:
    """Return what every new booking begins with: Tortoise works that out field by field, which takes its time."""
    return vars(Booking(id=new_id()))


async def write(tx: Transaction, draft: Draft, *, now: datetime, random: Random) -> Booking:
    """Insert a booking, without any time, under the first reference that its clinic has not given yet."""
    for length in REFERENCE_LENGTHS:
        booking = draft.written(make_reference(random, length=length), now)
        if await tx.fetch(INSERT, values_of(booking)):
            return saved(booking)
    raise Conflict("The clinic has no free booking reference.")


async def write_and_take(
    tx: Transaction, draft: Draft, wanted: Wanted, rules: ReminderRules, *, now: datetime, random: Random
) -> Booking:
    """Insert a booking with one member of each group, and what it owes by a clinic's rules for reminders.

    Raises SlotTaken, and has left nothing behind then.
    """
    for length in REFERENCE_LENGTHS:
        booking = draft.written(make_reference(random, length=length), now)
        owed = owed_of(booking, now, rules)
        try:
            got = await _insert(tx, booking, wanted, owed, now)
        except SlotTaken:
            await _take_back(tx, booking, owed)
            raise
        if got is not None:  # else the reference is another's
            return await _with_the_rest(tx, booking, wanted, owed, got, now)
    raise Conflict("The clinic has no free booking reference.")


async def _with_the_rest(
    tx: Transaction, booking: Booking, wanted: Wanted, owed: Sequence[Owed], got: set[UUID], now: datetime
) -> Booking:
    """Take what another was faster with from the rest of its group. Raises SlotTaken, and leaves nothing behind."""
    try:
        await take(tx, wanted, Owner(booking_id=booking.id), got=got)
    except SlotTaken:
        await _take_back(tx, booking, owed)
        raise
    wake_for(tx, owed, now)
    return saved(booking)


async def _insert(
    tx: Transaction, booking: Booking, wanted: Wanted, owed: Sequence[Owed], now: datetime
) -> set[UUID] | None:
    """Insert a booking with the first of each group, in their order, that the guard lets pass, and with its jobs.

    Return None where its reference is given already.
    """
    times = (wanted.block.starts_minute, wanted.block.ends_minute)
    subjects = sorted(group[0] for group in wanted.groups)
    if tx.dialect == "postgres":
        values = (*values_of(booking), *times, [new_id() for _ in subjects], subjects, listed(owed, now))
        rows: Any = await tx.fetch(INSERT_ALL, values)
        return {row["subject_id"] for row in rows if row["subject_id"] is not None} if rows else None
    clinic_id, booking_id = str(booking.clinic_id), str(booking.id)
    taken = [(str(new_id()), str(one), clinic_id, booking_id, *times) for one in subjects]
    try:
        is_made = await tx.write_all([*writings_of(booking, owed), (SQLITE_TIME, taken)])
    except IntegrityError as problem:
        if SQLITE_REFUSAL in str(problem):
            raise SlotTaken() from problem
        raise
    return set(subjects) if is_made else None


def writings_of(booking: Booking, owed: Sequence[Owed]) -> list[tuple[str, Sequence[Sequence[object]]]]:
    """List what SQLite inserts of a new booking and of its jobs; the first writes nothing where its reference is given.

    The jobs are owed as of when it was made.
    """
    jobs = [bound((new_id(), *one.columns(booking.created_at)), "sqlite") for one in owed]
    return [(SQLITE_BOOKING, [bound(values_of(booking), "sqlite")]), (SQLITE_JOB, jobs)]


async def _take_back(tx: Transaction, booking: Booking, owed: Sequence[Owed]) -> None:
    if keys := [one.dedupe_key for one in owed]:
        await tx.fetch(f"DELETE FROM job WHERE dedupe_key IN ({numbered(len(keys), since=1)}) RETURNING 1", keys)  # noqa: S608  # numbers
    for sql in (DELETE_TIMES, DELETE):
        await tx.fetch(sql, (booking.id,))


def values_of(booking: Booking) -> tuple[object, ...]:
    """List what is inserted of a booking, as COLUMNS names it."""
    found: tuple[object, ...] = VALUES(booking)
    return found


def saved(booking: Booking) -> Booking:
    """Let Tortoise know that a row of the booking exists."""
    booking._saved_in_db = True
    return booking
