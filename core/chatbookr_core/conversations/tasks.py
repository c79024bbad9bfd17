"""Asks a person to look at something; the same thing is asked once."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id

INSERT = """
INSERT INTO staff_task (id, clinic_id, kind, conversation_id, booking_id, dedupe_key, state, created_at)
VALUES ($1, $2, $3, $4, $5, $6, 'open', $7) ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""


async def ask_staff(
    kind: str,
    *,
    clinic_id: UUID,
    dedupe_key: str,
    now: datetime,
    conversation_id: UUID | None = None,
    booking_id: UUID | None = None,
) -> None:
    """Open a task for the clinic's staff, unless it stands already. Needs a transaction."""
    tx = current_transaction()
    task_id = new_id()
    values = (task_id, clinic_id, kind, conversation_id, booking_id, dedupe_key, now)
    if await tx.fetch(INSERT, values):
        tx.tell(Change("task", clinic_id, task_id))
