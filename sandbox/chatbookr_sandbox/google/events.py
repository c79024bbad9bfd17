"""What becomes of an event: inserted, updated, patched, cancelled, restored, with the fields Google fills in itself."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chatbookr_sandbox.google import refusals
from chatbookr_sandbox.google.event_kinds import check_kept, check_kind, kind_for
from chatbookr_sandbox.google.instances import exceptions_of, find_instance, is_series
from chatbookr_sandbox.google.recurrence import InvalidRecurrence, UnsupportedRecurrence, recurrence_from
from chatbookr_sandbox.google.state import Calendar, EventResource, GoogleState, StoredEvent
from chatbookr_sandbox.google.times import (
    date_from,
    date_time_from,
    instant_of,
    written,
    written_with_milliseconds,
    zone_for,
)

EVENT_ID = re.compile(r"[a-v0-9]{5,1024}", re.ASCII)

_GOOGLES_OWN = frozenset(
    {
        "kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "hangoutLink", "locked", "id",
        "recurringEventId", "originalStartTime", "endTimeUnspecified", "attendeesOmitted", "privateCopy", "iCalUID",
        "eventType",
    }
)  # fmt: skip
_CHOICES = {
    "status": ("confirmed", "tentative", "cancelled"),
    "transparency": ("opaque", "transparent"),
    "visibility": ("default", "public", "private", "confidential"),
}
_KEY_CHARACTERS, _VALUE_CHARACTERS, _PROPERTIES = 44, 1024, 300


class Events:
    """The events of one calendar, as one account changes them."""

    def __init__(self, state: GoogleState, calendar: Calendar, *, email: str, now: datetime) -> None:
        self._state = state
        self._calendar = calendar
        self._email = email
        self._now = now

    def find(self, event_id: str) -> EventResource:
        """Return an event or an occurrence, cancelled ones too. Raises GoogleRefusal (404)."""
        stored = self._calendar.events.get(event_id)
        if stored is not None:
            return stored.resource
        found = find_instance(self._calendar, event_id)
        if found is None:
            raise refusals.not_found()
        return found[1]

    def insert(self, body: Mapping[str, Any]) -> EventResource:
        """Store a new event. Raises GoogleRefusal: 400, or 409 when the id was ever used, even by a deleted event."""
        event_id = body.get("id") or self._state.mint()
        if EVENT_ID.fullmatch(event_id) is None:
            raise refusals.invalid("Invalid resource id value.")
        kind = kind_for(body, self._calendar)
        wished = self._settled(_without_nulls(body), kind)
        if event_id in self._calendar.events:
            raise refusals.duplicate()
        event = {**self._skeleton(event_id, body.get("iCalUID")), **wished, "eventType": kind}
        event.setdefault("status", "confirmed")
        event.setdefault("sequence", 0)
        event.setdefault("reminders", {"useDefault": True})
        return self._store(event)

    def update(self, event_id: str, body: Mapping[str, Any], *, if_match: str | None = None) -> EventResource:
        """Replace an event as PUT does; a cancelled one comes back to life."""
        current = self._current(event_id, if_match)
        check_kept(current, body)
        wished = self._settled(_without_nulls(body), current["eventType"])
        kept = {name: value for name, value in current.items() if name in _GOOGLES_OWN}
        defaults = {"status": "confirmed", "reminders": {"useDefault": True}}
        return self._change(current, {**kept, **defaults, **wished}, body)

    def patch(self, event_id: str, body: Mapping[str, Any], *, if_match: str | None = None) -> EventResource:
        """Change the named fields: objects are merged, lists replaced, nulls taken away."""
        current = self._current(event_id, if_match)
        check_kept(current, body)
        merged = _merged(current, {name: value for name, value in body.items() if name not in _GOOGLES_OWN})
        own = {name: value for name, value in current.items() if name in _GOOGLES_OWN}
        return self._change(current, {**own, **self._settled(merged, current["eventType"])}, body)

    def delete(self, event_id: str, *, if_match: str | None = None) -> None:
        """Cancel an event. Raises GoogleRefusal: 404, 410 when it is already cancelled, 412."""
        current = self._current(event_id, if_match)
        if current["status"] == "cancelled":
            raise refusals.deleted()
        if is_series(current):
            self._drop_exceptions(current["id"])
        self._store({**current, "status": "cancelled", "sequence": current["sequence"] + 1})

    def _current(self, event_id: str, if_match: str | None) -> EventResource:
        current = self.find(event_id)
        if if_match is not None and if_match not in ("*", current["etag"]):
            raise refusals.condition_not_met()
        return current

    def _change(self, current: EventResource, wished: EventResource, body: Mapping[str, Any]) -> EventResource:
        said = body.get("sequence")
        if said is not None and said < current["sequence"]:
            raise refusals.invalid(
                "Invalid sequence value. The specified sequence number is below the current sequence number of the "
                "resource. Re-fetch the resource and use its sequence number on the following request."
            )
        is_moved = any(current.get(name) != wished.get(name) for name in ("start", "end", "recurrence", "status"))
        wished["sequence"] = max(said or 0, current["sequence"] + is_moved)
        if is_series(current) and any(current.get(name) != wished.get(name) for name in ("start", "end", "recurrence")):
            self._drop_exceptions(current["id"])
        return self._store(wished)

    def _drop_exceptions(self, series_id: str) -> None:
        """Forget single changes of a series that no longer has those occurrences, and with them all sync tokens."""
        for changed in exceptions_of(series_id, self._calendar):
            del self._calendar.events[changed.resource["id"]]
        self._calendar.series_revision = self._state.revision + 1

    def _skeleton(self, event_id: str, ical_uid: str | None) -> EventResource:
        who = {"email": self._email, "self": True}
        link = urlsafe_b64encode(f"{event_id} {self._calendar.id}".encode()).decode("ascii").rstrip("=")
        return {
            "kind": "calendar#event",
            "id": event_id,
            "htmlLink": f"https://www.google.com/calendar/event?eid={link}",
            "created": written_with_milliseconds(self._now),
            "creator": who,
            "organizer": {"email": self._calendar.id, "self": True},
            "iCalUID": ical_uid or f"{event_id}@google.com",
        }

    def _store(self, event: EventResource) -> EventResource:
        revision, etag = self._state.advance(self._now)
        event = {**event, "etag": etag, "updated": written_with_milliseconds(self._now)}
        self._calendar.events[event["id"]] = StoredEvent(event, revision)
        return event

    def _settled(self, wished: Mapping[str, Any], kind: str) -> EventResource:
        """Check a wish for an event as a whole and bring its times into stored form."""
        settled = {name: value for name, value in wished.items() if name not in _GOOGLES_OWN}
        for name, choices in _CHOICES.items():
            if settled.get(name, choices[0]) not in choices:
                raise refusals.invalid(f"Invalid value for: {name}")
        settled["start"] = _settled_moment(wished.get("start"), "start", self._calendar.zone)
        settled["end"] = _settled_moment(wished.get("end"), "end", self._calendar.zone)
        _check_order(settled["start"], settled["end"], self._calendar.zone)
        if settled.get("recurrence"):
            _check_recurrence(settled)
        else:
            settled.pop("recurrence", None)
        if "extendedProperties" in settled:
            settled["extendedProperties"] = _kept_properties(settled["extendedProperties"])
        check_kind(kind, settled)
        return settled


def _settled_moment(moment: Mapping[str, Any] | None, which: str, calendar_zone: ZoneInfo) -> EventResource:
    if not moment or not (moment.get("date") or moment.get("dateTime")):
        raise refusals.required(f"Missing {which} time.")
    if moment.get("date") and moment.get("dateTime"):
        raise refusals.invalid(f"Invalid {which} time.")
    if moment.get("date"):
        return {"date": date_from(moment["date"]).isoformat()}
    try:
        zone = zone_for(moment["timeZone"]) if moment.get("timeZone") else None
    except ValueError:
        raise refusals.invalid(f"Invalid time zone definition for {which} time.") from None
    said = date_time_from(moment["dateTime"])
    if said.tzinfo is None and zone is None:
        raise refusals.required(f"Missing time zone definition for {which} time.")
    instant = (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
    zone = zone or calendar_zone
    return {"dateTime": written(instant, zone), "timeZone": zone.key}


def _check_order(start: EventResource, end: EventResource, zone: ZoneInfo) -> None:
    if ("date" in start) != ("date" in end):
        raise refusals.invalid("Start and end times must either both be date or both be dateTime.")
    if "date" in start:
        is_right = date.fromisoformat(start["date"]) < date.fromisoformat(end["date"])
    else:
        is_right = instant_of(start, zone) <= instant_of(end, zone)
    if not is_right:
        raise refusals.time_range_empty()


def _check_recurrence(event: EventResource) -> None:
    zone = zone_for(event["start"].get("timeZone", "UTC"))
    try:
        recurrence_from(event["recurrence"], zone)
    except InvalidRecurrence:
        raise refusals.invalid("Invalid recurrence rule.") from None
    except UnsupportedRecurrence:
        raise refusals.invalid("This recurrence is not supported by the sandbox: daily and weekly rules are.") from None


def _kept_properties(properties: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Keep extended properties as Google does: long keys are dropped, long values cut, both without a word.

    https://developers.google.com/workspace/calendar/api/guides/extended-properties
    """
    kept: dict[str, dict[str, str]] = {}
    for kind, pairs in properties.items():
        if len(pairs) > _PROPERTIES:
            raise refusals.invalid("Too many extended properties.")
        kept[kind] = {key: value[:_VALUE_CHARACTERS] for key, value in pairs.items() if len(key) <= _KEY_CHARACTERS}
    return kept


