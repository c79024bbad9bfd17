"""A partner from the first key to the last: over real HTTP and WebSocket, against the whole application."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
import websockets
from tests.api.clients import PASSWORD, PASSWORD_HASH
from tests.factories import make_clinic, make_location, make_membership, make_practitioner, make_service, make_user
from tests.servers import free_port
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from chatbookr_api.app import create_app
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Patient, Service
from chatbookr_core.settings import Settings
from chatbookr_schema.ids import global_id, key_of

pytestmark = pytest.mark.integration  # speaks to itself over sockets

SCOPES = ["clinic:read", "slot:read", "patient:read", "patient:write", "booking:read", "booking:write"]
CREATE = """mutation ($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { apiKey { id } token userErrors { code } } }"""
ROTATE = """mutation ($input: ApiKeyRotateInput!) {
  apiKeyRotate(input: $input) { token userErrors { code } } }"""
REVOKE = "mutation ($id: ID!) { apiKeyRevoke(apiKeyId: $id) { apiKey { state } userErrors { code } } }"
WHO = "{ key { clinicId scopes } }"
SLOTS = """query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
  availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) { startsAt practitioner { id } } }"""
PATIENT = """mutation ($input: PatientCreateInput!) {
  patientCreate(input: $input) { patientId patient { id } userErrors { code } } }"""
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "a booking") {
  booking { id status createdBy patient { id } } userErrors { code field } } }"""
CANCEL = """mutation ($input: BookingCancelInput!) { bookingCancel(input: $input) @idempotent(key: "its end") {
  booking { status cancelledBy } userErrors { code } } }"""
LISTEN = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { id status } } }"


@dataclass(frozen=True, slots=True)
class House:
    """A served clinic with a time to offer."""

    url: str
    clinic: Clinic
    service: Service
    clock: TurnableClock


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock, settings: Settings) -> AsyncIterator[House]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    clinic = await make_clinic(vault)
    service = await make_service(clinic, await make_practitioner(clinic, await make_location(clinic)))
    await make_service(clinic, await make_practitioner(clinic, await make_location(clinic)))
    owner = await make_user(email="ada@example.com", password_hash=PASSWORD_HASH)
    await make_membership(owner, clinic, role="owner")
    app = create_app(replace(settings, database_url=database.url, public_url=url), clock=clock)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="websockets-sansio", lifespan="on"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells by this attribute alone
        await asyncio.sleep(0.01)
    yield House(url, clinic, service, clock)
    server.should_exit = True
    await serving


@dataclass(slots=True)
class Caller:
    """Asks one surface with one token."""

    url: str
    token: str

    async def post(self, query: str, variables: Mapping[str, Any] | None = None) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"authorization": f"Bearer {self.token}"}
            return await client.post(self.url, json={"query": query, "variables": variables or {}}, headers=headers)

    async def asks(self, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        """Return the data of one operation, which must come without errors."""
        answer = (await self.post(query, variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]


async def logged_in(house: House) -> Caller:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{house.url}/login", json={"email": "ada@example.com", "password": PASSWORD, "token": True}
        )
    return Caller(f"{house.url}/graphql", answer.json()["token"])


async def step_up(house: House, staff: Caller) -> None:
    """Prove it again; the session goes on under another token."""
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"authorization": f"Bearer {staff.token}"}
        answer = await client.post(f"{house.url}/step-up", json={"password": PASSWORD}, headers=headers)
    staff.token = answer.json()["token"]


async def key_made(house: House, staff: Caller) -> tuple[str, Caller]:
    """Make a key, which takes a step-up, and return its id and the program that has it."""
    wanted = {"input": {"clinicId": global_id("Clinic", house.clinic.id), "name": "Website", "scopes": SCOPES}}
    refused = (await staff.asks(CREATE, wanted))["apiKeyCreate"]
    assert [error["code"] for error in refused["userErrors"]] == ["STEP_UP_REQUIRED"]
    await step_up(house, staff)
    made = (await staff.asks(CREATE, wanted))["apiKeyCreate"]
    assert made["userErrors"] == []
    return made["apiKey"]["id"], Caller(f"{house.url}/partner/graphql", made["token"])


