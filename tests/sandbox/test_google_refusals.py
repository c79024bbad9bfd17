"""What the sandbox refuses: by scope, by role, without a token, and by faults on demand."""

import asyncio

import pytest
from tests.sandbox.google_events import EVENTS, FREE_BUSY, ID, ids, insert, timed
from tests.sandbox.google_events import sandbox as sandbox
from tests.sandbox.google_sandbox import DOCTOR, GoogleSandbox, fixture_body

from chatbookr_sandbox.faults import Fault, FaultKind


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


async def test_a_fault_of_one_account_leaves_the_others_alone(sandbox: GoogleSandbox) -> None:
    await sandbox.open_account("dr.b@example.org")
    other = await sandbox.bearer("calendar", email="dr.b@example.org")
    fault = Fault.from_json({"api": "google", "kind": "rate_limited", "account": "dr.b@example.org"})
    sandbox.context.faults.add(fault)

    own = await sandbox.http.get(EVENTS)
    theirs = await sandbox.http.get(EVENTS, headers=other)
    again = await sandbox.http.get("/google/calendar/v3/calendars/primary/events", headers=other)

    assert fault.as_json()["account"] == "dr.b@example.org"
    assert (own.status_code, theirs.status_code, again.status_code) == (200, 403, 200)


async def test_a_time_out_after_accepting_has_done_the_work(sandbox: GoogleSandbox) -> None:
    fault = Fault("google", "events.insert", FaultKind.TIMEOUT_AFTER_ACCEPT, delay_seconds=30)
    sandbox.context.faults.add(fault)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(sandbox.http.post(EVENTS, json=timed(id=ID)), timeout=0.2)
    again = await sandbox.http.post(EVENTS, json=timed(id=ID))

    assert again.status_code == 409
    assert await ids(sandbox) == [ID]
