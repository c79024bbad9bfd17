"""How long exports and the links to them hold."""

from datetime import datetime, timedelta
from typing import Final

KEPT: Final = timedelta(days=7)
LINK_HOLDS: Final = timedelta(minutes=5)
MOST_OPEN: Final = 3  # of one patient at a time


def link_ends_at(now: datetime, expires_at: datetime) -> datetime:
    """Return until when a link asked for now opens an export."""
    return min(now + LINK_HOLDS, expires_at)
