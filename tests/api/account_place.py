"""A clinic served to programs that speak GraphQL alone, for tests of accounts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pyotp
from tests.api.clients import client_of, make_app, make_deployment
from tests.authenticator import Authenticator
from tests.factories import make_clinic, make_membership, make_user
from tests.mailbox import letters

from chatbookr_api.app import surface_routes
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, User
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_schema.ids import global_id

PASSWORD, NEW = "purple tractors sing at noon", "green violins rest on Sunday"
HASH = hash_password_now(PASSWORD)
OWNER, NEWCOMER = "owner@example.com", "grace@example.com"
LOG_IN = """mutation ($email: String!, $password: String!, $device: String) {
  sessionCreate(input: {email: $email, password: $password, deviceToken: $device}) {
    token deviceToken needsSecondFactor endsAt userErrors { code message field }
  }
}"""
STEP_UP = """mutation ($password: String!, $code: String) {
  sessionStepUp(password: $password, code: $code) { token until userErrors { code } }
}"""
PROVE = "mutation ($code: String!) { sessionProve(code: $code) { token userErrors { code message } } }"
INVITE = """mutation ($input: InvitationCreateInput!) {
  invitationCreate(input: $input) { invitation { id email role state } userErrors { code field } }
}"""
ACCEPT = """mutation ($input: InvitationAcceptInput!) {
  invitationAccept(input: $input) { isAccepted userErrors { code message field } }
}"""
ENROL = "mutation { totpEnrol { key uri qrSvg userErrors { code } } }"
CONFIRM = "mutation ($code: String!) { totpConfirm(code: $code) { recoveryCodes userErrors { code } } }"
FORGOT = """mutation ($email: String!) {
  passwordResetRequest(input: {email: $email}) { isAccepted userErrors { code message field } }
}"""
RESET = """mutation ($token: String!, $password: String!) {
  passwordReset(input: {token: $token, newPassword: $password}) { isChanged userErrors { code message field } }
}"""
CHANGE = """mutation ($password: String!) {
  passwordChange(input: {newPassword: $password}) { isChanged userErrors { code message field } }
}"""
VIEWER = """{ viewer {
  email isEmailVerified hasSecondFactor needsSecondFactor recoveryCodesLeft
  memberships { role } sessions { id device network isCurrent }
} }"""
END_OTHERS = "mutation { sessionEndOthers { isEnded userErrors { code } } }"
PASSKEY_BEGIN = "mutation { passkeyRegistrationBegin { publicKey userErrors { code } } }"
PASSKEY_FINISH = """mutation ($credential: JSON!) {
  passkeyRegistrationFinish(input: {credential: $credential, name: "Laptop"}) {
    passkey { id } recoveryCodes userErrors { code }
  }
}"""
PASSKEY_LOG_IN_BEGIN = "mutation { passkeyLogInBegin { publicKey ceremony userErrors { code } } }"
PASSKEY_LOG_IN = """mutation ($input: PasskeyLogInInput!) {
  passkeyLogIn(input: $input) { token deviceToken endsAt userErrors { code message field } }
}"""
PASSKEY_PROOF_BEGIN = """mutation ($purpose: PasskeyPurpose!) {
  passkeyProofBegin(purpose: $purpose) { publicKey userErrors { code } }
}"""
PASSKEY_PROVE = """mutation ($assertion: JSON!) {
  passkeyProve(assertion: $assertion) { token endsAt userErrors { code message } }
}"""
PASSKEY_STEP_UP = """mutation ($assertion: JSON!) {
  passkeyStepUp(assertion: $assertion) { token until userErrors { code message } }
}"""
MEMBERS = """query ($clinic: ID!) {
  members(clinicId: $clinic) { nodes { id user { fullName } } }
}"""
SUSPEND = "mutation ($id: ID!) { memberSuspend(memberId: $id) { member { state } userErrors { code } } }"
PROTOCOL: Any = "graphql-transport-ws"


@dataclass(slots=True)
class Program:
    """A client that speaks GraphQL alone, and keeps its tokens itself."""

    http: httpx.AsyncClient
    token: str | None = None
    device: str | None = None
    seen: list[str] = field(default_factory=list)

    async def asks(self, document: str, **variables: Any) -> dict[str, Any]:
        """Send one operation; the session's next token is kept."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        answer = await self.http.post("/graphql", json={"query": document, "variables": variables}, headers=headers)
        self.seen.append(answer.text)
        whole: dict[str, Any] = answer.json()
        data = whole.get("data") or {}
        for payload in data.values():
            if isinstance(payload, dict) and payload.get("token"):
                self.token = payload["token"]
        return whole

    async def does(self, document: str, **variables: Any) -> dict[str, Any]:
        """Send one mutation and return what it answers."""
        whole = await self.asks(document, **variables)
        assert "errors" not in whole, whole["errors"]
        (payload,) = whole["data"].values()
        return dict(payload)

    async def logs_in(self, email: str = OWNER, password: str = PASSWORD) -> dict[str, Any]:
        self.token = None
        payload = await self.does(LOG_IN, email=email, password=password, device=self.device)
        self.device = payload["deviceToken"] or self.device
        return payload

    async def adds(self, phone: Authenticator) -> None:
        """Enrol a passkey; the session was stepped up."""
        begun = await self.does(PASSKEY_BEGIN)
        made = await self.does(PASSKEY_FINISH, credential=phone.create(begun["publicKey"]))
        assert made["userErrors"] == []

    async def logs_in_with(self, phone: Authenticator) -> dict[str, Any]:
        """Log in by a passkey alone."""
        self.token = None
        begun = await self.does(PASSKEY_LOG_IN_BEGIN)
        given = {"assertion": phone.get(begun["publicKey"]), "ceremony": begun["ceremony"], "deviceToken": self.device}
        return await self.does(PASSKEY_LOG_IN, input=given)

    async def shows(self, phone: Authenticator, purpose: str) -> dict[str, Any]:
        """Show a passkey as the second factor, or to step up."""
        begun = await self.does(PASSKEY_PROOF_BEGIN, purpose=purpose)
        document = PASSKEY_PROVE if purpose == "SECOND_FACTOR" else PASSKEY_STEP_UP
        return await self.does(document, assertion=phone.get(begun["publicKey"]))

    async def viewer(self) -> dict[str, Any]:
        return dict((await self.asks(VIEWER))["data"]["viewer"])


