"""What holds for agenda feeds: how their secret is written, how many there can be, what of the agenda they tell."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, get_args
from uuid import UUID

Detail = Literal["busy", "service"]
DETAILS: Final = frozenset(get_args(Detail))
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64url
NAME_CHARS: Final = 80
MOST_FEEDS: Final = 5
"""How many feeds of one practitioner can be open at a time."""
MOST_EVENTS: Final = 5_000
BEFORE: Final = timedelta(days=30)
AFTER: Final = timedelta(days=400)
"""How much of the agenda is told, around now."""
READ_NOTED_EVERY: Final = timedelta(hours=1)  # a write for every poll would be too dear


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """A feed as somebody asks for it."""

    practitioner_id: UUID
    name: str = field(repr=False)
    detail: Detail = "busy"


def is_token(text: str) -> bool:
    """Tell whether a text is written as feeds' secrets are; costs no look-up."""
    return TOKEN.fullmatch(text) is not None
