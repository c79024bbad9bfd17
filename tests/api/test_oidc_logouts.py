import pytest
from tests.api.clients import PASSWORD
from tests.api.oidc_login import world as world
from tests.identity_provider import (
    SUBJECT,
    rsa_key,
    signed,
)
from tests.oidc_world import OidcWorld

from chatbookr_core.clock import TurnableClock
from chatbookr_core.models import Session
from chatbookr_core.people.devices import name_of
from chatbookr_core.people.oidc import sign_in
from chatbookr_core.people.origin import Origin

pytestmark = pytest.mark.integration  # the provider answers over sockets


@pytest.mark.asvs("7.6.1")
@pytest.mark.parametrize("asked", [{"subject": True}, {"session": "sid-1"}])
async def test_a_provider_ends_the_sessions_it_vouched_for(
    world: OidcWorld, clock: TurnableClock, asked: dict[str, object]
) -> None:
    await world.linked()
    world.provider.extra = {"sid": "sid-1"}
    await world.sign_in()
    world.provider.extra = {"sid": "sid-2"}
    async with world.another_browser() as other:
        page = (await other.get(f"{world.base}/begin")).headers["location"]
        await other.get(world.provider.consent(page))
        await world.browser.post("/login", json={"email": world.user.email, "password": PASSWORD})  # not vouched for

    answer = await world.browser.post(f"{world.base}/back-channel-logout", data={"logout_token": logout(world, asked)})

    left = {row.provider_session for row in await Session.filter(revoked_at=None)}
    assert (answer.status_code, answer.text) == (200, "")
    assert left == ({None} if "subject" in asked else {None, "sid-2"})


def logout(world: OidcWorld, asked: dict[str, object], **changed: object) -> str:
    now = int(world.deployment.clock.now().timestamp())
    claims = {
        "iss": world.provider.issuer,
        "aud": "chatbookr",
        "iat": now,
        "exp": now + 120,
        "jti": "one",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        **({"sub": SUBJECT} if "subject" in asked else {"sid": asked.get("session")}),
        **changed,
    }
    given = {name: value for name, value in claims.items() if value is not None}
    return signed(given, rsa_key(), typ="logout+jwt")


@pytest.mark.attack("logout-forgery")
@pytest.mark.asvs("9.2.2", "10.5.5")
@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "http://evil.example"},
        {"aud": "another"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"jti": None},
        {"events": None},
        {"events": {"other": {}}},
        {"nonce": "an ID token's"},
        {"sub": None},
    ],
)
async def test_a_logout_token_that_says_otherwise_ends_nothing(world: OidcWorld, changed: dict[str, object]) -> None:
    await world.linked()
    await world.sign_in()
    token = logout(world, {"subject": True}, **changed)

    answer = await world.browser.post(f"{world.base}/back-channel-logout", data={"logout_token": token})

    assert answer.status_code == 400
    assert await world.sessions() == 1


@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.4.3")
async def test_a_provider_disabled_while_it_is_asked_lets_nobody_in(
    world: OidcWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may take seconds to answer, and whoever disables it ends the sessions there are by then."""
    await world.linked()

    async def disabled_then_named(origin: Origin) -> str:
        await world.change(state="disabled")
        return await name_of(origin)

    monkeypatch.setattr(sign_in, "name_of", disabled_then_named)

    answer = await world.sign_in()

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")
    assert await world.sessions() == 0
