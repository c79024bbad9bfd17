"""Finds whose things are, by ids alone, and what went over a connection in some period."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.incidents.reading import OF_PATIENTS, Thing

AT_ONCE: Final = 400
WHOSE: Final[Mapping[str, str]] = {
    "Conversation": "SELECT id, patient_id FROM conversation WHERE clinic_id = $1 AND id IN ({})",
    "Booking": "SELECT id, patient_id FROM booking WHERE clinic_id = $1 AND id IN ({})",
    "PatientExport": "SELECT id, patient_id FROM patient_export WHERE clinic_id = $1 AND id IN ({})",
    "ConsentEntry": "SELECT id, patient_id FROM consent WHERE clinic_id = $1 AND id IN ({})",
    "Erasure": "SELECT id, patient_id FROM erasure WHERE clinic_id = $1 AND id IN ({})",
    "Message": """
        SELECT message.id, conversation.patient_id FROM message
        JOIN conversation ON conversation.id = message.conversation_id AND conversation.clinic_id = message.clinic_id
        WHERE message.clinic_id = $1 AND message.id IN ({})""",
    "ConversationNote": """
        SELECT conversation_note.id, conversation.patient_id FROM conversation_note
        JOIN conversation ON conversation.id = conversation_note.conversation_id
            AND conversation.clinic_id = conversation_note.clinic_id
        WHERE conversation_note.clinic_id = $1 AND conversation_note.id IN ({})""",
    "StaffTask": """
        SELECT staff_task.id, COALESCE(conversation.patient_id, booking.patient_id) AS patient_id FROM staff_task
        LEFT JOIN conversation ON conversation.id = staff_task.conversation_id
            AND conversation.clinic_id = staff_task.clinic_id
        LEFT JOIN booking ON booking.id = staff_task.booking_id AND booking.clinic_id = staff_task.clinic_id
        WHERE staff_task.clinic_id = $1 AND staff_task.id IN ({})""",
}
"""By type: whose each thing is. What was deleted since is nobody's any longer, as far as the tables know."""
CHANNEL: Final = "SELECT clinic_id FROM channel_connection WHERE id = $1"
CALENDAR: Final = "SELECT clinic_id, practitioner_id FROM calendar_connection WHERE id = $1"
SENT: Final = """
SELECT id, sent_at AS at FROM message
WHERE clinic_id = $1 AND connection_id = $2 AND sent_at >= $3 AND sent_at < $4 ORDER BY id
"""
KEPT: Final = """
SELECT id, created_at AS at FROM booking WHERE clinic_id = $1 AND practitioner_id = $2 AND created_at < $4
    AND (created_at >= $3 OR ends_at >= $3) ORDER BY id
"""


MERGED: Final = (
    "SELECT id, merged_into_id FROM patient WHERE clinic_id = $1 AND id IN ({}) AND merged_into_id IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What went over a connection of a clinic."""

    clinic_id: UUID
    data_class: str
    things: tuple[tuple[Thing, datetime], ...]


async def patients_of(clinic_id: UUID, things: Collection[Thing]) -> tuple[set[UUID], int]:
    """Return whose things are, and of how many that are somebody's nobody can say it any longer."""
    patients = {key for kind, key in things if kind == "Patient"}
    unresolved = 0
    for kind in sorted(OF_PATIENTS - {"Patient"}):
        wanted = sorted(key for one, key in things if one == kind)
        found: dict[UUID, UUID] = {}
        for some in _portions(wanted):
            rows = await fetch(WHOSE[kind].format(numbered(len(some), since=2)), [clinic_id, *some])
            found |= {uuid_of(row["id"]): uuid_of(row["patient_id"]) for row in rows if row["patient_id"] is not None}
        patients |= set(found.values())
        unresolved += len(wanted) - len(found)
    return await _kept(clinic_id, patients), unresolved


async def _kept(clinic_id: UUID, patients: Collection[UUID]) -> set[UUID]:
    """Name who is kept in place of those who were merged since."""
    found = set(patients)
    for some in _portions(sorted(patients)):
        for row in await fetch(MERGED.format(numbered(len(some), since=2)), [clinic_id, *some]):
            found -= {uuid_of(row["id"])}
            found |= {uuid_of(row["merged_into_id"])}
    return found


async def things_of_connection(connection_id: UUID, since: datetime, until: datetime) -> Carried | None:
    """List what went over a channel (its messages) or into a calendar (its practitioner's bookings) in a period.

    A calendar holds what was written before, and is not over yet: whoever has its credentials reads that too. None for
    a connection there is not.
    """
    if rows := await fetch(CHANNEL, (connection_id,)):
        clinic_id = uuid_of(rows[0]["clinic_id"])
        found = await fetch(SENT, (clinic_id, connection_id, since, until))
        kind, data_class = "Message", "conversation"
    elif rows := await fetch(CALENDAR, (connection_id,)):
        clinic_id = uuid_of(rows[0]["clinic_id"])
        found = await fetch(KEPT, (clinic_id, uuid_of(rows[0]["practitioner_id"]), since, until))
        kind, data_class = "Booking", "booking"
    else:
        return None
    things = tuple(((kind, uuid_of(row["id"])), max(since, instant_of(row["at"]))) for row in found)
    return Carried(clinic_id, data_class, things)


def _portions(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
