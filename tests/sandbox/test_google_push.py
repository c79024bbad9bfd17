"""Push channels: what Google posts when a calendar changes, and when it stops."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.sandbox.google_sandbox import ADDRESS, CALENDAR, DOCTOR, GoogleSandbox, fixture_body, google_sandbox

from chatbookr_sandbox.google import channels

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes

EVENTS = f"{CALENDAR}/events"
STOP = "/google/calendar/v3/channels/stop"
CHANNEL = "01234567-89ab-cdef-0123456789ab"
BODY = {"start": {"date": "2026-03-27"}, "end": {"date": "2026-03-28"}}


@pytest.fixture
async def sandbox() -> AsyncIterator[GoogleSandbox]:
    async with google_sandbox() as running:
        await running.open_account(second="owner")
        running.http.headers.update(await running.bearer("calendar.events"))
        yield running


async def watch(sandbox: GoogleSandbox, **changes: Any) -> httpx.Response:
    wish = {"id": CHANNEL, "type": "web_hook", "address": ADDRESS, "token": "opaque-secret"} | changes
    answer = await sandbox.http.post(f"{EVENTS}/watch", json=wish)
    await sandbox.settle()
    return answer


async def test_a_new_channel_gets_a_sync_message_that_says_all_in_its_headers(sandbox: GoogleSandbox) -> None:
    answer = await watch(sandbox)

    channel = answer.json()
    assert channel.keys() == fixture_body("derived/watch_response").keys()
    (headers, body), *others = sandbox.mailbox.received
    assert (body, others) == (b"", [])
    assert headers["content-length"] == "0"
    assert headers["x-goog-channel-id"] == CHANNEL
    assert headers["x-goog-channel-token"] == "opaque-secret"
    assert headers["x-goog-channel-expiration"] == "Fri, 27 Mar 2026 09:00:00 GMT"
    assert headers["x-goog-resource-state"] == "sync"
    assert headers["x-goog-message-number"] == "1"
    assert headers["x-goog-resource-id"] == channel["resourceId"]
    assert headers["x-goog-resource-uri"].endswith("/calendars/dr.a%40example.org/events?alt=json")


async def test_every_change_is_told_and_no_refused_one(sandbox: GoogleSandbox) -> None:
    await watch(sandbox)

    await sandbox.http.post(EVENTS, json=BODY | {"id": "aaaaa"})
    await sandbox.http.patch(f"{EVENTS}/aaaaa", json={"summary": "x"})
    await sandbox.http.put(f"{EVENTS}/aaaaa", json=BODY)
    await sandbox.http.delete(f"{EVENTS}/aaaaa")
    await sandbox.http.delete(f"{EVENTS}/aaaaa")
    await sandbox.http.post(EVENTS, json=BODY | {"id": "aaaaa"})
    await sandbox.http.get(EVENTS)
    await sandbox.settle()

    assert sandbox.mailbox.states() == ["sync"] + ["exists"] * 4
    assert [headers["x-goog-message-number"] for headers, _ in sandbox.mailbox.received] == ["1", "2", "3", "4", "5"]


async def test_a_change_by_hand_on_the_page_is_told_too(sandbox: GoogleSandbox) -> None:
    await watch(sandbox)

    await sandbox.http.post(f"/sandbox/google/calendars/{DOCTOR}/events", json=BODY)
    await sandbox.settle()

    assert sandbox.mailbox.states() == ["sync", "exists"]


async def test_a_channel_hears_of_its_own_calendar_alone(sandbox: GoogleSandbox) -> None:
    await watch(sandbox)

    await sandbox.http.post("/google/calendar/v3/calendars/second@example.org/events", json=BODY)
    await sandbox.settle()

    assert sandbox.mailbox.states() == ["sync"]


async def test_a_stopped_channel_is_silent_and_only_its_holder_may_stop_it(sandbox: GoogleSandbox) -> None:
    channel = (await watch(sandbox)).json()

    wrong = await sandbox.http.post(STOP, json={"id": CHANNEL, "resourceId": "other"})
    stopped = await sandbox.http.post(STOP, json={"id": CHANNEL, "resourceId": channel["resourceId"]})
    again = await sandbox.http.post(STOP, json={"id": CHANNEL, "resourceId": channel["resourceId"]})
    await sandbox.http.post(EVENTS, json=BODY)
    await sandbox.settle()

    assert [answer.status_code for answer in (wrong, stopped, again)] == [404, 204, 404]
    assert sandbox.mailbox.states() == ["sync"]


async def test_an_expired_channel_is_silent(sandbox: GoogleSandbox) -> None:
    await watch(sandbox, params={"ttl": "60"})

    sandbox.clock.move(seconds=61)
    await sandbox.http.post(EVENTS, json=BODY)
    await sandbox.settle()

    assert sandbox.mailbox.states() == ["sync"]
    assert (await sandbox.http.get("/sandbox/google/channels")).json() == {"channels": []}


async def test_a_wished_expiry_is_kept_within_googles_longest(sandbox: GoogleSandbox) -> None:
    def in_days(days: int) -> int:
        return int((sandbox.clock.now().timestamp() + days * 86400) * 1000)

    soon = await watch(sandbox, id="soon", expiration=str(in_days(2)))
    far = await watch(sandbox, id="far", expiration=in_days(400))

    assert soon.json()["expiration"] == str(in_days(2))
    assert far.json()["expiration"] == str(in_days(30))


async def test_a_failed_delivery_is_tried_again_and_a_refused_one_is_not(
    sandbox: GoogleSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "RETRY_AFTER_SECONDS", (0.0, 0.0, 0.0))
    sandbox.mailbox.statuses = [503, 500, 200, 404]

    await watch(sandbox)
    await sandbox.http.post(EVENTS, json=BODY)
    await sandbox.settle()

    assert sandbox.mailbox.states() == ["sync", "sync", "sync", "exists"]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "carrier_pigeon"},
        {"id": "x" * 65},
        {"id": "has space"},
        {"id": None},
        {"address": "http://example.org/hook"},
        {"address": "no address"},
        {"expiration": "1"},
        {"params": {"ttl": "soon"}},
        {"params": {"ttl": 60}},
        {"colour": "red"},
    ],
)
async def test_a_wrong_channel_is_refused_and_hears_nothing(sandbox: GoogleSandbox, change: dict[str, Any]) -> None:
    answer = await watch(sandbox, **change)

    assert answer.status_code == 400
    assert sandbox.mailbox.received == []


async def test_a_channel_id_is_used_once(sandbox: GoogleSandbox) -> None:
    await watch(sandbox)

    again = await watch(sandbox)

    assert (again.status_code, again.json()["error"]["errors"][0]["reason"]) == (400, "channelIdNotUnique")
