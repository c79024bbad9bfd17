"""Somebody at a browser with a phone that shows codes, for tests of the second factor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pyotp
from tests.api.clients import client_of, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_user

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, User
from chatbookr_core.people.passwords import hash_password_now

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
EMAIL = "ada@example.com"


@dataclass(slots=True)
class Person:
    """Somebody at a browser, with a phone that shows codes once they enrolled one."""

    browser: httpx.AsyncClient
    clock: TurnableClock
    user: User
    clinic: Clinic
    key: str = ""

    def code(self, *, steps: int = 0) -> str:
        """Read the phone, now or some steps of 30 s away."""
        return pyotp.TOTP(self.key).at(self.clock.now() + timedelta(seconds=30 * steps))

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.browser.post(path, json=body)

    async def log_in(self, password: str = PASSWORD) -> httpx.Response:
        return await self.post("/login", email=EMAIL, password=password)

    async def step_up(self, **further: object) -> httpx.Response:
        return await self.post("/step-up", password=PASSWORD, **further)

    async def clinics(self) -> list[str]:
        answer: dict[str, Any] = (await self.browser.get("/me")).json()
        return [place["clinicId"] for place in answer.get("memberships", [])]

    async def enrol(self) -> list[str]:
        """Log in, prove it again, enrol a phone, and go on half a minute so that the code used is past."""
        await self.log_in()
        await self.step_up()
        self.key = (await self.post("/second-factor/totp")).json()["key"]
        codes: list[str] = (await self.post("/second-factor/totp/confirm", code=self.code())).json()["recoveryCodes"]
        self.clock.turn(timedelta(seconds=60))
        return codes


@asynccontextmanager
async def phone_holder(database: Database, vault: Vault, clock: TurnableClock, folder: Path) -> AsyncIterator[Person]:
    """Make Ada, the owner of a clinic."""
    clinic, user = await make_clinic(), await make_user(email=EMAIL, password_hash=HASH)
    await make_membership(user, clinic, role="owner")
    async with client_of(make_app(make_deployment(vault, clock, folder), database)) as browser:
        yield Person(browser, clock, user, clinic)
