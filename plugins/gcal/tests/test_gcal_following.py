import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chatbookr_gcal import plugin
from chatbookr_gcal.events import Unreadable
from chatbookr_gcal.following import changed_event, changes_in
from chatbookr_sdk import (
    AuthExpired,
    Changes,
    FullSyncRequired,
    HttpResponse,
    InvalidWebhook,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    QuotaExceeded,
    Secret,
    TemporaryFailure,
    WebhookRequest,
)
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, context_for, json_answer, recorded_answer

GOOGLE = Path(__file__).parents[3] / "tests" / "fixtures" / "google"
START, END = datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 6, 27, tzinfo=UTC)
LAST = {"items": [], "nextSyncToken": "SYNC1"}
UNREADABLE = "unreadable"
ENTRY = "/users/me/calendarList/dr.a%40example.org"


def a_context(http: FakeHttp) -> FakeContext:
    return context_for(
        plugin.manifest, http=http, settings={"client_id": "c"}, credentials={"access_token": "ya29.token"}
    )


def a_file(name: str) -> Any:
    return json.loads((GOOGLE / f"{name}.json").read_text())


async def listed(http: FakeHttp, *, sync_token: str | None = None, page: str | None = None) -> Changes:
    return await plugin.list_changes(
        a_context(http), "dr.a@example.org", sync_token=sync_token, page=page, starts_at=START, ends_at=END
    )


# --- asking ---


async def test_everything_in_a_window_is_asked_for_without_a_word_of_what_it_is() -> None:
    http = FakeHttp(json_answer(200, LAST))

    changes = await listed(http)

    query = http.requests[0].params
    assert (query["timeMin"], query["timeMax"]) == ("2026-03-27T00:00:00+00:00", "2026-06-27T00:00:00+00:00")
    assert (query["singleEvents"], query["maxResults"]) == ("true", "2500")
    assert not {"summary", "description", "location", "email", "displayName"} & set(
        query["fields"].replace("(", ",").replace(")", ",").replace("/", ",").split(",")
    )
    assert "syncToken" not in query
    assert changes == Changes((), None, "SYNC1")


async def test_a_token_remembers_the_time_zone_and_all_is_read_anew_in_another() -> None:
    """What is kept of whole days are instants: nothing is told of them as their calendar moves to another zone."""
    first = await listed(FakeHttp(json_answer(200, {**LAST, "timeZone": "Europe/Berlin"})))
    same, other = (FakeHttp(json_answer(200, {**LAST, "timeZone": zone})) for zone in ("Europe/Berlin", "Asia/Tokyo"))

    second = await listed(same, sync_token=first.sync_token)
    with pytest.raises(FullSyncRequired):
        await listed(other, sync_token=second.sync_token)

    assert same.requests[0].params["syncToken"] == "SYNC1"


async def test_with_a_token_the_window_is_left_to_google() -> None:
    http = FakeHttp(json_answer(200, LAST))

    await listed(http, sync_token="SYNC0", page="PAGE2")

    query = http.requests[0].params
    assert (query["syncToken"], query["pageToken"]) == ("SYNC0", "PAGE2")
    assert not {"timeMin", "timeMax"} & set(query)


