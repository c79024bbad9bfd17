"""Loads hours, bookings, holds and external busy times, and asks the engine which slots can be offered.

A search takes four statements however many practitioners, places and rooms there are: what is wanted with the rooms for
it, who works when and where, who is busy, and the days that are otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, always_open
from chatbookr_core.availability.slots import (
    Need,
    Search,
    Subject,
    find_placement,
    free_starts_with_resources,
    search_window,
)
from chatbookr_core.availability.zones import Interval
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.errors import NotFound
from chatbookr_core.models import Booking, WorkingException

Rooms = Mapping[UUID, Sequence[Sequence[UUID]]]
"""By place: for each kind of resource a service needs, the resources of that kind there."""

TERMS = """
SELECT clinic.notice_minutes, clinic.horizon_days, clinic.calendar_freshness_minutes,
    service.duration_minutes, service.buffer_before_minutes, service.buffer_after_minutes, service.step_minutes,
    service_resource.resource_kind, resource.id AS resource_id, resource.location_id
FROM service JOIN clinic ON clinic.id = service.clinic_id
LEFT JOIN service_resource ON service_resource.clinic_id = service.clinic_id
    AND service_resource.service_id = service.id
LEFT JOIN resource ON resource.clinic_id = service.clinic_id
    AND resource.kind = service_resource.resource_kind AND resource.is_active
WHERE service.clinic_id = $1 AND service.id = $2 AND service.is_active
ORDER BY service_resource.resource_kind, resource.id
"""
HOURS = """
SELECT working_hours.practitioner_id, working_hours.location_id, working_hours.weekday,
    working_hours.start_minute, working_hours.end_minute, location.zone
FROM service_practitioner
JOIN practitioner ON practitioner.clinic_id = service_practitioner.clinic_id
    AND practitioner.id = service_practitioner.practitioner_id AND practitioner.is_active
JOIN working_hours ON working_hours.clinic_id = service_practitioner.clinic_id
    AND working_hours.practitioner_id = service_practitioner.practitioner_id
JOIN location ON location.clinic_id = working_hours.clinic_id
    AND location.id = working_hours.location_id AND location.is_active
WHERE service_practitioner.clinic_id = $1 AND service_practitioner.service_id = $2 AND NOT EXISTS (
    SELECT 1 FROM calendar_connection AS calendar WHERE calendar.clinic_id = service_practitioner.clinic_id
    AND calendar.practitioner_id = service_practitioner.practitioner_id AND (
        calendar.state = 'needs_reconnect'
        OR calendar.state = 'connected' AND (calendar.fetched_at IS NULL OR calendar.fetched_at < $3)))
"""
BUSY = """
SELECT allocation.subject_id, allocation.starts_minute, allocation.ends_minute, allocation.booking_id, 0 AS is_external
FROM allocation LEFT JOIN hold ON hold.id = allocation.hold_id AND hold.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.subject_id IN ({subjects}) AND allocation.is_active
    AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND (allocation.booking_id IS NOT NULL OR hold.expires_at > $4)
UNION ALL
SELECT external_busy.practitioner_id, external_busy.starts_minute, external_busy.ends_minute, NULL, 1
FROM external_busy
WHERE external_busy.clinic_id = $1 AND external_busy.practitioner_id IN ({subjects})
    AND external_busy.starts_minute < $2 AND external_busy.ends_minute > $3
"""


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A time that can be booked with one practitioner at one place; instants are aware UTC."""

    starts_at: datetime
    ends_at: datetime
    practitioner_id: UUID
    location_id: UUID
    zone: str


