"""Reads a hold with all that a booking of it must agree with, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.reminding import ReminderRules
from chatbookr_core.bookings.rules import HoldState, SlotRequest
from chatbookr_core.conversations.quiet import QuietHours
from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.errors import NotFound

KEPT: Final = """
SELECT hold.conversation_id, hold.service_id, hold.practitioner_id, hold.location_id, hold.starts_at, hold.ends_at,
    hold.state, hold.expires_at, location.zone, service.is_on_request, clinic.zone AS clinic_zone,
    clinic.sends_reminders, clinic.reminder_hours, clinic.last_reminder_hours, clinic.quiet_from_minute,
    clinic.quiet_until_minute,
    EXISTS (SELECT 1 FROM calendar_connection AS calendar WHERE calendar.clinic_id = $1
        AND calendar.practitioner_id = hold.practitioner_id
        AND calendar.state IN ('connected', 'needs_reconnect')) AS has_calendar
FROM hold
JOIN clinic ON clinic.id = hold.clinic_id
JOIN location ON location.clinic_id = hold.clinic_id AND location.id = hold.location_id
JOIN service ON service.clinic_id = hold.clinic_id AND service.id = hold.service_id
WHERE hold.clinic_id = $1 AND hold.id = $2
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a hold keeps, and by which rules of the clinic a booking of it is made."""

    conversation_id: UUID | None
    request: SlotRequest
    ends_at: datetime
    state: HoldState
    expires_at: datetime
    zone: str
    is_on_request: bool
    has_calendar: bool
    reminders: ReminderRules


async def kept_by(hold_id: UUID, *, clinic_id: UUID) -> Kept:
    """Return what a hold keeps, whatever became of it. Raises NotFound."""
    rows = await fetch(KEPT, (clinic_id, hold_id))
    if not rows:
        raise NotFound()
    row = rows[0]
    ids = (uuid_of(row["service_id"]), uuid_of(row["practitioner_id"]), uuid_of(row["location_id"]))
    quiet = QuietHours(row["clinic_zone"], row["quiet_from_minute"], row["quiet_until_minute"])
    return Kept(
        None if row["conversation_id"] is None else uuid_of(row["conversation_id"]),
        SlotRequest(*ids, instant_of(row["starts_at"])),
        instant_of(row["ends_at"]),
        row["state"],
        instant_of(row["expires_at"]),
        row["zone"],
        bool(row["is_on_request"]),
        bool(row["has_calendar"]),
        ReminderRules(bool(row["sends_reminders"]), row["reminder_hours"], row["last_reminder_hours"], quiet),
    )
