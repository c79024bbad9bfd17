"""What a service, who gives it and the place agree on, whoever asks and whenever; it is remembered.

It is never trusted: PostgreSQL's statement that writes a booking, and on SQLite a short one before it (`sight`), sees
by itself that nothing has been noted in `slot_change` since, of how the clinic works, by a transaction that the reading
did not see (as `availability.remembered` does).
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from chatbookr_core.availability.engagements import Bounds, Limits
from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, hours_of_room, is_open
from chatbookr_core.availability.noted import STALE_AFTER
from chatbookr_core.availability.offering import hours_in
from chatbookr_core.bookings.reminder_times import ReminderRules, rules_in
from chatbookr_core.bookings.rules import SlotRequest, ends_at
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import (
    Database,
    Dialect,
    current_database,
    current_transaction,
    instant_of,
    is_in_transaction,
    listed,
)
from chatbookr_core.errors import InvalidInput

SEQUENCE: Final = "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'slot_change'), 0)"
"""The id of SQLite's last note."""
SIGHT: Final[Mapping[Dialect, str]] = {
    "postgres": """, pg_current_snapshot()::text AS seen, clock_timestamp() AS seen_at,
    pg_current_xact_id_if_assigned()::text::bigint AS own_id,
    EXISTS (SELECT 1 FROM slot_change n WHERE n.clinic_id = s.clinic_id AND n.subject_id IS NULL
        AND n.transaction_id = pg_current_xact_id_if_assigned()::text::bigint) AS is_of_own""",
    "sqlite": f""", {SEQUENCE} AS seen, strftime('%Y-%m-%d %H:%M:%f+00:00', 'now') AS seen_at, NULL AS own_id,
    FALSE AS is_of_own""",
}
OF_WINDOW: Final = ("weekday", "start_minute", "end_minute", "valid_from", "valid_until")
REMEMBERED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """The terms of a service with one practitioner at one place; `rooms` has the hours of each, kind by kind.

    A room or device without hours of its own has None, and can always be used.
    """

    usual_minutes: int
    other_minutes: tuple[int, ...]
    buffer_before_minutes: int
    buffer_after_minutes: int
    zone: str
    rooms: tuple[Mapping[UUID, Schedule | None], ...]
    bounds: Bounds
    limits: Limits
    is_on_request: bool
    seats: int
    has_calendar: bool
    reminders: ReminderRules

    @classmethod
    def of(cls, row: Mapping[str, Any], service_id: UUID) -> "Agreement":
        """Read the columns of TERMS."""
        zone, limits = row["clinic_zone"], Limits(row["service_day"], row["service_week"])
        return cls(
            row["duration_minutes"],
            tuple(int(one) for one in listed(row["other_durations"]) or ()),
            row["buffer_before_minutes"],
            row["buffer_after_minutes"],
            row["zone"],
            _rooms(row),
            Bounds(zone, service_id, limits, row["travel_minutes"]),
            Limits(row["own_day"], row["own_week"]),
            bool(row["is_on_request"]),
            row["seats"],
            bool(row["calendars"]),
            rules_in(row),
        )

    @property
    def is_plain(self) -> bool:
        """Tell whether a booking needs nothing but that nobody else is there."""
        return self.seats == 1 and not (self.bounds.service or self.limits or self.bounds.travel_minutes)

    def minutes_of(self, request: SlotRequest) -> int:
        """Tell how long what is asked for takes. Raises InvalidInput where the service does not take that long."""
        wanted = request.duration_minutes
        if wanted in (None, self.usual_minutes):
            return self.usual_minutes
        if not request.is_kept_length and wanted not in self.other_minutes:
            raise InvalidInput("The service does not take that long.", field="durationMinutes")
        return wanted or self.usual_minutes

    def groups_at(self, starts_at: datetime, minutes: int) -> tuple[tuple[UUID, ...], ...]:
        """List the members of each kind that can be used then; what has taken them is for the guard to say."""
        start, end = epoch_minute(starts_at), epoch_minute(ends_at(starts_at, duration_minutes=minutes))
        return tuple(
            tuple(room for room, hours in members.items() if hours is None or is_open(hours, start, end))
            for members in self.rooms
        )


