"""The free times of a service as sets of starts, to be listed in order or counted by day. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.availability.bits import Grid, places_in
from chatbookr_core.availability.offer import DaySpace
from chatbookr_core.availability.offering import OfferedSlot
from chatbookr_core.availability.slots import Need, Search
from chatbookr_core.availability.zones import DAY_MINUTES, date_of, local_minutes, segments, whole_days
from chatbookr_core.clock import from_epoch_minute


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """When one practitioner is free at one place: a set of starts on a grid, all within the search.

    `apart` are those beside the grid, ascending: group appointments that were begun when it was another one.
    """

    practitioner_id: UUID
    location_id: UUID
    zone: str
    grid: Grid
    bits: int
    apart: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.bits or self.apart)

    def starts(self) -> list[int]:
        """List the starts as epoch minutes, ascending."""
        found = [self.grid.minute(place) for place in places_in(self.bits)]
        return sorted([*found, *self.apart]) if self.apart else found

    def between(self, since: int, until: int) -> Iterator[int]:
        """List those with `since <= start <= until`, in no order."""
        yield from map(self.grid.minute, places_in(self.bits & self.grid.window(since, until)))
        yield from (start for start in self.apart if since <= start <= until)


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be offered of a service within a search; `is_on_request` holds for all of it."""

    need: Need
    search: Search
    times: Sequence[FreeTimes]
    is_on_request: bool = False

    def slots(self, limit: int | None = None) -> list[OfferedSlot]:
        """List slots by start, practitioner and place; the first `limit`, without looking at days beyond them."""
        found: list[OfferedSlot] = []
        for since in range(self.search.earliest, self.search.latest, DAY_MINUTES):
            starts = sorted(self._starts(since, since + DAY_MINUTES - 1), key=lambda one: one[:3])
            found += [self._slot(start, free) for start, _, _, free in starts]
            if limit is not None and len(found) >= limit:
                return found[:limit]
        return found

    def days(self) -> list[DaySpace]:
        """Count the starts of each local date that has any, in order; one start of several practitioners once."""
        spaces: dict[int, DaySpace] = {}
        for number, count, first in self._counted():
            known = spaces.get(number)
            if known is not None:
                count, first = count + known.count, min(first, known.first_start)
            spaces[number] = DaySpace(date_of(number), count, first, self.is_on_request)
        return [spaces[number] for number in sorted(spaces)]

    def _counted(self) -> Iterator[tuple[int, int, int]]:
        """Count by zone, and what lies beside the grid by itself: (days since 1970-01-01, how many, the first)."""
        by_zone: dict[tuple[str, Grid], int] = {}
        apart: dict[str, set[int]] = defaultdict(set)
        for free in self.times:
            key = (free.zone, free.grid)
            by_zone[key] = by_zone.get(key, 0) | free.bits
            apart[free.zone].update(free.apart)
        for (zone, grid), bits in by_zone.items():
            for number, here in _by_day(zone, grid, bits):
                yield number, here.bit_count(), grid.minute((here & -here).bit_length() - 1)
        for zone, starts in apart.items():
            for start, local in local_minutes(sorted(starts), zone):
                yield local // DAY_MINUTES, 1, start

    def _starts(self, since: int, until: int) -> Iterator[tuple[int, str, str, FreeTimes]]:
        for free in self.times:
            for start in free.between(since, until):
                yield start, str(free.practitioner_id), str(free.location_id), free

    def _slot(self, start: int, free: FreeTimes) -> OfferedSlot:
        ends_at = from_epoch_minute(start + self.need.duration_minutes)
        who = free.practitioner_id, free.location_id, free.zone
        return OfferedSlot(from_epoch_minute(start), ends_at, *who, self.is_on_request)


def _by_day(zone: str, grid: Grid, bits: int) -> Iterator[tuple[int, int]]:
    """Cut a set of starts by local date: (days since 1970-01-01, what starts then)."""
    if not bits:
        return
    first, last = grid.minute((bits & -bits).bit_length() - 1), grid.minute(bits.bit_length() - 1)
    runs = segments(zone, first, last + 1)
    numbers = range(
        (first + runs[0].offset_minutes) // DAY_MINUTES, (last + runs[-1].offset_minutes) // DAY_MINUTES + 1
    )
    for number in numbers:
        start, end = whole_days(date_of(number), date_of(number), zone)
        if here := bits & grid.window(start, end - 1):
            yield number, here
