"""What is typed at the log-in and can be nobody's is refused like a wrong password, and the log holds nothing of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.api.clients import client_of, make_app, make_deployment

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault

CANARY = "canary.person"
LONG = f"{CANARY}@{'x' * 300}".encode()
NOBODYS = [
    pytest.param(LONG, id="longer than an address can be"),
    pytest.param(LONG * 20, id="as long as the body can be"),
    pytest.param(rf"{CANARY}\u0000@example.com".encode(), id="NUL"),
]
UNREADABLE = [
    pytest.param(rb'{"email": "\ud800@example.com", "password": "abc"}', id="half a character of the address"),
    pytest.param(rb'{"email": "ada@example.com", "password": "\ud800"}', id="half a character of the password"),
    pytest.param(b'{"email": "a@example.com", "email": "b@example.com", "password": "abc"}', id="a name twice"),
    pytest.param(b'{"email": "a@example.com", "password": NaN}', id="no JSON"),
]


@pytest.fixture
async def client(
    database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    await vault.deployment_keys()
    async with client_of(make_app(make_deployment(vault, clock, tmp_path), database)) as client:
        yield client


@pytest.mark.attack("enumeration")
@pytest.mark.parametrize("email", NOBODYS)
async def test_an_address_that_no_account_can_have_is_refused_like_any_other(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, email: bytes
) -> None:
    body = b'{"email": "' + email + b'", "password": "abc"}'

    answer = await client.post("/login", content=body, headers={"content-type": "application/json"})
    usual = await client.post("/login", json={"email": "nobody@example.com", "password": "abc"})

    assert (answer.status_code, usual.status_code) == (401, 401)
    assert answer.json()["errors"][0]["message"] == usual.json()["errors"][0]["message"]
    assert CANARY not in "".join(one.getMessage() for one in caplog.records if one.name.startswith("chatbookr"))


@pytest.mark.parametrize("body", UNREADABLE)
@pytest.mark.parametrize("path", ["/login", "/invitation"])
async def test_what_says_two_things_or_none_is_no_json(client: httpx.AsyncClient, path: str, body: bytes) -> None:
    answer = await client.post(path, content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