def _rooms(row: Mapping[str, Any]) -> tuple[Mapping[UUID, Schedule | None], ...]:
    groups: dict[str, dict[UUID, list[WeeklyHours]]] = {}
    for kind, room, *window in sorted(json.loads(row["rooms"] or "[]"), key=lambda one: (one[0], one[1] or "")):
        members = groups.setdefault(kind, {})
        if room is not None:
            hours = members.setdefault(UUID(room), [])
            if window[0] is not None:
                hours.append(hours_in(dict(zip(OF_WINDOW, window, strict=True))))
    zone, days = row["zone"], _days_of_resources(row)
    return tuple(
        {room: hours_of_room(zone, weekly, days.get(room, [])) for room, weekly in members.items()}
        for members in groups.values()
    )


def _days_of_resources(row: Mapping[str, Any]) -> dict[UUID, list[DayException]]:
    days: dict[UUID, list[DayException]] = {}
    for room, day, windows in json.loads(row["room_days"] or "[]"):
        read = json.loads(windows) if isinstance(windows, str) else windows  # SQLite keeps them as text
        otherwise = DayException(date.fromisoformat(day[:10]), tuple((start, end) for start, end in read))
        days.setdefault(UUID(room), []).append(otherwise)
    return days


@dataclass(frozen=True, slots=True)
class Seen:
    """An agreement, and what had been committed as it was read: the snapshot, and by which transaction if it had an id.

    SQLite's snapshot is the id of the last note.

    It is not gone on from after `until`, by the database's clock: the notes since may have been forgotten by then. Of
    rooms it knows the days from `first_day` on. `subjects` are the practitioner and all rooms and devices, as JSON.
    """

    agreement: Agreement
    snapshot: str | int
    own_id: int | None
    until: datetime
    first_day: date
    subjects: str


Place = tuple[UUID, UUID, UUID, UUID]
_memory: WeakKeyDictionary[Database, OrderedDict[Place, Seen]] = WeakKeyDictionary()


def _place(clinic_id: UUID, request: SlotRequest) -> Place:
    return clinic_id, request.service_id, request.practitioner_id, request.location_id


def agreement_seen(clinic_id: UUID, request: SlotRequest) -> Seen | None:
    """Return what is remembered of what is asked for, where anything is, for its day."""
    found = _memory.get(current_database(), OrderedDict()).get(_place(clinic_id, request))
    return found if found is not None and found.first_day <= request.starts_at.astimezone(UTC).date() else None


def remember(clinic_id: UUID, request: SlotRequest, agreement: Agreement, row: Mapping[str, Any], since: date) -> None:
    """Remember a plain agreement that was read with SIGHT, unless what the transaction itself has changed is in it.

    One of a service that is not offered any more, or with who does not give it, is not: it is for moves alone.

    That may never be committed: PostgreSQL tells, and what it changes later has its id, for which `own_id` is. On
    SQLite, where a note that is taken back leaves its number to the next, it is remembered with the commit.
    """
    is_for_all = row["is_active"] and row["gives"] is not None
    if row["is_of_own"] or not is_for_all or not agreement.is_plain:
        return
    places = _memory.setdefault(current_database(), OrderedDict())
    place, until = _place(clinic_id, request), instant_of(row["seen_at"]) + STALE_AFTER
    subjects = json.dumps([str(request.practitioner_id), *(str(room) for kind in agreement.rooms for room in kind)])
    seen = Seen(agreement, row["seen"], row["own_id"], until, since, subjects)
    if current_database().dialect == "sqlite" and is_in_transaction():
        current_transaction().after_commit.append(lambda: _keep(places, place, seen))
    else:
        _keep(places, place, seen)


def _keep(places: OrderedDict[Place, Seen], place: Place, seen: Seen) -> None:
    places[place] = seen
    places.move_to_end(place)
    if len(places) > REMEMBERED:
        places.popitem(last=False)


def forget(clinic_id: UUID, request: SlotRequest) -> None:
    """Drop what was remembered: it is not so any more."""
    _memory.get(current_database(), OrderedDict()).pop(_place(clinic_id, request), None)
