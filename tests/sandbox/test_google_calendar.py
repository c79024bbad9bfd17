"""Calendar v3 as the sandbox speaks it: events, lists, sync, free/busy, scopes and refusals."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.sandbox.google_sandbox import CALENDAR, DOCTOR, FIXTURES, GoogleSandbox, fixture_body, google_sandbox

from chatbookr_sandbox.faults import Fault, FaultKind
from chatbookr_sandbox.google.validation import validator_for

EVENTS = f"{CALENDAR}/events"
FREE_BUSY = "/google/calendar/v3/freeBusy"
ID = "0123456789abcdefghijklmnopqrstuv"


@pytest.fixture
async def sandbox() -> AsyncIterator[GoogleSandbox]:
    async with google_sandbox() as running:
        await running.open_account(second="owner", colleague="writer", boss="freeBusyReader")
        running.http.headers.update(await running.bearer("calendar"))
        yield running


def timed(start: str = "2026-03-27T09:00:00+01:00", end: str = "2026-03-27T09:30:00+01:00", **more: Any) -> Any:
    """Return a timed event's body."""
    return {"summary": "Consultation", "start": {"dateTime": start}, "end": {"dateTime": end}, **more}


async def insert(sandbox: GoogleSandbox, body: dict[str, Any], *, calendar: str = CALENDAR) -> Any:
    answer = await sandbox.http.post(f"{calendar}/events", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def busy(sandbox: GoogleSandbox, low: str, high: str, **more: Any) -> Any:
    body = {"timeMin": low, "timeMax": high, "items": [{"id": DOCTOR}], **more}
    answer = await sandbox.http.post(FREE_BUSY, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["calendars"][DOCTOR]["busy"]


async def ids(sandbox: GoogleSandbox, **query: str) -> list[str]:
    answer = await sandbox.http.get(EVENTS, params=query)
    assert answer.status_code == 200, answer.text
    return [event["id"] for event in answer.json()["items"]]


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


async def test_pages_hold_everything_once_and_only_the_last_has_a_sync_token(sandbox: GoogleSandbox) -> None:
    expected = [f"event{number:02d}" for number in range(7)]
    for name in expected:
        await insert(sandbox, timed(id=name))

    seen: list[str] = []
    page = (await sandbox.http.get(EVENTS, params={"maxResults": "3"})).json()
    while "nextPageToken" in page:
        assert "nextSyncToken" not in page
        seen += [event["id"] for event in page["items"]]
        query = {"maxResults": "3", "pageToken": page["nextPageToken"]}
        page = (await sandbox.http.get(EVENTS, params=query)).json()
    seen += [event["id"] for event in page["items"]]

    assert seen == expected
    assert fixture_body("derived/events_last_page_synctoken").keys() <= page.keys()


async def test_a_change_between_two_pages_is_told_by_the_sync_token(sandbox: GoogleSandbox) -> None:
    for name in ("aaaaa", "bbbbb", "ccccc"):
        await insert(sandbox, timed(id=name))
    first = (await sandbox.http.get(EVENTS, params={"maxResults": "2"})).json()
    await sandbox.http.patch(f"{EVENTS}/aaaaa", json={"summary": "Changed in between"})

    last = (await sandbox.http.get(EVENTS, params={"pageToken": first["nextPageToken"]})).json()

    assert await ids(sandbox, syncToken=last["nextSyncToken"]) == ["aaaaa"]


async def test_sync_tells_what_changed_and_what_was_deleted(sandbox: GoogleSandbox) -> None:
    for name in ("aaaaa", "bbbbb", "ccccc"):
        await insert(sandbox, timed(id=name))
    token = (await sandbox.http.get(EVENTS)).json()["nextSyncToken"]
    await sandbox.http.patch(f"{EVENTS}/bbbbb", json={"summary": "Changed"})
    await sandbox.http.delete(f"{EVENTS}/ccccc")

    changes = (await sandbox.http.get(EVENTS, params={"syncToken": token})).json()
    nothing = (await sandbox.http.get(EVENTS, params={"syncToken": changes["nextSyncToken"]})).json()

    assert [(event["id"], event["status"]) for event in changes["items"]] == [
        ("bbbbb", "confirmed"),
        ("ccccc", "cancelled"),
    ]
    assert changes["items"][1].keys() == fixture_body("derived/event_cancelled_stub").keys()
    assert nothing["items"] == []
    assert await ids(sandbox) == ["aaaaa", "bbbbb"]
    assert await ids(sandbox, showDeleted="true") == ["aaaaa", "bbbbb", "ccccc"]


@pytest.mark.parametrize("name", ["timeMin", "timeMax", "updatedMin", "q", "orderBy", "iCalUID", "showDeleted"])
async def test_a_sync_token_stands_alone(sandbox: GoogleSandbox, name: str) -> None:
    token = (await sandbox.http.get(EVENTS)).json()["nextSyncToken"]
    values = {"orderBy": "updated", "showDeleted": "false", "q": "x", "iCalUID": "x"}

    query = {"syncToken": token, name: values.get(name, "2026-03-27T00:00:00Z")}
    answer = await sandbox.http.get(EVENTS, params=query)

    assert answer.status_code == 400


async def test_an_ordered_list_gets_no_sync_token_and_a_bounded_one_does(sandbox: GoogleSandbox) -> None:
    ordered = await sandbox.http.get(EVENTS, params={"orderBy": "updated"})
    bounded = await sandbox.http.get(EVENTS, params={"timeMin": "2026-03-27T00:00:00Z"})

    assert "nextSyncToken" not in ordered.json()
    assert "nextSyncToken" in bounded.json()


async def test_an_old_sync_token_asks_for_a_full_sync(sandbox: GoogleSandbox) -> None:
    old = (await sandbox.http.get(EVENTS)).json()["nextSyncToken"]
    await sandbox.http.post("/sandbox/google/sync-tokens/expire", json={"calendar": DOCTOR})

    refused = await sandbox.http.get(EVENTS, params={"syncToken": old})
    fresh = (await sandbox.http.get(EVENTS)).json()["nextSyncToken"]

    assert (refused.status_code, refused.json()) == (410, fixture_body("errors/410_full_sync_required"))
    assert (await sandbox.http.get(EVENTS, params={"syncToken": fresh})).status_code == 200


async def test_a_partial_answer_holds_only_the_fields_asked_for(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id="aaaaa"))

    answer = await sandbox.http.get(EVENTS, params={"fields": "items(id,start/timeZone),kind"})

    item = {"id": "aaaaa", "start": {"timeZone": "Europe/Madrid"}}
    assert answer.json() == {"kind": "calendar#events", "items": [item]}


async def test_free_busy_merges_clips_and_leaves_out_what_does_not_block(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed("2026-03-27T08:00:00Z", "2026-03-27T09:00:00Z"))
    await insert(sandbox, timed("2026-03-27T08:30:00Z", "2026-03-27T09:30:00Z"))
    await insert(sandbox, timed("2026-03-27T09:30:00Z", "2026-03-27T10:00:00Z"))
    await insert(sandbox, timed("2026-03-27T12:00:00Z", "2026-03-27T13:00:00Z", transparency="transparent"))
    await insert(sandbox, timed("2026-03-27T14:00:00Z", "2026-03-27T15:00:00Z", id="cancelled"))
    await sandbox.http.delete(f"{EVENTS}/cancelled")
    await insert(sandbox, timed("2026-03-27T16:00:00Z", "2026-03-27T20:00:00Z", status="tentative"))

    found = await busy(sandbox, "2026-03-27T08:15:00Z", "2026-03-27T17:00:00Z")
    local = await busy(sandbox, "2026-03-27T08:15:00Z", "2026-03-27T11:00:00Z", timeZone="Europe/Madrid")

    assert found == [
        {"start": "2026-03-27T08:15:00Z", "end": "2026-03-27T10:00:00Z"},
        {"start": "2026-03-27T16:00:00Z", "end": "2026-03-27T17:00:00Z"},
    ]
    assert local == [{"start": "2026-03-27T09:15:00+01:00", "end": "2026-03-27T11:00:00+01:00"}]


async def test_an_all_day_event_blocks_the_calendars_own_day(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, {"start": {"date": "2026-03-29"}, "end": {"date": "2026-03-30"}})

    found = await busy(sandbox, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")

    # Madrid's 29 March 2026 is the short day: from 23:00Z to 22:00Z.
    assert found == [{"start": "2026-03-28T23:00:00Z", "end": "2026-03-29T22:00:00Z"}]


async def test_calendars_that_cannot_be_told_about_err_one_by_one(sandbox: GoogleSandbox) -> None:
    items = [{"id": DOCTOR}, {"id": "boss@example.org"}, {"id": "gone@example.org"}, {"id": "primary"}]
    body = {"timeMin": "2026-03-28T00:00:00Z", "timeMax": "2026-03-30T00:00:00Z", "items": items}

    answer = (await sandbox.http.post(FREE_BUSY, json=body)).json()

    known = fixture_body("derived/freebusy_mixed")
    assert answer["calendars"]["gone@example.org"] == known["calendars"]["gone@example.org"]
    assert all("errors" not in answer["calendars"][name] for name in (DOCTOR, "boss@example.org", "primary"))
    assert (answer["kind"], answer["timeMin"], answer["timeMax"]) == (
        known["kind"],
        known["timeMin"],
        known["timeMax"],
    )


async def test_no_more_than_fifty_calendars_are_told_about(sandbox: GoogleSandbox) -> None:
    items = [{"id": f"c{number}@example.org"} for number in range(50)] + [{"id": DOCTOR}]
    body = {"timeMin": "2026-03-28T00:00:00Z", "timeMax": "2026-03-30T00:00:00Z", "items": items}

    answer = (await sandbox.http.post(FREE_BUSY, json=body)).json()

    assert answer["calendars"][DOCTOR] == fixture_body("derived/freebusy_too_many")["calendars"]["x"]


@pytest.mark.parametrize(
    "change", [{"timeMin": None}, {"timeMax": "2026-03-28T00:00:00Z"}, {"timeMin": "now"}, {"timeZone": "Mars/Olympus"}]
)
async def test_a_wrong_free_busy_question_is_refused(sandbox: GoogleSandbox, change: dict[str, Any]) -> None:
    body = {"timeMin": "2026-03-28T00:00:00Z", "timeMax": "2026-03-30T00:00:00Z", "items": [{"id": DOCTOR}]}

    answer = await sandbox.http.post(FREE_BUSY, json=body | change)

    assert answer.status_code == 400


async def test_calendars_are_listed_with_the_primary_first_and_by_page(sandbox: GoogleSandbox) -> None:
    url = "/google/calendar/v3/users/me/calendarList"

    everything = (await sandbox.http.get(url)).json()["items"]
    writable = (await sandbox.http.get(url, params={"minAccessRole": "writer"})).json()["items"]
    first = (await sandbox.http.get(url, params={"maxResults": "3"})).json()
    rest = (await sandbox.http.get(url, params={"maxResults": "3", "pageToken": first["nextPageToken"]})).json()
    entry = (await sandbox.http.get(f"{url}/primary")).json()
    calendar = (await sandbox.http.get("/google/calendar/v3/calendars/primary")).json()

    assert [found["id"].partition("@")[0] for found in everything] == ["dr.a", "boss", "colleague", "second"]
    assert everything[0]["primary"] is True
    assert "primary" not in everything[1]
    assert [found["accessRole"] for found in writable] == ["owner", "writer", "owner"]
    assert first["items"] + rest["items"] == everything
    assert entry == everything[0]
    assert (calendar["summary"], calendar["timeZone"]) == ("Dr A", "Europe/Madrid")


async def calls(sandbox: GoogleSandbox, *scopes: str) -> dict[str, int]:
    """Return the status of one call of each kind under the scopes alone."""
    http, headers = sandbox.http, await sandbox.bearer(*scopes)
    question = {"timeMin": "2026-03-28T00:00:00Z", "timeMax": "2026-03-30T00:00:00Z", "items": [{"id": DOCTOR}]}
    colleagues = "/google/calendar/v3/calendars/colleague@example.org/events"
    answers = {
        "calendars": await http.get("/google/calendar/v3/users/me/calendarList", headers=headers),
        "list": await http.get(EVENTS, headers=headers),
        "insert": await http.post(EVENTS, json=timed(), headers=headers),
        "insert at a colleague's": await http.post(colleagues, json=timed(), headers=headers),
        "free/busy": await http.post(FREE_BUSY, json=question, headers=headers),
    }
    return {name: answer.status_code for name, answer in answers.items()}


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (["calendar"], {"calendars", "list", "insert", "insert at a colleague's", "free/busy"}),
        (["calendar.readonly"], {"calendars", "list", "free/busy"}),
        (["calendar.events"], {"list", "insert", "insert at a colleague's"}),
        (["calendar.events.owned"], {"list", "insert"}),
        (["calendar.events.freebusy"], {"list", "free/busy"}),
        (["calendar.freebusy"], {"free/busy"}),
        (["calendar.calendarlist.readonly"], {"calendars"}),
        (["calendar.app.created"], set()),
        (["openid"], set()),
        (
            ["calendar.freebusy", "calendar.events.owned", "calendar.calendarlist.readonly"],
            {"calendars", "list", "insert", "free/busy"},
        ),
    ],
)
async def test_scopes_open_what_the_discovery_document_says_and_nothing_else(
    sandbox: GoogleSandbox, scopes: list[str], allowed: set[str]
) -> None:
    statuses = await calls(sandbox, *scopes)

    assert {name for name, status in statuses.items() if status == 200} == allowed
    assert set(statuses.values()) <= {200, 403}


