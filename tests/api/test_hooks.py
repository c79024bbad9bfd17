"""Deliveries over HTTP: the real signed one is taken byte for byte, and what is refused leaves no row behind."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.clinic_world import PUBLIC_URL, deployment_for, run_jobs, settings_for
from tests.factories import make_clinic, make_connection

from chatbookr_api.app import create_app
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Clinic, InboundDelivery, Job, Message

VECTOR = json.loads((Path(__file__).parents[1] / "fixtures/webhooks/meta_x_hub_signature_256_vector.json").read_text())
BODY: bytes = VECTOR["raw_body"].encode()
SIGNATURE: str = VECTOR["x_hub_signature_256"]
SECRET: str = VECTOR["app_secret_public_reset"]
NUMBER, WABA = "277321005464405", "264937493375603"
OTHER_NUMBER, OTHER_WABA = "300000000000009", "200000000000009"
ENVIRONMENT = {
    "CHATBOOKR_WHATSAPP_APP_SECRET": SECRET,
    "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "the verify token",
}


@dataclass(slots=True)
class Door:
    """The API with one connected clinic, the one Meta's real delivery is for."""

    api: httpx.AsyncClient
    deployment: Deployment
    clock: TurnableClock
    vault: Vault
    clinic: Clinic

    async def post(self, body: bytes, signature: str | None = None, path: str = "/hooks/whatsapp") -> httpx.Response:
        """Post a delivery as Meta does, signed unless a signature is given ("" for none)."""
        headers = {"content-type": "application/json", "x-hub-signature-256": signature or ""}
        if signature is None:
            headers["x-hub-signature-256"] = signed(body)
        return await self.api.post(path, content=body, headers=headers)

    async def work(self) -> None:
        await run_jobs(self.deployment, self.clock)

    async def bodies(self, clinic: Clinic | None = None) -> list[str]:
        """Open what patients wrote to a clinic."""
        chosen = clinic or self.clinic
        rows = await Message.filter(clinic_id=chosen.id, direction="inbound").order_by("id")
        keys = await self.vault.reading(chosen.id, [row.body_sealed for row in rows])
        return [keys.open_text(columns.MESSAGE_BODY, row.id, row.body_sealed) for row in rows]


