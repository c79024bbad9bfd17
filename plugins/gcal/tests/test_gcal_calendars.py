import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chatbookr_gcal import plugin
from chatbookr_sdk import (
    AuthExpired,
    Busy,
    Calendar,
    FreeBusy,
    HttpResponse,
    PermanentFailure,
    PluginError,
    QuotaExceeded,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, context_for, json_answer, recorded_answer

GOOGLE = Path(__file__).parents[3] / "tests" / "fixtures" / "google"
STARTS_AT = datetime(2026, 3, 28, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(days=2)


def a_context(http: FakeHttp) -> FakeContext:
    settings = {"client_id": "client-1"}
    return context_for(plugin.manifest, settings=settings, credentials={"access_token": "ya29.a"}, http=http)


def a_recording(name: str) -> HttpResponse:
    return recorded_answer(json.loads((GOOGLE / f"{name}.json").read_text()))


def a_sample(name: str) -> HttpResponse:
    return json_answer(200, json.loads((GOOGLE / "samples" / f"gcal_sync__sync__{name}.json").read_text()))


async def free_busy(http: FakeHttp, *calendar_ids: str) -> FreeBusy:
    return await plugin.free_busy(a_context(http), calendar_ids, starts_at=STARTS_AT, ends_at=ENDS_AT)


def busy_answer(**calendars: object) -> HttpResponse:
    return json_answer(200, {"kind": "calendar#freeBusy", "calendars": calendars})


async def test_calendars_of_all_pages_are_listed() -> None:
    http = FakeHttp(a_sample("list_calendars_pages__1"), a_sample("list_calendars_pages__2"))

    calendars = await plugin.list_calendars(a_context(http))

    assert [calendar.id for calendar in calendars] == ["calendar-id-1", "calendar-id-2"]
    assert [request.params.get("pageToken") for request in http.requests] == [None, "page-token-1"]


async def test_a_calendar_is_writable_where_the_account_owns_it() -> None:
    items: list[Any] = [
        {
            "id": "a",
            "summary": "A",
            "summaryOverride": "Mine",
            "accessRole": "owner",
            "primary": True,
            "timeZone": "Europe/Lisbon",
        },
        {"id": "b", "summary": "B", "accessRole": "writer"},
        {"id": "c", "deleted": True},
        {"summary": "no id"},
        None,
        {"id": "d"},
    ]

    calendars = await plugin.list_calendars(a_context(FakeHttp(json_answer(200, {"items": items}))))

    assert list(calendars) == [
        Calendar("a", "Mine", "Europe/Lisbon", primary=True, writable=True, followable=True),
        Calendar("b", "B", "UTC", primary=False, writable=False),
        Calendar("d", "d", "UTC", primary=False, writable=False),
    ]


async def test_an_empty_page_may_have_a_next_one() -> None:
    empty = json_answer(200, {"nextPageToken": "2"})
    last = json_answer(200, {"items": [{"id": "a"}]})

    assert len(await plugin.list_calendars(a_context(FakeHttp(empty, last)))) == 1


async def test_a_list_that_never_ends_is_given_up() -> None:
    http = FakeHttp(json_answer(200, {"items": [], "nextPageToken": "again"}))

    with pytest.raises(TemporaryFailure):
        await plugin.list_calendars(a_context(http))

    assert len(http.requests) == 100


async def test_a_calendar_with_an_error_is_unknown_and_never_free() -> None:
    answer = await free_busy(FakeHttp(a_recording("derived/freebusy_mixed")), "dr.a@example.org", "gone@example.org")

    assert answer.unknown == {"gone@example.org": "notFound"}
    assert answer.busy == {
        "dr.a@example.org": (
            Busy(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
            Busy(datetime(2026, 3, 29, 2, 30, tzinfo=UTC), datetime(2026, 3, 29, 3, 0, tzinfo=UTC)),
        )
    }


@pytest.mark.parametrize(
    ("calendar", "reason"),
    [
        (None, "unanswered"),
        ({}, "unreadable"),
        ({"busy": None}, "unreadable"),
        ({"busy": [None]}, "unreadable"),
        ({"busy": [{"start": "2026-03-29T00:30:00Z"}]}, "unreadable"),
        ({"busy": [{"start": "2026-03-29T00:30:00", "end": "2026-03-29T00:40:00"}]}, "unreadable"),
        ({"busy": [], "errors": [{"reason": "internalError"}]}, "internalError"),
        ({"busy": [], "errors": [{"reason": "patient's words"}]}, "error"),
        ({"busy": [], "errors": "yes"}, "error"),
    ],
)
async def test_whatever_cannot_be_read_is_unknown(calendar: object, reason: str) -> None:
    answer = await free_busy(FakeHttp(busy_answer(a=calendar)), "a")

    assert answer == FreeBusy(busy={}, unknown={"a": reason})


async def test_a_calendar_google_left_out_is_unknown() -> None:
    bodies: list[dict[str, object]] = [{"calendars": {}}, {"calendars": []}, {"kind": "calendar#freeBusy"}]
    for body in bodies:
        assert (await free_busy(FakeHttp(json_answer(200, body)), "a")).unknown == {"a": "unanswered"}


async def test_offsets_are_read_as_the_instants_they_are() -> None:
    stretch = {"start": "2026-03-29T01:30:00+01:00", "end": "2026-03-29T03:30:00+02:00"}

    answer = await free_busy(FakeHttp(busy_answer(a={"busy": [stretch]})), "a")

    expected = Busy(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    assert answer.busy["a"] == (expected,)


async def test_more_than_fifty_calendars_are_asked_for_in_turns() -> None:
    ids = [f"c{n}" for n in range(120)]
    http = FakeHttp(json_answer(200, {"calendars": {calendar_id: {"busy": []} for calendar_id in ids}}))

    answer = await free_busy(http, *ids, "c0")

    assert list(answer.busy) == ids
    asked = [request.json["items"] for request in http.requests if isinstance(request.json, dict)]
    assert [len(items) for items in asked] == [50, 50, 20]
    assert http.requests[0].json == {
        "timeMin": "2026-03-28T00:00:00+00:00",
        "timeMax": "2026-03-30T00:00:00+00:00",
        "items": [{"id": calendar_id} for calendar_id in ids[:50]],
    }


async def test_a_long_range_is_asked_about_piece_by_piece_and_what_was_cut_is_one_again() -> None:
    """Google refuses more than some 90 days, and a clinic may offer times for a year."""
    cut = STARTS_AT + timedelta(days=80)
    hour = timedelta(hours=1)

    def period(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
        return {"start": starts_at.isoformat(), "end": ends_at.isoformat()}

    http = FakeHttp(
        busy_answer(a={"busy": [period(cut - hour, cut)]}, b={"busy": []}),
        busy_answer(a={"busy": [period(cut, cut + hour), period(cut + 2 * hour, cut + 3 * hour)]}, b={"errors": [{}]}),
        busy_answer(a={"busy": []}, b={"busy": []}),
    )

    ends_at = STARTS_AT + timedelta(days=200)
    answer = await plugin.free_busy(a_context(http), ["a", "b"], starts_at=STARTS_AT, ends_at=ends_at)

    asked = [request.json for request in http.requests if isinstance(request.json, dict)]
    bounds = [datetime.fromisoformat(one[name]) for one in asked for name in ("timeMin", "timeMax")]
    assert bounds == [STARTS_AT, cut, cut, cut + timedelta(days=80), cut + timedelta(days=80), ends_at]
    assert answer.busy == {"a": (Busy(cut - hour, cut + hour), Busy(cut + 2 * hour, cut + 3 * hour))}
    assert answer.unknown == {"b": "error"}


async def test_no_calendars_need_no_question() -> None:
    http = FakeHttp()

    assert await free_busy(http) == FreeBusy(busy={}, unknown={})
    assert http.requests == []


async def test_an_empty_range_is_refused() -> None:
    with pytest.raises(PermanentFailure):
        await plugin.free_busy(a_context(FakeHttp()), ["a"], starts_at=ENDS_AT, ends_at=STARTS_AT)


@pytest.mark.parametrize(
    ("answer", "consequence"),
    [
        (a_recording("errors/401_auth_error"), AuthExpired),
        (a_recording("errors/403_rate_limit"), QuotaExceeded),
        (a_recording("errors/500_backend_error"), TemporaryFailure),
        (HttpResponse(200, {}, b"<html>"), TemporaryFailure),
    ],
)
async def test_where_nothing_is_answered_nothing_is_free(answer: HttpResponse, consequence: type) -> None:
    with pytest.raises(PluginError) as failure:
        await free_busy(FakeHttp(answer), "a")

    assert type(failure.value) is consequence
