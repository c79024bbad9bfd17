import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from chatbookr_gcal import plugin
from chatbookr_gcal.events import resource_of
from chatbookr_sdk import HttpResponse
from chatbookr_sdk.testing.calendar import EVENT, CalendarConformance
from chatbookr_sdk.testing.fakes import canary, json_answer, recorded_answer

ERRORS = Path(__file__).parents[3] / "tests" / "fixtures" / "google" / "errors"
RESOURCE: dict[str, Any] = {"id": EVENT.event_id, "etag": '"1"', **resource_of(EVENT)}
EARLIER = {**RESOURCE, "start": {"dateTime": "2026-03-27T11:30:00Z"}, "end": {"dateTime": "2026-03-27T12:00:00Z"}}
LISTED = {"id": "a@example.org", "summary": "Dr A", "timeZone": "Europe/Madrid", "accessRole": "owner"}
STRETCH = {"start": "2026-03-27T12:00:00Z", "end": "2026-03-27T12:15:00Z"}


def a_recording(name: str) -> HttpResponse:
    return recorded_answer(json.loads((ERRORS / f"{name}.json").read_text()))


def busy_answer(**second: object) -> HttpResponse:
    return json_answer(200, {"calendars": {"a@example.org": {"busy": [STRETCH]}, "b@example.org": second}})


class TestGoogleCalendar(CalendarConformance):
    plugin = plugin
    settings: ClassVar[Mapping[str, str]] = {"client_id": "client-1"}
    credentials: ClassVar[Mapping[str, str]] = {
        "access_token": canary("access_token"),
        "refresh_token": canary("refresh_token"),
        "scope": " ".join(scope.name for scope in plugin.manifest.oauth.scopes) if plugin.manifest.oauth else "",
        "expires_at": "2026-03-27T13:00:00+00:00",
    }
    answers: ClassVar[Mapping[str, Sequence[HttpResponse]]] = {
        "connect": [json_answer(200, LISTED)],
        "connect_refused": [a_recording("401_auth_error")],
        "refresh": [json_answer(200, {"access_token": "ya29.new", "expires_in": 3599})],
        "refresh_refused": [a_recording("oauth_token_invalid_grant")],
        "list_calendars": [json_answer(200, {"items": [LISTED]})],
        "free_busy": [busy_answer(busy=[])],
        "free_busy_partial": [busy_answer(busy=[], errors=[{"domain": "global", "reason": "notFound"}])],
        "put": [json_answer(200, RESOURCE)],
        "put_again": [a_recording("409_duplicate"), json_answer(200, RESOURCE)],
        "put_moved": [a_recording("409_duplicate"), json_answer(200, EARLIER), json_answer(200, RESOURCE)],
        "find": [json_answer(200, RESOURCE)],
        "find_gone": [a_recording("404_not_found"), json_answer(200, LISTED)],
        "delete": [json_answer(200, RESOURCE), HttpResponse(204, {}, b"")],
        "deleted_already": [a_recording("410_deleted"), a_recording("410_deleted"), json_answer(200, LISTED)],
        "revoke": [a_recording("oauth_revoke_ok"), a_recording("oauth_revoke_already_invalid")],
        "revoked_already": [a_recording("oauth_revoke_already_invalid")],
        "rate_limited": [a_recording("429_rate_limit")],
        "server_error": [a_recording("500_backend_error")],
        "unauthorized": [a_recording("401_auth_error")],
    }
