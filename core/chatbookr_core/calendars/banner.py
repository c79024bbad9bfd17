"""What everybody at work had better know of a practitioner's calendar account. Pure."""

from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.calendars.rules import is_ending
from chatbookr_core.channels.connections import CONNECTED, NEEDS_RECONNECT
from chatbookr_core.channels.health import Banner
from chatbookr_core.conversations.advice import Advice

GONE: Final = "calendar_not_found"
"""The calendar that bookings are written to is not there any more; the account is."""
STALE: Final = "calendar_stale"
ENDING: Final = "calendar_ending"


def banner_for_calendar(
    state: str,
    *,
    state_reason: str,
    connected_at: datetime,
    lost_at: datetime | None,
    fetched_at: datetime | None,
    grant_ends_at: datetime | None,
    freshness: timedelta,
    now: datetime,
) -> Banner | None:
    """Say what a banner shows: that it is lost before all, that what is written is gone, that it could not be read,
    that its consent ends soon.

    While it is stale its practitioner's times are not offered; None: all is well, or it was given up here.
    """
    known = fetched_at or connected_at
    if state == NEEDS_RECONNECT:
        return Banner(NEEDS_RECONNECT, Advice.RECONNECT, lost_at)
    if state == CONNECTED and state_reason == GONE:
        return Banner(GONE, Advice.LOOK, lost_at)
    if state == CONNECTED and now - known > freshness:
        return Banner(STALE, Advice.LOOK, known)
    if state == CONNECTED and is_ending(grant_ends_at, now):
        return Banner(ENDING, Advice.RECONNECT, None)
    return None
