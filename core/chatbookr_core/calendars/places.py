"""Where the events of bookings stand, and where one is to be removed: never by where the next would be written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatbookr_core.bookings.life import SHOWN
from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.channels.connections import IN_USE, calendar_of
from chatbookr_core.db import uuid_of
from chatbookr_core.errors import NotFound
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.models import Booking, CalendarConnection, CalendarFeed


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: `etag` as it was left there by us, where that is known."""

    connection: CalendarConnection
    calendar_id: str
    event_id: str
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking as far as it says which event is its own, and where that stands."""

    id: UUID
    event_id: str | None = None
    event_connection_id: UUID | None = None
    event_calendar_id: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Shown":
        """Read a row of a booking."""
        where = row["event_connection_id"]
        return cls(uuid_of(row["id"]), row["event_id"], where and uuid_of(where), row["event_calendar_id"])


def event_id_of(booking: Booking | Shown) -> str:
    """Name the event of a booking."""
    return booking.event_id or event_id_for(booking.id)


def calendar_id_of(booking: Booking | Shown, connection: CalendarConnection) -> str:
    """Say in which calendar of an account a booking stands: one that was written stays where it is."""
    is_there = booking.event_connection_id == connection.id and booking.event_calendar_id is not None
    return booking.event_calendar_id or connection.calendar_id if is_there else connection.calendar_id


async def account_with(
    booking: Booking | Shown, practitioner_id: UUID, *, clinic_id: UUID
) -> CalendarConnection | None:
    """Find the account a booking's event stands in: the one it was written to, or would be.

    None where that was given up: there is no way to the event any more.
    """
    if booking.event_connection_id is None:
        return await calendar_of(practitioner_id, clinic_id=clinic_id)
    return await CalendarConnection.get_or_none(
        id=booking.event_connection_id, clinic_id=clinic_id, practitioner_id=practitioner_id, state__in=IN_USE
    )


async def place_for(booking: Booking | Shown, practitioner_id: UUID, *, clinic_id: UUID) -> Place | None:
    """Say where a booking is to be written: where it stands already, as long as that account is connected.

    And has that calendar: one that was deleted there takes no booking.
    """
    connection = await account_with(booking, practitioner_id, clinic_id=clinic_id)
    if connection is None:
        connection = await calendar_of(practitioner_id, clinic_id=clinic_id)
    if connection is None:
        return None
    calendar_id = calendar_id_of(booking, connection)
    if calendar_id != connection.calendar_id and not await _has(connection, calendar_id):
        calendar_id = connection.calendar_id
    return Place(connection, calendar_id, event_id_of(booking))


async def _has(connection: CalendarConnection, calendar_id: str) -> bool:
    """Tell whether an account has a calendar, as far as it has told which there are."""
    own = CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
    return await own.filter(calendar_id=calendar_id).exists() or not await own.filter(is_writable=True).exists()


async def written_place(job: LeasedJob) -> Place | None:
    """Return where an event is to be removed; None where no calendar is connected, or the booking stands just there.

    Who gave a booking away said with the job where its event was; it may have come back before that was removed.
    """
    if job.subject_id is None or job.clinic_id is None:
        raise NotFound()
    practitioner_id = UUID(str(job.arguments["practitioner_id"]))
    booking = await Booking.get_or_none(id=job.subject_id, clinic_id=job.clinic_id)
    stood = _stood(job, job.subject_id, booking, practitioner_id)
    connection = await account_with(stood, practitioner_id, clinic_id=job.clinic_id)
    if connection is None:
        return None
    place = Place(connection, calendar_id_of(stood, connection), event_id_of(stood))
    if booking is None:
        return place
    if await _stands_at(booking, place):
        return None
    is_as_left = booking.event_connection_id == connection.id and event_id_of(booking) == place.event_id
    etag = booking.event_etag if is_as_left else None
    return Place(connection, place.calendar_id, place.event_id, etag)


def _stood(job: LeasedJob, booking_id: UUID, booking: Booking | None, practitioner_id: UUID) -> Booking | Shown:
    """Return what is known of where the event was: by the job, else by the booking while it is still theirs."""
    told = job.arguments
    if told.get("event_id") is not None:
        where, calendar_id = told.get("connection_id"), told.get("calendar_id")
        return Shown(
            booking_id,
            str(told["event_id"]),
            UUID(str(where)) if where is not None else None,
            str(calendar_id) if calendar_id is not None else None,
        )
    if booking is None or booking.practitioner_id == practitioner_id:
        return booking or Shown(booking_id)
    return Shown(booking_id, booking.event_id)


async def _stands_at(booking: Booking, place: Place) -> bool:
    """Tell whether that very event is the booking's now, whoever of the clinic's the account is connected for."""
    if booking.status not in SHOWN or event_id_of(booking) != place.event_id:
        return False
    now = await place_for(booking, booking.practitioner_id, clinic_id=booking.clinic_id)
    return now is not None and _address(now) == _address(place)


def _address(place: Place) -> tuple[str, str, str]:
    return place.connection.plugin, place.connection.account_id, place.calendar_id
