"""A patient's place on the waitlist: taken, kept, given up, or over because of what happened to their bookings."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.bookings.life import By
from chatbookr_core.bookings.rules import BLOCK_MINUTES, STANDING
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction, fetch, listed, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.models import (
    Booking,
    Clinic,
    Location,
    Patient,
    Service,
    ServicePractitioner,
    WaitlistEntry,
)
from chatbookr_core.waitlist.owing import owe_look
from chatbookr_core.waitlist.rules import (
    ACTIVE,
    DAY_MINUTES,
    EVERY_DAY,
    EVERY_PART,
    DayHours,
    EntryState,
    Wish,
    is_over,
)

WISHES = (
    "first_day", "last_day", "weekdays", "day_parts", "starts_before", "from_minute", "until_minute",
    "refused_weekdays", "refused_from_minute", "refused_until_minute",
)  # fmt: skip
"""The columns of an entry that are its wish, but for `days` and `day_hours`."""
UNSETTLED: Final = """
SELECT entry.id FROM waitlist_entry AS entry
LEFT JOIN booking AS own ON own.clinic_id = entry.clinic_id AND own.id = entry.booking_id
WHERE entry.clinic_id = $1 AND entry.state = 'waiting' AND (own.status = 'cancelled' OR own.starts_at <= $2
    OR entry.starts_before <= $2 OR entry.last_day <= $3 OR entry.days IS NOT NULL OR entry.day_hours IS NOT NULL
    OR (entry.booking_id IS NULL AND EXISTS (
        SELECT 1 FROM booking AS later WHERE later.clinic_id = entry.clinic_id AND later.patient_id = entry.patient_id
            AND later.service_id = entry.service_id AND later.status IN ('requested', 'confirmed')
            AND later.created_at > entry.since)))
