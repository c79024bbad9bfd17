"""Lays a series out: where it is, in which local time, who could give it, and when each appointment would be."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from chatbookr_core.availability.horizons import ASIDE
from chatbookr_core.availability.offering import terms_of
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, find_each, find_slots
from chatbookr_core.bookings.rules import REACH
from chatbookr_core.clinics.queries import practitioners_by_id
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Service
from chatbookr_core.reach import reach_in
from chatbookr_core.series.rules import occurrences
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at

PLACES = """
SELECT DISTINCT location.id, location.zone, practitioner.id AS practitioner_id FROM service_practitioner
JOIN service ON service.clinic_id = service_practitioner.clinic_id AND service.id = service_practitioner.service_id
    AND service.is_active
JOIN practitioner ON practitioner.clinic_id = service_practitioner.clinic_id
    AND practitioner.id = service_practitioner.practitioner_id AND practitioner.is_active
JOIN working_hours ON working_hours.clinic_id = service_practitioner.clinic_id
    AND working_hours.practitioner_id = service_practitioner.practitioner_id
JOIN location ON location.clinic_id = working_hours.clinic_id AND location.id = working_hours.location_id
    AND location.is_active
WHERE service_practitioner.clinic_id = $1 AND service_practitioner.service_id = $2
ORDER BY location.id, practitioner.id
"""

WithWhom = Literal["same", "each"]
Offers = dict[datetime, list[OfferedSlot]]
"""By start: with whom it is offered."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a series is to be: a service with a practitioner, from an instant (aware) on, by a recurrence (RFC 5545).

    Where nobody is named it is with one of those who are free, fairly, or (`each`) each appointment with one of them.
    Without a place it is where the service is given, if that is one place; without a duration it takes the usual one.
    """

    clinic_id: UUID
    service_id: UUID
    practitioner_id: UUID | None
    starts_at: datetime
    recurrence: str
    location_id: UUID | None = None
    duration_minutes: int | None = None
    with_whom: WithWhom = "same"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a series is, in which zone, who could give it, and the instants (UTC) of its appointments in order."""

    wish: Wish
    location_id: UUID
    zone: str
    practitioner_ids: tuple[UUID, ...]
    starts: tuple[datetime, ...]

    def search_at(
        self, starts_at: datetime, practitioner_id: UUID | None = None, *, first: datetime | None = None
    ) -> SlotSearch:
        """Ask for what may be booked from a start on: only the first is bound by the clinic's horizon.

        That is `first`, where another time is taken in place of the recurrence's.
        """
        wish = self.wish
        return SlotSearch(
            wish.service_id,
            wish.practitioner_id or practitioner_id,
            self.location_id,
            starts_at,
            None,
            wish.duration_minutes,
            beyond=REACH if starts_at > (first or self.starts[0]) else timedelta(0),
        )

    def search_around(self, starts: Collection[datetime], practitioner_id: UUID | None = None) -> SlotSearch:
        """Ask for what may be booked instead of some of its starts, none of which is the first."""
        search = self.search_at(min(starts), practitioner_id)
        return replace(search, earliest=min(starts) - ASIDE, latest=max(starts) + ASIDE, beyond=REACH)

    def search_for_first(self, practitioner_id: UUID | None = None) -> SlotSearch:
        """Ask for what may be booked instead of the first: whatever there is until the clinic's horizon."""
        return replace(self.search_at(self.starts[0], practitioner_id), earliest=None)


async def lay_out(actor: Actor, wish: Wish) -> Layout:
    """Lay a series out.

    Raises NotFound, also for what is out of the actor's reach, and InvalidInput, also for who has left or does not give
    the service (any more): whoever named them knows of them.
    """
    zones: dict[UUID, str] = {}
    people: dict[UUID, list[UUID]] = {}
    for row in await fetch(PLACES, (wish.clinic_id, wish.service_id)):
        place, who = uuid_of(row["id"]), uuid_of(row["practitioner_id"])
        if wish.practitioner_id in (None, who) and is_at(actor, place) and is_with(actor, wish.clinic_id, who):
            zones[place] = str(row["zone"])
            people.setdefault(place, []).append(who)
    if not zones:
        raise await _why_nowhere(actor, wish)
    where = wish.location_id
    if where is None:
        if len(zones) > 1:
            raise InvalidInput("The service is given at several places: say where.", field="locationId")
        where = next(iter(zones))
    if where not in zones:
        raise NotFound(field="location_id")
    starts = occurrences(wish.recurrence, wish.starts_at, zones[where])
    return Layout(wish, where, zones[where], tuple(people[where]), tuple(starts))


async def _why_nowhere(actor: Actor, wish: Wish) -> InvalidInput | NotFound:
    """Say why a service is given nowhere, or not by whoever was named."""
    is_given = await Service.exists(id=wish.service_id, clinic_id=wish.clinic_id, is_active=True)
    if wish.practitioner_id is None or not is_given:
        return NotFound(field="service_id")
    found = await practitioners_by_id(reach_in(actor, wish.clinic_id), [wish.practitioner_id])
    named = found.get(wish.practitioner_id)
    if named is None or not is_with(actor, wish.clinic_id, named.id):
        return NotFound(field="practitioner_id")
    said = "That practitioner does not give that service." if named.is_active else "That practitioner has left."
    return InvalidInput(said, field="practitionerId")


async def offered_of(layout: Layout, starts: Collection[datetime], *, now: datetime) -> Offers:
    """Say which starts are offered, and with whom; the first of them within the clinic's horizon, others beyond it
    too.
    """
    clinic_id = layout.wish.clinic_id
    first, *later = sorted(starts)
    found: Offers = {}
    if later:
        found = await find_each(clinic_id, layout.search_at(later[0], first=first), later, now=now)
    found[first] = await find_slots(clinic_id, layout.search_at(first, first=first), first, now=now)
    within = {
        start: [one for one in slots if one.practitioner_id in layout.practitioner_ids]
        for start, slots in found.items()
    }
    return {start: slots for start, slots in within.items() if slots}


async def begins_too_late(layout: Layout, first: datetime, *, now: datetime) -> bool:
    """Tell whether a series whose first appointment is at `first` would begin beyond the clinic's horizon."""
    wish = layout.wish
    terms = (await terms_of(wish.clinic_id, wish.service_id)).lasting(layout.search_at(first, first=first), now)
    return first + timedelta(minutes=terms.need.duration_minutes) > now + terms.horizon
