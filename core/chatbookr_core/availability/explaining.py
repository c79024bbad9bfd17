"""Tells staff why a time is not offered; of other calendars' events it reads times alone, never what they are about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.engaged import engagements_of, forbidden
from chatbookr_core.availability.hours import always_open
from chatbookr_core.availability.noted import mark_now, notes_since
from chatbookr_core.availability.offering import Calendars, Post, SlotSearch, Terms, posts_of, terms_of, window_of
from chatbookr_core.availability.reasons import Circumstances, Reason, Taken, reasons_against
from chatbookr_core.availability.slots import Search, Subject
from chatbookr_core.availability.taken import MARGIN_MINUTES
from chatbookr_core.availability.together import full_at, joinable, read_together
from chatbookr_core.availability.zones import Interval
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.errors import NotFound

TAKEN = """
SELECT allocation.subject_id, allocation.starts_minute, allocation.ends_minute,
    CASE WHEN allocation.hold_id IS NULL THEN 'booking' ELSE 'hold' END AS what,
    COALESCE(booking.starts_at, hold.starts_at, together.starts_at) AS starts_at,
    COALESCE(booking.ends_at, hold.ends_at, together.ends_at) AS ends_at
FROM allocation LEFT JOIN hold ON hold.id = allocation.hold_id AND hold.clinic_id = allocation.clinic_id
LEFT JOIN booking ON booking.id = allocation.booking_id AND booking.clinic_id = allocation.clinic_id
LEFT JOIN group_appointment AS together ON together.id = allocation.group_id
    AND together.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.subject_id IN ({subjects}) AND allocation.is_active
    AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND (allocation.booking_id IS NOT NULL OR allocation.group_id IS NOT NULL OR hold.expires_at > $4)
UNION ALL
SELECT practitioner_id, starts_minute, ends_minute, 'external_busy', NULL, NULL FROM external_busy
WHERE clinic_id = $1 AND practitioner_id IN ({subjects}) AND starts_minute < $2 AND ends_minute > $3
ORDER BY 4
"""


async def reasons_for(clinic_id: UUID, wanted: SlotSearch, starts_at: datetime, *, now: datetime) -> list[Reason]:
    """List why a start is not offered at the practitioner and place wanted; none where it is.

    Raises NotFound where they do not give the service there.
    """
    terms = (await terms_of(clinic_id, wanted.service_id)).lasting(wanted)
    here = SlotSearch(wanted.service_id, wanted.practitioner_id, wanted.location_id)
    posts = await posts_of(terms, here, now=now, is_complete=False, calendars=Calendars.ALL)
    if not posts:
        raise NotFound(field="practitioner_id")
    start, post = epoch_minute(starts_at), posts[0]
    around = Search(start - MARGIN_MINUTES, start + terms.need.duration_minutes + MARGIN_MINUTES)
    notes = await notes_since(await mark_now(), clinic_id, trusted_since=now - terms.calendar_freshness)
    known = Circumstances(
        post.schedule,
        terms.need,
        window_of(terms, SlotSearch(wanted.service_id), now),
        is_trusted=post.practitioner_id not in notes.untrusted,
    )
    groups, joined = await read_together(terms, around), replace(known, schedule=always_open(post.schedule.zone))
    if start in joinable(groups, post, terms, around, now):
        return reasons_against(start, joined)
    if full := full_at(groups, post, terms, start, now):  # its own room, hours and event keep nobody from it
        spans = [(group.start, group.end) for group in full]
        return reasons_against(start, replace(joined, taken=[Taken(Reason.SEATS, span, span) for span in spans]))
    return reasons_against(start, await _in_full(known, terms, post, around, now))


async def _in_full(known: Circumstances, terms: Terms, post: Post, around: Search, now: datetime) -> Circumstances:
    """Read what stands in the way of an appointment that somebody would begin."""
    taken = await _taken(terms.clinic_id, post, around, now)
    full, ways = forbidden(terms, post, await engagements_of(terms, [post], around, now))
    own = taken.get(post.practitioner_id, [])
    return replace(known, taken=own, groups=_rooms(post, taken), full=full, ways=ways)


def _rooms(post: Post, taken: dict[UUID, list[Taken]]) -> list[list[Subject]]:
    return [
        [Subject(post.schedule_of(room), [one.block for one in taken.get(room, [])]) for room in members]
        for members in post.groups
    ]


async def _taken(clinic_id: UUID, post: Post, around: Search, now: datetime) -> dict[UUID, list[Taken]]:
    subjects: Sequence[UUID] = [post.practitioner_id, *(room for members in post.groups for room in members)]
    sql = TAKEN.format(subjects=numbered(len(subjects), since=5))
    found: dict[UUID, list[Taken]] = defaultdict(list)
    booked = set[tuple[UUID, Interval]]()
    for row in await fetch(sql, (clinic_id, around.latest, around.earliest, now, *subjects)):  # bookings come first
        whose, what = uuid_of(row["subject_id"]), Reason(row["what"])
        block = row["starts_minute"], row["ends_minute"]
        core = block
        if row["starts_at"] is not None:
            core = epoch_minute(instant_of(row["starts_at"])), epoch_minute(instant_of(row["ends_at"]))
            booked.add((whose, core))
        elif what is Reason.EXTERNAL_BUSY and (whose, block) in booked:
            continue  # a booking's own event
        found[whose].append(Taken(what, block, core))
    return found
