"""Asks Google when calendars are busy; an error for one calendar never makes it look free.

Source: Calendar API v3, Freebusy: query.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.events import Unreadable, instant_of
from chatbookr_gcal.refusals import first_reason
from chatbookr_sdk import Busy, FreeBusy, PermanentFailure

_CALENDARS_PER_QUERY = 50
"""Google answers for at most 50 calendars at once (FreeBusyRequest.calendarExpansionMax)."""


async def free_busy(
    api: CalendarApi, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
) -> FreeBusy:
    """Ask for all calendars, 50 at a time."""
    if ends_at <= starts_at:
        raise PermanentFailure("time_range_empty")
    busy: dict[str, tuple[Busy, ...]] = {}
    unknown: dict[str, str] = {}
    asked = list(dict.fromkeys(calendar_ids))
    for first in range(0, len(asked), _CALENDARS_PER_QUERY):
        chunk = asked[first : first + _CALENDARS_PER_QUERY]
        answers = await _query(api, chunk, starts_at, ends_at)
        for calendar_id in chunk:
            stretches = _stretches(answers.get(calendar_id))
            if isinstance(stretches, str):
                unknown[calendar_id] = stretches
            else:
                busy[calendar_id] = stretches
    return FreeBusy(busy=busy, unknown=unknown)


async def _query(
    api: CalendarApi, calendar_ids: Sequence[str], starts_at: datetime, ends_at: datetime
) -> dict[str, object]:
    query = {
        "timeMin": starts_at.astimezone(UTC).isoformat(),
        "timeMax": ends_at.astimezone(UTC).isoformat(),
        "items": [{"id": calendar_id} for calendar_id in calendar_ids],
    }
    response = await api.request("POST", "freeBusy", json=query)
    answers = api.resource_in(response, is_write=False).get("calendars")
    return answers if isinstance(answers, dict) else {}


def _stretches(answer: object) -> tuple[Busy, ...] | str:
    """Read one calendar's busy time, or the reason why it is unknown."""
    if not isinstance(answer, dict):
        return "unanswered"
    if answer.get("errors"):
        return first_reason(answer["errors"]) or "error"
    stretches = answer.get("busy")
    if not isinstance(stretches, list):
        return "unreadable"
    try:
        return tuple(_stretch(stretch) for stretch in stretches)
    except Unreadable:
        return "unreadable"


def _stretch(stretch: object) -> Busy:
    if not isinstance(stretch, dict):
        raise Unreadable("no stretch of time")
    return Busy(instant_of(stretch.get("start")), instant_of(stretch.get("end")))