async def test_roles_bound_what_an_account_may_do(sandbox: GoogleSandbox) -> None:
    boss, colleague = (f"/google/calendar/v3/calendars/{name}@example.org" for name in ("boss", "colleague"))
    await sandbox.open_account("boss@example.org")
    headers = await sandbox.bearer(email="boss@example.org")
    secret = timed(id=ID, description="secret")
    assert (await sandbox.http.post(f"{boss}/events", json=secret, headers=headers)).status_code == 200

    listed = (await sandbox.http.get(f"{boss}/events")).json()["items"]
    refused = await sandbox.http.post(f"{boss}/events", json=timed())
    written = await sandbox.http.post(f"{colleague}/events", json=timed())

    assert [event["id"] for event in listed] == [ID]
    assert not {"summary", "description"} & listed[0].keys()
    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (403, "requiredAccessLevel")
    assert written.status_code == 200


async def test_without_a_token_nothing_is_told_not_even_what_exists(sandbox: GoogleSandbox) -> None:
    del sandbox.http.headers["Authorization"]

    answers = [
        await sandbox.http.get(EVENTS),
        await sandbox.http.get("/google/calendar/v3/calendars/gone@example.org/events"),
        await sandbox.http.get(EVENTS, headers={"Authorization": "Bearer nonsense"}),
        await sandbox.http.get(EVENTS, headers={"Authorization": "Basic eDp5"}),
        await sandbox.http.get(EVENTS, params={"colour": "red"}),
    ]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert answers[0].json() == fixture_body("errors/401_auth_error")


