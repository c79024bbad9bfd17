"""GraphiQL's page: shown to browsers alone, from our own assets, under a policy that lets nothing else in."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.routing import Mount
from tests.api.clients import client_of, make_app, make_deployment

from chatbookr_api.app import surface_routes
from chatbookr_api.graphiql import FOLDER, Assets
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import settings_from

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
GRAPHQL_JSON = "application/graphql-response+json"


@pytest.fixture
def lent(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def client(sqlite_database: Database, lent: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    surfaces = [*surface_routes(staff_surface(lent)), *surface_routes(partner_surface(lent))]
    async with client_of(make_app(lent, sqlite_database, *surfaces, Mount("/assets", Assets()))) as client:
        yield client


@pytest.mark.parametrize("path", ["/graphql", "/partner/graphql"])
async def test_a_browser_gets_a_page_that_asks_nobody_else(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"accept": BROWSER})

    policy = answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'data-path="{path}"' in answer.text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in re.sub(r'charset="utf-8"', "", answer.text)
    assert answer.headers["vary"] == "Accept"


async def test_what_the_page_names_is_there_and_may_be_kept(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql", headers={"accept": BROWSER})
    names = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    answers = [await client.get(name) for name in names]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("immutable" in answer.headers["cache-control"] for answer in answers)
    assert "\ngraphiql 3." in (FOLDER / "graphiql" / "LICENSES.txt").read_text()


@pytest.mark.parametrize(
    "path", ["/assets/graphiql/../../app.py", "/assets/%2e%2e/app.py", "/assets/", "/assets/nothing"]
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("accept", ["*/*", "application/json", f"{GRAPHQL_JSON}, text/html", "text/event-stream"])
async def test_programs_get_no_page(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.get("/graphql", params={"query": "{ __typename }"}, headers={"accept": accept})

    assert "__typename" in answer.text


async def test_what_is_posted_is_never_answered_with_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"accept": BROWSER})

    assert answer.json()["data"] == {"__typename": "Query"}


async def test_where_it_is_off_a_browser_is_answered_like_anybody(sqlite_database: Database, lent: Deployment) -> None:
    off = replace(lent, settings=replace(lent.settings, graphiql=False))
    async with client_of(make_app(off, sqlite_database, *surface_routes(staff_surface(off)))) as client:
        answer = await client.get("/graphql", headers={"accept": BROWSER})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("given", "is_on"),
    [
        ({}, True),
        ({"CHATBOOKR_GRAPHIQL": "0"}, False),
        ({"CHATBOOKR_ENVIRONMENT": "production"}, False),
        ({"CHATBOOKR_ENVIRONMENT": "production", "CHATBOOKR_GRAPHIQL": "1"}, True),
    ],
)
def test_in_production_it_is_off_unless_asked_for(given: dict[str, str], is_on: bool) -> None:
    assert settings_from({"CHATBOOKR_PUBLIC_URL": "https://clinic.test", **given}).graphiql is is_on
