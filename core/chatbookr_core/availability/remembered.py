"""Remembers what free times are made of, clinic by clinic, and never answers from what is not so any more.

Each search begins by asking the database what was noted in `slot_change` since the last one: notes are written by
triggers, in the transaction of the change, by whichever process. On PostgreSQL it asks for those of transactions that
its last snapshot did not see, so that one that began before and committed after is not missed. What a note names is
forgotten: a subject's time alone, or how the clinic works with all that follows from it. Time passing (holds that run
out, calendars that are not read any more) is looked at with each search. Within a transaction nothing is remembered:
what it has written itself may never be committed.
"""

from array import array
from asyncio import Lock
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID
from weakref import WeakKeyDictionary

from chatbookr_core.availability.bits import Grid, bits_of, blocked_bits, free_bits, grid_of
from chatbookr_core.availability.columns import MANY_INTERVALS, free_bits_of_many
from chatbookr_core.availability.engaged import engagements_of, forbidden, is_bounded
from chatbookr_core.availability.engagements import Engagement
from chatbookr_core.availability.free_times import FreeTimes, Offer
from chatbookr_core.availability.hours import Schedule
from chatbookr_core.availability.noted import Mark, Notes, mark_now, notes_since
from chatbookr_core.availability.offering import Calendars, Post, SlotSearch, Terms, posts_of, terms_of, window_of
from chatbookr_core.availability.slots import Search, Subject, on_grid
from chatbookr_core.availability.taken import Held, holds_of, taken_by
from chatbookr_core.availability.together import Together, joinable, read_together
from chatbookr_core.availability.vacated import NOTHING_VACATED, Vacated, uncounted
from chatbookr_core.availability.zones import DAY_MINUTES, minute_of
from chatbookr_core.db import Database, current_database, is_in_transaction
from chatbookr_core.scope import current_scope

ForWhom = Callable[[UUID, UUID], bool]
"""Whether a practitioner (first id) at a place (second) is to be offered to whoever asks."""
CLINICS_REMEMBERED = 200
SPAN_SPARE_DAYS = 2


@dataclass(slots=True)
class _Clinic:
    """What is known of one clinic as of `mark`, over `span`."""

    lock: Lock = field(default_factory=Lock)
    mark: Mark | None = None
    day: int | None = None
    span: Search | None = None
    offered: dict[UUID, tuple[Terms, list[Post]]] = field(default_factory=dict)
    taken: dict[UUID, "array[int]"] = field(default_factory=dict)
    held: dict[UUID, list[Held]] = field(default_factory=dict)
    bits: dict[UUID, dict[tuple[UUID, int, UUID], int]] = field(default_factory=dict)
    """By subject, then by service, its minutes and place."""
    engaged: dict[UUID, list[Engagement]] = field(default_factory=dict)
    """By service: what its limits and ways are reckoned from; any change of anybody's time may be one of these."""
    together: dict[UUID, list[Together]] = field(default_factory=dict)
    """By service: the group appointments there are, of which the same holds."""

    def forget_all(self) -> None:
        self.offered.clear()
        self.taken.clear()
        self.held.clear()
        self.bits.clear()
        self.forget_bookings()

    def forget_bookings(self) -> None:
        self.engaged.clear()
        self.together.clear()

    def forget(self, notes: Notes) -> None:
        """Drop what the notes name."""
        self.mark = notes.mark
        if notes.is_lost:
            self.forget_all()
        elif None in notes.changed:
            self.offered.clear()
            self.bits.clear()
        if notes.changed:
            self.forget_bookings()
        for subject_id in notes.changed:
            if subject_id is not None:
                self.taken.pop(subject_id, None)
                self.bits.pop(subject_id, None)


_memory: WeakKeyDictionary[Database, OrderedDict[UUID, _Clinic]] = WeakKeyDictionary()


def for_everybody(practitioner_id: UUID, location_id: UUID) -> bool:
    """Say yes to all."""
    return True


def is_remembering(clinic_id: UUID) -> bool:
    """Tell whether a search may use what is remembered: outside of a transaction, and of a clinic within the scope."""
    return not is_in_transaction() and current_scope().has({clinic_id})


