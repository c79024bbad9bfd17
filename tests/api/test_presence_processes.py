"""Presence between two servers as they are run, each a process of its own, on one PostgreSQL."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.factories import make_membership, make_user
from tests.schema.desk import Desk, make_desk
from tests.servers import free_port
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from chatbookr_core.clock import SystemClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.people.passwords import hash_password_now

pytestmark = [pytest.mark.postgres, pytest.mark.integration]  # real processes and sockets

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
HEAR = """subscription ($c: ID!) { conversationPresence(conversationId: $c) {
  colleagues { user { fullName } isTyping } } }"""
TELL = """mutation ($c: ID!, $a: PresenceActivity!) { conversationPresenceTell(conversationId: $c, activity: $a) {
  userErrors { code } } }"""
PATIENCE_SECONDS = 90.0


@contextmanager
def server(database_url: str, key_file: Path, folder: Path) -> Iterator[str]:
    """Run `chatbookr serve` until the block ends; return its origin."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")}
    environment = {
        **inherited,
        "CHATBOOKR_DATABASE_URL": database_url,
        "CHATBOOKR_KEY_FILE": str(key_file),
        "CHATBOOKR_PORT": str(port),
        "CHATBOOKR_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "CHATBOOKR_BROKER_URL": "redis://127.0.0.1:6379",  # nobody works here: the workers would be elsewhere
        "CHATBOOKR_PLUGINS": "whatsapp",
        "CHATBOOKR_WHATSAPP_APP_SECRET": "app secret",
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "verify token",
    }
    log = folder / f"{port}.log"
    with log.open("wb") as words:
        command = [sys.executable, "-c", "import sys; from chatbookr_api.cli import main; sys.exit(main())", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=subprocess.STDOUT)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def client_of(origin: str) -> httpx.AsyncClient:
    """A client that waits as long as it takes: a server's first answer makes the schema."""
    return httpx.AsyncClient(base_url=origin, timeout=PATIENCE_SECONDS)


async def until_it_answers(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                if (await client.get("/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


async def token_of(client: httpx.AsyncClient, email: str) -> str:
    answer = await client.post("/login", json={"email": email, "password": PASSWORD, "token": True})
    answer.raise_for_status()
    token: str = answer.json()["token"]
    return token


@asynccontextmanager
async def heard(origin: str, token: str, desk: Desk) -> AsyncIterator[ClientConnection]:
    address = origin.replace("http", "ws", 1) + "/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"token": token}}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        payload = {"query": HEAR, "variables": {"c": desk.id_of("Conversation")}}
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        yield socket


async def seen(socket: ClientConnection) -> dict[str, bool]:
    """Return who is there, by the next event."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            said = json.loads(await socket.recv())
            if said["type"] == "next":
                found: list[Any] = said["payload"]["data"]["conversationPresence"]["colleagues"]
                return {one["user"]["fullName"]: one["isTyping"] for one in found}
            assert said["type"] == "ping", said
            await socket.send(json.dumps({"type": "pong"}))


async def tell(client: httpx.AsyncClient, token: str, desk: Desk, activity: str) -> None:
    body = {"query": TELL, "variables": {"c": desk.id_of("Conversation"), "a": activity}}
    answer = await client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
    assert answer.json()["data"]["conversationPresenceTell"]["userErrors"] == [], answer.text


async def test_what_is_told_to_one_server_is_heard_at_the_other_and_a_closed_socket_has_left(
    postgres_database: Database, postgres_url: str, tmp_path: Path
) -> None:
    key_file, clock = tmp_path / "key-encryption.key", SystemClock()
    desk = await make_desk(Vault(LocalKeyFile(key_file), clock), clock.now())
    for name in ("Ada", "Bea"):
        user = await make_user(full_name=name, email=f"{name.lower()}@example.com", password_hash=HASH)
        await make_membership(user, desk.clinic, role="receptionist")
    told = []

    with server(postgres_url, key_file, tmp_path) as one, server(postgres_url, key_file, tmp_path) as other:
        async with client_of(one) as here, client_of(other) as there:
            await until_it_answers(here)
            await until_it_answers(there)
            ada, bea = await token_of(here, "ada@example.com"), await token_of(there, "bea@example.com")
            async with heard(one, ada, desk) as socket:
                told.append(await seen(socket))
                async with heard(other, bea, desk) as theirs:
                    assert await seen(theirs) == {}
                    for activity in ("VIEWING", "TYPING"):
                        await tell(there, bea, desk, activity)
                        told.append(await seen(socket))
                told.append(await seen(socket))  # their socket has closed

    assert told == [{}, {"Bea": False}, {"Bea": True}, {}]
