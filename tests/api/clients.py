"""The API over ASGI for tests: its own routes, errors and middleware around a database that is entered already."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from tests.quiet_calendar import quiet_plugin

from chatbookr_api.app import login_routes
from chatbookr_api.errors import exception_handlers
from chatbookr_api.middleware import EnteredDatabase, Failures, RequestIds
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import Clock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.oidc.documents import Documents
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.settings import Settings

PUBLIC_URL = "http://clinic.test"
PASSWORD = "correct horse battery"
PASSWORD_HASH = hash_password_now(PASSWORD)


def make_deployment(vault: Vault, clock: Clock, folder: Path, **settings: Any) -> Deployment:
    """Lend the given vault and clock, a quiet calendar, and settings for PUBLIC_URL."""
    chosen = Settings(**{"key_file": folder / "key-encryption.key", "public_url": PUBLIC_URL, **settings})
    return Deployment(chosen, clock, vault, Plugins({"gcal": quiet_plugin()}), Random(7))  # noqa: S311  # references and jitter


def make_app(
    deployment: Deployment, database: Database, *further: BaseRoute, documents: Documents | None = None
) -> Starlette:
    """Lay out log-in and `further` routes as the application does, without its lifespan."""
    app = Starlette(
        routes=[
            *login_routes(deployment, documents),
            *further,
        ],
        middleware=[Middleware(RequestIds), Middleware(Failures), Middleware(EnteredDatabase, database=database)],
        exception_handlers=exception_handlers(),
    )
    app.state.deployment = deployment
    return app


def client_of(app: Starlette, *, base_url: str = PUBLIC_URL, **options: Any) -> httpx.AsyncClient:
    """Speak HTTP to an application in this process."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=base_url, **options)


async def log_in(client: httpx.AsyncClient, email: str = "ada@example.com", *, steps_up: bool = False) -> None:
    """Log in an account made with PASSWORD_HASH, and let it prove again who it is; the client keeps the cookie."""
    (await client.post("/login", json={"email": email, "password": PASSWORD})).raise_for_status()
    if steps_up:
        (await client.post("/step-up", json={"password": PASSWORD})).raise_for_status()


async def graphql(
    client: httpx.AsyncClient, query: str, variables: Mapping[str, object] | None = None, **options: Any
) -> dict[str, Any]:
    """Post one operation and return the answer's JSON."""
    body = json.dumps({"query": query, "variables": variables or {}})
    headers = {"content-type": "application/json", **options.pop("headers", {})}
    response = await client.post("/graphql", content=body, headers=headers, **options)
    answer: dict[str, Any] = response.json()
    return answer
