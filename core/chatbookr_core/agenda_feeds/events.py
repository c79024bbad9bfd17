"""Writes bookings as iCalendar (RFC 5545, with RFC 7986's name and refresh interval): what they are about stays out.

Whoever looks over a shoulder at a phone's calendar learns when and where, and that there is an appointment. The library
is imported with the first calendar: few processes write one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.voice import Voice, voice_for

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PACKAGE: Final = "chatbookr_core.agenda_feeds"
PRODUCT: Final = "-//Chatbookr//Agenda//EN"
REFRESH: Final = timedelta(minutes=15)
STATUS_OF_BOOKING: Final = {
    "requested": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "checked_in": "CONFIRMED",
    "completed": "CONFIRMED",
    "no_show": "CONFIRMED",
    "cancelled": "CANCELLED",
}
"""The status of an event (RFC 5545, section 3.8.1.11): whether somebody came is not a calendar's to know."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking as a calendar shows it; instants are aware, `zone` is IANA, `title` None stands for a discreet one."""

    uid: str
    reference: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: str
    version: int
    place: str
    title: str | None = None


def uid_of(booking_id: UUID, public_url: str) -> str:
    """Name a booking as no other event in the world is named, and as it is named in each calendar of ours."""
    return f"{booking_id}@{urlsplit(public_url).hostname or 'localhost'}"


def place_of(*parts: str) -> str:
    """Write where something is, from the whole to the part; what is unknown is left out."""
    return ", ".join(part for part in parts if part)


def voice_of(locale: str) -> Voice:
    """Return the voice that titles are in."""
    return voice_for(locale, package=PACKAGE)


def appointment_file(appointment: Appointment, *, stamped_at: datetime, voice: Voice) -> str:
    """Write one booking, as it is added to somebody's own calendar; a cancelled one takes itself out again.

    `stamped_at` is the instant of writing (DTSTAMP); SEQUENCE goes up with each change of the booking.
    """
    return _text_of(_calendar([_event(appointment, stamped_at, voice)]))


def agenda_file(appointments: Sequence[Appointment], *, name: str, stamped_at: datetime, voice: Voice) -> str:
    """Write what a calendar program reads again and again: the whole is there each time."""
    from icalendar import vDuration, vText  # see below

    calendar = _calendar([_event(one, stamped_at, voice) for one in appointments])
    title = vText(voice.gettext("Agenda of {name}", name=name))  # of a name it does not know it would escape nothing
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)  # what programs read that are older than RFC 7986
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))  # of a name it does not know it would make any text
    return _text_of(calendar)


def _calendar(events: "Sequence[Event]") -> "Calendar":
    from icalendar import Calendar  # a tenth of a second of imports

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(appointment: Appointment, stamped_at: datetime, voice: Voice) -> "Event":
    from icalendar import Event  # see above

    is_cancelled = appointment.status == "cancelled"
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", stamped_at)
    event.add("sequence", appointment.version - 1)
    starts_at, ends_at = _on_the_clock(appointment)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", appointment.title or voice.gettext("Appointment"))
    event.add("description", voice.gettext("Reference {reference}", reference=appointment.reference))
    if appointment.place:
        event.add("location", appointment.place)
    event.add("status", STATUS_OF_BOOKING[appointment.status])
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _on_the_clock(appointment: Appointment) -> tuple[datetime, datetime]:
    """Tell start and end by the clock of the place; in UTC where one of them is in the second of an hour lived twice.

    A local time that comes twice is read as the first of the two (RFC 5545, section 3.3.5): it would be an hour off.
    """
    zone = ZoneInfo(appointment.zone)
    starts_at, ends_at = appointment.starts_at.astimezone(zone), appointment.ends_at.astimezone(zone)
    if starts_at.fold or ends_at.fold:
        return starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    return starts_at, ends_at


def _text_of(calendar: "Calendar") -> str:
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written.decode()
