"""Notices that nobody backed the database up: written into the audit log, whose rules tell whoever is to know."""

from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.db import fetch, transaction

WITHIN: Final = timedelta(hours=26)  # a daily backup, and two hours for one that begins late or takes long
MADE: Final = """
SELECT 1 FROM audit_entry
WHERE clinic_id IS NULL AND happened_at > $1 AND action = 'backupMake' AND outcome = 'done' LIMIT 1
"""  # any clinic: a deployment is backed up whole


async def note_missed(now: datetime) -> bool:
    """Write down that no backup was made lately; False, and nothing is written, where one was."""
    async with transaction():
        if await fetch(MADE, (now - WITHIN,)):
            return False
        note(now, "backupMiss", HOST)
    return True
