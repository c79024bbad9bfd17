"""What the waitlist owes: a look at who a time that has fallen free would suit."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.jobs import enqueue
from chatbookr_core.models import WaitlistEntry

LOOK_JOB = "waitlist.look"
END_JOB = "waitlist.end_offer"


async def owe_look(clinic_id: UUID, *, because: str, now: datetime) -> None:
    """Owe a look where anybody waits, once for each cause (`because`: ids and numbers). Needs a transaction."""
    if await WaitlistEntry.filter(clinic_id=clinic_id, state="waiting").exists():
        await enqueue(
            LOOK_JOB,
            clinic_id=clinic_id,
            due_at=now,
            now=now,
            dedupe_key=f"{LOOK_JOB}:{because}",
        )


async def owe_end(clinic_id: UUID, offer_id: UUID, *, at: datetime, now: datetime) -> None:
    """Owe that an offer nobody answers is passed on. Needs a transaction."""
    await enqueue(
        END_JOB, clinic_id=clinic_id, subject_id=offer_id, due_at=at, now=now, dedupe_key=f"{END_JOB}:{offer_id}"
    )