@dataclass(frozen=True, slots=True)
class SlotSearch:
    """What is wanted: a service, and optionally with whom, where and between which instants."""

    service_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a service takes, and how its clinic offers it; `rooms` is None where it needs none."""

    clinic_id: UUID
    notice: timedelta
    horizon: timedelta
    calendar_freshness: timedelta
    need: Need
    rooms: Rooms | None


@dataclass(frozen=True, slots=True)
class _Place:
    """One practitioner at one place."""

    practitioner_id: UUID
    location_id: UUID
    person: Subject
    resource_groups: tuple[tuple[Subject, ...], ...]


async def slots_for(clinic_id: UUID, wanted: SlotSearch, *, now: datetime) -> list[OfferedSlot]:
    """List what can be offered, in time order; where several practitioners are free at once, each is listed.

    A practitioner whose calendar is stale, errored or disconnected offers nothing. Raises NotFound.
    """
    terms = await _terms(clinic_id, wanted.service_id)
    search = _window(terms, wanted, now)
    if search.earliest >= search.latest:
        return []
    found: list[OfferedSlot] = []
    for place in await _places(terms, search, wanted, now):
        for placement in free_starts_with_resources(place.person, place.resource_groups, terms.need, search):
            found.append(_offer(place, placement.start, terms.need))
    return sorted(found, key=lambda slot: (slot.starts_at, str(slot.practitioner_id)))


async def find_slot(
    clinic_id: UUID, wanted: SlotSearch, starts_at: datetime, *, now: datetime, moving: UUID | None = None
) -> OfferedSlot | None:
    """Check one start again; None where it is not offered (any more). Raises NotFound.

    The booking `moving` does not stand in its own way, so that it can be moved by less than its length.
    """
    terms = await _terms(clinic_id, wanted.service_id)
    search = _window(terms, wanted, now)
    start = epoch_minute(starts_at)
    if from_epoch_minute(start) != starts_at:
        return None
    for place in await _places(terms, search, wanted, now, moving):
        if find_placement(start, place.person, place.resource_groups, terms.need, search):
            return _offer(place, start, terms.need)
    return None


def _offer(place: _Place, start: int, need: Need) -> OfferedSlot:
    return OfferedSlot(
        from_epoch_minute(start),
        from_epoch_minute(start + need.duration_minutes),
        place.practitioner_id,
        place.location_id,
        place.person.schedule.zone,
    )


async def _terms(clinic_id: UUID, service_id: UUID) -> _Terms:
    """Read what is wanted, with the rooms there are for it. Raises NotFound."""
    rows = await fetch(TERMS, (clinic_id, service_id))
    if not rows:
        raise NotFound()
    row = rows[0]
    return _Terms(
        clinic_id,
        timedelta(minutes=row["notice_minutes"]),
        timedelta(days=row["horizon_days"]),
        timedelta(minutes=row["calendar_freshness_minutes"]),
        Need(row["duration_minutes"], row["buffer_before_minutes"], row["buffer_after_minutes"], row["step_minutes"]),
        _rooms(rows) if row["resource_kind"] is not None else None,
    )


def _rooms(rows: Sequence[Mapping[str, Any]]) -> Rooms:
    kinds = sorted({row["resource_kind"] for row in rows})
    by_place: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: {kind: [] for kind in kinds})
    for row in rows:
        if row["resource_id"] is not None:  # of some kind there may be nothing at all
            by_place[uuid_of(row["location_id"])][row["resource_kind"]].append(uuid_of(row["resource_id"]))
    return {place: list(groups.values()) for place, groups in by_place.items()}


def _window(terms: _Terms, wanted: SlotSearch, now: datetime) -> Search:
    return search_window(now, terms.notice, terms.horizon, since=wanted.earliest, until=wanted.latest)


async def _places(
    terms: _Terms, search: Search, wanted: SlotSearch, now: datetime, moving: UUID | None = None
) -> list[_Place]:
    hours = await _hours(terms, wanted, now)
    if not hours:
        return []
    practitioners = {practitioner_id for practitioner_id, _, _ in hours}
    rooms = {room for kinds in (terms.rooms or {}).values() for members in kinds for room in members}
    busy = await _busy(terms.clinic_id, [*practitioners, *rooms], search, now, moving)
    exceptions = await _exceptions(terms.clinic_id)
    places: list[_Place] = []
    for (practitioner_id, location_id, zone), weekly in hours.items():
        groups = terms.rooms.get(location_id, []) if terms.rooms is not None else []
        if terms.rooms is not None and (not groups or not all(groups)):
            continue  # a place without a room of each kind cannot give the service
        days = {**exceptions.get(None, {}), **exceptions.get(practitioner_id, {})}
        schedule = Schedule(zone, tuple(weekly), tuple(DayException(day, days[day]) for day in sorted(days)))
        subjects = tuple(tuple(Subject(always_open(zone), busy[room]) for room in members) for members in groups)
        places.append(_Place(practitioner_id, location_id, Subject(schedule, busy[practitioner_id]), subjects))
    return places


async def _hours(terms: _Terms, wanted: SlotSearch, now: datetime) -> dict[tuple[UUID, UUID, str], list[WeeklyHours]]:
    """By practitioner, place and its zone: when who gives the service works, if their calendar can be trusted.

    One that is connected and was not read lately cannot; where none is connected, none is asked.
    """
    sql, values = HOURS, [terms.clinic_id, wanted.service_id, now - terms.calendar_freshness]
    for column, one in (("practitioner_id", wanted.practitioner_id), ("location_id", wanted.location_id)):
        if one is not None:
            values.append(one)
            sql += f" AND working_hours.{column} = ${len(values)}"
    weekly: dict[tuple[UUID, UUID, str], list[WeeklyHours]] = defaultdict(list)
    for row in await fetch(sql, values):
        place = uuid_of(row["practitioner_id"]), uuid_of(row["location_id"]), row["zone"]
        weekly[place].append(WeeklyHours(row["weekday"], row["start_minute"], row["end_minute"]))
    return dict(sorted(weekly.items(), key=lambda item: str(item[0])))


async def _exceptions(clinic_id: UUID) -> dict[UUID | None, dict[date, tuple[tuple[int, int], ...]]]:
    """By practitioner (None: the whole clinic) and local date."""
    found: dict[UUID | None, dict[date, tuple[tuple[int, int], ...]]] = defaultdict(dict)
    for row in await WorkingException.filter(clinic_id=clinic_id):
        found[row.practitioner_id][row.day] = tuple((start, end) for start, end in row.windows)
    return found


async def _busy(
    clinic_id: UUID, subjects: Iterable[UUID], search: Search, now: datetime, moving: UUID | None
) -> dict[UUID, list[Interval]]:
    """Everything that takes a subject's time: bookings, holds that still stand, and external calendars."""
    busy: dict[UUID, list[Interval]] = defaultdict(list)
    margin = 24 * 60  # a buffer can reach into the search from outside
    wanted = sorted(subjects)
    values = [clinic_id, search.latest + margin, search.earliest - margin, now, *wanted]
    moved = await _own_times(clinic_id, moving) if moving else []
    for row in await fetch(BUSY.format(subjects=numbered(len(wanted), since=5)), values):
        interval = row["starts_minute"], row["ends_minute"]
        is_external, booking_id = row["is_external"], row["booking_id"]
        is_moving = interval in moved if is_external else moving is not None and _is(booking_id, moving)
        if not is_moving:  # its own time, and its own event
            busy[uuid_of(row["subject_id"])].append(interval)
    return busy


def _is(written: object, key: UUID) -> bool:
    return written is not None and uuid_of(written) == key


async def _own_times(clinic_id: UUID, booking_id: UUID) -> list[Interval]:
    times = await Booking.filter(clinic_id=clinic_id, id=booking_id).values_list("starts_at", "ends_at")
    return [(epoch_minute(starts_at), epoch_minute(ends_at)) for starts_at, ends_at in times]