async def test_what_google_has_and_the_sandbox_has_not_is_said_openly(sandbox: GoogleSandbox) -> None:
    quick = await sandbox.http.post(f"{EVENTS}/quickAdd", params={"text": "Lunch"})
    nowhere = await sandbox.http.get("/google/calendar/v3/nowhere")
    gone = await sandbox.http.get("/google/calendar/v3/calendars/gone@example.org/events")

    assert (quick.status_code, quick.json()["error"]["errors"][0]["reason"]) == (501, "notImplemented")
    assert nowhere.status_code == 404
    assert (gone.status_code, gone.json()) == (404, fixture_body("errors/404_not_found"))


FAULTS = [
    ("events.insert", FaultKind.RATE_LIMITED, 429, "429_rate_limit"),
    ("events.list", FaultKind.RATE_LIMITED, 403, "403_rate_limit"),
    ("events.insert", FaultKind.SERVER_ERROR, 500, "500_backend_error"),
    ("events.insert", FaultKind.EXPIRED_TOKEN, 401, "401_auth_error"),
    ("events.list", FaultKind.GONE, 410, "410_full_sync_required"),
]


@pytest.mark.parametrize(("operation", "kind", "status", "fixture"), FAULTS)
async def test_a_fault_is_worded_as_google_words_it_and_does_nothing(
    sandbox: GoogleSandbox, operation: str, kind: FaultKind, status: int, fixture: str
) -> None:
    sandbox.context.faults.add(Fault("google", operation, kind))
    method = "POST" if operation == "events.insert" else "GET"

    answer = await sandbox.http.request(method, EVENTS, json=timed(id=ID) if method == "POST" else None)

    assert (answer.status_code, answer.json()) == (status, fixture_body(f"errors/{fixture}"))
    assert await ids(sandbox) == []


