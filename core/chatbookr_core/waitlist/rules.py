"""Who is offered which time that is free, and until when it is kept for them. Pure.

Whoever has waited longest comes first, with the soonest time that suits them. A time that somebody was offered once is
not offered to them again, nor is one that overlaps it; they keep their place for all others.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.outbox.ways import LIVE

EntryState = Literal["waiting", "offered", "taken", "left", "expired"]
OfferState = Literal["open", "taken", "declined", "expired", "withdrawn"]
MatchKey = tuple[UUID, datetime, UUID]
ACTIVE: Final[tuple[EntryState, ...]] = ("waiting", "offered")
"""Who has a place on the list."""
EVERY_DAY: Final = 127
EVERY_PART: Final = 7
NOON, EVENING = 12, 17
"""Local hours at which the afternoon and the evening begin."""
ENOUGH_A_DAY: Final = 3
"""So many offers a patient gets on one local day for one place on the list: more would be a nuisance."""
DAY_MINUTES: Final = 24 * 60
MOST_MINUTES: Final = DAY_MINUTES
"""The longest that a time may be kept for one patient."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """Of some days those starts that suit: not before one minute of the local day, and before another.

    The days are bits of weekdays and, where any are named, `days` alone.
    """

    weekdays: int = EVERY_DAY
    days: tuple[date, ...] = ()
    from_minute: int | None = None
    until_minute: int | None = None

    def covers(self, local: datetime) -> bool:
        """Tell whether a local start suits."""
        is_day = bool(self.weekdays >> local.weekday() & 1) and (not self.days or local.date() in self.days)
        minute = local.hour * 60 + local.minute
        return is_day and (self.from_minute or 0) <= minute < (self.until_minute or DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which starts suit: local dates of the place, bits of weekdays (Monday the lowest) and of parts of the day.

    `starts_before`: earlier than that instant alone, which is where what was free already begins. `from_minute` and
    `until_minute`: not before the one, and before the other, of the local day. `days`: those alone, where any are
    named. Of `refused_weekdays` (bits) what lies between the two minutes would not suit; each may be open. Where there
    are `day_hours`, what one of them covers suits alone.
    """

    first_day: date | None = None
    last_day: date | None = None
    weekdays: int = EVERY_DAY
    day_parts: int = EVERY_PART
    starts_before: datetime | None = None
    from_minute: int | None = None
    until_minute: int | None = None
    days: tuple[date, ...] = ()
    refused_weekdays: int = 0
    refused_from_minute: int | None = None
    refused_until_minute: int | None = None
    day_hours: tuple[DayHours, ...] = ()


@dataclass(frozen=True, slots=True)
class Free:
    """A time that nobody has, with one practitioner at one place, whose IANA zone it is."""

    starts_at: datetime
    ends_at: datetime
    practitioner_id: UUID
    location_id: UUID
    zone: str

    def meets(self, other: "Free") -> bool:
        """Tell whether the two cannot both be given away: one practitioner, and a minute in common."""
        return self.practitioner_id == other.practitioner_id and _overlap(self, other.starts_at, other.ends_at)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the list who has no open offer; `offered` are the times, start and end, that they were offered.

    `offered_today` counts those of the local day; `last_inbound_at` is when they last wrote, in any channel.
    """

    id: UUID
    patient_id: UUID
    since: datetime
    wish: Wish = field(default_factory=Wish)
    offered: tuple[tuple[datetime, datetime], ...] = ()
    offered_today: int = 0
    last_inbound_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Who is to be offered what."""

    waiting: Waiting
    free: Free

    @property
    def key(self) -> MatchKey:
        """Name it, so that what could not be kept is not tried again in the same look."""
        return self.waiting.id, self.free.starts_at, self.free.practitioner_id


AFTER_NIGHT: Final = timedelta(minutes=5)
"""So long after quiet hours the list has surely been looked at: what is asked about then must still be in time."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When offers are made: for how many minutes a time is kept, how soon a visit may be, when a quiet night ends."""

    now: datetime
    minutes: int
    notice: timedelta = timedelta()
    quiet_until: datetime | None = None


def day_part(hour: int) -> int:
    """Return the bit of the part of the day in which a local hour lies."""
    return 1 << ((hour >= NOON) + (hour >= EVENING))


