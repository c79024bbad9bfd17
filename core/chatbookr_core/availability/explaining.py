"""Tells staff why a time is not offered; of other calendars' events it reads times alone, never what they are about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.engaged import engagements_of, forbidden
from chatbookr_core.availability.engagements import Engagement
from chatbookr_core.availability.hours import always_open
from chatbookr_core.availability.noted import mark_now, notes_since
from chatbookr_core.availability.offering import Calendars, Post, SlotSearch, Terms, posts_of, terms_of, window_of
from chatbookr_core.availability.reasons import Circumstances, Reason, Taken, reasons_against
from chatbookr_core.availability.remembered import ForWhom
from chatbookr_core.availability.slots import Search, Subject
from chatbookr_core.availability.taken import MARGIN_MINUTES
from chatbookr_core.availability.together import Together, read_together, standing_at
from chatbookr_core.availability.vacated import Vacated, uncounted, vacated_by
from chatbookr_core.availability.zones import Interval
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.errors import NotFound

TAKEN = """
SELECT allocation.subject_id, allocation.starts_minute, allocation.ends_minute,
    CASE WHEN allocation.hold_id IS NULL THEN 'booking' ELSE 'hold' END AS what,
    COALESCE(booking.starts_at, hold.starts_at, together.starts_at) AS starts_at,
    COALESCE(booking.ends_at, hold.ends_at, together.ends_at) AS ends_at, allocation.booking_id, allocation.group_id
FROM allocation LEFT JOIN hold ON hold.id = allocation.hold_id AND hold.clinic_id = allocation.clinic_id
LEFT JOIN booking ON booking.id = allocation.booking_id AND booking.clinic_id = allocation.clinic_id
LEFT JOIN group_appointment AS together ON together.id = allocation.group_id
    AND together.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.subject_id IN ({subjects}) AND allocation.is_active
    AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND (allocation.booking_id IS NOT NULL OR allocation.group_id IS NOT NULL OR hold.expires_at > $4)
