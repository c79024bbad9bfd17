"""Calendar v3 as the sandbox speaks it: events, and lists of them."""

import asyncio
from typing import Any

import pytest
from tests.sandbox.google_events import EVENTS, ID, ids, insert, timed
from tests.sandbox.google_events import sandbox as sandbox
from tests.sandbox.google_sandbox import CALENDAR, GoogleSandbox, fixture_body


async def test_an_inserted_event_comes_back_as_google_fills_it_in(sandbox: GoogleSandbox) -> None:
    body = timed(id=ID, extendedProperties={"private": {"bookingId": "b-1", "workspace": "w-1"}})

    event = await insert(sandbox, body)
    found = (await sandbox.http.get(f"{EVENTS}/{ID}")).json()

    known = fixture_body("derived/event_timed")
    assert event == found
    assert known.keys() <= event.keys()
    googles_own = {"etag", "created", "updated", "organizer", "start", "end"}
    same = known.keys() - googles_own
    assert {name: event[name] for name in same} == {name: known[name] for name in same}
    assert event["start"] == known["start"]


@pytest.mark.parametrize("name", ["event_timed", "event_all_day", "event_dst_fold_autumn"])
async def test_an_event_of_google_can_be_sent_back_whole(sandbox: GoogleSandbox, name: str) -> None:
    known = fixture_body(f"derived/{name}")

    event = await insert(sandbox, known)

    assert (event["start"], event["end"]) == (known["start"], known["end"])


async def test_times_are_answered_in_the_calendars_zone_or_the_one_asked_for(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed("2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z", id=ID))
    local = {"dateTime": "2026-07-01T09:00:00", "timeZone": "America/New_York"}
    later = {"dateTime": "2026-07-01T10:00:00", "timeZone": "America/New_York"}
    await insert(sandbox, {"id": "localone", "start": local, "end": later})

    own = (await sandbox.http.get(f"{EVENTS}/{ID}")).json()
    asked = (await sandbox.http.get(f"{EVENTS}/{ID}", params={"timeZone": "UTC"})).json()
    there = (await sandbox.http.get(f"{EVENTS}/localone")).json()

    assert own["start"] == {"dateTime": "2026-07-01T09:00:00+02:00", "timeZone": "Europe/Madrid"}
    assert asked["start"]["dateTime"] == "2026-07-01T07:00:00Z"
    assert there["start"] == {"dateTime": "2026-07-01T15:00:00+02:00", "timeZone": "America/New_York"}


async def test_an_id_can_be_used_once_even_after_the_event_is_gone(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id=ID))
    twice = await sandbox.http.post(EVENTS, json=timed(id=ID))
    await sandbox.http.delete(f"{EVENTS}/{ID}")
    after = await sandbox.http.post(EVENTS, json=timed(id=ID))

    assert (twice.status_code, twice.json()) == (409, fixture_body("errors/409_duplicate"))
    assert after.status_code == 409


