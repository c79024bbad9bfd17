"""Series as the sandbox lays them out, and answers held against Google's own schema."""

import httpx
from tests.sandbox.google_events import EVENTS, FREE_BUSY, ID, busy, ids, insert, timed
from tests.sandbox.google_events import sandbox as sandbox
from tests.sandbox.google_sandbox import DOCTOR, FIXTURES, GoogleSandbox, fixture_body

from chatbookr_sandbox.google.validation import validator_for


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


async def test_the_occurrences_of_a_series_are_read_page_by_page(sandbox: GoogleSandbox) -> None:
    series = "abcde"
    await insert(sandbox, fixture_body("derived/event_recurring_master") | {"id": series})

    async def read(event_id: str = series, **params: str) -> httpx.Response:
        return await sandbox.http.get(
            f"{EVENTS}/{event_id}/instances", params={"timeMax": "2026-04-25T00:00:00Z", **params}
        )

    first = (await read(maxResults="3")).json()
    rest = (await read(maxResults="3", pageToken=first["nextPageToken"])).json()
    await sandbox.http.delete(f"{EVENTS}/{first['items'][1]['id']}")
    left, whole = (await read()).json()["items"], (await read(showDeleted="true")).json()["items"]

    found = [one["id"].partition("_")[2] for one in [*first["items"], *rest["items"]]]
    assert found == ["20260327T080000Z", "20260410T070000Z", "20260417T070000Z", "20260424T070000Z"]
    assert "nextPageToken" not in rest
    assert [one["id"].partition("_")[2] for one in left] == [found[0], *found[2:]]
    assert [one["status"] for one in whole] == ["confirmed", "cancelled", "confirmed", "confirmed"]
    assert (await read("nothing")).status_code == 404


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
