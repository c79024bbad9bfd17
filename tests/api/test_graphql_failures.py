"""What nobody expected, on sockets and streams: it is answered, logged under an id, and leaves nothing behind."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.api.sockets import BOOKINGS, PROTOCOL, closed_with, entered, hear, listeners, say, subscribe
from websockets.asyncio.client import connect

from chatbookr_api import graphql, graphql_socket, graphql_stream, watch
from chatbookr_api.graphql_answer import next_event
from chatbookr_api.surface import Surface
from chatbookr_core import events
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import CalendarNotFresh
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault

pytestmark = pytest.mark.integration  # speaks to itself, over sockets

CANARY = "canary-of-the-database"
QUERY: dict[str, Any] = {"query": "{ __typename }", "variables": None}


@pytest.fixture
async def house(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setattr(watch, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(watch, "PAUSE_SECONDS", 0.05)
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        yield house


async def fails(*_: object, **__: object) -> Any:
    raise RuntimeError(CANARY)


def about_booking(house: House) -> Change:
    return Change("booking", house.desk.clinic.id, house.desk.booking.id)


async def streamed(house: House, **headers: str) -> list[tuple[str, Any]]:
    """Subscribe by Server-Sent Events, and read to the end of it; comments are left out."""
    given = {"authorization": f"Bearer {house.session.token}", "accept": "text/event-stream", **headers}
    body = {"query": BOOKINGS, "variables": {"clinic": house.desk.id_of("Clinic")}}
    async with httpx.AsyncClient(headers=given, timeout=20, trust_env=False) as client:
        answer = await client.post(house.url.replace("ws:", "http:"), json=body)
    lines = [line.partition(":") for line in answer.text.splitlines() if line and not line.startswith(":")]
    names = [value.strip() for field, _, value in lines if field == "event"]
    data = [json.loads(value) if value.strip() else None for field, _, value in lines if field == "data"]
    return list(zip(names, data, strict=True))


async def test_an_operation_that_fails_outside_the_executor_is_answered_and_its_id_is_free(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with entered(house) as opened:
        with monkeypatch.context() as patch:
            patch.setattr(graphql_socket.SocketContext, "standing", fails)
            answers = []
            for _ in range(graphql_socket.MOST_OPERATIONS + 2):
                await subscribe(opened, house, **QUERY)
                answers.append(await hear(opened))
        await subscribe(opened, house, **QUERY)
        heard = await hear(opened)

    told = [answer["payload"][0]["extensions"] for answer in answers]
    ids = [one["requestId"] for one in told]
    assert {(answer["type"], answer["id"]) for answer in answers} == {("error", "1")}
    assert {one["code"] for one in told} == {"INTERNAL_SERVER_ERROR"}
    assert len(set(ids)) == len(ids)
    assert all(f"request {one} failed" in caplog.text for one in ids)
    assert "in fails" in caplog.text  # where it failed, and nothing of its words: drivers quote what they were given
    assert "builtins.RuntimeError" in caplog.text
    assert CANARY not in "".join(one.getMessage() for one in caplog.records)
    assert CANARY not in json.dumps(answers)
    assert heard["payload"]["data"] == {"__typename": "Query"}


async def test_an_error_of_ours_outside_the_executor_keeps_its_code(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_fresh(*_: object) -> None:
        raise CalendarNotFresh

    async with entered(house) as opened:
        monkeypatch.setattr(graphql_socket.SocketContext, "standing", not_fresh)
        await subscribe(opened, house, **QUERY)
        heard = await hear(opened)

    assert heard["payload"][0]["extensions"]["code"] == "CALENDAR_NOT_FRESH"


async def test_who_cannot_be_looked_up_is_asked_to_come_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_socket.SocketContext, "standing", fails)
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await say(opened, type="connection_init", payload={"token": house.session.token})

        assert await closed_with(opened) == 1013


async def test_operations_of_one_socket_have_ids_of_their_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with entered(house, additional_headers={"x-request-id": "handshake-1"}) as opened:
        monkeypatch.setattr(graphql_socket.SocketContext, "standing", fails)
        ids = []
        for name in ("one", "two"):
            await subscribe(opened, house, name, **QUERY)
            ids.append((await hear(opened))["payload"][0]["extensions"]["requestId"])

    assert ids == ["handshake-1.1", "handshake-1.2"]


async def test_a_client_that_goes_away_while_it_sends_is_no_fault(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "chatbookr_api.middleware")
    port = int(house.url.split(":")[2].split("/")[0])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{")
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.close()
    async with asyncio.timeout(20):
        while "went away" not in caplog.text:  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.01)

    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


# --- whoever listens is looked up again and again -------------------------------------------------------------------


async def test_a_socket_outlives_a_database_that_does_not_answer_for_a_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with entered(house) as opened:
        await listeners(1)
        with monkeypatch.context() as patch:
            patch.setattr(Surface, "standing_again", fails)
            await asyncio.sleep(0.25)
        await subscribe(opened, house, **QUERY)
        heard = await hear(opened)
        monkeypatch.setattr(Surface, "standing_again", ended)

        assert heard["type"] == "next"
        assert await closed_with(opened) == 4403
    await listeners(0)


async def ended(*_: object) -> None:
    return None


async def test_a_socket_nobody_can_answer_for_is_closed_and_nothing_is_left_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "MOST_FAILURES", 2)
    async with entered(house) as opened:
        await subscribe(opened, house)
        await listeners(2)
        monkeypatch.setattr(Surface, "standing_again", fails)

        assert await closed_with(opened) == 1013
    await listeners(0)


async def test_a_socket_that_goes_while_its_watch_fails_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(graphql_socket.Handler, "_close_when_over", broken)
    async with entered(house) as opened:
        await subscribe(opened, house)
        await listeners(1)
    await listeners(0)


async def test_a_stream_nobody_can_answer_for_says_so_and_ends(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watch, "MOST_FAILURES", 2)
    monkeypatch.setattr(Surface, "standing_again", fails)

    said = await streamed(house, **{"x-request-id": "stream-one"})

    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "stream-one"}
    assert "request stream-one failed" in caplog.text
    assert not events._ears


async def test_a_stream_that_fails_does_not_look_finished(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(graphql, "results_of", fails_later)

    said = await streamed(house, **{"x-request-id": "stream-two"})

    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "stream-two"}
    assert CANARY not in json.dumps(said)
    assert "in fails_later" in caplog.text
    assert CANARY not in "".join(one.getMessage() for one in caplog.records)


async def fails_later(*_: object) -> AsyncIterator[Any]:
    raise RuntimeError(CANARY)
    yield  # which makes it a generator


async def test_a_stream_that_cannot_be_written_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.create_task(streamed(house))
    await listeners(2)
    calls: list[Any] = []

    def fails_once(result: Any) -> bytes:
        calls.append(result)
        if len(calls) == 1:
            raise TypeError(CANARY)
        return next_event(result)

    monkeypatch.setattr(graphql_stream, "next_event", fails_once)
    await tell(about_booking(house))
    said = await asked

    assert [name for name, _ in said] == ["next", "complete"]
    assert said[0][1]["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
