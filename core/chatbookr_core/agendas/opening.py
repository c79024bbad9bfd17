"""When practitioners and rooms are open in a stretch of days, and which local days are closed to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.availability.hours import (
    DayException,
    Schedule,
    WeeklyHours,
    Windows,
    always_open,
    held_at,
    open_windows,
)
from chatbookr_core.availability.offering import hours_in
from chatbookr_core.availability.public_holidays import closed_days
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import fetch, listed, uuid_of
from chatbookr_core.models import WorkingException

Span = tuple[datetime, datetime]
PEOPLE = """
SELECT practitioner.id, working_hours.location_id, working_hours.weekday, working_hours.start_minute,
    working_hours.end_minute, working_hours.valid_from, working_hours.valid_until,
    location.zone, location.holiday_country, location.holiday_region, location.holidays_worked
FROM practitioner LEFT JOIN working_hours ON working_hours.clinic_id = practitioner.clinic_id
    AND working_hours.practitioner_id = practitioner.id
LEFT JOIN location ON location.clinic_id = working_hours.clinic_id AND location.id = working_hours.location_id
    AND location.is_active
WHERE practitioner.clinic_id = $1 AND {who} ORDER BY practitioner.full_name, practitioner.id
"""
THERE: Final = "practitioner.is_active"
THERE_OR_BOOKED: Final = """(practitioner.is_active OR EXISTS (SELECT 1 FROM allocation
    WHERE allocation.clinic_id = practitioner.clinic_id AND allocation.subject_id = practitioner.id
        AND allocation.is_active AND allocation.hold_id IS NULL
        AND allocation.starts_minute >= $2 AND allocation.starts_minute < $3))"""
"""A group appointment takes its practitioner without a booking of its own."""
ROOMS = """
SELECT resource.id, resource.name, resource.kind, resource.location_id, resource_hours.weekday,
    resource_hours.start_minute, resource_hours.end_minute, resource_hours.valid_from, resource_hours.valid_until,
    location.zone, location.holiday_country, location.holiday_region, location.holidays_worked
FROM resource JOIN location ON location.clinic_id = resource.clinic_id AND location.id = resource.location_id
LEFT JOIN resource_hours ON resource_hours.clinic_id = resource.clinic_id AND resource_hours.resource_id = resource.id
WHERE resource.clinic_id = $1 AND resource.is_active ORDER BY resource.name, resource.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody or something is, with the holidays kept there."""

    id: UUID
    zone: str
    country: str | None
    region: str | None
    worked: frozenset[str]


@dataclass(slots=True)
class Opening:
    """When one practitioner, room or device is open: by place, the hours of the week."""

    id: UUID
    name: str = ""
    kind: str = ""
    weekly: dict[UUID, list[WeeklyHours]] = field(default_factory=lambda: defaultdict(list))
    places: dict[UUID, Place] = field(default_factory=dict)

    @property
    def everywhere(self) -> list[WeeklyHours]:
        """List the hours at all the places."""
        return [hours for weekly in self.weekly.values() for hours in weekly]


@dataclass(frozen=True, slots=True)
class DaysOtherwise:
    """Local dates with other hours: the clinic's, and those of practitioners and rooms by their ids."""

    of_clinic: Mapping[date, Windows]
    of_one: Mapping[UUID, Mapping[date, Windows]]


async def practitioners_open(clinic_id: UUID) -> list[Opening]:
    """Read the hours of every practitioner, by name; in one statement."""
    return _openings(await fetch(PEOPLE.format(who=THERE), (clinic_id,)))


async def practitioners_open_or_booked(clinic_id: UUID, span: Span) -> list[Opening]:
    """Read the same, with those who are not there any more and had bookings in a stretch; in one statement."""
    values = (clinic_id, epoch_minute(span[0]), epoch_minute(span[1]))
    return _openings(await fetch(PEOPLE.format(who=THERE_OR_BOOKED), values))


async def rooms_open(clinic_id: UUID) -> list[Opening]:
    """Read the hours of every room and device, by name; in one statement. One without hours of its own is open."""
    found = _openings(await fetch(ROOMS, (clinic_id,)))
    for one in found:
        for place in one.places.values():
            one.weekly[place.id] = one.weekly[place.id] or list(always_open(place.zone).weekly)
    return found


