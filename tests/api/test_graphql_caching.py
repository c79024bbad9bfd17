"""What stands around an answer: entity tags, versions of the API, and who else's pages may read it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from tests.api.clients import client_of, graphql, make_app, make_deployment
from tests.clinic_world import PUBLIC_URL, settings_for
from tests.factories import make_clinic, make_membership, make_user

from chatbookr_api.app import create_app, surface_routes
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Membership, User
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.settings import settings_from

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
GRAPHQL_JSON = "application/graphql-response+json"
WHO = "{ viewer { memberships { role } } }"
VERSION = "2026-10-01"
TRUSTED = "https://desk.example.test"


@pytest.fixture
async def client(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    surface = staff_surface(make_deployment(vault, clock, tmp_path))
    async with client_of(make_app(surface.deployment, sqlite_database, *surface_routes(surface))) as client:
        yield client


@pytest.fixture
async def ada(client: httpx.AsyncClient) -> User:
    """Log somebody in."""
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="receptionist")
    await client.post("/login", json={"email": "ada@example.com", "password": PASSWORD})
    return user


# --- entity tags --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", [GRAPHQL_JSON, "application/json"])
async def test_what_the_client_has_already_is_not_sent_again(client: httpx.AsyncClient, ada: User, accept: str) -> None:
    headers, parameters = {"accept": accept}, {"query": WHO}
    first = await client.get("/graphql", params=parameters, headers=headers)
    tag = first.headers["etag"]
    same = await client.get("/graphql", params=parameters, headers={**headers, "if-none-match": f'"old", {tag}'})
    async with transaction() as tx:
        await Membership.filter(user_id=ada.id).update(role="manager")
        tx.tell(Change("membership", None, ada.id))
    changed = await client.get("/graphql", params=parameters, headers={**headers, "if-none-match": tag})

    assert tag.startswith('W/"')
    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)
    for answer in (first, same, changed):
        assert answer.headers["cache-control"] == "private, no-cache"
        assert {"Accept", "Authorization", "Cookie"} <= set(answer.headers["vary"].split(", "))


async def test_an_error_is_the_same_whichever_request_it_was_found_by(client: httpx.AsyncClient, ada: User) -> None:
    parameters = {"query": '{ viewer { __typename } clinic(id: "x") { name } }'}
    first = await client.get("/graphql", params=parameters)
    again = await client.get("/graphql", params=parameters)
    same = await client.get("/graphql", params=parameters, headers={"if-none-match": first.headers["etag"]})

    told = [answer.json()["errors"][0]["extensions"] for answer in (first, again)]
    assert [one["requestId"] for one in told] == [first.headers["x-request-id"], again.headers["x-request-id"]]
    assert told[0]["requestId"] != told[1]["requestId"]
    assert first.headers["etag"] == again.headers["etag"]
    assert same.status_code == 304


async def test_each_media_type_has_a_tag_of_its_own(client: httpx.AsyncClient, ada: User) -> None:
    parameters = {"query": WHO}
    json = await client.get("/graphql", params=parameters)
    tag = json.headers["etag"]
    other = await client.get("/graphql", params=parameters, headers={"accept": GRAPHQL_JSON, "if-none-match": tag})

    assert other.status_code == 200


async def test_somebody_else_is_not_told_that_nothing_has_changed(client: httpx.AsyncClient, ada: User) -> None:
    tag = (await client.get("/graphql", params={"query": WHO})).headers["etag"]
    client.cookies.clear()

    answer = await client.get("/graphql", params={"query": WHO}, headers={"if-none-match": tag})

    assert answer.status_code == 200
    assert answer.json()["data"] == {"viewer": None}


@pytest.mark.parametrize("accept", [GRAPHQL_JSON, "application/json"])
@pytest.mark.parametrize("query", ["{ nothing }", "{", ""])
async def test_an_error_of_the_request_is_not_kept(client: httpx.AsyncClient, accept: str, query: str) -> None:
    headers = {"accept": accept, "if-none-match": "*"}
    answer = await client.get("/graphql", params={"query": query}, headers=headers)

    assert answer.status_code in (200, 400)
    assert "data" not in answer.json()
    assert "etag" not in answer.headers
    assert "cache-control" not in answer.headers  # the application's default is no-store


async def test_a_post_has_no_tag(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": WHO}, headers={"if-none-match": "*"})

    assert answer.status_code == 200
    assert "etag" not in answer.headers


# --- versions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{}, {"api-version": VERSION}])
async def test_the_version_is_told_whether_asked_for_or_not(client: httpx.AsyncClient, given: dict[str, str]) -> None:
    answers = [
        await client.post("/graphql", json={"query": WHO}, headers=given),
        await client.post("/graphql", json={"query": ""}, headers=given),
        await client.post("/graphql", json={"query": WHO}, headers={**given, "accept": "text/event-stream"}),
    ]

    assert [answer.headers["api-version"] for answer in answers] == [VERSION] * 3


@pytest.mark.parametrize("version", ["2026-10-02", "latest", "", "2026-10"])
async def test_a_version_there_is_not_is_refused_with_the_one_there_is(client: httpx.AsyncClient, version: str) -> None:
    answer = await client.post("/graphql", json={"query": WHO}, headers={"api-version": version})

    error = answer.json()["errors"][0]
    assert answer.status_code == 400
    assert error["extensions"]["code"] == "UNKNOWN_API_VERSION"
    assert VERSION in error["message"]


# --- other origins ------------------------------------------------------------------------------------------------


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, clock: TurnableClock) -> Starlette:
    settings = settings_for(sqlite_url, tmp_path, {}, plugins=(), allowed_origins=(TRUSTED,))
    return create_app(settings, clock=clock)


@pytest.fixture
async def browser(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app), client_of(app, base_url=PUBLIC_URL) as client:
        yield client


def preflight(origin: str, **headers: str) -> dict[str, str]:
    return {"origin": origin, "access-control-request-method": "POST", **headers}


async def test_a_page_of_a_trusted_origin_may_ask_with_its_cookie(browser: httpx.AsyncClient) -> None:
    asked = "authorization, content-type, x-strict, api-version"
    headers = preflight(TRUSTED, **{"access-control-request-headers": asked})
    first = await browser.options("/graphql", headers=headers)
    answer = await browser.post("/graphql", json={"query": WHO}, headers={"origin": TRUSTED})
    refusal = await browser.post("/graphql", json={}, headers={"origin": TRUSTED})

    assert first.status_code == 200
    assert "x-request-id" in first.headers
    for one in (first, answer, refusal):
        assert one.headers["access-control-allow-origin"] == TRUSTED
        assert one.headers["access-control-allow-credentials"] == "true"
        assert "Origin" in one.headers["vary"]
    assert "Authorization" in answer.headers["vary"]
    assert "etag" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "https://desk.example.test.evil.test"])
async def test_any_other_page_may_not(browser: httpx.AsyncClient, origin: str) -> None:
    first = await browser.options("/graphql", headers=preflight(origin))
    answer = await browser.post("/graphql", json={"query": WHO}, headers={"origin": origin})

    assert first.status_code == 400
    assert first.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "access-control-allow-origin" not in first.headers
    assert "access-control-allow-origin" not in answer.headers


async def test_no_method_but_ours_is_allowed_across_origins(browser: httpx.AsyncClient) -> None:
    headers = {"origin": TRUSTED, "access-control-request-method": "DELETE"}

    assert (await browser.options("/graphql", headers=headers)).status_code == 400


@pytest.mark.parametrize("origins", ["*", "https://*.example.test"])
def test_every_page_cannot_be_trusted_at_once(origins: str) -> None:
    with pytest.raises(InvalidSettings, match="one by one"):
        settings_from({"CHATBOOKR_ALLOWED_ORIGINS": origins})


async def test_the_own_page_needs_no_permission(client: httpx.AsyncClient, ada: User) -> None:
    answer = await graphql(client, WHO, headers={"origin": "http://clinic.test"})

    assert answer["data"]["viewer"]["memberships"] == [{"role": "RECEPTIONIST"}]
