"""Reads the bookings and holds that limits and ways between places are reckoned from; only where there are any."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.engagements import WEEK_DAYS, Engagement, full_for, ways_of
from chatbookr_core.availability.offering import Post, Terms
from chatbookr_core.availability.slots import Search
from chatbookr_core.availability.zones import DAY_MINUTES, Interval
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of

MARGIN_MINUTES = (WEEK_DAYS + 1) * DAY_MINUTES
"""A week that a search begins in the middle of counts as a whole."""
ENGAGED = """
SELECT booking.id AS booking_id, booking.practitioner_id, booking.service_id, booking.location_id, booking.starts_at,
    allocation.starts_minute, allocation.ends_minute, NULL AS expires_at
FROM allocation JOIN booking ON booking.id = allocation.booking_id AND booking.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.is_active AND allocation.subject_id = booking.practitioner_id
    AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND (booking.service_id = $4 OR booking.practitioner_id IN ({practitioners}))
UNION ALL
SELECT NULL, hold.practitioner_id, hold.service_id, hold.location_id, hold.starts_at,
    allocation.starts_minute, allocation.ends_minute, hold.expires_at
FROM allocation JOIN hold ON hold.id = allocation.hold_id AND hold.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.is_active AND allocation.subject_id = hold.practitioner_id
    AND allocation.booking_id IS NULL AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND hold.state = 'held' AND hold.expires_at > $5
    AND (hold.service_id = $4 OR hold.practitioner_id IN ({practitioners}))
UNION ALL
SELECT NULL, together.practitioner_id, together.service_id, together.location_id, together.starts_at,
    allocation.starts_minute, allocation.ends_minute, NULL
FROM allocation JOIN group_appointment AS together ON together.id = allocation.group_id
    AND together.clinic_id = allocation.clinic_id
WHERE allocation.clinic_id = $1 AND allocation.is_active AND allocation.subject_id = together.practitioner_id
    AND allocation.starts_minute < $2 AND allocation.ends_minute > $3
    AND (together.service_id = $4 OR together.practitioner_id IN ({practitioners}))
"""
"""A group appointment counts once, however many seats are taken."""


def bounded(terms: Terms, posts: Collection[Post]) -> list[UUID]:
    """Name the practitioners whose bookings matter beyond their own time."""
    return sorted({post.practitioner_id for post in posts if post.limits or terms.bounds.travel_minutes})


def is_bounded(terms: Terms, posts: Collection[Post]) -> bool:
    """Tell whether anything of a service is limited, or takes a way: whether there is anything to read."""
    return bool(terms.bounds.service or bounded(terms, posts))


async def engagements_of(
    terms: Terms, posts: Collection[Post], span: Search, now: datetime, *, moving: UUID | None = None
) -> list[Engagement]:
    """Read the bookings and the holds that stand at `now`, but for the booking `moving`; nothing where none matter."""
    if not is_bounded(terms, posts):
        return []
    practitioners = bounded(terms, posts) or [terms.clinic_id]  # nobody has the clinic's id
    return await read_engagements(terms.clinic_id, terms.bounds.service_id, practitioners, span, now, moving=moving)


async def read_engagements(
    clinic_id: UUID,
    service_id: UUID,
    practitioners: Sequence[UUID],
    span: Search,
    now: datetime,
    *,
    moving: UUID | None = None,
) -> list[Engagement]:
    """Read what there is of a service and of practitioners in the weeks that a span touches."""
    values = (clinic_id, span.latest + MARGIN_MINUTES, span.earliest - MARGIN_MINUTES, service_id, now, *practitioners)
    rows = await fetch(ENGAGED.format(practitioners=numbered(len(practitioners), since=6)), values)
    return [
        Engagement(
            uuid_of(row["practitioner_id"]),
            uuid_of(row["service_id"]),
            uuid_of(row["location_id"]),
            epoch_minute(instant_of(row["starts_at"])),
            (row["starts_minute"], row["ends_minute"]),
            instant_of(row["expires_at"]) if row["expires_at"] is not None else None,
        )
        for row in rows
        if moving is None or row["booking_id"] is None or uuid_of(row["booking_id"]) != moving
    ]


def forbidden(terms: Terms, post: Post, engagements: Sequence[Engagement]) -> tuple[list[Interval], list[Interval]]:
    """Give the stretches in which nothing may start for a post, and the blocks it is on its way in."""
    full = full_for(post.practitioner_id, post.limits, terms.bounds, engagements)
    return full, ways_of(post.practitioner_id, post.location_id, terms.bounds, engagements)