@dataclass(slots=True)
class Place:
    """A clinic with an owner, served without sockets."""

    deployment: Deployment
    clinic: Clinic
    owner: User
    http: httpx.AsyncClient
    clock: TurnableClock

    def program(self) -> Program:
        return Program(self.http)

    async def token_to(self, email: str) -> str:
        return (await letters(self.deployment, email))[-1].token

    async def suspends(self, full_name: str) -> None:
        """Let the owner take somebody's place away, by GraphQL as everything else."""
        owner = self.program()
        await owner.logs_in()
        await owner.does(STEP_UP, password=PASSWORD)
        members = (await owner.asks(MEMBERS, clinic=global_id("Clinic", self.clinic.id)))["data"]["members"]["nodes"]
        (member,) = [one["id"] for one in members if one["user"]["fullName"] == full_name]
        assert await owner.does(SUSPEND, id=member) == {"member": {"state": "SUSPENDED"}, "userErrors": []}


@asynccontextmanager
async def account_place(database: Database, vault: Vault, clock: TurnableClock, folder: Path) -> AsyncIterator[Place]:
    """Make the clinic and its owner."""
    deployment = make_deployment(vault, clock, folder)
    await vault.deployment_keys()
    clinic, owner = await make_clinic(vault), await make_user(email=OWNER, password_hash=HASH)
    await make_membership(owner, clinic, role="owner")
    app = make_app(deployment, database, *surface_routes(staff_surface(deployment)))
    async with client_of(app) as http:
        yield Place(deployment, clinic, owner, http, clock)


async def invited(place: Place, email: str = NEWCOMER) -> str:
    """Let the owner invite somebody, and return the letter's token."""
    owner = place.program()
    await owner.logs_in()
    await owner.does(STEP_UP, password=PASSWORD)
    wanted = {"clinicId": global_id("Clinic", place.clinic.id), "email": email, "role": "RECEPTIONIST"}
    payload = await owner.does(INVITE, input=wanted)
    assert payload["userErrors"] == []
    assert (payload["invitation"]["email"], payload["invitation"]["state"]) == (email, "OPEN")
    return await place.token_to(email)


async def enrolled(program: Program, clock: TurnableClock) -> tuple[str, list[str]]:
    """Step up and enrol a phone; return its key and the recovery codes."""
    await program.does(STEP_UP, password=PASSWORD)
    begun = await program.does(ENROL)
    assert begun["qrSvg"].startswith("<svg")
    confirmed = await program.does(CONFIRM, code=pyotp.TOTP(begun["key"]).at(clock.now()))
    clock.turn(timedelta(minutes=1))
    return begun["key"], confirmed["recoveryCodes"]
