"""Identity providers through the schema: registered by owners who proved who they are; their secret is told nobody."""

import logging
from pathlib import Path
from typing import Any

import pytest
from tests.account_rows import make_linked_identity
from tests.api.clients import make_deployment
from tests.factories import make_user, writing
from tests.schema.desk import Desk, ask, make_desk
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import IdentityProvider, LinkedIdentity, Mail, Session
from chatbookr_core.people.oidc.rules import MOST_PROVIDERS
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

SECRET = "canary secret of a client"
CREATE = """mutation ($input: IdentityProviderCreateInput!) { identityProviderCreate(input: $input) {
  identityProvider { id name issuer clientId emailDomains requiresAccessTokenHash trustsSecondFactor
    secondFactorAcrs isEnabled
    redirectUri logInUrl backChannelLogoutUri } userErrors { code field message } } }"""
UPDATE = """mutation ($input: IdentityProviderUpdateInput!) { identityProviderUpdate(input: $input) {
  identityProvider { name emailDomains trustsSecondFactor isEnabled } userErrors { code field } } }"""
DELETE = """mutation ($id: ID!) { identityProviderDelete(identityProviderId: $id) {
  deletedId userErrors { code } } }"""
LIST = """query ($id: ID!) { identityProviders(clinicId: $id) { nodes { id name isEnabled } } }"""
MINE = "{ viewer { identities { id providerName issuer clinicId createdAt lastUsedAt } } }"
REMOVE = """mutation ($id: ID!) { linkedIdentityRemove(linkedIdentityId: $id) { removedId userErrors { code } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def step_up(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())


def wanted(desk: Desk, **fields: Any) -> dict[str, Any]:
    given = {
        "clinicId": desk.id_of("Clinic"),
        "name": "Our directory",
        "issuer": "https://id.clinic.example/realms/staff",
        "clientId": "chatbookr",
        "clientSecret": SECRET,
    }
    return {"input": {**given, **fields}}


async def test_an_owner_registers_a_provider_whose_secret_is_sealed_and_shown_nowhere(
    deployment: Deployment, desk: Desk, clock: TurnableClock, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await step_up(desk, clock)
    given = wanted(desk, emailDomains=["clinic.example"], trustsSecondFactor=True, secondFactorAcrs=["urn:two"])

    answer = await ask(deployment, desk.actor(Role.OWNER), CREATE, given)

    made = answer.data["identityProviderCreate"]
    assert made["userErrors"] == []
    row = await IdentityProvider.get(clinic_id=desk.clinic.id, name="Our directory")
    base = f"{deployment.settings.public_url}/oidc/{row.id}"
    assert made["identityProvider"] == {
        "id": global_id("IdentityProvider", row.id),
        "name": "Our directory",
        "issuer": "https://id.clinic.example/realms/staff",
        "clientId": "chatbookr",
        "emailDomains": ["clinic.example"],
        "requiresAccessTokenHash": True,
        "trustsSecondFactor": True,
        "secondFactorAcrs": ["urn:two"],
        "isEnabled": True,
        "redirectUri": f"{base}/callback",
        "logInUrl": f"{base}/begin",
        "backChannelLogoutUri": f"{base}/back-channel-logout",
    }
    keys = await vault.clinic_keys(desk.clinic.id)
    assert keys.open_text(columns.IDENTITY_PROVIDER_SECRET, row.id, row.client_secret_sealed) == SECRET
    assert SECRET.encode() not in row.client_secret_sealed
    assert SECRET not in str(answer)
    assert not [one for one in caplog.records if one.name.startswith("chatbookr") and SECRET in one.getMessage()]


async def test_without_a_step_up_nothing_is_registered(deployment: Deployment, desk: Desk) -> None:
    made = (await ask(deployment, desk.actor(Role.OWNER), CREATE, wanted(desk))).data["identityProviderCreate"]

    assert [error["code"] for error in made["userErrors"]] == ["STEP_UP_REQUIRED"]
    assert await IdentityProvider.all().count() == 1


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"clientId": ""}, "clientId"),
        ({"clientSecret": "s" * 255}, "clientSecret"),
        ({"clientSecret": "a\nb"}, "clientSecret"),
        ({"emailDomains": ["@clinic.example"]}, "emailDomains"),
        ({"emailDomains": ["Clinic.Example"]}, "emailDomains"),
        ({"emailDomains": ["example"]}, "emailDomains"),
        ({"emailDomains": ["a.example"] * 21}, "emailDomains"),
        ({"secondFactorAcrs": [""]}, "secondFactorAcrs"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": "id.clinic.example"}, "issuer"),
        ({"issuer": "http://id.clinic.example"}, "issuer"),
        ({"issuer": "http://127.0.0.1:8080"}, "issuer"),
        ({"issuer": "ftp://id.clinic.example"}, "issuer"),
        ({"issuer": "https://id.clinic.example?a=b"}, "issuer"),
        ({"issuer": "https://id.clinic.example#a"}, "issuer"),
        ({"issuer": "https://user@id.clinic.example"}, "issuer"),
        ({"issuer": "https://"}, "issuer"),
        ({"issuer": "https://[::1"}, "issuer"),
        ({"issuer": "https://ïd.example"}, "issuer"),
    ],
)
async def test_what_cannot_be_is_refused_by_the_path_of_the_value(
    deployment: Deployment, desk: Desk, clock: TurnableClock, fields: dict[str, Any], path: str
) -> None:
    await step_up(desk, clock)

    answer = await ask(deployment, desk.actor(Role.OWNER), CREATE, wanted(desk, **fields))

    (error,) = answer.data["identityProviderCreate"]["userErrors"]
    assert (error["code"], error["field"]) == ("INVALID_VALUE", ["input", path])
    assert await IdentityProvider.all().count() == 1


async def test_a_clinic_has_no_more_providers_than_it_can_have(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await step_up(desk, clock)
    for _ in range(MOST_PROVIDERS - 1):
        await ask(deployment, desk.actor(Role.OWNER), CREATE, wanted(desk))

    made = (await ask(deployment, desk.actor(Role.OWNER), CREATE, wanted(desk))).data["identityProviderCreate"]

    assert [error["code"] for error in made["userErrors"]] == ["QUOTA_REACHED"]
    assert await IdentityProvider.all().count() == MOST_PROVIDERS


@pytest.mark.asvs("7.6.1")
async def test_disabling_a_provider_ends_what_it_opened_and_nothing_else(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await step_up(desk, clock)
    opened = await make_session(desk.user, clock.now(), identity_id=desk.linked_identity.id)
    given = {"identityProviderId": desk.id_of("IdentityProvider"), "isEnabled": False, "name": "Old one"}

    answer = await ask(deployment, desk.actor(Role.OWNER), UPDATE, {"input": given})

    changed = answer.data["identityProviderUpdate"]
    assert changed["userErrors"] == []
    assert changed["identityProvider"] == {
        "name": "Old one",
        "emailDomains": [],
        "trustsSecondFactor": False,
        "isEnabled": False,
    }
    assert (await Session.get(id=opened.id)).revoked_at == clock.now()
    assert (await Session.get(id=desk.session.id)).revoked_at is None


async def test_removing_a_provider_forgets_every_link(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    await step_up(desk, clock)
    opened = await make_session(desk.user, clock.now(), identity_id=desk.linked_identity.id)

    answer = await ask(deployment, desk.actor(Role.OWNER), DELETE, {"id": desk.id_of("IdentityProvider")})

    assert answer.data["identityProviderDelete"]["deletedId"] == desk.id_of("IdentityProvider")
    assert not await LinkedIdentity.exists()
    assert (await Session.get(id=opened.id)).revoked_at == clock.now()
    listed = (await ask(deployment, desk.actor(Role.AUDITOR), LIST, {"id": desk.id_of("Clinic")})).data
    assert listed["identityProviders"]["nodes"] == []


async def test_somebody_sees_and_removes_what_they_have_linked(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await step_up(desk, clock)
    me = desk.actor(Role.RECEPTIONIST)
    opened = await make_session(desk.user, clock.now(), identity_id=desk.linked_identity.id)

    (shown,) = (await ask(deployment, me, MINE)).data["viewer"]["identities"]
    removed = (await ask(deployment, me, REMOVE, {"id": shown["id"]})).data["linkedIdentityRemove"]

    assert shown["providerName"] == desk.identity_provider.name
    assert shown["clinicId"] == desk.id_of("Clinic")
    assert removed == {"removedId": desk.id_of("LinkedIdentity"), "userErrors": []}
    assert not await LinkedIdentity.exists()
    assert (await Session.get(id=opened.id)).revoked_at == clock.now()
    assert [mail.kind for mail in await Mail.all()] == ["identity_removed"]


async def test_nobody_removes_what_others_have_linked(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    await step_up(desk, clock)
    theirs = await make_linked_identity(await make_user(), desk.identity_provider)

    answer = await ask(deployment, desk.actor(Role.OWNER), REMOVE, {"id": global_id("LinkedIdentity", theirs.id)})

    assert [error["code"] for error in answer.data["linkedIdentityRemove"]["userErrors"]] == ["NOT_FOUND"]
    assert await LinkedIdentity.exists(id=theirs.id)
    assert not await Mail.exists()
