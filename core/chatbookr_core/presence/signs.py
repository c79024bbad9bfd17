"""What one process tells the others of somebody's presence: ids and a word, for a moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

NOTIFY_CHANNEL: Final = "chatbookr_presence"


class Activity(StrEnum):
    """What somebody does with a conversation."""

    VIEWING = "viewing"
    TYPING = "typing"
    LEFT = "left"


LASTS: Final[Mapping[Activity, timedelta]] = {
    Activity.VIEWING: timedelta(seconds=30),
    Activity.TYPING: timedelta(seconds=6),
    Activity.LEFT: timedelta(0),
}
"""How long it is so, unless it is said again. Whoever types looks on as well."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Somebody does something with a conversation: `session_id` tells their devices apart."""

    clinic_id: UUID
    conversation_id: UUID
    user_id: UUID
    session_id: UUID
    activity: Activity

    def to_json(self, board_id: str) -> str:
        """Write for the other processes; `board_id` says which board knows it already."""
        ids = (self.clinic_id, self.conversation_id, self.user_id, self.session_id)
        return json.dumps([board_id, self.activity.value, *map(str, ids)], separators=(",", ":"))


def read_sign(text: str) -> tuple[str, Sign]:
    """Read what `to_json` wrote: the board, and the sign. Raises ValueError for anything else."""
    found: Any = json.loads(text)
    if not isinstance(found, list) or len(found) != 6 or not all(isinstance(one, str) for one in found):
        raise ValueError("that is no sign")
    board_id, activity, *ids = found
    clinic_id, conversation_id, user_id, session_id = map(UUID, ids)
    return board_id, Sign(clinic_id, conversation_id, user_id, session_id, Activity(activity))


@dataclass(frozen=True, slots=True)
class Present:
    """One colleague at a conversation, whatever the number of their devices."""

    user_id: UUID
    is_typing: bool
    until: datetime
    """When that is over, unless it is said again."""
