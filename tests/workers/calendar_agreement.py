"""Says in what a clinic's bookings, its cards, the times it takes for taken and its doctors' calendars do not agree."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.workers.calendar_reading import Span, joined, moment, taken
from tests.workers.calendar_walk import Walk, content_of

from chatbookr_core.bookings.rules import booking_named_by
from chatbookr_core.calendars.places import event_id_of
from chatbookr_core.models import Booking, CalendarDrift, Clinic, ExternalBusy, Practitioner

Events = Sequence[Mapping[str, Any]]


async def disagreements(walk: Walk) -> list[str]:
    """Return what is not as it has to be, each in words; nothing where all agrees."""
    found: list[str] = []
    clinic = await Clinic.get(id=walk.world.clinic.id)
    for email, doctor in walk.doctors.items():
        events = await walk.listed(email)
        own = await Booking.filter(clinic_id=clinic.id, practitioner_id=doctor.id, status="confirmed")
        for booking in own:
            found += await _of_booking(walk, clinic, booking, events)
        found += _of_events(walk, email, own, events)
        found += await _of_busy(walk, clinic, doctor, own, events)
    return found


async def _of_booking(walk: Walk, clinic: Clinic, booking: Booking, events: Events) -> list[str]:
    """Each booking has its event as it was left, or one card that says what became of it."""
    event = next((one for one in events if one["id"] == event_id_of(booking)), None)
    due = _drift_of(walk, clinic, booking, event)
    cards = await CalendarDrift.filter(booking_id=booking.id, state="open")
    kinds = [card.kind for card in cards]
    if kinds == ([due] if due else []):
        return []
    return [f"booking {booking.id} v{booking.version} {booking.calendar_state}: cards {kinds}, it is {due}: {event}"]


def _drift_of(walk: Walk, clinic: Clinic, booking: Booking, event: Mapping[str, Any] | None) -> str | None:
    zone = ZoneInfo(clinic.zone)
    if event is None or event["status"] == "cancelled":
        return None if booking.id in walk.unshown else "deleted"
    if (moment(event["start"], zone), moment(event["end"], zone)) != (booking.starts_at, booking.ends_at):
        return "moved"
    left = walk.content.get(booking.id, (f"Appointment {booking.reference}", "opaque"))
    is_settled = content_of(event) == left or clinic.calendar_drift_mode == "follow"
    return None if is_settled else "edited"


def _of_events(walk: Walk, email: str, own: Sequence[Booking], events: Events) -> list[str]:
    """No event of ours stands for nobody, and nobody's own event was touched."""
    there = {one["id"]: one["etag"] for one in events if one["status"] != "cancelled"}
    others = {event_id: etag for (whose, event_id), etag in walk.others.items() if whose == email}
    shown = {event_id_of(one) for one in own}
    ours = {event_id for event_id in there if booking_named_by(event_id) is not None}
    left_over = [f"event {one} of {email} stands for no booking" for one in ours - shown - others.keys()]
    touched = [event_id for event_id, etag in others.items() if there.get(event_id) != etag]
    return [*left_over, *(f"somebody's event {one} of {email} is not as it was left" for one in touched)]


async def _of_busy(
    walk: Walk, clinic: Clinic, doctor: Practitioner, own: Sequence[Booking], events: Events
) -> list[str]:
    """What is kept of a calendar takes the very time that the calendar says; bookings take theirs by themselves."""
    now = walk.world.clock.now()
    window = now, now + timedelta(days=clinic.horizon_days)
    booked = [(one.starts_at, one.ends_at) for one in own]
    rows = ExternalBusy.filter(clinic_id=clinic.id, practitioner_id=doctor.id)
    stored = [_instants(*one) for one in await rows.values_list("starts_minute", "ends_minute")]
    kept = joined([*stored, *booked], window)
    real = joined([*taken(events, ZoneInfo(clinic.zone), window), *booked], window)
    if kept == real:
        return []
    lacking, too_many = (_written(one) for one in (set(real) - set(kept), set(kept) - set(real)))
    return [f"busy times of {doctor.short_name}: not kept {lacking}, not there {too_many}"]


def _instants(starts_minute: int, ends_minute: int) -> Span:
    return datetime.fromtimestamp(starts_minute * 60, UTC), datetime.fromtimestamp(ends_minute * 60, UTC)


def _written(spans: set[Span]) -> list[str]:
    return [f"{start:%d %H:%M} to {end:%d %H:%M}" for start, end in sorted(spans)]
