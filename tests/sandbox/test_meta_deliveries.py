import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sandbox.meta_sandbox import (
    APP,
    FIXTURES,
    PATIENT,
    MetaSandbox,
    Webhook,
    buttons,
    fixture,
    interactive,
    meta_sandbox,
    over_a_socket,
    text,
    until,
)
from tests.thoroughness import examples

from chatbookr_sandbox.meta.payloads import signature_of

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes


@pytest.fixture
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        yield running


def shape(part: Any) -> Any:
    """Reduce JSON to its keys and kinds."""
    if isinstance(part, dict):
        return {key: shape(value) for key, value in part.items()}
    if isinstance(part, list):
        return [shape(each) for each in part]
    return type(part).__name__


def test_a_signature_is_made_as_meta_makes_it() -> None:
    vector = json.loads((FIXTURES.parent / "webhooks/meta_x_hub_signature_256_vector.json").read_text("utf-8"))

    made = signature_of(vector["raw_body"].encode(), vector["app_secret_public_reset"])

    assert made == vector["x_hub_signature_256"]


async def test_a_patients_words_arrive_signed_and_shaped_as_metas_do(sandbox: MetaSandbox) -> None:
    documented = fixture("derived/text_bsuid_and_phone")

    heard = await sandbox.hear(text="Grüß Gott 👋", name="Ana")
    await sandbox.arrived(1)

    request, body = sandbox.webhook.received[0], sandbox.webhook.bodies[0]
    expected = hmac.new(APP.app_secret.encode(), body, hashlib.sha256).hexdigest()
    assert request.headers["x-hub-signature-256"] == f"sha256={expected}"
    assert request.headers["content-type"] == "application/json"
    assert body.isascii()
    assert shape(json.loads(body)) == shape(documented)
    delivered = json.loads(body)["entry"][0]
    assert delivered["id"] == APP.waba_id
    value = delivered["changes"][0]["value"]
    assert value["metadata"] == {"display_phone_number": "31205550100", "phone_number_id": APP.phone_number_id}
    assert value["contacts"][0]["profile"]["name"] == "Ana"
    message = value["messages"][0]
    assert (message["id"], message["from"]) == (heard["messages"][0]["id"], PATIENT)
    assert message["text"]["body"] == "Grüß Gott 👋"
    assert message["timestamp"] == str(int(sandbox.clock.now().timestamp()))


