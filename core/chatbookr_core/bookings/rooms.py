"""Gives bookings to come another room or device, where the one they have does not do any more and another is free.

Patients are not told which room it is: they come at the same time, to the same place and person. What was taken is kept
until the other is, under the guard that keeps every time; where none is free it is kept on, and the booking lacks one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from chatbookr_core.availability.hours import DayException, hours_of_room
from chatbookr_core.availability.offering import hours_in
from chatbookr_core.bookings.allocation import LOCK_GROUPS, Owner, Wanted, take, with_free_groups
from chatbookr_core.bookings.rooms_rules import Room, Rooms, Visit, given_up, instead, lacking
from chatbookr_core.bookings.rules import Block
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import Transaction, current_transaction, fetch, numbered, savepoint, uuid_of
from chatbookr_core.errors import SlotTaken
from chatbookr_core.events import Change
from chatbookr_core.models import ServiceResource, WorkingException

CHUNK: Final = 500
MARGIN: Final = timedelta(days=3)
"""A room's days are read for so long around what is booked, in whatever zone."""
ROOMS = """
SELECT resource.id, resource.kind, resource.location_id, resource.is_active, location.zone, resource_hours.weekday,
    resource_hours.start_minute, resource_hours.end_minute, resource_hours.valid_from, resource_hours.valid_until
FROM resource JOIN location ON location.clinic_id = resource.clinic_id AND location.id = resource.location_id
LEFT JOIN resource_hours ON resource_hours.clinic_id = resource.clinic_id AND resource_hours.resource_id = resource.id
WHERE resource.clinic_id = $1 ORDER BY resource.id
"""
TAKEN = """
SELECT own.{owner} AS owner_id, own.subject_id, own.group_id, own.starts_minute, own.ends_minute
FROM allocation AS own WHERE own.clinic_id = $1 AND own.is_active AND own.{owner} IN ({ids})
"""
TAKEN_BY_GROUPS = """
SELECT own.group_id, own.subject_id FROM allocation AS own
WHERE own.clinic_id = $1 AND own.is_active AND own.booking_id IS NULL AND own.hold_id IS NULL
    AND own.group_id IN ({ids})
"""
WHO_HAS_ROOM = """SELECT COALESCE(own.{owner}, seat.{owner}) FROM allocation AS own
    LEFT JOIN allocation AS seat ON own.booking_id IS NULL AND own.hold_id IS NULL AND seat.group_id = own.group_id
        AND seat.{owner} IS NOT NULL AND seat.is_active
    WHERE own.clinic_id = {clinic} AND own.subject_id = {room} AND own.is_active"""
"""Whose a room is, by itself or as that of the group appointment they have a seat of: of bookings or of holds."""
LOCK_BOOKINGS = "SELECT id, version FROM booking WHERE clinic_id = $1 AND id IN ({ids}) ORDER BY id FOR NO KEY UPDATE"
GIVE_UP = """
UPDATE allocation SET is_active = FALSE WHERE clinic_id = $1 AND subject_id = $2 AND {owner} = $3 AND is_active
"""


Lacking = Mapping[UUID, tuple[str, ...]]
"""Of which kinds a booking or a hold lacks a room or device."""


class Coming(Protocol):
    """A booking or a hold that is yet to come."""

    @property
    def id(self) -> UUID: ...
    @property
    def service_id(self) -> UUID: ...
    @property
    def location_id(self) -> UUID: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def version(self) -> int: ...


async def who_lacks_room(clinic_id: UUID, some: Sequence[Coming], *, owner: str = "booking_id") -> Lacking:
    """Tell which bookings (or holds: `owner`) have no room or device that does, of which kinds their service needs."""
    if not some:
        return {}
    rooms = await _rooms(clinic_id, some)
    visits = await _visits(clinic_id, some, rooms, owner)
    return {one: kinds for visit, whose in visits for one in whose if (kinds := lacking(visit, rooms))}


async def give_rooms(clinic_id: UUID, bookings: Sequence[Coming], now: datetime) -> Lacking:
    """Give bookings rooms that do, where there are any, and return those that lack one all the same.

    Who moves or cancels one meanwhile waits for this, or has done so and it is not looked at. Needs a transaction.
    """
    lack = await who_lacks_room(clinic_id, bookings)
    left = await _locked(clinic_id, [one for one in bookings if one.id in lack])
    if not left:
        return {}
    tx, rooms, still = current_transaction(), await _rooms(clinic_id, left), dict[UUID, tuple[str, ...]]()
    for visit, whose in await _visits(clinic_id, left, rooms, "booking_id"):
        wanted = lacking(visit, rooms)
        got = [kind for kind in wanted if await _exchange(tx, clinic_id, visit, kind, rooms, now)]
        if len(got) < len(wanted):
            still.update(dict.fromkeys(whose, tuple(kind for kind in wanted if kind not in got)))
        for booking_id in whose if got else ():
            tx.tell(Change("booking", clinic_id, booking_id))
    return still


async def _exchange(tx: Transaction, clinic_id: UUID, visit: Visit, kind: str, rooms: Rooms, now: datetime) -> bool:
    """Take a free room of a kind, then give up the one that does not do; False where there is none."""
    others = instead(visit, kind, rooms)
    if not others:
        return False
    owner = Owner() if visit.is_group else Owner(booking_id=visit.id)
    group_id = visit.id if visit.is_group else None
    try:
        free = await with_free_groups(tx, Wanted(clinic_id, (others,), visit.block, group_id), now=now)
        async with savepoint():
            await take(tx, free, owner)
    except SlotTaken:
        return False
    old = given_up(visit, kind, rooms)
    if old is not None:
        whose = "group_id" if visit.is_group else "booking_id"
        await tx.execute(GIVE_UP.format(owner=whose), (clinic_id, old, visit.id))
    return True


