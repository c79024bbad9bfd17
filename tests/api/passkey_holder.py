"""Somebody at a browser, with an authenticator at hand, for tests of passkeys over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.api.clients import client_of, make_app, make_deployment
from tests.authenticator import Authenticator
from tests.factories import make_clinic, make_membership, make_user

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Mail, User
from chatbookr_core.people.passwords import hash_password_now

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
EMAIL = "ada@example.com"


@dataclass(slots=True)
class Person:
    """Somebody at a browser, with an authenticator at hand."""

    browser: httpx.AsyncClient
    clock: TurnableClock
    deployment: Deployment
    user: User
    clinic: Clinic
    phone: Authenticator = field(default_factory=Authenticator)

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.browser.post(path, json=body)

    async def asked(self, path: str) -> dict[str, Any]:
        answer = await self.browser.post(path)
        assert answer.status_code == 200, answer.text
        options: dict[str, Any] = answer.json()["publicKey"]
        return options

    async def log_in(self) -> httpx.Response:
        return await self.post("/login", email=EMAIL, password=PASSWORD)

    async def add(self, phone: Authenticator | None = None, name: str = "My phone") -> httpx.Response:
        credential = (phone or self.phone).create(await self.asked("/passkeys/begin"))
        return await self.post("/passkeys", credential=credential, name=name)

    async def enrol(self) -> dict[str, Any]:
        """Log in, prove it again, make a passkey; answer with what was told of it."""
        await self.log_in()
        await self.post("/step-up", password=PASSWORD)
        made = await self.add()
        assert made.status_code == 201, made.text
        told: dict[str, Any] = made.json()
        return told

    async def shown(self, path: str, phone: Authenticator | None = None, **client_data: object) -> httpx.Response:
        """Ask for a passkey at a path, and show one there."""
        credential = (phone or self.phone).get(await self.asked(f"{path}/begin"), **client_data)
        return await self.post(path, credential=credential)

    async def clinics(self) -> list[str]:
        answer: dict[str, Any] = (await self.browser.get("/me")).json()
        return [place["clinicId"] for place in answer.get("memberships", [])]

    def forget(self) -> None:
        self.browser.cookies.clear()


@asynccontextmanager
async def at_a_browser(database: Database, vault: Vault, clock: TurnableClock, folder: Path) -> AsyncIterator[Person]:
    clinic, user = await make_clinic(), await make_user(email=EMAIL, password_hash=HASH)
    await make_membership(user, clinic, role="owner")
    deployment = make_deployment(vault, clock, folder)
    async with client_of(make_app(deployment, database)) as browser:
        yield Person(browser, clock, deployment, user, clinic)


async def kinds_of_mail() -> list[str]:
    found = await Mail.exclude(kind="new_device").order_by("created_at", "id")  # log-ins send that one, as they should
    return [mail.kind for mail in found]
