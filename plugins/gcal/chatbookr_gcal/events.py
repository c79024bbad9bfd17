"""Translates between our events and Google's, and Google's times into instants.

Source: Calendar API v3 discovery document, schemas Event, EventDateTime; RFC 3339.
"""

import json
import re
from datetime import UTC, date, datetime, time, tzinfo
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from chatbookr_sdk import Event, PermanentFailure, StoredEvent

_OURS = (
    ("summary", ""),
    ("description", ""),
    ("location", ""),
    ("status", "confirmed"),
    ("transparency", "opaque"),
    ("visibility", "default"),
)
SERIES = "series "
"""Before the etag of a series: it fits no single event, so none is deleted for one (If-Match)."""
_EVENT_ID = re.compile(r"[a-v0-9]{5,1024}")
Json = dict[str, Any]


class Unreadable(ValueError):
    """What Google sent is no time we understand."""


def resource_of(event: Event) -> Json:
    """Write an event as Google's resource, without its id. Raises PermanentFailure for an event that cannot be."""
    if not _EVENT_ID.fullmatch(event.event_id):
        raise PermanentFailure("event_id_invalid")
    if event.ends_at <= event.starts_at:
        raise PermanentFailure("time_range_empty")
    try:
        zone = zone_for(event.time_zone)
    except Unreadable:
        raise PermanentFailure("time_zone_unknown") from None
    return {
        "status": "confirmed",
        "summary": event.title,
        "description": event.description,
        "location": event.location,
        "start": _time(event.starts_at, zone, event.time_zone),
        "end": _time(event.ends_at, zone, event.time_zone),
        "visibility": "private",
        "transparency": "opaque",
        "reminders": {"useDefault": True},
        "extendedProperties": {"private": {"bookingId": event.booking_id}},
    }


def stored_event(resource: Json, *, calendar_zone: tzinfo = UTC) -> StoredEvent:
    """Read Google's resource. Raises Unreadable.

    `calendar_zone` gives an all-day event, which is made of dates, its midnights.
    """
    event_id, etag = resource.get("id"), resource.get("etag")
    if not isinstance(event_id, str) or not isinstance(etag, str):
        raise Unreadable("an event without id or etag")
    return StoredEvent(
        event_id=event_id,
        etag=f"{SERIES}{etag}" if is_series(resource) else etag,
        starts_at=moment_of(resource.get("start"), calendar_zone),
        ends_at=moment_of(resource.get("end"), calendar_zone),
        booking_id=booking_id_of(resource),
        digest=digest_of(resource),
    )


def digest_of(resource: Json) -> str:
    """Digest what is ours of an event besides its times, so that another hand's change shows, and not what it says.

    Google leaves out what is as usual: an event that takes its time, and one everybody may see. What we write is no
    series: one that somebody made of it tells how it recurs.
    """
    told = [resource.get(name) or usual for name, usual in _OURS]
    if is_series(resource):
        told.append(resource["recurrence"])
    return sha256(json.dumps(told, ensure_ascii=True, default=str).encode()).hexdigest()


def booking_id_of(resource: Json) -> str | None:
    """Return the booking that the event says it stands for."""
    properties = resource.get("extendedProperties")
    private = properties.get("private") if isinstance(properties, dict) else None
    booking_id = private.get("bookingId") if isinstance(private, dict) else None
    return booking_id if isinstance(booking_id, str) else None


def is_cancelled(resource: Json) -> bool:
    """Say whether the event is deleted; Google keeps such events for a while, at times with nothing but the id."""
    return resource.get("status") == "cancelled"


def is_series(resource: Json) -> bool:
    """Say whether somebody made the event recur."""
    return bool(resource.get("recurrence"))


def first_of(resource: Json) -> str:
    """Name the first occurrence of a series: Google names each by when it was to begin. Raises Unreadable."""
    start = resource.get("start")
    if is_all_day(resource):
        return f"{resource['id']}_{str(start['date']).replace('-', '')}" if isinstance(start, dict) else ""
    return f"{resource['id']}_{moment_of(start, UTC):%Y%m%dT%H%M%SZ}"


def is_all_day(resource: Json) -> bool:
    """Say whether the event is made of dates."""
    start = resource.get("start")
    return isinstance(start, dict) and "date" in start


def is_as_wanted(resource: Json, wanted: Json) -> bool:
    """Say whether Google's event already says what ours would."""
    try:
        same_times = all(moment_of(resource.get(end), UTC) == moment_of(wanted[end], UTC) for end in ("start", "end"))
    except Unreadable:
        return False
    return same_times and digest_of(resource) == digest_of(wanted) and not is_all_day(resource)


def instant_of(text: object) -> datetime:
    """Read an RFC 3339 instant with its offset as aware UTC. Raises Unreadable."""
    try:
        instant = datetime.fromisoformat(text) if isinstance(text, str) else None
        if instant is not None and instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Unreadable("no instant")


def zone_for(name: object) -> tzinfo:
    """Return the IANA zone of this name. Raises Unreadable."""
    try:
        return ZoneInfo(str(name))
    except (ValueError, OSError, KeyError):
        raise Unreadable("no time zone") from None


def _zone_or(name: object, unknown_zone: tzinfo | None) -> tzinfo:
    try:
        return zone_for(name)
    except Unreadable:
        if unknown_zone is None:
            raise
        return unknown_zone


def _time(instant: datetime, zone: tzinfo, zone_name: str) -> Json:
    return {"dateTime": instant.astimezone(zone).isoformat(timespec="seconds"), "timeZone": zone_name}


def moment_of(value: object, calendar_zone: tzinfo, *, unknown_zone: tzinfo | None = None) -> datetime:
    """Read an EventDateTime: an instant, a local time with its zone, or a date. Raises Unreadable.

    A local time in a zone that nobody knows is read in the `unknown_zone`, where there is one.
    """
    if not isinstance(value, dict):
        raise Unreadable("no time")
    text, zone_name = value.get("dateTime"), value.get("timeZone")
    try:
        if text is None:
            day = date.fromisoformat(value["date"])
            return datetime.combine(day, time(), calendar_zone).astimezone(UTC)
        local = datetime.fromisoformat(text)
        if local.tzinfo is None:
            local = local.replace(tzinfo=_zone_or(zone_name, unknown_zone))
        return local.astimezone(UTC)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise Unreadable("no time") from None
