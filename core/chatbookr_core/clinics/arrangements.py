"""Reads how a clinic works: hours, days otherwise, limits, holidays, rooms; within what the asker reaches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chatbookr_core.models import (
    Clinic,
    Location,
    Practitioner,
    Resource,
    ResourceHours,
    ServiceResource,
    WorkingException,
    WorkingHours,
)

MOST = 2000
"""Windows and days a clinic is shown at most, those that begin first before the rest."""
Seen = Callable[[UUID], bool]


@dataclass(frozen=True, slots=True)
class HoursRecord:
    """Hours of one weekday: a practitioner's at a place, or a room's or device's."""

    weekday: int
    start_minute: int
    end_minute: int
    valid_from: date | None
    valid_until: date | None
    practitioner_id: UUID | None = None
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A local date with other hours: a practitioner's, a room's or device's, or (neither) the clinic's."""

    day: date
    windows: tuple[tuple[int, int], ...]
    practitioner_id: UUID | None
    resource_id: UUID | None


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A room or a device."""

    id: UUID
    name: str
    kind: str
    location_id: UUID
    is_active: bool
    hours: tuple[HoursRecord, ...]


@dataclass(frozen=True, slots=True)
class Arrangements:
    """How a clinic works, from a date on."""

    clinic_id: UUID
    travel_minutes: int
    hours: tuple[HoursRecord, ...]
    days: tuple[DayRecord, ...]
    rooms: tuple[RoomRecord, ...]
    limits: tuple[Practitioner, ...]
    places: tuple[Location, ...]
    needs: tuple[tuple[UUID, str], ...]
    """Which services take which kinds of rooms and devices."""


async def arrangements_of(clinic_id: UUID, *, since: date, is_at: Seen, is_with: Seen) -> Arrangements:
    """Read how a clinic works; the asker was found to belong to it, `is_at` and `is_with` say to which part."""
    clinic = await Clinic.get(id=clinic_id)
    places = await Location.filter(clinic_id=clinic_id).order_by("name", "id")
    people = await Practitioner.filter(clinic_id=clinic_id, is_active=True).order_by("full_name", "id")
    return Arrangements(
        clinic_id,
        clinic.travel_minutes,
        await _hours(clinic_id, is_at, is_with),
        await _days(clinic_id, since, is_with),
        await _rooms(clinic_id, is_at),
        tuple(one for one in people if is_with(one.id)),
        tuple(one for one in places if is_at(one.id)),
        await _needs(clinic_id),
    )


async def _needs(clinic_id: UUID) -> tuple[tuple[UUID, str], ...]:
    rows = ServiceResource.filter(clinic_id=clinic_id).order_by("service_id", "resource_kind").limit(MOST)
    return tuple((row.service_id, row.resource_kind) for row in await rows)


async def _hours(clinic_id: UUID, is_at: Seen, is_with: Seen) -> tuple[HoursRecord, ...]:
    order = ("practitioner_id", "location_id", "weekday", "start_minute", "id")
    rows = WorkingHours.filter(clinic_id=clinic_id).order_by(*order).limit(MOST)
    return tuple(
        HoursRecord(
            row.weekday,
            row.start_minute,
            row.end_minute,
            row.valid_from,
            row.valid_until,
            row.practitioner_id,
            row.location_id,
        )
        for row in await rows
        if is_at(row.location_id) and is_with(row.practitioner_id)
    )


async def _days(clinic_id: UUID, since: date, is_with: Seen) -> tuple[DayRecord, ...]:
    rows = WorkingException.filter(clinic_id=clinic_id, day__gte=since).order_by("day", "id").limit(MOST)
    return tuple(
        DayRecord(row.day, tuple((start, end) for start, end in row.windows), row.practitioner_id, row.resource_id)
        for row in await rows
        if row.practitioner_id is None or is_with(row.practitioner_id)
    )


async def _rooms(clinic_id: UUID, is_at: Seen) -> tuple[RoomRecord, ...]:
    hours: dict[UUID, list[HoursRecord]] = {}
    rows = ResourceHours.filter(clinic_id=clinic_id).order_by("weekday", "start_minute", "id").limit(MOST)
    for row in await rows:
        window = HoursRecord(row.weekday, row.start_minute, row.end_minute, row.valid_from, row.valid_until)
        hours.setdefault(row.resource_id, []).append(window)
    return tuple(
        RoomRecord(row.id, row.name, row.kind, row.location_id, row.is_active, tuple(hours.get(row.id, ())))
        for row in await Resource.filter(clinic_id=clinic_id).order_by("name", "id").limit(MOST)
        if is_at(row.location_id)
    )
