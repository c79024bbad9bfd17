"""Partners' programs come with keys to an address of their own, and open nothing else with them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from tests.api.clients import PASSWORD, PASSWORD_HASH, client_of, log_in, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_user
from tests.partner_rows import make_api_key, make_token

from chatbookr_api.app import surface_routes
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ApiKey, AuditEntry
from chatbookr_core.partners import service
from chatbookr_permissions.actions import Permission
from chatbookr_schema.ids import global_id

ASKED = '{"query": "query ($id: ID!) { clinic(id: $id) { name } }", "variables": {"id": "%s"}}'
SCOPES = [Permission.CLINIC_READ]


@pytest.fixture
def app(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Starlette:
    deployment = make_deployment(vault, clock, tmp_path, trusted_proxies=("127.0.0.0/8", "2001:db8:ffff::/48"))
    routes = [*surface_routes(staff_surface(deployment)), *surface_routes(partner_surface(deployment))]
    return make_app(deployment, sqlite_database, *routes)


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


async def asked(
    client: httpx.AsyncClient,
    token: str | None,
    clinic_id: Any = None,
    *,
    path: str = "/partner/graphql",
    **headers: str,
) -> httpx.Response:
    """Ask for a clinic's name with a token."""
    bearer = {"authorization": f"Bearer {token}"} if token is not None else {}
    content = ASKED % (global_id("Clinic", clinic_id) if clinic_id else "none")
    sent = {"content-type": "application/json", "x-request-id": "same-request-id", **bearer, **headers}
    return await client.post(path, content=content, headers=sent)


async def test_what_a_key_reads_is_written_down_where_its_clinic_watches_that(client: httpx.AsyncClient) -> None:
    clinic, other = await make_clinic(watched_reads="Clinic.name"), await make_clinic()
    for one in (clinic, other):
        token = make_token()
        await make_api_key(one, scopes=SCOPES, token=token)
        assert (await asked(client, token.text, one.id)).status_code == 200

    (entry,) = await AuditEntry.filter(action="read")

    assert (entry.clinic_id, entry.actor_kind) == (clinic.id, "key")


@pytest.mark.attack("tenant-crossing")
async def test_a_key_opens_its_own_clinic_and_no_other(client: httpx.AsyncClient) -> None:
    clinic, other, token = await make_clinic(name="Ours"), await make_clinic(), make_token()
    await make_api_key(clinic, scopes=SCOPES, token=token)

    own, foreign = await asked(client, token.text, clinic.id), await asked(client, token.text, other.id)

    assert own.json()["data"] == {"clinic": {"name": "Ours"}}
    assert foreign.json()["data"] == {"clinic": None}


async def test_a_key_without_the_scope_is_told_which_it_needs(client: httpx.AsyncClient) -> None:
    clinic, token = await make_clinic(), make_token()
    await make_api_key(clinic, scopes=[Permission.SLOT_READ], token=token)

    answer = (await asked(client, token.text, clinic.id)).json()

    assert answer["data"] == {"clinic": None}
    assert answer["errors"][0]["extensions"]["requiredPermissions"] == ["clinic:read"]


