"""What staff and partners do with the waitlist: put people on it and off it, offer a time, answer for a patient."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, find_slots
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import nearest_to_each
from chatbookr_core.bookings.fairness import fairest
from chatbookr_core.bookings.gone import as_offered
from chatbookr_core.bookings.refusals import why_not_each
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.bookings.use_cases import party_of, principal_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, InvalidInput, NotFound, SlotNotOffered
from chatbookr_core.models import Booking, Clinic, Service, WaitlistEntry, WaitlistOffer
from chatbookr_core.notices.waitlist_offers import is_free_now, offer
from chatbookr_core.outbox.owing import announce_later
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.reach import reach_in
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import Wanted, join
from chatbookr_core.waitlist.errors import OfferOver
from chatbookr_core.waitlist.looking import free_of, search_of
from chatbookr_core.waitlist.offers import Taker
from chatbookr_core.waitlist.queries import entries_by_id
from chatbookr_core.waitlist.rules import Free
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with, limits_in, practitioner_in
from chatbookr_permissions.policy import permissions_in, require


@dataclass(frozen=True, slots=True)
class OfferWish:
    """A time that staff offer somebody who waits; without a practitioner one of those who are free."""

    entry_id: UUID
    starts_at: datetime
    practitioner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Of which clinic somebody waits, why a time could not be offered to them, and what is nearest to it."""

    clinic_id: UUID
    reasons: Sequence[Reason]
    alternatives: Sequence[OfferedSlot]


async def add_entry(
    deployment: Deployment, actor: Actor, clinic_id: UUID | None, patient_id: UUID, wanted: Wanted
) -> UUID:
    """Put a patient on the waitlist. Needs a transaction. Raises NotFound, NotPermitted, InvalidInput."""
    if clinic_id is None or not permissions_in(actor, clinic_id):
        raise NotFound(field="service_id")
    require(actor, Permission.BOOKING_WRITE, clinic_id)
    require(actor, Permission.PATIENT_READ, clinic_id)
    reach = reach_in(actor, clinic_id)
    if patient_id not in await patients_by_id(reach, [patient_id]):
        raise NotFound(field="patient_id")
    wanted = _within(actor, clinic_id, wanted)
    clinic = await Clinic.get(id=clinic_id)
    by, by_id = party_of(actor), principal_of(actor)
    entry = await join(clinic, patient_id, wanted, by=by, by_id=by_id, clock=deployment.clock)
    return entry.id


def _within(actor: Actor, clinic_id: UUID, wanted: Wanted) -> Wanted:
    """Leave what an actor may see once it stands there: their own people, or the places of a key that has no others.

    Raises NotFound, InvalidInput.
    """
    if wanted.practitioner_id is None and limits_in(actor, clinic_id).has_own_bookings_alone:
        wanted = replace(wanted, practitioner_id=practitioner_in(actor, clinic_id))  # they see no others
        if wanted.practitioner_id is None:
            raise InvalidInput("Say with whom.", field="practitionerId")
    if wanted.practitioner_id is not None and not is_with(actor, clinic_id, wanted.practitioner_id):
        raise NotFound(field="practitioner_id")
    places = reach_in(actor, clinic_id).location_ids
    if places is not None and wanted.location_id is None:
        raise InvalidInput("Say where.", field="locationId")
    if places is not None and wanted.location_id not in places:
        raise NotFound(field="location_id")
    return wanted


async def remove_entry(deployment: Deployment, actor: Actor, entry_id: UUID) -> UUID:
    """Take a patient off the waitlist. Needs a transaction. Raises NotFound, NotPermitted, NotWaiting."""
    entry = await _entry_for_change(actor, entry_id)
    await offers.leave(entry.id, clinic_id=entry.clinic_id, clock=deployment.clock)
    return entry.id


async def look_before_offer(deployment: Deployment, actor: Actor, wish: OfferWish) -> None:
    """Ask the practitioner's calendar before the transaction. Raises what `make_offer` does, and CalendarNotFresh."""
    entry = await _entry_for_change(actor, wish.entry_id)
    free = await _free(deployment, actor, entry, wish)
    if not await is_free_now(deployment, entry.clinic_id, entry.id, free):
        raise CalendarNotFresh()


