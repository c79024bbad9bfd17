"""Reads what a clinic offers: how long a service takes, who gives it where and when, and the rooms for it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from chatbookr_core.availability.engagements import NO_LIMITS, Bounds, Limits
from chatbookr_core.availability.horizons import horizon_for
from chatbookr_core.availability.hours import (
    DayException,
    Schedule,
    WeeklyHours,
    Windows,
    always_open,
    held_at,
    hours_of_room,
)
from chatbookr_core.availability.public_holidays import closed_days
from chatbookr_core.availability.slots import Need, Search, search_window
from chatbookr_core.availability.trust import untrusted
from chatbookr_core.availability.zones import minute_from
from chatbookr_core.db import day_of, fetch, listed, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound

Rooms = Mapping[UUID, Sequence[Sequence[UUID]]]
"""By place: for each kind of resource a service needs, the resources of that kind there."""
MARGIN_DAYS = 3
"""What holds on a date is read for so many days before and after those that are looked at."""

TERMS = """
SELECT clinic.notice_minutes, clinic.horizon_days, clinic.calendar_freshness_minutes, clinic.zone,
    clinic.travel_minutes, service.duration_minutes, service.other_durations, service.buffer_before_minutes,
    service.buffer_after_minutes, service.step_minutes, service.seats,
    service.bookings_per_day, service.bookings_per_week, service.is_active,
    service_resource.resource_kind, resource.id AS resource_id, resource.location_id,
    resource_hours.weekday, resource_hours.start_minute, resource_hours.end_minute,
    resource_hours.valid_from, resource_hours.valid_until
FROM service JOIN clinic ON clinic.id = service.clinic_id
LEFT JOIN service_resource ON service_resource.clinic_id = service.clinic_id
    AND service_resource.service_id = service.id
LEFT JOIN resource ON resource.clinic_id = service.clinic_id
    AND resource.kind = service_resource.resource_kind AND resource.is_active
LEFT JOIN resource_hours ON resource_hours.clinic_id = resource.clinic_id AND resource_hours.resource_id = resource.id
WHERE service.clinic_id = $1 AND service.id = $2
ORDER BY service_resource.resource_kind, resource.id
"""
HOURS = """
SELECT practitioner_id, resource_id, day, windows, NULL AS location_id, NULL AS weekday, NULL AS start_minute,
    NULL AS end_minute, NULL AS valid_from, NULL AS valid_until, NULL AS zone, NULL AS holiday_country,
    NULL AS holiday_region, NULL AS holidays_worked, NULL AS bookings_per_day, NULL AS bookings_per_week
FROM working_exception WHERE clinic_id = $1 AND day >= $3 AND day <= $4
UNION ALL
SELECT working_hours.practitioner_id, NULL, NULL, NULL, working_hours.location_id, working_hours.weekday,
    working_hours.start_minute, working_hours.end_minute, working_hours.valid_from, working_hours.valid_until,
    location.zone, location.holiday_country, location.holiday_region, location.holidays_worked,
    practitioner.bookings_per_day, practitioner.bookings_per_week
FROM {gives}
JOIN practitioner ON practitioner.clinic_id = gives.clinic_id AND practitioner.id = gives.practitioner_id
    AND practitioner.is_active
JOIN working_hours ON working_hours.clinic_id = gives.clinic_id
    AND working_hours.practitioner_id = gives.practitioner_id
JOIN location ON location.clinic_id = working_hours.clinic_id
    AND location.id = working_hours.location_id AND location.is_active
WHERE gives.clinic_id = $1
"""
"""The days that are otherwise (those with a `day`), and then who works when."""
GIVES = """(SELECT clinic_id, practitioner_id FROM service_practitioner
    WHERE clinic_id = $1 AND service_id = $2{kept}) AS gives"""
KEPT = " UNION SELECT clinic_id, id FROM practitioner WHERE clinic_id = $1 AND id = ${number}"
"""Beside those who give a service whoever keeps what was booked with them."""
UNTRUSTED = f"""EXISTS (
    SELECT 1 FROM calendar_connection AS calendar WHERE calendar.clinic_id = gives.clinic_id
    AND calendar.practitioner_id = gives.practitioner_id AND {untrusted("calendar", "$5")})
