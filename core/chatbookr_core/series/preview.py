"""Says before anything is booked which appointments of a series are to be had, and what else is near the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import nearest_to_each
from chatbookr_core.bookings.fairness import booked_by
from chatbookr_core.bookings.refusals import why_not_each
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Service
from chatbookr_core.series.layout import Layout, Wish, lay_out, offered_of
from chatbookr_core.series.turns import each_in_turn, in_whole, with_one
from chatbookr_permissions.actor import Actor


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment of a series that is not booked yet; `reasons` and `alternatives` where it is not offered.

    Nobody gives what is not offered with anybody, where each may be with somebody else: that has no reasons either.
    They are for who may ask `explainSlot`.
    """

    ordinal: int
    starts_at: datetime
    ends_at: datetime
    is_offered: bool
    practitioner_id: UUID | None = None
    reasons: Sequence[Reason] = ()
    alternatives: Sequence[OfferedSlot] = ()


async def preview(deployment: Deployment, actor: Actor, wish: Wish) -> tuple[Layout, list[Occurrence]]:
    """Look at each appointment of a series; nothing is kept. Raises NotFound, InvalidInput."""
    now, layout = deployment.clock.now(), await lay_out(actor, wish)
    whose, givers = await _givers(layout, now)
    minutes = await _minutes(wish)
    missing = [start for start in layout.starts if start not in givers]
    others = await instead_of(deployment, actor, layout, missing, whose)
    against = await why_not(deployment, actor, layout, missing, whose) if whose else {}
    found: list[Occurrence] = []
    for ordinal, start in enumerate(layout.starts, 1):
        ends_at = start + minutes
        if start in givers:
            found.append(Occurrence(ordinal, start, ends_at, True, givers[start]))
            continue
        found.append(Occurrence(ordinal, start, ends_at, False, whose, against.get(start, ()), others[start]))
    return layout, found


async def _givers(layout: Layout, now: datetime) -> tuple[UUID | None, dict[datetime, UUID]]:
    """Say who would give all of a series, where that is one person, and who each that is offered."""
    wish, offers = layout.wish, await offered_of(layout, layout.starts, now=now)
    whose = wish.practitioner_id
    if whose is None:
        booked = await booked_by(wish.clinic_id, layout.practitioner_ids, layout.starts)
        if wish.with_whom == "each":
            return None, {slot.starts_at: slot.practitioner_id for slot in each_in_turn(offers, booked)}
        whose = in_whole(layout, offers, booked)[0]
    return whose, dict.fromkeys(with_one(offers, whose), whose)


async def instead_of(
    deployment: Deployment,
    actor: Actor,
    layout: Layout,
    starts: Sequence[datetime],
    practitioner_id: UUID | None = None,
    *,
    first: datetime | None = None,
) -> dict[datetime, list[OfferedSlot]]:
    """List the three times nearest to each of a series that is not to be had; no other one of it is among them.

    With whoever gives the rest of it, where that is one person. What is offered instead of its `first` (that of the
    recurrence unless told) is within the clinic's horizon, as that must be.
    """
    clinic_id, besides = layout.wish.clinic_id, frozenset(layout.starts)
    first = first or layout.starts[0]
    found: dict[datetime, list[OfferedSlot]] = {}
    if bound := [start for start in starts if start <= first]:
        search = layout.search_for_first(practitioner_id)
        found |= await nearest_to_each(deployment, actor, clinic_id, search, bound, besides=besides)
    if others := [start for start in starts if start > first]:
        search = layout.search_around(others, practitioner_id)
        found |= await nearest_to_each(deployment, actor, clinic_id, search, others, besides=besides)
    return found


async def why_not(
    deployment: Deployment,
    actor: Actor,
    layout: Layout,
    starts: Sequence[datetime],
    practitioner_id: UUID | None = None,
    *,
    first: datetime | None = None,
) -> dict[datetime, list[Reason]]:
    """List what stands in the way of each of a series that is not to be had; staff alone are told.

    Of whoever gives the rest of it, where that is one person; of its `first` as of `instead_of`.
    """
    clinic_id, first = layout.wish.clinic_id, first or layout.starts[0]
    bound, others = [one for one in starts if one <= first], [one for one in starts if one > first]
    found = await why_not_each(deployment, actor, clinic_id, layout.search_for_first(practitioner_id), bound)
    if others:
        search = layout.search_around(others, practitioner_id)
        found |= await why_not_each(deployment, actor, clinic_id, search, others)
    return found


async def _minutes(wish: Wish) -> timedelta:
    if wish.duration_minutes is not None:
        return timedelta(minutes=wish.duration_minutes)
    service = await Service.get(id=wish.service_id, clinic_id=wish.clinic_id)
    return timedelta(minutes=service.duration_minutes)
