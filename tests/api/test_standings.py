"""Whom a token stands for is remembered for a moment, and never longer than it is so."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import client_of, graphql, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_user, writing

import chatbookr_core.people.queries
from chatbookr_api import standings
from chatbookr_api.graphql import GraphQLEndpoint
from chatbookr_api.standings import RecentStandings
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch
from chatbookr_core.events import Change, publish, publish_missed
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Membership
from chatbookr_core.people.passwords import hash_password_now

HASH = hash_password_now("correct horse battery staple")
CREDENTIALS = {"email": "ada@example.com", "password": "correct horse battery staple", "token": True}
WHO = "{ viewer { memberships { role } } }"


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Stand for the machine's clock: its last value is now."""
    clock = [100.0]
    original = RecentStandings.__init__

    def with_clock(self: RecentStandings, surface: Any) -> None:
        original(self, surface, lambda: clock[-1])

    monkeypatch.setattr(RecentStandings, "__init__", with_clock)
    return clock


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect every look-up of a session."""
    found: list[str] = []
    original = fetch

    async def counting(sql: str, values: Any = ()) -> Any:
        if "FROM session" in sql:
            found.append(sql)
        return await original(sql, values)

    monkeypatch.setattr(chatbookr_core.people.queries, "fetch", counting)
    return found


@pytest.fixture
async def client(
    moments: list[float], database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    deployment = make_deployment(vault, clock, tmp_path)
    app = make_app(deployment, database, Route("/graphql", GraphQLEndpoint(staff_surface(deployment))))
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="manager")
    async with client_of(app) as client:
        token = (await client.post("/login", json=CREDENTIALS)).json()["token"]
        client.cookies.clear()
        client.headers["authorization"] = f"Bearer {token}"
        yield client


async def roles(client: httpx.AsyncClient) -> list[str]:
    return [one["role"] for one in (await graphql(client, WHO))["data"]["viewer"]["memberships"]]


async def suspend() -> None:
    """Change the row and tell nobody, as another process would whose notification is lost."""
    async with writing():
        await Membership.all().update(state="suspended")  # any clinic: the test has one


async def test_a_burst_of_requests_asks_once_who_it_is(client: httpx.AsyncClient, asked: list[str]) -> None:
    for _ in range(5):
        assert await roles(client) == ["MANAGER"]

    assert len(asked) == 1


@pytest.mark.checklist(9)
async def test_what_nobody_told_of_is_seen_a_second_later(client: httpx.AsyncClient, moments: list[float]) -> None:
    assert await roles(client) == ["MANAGER"]
    await suspend()
    moments.append(101.0)

    assert await roles(client) == []


@pytest.mark.parametrize("kind", ["session", "membership", "key"])
async def test_what_is_told_is_seen_at_once(client: httpx.AsyncClient, kind: Any) -> None:
    assert await roles(client) == ["MANAGER"]
    await suspend()
    publish([Change(kind, None, new_id())])

    assert await roles(client) == []


async def test_changes_that_may_have_been_missed_count_as_told(client: httpx.AsyncClient) -> None:
    assert await roles(client) == ["MANAGER"]
    await suspend()
    publish_missed()

    assert await roles(client) == []


@pytest.mark.asvs("7.4.1")
async def test_a_session_that_was_logged_out_opens_nothing_at_once(client: httpx.AsyncClient) -> None:
    assert await roles(client) == ["MANAGER"]
    await client.post("/logout")

    answer = await client.post("/graphql", json={"query": WHO})

    assert answer.status_code == 401


async def test_a_session_that_ran_out_by_the_deployments_clock_opens_nothing(
    client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    assert await roles(client) == ["MANAGER"]
    clock.turn(timedelta(days=8))

    answer = await client.post("/graphql", json={"query": WHO})

    assert answer.status_code == 401


async def test_few_are_remembered(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    monkeypatch.setattr(standings, "KEPT", 0)
    for _ in range(2):
        assert await roles(client) == ["MANAGER"]

    assert len(asked) == 2