async def test_a_fault_on_updates_meets_patch_and_put_alike(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id=ID))
    sandbox.context.faults.add(Fault("google", "events.update", FaultKind.SERVER_ERROR, times=2))
    sandbox.context.faults.add(Fault("google", "events.delete", FaultKind.GONE))

    answers = [
        await sandbox.http.patch(f"{EVENTS}/{ID}", json={}),
        await sandbox.http.put(f"{EVENTS}/{ID}", json=timed()),
        await sandbox.http.patch(f"{EVENTS}/{ID}", json={}),
        await sandbox.http.delete(f"{EVENTS}/{ID}"),
    ]

    assert [answer.status_code for answer in answers] == [500, 500, 200, 410]


async def test_a_time_out_after_accepting_has_done_the_work(sandbox: GoogleSandbox) -> None:
    fault = Fault("google", "events.insert", FaultKind.TIMEOUT_AFTER_ACCEPT, delay_seconds=30)
    sandbox.context.faults.add(fault)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(sandbox.http.post(EVENTS, json=timed(id=ID)), timeout=0.2)
    again = await sandbox.http.post(EVENTS, json=timed(id=ID))

    assert again.status_code == 409
    assert await ids(sandbox) == [ID]


async def test_a_series_is_laid_out_with_its_exceptions(sandbox: GoogleSandbox) -> None:
    series = fixture_body("derived/event_recurring_master") | {"id": "abcde"}
    await insert(sandbox, series)
    window = {"timeMin": "2026-03-20T00:00:00Z", "timeMax": "2026-04-25T00:00:00Z", "singleEvents": "true"}

    before = await ids(sandbox, **window)
    cancelled = await sandbox.http.delete(f"{EVENTS}/abcde_20260417T070000Z")
    other_day = {"start": {"dateTime": "2026-04-11T09:00:00+02:00"}, "end": {"dateTime": "2026-04-11T10:00:00+02:00"}}
    moved = await sandbox.http.patch(f"{EVENTS}/abcde_20260410T070000Z", json=other_day)
    after = (await sandbox.http.get(EVENTS, params=window | {"orderBy": "startTime"})).json()["items"]
    found = await busy(sandbox, window["timeMin"], window["timeMax"])
    whole = (await sandbox.http.get(EVENTS)).json()["items"]

    # 3 April is an EXDATE, and the clocks went forward on 29 March: 08:00Z before, 07:00Z after.
    stamps = ["20260327T080000Z", "20260410T070000Z", "20260417T070000Z", "20260424T070000Z"]
    assert before == [f"abcde_{stamp}" for stamp in stamps]
    assert (cancelled.status_code, moved.status_code) == (204, 200)
    assert [event["start"]["dateTime"] for event in after] == [
        "2026-03-27T09:00:00+01:00",
        "2026-04-11T09:00:00+02:00",
        "2026-04-24T09:00:00+02:00",
    ]
    assert after[1]["originalStartTime"]["dateTime"] == "2026-04-10T09:00:00+02:00"
    assert [period["start"] for period in found] == [
        "2026-03-27T08:00:00Z",
        "2026-04-11T07:00:00Z",
        "2026-04-24T07:00:00Z",
    ]
    assert {event["id"] for event in whole} == {"abcde", "abcde_20260410T070000Z", "abcde_20260417T070000Z"}
    hole = next(event for event in whole if event["status"] == "cancelled")
    assert hole.keys() - {"kind", "etag"} == fixture_body("derived/event_recurring_exception_cancelled").keys() - {
        "kind",
        "etag",
    }


