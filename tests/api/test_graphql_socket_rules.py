"""What the graphql-transport-ws protocol closes a socket for, and what it does not."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.api.sockets import PROTOCOL, begin, closed_with, hear, listeners, say, subscribe
from websockets.asyncio.client import connect

from chatbookr_api import graphql_socket, graphql_stream
from chatbookr_core.clock import SystemClock, TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Session
from chatbookr_core.people.queries import find_actor
from chatbookr_core.people.sessions import log_out
from chatbookr_schema.trusted import document_id_of

pytestmark = pytest.mark.integration  # speaks to itself, over sockets

BOOKINGS = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { reference notes } } }"
ACKNOWLEDGED = {"type": "connection_ack"}


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"bookings": BOOKINGS}))
    async with served(
        sqlite_database, make_deployment(vault, clock, tmp_path, trusted_documents=(str(manifest),))
    ) as house:
        yield house


async def test_a_log_out_closes_a_socket_that_does_nothing(house: House) -> None:
    actor = await find_actor(house.session.session_id, now=house.deployment.clock.now())
    assert actor is not None
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await listeners(1)
        async with transaction():
            await log_out(actor, house.deployment.clock.now())

        assert await closed_with(opened) == 4403


async def test_a_session_that_runs_out_closes_a_socket_that_does_nothing(
    sqlite_database: Database, vault: Vault, tmp_path: Path
) -> None:
    clock = SystemClock()
    async with (
        served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house,
        connect(house.url, subprotocols=[PROTOCOL]) as opened,
    ):
        async with transaction():
            await Session.all().update(expires_at=clock.now() + timedelta(seconds=0.5))
        await begin(opened, house)

        assert await closed_with(opened) == 4403


async def test_nothing_is_left_of_a_socket_that_is_closed(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await subscribe(opened, house)
        await listeners(2)

    await listeners(0)


async def test_who_does_not_begin_is_not_waited_for(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=10) == graphql_socket.INIT_TIMEOUT
    monkeypatch.setattr(graphql_socket, "INIT_TIMEOUT", timedelta(seconds=0.1))
    async with (
        served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house,
        connect(house.url, subprotocols=[PROTOCOL]) as opened,
    ):
        assert await closed_with(opened) == 4408


async def test_one_name_is_one_operation(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await subscribe(opened, house)
        await subscribe(opened, house)

        assert await closed_with(opened) == 4409


async def test_a_socket_begins_once(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await say(opened, type="connection_init")

        assert await closed_with(opened) == 4429


async def test_a_message_is_at_most_256_kib_long(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await say(opened, type="ping", payload={"text": "x" * (256 * 1024 - 100)})
        heard = await hear(opened)
        await say(opened, type="ping", payload={"text": "x" * (256 * 1024)})

        assert heard == {"type": "pong"}
        assert await closed_with(opened) == 1009


async def test_an_operation_too_many_is_refused_and_the_others_go_on(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        for number in range(21):
            await subscribe(opened, house, str(number))
        refused = await hear(opened)
        await listeners(21)
        await say(opened, type="complete", id="0")
        await listeners(20)
        await subscribe(opened, house, "21", query="{ __typename }", variables=None)
        heard = await hear(opened)

    assert (refused["id"], refused["type"]) == ("20", "error")
    assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert (heard["id"], heard["type"]) == ("21", "next")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query A { __typename } query B { __typename }"}, "BAD_REQUEST"),
        ({"query": "{ __typename }", "operationName": "C"}, "BAD_REQUEST"),
        ({"query": None, "documentId": "sha256:none"}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": "bookings"}, "BAD_REQUEST"),
        ({"query": " "}, "BAD_REQUEST"),
    ],
)
async def test_a_document_that_cannot_be_executed_does_not_cost_the_socket(
    house: House, payload: dict[str, Any], code: str
) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await subscribe(opened, house, "1", **payload)
        refused = await hear(opened)
        await subscribe(opened, house, "1", query="{ __typename }", variables=None)
        heard = await hear(opened)

    assert (refused["id"], refused["type"]) == ("1", "error")
    assert refused["payload"][0]["extensions"]["code"] == code
    assert heard["payload"]["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("document_id", ["bookings", document_id_of(BOOKINGS)])
async def test_a_trusted_document_is_subscribed_to_by_its_id(house: House, document_id: str) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        payload = {"documentId": document_id, "variables": {"clinic": house.desk.id_of("Clinic")}}
        await say(opened, type="subscribe", id="1", payload=payload)
        await listeners(2)
        await tell(Change("booking", house.desk.clinic.id, house.desk.booking.id))
        heard = await hear(opened)

    assert heard["payload"]["data"]["bookingChanged"]["booking"]["reference"] == house.desk.booking.reference


async def test_strictness_is_asked_for_by_the_handshake(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL], additional_headers={"x-strict": "true"}) as opened:
        await begin(opened, house)
        await subscribe(opened, house, query=BOOKINGS)
        await listeners(2)
        await tell(Change("booking", house.desk.clinic.id, house.desk.booking.id))
        heard = await hear(opened)

    assert (heard["id"], heard["type"]) == ("1", "error")
    assert heard["payload"][0]["extensions"]["coordinate"] == "Booking.notes"


async def test_a_client_that_names_a_version_is_told_which_it_has(house: House) -> None:
    credentials = {"authorization": f"Bearer {house.session.token}"}
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await say(opened, type="connection_init", payload={**credentials, "apiVersion": "2026-10-01"})
        heard = await hear(opened)
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await say(opened, type="connection_init", payload={**credentials, "apiVersion": "1999-01-01"})
        code = await closed_with(opened)

    assert heard == {**ACKNOWLEDGED, "payload": {"apiVersion": "2026-10-01"}}
    assert code == 4403


async def test_an_operation_on_a_socket_has_a_time_limit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_api.graphql_operation.TIMEOUT_SECONDS", 0)
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await subscribe(opened, house, query="{ viewer { user { email } } }", variables=None)
        heard = await hear(opened)

    assert heard["payload"][0]["extensions"]["code"] == "TIMEOUT"


async def test_a_person_has_a_limited_number_of_sockets_and_streams(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_stream, "MOST_STREAMS", 2)
    headers = {"authorization": f"Bearer {house.session.token}", "accept": "text/event-stream"}
    body = {"query": BOOKINGS, "variables": {"clinic": house.desk.id_of("Clinic")}}
    async with (
        connect(house.url, subprotocols=[PROTOCOL]) as first,
        connect(house.url, subprotocols=[PROTOCOL]) as second,
        connect(house.url, subprotocols=[PROTOCOL]) as third,
    ):
        await begin(first, house)
        await begin(second, house)
        await say(third, type="connection_init", payload={"token": house.session.token})
        code = await closed_with(third)
        async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
            refused = await client.post(house.url.replace("ws:", "http:"), json=body)
    await listeners(0)
    async with connect(house.url, subprotocols=[PROTOCOL]) as again:
        await begin(again, house)

    assert code == 1013
    assert refused.status_code == 429


# --- where nothing but trusted documents is taken -------------------------------------------------------------------


@pytest.fixture
async def closed_house(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[House]:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"bookings": BOOKINGS}))
    settings: dict[str, Any] = {"trusted_documents": (str(manifest),), "trusted_documents_only": True}
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path, **settings)) as house:
        yield house


HASH = document_id_of(BOOKINGS).removeprefix("sha256:")
PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": HASH}}
WAYS: list[dict[str, Any]] = [
    {"documentId": "bookings"},
    {"extensions": PERSISTED},
    {"query": "", "extensions": PERSISTED},
    {"query": BOOKINGS.replace(" {", "\n{"), "extensions": PERSISTED},  # printed by another printer
]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"query": BOOKINGS}, "TRUSTED_DOCUMENT_REQUIRED"),
    ({"query": BOOKINGS, "extensions": {"persistedQuery": {"sha256Hash": "none"}}}, "TRUSTED_DOCUMENT_REQUIRED"),
    ({"extensions": {"persistedQuery": {"sha256Hash": "none"}}}, "PERSISTED_QUERY_NOT_FOUND"),
    ({"extensions": {}}, "BAD_REQUEST"),
]


@pytest.mark.parametrize("way", WAYS)
async def test_a_trusted_document_is_heard_however_it_is_named(closed_house: House, way: dict[str, Any]) -> None:
    house, heard = closed_house, []
    payload = {**way, "variables": {"clinic": house.desk.id_of("Clinic")}}
    headers = {"authorization": f"Bearer {house.session.token}", "accept": "text/event-stream"}
    async with (
        connect(house.url, subprotocols=[PROTOCOL]) as opened,
        httpx.AsyncClient(headers=headers, timeout=20, trust_env=False) as client,
    ):
        await begin(opened, house)
        await say(opened, type="subscribe", id="1", payload=payload)
        async with client.stream("POST", house.url.replace("ws:", "http:"), json=payload) as response:
            await listeners(4)
            await tell(Change("booking", house.desk.clinic.id, house.desk.booking.id))
            heard.append((await hear(opened))["payload"]["data"])
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    heard.append(json.loads(line.removeprefix("data: "))["data"])
                    break

    assert [data["bookingChanged"]["booking"]["reference"] for data in heard] == [house.desk.booking.reference] * 2


@pytest.mark.parametrize(("payload", "code"), REFUSED)
async def test_no_other_document_is_heard(closed_house: House, payload: dict[str, Any], code: str) -> None:
    house = closed_house
    headers = {"authorization": f"Bearer {house.session.token}", "accept": "text/event-stream"}
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house)
        await say(opened, type="subscribe", id="1", payload=payload)
        by_socket = await hear(opened)
    async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
        by_stream = await client.post(house.url.replace("ws:", "http:"), json=payload)

    assert by_socket["type"] == "error"
    assert by_socket["payload"][0]["extensions"]["code"] == code
    assert by_stream.json()["errors"][0]["extensions"]["code"] == code
