"""What a Google calendar says, read without a line of the product: the rules of RFC 5545 laid out by dateutil."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

Resource = Mapping[str, Any]
Span = tuple[datetime, datetime]
AWAY_ONLY = ("workingLocation", "birthday")


def taken(events: Iterable[Resource], zone: ZoneInfo, window: Span) -> list[Span]:
    """Return the stretches of a window that events take, joined, as `events.list` tells of them with series whole."""
    listed = list(events)
    changed = {
        (one["recurringEventId"], moment(one["originalStartTime"], zone)) for one in listed if "recurringEventId" in one
    }
    spans: list[Span] = []
    for one in listed:
        if one["status"] == "cancelled" or not takes_time(one):
            continue
        starts, length = laid_out(one, zone, window[1]), moment(one["end"], zone) - moment(one["start"], zone)
        for start in starts:
            if (one["id"], start) not in changed:
                spans.append((start, _end_of(one, start, length, zone)))
    return joined(spans, window)


def takes_time(event: Resource) -> bool:
    return event.get("transparency") != "transparent" and event.get("eventType") not in AWAY_ONLY


def laid_out(event: Resource, zone: ZoneInfo, until: datetime) -> list[datetime]:
    """Return when an event starts, each time, on the clock on its own wall."""
    if not event.get("recurrence"):
        return [moment(event["start"], zone)]
    rule = "\n".join(event["recurrence"])
    if "date" in event["start"]:
        first_day = datetime.combine(date.fromisoformat(event["start"]["date"]), time())
        days = rrulestr(rule, dtstart=first_day)
        last = until.astimezone(zone).replace(tzinfo=None)
        return [day.replace(tzinfo=zone).astimezone(UTC) for day in days.between(first_day, last, inc=True)]
    wall = ZoneInfo(event["start"]["timeZone"])
    first = datetime.fromisoformat(event["start"]["dateTime"]).astimezone(wall)
    rules = rrulestr(rule, dtstart=first, forceset=True)
    rules.rdate(first)  # an event begins with itself, whatever its rule says (RFC 5545, 3.8.2.4)
    return [one.astimezone(UTC) for one in rules.between(first, until, inc=True)]


def moment(said: Resource, zone: ZoneInfo) -> datetime:
    """Read an instant, or the midnight at which a day begins where the calendar is."""
    if "date" in said:
        return datetime.combine(date.fromisoformat(said["date"]), time(), zone).astimezone(UTC)
    return datetime.fromisoformat(said["dateTime"]).astimezone(UTC)


def _end_of(event: Resource, start: datetime, length: timedelta, zone: ZoneInfo) -> datetime:
    if "date" not in event["start"]:
        return start + length
    days = date.fromisoformat(event["end"]["date"]) - date.fromisoformat(event["start"]["date"])
    return datetime.combine(start.astimezone(zone).date() + days, time(), zone).astimezone(UTC)


def joined(spans: Iterable[Span], window: Span) -> list[Span]:
    """Clip stretches to a window, and join what overlaps or touches."""
    found: list[Span] = []
    for start, end in sorted((max(start, window[0]), min(end, window[1])) for start, end in spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