def suits(wish: Wish, free: Free) -> bool:
    """Tell whether a time is what somebody waits for."""
    local = free.starts_at.astimezone(ZoneInfo(free.zone))
    return (
        (wish.starts_before is None or free.starts_at < wish.starts_before)
        and (wish.first_day is None or local.date() >= wish.first_day)
        and (wish.last_day is None or local.date() <= wish.last_day)
        and bool(wish.weekdays >> local.weekday() & 1)
        and bool(wish.day_parts & day_part(local.hour))
        and (wish.from_minute or 0) <= local.hour * 60 + local.minute < (wish.until_minute or DAY_MINUTES)
        and (not wish.days or local.date() in wish.days)
        and not _is_refused(wish, local)
        and (not wish.day_hours or any(one.covers(local) for one in wish.day_hours))
    )


def _is_refused(wish: Wish, local: datetime) -> bool:
    """Tell whether a local start lies in the part of a weekday that would not suit."""
    minute, until = local.hour * 60 + local.minute, wish.refused_until_minute
    return bool(wish.refused_weekdays >> local.weekday() & 1) and (
        (wish.refused_from_minute or 0) <= minute < (DAY_MINUTES if until is None else until)
    )


def is_over(wish: Wish, *, now: datetime, zone: str) -> bool:
    """Tell whether no time can suit any more: the last day has passed, or what was free already has begun."""
    if wish.starts_before is not None and wish.starts_before <= now:
        return True
    last_own = [max(one.days, default=None) for one in wish.day_hours]
    own = max((day for day in last_own if day is not None), default=None) if None not in last_own else None
    last_days = [day for day in (wish.last_day, max(wish.days, default=None), own) if day is not None]
    return bool(last_days) and now.astimezone(ZoneInfo(zone)).date() > min(last_days)


def is_new_to(waiting: Waiting, free: Free) -> bool:
    """Tell whether somebody was not offered this time, or one that overlaps it, before."""
    return not any(_overlap(free, start, end) for start, end in waiting.offered)


def _overlap(free: Free, start: datetime, end: datetime) -> bool:
    return free.starts_at < end and start < free.ends_at


def may_be_asked(waiting: Waiting, free: Free, at: Occasion) -> bool:
    """Tell whether somebody may be asked about a time now.

    Not where it starts before they would have had time to answer, or sooner than the clinic's notice. In quiet hours
    what can wait until they end waits; else those are asked who are awake, since they wrote a moment ago.
    """
    takes = max(timedelta(minutes=at.minutes), at.notice)
    if free.starts_at - at.now < takes or waiting.offered_today >= ENOUGH_A_DAY:
        return False
    if at.quiet_until is None:
        return True
    if free.starts_at - at.quiet_until >= takes + AFTER_NIGHT:
        return False
    return waiting.last_inbound_at is not None and at.now - waiting.last_inbound_at < LIVE


def in_turn(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Order by who has waited longest."""
    return sorted(waiting, key=lambda one: (one.since, one.id))


def plan(
    waiting: Sequence[Waiting],
    free_for: Mapping[UUID, Sequence[Free]],
    at: Occasion,
    *,
    without: Container[MatchKey] = frozenset(),
) -> list[Match]:
    """Say who is offered what now; `free_for` lists, by place on the list, the free times of what it is for.

    Everybody in turn gets the soonest time that suits them and that nobody before them got: one time goes to one
    patient, and one patient gets one time, however many places on the list they have. Those `without` are left out.
    """
    matches: list[Match] = []
    given: dict[UUID, list[Free]] = defaultdict(list)
    served: set[UUID] = set()
    sooner_first = _sooner_first(free_for)
    for one in in_turn(waiting):
        if one.patient_id in served or one.offered_today >= ENOUGH_A_DAY:
            continue
        for free in sooner_first.get(one.id, ()):
            if one.wish.starts_before is not None and free.starts_at >= one.wish.starts_before:
                break  # nor does any later one suit
            if any(free.meets(other) for other in given[free.practitioner_id]):
                continue
            match = Match(one, free)
            if match.key in without or not suits(one.wish, free):
                continue
            if is_new_to(one, free) and may_be_asked(one, free, at):
                matches.append(match)
                given[free.practitioner_id].append(free)
                served.add(one.patient_id)
                break
    return matches


def _sooner_first(free_for: Mapping[UUID, Sequence[Free]]) -> dict[UUID, list[Free]]:
    """Order the times of each place on the list; those who wait for the same share one list, which is ordered once."""
    ordered: dict[int, list[Free]] = {}
    for free in free_for.values():
        if id(free) not in ordered:
            ordered[id(free)] = sorted(free, key=lambda one: (one.starts_at, one.practitioner_id))
    return {entry_id: ordered[id(free)] for entry_id, free in free_for.items()}
