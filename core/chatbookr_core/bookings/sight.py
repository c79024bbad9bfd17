"""Looks, on SQLite, whether what is remembered is still so, and at what stands in the way: one short statement.

PostgreSQL looks with the statement that writes the booking (`as_seen`), which is a journey less. Here there is
no journey, and whoever books is the only writer: what this sees still holds when the booking is written.
"""

import json
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.agreements import SEQUENCE, Seen
from chatbookr_core.bookings.allocation import Met
from chatbookr_core.bookings.arranging import contact_of
from chatbookr_core.bookings.rules import BLOCK_MINUTES, Block
from chatbookr_core.channels.connections import IN_USE_SQL
from chatbookr_core.db import fetch, uuid_of

STILL: Final = f"""
SELECT {SEQUENCE} >= $4 AND strftime('%s', 'now') + 0 < $5
    AND NOT EXISTS (SELECT 1 FROM slot_change n WHERE n.clinic_id = $1 AND n.subject_id IS NULL
        AND n.transaction_id = 0 AND n.id > $4)
    AND $7 = EXISTS (SELECT 1 FROM calendar_connection k WHERE k.clinic_id = $1 AND k.practitioner_id = $6
        AND k.state IN {IN_USE_SQL})
    AND ($2 IS NULL OR EXISTS (SELECT 1 FROM patient p WHERE p.clinic_id = $1 AND p.id = $2
        AND p.merged_into_id IS NULL)) AS still,
    {contact_of(clinic="$1", patient="$2", conversation="$3")} AS contact_id,
    (SELECT json_group_array(json_array(a.subject_id, a.booking_id, a.hold_id, a.group_id, h.state, h.expires_at,
        a.starts_minute, a.ends_minute))
        FROM json_each($8) AS subject CROSS JOIN allocation a LEFT JOIN hold h ON h.id = a.hold_id
        WHERE a.clinic_id = $1 AND a.subject_id = subject.value AND a.starts_minute > $9 AND a.starts_minute < $10
        AND a.ends_minute > $11 AND a.is_active) AS met
"""  # noqa: S608  # states and a constant


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom what is remembered is looked at: the patient and the conversation where there are any."""

    clinic_id: UUID
    practitioner_id: UUID
    patient_id: UUID | None
    conversation_id: UUID | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was in the way of the practitioner, the rooms and devices, and whom the conversation is with."""

    met: tuple[Met, ...]
    contact_id: UUID | None


async def look(seen: Seen, asked: Asked, block: Block) -> Looked | None:
    """See that an agreement is still so and what stands in the way of a block; None where all is to be read anew.

    That is also where the patient is not the clinic's, or the conversation not theirs.
    """
    whose = (asked.clinic_id, asked.patient_id, asked.conversation_id)
    sight = (int(seen.snapshot), int(seen.until.timestamp()), asked.practitioner_id, seen.agreement.has_calendar)
    times = (block.starts_minute - BLOCK_MINUTES, block.ends_minute, block.starts_minute)
    (row,) = await fetch(STILL, (*whose, *sight, seen.subjects, *times))
    if not row["still"] or (asked.conversation_id is not None and row["contact_id"] is None):
        return None
    contact_id = uuid_of(row["contact_id"]) if row["contact_id"] is not None else None
    return Looked(tuple(map(Met.of, json.loads(row["met"]))), contact_id)
