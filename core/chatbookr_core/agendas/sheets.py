"""Reads a sheet: a column for each practitioner and each room, with hours, closures and what takes their time.

Eight statements, however many columns, days and bookings there are. Of events in other calendars a sheet says when.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from chatbookr_core.agendas.opening import (
    DaysOtherwise,
    Opening,
    Span,
    closed_spans,
    days_otherwise,
    local_span,
    open_spans,
    practitioners_open,
    rooms_open,
)
from chatbookr_core.bookings.rules import BLOCK_MINUTES
from chatbookr_core.clock import epoch_minute, epoch_minute_ceiling, from_epoch_minute
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.models import Clinic

LONGEST_DAYS: Final = 7
MOST_COLUMNS: Final = 60
EntryKind = Literal["hours", "closure", "booking", "hold", "external_busy"]
Seen = Callable[[UUID], bool]
BOOKED = """
SELECT id, practitioner_id, location_id, starts_at, ends_at FROM booking
WHERE clinic_id = $1 AND starts_at < $2 AND ends_at > $3 AND starts_at > $4 AND status <> 'cancelled'
    AND practitioner_id IN ({subjects}) ORDER BY starts_at, id
"""
HELD = """
SELECT practitioner_id, location_id, starts_at, ends_at FROM hold
WHERE clinic_id = $1 AND state = 'held' AND expires_at > $4 AND starts_at < $2 AND ends_at > $3
    AND practitioner_id IN ({subjects}) ORDER BY starts_at, id
"""
ROOMS_TAKEN = """
SELECT allocation.subject_id, allocation.starts_minute, allocation.ends_minute, allocation.booking_id,
    allocation.hold_id FROM allocation
LEFT JOIN hold ON hold.clinic_id = allocation.clinic_id AND hold.id = allocation.hold_id
WHERE allocation.clinic_id = $1 AND allocation.is_active AND allocation.starts_minute < $2
    AND allocation.ends_minute > $3 AND allocation.starts_minute > $4
    AND (allocation.booking_id IS NOT NULL OR allocation.group_id IS NOT NULL OR hold.expires_at > $5)
    AND allocation.subject_id IN ({subjects}) ORDER BY allocation.starts_minute, allocation.id
"""
EXTERNAL = """
SELECT external_busy.practitioner_id, external_busy.starts_minute, external_busy.ends_minute FROM external_busy
WHERE external_busy.clinic_id = $1 AND external_busy.starts_minute < $2 AND external_busy.ends_minute > $3
    AND external_busy.practitioner_id IN ({subjects})
