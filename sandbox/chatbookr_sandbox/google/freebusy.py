"""freebusy.query: when calendars are taken, with an error for each calendar that cannot be told about."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chatbookr_sandbox.google import refusals
from chatbookr_sandbox.google.instances import instances_within, is_series
from chatbookr_sandbox.google.state import Calendar, EventResource, GoogleState
from chatbookr_sandbox.google.times import Span, instant_from, span_of, written, written_with_milliseconds, zone_for

MOST_CALENDARS = 50
LONGEST = timedelta(days=90)
"""No document says so, and those who ask for more are refused (calcom/cal.com, pull requests 11696 and 11962)."""


def availability(state: GoogleState, email: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a FreeBusyRequest. Raises GoogleRefusal (400) for a range that is missing, empty, too long or no time."""
    window, zone = _window(body), _zone(body)
    items = [item["id"] for item in body.get("items") or [] if item and item.get("id")]
    most = min(body.get("calendarExpansionMax") or MOST_CALENDARS, MOST_CALENDARS)
    answers: dict[str, Any] = {}
    for place, calendar_id in enumerate(dict.fromkeys(items)):
        calendar = state.find_calendar(email, calendar_id)
        if place >= most:
            answers[calendar_id] = _unknown("tooManyCalendarsRequested")
        elif calendar is None:
            answers[calendar_id] = _unknown("notFound")
        else:
            answers[calendar_id] = {"busy": [_period(span, zone) for span in busy_spans(calendar, window)]}
    return {
        "kind": "calendar#freeBusy",
        "timeMin": written_with_milliseconds(window.start),
        "timeMax": written_with_milliseconds(window.end),
        "calendars": answers,
    }


def busy_spans(calendar: Calendar, window: Span) -> list[Span]:
    """List the taken time within the window in order, merged and clipped to it."""
    spans = (span_of(event, calendar.zone) for event in _blocking(calendar, window))
    merged: list[Span] = []
    for span in sorted((span for span in spans if span.start < span.end), key=lambda span: span.start):
        clipped = Span(max(span.start, window.start), min(span.end, window.end))
        if merged and clipped.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, clipped.end))
        else:
            merged.append(clipped)
    return merged


def _blocking(calendar: Calendar, window: Span) -> Iterable[EventResource]:
    for stored in calendar.events.values():
        if is_series(stored.resource) and not stored.is_cancelled:
            found = [one for one in instances_within(stored, calendar, window) if one["id"] not in calendar.events]
        else:
            found = [stored.resource] if span_of(stored.resource, calendar.zone).meets(window) else []
        for event in found:
            if event["status"] != "cancelled" and event.get("transparency") != "transparent":
                yield event


def _window(body: Mapping[str, Any]) -> Span:
    bounds: list[datetime] = []
    for name in ("timeMin", "timeMax"):
        if not body.get(name):
            raise refusals.required(f"Missing {name} parameter.")
        try:
            bounds.append(instant_from(body[name]))
        except ValueError:
            raise refusals.bad_request() from None
    if bounds[0] >= bounds[1]:
        raise refusals.time_range_empty()
    if bounds[1] - bounds[0] > LONGEST:
        raise refusals.time_range_too_long()
    return Span(bounds[0], bounds[1])


def _zone(body: Mapping[str, Any]) -> ZoneInfo:
    try:
        return zone_for(body.get("timeZone") or "UTC")
    except ValueError:
        raise refusals.invalid("Invalid time zone.", parameter="timeZone") from None


def _period(span: Span, zone: ZoneInfo) -> dict[str, str]:
    return {"start": written(span.start, zone), "end": written(_up_to_second(span.end), zone)}


def _up_to_second(instant: datetime) -> datetime:
    return instant + timedelta(microseconds=-instant.microsecond % 1_000_000)


def _unknown(reason: str) -> dict[str, Any]:
    return {"errors": [{"domain": "global", "reason": reason}], "busy": []}
