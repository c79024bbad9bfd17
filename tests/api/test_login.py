"""Log-in over HTTP: cookies, tokens, and what foreign pages cannot do."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import client_of, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_user

from chatbookr_api.errors import status_of
from chatbookr_core import errors
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import LoginFailure, Session
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_permissions import Permission, StaffActor, require
from chatbookr_schema.ids import global_id

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
CREDENTIALS = {"email": "ada@example.com", "password": PASSWORD}


@pytest.fixture
async def client(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(make_app(make_deployment(vault, clock, tmp_path), sqlite_database)) as client:
        yield client


async def test_a_log_in_sets_a_cookie_scripts_cannot_read_and_tells_no_token(client: httpx.AsyncClient) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", full_name="Ada", password_hash=HASH)
    await make_membership(user, clinic, role="owner")

    answer = await client.post("/login", json=CREDENTIALS)
    me = await client.get("/me")

    assert answer.status_code == 200
    assert "token" not in answer.json()
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("chatbookr=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    assert me.json() == {
        "user": {"id": global_id("User", user.id), "fullName": "Ada", "email": "ada@example.com"},
        "memberships": [{"clinicId": global_id("Clinic", clinic.id), "role": "OWNER", "practitionerId": None}],
    }


async def test_over_https_the_cookie_is_pinned_to_the_host(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    deployment = make_deployment(vault, clock, tmp_path, public_url="https://clinic.test")
    async with client_of(make_app(deployment, sqlite_database), base_url="https://clinic.test") as client:
        answer = await client.post("/login", json=CREDENTIALS)

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-chatbookr=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_a_token_is_given_only_where_one_is_asked_for_and_then_no_cookie(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)

    answer = await client.post("/login", json={**CREDENTIALS, "token": True})
    token = answer.json()["token"]
    me = await client.get("/me", headers={"authorization": f"Bearer {token}"})

    assert "set-cookie" not in answer.headers
    assert len(token) >= 43
    assert me.json()["user"]["email"] == "ada@example.com"


@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.4.1")
async def test_after_log_out_the_old_cookie_opens_nothing(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await client.post("/login", json=CREDENTIALS)
    stolen = client.cookies["chatbookr"]

    ended = await client.post("/logout")
    again = await client.get("/me", headers={"authorization": f"Bearer {stolen}"})

    assert ended.status_code == 200
    assert "chatbookr" not in client.cookies
    assert again.status_code == 401
    assert again.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.attack("enumeration")
async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    headers = {"x-request-id": "same-request-id"}

    wrong = await client.post("/login", json={**CREDENTIALS, "password": "wrong"}, headers=headers)
    unknown = await client.post("/login", json={**CREDENTIALS, "email": "bob@example.com"}, headers=headers)

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert not await Session.exists()


async def test_too_many_failures_say_when_to_come_back(client: httpx.AsyncClient) -> None:
    for _ in range(5):
        await client.post("/login", json={**CREDENTIALS, "password": "wrong"})

    locked = await client.post("/login", json=CREDENTIALS, headers={"x-forwarded-for": "203.0.113.9"})

    assert locked.status_code == 429
    assert locked.headers["retry-after"] == "30"
    assert locked.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


@pytest.mark.attack("csrf")
@pytest.mark.parametrize("path", ["/login", "/logout"])
async def test_a_foreign_page_can_neither_log_in_nor_out(client: httpx.AsyncClient, path: str) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await client.post("/login", json=CREDENTIALS)

    answers = [
        await client.post(path, json=CREDENTIALS, headers=headers)
        for headers in ({"origin": "https://evil.test"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"})
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["errors"][0]["extensions"]["code"] for answer in answers} == {"FORBIDDEN"}
    assert (await client.get("/me")).status_code == 200
    assert await Session.all().count() == 1


async def test_the_own_page_and_a_trusted_one_may(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    deployment = make_deployment(vault, clock, tmp_path, allowed_origins=("https://desk.test",))

    async with client_of(make_app(deployment, sqlite_database)) as client:
        for origin in ("http://clinic.test", "https://desk.test"):
            answer = await client.post("/login", json=CREDENTIALS, headers={"origin": origin})
            assert answer.status_code == 200


BAD_BODIES = [
    (b"{}", "application/json", 400),
    (b"[]", "application/json", 400),
    (b"\xff", "application/json", 400),
    (b"not json", "application/json", 400),
    (b"[" * 8000, "application/json", 400),
    (b'{"email": 1, "password": "x"}', "application/json", 400),
    (b'{"email": "' + b"a" * 9000 + b'"}', "application/json", 413),
    (b"email=ada&password=x", "application/x-www-form-urlencoded", 415),
    (b'{"email": "ada@example.com", "password": "x"}', "text/plain", 415),
]


@pytest.mark.attack("csrf")
@pytest.mark.parametrize(("body", "media_type", "status"), BAD_BODIES)
async def test_what_is_no_small_json_object_is_refused_with_a_code(
    client: httpx.AsyncClient, body: bytes, media_type: str, status: int
) -> None:
    answer = await client.post("/login", content=body, headers={"content-type": media_type})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["errors"][0]["extensions"]["code"]
    assert not await LoginFailure.exists()


@pytest.mark.parametrize("header", ["Bearer", "Basic YTpi", "Bearer made-up", "token"])
async def test_credentials_that_are_none_are_refused(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get("/me", headers={"authorization": header})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def _all(kind: type[errors.ChatbookrError]) -> list[type[errors.ChatbookrError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _all(child))]


@pytest.mark.parametrize("kind", _all(errors.ChatbookrError))
def test_every_error_has_a_status(kind: type[errors.ChatbookrError]) -> None:
    error = kind.__new__(kind)

    assert 400 <= status_of(error) <= 599


async def _broken(request: object) -> None:
    raise ValueError("secret of the house")


async def _denied(request: object) -> None:
    require(StaffActor(uuid4(), uuid4(), {}), Permission.CONNECTION_MANAGE, uuid4())


@pytest.mark.parametrize(
    ("endpoint", "status", "code"),
    [(_broken, 500, "INTERNAL_SERVER_ERROR"), (_denied, 403, "FORBIDDEN")],
)
async def test_every_error_is_json_with_a_code_and_tells_nothing_of_the_house(
    sqlite_database: Database,
    vault: Vault,
    clock: TurnableClock,
    tmp_path: Path,
    endpoint: Callable[..., object],
    status: int,
    code: str,
) -> None:
    app = make_app(make_deployment(vault, clock, tmp_path), sqlite_database, Route("/x", endpoint))
    async with client_of(app) as client:
        answer = await client.get("/x")
        missing = await client.get("/nothing")

    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert "secret" not in answer.text
    assert missing.status_code == 404
    assert missing.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.attack("session-fixation")
@pytest.mark.asvs("7.2.4")
async def test_a_step_up_gives_the_session_another_token_and_the_old_one_opens_nothing(
    client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await client.post("/login", json=CREDENTIALS)
    before = client.cookies["chatbookr"]

    answer = await client.post("/step-up", json={"password": PASSWORD})
    after = client.cookies["chatbookr"]
    old = await client.get("/me", headers={"authorization": f"Bearer {before}"})
    new = await client.get("/me")

    assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json()["steppedUpUntil"]) == clock.now() + timedelta(minutes=5)
    assert "token" not in answer.json()
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert after != before
    assert (old.status_code, new.status_code) == (401, 200)
    assert (await Session.get()).stepped_up_at == clock.now()


async def test_a_step_up_by_token_answers_with_a_token(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    before = (await client.post("/login", json={**CREDENTIALS, "token": True})).json()["token"]

    answer = await client.post("/step-up", json={"password": PASSWORD}, headers={"authorization": f"Bearer {before}"})
    me = await client.get("/me", headers={"authorization": f"Bearer {answer.json()['token']}"})

    assert "set-cookie" not in answer.headers
    assert me.status_code == 200


@pytest.mark.attack("password-guessing")
async def test_a_wrong_password_steps_nobody_up_and_counts_like_one_at_the_log_in(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await client.post("/login", json=CREDENTIALS)

    wrong = [await client.post("/step-up", json={"password": "guess"}) for _ in range(5)]
    locked = await client.post("/step-up", json={"password": PASSWORD})
    log_in = await client.post("/login", json=CREDENTIALS)

    assert {(one.status_code, one.json()["errors"][0]["extensions"]["code"]) for one in wrong} == {
        (403, "STEP_UP_REQUIRED")
    }
    assert (locked.status_code, log_in.status_code) == (429, 429)
    assert (await client.get("/me")).status_code == 200
    assert (await Session.get()).stepped_up_at is None


@pytest.mark.attack("csrf")
async def test_nobody_and_a_foreign_page_cannot_step_up(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    nobody = await client.post("/step-up", json={"password": PASSWORD})
    await client.post("/login", json=CREDENTIALS)

    foreign = await client.post("/step-up", json={"password": PASSWORD}, headers={"origin": "https://evil.example"})
    empty = await client.post("/step-up", json={})

    assert (nobody.status_code, foreign.status_code, empty.status_code) == (401, 403, 400)
    assert (await Session.get()).stepped_up_at is None
