"""Asks which slots can be offered: of what is remembered, or within a transaction of its own rows.

A search of its own takes three statements however many practitioners, places and rooms there are: what is wanted with
the rooms for it, who works when and where with the days that are otherwise, and who is busy; a fourth where bookings
are limited or take the way from another place, a fifth where several patients come at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.engaged import engagements_of, forbidden
from chatbookr_core.availability.engagements import is_full
from chatbookr_core.availability.free_times import Offer
from chatbookr_core.availability.offer import DaySpace, days_of_zones
from chatbookr_core.availability.offering import (
    Calendars,
    OfferedSlot,
    Post,
    SlotSearch,
    Terms,
    posts_of,
    terms_of,
    window_of,
)
from chatbookr_core.availability.remembered import ForWhom, for_everybody, is_remembering, remembered
from chatbookr_core.availability.slots import Need, Search, Subject, find_placement, starts_with_resources
from chatbookr_core.availability.together import joinable, read_together
from chatbookr_core.availability.vacated import Vacated, uncounted, vacated_by
from chatbookr_core.availability.zones import Interval
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import fetch, numbered, uuid_of

__all__ = [
    "DaySpace",
    "OfferedSlot",
    "SlotSearch",
    "Starts",
    "days_for",
    "find_each",
    "find_slot",
    "find_slots",
    "slots_for",
    "starts_for",
]

BUSY = """
SELECT allocation.subject_id, allocation.starts_minute, allocation.ends_minute, allocation.booking_id,
    allocation.group_id, 0 AS is_external
FROM allocation LEFT JOIN hold ON hold.id = allocation.hold_id AND hold.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.subject_id IN ({subjects}) AND allocation.is_active
    AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND (allocation.booking_id IS NOT NULL OR allocation.group_id IS NOT NULL OR hold.expires_at > $4)
UNION ALL
SELECT external_busy.practitioner_id, external_busy.starts_minute, external_busy.ends_minute, NULL, NULL, 1
FROM external_busy
WHERE external_busy.clinic_id = $1 AND external_busy.practitioner_id IN ({subjects})
    AND external_busy.starts_minute < $2 AND external_busy.ends_minute > $3
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """One practitioner at one place.

    `full` are the stretches in which nothing more may start, `joined` the starts at which one more can come along.
    """

    practitioner_id: UUID
    location_id: UUID
    person: Subject
    resource_groups: tuple[tuple[Subject, ...], ...]
    full: Sequence[Interval]
    joined: Sequence[int]


@dataclass(frozen=True, slots=True)
class Starts:
    """When one practitioner can be booked at one place: epoch minutes, ascending. Of most of them no slot is made."""

    practitioner_id: UUID
    location_id: UUID
    zone: str
    duration_minutes: int
    minutes: Sequence[int]
    is_on_request: bool = False

    def slot(self, start: int) -> OfferedSlot:
        """Make the slot of one start."""
        ends_at = from_epoch_minute(start + self.duration_minutes)
        who = self.practitioner_id, self.location_id, self.zone
        return OfferedSlot(from_epoch_minute(start), ends_at, *who, self.is_on_request)


async def starts_for(
    clinic_id: UUID,
    wanted: SlotSearch,
    *,
    now: datetime,
    is_for: ForWhom = for_everybody,
    moving: UUID | None = None,
) -> list[Starts]:
    """List what `slots_for` would, as minutes: for who counts many and shows few. Raises NotFound."""
    offer = await _remembered(clinic_id, wanted, now, is_for, moving)
    if offer is not None:
        lasting, on_request = offer.need.duration_minutes, offer.is_on_request
        return [
            Starts(one.practitioner_id, one.location_id, one.zone, lasting, one.starts(), on_request)
            for one in offer.times
        ]
    return await _read_starts(clinic_id, wanted, now, is_for, moving)


async def _read_starts(
    clinic_id: UUID, wanted: SlotSearch, now: datetime, is_for: ForWhom, moving: UUID | None
) -> list[Starts]:
    """Find the same by what is read, where what is remembered does not say it."""
    terms = (await terms_of(clinic_id, wanted.service_id)).lasting(wanted, now)
    search = window_of(terms, wanted, now)
    if search.earliest >= search.latest:
        return []
    looks = _Looks(terms, wanted, now, is_for, moving)
    known = await _all_starts(looks, search)
    if not wanted.or_on_request or any(one.minutes for one in known):
        return known
    others = await _all_starts(looks, search, Calendars.UNKNOWN)
    return known if not others or await _is_any_known(looks) else others


async def _remembered(
    clinic_id: UUID, wanted: SlotSearch, now: datetime, is_for: ForWhom, moving: UUID | None
) -> Offer | None:
    """Answer from what is remembered; None where all is to be read: what it would be without a booking is not known."""
    if moving is not None or wanted.beyond or not is_remembering(clinic_id):
        return None
    return await remembered(clinic_id, wanted, now=now, is_for=is_for)


