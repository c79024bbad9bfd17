"""Finds the bookings and holds to come a change of hours, people or rooms may come over, and what they are without."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.agendas.opening import Span, days_otherwise, open_spans, practitioners_open
from chatbookr_core.bookings.arranged import takers_of
from chatbookr_core.bookings.displacing_rules import Standing, Without, outside
from chatbookr_core.bookings.rooms import WHO_HAS_ROOM
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.conditions import Conditions
from chatbookr_core.db import fetch, instant_of, uuid_of

DAY: Final = timedelta(days=1)
BOOKINGS: Final = f"""
SELECT booking.id, booking.service_id, booking.practitioner_id, booking.location_id, booking.starts_at, booking.ends_at,
    booking.zone, booking.version, booking.overbook_reason, booking.displaced_at, booking.upheld_at
FROM booking WHERE booking.status IN {STANDING} AND {{}} ORDER BY booking.id
"""  # noqa: S608  # constants
LACKING: Final = f"""
SELECT clinic_id FROM booking WHERE displaced_at IS NOT NULL AND status IN {STANDING} AND starts_at > $1
UNION SELECT clinic_id FROM booking WHERE upheld_at IS NOT NULL AND status IN {STANDING} AND starts_at > $1
"""  # noqa: S608  # constants
HOLDS: Final = """
SELECT hold.id, hold.service_id, hold.practitioner_id, hold.location_id, hold.starts_at, hold.ends_at, 'UTC' AS zone,
    1 AS version, NULL AS overbook_reason, NULL AS displaced_at, NULL AS upheld_at
FROM hold WHERE hold.state = 'held' AND hold.moves_id IS NULL AND {} ORDER BY hold.id
"""
"""What is held, as if it were booked: nobody holds a time beside the hours on purpose.

A time to which a patient asked to move is for staff to answer, and stays.
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose hours or what rooms change, where, and on which local dates (both included).

    None: everybody's, everywhere, always.
    A room's come over whoever has it; what needs another time already may have it then. A service's come over what is
    booked of it. `are_rooms_too`: a place goes by another clock, by which its rooms and devices are open.
    """

    clinic_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    resource_id: UUID | None = None
    first: date | None = None
    last: date | None = None
    service_id: UUID | None = None
    are_rooms_too: bool = False

    @property
    def is_of_rooms(self) -> bool:
        """Tell whether rooms or devices change, or which of them are needed."""
        return self.resource_id is not None or self.service_id is not None or self.are_rooms_too

    def is_met_by(self, starts_at: datetime, ends_at: datetime, zone: str) -> bool:
        """Tell whether any of a booking is on one of the dates, in the zone of its place."""
        begins, ends = (at.astimezone(ZoneInfo(zone)).date() for at in (starts_at, ends_at))
        return (self.first is None or self.first <= ends) and (self.last is None or begins <= self.last)

    @property
    def since(self) -> datetime | None:
        """Return the instant before which nothing of it starts in any zone, hours over midnight included."""
        return None if self.first is None else datetime.combine(self.first, time(), UTC) - 2 * DAY

    @property
    def until(self) -> datetime | None:
        """Return the instant from which on nothing of it starts in any zone."""
        return None if self.last is None else datetime.combine(self.last, time(), UTC) + 2 * DAY


async def bookings_in(scope: Scope, now: datetime, *, are_lacking: bool = False) -> list[Standing]:
    """List the bookings to come that a change may come over; of them those that need another time already, or that
    staff uphold although they do (`are_lacking`).
    """
    within = _within(scope, "booking", now)
    if are_lacking:
        within = within.numbered("(booking.displaced_at IS NOT NULL OR booking.upheld_at IS NOT NULL)")
    return [_standing(row) for row in await fetch(BOOKINGS.format(within.text), within.values)]


async def clinics_lacking(now: datetime) -> list[UUID]:
    """List the clinics that have bookings to come that need another time, or that staff uphold; of every clinic."""
    return [uuid_of(row["clinic_id"]) for row in await fetch(LACKING, (now,))]


async def holds_in(scope: Scope, now: datetime) -> list[Standing]:
    """List the holds that it may come over."""
    within = _within(scope, "hold", now).where("hold.expires_at >", now)
    return [_standing(row) for row in await fetch(HOLDS.format(within.text), within.values)]


def _standing(row: Mapping[str, Any]) -> Standing:
    return Standing(
        id=uuid_of(row["id"]),
        service_id=uuid_of(row["service_id"]),
        practitioner_id=uuid_of(row["practitioner_id"]),
        location_id=uuid_of(row["location_id"]),
        starts_at=instant_of(row["starts_at"]),
        ends_at=instant_of(row["ends_at"]),
        zone=row["zone"],
        version=row["version"],
        overbook_reason=row["overbook_reason"],
        displaced_at=instant_of(row["displaced_at"]) if row["displaced_at"] is not None else None,
        is_upheld=row["upheld_at"] is not None,
    )


def _within(scope: Scope, table: Literal["booking", "hold"], now: datetime) -> Conditions:
    conditions = (
        Conditions()
        .where(f"{table}.clinic_id =", scope.clinic_id)
        .where(f"{table}.starts_at >", now)
        .where(f"{table}.starts_at >=", scope.since)
        .where(f"{table}.starts_at <", scope.until)
        .where(f"{table}.practitioner_id =", scope.practitioner_id)
        .where(f"{table}.location_id =", scope.location_id)
        .where(f"{table}.service_id =", scope.service_id)
    )
    if scope.resource_id is None:
        return conditions
    room = f"${len(conditions.values) + 1}"
    who = f"{table}.id IN ({WHO_HAS_ROOM.format(owner=f'{table}_id', clinic='$1', room=room)})"
    also = "booking.displaced_at IS NOT NULL OR " if table == "booking" else ""
    return conditions.numbered(f"({also}{who})", scope.resource_id)


async def without(
    clinic_id: UUID, bookings: Sequence[Standing], roomless: Mapping[UUID, Sequence[str]]
) -> list[tuple[Standing, Without]]:
    """Tell of bookings, of which some lack rooms of some kinds, what they are without."""
    if not bookings:
        return []
    span = min(one.starts_at for one in bookings) - 2 * DAY, max(one.ends_at for one in bookings) + 2 * DAY
    days = await days_otherwise(clinic_id, span)
    theirs: dict[tuple[UUID, UUID], list[Span]] = defaultdict(list)
    wanted = {one.practitioner_id for one in bookings}
    people = {person.id: person for person in await practitioners_open(clinic_id) if person.id in wanted}
    for person in people.values():
        for location_id, starts_at, ends_at in open_spans(person, days, span):
            theirs[person.id, location_id].append((starts_at, ends_at))
    takers = await takers_of(clinic_id, bookings, people, days)
    return [
        (one, _without(one, theirs[one.practitioner_id, one.location_id], roomless.get(one.id, ()), takers))
        for one in bookings
    ]


def _without(
    booking: Standing, spans: Sequence[Span], kinds: Sequence[str], takers: Mapping[UUID, frozenset[str]]
) -> Without:
    by = takers.get(booking.id)
    rooms = frozenset(f"room:{kind}" for kind in kinds)
    return Without(outside(booking, spans), bool(kinds), frozenset() if by is None else by | rooms)