@pytest.mark.parametrize(
    ("name", "token", "consequence", "code"),
    [
        ("410_full_sync_required", "SYNC0", FullSyncRequired, "410"),
        ("410_full_sync_required", None, PermanentFailure, "410"),
        ("410_deleted", None, PermanentFailure, "410"),
        ("404_not_found", None, PermanentFailure, "404"),
        ("404_not_found", "SYNC0", PermanentFailure, "404"),
        ("401_auth_error", None, AuthExpired, "401"),
        ("403_insufficient_scope", None, AuthExpired, "insufficient_scope"),
        ("403_rate_limit", None, QuotaExceeded, "rateLimitExceeded"),
        ("403_user_rate_limit", None, QuotaExceeded, "userRateLimitExceeded"),
        ("403_quota_exceeded", None, QuotaExceeded, "quotaExceeded"),
        ("429_rate_limit", None, QuotaExceeded, "rateLimitExceeded"),
        ("500_backend_error", None, TemporaryFailure, "backendError"),
        ("400_time_range_empty", "SYNC0", FullSyncRequired, "400"),
        ("400_time_range_empty", None, PermanentFailure, "timeRangeEmpty"),
        ("403_forbidden_non_organizer", None, PermanentFailure, "forbiddenForNonOrganizer"),
        ("409_duplicate", None, PermanentFailure, "duplicate"),
        ("412_condition_not_met", None, PermanentFailure, "conditionNotMet"),
    ],
)
async def test_a_refused_list_has_its_consequence(name: str, token: str | None, consequence: type, code: str) -> None:
    http = FakeHttp(recorded_answer(a_file(f"errors/{name}")))
    http.on("GET", ENTRY, recorded_answer(a_file("errors/404_not_found")))  # the calendar itself, too

    with pytest.raises(PluginError) as failure:
        await listed(http, sync_token=token)

    assert type(failure.value) is consequence
    assert failure.value.code == code


@pytest.mark.parametrize("name", ["410_full_sync_required", "410_deleted", "404_not_found"])
@pytest.mark.parametrize("entry", [json_answer(200, {"id": "dr.a@example.org"}), "410_deleted", "500_backend_error"])
async def test_a_calendar_that_is_said_to_be_gone_and_is_listed_is_asked_again_soon(
    name: str, entry: HttpResponse | str
) -> None:
    http = FakeHttp(recorded_answer(a_file(f"errors/{name}")))
    http.on("GET", ENTRY, recorded_answer(a_file(f"errors/{entry}")) if isinstance(entry, str) else entry)

    with pytest.raises(TemporaryFailure) as failure:
        await listed(http)

    assert type(failure.value) is TemporaryFailure


# --- pages ---


async def test_an_empty_page_may_have_a_next_one_and_the_last_one_has_the_token() -> None:
    first = await listed(FakeHttp(recorded_answer(a_file("derived/events_page1_no_synctoken"))))
    last = await listed(FakeHttp(recorded_answer(a_file("derived/events_last_page_synctoken"))))

    assert first == Changes((), "PAGE2", None)
    assert last == Changes((), None, "Europe/Madrid|SYNC1")


@pytest.mark.parametrize(
    "body",
    [
        {"items": "none"},
        {"items": [None], "nextSyncToken": "s"},
        {"items": []},
        {"items": [{"id": "a", "status": "confirmed"}], "nextSyncToken": "s", "timeZone": "UTC"},
    ],
)
def test_a_page_that_cannot_be_read_is_never_taken_for_free_time(body: dict[str, Any]) -> None:
    with pytest.raises(TemporaryFailure, match="Google") as failure:
        changes_in(body)

    assert failure.value.code == "unreadable"


# --- events: every fixture of one ---

BUSY, FREE, GONE = "busy", "free", "gone"
EXPECTED: Mapping[str, list[tuple[str, str | None, str | None]] | str] = {
    "derived/event_all_day": [(BUSY, "2026-03-28T23:00", "2026-03-29T22:00")],  # 23 hours: the clock goes forward
    "derived/event_cancelled_stub": [(GONE, None, None)],
    "derived/event_dst_fold_autumn": [(BUSY, "2026-10-25T00:30", "2026-10-25T01:30")],
    "derived/event_recurring_exception_cancelled": [(GONE, None, None)],
    "derived/event_recurring_master": [(BUSY, "2026-03-27T08:00", "2026-03-27T08:30")],
    "derived/event_timed": [(BUSY, "2026-03-27T08:00", "2026-03-27T08:30")],
    "derived/events_last_page_synctoken": [],
    "derived/events_page1_no_synctoken": [],
}


