"""Reads the bookings and holds that limits and ways between places are reckoned from; only where there are any."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.engagements import WEEK_DAYS, Bounds, Engagement, full_for, ways_of
from chatbookr_core.availability.offering import Post, Terms
from chatbookr_core.availability.slots import Search
from chatbookr_core.availability.vacated import NOTHING_VACATED, Vacated
from chatbookr_core.availability.zones import DAY_MINUTES, Interval
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import Dialect, current_database, fetch, instant_of, numbered, uuid_of

MARGIN_MINUTES = (WEEK_DAYS + 1) * DAY_MINUTES
"""A week that a search begins in the middle of counts as a whole."""
LONGEST_MINUTES = 2 * DAY_MINUTES
"""No block is longer, buffers included: what began before is over."""
PEOPLE = "(SELECT id FROM practitioner WHERE clinic_id = $1{only}) AS person"
TIMES = f"""taken.clinic_id = $1 AND taken.subject_id = person.id AND taken.is_active
    AND taken.starts_minute > $3 - {LONGEST_MINUTES} AND taken.starts_minute < $2 AND taken.ends_minute > $3"""
TAKEN = {
    "postgres": f"{PEOPLE} CROSS JOIN LATERAL (SELECT * FROM allocation AS taken WHERE {TIMES} OFFSET 0) AS taken",  # noqa: S608  # constants
    "sqlite": f"{PEOPLE} CROSS JOIN allocation AS taken ON {TIMES}",
}
"""Each practitioner's times are looked for by themselves and from where they can matter, not through all there are."""
ENGAGED = """
SELECT taken.booking_id, taken.group_id, taken.subject_id AS practitioner_id, taken.starts_minute,
    taken.ends_minute, hold.expires_at,
    COALESCE(booking.service_id, hold.service_id, together.service_id) AS service_id,
    COALESCE(booking.location_id, hold.location_id, together.location_id) AS location_id,
    COALESCE(booking.starts_at, hold.starts_at, together.starts_at) AS starts_at
FROM {taken}
LEFT JOIN booking ON booking.id = taken.booking_id AND booking.clinic_id = taken.clinic_id
LEFT JOIN hold ON hold.id = taken.hold_id AND hold.clinic_id = taken.clinic_id AND taken.booking_id IS NULL
    AND hold.state = 'held' AND hold.expires_at > $4
LEFT JOIN group_appointment AS together ON together.id = taken.group_id AND together.clinic_id = taken.clinic_id
    AND taken.booking_id IS NULL AND taken.hold_id IS NULL
WHERE COALESCE(booking.practitioner_id, hold.practitioner_id, together.practitioner_id) = taken.subject_id{of_service}
"""
"""A group appointment counts once, however many seats are taken."""


BOUNDS = """
SELECT 1 FROM clinic WHERE id = $1 AND travel_minutes > 0
UNION ALL SELECT 1 FROM service
WHERE clinic_id = $1 AND (bookings_per_day IS NOT NULL OR bookings_per_week IS NOT NULL)
UNION ALL SELECT 1 FROM practitioner
WHERE clinic_id = $1 AND (bookings_per_day IS NOT NULL OR bookings_per_week IS NOT NULL)
LIMIT 1
"""


async def is_anything_bounded(clinic_id: UUID) -> bool:
    """Tell whether a clinic limits anything, or any way takes time: else bookings matter by their own time alone."""
    return bool(await fetch(BOUNDS, (clinic_id,)))


def bounded(terms: Terms, posts: Collection[Post]) -> list[UUID]:
    """Name the practitioners whose bookings matter beyond their own time."""
    return sorted({post.practitioner_id for post in posts if post.limits or terms.bounds.travel_minutes})


def is_bounded(terms: Terms, posts: Collection[Post]) -> bool:
    """Tell whether anything of a service is limited, or takes a way: whether there is anything to read."""
    return bool(terms.bounds.service or bounded(terms, posts))


def engaged_sql(dialect: Dialect, people: int, *, of_service: bool) -> str:
    """Write the statement that reads what so many practitioners have: and, of a service, what everybody has of it."""
    listed = numbered(people, since=5)
    only = "" if of_service else f" AND id IN ({listed})"
    own = f"taken.subject_id IN ({listed}) OR " if people else ""
    service = "COALESCE(booking.service_id, hold.service_id, together.service_id)"
    counted = f"\n    AND ({own}{service} = ${5 + people})" if of_service else ""
    return ENGAGED.format(taken=TAKEN[dialect].replace("{only}", only), of_service=counted)


async def engagements_of(
    terms: Terms, posts: Collection[Post], span: Search, now: datetime, *, vacated: Vacated = NOTHING_VACATED
) -> list[Engagement]:
    """Read the bookings and the holds that stand at `now`, but for what is vacated; nothing where none matter."""
    practitioners = bounded(terms, posts)
    limited = [post.practitioner_id for post in posts if post.limits]
    has_limits = bool(limited)
    return await read_engagements(terms.clinic_id, terms.bounds, practitioners, has_limits, span, now, vacated=vacated)


async def read_engagements(
    clinic_id: UUID,
    bounds: Bounds,
    practitioners: Sequence[UUID],
    has_limits: bool,
    span: Search,
    now: datetime,
    *,
    vacated: Vacated = NOTHING_VACATED,
) -> list[Engagement]:
    """Read what practitioners have, and where it is limited what there is of the service, as far as it can matter.

    That is the weeks that a span touches where anything is counted, else the way to another place.
    """
    is_counted = bool(bounds.service)
    if not practitioners and not is_counted:
        return []
    margin = MARGIN_MINUTES if is_counted or has_limits else LONGEST_MINUTES + bounds.travel_minutes
    sql = engaged_sql(current_database().dialect, len(practitioners), of_service=is_counted)
    values = [clinic_id, span.latest + margin, span.earliest - margin, now, *practitioners]
    return [
        Engagement(
            uuid_of(row["practitioner_id"]),
            uuid_of(row["service_id"]),
            uuid_of(row["location_id"]),
            epoch_minute(instant_of(row["starts_at"])),
            (row["starts_minute"], row["ends_minute"]),
            instant_of(row["expires_at"]) if row["expires_at"] is not None else None,
            uuid_of(row["booking_id"]) if row["booking_id"] is not None else None,
            uuid_of(row["group_id"]) if row["group_id"] is not None else None,
        )
        for row in await fetch(sql, [*values, bounds.service_id] if is_counted else values)
        if not vacated.has(row["booking_id"], row["group_id"])
    ]


def forbidden(terms: Terms, post: Post, engagements: Sequence[Engagement]) -> tuple[list[Interval], list[Interval]]:
    """Give the stretches in which nothing may start for a post, and the blocks it is on its way in."""
    full = full_for(post.practitioner_id, post.limits, terms.bounds, engagements)
    return full, ways_of(post.practitioner_id, post.location_id, terms.bounds, engagements)
