"""Accounts by GraphQL alone, over HTTP: from the invitation to the recovery, with what others try on the way."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import pyotp
import pytest
from tests.api.clients import client_of, make_app, make_deployment
from tests.api.serving import House, served
from tests.factories import make_clinic, make_membership, make_user
from tests.mailbox import kinds, letters
from tests.schema.desk import make_session
from websockets.asyncio.client import connect

from chatbookr_api.app import surface_routes
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.listener import listen_forever
from chatbookr_core.models import Clinic, Mail, Membership, Session, User
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.sessions import log_out_everywhere
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


@pytest.fixture
async def place(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Place]:
    deployment = make_deployment(vault, clock, tmp_path)
    await vault.deployment_keys()
    clinic, owner = await make_clinic(vault), await make_user(email=OWNER, password_hash=HASH)
    await make_membership(owner, clinic, role="owner")
    app = make_app(deployment, sqlite_database, *surface_routes(staff_surface(deployment)))
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


async def test_somebody_new_is_invited_enrols_loses_the_phone_and_recovers_by_graphql_alone(place: Place) -> None:
    token = await invited(place)
    grace = place.program()

    accepted = await grace.does(
        ACCEPT, input={"token": token, "newAccount": {"fullName": "Grace Hopper", "password": PASSWORD}}
    )
    assert accepted == {"isAccepted": True, "userErrors": []}
    await grace.logs_in(NEWCOMER)
    key, recovery = await enrolled(grace, place.clock)
    assert len(recovery) == 10
    logged_in = await grace.logs_in(NEWCOMER)
    assert logged_in["needsSecondFactor"] is True
    half = await grace.viewer()
    assert (half["memberships"], half["sessions"], half["needsSecondFactor"]) == ([], None, True)
    await grace.does(PROVE, code=pyotp.TOTP(key).at(place.clock.now()))
    whole = await grace.viewer()
    assert [one["role"] for one in whole["memberships"]] == ["RECEPTIONIST"]
    assert (whole["isEmailVerified"], whole["hasSecondFactor"], whole["recoveryCodesLeft"]) == (True, True, 10)

    await grace.does(FORGOT, email=NEWCOMER)
    await grace.does(RESET, token=await place.token_to(NEWCOMER), password=NEW)
    await grace.logs_in(NEWCOMER, NEW)
    await grace.does(PROVE, code=recovery[0])

    assert (await grace.viewer())["recoveryCodesLeft"] == 9
    told = await kinds(place.deployment, NEWCOMER)
    assert set(told) >= {"invitation", "new_device", "factor_changed", "password_reset", "recovery_used"}


async def test_a_session_is_given_another_token_at_each_proof_and_the_old_one_opens_nothing(place: Place) -> None:
    """Session fixation (ASVS 7.2.4): no token from before a proof is worth anything after it."""
    program = place.program()
    await program.logs_in()
    before = program.token

    await program.does(STEP_UP, password=PASSWORD)

    assert program.token not in (None, before)
    assert (await Program(place.http, before).asks(VIEWER))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert (await program.viewer())["email"] == OWNER


async def test_a_token_that_somebody_brings_is_no_session_after_a_log_in(place: Place) -> None:
    planted = place.program()
    planted.token = "planted"

    refused = await planted.asks(LOG_IN, email=OWNER, password=PASSWORD, device=None)

    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert not await Session.exists()


async def test_wrong_unknown_and_inactive_are_answered_alike(place: Place) -> None:
    await make_user(email="gone@example.com", password_hash=HASH, is_active=False)
    tries = [(OWNER, "wrong"), ("nobody@example.com", PASSWORD), ("gone@example.com", PASSWORD), ("no address", "x")]

    answers = [await place.program().does(LOG_IN, email=email, password=given) for email, given in tries]

    assert all(one == answers[0] for one in answers)
    assert answers[0]["userErrors"][0]["code"] == "UNAUTHENTICATED"
    assert answers[0]["token"] is None
    assert not await Session.exists()


async def test_a_forgotten_password_is_answered_alike_for_everybody(place: Place) -> None:
    answers = [await place.program().does(FORGOT, email=one) for one in (OWNER, "nobody@example.com")]

    assert answers[0] == answers[1] == {"isAccepted": True, "userErrors": []}
    assert sorted([mail.kind for mail in await Mail.all()]) == ["no_account", "password_reset"]


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"])
async def test_no_header_takes_guesses_elsewhere(place: Place, monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    """CVE-2025-69615: a limit that believes X-Forwarded-For is none."""
    codes = []
    for number in range(6):
        headers = {header: f"198.51.100.{number}", "user-agent": f"program {number}"}
        given = {"query": LOG_IN, "variables": {"email": OWNER, "password": f"guess {number}"}}
        answer = (await place.http.post("/graphql", json=given, headers=headers)).json()
        codes.append([one["extensions"]["code"] for one in answer.get("errors", [])])

    assert codes == [[]] * 5 + [["RATE_LIMITED"]]


async def test_fifty_guesses_in_one_document_are_fifty_tries(place: Place) -> None:
    guess = 'sessionCreate(input: {{email: "{}", password: "{}"}}) {{ token userErrors {{ code }} }}'
    many = " ".join(f"g{number}: {guess.format(OWNER, number)}" for number in range(4))

    first = await place.program().asks(f"mutation {{ {many} }}")
    second = await place.program().asks(f"mutation {{ {many} }}")
    too_many = await place.program().asks(f"mutation {{ {many} h: {guess.format(OWNER, 5)} }}")

    assert "errors" not in first
    assert [one["extensions"]["code"] for one in second["errors"]] == ["RATE_LIMITED"] * 3
    assert too_many.get("data") is None


async def test_a_proof_is_never_answered_again(place: Place) -> None:
    document = LOG_IN.replace(") {\n    token", ') @idempotent(key: "k") {\n    token')
    assert document != LOG_IN

    answer = await place.program().asks(document, email=OWNER, password=PASSWORD)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert not await Session.exists()


async def test_a_weak_password_is_refused_with_advice_and_never_repeated(place: Place) -> None:
    program = place.program()
    await program.logs_in()
    await program.does(STEP_UP, password=PASSWORD)

    leaked = await program.does(CHANGE, password="Password1234")
    weak = await program.does(CHANGE, password="owner@example.com")
    short = await program.does(CHANGE, password="short")

    assert [one["userErrors"][0]["code"] for one in (leaked, weak, short)] == [
        "PASSWORD_BREACHED",
        "PASSWORD_WEAK",
        "INVALID_VALUE",
    ]
    assert leaked["userErrors"][0]["field"] == ["input", "newPassword"]
    assert not any("Password1234" in one for one in program.seen)
    assert (await User.get(id=place.owner.id)).password_hash == HASH


MISTAKEN: list[tuple[str, dict[str, Any]]] = [
    ("mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { token } }", {"password": PASSWORD, "odd": 1}),
    ("mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { token } }", {"password": [PASSWORD]}),
    ("mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { token } }", {"email": {"a": PASSWORD}}),
    (f'mutation {{ sessionCreate(input: {{email: "a", password: "{PASSWORD}", odd: 1}}) {{ token }} }}', {}),
    (f'mutation {{ sessionCreate(input: {{email: "a", password: ["{PASSWORD}"]}}) {{ token }} }}', {}),
    (f'mutation {{ sessionStepUp(password: {{a: "{PASSWORD}"}}) {{ token }} }}', {}),
]


@pytest.mark.parametrize(("document", "given"), MISTAKEN)
async def test_a_password_in_the_wrong_place_is_not_quoted(place: Place, document: str, given: dict[str, Any]) -> None:
    """What graphql-core says of a value that does not fit quotes it, whole inputs with all that is in them."""
    answer = await place.program().asks(document, **({"i": given} if given else {}))

    assert answer["errors"]
    assert PASSWORD not in str(answer)
    assert not await Session.exists()


async def test_a_change_takes_a_step_up_and_ends_the_others(place: Place) -> None:
    first, second = place.program(), place.program()
    await first.logs_in()
    await second.logs_in()

    refused = await first.does(CHANGE, password=NEW)
    await first.does(STEP_UP, password=PASSWORD)
    changed = await first.does(CHANGE, password=NEW)

    assert [one["code"] for one in refused["userErrors"]] == ["STEP_UP_REQUIRED"]
    assert changed["isChanged"] is True
    assert (await first.viewer())["email"] == OWNER
    assert "errors" in await second.asks(VIEWER)


async def test_an_invitation_is_no_way_into_an_account(place: Place) -> None:
    token = await invited(place)
    victim = await make_user(email=NEWCOMER, password_hash=HASH, full_name="Grace")
    thief = place.program()
    new = {"fullName": "Thief", "password": NEW}

    as_new = await thief.does(ACCEPT, input={"token": token, "newAccount": new})
    without = await thief.does(ACCEPT, input={"token": token})
    await thief.logs_in()
    as_other = await thief.does(ACCEPT, input={"token": token})
    both = await thief.does(ACCEPT, input={"token": token, "newAccount": new})

    told = [one["userErrors"][0]["code"] for one in (as_new, without, as_other, both)]
    assert told == ["ACCOUNT_EXISTS", "INVALID_VALUE", "WRONG_ACCOUNT", "INVALID_VALUE"]
    after = await User.get(id=victim.id)
    assert (after.password_hash, after.full_name, after.email_verified_at) == (HASH, "Grace", None)
    assert not await Membership.exists(user_id=victim.id)
    grace = place.program()
    await grace.logs_in(NEWCOMER)
    assert (await grace.does(ACCEPT, input={"token": token}))["isAccepted"] is True


async def test_who_gave_a_password_alone_neither_sees_nor_ends_sessions(place: Place) -> None:
    owner = place.program()
    await owner.logs_in()
    await enrolled(owner, place.clock)
    thief = place.program()
    await thief.logs_in()

    answer = await thief.asks(END_OTHERS)
    viewer = await thief.viewer()

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert viewer["sessions"] is None
    assert (await owner.viewer())["hasSecondFactor"] is True


async def test_somebody_sees_their_devices_and_signs_out_everywhere_else(place: Place) -> None:
    here, there = place.program(), place.program()
    await there.logs_in()
    await here.logs_in()

    listed = (await here.viewer())["sessions"]
    ended = await here.does(END_OTHERS)

    assert [one["isCurrent"] for one in listed] == [True, False]
    assert ended == {"isEnded": True, "userErrors": []}
    assert "errors" in await there.asks(VIEWER)
    assert len((await here.viewer())["sessions"]) == 1


async def test_a_known_device_is_not_told_of_again(place: Place) -> None:
    program = place.program()
    await program.logs_in()
    again = await program.logs_in()
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})
    cookies = dict(place.http.cookies)
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})

    assert again["deviceToken"] is None
    assert await kinds(place.deployment, OWNER) == ["new_device", "new_device"]
    assert [name for name in cookies if name.startswith("chatbookr-device-")]


async def test_a_session_of_a_cookie_is_given_its_next_token_as_a_cookie(place: Place) -> None:
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})
    before = place.http.cookies["chatbookr"]

    answer = await place.http.post("/graphql", json={"query": STEP_UP, "variables": {"password": PASSWORD}})

    assert answer.json()["data"]["sessionStepUp"]["token"] is None
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert place.http.cookies["chatbookr"] != before
    assert place.http.cookies["chatbookr"] not in answer.text
    assert (await place.http.get("/me")).status_code == 200


async def test_a_foreign_page_gets_no_use_of_the_cookie(place: Place) -> None:
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})

    answer = await place.http.post("/graphql", json={"query": END_OTHERS}, headers={"origin": "https://evil.test"})

    assert answer.status_code == 403


# --- open sockets -------------------------------------------------------------------------------------------------


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        yield house


async def begin(opened: Any, token: str) -> None:
    await opened.send(f'{{"type": "connection_init", "payload": {{"token": "{token}"}}}}')
    assert "connection_ack" in await opened.recv()


async def closing(opened: Any) -> tuple[int, float]:
    """Wait until a socket is closed; return its code and the seconds that took."""
    started = perf_counter()
    async with asyncio.timeout(10):
        await opened.wait_closed()
    return int(opened.close_code or 0), perf_counter() - started


async def test_sign_out_everywhere_closes_an_open_socket_within_a_second(house: House) -> None:
    elsewhere = await make_session(house.user, house.deployment.clock.now())
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house.session.token)
        await asyncio.sleep(0.1)
        async with transaction():
            await log_out_everywhere(house.user.id, house.deployment.clock.now(), but=elsewhere.id)

        code, seconds = await closing(opened)

    assert code == 4403
    assert seconds < 1


async def test_a_socket_cannot_be_given_another_token(house: House) -> None:
    async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
        await begin(opened, house.session.token)
        query = 'mutation { sessionStepUp(password: \\"correct horse battery\\") { token } }'
        await opened.send(f'{{"type": "subscribe", "id": "1", "payload": {{"query": "{query}"}}}}')
        heard = await opened.recv()

    assert "FORBIDDEN" in str(heard)
    assert (await Session.get(id=house.session.session_id)).stepped_up_at is None


ELSEWHERE = """
import asyncio, sys
from datetime import UTC, datetime
from uuid import UUID
from chatbookr_core.db import opened, transaction
from chatbookr_core.people.sessions import log_out_everywhere
from chatbookr_core.scope import at_the_door

async def main():
    async with opened(sys.argv[1]):
        with at_the_door():
            async with transaction():
                await log_out_everywhere(UUID(sys.argv[2]), datetime(2027, 3, 1, 8, 0, tzinfo=UTC))
    print("committed", flush=True)

asyncio.run(main())
"""


@pytest.mark.postgres
async def test_another_process_signs_out_everywhere_and_the_socket_here_closes_within_a_second(
    postgres_database: Database, postgres_url: str, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    async with served(postgres_database, make_deployment(vault, clock, tmp_path)) as house:
        listener = asyncio.create_task(listen_forever(postgres_url))
        async with connect(house.url, subprotocols=[PROTOCOL]) as opened:
            await begin(opened, house.session.token)
            await asyncio.sleep(0.5)
            command = (sys.executable, "-c", ELSEWHERE, postgres_url, str(house.user.id))
            other = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
            assert other.stdout is not None
            assert await other.stdout.readline() == b"committed\n"
            code, seconds = await closing(opened)
            await other.communicate()
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener

    assert code == 4403
    assert seconds < 1
