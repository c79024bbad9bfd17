import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_gcal import plugin
from chatbookr_gcal.events import Unreadable, instant_of, is_as_wanted, resource_of, stored_event
from chatbookr_sdk import (
    AuthExpired,
    HttpResponse,
    OutcomeUnknown,
    PermanentFailure,
    StoredEvent,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import FakeHttp, json_answer
from gcal_event import CALENDAR, EVENT, EVENT_ID, GOOGLE, NOT_FOUND, ONE, a_context, a_recording, calls, the_resource

LISTED = "/users/me/calendarList/dr.a%40example.org"
GONE_EMPTY = HttpResponse(204, {}, b"")


async def find(http: FakeHttp) -> StoredEvent | None:
    return await plugin.find_event(a_context(http), CALENDAR, EVENT_ID)


async def test_a_present_event_is_found_as_it_stands() -> None:
    found = await find(FakeHttp(a_recording("derived/event_dst_fold_autumn")))

    assert found is not None
    assert found.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


async def test_an_all_day_event_lasts_from_midnight_to_midnight_where_the_calendar_is() -> None:
    http = FakeHttp().on("GET", ONE, a_recording("derived/event_all_day"))
    http.on("GET", LISTED, json_answer(200, {"id": CALENDAR, "timeZone": "Europe/Madrid"}))

    found = await find(http)

    assert found is not None
    assert found.starts_at == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)  # a day of 23 hours


async def test_a_day_in_a_calendar_whose_zone_nobody_knows_is_found() -> None:
    http = FakeHttp().on("GET", ONE, a_recording("derived/event_all_day"))
    http.on("GET", LISTED, json_answer(200, {"id": CALENDAR, "timeZone": "W. Europe Standard Time"}))

    found = await find(http)

    assert found is not None
    assert found.ends_at - found.starts_at == timedelta(days=1)


@pytest.mark.parametrize(
    "answer", [NOT_FOUND, a_recording("errors/410_deleted"), a_recording("derived/event_cancelled_stub")]
)
async def test_a_deleted_event_is_gone(answer: HttpResponse) -> None:
    http = FakeHttp().on("GET", ONE, answer).on("GET", LISTED, json_answer(200, {"id": CALENDAR}))

    assert await find(http) is None


async def test_where_the_calendar_is_lost_its_events_are_unknown_and_not_gone() -> None:
    with pytest.raises(TemporaryFailure) as failure:
        await find(FakeHttp(NOT_FOUND))

    assert failure.value.code == "calendar_not_found"


@pytest.mark.parametrize(
    "answer",
    [
        a_recording("errors/500_backend_error"),
        HttpResponse(200, {}, b"<html>"),
        json_answer(200, the_resource(start=None)),
        json_answer(200, the_resource(start={"dateTime": "2026-03-27T09:00:00"})),
        json_answer(200, the_resource(start={"dateTime": "2026-03-27T09:00:00", "timeZone": "Europe/Atlantis"})),
    ],
)
async def test_what_cannot_be_read_is_unknown(answer: HttpResponse) -> None:
    with pytest.raises(TemporaryFailure) as failure:
        await find(FakeHttp(answer))

    assert type(failure.value) is TemporaryFailure


KNOWN = '"old"'


async def test_an_event_is_deleted() -> None:
    http = FakeHttp(GONE_EMPTY)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)

    assert calls(http) == [("DELETE", ONE)]


DOUBTFUL = [json_answer(200, {}), HttpResponse(200, {}, b""), NOT_FOUND, a_recording("errors/410_deleted")]


@pytest.mark.parametrize("answer", DOUBTFUL)
@pytest.mark.parametrize("found", [NOT_FOUND, a_recording("errors/410_deleted")])
@pytest.mark.parametrize("entry", [NOT_FOUND, json_answer(200, {"id": CALENDAR})])
async def test_deleting_succeeds_even_where_the_event_is_gone(
    answer: HttpResponse, found: HttpResponse, entry: HttpResponse
) -> None:
    """Whatever is not Google's 204 is made sure of: a success without it was taken for one before, unseen."""
    http = FakeHttp().on("DELETE", ONE, answer).on("GET", ONE, found).on("GET", LISTED, entry)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)

    assert [method for method, _ in calls(http)] == ["DELETE", "GET", "GET"]


@pytest.mark.parametrize("answer", DOUBTFUL)
async def test_deleting_succeeds_where_the_event_is_shown_as_cancelled(answer: HttpResponse) -> None:
    http = FakeHttp().on("DELETE", ONE, answer).on("GET", ONE, a_recording("derived/event_cancelled_stub"))

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)

    assert calls(http) == [("DELETE", ONE), ("GET", ONE)]


@pytest.mark.parametrize("etag", [KNOWN, None])
async def test_where_all_is_said_to_be_gone_nothing_is_deleted_yet(etag: str | None) -> None:
    with pytest.raises(TemporaryFailure):
        await plugin.delete_event(a_context(FakeHttp(a_recording("errors/410_deleted"))), CALENDAR, EVENT_ID, etag=etag)


@pytest.mark.parametrize("answer", DOUBTFUL)
@pytest.mark.parametrize("found", [json_answer(200, the_resource()), json_answer(200, {}), HttpResponse(503, {}, b"")])
async def test_an_event_that_is_said_to_be_gone_and_is_shown_is_deleted_later(
    answer: HttpResponse, found: HttpResponse
) -> None:
    http = FakeHttp().on("DELETE", ONE, answer).on("GET", ONE, found)

    with pytest.raises(TemporaryFailure):
        await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)


CHANGED = a_recording("errors/412_condition_not_met")


