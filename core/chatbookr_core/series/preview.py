"""Says before anything is booked which appointments of a series are to be had, and what else is near the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import nearest_to_each
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Service
from chatbookr_core.series.layout import Layout, Wish, lay_out, offered_of
from chatbookr_permissions.actor import Actor


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment of a series that is not booked yet; `reasons` and `alternatives` where it is not offered."""

    ordinal: int
    starts_at: datetime
    ends_at: datetime
    is_offered: bool
    reasons: Sequence[Reason] = ()
    alternatives: Sequence[OfferedSlot] = ()


async def preview(deployment: Deployment, actor: Actor, wish: Wish) -> tuple[Layout, list[Occurrence]]:
    """Look at each appointment of a series; nothing is kept. Raises NotFound, InvalidInput."""
    now, layout = deployment.clock.now(), await lay_out(actor, wish)
    offered = await offered_of(layout, layout.starts, now=now)
    minutes = await _minutes(wish)
    others = await instead_of(deployment, actor, layout, [start for start in layout.starts if start not in offered])
    found: list[Occurrence] = []
    for ordinal, start in enumerate(layout.starts, 1):
        ends_at = start + minutes
        if start in offered:
            found.append(Occurrence(ordinal, start, ends_at, is_offered=True))
            continue
        reasons = await reasons_for(wish.clinic_id, layout.search_at(start), start, now=now)
        near = others[start]
        found.append(Occurrence(ordinal, start, ends_at, is_offered=False, reasons=reasons, alternatives=near))
    return layout, found


async def instead_of(
    deployment: Deployment, actor: Actor, layout: Layout, starts: Sequence[datetime]
) -> dict[datetime, list[OfferedSlot]]:
    """List the three times nearest to each of a series that is not to be had; no other one of it is among them."""
    if not starts:
        return {}
    search, besides = layout.search_around(starts), frozenset(layout.starts)
    return await nearest_to_each(deployment, actor, layout.wish.clinic_id, search, starts, besides=besides)


async def _minutes(wish: Wish) -> timedelta:
    if wish.duration_minutes is not None:
        return timedelta(minutes=wish.duration_minutes)
    service = await Service.get(id=wish.service_id, clinic_id=wish.clinic_id)
    return timedelta(minutes=service.duration_minutes)
