"""Tells whose calendars cannot be trusted (stale, errored or disconnected): nobody knows when they are free."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.db import fetch
from chatbookr_core.models import Clinic


def untrusted(calendar: str, since: str) -> str:
    """Write that of a row of calendar_connection, called `calendar`, where one that was read at `since` is trusted."""
    is_old = f"{calendar}.fetched_at IS NULL OR {calendar}.fetched_at < {since}"
    return f"({calendar}.state = 'needs_reconnect' OR {calendar}.state = 'connected' AND ({is_old}))"


THEIRS: Final = f"""
SELECT 1 FROM calendar_connection AS calendar
WHERE calendar.clinic_id = $1 AND calendar.practitioner_id = $2 AND {untrusted("calendar", "$3")} LIMIT 1
"""  # noqa: S608  # the condition above


async def is_unseen(practitioner_id: UUID, *, clinic_id: UUID, now: datetime) -> bool:
    """Tell whether a calendar of a practitioner cannot be trusted: their times are had on request."""
    clinic = await Clinic.get(id=clinic_id)
    since = now - timedelta(minutes=clinic.calendar_freshness_minutes)
    return bool(await fetch(THEIRS, (clinic_id, practitioner_id, since)))