@pytest.mark.parametrize("answer", [NOT_FOUND, a_recording("errors/410_deleted")])
async def test_an_event_that_was_changed_and_then_is_said_not_to_be_there_is_deleted_later(
    answer: HttpResponse,
) -> None:
    http = (
        FakeHttp()
        .on("DELETE", ONE, CHANGED)
        .on("GET", ONE, answer)
        .on("GET", LISTED, json_answer(200, {"id": CALENDAR}))
    )

    with pytest.raises(TemporaryFailure):
        await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)


async def test_an_event_that_was_changed_is_deleted_as_it_is_now() -> None:
    newer = json_answer(200, the_resource(etag='"newer"'))
    http = FakeHttp().on("DELETE", ONE, CHANGED, GONE_EMPTY).on("GET", ONE, newer)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)

    assert [one.headers.get("if-match") for one in http.requests if one.method == "DELETE"] == [KNOWN, '"newer"']


async def test_an_event_that_somebody_deleted_meanwhile_is_deleted() -> None:
    cancelled = a_recording("derived/event_cancelled_stub")
    http = FakeHttp().on("DELETE", ONE, CHANGED).on("GET", ONE, cancelled)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID, etag=KNOWN)

    assert calls(http) == [("DELETE", ONE), ("GET", ONE)]


@pytest.mark.parametrize(
    ("answer", "consequence"),
    [
        ("errors/401_auth_error", AuthExpired),
        ("errors/500_backend_error", OutcomeUnknown),
        ("errors/403_forbidden_non_organizer", PermanentFailure),
    ],
)
async def test_a_failed_deletion_is_told(answer: str, consequence: type) -> None:
    with pytest.raises(consequence):
        await plugin.delete_event(a_context(FakeHttp(a_recording(answer))), CALENDAR, EVENT_ID, etag=KNOWN)


async def test_an_event_that_nobody_knows_how_it_was_left_is_looked_at_and_deleted_as_it_is() -> None:
    http = FakeHttp().on("GET", ONE, json_answer(200, the_resource(etag='"now"'))).on("DELETE", ONE, GONE_EMPTY)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID)

    assert [(one.method, one.headers.get("if-match")) for one in http.requests] == [("GET", None), ("DELETE", '"now"')]


async def test_of_a_series_that_nobody_knows_how_it_was_left_the_first_occurrence_alone_is_deleted() -> None:
    series = the_resource(recurrence=["RRULE:FREQ=WEEKLY"])
    first = f"{ONE}_20260327T080000Z"
    http = FakeHttp().on("GET", ONE, json_answer(200, series)).on("DELETE", first, GONE_EMPTY)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID)

    assert calls(http) == [("GET", ONE), ("DELETE", first)]


async def test_an_event_is_deleted_whatever_its_times_say() -> None:
    http = FakeHttp().on("GET", ONE, json_answer(200, the_resource(start={"dateTime": "in spring"})))
    http.on("DELETE", ONE, GONE_EMPTY)

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID)

    assert calls(http) == [("GET", ONE), ("DELETE", ONE)]


async def test_a_series_that_does_not_say_when_it_begins_is_tried_again_later() -> None:
    series = the_resource(start={"dateTime": "in spring"}, recurrence=["RRULE:FREQ=DAILY"])

    with pytest.raises(TemporaryFailure):
        await plugin.delete_event(a_context(FakeHttp().on("GET", ONE, json_answer(200, series))), CALENDAR, EVENT_ID)


@pytest.mark.parametrize("found", [NOT_FOUND, a_recording("errors/410_deleted")])
async def test_an_event_that_is_gone_when_it_is_looked_at_is_deleted(found: HttpResponse) -> None:
    http = FakeHttp().on("GET", ONE, found).on("GET", LISTED, json_answer(200, {"id": CALENDAR}))

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID)

    assert {method for method, _ in calls(http)} == {"GET"}


async def test_an_event_that_is_cancelled_when_it_is_looked_at_is_deleted() -> None:
    http = FakeHttp().on("GET", ONE, a_recording("derived/event_cancelled_stub"))

    await plugin.delete_event(a_context(http), CALENDAR, EVENT_ID)

    assert calls(http) == [("GET", ONE)]


def test_every_sample_of_an_event_is_read_or_refused_as_unreadable() -> None:
    read = 0
    for path in [*(GOOGLE / "samples").glob("*.json"), *(GOOGLE / "derived").glob("event_*.json")]:
        content = json.loads(path.read_text())
        resource = content.get("body", content)
        for item in resource.get("items", [resource]):
            try:
                stored_event({"etag": '"1"', **item})
                read += 1
            except Unreadable:
                continue

    assert read > 20


ZONES = st.sampled_from(
    ["Europe/Madrid", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham", "UTC"]
)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001  # hypothesis wants naive bounds
    lambda instant: instant.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(INSTANTS, st.integers(1, 2880), ZONES)
def test_times_survive_the_way_to_google_and_back(starts_at: datetime, minutes: int, zone: str) -> None:
    event = replace(EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), time_zone=zone)

    resource = resource_of(event)
    stored = stored_event({"id": EVENT_ID, "etag": '"1"', **resource})

    assert (stored.starts_at, stored.ends_at) == (event.starts_at, event.ends_at)
    assert is_as_wanted(resource, resource)
    local = datetime.fromisoformat(resource["start"]["dateTime"])
    assert local.utcoffset() == starts_at.astimezone(ZoneInfo(zone)).utcoffset()


@given(st.none() | st.text() | st.integers() | st.just("2026-03-27") | st.just("9999-12-31T23:59:59-12:00"))
def test_what_is_no_instant_is_unreadable(text: object) -> None:
    with pytest.raises(Unreadable):
        instant_of(text)