ORDER BY entry.since, entry.id
"""
"""Whose place something may have happened to: of all who wait the others are not read."""
AT_ONCE: Final = 500
MOST_DAYS: Final = 31
MOST_HOURS: Final = 14
"""So many times of some days a wish names: two of each weekday."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody waits for; without a practitioner or place whoever, wherever. `booking_id` is what would move.

    `arranged_by_id`: the patient who asks for it for another, and is told.
    """

    service_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    booking_id: UUID | None = None
    duration_minutes: int | None = None
    wish: Wish = field(default_factory=Wish)
    arranged_by_id: UUID | None = None


async def join(
    clinic: Clinic, patient_id: UUID, wanted: Wanted, *, by: By, by_id: UUID | None = None, clock: Clock
) -> WaitlistEntry:
    """Put a patient on the list; who is there for the same already keeps their place, with the wish as it is now.

    Needs a transaction. Raises NotFound, InvalidInput.
    """
    now = clock.now()
    patient = await Patient.filter(id=patient_id, clinic_id=clinic.id).select_for_update(no_key=True).first()
    if patient is None or patient.erased_at is not None:
        raise NotFound(field="patient_id")
    await _check(clinic, patient_id, wanted, now)
    same = WaitlistEntry.filter(clinic_id=clinic.id, patient_id=patient_id, state__in=ACTIVE)
    same = same.filter(service_id=wanted.service_id, booking_id=wanted.booking_id)
    entry = await same.select_for_update(no_key=True).first()
    if entry is None:
        entry = WaitlistEntry(
            clinic_id=clinic.id,
            patient_id=patient_id,
            service_id=wanted.service_id,
            booking_id=wanted.booking_id,
            state="waiting",
            since=now,
            version=0,
            created_by=by,
            created_by_id=by_id,
        )
    _put(entry, wanted, by)
    await entry.save()
    tell_of(entry)
    await owe_look(clinic.id, because=f"{entry.id}:{entry.version}", now=now)
    return entry


def _put(entry: WaitlistEntry, wanted: Wanted, by: By) -> None:
    """Let an entry be for what is wanted now. Staff and partners change what is waited for, and not who is told."""
    entry.practitioner_id, entry.location_id = wanted.practitioner_id, wanted.location_id
    entry.duration_minutes, entry.version = wanted.duration_minutes, entry.version + 1
    if by == "patient":
        entry.arranged_by_id = wanted.arranged_by_id
    for name in WISHES:
        setattr(entry, name, getattr(wanted.wish, name))
    entry.days = written_days(wanted.wish.days) or None
    entry.day_hours = [written_hours(one) for one in wanted.wish.day_hours] or None


async def _check(clinic: Clinic, patient_id: UUID, wanted: Wanted, now: datetime) -> None:
    if not clinic.waitlist_minutes:
        raise InvalidInput("The clinic keeps no waitlist.", field="clinicId")
    service = await Service.get_or_none(id=wanted.service_id, clinic_id=clinic.id)
    if service is None or not (service.is_active or wanted.booking_id):  # what is booked comes earlier all the same
        raise NotFound(field="service_id")
    if wanted.practitioner_id is not None:
        gives = ServicePractitioner.filter(clinic_id=clinic.id, service_id=service.id, practitioner__is_active=True)
        if not await gives.filter(practitioner_id=wanted.practitioner_id).exists():
            raise NotFound(field="practitioner_id")
    places = Location.filter(clinic_id=clinic.id, is_active=True)
    if wanted.location_id is not None and not await places.filter(id=wanted.location_id).exists():
        raise NotFound(field="location_id")
    _check_duration(service, wanted)
    await _check_booking(clinic, patient_id, wanted)
    _check_wish(wanted.wish, clinic, now)


def _check_duration(service: Service, wanted: Wanted) -> None:
    minutes = wanted.duration_minutes
    if minutes is None or minutes == service.duration_minutes or wanted.booking_id is not None:
        return
    if not 0 < minutes <= BLOCK_MINUTES or minutes not in (service.other_durations or ()):
        raise InvalidInput("The service does not take that long.", field="durationMinutes")


async def _check_booking(clinic: Clinic, patient_id: UUID, wanted: Wanted) -> None:
    if wanted.booking_id is None:
        return
    booking = await Booking.get_or_none(id=wanted.booking_id, clinic_id=clinic.id, patient_id=patient_id)
    if booking is None or booking.status not in STANDING:
        raise NotFound(field="booking_id")
    if booking.service_id != wanted.service_id:
        raise InvalidInput("A booking keeps its service when it is moved.", field="serviceId")


def _check_wish(wish: Wish, clinic: Clinic, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(clinic.zone)).date()
    if wish.last_day is not None and wish.last_day < max(today, wish.first_day or today):
        raise InvalidInput("The last day lies before the first one, or has passed.", field="lastDay")
    if wish.starts_before is not None and wish.starts_before <= now:
        raise InvalidInput("That is over: no time will begin before it.", field="startsBefore")
    if not 0 < wish.weekdays <= EVERY_DAY:
        raise InvalidInput("Say at least one weekday: 1 for Monday … 7 for Sunday.", field="weekdays")
    if not 0 < wish.day_parts <= EVERY_PART:
        raise InvalidInput("Say at least one part of the day.", field="dayParts")
    start, end = wish.from_minute, wish.until_minute
    if start is not None and not 0 <= start < DAY_MINUTES:
        raise InvalidInput("A minute of the day: 0 to 1439.", field="fromMinute")
    if end is not None and not (start or 0) < end <= DAY_MINUTES:
        raise InvalidInput("A later minute of the day: up to 1440.", field="untilMinute")
    if wish.days and (max(wish.days) < today or len(set(wish.days)) > MOST_DAYS):
        raise InvalidInput(f"Name at most {MOST_DAYS} days, one of them to come.", field="days")
    _check_refused(wish)
    _check_hours(wish, today)


def _check_hours(wish: Wish, today: date) -> None:
    day_hours = wish.day_hours
    if len(day_hours) > MOST_HOURS:
        raise InvalidInput(f"Name at most {MOST_HOURS} times of some days.", field="dayHours")
    for one in day_hours:
        start, end = one.from_minute, one.until_minute
        is_in_day = 0 <= (start or 0) < (DAY_MINUTES if end is None else end) <= DAY_MINUTES
        is_of_days = len(set(one.days)) <= MOST_DAYS and 0 < one.weekdays <= EVERY_DAY
        if not is_in_day or not is_of_days:
            raise InvalidInput("Minutes of the day, 0 to 1440, in order; weekdays: 1 to 7.", field="dayHours")
    if day_hours and all(one.days and max(one.days) < today for one in day_hours):
        raise InvalidInput("All of these days have passed.", field="dayHours")
    if day_hours and not any(one.weekdays & wish.weekdays for one in day_hours):
        raise InvalidInput("They are on no weekday that would suit.", field="dayHours")


def _check_refused(wish: Wish) -> None:
    if not 0 <= wish.refused_weekdays <= EVERY_DAY:
        raise InvalidInput("Weekdays: 1 for Monday … 7 for Sunday.", field="refusedWeekdays")
    start, end = wish.refused_from_minute, wish.refused_until_minute
    if start is not None and (not wish.refused_weekdays or not 0 <= start < DAY_MINUTES):
        raise InvalidInput("A minute of the days that are refused: 0 to 1439.", field="refusedFromMinute")
    if end is not None and (not wish.refused_weekdays or not (start or 0) < end <= DAY_MINUTES):
        raise InvalidInput("A later minute of the days that are refused: up to 1440.", field="refusedUntilMinute")
    if start is None and end is None and not wish.weekdays & ~wish.refused_weekdays:
        raise InvalidInput("Say at least one weekday that would suit.", field="refusedWeekdays")


def tell_of(entry: WaitlistEntry) -> None:
    """Let listeners know of an entry that is new or changed, once this has committed."""
    current_transaction().tell(Change("waitlist", entry.clinic_id, entry.id))


def wish_of(entry: WaitlistEntry, booking: Booking | None = None) -> Wish:
    """Return what suits an entry; one that would move a booking waits for an earlier time than that is at."""
    before = entry.starts_before
    if booking is not None:
        before = booking.starts_at if before is None else min(before, booking.starts_at)
    wish = Wish(**{name: getattr(entry, name) for name in WISHES})
    return replace(wish, starts_before=before, days=days_of(entry.days), day_hours=hours_of(entry.day_hours))


def written_days(days: Sequence[date]) -> list[str]:
    """Write days as a row keeps them: in order, as ISO 8601 has it."""
    return [day.isoformat() for day in sorted(set(days))]


def written_hours(one: DayHours) -> dict[str, object]:
    """Write the times of some days as a row keeps them."""
    return {
        "weekdays": one.weekdays,
        "days": written_days(one.days),
        "from": one.from_minute,
        "until": one.until_minute,
    }


def hours_of(stored: object) -> tuple[DayHours, ...]:
    """Read the times of some days, as a row or a driver gives them."""
    return tuple(
        DayHours(one["weekdays"], days_of(one["days"]), one["from"], one["until"]) for one in listed(stored) or ()
    )


def days_of(stored: object) -> tuple[date, ...]:
    """Read the days that are named alone, as a row or a driver gives them."""
    return tuple(date.fromisoformat(day) for day in listed(stored) or ())


async def entry_for(entry_id: UUID, *, clinic_id: UUID) -> WaitlistEntry:
    """Lock and return an entry. Needs a transaction. Raises NotFound."""
    entry = await WaitlistEntry.filter(id=entry_id, clinic_id=clinic_id).select_for_update(no_key=True).first()
    if entry is None:
        raise NotFound(field="entry_id")
    return entry


async def end(entry: WaitlistEntry, state: EntryState, now: datetime) -> None:
    """End an entry that its caller has locked."""
    entry.state, entry.ended_at, entry.version = state, now, entry.version + 1
    await entry.save(update_fields=["state", "ended_at", "version"])
    tell_of(entry)


async def settle(clinic: Clinic, *, clock: Clock) -> None:
    """Bring the list of a clinic to what has happened to its patients' bookings. Needs a transaction.

    Whoever cancelled the booking that was to move waits no longer; where the clinic did, they wait for a new one.
    Whoever got a booking meanwhile waits for an earlier time than that. What can come no more has expired.
    """
    now = clock.now()
    found = await fetch(UNSETTLED, (clinic.id, now, now.date()))
    ids = [uuid_of(row["id"]) for row in found]
    for first in range(0, len(ids), AT_ONCE):
        rows = WaitlistEntry.filter(clinic_id=clinic.id, state="waiting", id__in=ids[first : first + AT_ONCE])
        await _settle(clinic, await rows.order_by("since", "id").select_for_update(no_key=True), now)


async def _settle(clinic: Clinic, entries: Sequence[WaitlistEntry], now: datetime) -> None:
    for entry in entries:
        booking = await _booking_of(entry)
        if booking is not None and booking.status == "cancelled" and booking.cancelled_by == "patient":
            await end(entry, "left", now)
            continue
        if booking is not None and booking.status == "cancelled":
            booking = entry.booking_id = entry.starts_before = None
            await entry.save(update_fields=["booking_id", "starts_before"])
        elif booking is not None and booking.id != entry.booking_id:
            entry.booking_id = booking.id
            await entry.save(update_fields=["booking_id"])
        if is_over(wish_of(entry, booking), now=now, zone=clinic.zone):
            await end(entry, "expired", now)


async def _booking_of(entry: WaitlistEntry) -> Booking | None:
    """Return the booking that would move: the one that was named, or what the patient got since they came."""
    rows = Booking.filter(clinic_id=entry.clinic_id, patient_id=entry.patient_id)
    if entry.booking_id is not None:
        return await rows.get_or_none(id=entry.booking_id)
    later = rows.filter(service_id=entry.service_id, status__in=STANDING, created_at__gt=entry.since)
    return await later.order_by("starts_at").first()
