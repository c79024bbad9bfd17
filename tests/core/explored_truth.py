"""What is true of a clinic, as its tables say it: a second, slow answer that shares no code with the engine.

Rows are read as they lie there; every minute is asked for its wall time, every block is compared with every other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import holidays
from tests.core.availability_oracle import wall_time

from chatbookr_core.clock import epoch_minute, epoch_minute_ceiling
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    Clinic,
    ExternalBusy,
    GroupAppointment,
    Hold,
    Location,
    Practitioner,
    Resource,
    ResourceHours,
    Service,
    ServicePractitioner,
    ServiceResource,
    WorkingException,
    WorkingHours,
)

TABLES = (
    *(Allocation, Booking, CalendarConnection, ExternalBusy, GroupAppointment, Hold, Location, Practitioner),
    *(Resource, ResourceHours, Service, ServicePractitioner, ServiceResource, WorkingException, WorkingHours),
)
Stretch = tuple[int, int]
Windows = list[Any]


def meet(one: Stretch, other: Stretch) -> bool:
    """Decide whether two stretches have a minute in common."""
    return max(one[0], other[0]) < min(one[1], other[1])


@dataclass(frozen=True, slots=True)
class Asked:
    """A service of so many minutes with somebody at a place."""

    service_id: UUID
    minutes: int
    practitioner_id: UUID
    location_id: UUID


@dataclass
class Truth:
    """The rows of one clinic as of an instant."""

    clinic: Clinic
    now: datetime
    rows: dict[type, list[Any]]
    _days: dict[tuple[object, ...], Windows] = field(default_factory=dict)
    _open: dict[tuple[UUID, UUID], dict[int, bool]] = field(default_factory=lambda: defaultdict(dict))
    _why: dict[tuple[UUID, UUID], dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        """Put the rows in order: by key, and what is taken by whose time it is."""
        self._by_key = {row.id: row for rows in self.rows.values() for row in rows}
        self._taken: dict[UUID, list[Any]] = defaultdict(list)
        for row in self.rows[Allocation]:
            if row.is_active and self._stands(row):
                self._taken[row.subject_id].append(row)
        people = {row.id for row in self.rows[Practitioner]}
        self.engagements = [(row, self.owner(row)) for one in sorted(people) for row in self._taken[one]]
        """What people have, a group appointment once: the times that are taken and for what."""

    def one(self, table: type, key: UUID | None) -> Any:
        found = self._by_key.get(key) if key else None
        return found if isinstance(found, table) else None

    def of(self, table: type, **values: object) -> list[Any]:
        return [row for row in self.rows[table] if all(getattr(row, name) == one for name, one in values.items())]

    # --- who could give it -----------------------------------------------------------------------------------------

    def durations(self, service: Service) -> list[int]:
        return [service.duration_minutes, *(service.other_durations or ())]

    def places(self, service: Service) -> list[tuple[UUID, UUID]]:
        """List with whom and where a service is given, whether there is a room for it or not."""
        if not service.is_active:
            return []
        gives = {row.practitioner_id for row in self.of(ServicePractitioner, service_id=service.id)}
        works = {(row.practitioner_id, row.location_id) for row in self.rows[WorkingHours]}
        active = {row.id for table in (Practitioner, Location) for row in self.of(table, is_active=True)}
        return sorted(pair for pair in works if pair[0] in gives and active.issuperset(pair))

    def is_unseen(self, practitioner_id: UUID) -> bool:
        """Decide whether a calendar of somebody cannot be trusted."""
        since = self.now - timedelta(minutes=self.clinic.calendar_freshness_minutes)
        return any(
            row.state == "needs_reconnect"
            or (row.state == "connected" and (row.fetched_at is None or row.fetched_at < since))
            for row in self.of(CalendarConnection, practitioner_id=practitioner_id)
        )

    # --- when they work --------------------------------------------------------------------------------------------

    def is_open(self, asked: Asked, minute: int) -> bool:
        known = self._open[asked.practitioner_id, asked.location_id]
        if minute not in known:
            place = self.one(Location, asked.location_id)
            wall = wall_time(place.zone, minute)
            known[minute] = _has(self._windows_on(asked.practitioner_id, place, wall.date()), wall)
        return known[minute]

    def _windows_on(self, practitioner_id: UUID, place: Location, day: date) -> Windows:
        key = (practitioner_id, place.id, day)
        if key not in self._days:
            self._days[key] = self._lay_out(practitioner_id, place, day)
        return self._days[key]

    def _lay_out(self, practitioner_id: UUID, place: Location, day: date) -> Windows:
        weekly = self._weekly(practitioner_id, day)
        here = [row for row in weekly if row.location_id == place.id]
        for whose in (practitioner_id, None):
            for row in self.of(WorkingException, practitioner_id=whose, resource_id=None, day=day):
                return list(row.windows) if here or not weekly else []
        if self._is_holiday(place, day):
            return []
        return [(row.start_minute, row.end_minute) for row in here]

    def _weekly(self, practitioner_id: UUID, day: date) -> list[Any]:
        active = {row.id for row in self.of(Location, is_active=True)}
        rows = self.of(WorkingHours, practitioner_id=practitioner_id, weekday=day.isoweekday())
        return [row for row in rows if row.location_id in active and _holds(row, day)]

    def _is_holiday(self, place: Location, day: date) -> bool:
        if place.holiday_country is None:
            return False
        kept = _holidays(place.holiday_country, place.holiday_region, day.year)
        return day in kept and not set(kept.get_list(day)) <= set(place.holidays_worked or ())

    def is_room_open(self, room: Resource, minute: int) -> bool:
        wall = wall_time(self.one(Location, room.location_id).zone, minute)
        key = (room.id, wall.date())
        if key not in self._days:
            self._days[key] = self._windows_of(room, wall.date())
        return _has(self._days[key], wall)

    def _windows_of(self, room: Resource, day: date) -> Windows:
        days = self.of(WorkingException, resource_id=room.id, day=day)
        if days:
            return list(days[0].windows)
        hours = self.of(ResourceHours, resource_id=room.id)
        weekly = [row for row in hours if row.weekday == day.isoweekday() and _holds(row, day)]
        return [(row.start_minute, row.end_minute) for row in weekly] if hours else [(0, 1440)]

    # --- what is taken ---------------------------------------------------------------------------------------------

    def _stands(self, row: Allocation) -> bool:
        hold = self.one(Hold, row.hold_id) if row.hold_id and row.booking_id is None else None
        return hold is None or hold.expires_at > self.now

    def standing(self, subject_id: UUID) -> list[Any]:
        """List what takes the time of somebody or something."""
        return self._taken[subject_id]

    def owner(self, row: Allocation) -> Any:
        """Find the booking, hold or group appointment a time is taken for."""
        if row.booking_id:
            return self.one(Booking, row.booking_id)
        return self.one(Hold, row.hold_id) if row.hold_id else self.one(GroupAppointment, row.group_id)

    def _kinds(self, service_id: UUID) -> set[str]:
        return {row.resource_kind for row in self.of(ServiceResource, service_id=service_id)}

    def rooms_free(self, asked: Asked, start: int) -> bool:
        """Decide whether there is a room or device of each kind."""
        service = self.one(Service, asked.service_id)
        kinds, block = self._kinds(service.id), _block(service, asked, start)
        return all(
            any(
                all(self.is_room_open(room, minute) for minute in range(start, start + asked.minutes))
                and not any(meet(block, (row.starts_minute, row.ends_minute)) for row in self.standing(room.id))
                for room in self.of(Resource, kind=kind, location_id=asked.location_id, is_active=True)
            )
            for kind in kinds
        )

    def has_rooms(self, asked: Asked) -> bool:
        """Decide whether the place has any room or device of each kind."""
        there = {room.kind for room in self.of(Resource, location_id=asked.location_id, is_active=True)}
        return self._kinds(asked.service_id) <= there

    def group_at(self, asked: Asked, start: int) -> tuple[Any, int] | None:
        """Find the group appointment that could be joined, and how many of its seats are free."""
        if self.one(Service, asked.service_id).seats < 2:
            return None
        for row, group in self.engagements:
            if row.group_id is None or row.booking_id or row.hold_id or self._as_asked(group) != asked:
                continue
            if epoch_minute(group.starts_at) == start:
                taken = [one for rows in self._taken.values() for one in rows if one.group_id == group.id]
                return group, group.seats - sum(bool(one.booking_id or one.hold_id) for one in taken)
        return None

    def _as_asked(self, group: Any) -> Asked:
        minutes = int((group.ends_at - group.starts_at).total_seconds() // 60)
        return Asked(group.service_id, minutes, group.practitioner_id, group.location_id)

    # --- why not ---------------------------------------------------------------------------------------------------

    def reasons(self, asked: Asked, start: int) -> set[str]:
        """Say all that stands in the way of a start; nothing where it is offered."""
        service, end = self.one(Service, asked.service_id), start + asked.minutes
        wall = wall_time(self.one(Location, asked.location_id).zone, start)
        found = {
            "notice": start < epoch_minute_ceiling(self.now + timedelta(minutes=self.clinic.notice_minutes)),
            "horizon": end > epoch_minute(self.now + timedelta(days=self.clinic.horizon_days)),
            "grid": (wall.hour * 60 + wall.minute) % service.step_minutes != 0,
            "stale_calendar": self.is_unseen(asked.practitioner_id),
        }
        group = self.group_at(asked, start)
        if group is None:
            found["room"] = not self.rooms_free(asked, start)
            found["limit"] = self._is_enough(asked, start)
            found |= dict.fromkeys(self._closed(asked, start), True) | dict.fromkeys(self._in_way(asked, start), True)
        else:
            found |= {"seats": group[1] < 1, "room": not self.has_rooms(asked)}
        return {name for name, holds in found.items() if holds}

    def _closed(self, asked: Asked, start: int) -> set[str]:
        """Judge each minute that is closed: it lies in a break, or outside of the day's hours."""
        minutes = range(start, start + asked.minutes)
        return {self._why_closed(asked, minute) for minute in minutes if not self.is_open(asked, minute)}

    def _why_closed(self, asked: Asked, minute: int) -> str:
        known = self._why[asked.practitioner_id, asked.location_id]
        if minute not in known:
            first, last = minute, minute
            while not self.is_open(asked, first - 1) and minute - first < 1500:
                first -= 1
            while not self.is_open(asked, last + 1) and last - minute < 1500:
                last += 1
            zone = self.one(Location, asked.location_id).zone
            is_break = wall_time(zone, first - 1).date() == wall_time(zone, last + 1).date()
            known |= dict.fromkeys(range(first, last + 1), "break" if is_break else "hours")
        return known[minute]

    def _in_way(self, asked: Asked, start: int) -> set[str]:
        service, slot = self.one(Service, asked.service_id), (start, start + asked.minutes)
        block, found = _block(service, asked, start), set[str]()
        for row, owner in self.engagements:
            if row.subject_id != asked.practitioner_id or not meet(block, (row.starts_minute, row.ends_minute)):
                continue
            core = epoch_minute(owner.starts_at), epoch_minute(owner.ends_at)
            what = "hold" if row.hold_id and not row.booking_id else "booking"
            found.add(what if meet(slot, core) else "buffer")
        for row in self.of(ExternalBusy, practitioner_id=asked.practitioner_id):
            if meet(block, (row.starts_minute, row.ends_minute)):
                found.add("external_busy" if meet(slot, (row.starts_minute, row.ends_minute)) else "buffer")
        if not found & {"booking", "hold", "buffer"} and self._is_on_the_way(asked, block):
            found.add("travel")
        return found

    def _is_on_the_way(self, asked: Asked, block: Stretch) -> bool:
        away = self.clinic.travel_minutes
        return bool(away) and any(
            meet(block, (row.starts_minute - away, row.ends_minute + away))
            for row, owner in self.engagements
            if row.subject_id == asked.practitioner_id and owner.location_id != asked.location_id
        )

    def _is_enough(self, asked: Asked, start: int) -> bool:
        own = [owner for row, owner in self.engagements if row.subject_id == asked.practitioner_id]
        of_service = [owner for _, owner in self.engagements if owner.service_id == asked.service_id]
        person, service = self.one(Practitioner, asked.practitioner_id), self.one(Service, asked.service_id)
        return self._too_many(start, own, person) or self._too_many(start, of_service, service)

    def _too_many(self, start: int, owners: list[Any], limited: Any) -> bool:
        zone = self.clinic.zone
        day = wall_time(zone, start).date()
        days = [wall_time(zone, epoch_minute(owner.starts_at)).date() for owner in owners]
        week = [one for one in days if one.isocalendar()[:2] == day.isocalendar()[:2]]
        per_day, per_week = limited.bookings_per_day, limited.bookings_per_week
        return (per_day is not None and days.count(day) >= per_day) or (per_week is not None and len(week) >= per_week)

    # --- what must never be ----------------------------------------------------------------------------------------

    def wrongs(self) -> list[str]:
        """List what must never be in the tables: overlaps, times without an owner, owners without their time."""
        return [*self._overlaps(), *self._unkept()]

    def _overlaps(self) -> list[str]:
        guarded = [row for row in self.rows[Allocation] if row.is_active and row.is_exclusive]
        return [
            f"{one.subject_id} is taken twice at {one.starts_minute}"
            for number, one in enumerate(guarded)
            for other in guarded[:number]
            if one.subject_id == other.subject_id
            and meet((one.starts_minute, one.ends_minute), (other.starts_minute, other.ends_minute))
        ]

    def _unkept(self) -> Iterable[str]:
        taken: dict[UUID, list[Any]] = {}
        for row in self.rows[Allocation]:
            if row.is_active:
                taken.setdefault(row.booking_id or row.hold_id or row.group_id, []).append(row)
        for booking in self.rows[Booking]:
            rows = taken.pop(booking.id, [])
            if booking.status == "cancelled":
                yield from [f"{booking.id} is cancelled and keeps its time"] if rows else []
                continue
            around = [row for row in rows if row.starts_minute <= epoch_minute(booking.starts_at)]
            if not rows or len(around) != len(rows):
                yield f"{booking.id} is not where its time is"
            if not any(row.group_id for row in rows) and booking.practitioner_id not in {
                one.subject_id for one in rows
            }:
                yield f"{booking.id} does not have its practitioner"
        held = {hold.id for hold in self.rows[Hold] if hold.state == "held"}
        groups = {group.id for group in self.rows[GroupAppointment]}
        yield from (f"{owner} keeps a time and is over" for owner in taken if owner not in held | groups)


@lru_cache
def _holidays(country: str, region: str | None, year: int) -> Any:
    return holidays.country_holidays(country, subdiv=region, years=year, language="en_US")


def _block(service: Service, asked: Asked, start: int) -> Stretch:
    return start - service.buffer_before_minutes, start + asked.minutes + service.buffer_after_minutes


def _has(windows: Windows, wall: datetime) -> bool:
    clock = wall.hour * 60 + wall.minute
    return any(start <= clock < end for start, end in windows)


def _holds(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day <= row.valid_until)


async def truth_of(clinic_id: UUID, now: datetime) -> Truth:
    """Read a clinic's rows."""
    rows: dict[type, list[Any]] = {table: await table.filter(clinic_id=clinic_id).order_by("id") for table in TABLES}
    return Truth(await Clinic.get(id=clinic_id), now, rows)
