"""What is true of a clinic, as its tables say it: a second, slow answer that shares no code with the engine.

Rows are read as they lie there; every minute is asked for its wall time, every block is compared with every other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.core.availability_oracle import wall_time
from tests.core.explored_hours import hours_of

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
    WaitlistEntry,
    WaitlistOffer,
    WorkingException,
    WorkingHours,
)

TABLES = (
    *(Allocation, Booking, CalendarConnection, ExternalBusy, GroupAppointment, Hold, Location, Practitioner),
    *(Resource, ResourceHours, Service, ServicePractitioner, ServiceResource, WaitlistEntry, WaitlistOffer),
    *(WorkingException, WorkingHours),
)
Stretch = tuple[int, int]


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
    uncounted: frozenset[UUID] = frozenset()
    """The times that are none of those that are enough, nor where somebody comes from: they will be given up."""
    stays_in: Any = None
    """The group appointment that would end if somebody moved: at its time they may stay."""

    def __post_init__(self) -> None:
        """Put the rows in order: by key, and what is taken by whose time it is."""
        moving = {row.id for row in self.rows[WaitlistEntry] if row.booking_id is not None}
        self.kept_beside = {row.hold_id for row in self.rows[WaitlistOffer] if row.entry_id in moving}
        """What is kept for who would move there: it counts beside what they have until they answer."""
        self._hours = hours_of(self.rows)
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

    def places(self, service: Service, kept_by: UUID | None = None) -> list[tuple[UUID, UUID]]:
        """List with whom and where a service is given, whether there is a room for it or not.

        What stands is kept by whom it is with, and may be moved, whoever gives it now.
        """
        if not service.is_active and kept_by is None:
            return []
        gives = {row.practitioner_id for row in self.of(ServicePractitioner, service_id=service.id)} | {kept_by}
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

    def is_open(self, asked: Asked, minute: int) -> bool:
        """Decide whether they work there in a minute."""
        return self._hours.is_open(asked.practitioner_id, asked.location_id, minute)

    def is_room_open(self, room_id: UUID, minute: int) -> bool:
        """Decide whether a room or device can be used in a minute."""
        return self._hours.is_room_open(room_id, minute)

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

    def kinds(self, service_id: UUID) -> set[str]:
        """Name the kinds of rooms and devices that a service takes."""
        return {row.resource_kind for row in self.of(ServiceResource, service_id=service_id)}

    def rooms_free(self, asked: Asked, start: int) -> bool:
        """Decide whether there is a room or device of each kind."""
        service = self.one(Service, asked.service_id)
        kinds, block = self.kinds(service.id), _block(service, asked, start)
        return all(
            any(
                all(self.is_room_open(room.id, minute) for minute in range(start, start + asked.minutes))
                and not any(meet(block, (row.starts_minute, row.ends_minute)) for row in self.standing(room.id))
                for room in self.of(Resource, kind=kind, location_id=asked.location_id, is_active=True)
            )
            for kind in kinds
        )

    def has_rooms(self, asked: Asked) -> bool:
        """Decide whether the place has any room or device of each kind."""
        there = {room.kind for room in self.of(Resource, location_id=asked.location_id, is_active=True)}
        return self.kinds(asked.service_id) <= there

    def group_at(self, asked: Asked, start: int) -> tuple[Any, int] | None:
        """Find the group appointment that could be joined, and how many of its seats are free."""
        if self.one(Service, asked.service_id).seats < 2:
            return None
        if self.stays_in is not None and self._is_at(self.stays_in, asked, start):
            return self.stays_in, 1
        for row, group in self.engagements:
            if row.group_id is not None and not row.booking_id and not row.hold_id and self._is_at(group, asked, start):
                taken = [one for rows in self._taken.values() for one in rows if one.group_id == group.id]
                return group, group.seats - sum(bool(one.booking_id or one.hold_id) for one in taken)
        return None

    def _is_at(self, group: Any, asked: Asked, start: int) -> bool:
        return as_asked(group) == asked and epoch_minute(group.starts_at) == start

    def without(self, booking: Booking) -> "Truth":
        """Say what were true if a booking left its time: what it alone keeps is free then."""
        left = [row for row in self.rows[Allocation] if row.booking_id != booking.id]
        seats = {row.group_id for row in left if row.is_active and (row.booking_id or row.hold_id)}
        own = {row.group_id for row in self.rows[Allocation] if row.booking_id == booking.id and row.is_active}
        gone = {one for one in own - seats if one is not None}
        event = epoch_minute(booking.starts_at), epoch_minute(booking.ends_at)
        rows = {
            **self.rows,
            Allocation: [row for row in left if row.group_id not in gone],
            ExternalBusy: [row for row in self.rows[ExternalBusy] if (row.starts_minute, row.ends_minute) != event],
        }
        stays_in = next((group for group in self.rows[GroupAppointment] if group.id in gone), None)
        return Truth(self.clinic, self.now, rows, stays_in=stays_in)

    def beside(self, booking: Booking) -> "Truth":
        """Say what is true beside a booking that will leave its time, and keeps it until then."""
        left = {row.id for row in self.without(booking).rows[Allocation]}
        given_up = frozenset(row.id for row in self.rows[Allocation] if row.id not in left)
        return Truth(self.clinic, self.now, self.rows, given_up)

    # --- why not ---------------------------------------------------------------------------------------------------

    def reasons(self, asked: Asked, start: int) -> set[str]:
        """Say all that stands in the way of a start; nothing where it is offered."""
        service, end = self.one(Service, asked.service_id), start + asked.minutes
        wall = wall_time(self.one(Location, asked.location_id).zone, start)
        found = {
            "notice": start < epoch_minute_ceiling(self.now + timedelta(minutes=self.clinic.notice_minutes)),
            "horizon": end > epoch_minute(self.now + timedelta(days=self.clinic.horizon_days)),
            "stale_calendar": self.is_unseen(asked.practitioner_id),
        }
        group = self.group_at(asked, start)
        if group is None:
            found["grid"] = (wall.hour * 60 + wall.minute) % service.step_minutes != 0
            found["room"] = not self.rooms_free(asked, start)
            found["limit"] = self._is_enough(asked, start)
            found |= dict.fromkeys(self._closed(asked, start), True) | dict.fromkeys(self._in_way(asked, start), True)
        else:
            found |= {"seats": group[1] < 1, "room": not self.has_rooms(asked)}
        return {name for name, holds in found.items() if holds}

    def _closed(self, asked: Asked, start: int) -> set[str]:
        """Judge each minute that is closed: it lies in a break, or outside of the day's hours."""
        minutes = range(start, start + asked.minutes)
        who = asked.practitioner_id, asked.location_id
        return {self._hours.why_closed(*who, minute) for minute in minutes if not self.is_open(asked, minute)}

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
            if row.subject_id == asked.practitioner_id
            and owner.location_id != asked.location_id
            and row.id not in self.uncounted
        )

    def _is_enough(self, asked: Asked, start: int, *, but: Any = None) -> bool:
        counted = [one for one in self.engagements if one[0] is not but and one[0].id not in self.uncounted]
        own = [owner for row, owner in counted if row.subject_id == asked.practitioner_id]
        of_service = [owner for _, owner in counted if owner.service_id == asked.service_id]
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

    def known(self) -> set[tuple[object, ...]]:
        """Name what people have, to tell later what has been added."""
        return {_name(row, owner) for row, owner in self.engagements}

    def trespasses(self, known: set[tuple[object, ...]]) -> list[str]:
        """List what has been added beyond what is enough, or on the way to another place, and not on purpose."""
        found: list[str] = []
        for row, owner in self.engagements:
            if _name(row, owner) in known or getattr(owner, "overbook_reason", None) is not None:
                continue
            if isinstance(owner, Hold) and owner.id in self.kept_beside:
                continue
            asked, block = as_asked(owner), (row.starts_minute, row.ends_minute)
            if self._is_enough(asked, epoch_minute(owner.starts_at), but=row):
                found.append(f"{owner.id} is one too many")
            if self._is_on_the_way(asked, block):
                found.append(f"{owner.id} begins or ends on the way")
        return found

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


def as_asked(owner: Any) -> Asked:
    """Tell what a booking, hold or group appointment is of, whenever it is."""
    minutes = int((owner.ends_at - owner.starts_at).total_seconds() // 60)
    return Asked(owner.service_id, minutes, owner.practitioner_id, owner.location_id)


def _name(row: Any, owner: Any) -> tuple[object, ...]:
    return row.subject_id, row.starts_minute, row.ends_minute, owner.service_id, owner.location_id


def _block(service: Service, asked: Asked, start: int) -> Stretch:
    return start - service.buffer_before_minutes, start + asked.minutes + service.buffer_after_minutes


async def truth_of(clinic_id: UUID, now: datetime) -> Truth:
    """Read a clinic's rows."""
    rows: dict[type, list[Any]] = {table: await table.filter(clinic_id=clinic_id).order_by("id") for table in TABLES}
    return Truth(await Clinic.get(id=clinic_id), now, rows)
