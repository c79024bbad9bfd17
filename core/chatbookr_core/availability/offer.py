"""The few times a conversation shows out of many free ones: spread, counted by day, or close to a wish."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chatbookr_core.availability.zones import DAY_MINUTES, date_of, local_days, local_minutes

_NOON = 12 * 60
_EVENING = 17 * 60


@dataclass(frozen=True, slots=True)
class DaySpace:
    """A local date that still has free starts: how many, and the first as an epoch minute.

    `is_on_request`: they are those of people whose calendars cannot be trusted.
    """

    day: date
    count: int
    first_start: int
    is_on_request: bool = False


@dataclass(frozen=True, slots=True)
class DayParts:
    """The free starts of one local date before 12:00, before 17:00 and later, as epoch minutes."""

    morning: tuple[int, ...]
    afternoon: tuple[int, ...]
    evening: tuple[int, ...]


def spread(starts: Iterable[int], zone: str, count: int = 8, min_days: int = 3) -> list[int]:
    """Choose up to `count` starts over at least `min_days` local dates where that many have space.

    The soonest start is always among them. Each date gives about the same number, later dates step in
    only when the first ones run out, and mornings alternate with the rest of the day. The choice depends
    on nothing but the input and comes in time order.
    """
    return _shared_out(list(_by_day(_soonest(starts, zone, count, min_days), zone).values()), count, min_days)


def _shared_out(days: Sequence[Sequence[tuple[int, int]]], count: int, min_days: int) -> list[int]:
    """Choose of local dates (starts, with their minute of the day) as `spread` does, the first of them first."""
    chosen: list[int] = []
    morning_turn = True
    for day, share in zip(days, _shares([len(day) for day in days], count, min_days), strict=True):
        morning = [start for start, time in day if time < _NOON]
        later = [start for start, time in day if time >= _NOON]
        first, second = (morning, later) if morning_turn else (later, morning)
        from_first = min(len(first), max((share + 1) // 2, share - len(second)))
        chosen += _evenly(first, from_first) + _evenly(second, share - from_first)
        morning_turn = morning_turn if share % 2 == 0 else not morning_turn
    return sorted(chosen)


def _soonest(starts: Iterable[int], zone: str, count: int, min_days: int) -> list[int]:
    """Leave out what cannot be chosen: later dates step in only where the first `min_days` have fewer than `count`."""
    ordered = sorted(set(starts))
    numbers: set[int] = set()
    for place, (_, local) in enumerate(local_minutes(ordered, zone)):
        numbers.add(local // DAY_MINUTES)
        if len(numbers) > max(min_days, 1) and place >= count:
            return ordered[:place]
    return ordered


def days_with_space(starts: Iterable[int], zone: str) -> list[DaySpace]:
    """Count the free starts of each local date that has any, in order."""
    ordered = sorted(set(starts))
    spaces: dict[int, tuple[int, int]] = {}  # by local date: how many, and the first
    for number, low, high in local_days(ordered, zone):
        count, first = spaces.get(number, (0, ordered[low]))
        spaces[number] = count + high - low, first
    return [DaySpace(date_of(number), count, first) for number, (count, first) in sorted(spaces.items())]


def days_of_zones(starts: Mapping[str, Iterable[int]]) -> list[DaySpace]:
    """Count the same where the starts of each zone fall on its own local dates."""
    spaces: dict[date, DaySpace] = {}
    for zone, here in starts.items():
        for one in days_with_space(here, zone):
            known = spaces.get(one.day)
            if known is not None:
                one = DaySpace(one.day, one.count + known.count, min(one.first_start, known.first_start))
            spaces[one.day] = one
    return [spaces[day] for day in sorted(spaces)]


def around(starts: Iterable[int], zone: str, wanted: int, count: int = 8, min_days: int = 3) -> list[int]:
    """Choose as `spread` does, of the local dates that are nearest to that of a wanted epoch minute."""
    days = _by_day(starts, zone)
    ((_, local),) = local_minutes([wanted], zone)
    here = date_of(local // DAY_MINUTES)
    nearest_first = sorted(days, key=lambda day: (abs((day - here).days), day))
    return _shared_out([days[day] for day in nearest_first], count, min_days)


def starts_of_day(starts: Iterable[int], zone: str, day: date) -> DayParts:
    """Sort the free starts of one local date into morning, afternoon and evening."""
    found = _by_day(starts, zone).get(day, [])
    return DayParts(
        morning=tuple(start for start, time in found if time < _NOON),
        afternoon=tuple(start for start, time in found if _NOON <= time < _EVENING),
        evening=tuple(start for start, time in found if time >= _EVENING),
    )


def nearest(starts: Iterable[int], wanted: int, count: int = 3) -> list[int]:
    """Choose the `count` starts closest to a wanted epoch minute, the earlier of two equals, in time order."""
    by_distance = sorted(set(starts), key=lambda start: (abs(start - wanted), start))
    return sorted(by_distance[:count])


def _by_day(starts: Iterable[int], zone: str) -> dict[date, list[tuple[int, int]]]:
    """Group starts by local date, each with its local minute of the day; in order, each start once."""
    days: dict[int, list[tuple[int, int]]] = {}
    for start, local in local_minutes(sorted(set(starts)), zone):
        number, time = divmod(local, DAY_MINUTES)
        days.setdefault(number, []).append((start, time))
    return {date_of(number): days[number] for number in sorted(days)}


def _shares(sizes: Sequence[int], count: int, min_days: int) -> list[int]:
    """Deal `count` places to the first days in turn, and to one more day each time those are full."""
    shares = [0] * len(sizes)
    left, width = min(count, sum(sizes)), max(min_days, 1)
    while left > 0:
        roomy = [day for day in range(min(width, len(sizes))) if shares[day] < sizes[day]][:left]
        for day in roomy:
            shares[day] += 1
        left -= len(roomy)
        width += not roomy
    return shares


def _evenly(starts: Sequence[int], count: int) -> list[int]:
    """Pick `count` of the starts at even distances, beginning with the first.

    The last is left out on purpose: it would stand right before the first one of the next part of the day.
    """
    return [starts[place * len(starts) // count] for place in range(count)]