"""  # noqa: S608  # the condition that all share


class Calendars(StrEnum):
    """Which calendars count: those that are known, those that are not (stale, errored or disconnected), or all.

    Where none is connected, none is asked, and it is known.
    """

    KNOWN = "known"
    UNKNOWN = "unknown"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A time that can be booked with one practitioner at one place; instants are aware UTC.

    `is_on_request`: their calendar cannot be trusted, so that staff confirm whatever is booked then.
    """

    starts_at: datetime
    ends_at: datetime
    practitioner_id: UUID
    location_id: UUID
    zone: str
    is_on_request: bool = False


@dataclass(frozen=True, slots=True)
class SlotSearch:
    """What is wanted: a service, and optionally with whom, where, between which instants and how long.

    A booking that moves keeps its length (`is_kept_length`), whatever is offered now. What goes on for long, as a
    series does, is offered so much `beyond` the clinic's horizon. A booking that moves says when it is over now
    (`standing`): one that stands beyond the horizon is offered what is around it as well.

    `kept_by`: it is for a booking that stands with that practitioner. Its service may be offered to nobody new any
    more, and they may have stopped to give it: what is agreed is kept, and moved. `beside`: that booking, where it
    keeps its time until it has another: nothing may meet it, and it is none of those that are enough.

    `latest` is when it is over at the latest, `starts_before` an instant before which it begins.

    `or_on_request`: where those whose calendars are known have nothing at all to offer, up to the horizon, what the
    others have as far as is known is offered on request. Whoever promises a time leaves it out.
    """

    service_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    duration_minutes: int | None = None
    is_kept_length: bool = False
    beyond: timedelta = timedelta(0)
    or_on_request: bool = False
    standing: datetime | None = None
    starts_before: datetime | None = None
    kept_by: UUID | None = None
    beside: UUID | None = None

    @property
    def at_any_time(self) -> "SlotSearch":
        """Ask for the same without saying when."""
        return replace(self, earliest=None, latest=None, starts_before=None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a service takes, and how its clinic offers it; `rooms` is None where it needs none.

    Rooms and devices that have hours of their own are among `room_hours`. Of a service that is not offered any more
    (`is_offered`) what is booked can be moved.
    """

    clinic_id: UUID
    notice: timedelta
    horizon: timedelta
    calendar_freshness: timedelta
    need: Need
    rooms: Rooms | None
    bounds: Bounds
    other_durations: tuple[int, ...] = ()
    room_hours: Mapping[UUID, Sequence[WeeklyHours]] = field(default_factory=dict)
    seats: int = 1
    is_offered: bool = True

    def lasting(self, wanted: SlotSearch, now: datetime) -> "Terms":
        """Give the terms of one of the service's durations, its usual one unless told, as far ahead as it is offered.

        Raises InvalidInput, and NotFound for anything but a move where the service is not offered any more.
        """
        if not self.is_offered and wanted.kept_by is None:
            raise NotFound()
        horizon = horizon_for(self.horizon, now=now, beyond=wanted.beyond, standing=wanted.standing)
        terms = self if horizon == self.horizon else replace(self, horizon=horizon)
        minutes = wanted.duration_minutes
        if minutes is None or minutes == self.need.duration_minutes:
            return terms
        if not wanted.is_kept_length and minutes not in self.other_durations:
            raise InvalidInput("The service does not take that long.", field="duration_minutes")
        return replace(terms, need=replace(self.need, duration_minutes=minutes))


@dataclass(frozen=True, slots=True)
class Post:
    """One practitioner at one place, and by kind the rooms and devices that can serve there.

    Of these `rooms` has the schedules, where they have any.
    """

    practitioner_id: UUID
    location_id: UUID
    schedule: Schedule
    groups: tuple[tuple[UUID, ...], ...]
    limits: Limits = NO_LIMITS
    rooms: Mapping[UUID, Schedule] = field(default_factory=dict)

    def schedule_of(self, room: UUID) -> Schedule:
        """Tell when a room or device can be used."""
        return self.rooms.get(room) or always_open(self.schedule.zone)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place's zone and the public holidays it keeps."""

    id: UUID
    zone: str
    country: str | None
    region: str | None
    worked: frozenset[str]


@dataclass(slots=True)
class _Work:
    """What a practitioner does at a place."""

    place: _Place
    limits: Limits
    weekly: list[WeeklyHours] = field(default_factory=list)


async def terms_of(clinic_id: UUID, service_id: UUID) -> Terms:
    """Read what is wanted, with the rooms there are for it; `lasting` says for whom it is. Raises NotFound."""
    rows = await fetch(TERMS, (clinic_id, service_id))
    if not rows:
        raise NotFound()
    row = rows[0]
    limits = Limits(row["bookings_per_day"], row["bookings_per_week"])
    return Terms(
        clinic_id,
        timedelta(minutes=row["notice_minutes"]),
        timedelta(days=row["horizon_days"]),
        timedelta(minutes=row["calendar_freshness_minutes"]),
        Need(row["duration_minutes"], row["buffer_before_minutes"], row["buffer_after_minutes"], row["step_minutes"]),
        _rooms(rows) if row["resource_kind"] is not None else None,
        Bounds(row["zone"], service_id, limits, row["travel_minutes"]),
        tuple(int(minutes) for minutes in listed(row["other_durations"]) or ()),
        _room_hours(rows),
        row["seats"],
        bool(row["is_active"]),
    )


def _rooms(rows: Sequence[Mapping[str, Any]]) -> Rooms:
    kinds = sorted({row["resource_kind"] for row in rows})
    by_place: dict[UUID, dict[str, dict[UUID, None]]] = defaultdict(lambda: {kind: {} for kind in kinds})
    for row in rows:
        if row["resource_id"] is not None:  # of some kind there may be nothing at all
            by_place[uuid_of(row["location_id"])][row["resource_kind"]][uuid_of(row["resource_id"])] = None
    return {place: [list(members) for members in groups.values()] for place, groups in by_place.items()}


def _room_hours(rows: Sequence[Mapping[str, Any]]) -> dict[UUID, list[WeeklyHours]]:
    hours: dict[UUID, list[WeeklyHours]] = defaultdict(list)
    for row in rows:
        if row["weekday"] is not None:
            hours[uuid_of(row["resource_id"])].append(hours_in(row))
    return dict(hours)


def hours_in(row: Mapping[str, Any]) -> WeeklyHours:
    """Read a window of the week out of a row of practitioners' or resources' hours."""
    valid_from, valid_until = day_of(row["valid_from"]), day_of(row["valid_until"])
    return WeeklyHours(row["weekday"], row["start_minute"], row["end_minute"], valid_from, valid_until)


def window_of(terms: Terms, wanted: SlotSearch, now: datetime) -> Search:
    """Bound what is wanted by the notice and the horizon."""
    search = search_window(now, terms.notice, terms.horizon, since=wanted.earliest, until=wanted.latest)
    if wanted.starts_before is None:
        return search
    last_start = minute_from(wanted.starts_before) - 1
    return replace(search, latest=min(search.latest, last_start + terms.need.duration_minutes))


async def posts_of(
    terms: Terms,
    wanted: SlotSearch,
    *,
    now: datetime,
    is_complete: bool = True,
    calendars: Calendars = Calendars.KNOWN,
    days: tuple[date, date] | None = None,
) -> list[Post]:
    """List who gives the service where, of those whose calendars count.

    A place without a room of each kind cannot give the service, and is not among them (unless `is_complete` is not
    asked for: then a group has no members). What holds on a date is among it from `now` to the horizon, or on `days`.
    """
    since, until = days or (now.date(), now.date() + terms.horizon)
    first, last = since - timedelta(days=MARGIN_DAYS), until + timedelta(days=MARGIN_DAYS)
    works, exceptions = await _works(terms, wanted, calendars, now, first, last)
    everywhere: dict[UUID, list[WeeklyHours]] = defaultdict(list)
    for (practitioner_id, _), work in works.items():
        everywhere[practitioner_id] += work.weekly
    posts: list[Post] = []
    for (practitioner_id, location_id), work in works.items():
        if wanted.location_id not in (None, location_id):
            continue
        groups = terms.rooms.get(location_id, []) if terms.rooms is not None else []
        if terms.rooms is not None and (not groups or not all(groups)):
            if is_complete:
                continue
            groups = groups or [()]
        otherwise = {**_holidays(work.place, first, last), **exceptions.held_for(practitioner_id)}
        held = held_at(otherwise, work.weekly, everywhere[practitioner_id])
        rooms = _room_schedules(terms, work.place.zone, groups, exceptions)
        schedule = _schedule(work.place.zone, work.weekly, held)
        posts.append(Post(practitioner_id, location_id, schedule, tuple(map(tuple, groups)), work.limits, rooms))
    return posts


def _schedule(zone: str, weekly: Sequence[WeeklyHours], days: Mapping[date, Windows]) -> Schedule:
    return Schedule(zone, tuple(weekly), _in_order(days))


def _in_order(days: Mapping[date, Windows]) -> tuple[DayException, ...]:
    return tuple(DayException(day, days[day]) for day in sorted(days))


def _holidays(place: _Place, first: date, last: date) -> dict[date, Windows]:
    return dict.fromkeys(closed_days(place.country, place.region, place.worked, first, last), ())


def _room_schedules(
    terms: Terms, zone: str, groups: Sequence[Sequence[UUID]], exceptions: "_Exceptions"
) -> dict[UUID, Schedule]:
    """Lay out the rooms and devices that have hours or days of their own."""
    schedules: dict[UUID, Schedule] = {}
    for room in (room for members in groups for room in members):
        days = _in_order(exceptions.of_resources.get(room, {}))
        hours = hours_of_room(zone, terms.room_hours.get(room, ()), days)
        if hours is not None:
            schedules[room] = hours
    return schedules


async def _works(
    terms: Terms, wanted: SlotSearch, calendars: Calendars, now: datetime, first: date, last: date
) -> tuple[dict[tuple[UUID, UUID], _Work], "_Exceptions"]:
    """By practitioner and place: when who gives the service works, of those whose calendars count; and the days
    between two, both included, that are otherwise. Of whoever works at several places all are read: what holds on a
    day at one of them depends on the others.
    """
    sql, values, kept = HOURS, list[object]((terms.clinic_id, wanted.service_id, first, last)), ""
    if calendars is not Calendars.ALL:
        sql += f" AND {'NOT ' if calendars is Calendars.KNOWN else ''}{UNTRUSTED}"
        values.append(now - terms.calendar_freshness)
    if wanted.practitioner_id is not None:
        values.append(wanted.practitioner_id)
        sql += f" AND working_hours.practitioner_id = ${len(values)}"
    if wanted.kept_by is not None:
        values.append(wanted.kept_by)
        kept = KEPT.format(number=len(values))
    works: dict[tuple[UUID, UUID], _Work] = {}
    exceptions = _Exceptions()
    for row in await fetch(sql.format(gives=GIVES.format(kept=kept)), values):
        day = day_of(row["day"])
        if day is not None:
            exceptions.note(row, day)
            continue
        who, where = uuid_of(row["practitioner_id"]), uuid_of(row["location_id"])
        if (who, where) not in works:
            works[who, where] = _Work(_place(row), Limits(row["bookings_per_day"], row["bookings_per_week"]))
        works[who, where].weekly.append(hours_in(row))
    return dict(sorted(works.items(), key=lambda item: str(item[0]))), exceptions


def _place(row: Mapping[str, Any]) -> _Place:
    worked = frozenset(listed(row["holidays_worked"]) or ())
    return _Place(uuid_of(row["location_id"]), row["zone"], row["holiday_country"], row["holiday_region"], worked)


@dataclass(frozen=True, slots=True)
class _Exceptions:
    """Local dates on which other hours hold: the clinic's, practitioners' and resources'."""

    of_clinic: dict[date, Windows] = field(default_factory=dict)
    of_practitioners: dict[UUID, dict[date, Windows]] = field(default_factory=dict)
    of_resources: dict[UUID, dict[date, Windows]] = field(default_factory=dict)

    def held_for(self, practitioner_id: UUID) -> dict[date, Windows]:
        """Say which days are otherwise for somebody: their own go before the clinic's."""
        return {**self.of_clinic, **self.of_practitioners.get(practitioner_id, {})}

    def note(self, row: Mapping[str, Any], day: date) -> None:
        """Add a day to whose it is."""
        days = self.of_clinic
        if row["resource_id"] is not None:
            days = self.of_resources.setdefault(uuid_of(row["resource_id"]), {})
        elif row["practitioner_id"] is not None:
            days = self.of_practitioners.setdefault(uuid_of(row["practitioner_id"]), {})
        days[day] = tuple((start, end) for start, end in json.loads(row["windows"]))