def _without_nulls(value: Mapping[str, Any]) -> EventResource:
    return _merged({}, value)


def _merged(current: Mapping[str, Any], changes: Mapping[str, Any]) -> EventResource:
    """Merge as JSON merge patch (RFC 7396), which is what Google's PATCH does."""
    merged = dict(current)
    for name, value in changes.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, Mapping):
            known = merged.get(name)
            merged[name] = _merged(known if isinstance(known, Mapping) else {}, value)
        else:
            merged[name] = value
    return merged


def rendered(event: EventResource, zone: ZoneInfo) -> EventResource:
    """Write an event as an answer holds it: times with the offset of the asked zone."""
    answer = dict(event)
    for name in ("start", "end", "originalStartTime"):
        moment = event.get(name)
        if moment and "dateTime" in moment:
            answer[name] = {**moment, "dateTime": written(instant_of(moment, zone), zone)}
    return answer


def stub(event: EventResource) -> EventResource:
    """Write a deleted event as lists do: only the id can be relied on."""
    names = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")
    return {name: event[name] for name in names if name in event}


def availability_only(event: EventResource) -> EventResource:
    """Write an event as one sees it who may only see whether the time is taken."""
    names = ("kind", "etag", "id", "status", "created", "updated", "iCalUID", "sequence", "eventType")
    times = ("start", "end", "transparency", "recurrence", "recurringEventId", "originalStartTime")
    return {name: event[name] for name in (*names, *times) if name in event} | {"visibility": "private"}