async def test_reshaping_a_series_asks_for_a_full_sync_of_single_events(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, fixture_body("derived/event_recurring_master") | {"id": "abcde"})
    single = (await sandbox.http.get(EVENTS, params={"singleEvents": "true"})).json()["nextSyncToken"]
    whole = (await sandbox.http.get(EVENTS)).json()["nextSyncToken"]

    await sandbox.http.patch(f"{EVENTS}/abcde", json={"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]})

    refused = await sandbox.http.get(EVENTS, params={"syncToken": single, "singleEvents": "true"})
    assert refused.status_code == 410
    assert await ids(sandbox, syncToken=whole) == ["abcde"]


async def test_deleting_a_series_deletes_its_occurrences(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, fixture_body("derived/event_recurring_master") | {"id": "abcde"})
    await sandbox.http.patch(f"{EVENTS}/abcde_20260410T070000Z", json={"summary": "Moved"})

    await sandbox.http.delete(f"{EVENTS}/abcde")

    assert await ids(sandbox, singleEvents="true") == []
    assert await busy(sandbox, "2026-03-20T00:00:00Z", "2026-04-25T00:00:00Z") == []
    assert (await sandbox.http.get(f"{EVENTS}/abcde_20260417T070000Z")).status_code == 404


async def test_the_discovery_document_is_served_with_the_sandboxs_address(sandbox: GoogleSandbox) -> None:
    answers = [
        await sandbox.http.get("/google/discovery/v1/apis/calendar/v3/rest"),
        await sandbox.http.get("/google/$discovery/rest", params={"version": "v3"}),
    ]

    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["baseUrl"] == "http://127.0.0.1:8100/google/calendar/v3/"
    assert answers[0].json()["revision"] in (FIXTURES / "calendar.v3.json").read_text("utf-8")


async def test_every_answer_fits_googles_own_schema(sandbox: GoogleSandbox) -> None:
    event = await insert(sandbox, timed(id=ID, attendees=[{"email": "a@example.org"}], reminders={"useDefault": False}))
    question = {"timeMin": "2026-03-27T00:00:00Z", "timeMax": "2026-03-30T00:00:00Z", "items": [{"id": DOCTOR}]}
    answers: list[tuple[str, httpx.Response]] = [
        ("Events", await sandbox.http.get(EVENTS)),
        ("CalendarList", await sandbox.http.get("/google/calendar/v3/users/me/calendarList")),
        ("CalendarListEntry", await sandbox.http.get("/google/calendar/v3/users/me/calendarList/primary")),
        ("Calendar", await sandbox.http.get("/google/calendar/v3/calendars/primary")),
        ("FreeBusyResponse", await sandbox.http.post(FREE_BUSY, json=question)),
    ]

    assert [error.message for error in validator_for("Event").iter_errors(event)] == []
    for schema, answer in answers:
        assert [error.message for error in validator_for(schema).iter_errors(answer.json())] == [], schema