async def test_of_concurrent_inserts_with_one_id_one_wins(sandbox: GoogleSandbox) -> None:
    answers = await asyncio.gather(*(sandbox.http.post(EVENTS, json=timed(id=ID)) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19


@pytest.mark.parametrize("event_id", ["abcd", "UPPER", "with-dash", "wxyz0", "a" * 1025])
async def test_an_id_outside_base32hex_is_refused(sandbox: GoogleSandbox, event_id: str) -> None:
    answer = await sandbox.http.post(EVENTS, json=timed(id=event_id))

    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Invalid resource id value.")


async def test_a_deleted_event_is_gone_yet_can_be_restored(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id=ID))

    deleted = await sandbox.http.delete(f"{EVENTS}/{ID}", params={"sendUpdates": "none"})
    again = await sandbox.http.delete(f"{EVENTS}/{ID}")
    never = await sandbox.http.delete(f"{EVENTS}/neverwas")
    seen = (await sandbox.http.get(f"{EVENTS}/{ID}")).json()
    restored = await sandbox.http.put(f"{EVENTS}/{ID}", json=timed())

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert (again.status_code, again.json()) == (410, fixture_body("errors/410_deleted"))
    assert (never.status_code, never.json()) == (404, fixture_body("errors/404_not_found"))
    assert seen["status"] == "cancelled"
    assert restored.json()["status"] == "confirmed"
    assert await ids(sandbox) == [ID]


async def test_a_stale_etag_changes_nothing(sandbox: GoogleSandbox) -> None:
    first = await insert(sandbox, timed(id=ID))
    second = (await sandbox.http.patch(f"{EVENTS}/{ID}", json={"summary": "Changed"})).json()
    stale = {"If-Match": first["etag"]}

    patched = await sandbox.http.patch(f"{EVENTS}/{ID}", json={"summary": "Lost"}, headers=stale)
    put = await sandbox.http.put(f"{EVENTS}/{ID}", json=timed(), headers=stale)
    deleted = await sandbox.http.delete(f"{EVENTS}/{ID}", headers=stale)
    fresh = await sandbox.http.patch(f"{EVENTS}/{ID}", json={"summary": "Kept"}, headers={"If-Match": second["etag"]})

    assert [answer.status_code for answer in (patched, put, deleted, fresh)] == [412, 412, 412, 200]
    assert patched.json() == fixture_body("errors/412_condition_not_met")
    assert (await sandbox.http.get(f"{EVENTS}/{ID}")).json()["summary"] == "Kept"


async def test_patch_merges_and_put_replaces(sandbox: GoogleSandbox) -> None:
    private = {"bookingId": "b-1", "kept": "yes"}
    await insert(sandbox, timed(id=ID, description="note", location="room", extendedProperties={"private": private}))

    change = {"location": None, "extendedProperties": {"private": {"bookingId": "b-2"}}}
    patched = (await sandbox.http.patch(f"{EVENTS}/{ID}", json=change)).json()
    replaced = (await sandbox.http.put(f"{EVENTS}/{ID}", json=timed(summary="New"))).json()

    assert patched["extendedProperties"]["private"] == {"bookingId": "b-2", "kept": "yes"}
    assert patched["description"] == "note"
    assert "location" not in patched
    assert replaced["summary"] == "New"
    assert not {"description", "extendedProperties"} & replaced.keys()
    assert replaced["iCalUID"] == patched["iCalUID"]


async def test_a_sequence_counts_moves_and_never_goes_back(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id=ID))

    end = {"end": {"dateTime": "2026-03-27T10:00:00+01:00"}}
    renamed = (await sandbox.http.patch(f"{EVENTS}/{ID}", json={"summary": "x"})).json()
    moved = (await sandbox.http.patch(f"{EVENTS}/{ID}", json=end)).json()
    refused = await sandbox.http.patch(f"{EVENTS}/{ID}", json={"sequence": 0})

    assert (renamed["sequence"], moved["sequence"]) == (0, 1)
    assert refused.json()["error"]["message"].startswith("Invalid sequence value.")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"colour": "red"}, "parseError"),
        ({"start": {"dateTime": "2026-03-27T09:00:00+01:00", "zone": "x"}}, "parseError"),
        ({"summary": 7}, "parseError"),
        ({"attendees": {"email": "a@example.org"}}, "parseError"),
        ({"extendedProperties": {"private": {"n": 1}}}, "parseError"),
        ({"start": {"date": "27.3.2026"}}, "parseError"),
        ({"start": {"dateTime": "tomorrow"}}, "parseError"),
        ({"start": None}, "required"),
        ({"end": {}}, "required"),
        ({"start": {"dateTime": "2026-03-27T09:00:00"}}, "required"),
        ({"start": {"dateTime": "2026-03-27T09:00:00", "timeZone": "Mars/Olympus"}}, "invalid"),
        ({"start": {"date": "2026-03-27"}}, "invalid"),
        ({"end": {"dateTime": "2026-03-27T08:59:00+01:00"}}, "timeRangeEmpty"),
        ({"status": "maybe"}, "invalid"),
        ({"transparency": "glass"}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=MONTHLY"]}, "invalid"),
        ({"recurrence": ["EVERY DAY"]}, "invalid"),
    ],
)
async def test_a_wrong_body_is_refused_and_stores_nothing(
    sandbox: GoogleSandbox, change: dict[str, Any], reason: str
) -> None:
    answer = await sandbox.http.post(EVENTS, json=timed() | change)

    assert answer.status_code == 400
    assert answer.json()["error"]["errors"][0]["reason"] == reason
    assert await ids(sandbox) == []


async def test_an_empty_time_range_is_worded_as_google_words_it(sandbox: GoogleSandbox) -> None:
    wrong = timed("2026-03-27T09:00:00Z", "2026-03-27T08:00:00Z")

    answer = await sandbox.http.post(EVENTS, json=wrong)

    assert answer.json() == fixture_body("errors/400_time_range_empty")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"\xff"])
