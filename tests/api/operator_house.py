"""A clinic, and the operators of the deployment it is on, for tests of what they see of each other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.api.clients import client_of, make_app, make_deployment
from tests.authenticator import Authenticator
from tests.factories import make_membership, make_user, writing
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Desk, ask, make_desk
from tests.schema.listening import told_by

from chatbookr_api.app import operator_routes, surface_routes
from chatbookr_api.surface import operator_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AccessGrant, AccessRead, Mail, Operator, Session
from chatbookr_core.operators.accounts import invite
from chatbookr_permissions.roles import Role

REASON = "The bookings of Monday are missing"
BOOKINGS = """query ($clinic: ID!) {
    bookings(clinicId: $clinic) { nodes { id reference patient { id name phone } notes } }
    viewer { email } clinic(id: $clinic) { name } }"""
APPROVE = "mutation ($id: ID!) { accessApprove(accessGrantId: $id) { accessGrant { state } userErrors { code } } }"
REFUSE = "mutation ($id: ID!) { accessRefuse(accessGrantId: $id) { accessGrant { state } userErrors { code } } }"
END = "mutation ($id: ID!) { accessEnd(accessGrantId: $id) { accessGrant { state endedBy } userErrors { code } } }"
CANARIES = (NAME, PHONE, BODY, NOTES)


@dataclass(slots=True)
class Helper:
    """An operator with an authenticator, and the token of their session."""

    browser: httpx.AsyncClient
    operator: Operator
    key: Authenticator = field(default_factory=Authenticator)
    token: str = ""

    async def post(self, path: str, **body: object) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return await self.browser.post(path, json=body, headers=headers)

    async def enrol(self, invitation: str) -> httpx.Response:
        begun = await self.post("/operator/enrol/begin", token=invitation)
        if begun.status_code != 200:
            return begun
        return await self.post(
            "/operator/enrol", token=invitation, credential=self.key.create(begun.json()["publicKey"])
        )

    async def log_in(self) -> httpx.Response:
        begun = (await self.browser.post("/operator/login/begin")).json()
        answer = await self.post(
            "/operator/login", credential=self.key.get(begun["publicKey"]), ceremony=begun["ceremony"]
        )
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    async def asks(self, desk: Desk, **further: object) -> httpx.Response:
        wanted = {"permissions": ["booking:read", "patient:read"], "minutes": 30, "reason": REASON, **further}
        return await self.post("/operator/access", clinicId=desk.id_of("Clinic"), **wanted)

    async def reads(self, desk: Desk, document: str = BOOKINGS) -> httpx.Response:
        return await self.post("/operator/graphql", query=document, variables={"clinic": desk.id_of("Clinic")})


@dataclass(slots=True)
class House:
    """A clinic, its owner, and whoever runs the deployment."""

    desk: Desk
    deployment: Deployment
    clock: TurnableClock
    browser: httpx.AsyncClient

    async def helper(self, email: str = "op@example.com") -> Helper:
        async with transaction():
            invitation = await invite(self.deployment, email=email, full_name="Olga Operator")
        helper = Helper(self.browser, await Operator.get(id=invitation.operator_id))
        assert (await helper.enrol(invitation.token)).status_code == 201
        assert (await helper.log_in()).status_code == 200
        return helper

    async def decided(self, document: str, grant_id: str, role: Role = Role.OWNER) -> Any:
        answer = await ask(self.deployment, self.desk.actor(role), document, {"id": grant_id})
        return next(iter(answer.data.values())) if answer.data else answer.codes

    async def opened(self, helper: Helper, **further: object) -> str:
        grant_id: str = (await helper.asks(self.desk, **further)).json()["accessGrantId"]
        payload = await self.decided(APPROVE, grant_id)
        assert payload == {"accessGrant": {"state": "OPEN"}, "userErrors": []}
        return grant_id


@asynccontextmanager
async def operator_house(database: Database, vault: Vault, clock: TurnableClock, folder: Path) -> AsyncIterator[House]:
    """Make the clinic, served to its staff and to operators."""
    deployment = make_deployment(vault, clock, folder)
    desk = await make_desk(vault, clock.now())
    owner = await make_user(email="owner@example.com")
    await make_membership(owner, desk.clinic, role="owner")
    async with writing():
        await AccessRead.all().delete()
        await AccessGrant.all().delete()
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    app = make_app(
        deployment,
        database,
        *surface_routes(staff_surface(deployment)),
        *surface_routes(operator_surface(deployment)),
        *operator_routes(deployment),
    )
    async with told_by(database.url), client_of(app) as browser:
        yield House(desk, deployment, clock, browser)


async def kinds_of_mail() -> list[str]:
    found = await Mail.exclude(kind="new_device").order_by("created_at", "id")  # which log-ins send, as they should
    return [mail.kind for mail in found]
