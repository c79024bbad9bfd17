"""Asks practitioners' calendars about a whole series right now, before its transaction begins.

What the actor may not do, or what does not exist, is left for the change itself to refuse: these looks tell nothing.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.groups import joins_group
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.calendars.patience import all_of
from chatbookr_core.calendars.service import busy_among
from chatbookr_core.channels.connections import IN_USE
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, ChannelUnavailable, SlotTaken
from chatbookr_core.models import CalendarConnection, Service
from chatbookr_core.series.layout import Layout
from chatbookr_sdk import PermanentFailure, TemporaryFailure

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the calendar said: at which starts it is busy; or that it could not be asked."""

    busy: frozenset[datetime] = frozenset()
    is_fresh: bool = True

    def beside(self, other: "Seen") -> "Seen":
        """Add what another calendar said."""
        return Seen(self.busy | other.busy, self.is_fresh and other.is_fresh)

    def refusal_of(self, start: datetime) -> str | None:
        """Return why a start is not to be had, as a code; None as far as the calendar goes."""
        if not self.is_fresh:
            return CalendarNotFresh.code
        return SlotTaken.code if start in self.busy else None


NOTHING_SEEN: Final = Seen()
Sights = Mapping[UUID, Seen]
"""By practitioner: what the calendars said of those who were looked at."""


async def without_calendars(clinic_id: UUID, practitioner_ids: Sequence[UUID]) -> list[UUID]:
    """List those of whom there is no calendar to ask."""
    rows = CalendarConnection.filter(clinic_id=clinic_id, practitioner_id__in=list(practitioner_ids))
    asked = set(await rows.filter(state__in=IN_USE).values_list("practitioner_id", flat=True))
    return [who for who in practitioner_ids if who not in asked]


async def look_in_turn(
    seen: dict[UUID, Seen], whose_turn: Callable[[Sights], Set[UUID]], look: Callable[[UUID], Awaitable[Seen]]
) -> None:
    """Look at those whose turn it is, by what has been `seen` so far, until all of them have been looked at.

    Whoever is found busy is passed over, which asks for the next one; of those whose turn never comes nobody asks.
    """
    while unasked := sorted(whose_turn(seen) - seen.keys()):
        await look_at_each(seen, unasked, look)


async def look_at_each(seen: dict[UUID, Seen], people: Sequence[UUID], look: Callable[[UUID], Awaitable[Seen]]) -> None:
    """Look at several people's calendars, beside each other."""
    seen.update(zip(people, await all_of([partial(look, who) for who in people]), strict=True))


async def look_at_series(
    deployment: Deployment, layout: Layout, practitioner_id: UUID, starts: Sequence[datetime], until: float
) -> Seen:
    """Look at the times of a series that somebody is to give, `until` then. No transaction."""
    wish = layout.wish
    service = await Service.get_or_none(id=wish.service_id, clinic_id=wish.clinic_id)
    if service is None:
        return NOTHING_SEEN
    minutes = timedelta(minutes=wish.duration_minutes or service.duration_minutes)
    spans = [(start, start + minutes) for start in starts]
    own: set[Span] = set()
    for span in spans if service.seats > 1 else ():
        slot = SlotRequest(wish.service_id, practitioner_id, layout.location_id, span[0])
        if await joins_group(wish.clinic_id, slot):
            own.add(span)  # its event is the group's own
    return await look_at_times(deployment, wish.clinic_id, practitioner_id, service.id, spans, own=own, until=until)


async def look_at_times(
    deployment: Deployment,
    clinic_id: UUID,
    practitioner_id: UUID,
    service_id: UUID,
    spans: Sequence[Span],
    *,
    own: Collection[Span],
    until: float,
) -> Seen:
    """Look at times, `until` then; events at exactly the times `own` stand in nobody's way. No transaction."""
    whose = {"clinic_id": clinic_id, "practitioner_id": practitioner_id, "service_id": service_id}
    try:
        met = await busy_among(deployment, **whose, spans=spans, own=own, until=until)
    except (CalendarNotFresh, ChannelUnavailable, PermanentFailure, TemporaryFailure):
        return Seen(is_fresh=False)
    return Seen(frozenset(start for start, _ in met))
