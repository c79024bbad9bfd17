"""Events that tell of a person: away, at work undisturbed, or somewhere else; each as Google takes it."""

from typing import Any

import pytest
from tests.sandbox.google_events import EVENTS, ID, busy, ids, insert, timed
from tests.sandbox.google_events import sandbox as sandbox
from tests.sandbox.google_sandbox import GoogleSandbox

AWAY: dict[str, Any] = {"eventType": "outOfOffice", "outOfOfficeProperties": {"autoDeclineMode": "declineNone"}}
PLACE: dict[str, Any] = {
    "eventType": "workingLocation",
    "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
    "transparency": "transparent",
    "visibility": "public",
}
ALL_DAY: dict[str, Any] = {"start": {"date": "2026-03-27"}, "end": {"date": "2026-03-28"}}
DAY = ("2026-03-27T00:00:00Z", "2026-03-28T00:00:00Z")


async def test_an_absence_is_kept_as_one_listed_as_one_and_takes_time(sandbox: GoogleSandbox) -> None:
    made = await insert(sandbox, timed(id=ID, **AWAY))
    await insert(sandbox, timed())

    found = (await sandbox.http.get(f"{EVENTS}/{ID}")).json()

    assert (made["eventType"], found["eventType"]) == ("outOfOffice", "outOfOffice")
    assert await ids(sandbox, eventTypes="outOfOffice") == [ID]
    assert len(await busy(sandbox, *DAY)) == 1


async def test_where_somebody_works_takes_no_time_and_may_last_all_day(sandbox: GoogleSandbox) -> None:
    made = await insert(sandbox, {**ALL_DAY, **PLACE})

    assert made["eventType"] == "workingLocation"
    assert await busy(sandbox, *DAY) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({**ALL_DAY, **AWAY}, "malformedOutOfOfficeEvent"),
        (timed(**AWAY, transparency="transparent"), "malformedOutOfOfficeEvent"),
        (timed(**AWAY, description="in the mountains"), "malformedOutOfOfficeEvent"),
        (timed(eventType="outOfOffice"), "malformedOutOfOfficeEvent"),
        ({**ALL_DAY, "eventType": "focusTime", "focusTimeProperties": {}}, "malformedFocusTimeEvent"),
        (timed(**{**PLACE, "visibility": "default"}), "malformedWorkingLocationEvent"),
        (timed(outOfOfficeProperties={}), "invalid"),
        (timed(eventType="fromGmail"), "invalid"),
        (timed(eventType="holiday"), "invalid"),
    ],
)
async def test_an_event_of_a_kind_it_is_not_like_is_refused(
    sandbox: GoogleSandbox, body: dict[str, Any], reason: str
) -> None:
    answer = await sandbox.http.post(EVENTS, json=body)

    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, reason)
    assert await ids(sandbox) == []


async def test_absences_are_on_primary_calendars_alone(sandbox: GoogleSandbox) -> None:
    answer = await sandbox.http.post("/google/calendar/v3/calendars/second@example.org/events", json=timed(**AWAY))

    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "eventTypeRestriction")


async def test_an_event_stays_of_its_kind(sandbox: GoogleSandbox) -> None:
    await insert(sandbox, timed(id=ID, **AWAY))

    moved = await sandbox.http.patch(f"{EVENTS}/{ID}", json=timed("2026-03-27T11:00:00Z", "2026-03-27T12:00:00Z"))
    other = await sandbox.http.patch(f"{EVENTS}/{ID}", json={"eventType": "default"})
    all_day = await sandbox.http.put(f"{EVENTS}/{ID}", json={**ALL_DAY, **AWAY})

    assert (moved.status_code, moved.json()["eventType"]) == (200, "outOfOffice")
    assert (other.status_code, all_day.status_code) == (400, 400)
