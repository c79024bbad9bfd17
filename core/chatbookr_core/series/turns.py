"""Who gives the appointments of a series that names nobody: one person all of them, or each whoever's turn it is. Pure.

Whose turn it is says fairness: the fewest bookings, then idle for longest.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.bookings.fairness import Booked, in_turn, turns_of
from chatbookr_core.series.layout import Layout, Offers
from chatbookr_core.series.live import NOTHING_SEEN, Sights


def in_whole(layout: Layout, offers: Offers, booked: Sequence[Booked]) -> list[UUID]:
    """Order people by how much of a series they could give; of several who could give as much, by turn."""
    free = {who: sum(_is_with(who, slots) for slots in offers.values()) for who in layout.practitioner_ids}
    turns = turns_of(dict.fromkeys(free, ZoneInfo(layout.zone)), layout.starts, booked)
    return sorted(free, key=lambda who: (-free[who], turns[who]))


def with_one(offers: Offers, who: UUID) -> Offers:
    """Leave what one person is offered for."""
    kept = {start: [slot for slot in slots if slot.practitioner_id == who] for start, slots in offers.items()}
    return {start: slots for start, slots in kept.items() if slots}


def not_refused(offers: Offers, seen: Sights) -> Offers:
    """Leave what no calendar that was asked stands in the way of."""
    kept = {
        start: [slot for slot in slots if seen.get(slot.practitioner_id, NOTHING_SEEN).refusal_of(start) is None]
        for start, slots in offers.items()
    }
    return {start: slots for start, slots in kept.items() if slots}


def givers(layout: Layout, offers: Offers, booked: Sequence[Booked]) -> set[UUID]:
    """Say who would give a series as far as is known: one person, or several by turns."""
    if layout.wish.with_whom == "same":
        return set(in_whole(layout, offers, booked)[:1])
    return {slot.practitioner_id for slot in each_in_turn(offers, booked)}


def each_in_turn(offers: Offers, booked: Sequence[Booked]) -> Iterator[OfferedSlot]:
    """Choose for each start in time order; who has been chosen for one has that booking before the next."""
    so_far = list(booked)
    for start in sorted(offers):
        chosen = in_turn(offers[start], so_far)[0]
        so_far.append(booked_as(chosen))
        yield chosen


def booked_as(slot: OfferedSlot) -> Booked:
    """Count a slot as a booking of whoever gives it."""
    return Booked(slot.practitioner_id, slot.starts_at, slot.ends_at)


def _is_with(who: UUID, slots: Iterable[OfferedSlot]) -> bool:
    return any(slot.practitioner_id == who for slot in slots)
