"""A client of graphql-transport-ws for tests: it says, it hears, and it waits for the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.api.serving import House
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from chatbookr_core import events

PROTOCOL = Subprotocol("graphql-transport-ws")
BOOKINGS = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { reference } } }"


@asynccontextmanager
async def entered(house: House, **options: Any) -> AsyncIterator[ClientConnection]:
    """Open a socket, acknowledged."""
    async with connect(house.url, subprotocols=[PROTOCOL], **options) as opened:
        await say(opened, type="connection_init", payload={"token": house.session.token})
        assert await hear(opened) == {"type": "connection_ack"}
        yield opened


async def say(opened: ClientConnection, **message: Any) -> None:
    await opened.send(json.dumps(message))


async def hear(opened: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await asyncio.wait_for(opened.recv(), 20))
    return message


async def begin(opened: ClientConnection, house: House) -> None:
    """Say whose socket it is."""
    await say(opened, type="connection_init", payload={"authorization": f"Bearer {house.session.token}"})
    assert await hear(opened) == {"type": "connection_ack"}


async def subscribe(opened: ClientConnection, house: House, name: str = "1", **payload: Any) -> None:
    """Ask for a clinic's bookings, or for what the payload says instead."""
    given = {"query": BOOKINGS, "variables": {"clinic": house.desk.id_of("Clinic")}, **payload}
    await say(opened, type="subscribe", id=name, payload=given)


async def closed_with(opened: ClientConnection) -> int:
    """Wait until the server closes the socket, and return with which code."""
    async with asyncio.timeout(20):
        await opened.wait_closed()
    assert opened.close_code is not None
    return opened.close_code


async def listeners(count: int) -> None:
    """Wait until so many listen."""
    async with asyncio.timeout(20):
        while len(events._ears) != count:  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.01)
