"""Reads a hold with all that a booking of it must agree with, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.arranging import contact_of
from chatbookr_core.bookings.reminder_times import ReminderRules, rules_in
from chatbookr_core.bookings.rules import HoldState, SlotRequest
from chatbookr_core.channels.connections import IN_USE_SQL
from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.errors import NotFound

KEPT: Final = f"""
SELECT hold.conversation_id, hold.service_id, hold.practitioner_id, hold.location_id, hold.starts_at, hold.ends_at,
    hold.state, hold.expires_at, hold.is_on_request AS is_time_on_request, location.zone,
    service.is_on_request, clinic.zone AS clinic_zone,
    clinic.sends_reminders, clinic.reminder_hours, clinic.last_reminder_hours, clinic.quiet_from_minute,
    clinic.quiet_until_minute,
    EXISTS (SELECT 1 FROM calendar_connection AS calendar WHERE calendar.clinic_id = $1
        AND calendar.practitioner_id = hold.practitioner_id
        AND calendar.state IN {IN_USE_SQL}) AS has_calendar,
    EXISTS (SELECT 1 FROM patient WHERE patient.clinic_id = $1 AND patient.id = $3
        AND patient.merged_into_id IS NULL) AS is_patient,
    {contact_of(clinic="$1", patient="$3", conversation="$4")} AS contact_id
FROM hold
JOIN clinic ON clinic.id = hold.clinic_id
JOIN location ON location.clinic_id = hold.clinic_id AND location.id = hold.location_id
JOIN service ON service.clinic_id = hold.clinic_id AND service.id = hold.service_id
WHERE hold.clinic_id = $1 AND hold.id = $2
"""  # noqa: S608  # states


@dataclass(frozen=True, slots=True)
class Kept:
    """What a hold keeps, and by which rules of the clinic a booking of it is made.

    `arranged_by_id` is who books for the patient, where the conversation is with another.
    """

    request: SlotRequest
    ends_at: datetime
    state: HoldState
    expires_at: datetime
    zone: str
    is_on_request: bool
    has_calendar: bool
    reminders: ReminderRules
    arranged_by_id: UUID | None


async def kept_by(hold_id: UUID, *, clinic_id: UUID, patient_id: UUID, conversation_id: UUID | None) -> Kept:
    """Return what a hold keeps for a patient in a conversation, whatever became of it.

    Raises NotFound, also for another conversation's hold, and where patient and conversation do not belong together.
    """
    rows = await fetch(KEPT, (clinic_id, hold_id, patient_id, conversation_id))
    if not rows:
        raise NotFound()
    row = rows[0]
    contact_id = _id_in(row["contact_id"])
    if not row["is_patient"] or (conversation_id is not None and contact_id is None):
        raise NotFound(field="patient_id")
    if _id_in(row["conversation_id"]) != conversation_id:
        raise NotFound()
    ids = (uuid_of(row["service_id"]), uuid_of(row["practitioner_id"]), uuid_of(row["location_id"]))
    return Kept(
        SlotRequest(*ids, instant_of(row["starts_at"]), is_on_request=bool(row["is_time_on_request"])),
        instant_of(row["ends_at"]),
        row["state"],
        instant_of(row["expires_at"]),
        row["zone"],
        bool(row["is_on_request"]),
        bool(row["has_calendar"]),
        rules_in(row),
        None if contact_id == patient_id else contact_id,
    )


def _id_in(value: object) -> UUID | None:
    return None if value is None else uuid_of(value)
