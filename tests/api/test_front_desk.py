"""The front desk's page: the same at each of its addresses, of our own assets, in its reader's language."""

import gzip
import json
import re
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from graphql import GraphQLSchema, build_schema, parse, validate
from starlette.routing import Mount
from tests.api.clients import client_of, make_app, make_deployment

from chatbookr_api.app import surface_routes
from chatbookr_api.front_desk import front_desk_routes
from chatbookr_api.graphiql import FOLDER, Assets
from chatbookr_api.surface import OWN_DOCUMENTS, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault

SDL = Path(__file__).parents[2] / "schema" / "schema.graphql"
MOST_PACKED_BYTES = 106_000  # of script before the inbox is there; the whole desk in one was 184,000
DOCUMENTS: dict[str, str] = json.loads(OWN_DOCUMENTS[1].read_text())


@pytest.fixture
def lent(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def client(sqlite_database: Database, lent: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    routes = [*surface_routes(staff_surface(lent)), *front_desk_routes(), Mount("/assets", Assets())]
    async with client_of(make_app(lent, sqlite_database, *routes)) as client:
        yield client


@pytest.mark.parametrize("path", ["/desk", "/desk/inbox", "/desk/inbox/Q29udmVyc2F0aW9u", "/desk/agenda/2027-03-08"])
async def test_each_place_of_the_desk_is_the_same_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == (await client.get("/desk")).text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_what_the_page_names_is_there_and_may_be_kept(client: httpx.AsyncClient) -> None:
    page = await client.get("/desk", headers={"accept-language": "de"})
    names = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    answers = [await client.get(name) for name in names]

    assert [name.split("?")[0].rpartition("/")[2] for name in names if "?" in name] == [
        "desk.css",
        "de.json",
        "desk.js",
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert all("immutable" in answer.headers["cache-control"] for answer in answers)
    assert "\nreact 18." in (FOLDER / "desk" / "LICENSES.txt").read_text()


async def test_what_an_inbox_needs_is_loaded_first_and_the_rest_later(client: httpx.AsyncClient) -> None:
    script = (FOLDER / "desk" / "desk.js").read_text(encoding="utf-8")
    page = await client.get("/desk")
    shared = re.findall(r'<link rel="modulepreload" href="/assets/desk/([\w-]+\.js)">', page.text)
    later = re.findall(r'import\("\./([\w-]+\.js)"\)', script)
    answers = [await client.get(f"/assets/desk/{name}") for name in (*shared, *later)]
    packed = sum(len(gzip.compress((FOLDER / "desk" / name).read_bytes())) for name in ("desk.js", *shared))

    assert all(f'"./{name}"' in script for name in shared)
    assert script.count('"./') == len(shared) + len(later)
    assert {name.split("-")[0] for name in later} == {"agenda", "settings", "tasks", "temporal"}
    assert all("immutable" in answer.headers["cache-control"] for answer in answers)
    assert packed < MOST_PACKED_BYTES


@pytest.mark.parametrize(
    ("wanted", "language"), [("de-AT, en;q=0.5", "de"), ("nl", "nl"), ("fr;q=0, pt-BR", "pt"), ("ja", "en"), ("", "en")]
)
async def test_the_page_is_in_its_readers_language(client: httpx.AsyncClient, wanted: str, language: str) -> None:
    answer = await client.get("/desk", headers={"accept-language": wanted})

    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept-Language"


async def test_what_the_desk_asks_is_trusted_by_name(client: httpx.AsyncClient) -> None:
    name = next(own for own, text in DOCUMENTS.items() if "query Session" in text)

    answer = await client.post("/graphql", json={"documentId": f"sha256:{name}"})

    assert answer.json()["data"] == {"viewer": None}


@pytest.mark.parametrize(
    "text", DOCUMENTS.values(), ids=[text.split("(")[0].split("{")[0] for text in DOCUMENTS.values()]
)
def test_what_the_desk_asks_is_in_the_contract(text: str) -> None:
    assert validate(contract(), parse(text)) == []


@cache
def contract() -> GraphQLSchema:
    return build_schema(SDL.read_text(encoding="utf-8"))


async def test_its_documents_are_not_served(client: httpx.AsyncClient) -> None:
    assert (await client.get("/assets/desk_documents.json")).status_code == 404
    assert (await client.get("/assets/desk/../../desk_documents.json")).status_code == 404
