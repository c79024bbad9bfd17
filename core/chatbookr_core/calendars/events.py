"""Bookings as events in practitioners' calendars: what is to stand there, and what is known to."""

from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.bookings.life import SHOWN
from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.calendars.drifts import suspect_since
from chatbookr_core.calendars.feed_rules import LONGEST_ETAG
from chatbookr_core.calendars.leaving import leave_former
from chatbookr_core.calendars.places import Place, Shown, event_id_of, place_for
from chatbookr_core.channels.connections import calendar_of
from chatbookr_core.conversations.tasks import ask_staff, close_unremoved, close_unwritten, unremoved_key
from chatbookr_core.db import current_transaction, fetch, instant_of, numbered, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.jobs import LeasedJob, enqueue
from chatbookr_core.models import Booking
from chatbookr_core.notices.announcements import announce
from chatbookr_core.outbox.owing import announcing_key
from chatbookr_core.spared import spare
from chatbookr_sdk import Event, StoredEvent

LONGEST_DIGEST = 64
SHOWN_AS = f"""
SELECT booking.id, booking.version, booking.practitioner_id, booking.starts_at, booking.ends_at, booking.zone,
    booking.reference, booking.event_id, booking.event_connection_id, booking.event_calendar_id, location.name,
    location.address
FROM booking JOIN location ON location.clinic_id = booking.clinic_id AND location.id = booking.location_id
WHERE booking.clinic_id = $1 AND booking.id = $2 AND booking.status IN ({numbered(len(SHOWN), since=3)})
"""  # noqa: S608  # numbers
OF_EVENT = ("event_connection_id", "event_calendar_id", "event_etag", "event_digest")
SETTLE = timedelta(seconds=1)  # a provider's free/busy follows its events after a moment


async def event_of(deployment: Deployment, job: LeasedJob) -> tuple[Place, Event, int] | None:
    """Return where and how the booking is to stand; None where this version of it no longer counts."""
    rows = await fetch(SHOWN_AS, (job.clinic_id, job.subject_id, *SHOWN))
    if not rows or rows[0]["version"] != job.arguments.get("version") or job.clinic_id is None:
        return None
    row, booking = rows[0], Shown.of(rows[0])
    place = await place_for(booking, uuid_of(row["practitioner_id"]), clinic_id=job.clinic_id)
    if place is None:
        return None
    event = Event(
        event_id=place.event_id,
        booking_id=str(booking.id),
        starts_at=instant_of(row["starts_at"]),
        ends_at=instant_of(row["ends_at"]),
        time_zone=row["zone"],
        title=f"Appointment {row['reference']}",  # discreet: neither the patient nor the service
        location=", ".join(part for part in (row["name"], row["address"]) if part),
    )
    return place, event, row["version"]


async def note_written(deployment: Deployment, job: LeasedJob, version: int, place: Place, stored: StoredEvent) -> None:
    """The event stands: say so to staff and, where they were not told yet, to the patient. Needs a transaction.

    How it was left is kept, by which an own write is told from somebody else's. The calendar is read again soon where
    the event stood elsewhere before: a new one has freed no time, and is told of with the calendar's next changes.
    """
    booking, written = await _locked(job), list[str]()
    is_new = booking.event_connection_id is None
    if booking.practitioner_id == place.connection.practitioner_id and event_id_of(booking) == place.event_id:
        await leave_former(booking, place, deployment.clock.now())
        booking.event_connection_id, booking.event_calendar_id = place.connection.id, place.calendar_id
        booking.event_etag, booking.event_digest = stored.etag[:LONGEST_ETAG], stored.digest[:LONGEST_DIGEST] or None
        written += OF_EVENT
        await suspect_since(booking, job.created_at, deployment.clock.now())
    is_as_written = booking.version == version and booking.status == "confirmed"
    if is_as_written:
        if booking.calendar_state == "failed" or version > 1:
            await close_unwritten(booking.clinic_id, booking.id, deployment.clock.now())
        booking.calendar_state = "written"
        written.append("calendar_state")
    if is_as_written:
        current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
        await announce(deployment, booking, unsaved=written)
        await spare(announcing_key(booking), deployment.clock.now())
    else:
        if written:
            await booking.save(update_fields=written)
        await _put_right(booking, deployment.clock.now())
    if not is_new:
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
    if booking.calendar_state == "failed":
        return  # staff know already, and it is tried again as long as it stands
    booking.calendar_state = "failed"
    current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
    await ask_staff(
        "calendar_not_written",
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        conversation_id=booking.conversation_id,
        dedupe_key=f"calendar_not_written:{booking.id}:{booking.version}:{reason[:20]}",
        now=deployment.clock.now(),
    )
    await announce(deployment, booking, unsaved=["calendar_state"])


async def note_unremoved(deployment: Deployment, job: LeasedJob) -> bool:
    """The provider refuses to remove the event: staff must, and are asked once. Needs a transaction.

    It is tried again with each reading all the same, as `mending` has it. False where nobody could say which booking's
    it was: that has gone itself.
    """
    booking = await Booking.get_or_none(id=job.subject_id, clinic_id=job.clinic_id)
    if booking is None:
        return False
    await ask_staff(
        "calendar_event_left",
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        dedupe_key=unremoved_key(booking.id, _version_of(job)),
        now=deployment.clock.now(),
    )
    return True


def _version_of(job: LeasedJob) -> int:
    return int(job.arguments.get("version") or 0)


async def note_removed(deployment: Deployment, job: LeasedJob) -> None:
    """The event is gone: its time may be offered as soon as the busy times are fetched anew.

    Of a booking that is deleted as well nothing is left to be noted: it had served its time, and freed none. One that
    came back to the practitioner meanwhile may have been written just before that, and is written once more.
    """
    booking = (
        await Booking.filter(id=job.subject_id, clinic_id=job.clinic_id).select_for_update(no_key=True).get_or_none()
    )
    if booking is None:
        return
    await close_unremoved(booking.clinic_id, booking.id, _version_of(job), deployment.clock.now())
    if booking.status == "cancelled":
        booking.calendar_state = "none"
        await booking.save(update_fields=["calendar_state"])
    practitioner_id = UUID(str(job.arguments["practitioner_id"]))
    is_back = booking.status in SHOWN and booking.practitioner_id == practitioner_id
    if is_back and booking.calendar_state != "none":
        await _put_right(booking, deployment.clock.now())
    await _refresh_soon(practitioner_id, booking.clinic_id, deployment.clock.now())


async def _locked(job: LeasedJob) -> Booking:
    found = (
        await Booking.filter(id=job.subject_id, clinic_id=job.clinic_id).select_for_update(no_key=True).get_or_none()
    )
    if found is None:
        raise NotFound()
    return found


async def _refresh_soon(practitioner_id: UUID, clinic_id: UUID, now: datetime) -> None:
    connection = await calendar_of(practitioner_id, clinic_id=clinic_id)
    if connection is not None:
        await read_soon(connection, now, occasion="written", after=SETTLE)
