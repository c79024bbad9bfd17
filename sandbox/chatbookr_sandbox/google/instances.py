"""The single occurrences of events: a one-off event is its own, a recurring one is laid out day by day."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from chatbookr_sandbox.google.recurrence import recurrence_from
from chatbookr_sandbox.google.state import Calendar, EventResource, StoredEvent
from chatbookr_sandbox.google.times import Span, date_from, instant_from, span_of, written, zone_for

_INSTANCE_ID = re.compile(r"(.+)_(\d{8}(?:T\d{6}Z)?)", re.ASCII)
_SERIES_FIELDS = ("recurrence",)


def is_series(event: EventResource) -> bool:
    return bool(event.get("recurrence"))


def instances_within(series: StoredEvent, calendar: Calendar, window: Span) -> Iterator[EventResource]:
    """Yield the occurrences that meet the window, those moved into it included, cancelled ones too."""
    begun = takewhile(
        lambda instance: span_of(instance, calendar.zone).start < window.end,
        _plain_instances(series.resource, calendar),
    )
    for instance in begun:
        if instance["id"] not in calendar.events and span_of(instance, calendar.zone).meets(window):
            yield instance
    for changed in exceptions_of(series.resource["id"], calendar):
        if span_of(changed.resource, calendar.zone).meets(window):
            yield changed.resource


def exceptions_of(series_id: str, calendar: Calendar) -> list[StoredEvent]:
    """List the occurrences of a series that were changed or cancelled on their own."""
    return [event for event in calendar.events.values() if event.resource.get("recurringEventId") == series_id]


def find_instance(calendar: Calendar, event_id: str) -> tuple[StoredEvent, EventResource] | None:
    """Find the occurrence that an id such as `abc_20260327T080000Z` names, with its series."""
    found = _INSTANCE_ID.fullmatch(event_id)
    series = calendar.events.get(found[1]) if found else None
    if found is None or series is None or not is_series(series.resource) or series.is_cancelled:
        return None
    for instance in _plain_instances(series.resource, calendar):
        if instance["id"] == event_id:
            return series, instance
        if instance["id"] > event_id:  # same prefix, and the stamps sort by time
            return None
    return None


def _plain_instances(series: EventResource, calendar: Calendar) -> Iterator[EventResource]:
    start, end = series["start"], series["end"]
    shared = {name: value for name, value in series.items() if name not in _SERIES_FIELDS}
    zone = calendar.zone if "date" in start else zone_for(start["timeZone"])
    rule = recurrence_from(series["recurrence"], zone)
    if "date" in start:
        first_day = datetime.combine(date_from(start["date"]), datetime.min.time())
        length = date_from(end["date"]) - date_from(start["date"])
        for local in rule.starts(first_day):
            begin = {"date": local.date().isoformat()}
            stamp = local.strftime("%Y%m%d")
            yield _instance(shared, begin, {"date": (local.date() + length).isoformat()}, stamp)
        return
    first, last = instant_from(start["dateTime"]), instant_from(end["dateTime"])
    for local in rule.starts(first.astimezone(zone).replace(tzinfo=None)):
        instant = local.replace(tzinfo=zone).astimezone(UTC)
        begin = {**start, "dateTime": written(instant, zone)}
        finish = {**end, "dateTime": written(instant + (last - first), zone)}
        yield _instance(shared, begin, finish, instant.strftime("%Y%m%dT%H%M%SZ"))


def _instance(shared: EventResource, start: EventResource, end: EventResource, stamp: str) -> EventResource:
    own = {"id": f"{shared['id']}_{stamp}", "recurringEventId": shared["id"], "originalStartTime": start}
    return {**shared, **own, "start": start, "end": end}


def series_window(calendar: Calendar, now: datetime) -> Span:
    """Return how far an unbounded list lays out endless series: a century back, two years ahead."""
    return Span(now - timedelta(days=36525), now + timedelta(days=731))