ORDER BY external_busy.starts_minute
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of a column; aware UTC, half-open. A room's is as long as it is taken, buffers inside."""

    kind: EntryKind
    starts_at: datetime
    ends_at: datetime
    location_id: UUID | None = None
    booking_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A practitioner's time, or a room's or device's; in time order."""

    practitioner_id: UUID | None
    resource_id: UUID | None
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days, from one local date of the clinic on, and whose; None for all there are."""

    first: date
    days: int
    practitioner_ids: frozenset[UUID] | None = None
    resource_ids: frozenset[UUID] | None = None


async def sheet_of(clinic_id: UUID, asked: Asked, *, now: datetime, is_at: Seen, is_with: Seen) -> list[Column]:
    """Read a sheet; the asker was found to belong to the clinic, `is_at` and `is_with` say to which part.

    At most MOST_COLUMNS columns, practitioners before rooms and each by name.
    """
    clinic = await Clinic.get(id=clinic_id)
    span = local_span(clinic.zone, asked.first, asked.days)
    people = [one for one in await practitioners_open(clinic_id) if is_with(one.id)]
    people = _chosen(people, asked.practitioner_ids, is_at)[:MOST_COLUMNS]
    rooms = _chosen(await rooms_open(clinic_id), asked.resource_ids, is_at)[: MOST_COLUMNS - len(people)]
    otherwise = await days_otherwise(clinic_id, span)
    taken = await _taken(clinic_id, [one.id for one in people], span, now)
    taken_rooms = await _taken_rooms(clinic_id, [one.id for one in rooms], span, now)
    return [
        *(_column(one, otherwise, span, taken[one.id], is_room=False) for one in people),
        *(_column(one, otherwise, span, taken_rooms[one.id], is_room=True) for one in rooms),
    ]


def _chosen(found: Iterable[Opening], wanted: frozenset[UUID] | None, is_at: Seen) -> list[Opening]:
    there = [one for one in found if not one.places or any(is_at(place) for place in one.places)]
    return [one for one in there if wanted is None or one.id in wanted]


def _column(one: Opening, days: DaysOtherwise, span: Span, taken: Sequence[Entry], *, is_room: bool) -> Column:
    entries = [Entry("hours", start, end, place) for place, start, end in open_spans(one, days, span)]
    entries += [Entry("closure", start, end, place) for place, start, end in closed_spans(one, days, span)]
    entries += taken
    entries.sort(key=lambda entry: (entry.starts_at, entry.ends_at, entry.kind))
    return Column(None if is_room else one.id, one.id if is_room else None, one.name, tuple(entries))


async def _taken(clinic_id: UUID, people: Sequence[UUID], span: Span, now: datetime) -> Mapping[UUID, list[Entry]]:
    """Read what takes practitioners' time: bookings, holds that stand, and other calendars."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    if not people:
        return found
    since, until = span
    reach = from_epoch_minute(epoch_minute(since) - BLOCK_MINUTES)
    sql = BOOKED.format(subjects=numbered(len(people), since=5))
    booked = set[tuple[UUID, datetime, datetime]]()
    for row in await fetch(sql, (clinic_id, until, since, reach, *people)):
        entry = _entry("booking", row)
        booked.add((uuid_of(row["practitioner_id"]), entry.starts_at, entry.ends_at))
        found[uuid_of(row["practitioner_id"])].append(entry)
    for row in await fetch(
        HELD.format(subjects=numbered(len(people), since=5)), (clinic_id, until, since, now, *people)
    ):
        found[uuid_of(row["practitioner_id"])].append(_entry("hold", row))
    minutes = epoch_minute_ceiling(until), epoch_minute(since)
    for row in await fetch(EXTERNAL.format(subjects=numbered(len(people), since=4)), (clinic_id, *minutes, *people)):
        whose = uuid_of(row["practitioner_id"])
        start, end = from_epoch_minute(row["starts_minute"]), from_epoch_minute(row["ends_minute"])
        if (whose, start, end) not in booked:  # a booking's own event
            found[whose].append(Entry("external_busy", start, end))
    return found


def _entry(kind: EntryKind, row: Mapping[str, Any]) -> Entry:
    booking_id = uuid_of(row["id"]) if kind == "booking" else None
    return Entry(
        kind, instant_of(row["starts_at"]), instant_of(row["ends_at"]), uuid_of(row["location_id"]), booking_id
    )


async def _taken_rooms(clinic_id: UUID, rooms: Sequence[UUID], span: Span, now: datetime) -> Mapping[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = defaultdict(list)
    if not rooms:
        return found
    since, until = epoch_minute(span[0]), epoch_minute_ceiling(span[1])
    sql = ROOMS_TAKEN.format(subjects=numbered(len(rooms), since=6))
    for row in await fetch(sql, (clinic_id, until, since, since - BLOCK_MINUTES, now, *rooms)):
        kind: EntryKind = "hold" if row["hold_id"] is not None else "booking"
        booking_id = uuid_of(row["booking_id"]) if row["booking_id"] is not None else None
        start, end = from_epoch_minute(row["starts_minute"]), from_epoch_minute(row["ends_minute"])
        found[uuid_of(row["subject_id"])].append(Entry(kind, start, end, None, booking_id))
    return found
