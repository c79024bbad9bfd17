"""Whoever is free takes turns: who has the fewest bookings in the week comes first, then who has been idle longest."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.availability.offering import OfferedSlot
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of

LOOKED_BACK = timedelta(weeks=4)
"""Whoever had nothing for so long before the week is as idle as can be."""
Turn = tuple[int, bool, datetime, str]
"""What sorts people: who comes first is to take the next one."""
BOOKED = """
SELECT id, practitioner_id, starts_at, ends_at FROM booking WHERE clinic_id = $1 AND starts_at >= $2 AND starts_at < $3
    AND status <> $4 AND practitioner_id IN ({practitioners})
"""


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking somebody has, from one instant to another (aware)."""

    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime


async def fairest(clinic_id: UUID, slots: Sequence[OfferedSlot], *, moving: UUID | None = None) -> list[OfferedSlot]:
    """Choose for each start who is to take it; in time order. Only where several could is anything read.

    Nobody has the booking `moving`: it is about to be somewhere else.
    """
    by_start: dict[datetime, list[OfferedSlot]] = {}
    for slot in slots:
        by_start.setdefault(slot.starts_at, []).append(slot)
    people = {slot.practitioner_id for some in by_start.values() if len(some) > 1 for slot in some}
    booked = await booked_by(clinic_id, people, by_start, moving=() if moving is None else (moving,))
    return [in_turn(by_start[start], booked)[0] for start in sorted(by_start)]


def in_turn(slots: Sequence[OfferedSlot], booked: Sequence[Booked]) -> list[OfferedSlot]:
    """Put slots of one start in the order in which people are to take them. Pure."""
    zones = {slot.practitioner_id: ZoneInfo(slot.zone) for slot in slots}
    turns = turns_of(zones, [slots[0].starts_at], booked)
    return sorted(slots, key=lambda slot: (turns[slot.practitioner_id], str(slot.location_id)))


def turns_of(
    zones: Mapping[UUID, ZoneInfo], starts: Collection[datetime], booked: Sequence[Booked]
) -> dict[UUID, Turn]:
    """Tell of people, each with the zone they work in, whose turn it is to be there at some starts. Pure.

    Fewest bookings in the ISO weeks of the starts, by the date of the place; then whose last booking before the first
    of them is over for longest; then by id, so that the same question has the same answer.
    """
    first = min(starts)
    weeks = {zone: {_week(start, zone) for start in starts} for zone in set(zones.values())}
    count: Counter[UUID] = Counter()
    last: dict[UUID, datetime] = {}
    for one in booked:
        zone = zones.get(one.practitioner_id)
        if zone is None:
            continue
        if _week(one.starts_at, zone) in weeks[zone]:
            count[one.practitioner_id] += 1
        if one.ends_at <= first:
            last[one.practitioner_id] = max(one.ends_at, last.get(one.practitioner_id, one.ends_at))
    return {who: (count[who], who in last, last.get(who, first), str(who)) for who in zones}


def _week(instant: datetime, zone: ZoneInfo) -> date:
    day = instant.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


async def booked_by(
    clinic_id: UUID, practitioners: Collection[UUID], starts: Collection[datetime], *, moving: Collection[UUID] = ()
) -> list[Booked]:
    """Read what people have around some starts, but for `moving`; nothing where there is nobody to choose from."""
    if len(practitioners) < 2:
        return []
    week = timedelta(days=8)  # whole weeks in any zone
    values = (clinic_id, min(starts) - week - LOOKED_BACK, max(starts) + week, "cancelled", *sorted(practitioners))
    rows = await fetch(BOOKED.format(practitioners=numbered(len(practitioners), since=5)), values)
    return [
        Booked(uuid_of(row["practitioner_id"]), instant_of(row["starts_at"]), instant_of(row["ends_at"]))
        for row in rows
        if uuid_of(row["id"]) not in moving
    ]