UNION ALL
SELECT practitioner_id, starts_minute, ends_minute, 'external_busy', NULL, NULL, NULL, NULL FROM external_busy
WHERE clinic_id = $1 AND practitioner_id IN ({subjects}) AND starts_minute < $2 AND ends_minute > $3
ORDER BY 4
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once of all who are asked for, around all the times that are asked about."""

    terms: Terms
    posts: Sequence[Post]
    around: Search
    now: datetime
    untrusted: Collection[UUID]
    groups: Sequence[Together]
    engagements: Sequence[Engagement]
    taken: Mapping[UUID, Sequence[Taken]]


async def reasons_for(
    clinic_id: UUID, wanted: SlotSearch, starts_at: datetime, *, now: datetime, moving: Collection[UUID] = ()
) -> list[Reason]:
    """List why a start is not offered at the practitioner and place wanted; none where it is.

    The bookings `moving` stand in nobody's way. Raises NotFound where they do not give the service there.
    """
    known = await _read(clinic_id, wanted, [starts_at], now=now, moving=moving)
    if not known.posts:
        raise NotFound(field="practitioner_id")
    return _reasons(known, known.posts[0], starts_at)


async def reasons_for_each(
    clinic_id: UUID,
    wanted: SlotSearch,
    starts: Collection[datetime],
    *,
    now: datetime,
    is_for: ForWhom,
    moving: Collection[UUID] = (),
) -> dict[datetime, list[Reason]]:
    """List by start why it is not offered with those wanted whom `is_for` says yes to; none where it is, with anybody.

    Where several are wanted it is every reason that stands in the way of one of them. The bookings `moving` stand in
    nobody's. It takes as many statements for many starts as for one. Raises NotFound.
    """
    known = await _read(clinic_id, wanted, starts, now=now, moving=moving)
    posts = [post for post in known.posts if is_for(post.practitioner_id, post.location_id)]
    found: dict[datetime, list[Reason]] = {}
    for start in starts:
        each = [_reasons(known, post, start) for post in posts]
        found[start] = [one for one in Reason if any(one in reasons for reasons in each)] if all(each) else []
    return found


async def _read(
    clinic_id: UUID,
    wanted: SlotSearch,
    starts: Collection[datetime],
    *,
    now: datetime,
    moving: Collection[UUID] = (),
) -> _Known:
    terms = (await terms_of(clinic_id, wanted.service_id)).lasting(wanted, now)
    here = SlotSearch(wanted.service_id, wanted.practitioner_id, wanted.location_id, kept_by=wanted.kept_by)
    minutes = [epoch_minute(start) for start in starts]
    latest = max(minutes) + terms.need.duration_minutes
    around = Search(min(minutes) - MARGIN_MINUTES, latest + MARGIN_MINUTES)
    days = from_epoch_minute(around.earliest).date(), from_epoch_minute(around.latest).date()
    posts = await posts_of(terms, here, now=now, is_complete=False, calendars=Calendars.ALL, days=days)
    notes = await notes_since(await mark_now(), clinic_id, trusted_since=now - terms.calendar_freshness)
    vacated = await vacated_by(clinic_id, moving)
    groups = await read_together(terms, around, vacated)
    counted = vacated if wanted.beside is None else await uncounted(clinic_id, wanted.beside)
    engagements = await engagements_of(terms, posts, around, now, vacated=counted)
    taken = await _taken(clinic_id, posts, around, now, vacated)
    return _Known(terms, posts, around, now, notes.untrusted, groups, engagements, taken)


def _reasons(known: _Known, post: Post, starts_at: datetime) -> list[Reason]:
    terms, now, start = known.terms, known.now, epoch_minute(starts_at)
    alone = Circumstances(
        post.schedule,
        terms.need,
        window_of(terms, SlotSearch(terms.bounds.service_id), now),
        is_trusted=post.practitioner_id not in known.untrusted,
    )
    unserved = [()] if not all(post.groups) else []  # the place has nothing of a kind: it gives the service no more
    where_it_is = replace(terms.need, step_minutes=1)
    joined = replace(alone, schedule=always_open(post.schedule.zone), need=where_it_is, groups=unserved)
    there = standing_at(known.groups, post, terms, start)  # its own room, hours, event and grid keep nobody from it
    if there:
        full = [(group.start, group.end) for group in there if not group.has_seat(now)]
        joined = replace(joined, taken=[Taken(Reason.SEATS, span, span) for span in full])
        return _to_the_minute(starts_at, reasons_against(start, joined))
    return _to_the_minute(starts_at, reasons_against(start, _in_full(alone, known, post)))


def _to_the_minute(starts_at: datetime, reasons: list[Reason]) -> list[Reason]:
    """Add that nothing begins between two minutes."""
    if from_epoch_minute(epoch_minute(starts_at)) == starts_at:
        return reasons
    return [one for one in Reason if one is Reason.GRID or one in reasons]


def _in_full(alone: Circumstances, known: _Known, post: Post) -> Circumstances:
    """Add what stands in the way of an appointment that somebody would begin."""
    full, ways = forbidden(known.terms, post, known.engagements)
    own = known.taken.get(post.practitioner_id, [])
    return replace(alone, taken=own, groups=_rooms(post, known.taken), full=full, ways=ways)


def _rooms(post: Post, taken: Mapping[UUID, Sequence[Taken]]) -> list[list[Subject]]:
    return [
        [Subject(post.schedule_of(room), [one.block for one in taken.get(room, [])]) for room in members]
        for members in post.groups
    ]


async def _taken(
    clinic_id: UUID, posts: Sequence[Post], around: Search, now: datetime, vacated: Vacated
) -> dict[UUID, list[Taken]]:
    people = {post.practitioner_id for post in posts}
    subjects = sorted(people | {room for post in posts for members in post.groups for room in members})
    found: dict[UUID, list[Taken]] = defaultdict(list)
    if not subjects:
        return found
    sql = TAKEN.format(subjects=numbered(len(subjects), since=5))
    booked = set[tuple[UUID, Interval]]()
    for row in await fetch(sql, (clinic_id, around.latest, around.earliest, now, *subjects)):  # bookings come first
        whose, what = uuid_of(row["subject_id"]), Reason(row["what"])
        block = row["starts_minute"], row["ends_minute"]
        core = block
        if vacated.has(row["booking_id"], row["group_id"]):
            continue
        if row["starts_at"] is not None:
            core = epoch_minute(instant_of(row["starts_at"])), epoch_minute(instant_of(row["ends_at"]))
            booked.add((whose, core))
        elif what is Reason.EXTERNAL_BUSY and ((whose, block) in booked or block in vacated.times):
            continue  # a booking's own event
        found[whose].append(Taken(what, block, core))
    return found
