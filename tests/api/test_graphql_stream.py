"""Subscriptions as Server-Sent Events, over real connections: what is sent, when it ends, and that nothing is left."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import HTTPConnection
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.api.sockets import listeners

from chatbookr_api import graphql_stream, watch
from chatbookr_api.surface import staff_surface
from chatbookr_core import events
from chatbookr_core.clock import SystemClock, TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Membership, Session
from chatbookr_core.people.queries import find_actor
from chatbookr_core.people.sessions import log_out
from chatbookr_schema import subscriptions

pytestmark = pytest.mark.integration  # speaks to itself, over sockets

BOOKINGS = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { reference notes } } }"
STREAM = "text/event-stream"
URQL = "text/event-stream, multipart/mixed"
URQL_QUERY = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)
Event = tuple[str, Any]


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        yield house


def url_of(house: House) -> str:
    return house.url.replace("ws:", "http:")


def client_for(house: House, **headers: str) -> httpx.AsyncClient:
    given = {"authorization": f"Bearer {house.session.token}", "accept": STREAM, **headers}
    return httpx.AsyncClient(headers=given, timeout=20, trust_env=False)


def body_for(house: House) -> dict[str, Any]:
    return {"query": BOOKINGS, "variables": {"clinic": house.desk.id_of("Clinic")}}


async def events_of(response: httpx.Response) -> AsyncIterator[Event]:
    """Read events as the standard has them; comments are left out."""
    name, data = "message", ""
    async for line in response.aiter_lines():
        field, _, value = line.partition(":")
        if not line:
            if data or name != "message":
                yield name, json.loads(data) if data else None
            name, data = "message", ""
        elif field == "event":
            name = value.strip()
        elif field == "data":
            data += value.strip()


@asynccontextmanager
async def streaming(house: House, **headers: str) -> AsyncIterator[tuple[httpx.Response, AsyncIterator[Event]]]:
    """Subscribe to a clinic's bookings, and wait until the subscription stands."""
    before = len(events._ears)
    async with (
        client_for(house, **headers) as client,
        client.stream("POST", url_of(house), json=body_for(house)) as response,
    ):
        await listeners(before + 2)  # the subscription's own, and that of the session's watch
        yield response, aiter(events_of(response))


def about_booking(house: House) -> Change:
    return Change("booking", house.desk.clinic.id, house.desk.booking.id)


@pytest.mark.parametrize("accept", [STREAM, URQL, "application/json, text/event-stream"])
async def test_events_come_as_they_are_committed(house: House, accept: str) -> None:
    async with streaming(house, accept=accept) as (response, heard):
        await tell(about_booking(house))
        first = await anext(heard)
        await tell(about_booking(house))
        second = await anext(heard)

    reference = house.desk.booking.reference
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store, no-transform"
    assert [name for name, _ in (first, second)] == ["next", "next"]
    assert [data["data"]["bookingChanged"]["booking"]["reference"] for _, data in (first, second)] == [reference] * 2


async def test_policies_hold_for_every_event(house: House) -> None:
    notes = []
    async with streaming(house) as (_, heard):
        for role in ("owner", "receptionist"):
            async with transaction():
                await Membership.filter(user_id=house.user.id).update(role=role)
            await tell(about_booking(house))
            _, answer = await anext(heard)
            notes.append(answer["data"]["bookingChanged"]["booking"]["notes"] is None)

    assert notes == [False, True]


async def test_nothing_is_left_of_a_client_that_goes_away(house: House) -> None:
    before = len(events._ears)
    async with streaming(house):
        during = len(events._ears)

    await listeners(before)
    assert during == before + 2


async def test_a_silent_stream_is_kept_open_by_comments(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_stream, "KEEP_ALIVE_SECONDS", 0.05)
    async with client_for(house) as client, client.stream("POST", url_of(house), json=body_for(house)) as response:
        lines = aiter(response.aiter_lines())
        said = [await anext(lines) for _ in range(6)]

    assert said == [":", ""] * 3


async def test_a_log_out_elsewhere_ends_the_stream_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "CHECK_SECONDS", 60)
    actor = await find_actor(house.session.session_id, now=house.deployment.clock.now())
    assert actor is not None
    async with streaming(house) as (_, heard), asyncio.timeout(20):
        async with transaction():
            await log_out(actor, house.deployment.clock.now())
        said = [event async for event in heard]

    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in said[0][1]


