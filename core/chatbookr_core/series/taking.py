"""Takes the times of a series one after the other, each with the first who is to be had then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.bookings import service
from chatbookr_core.bookings.errors import Refusal
from chatbookr_core.bookings.fairness import Booked, in_turn
from chatbookr_core.bookings.use_cases import party_of, slot_request
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import SlotNotOffered, SlotTaken
from chatbookr_core.models import Booking
from chatbookr_core.series.layout import Offers, Wish
from chatbookr_core.series.live import NOTHING_SEEN, Sights
from chatbookr_core.series.turns import booked_as
from chatbookr_permissions.actor import Actor


@dataclass(slots=True)
class Taken:
    """What was booked, and what could not be."""

    bookings: list[Booking] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Taking:
    """For whom a series is, in which conversation, its starts with their numbers, and what calendars said of them."""

    deployment: Deployment
    actor: Actor
    wish: Wish
    patient_id: UUID
    conversation_id: UUID | None
    chosen: Mapping[datetime, int]
    seen: Sights

    async def all_of(
        self, offers: Offers, practitioner_id: UUID | None = None, *, booked: Sequence[Booked] = ()
    ) -> Taken:
        """Take each start that can be had: with the one who is named, else whoever's turn it is by what is `booked`."""
        taken, so_far = Taken(), list(booked)
        settled = self.seen.get(practitioner_id, NOTHING_SEEN) if practitioner_id else NOTHING_SEEN
        for start in sorted(self.chosen):
            code = settled.refusal_of(start) or SlotNotOffered.code
            for slot in in_turn(offers[start], so_far) if start in offers else ():
                got = await self._with(slot)
                if isinstance(got, Booking):
                    taken.bookings.append(got)
                    so_far.append(booked_as(slot))
                    break
                code = got
            else:
                taken.refusals.append(Refusal(self.chosen[start], start, code, practitioner_id))
        return taken

    async def _with(self, slot: OfferedSlot) -> Booking | str:
        """Book one with somebody, or say by a code why not; who was not asked lately counts as taken."""
        sight = self.seen.get(slot.practitioner_id)
        refused = sight.refusal_of(slot.starts_at) if sight else SlotTaken.code
        if refused is not None:
            return refused
        try:
            return await service.book(
                slot_request(self.wish.service_id, slot),
                clinic_id=self.wish.clinic_id,
                patient_id=self.patient_id,
                conversation_id=self.conversation_id,
                created_by=party_of(self.actor),
                is_for_anybody=self.wish.practitioner_id is None,
                clock=self.deployment.clock,
                random=self.deployment.random,
            )
        except (SlotNotOffered, SlotTaken) as problem:
            return problem.code
