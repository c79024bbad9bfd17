"""Events in the Google sandbox: what tests insert there, list and ask about."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.sandbox.google_sandbox import CALENDAR, DOCTOR, GoogleSandbox, google_sandbox

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