async def test_a_tap_arrives_by_id_with_the_message_it_answers(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    asked = (await sandbox.send(interactive("button", buttons("Yes", "No")))).json()["messages"][0]["id"]
    row = {"id": "r7", "title": "Tue 09:30", "description": "Dr Vos"}
    listed = (await sandbox.send(interactive("list", {"button": "Times", "sections": [{"rows": [row]}]}))).json()[
        "messages"
    ][0]["id"]

    await sandbox.hear(type="button_reply", id="b1")
    await sandbox.hear(type="list_reply", id="r7")
    await sandbox.settled()

    _, button, chosen = sandbox.webhook.messages()
    assert button["context"] == {"from": "31205550100", "id": asked}
    assert button["interactive"] == {"type": "button_reply", "button_reply": {"id": "b1", "title": "No"}}
    assert chosen["context"]["id"] == listed
    assert chosen["interactive"] == {"type": "list_reply", "list_reply": row}
    assert [each["text"] for each in await sandbox.thread()][-2:] == ["No", "Tue 09:30"]


async def test_a_made_up_option_is_sent_only_with_a_title(sandbox: MetaSandbox) -> None:
    place = f"/sandbox/meta/patients/{PATIENT}/messages"

    refused = await sandbox.http.post(place, json={"type": "button_reply", "id": "forged"})
    await sandbox.hear(type="button_reply", id="forged", title="Confirm")
    await sandbox.arrived(1)

    assert refused.status_code == 400
    assert sandbox.webhook.messages()[0]["interactive"]["button_reply"]["id"] == "forged"
    assert len(sandbox.webhook.bodies) == 1


async def test_statuses_climb_and_carry_the_callers_mark(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    sent = (await sandbox.send(text("Hi", biz_opaque_callback_data="job-7"))).json()["messages"][0]["id"]
    await sandbox.settled()
    before = [each["status"] for each in sandbox.webhook.statuses_told()]

    read = await sandbox.http.post(f"/sandbox/meta/patients/{PATIENT}/read")
    again = await sandbox.http.post(f"/sandbox/meta/patients/{PATIENT}/read")
    await sandbox.settled()

    told = sandbox.webhook.statuses_told()
    assert before == ["sent", "delivered"]
    assert [each["status"] for each in told] == ["sent", "delivered", "read"]
    assert {each["id"] for each in told} == {sent}
    assert {each["biz_opaque_callback_data"] for each in told} == {"job-7"}
    assert told[0]["recipient_id"] == PATIENT
    assert (read.json(), again.json()) == ({"read": [sent]}, {"read": []})


@pytest.mark.parametrize("status", ["sent", "delivered", "read"])
async def test_a_status_has_the_documented_parts(sandbox: MetaSandbox, status: str) -> None:
    documented = fixture(f"pywa__message_status__{status}")["entry"][0]["changes"][0]["value"]
    await sandbox.behave(reads_automatically=True)
    await sandbox.hear(text="hello")

    await sandbox.send(text("Hi"))
    await sandbox.settled()

    value = next(v for v in sandbox.webhook.changes() if v.get("statuses", [{}])[0].get("status") == status)
    assert value.keys() == documented.keys()
    told, expected = value["statuses"][0], documented["statuses"][0]
    assert told.keys() == {*expected.keys(), "recipient_user_id"}
    assert told["conversation"].keys() == expected["conversation"].keys()
    assert told["pricing"].keys() >= expected["pricing"].keys()


async def test_a_refused_delivery_comes_again_until_it_is_taken() -> None:
    webhook = Webhook(statuses=[500, 503, 202])

    async with meta_sandbox(webhook=webhook) as sandbox:
        await sandbox.hear(text="hello")
        await sandbox.arrived(4)
        await sandbox.settled()

        ledger = (await sandbox.http.get("/sandbox/meta/deliveries")).json()
        assert len(set(webhook.bodies)) == 1
        assert [(each["attempts"], each["status"]) for each in ledger] == [(4, 200)]
        assert (await sandbox.thread())[0]["status"] == "delivered"


async def test_the_patients_tick_stays_single_while_nobody_takes_the_delivery() -> None:
    webhook = Webhook(statuses=[500] * 1000)

    async with meta_sandbox(webhook=webhook) as sandbox:
        await sandbox.hear(text="hello")
        await sandbox.arrived(2)

        assert (await sandbox.thread())[0]["status"] == "sent"


async def test_one_delivery_may_come_five_times(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello", copies=5)
    await sandbox.arrived(5)

    assert len(sandbox.webhook.bodies) == 5
    assert len(set(sandbox.webhook.bodies)) == 1


@pytest.mark.parametrize(("batch", "counts"), [("messages", (1, 1, 3)), ("changes", (1, 3, 3)), ("entries", (3, 3, 3))])
async def test_several_messages_may_come_in_one_delivery(
    sandbox: MetaSandbox, batch: str, counts: tuple[int, int, int]
) -> None:
    await sandbox.hear(messages=[{"text": "one"}, {"text": "two"}, {"type": "image"}], batch=batch)
    await sandbox.arrived(1)

    entries = json.loads(sandbox.webhook.bodies[0])["entry"]
    changes = [change for entry in entries for change in entry["changes"]]
    assert (len(entries), len(changes), len(sandbox.webhook.messages())) == counts
    assert len(sandbox.webhook.bodies) == 1


async def test_statuses_may_come_latest_first(sandbox: MetaSandbox) -> None:
    await sandbox.behave(reverses_statuses=True, status_copies=2)
    await sandbox.hear(text="hello")

    await sandbox.send(text("Hi"))
    await sandbox.settled()

    told = sandbox.webhook.statuses_told()
    assert [each["status"] for each in told] == ["read", "read", "delivered", "delivered", "sent", "sent"]
    assert [int(each["timestamp"]) for each in told] == sorted((int(each["timestamp"]) for each in told), reverse=True)


async def test_a_phone_that_is_off_reports_nothing_but_sent(sandbox: MetaSandbox) -> None:
    await sandbox.behave(phones_are_online=False)
    await sandbox.hear(text="hello")

    await sandbox.send(text("Hi"))
    await sandbox.settled()

    assert [each["status"] for each in sandbox.webhook.statuses_told()] == ["sent"]


async def test_any_status_can_be_reported_by_hand(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    sent = (await sandbox.send(text("Hi"))).json()["messages"][0]["id"]
    place = f"/sandbox/meta/patients/{PATIENT}/status"

    await sandbox.http.post(place, json={"message_id": sent, "status": "sent", "at": 1})
    await sandbox.http.post(place, json={"message_id": sent, "status": "failed", "code": 131049})
    unknown = await sandbox.http.post(place, json={"message_id": "wamid.none", "status": "sent"})
    await sandbox.settled()

    told = sandbox.webhook.statuses_told()[2:]
    assert told[0]["timestamp"] == "1"
    assert (
        told[1]["errors"][0].keys()
        == shape(fixture("derived/status_failed_131049"))["entry"][0]["changes"][0]["value"]["statuses"][0]["errors"][
            0
        ].keys()
    )
    assert told[1]["errors"][0]["code"] == 131049
    assert unknown.status_code == 400


async def test_words_that_utf8_cannot_hold_still_arrive_and_are_kept(tmp_path: Path) -> None:
    lone = '{"type": "text", "text": "\\ud83d broken"}'

    async with meta_sandbox(tmp_path / "state.json") as sandbox:
        answer = await sandbox.http.post(f"/sandbox/meta/patients/{PATIENT}/messages", content=lone)
        await sandbox.settled()
        bodies = sandbox.webhook.bodies
    async with meta_sandbox(tmp_path / "state.json") as again:
        thread = await again.thread()

    assert answer.status_code == 201
    assert b"\\ud83d broken" in bodies[0]
    assert thread[0]["text"] == "\ud83d broken"


async def test_what_is_under_way_survives_a_restart(tmp_path: Path) -> None:
    async with meta_sandbox(tmp_path / "state.json", webhook=Webhook(statuses=[500] * 1000)) as before:
        heard = await before.hear(text="hello", name="Ana")
        await before.arrived(1)

    async with meta_sandbox(tmp_path / "state.json") as after:
        await after.settled()
        await after.arrived(1)

        assert after.webhook.messages()[0]["id"] == heard["messages"][0]["id"]
        assert [each["status"] for each in await after.thread()] == ["delivered"]
        assert (await after.send(text("Hi again"))).status_code == 200


async def test_messages_of_one_patient_arrive_in_order_and_patients_do_not_wait_for_each_other(
    sandbox: MetaSandbox,
) -> None:
    for turn in range(10):
        await sandbox.hear("31600000001", text=f"first {turn}")
        await sandbox.hear("31600000002", text=f"second {turn}")
    await sandbox.settled()

    said = [each["text"]["body"] for each in sandbox.webhook.messages()]
    assert [each for each in said if each.startswith("first")] == [f"first {turn}" for turn in range(10)]
    assert [each for each in said if each.startswith("second")] == [f"second {turn}" for turn in range(10)]


@pytest.mark.parametrize(
    "wish",
    [
        {"type": "telepathy"},
        {"text": ""},
        {"text": 7},
        {"text": "hi", "copies": 0},
        {"text": "hi", "batch": "heaps"},
        {"messages": []},
        {"messages": "hi"},
        {"type": "reaction", "message_id": "wamid.none", "emoji": "👍"},
        {"text": "hi", "context": 7},
    ],
)
async def test_what_a_patient_cannot_send_is_refused(sandbox: MetaSandbox, wish: dict[str, Any]) -> None:
    answer = await sandbox.http.post(f"/sandbox/meta/patients/{PATIENT}/messages", json=wish)

    assert answer.status_code == 400
    assert await sandbox.thread() == []
    assert sandbox.webhook.bodies == []


@pytest.mark.parametrize("patient", ["12", "nobody", "1" * 16])
async def test_a_patient_needs_a_number_or_a_user_id(sandbox: MetaSandbox, patient: str) -> None:
    answer = await sandbox.http.post(f"/sandbox/meta/patients/{patient}/messages", json={"text": "hi"})

    assert answer.status_code == 400


async def test_an_account_without_subscription_is_not_heard_of(sandbox: MetaSandbox) -> None:
    headers = {"authorization": f"Bearer {APP.access_token}"}
    await sandbox.http.delete(f"/meta/v23.0/{APP.waba_id}/subscribed_apps", headers=headers)

    heard = await sandbox.hear(text="hello")

    assert heard["deliveries"] == []
    assert (await sandbox.thread())[0]["status"] == "sent"


async def test_a_reaction_by_the_patient_arrives_with_its_message(sandbox: MetaSandbox) -> None:
    await sandbox.hear(text="hello")
    sent = (await sandbox.send(text("See you then"))).json()["messages"][0]["id"]

    await sandbox.hear(type="reaction", message_id=sent, emoji="🙏")
    await until(lambda: len(sandbox.webhook.messages()) == 2)

    assert sandbox.webhook.messages()[1]["reaction"] == {"message_id": sent, "emoji": "🙏"}
    assert [each["reaction"] for each in await sandbox.thread()] == [None, "🙏"]


@pytest.mark.parametrize(
    "wish",
    [
        {"speed": "fast"},
        {"status_copies": True},
        {"sends_statuses": 1},
        {"delivery_copies": 101},
        {"status_copies": -1},
    ],
)
async def test_a_behaviour_that_makes_no_sense_is_refused(sandbox: MetaSandbox, wish: dict[str, Any]) -> None:
    before = (await sandbox.http.get("/sandbox/meta/behaviour")).json()

    answer = await sandbox.http.put("/sandbox/meta/behaviour", json=wish)

    assert answer.status_code == 400
    assert (await sandbox.http.get("/sandbox/meta/behaviour")).json() == before


async def test_who_watches_a_thread_hears_of_every_change_to_it_and_of_no_other(sandbox: MetaSandbox) -> None:
    place = f"/sandbox/meta/patients/{PATIENT}/events"
    async with over_a_socket(sandbox.app) as client, client.stream("GET", place) as events:
        lines = events.aiter_lines()
        greeting = [await anext(lines) for _ in range(4)]
        await sandbox.hear("31600000009", text="somebody else")
        await sandbox.hear(text="hello")
        told = [await anext(lines) for _ in range(2)]
        refused = await client.get("/sandbox/meta/patients/12/events")

    assert greeting == ["retry: 1000", "event: changed", "data: {}", ""]
    assert told == ["event: changed", "data: {}"]
    assert events.headers["content-type"].startswith("text/event-stream")
    assert refused.status_code == 400


async def test_patients_are_listed_and_renamed(sandbox: MetaSandbox) -> None:
    await sandbox.http.put(f"/sandbox/meta/patients/+{PATIENT}", json={"name": "Ana"})
    await sandbox.http.put(f"/sandbox/meta/patients/{PATIENT}", json={"name": "Ana Jansen"})
    await sandbox.hear("US.77", text="hello")

    listed = (await sandbox.http.get("/sandbox/meta/patients")).json()

    assert [(each["name"], each["wa_id"]) for each in listed] == [
        ("Ana Jansen", PATIENT),
        ("Patient without a number", None),
    ]


@examples(60)
@given(words=st.text(min_size=1, max_size=300))
async def test_whatever_a_patient_types_arrives_unchanged_under_a_valid_signature(words: str) -> None:
    async with meta_sandbox() as sandbox:
        wish = json.dumps({"text": words})
        answer = await sandbox.http.post(f"/sandbox/meta/patients/{PATIENT}/messages", content=wish)
        await sandbox.arrived(1)

        body = sandbox.webhook.bodies[0]
        assert answer.status_code == 201
        assert sandbox.webhook.received[0].headers["x-hub-signature-256"] == signature_of(body, APP.app_secret)
        assert sandbox.webhook.messages()[0]["text"]["body"] == words
        assert (await sandbox.thread())[0]["text"] == words