async def remembered(
    clinic_id: UUID, wanted: SlotSearch, *, now: datetime, is_for: ForWhom = for_everybody
) -> Offer | None:
    """Find what can be offered; None where it is not remembered: further than the clinic's horizon, or with whoever
    keeps a booking of what they do not give any more.

    Raises NotFound; the caller has asked `is_remembering`.
    """
    clinic = _clinic(clinic_id)
    async with clinic.lock:
        known_terms, posts, untrusted = await _caught_up(clinic, clinic_id, wanted.service_id, now)
        terms = known_terms.lasting(wanted, now)
        if terms.horizon > known_terms.horizon or _keeps_what_is_not_given(wanted, posts):
            return None
        search = window_of(terms, wanted, now)
        if search.earliest >= search.latest:
            return Offer(terms.need, search, ())
        posts = [post for post in posts if _is_wanted(post, wanted, is_for)]
        known = [post for post in posts if post.practitioner_id not in untrusted]
        span = _keep_span(clinic, terms, now)
        await _load(clinic, terms, known, span, now)
        look = partial(_times, clinic, terms, span=span, now=now, left=await _left(wanted, terms, posts))
        offer = Offer(terms.need, search, look(known, search))
        if not wanted.or_on_request or len(known) == len(posts) or any(offer.times):
            return offer
        always = window_of(terms, wanted.at_any_time, now)
        if any(look(known, always)):
            return offer
        others = [post for post in posts if post.practitioner_id in untrusted]
        await _load(clinic, terms, others, span, now)
        return Offer(terms.need, search, look(others, search), is_on_request=True)


async def _left(wanted: SlotSearch, terms: Terms, posts: Sequence[Post]) -> Vacated:
    """Say what is none of those that are enough; nothing is read where nothing is limited."""
    if wanted.beside is None or not is_bounded(terms, posts):
        return NOTHING_VACATED
    return await uncounted(terms.clinic_id, wanted.beside)


def _clinic(clinic_id: UUID) -> _Clinic:
    clinics = _memory.setdefault(current_database(), OrderedDict())
    found = clinics.setdefault(clinic_id, _Clinic())
    clinics.move_to_end(clinic_id)
    if len(clinics) > CLINICS_REMEMBERED:
        clinics.popitem(last=False)
    return found


