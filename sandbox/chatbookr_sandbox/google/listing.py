"""events.list: which events a query selects, page by page, and how sync tokens tell what changed since.

https://developers.google.com/workspace/calendar/api/guides/sync
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chatbookr_sandbox.google import refusals
from chatbookr_sandbox.google.events import availability_only, rendered, stub
from chatbookr_sandbox.google.instances import instances_within, is_series, series_window
from chatbookr_sandbox.google.state import Calendar, EventResource, Role, StoredEvent
from chatbookr_sandbox.google.times import Span, instant_from, instant_of, span_of, written_with_milliseconds, zone_for
from chatbookr_sandbox.google.validation import Parameters

PAGE_SIZE, LARGEST_PAGE = 250, 2500
NOT_WITH_SYNC_TOKEN = (
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin",
)  # fmt: skip
_NO_SYNC_AFTER = frozenset(NOT_WITH_SYNC_TOKEN) - {"timeMin", "timeMax"}
"""A first full list by these gets no sync token; one bounded in time does, as Google's guide shows."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One calendar as one reader sees it now; `revision` is the state's."""

    calendar: Calendar
    role: Role
    revision: int
    now: datetime

    def page(self, query: Parameters) -> dict[str, Any]:
        """Answer events.list. Raises GoogleRefusal: 400, or 410 for a sync token that is too old."""
        zone = _zone(query, self.calendar)
        since = self._since(query)
        place = _token(query.text("pageToken"), "pageToken")
        candidates = sorted(
            ((self._key(event, query), event) for event in self._selected(query, since)), key=lambda c: c[0]
        )
        if place is not None:
            candidates = [candidate for candidate in candidates if candidate[0] > tuple(place["after"])]
        size = min(query.number("maxResults", default=PAGE_SIZE), LARGEST_PAGE)
        shown, rest = candidates[:size], candidates[size:]
        answer = self._head(zone) | {"items": [self._shown(event, zone) for _, event in shown]}
        began = place["revision"] if place is not None else self.revision
        if rest:
            answer["nextPageToken"] = _written({"after": shown[-1][0], "revision": began})
        elif not any(name in query for name in _NO_SYNC_AFTER):
            answer["nextSyncToken"] = self._sync_token(query, began)
        return answer

    def occurrences(self, stored: StoredEvent, query: Parameters) -> dict[str, Any]:
        """Answer events.instances: the occurrences of a series by start; a one-off event is its own. Raises 400."""
        zone, place, window = (
            _zone(query, self.calendar),
            _token(query.text("pageToken"), "pageToken"),
            self._window(query),
        )
        series = stored.resource
        inside = instances_within(stored, self.calendar, window) if is_series(series) else iter([series])
        candidates = sorted(
            ([instant_of(one["start"], self.calendar.zone).isoformat(), one["id"]], one)
            for one in inside
            if one["status"] != "cancelled" or query.flag("showDeleted")
        )
        if place is not None:
            candidates = [candidate for candidate in candidates if candidate[0] > place["after"]]
        size = min(query.number("maxResults", default=PAGE_SIZE), LARGEST_PAGE)
        answer = self._head(zone) | {"items": [self._shown(one, zone) for _, one in candidates[:size]]}
        if candidates[size:]:
            answer["nextPageToken"] = _written({"after": candidates[size - 1][0], "revision": self.revision})
        return answer

    def _head(self, zone: ZoneInfo) -> dict[str, Any]:
        return {
            "kind": "calendar#events",
            "etag": f'"p{self.revision}"',
            "summary": self.calendar.summary,
            "updated": written_with_milliseconds(self.now),
            "timeZone": zone.key,
            "accessRole": self.role,
            "defaultReminders": [],
        }

    def _shown(self, event: EventResource, zone: ZoneInfo) -> EventResource:
        if event["status"] == "cancelled":
            return rendered(stub(event), zone)
        return rendered(availability_only(event) if self.role == "freeBusyReader" else event, zone)

    def _sync_token(self, query: Parameters, revision: int) -> str:
        token = {"calendar": self.calendar.id, "revision": revision, "single": query.flag("singleEvents")}
        return _written(token)

    def _since(self, query: Parameters) -> int | None:
        """Return the revision after which changes are asked for, None for a full list."""
        token = _token(query.text("syncToken"), "syncToken")
        if token is None:
            return None
        clash = next((name for name in NOT_WITH_SYNC_TOKEN if name in query), None)
        if clash is not None:
            raise refusals.invalid(f"Sync token cannot be used together with {clash}.", parameter=clash)
        if "showDeleted" in query and not query.flag("showDeleted"):
            raise refusals.invalid("showDeleted cannot be false with a sync token.", parameter="showDeleted")
        if token.get("calendar") != self.calendar.id or token.get("single") != query.flag("singleEvents"):
            raise refusals.invalid("Invalid sync token value.", parameter="syncToken")
        floor = max(self.calendar.sync_floor, self.calendar.series_revision if token["single"] else 0)
        if token["revision"] < floor:
            raise refusals.full_sync_required()
        return int(token["revision"])

    def _selected(self, query: Parameters, since: int | None) -> Iterable[EventResource]:
        window = self._window(query)
        updated_min = query.instant("updatedMin")
        shows_deleted = query.flag("showDeleted") or since is not None or updated_min is not None
        for stored in list(self.calendar.events.values()):
            if since is not None and stored.revision <= since:
                continue
            for event in self._expanded(stored, query, window):
                is_shown = event["status"] != "cancelled" or shows_deleted or self._is_hole(event, query)
                if is_shown and _matches(event, query, updated_min):
                    yield event

    def _window(self, query: Parameters) -> Span:
        low, high = query.instant("timeMin"), query.instant("timeMax")
        if low and high and low >= high:
            raise refusals.time_range_empty()
        reach = series_window(self.calendar, self.now)
        return Span(low or min(reach.start, high or self.now), high or max(reach.end, low or self.now))

    def _expanded(self, stored: StoredEvent, query: Parameters, window: Span) -> Iterable[EventResource]:
        event, zone = stored.resource, self.calendar.zone
        if is_series(event) and not stored.is_cancelled:
            inside = (one for one in instances_within(stored, self.calendar, window))
            if query.flag("singleEvents"):
                # Changed occurrences are stored on their own and come from there.
                yield from (one for one in inside if one["id"] not in self.calendar.events)
            elif next(inside, None) is not None:
                yield event
        elif ("timeMin" not in query and "timeMax" not in query) or span_of(event, zone).meets(window):
            yield event

    def _key(self, event: EventResource, query: Parameters) -> tuple[str, ...]:
        """Return what pages are ordered by; the id makes it unique, so a page token can name a place."""
        order = query.text("orderBy")
        if order == "startTime":
            if not query.flag("singleEvents"):
                raise refusals.bad_request("The requested ordering is not available for the particular query.")
            return (instant_of(event["start"], self.calendar.zone).isoformat(), event["id"])
        return (event["updated"], event["id"]) if order == "updated" else (event["id"],)

    def _is_hole(self, event: EventResource, query: Parameters) -> bool:
        """A cancelled occurrence belongs to its series, which is listed whole unless single events are asked for."""
        return "recurringEventId" in event and not query.flag("singleEvents")


def _matches(event: EventResource, query: Parameters, updated_min: datetime | None) -> bool:
    if updated_min is not None and instant_from(event["updated"]) < updated_min:
        return False
    if "iCalUID" in query and event["iCalUID"] != query.text("iCalUID"):
        return False
    if query.texts("eventTypes") and event["eventType"] not in query.texts("eventTypes"):
        return False
    words = (query.text("q") or "").lower().split()
    searched = " ".join(str(event.get(name, "")) for name in ("summary", "description", "location")).lower()
    return all(word in searched for word in words) and all(
        _holds(event, kind, constraint)
        for kind in ("private", "shared")
        for constraint in query.texts(f"{kind}ExtendedProperty")
    )


def _holds(event: EventResource, kind: str, constraint: str) -> bool:
    name, separator, value = constraint.partition("=")
    if not separator:
        raise refusals.bad_request(parameter=f"{kind}ExtendedProperty")
    properties: Mapping[str, str] = event.get("extendedProperties", {}).get(kind, {})
    return properties.get(name) == value


def _zone(query: Parameters, calendar: Calendar) -> ZoneInfo:
    try:
        return zone_for(query.text("timeZone") or calendar.time_zone)
    except ValueError:
        raise refusals.invalid("Invalid time zone.", parameter="timeZone") from None


def _written(token: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(token).encode()).decode("ascii")


def _token(text: str | None, name: str) -> dict[str, Any] | None:
    if text is None:
        return None
    try:
        token = json.loads(urlsafe_b64decode(text.encode("ascii")))
    except ValueError:
        token = None
    if not isinstance(token, dict) or not isinstance(token.get("revision"), int):
        words = {"syncToken": "Invalid sync token value.", "pageToken": "Invalid page token value."}
        raise refusals.invalid(words[name], parameter=name)
    return token
