"""Reads what changed in a calendar: Google lays recurring events out, and is never asked what an event is about.

Source: Calendar API v3, Events: list; "Synchronize resources efficiently" (sync tokens, pages, 410).
"""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.events import (
    Unreadable,
    booking_id_of,
    is_all_day,
    is_cancelled,
    moment_of,
    zone_for,
)
from chatbookr_sdk import ChangedEvent, Changes, FullSyncRequired, PermanentFailure, TemporaryFailure

_PAGE_SIZE = "2500"
_FIELDS = (
    "timeZone,nextPageToken,nextSyncToken,items(id,etag,status,start,end,transparency,eventType,recurringEventId,"
    "originalStartTime,extendedProperties/private/bookingId,attendees(self,responseStatus))"
)
"""No title, no description, no place, no other guest: what is not asked for cannot be kept."""
_NEVER_BLOCKS = frozenset({"workingLocation", "birthday"})
"""Where somebody works, or whose birthday it is, takes nobody's time, however it is marked."""
_EARLIEST, _LATEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
"""Where a day begins first, and where it ends last: between them lies what is said in a zone that nobody knows."""
_ZONE_ENDS = "|"
"""Between the calendar's time zone and Google's own token in ours: neither has it."""


async def list_changes(
    api: CalendarApi,
    calendar_id: str,
    *,
    sync_token: str | None,
    page: str | None,
    starts_at: datetime,
    ends_at: datetime,
) -> Changes:
    """Ask for one page; see `FollowingCalendar.list_changes`.

    Events of whole days are kept as instants, and nothing is told of them where their calendar moves to another time
    zone: all is read anew then.
    """
    zone_then, token = _parts_of(sync_token)
    if ends_at <= starts_at:
        raise PermanentFailure("time_range_empty")
    params = {"singleEvents": "true", "maxResults": _PAGE_SIZE, "fields": _FIELDS}
    params |= {"syncToken": token} if token is not None else _window(starts_at, ends_at)
    if page is not None:
        params["pageToken"] = page
    response = await api.request("GET", "calendars", calendar_id, "events", params=params)
    if response.status in (400, 410) and sync_token is not None:  # all else we ask for is the same without it
        raise FullSyncRequired("Google no longer knows the sync token", code=str(response.status))
    if response.status in (404, 410):
        if await api.has_calendar(calendar_id):  # whoever took that for its end would look again much too late
            raise TemporaryFailure("Google says that a calendar is gone, and lists it", code=str(response.status))
        raise PermanentFailure("calendar_not_found", code=str(response.status))
    body = api.resource_in(response, is_write=False)
    if zone_then is not None and body.get("timeZone") not in (None, zone_then):
        raise FullSyncRequired("the calendar is in another time zone", code="time_zone")
    return changes_in(body)


def _window(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    """Write what is read at first; Google keeps it for the token it gives then, and refuses another."""
    return {"timeMin": starts_at.astimezone(UTC).isoformat(), "timeMax": ends_at.astimezone(UTC).isoformat()}


def _parts_of(sync_token: str | None) -> tuple[str | None, str | None]:
    """Return the zone a token of ours was given in, where it says so, and Google's own token."""
    if sync_token is None or _ZONE_ENDS not in sync_token:
        return None, sync_token
    zone, _, token = sync_token.partition(_ZONE_ENDS)
    return zone, token


def changes_in(body: dict[str, Any]) -> Changes:
    """Read a page. Raises TemporaryFailure where it cannot be read: what is not understood is never free.

    What can be understood in several ways takes the time of them all, so that one event does not hide the others.
    """
    items, next_page, sync_token = body.get("items", []), body.get("nextPageToken"), body.get("nextSyncToken")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise TemporaryFailure("Google's page of events is no list", code="unreadable")
    zone_name = body.get("timeZone")
    try:
        zone = _zone_of(zone_name)
        events = tuple(changed_event(item, calendar_zone=zone) for item in items)
    except Unreadable:
        raise TemporaryFailure("an event of Google's cannot be read", code="unreadable") from None
    has_more = isinstance(next_page, str) and bool(next_page)
    is_last = isinstance(sync_token, str) and bool(sync_token)
    if not has_more and not is_last:
        raise TemporaryFailure("Google's page names neither a next one nor a sync token", code="unreadable")
    token = f"{zone_name}{_ZONE_ENDS}{sync_token}" if isinstance(zone_name, str) else sync_token
    return Changes(events, next_page if has_more else None, token if is_last and not has_more else None)


def _zone_of(name: object) -> tzinfo | None:
    """Return the zone a calendar names; None for one of Windows', of some program's own, or newer than we are."""
    try:
        return zone_for(name)
    except Unreadable:
        return None


def changed_event(resource: dict[str, Any], *, calendar_zone: tzinfo | None = UTC) -> ChangedEvent:
    """Read an event. Raises Unreadable; a cancelled one may be left with nothing but its id."""
    event_id, etag, status = resource.get("id"), resource.get("etag"), resource.get("status", "confirmed")
    if not isinstance(event_id, str) or not event_id or status not in ("confirmed", "tentative", "cancelled"):
        raise Unreadable("an event without id or status")
    starts_at, ends_at = (None, None) if is_cancelled(resource) else _times(resource, calendar_zone)
    kind, series_id, original = (resource.get(name) for name in ("eventType", "recurringEventId", "originalStartTime"))
    return ChangedEvent(
        event_id=event_id,
        etag=etag if isinstance(etag, str) else "",
        status=status,
        starts_at=starts_at,
        ends_at=ends_at,
        blocks=_blocks(resource),
        is_all_day=is_all_day(resource),
        kind=kind if isinstance(kind, str) else "default",
        series_id=series_id if isinstance(series_id, str) else None,
        original_starts_at=_original(original, calendar_zone),
        booking_id=booking_id_of(resource),
    )


def _times(resource: dict[str, Any], calendar_zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Read from when until when an event takes time. Raises Unreadable.

    One that ends before it begins, as some programs send it, takes the time between: nobody can say which is meant.
    """
    start, end = resource.get("start") or {}, resource.get("end") or {}
    starts_at = moment_of(start, calendar_zone or _EARLIEST, unknown_zone=_EARLIEST)
    ends_at = moment_of(end, calendar_zone or _LATEST, unknown_zone=_LATEST)
    if is_all_day(resource) and start["date"] == end.get("date"):
        ends_at += timedelta(days=1)  # some clients write a single day without its exclusive end
    return min(starts_at, ends_at), max(starts_at, ends_at)


def _original(start: object, calendar_zone: tzinfo | None) -> datetime | None:
    """Read when an occurrence would have begun; None where it is no occurrence, or nobody can say."""
    try:
        return moment_of(start, calendar_zone or UTC)
    except Unreadable:
        return None


def _blocks(resource: dict[str, Any]) -> bool:
    if is_cancelled(resource) or resource.get("transparency") == "transparent":
        return False
    if resource.get("eventType") in _NEVER_BLOCKS:
        return False
    attendees = resource.get("attendees")
    answers = [one for one in attendees if isinstance(one, dict)] if isinstance(attendees, list) else []
    return not any(one.get("self") is True and one.get("responseStatus") == "declined" for one in answers)
