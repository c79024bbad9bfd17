"""What the product does not have, and nothing therefore guards: it issues and takes no OAuth tokens, texts nobody."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import httpx
import pytest
from starlette.routing import Route, WebSocketRoute
from tests.api.clients import PASSWORD, PASSWORD_HASH, client_of, make_app, make_deployment
from tests.api.test_app import app_on
from tests.factories import make_clinic, make_membership, make_user
from tests.identity_provider import rsa_key, signed

from chatbookr_api.app import surface_routes
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.factors import FactorKind
from chatbookr_schema.build import schema_of

# what RFC 6749, 7009, 7591, 7662, 8414, 8628, 9126, OpenID Connect and SAML have at servers
OF_A_SERVER = re.compile(
    r"authori[sz]e|/token|introspect|revoke|register|well-known|jwks|userinfo|device_?code|/par\b|end_session|saml|acs\b"
)
OF_A_HINT = re.compile(r"hint|secret_?question|security_?question|(maiden|pet)_?name", re.IGNORECASE)
VIEWER = "{ viewer { email } }"


@pytest.fixture
async def browser(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    deployment = make_deployment(vault, clock, tmp_path)
    await make_membership(await make_user(email="ada@example.com", password_hash=PASSWORD_HASH), await make_clinic())
    surfaces = (*surface_routes(staff_surface(deployment)), *surface_routes(partner_surface(deployment)))
    async with client_of(make_app(deployment, sqlite_database, *surfaces)) as client:
        yield client


@pytest.mark.asvs("6.8.3")
@pytest.mark.asvs("10.4.1", "10.4.2", "10.4.3", "10.4.4", "10.4.5", "10.4.6", "10.4.7", "10.4.8", "10.4.9")
@pytest.mark.asvs("10.4.10", "10.4.11", "10.6.1", "10.6.2", "10.7.1", "10.7.2", "10.7.3")
def test_it_is_no_authorization_server_and_no_identity_provider(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock
) -> None:
    routes = app_on(sqlite_url, tmp_path, clock).routes
    paths = {route.path for route in routes if isinstance(route, Route | WebSocketRoute)}

    assert len(paths) > 30
    assert not [path for path in paths if OF_A_SERVER.search(path)]
    assert all(OF_A_SERVER.search(f"/oauth{path}") for path in ("/token", "/authorize", "/.well-known/openid"))


@pytest.mark.attack("token-alg")
@pytest.mark.asvs("10.3.1", "10.3.2", "10.3.3", "10.3.4")
@pytest.mark.checklist(20)
@pytest.mark.parametrize("path", ["/graphql", "/partner/graphql", "/me"])
async def test_no_access_token_opens_anything(browser: httpx.AsyncClient, path: str) -> None:
    claims = {"iss": "https://id.example", "sub": "ada@example.com", "aud": "http://clinic.test", "scope": "openid"}
    headers = {"authorization": f"Bearer {signed(claims, rsa_key())}"}

    answer = await browser.request(
        "GET" if path == "/me" else "POST", path, headers=headers, json=None if path == "/me" else {"query": VIEWER}
    )

    assert answer.status_code == 401
    assert "ada@example.com" not in answer.text


@pytest.mark.asvs("9.2.4", "7.2.2", "7.2.3")
@pytest.mark.checklist(23)
async def test_tokens_are_random_and_say_nothing_of_themselves(browser: httpx.AsyncClient) -> None:
    given = []
    for _ in range(20):
        answer = await browser.post("/login", json={"email": "ada@example.com", "password": PASSWORD, "token": True})
        given.append(answer.json()["token"])

    assert len(set(given)) == len(given)
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in given)  # 256 bits; a self-contained one has dots
    assert not {token[place : place + 8] for token in given[:1] for place in range(36)} & {
        token[place : place + 8] for token in given[1:] for place in range(36)
    }


@pytest.mark.asvs("6.6.1", "6.6.2", "6.6.3")
def test_nothing_is_confirmed_by_phone_or_out_of_band() -> None:
    assert set(get_args(FactorKind)) == {"totp", "passkey"}


@pytest.mark.asvs("6.4.2")
def test_there_are_no_hints_and_no_questions() -> None:
    names = {
        name for one in schema_of("staff")._schema.type_map.values() for name in (one.name, *getattr(one, "fields", {}))
    }

    assert len(names) > 500
    assert not [name for name in names if OF_A_HINT.search(name)]