@dataclass(frozen=True, slots=True)
class _Looks:
    """What is looked for apart from what is remembered, and for whom; `moving` stands in nobody's way."""

    terms: Terms
    wanted: SlotSearch
    now: datetime
    is_for: ForWhom
    moving: UUID | None = None


async def _all_starts(looks: _Looks, search: Search, calendars: Calendars = Calendars.KNOWN) -> list[Starts]:
    terms = looks.terms
    return [
        _starts(one, terms.need, search, is_on_request=calendars is Calendars.UNKNOWN)
        for one in await _places(terms, search, looks.wanted, looks.now, looks.moving, calendars=calendars)
        if looks.is_for(one.practitioner_id, one.location_id)
    ]


async def _is_any_known(looks: _Looks) -> bool:
    """Tell whether those whose calendars are known have anything at all to offer, up to the horizon."""
    always = window_of(looks.terms, looks.wanted.at_any_time, looks.now)
    return any(one.minutes for one in await _all_starts(looks, always))


def _starts(place: _Place, need: Need, search: Search, *, is_on_request: bool) -> Starts:
    minutes = starts_with_resources(place.person, place.resource_groups, need, search)
    if place.full:
        minutes = [start for start in minutes if not is_full(start, place.full)]
    if place.joined:
        minutes = sorted({*minutes, *place.joined})
    who = place.practitioner_id, place.location_id, place.person.schedule.zone
    return Starts(*who, need.duration_minutes, minutes, is_on_request)


async def slots_for(
    clinic_id: UUID,
    wanted: SlotSearch,
    *,
    now: datetime,
    limit: int | None = None,
    is_for: ForWhom = for_everybody,
    moving: UUID | None = None,
) -> list[OfferedSlot]:
    """List what can be offered, in time order; where several practitioners are free at once, each is listed.

    A practitioner whose calendar is stale, errored or disconnected offers nothing, unless it is wanted
    `or_on_request`. Of those `is_for` says yes to, the first `limit`. The booking `moving` stands in nobody's way.
    Raises NotFound.
    """
    offer = await _remembered(clinic_id, wanted, now, is_for, moving)
    if offer is not None:
        return offer.slots(limit)
    found = [
        starts.slot(minute)
        for starts in await _read_starts(clinic_id, wanted, now, is_for, moving)
        for minute in starts.minutes
    ]
    return sorted(found, key=lambda slot: (slot.starts_at, str(slot.practitioner_id), str(slot.location_id)))[:limit]


async def days_for(
    clinic_id: UUID,
    wanted: SlotSearch,
    *,
    now: datetime,
    is_for: ForWhom = for_everybody,
    moving: UUID | None = None,
) -> list[DaySpace]:
    """Count what can be offered on each local date that has any, in order. Raises NotFound, and RuntimeError within a
    transaction: it reads what is remembered, where that says it.
    """
    if not is_remembering(clinic_id):
        raise RuntimeError("days are counted outside of transactions, for a clinic within the scope")
    offer = await _remembered(clinic_id, wanted, now, is_for, moving)
    if offer is not None:
        return offer.days()
    zones: dict[str, set[int]] = defaultdict(set)
    found = await _read_starts(clinic_id, wanted, now, is_for, moving)
    for starts in found:
        zones[starts.zone].update(starts.minutes)
    return [replace(day, is_on_request=any(one.is_on_request for one in found)) for day in days_of_zones(zones)]


async def find_slot(
    clinic_id: UUID, wanted: SlotSearch, starts_at: datetime, *, now: datetime, moving: UUID | None = None
) -> OfferedSlot | None:
    """Check one start again; None where it is not offered (any more). Raises NotFound.

    Where several practitioners are free it is the first by id: `find_slots` lists them all.
    """
    found = await find_slots(clinic_id, wanted, starts_at, now=now, moving=moving)
    return found[0] if found else None


async def find_slots(
    clinic_id: UUID,
    wanted: SlotSearch,
    starts_at: datetime,
    *,
    now: datetime,
    moving: UUID | None = None,
    is_for: ForWhom = for_everybody,
) -> list[OfferedSlot]:
    """Check one start again, and list with whom and where it is offered, of those `is_for` says yes to.

    The booking `moving` does not stand in its own way, so that it can be moved by less than its length. Raises
    NotFound.
    """
    terms = (await terms_of(clinic_id, wanted.service_id)).lasting(wanted, now)
    search = window_of(terms, wanted, now)
    start = epoch_minute(starts_at)
    slot = Search(start, start + terms.need.duration_minutes)  # what else is busy has no say in it, and is not read
    if from_epoch_minute(start) != starts_at or start < search.earliest or slot.latest > search.latest:
        return []
    looks = _Looks(terms, wanted, now, is_for)
    known = await _offered_at(looks, slot, moving)
    if known or not wanted.or_on_request:
        return known
    others = await _offered_at(looks, slot, moving, Calendars.UNKNOWN)
    return [] if not others or await _is_any_known(looks) else others


