"""Asks once whether to go on, where a patient falls silent in the middle of a booking (M16)."""

from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.dialogue import State
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Conversation

NUDGE_JOB: Final = "dialogue.nudge"
WORTH_FOR: Final = timedelta(hours=24)
"""Longer than a channel's window nothing is said."""


async def nudge_later(conversation: Conversation, state: State, at: datetime | None, now: datetime) -> None:
    """Owe the question for one step: asked at most once, whatever is said meanwhile. Needs a transaction.

    Without a time, or where a person has the conversation, nothing is owed.
    """
    if at is None or conversation.owner != "assistant":
        return
    await enqueue(
        NUDGE_JOB,
        clinic_id=conversation.clinic_id,
        subject_id=conversation.id,
        arguments={"serial": state.serial},
        now=now,
        due_at=at,
        dedupe_key=f"{NUDGE_JOB}:{conversation.id}:{state.dialogue}:{state.serial}",
        give_up_after=WORTH_FOR,
    )
