"""Log-in by a clinic's identity provider: linked by the account's owner, then logged in by, removed, and logged out."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import Key
from tests.api.clients import PASSWORD
from tests.api.oidc_login import world as world
from tests.factories import make_clinic, make_membership, make_user, writing
from tests.identity_provider import (
    ACCESS_TOKEN,
    CLIENT_SECRET,
    SUBJECT,
    ec_key,
    ed_key,
    half_hash,
    rsa_key,
    signed,
)
from tests.oidc_world import OidcWorld, oidc_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, LinkedIdentity, Mail, Membership, Session, SignInFlow, User
from chatbookr_schema.ids import global_id

pytestmark = pytest.mark.integration  # the provider answers over sockets


@pytest.fixture
async def either(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[OidcWorld]:
    async with oidc_world(database, vault, clock, tmp_path) as made:
        yield made


def code_of(answer: httpx.Response) -> str:
    code: str = answer.json()["errors"][0]["extensions"]["code"]
    return code


async def test_somebody_links_an_identity_logs_in_by_it_and_logs_out(either: OidcWorld) -> None:
    world = either
    await world.log_in()
    linked = await world.browser.get(world.provider.consent(await world.begin_link()))
    await world.browser.post("/logout")
    assert await world.clinics() == []

    answer = await world.sign_in()

    assert (linked.status_code, linked.headers["location"]) == (303, "/?signIn=linked")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?signIn=done")
    assert await world.clinics() == [global_id("Clinic", world.clinic.id)]
    identity = await LinkedIdentity.get(clinic_id=world.clinic.id)
    assert (identity.user_id, identity.subject) == (world.user.id, SUBJECT)
    assert identity.last_used_at == world.deployment.clock.now()
    assert [mail.kind for mail in await Mail.exclude(kind="new_device")] == ["identity_linked"]
    assert (await world.browser.post("/logout")).status_code == 200
    assert await world.clinics() == []


@pytest.mark.asvs("10.1.2")
async def test_the_browser_is_sent_with_state_nonce_and_pkce_of_256_bits_to_the_exact_address(world: OidcWorld) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(await world.begin()).query).items()}

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == len(asked["state"]) == len(asked["nonce"]) == 43
    assert asked["redirect_uri"] == f"{world.deployment.settings.public_url}{world.base}/callback"
    assert asked["scope"] == "openid email"
    row = await SignInFlow.get()
    assert asked["state"] not in str(vars(row))
    assert asked["nonce"] not in str(vars(row))


@pytest.mark.asvs("10.1.1")
@pytest.mark.checklist(34)
async def test_neither_secrets_nor_tokens_reach_the_log(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await world.linked()

    page = await world.begin()
    back = world.provider.consent(page)
    await world.browser.get(back)
    world.provider.extra = {"aud": "somebody else"}
    await world.sign_in()

    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("chatbookr"))
    secrets = [values[0] for name, values in parse_qs(urlsplit(back).query).items() if name != "iss"]
    assert "refused: aud" in ours
    assert not [one for one in (*secrets, CLIENT_SECRET, ACCESS_TOKEN, SUBJECT) if one in ours]


async def test_who_is_known_to_the_provider_but_linked_to_nobody_is_refused(world: OidcWorld) -> None:
    """Even of the e-mail of an account here (Cal.com, Gecko 2026-01): an e-mail is no proof of whose it is."""
    answer = await world.sign_in()

    assert (answer.status_code, code_of(answer)) == (403, "IDENTITY_NOT_LINKED")
    assert await world.sessions() == 0
    assert not await LinkedIdentity.exists()


async def test_a_person_is_shown_a_page_that_says_what_to_do(world: OidcWorld) -> None:
    back = world.provider.consent(await world.begin())

    answer = await world.browser.get(back, headers={"accept": "text/html,*/*"})

    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert "IDENTITY_NOT_LINKED" in answer.text
    assert "log in with your password, then link it" in answer.text


@pytest.mark.attack("account-linking")
@pytest.mark.asvs("7.5.1")
async def test_linking_takes_a_session_that_proved_again_who_it_is(world: OidcWorld) -> None:
    nobody = await world.browser.post(f"{world.base}/link", json={})
    await world.browser.post("/login", json={"email": world.user.email, "password": PASSWORD})

    answer = await world.browser.post(f"{world.base}/link", json={})

    assert (nobody.status_code, code_of(nobody)) == (401, "UNAUTHENTICATED")
    assert (answer.status_code, code_of(answer)) == (403, "STEP_UP_REQUIRED")
    assert not await SignInFlow.exists()


@pytest.mark.attack("account-linking")
async def test_a_page_elsewhere_cannot_begin_a_link(world: OidcWorld) -> None:
    await world.log_in()

    answer = await world.browser.post(f"{world.base}/link", json={}, headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert not await SignInFlow.exists()


@pytest.mark.attack("account-linking")
async def test_a_provider_of_another_clinic_cannot_be_linked(world: OidcWorld) -> None:
    stranger = await make_user(email="eve@example.com", password_hash=world.user.password_hash)
    await make_membership(stranger, await make_clinic(), role="owner")
    async with world.another_browser() as browser:
        for path in ("/login", "/step-up"):
            await browser.post(path, json={"email": "eve@example.com", "password": PASSWORD})

        answer = await browser.post(f"{world.base}/link", json={})

    assert (answer.status_code, code_of(answer)) == (404, "NOT_FOUND")


@pytest.mark.attack("account-linking")
async def test_an_identity_that_is_linked_with_another_account_stays_theirs(either: OidcWorld) -> None:
    world = either
    other = await make_user()
    await world.linked(user_id=other.id)
    await world.log_in()

    answer = await world.browser.get(world.provider.consent(await world.begin_link()))

    assert (answer.status_code, code_of(answer)) == (409, "IDENTITY_TAKEN")
    assert (await LinkedIdentity.get()).user_id == other.id
    assert not await Mail.exclude(kind="new_device").exists()


@pytest.mark.attack("oauth-state")
async def test_a_link_ends_in_the_session_it_began_in(world: OidcWorld) -> None:
    await world.log_in()
    page = await world.begin_link()
    await world.browser.post("/logout")
    await world.log_in()

    answer = await world.browser.get(world.provider.consent(page))

    assert (answer.status_code, code_of(answer)) == (403, "IDENTITY_REFUSED")
    assert not await LinkedIdentity.exists()


@pytest.mark.attack("oauth-state", cve="CVE-2026-41425")
async def test_of_fifty_that_show_one_answer_at_once_one_counts(either: OidcWorld) -> None:
    world = either
    await world.linked()
    back = world.provider.consent(await world.begin())
    cookies = dict(world.browser.cookies)

    async def show() -> int:
        async with httpx.AsyncClient(
            transport=world.browser._transport, base_url=world.browser.base_url, cookies=cookies
        ) as one:
            return (await one.get(back)).status_code

    seen = Counter(await asyncio.gather(*(show() for _ in range(50))))

    assert seen == {303: 1, 400: 49}
    assert await world.sessions() == 1


async def test_a_session_opens_the_clinic_of_its_provider_alone(either: OidcWorld) -> None:
    """What one clinic's provider says must open nothing of another, whose owner never trusted it."""
    world = either
    elsewhere = await make_clinic()
    await make_membership(world.user, elsewhere, role="owner")
    await world.linked()

    await world.sign_in()

    assert await world.clinics() == [global_id("Clinic", world.clinic.id)]
    await world.log_in()
    assert len(await world.clinics()) == 2


