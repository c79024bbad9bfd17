"""What an identity provider says of somebody and must not be believed: of a token, of the person, of their address.

Each is refused by the rule that the log names, so that nothing is refused by chance for another reason.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.account_rows import make_identity_provider
from tests.forgeries import reason_in, refused
from tests.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    EMAIL,
    SUBJECT,
    Claims,
    half_hash,
)
from tests.oidc_world import OidcWorld, oidc_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import User

pytestmark = pytest.mark.integration  # the provider answers over sockets

NOW = 1_803_888_000  # the clock's, in seconds


@pytest.fixture
async def world(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[OidcWorld]:
    async with oidc_world(sqlite_database, vault, clock, tmp_path) as made:
        await made.linked()
        yield made


# --- claims -----------------------------------------------------------------------------------------------------------

LIES: dict[str, tuple[Claims, str]] = {
    "iss_of_another": ({"iss": "http://evil.example"}, "iss"),
    "iss_with_a_slash": ({"iss": "+/"}, "iss"),
    "iss_missing": ({"iss": None}, "iss"),
    "aud_of_another": ({"aud": "another-client"}, "aud"),
    "aud_list_of_others": ({"aud": ["another", "third"]}, "aud"),
    "aud_missing": ({"aud": None}, "aud"),
    "aud_a_part": ({"aud": f"{CLIENT_ID}-evil"}, "aud"),
    "aud_an_object": ({"aud": {CLIENT_ID: 1}}, "aud"),
    "azp_of_another": ({"azp": "another-client"}, "azp"),
    "azp_missing_among_several": ({"aud": [CLIENT_ID, "another"]}, "azp"),
    "azp_of_another_among_several": ({"aud": [CLIENT_ID, "another"], "azp": "another"}, "azp"),
    "expired": ({"exp": NOW - 61}, "exp"),
    "expired_at_the_skew": ({"exp": NOW - 60}, "exp"),
    "exp_missing": ({"exp": None}, "exp"),
    "exp_a_text": ({"exp": "9999999999"}, "exp"),
    "exp_true": ({"exp": True}, "exp"),
    "exp_infinite": ({"exp": float("inf")}, "exp"),
    "exp_no_number": ({"exp": float("nan")}, "exp"),
    "iat_missing": ({"iat": None}, "iat"),
    "iat_to_come": ({"iat": NOW + 61}, "iat"),
    "iat_long_ago": ({"iat": NOW - 661}, "iat"),
    "nbf_to_come": ({"nbf": NOW + 61}, "nbf"),
    "nbf_a_text": ({"nbf": "0"}, "nbf"),
    "nonce_missing": ({"nonce": None}, "nonce"),
    "nonce_of_another_flow": ({"nonce": "another"}, "nonce"),
    "nonce_a_list": ({"nonce": ["another"]}, "nonce"),
    "at_hash_missing": ({"at_hash": None}, "at_hash"),
    "at_hash_of_another_token": ({"at_hash": half_hash("another")}, "at_hash"),
    "at_hash_null": ({"at_hash": [None]}, "at_hash"),
    "at_hash_empty": ({"at_hash": ""}, "at_hash"),
    "at_hash_not_ascii": ({"at_hash": "ü"}, "at_hash"),
    "sub_missing": ({"sub": None}, "sub"),
    "sub_empty": ({"sub": ""}, "sub"),
    "sub_a_number": ({"sub": 1}, "sub"),
    "sub_endless": ({"sub": "s" * 256}, "sub"),
    "sub_with_a_line": ({"sub": "a\nb"}, "sub"),
}


@pytest.mark.attack("token-claims")
@pytest.mark.asvs("9.2.1", "9.2.3", "10.5.1", "10.5.4")
@pytest.mark.checklist(31)
@pytest.mark.parametrize("name", LIES)
async def test_id_token_that_says_otherwise(world: OidcWorld, caplog: pytest.LogCaptureFixture, name: str) -> None:
    extra, reason = LIES[name]
    world.provider.extra = {"iss": f"{world.provider.issuer}/"} if extra.get("iss") == "+/" else extra

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == reason


@pytest.mark.asvs("9.2.1")
@pytest.mark.parametrize(
    "extra",
    [
        {"exp": NOW - 59},
        {"iat": NOW + 60},
        {"nbf": NOW + 60},
        {"aud": [CLIENT_ID]},
        {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID},
    ],
)
async def test_within_the_skew_and_the_words_of_the_standard_a_token_counts(world: OidcWorld, extra: Claims) -> None:
    world.provider.extra = extra

    assert (await world.sign_in()).status_code == 303


@pytest.mark.attack("token-claims")
@pytest.mark.asvs("10.1.2", "10.5.1")
async def test_id_token_of_another_flow_of_the_same_browser(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    """A token that was caught before is put into a new flow: its nonce is not this one's."""
    world.provider.token_extra = {"access_token": ""}  # so that it is not used up
    await world.sign_in()
    world.provider.token_extra = {"id_token": world.provider.issued[0]}

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "nonce"