@pytest.mark.attack("enumeration")
async def test_whatever_is_wrong_with_a_key_the_answer_is_the_same(
    client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    tokens = [make_token() for _ in range(5)]
    await make_api_key(clinic, scopes=SCOPES, token=tokens[0], revoked_at=clock.now())
    await make_api_key(clinic, scopes=SCOPES, token=tokens[1], expires_at=clock.now())
    await make_api_key(clinic, scopes=SCOPES, token=tokens[2], ip_ranges=["203.0.113.0/24"])
    await make_api_key(
        clinic, scopes=SCOPES, previous_token_hash=tokens[3].hash, previous_until=clock.now() - timedelta(seconds=1)
    )
    texts = [*(token.text for token in tokens), tokens[4].text[:-1] + "!", "cbk_1", "x" * 43]

    answers = [await asked(client, text, clinic.id) for text in texts]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert not any(text in answer.text for text, answer in zip(texts, answers, strict=True))


async def test_a_typo_costs_no_look_up(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> None:
        raise AssertionError("a mistyped token was looked up")

    monkeypatch.setattr(service, "find_key", never)
    text = make_token().text

    answer = await asked(client, text[:-1] + ("0" if text[-1] != "0" else "1"))

    assert answer.status_code == 401


@pytest.mark.checklist(28)
async def test_nobody_is_let_in_without_a_key(client: httpx.AsyncClient) -> None:
    answer = await asked(client, None)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.checklist(20)
async def test_a_session_opens_nothing_of_the_partners_by_cookie_or_token(client: httpx.AsyncClient) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=PASSWORD_HASH)
    await make_membership(user, clinic, role="owner")
    await log_in(client)
    session = client.cookies["chatbookr"]

    by_cookie = await asked(client, None, clinic.id)
    by_token = await asked(client, session, clinic.id)
    at_home = await asked(client, session, clinic.id, path="/graphql")

    assert (by_cookie.status_code, by_token.status_code, at_home.status_code) == (401, 401, 200)


@pytest.mark.attack("session-fixation")
async def test_after_a_step_up_the_token_of_before_opens_nothing_at_once(client: httpx.AsyncClient) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=PASSWORD_HASH)
    await make_membership(user, clinic, role="owner")
    await log_in(client)
    before = client.cookies["chatbookr"]
    first = await asked(client, before, clinic.id, path="/graphql")

    (await client.post("/step-up", json={"password": PASSWORD})).raise_for_status()
    old = await asked(client, before, clinic.id, path="/graphql")
    new = await asked(client, client.cookies["chatbookr"], clinic.id, path="/graphql")

    assert [answer.status_code for answer in (first, old, new)] == [200, 401, 200]


@pytest.mark.checklist(9)
async def test_a_key_that_is_revoked_opens_nothing_with_the_next_request(
    client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    clinic, token = await make_clinic(), make_token()
    key = await make_api_key(clinic, scopes=SCOPES, token=token)
    first = await asked(client, token.text, clinic.id)

    async with transaction() as tx:
        await ApiKey.filter(id=key.id).update(revoked_at=clock.now())
        tx.tell(Change("key", clinic.id, key.id))
    second = await asked(client, token.text, clinic.id)

    assert (first.status_code, second.status_code) == (200, 401)


async def test_a_key_opens_nothing_of_the_staffs(client: httpx.AsyncClient) -> None:
    clinic, token = await make_clinic(), make_token()
    await make_api_key(clinic, scopes=Permission, token=token)
    bearer = {"authorization": f"Bearer {token.text}"}

    at_staff = await asked(client, token.text, clinic.id, path="/graphql")
    me = await client.get("/me", headers=bearer)
    step_up = await client.post("/step-up", json={"password": "x"}, headers=bearer)

    assert (at_staff.status_code, me.status_code, step_up.status_code) == (401, 401, 401)
    assert (await ApiKey.get()).last_used_at is None


@pytest.mark.attack("csrf")
async def test_a_page_of_a_foreign_origin_has_no_cookie_to_use(client: httpx.AsyncClient) -> None:
    clinic, token = await make_clinic(), make_token()
    await make_api_key(clinic, scopes=SCOPES, token=token)
    client.cookies.set("chatbookr", token.text)

    answer = await asked(client, None, clinic.id, origin="https://evil.example")

    assert answer.status_code == 401


@pytest.mark.attack("header-spoofing")
@pytest.mark.parametrize(
    ("peer", "forwarded", "status"),
    [
        ("203.0.113.9", {}, 200),
        ("198.51.100.9", {}, 401),
        ("198.51.100.9", {"x-forwarded-for": "203.0.113.9"}, 401),  # nobody's proxy
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, 200),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9, 127.0.0.2"}, 200),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9, 198.51.100.9"}, 401),  # sent along by whoever asked
        ("127.0.0.1", {"x-forwarded-for": "198.51.100.9, 203.0.113.9"}, 200),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9, unknown"}, 401),
        ("127.0.0.1", {"forwarded": "for=203.0.113.9"}, 401),
        ("2001:db8:ffff::1", {"x-forwarded-for": "2001:db8:1::7"}, 200),
        ("127.0.0.1", {}, 401),
    ],
)
async def test_a_key_of_some_addresses_opens_from_there_and_no_header_of_the_askers_changes_that(
    app: Starlette, peer: str, forwarded: dict[str, str], status: int
) -> None:
    clinic, token = await make_clinic(), make_token()
    await make_api_key(clinic, scopes=SCOPES, token=token, ip_ranges=["203.0.113.0/24", "2001:db8:1::/48"])
    transport = httpx.ASGITransport(app, client=(peer, 1))

    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as client:
        answer = await asked(client, token.text, clinic.id, **forwarded)

    assert answer.status_code == status