@pytest.mark.parametrize("lost", ["suspended", "inactive", "disabled"])
async def test_who_has_no_place_any_longer_is_not_let_in(world: OidcWorld, lost: str) -> None:
    await world.linked()
    page = await world.begin()
    async with writing():
        if lost == "suspended":
            await Membership.filter(clinic_id=world.clinic.id).update(state="suspended")
        if lost == "inactive":
            await User.filter(id=world.user.id).update(is_active=False)
    if lost == "disabled":
        await world.change(state="disabled")

    answer = await world.browser.get(world.provider.consent(page))

    assert code_of(answer) == ("NOT_FOUND" if lost == "disabled" else "IDENTITY_NOT_LINKED")
    assert await world.sessions() == 0


@pytest.mark.attack("factor-bypass")
@pytest.mark.asvs("6.3.4", "6.8.4")
@pytest.mark.checklist(20)
async def test_a_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it(either: OidcWorld) -> None:
    world = either
    await world.linked()
    async with writing():
        await User.filter(id=world.user.id).update(has_second_factor=True)
        await Clinic.filter(id=world.clinic.id).update(requires_second_factor=True)
    world.provider.extra = {"amr": ["pwd", "mfa"], "acr": "urn:two"}

    untrusted = await world.sign_in()
    assert untrusted.headers["location"] == "/?signIn=second-factor"
    assert await world.clinics() == []

    await world.change(trusts_second_factor=True)
    trusted = await world.sign_in()
    assert trusted.headers["location"] == "/?signIn=done"
    assert len(await world.clinics()) == 1
    assert sorted([row.assurance for row in await Session.all()]) == [1, 2]