async def booked(house: House, program: Caller) -> str:
    """Let a program find a time, make a patient known, book, and return the booking's id."""
    clinic = (await program.asks(WHO))["key"]["clinicId"]
    now = house.clock.now()
    slots = await program.asks(
        SLOTS,
        {
            "clinic": clinic,
            "service": global_id("Service", house.service.id),
            "from": now.isoformat(),
            "to": (now + timedelta(days=7)).isoformat(),
        },
    )
    slot = slots["availableSlots"][3]
    somebody = {"clinicId": clinic, "name": "Grace Example", "phone": "+49 151 12345678"}
    patient = (await program.asks(PATIENT, {"input": somebody}))["patientCreate"]
    wanted = {
        "serviceId": global_id("Service", house.service.id),
        "practitionerId": slot["practitioner"]["id"],
        "startsAt": slot["startsAt"],
        "patientId": patient["patientId"],
    }
    made = (await program.asks(BOOK, {"input": wanted}))["bookingCreate"]
    assert made["userErrors"] == []
    assert made["booking"]["createdBy"] == "PARTNER"
    assert made["booking"]["patient"] == patient["patient"] == {"id": patient["patientId"]}
    assert datetime.fromisoformat(slot["startsAt"]) == (await Booking.get()).starts_at
    booking_id: str = made["booking"]["id"]
    return booking_id


@asynccontextmanager
async def listening(house: House, program: Caller) -> AsyncIterator[ClientConnection]:
    """Listen to the clinic's bookings with a program's key."""
    address = program.url.replace("http", "ws", 1)
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None) as socket:
        payload = {"authorization": f"Bearer {program.token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        variables = {"clinic": global_id("Clinic", house.clinic.id)}
        message = {"type": "subscribe", "id": "1", "payload": {"query": LISTEN, "variables": variables}}
        await socket.send(json.dumps(message))
        await asyncio.sleep(0.3)  # the protocol has no sign that a subscription stands
        yield socket


async def told_of(socket: ClientConnection, status: str) -> list[dict[str, str]]:
    """Read on until a booking is told of in this status; what was booked right before may be told of, too."""
    told: list[dict[str, str]] = []
    async with asyncio.timeout(10):
        while not told or told[-1]["status"] != status:
            told.append(json.loads(await socket.recv())["payload"]["data"]["bookingChanged"]["booking"])
    return told


async def closed_with(socket: ClientConnection) -> int:
    """Read on until the server closes, and return its code."""
    async with asyncio.timeout(10):
        with suppress(websockets.ConnectionClosed):
            async for _ in socket:
                continue
    return socket.close_code or 0


async def test_a_partner_books_and_cancels_and_is_shown_out(house: House) -> None:
    staff = await logged_in(house)
    key_id, program = await key_made(house, staff)

    booking_id = await booked(house, program)
    async with listening(house, program) as socket:
        cancelled = (await program.asks(CANCEL, {"input": {"bookingId": booking_id, "version": 1}}))["bookingCancel"]
        told = await told_of(socket, "CANCELLED")

    assert cancelled["booking"] == {"status": "CANCELLED", "cancelledBy": "PARTNER"}
    assert {booking["id"] for booking in told} == {booking_id}
    key = key_of(key_id, "ApiKey")
    booking, patient = await Booking.get(), await Patient.get()
    assert {booking.created_by_id, booking.cancelled_by_id, patient.created_by_id} == {key}


async def test_a_rotation_lets_both_tokens_in_until_the_overlap_ends_and_a_revocation_nobody(house: House) -> None:
    staff = await logged_in(house)
    key_id, old = await key_made(house, staff)
    until = (house.clock.now() + timedelta(hours=1)).isoformat()

    rotated = (await staff.asks(ROTATE, {"input": {"apiKeyId": key_id, "previousUntil": until}}))["apiKeyRotate"]
    new = replace(old, token=rotated["token"])
    during = [(await one.post(WHO)).status_code for one in (old, new)]
    house.clock.turn(timedelta(hours=1))
    after = [(await one.post(WHO)).status_code for one in (old, new)]
    await step_up(house, staff)
    async with listening(house, new) as socket:
        revoked = (await staff.asks(REVOKE, {"id": key_id}))["apiKeyRevoke"]
        code = await closed_with(socket)
    refused = await new.post(WHO)

    assert (during, after) == ([200, 200], [401, 200])
    assert revoked == {"apiKey": {"state": "REVOKED"}, "userErrors": []}
    assert code == 4403
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


async def test_a_rotation_without_overlap_ends_the_sockets_of_the_old_token(house: House) -> None:
    staff = await logged_in(house)
    key_id, old = await key_made(house, staff)

    async with listening(house, old) as socket:
        await staff.asks(ROTATE, {"input": {"apiKeyId": key_id}})
        code = await closed_with(socket)

    assert code == 4403
