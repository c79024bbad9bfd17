"""Sockets of an account that signs out everywhere: they close within a second, in every process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.account_place import HASH, MEMBERS, OWNER, PASSWORD, PROTOCOL, STEP_UP, SUSPEND, Program
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.factories import make_membership, make_user
from tests.session_rows import make_session
from websockets.asyncio.client import connect

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.listener import listen_forever
from chatbookr_core.models import Session
from chatbookr_core.people.sessions import log_out_everywhere

pytestmark = pytest.mark.integration  # its server listens


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        yield house


async def begin(opened: Any, token: str) -> None:
    await opened.send(f'{{"type": "connection_init", "payload": {{"token": "{token}"}}}}')
    assert "connection_ack" in await opened.recv()


async def until_it_listens(opened: Any, house: House) -> None:
    """Wait until a subscription has heard of a booking: who is suspended before it listens is refused, no more."""
    async with asyncio.timeout(10):
        heard = asyncio.create_task(opened.recv())
        while not heard.done():
            await tell(Change("booking", house.desk.clinic.id, new_id()))
            await asyncio.wait({heard}, timeout=0.05)
    assert '"next"' in heard.result()


async def closing(opened: Any) -> int:
    """Wait until a socket is closed; return its code."""
    async with asyncio.timeout(20):  # far less than watch.CHECK_SECONDS
        await opened.wait_closed()
    return int(opened.close_code or 0)


async def test_sign_out_everywhere_closes_an_open_socket_at_once(house: House) -> None:
    elsewhere = await make_session(house.user, house.deployment.clock.now())
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house.session.token)
        await asyncio.sleep(0.1)
        async with transaction():
            await log_out_everywhere(house.user.id, house.deployment.clock.now(), but=elsewhere.id)

        code = await closing(opened)

    assert code == 4403


@pytest.mark.attack("session-revocation")
@pytest.mark.checklist(9)
async def test_a_suspension_by_graphql_closes_the_members_socket_at_once(house: House) -> None:
    clinic = house.desk.id_of("Clinic")
    await make_membership(await make_user(email=OWNER, password_hash=HASH), house.desk.clinic, role="owner")
    subscribe = {
        "query": "subscription ($c: ID!) { bookingChanged(clinicId: $c) { cursor } }",
        "variables": {"c": clinic},
    }
    async with httpx.AsyncClient(base_url=house.deployment.settings.public_url) as http:
        owner = Program(http)
        await owner.logs_in()
        await owner.does(STEP_UP, password=PASSWORD)
        members = (await owner.asks(MEMBERS, clinic=clinic))["data"]["members"]["nodes"]
        (member,) = [one["id"] for one in members if one["user"]["fullName"] == house.user.full_name]
        async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
            await begin(opened, house.session.token)
            await opened.send(json.dumps({"type": "subscribe", "id": "1", "payload": subscribe}))
            await until_it_listens(opened, house)

            suspended = await owner.does(SUSPEND, id=member)
            code = await closing(opened)

    assert suspended["userErrors"] == []
    assert code == 4403


@pytest.mark.attack("session-fixation")
async def test_a_socket_cannot_be_given_another_token(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house.session.token)
        query = 'mutation { sessionStepUp(password: \\"correct horse battery\\") { token } }'
        await opened.send(f'{{"type": "subscribe", "id": "1", "payload": {{"query": "{query}"}}}}')
        heard = await opened.recv()

    assert "FORBIDDEN" in str(heard)
    assert (await Session.get(id=house.session.session_id)).stepped_up_at is None


ELSEWHERE = """
import asyncio, sys
from datetime import UTC, datetime
from uuid import UUID
from chatbookr_core.db import opened, transaction
from chatbookr_core.people.sessions import log_out_everywhere
from chatbookr_core.scope import at_the_door

async def main():
    async with opened(sys.argv[1]):
        with at_the_door():
            async with transaction():
                await log_out_everywhere(UUID(sys.argv[2]), datetime(2027, 3, 1, 8, 0, tzinfo=UTC))
    print("committed", flush=True)

asyncio.run(main())
"""


@pytest.mark.checklist(9)
@pytest.mark.postgres
async def test_another_process_signs_out_everywhere_and_the_socket_here_closes_at_once(
    postgres_database: Database, postgres_url: str, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    async with served(postgres_database, make_deployment(vault, clock, tmp_path)) as house:
        listener = asyncio.create_task(listen_forever(postgres_url))
        async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
            await begin(opened, house.session.token)
            await asyncio.sleep(0.5)
            command = (sys.executable, "-c", ELSEWHERE, postgres_url, str(house.user.id))
            other = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
            assert other.stdout is not None
            assert await other.stdout.readline() == b"committed\n"
            code = await closing(opened)
            await other.communicate()
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener

    assert code == 4403
