"""Pages and sync tokens as the sandbox gives them, and partial answers."""

import pytest
from tests.sandbox.google_events import EVENTS, ids, insert, timed
from tests.sandbox.google_events import sandbox as sandbox
from tests.sandbox.google_sandbox import DOCTOR, GoogleSandbox, fixture_body


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
