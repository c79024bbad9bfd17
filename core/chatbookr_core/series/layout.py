"""Lays a series out: where it is, in which local time, and when each of its appointments would be."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, find_each, find_slot
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.series.rules import REACH, occurrences
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at

PLACES = """
SELECT DISTINCT location.id, location.zone FROM service_practitioner
JOIN service ON service.clinic_id = service_practitioner.clinic_id AND service.id = service_practitioner.service_id
    AND service.is_active
JOIN working_hours ON working_hours.clinic_id = service_practitioner.clinic_id
    AND working_hours.practitioner_id = service_practitioner.practitioner_id
JOIN location ON location.clinic_id = working_hours.clinic_id AND location.id = working_hours.location_id
    AND location.is_active
WHERE service_practitioner.clinic_id = $1 AND service_practitioner.service_id = $2
    AND service_practitioner.practitioner_id = $3 ORDER BY location.id
"""
ASIDE = timedelta(days=28)
"""How far from a time that is not to be had others are looked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a series is to be: a service with one practitioner, from an instant (aware) on, by a recurrence (RFC 5545).

    Without a place it is where the practitioner gives the service, if that is one place; without a duration it takes
    the usual one.
    """

    clinic_id: UUID
    service_id: UUID
    practitioner_id: UUID
    starts_at: datetime
    recurrence: str
    location_id: UUID | None = None
    duration_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a series is, in which zone, and the instants (UTC) of its appointments in order."""

    wish: Wish
    location_id: UUID
    zone: str
    starts: tuple[datetime, ...]

    def search_at(self, starts_at: datetime) -> SlotSearch:
        """Ask for what may be booked from a start on: only the first is bound by the clinic's horizon."""
        wish = self.wish
        return SlotSearch(
            wish.service_id,
            wish.practitioner_id,
            self.location_id,
            starts_at,
            None,
            wish.duration_minutes,
            beyond=REACH if starts_at > self.starts[0] else timedelta(0),
        )

    def search_around(self, starts: Collection[datetime]) -> SlotSearch:
        """Ask for what may be booked instead of some of its starts."""
        search = self.search_at(min(starts))
        return replace(search, earliest=min(starts) - ASIDE, latest=max(starts) + ASIDE, beyond=REACH)


async def lay_out(actor: Actor, wish: Wish) -> Layout:
    """Lay a series out. Raises NotFound, also for what is out of the actor's reach, and InvalidInput."""
    rows = await fetch(PLACES, (wish.clinic_id, wish.service_id, wish.practitioner_id))
    places = {uuid_of(row["id"]): str(row["zone"]) for row in rows}
    places = {key: zone for key, zone in places.items() if is_at(actor, key)}
    if not places or not is_with(actor, wish.clinic_id, wish.practitioner_id):
        raise NotFound(field="practitioner_id")
    where = wish.location_id
    if where is None:
        if len(places) > 1:
            raise InvalidInput("They give the service at several places: say where.", field="locationId")
        where = next(iter(places))
    if where not in places:
        raise NotFound(field="location_id")
    starts = occurrences(wish.recurrence, wish.starts_at, places[where])
    return Layout(wish, where, places[where], tuple(starts))


async def offered_of(layout: Layout, starts: Collection[datetime], *, now: datetime) -> dict[datetime, OfferedSlot]:
    """Say which starts are offered; the first of the series within the clinic's horizon, others beyond it too."""
    first, clinic_id = layout.starts[0], layout.wish.clinic_id
    later = sorted(start for start in starts if start > first)
    found: dict[datetime, OfferedSlot] = {}
    if later:
        found = await find_each(clinic_id, layout.search_at(later[0]), later, now=now)
    for start in sorted(start for start in starts if start <= first):
        slot = await find_slot(clinic_id, layout.search_at(start), start, now=now)
        if slot is not None:
            found[start] = slot
    return found