async def _caught_up(
    clinic: _Clinic, clinic_id: UUID, service_id: UUID, now: datetime
) -> tuple[Terms, list[Post], Collection[UUID]]:
    """Forget what has changed, and read how the clinic works where that is not known (any more)."""
    if clinic.mark is None:
        clinic.mark = await mark_now()
    if clinic.day != (today := minute_of(now) // DAY_MINUTES):
        clinic.day = today  # what holds on a date is read from this day on
        clinic.offered.clear()
        clinic.bits.clear()
    while True:
        known = clinic.offered.get(service_id)
        if known is None:
            terms = await terms_of(clinic_id, service_id)
            posts = await posts_of(terms, SlotSearch(service_id), now=now, calendars=Calendars.ALL)
            known = clinic.offered[service_id] = (terms, posts)
        terms, posts = known
        notes = await notes_since(clinic.mark, clinic_id, trusted_since=now - terms.calendar_freshness)
        clinic.forget(notes)
        if clinic.offered.get(service_id) is known:
            return terms, posts, notes.untrusted


def _is_wanted(post: Post, wanted: SlotSearch, is_for: ForWhom) -> bool:
    if wanted.practitioner_id not in (None, post.practitioner_id) or wanted.location_id not in (None, post.location_id):
        return False
    return is_for(post.practitioner_id, post.location_id)


def _keeps_what_is_not_given(wanted: SlotSearch, posts: Sequence[Post]) -> bool:
    """Tell whether a booking that moves may stay with somebody who is offered to nobody new."""
    if wanted.kept_by is None or wanted.practitioner_id not in (None, wanted.kept_by):
        return False
    return wanted.kept_by not in {post.practitioner_id for post in posts}


def _keep_span(clinic: _Clinic, terms: Terms, now: datetime) -> Search:
    """Look from this day on (UTC), and as far as any search can: what was known of another span is forgotten."""
    today = minute_of(now) // DAY_MINUTES
    span = Search(today * DAY_MINUTES, (today + terms.horizon.days + SPAN_SPARE_DAYS) * DAY_MINUTES)
    if clinic.span != span:
        clinic.span = span
        clinic.taken.clear()
        clinic.bits.clear()
        clinic.forget_bookings()
    return span


async def _load(clinic: _Clinic, terms: Terms, posts: Sequence[Post], span: Search, now: datetime) -> None:
    subjects = {post.practitioner_id for post in posts}
    subjects |= {room for post in posts for members in post.groups for room in members}
    unknown = sorted(subjects - clinic.taken.keys())
    if unknown:
        held = await holds_of(terms.clinic_id, unknown, now)
        clinic.taken.update(await taken_by(terms.clinic_id, unknown, span))
        for subject_id in unknown:
            clinic.held.pop(subject_id, None)
        clinic.held.update(held)
    service_id = terms.bounds.service_id
    if service_id not in clinic.engaged and is_bounded(terms, posts):
        known = clinic.offered[service_id][1]
        clinic.engaged[service_id] = await engagements_of(terms, known, span, now)
    if terms.seats > 1 and service_id not in clinic.together:
        clinic.together[service_id] = await read_together(terms, span)


def _times(
    clinic: _Clinic,
    terms: Terms,
    posts: Sequence[Post],
    search: Search,
    *,
    span: Search,
    now: datetime,
    left: Vacated,
) -> list[FreeTimes]:
    by_zone: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_zone[post.schedule.zone].append(post)
    times: list[FreeTimes] = []
    for zone, here in by_zone.items():
        asked = _Asked(clinic, terms, grid_of(zone, terms.need.step_minutes, span), now, left)
        window = asked.grid.window(search.earliest, search.latest - terms.need.duration_minutes)
        _sweep_many(asked, here)
        for post in here:
            joined, apart = _joined(asked, post)
            bits = (_free(asked, post) & ~_beyond_bounds(asked, post) | joined) & window
            last_start = search.latest - terms.need.duration_minutes
            beside = tuple(start for start in apart if search.earliest <= start <= last_start)
            times.append(FreeTimes(post.practitioner_id, post.location_id, zone, asked.grid, bits, beside))
    return times


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search in one zone."""

    clinic: _Clinic
    terms: Terms
    grid: Grid
    now: datetime
    left: Vacated

    def key(self, location_id: UUID) -> tuple[UUID, int, UUID]:
        """Name what is remembered of a subject for this search at a place."""
        return self.terms.bounds.service_id, self.terms.need.duration_minutes, location_id


def _free(asked: _Asked, post: Post) -> int:
    """Mark when the practitioner and one of each group are free, holds that stand included."""
    bits = _of_subject(asked, post.practitioner_id, post.location_id, post.schedule)
    for members in post.groups:
        some = 0
        for room in members:
            some |= _of_subject(asked, room, post.location_id, post.schedule_of(room))
        bits &= some
    return bits


def _joined(asked: _Asked, post: Post) -> tuple[int, list[int]]:
    """Mark the group appointments of the practitioner in which a seat is free, and list those beside the grid."""
    groups = asked.clinic.together.get(asked.terms.bounds.service_id)
    if not groups:
        return 0, []
    starts = joinable(groups, post, asked.terms, asked.grid.span, asked.now)
    step = asked.terms.need.step_minutes
    placed = set(on_grid([(start, start) for start in starts], post.schedule.zone, step))
    bits = bits_of([(start, start) for start in starts if start in placed], asked.grid)
    return bits, [start for start in starts if start not in placed]


def _beyond_bounds(asked: _Asked, post: Post) -> int:
    """Mark when there were enough bookings already, or the practitioner would be on the way from another place."""
    engaged = asked.clinic.engaged.get(asked.terms.bounds.service_id, [])
    standing = [one for one in engaged if one.expires_at is None or one.expires_at > asked.now]
    standing = [one for one in standing if not asked.left.has(one.booking_id, one.group_id)]
    full, ways = forbidden(asked.terms, post, standing)
    bits = 0
    for start, end in full:
        bits |= asked.grid.window(start, end - 1)
    for way in ways:
        bits |= blocked_bits(way, asked.terms.need, asked.grid)
    return bits


def _of_subject(asked: _Asked, subject_id: UUID, location_id: UUID, schedule: Schedule) -> int:
    known, key = asked.clinic.bits.setdefault(subject_id, {}), asked.key(location_id)
    bits = known.get(key)
    if bits is None:
        taken = asked.clinic.taken[subject_id]
        busy = list(zip(taken[::2], taken[1::2], strict=True))
        bits = known[key] = free_bits(Subject(schedule, busy), asked.terms.need, asked.grid)
    for held in asked.clinic.held.get(subject_id, ()):
        if held.expires_at > asked.now:
            bits &= ~blocked_bits((held.starts_minute, held.ends_minute), asked.terms.need, asked.grid)
    return bits


def _sweep_many(asked: _Asked, posts: Sequence[Post]) -> None:
    """Lay out at once whoever is not known, where they are many."""
    clinic = asked.clinic
    unknown = [
        post for post in posts if asked.key(post.location_id) not in clinic.bits.setdefault(post.practitioner_id, {})
    ]
    taken = [clinic.taken[post.practitioner_id] for post in unknown]
    if asked.grid.mask is not None or sum(map(len, taken)) < 2 * MANY_INTERVALS:
        return
    found = free_bits_of_many([post.schedule for post in unknown], taken, asked.terms.need, asked.grid)
    for post, bits in zip(unknown, found, strict=True):
        clinic.bits[post.practitioner_id][asked.key(post.location_id)] = bits
