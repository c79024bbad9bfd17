"""Puts, finds and deletes the events that stand for bookings, so that each call may run twice.

Source: Calendar API v3, Events: insert, get, patch, delete; "Create events": own ids, base32hex.
"""

from datetime import UTC, tzinfo
from typing import Any

from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.events import (
    Unreadable,
    booking_id_of,
    first_of,
    is_all_day,
    is_as_wanted,
    is_cancelled,
    is_series,
    resource_of,
    stored_event,
    zone_for,
)
from chatbookr_gcal.refusals import consequence_of
from chatbookr_sdk import Event, OutcomeUnknown, PermanentFailure, StoredEvent, TemporaryFailure

_TRIES = 2
"""One re-read where someone changed the event between our look and our write."""


async def put_event(api: CalendarApi, calendar_id: str, event: Event) -> StoredEvent:
    """Insert the event; where its id is taken by the same booking, bring that event to what is wanted."""
    wanted = resource_of(event)
    response = await api.request("POST", "calendars", calendar_id, "events", json={"id": event.event_id, **wanted})
    if response.status == 404:
        raise PermanentFailure("calendar_not_found", code="notFound")
    if response.status != 409:
        return _written(api.resource_in(response, is_write=True))
    for _ in range(_TRIES):
        current = await _own_event(api, calendar_id, event)
        if is_as_wanted(current, wanted):
            return _read(current)
        response = await api.request(
            "PATCH",
            "calendars",
            calendar_id,
            "events",
            event.event_id,
            json=_patch(current, wanted),
            etag=current["etag"],
        )
        if response.status in (404, 410):
            raise TemporaryFailure("the event vanished while it was being changed", code=str(response.status))
        if response.status != 412:
            return _written(api.resource_in(response, is_write=True))
    raise TemporaryFailure("the event keeps changing", code="conditionNotMet")


async def find_event(api: CalendarApi, calendar_id: str, event_id: str) -> StoredEvent | None:
    """Look the event up: None for gone; where the calendar itself is lost, nothing is known of the event."""
    response = await api.request("GET", "calendars", calendar_id, "events", event_id)
    if response.status in (404, 410):
        await _zone_of(api, calendar_id)
        return None
    resource = api.resource_in(response, is_write=False)
    if is_cancelled(resource):
        return None
    if not is_all_day(resource):
        return _read(resource)
    return _read(resource, zone=await _zone_of(api, calendar_id))


async def delete_event(api: CalendarApi, calendar_id: str, event_id: str, *, etag: str | None = None) -> None:
    """Delete the event; success where it is gone already. One that was changed since `etag`, or whose etag is not
    known, is looked at, and deleted as it stands.

    Whatever but 204 says that it is gone is made sure of: an event that is left stands for nobody, and takes time. One
    that was said to be there, and then not to be, or the other way round, may be either: it is tried again later. Of a
    series that somebody made of it the first occurrence alone is ours; the others are theirs.

    Source: "Get specific versions of resources" (If-Match, 412); "Recurring events" (ids of instances).
    """
    wanted = event_id
    if etag is None:
        standing = await _standing(api, calendar_id, event_id)
        if standing is None:
            return
        wanted, etag = standing
    for _ in range(_TRIES):
        response = await api.request("DELETE", "calendars", calendar_id, "events", wanted, etag=etag)
        if response.status == 204:
            return
        if 200 <= response.status < 300 or response.status in (404, 410):
            await _require_gone(api, calendar_id, wanted)
            return
        if response.status != 412:
            raise consequence_of(response, now=api.ctx.clock.now(), is_write=True)
        found = await api.request("GET", "calendars", calendar_id, "events", event_id)
        if found.status in (404, 410):
            raise TemporaryFailure("Google says the event exists, and does not", code=str(found.status))
        current = api.resource_in(found, is_write=False)
        if is_cancelled(current):
            return
        wanted, etag = _removable(current)
    raise TemporaryFailure("the event keeps changing", code="conditionNotMet")


async def _standing(api: CalendarApi, calendar_id: str, event_id: str) -> tuple[str, str | None] | None:
    """Look what of an event is to be removed, and as it stands now; None where it is gone.

    Whoever does not know how it was left would remove whatever somebody has made of it.
    """
    found = await api.request("GET", "calendars", calendar_id, "events", event_id)
    if found.status in (404, 410):
        await _require_gone(api, calendar_id, event_id)
        return None
    current = api.resource_in(found, is_write=False)
    return None if is_cancelled(current) else _removable(current)


def _removable(current: dict[str, Any]) -> tuple[str, str | None]:
    """Say by which id and etag what is ours of an event is removed; each occurrence of a series has its own etag."""
    try:
        if is_series(current):
            return first_of(current), None
    except Unreadable:
        raise TemporaryFailure("Google does not say when a series begins") from None
    event_id, etag = current.get("id"), current.get("etag")
    if not isinstance(event_id, str) or not isinstance(etag, str):
        raise TemporaryFailure("Google's answer is no event")
    return event_id, etag


async def _require_gone(api: CalendarApi, calendar_id: str, event_id: str) -> None:
    """Look whether an event that is said to be gone is. Raises TemporaryFailure where it stands, or nobody can say."""
    found = await api.request("GET", "calendars", calendar_id, "events", event_id)
    if found.status in (404, 410):
        await api.has_calendar(calendar_id)  # where all is said to be gone, nothing is known of the event
    elif not is_cancelled(api.resource_in(found, is_write=False)):
        raise TemporaryFailure("Google says the event is gone, and shows it", code="gone")


async def _own_event(api: CalendarApi, calendar_id: str, event: Event) -> dict[str, Any]:
    """Read the event that has our id; it must be this booking's.

    A deleted one may be left with nothing but its id, which is ours: it is revived.
    """
    response = await api.request("GET", "calendars", calendar_id, "events", event.event_id)
    if response.status in (404, 410):
        raise TemporaryFailure("Google says the event exists, and does not", code=str(response.status))
    current = api.resource_in(response, is_write=False)
    booking_id = booking_id_of(current)
    if booking_id != event.booking_id and not (is_cancelled(current) and booking_id is None):
        raise PermanentFailure("event_id_taken", "the event of this id stands for something else")
    if not isinstance(current.get("etag"), str):
        raise TemporaryFailure("Google sent an event without etag")
    return current


async def _zone_of(api: CalendarApi, calendar_id: str) -> tzinfo:
    """Ask for the calendar's time zone. Raises TemporaryFailure where the account has no such calendar.

    One that nobody knows counts as UTC: an event of whole days is not at its booking's time in any.
    """
    response = await api.request("GET", "users", "me", "calendarList", calendar_id)
    if response.status in (404, 410):
        raise TemporaryFailure("the account no longer has this calendar", code="calendar_not_found")
    try:
        return zone_for(api.resource_in(response, is_write=False).get("timeZone"))
    except Unreadable:
        return UTC


def _patch(current: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Change what is ours alone: what staff added in Google stays.

    Someone may have made the event an all-day one: a patch merges, so its dates must be cleared.
    """
    if not is_all_day(current):
        return wanted
    return {**wanted, **{end: {**wanted[end], "date": None} for end in ("start", "end")}}


def _written(resource: dict[str, Any]) -> StoredEvent:
    try:
        return stored_event(resource)
    except Unreadable:
        raise OutcomeUnknown("Google's answer is no event") from None


def _read(resource: dict[str, Any], *, zone: tzinfo = UTC) -> StoredEvent:
    try:
        return stored_event(resource, calendar_zone=zone)
    except Unreadable:
        raise TemporaryFailure("Google's answer is no event") from None
