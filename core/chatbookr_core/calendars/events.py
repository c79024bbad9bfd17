"""Bookings as events in practitioners' calendars: what is to stand there, and what is known to."""

from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.bookings.life import SHOWN
from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.channels.connections import calendar_of
from chatbookr_core.conversations.announcements import announce
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.jobs import LeasedJob, enqueue
from chatbookr_core.models import Booking, CalendarConnection, Location
from chatbookr_sdk import Event

SETTLE = timedelta(seconds=1)  # a provider's free/busy follows its events after a moment


async def event_of(deployment: Deployment, job: LeasedJob) -> tuple[CalendarConnection, Event, int] | None:
    """Return where and how the booking is to stand; None where this version of it no longer counts."""
    booking = await Booking.get_or_none(id=job.subject_id, clinic_id=job.clinic_id, status__in=SHOWN)
    if booking is None or booking.version != job.arguments.get("version"):
        return None
    connection = await calendar_of(booking.practitioner_id, clinic_id=booking.clinic_id)
    if connection is None:
        return None
    location = await Location.get(id=booking.location_id, clinic_id=booking.clinic_id)
    event = Event(
        event_id=event_id_for(booking.id),
        booking_id=str(booking.id),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        time_zone=booking.zone,
        title=f"Appointment {booking.reference}",  # discreet: neither the patient nor the service
        location=", ".join(part for part in (location.name, location.address) if part),
    )
    return connection, event, booking.version


async def written_place(job: LeasedJob) -> tuple[CalendarConnection, str] | None:
    """Return the calendar an event is to be removed from and its id; None where no calendar is connected."""
    if job.subject_id is None or job.clinic_id is None:
        raise NotFound()
    practitioner_id = UUID(str(job.arguments["practitioner_id"]))
    connection = await calendar_of(practitioner_id, clinic_id=job.clinic_id)
    return (connection, event_id_for(job.subject_id)) if connection is not None else None


async def note_written(deployment: Deployment, job: LeasedJob, version: int) -> None:
    """The event stands: say so to staff and, where he was not told yet, to the patient. Needs a transaction."""
    booking = await _locked(job)
    if booking.version == version and booking.status in SHOWN:
        booking.calendar_state = "written"
        await booking.save(update_fields=["calendar_state"])
        current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
        await announce(deployment, booking)
    else:
        await _put_right(booking, deployment.clock.now())
    await _refresh_soon(booking.practitioner_id, booking.clinic_id, deployment.clock.now())


async def _put_right(booking: Booking, now: datetime) -> None:
    """The booking changed while its old event was being written: what was owed then may have come too early."""
    is_cancelled = booking.status == "cancelled"
    kind = "calendar.delete" if is_cancelled else "calendar.put"
    arguments: dict[str, str | int | bool | None] = {"version": booking.version}
    if is_cancelled:
        arguments["practitioner_id"] = str(booking.practitioner_id)
    await enqueue(
        kind,
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments=arguments,
        now=now,
        due_at=now,
        dedupe_key=f"{kind}:{booking.id}:{booking.version}:again",
    )


async def note_unwritten(deployment: Deployment, job: LeasedJob, reason: str) -> None:
    """The event does not stand: the booking does, the patient is told, and staff must look. Needs a transaction."""
    booking = await _locked(job)
    if booking.version != job.arguments.get("version") or booking.status not in SHOWN:
        return  # it was moved or cancelled meanwhile, and owes its calendar something else by now
    booking.calendar_state = "failed"
    await booking.save(update_fields=["calendar_state"])
    current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
    await ask_staff(
        "calendar_not_written",
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        conversation_id=booking.conversation_id,
        dedupe_key=f"calendar_not_written:{booking.id}:{booking.version}:{reason[:20]}",
        now=deployment.clock.now(),
    )
    await announce(deployment, booking)


async def note_removed(deployment: Deployment, job: LeasedJob) -> None:
    """The event is gone: its time may be offered as soon as the busy times are fetched anew.

    Of a booking that is deleted as well nothing is left to be noted: it had served its time, and freed none.
    """
    booking = await Booking.filter(id=job.subject_id, clinic_id=job.clinic_id).select_for_update().get_or_none()
    if booking is None:
        return
    if booking.status == "cancelled":
        booking.calendar_state = "none"
        await booking.save(update_fields=["calendar_state"])
    practitioner_id = UUID(str(job.arguments["practitioner_id"]))
    await _refresh_soon(practitioner_id, booking.clinic_id, deployment.clock.now())


async def _locked(job: LeasedJob) -> Booking:
    found = await Booking.filter(id=job.subject_id, clinic_id=job.clinic_id).select_for_update().get_or_none()
    if found is None:
        raise NotFound()
    return found


async def _refresh_soon(practitioner_id: UUID, clinic_id: UUID, now: datetime) -> None:
    connection = await calendar_of(practitioner_id, clinic_id=clinic_id)
    if connection is not None:
        await read_soon(connection, now, occasion="written", after=SETTLE)
