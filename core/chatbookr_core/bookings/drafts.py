"""Writes a booking that has been agreed on: alone, or in one stroke with the time it takes and the jobs it owes.

PostgreSQL writes all by one statement, SQLite on one visit to its connection's thread. What did not get all of its
time is taken back row by row: a savepoint around each booking would be two journeys more for the many that succeed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Final
from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.bookings.allocation import SQLITE_REFUSAL, Owner, Wanted, take
from chatbookr_core.bookings.owing import owed_of
from chatbookr_core.bookings.reminding import ReminderRules
from chatbookr_core.bookings.rules import (
    REFERENCE_LENGTHS,
    BookingStatus,
    By,
    CalendarState,
    SlotRequest,
    make_reference,
)
from chatbookr_core.db import Transaction, numbered, uuid_of
from chatbookr_core.errors import Conflict, SlotTaken
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import wake_for
from chatbookr_core.models import Booking
from chatbookr_core.owed import INSERT_INTO, LISTED, Owed, listed

COLUMNS: Final = (
    *("id", "clinic_id", "patient_id", "conversation_id", "service_id", "practitioner_id", "location_id", "reference"),
    *("starts_at", "ends_at", "zone", "status", "wants_reminders", "calendar_state", "created_at", "created_by"),
    "arranged_by_id",
)
INSERT: Final = f"""
INSERT INTO booking ({", ".join(COLUMNS)}, version, announced_version)
VALUES ({numbered(len(COLUMNS), since=1)}, 1, 0) ON CONFLICT (clinic_id, reference) DO NOTHING RETURNING id
"""  # noqa: S608  # names and numbers
TAKEN: Final = "id, subject_id, clinic_id, booking_id, starts_minute, ends_minute, is_exclusive, is_active"
INSERT_ALL: Final = f"""
WITH made AS ({INSERT}), taken AS (
    INSERT INTO allocation ({TAKEN})
    SELECT one.id, one.subject_id, made.clinic_id, made.id, $18::int, $19::int, TRUE, TRUE
    FROM (SELECT id, $2::uuid AS clinic_id FROM made) AS made
    CROSS JOIN unnest($20::uuid[], $21::uuid[]) AS one (id, subject_id) ORDER BY one.subject_id
    ON CONFLICT DO NOTHING RETURNING subject_id
), owed AS (
    {INSERT_INTO} {LISTED.format(list="$22")} CROSS JOIN made
) SELECT made.id, taken.subject_id FROM made LEFT JOIN taken ON TRUE
"""  # noqa: S608  # those above
TAKE_TIME: Final = f"""
INSERT INTO allocation ({TAKEN}) SELECT $1, $2, $3, $4, $5, $6, 1, 1 WHERE EXISTS (SELECT 1 FROM booking WHERE id = $4)
RETURNING subject_id
"""  # noqa: S608  # a constant
OWE: Final = f"""
{INSERT_INTO} SELECT {numbered(6, since=1)}, 'due', $7, 0, 0, $8, $9 WHERE EXISTS (SELECT 1 FROM booking WHERE id = $4)
"""  # noqa: S608  # names and numbers
DELETE_TIMES: Final = "DELETE FROM allocation WHERE booking_id = $1 RETURNING 1"
DELETE: Final = "DELETE FROM booking WHERE id = $1 RETURNING 1"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a booking is to be, who makes it, and who arranged it where that is another patient."""

    clinic_id: UUID
    patient_id: UUID
    conversation_id: UUID | None
    wants_reminders: bool
    created_by: By
    arranged_by_id: UUID | None


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
        """Tell whether it stands at once: of what is on request staff confirm what they have not booked themselves."""
        return "requested" if self.is_on_request and self.whose.created_by != "staff" else "confirmed"

    @property
    def calendar_state(self) -> CalendarState:
        """Tell whether it is owed to a calendar: a request is not, until it stands."""
        return "pending" if self.has_calendar and self.status == "confirmed" else "none"

    def written(self, reference: str, now: datetime) -> Booking:
        """Return the booking as it is to be written."""
        return Booking(
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
        )


async def write(tx: Transaction, draft: Draft, *, now: datetime, random: Random) -> Booking:
    """Insert a booking, without any time, under the first reference that its clinic has not given yet."""
    for length in REFERENCE_LENGTHS:
        booking = draft.written(make_reference(random, length=length), now)
        if await tx.fetch(INSERT, _values(booking)):
            return _saved(booking)
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
            if got is None:
                continue  # the reference is another's
            await take(tx, wanted, Owner(booking_id=booking.id), got=got)
        except SlotTaken:
            await _take_back(tx, booking, owed)
            raise
        wake_for(tx, owed, now)
        return _saved(booking)
    raise Conflict("The clinic has no free booking reference.")


async def _insert(
    tx: Transaction, booking: Booking, wanted: Wanted, owed: Sequence[Owed], now: datetime
) -> set[UUID] | None:
    """Insert a booking with the first of each group, in their order, that the guard lets pass, and with its jobs.

    Return None where its reference is given already.
    """
    times = (wanted.block.starts_minute, wanted.block.ends_minute)
    subjects = sorted(group[0] for group in wanted.groups)
    if tx.dialect == "postgres":
        values = (*_values(booking), *times, [new_id() for _ in subjects], subjects, listed(owed, now))
        rows: Any = await tx.fetch(INSERT_ALL, values)
        return {row["subject_id"] for row in rows if row["subject_id"] is not None} if rows else None
    owing = [(OWE, (new_id(), *one.columns(now))) for one in owed]
    taking = [(TAKE_TIME, (new_id(), one, booking.clinic_id, booking.id, *times)) for one in subjects]
    try:
        made, *rows = await tx.fetch_each([(INSERT, _values(booking)), *owing, *taking])
    except IntegrityError as problem:
        if SQLITE_REFUSAL in str(problem):
            raise SlotTaken() from problem
        raise
    return {uuid_of(row["subject_id"]) for each in rows[len(owing) :] for row in each} if made else None


async def _take_back(tx: Transaction, booking: Booking, owed: Sequence[Owed]) -> None:
    keys = [one.dedupe_key for one in owed]
    jobs = f"DELETE FROM job WHERE dedupe_key IN ({numbered(len(keys), since=1)}) RETURNING 1"  # noqa: S608  # numbers
    own = [(DELETE_TIMES, (booking.id,)), (DELETE, (booking.id,))]
    await tx.fetch_each([(jobs, keys), *own] if keys else own)


def _values(booking: Booking) -> list[object]:
    return [getattr(booking, name) for name in COLUMNS]


def _saved(booking: Booking) -> Booking:
    """Let Tortoise know that a row of the booking exists."""
    booking._saved_in_db = True
    return booking
