"""Reads the group appointments of a service in which somebody has a seat: they are offered while one is free."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.offering import Post, Terms
from chatbookr_core.availability.slots import Search
from chatbookr_core.availability.vacated import NOTHING_VACATED, Vacated
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import fetch, instant_of, uuid_of

SEATS = """
SELECT together.id, together.practitioner_id, together.location_id, together.starts_at, together.ends_at,
    together.seats, seat.id AS seat, seat.booking_id, hold.expires_at
FROM group_appointment AS together
JOIN allocation AS own ON own.group_id = together.id AND own.clinic_id = together.clinic_id AND own.is_active
    AND own.subject_id = together.practitioner_id
LEFT JOIN allocation AS seat ON seat.group_id = together.id AND seat.clinic_id = together.clinic_id AND seat.is_active
    AND (seat.booking_id IS NOT NULL OR seat.hold_id IS NOT NULL)
LEFT JOIN hold ON hold.id = seat.hold_id AND hold.clinic_id = seat.clinic_id
WHERE together.clinic_id = $1 AND together.service_id = $2 AND together.starts_at >= $3 AND together.starts_at < $4
ORDER BY together.starts_at, together.id
"""


@dataclass(slots=True)
class Together:
    """One group appointment: with whom, where, when (epoch minutes), and the seats that are taken."""

    practitioner_id: UUID
    location_id: UUID
    start: int
    end: int
    seats: int
    booked: int = 0
    held_until: list[datetime] = field(default_factory=list)

    def has_seat(self, now: datetime) -> bool:
        """Tell whether a seat is free at `now`."""
        return self.seats > self.booked + sum(until > now for until in self.held_until)


async def read_together(terms: Terms, span: Search, vacated: Vacated = NOTHING_VACATED) -> list[Together]:
    """Read the group appointments of a service that start within a span; none, and no statement, without seats.

    A seat that is vacated is free.
    """
    if terms.seats < 2:
        return []
    since, until = from_epoch_minute(span.earliest), from_epoch_minute(span.latest)
    found: dict[UUID, Together] = {}
    for row in await fetch(SEATS, (terms.clinic_id, terms.bounds.service_id, since, until)):
        start, end = epoch_minute(instant_of(row["starts_at"])), epoch_minute(instant_of(row["ends_at"]))
        who, where = uuid_of(row["practitioner_id"]), uuid_of(row["location_id"])
        group = found.setdefault(uuid_of(row["id"]), Together(who, where, start, end, row["seats"]))
        if row["booking_id"] is not None:
            group.booked += not vacated.has(row["booking_id"], None)
        elif row["expires_at"] is not None:
            group.held_until.append(instant_of(row["expires_at"]))
    return list(found.values())


def joinable(groups: Iterable[Together], post: Post, terms: Terms, search: Search, now: datetime) -> list[int]:
    """List when somebody can join a practitioner's group appointments at a place, within a search, in order.

    They are where they were begun, on the grid of today or not: their seats are free.
    """
    return sorted(
        group.start
        for group in groups
        if _is_asked_for(group, post, terms)
        and search.earliest <= group.start
        and group.end <= search.latest
        and group.has_seat(now)
    )


def standing_at(groups: Iterable[Together], post: Post, terms: Terms, start: int) -> list[Together]:
    """List the group appointments that start then and are of what is asked for: one, or none."""
    return [group for group in groups if group.start == start and _is_asked_for(group, post, terms)]


def _is_asked_for(group: Together, post: Post, terms: Terms) -> bool:
    is_there = (group.practitioner_id, group.location_id) == (post.practitioner_id, post.location_id)
    return is_there and group.end - group.start == terms.need.duration_minutes