@pytest.mark.attack("factor-bypass")
@pytest.mark.asvs("6.8.4")
@pytest.mark.parametrize(
    ("said", "assurance"),
    [({}, 1), ({"amr": ["pwd"]}, 1), ({"amr": "mfa"}, 1), ({"acr": "urn:two"}, 2), ({"acr": "urn:one"}, 1)],
)
async def test_a_trusted_provider_must_say_that_two_factors_were_shown(
    world: OidcWorld, said: dict[str, object], assurance: int
) -> None:
    await world.linked()
    await world.change(trusts_second_factor=True, second_factor_acrs=["urn:two"])
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(requires_second_factor=True)
    world.provider.extra = said

    await world.sign_in()

    assert (await Session.get()).assurance == assurance
    assert len(await world.clinics()) == assurance - 1


async def test_a_session_by_a_provider_needs_the_password_for_what_matters_most(world: OidcWorld) -> None:
    await world.linked()
    await world.sign_in()

    answer = await world.browser.post(f"{world.base}/link", json={})

    assert code_of(answer) == "STEP_UP_REQUIRED"


@pytest.mark.asvs("9.1.2")
@pytest.mark.checklist(31)
@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
async def test_the_listed_algorithms_count(world: OidcWorld, algorithm: str) -> None:
    await world.linked()
    keys: dict[str, Key] = {"ES256": ec_key(), "EdDSA": ed_key()}
    key = keys.get(algorithm, rsa_key())
    world.provider.keys = [key.as_dict(private=False)]
    world.provider.extra = {"at_hash": half_hash(ACCESS_TOKEN, "sha512" if algorithm == "EdDSA" else "sha256")}
    world.provider.sign = lambda claims: signed(claims, key, algorithm)

    answer = await world.sign_in()

    assert answer.status_code == 303, answer.text


async def test_a_new_key_of_the_provider_is_looked_for(world: OidcWorld, clock: TurnableClock) -> None:
    await world.linked()
    await world.sign_in()
    clock.turn(timedelta(minutes=2))
    world.provider.keys.append(rsa_key("key-2").as_dict(private=False))
    world.provider.sign = lambda claims: signed(claims, rsa_key("key-2"))

    answer = await world.sign_in()

    assert answer.status_code == 303, answer.text
    assert world.provider.asked.count("/jwks") == 2


async def test_documents_are_remembered(world: OidcWorld) -> None:
    await world.linked()

    await world.sign_in()
    await world.sign_in()

    assert Counter(world.provider.asked) == {"/.well-known/openid-configuration": 1, "/jwks": 1, "/token": 2}


async def test_an_email_the_id_token_leaves_out_is_asked_for(world: OidcWorld) -> None:
    await world.linked()
    await world.change(email_domains=["clinic.example"])
    world.provider.extra = {"email": None, "email_verified": None}
    world.provider.userinfo = {"email": "ada@clinic.example", "email_verified": True}

    answer = await world.sign_in()

    assert answer.status_code == 303, answer.text
