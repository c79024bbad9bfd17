"""What kinds of events there are, and what each has to be: a person's absence, focus and place have rules of their own.

https://developers.google.com/workspace/calendar/api/guides/calendar-status
"""

from collections.abc import Mapping
from typing import Any, Final

from chatbookr_sandbox.google import refusals
from chatbookr_sandbox.google.state import Calendar

_PROPERTIES: Final = {
    "outOfOffice": "outOfOfficeProperties",
    "focusTime": "focusTimeProperties",
    "workingLocation": "workingLocationProperties",
}
"""The kinds that tell of a person, each with the field that says more of it."""
_TIMED: Final = ("outOfOffice", "focusTime")
_MALFORMED: Final = {
    "outOfOffice": "malformedOutOfOfficeEvent",
    "focusTime": "malformedFocusTimeEvent",
    "workingLocation": "malformedWorkingLocationEvent",
}


def kind_for(body: Mapping[str, Any], calendar: Calendar) -> str:
    """Return the kind of a new event. Raises GoogleRefusal (400) for one that cannot be made, or not here."""
    kind = str(body.get("eventType") or "default")
    if kind == "default":
        return kind
    if kind not in _PROPERTIES:
        raise refusals.invalid("Invalid event type: the sandbox makes default events and those of a person's status.")
    if calendar.primary_of is None:
        raise refusals.bad_request("Status events are on primary calendars only.", reason="eventTypeRestriction")
    return kind


def check_kept(current: Mapping[str, Any], body: Mapping[str, Any]) -> None:
    """Raise GoogleRefusal (400) where an event is to become one of another kind."""
    if body.get("eventType") not in (None, current["eventType"]):
        raise refusals.invalid("The type of an event cannot be changed.")


def check_kind(kind: str, event: Mapping[str, Any]) -> None:
    """Raise GoogleRefusal (400) where an event is not as its kind has to be, or says what belongs to another."""
    for other, name in _PROPERTIES.items():
        if other != kind and name in event:
            raise refusals.invalid(f"{name} belong to an event of the type {other}.")
    if kind == "default":
        return
    if _PROPERTIES[kind] not in event:
        raise _malformed(kind, f"{_PROPERTIES[kind]} are missing.")
    if kind not in _TIMED:
        if event.get("transparency") != "transparent" or event.get("visibility") != "public":
            raise _malformed(kind, "It is transparent and public.")
        return
    if "date" in event["start"] or event.get("transparency", "opaque") != "opaque":
        raise _malformed(kind, "It is opaque, and never lasts all day.")
    if kind == "outOfOffice" and (event.get("description") or event.get("attendees")):
        raise _malformed(kind, "It has neither a description nor attendees.")


def _malformed(kind: str, why: str) -> refusals.GoogleRefusal:
    return refusals.bad_request(why, reason=_MALFORMED[kind])