def outcome_of(item: dict[str, Any]) -> tuple[str, str | None, str | None] | str:
    try:
        event = changed_event(item, calendar_zone=ZoneInfo("Europe/Madrid"))
    except Unreadable:
        return UNREADABLE
    kind = GONE if event.status == "cancelled" else BUSY if event.blocks else FREE
    return kind, _minute(event.starts_at), _minute(event.ends_at)


def _minute(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}" if at else None


def outcomes_of(path: Path) -> list[tuple[str, str | None, str | None] | str]:
    content = json.loads(path.read_text())
    resource = content.get("body", content)
    return [outcome_of(item) for item in resource.get("items", [resource])]


@pytest.mark.parametrize("path", sorted((GOOGLE / "derived").glob("event*.json")), ids=lambda path: path.stem)
def test_every_written_event_takes_the_time_it_says(path: Path) -> None:
    assert outcomes_of(path) == EXPECTED[f"derived/{path.stem}"]


@pytest.mark.parametrize("path", sorted((GOOGLE / "samples").glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_takes_the_time_it_says(path: Path) -> None:
    assert [list(one) if isinstance(one, tuple) else one for one in outcomes_of(path)] == SAMPLES[path.stem]


SAMPLES: Mapping[str, Any] = json.loads((Path(__file__).parent / "samples.json").read_text())


# --- what takes time ---


def an_event(**fields: object) -> dict[str, Any]:
    times = {"start": {"dateTime": "2026-04-01T09:00:00Z"}, "end": {"dateTime": "2026-04-01T10:00:00Z"}}
    return {"id": "e1", "etag": '"1"', "status": "confirmed", **times, **fields}


@pytest.mark.parametrize(
    ("fields", "blocks"),
    [
        ({}, True),
        ({"status": "tentative"}, True),
        ({"transparency": "opaque"}, True),
        ({"transparency": "transparent"}, False),
        ({"eventType": "outOfOffice"}, True),
        ({"eventType": "focusTime"}, True),
        ({"eventType": "workingLocation"}, False),
        ({"eventType": "outOfOffice", "transparency": "transparent"}, False),
        ({"attendees": [{"self": True, "responseStatus": "declined"}]}, False),
        ({"attendees": [{"self": True, "responseStatus": "tentative"}]}, True),
        ({"attendees": [{"responseStatus": "declined"}, {"self": True, "responseStatus": "accepted"}]}, True),
        ({"attendees": "everybody"}, True),
    ],
)
def test_what_takes_time_and_what_does_not(fields: dict[str, object], blocks: bool) -> None:
    assert changed_event(an_event(**fields)).blocks is blocks


def test_an_occurrence_names_its_series_and_when_it_would_have_been() -> None:
    original = {"dateTime": "2026-04-01T07:00:00Z"}

    event = changed_event(an_event(id="s_1", recurringEventId="s", originalStartTime=original))

    assert (event.series_id, event.original_starts_at) == ("s", datetime(2026, 4, 1, 7, tzinfo=UTC))


def test_a_local_time_that_the_clock_leaves_out_still_has_its_length() -> None:
    times = {
        "start": {"dateTime": "2026-03-29T02:30:00", "timeZone": "Europe/Madrid"},
        "end": {"dateTime": "2026-03-29T03:30:00", "timeZone": "Europe/Madrid"},
    }

    event = changed_event(an_event(**times))

    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    )


# --- pushes ---


def a_push(name: str) -> WebhookRequest:
    recorded = a_file(f"derived/{name}")
    headers = {key.lower(): value for key, value in recorded["headers"].items()}
    return WebhookRequest(recorded["method"], headers, {}, recorded["body"].encode())


@pytest.mark.parametrize(
    ("name", "secret", "number", "is_greeting"),
    [
        ("push_sync", "opaque-secret", 1, True),
        ("push_not_exists", "opaque-secret", 11, False),
        ("push_wrong_token", "WRONG", 12, False),
    ],
)
def test_a_push_says_its_channel_and_its_secret(name: str, secret: str, number: int, is_greeting: bool) -> None:
    notification = plugin.read_notification(a_context(FakeHttp()), a_push(name))

    assert notification.channel_id == "01234567-89ab-cdef-0123456789ab"
    assert notification.secret.reveal() == secret
    assert (notification.resource_id, notification.number) == ("o3hgv1538sdjfh", number)
    assert notification.is_greeting is is_greeting
    assert secret not in repr(notification)


@pytest.mark.parametrize(
    "change",
    [
        {"x-goog-channel-token": ""},
        {"x-goog-resource-state": "sleeps"},
        {"x-goog-message-number": "-1"},
        {"x-goog-message-number": "²"},
        {"x-goog-channel-id": "x" * 300},
        {"x-goog-channel-token": "x" * 300},
    ],
)
def test_what_is_no_push_of_googles_is_refused(change: dict[str, str]) -> None:
    push = a_push("push_sync")

    with pytest.raises(InvalidWebhook):
        plugin.read_notification(a_context(FakeHttp()), WebhookRequest("POST", {**push.headers, **change}, {}, b""))


def test_a_push_without_a_secret_is_refused() -> None:
    with pytest.raises(InvalidWebhook):
        plugin.read_notification(a_context(FakeHttp()), a_push("push_unknown_channel"))


async def test_a_channel_is_opened_with_our_secret_and_its_end_is_googles() -> None:
    recorded = a_file("derived/watch_response")
    http = FakeHttp(recorded_answer(recorded))
    until = datetime(2027, 1, 1, tzinfo=UTC)

    opened = await plugin.watch(
        a_context(http),
        "dr.a@example.org",
        channel_id=recorded["body"]["id"],
        secret=Secret("opaque-secret"),
        address="https://clinic.example/hooks/gcal",
        until=until,
    )

    sent = http.requests[0]
    assert sent.url.endswith("/calendars/dr.a%40example.org/events/watch")
    assert sent.json == {
        "id": recorded["body"]["id"],
        "type": "web_hook",
        "address": "https://clinic.example/hooks/gcal",
        "token": "opaque-secret",
        "expiration": str(int(until.timestamp() * 1000)),
    }
    assert opened.expires_at == datetime.fromtimestamp(1426325213, UTC)
    assert opened.resource_id == recorded["body"]["resourceId"]


@pytest.mark.parametrize("change", [{"id": "another"}, {"expiration": "soon"}, {"resourceId": ""}])
async def test_a_channel_that_is_not_the_one_asked_for_is_not_believed(change: dict[str, str]) -> None:
    body = {**a_file("derived/watch_response")["body"], **change}
    secret, at = Secret("s"), "https://x.example"

    with pytest.raises(OutcomeUnknown):
        await plugin.watch(
            a_context(FakeHttp(json_answer(200, body))),
            "a",
            channel_id="01234567-89ab-cdef-0123456789ab",
            secret=secret,
            address=at,
            until=END,
        )


@pytest.mark.parametrize("answer", ["404_not_found", "410_deleted"])
async def test_ending_a_channel_that_is_over_succeeds(answer: str) -> None:
    http = FakeHttp(recorded_answer(a_file(f"errors/{answer}")))

    await plugin.unwatch(a_context(http), "c", "r")

    assert http.requests[0].json == {"id": "c", "resourceId": "r"}


# --- nothing is left out ---


def test_every_fixture_of_google_is_asserted_somewhere() -> None:
    root = Path(__file__).parents[3]
    texts = "".join(
        path.read_text() for folder in ("tests/sandbox", "plugins/gcal/tests") for path in (root / folder).glob("*.py")
    )
    names = {path.stem for folder in ("errors", "derived") for path in (GOOGLE / folder).glob("*.json")}

    assert len(names) > 35
    assert sorted(name for name in names if name not in texts) == []