async def _offered_at(
    looks: _Looks, slot: Search, moving: UUID | None, calendars: Calendars = Calendars.KNOWN
) -> list[OfferedSlot]:
    start, need = slot.earliest, looks.terms.need
    return [
        _offer(place, start, need, is_on_request=calendars is Calendars.UNKNOWN)
        for place in await _places(looks.terms, slot, looks.wanted, looks.now, moving, calendars=calendars)
        if looks.is_for(place.practitioner_id, place.location_id) and _is_offered(place, start, need, slot)
    ]


async def find_each(
    clinic_id: UUID,
    wanted: SlotSearch,
    starts: Sequence[datetime],
    *,
    now: datetime,
    vacated: Collection[Interval] = (),
) -> dict[datetime, list[OfferedSlot]]:
    """Check several starts at once, and list with whom and where each is offered; what is not offered is left out.

    `vacated` are the epoch minutes of bookings that have given up their time: their events in calendars stand in
    nobody's way. How many bookings are enough is judged of each as if it came alone. Raises NotFound.
    """
    terms = (await terms_of(clinic_id, wanted.service_id)).lasting(wanted, now)
    search = window_of(terms, wanted, now)
    places = await _places(terms, search, wanted, now, vacated=vacated)
    found: dict[datetime, list[OfferedSlot]] = {}
    for starts_at in starts:
        start = epoch_minute(starts_at)
        offered = [place for place in places if _is_offered(place, start, terms.need, search)]
        if offered and from_epoch_minute(start) == starts_at:
            found[starts_at] = [_offer(place, start, terms.need) for place in offered]
    return found


def _is_offered(place: _Place, start: int, need: Need, search: Search) -> bool:
    if start in place.joined:
        return True
    if is_full(start, place.full):
        return False
    return find_placement(start, place.person, place.resource_groups, need, search) is not None


def _offer(place: _Place, start: int, need: Need, *, is_on_request: bool = False) -> OfferedSlot:
    return OfferedSlot(
        from_epoch_minute(start),
        from_epoch_minute(start + need.duration_minutes),
        place.practitioner_id,
        place.location_id,
        place.person.schedule.zone,
        is_on_request,
    )


async def _places(
    terms: Terms,
    search: Search,
    wanted: SlotSearch,
    now: datetime,
    moving: UUID | None = None,
    vacated: Collection[Interval] = (),
    calendars: Calendars = Calendars.KNOWN,
) -> list[_Place]:
    posts = await posts_of(terms, wanted, now=now, calendars=calendars)
    if not posts:
        return []
    subjects = {post.practitioner_id for post in posts}
    subjects |= {room for post in posts for members in post.groups for room in members}
    left = await vacated_by(terms.clinic_id, [moving] if moving else [])
    busy = await _busy(terms.clinic_id, subjects, search, now, replace(left, times=left.times.union(vacated)))
    counted = left if wanted.beside is None else await uncounted(terms.clinic_id, wanted.beside)
    engagements = await engagements_of(terms, posts, search, now, vacated=counted)
    groups = await read_together(terms, search, left)
    return [
        _place(post, busy, forbidden(terms, post, engagements), joinable(groups, post, terms, search, now))
        for post in posts
    ]


def _place(
    post: Post,
    busy: Mapping[UUID, list[Interval]],
    forbids: tuple[Sequence[Interval], Sequence[Interval]],
    joined: Sequence[int],
) -> _Place:
    full, ways = forbids
    groups = tuple(
        tuple(Subject(post.schedule_of(room), busy.get(room, [])) for room in members) for members in post.groups
    )
    person = Subject(post.schedule, [*busy.get(post.practitioner_id, []), *ways])
    return _Place(post.practitioner_id, post.location_id, person, groups, full, joined)


async def _busy(
    clinic_id: UUID, subjects: Iterable[UUID], search: Search, now: datetime, vacated: Vacated
) -> dict[UUID, list[Interval]]:
    """Everything that takes a subject's time: bookings, holds that still stand, and external calendars."""
    busy: dict[UUID, list[Interval]] = defaultdict(list)
    margin = 24 * 60  # a buffer can reach into the search from outside
    wanted = sorted(subjects)
    values = [clinic_id, search.latest + margin, search.earliest - margin, now, *wanted]
    for row in await fetch(BUSY.format(subjects=numbered(len(wanted), since=5)), values):
        interval = row["starts_minute"], row["ends_minute"]
        is_own_event = row["is_external"] and interval in vacated.times
        if not is_own_event and not vacated.has(row["booking_id"], row["group_id"]):
            busy[uuid_of(row["subject_id"])].append(interval)
    return busy
