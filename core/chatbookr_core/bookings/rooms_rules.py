"""Which rooms and devices do for a booking to come, and which it lacks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.availability.hours import Schedule, is_open
from chatbookr_core.bookings.rules import Block


@dataclass(frozen=True, slots=True)
class Room:
    """A room or device as it is now; without hours of its own it can always be used."""

    id: UUID
    kind: str
    location_id: UUID
    is_active: bool
    hours: Schedule | None


@dataclass(frozen=True, slots=True)
class Visit:
    """What a booking takes, or a group appointment for all of its seats: rooms for a block, and for the visit in it.

    `kinds` are those its service needs, one of each; `rooms` those it has.
    """

    id: UUID
    is_group: bool
    location_id: UUID
    starts_minute: int
    ends_minute: int
    block: Block
    kinds: frozenset[str]
    rooms: tuple[UUID, ...]


Rooms = Mapping[UUID, Room]


def does(room: Room | None, visit: Visit) -> bool:
    """Tell whether a room can be used for a visit: it is in use, where that is, and open from its start to its end."""
    if room is None or not room.is_active or room.location_id != visit.location_id:
        return False
    return room.hours is None or is_open(room.hours, visit.starts_minute, visit.ends_minute)


def lacking(visit: Visit, rooms: Rooms) -> tuple[str, ...]:
    """List the kinds of which a visit has no room that does."""
    has = {rooms[one].kind for one in visit.rooms if does(rooms.get(one), visit)}
    return tuple(sorted(visit.kinds - has))


def instead(visit: Visit, kind: str, rooms: Rooms) -> tuple[UUID, ...]:
    """List other rooms of a kind that would do, in the order in which they are tried; they may be taken."""
    found = (one.id for one in rooms.values() if one.kind == kind and one.id not in visit.rooms and does(one, visit))
    return tuple(sorted(found))


def given_up(visit: Visit, kind: str, rooms: Rooms) -> UUID | None:
    """Say which room a visit gives up for another of a kind: what it has of that kind, or of one it does not need."""
    idle = [
        one for one in visit.rooms if one in rooms and not (does(rooms[one], visit) and _is_needed(one, visit, rooms))
    ]
    same = [one for one in idle if rooms[one].kind == kind]
    return min(same or [one for one in idle if not _is_needed(one, visit, rooms)], default=None)


def _is_needed(room_id: UUID, visit: Visit, rooms: Rooms) -> bool:
    return rooms[room_id].kind in visit.kinds
