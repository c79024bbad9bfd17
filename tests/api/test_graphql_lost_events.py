"""An event that cannot be shown: an error stands in its place, with its cursor, and the subscription goes on."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.api.sockets import entered, hear, listeners, subscribe

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Membership
from chatbookr_schema import documents, event_execution, subscriptions
from chatbookr_schema.errors import CodedError

pytestmark = pytest.mark.integration  # speaks to itself, over sockets

LISTEN = """subscription ($clinic: ID!, $after: String) {
  ours: bookingChanged(clinicId: $clinic, after: $after) { booking { reference } } }"""
Heard = Callable[[], Any]


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        yield house


@asynccontextmanager
async def by_socket(house: House, after: str | None = None) -> AsyncIterator[Heard]:
    async with entered(house) as opened:
        await subscribe(opened, house, query=LISTEN, variables=variables(house, after))
        await listeners(2)

        async def heard() -> Any:
            message = await hear(opened)
            assert message["type"] == "next"
            return message["payload"]

        yield heard
    await listeners(0)


@asynccontextmanager
async def by_stream(house: House, after: str | None = None) -> AsyncIterator[Heard]:
    headers = {"authorization": f"Bearer {house.session.token}", "accept": "text/event-stream"}
    body = {"query": LISTEN, "variables": variables(house, after)}
    async with (
        httpx.AsyncClient(headers=headers, timeout=20, trust_env=False) as client,
        client.stream("POST", house.url.replace("ws:", "http:"), json=body) as response,
    ):
        lines = aiter(response.aiter_lines())
        await listeners(2)

        async def heard() -> Any:
            async for line in lines:
                if line.startswith("data: "):
                    return json.loads(line.removeprefix("data: "))
            raise AssertionError("the stream ended")

        yield heard
    await listeners(0)


def variables(house: House, after: str | None) -> dict[str, Any]:
    return {"clinic": house.desk.id_of("Clinic"), "after": after}


async def refuses(*_: object) -> Any:
    raise CodedError("There is nothing left.", "RATE_LIMITED", retryAfterSeconds=1)


async def takes_long(*_: object) -> Any:
    await asyncio.sleep(60)


Listening = Callable[..., AbstractAsyncContextManager[Heard]]


@pytest.mark.parametrize("listening", [by_socket, by_stream])
@pytest.mark.parametrize("code", ["RATE_LIMITED", "TIMEOUT"])
async def test_a_lost_event_is_told_of_and_can_be_asked_for_again(
    house: House, monkeypatch: pytest.MonkeyPatch, listening: Listening, code: str
) -> None:
    change = Change("booking", house.desk.clinic.id, house.desk.booking.id)
    reference = {"booking": {"reference": house.desk.booking.reference}}
    async with listening(house) as heard:
        with monkeypatch.context() as patch:
            if code == "TIMEOUT":
                patch.setattr(event_execution, "EVENT_SECONDS", 0.05)
                patch.setattr(subscriptions, "find_booking", takes_long)
            else:
                patch.setattr(documents, "charge_event", refuses)
            await tell(change)
            first = await heard()
            await tell(change)
            lost = await heard()
        await tell(change)
        later = await heard()
    async with listening(house, first["errors"][0]["extensions"]["cursor"]) as heard:
        again = [await heard(), await heard()]

    for event in (first, lost):
        [error] = event["errors"]
        assert event["data"] == {"ours": None}
        assert (error["path"], error["extensions"]["code"]) == (["ours"], code)
    assert later["data"] == {"ours": reference}
    assert "errors" not in later
    assert [event["data"] for event in again] == [{"ours": reference}] * 2


async def test_a_request_error_is_still_the_end_of_its_operation(house: House) -> None:
    async with entered(house) as opened:
        await subscribe(opened, house, query=LISTEN, variables=variables(house, "made up"))
        heard = await hear(opened)
        await subscribe(opened, house, query="{ __typename }", variables=None)
        after = await hear(opened)

    assert (heard["type"], heard["payload"][0]["extensions"]["code"]) == ("error", "BAD_USER_INPUT")
    assert after["type"] == "next"


async def test_a_strict_subscription_ends_with_a_denial_however_late(house: House) -> None:
    change = Change("booking", house.desk.clinic.id, house.desk.booking.id)
    query = LISTEN.replace("reference", "notes")
    heard = []
    async with entered(house, additional_headers={"x-strict": "true"}) as opened:
        await subscribe(opened, house, query=query, variables=variables(house, None))
        await listeners(2)
        for role in ("owner", "receptionist"):
            async with transaction():
                await Membership.filter(user_id=house.user.id).update(role=role)
            await tell(change)
            heard.append(await hear(opened))
        heard.append(await hear(opened))

    assert [message["type"] for message in heard] == ["next", "next", "complete"]
    assert heard[0]["payload"]["data"]["ours"]["booking"]["notes"] is not None
    assert heard[1]["payload"]["data"] is None
    assert heard[1]["payload"]["errors"][0]["extensions"]["coordinate"] == "Booking.notes"
