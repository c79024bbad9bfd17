"""A clinic with an identity provider, and somebody of its staff at a browser, for tests of logging in by it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from tests.account_rows import make_identity_provider, make_linked_identity
from tests.api.clients import PASSWORD, PASSWORD_HASH, client_of, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_user, writing
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, EMAIL, SUBJECT, Provider, providing

from chatbookr_core.clock import Clock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, IdentityProvider, LinkedIdentity, Session, User
from chatbookr_core.people.oidc.documents import Documents


@dataclass(slots=True)
class OidcWorld:
    """Ada, who works for a clinic that has registered a provider."""

    provider: Provider
    row: IdentityProvider
    clinic: Clinic
    user: User
    deployment: Deployment
    documents: Documents
    app: Starlette
    browser: httpx.AsyncClient

    @property
    def base(self) -> str:
        return f"/oidc/{self.row.id}"

    async def begin(self, **query: str) -> str:
        """Begin a log-in and return the provider's page the browser is sent to."""
        answer = await self.browser.get(f"{self.base}/begin", params=query)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def sign_in(self, **changed: str) -> httpx.Response:
        """Go the whole way; `changed` is what the provider sends back otherwise (`-`: not at all)."""
        return await self.browser.get(self.provider.consent(await self.begin(), **changed))

    async def log_in(self) -> None:
        """Log in with the password, and prove it again."""
        for path in ("/login", "/step-up"):
            answer = await self.browser.post(path, json={"email": self.user.email, "password": PASSWORD})
            assert answer.status_code == 200, answer.text

    async def begin_link(self) -> str:
        answer = await self.browser.post(f"{self.base}/link", json={})
        assert answer.status_code == 201, answer.text
        url: str = answer.json()["authorizationUrl"]
        return url

    async def linked(self, **fields: Any) -> LinkedIdentity:
        """Let the account be linked already."""
        return await make_linked_identity(self.user, self.row, **{"subject": SUBJECT, **fields})

    async def clinics(self) -> list[str]:
        """Say which clinics the browser's session opens."""
        answer: dict[str, Any] = (await self.browser.get("/me")).json()
        return [place["clinicId"] for place in answer.get("memberships", [])]

    async def change(self, **fields: Any) -> None:
        """Change the registered provider."""
        async with writing():
            await IdentityProvider.filter(clinic_id=self.clinic.id, id=self.row.id).update(**fields)

    async def sessions(self) -> int:
        """Count the sessions that are open."""
        return await Session.filter(revoked_at=None).count()

    def another_browser(self) -> httpx.AsyncClient:
        return client_of(self.app)


@asynccontextmanager
async def oidc_world(
    database: Database, vault: Vault, clock: Clock, folder: Path, **settings: Any
) -> AsyncIterator[OidcWorld]:
    """Make the world, its provider on a port of its own."""
    async with providing(clock) as provider:
        deployment = make_deployment(
            vault, clock, folder, **{"identity_provider_allowed_hosts": (provider.host,), **settings}
        )
        await vault.deployment_keys()
        clinic, user = await make_clinic(vault), await make_user(email=EMAIL, password_hash=PASSWORD_HASH)
        await make_membership(user, clinic, role="owner")
        row = await make_identity_provider(
            clinic, vault, client_secret=CLIENT_SECRET, client_id=CLIENT_ID, issuer=provider.issuer
        )
        documents = Documents.of(deployment.settings, clock)
        app = make_app(deployment, database, documents=documents)
        base_url = deployment.settings.public_url
        async with client_of(app, base_url=base_url) as browser:
            yield OidcWorld(provider, row, clinic, user, deployment, documents, app, browser)
