"""Attacks on logging in by an identity provider, each named after its class; all are refused, and open no session.

The provider is an attacker's or in an attacker's hands; what is refused is refused by the rule that the log names, so
that no attack fails by chance for another reason.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.account_rows import make_identity_provider
from tests.forgeries import EVIL_JWK, FORGERIES, by_own_key, reason_in, refused
from tests.identity_provider import (
    SUBJECT,
    rsa_key,
    signed,
)
from tests.oidc_world import OidcWorld, oidc_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Session, SignInFlow

pytestmark = pytest.mark.integration  # the provider answers over sockets

NOW = 1_803_888_000  # the clock's, in seconds


@pytest.fixture
async def world(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[OidcWorld]:
    async with oidc_world(sqlite_database, vault, clock, tmp_path) as made:
        await made.linked()
        yield made


# --- state: forged, replayed, of others (CVE-2025-68158, CVE-2026-41425, CVE-2026-81888) -----------------------------


@pytest.mark.attack("oauth-state", cve="CVE-2025-68158")
@pytest.mark.asvs("10.2.1")
@pytest.mark.checklist(29)
@pytest.mark.parametrize("state", ["-", "", "a-guess", "0" * 43])
async def test_missing_or_made_up_state_cve_2025_68158(world: OidcWorld, state: str) -> None:
    answer = await world.sign_in(state=state)

    await refused(world, answer, 400, "BAD_USER_INPUT")
    assert "/token" not in world.provider.asked


@pytest.mark.attack("oauth-state", cve="CVE-2026-41425")
@pytest.mark.asvs("10.2.1")
async def test_replayed_state_cve_2026_41425(world: OidcWorld) -> None:
    back = world.provider.consent(await world.begin())
    world.provider.subject = "nobody-here"
    await world.browser.get(back)
    world.provider.subject = SUBJECT
    fresh_code = parse_qs(urlsplit(world.provider.consent(await world.begin())).query)["code"][0]
    replayed = back.replace(parse_qs(urlsplit(back).query)["code"][0], fresh_code)

    answer = await world.browser.get(replayed)

    await refused(world, answer, 400, "BAD_USER_INPUT")


@pytest.mark.attack("oauth-state", cve="CVE-2026-81888")
@pytest.mark.asvs("10.1.2")
@pytest.mark.checklist(29)
async def test_callback_in_another_browser_cve_2026_81888(world: OidcWorld) -> None:
    """Log-in CSRF: an attacker's answer is opened by somebody else, who would be logged in as the attacker."""
    back = world.provider.consent(await world.begin())

    async with world.another_browser() as victim:
        without = await victim.get(back)
        await victim.get(f"{world.base}/begin")  # a cookie of a flow of their own
        with_own = await victim.get(back)

    assert [without.status_code, with_own.status_code] == [400, 400]
    assert await world.sessions() == 0
    assert "/token" not in world.provider.asked
    assert (await world.browser.get(back)).status_code == 303  # and the flow is not used up by that


@pytest.mark.attack("oauth-state")
@pytest.mark.checklist(29)
async def test_state_of_a_flow_that_is_too_old(world: OidcWorld, clock: TurnableClock) -> None:
    back = world.provider.consent(await world.begin())
    clock.turn(timedelta(minutes=10))

    await refused(world, await world.browser.get(back), 400, "BAD_USER_INPUT")


@pytest.mark.attack("oauth-state")
async def test_state_given_twice(world: OidcWorld) -> None:
    back = world.provider.consent(await world.begin())

    answer = await world.browser.get(f"{back}&state=another")

    await refused(world, answer, 400, "BAD_USER_INPUT")


@pytest.mark.attack("oauth-mix-up")
@pytest.mark.asvs("10.2.2")
async def test_state_of_another_provider(world: OidcWorld, vault: Vault) -> None:
    """Mix-up where no `iss` is sent: each provider answers at an address of its own (RFC 9700, section 4.4.2)."""
    other = await make_identity_provider(world.clinic, vault, issuer=world.provider.issuer)
    back = world.provider.consent(await world.begin())

    answer = await world.browser.get(back.replace(str(world.row.id), str(other.id)))

    await refused(world, answer, 400, "BAD_USER_INPUT")


async def test_old_flows_are_forgotten(world: OidcWorld, clock: TurnableClock) -> None:
    for _ in range(3):
        await world.begin()
    clock.turn(timedelta(minutes=10))

    await world.begin()

    assert await SignInFlow.all().count() == 1


