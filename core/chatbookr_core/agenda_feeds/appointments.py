"""What an appointment's address opens: its calendar file, as the booking is now."""

from datetime import timedelta
from typing import Any, Final

from chatbookr_core.agenda_feeds.appointment_links import AppointmentLink, read_link
from chatbookr_core.agenda_feeds.events import Appointment, appointment_file, place_of, uid_of, voice_of
from chatbookr_core.agenda_feeds.queries import find_appointment
from chatbookr_core.db import instant_of, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.scope import admit

OPEN_FOR: Final = timedelta(days=1)
"""So long after an appointment has ended its address opens still."""


async def tell_appointment(deployment: Deployment, name: str) -> str | None:
    """Write the file that the last part of an address stands for, as iCalendar (RFC 5545).

    A booking that was moved is told as it is now, a cancelled one takes itself out of the calendar. None alike for
    what is no address (which costs no look-up), for a booking that nobody has, and for one that ended a day ago.
    """
    link = read_link(name)
    row = None if link is None else await find_appointment(link.booking_id)
    if link is None or row is None:
        return None
    now, clinic_id = deployment.clock.now(), uuid_of(row["clinic_id"])
    admit([clinic_id])
    keys = await deployment.vault.clinic_keys(clinic_id)
    if not link.is_genuine(keys) or now >= instant_of(row["ends_at"]) + OPEN_FOR:
        return None
    return appointment_file(
        _appointment(link, row, deployment.settings.public_url), stamped_at=now, voice=voice_of(row["locale"])
    )


def _appointment(link: AppointmentLink, row: Any, public_url: str) -> Appointment:
    return Appointment(
        uid=uid_of(link.booking_id, public_url),
        reference=row["reference"],
        starts_at=instant_of(row["starts_at"]),
        ends_at=instant_of(row["ends_at"]),
        zone=row["zone"],
        status=row["status"],
        version=row["version"],
        place=place_of(row["clinic_name"], row["name"], row["address"]),
    )
