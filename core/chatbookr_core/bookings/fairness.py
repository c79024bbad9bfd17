"""Whoever is free takes turns: who has the fewest bookings in the week comes first, then who has been idle longest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.availability.offering import OfferedSlot
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of

LOOKED_BACK = timedelta(weeks=4)
"""Whoever had nothing for so long before the week is as idle as can be."""
BOOKED = """
SELECT practitioner_id, starts_at, ends_at FROM booking WHERE clinic_id = $1 AND starts_at >= $2 AND starts_at < $3
    AND status <> $4 AND practitioner_id IN ({practitioners})
"""


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking somebody has, from one instant to another (aware)."""

    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime


async def fairest(clinic_id: UUID, slots: Sequence[OfferedSlot]) -> list[OfferedSlot]:
    """Choose for each start who is to take it; in time order. Only where several could is anything read."""
    by_start: dict[datetime, list[OfferedSlot]] = {}
    for slot in slots:
        by_start.setdefault(slot.starts_at, []).append(slot)
    people = {slot.practitioner_id for some in by_start.values() if len(some) > 1 for slot in some}
    booked = await _booked(clinic_id, sorted(people), sorted(by_start)) if len(people) > 1 else ()
    return [in_turn(by_start[start], booked)[0] for start in sorted(by_start)]


def in_turn(slots: Sequence[OfferedSlot], booked: Sequence[Booked]) -> list[OfferedSlot]:
    """Put slots of one start in the order in which people are to take them. Pure.

    Fewest bookings in the ISO week of the start, by the date of the place; then whose last booking before it is over
    for longest; then by id, so that the same question has the same answer.
    """
    count: Counter[UUID] = Counter()
    last: dict[UUID, datetime] = {}
    zones = {slot.practitioner_id: ZoneInfo(slot.zone) for slot in slots}
    for one in booked:
        zone = zones.get(one.practitioner_id)
        if zone is None:
            continue
        if _week(one.starts_at, zone) == _week(slots[0].starts_at, zone):
            count[one.practitioner_id] += 1
        if one.ends_at <= slots[0].starts_at:
            last[one.practitioner_id] = max(one.ends_at, last.get(one.practitioner_id, one.ends_at))
    return sorted(slots, key=lambda slot: _turn(slot, count, last))


def _turn(
    slot: OfferedSlot, count: Mapping[UUID, int], last: Mapping[UUID, datetime]
) -> tuple[int, bool, datetime, str, str]:
    over = last.get(slot.practitioner_id)
    idle = over or slot.starts_at
    return count.get(slot.practitioner_id, 0), over is not None, idle, str(slot.practitioner_id), str(slot.location_id)


def _week(instant: datetime, zone: ZoneInfo) -> date:
    day = instant.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


async def _booked(clinic_id: UUID, practitioners: Sequence[UUID], starts: Sequence[datetime]) -> list[Booked]:
    week = timedelta(days=8)  # whole weeks in any zone
    values = (clinic_id, starts[0] - week - LOOKED_BACK, starts[-1] + week, "cancelled", *practitioners)
    rows = await fetch(BOOKED.format(practitioners=numbered(len(practitioners), since=5)), values)
    return [
        Booked(uuid_of(row["practitioner_id"]), instant_of(row["starts_at"]), instant_of(row["ends_at"]))
        for row in rows
    ]