@pytest.fixture
async def door(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[Door]:
    async with opened_door(sqlite_url, clock, vault, tmp_path) as door:
        yield door


@pytest.fixture
async def each_door(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[Door]:
    """Lend the API over SQLite, then over PostgreSQL."""
    async with opened_door(database_url, clock, vault, tmp_path) as door:
        yield door


@asynccontextmanager
async def opened_door(database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path) -> AsyncIterator[Door]:
    settings = settings_for(database_url, tmp_path, ENVIRONMENT, plugins=("whatsapp", "broken"))
    app = create_app(settings, clock=clock)
    clinic = await make_clinic(vault)
    await make_connection(clinic, vault, account_id=NUMBER, group_id=WABA)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as api,
    ):
        yield Door(api, deployment_for(settings, clock, vault), clock, vault, clinic)


def signed(body: bytes) -> str:
    return "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def delivery(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"object": "whatsapp_business_account", "entry": list(entries)}).encode()


def entry(words: Sequence[str], *, number: str = NUMBER, waba: str = WABA, wamid: str = "wamid.A") -> dict[str, Any]:
    """Make one entry with one change that holds a text message for each of `words`."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550953877", "phone_number_id": number},
        "contacts": [{"profile": {"name": "Ada"}, "wa_id": "972544401243"}],
        "messages": [
            {
                "from": "972544401243",
                "id": f"{wamid}{place}",
                "timestamp": "1803888000",
                "text": {"body": text},
                "type": "text",
            }
            for place, text in enumerate(words)
        ],
    }
    return {"id": waba, "changes": [{"value": value, "field": "messages"}]}


async def rows() -> tuple[int, int, int]:
    """Count deliveries, jobs and messages."""
    return await InboundDelivery.all().count(), await Job.all().count(), await Message.all().count()


async def test_the_real_delivery_of_meta_becomes_one_sealed_message(each_door: Door) -> None:
    answer = await each_door.post(BODY, SIGNATURE)
    stored = await rows()
    await each_door.work()

    assert answer.status_code == 200
    assert stored == (1, 1, 0)
    message = await Message.get(direction="inbound")
    assert message.clinic_id == each_door.clinic.id
    keys = await each_door.deployment.vault.clinic_keys(each_door.clinic.id)
    name = json.loads(BODY)["entry"][0]["changes"][0]["value"]["messages"][0]["id"]
    assert message.external_hash == hidden(keys, name)
    assert b"PyWa" not in message.body_sealed
    assert await each_door.bodies() == ["Hey there! I am using PyWa."]
    kept = await InboundDelivery.get()
    assert (kept.state, kept.body_sealed, kept.clinic_id) == ("processed", None, each_door.clinic.id)


async def test_the_real_delivery_with_any_one_byte_changed_is_refused(door: Door) -> None:
    places = [*range(0, len(BODY), 16), len(BODY) - 1]

    answers = [
        await door.post(BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :], SIGNATURE) for place in places
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.json()["errors"][0]["extensions"]["code"] for answer in answers} == {"DELIVERY_REFUSED"}
    assert await rows() == (0, 0, 0)


FORGED = [
    "",
    "sha256=",
    SIGNATURE.upper(),
    SIGNATURE.replace("sha256=", "sha1="),
    SIGNATURE.removeprefix("sha256="),
    SIGNATURE[:-1],
    SIGNATURE + "0",
    "sha256=" + hmac.new(b"", BODY, hashlib.sha256).hexdigest(),
]


async def test_a_delivery_that_is_not_signed_by_the_app_is_refused(door: Door) -> None:
    answers = [await door.post(BODY, signature) for signature in FORGED]
    answers.append(await door.post(json.dumps(json.loads(BODY)).encode(), SIGNATURE))
    answers.append(await door.api.post("/hooks/whatsapp", content=BODY))

    assert [answer.status_code for answer in answers] == [401] * (len(FORGED) + 2)
    assert await rows() == (0, 0, 0)


UNREADABLE = [
    b"",
    b"not json",
    b"\xff\xfe",
    b"[]",
    b"null",
    b'{"object": "page", "entry": []}',
    b'{"object": "whatsapp_business_account", "entry": ' + b"[" * 500 + b"]" * 500 + b"}",
    delivery(entry(["hi"], number="999999999999999")),
    delivery(entry(["hi"], waba="999999999999999")),
]


async def test_an_authentic_delivery_that_is_none_of_ours_is_refused(each_door: Door) -> None:
    answers = [await each_door.post(body) for body in UNREADABLE]

    assert [answer.status_code for answer in answers] == [400] * len(UNREADABLE)
    assert {answer.json()["errors"][0]["extensions"]["code"] for answer in answers} == {"DELIVERY_REFUSED"}
    assert await rows() == (0, 0, 0)


async def test_an_oversized_delivery_is_refused_whatever_its_length_claims(door: Door) -> None:
    body = b'{"object": "whatsapp_business_account", "x": "' + b"x" * (4 * 1024 * 1024) + b'"}'

    async def chunks() -> AsyncIterator[bytes]:
        yield body

    declared = await door.post(body)
    streamed = await door.api.post("/hooks/whatsapp", content=chunks(), headers={"x-hub-signature-256": signed(body)})

    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert await rows() == (0, 0, 0)


async def test_the_same_delivery_five_times_is_one_message(each_door: Door) -> None:
    answers = [await each_door.post(BODY, SIGNATURE) for _ in range(3)]
    await each_door.work()
    answers += [await each_door.post(BODY, SIGNATURE) for _ in range(2)]
    await each_door.work()

    assert {answer.status_code for answer in answers} == {200}
    assert await Message.filter(direction="inbound").count() == 1
    assert await InboundDelivery.all().count() == 1


async def test_the_same_message_in_other_bytes_is_one_message(door: Door) -> None:
    for _ in range(2):
        await door.post(delivery(entry(["hello"])))
    await door.post(delivery(entry(["hello"])) + b" ")
    await door.work()

    assert await door.bodies() == ["hello"]


async def test_every_message_of_a_batch_is_taken_in(door: Door) -> None:
    batch = delivery(entry(["1", "2", "3"], wamid="wamid.A"), entry(["4", "5"], wamid="wamid.B"))

    answer = await door.post(batch)
    await door.work()

    assert answer.status_code == 200
    assert await door.bodies() == ["1", "2", "3", "4", "5"]


async def test_a_batch_over_two_clinics_gives_each_its_own(each_door: Door) -> None:
    other = await make_clinic(each_door.vault)
    await make_connection(other, each_door.vault, account_id=OTHER_NUMBER, group_id=OTHER_WABA)
    batch = delivery(
        entry(["for one"]),
        entry(["for two"], number=OTHER_NUMBER, waba=OTHER_WABA, wamid="wamid.B"),
        entry(["for nobody"], number=NUMBER, waba=OTHER_WABA, wamid="wamid.C"),
    )

    answer = await each_door.post(batch)
    await each_door.work()

    assert answer.status_code == 200
    assert await each_door.bodies() == ["for one"]
    assert await each_door.bodies(other) == ["for two"]
    kept = await InboundDelivery.get()
    assert (kept.state, kept.kept_reason) == ("kept", "no_such_account")
    assert kept.body_sealed is not None


async def test_an_unknown_kind_of_change_is_kept_and_no_error(door: Door) -> None:
    unheard = {"id": WABA, "changes": [{"value": {"a": 1}, "field": "something_of_2029"}]}

    answer = await door.post(delivery(unheard))
    await door.work()

    assert answer.status_code == 200
    kept = await InboundDelivery.get()
    assert kept.state == "kept"
    assert await Job.filter(state="dead").count() == 0


async def test_forged_deliveries_are_written_down_once_a_minute_and_nothing_of_them(door: Door) -> None:
    for minute in (0, 1, 1):
        door.clock.turn(timedelta(minutes=minute))
        for _ in range(3):
            assert (await door.post(BODY, FORGED[0])).status_code == 401

    rows = await AuditEntry.filter(action="deliveryRefused")  # any clinic: a test looks at all
    assert [(one.clinic_id, one.outcome, one.actor_kind) for one in rows] == [(None, "denied", "nobody")] * 3
    assert {json.loads(one.content)["details"]["plugin"] for one in rows} == {"whatsapp"}
    assert not any("127.0.0.1" in one.content or NUMBER in one.content for one in rows)


async def test_meta_can_confirm_the_address(door: Door) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "the verify token", "hub.challenge": "1158201444"}

    right = await door.api.get("/hooks/whatsapp", params=query)
    wrong = await door.api.get("/hooks/whatsapp", params={**query, "hub.verify_token": "a guess"})

    assert (right.status_code, right.text) == (200, "1158201444")
    assert right.headers["content-type"].startswith("text/plain")
    assert wrong.status_code == 401
    assert await rows() == (0, 0, 0)


async def test_no_plugin_no_door(door: Door) -> None:
    answers = [await door.post(BODY, SIGNATURE, f"/hooks/{plugin}") for plugin in ("nothing", "broken", "gcal")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert await rows() == (0, 0, 0)


async def test_a_plugin_that_does_not_load_harms_nobody_else(door: Door) -> None:
    health = await door.api.get("/health")

    assert health.status_code == 200
    assert health.json()["plugins"] == {"broken": "failed", "whatsapp": "ready"}


async def test_a_delivery_that_is_taken_is_told_nothing_and_a_refusal_has_an_id(door: Door) -> None:
    taken = await door.post(BODY, SIGNATURE)
    refused = await door.post(BODY, FORGED[0])
    unknown = await door.post(BODY, SIGNATURE, "/hooks/whatsapp/more")
    put = await door.api.put("/hooks/whatsapp", content=BODY)

    assert (taken.status_code, taken.content, dict(taken.headers)) == (200, b"", {"content-length": "0"})
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert refused.headers["x-request-id"] == refused.json()["errors"][0]["extensions"]["requestId"] != ""
    assert (unknown.status_code, put.status_code) == (404, 405)