LED_BY_NOBODY = {
    "picture": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    "frame": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    "frame that was clicked": {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "iframe",
        "sec-fetch-user": "?1",
    },
    "fetch of our own page": {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
    "forwarding": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    "sister site": {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
}


@pytest.mark.attack("csrf")
@pytest.mark.asvs("7.6.2")
@pytest.mark.parametrize("how", LED_BY_NOBODY)
async def test_log_in_that_nobody_asked_for(world: OidcWorld, how: str) -> None:
    answer = await world.browser.get(f"{world.base}/begin", headers=LED_BY_NOBODY[how])

    assert answer.status_code == 403
    assert await SignInFlow.all().count() == 0


@pytest.mark.asvs("7.6.2")
@pytest.mark.parametrize("site", ["none", "same-origin", "cross-site"])
async def test_a_click_anywhere_is_enough(world: OidcWorld, site: str) -> None:
    said = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-user": "?1"}

    assert (await world.browser.get(f"{world.base}/begin", headers=said)).status_code == 303


@pytest.mark.attack("session-fixation")
@pytest.mark.asvs("7.2.4")
async def test_session_fixation(world: OidcWorld) -> None:
    """Whatever session a browser comes with, the one it leaves with is new."""
    await world.log_in()
    before = {row.token_hash for row in await Session.all()}
    cookie = world.browser.cookies["chatbookr"]

    await world.sign_in()

    assert world.browser.cookies["chatbookr"] != cookie
    assert before < {row.token_hash for row in await Session.all()}


async def test_the_cookie_of_a_flow_is_pinned_to_the_host(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    async with oidc_world(sqlite_database, vault, clock, tmp_path, public_url="https://clinic.test") as world:
        answer = await world.browser.get(f"{world.base}/begin")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-chatbookr-oidc=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


# --- codes, PKCE, mix-up ----------------------------------------------------------------------------------------------


@pytest.mark.attack("oauth-code")
async def test_replayed_code(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.provider.subject = "nobody-here"
    used = parse_qs(urlsplit(str((await world.sign_in()).url)).query)["code"][0]
    world.provider.subject = SUBJECT

    answer = await world.sign_in(code=used)

    await refused(world, answer, 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "code"


@pytest.mark.attack("oauth-code")
@pytest.mark.asvs("10.1.2")
async def test_injected_code_of_another_flow(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    """PKCE binds a code to the flow it was asked for in: a stolen one is worth nothing in the thief's browser."""
    stolen = parse_qs(urlsplit(world.provider.consent(await world.begin())).query)["code"][0]

    answer = await world.sign_in(code=stolen)

    await refused(world, answer, 403, "IDENTITY_REFUSED")
    assert world.provider.refusals == ["pkce"]
    assert reason_in(caplog) == "code"


@pytest.mark.attack("oauth-code")
@pytest.mark.parametrize("code", ["-", "", "c" * 4001])
async def test_missing_or_endless_code(world: OidcWorld, caplog: pytest.LogCaptureFixture, code: str) -> None:
    await refused(world, await world.sign_in(code=code), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "code"
    assert "/token" not in world.provider.asked


@pytest.mark.attack("oauth-code")
@pytest.mark.checklist(29)
@pytest.mark.parametrize("methods", [["plain"], [], "S256", ["s256"]])
async def test_pkce_downgrade(world: OidcWorld, caplog: pytest.LogCaptureFixture, methods: object) -> None:
    world.provider.document = {"code_challenge_methods_supported": methods}

    answer = await world.browser.get(f"{world.base}/begin")

    await refused(world, answer, 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    assert reason_in(caplog) == "it does not take PKCE's S256"


@pytest.mark.attack("oauth-code")
async def test_pkce_is_sent_to_a_provider_that_does_not_say_it_takes_it(world: OidcWorld) -> None:
    world.provider.document = {"code_challenge_methods_supported": None}

    assert "code_challenge_method=S256" in await world.begin()


@pytest.mark.attack("oauth-mix-up")
@pytest.mark.asvs("10.2.2")
@pytest.mark.parametrize("issuer", ["-", "", "http://evil.example", "https://127.0.0.1"])
async def test_mix_up_by_iss_rfc_9207(world: OidcWorld, caplog: pytest.LogCaptureFixture, issuer: str) -> None:
    await refused(world, await world.sign_in(iss=issuer), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "mix_up"
    assert "/token" not in world.provider.asked


@pytest.mark.attack("oauth-mix-up")
@pytest.mark.asvs("10.2.2")
async def test_mix_up_by_an_iss_that_was_not_announced(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.provider.document = {"authorization_response_iss_parameter_supported": None}

    await refused(world, await world.sign_in(iss="http://evil.example"), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "mix_up"


async def test_a_provider_of_before_rfc_9207_needs_no_iss(world: OidcWorld) -> None:
    world.provider.document = {"authorization_response_iss_parameter_supported": None}

    assert (await world.sign_in(iss="-")).status_code == 303


async def test_consent_denied(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    await refused(world, await world.sign_in(error="access_denied"), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "denied"


# --- open redirects ---------------------------------------------------------------------------------------------------


@pytest.mark.attack("oauth-redirect")
@pytest.mark.checklist(32)
@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2f%2fevil.example",
        "javascript:alert(1)",
        "/graphql@evil.example",
        "/graphql?next=//evil.example",
        "/\r\nlocation: https://evil.example",
        " /graphql",
        "/graphql/",
        "",
    ],
)
async def test_open_redirect(world: OidcWorld, path: str) -> None:
    answer = await world.browser.get(f"{world.base}/begin", params={"returnTo": path})

    await refused(world, answer, 400, "BAD_USER_INPUT")
    assert "location" not in answer.headers
    assert not await SignInFlow.exists()


async def test_a_path_that_is_listed_is_led_to(world: OidcWorld) -> None:
    back = world.provider.consent(await world.begin(returnTo="/graphql"))

    assert (await world.browser.get(back)).headers["location"] == "/graphql?signIn=done"


@pytest.mark.attack("oauth-redirect")
@pytest.mark.checklist(32)
async def test_redirect_uri_is_not_taken_from_the_request(world: OidcWorld) -> None:
    """An attacker's Host header must not become the address that a code is sent to."""
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}

    answer = await world.browser.get(f"{world.base}/begin?redirect_uri=https://evil.example", headers=headers)

    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == [f"http://clinic.test{world.base}/callback"]


# --- signatures -------------------------------------------------------------------------------------------------------


@pytest.mark.attack("token-alg")
@pytest.mark.attack("token-jwk")
@pytest.mark.attack("token-crit")
@pytest.mark.asvs("6.8.2", "9.1.1", "9.1.2", "9.1.3")
@pytest.mark.checklist(31)
@pytest.mark.parametrize("name", FORGERIES)
async def test_forged_id_token(world: OidcWorld, caplog: pytest.LogCaptureFixture, name: str) -> None:
    sign, reason = FORGERIES[name]
    world.provider.sign = sign

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == reason
    assert set(world.provider.asked) <= {"/.well-known/openid-configuration", "/jwks", "/token"}


@pytest.mark.attack("token-alg")
@pytest.mark.asvs("6.8.2", "9.1.2")
async def test_algorithm_that_the_provider_does_not_announce(
    world: OidcWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world.provider.document = {"id_token_signing_alg_values_supported": ["ES256"]}

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "alg"


UNUSABLE: dict[str, dict[str, Any]] = {
    "for_encryption": {"use": "enc"},
    "of_another_algorithm": {"alg": "RS512"},
    "of_another_kind": {"kty": "oct", "k": "AAAA"},
    "private": {"d": "AAAA"},
    "too_short": {"n": rsa_key().as_dict(private=False)["n"][:171]},
    "too_long": {"n": "A" * 4000},
}


@pytest.mark.attack("token-jwk")
@pytest.mark.asvs("9.1.3")
@pytest.mark.parametrize("name", UNUSABLE)
async def test_published_key_that_must_not_count(world: OidcWorld, caplog: pytest.LogCaptureFixture, name: str) -> None:
    world.provider.keys = [{**rsa_key().as_dict(private=False), **UNUSABLE[name]}]

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "kid"


@pytest.mark.attack("token-jwk")
@pytest.mark.asvs("9.1.3")
async def test_two_keys_of_one_kid(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.provider.keys += [{**EVIL_JWK, "kid": "key-1"}]

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "kid"


@pytest.mark.attack("token-jwk")
async def test_no_kid_where_several_keys_could_be_meant(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.provider.keys += [EVIL_JWK]
    world.provider.sign = lambda claims: signed(claims, rsa_key(), kid=None)

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "kid"


@pytest.mark.attack("token-jwk")
async def test_flood_of_unknown_kids(world: OidcWorld, clock: TurnableClock) -> None:
    """Each unknown key asks the provider again at most once a minute, however many come."""
    for number in range(8):
        world.provider.sign = by_own_key(kid=f"unknown-{number}")
        assert (await world.sign_in()).status_code == 403

    assert world.provider.asked.count("/jwks") == 1
    clock.turn(timedelta(minutes=1))
    for _ in range(3):
        await world.sign_in()
    assert world.provider.asked.count("/jwks") == 2
