"""Passkeys by GraphQL: made, listed, renamed and removed by their person alone."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.account_rows import make_passkey
from tests.api.clients import make_deployment
from tests.authenticator import Authenticator
from tests.factories import make_user, writing
from tests.schema.desk import Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Passkey, PasskeyChallenge, RecoveryCode, Session, User
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

BEGIN = "mutation { passkeyRegistrationBegin { publicKey userErrors { code } } }"
FINISH = """mutation ($credential: JSON!, $name: String!) {
    passkeyRegistrationFinish(input: {credential: $credential, name: $name}) {
        passkey { id name isBackedUp createdAt lastUsedAt } recoveryCodes userErrors { code field message } } }"""
RENAME = """mutation ($id: ID!, $name: String!) {
    passkeyRename(input: {passkeyId: $id, name: $name}) { passkey { name } userErrors { code field } } }"""
REMOVE = "mutation ($id: ID!) { passkeyRemove(passkeyId: $id) { passkeys { name } userErrors { code } } }"
LIST = "{ viewer { passkeys { id name } } }"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    made = await make_desk(vault, clock.now())
    async with writing():
        await Passkey.all().delete()
        await Session.filter(id=made.session.id).update(stepped_up_at=clock.now())
    return made


async def made(deployment: Deployment, actor: StaffActor, phone: Authenticator, name: str = "My phone") -> Answer:
    begun = await ask(deployment, actor, BEGIN)
    credential = phone.create(begun.data["passkeyRegistrationBegin"]["publicKey"])
    return await ask(deployment, actor, FINISH, {"credential": credential, "name": name})


async def test_a_passkey_is_made_and_listed(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.RECEPTIONIST)

    answer = await made(deployment, actor, Authenticator(is_backup_eligible=True, is_backed_up=True))

    payload = answer.data["passkeyRegistrationFinish"]
    assert payload["userErrors"] == []
    assert (payload["passkey"]["name"], payload["passkey"]["isBackedUp"]) == ("My phone", True)
    assert len(payload["recoveryCodes"]) == 10
    listed = (await ask(deployment, actor, LIST)).data["viewer"]["passkeys"]
    assert listed == [{"id": payload["passkey"]["id"], "name": "My phone"}]


async def test_somebody_of_no_clinic_can_make_one(deployment: Deployment, desk: Desk) -> None:
    """A clinic that asks for two factors opens nothing before: there must be a way to get the second."""
    answer = await made(deployment, desk.actor(None), Authenticator())

    assert answer.data["passkeyRegistrationFinish"]["userErrors"] == []


async def test_a_further_one_tells_no_codes(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.OWNER)
    await made(deployment, actor, Authenticator())

    answer = await made(deployment, actor, Authenticator(), "Another")

    assert answer.data["passkeyRegistrationFinish"]["recoveryCodes"] is None
    assert await RecoveryCode.all().count() == 10


async def test_what_is_wrong_with_it_is_told_by_its_field(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.OWNER)
    begun = await ask(deployment, actor, BEGIN)
    options = begun.data["passkeyRegistrationBegin"]["publicKey"]
    lying = Authenticator(origin="https://evil.example").create(options)

    unnamed = await ask(deployment, actor, FINISH, {"credential": lying, "name": " "})
    refused = await ask(deployment, actor, FINISH, {"credential": lying, "name": "Mine"})
    no_object = await ask(deployment, actor, FINISH, {"credential": "text", "name": "Mine"})
    used_up = await ask(deployment, actor, FINISH, {"credential": Authenticator().create(options), "name": "Mine"})

    errors = [one.data["passkeyRegistrationFinish"]["userErrors"] for one in (unnamed, refused, no_object, used_up)]
    assert [(one[0]["code"], one[0]["field"]) for one in errors] == [
        ("INVALID_VALUE", ["input", "name"]),
        ("INVALID_VALUE", ["input", "credential"]),
        ("INVALID_VALUE", ["input", "credential"]),
        ("INVALID_VALUE", ["input", "credential"]),
    ]
    assert await Passkey.all().count() == 0


async def test_the_same_answer_under_one_key_is_taken_once(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.OWNER)
    begun = await ask(deployment, actor, BEGIN)
    credential = Authenticator().create(begun.data["passkeyRegistrationBegin"]["publicKey"])
    document = FINISH.replace(" {\n        passkey", ' @idempotent(key: "one of mine") {\n        passkey')
    variables = {"credential": credential, "name": "My phone"}

    first = await ask(deployment, actor, document, variables)
    again = await ask(deployment, actor, document, variables)

    told, retold = (one.data["passkeyRegistrationFinish"] for one in (first, again))
    assert (told["passkey"], told["userErrors"]) == (retold["passkey"], retold["userErrors"])
    assert (len(told["recoveryCodes"]), retold["recoveryCodes"]) == (10, None)  # shown once
    assert await Passkey.all().count() == 1


@pytest.mark.parametrize("document", [BEGIN, REMOVE])
async def test_it_takes_proof_of_the_last_minutes(
    deployment: Deployment, desk: Desk, clock: TurnableClock, document: str
) -> None:
    passkey = await make_passkey(desk.user)
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=None)

    answer = await ask(deployment, desk.actor(Role.OWNER), document, {"id": global_id("Passkey", passkey.id)})

    assert next(iter(answer.data.values()))["userErrors"] == [{"code": "STEP_UP_REQUIRED"}]
    assert await Passkey.all().count() == 1
    assert await PasskeyChallenge.all().count() == 0


async def test_ones_own_are_renamed_and_removed(deployment: Deployment, desk: Desk) -> None:
    actor, passkey = desk.actor(Role.OWNER), await make_passkey(desk.user)
    await make_passkey(desk.user, name="Another")
    passkey_id = global_id("Passkey", passkey.id)

    renamed = await ask(deployment, actor, RENAME, {"id": passkey_id, "name": "Work"})
    removed = await ask(deployment, actor, REMOVE, {"id": passkey_id})

    assert renamed.data["passkeyRename"] == {"passkey": {"name": "Work"}, "userErrors": []}
    assert removed.data["passkeyRemove"] == {"passkeys": [{"name": "Another"}], "userErrors": []}


async def test_somebody_elses_are_neither_seen_nor_changed(deployment: Deployment, desk: Desk) -> None:
    actor, passkey = desk.actor(Role.OWNER), await make_passkey(await make_user(), name="Theirs")
    passkey_id = global_id("Passkey", passkey.id)

    renamed = await ask(deployment, actor, RENAME, {"id": passkey_id, "name": "Mine"})
    removed = await ask(deployment, actor, REMOVE, {"id": passkey_id})
    nobodys = await ask(deployment, actor, REMOVE, {"id": global_id("Passkey", uuid4())})

    assert renamed.data["passkeyRename"] == {"passkey": None, "userErrors": [{"code": "NOT_FOUND", "field": None}]}
    assert removed.data == nobodys.data
    assert (await ask(deployment, actor, LIST)).data["viewer"]["passkeys"] == []
    assert (await Passkey.get()).name == "Theirs"


async def test_a_program_has_none(deployment: Deployment, desk: Desk) -> None:
    key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))

    answer = await ask(deployment, key, BEGIN.replace("Begin {", 'Begin @idempotent(key: "one of its") {'))

    assert answer.codes == ["FORBIDDEN"]
    assert await PasskeyChallenge.all().count() == 0


async def test_a_deployment_without_a_name_makes_none(deployment: Deployment, desk: Desk) -> None:
    nameless = replace(deployment, settings=replace(deployment.settings, public_url="http://[::1]:8000"))

    answer = await ask(nameless, desk.actor(Role.OWNER), BEGIN)

    assert answer.data["passkeyRegistrationBegin"] == {"publicKey": None, "userErrors": [{"code": "CONFLICT"}]}
    assert (await User.get(id=desk.user.id)).has_second_factor is False
