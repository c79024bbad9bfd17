import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chatbookr_gcal import plugin
from chatbookr_gcal.events import resource_of
from chatbookr_sdk import (
    AuthExpired,
    Event,
    HttpResponse,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    QuotaExceeded,
    StoredEvent,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import FakeHttp, context_for, json_answer
from gcal_event import CALENDAR, EVENT, EVENT_ID, EVENTS, NOT_FOUND, ONE, a_context, a_recording, calls, the_resource

DUPLICATE = a_recording("errors/409_duplicate")
CHANGED = a_recording("errors/412_condition_not_met")
STORED = a_recording("derived/event_timed")


async def put(http: FakeHttp, event: Event = EVENT) -> StoredEvent:
    return await plugin.put_event(a_context(http), CALENDAR, event)


async def test_an_event_is_inserted_under_our_own_id_and_names_its_booking() -> None:
    http = FakeHttp(STORED)

    stored = await put(http)

    assert stored == StoredEvent(EVENT_ID, '"3181161784712000"', EVENT.starts_at, EVENT.ends_at, "b-1")
    assert calls(http) == [("POST", EVENTS)]
    assert http.requests[0].headers["authorization"] == "Bearer ya29.a"
    assert http.requests[0].json == {
        "id": EVENT_ID,
        "status": "confirmed",
        "summary": "Consultation",
        "description": "",
        "location": "",
        "start": {"dateTime": "2026-03-27T09:00:00+01:00", "timeZone": "Europe/Madrid"},
        "end": {"dateTime": "2026-03-27T09:30:00+01:00", "timeZone": "Europe/Madrid"},
        "visibility": "private",
        "transparency": "opaque",
        "reminders": {"useDefault": True},
        "extendedProperties": {"private": {"bookingId": "b-1"}},
    }


async def test_putting_the_same_event_again_changes_nothing() -> None:
    there = replace(STORED, content=json.dumps(the_resource(**resource_of(EVENT))).encode())
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, there)

    stored = await put(http)

    assert stored.booking_id == "b-1"
    assert calls(http) == [("POST", EVENTS), ("GET", ONE)]


async def test_a_rescheduled_event_is_moved_if_nobody_changed_it_meanwhile() -> None:
    later = replace(EVENT, starts_at=EVENT.starts_at + timedelta(hours=1), ends_at=EVENT.ends_at + timedelta(hours=1))
    moved = the_resource(
        etag='"2"', start={"dateTime": "2026-03-27T09:00:00Z"}, end={"dateTime": "2026-03-27T09:30:00Z"}
    )
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, STORED).on("PATCH", ONE, json_answer(200, moved))

    stored = await put(http, later)

    assert (stored.starts_at, stored.etag) == (later.starts_at, '"2"')
    patch = http.requests[2]
    assert patch.headers["if-match"] == '"3181161784712000"'
    assert isinstance(patch.json, dict)
    assert patch.json["start"] == {"dateTime": "2026-03-27T10:00:00+01:00", "timeZone": "Europe/Madrid"}
    assert "id" not in patch.json
    assert "attendees" not in patch.json


async def test_an_event_changed_meanwhile_is_read_once_more() -> None:
    renamed = replace(EVENT, title="Check-up")
    newer = json_answer(200, the_resource(etag='"newer"'))
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, STORED, newer).on("PATCH", ONE, CHANGED, newer)

    await put(http, renamed)

    assert [request.headers.get("if-match") for request in http.requests if request.method == "PATCH"] == [
        '"3181161784712000"',
        '"newer"',
    ]


async def test_an_event_that_keeps_changing_is_tried_again_later() -> None:
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, STORED).on("PATCH", ONE, CHANGED)

    with pytest.raises(TemporaryFailure):
        await put(http, replace(EVENT, title="Check-up"))

    assert [request.method for request in http.requests].count("PATCH") == 2


@pytest.mark.parametrize(
    "deleted", [a_recording("derived/event_cancelled_stub"), json_answer(200, the_resource(status="cancelled"))]
)
async def test_a_deleted_event_of_this_booking_is_revived(deleted: HttpResponse) -> None:
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, deleted).on("PATCH", ONE, STORED)

    stored = await put(http)

    assert stored.starts_at == EVENT.starts_at
    assert isinstance(http.requests[2].json, dict)
    assert http.requests[2].json["status"] == "confirmed"


async def test_an_event_that_was_made_an_all_day_one_gets_its_times_back() -> None:
    all_day = a_recording("derived/event_all_day")
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, all_day).on("PATCH", ONE, STORED)

    await put(http)

    assert isinstance(http.requests[2].json, dict)
    assert http.requests[2].json["start"]["date"] is None
    assert http.requests[2].json["end"]["dateTime"] == "2026-03-27T09:30:00+01:00"