async def test_a_session_that_runs_out_ends_the_stream_by_the_clock_alone(
    sqlite_database: Database, vault: Vault, tmp_path: Path
) -> None:
    clock = SystemClock()
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        async with transaction():
            await Session.all().update(expires_at=clock.now() + timedelta(seconds=0.6))
        async with streaming(house) as (_, heard), asyncio.timeout(20):
            said = [event async for event in heard]

    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_revocation_that_was_not_heard_is_seen_after_a_while(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "CHECK_SECONDS", 0.1)
    async with streaming(house) as (_, heard), asyncio.timeout(20):
        async with transaction():
            await Session.all().update(revoked_at=house.deployment.clock.now())
        said = [name async for name, _ in heard]

    assert said == ["next", "complete"]


async def test_what_ended_before_anybody_listened_is_seen_at_once(house: House) -> None:
    surface, connection = staff_surface(house.deployment), HTTPConnection({"type": "http", "headers": []})
    standing = await surface.standing_of(connection, house.session.token)
    assert standing is not None
    async with transaction():
        await Session.all().update(revoked_at=house.deployment.clock.now())

    async with asyncio.timeout(20):
        await watch.until_over(surface, connection, house.session.token, standing)


async def test_a_person_has_a_limited_number_of_streams(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_stream, "MOST_STREAMS", 1)
    async with streaming(house), client_for(house) as client:
        refused = await client.post(url_of(house), json=body_for(house))
    await listeners(0)
    async with streaming(house) as (again, _):
        status = again.status_code

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"] == "application/json; charset=utf-8"
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert status == 200


async def test_queries_come_as_two_events_where_only_a_stream_is_taken(house: House) -> None:
    async with client_for(house) as client:
        answers = [
            await client.post(url_of(house), json={"query": "{ __typename }"}),
            await client.get(url_of(house), params={"query": "{ __typename }"}),
        ]

    for answer in answers:
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.text.startswith('event: next\ndata: {"data":{"__typename":"Query"},"extensions":{"cost":')
        assert answer.text.endswith("}\n\nevent: complete\ndata:\n\n")


async def test_urql_that_takes_streams_too_gets_its_queries_as_json(house: House) -> None:
    async with client_for(house, accept=URQL_QUERY) as client:
        answer = await client.post(url_of(house), json={"query": "{ __typename }"})

    assert answer.headers["content-type"] == "application/graphql-response+json; charset=utf-8"


async def test_a_subscription_can_be_asked_for_by_get_and_a_mutation_cannot(house: House) -> None:
    variables = json.dumps({"clinic": house.desk.id_of("Clinic")})
    mutation = 'mutation { taskDone(taskId: "x") { userErrors { code } } }'
    async with client_for(house) as client:
        refused = await client.get(url_of(house), params={"query": mutation})
        parameters = {"query": BOOKINGS, "variables": variables}
        async with client.stream("GET", url_of(house), params=parameters) as response:
            await listeners(2)
            await tell(about_booking(house))
            name, _ = await anext(aiter(events_of(response)))

    assert name == "next"
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


async def test_somebody_who_is_suspended_hears_why_and_nothing_more(house: House) -> None:
    async with streaming(house) as (_, heard), asyncio.timeout(20):
        async with transaction() as tx:
            await Membership.filter(user_id=house.user.id).update(state="suspended")
            tx.tell(Change("membership", house.desk.clinic.id, house.user.id))
        said = [event async for event in heard]

    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("subscription { bookingChanged { booking { id } } }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { bookingChanged(clinicId: "x") { booking { id } } }', "BAD_USER_INPUT"),
    ],
)
async def test_what_cannot_be_executed_is_told_in_the_stream(house: House, query: str, code: str) -> None:
    async with client_for(house) as client, client.stream("POST", url_of(house), json={"query": query}) as response:
        said = [event async for event in events_of(response)]

    assert response.status_code == 200
    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"]["code"] == code


async def test_nobody_hears_anything(house: House) -> None:
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
        anonymous = await client.post(url_of(house), json=body_for(house), headers={"accept": STREAM})
        headers = {"accept": STREAM, "authorization": "Bearer made-up"}
        pretender = await client.post(url_of(house), json=body_for(house), headers=headers)

    assert "UNAUTHENTICATED" in anonymous.text
    assert anonymous.text.endswith("event: complete\ndata:\n\n")
    assert pretender.status_code == 401
    assert pretender.headers["content-type"] == "application/json; charset=utf-8"


async def test_a_strict_stream_ends_with_the_first_denial(house: House) -> None:
    async with streaming(house, **{"x-strict": "true"}) as (_, heard), asyncio.timeout(20):
        await tell(about_booking(house))
        said = [event async for event in heard]

    assert [name for name, _ in said] == ["next", "complete"]
    assert "data" not in said[0][1]
    assert said[0][1]["errors"][0]["extensions"]["coordinate"] == "Booking.notes"
