"""Free and busy times, and the list of calendars, as the sandbox tells them."""

from typing import Any

import pytest
from tests.sandbox.google_events import EVENTS, FREE_BUSY, busy, insert, timed
from tests.sandbox.google_events import sandbox as sandbox
from tests.sandbox.google_sandbox import DOCTOR, GoogleSandbox, fixture_body


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
    "change",
    [
        {"timeMin": None},
        {"timeMax": "2026-03-28T00:00:00Z"},
        {"timeMax": "2026-06-26T00:00:01Z"},
        {"timeMin": "now"},
        {"timeZone": "Mars/Olympus"},
    ],
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
