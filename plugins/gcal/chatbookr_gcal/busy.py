"""Asks Google when calendars are busy; an error for one calendar never makes it look free.

Source: Calendar API v3, Freebusy: query.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.events import Unreadable, instant_of
from chatbookr_gcal.refusals import first_reason
from chatbookr_sdk import Busy, FreeBusy, PermanentFailure

_LONGEST = timedelta(days=80)
"""Google refuses to answer for more than some 90 days at once (`timeRangeTooLong`); that is in no document."""
_CALENDARS_PER_QUERY = 50
"""Google answers for at most 50 calendars at once (FreeBusyRequest.calendarExpansionMax)."""


async def free_busy(
    api: CalendarApi, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
) -> FreeBusy:
    """Ask for all calendars, 50 at a time, and for a long range piece by piece: one unknown piece makes it unknown."""
    if ends_at <= starts_at:
        raise PermanentFailure("time_range_empty")
    busy: dict[str, list[Busy]] = {}
    unknown: dict[str, str] = {}
    asked = list(dict.fromkeys(calendar_ids))
    for first in range(0, len(asked), _CALENDARS_PER_QUERY):
        chunk = asked[first : first + _CALENDARS_PER_QUERY]
        for since, until in _pieces(starts_at, ends_at):
            answers = await _query(api, chunk, since, until)
            for calendar_id in chunk:
                stretches = _stretches(answers.get(calendar_id))
                if isinstance(stretches, str):
                    unknown.setdefault(calendar_id, stretches)
                else:
                    _join(busy.setdefault(calendar_id, []), stretches)
    known = {calendar_id: tuple(spans) for calendar_id, spans in busy.items() if calendar_id not in unknown}
    return FreeBusy(busy=known, unknown=unknown)


def _pieces(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Lay pieces of the longest range that Google answers for end to end."""
    since = starts_at
    while since < ends_at:
        until = min(since + _LONGEST, ends_at)
        yield since, until
        since = until


def _join(known: list[Busy], more: Sequence[Busy]) -> None:
    """Add the stretches of the next piece; one that was cut between the two is one again."""
    if known and more and more[0].starts_at <= known[-1].ends_at:
        known[-1] = Busy(known[-1].starts_at, max(known[-1].ends_at, more[0].ends_at))
        more = more[1:]
    known.extend(more)


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
