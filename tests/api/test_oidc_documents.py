"""What a provider publishes, as an attacker writes it: nothing of it makes us reach inwards, grow, or end sessions."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.responses import JSONResponse, Response
from tests.forgeries import FORGERIES, reason_in, refused
from tests.identity_provider import CLIENT_ID, SUBJECT, Claims, redirect_to, rsa_key
from tests.oidc_world import OidcWorld, oidc_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.oidc.documents import MOST_KEYS

pytestmark = pytest.mark.integration  # the provider answers over sockets

NOW = 1_803_888_000  # the clock's, in seconds


@pytest.fixture
async def world(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[OidcWorld]:
    async with oidc_world(sqlite_database, vault, clock, tmp_path) as made:
        await made.linked()
        yield made


# --- discovery: what a provider must not make us do -------------------------------------------------------------------

BAD_DOCUMENTS: dict[str, tuple[Claims, str]] = {
    "issuer_of_another": ({"issuer": "https://accounts.example.com"}, "it is of another issuer"),
    "issuer_missing": ({"issuer": None}, "it is of another issuer"),
    "symmetric_algorithms_alone": (
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        "it signs by no algorithm we take",
    ),
    "no_client_secret": (
        {"token_endpoint_auth_methods_supported": ["none", "private_key_jwt"]},
        "it takes no client secret",
    ),
    "token_endpoint_missing": ({"token_endpoint": None}, "it does not say its token_endpoint"),
    "token_endpoint_inside": ({"token_endpoint": "https://10.0.0.1/token"}, "its token_endpoint is not to be reached"),
    "token_endpoint_metadata_service": (
        {"token_endpoint": "http://169.254.169.254/latest/meta-data"},
        "its token_endpoint is not to be reached",
    ),
    "jwks_at_a_file": ({"jwks_uri": "file:///etc/passwd"}, "its jwks_uri is not to be reached"),
    "jwks_on_another_port": ({"jwks_uri": "https://id.example.com:22/"}, "its jwks_uri is not to be reached"),
    "jwks_in_decimal": ({"jwks_uri": "https://2130706433/"}, "its jwks_uri is not to be reached"),
    "script_as_page": (
        {"authorization_endpoint": "javascript:alert(1)"},
        "its authorization_endpoint is not to be reached",
    ),
    "page_with_a_user": (
        {"authorization_endpoint": "https://good.example@evil.example/"},
        "its authorization_endpoint is not to be reached",
    ),
    "userinfo_inside": ({"userinfo_endpoint": "https://[::1]/"}, "its userinfo_endpoint is not to be reached"),
}


@pytest.mark.attack("oauth-ssrf")
@pytest.mark.asvs("10.5.3")
@pytest.mark.parametrize("name", BAD_DOCUMENTS)
async def test_discovery_that_must_not_be_followed(
    world: OidcWorld, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    world.provider.document, reason = BAD_DOCUMENTS[name]

    answer = await world.browser.get(f"{world.base}/begin")

    await refused(world, answer, 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    assert reason_in(caplog) == reason
    assert "location" not in answer.headers


WELL_KNOWN = "/.well-known/openid-configuration"
BAD_ANSWERS: dict[str, tuple[Response, str]] = {
    "redirect": (redirect_to("http://169.254.169.254/"), "redirected"),
    "oversized": (Response(b'{"a": "' + b"x" * 200_000 + b'"}', media_type="application/json"), "too_large"),
    "no_json": (Response("<html>"), "not_json"),
    "deep_json": (Response("[" * 60_000), "not_json"),
    "a_list": (JSONResponse([1]), "not_json"),
    "error": (JSONResponse({}, 500), "refused"),
    "bomb": (Response(b"\x1f\x8b" + b"x" * 100, headers={"content-encoding": "gzip"}), "not_json"),
}


@pytest.mark.attack("oauth-ssrf")
@pytest.mark.parametrize("name", BAD_ANSWERS)
@pytest.mark.parametrize("path", [WELL_KNOWN, "/jwks", "/token"])
async def test_answer_of_a_provider_that_is_none(
    world: OidcWorld, caplog: pytest.LogCaptureFixture, path: str, name: str
) -> None:
    world.provider.answers[path], reason = BAD_ANSWERS[name]

    answer = await (world.browser.get(f"{world.base}/begin") if path == WELL_KNOWN else world.sign_in())

    await refused(world, answer, 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    assert reason_in(caplog) == reason


@pytest.mark.attack("oauth-ssrf")
@pytest.mark.parametrize("keys", [None, "text", [rsa_key().as_dict(private=False)] * (MOST_KEYS + 1)])
async def test_keys_that_cannot_be_read_or_are_too_many(
    world: OidcWorld, caplog: pytest.LogCaptureFixture, keys: object
) -> None:
    world.provider.answers["/jwks"] = JSONResponse({"keys": keys})

    await refused(world, await world.sign_in(), 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    assert reason_in(caplog) == "its keys cannot be read"


async def test_provider_that_failed_is_not_asked_at_every_click(world: OidcWorld, clock: TurnableClock) -> None:
    world.provider.answers[WELL_KNOWN] = JSONResponse({}, 500)
    for _ in range(5):
        assert (await world.browser.get(f"{world.base}/begin")).status_code == 503
    assert world.provider.asked.count(WELL_KNOWN) == 1

    del world.provider.answers[WELL_KNOWN]
    clock.turn(timedelta(seconds=15))

    assert (await world.browser.get(f"{world.base}/begin")).status_code == 303


@pytest.mark.attack("oauth-ssrf")
@pytest.mark.parametrize("found", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.7", "fd00::1"])
async def test_issuer_at_a_private_address(
    world: OidcWorld, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    """The name is public, what it resolves to is not: nothing is connected to (SSRF)."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", found]

    await world.change(issuer="https://id.example.com")
    monkeypatch.setattr(world.documents.egress, "_resolve", resolve)

    answer = await world.browser.get(f"{world.base}/begin")

    await refused(world, answer, 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    assert reason_in(caplog) == "address_refused"


# --- the end of sessions by the provider ------------------------------------------------------------------------------


@pytest.mark.attack("logout-forgery")
@pytest.mark.asvs("10.5.5")
async def test_logout_token_forged(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    await world.sign_in()
    claims: Claims = {
        "iss": world.provider.issuer,
        "aud": CLIENT_ID,
        "iat": NOW,
        "exp": NOW + 60,
        "jti": "1",
        "sub": SUBJECT,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }
    for name, (sign, reason) in FORGERIES.items():
        if name in ("logout_token_type", "tampered"):
            continue  # the right type here; and the claims below are the true ones
        form = {"logout_token": sign(claims)}
        answer = await world.browser.post(f"{world.base}/back-channel-logout", data=form)
        assert (name, answer.status_code, reason_in(caplog)) == (name, 400, reason)

    assert await world.sessions() == 1


@pytest.mark.attack("logout-forgery")
@pytest.mark.asvs("9.2.2", "10.5.5")
async def test_id_token_as_logout_token(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    await world.sign_in()

    answer = await world.browser.post(
        f"{world.base}/back-channel-logout", data={"logout_token": world.provider.issued[0]}
    )

    assert (answer.status_code, reason_in(caplog)) == (400, "events")
    assert await world.sessions() == 1


@pytest.mark.attack("logout-forgery")
@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 400),
        (b"other=1", "application/x-www-form-urlencoded", 400),
        (b"logout_token=a&logout_token=b", "application/x-www-form-urlencoded", 400),
        (b"logout_token=" + b"a" * 40_000, "application/x-www-form-urlencoded", 413),
        (b'{"logout_token": "a"}', "application/json", 415),
        ("logout_token=ü".encode(), "application/x-www-form-urlencoded", 400),
    ],
)
async def test_logout_by_something_that_is_no_form(world: OidcWorld, content: bytes, kind: str, status: int) -> None:
    answer = await world.browser.post(
        f"{world.base}/back-channel-logout", content=content, headers={"content-type": kind}
    )

    assert answer.status_code == status


@pytest.mark.parametrize("provider", ["not-an-id", "00000000-0000-0000-0000-000000000000"])
async def test_address_of_no_provider(world: OidcWorld, provider: str) -> None:
    for method, path in (("GET", "begin"), ("GET", "callback"), ("POST", "back-channel-logout")):
        answer = await world.browser.request(method, f"/oidc/{provider}/{path}", data={"logout_token": "a"})
        assert answer.status_code in (400, 404)
