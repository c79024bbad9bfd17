"""When people work and rooms are open, as the tables say it: every minute is asked for its wall time.

It is kept for as long as the rows it comes from are the same: most of what happens to a clinic changes no hours.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import holidays
from tests.core.availability_oracle import wall_time

from chatbookr_core.models import Location, Resource, ResourceHours, WorkingException, WorkingHours

OF_HOURS = (Location, Resource, ResourceHours, WorkingException, WorkingHours)
LONGEST_MINUTES = 1500
"""Nobody looks further for what is open around a minute: it is another day."""
Windows = list[Any]
Rows = Mapping[type, list[Any]]


class Hours:
    """The hours of everybody and everything at one clinic."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._places: dict[UUID, Location] = {row.id: row for row in rows[Location]}
        self._rooms: dict[UUID, Resource] = {row.id: row for row in rows[Resource]}
        self._days: dict[tuple[object, ...], Windows] = {}
        self._open: dict[tuple[UUID, UUID], dict[int, bool]] = defaultdict(dict)
        self._why: dict[tuple[UUID, UUID], dict[int, str]] = defaultdict(dict)
        self._room_open: dict[UUID, dict[int, bool]] = defaultdict(dict)

    def is_open(self, practitioner_id: UUID, location_id: UUID, minute: int) -> bool:
        """Decide whether somebody works at a place in a minute."""
        known = self._open[practitioner_id, location_id]
        if minute not in known:
            place = self._places[location_id]
            wall = wall_time(place.zone, minute)
            known[minute] = _has(self._windows_on(practitioner_id, place, wall.date()), wall)
        return known[minute]

    def why_closed(self, practitioner_id: UUID, location_id: UUID, minute: int) -> str:
        """Say of a closed minute whether it lies in a break, or outside of the day's hours."""
        who = practitioner_id, location_id
        known = self._why[who]
        if minute not in known:
            first, last = minute, minute
            while minute - first < LONGEST_MINUTES and not self.is_open(*who, first - 1):
                first -= 1
            while last - minute < LONGEST_MINUTES and not self.is_open(*who, last + 1):
                last += 1
            zone = self._places[location_id].zone
            is_break = wall_time(zone, first - 1).date() == wall_time(zone, last + 1).date()
            known |= dict.fromkeys(range(first, last + 1), "break" if is_break else "hours")
        return known[minute]

    def is_room_open(self, room_id: UUID, minute: int) -> bool:
        """Decide whether a room or device can be used in a minute."""
        known = self._room_open[room_id]
        if minute not in known:
            wall = wall_time(self._places[self._rooms[room_id].location_id].zone, minute)
            key = (room_id, wall.date())
            if key not in self._days:
                self._days[key] = self._windows_of(room_id, wall.date())
            known[minute] = _has(self._days[key], wall)
        return known[minute]

    def _of(self, table: type, **values: object) -> list[Any]:
        return [row for row in self._rows[table] if all(getattr(row, name) == one for name, one in values.items())]

    def _windows_on(self, practitioner_id: UUID, place: Location, day: date) -> Windows:
        key = (practitioner_id, place.id, day)
        if key not in self._days:
            self._days[key] = self._lay_out(practitioner_id, place, day)
        return self._days[key]

    def _lay_out(self, practitioner_id: UUID, place: Location, day: date) -> Windows:
        weekly = self._weekly(practitioner_id, day)
        here = [row for row in weekly if row.location_id == place.id]
        for whose in (practitioner_id, None):
            for row in self._of(WorkingException, practitioner_id=whose, resource_id=None, day=day):
                return list(row.windows) if here or not weekly else []
        if _is_holiday(place, day):
            return []
        return [(row.start_minute, row.end_minute) for row in here]

    def _weekly(self, practitioner_id: UUID, day: date) -> list[Any]:
        active = {row.id for row in self._of(Location, is_active=True)}
        rows = self._of(WorkingHours, practitioner_id=practitioner_id, weekday=day.isoweekday())
        return [row for row in rows if row.location_id in active and _holds(row, day)]

    def _windows_of(self, room_id: UUID, day: date) -> Windows:
        for row in self._of(WorkingException, resource_id=room_id, day=day):
            return list(row.windows)
        hours = self._of(ResourceHours, resource_id=room_id)
        weekly = [row for row in hours if row.weekday == day.isoweekday() and _holds(row, day)]
        return [(row.start_minute, row.end_minute) for row in weekly] if hours else [(0, 1440)]


def hours_of(rows: Rows) -> Hours:
    """Lay out the hours that rows say, or take those that the same rows said before."""
    said = str([[dict(row) for row in rows[table]] for table in OF_HOURS])
    if said not in _laid_out:
        _laid_out.clear()
        _laid_out[said] = Hours(rows)
    return _laid_out[said]


_laid_out: dict[str, Hours] = {}


def _is_holiday(place: Location, day: date) -> bool:
    if place.holiday_country is None:
        return False
    kept = _holidays(place.holiday_country, place.holiday_region, day.year)
    return day in kept and not set(kept.get_list(day)) <= set(place.holidays_worked or ())


@lru_cache
def _holidays(country: str, region: str | None, year: int) -> Any:
    return holidays.country_holidays(country, subdiv=region, years=year, language="en_US")


def _has(windows: Windows, wall: datetime) -> bool:
    clock = wall.hour * 60 + wall.minute
    return any(start <= clock < end for start, end in windows)


def _holds(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day <= row.valid_until)
