"""Counts what of a patient would become another's, before anything does."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_core.db import fetch
from chatbookr_core.patients.belongings import CONVERSATIONS, IN_CONVERSATION, OF_PATIENT, OF_THEM_ALL

COUNTED: Final = {
    "conversations": ("conversation", OF_PATIENT),
    "messages": ("message", IN_CONVERSATION),
    "notes": ("conversation_note", IN_CONVERSATION),
    "bookings": ("booking", OF_PATIENT),
    "files": ("media", OF_PATIENT),
    "consents": ("consent", OF_THEM_ALL),
    "tasks": ("staff_task", f"{IN_CONVERSATION} AND state = 'open'"),
}
JOINED: Final = f"""SELECT COUNT(*) FROM conversation AS theirs
    WHERE theirs.clinic_id = $1 AND theirs.id IN ({CONVERSATIONS})
    AND EXISTS (SELECT 1 FROM conversation AS same WHERE same.clinic_id = $1 AND same.patient_id = $3
        AND same.connection_id = theirs.connection_id)"""  # noqa: S608  # names out of this program alone
COUNTS: Final = "SELECT {}, ({}) AS joined".format(
    ", ".join(f"(SELECT COUNT(*) FROM {table} WHERE {rows}) AS {name}" for name, (table, rows) in COUNTED.items()),  # noqa: S608  # likewise
    JOINED,
)


@dataclass(frozen=True, slots=True)
class Moving:
    """How much of a patient would become another's; `joined` of the conversations become one with another of theirs."""

    conversations: int
    joined: int
    messages: int
    notes: int
    bookings: int
    files: int
    consents: int
    tasks: int


async def count(clinic_id: UUID, keep_id: UUID, from_id: UUID) -> Moving:
    """Count it, in one statement."""
    row = (await fetch(COUNTS, (clinic_id, from_id, keep_id)))[0]
    return Moving(**{name: int(row[name]) for name in Moving.__slots__})
