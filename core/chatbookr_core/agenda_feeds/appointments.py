"""What an appointment's address opens: its calendar file, as the booking is now."""

from datetime import timedelta
from typing import Final

from chatbookr_core.agenda_feeds.appointment_links import read_link
from chatbookr_core.agenda_feeds.events import appointment_file, voice_of
from chatbookr_core.agenda_feeds.queries import find_appointment
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
    if link is None:
        return None
    found = await find_appointment(link.booking_id, public_url=deployment.settings.public_url)
    if found is None:
        return None
    now = deployment.clock.now()
    admit([found.clinic_id])
    keys = await deployment.vault.clinic_keys(found.clinic_id)
    if not link.is_genuine(keys) or now >= found.appointment.ends_at + OPEN_FOR:
        return None
    return appointment_file(found.appointment, stamped_at=now, voice=voice_of(found.locale))