async def test_a_body_that_is_no_object_is_refused(sandbox: GoogleSandbox, content: bytes) -> None:
    answer = await sandbox.http.post(EVENTS, content=content)

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ({"colour": "red"}, "colour"),
        ({"orderBy": "size"}, "orderBy"),
        ({"maxResults": "0"}, "maxResults"),
        ({"maxResults": "many"}, "maxResults"),
        ({"singleEvents": "perhaps"}, "singleEvents"),
        ({"eventTypes": "party"}, "eventTypes"),
        ({"syncToken": "nonsense"}, "syncToken"),
        ({"pageToken": "nonsense"}, "pageToken"),
        ({"fields": "items(id"}, "fields"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"privateExtendedProperty": "novalue"}, "privateExtendedProperty"),
    ],
)
async def test_a_query_the_discovery_document_does_not_know_is_refused(
    sandbox: GoogleSandbox, query: dict[str, str], location: str
) -> None:
    await insert(sandbox, timed())

    answer = await sandbox.http.get(EVENTS, params=query)

    assert answer.status_code == 400
    assert answer.json()["error"]["errors"][0]["location"] == location


@pytest.mark.parametrize("value", ["2026-03-27T09:00:00", "2026-03-27", "2026-03-27T09:00:00 01:00"])
async def test_a_time_without_its_offset_is_a_bad_request(sandbox: GoogleSandbox, value: str) -> None:
    answer = await sandbox.http.get(EVENTS, params={"timeMin": value})

    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Bad Request")


async def test_order_by_start_needs_single_events(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id="bbbbb"))
    await insert(sandbox, timed("2026-03-26T09:00:00Z", "2026-03-26T10:00:00Z", id="ccccc"))
    await insert(sandbox, {"id": "ddddd", "start": {"date": "2026-03-27"}, "end": {"date": "2026-03-28"}})

    refused = await sandbox.http.get(EVENTS, params={"orderBy": "startTime"})

    assert refused.status_code == 400
    assert await ids(sandbox, orderBy="startTime", singleEvents="true") == ["ccccc", "ddddd", "bbbbb"]
    assert await ids(sandbox, orderBy="updated") == ["bbbbb", "ccccc", "ddddd"]


async def test_a_list_is_bounded_by_end_after_time_min_and_start_before_time_max(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed("2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z", id="aaaaa"))

    assert await ids(sandbox, timeMin="2026-03-27T10:00:00Z") == []
    assert await ids(sandbox, timeMin="2026-03-27T09:59:00Z") == ["aaaaa"]
    assert await ids(sandbox, timeMax="2026-03-27T09:00:00Z") == []
    assert await ids(sandbox, timeMax="2026-03-27T09:01:00Z") == ["aaaaa"]


async def test_events_are_found_by_property_words_and_ical_uid(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id="aaaaa", extendedProperties={"private": {"bookingId": "b-1", "w": "1"}}))
    await insert(sandbox, timed(id="bbbbb", summary="Team lunch", extendedProperties={"shared": {"bookingId": "b-1"}}))

    assert await ids(sandbox, privateExtendedProperty="bookingId=b-1") == ["aaaaa"]
    assert await ids(sandbox, privateExtendedProperty="bookingId=b-2") == []
    assert await ids(sandbox, sharedExtendedProperty="bookingId=b-1") == ["bbbbb"]
    assert await ids(sandbox, q="LUNCH team") == ["bbbbb"]
    assert await ids(sandbox, iCalUID="aaaaa@google.com") == ["aaaaa"]
    both = await sandbox.http.get(f"{EVENTS}?privateExtendedProperty=bookingId%3Db-1&privateExtendedProperty=w%3D2")
    assert both.json()["items"] == []


async def test_long_property_keys_are_dropped_and_long_values_cut(sandbox: GoogleSandbox) -> None:
    private = {"k" * 45: "x", "k" * 44: "v" * 1025}

    event = await insert(sandbox, timed(extendedProperties={"private": private}))

    assert event["extendedProperties"]["private"] == {"k" * 44: "v" * 1024}


async def test_a_calendar_that_is_deleted_is_not_there_for_anybody_and_a_primary_one_stays(
    sandbox: GoogleSandbox,
) -> None:
    second, lists = "/google/calendar/v3/calendars/second@example.org", "/google/calendar/v3/users/me/calendarList"
    await insert(sandbox, timed(id=ID), calendar=second)

    primary = await sandbox.http.delete(CALENDAR)
    not_owned = await sandbox.http.delete("/google/calendar/v3/calendars/colleague@example.org")
    gone = await sandbox.http.delete(second)
    paths = (second, f"{lists}/second@example.org", f"{second}/events", f"{second}/events/{ID}")
    after = [(await sandbox.http.get(path)).status_code for path in paths]

    assert (primary.status_code, not_owned.status_code, gone.status_code) == (400, 403, 204)
    assert after == [404] * 4
