"""One event and what Google answers about it, for tests of how it is written and read."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chatbookr_gcal import plugin
from chatbookr_sdk import (
    Event,
    HttpResponse,
)
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, context_for, recorded_answer

GOOGLE = Path(__file__).parents[3] / "tests" / "fixtures" / "google"
EVENT_ID = "0123456789abcdefghijklmnopqrstuv"
EVENT = Event(
    event_id=EVENT_ID,
    booking_id="b-1",
    starts_at=datetime(2026, 3, 27, 8, 0, tzinfo=UTC),
    ends_at=datetime(2026, 3, 27, 8, 30, tzinfo=UTC),
    time_zone="Europe/Madrid",
    title="Consultation",
)
CALENDAR = "dr.a@example.org"
EVENTS = "/calendar/v3/calendars/dr.a%40example.org/events"
ONE = f"{EVENTS}/{EVENT_ID}"


def a_recording(name: str) -> HttpResponse:
    return recorded_answer(json.loads((GOOGLE / f"{name}.json").read_text()))


def the_resource(**changed: object) -> dict[str, Any]:
    resource: dict[str, Any] = json.loads((GOOGLE / "derived" / "event_timed.json").read_text())["body"]
    return {**resource, **changed}


def a_context(http: FakeHttp) -> FakeContext:
    settings = {"client_id": "client-1"}
    return context_for(plugin.manifest, settings=settings, credentials={"access_token": "ya29.a"}, http=http)


NOT_FOUND = a_recording("errors/404_not_found")


def calls(http: FakeHttp) -> list[tuple[str, str]]:
    return [(request.method, request.url.removeprefix("https://www.googleapis.com")) for request in http.requests]