def _openings(rows: Sequence[Mapping[str, Any]]) -> list[Opening]:
    found: dict[UUID, Opening] = {}
    for row in rows:
        key = uuid_of(row["id"])
        one = found.setdefault(key, Opening(key))
        if "name" in row.keys():  # noqa: SIM118  # a driver's row, and no dict
            one.name, one.kind = row["name"], row["kind"]
        if row["zone"] is None:
            continue
        place = Place(
            uuid_of(row["location_id"]),
            row["zone"],
            row["holiday_country"],
            row["holiday_region"],
            frozenset(listed(row["holidays_worked"]) or ()),
        )
        one.places[place.id] = place
        if row["weekday"] is not None:
            one.weekly[place.id].append(hours_in(row))
    return list(found.values())


async def days_otherwise(clinic_id: UUID, span: Span) -> DaysOtherwise:
    """Read the days with other hours that a stretch touches in any zone; in one statement."""
    first, last = dates_around(span)
    of_clinic: dict[date, Windows] = {}
    of_one: dict[UUID, dict[date, Windows]] = defaultdict(dict)
    for row in await WorkingException.filter(clinic_id=clinic_id, day__gte=first, day__lte=last):
        whose = row.resource_id or row.practitioner_id
        days = of_one[whose] if whose is not None else of_clinic
        days[row.day] = tuple((start, end) for start, end in row.windows)
    return DaysOtherwise(of_clinic, of_one)


def open_spans(one: Opening, days: DaysOtherwise, span: Span) -> list[tuple[UUID, datetime, datetime]]:
    """Lay out when somebody is open, with the place; aware UTC, in time order."""
    (first, last), everywhere = dates_around(span), one.everywhere
    found: list[tuple[UUID, datetime, datetime]] = []
    for place in one.places.values():
        exceptions = {**holidays_at(place, first, last), **days.of_clinic, **days.of_one.get(one.id, {})}
        held = held_at(exceptions, one.weekly[place.id], everywhere)
        otherwise = tuple(DayException(day, windows) for day, windows in sorted(held.items()))
        schedule = Schedule(place.zone, tuple(one.weekly[place.id]), otherwise)
        windows = open_windows(schedule, epoch_minute(span[0]), epoch_minute(span[1]))
        found += [(place.id, from_epoch_minute(start), from_epoch_minute(end)) for start, end in windows]
    return sorted(found, key=lambda window: (window[1], str(window[0])))


def closed_spans(one: Opening, days: DaysOtherwise, span: Span) -> list[tuple[UUID, datetime, datetime]]:
    """Lay out the local days that are closed: public holidays, the clinic's days and one's own; with the place."""
    first, last = dates_around(span)
    found: list[tuple[UUID, datetime, datetime]] = []
    for place in one.places.values():
        exceptions = {**holidays_at(place, first, last), **days.of_clinic, **days.of_one.get(one.id, {})}
        for day in sorted(day for day, windows in exceptions.items() if not windows):
            starts_at, ends_at = _midnight(day, place.zone), _midnight(day + timedelta(days=1), place.zone)
            if starts_at < span[1] and ends_at > span[0]:
                found.append((place.id, starts_at, ends_at))
    return found


def dates_around(span: Span) -> tuple[date, date]:
    """Return the first and the last local date of a stretch anywhere: a place may be half a day from the clinic."""
    return span[0].date() - timedelta(days=1), span[1].date() + timedelta(days=1)


def holidays_at(place: Place, first: date, last: date) -> dict[date, Windows]:
    """Lay out the public holidays that a place keeps, both dates included: it is closed then."""
    return dict.fromkeys(closed_days(place.country, place.region, place.worked, first, last), ())


def _midnight(day: date, zone: str) -> datetime:
    return from_epoch_minute(epoch_minute(datetime.combine(day, time(), ZoneInfo(zone))))


def local_span(zone: str, first: date, days: int) -> Span:
    """Return the stretch from a local midnight on, so many local days long; aware UTC."""
    return _midnight(first, zone), _midnight(first + timedelta(days=days), zone)