@pytest.mark.attack("token-alg")
@pytest.mark.parametrize(
    "extra",
    [{"id_token": None}, {"access_token": None}, {"access_token": ""}, {"token_type": "mac"}, {"id_token": ["a"]}],
)
async def test_token_answer_that_lacks_something(
    world: OidcWorld, caplog: pytest.LogCaptureFixture, extra: Claims
) -> None:
    world.provider.token_extra = extra

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "tokens"


# --- whose account it is ----------------------------------------------------------------------------------------------


@pytest.mark.attack("account-linking")
@pytest.mark.asvs("6.8.1", "10.5.2")
async def test_email_of_an_existing_account_opens_nothing(world: OidcWorld) -> None:
    """Account take-over by e-mail: the provider says, verified, that the attacker has the owner's address."""
    world.provider.subject = "eve"
    world.provider.extra = {"email": EMAIL, "email_verified": True}

    await refused(world, await world.sign_in(), 403, "IDENTITY_NOT_LINKED")
    assert await User.all().count() == 1


@pytest.mark.attack("account-linking")
@pytest.mark.asvs("6.8.1")
async def test_subject_of_one_registration_is_nobody_at_another(world: OidcWorld, vault: Vault) -> None:
    """Even of the same issuer: another client of it is another agreement, and its subjects are its own."""
    other = await make_identity_provider(
        world.clinic, vault, client_secret=CLIENT_SECRET, issuer=world.provider.issuer, client_id=CLIENT_ID
    )
    page = (await world.browser.get(f"/oidc/{other.id}/begin")).headers["location"]

    answer = await world.browser.get(world.provider.consent(page))

    await refused(world, answer, 403, "IDENTITY_NOT_LINKED")


@pytest.mark.attack("account-linking")
@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email": "ada@evil.example"},
        {"email": "ada@sub.clinic.example"},
        {"email": "ada@evil.example@clinic.example"},
        {"email": ["ada@clinic.example"]},
        {"email": ""},
    ],
)
async def test_unverified_or_foreign_email_where_domains_are_asked_for(
    world: OidcWorld, caplog: pytest.LogCaptureFixture, said: Claims
) -> None:
    await world.change(email_domains=["clinic.example"])
    world.provider.extra = said

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "email"


@pytest.mark.attack("token-claims")
@pytest.mark.checklist(31)
async def test_missing_at_hash_where_the_access_token_would_be_used(
    world: OidcWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """An access token that no ID token vouches for may be anybody's: nothing is asked with it."""
    await world.change(email_domains=["clinic.example"], requires_access_token_hash=False)
    world.provider.extra = {"email": None, "at_hash": None}
    world.provider.userinfo = {"email": EMAIL, "email_verified": True}

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "at_hash"
    assert "/userinfo" not in world.provider.asked


@pytest.mark.checklist(31)
async def test_missing_at_hash_where_it_would_not(world: OidcWorld) -> None:
    """In the code flow providers may leave it out (OpenID Connect Core, section 3.1.3.6), if a clinic lets them."""
    await world.change(requires_access_token_hash=False)
    world.provider.extra = {"at_hash": None}

    assert (await world.sign_in()).status_code == 303
    assert "/userinfo" not in world.provider.asked


@pytest.mark.attack("token-claims")
async def test_subject_swap_at_userinfo(world: OidcWorld, caplog: pytest.LogCaptureFixture) -> None:
    """What userinfo says counts for the subject of the ID token alone (OpenID Connect Core, section 5.3.2)."""
    await world.change(email_domains=["clinic.example"])
    world.provider.extra = {"email": None}
    world.provider.userinfo = {"sub": "somebody-else", "email": EMAIL, "email_verified": True}

    await refused(world, await world.sign_in(), 403, "IDENTITY_REFUSED")
    assert reason_in(caplog) == "sub"


@pytest.mark.attack("account-linking")
@pytest.mark.asvs("10.5.2")
async def test_subject_in_other_letters(world: OidcWorld) -> None:
    world.provider.subject = SUBJECT.upper()

    await refused(world, await world.sign_in(), 403, "IDENTITY_NOT_LINKED")
