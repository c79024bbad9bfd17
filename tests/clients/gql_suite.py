"""Python's gql as a client of the running server: pages, changes, codes, and a subscription over a socket.

Run by scripts/ci_clients.py, which starts the server and says where in CHATBOOKR_CLIENTS.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from gql import Client, gql
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

SERVER: dict[str, str] = json.loads(os.environ["CHATBOOKR_CLIENTS"])
ENDPOINT = f"{SERVER['api']}/graphql"
AUTHORIZATION = {"authorization": f"Bearer {SERVER['token']}"}
PLACE = 40  # among the times that can be booked; the other clients have places of their own, an hour away

SERVICES = """
query ($clinic: ID!, $first: Int!, $after: String) {
  clinic(id: $clinic) {
    services(first: $first, after: $after) { edges { node { id title } } pageInfo { hasNextPage endCursor } }
  }
}"""
SLOTS = """
query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
  availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) { startsAt practitioner { id } }
}"""
BOOK = """
mutation ($input: BookingCreateInput!) {
  bookingCreate(input: $input) { booking { id reference version } userErrors { code field } }
}"""
CANCEL = "mutation ($input: BookingCancelInput!) { bookingCancel(input: $input) { booking { status version } } }"
CHANGED = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { id reference status } } }"


@pytest.fixture
async def session() -> AsyncIterator[AsyncClientSession]:
    """Fetch the schema as gql does, and check every document against it."""
    transport = HTTPXAsyncTransport(ENDPOINT, headers=AUTHORIZATION)
    async with Client(transport=transport, fetch_schema_from_transport=True, execute_timeout=15) as session:
        yield session


async def asked(session: AsyncClientSession, document: str, **variables: object) -> dict[str, Any]:
    request = gql(document)
    request.variable_values = variables
    answer = await session.execute(request)
    return dict(answer)


async def a_time(session: AsyncClientSession) -> dict[str, str]:
    begin = datetime.now(UTC) + timedelta(days=2)
    window = {"from": begin.isoformat(), "to": (begin + timedelta(days=28)).isoformat()}
    found = await asked(session, SLOTS, clinic=SERVER["clinic"], service=SERVER["service"], **window)
    slots = found["availableSlots"]
    start = sorted({slot["startsAt"] for slot in slots})[PLACE]
    slot = next(slot for slot in slots if slot["startsAt"] == start)
    return {
        "serviceId": SERVER["service"],
        "patientId": SERVER["patient"],
        "practitionerId": slot["practitioner"]["id"],
        "startsAt": slot["startsAt"],
    }


async def test_gql_pages_through_a_connection(session: AsyncClientSession) -> None:
    titles, after, more = [], None, True
    while more:
        page = (await asked(session, SERVICES, clinic=SERVER["clinic"], first=2, after=after))["clinic"]["services"]
        titles.append([edge["node"]["title"] for edge in page["edges"]])
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert titles == [["Check-up", "First consultation"], ["Physiotherapy session"]]


async def test_gql_hands_on_a_mutations_user_errors_as_data(session: AsyncClientSession) -> None:
    answer = await asked(session, BOOK, input={**await a_time(session), "notes": "a receptionist may write none"})

    refusal = {"code": "FORBIDDEN_FIELD", "field": ["input", "notes"]}
    assert answer["bookingCreate"] == {"booking": None, "userErrors": [refusal]}


async def test_gql_raises_with_the_code_of_a_refused_field(session: AsyncClientSession) -> None:
    with pytest.raises(TransportQueryError) as refused:
        await asked(session, "query ($c: ID!) { deadJobs(clinicId: $c) { nodes { id } } }", c=SERVER["clinic"])

    assert [error["extensions"]["code"] for error in refused.value.errors or []] == ["FORBIDDEN"]


async def test_gql_is_told_of_a_change(session: AsyncClientSession) -> None:
    socket = ENDPOINT.replace("http", "ws", 1)
    transport = WebsocketsTransport(
        socket, init_payload=AUTHORIZATION, subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL]
    )
    time = await a_time(session)
    request = gql(CHANGED)
    request.variable_values = {"clinic": SERVER["clinic"]}

    async with Client(transport=transport) as listening, asyncio.timeout(20):
        changes = listening.subscribe(request)
        first = asyncio.create_task(anext(changes))
        await asyncio.sleep(0.5)  # nothing says when a subscription has begun
        made = (await asked(session, BOOK, input=time))["bookingCreate"]["booking"]
        told = [await first] + [change async for change in _until_cancelled(session, changes, made)]
        await changes.aclose()

    assert {change["bookingChanged"]["booking"]["id"] for change in told} == {made["id"]}
    assert told[-1]["bookingChanged"]["booking"]["status"] == "CANCELLED"


async def _until_cancelled(
    session: AsyncClientSession, changes: AsyncIterator[dict[str, Any]], booking: dict[str, Any]
) -> AsyncIterator[dict[str, Any]]:
    cancelled = await asked(session, CANCEL, input={"bookingId": booking["id"], "version": booking["version"]})
    assert cancelled["bookingCancel"]["booking"]["version"] == booking["version"] + 1
    async for change in changes:
        yield change
        if change["bookingChanged"]["booking"]["status"] == "CANCELLED":
            return