@pytest.mark.parametrize(
    "taken",
    [
        the_resource(extendedProperties={"private": {"bookingId": "another"}}),
        the_resource(extendedProperties={"private": {"bookingId": "another"}}, status="cancelled"),
        the_resource(extendedProperties={"private": {}}),
        the_resource(extendedProperties=None),
    ],
)
async def test_an_event_that_stands_for_something_else_is_never_touched(taken: dict[str, Any]) -> None:
    http = FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, json_answer(200, taken))

    with pytest.raises(PermanentFailure) as failure:
        await put(http)

    assert failure.value.reason == "event_id_taken"
    assert [request.method for request in http.requests] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (replace(EVENT, event_id="A-Z"), "event_id_invalid"),
        (replace(EVENT, event_id="../.."), "event_id_invalid"),
        (replace(EVENT, ends_at=EVENT.starts_at), "time_range_empty"),
        (replace(EVENT, time_zone="Europe/Atlantis"), "time_zone_unknown"),
        (replace(EVENT, time_zone="../../etc/passwd"), "time_zone_unknown"),
        (replace(EVENT, time_zone="Europe"), "time_zone_unknown"),
    ],
)
async def test_an_event_that_cannot_be_written_is_refused_before_anything_is_sent(event: Event, reason: str) -> None:
    http = FakeHttp()

    with pytest.raises(PermanentFailure) as failure:
        await put(http, event)

    assert failure.value.reason == reason
    assert http.requests == []


@pytest.mark.parametrize(
    ("answer", "consequence", "code"),
    [
        ("errors/401_auth_error", AuthExpired, "401"),
        ("errors/403_insufficient_scope", AuthExpired, "insufficient_scope"),
        ("errors/403_rate_limit", QuotaExceeded, "rateLimitExceeded"),
        ("errors/403_user_rate_limit", QuotaExceeded, "userRateLimitExceeded"),
        ("errors/403_quota_exceeded", QuotaExceeded, "quotaExceeded"),
        ("errors/429_rate_limit", QuotaExceeded, "rateLimitExceeded"),
        ("errors/500_backend_error", OutcomeUnknown, "backendError"),
        ("errors/403_forbidden_non_organizer", PermanentFailure, "forbiddenForNonOrganizer"),
        ("errors/400_time_range_empty", PermanentFailure, "timeRangeEmpty"),
        ("errors/404_not_found", PermanentFailure, "notFound"),
        ("errors/410_deleted", PermanentFailure, "deleted"),
        ("errors/410_full_sync_required", PermanentFailure, "fullSyncRequired"),
    ],
)
async def test_recorded_refusals_have_their_consequence(answer: str, consequence: type, code: str) -> None:
    with pytest.raises(PluginError) as failure:
        await put(FakeHttp(a_recording(answer)))

    assert type(failure.value) is consequence
    assert failure.value.code == code


async def test_retry_after_is_honoured() -> None:
    with pytest.raises(TemporaryFailure) as limited:
        await put(FakeHttp(a_recording("errors/429_rate_limit")))
    with pytest.raises(TemporaryFailure) as dated:
        await put(FakeHttp(json_answer(503, {}, {"retry-after": "Fri, 27 Mar 2026 12:01:00 GMT"})))
    with pytest.raises(TemporaryFailure) as garbled:
        await put(FakeHttp(json_answer(503, {}, {"retry-after": "inf"})))

    assert [f.value.retry_after_seconds for f in (limited, dated, garbled)] == [7.0, 60.0, None]


@pytest.mark.parametrize(
    ("answer", "consequence"),
    [
        (HttpResponse(502, {}, b"<html>"), OutcomeUnknown),
        (HttpResponse(200, {}, b"<html>"), OutcomeUnknown),
        (HttpResponse(200, {}, b""), OutcomeUnknown),
        (json_answer(200, {"id": EVENT_ID}), OutcomeUnknown),
        (json_answer(200, the_resource(start={"dateTime": "noon"})), OutcomeUnknown),
        (json_answer(400, {"error": "odd"}), PermanentFailure),
        (json_answer(403, {"error": {"errors": [{"reason": "two words"}]}}), PermanentFailure),
        (HttpResponse(302, {}, b""), PermanentFailure),
        (OutcomeUnknown("no answer"), OutcomeUnknown),
    ],
)
async def test_unreadable_answers_to_a_write_leave_the_outcome_unknown(
    answer: HttpResponse | PluginError, consequence: type
) -> None:
    with pytest.raises(PluginError) as failure:
        await put(FakeHttp(answer))

    assert type(failure.value) is consequence


async def test_a_lost_calendar_is_named() -> None:
    with pytest.raises(PermanentFailure) as failure:
        await put(FakeHttp(NOT_FOUND))

    assert failure.value.reason == "calendar_not_found"


@pytest.mark.parametrize(
    "http",
    [
        FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, NOT_FOUND),
        FakeHttp().on("POST", EVENTS, DUPLICATE).on("GET", ONE, json_answer(200, the_resource(etag=None))),
        FakeHttp()
        .on("POST", EVENTS, DUPLICATE)
        .on("GET", ONE, json_answer(200, the_resource(summary="Old")))
        .on("PATCH", ONE, a_recording("errors/410_deleted")),
    ],
)
async def test_an_event_that_comes_and_goes_is_tried_again_later(http: FakeHttp) -> None:
    with pytest.raises(TemporaryFailure):
        await put(http)


async def test_without_an_access_token_nothing_is_sent() -> None:
    http = FakeHttp()
    for token in ("", "a\r\nb", "é"):
        ctx = context_for(plugin.manifest, settings={"client_id": "c"}, credentials={"access_token": token}, http=http)
        with pytest.raises(AuthExpired):
            await plugin.put_event(ctx, CALENDAR, EVENT)

    assert http.requests == []


async def test_a_calendars_id_is_quoted_in_the_address() -> None:
    http = FakeHttp(STORED)

    await plugin.put_event(a_context(http), "de.german#holiday@group/../x?y", EVENT)

    assert calls(http) == [("POST", "/calendar/v3/calendars/de.german%23holiday%40group%2F..%2Fx%3Fy/events")]