async def _locked(clinic_id: UUID, bookings: Sequence[Coming]) -> list[Coming]:
    """Lock bookings in one order, then their group appointments, and leave those that have changed meanwhile."""
    tx, kept = current_transaction(), list[Coming]()
    if tx.dialect == "sqlite":  # nobody else writes
        return list(bookings)
    for some in _chunks(sorted(bookings, key=lambda one: one.id)):
        rows = await tx.fetch(
            LOCK_BOOKINGS.format(ids=numbered(len(some), since=2)), (clinic_id, *(one.id for one in some))
        )
        versions = {uuid_of(row["id"]): row["version"] for row in rows}
        kept += [one for one in some if versions.get(one.id) == one.version]
    taken = await _taken(clinic_id, kept, "booking_id")
    groups = sorted({group for _, group, _ in taken.values() if group is not None})
    if groups:
        await tx.fetch(LOCK_GROUPS.format(groups=numbered(len(groups), since=1)), groups)
    return kept


async def _rooms(clinic_id: UUID, some: Sequence[Coming]) -> Rooms:
    first, last = min(one.starts_at for one in some).date() - MARGIN, max(one.ends_at for one in some).date() + MARGIN
    days = await _days(clinic_id, first, last)
    rows: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await fetch(ROOMS, (clinic_id,)):
        rows[uuid_of(row["id"])].append(row)
    return {key: _room(key, of_one, days.get(key, ())) for key, of_one in rows.items()}


def _room(key: UUID, rows: Sequence[Mapping[str, Any]], days: Sequence[DayException]) -> Room:
    row = rows[0]
    weekly = [hours_in(one) for one in rows if one["weekday"] is not None]
    hours = hours_of_room(row["zone"], weekly, days)
    return Room(key, row["kind"], uuid_of(row["location_id"]), bool(row["is_active"]), hours)


async def _days(clinic_id: UUID, first: date, last: date) -> Mapping[UUID, list[DayException]]:
    found: dict[UUID, list[DayException]] = defaultdict(list)
    rows = WorkingException.filter(clinic_id=clinic_id, day__gte=first, day__lte=last, resource_id__isnull=False)
    for row in await rows:
        if row.resource_id is not None:
            found[row.resource_id].append(DayException(row.day, tuple((start, end) for start, end in row.windows)))
    return found


Taken = tuple[list[UUID], UUID | None, Block]


async def _taken(clinic_id: UUID, some: Sequence[Coming], owner: str) -> dict[UUID, Taken]:
    """Read of each what it has taken, the group appointment it is a seat of, if any, and for which block."""
    found: dict[UUID, Taken] = {}
    for chunk in _chunks(some):
        sql = TAKEN.format(owner=owner, ids=numbered(len(chunk), since=2))
        for row in await fetch(sql, (clinic_id, *(one.id for one in chunk))):
            group_id = uuid_of(row["group_id"]) if row["group_id"] is not None else None
            block = Block(row["starts_minute"], row["ends_minute"])
            found.setdefault(uuid_of(row["owner_id"]), ([], group_id, block))[0].append(uuid_of(row["subject_id"]))
    return found


async def _visits(clinic_id: UUID, some: Sequence[Coming], rooms: Rooms, owner: str) -> list[tuple[Visit, list[UUID]]]:
    """Lay out by their start what bookings have and need, those of one group appointment together, with whose it is."""
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for service_id, kind in await ServiceResource.filter(clinic_id=clinic_id).values_list(
        "service_id", "resource_kind"
    ):
        kinds[service_id].add(kind)
    taken = await _taken(clinic_id, some, owner)
    of_groups = await _taken_by_groups(clinic_id, [group for _, group, _ in taken.values() if group is not None])
    whose: dict[UUID, list[UUID]] = defaultdict(list)
    visits: dict[UUID, Visit] = {}
    for one in sorted(some, key=lambda one: (one.starts_at, one.id)):
        if one.id not in taken:
            continue  # it has been cancelled just now
        subjects, group_id, block = taken[one.id]
        visit = Visit(
            group_id or one.id,
            group_id is not None,
            one.location_id,
            epoch_minute(one.starts_at),
            epoch_minute(one.ends_at),
            block,
            frozenset(kinds[one.service_id]),
            tuple(subject for subject in (of_groups[group_id] if group_id else subjects) if subject in rooms),
        )
        visits.setdefault(visit.id, visit)
        whose[visit.id].append(one.id)
    return [(visit, whose[visit.id]) for visit in visits.values()]


async def _taken_by_groups(clinic_id: UUID, groups: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    wanted = sorted(set(groups))
    for first in range(0, len(wanted), CHUNK):
        some = wanted[first : first + CHUNK]
        for row in await fetch(TAKEN_BY_GROUPS.format(ids=numbered(len(some), since=2)), (clinic_id, *some)):
            found[uuid_of(row["group_id"])].append(uuid_of(row["subject_id"]))
    return found


def _chunks(some: Sequence[Coming]) -> Iterator[Sequence[Coming]]:
    for first in range(0, len(some), CHUNK):
        yield some[first : first + CHUNK]