async def make_offer(deployment: Deployment, actor: Actor, wish: OfferWish) -> UUID:
    """Offer somebody a time out of their turn: a person may know better. Needs a transaction.

    Raises NotFound, NotPermitted, NotWaiting, AlreadyOffered, SlotTaken, SlotNotOffered.
    """
    entry = await _entry_for_change(actor, wish.entry_id)
    free = await _free(deployment, actor, entry, wish)
    with as_offered():
        await offer(deployment, entry.clinic_id, entry.id, free)
    return entry.id


async def why_not_offered(deployment: Deployment, actor: Actor, wish: OfferWish) -> NotOffered:
    """Say what stands in the way of a time that could not be offered, and what is nearest to it.

    Nothing is that meets what they were offered before: it is not offered twice. Raises NotFound, NotPermitted.
    """
    entry = await _entry_for_change(actor, wish.entry_id)
    search, at = await _search_for(entry, wish), wish.starts_at
    found = await why_not_each(deployment, actor, entry.clinic_id, search, [at])
    known = await _known_to(entry, search)
    near = await nearest_to_each(deployment, actor, entry.clinic_id, search, [at], besides=known)
    return NotOffered(entry.clinic_id, found[at], near[at])


async def _known_to(entry: WaitlistEntry, search: SlotSearch) -> set[datetime]:
    """List the minutes at which a time would meet one that was offered before."""
    offered = WaitlistOffer.filter(clinic_id=entry.clinic_id, entry_id=entry.id)
    length = search.duration_minutes
    if length is None:
        length = (await Service.get(id=entry.service_id, clinic_id=entry.clinic_id)).duration_minutes
    return {
        one.starts_at + timedelta(minutes=minute)
        for one in await offered
        for minute in range(1 - length, minutes_of(one.starts_at, one.ends_at))
    }


async def _search_for(entry: WaitlistEntry, wish: OfferWish) -> SlotSearch:
    booking = None
    if entry.booking_id is not None:
        booking = await Booking.get_or_none(id=entry.booking_id, clinic_id=entry.clinic_id)
    search = search_of(entry, booking)
    return replace(search, practitioner_id=wish.practitioner_id or search.practitioner_id)


async def _free(deployment: Deployment, actor: Actor, entry: WaitlistEntry, wish: OfferWish) -> Free:
    search = await _search_for(entry, wish)
    found = await find_slots(entry.clinic_id, search, wish.starts_at, now=deployment.clock.now())
    found = [one for one in found if is_with(actor, entry.clinic_id, one.practitioner_id)]
    if not found:
        raise SlotNotOffered()
    return free_of((await fairest(entry.clinic_id, found))[0])


async def take_offer(deployment: Deployment, actor: Actor, entry_id: UUID) -> UUID:
    """Make a booking of what is kept for a patient, who said so on the phone; return it. Needs a transaction.

    Raises NotFound, NotPermitted, OfferOver.
    """
    entry, kept = await _open_offer(actor, entry_id)
    taken = await offers.take(
        kept.id, Taker(party_of(actor)), clinic_id=entry.clinic_id, clock=deployment.clock, random=deployment.random
    )
    if taken.is_moved:
        await announce_later(deployment, taken.booking)
    else:
        taken.booking.created_by_id = principal_of(actor)
        await taken.booking.save(update_fields=["created_by_id"])
    return taken.booking.id


async def decline_offer(deployment: Deployment, actor: Actor, entry_id: UUID) -> UUID:
    """Pass on what is kept for a patient, who keeps their place. Needs a transaction.

    Raises NotFound, NotPermitted, OfferOver.
    """
    entry, kept = await _open_offer(actor, entry_id)
    await offers.decline(kept.id, clinic_id=entry.clinic_id, clock=deployment.clock)
    return entry.id


async def _entry_for_change(actor: Actor, entry_id: UUID) -> WaitlistEntry:
    entry = await WaitlistEntry.get_or_none(id=entry_id)  # any clinic: the actor's is checked next
    if entry is None or not permissions_in(actor, entry.clinic_id):
        raise NotFound(field="entry_id")
    if not await entries_by_id(reach_in(actor, entry.clinic_id), [entry_id]):
        raise NotFound(field="entry_id")
    require(actor, Permission.BOOKING_WRITE, entry.clinic_id)
    return entry


async def _open_offer(actor: Actor, entry_id: UUID) -> tuple[WaitlistEntry, WaitlistOffer]:
    entry = await _entry_for_change(actor, entry_id)
    kept = await WaitlistOffer.filter(clinic_id=entry.clinic_id, entry_id=entry.id, state="open").first()
    if kept is None:
        raise OfferOver()
    return entry, kept
