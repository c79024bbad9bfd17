"""Taking up an invitation by the clinic's identity provider; what else could be tried with a link and a provider."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.account_rows import make_identity_provider, make_invitation
from tests.api.clients import client_of
from tests.factories import make_clinic, make_user, writing
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, EMAIL
from tests.oidc_world import OidcWorld, oidc_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Invitation, LinkedIdentity, Membership, SignInFlow, User
from chatbookr_schema.ids import global_id

pytestmark = pytest.mark.integration  # the provider answers over sockets

TOKEN = "the letter's token, of 43 characters or so"
GRACE = "grace@clinic.example"


@pytest.fixture
async def world(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[OidcWorld]:
    async with oidc_world(database, vault, clock, tmp_path) as made:
        made.provider.subject = "grace-at-the-provider"
        made.provider.extra = {"email": GRACE}
        await make_invitation(
            made.clinic, vault, made.user, email=GRACE, token=TOKEN, expires_at=clock.now() + timedelta(days=7)
        )
        yield made


def code_of(answer: httpx.Response) -> str:
    code: str = answer.json()["errors"][0]["extensions"]["code"]
    return code


async def begins(world: OidcWorld, **changed: Any) -> httpx.Response:
    return await world.browser.post(
        f"{world.base}/accept", json={"token": TOKEN, "fullName": "Grace Hopper", **changed}
    )


async def accepts(world: OidcWorld, **changed: str) -> httpx.Response:
    """Go the whole way; `changed` is what the provider sends back otherwise."""
    begun = await begins(world)
    assert begun.status_code == 201, begun.text
    return await world.browser.get(world.provider.consent(begun.json()["authorizationUrl"], **changed))


async def nobody_joined(world: OidcWorld) -> bool:
    """Tell whether nothing has come of it: no account, no place, no link, and the invitation still open."""
    unused = await Invitation.filter(clinic_id=world.clinic.id, accepted_at=None).count()
    places = await Membership.filter(clinic_id=world.clinic.id).count()
    linked = await LinkedIdentity.filter(clinic_id=world.clinic.id).exists()
    return (unused, places) == (1, 1) and not linked and await world.sessions() == 0


async def test_the_letter_shows_what_it_offers_and_by_whom_one_can_log_in(world: OidcWorld) -> None:
    answer = await world.browser.post("/invitation", json={"token": TOKEN})

    assert answer.json() == {
        "clinic": world.clinic.name,
        "role": "RECEPTIONIST",
        "email": GRACE,
        "hasAccount": False,
        "providers": [{"name": world.row.name, "path": world.base}],
    }


@pytest.mark.parametrize("token", ["", "another", 7, None])
async def test_without_the_letter_nothing_is_shown(world: OidcWorld, token: object) -> None:
    answer = await world.browser.post("/invitation", json={"token": token})

    assert answer.status_code in (400, 403, 404)
    assert world.clinic.name not in answer.text


async def test_links_are_tried_forty_times_from_an_address(world: OidcWorld) -> None:
    tries = [await world.browser.post("/invitation", json={"token": f"guess {number}"}) for number in range(41)]

    assert tries[-1].status_code == 429
    assert int(tries[-1].headers["retry-after"]) > 0


async def test_somebody_accepts_and_is_let_in_without_a_password(world: OidcWorld) -> None:
    answer = await accepts(world)

    assert (answer.status_code, answer.headers["location"]) == (303, "/account?signIn=done")
    assert await world.clinics() == [global_id("Clinic", world.clinic.id)]
    grace = await User.get(email=GRACE)
    assert (grace.full_name, grace.email_verified_at is not None) == ("Grace Hopper", True)
    assert await Invitation.filter(clinic_id=world.clinic.id, accepted_by_id=grace.id).count() == 1
    assert await LinkedIdentity.filter(clinic_id=world.clinic.id, user_id=grace.id).count() == 1
    for password in ("", "!", "Grace Hopper", grace.password_hash):
        refused = await world.browser.post("/login", json={"email": GRACE, "password": password})
        assert refused.status_code == 401


async def test_afterwards_the_provider_lets_them_in(world: OidcWorld) -> None:
    await accepts(world)
    world.browser.cookies.clear()

    answer = await world.sign_in()

    assert answer.headers["location"].endswith("?signIn=done")
    assert await world.clinics() == [global_id("Clinic", world.clinic.id)]


async def test_an_invitation_counts_once_of_ten_answers_at_once(world: OidcWorld) -> None:
    browsers = [client_of(world.app, base_url=world.deployment.settings.public_url) for _ in range(10)]
    urls = []
    for number, browser in enumerate(browsers):
        begun = await browser.post(f"{world.base}/accept", json={"token": TOKEN, "fullName": f"Grace {number}"})
        urls.append(world.provider.consent(begun.json()["authorizationUrl"]))

    answers = await asyncio.gather(*(browser.get(url) for browser, url in zip(browsers, urls, strict=True)))

    assert sorted(answer.status_code for answer in answers)[0] == 303
    assert [answer.status_code for answer in answers].count(303) == 1
    assert await User.filter(email=GRACE).count() == 1
    for browser in browsers:
        await browser.aclose()


async def test_an_account_of_the_invited_address_is_never_touched(world: OidcWorld) -> None:
    """The provider vouches for its very e-mail, and still nothing is attached (Cal.com, Gecko 2026-01)."""
    grace = await make_user(email=GRACE)

    at_the_beginning = await begins(world)

    assert (at_the_beginning.status_code, code_of(at_the_beginning)) == (409, "ACCOUNT_EXISTS")
    assert await nobody_joined(world)
    assert (await User.get(id=grace.id)).password_hash == grace.password_hash


async def test_nor_is_one_that_was_made_meanwhile(world: OidcWorld) -> None:
    begun = await begins(world)
    await make_user(email=GRACE)

    answer = await world.browser.get(world.provider.consent(begun.json()["authorizationUrl"]))

    assert (answer.status_code, code_of(answer)) == (409, "ACCOUNT_EXISTS")
    assert await nobody_joined(world)


@pytest.mark.parametrize(
    "said", [{"email": EMAIL}, {"email_verified": False}, {"email": None}, {"email_verified": "true"}]
)
async def test_the_provider_must_vouch_for_the_very_address_invited(world: OidcWorld, said: dict[str, object]) -> None:
    world.provider.extra |= said

    answer = await accepts(world)

    assert (answer.status_code, code_of(answer)) == (403, "WRONG_ACCOUNT")
    assert await nobody_joined(world)


async def test_an_address_that_the_id_token_leaves_out_is_asked_for(world: OidcWorld) -> None:
    world.provider.extra |= {"email": None, "email_verified": None}
    world.provider.userinfo = {"email": GRACE, "email_verified": True}

    answer = await accepts(world)

    assert answer.headers["location"] == "/account?signIn=done"


async def test_an_identity_that_is_somebodys_already_stays_theirs(world: OidcWorld) -> None:
    await world.linked(subject=world.provider.subject)

    answer = await accepts(world)

    assert (answer.status_code, code_of(answer)) == (409, "IDENTITY_TAKEN")
    assert not await User.exists(email=GRACE)


async def test_an_invitation_taken_back_meanwhile_is_refused(world: OidcWorld, clock: TurnableClock) -> None:
    begun = await begins(world)
    async with writing():
        await Invitation.filter(clinic_id=world.clinic.id).update(revoked_at=clock.now())

    answer = await world.browser.get(world.provider.consent(begun.json()["authorizationUrl"]))

    assert code_of(answer) == "LINK_INVALID"
    assert not await User.exists(email=GRACE)


async def test_another_clinics_provider_opens_nothing(world: OidcWorld, vault: Vault) -> None:
    other = await make_clinic(vault)
    theirs = await make_identity_provider(
        other, vault, client_secret=CLIENT_SECRET, client_id=CLIENT_ID, issuer=world.provider.issuer
    )

    answer = await world.browser.post(f"/oidc/{theirs.id}/accept", json={"token": TOKEN, "fullName": "Grace"})

    assert (answer.status_code, code_of(answer)) == (404, "NOT_FOUND")
    assert not await SignInFlow.filter(clinic_id=other.id).exists()


async def test_another_browser_cannot_end_what_this_one_began(world: OidcWorld) -> None:
    begun = await begins(world)

    async with world.another_browser() as theirs:
        answer = await theirs.get(world.provider.consent(begun.json()["authorizationUrl"]))

    assert answer.status_code == 400
    assert await nobody_joined(world)


async def test_neither_token_nor_name_lies_open_in_the_flow(world: OidcWorld) -> None:
    await begins(world)

    flow = await SignInFlow.get(clinic_id=world.clinic.id)

    assert flow.purpose == "accept"
    assert flow.invited_sealed is not None
    assert TOKEN.encode() not in flow.invited_sealed
    assert b"Grace" not in flow.invited_sealed


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\x07b", 7, None])
async def test_a_name_that_cannot_be_is_refused_before_anything_begins(world: OidcWorld, name: object) -> None:
    answer = await begins(world, fullName=name)

    assert answer.status_code == 400
    assert not await SignInFlow.filter(clinic_id=world.clinic.id).exists()


async def test_a_page_of_another_origin_begins_nothing(world: OidcWorld) -> None:
    for path in (f"{world.base}/accept", "/invitation"):
        answer = await world.browser.post(
            path, json={"token": TOKEN, "fullName": "Grace"}, headers={"origin": "https://evil.example"}
        )
        assert answer.status_code == 403


async def test_a_clinics_providers_are_listed_while_they_are_enabled(world: OidcWorld) -> None:
    clinic = {"clinic": global_id("Clinic", world.clinic.id)}
    enabled = (await world.browser.get("/oidc/providers", params=clinic)).json()
    await world.change(state="disabled")
    disabled = (await world.browser.get("/oidc/providers", params=clinic)).json()
    nonsense = await world.browser.get("/oidc/providers", params={"clinic": "nonsense"})

    assert enabled == {"providers": [{"name": world.row.name, "path": world.base}]}
    assert disabled == {"providers": []}
    assert nonsense.status_code in (400, 404)
