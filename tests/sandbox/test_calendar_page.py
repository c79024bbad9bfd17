"""The practitioner's day: what its page is told (tests/sandbox/test_calendar_in_browser.py has the page itself)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.sandbox.google_sandbox import CALENDAR, DOCTOR, GoogleSandbox, google_sandbox

PAGE = f"/sandbox/google/calendars/{DOCTOR}"


@pytest.fixture
async def sandbox() -> AsyncIterator[GoogleSandbox]:
    async with google_sandbox() as running:
        await running.open_account()
        yield running


def timed(start: str, end: str, **more: Any) -> dict[str, Any]:
    zone = {"timeZone": "Europe/Madrid"}
    return {"start": {"dateTime": start, **zone}, "end": {"dateTime": end, **zone}, **more}


async def day(sandbox: GoogleSandbox, date: str) -> list[tuple[str, int, int]]:
    answer = await sandbox.http.get(f"{PAGE}/days/{date}")
    return [(event["title"], event["startMinute"], event["endMinute"]) for event in answer.json()["events"]]


async def test_a_day_is_told_in_minutes_of_the_calendars_own_clock(sandbox: GoogleSandbox) -> None:
    for body in (
        timed("2026-10-25T09:00:00", "2026-10-25T09:30:00", summary="After the clocks went back"),
        timed("2026-10-24T23:00:00", "2026-10-25T01:00:00", summary="Over midnight"),
        timed("2026-10-26T00:00:00", "2026-10-26T01:00:00", summary="Tomorrow"),
        {"summary": "Whole day", "start": {"date": "2026-10-25"}, "end": {"date": "2026-10-26"}},
    ):
        assert (await sandbox.http.post(f"{PAGE}/events", json=body)).status_code == 200

    assert await day(sandbox, "2026-10-25") == [
        ("Over midnight", 0, 60),
        ("Whole day", 0, 1440),
        ("After the clocks went back", 540, 570),
    ]
    assert await day(sandbox, "2026-10-24") == [("Over midnight", 1380, 1440)]


async def test_a_day_is_sent_again_only_when_something_changed(sandbox: GoogleSandbox) -> None:
    first = await sandbox.http.get(f"{PAGE}/days/2026-03-20")
    known = {"If-None-Match": first.headers["etag"]}

    same = await sandbox.http.get(f"{PAGE}/days/2026-03-20", headers=known)
    await sandbox.http.post(f"{PAGE}/events", json=timed("2026-03-20T09:00:00", "2026-03-20T10:00:00"))
    changed = await sandbox.http.get(f"{PAGE}/days/2026-03-20", headers=known)

    assert (first.json()["today"], first.json()["nowMinute"]) == ("2026-03-20", 600)
    assert (same.status_code, same.content) == (304, b"")
    assert len(changed.json()["events"]) == 1


async def test_what_the_page_changes_google_tells(sandbox: GoogleSandbox) -> None:
    sandbox.http.headers.update(await sandbox.bearer("calendar"))
    body = timed("2026-03-20T09:00:00", "2026-03-20T10:00:00", summary="Lunch")
    event = (await sandbox.http.post(f"{PAGE}/events", json=body)).json()
    token = (await sandbox.http.get(f"{CALENDAR}/events")).json()["nextSyncToken"]

    later = timed("2026-03-20T11:00:00", "2026-03-20T12:00:00")
    await sandbox.http.patch(f"{PAGE}/events/{event['id']}", json=later)
    found = (await sandbox.http.get(f"{CALENDAR}/events", params={"syncToken": token})).json()["items"]
    deleted = await sandbox.http.delete(f"{PAGE}/events/{event['id']}")

    assert [(one["summary"], one["start"]["dateTime"]) for one in found] == [("Lunch", "2026-03-20T11:00:00+01:00")]
    assert deleted.status_code == 200
    assert (await sandbox.http.get(f"{CALENDAR}/events")).json()["items"] == []
    stored = (await sandbox.http.get(f"{PAGE}/events")).json()["items"]
    assert [one["status"] for one in stored] == ["cancelled"]


async def test_a_series_can_be_changed_on_one_day_alone(sandbox: GoogleSandbox) -> None:
    rule = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]}
    body = timed("2026-03-20T09:00:00", "2026-03-20T10:00:00", summary="Rounds", **rule)
    await sandbox.http.post(f"{PAGE}/events", json=body | {"id": "rounds"})

    await sandbox.http.delete(f"{PAGE}/events/rounds_20260321T080000Z")

    assert [len(await day(sandbox, f"2026-03-{date}")) for date in (20, 21, 22, 23)] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sandbox/google/calendars/nobody@example.org/days/2026-03-20", 404),
        ("GET", f"{PAGE}/days/tomorrow", 400),
        ("POST", f"{PAGE}/events", 400),
        ("PATCH", f"{PAGE}/events/neverwas", 400),
        ("DELETE", f"{PAGE}/events/neverwas", 404),
        ("GET", "/calendar/static/routes.py", 404),
    ],
)
async def test_what_cannot_be_done_is_refused(sandbox: GoogleSandbox, method: str, path: str, status: int) -> None:
    assert (await sandbox.http.request(method, path)).status_code == status


async def test_the_page_brings_everything_itself_and_runs_nothing_inline(sandbox: GoogleSandbox) -> None:
    page = await sandbox.http.get("/calendar")

    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert "https://" not in page.text
    for name in ("calendar.js", "layout.js", "service.js", "drag.js", "calendar.css", "consent.css"):
        part = await sandbox.http.get(f"/calendar/static/{name}")
        assert part.status_code == 200, name
        assert "https://" not in part.text
