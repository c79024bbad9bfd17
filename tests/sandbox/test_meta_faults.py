from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.sandbox.meta_sandbox import APP, GRAPH, MESSAGES, MetaSandbox, fixture, meta_sandbox, over_a_socket, text

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes


@pytest.fixture
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        await running.hear(text="hello")
        yield running


async def wish_for(sandbox: MetaSandbox, kind: str, **parts: object) -> None:
    wish = {"api": "meta", "operation": "messages.send", "kind": kind} | parts
    answer = await sandbox.http.post("/sandbox/faults", json=wish)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(
    ("kind", "parts", "documented"),
    [
        ("rate_limited", {}, "send_130429_throughput"),
        ("server_error", {}, "send_2_transient"),
        ("expired_token", {}, "send_190_expired_463"),
        ("html_502", {}, "send_html_502"),
        ("empty_200", {}, "send_empty_200"),
        *(
            ("refused", {"code": int(name.split("_")[1])}, name)
            for name in (
                "send_0_auth_exception",
                "send_131031_locked",
                "send_131037_display_name",
                "send_131048_spam",
                "send_132015_paused",
                "send_132016_disabled",
                "send_133016_register_rate",
                "send_200_permission",
                "send_368_blocked",
                "send_3_capability",
                "send_4_app_rate",
            )
        ),
    ],
)
async def test_a_fault_answers_as_documented_and_sends_nothing(
    sandbox: MetaSandbox, kind: str, parts: dict[str, Any], documented: str
) -> None:
    expected = fixture(f"derived_api/{documented}")
    await wish_for(sandbox, kind, **parts)

    failed = await sandbox.send(text("hi"))
    worked = await sandbox.send(text("hi"))

    assert failed.status_code == expected["status"]
    assert failed.headers["content-type"].startswith(expected["headers"]["content-type"].split(";")[0])
    if expected["body"]:
        said, meant = failed.json()["error"], expected["body"]["error"]
        assert (said["code"], said.get("error_subcode")) == (meant["code"], meant.get("error_subcode"))
        assert said.get("is_transient") == meant.get("is_transient")
        assert said["message"] in meant["message"]
    assert worked.status_code == 200
    assert len(await sandbox.thread()) == 2


@pytest.mark.parametrize(
    ("kind", "messages"), [("timeout_after_accept", 2), ("timeout_before_accept", 1), ("reset", 1)]
)
async def test_a_broken_answer_leaves_the_caller_in_doubt(sandbox: MetaSandbox, kind: str, messages: int) -> None:
    await wish_for(sandbox, kind, delay_seconds=0)
    headers = {"authorization": f"Bearer {APP.access_token}"}

    async with over_a_socket(sandbox.app) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(MESSAGES, json=text("hi", biz_opaque_callback_data="job-1"), headers=headers)
    await sandbox.settled()

    assert len(await sandbox.thread()) == messages
    told = {each["biz_opaque_callback_data"] for each in sandbox.webhook.statuses_told()}
    assert told == ({"job-1"} if messages == 2 else set())


async def test_a_caller_loses_patience_before_the_answer(sandbox: MetaSandbox) -> None:
    await wish_for(sandbox, "timeout_after_accept", delay_seconds=0.5)
    headers = {"authorization": f"Bearer {APP.access_token}"}

    async with over_a_socket(sandbox.app) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post(MESSAGES, json=text("hi"), headers=headers, timeout=0.1)

    assert len(await sandbox.thread()) == 2


async def test_a_slow_answer_is_still_the_right_one(sandbox: MetaSandbox) -> None:
    await wish_for(sandbox, "slow", delay_seconds=0.01)

    answer = await sandbox.send(text("hi"))

    assert answer.status_code == 200


async def test_a_fault_waits_for_its_own_operation(sandbox: MetaSandbox) -> None:
    await wish_for(sandbox, "server_error", operation="token", times=2)
    query = {"client_id": APP.app_id, "client_secret": APP.app_secret, "grant_type": "client_credentials"}

    sent = await sandbox.send(text("hi"))
    asked = [await sandbox.http.get(f"{GRAPH}/oauth/access_token", params=query) for _ in range(3)]

    assert sent.status_code == 200
    assert [each.status_code for each in asked] == [503, 503, 200]


async def test_faults_are_listed_and_cleared(sandbox: MetaSandbox) -> None:
    await wish_for(sandbox, "gone", operation="*", times=9)

    listed = (await sandbox.http.get("/sandbox/faults")).json()["faults"]
    cleared = await sandbox.http.delete("/sandbox/faults")
    sent = await sandbox.send(text("hi"))

    assert [(each["kind"], each["times"]) for each in listed] == [("gone", 9)]
    assert (cleared.status_code, sent.status_code) == (204, 200)


@pytest.mark.parametrize(
    "wish",
    [
        {"api": "telegram", "kind": "gone"},
        {"api": "meta", "kind": "flood"},
        {"api": "meta", "kind": "gone", "times": 0},
        {"api": "meta", "kind": "gone", "delay_seconds": -1},
        {"api": "meta", "kind": "gone", "operation": ""},
        {"api": "meta", "kind": "gone", "code": 4},
        {"api": "meta", "kind": "refused"},
        [],
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(sandbox: MetaSandbox, wish: object) -> None:
    answer = await sandbox.http.post("/sandbox/faults", json=wish)

    assert answer.status_code == 400
    assert (await sandbox.http.get("/sandbox/faults")).json() == {"faults": []}
