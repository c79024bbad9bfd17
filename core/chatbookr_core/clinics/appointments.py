"""What of a clinic's times can be booked, and what happens around appointments by itself, as the clinic wants it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.channels.connections import CONNECTED
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import CalendarConnection, Clinic
from chatbookr_core.waitlist.rules import MOST_MINUTES
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

BOUNDS = {
    "notice_minutes": (0, 14 * 24 * 60),
    "horizon_days": (1, 366),
    "cutoff_minutes": (0, 14 * 24 * 60),
    "hold_minutes": (2, 60),
    "calendar_freshness_minutes": (2, 24 * 60),
}
"""From what to what can be booked, until when patients change it, how long it is kept, how old a calendar may be."""
MOST_HOURS = {"reminder_hours": 14 * 24, "last_reminder_hours": 48}
LEAST_NUDGE, MOST_NUDGE = 15, 12 * 60
APPOINTMENT_RULES = (
    "sends_reminders",
    "reminder_hours",
    "last_reminder_hours",
    "reminders_name_services",
    "follows_up_no_shows",
    "books_for_others",
    "asks_birth_date",
    "completes_bookings",
    "nudge_minutes",
    "waitlist_minutes",
    *BOUNDS,
)
"""The columns of a clinic that say so."""


async def set_appointment_rules(
    deployment: Deployment, actor: Actor, clinic_id: UUID, given: Mapping[str, bool | int | None]
) -> UUID:
    """Set what is given (names of the clinic's columns; None: as it was). Needs a transaction.

    Raises NotFound, NotPermitted, InvalidInput.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.SERVICE_WRITE, clinic_id)
    for name, most in MOST_HOURS.items():
        if not 0 <= (given.get(name) or 0) <= most:
            raise InvalidInput(f"Hours before the start are 0 to {most}.", field=name)
    nudge = given.get("nudge_minutes") or 0
    if nudge and not LEAST_NUDGE <= nudge <= MOST_NUDGE:
        raise InvalidInput(f"Minutes of silence are {LEAST_NUDGE} to {MOST_NUDGE}, or 0.", field="nudge_minutes")
    if not 0 <= (given.get("waitlist_minutes") or 0) <= MOST_MINUTES:
        raise InvalidInput(f"A time is kept for 1 to {MOST_MINUTES} minutes; 0: no waitlist.", field="waitlist_minutes")
    for name, (least, most) in BOUNDS.items():
        if not least <= (least if (value := given.get(name)) is None else value) <= most:
            raise InvalidInput(f"It is {least} to {most}.", field=name)
    changed = {name: value for name, value in given.items() if value is not None}
    if changed:
        await _read_further(clinic_id, changed.get("horizon_days"), deployment.clock.now())
        await Clinic.filter(id=clinic_id).update(**changed)
        tell_of_clinic(clinic_id)
    return clinic_id


async def _read_further(clinic_id: UUID, horizon_days: int | None, now: datetime) -> None:
    """Owe a look at the calendars where more is to be offered than they were read for."""
    if horizon_days is None or not await Clinic.exists(id=clinic_id, horizon_days__lt=horizon_days):
        return
    for connection in await CalendarConnection.filter(clinic_id=clinic_id, state=CONNECTED):
        await read_soon(connection, now, occasion="horizon")
