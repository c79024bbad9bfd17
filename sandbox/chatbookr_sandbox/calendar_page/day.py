"""One local day of a calendar, laid out in minutes on the clock on the wall."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chatbookr_sandbox.google.instances import instances_within, is_series
from chatbookr_sandbox.google.state import Calendar, EventResource
from chatbookr_sandbox.google.times import Span, midnight, span_of

DAY_MINUTES = 1440


def day_of(calendar: Calendar, day: date, now: datetime) -> dict[str, Any]:
    """Return the day's events in order, for the page."""
    zone = calendar.zone
    window = Span(midnight(day, zone), midnight(day + timedelta(days=1), zone))
    events = [_entry(event, day, zone) for event in _events_within(calendar, window)]
    local_now = now.astimezone(zone)
    return {
        "calendar": calendar.id,
        "date": day.isoformat(),
        "timeZone": calendar.time_zone,
        "today": local_now.date().isoformat(),
        "nowMinute": local_now.hour * 60 + local_now.minute if local_now.date() == day else None,
        "events": sorted(events, key=lambda entry: (entry["startMinute"], entry["endMinute"], entry["id"])),
    }


def _events_within(calendar: Calendar, window: Span) -> list[EventResource]:
    found: list[EventResource] = []
    for stored in calendar.events.values():
        if stored.is_cancelled:
            continue
        if is_series(stored.resource):
            inside = instances_within(stored, calendar, window)
            found.extend(event for event in inside if event["id"] not in calendar.events)
        elif span_of(stored.resource, calendar.zone).meets(window):
            found.append(stored.resource)
    return found


def _entry(event: EventResource, day: date, zone: ZoneInfo) -> dict[str, Any]:
    span = span_of(event, zone)
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    private = event.get("extendedProperties", {}).get("private", {})
    return {
        "id": event["id"],
        "title": event.get("summary") or "(No title)",
        "description": event.get("description", ""),
        "location": event.get("location", ""),
        "isAllDay": "date" in event["start"],
        "isFree": event.get("transparency") == "transparent",
        "isFromClient": bool(private),
        "isRecurring": "recurringEventId" in event,
        "startMinute": _minute(start, day),
        "endMinute": _minute(end, day),
        "startDate": start.date().isoformat(),
        "endDate": end.date().isoformat(),
        "startTime": f"{start:%H:%M}",
        "endTime": f"{end:%H:%M}",
        "minutes": int((span.end - span.start).total_seconds() // 60),
    }


def _minute(local: datetime, day: date) -> int:
    """Return the wall-clock minute within the day; what lies before or after it is cut to its edges."""
    if local.date() != day:
        return 0 if local.date() < day else DAY_MINUTES
    return local.hour * 60 + local.minute
