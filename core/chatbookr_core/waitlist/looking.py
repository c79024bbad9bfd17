"""Finds out whom the times that are free now would suit, and whose turn it is."""

from collections import defaultdict
from collections.abc import AsyncIterator, Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from chatbookr_core.availability.engaged import is_anything_bounded
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, slots_for
from chatbookr_core.bookings.life import is_inside_cutoff
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.errors import NotFound
from chatbookr_core.models import Booking, Clinic, WaitlistEntry, WaitlistOffer
from chatbookr_core.outbox.quiet import QuietHours
from chatbookr_core.waitlist.entries import wish_of
from chatbookr_core.waitlist.rules import Free, Match, MatchKey, Occasion, Waiting, Wish, plan, suits

AT_ONCE = 500
"""So many of those who wait are read at once, those who have waited longest first, however many there are."""
INBOUND = """
SELECT patient_id, MAX(last_inbound_at) AS at FROM conversation
WHERE clinic_id = $1 AND patient_id IN ({patients}) AND last_inbound_at IS NOT NULL GROUP BY patient_id
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry with the booking that it would move."""

    entry: WaitlistEntry
    booking: Booking | None

    @property
    def search(self) -> SlotSearch:
        """Say what of it is looked up; those who wait for the same share one search."""
        return search_of(self.entry, self.booking)

    @property
    def told(self) -> UUID:
        """Say who is told of a time: who asked for it for another, or who waits."""
        return self.entry.arranged_by_id or self.entry.patient_id


def search_of(entry: WaitlistEntry, booking: Booking | None) -> SlotSearch:
    """Say what is looked up for who waits: a new time, or an earlier one of what they have."""
    where = entry.service_id, entry.practitioner_id, entry.location_id
    if booking is None:
        return SlotSearch(*where, duration_minutes=entry.duration_minutes)
    return SlotSearch(
        *where,
        duration_minutes=minutes_of(booking.starts_at, booking.ends_at),
        is_kept_length=True,
        kept_by=booking.practitioner_id,
        beside=booking.id,
    )


async def clinics_that_wait() -> list[UUID]:
    """List the clinics in which anybody waits, of all."""
    rows = WaitlistEntry.filter(state="waiting", clinic__waitlist_minutes__gt=0)  # any clinic: the schedule asks
    return [UUID(str(one)) for one in await rows.order_by("clinic_id").distinct().values_list("clinic_id", flat=True)]


async def find_matches(clinic: Clinic, *, now: datetime, without: Container[MatchKey] = frozenset()) -> list[Match]:
    """Say who would be offered what now: the first of those who wait for whom there is anything, many at once.

    Once these have been offered it, or could not be, the next are found by the same question: nobody is too far behind
    for what suits nobody before them. Only reads; outside of a transaction it goes by what is remembered.
    """
    if not clinic.waitlist_minutes:
        return []
    quiet = QuietHours(clinic.zone, clinic.quiet_from_minute, clinic.quiet_until_minute)
    notice = timedelta(minutes=clinic.notice_minutes)
    at = Occasion(now, clinic.waitlist_minutes, notice, quiet.end_at(now))
    free = _FreeTimes(clinic.id, now, is_bounded=await is_anything_bounded(clinic.id))
    async for entries in _in_turn(clinic.id):
        places = await _places(clinic, entries, now)
        free_for = {place.entry.id: await free.of(place) for place in places}
        found = plan(await _waiting(clinic, places, now), free_for, at, without=without) if places else []
        if found:
            return found
    return []


async def _in_turn(clinic_id: UUID) -> AsyncIterator[list[WaitlistEntry]]:
    """Read who waits and has no open offer, those who have waited longest first."""
    busy = WaitlistOffer.filter(clinic_id=clinic_id, state="open").values_list("patient_id", flat=True)
    asked = {UUID(str(one)) for one in await busy}
    rows = WaitlistEntry.filter(clinic_id=clinic_id, state="waiting").order_by("since", "id").limit(AT_ONCE)
    entries = await rows
    while entries:
        yield [one for one in entries if one.patient_id not in asked]
        last = entries[-1]
        entries = await rows.filter(Q(since__gt=last.since) | Q(since=last.since, id__gt=last.id))


async def _places(clinic: Clinic, entries: Sequence[WaitlistEntry], now: datetime) -> list[_Place]:
    """Find what they would move; whoever may not move their booking any more is left out."""
    wanted = [one.booking_id for one in entries if one.booking_id is not None]
    known = {one.id: one for one in await Booking.filter(clinic_id=clinic.id, id__in=wanted)} if wanted else {}
    places = [_Place(one, known.get(one.booking_id) if one.booking_id else None) for one in entries]
    return [one for one in places if one.booking is None or not _is_too_late(one.booking, clinic, now)]


def _is_too_late(booking: Booking, clinic: Clinic, now: datetime) -> bool:
    return is_inside_cutoff(booking.starts_at, now=now, cutoff_minutes=clinic.cutoff_minutes)


@dataclass(slots=True)
class _FreeTimes:
    """What is free at a clinic, looked for once for all who wait for the same."""

    clinic_id: UUID
    now: datetime
    is_bounded: bool
    known: dict[SlotSearch, list[Free]] = field(default_factory=dict)

    async def of(self, place: _Place) -> list[Free]:
        """List what is free for somebody. Where nothing is limited it is the same whatever would move."""
        search = place.search if self.is_bounded else replace(place.search, beside=None)
        if search not in self.known:
            self.known[search] = await self._found(search)
        return self.known[search]

    async def _found(self, search: SlotSearch) -> list[Free]:
        try:
            return [free_of(one) for one in await slots_for(self.clinic_id, search, now=self.now)]
        except NotFound:  # the service is not given any more
            return []


def free_of(slot: OfferedSlot) -> Free:
    """Return a slot as a time that can be offered to who waits."""
    return Free(slot.starts_at, slot.ends_at, slot.practitioner_id, slot.location_id, slot.zone)


async def _waiting(clinic: Clinic, places: Sequence[_Place], now: datetime) -> list[Waiting]:
    ids = [place.entry.id for place in places]
    offers: dict[UUID, list[WaitlistOffer]] = defaultdict(list)
    for offer in await WaitlistOffer.filter(clinic_id=clinic.id, entry_id__in=ids):
        offers[offer.entry_id].append(offer)
    inbound = await _last_inbound(clinic.id, sorted({place.told for place in places}))
    zone = ZoneInfo(clinic.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)
    return [
        Waiting(
            place.entry.id,
            place.entry.patient_id,
            place.entry.since,
            wish_of(place.entry, place.booking),
            tuple((one.starts_at, one.ends_at) for one in offers[place.entry.id]),
            sum(one.offered_at >= midnight for one in offers[place.entry.id]),
            inbound.get(place.told),
        )
        for place in places
    ]


async def _last_inbound(clinic_id: UUID, patient_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    sql = INBOUND.format(patients=numbered(len(patient_ids), since=2))
    return {uuid_of(row["patient_id"]): instant_of(row["at"]) for row in await fetch(sql, (clinic_id, *patient_ids))}


async def first_free(clinic_id: UUID, search: SlotSearch, wish: Wish, *, now: datetime) -> datetime | None:
    """Say when the first time begins that is free now and would suit: whoever waits although there is one waits for an
    earlier one.
    """
    found = await slots_for(clinic_id, search, now=now, limit=1 if wish == Wish() else None)
    return next((one.starts_at for one in found if suits(wish, free_of(one))), None)
