"""How people must log in to a clinic: owners say so, it holds at once, and nobody locks themselves out."""

import asyncio
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_membership, make_user, writing
from tests.schema.desk import Answer, Desk, ask, make_desk
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import listening
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Session, User
from chatbookr_core.people.queries import find_actor
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role

UPDATE = """mutation ($clinic: ID!, $required: Boolean!) {
    clinicSecurityUpdate(input: {clinicId: $clinic, requiresSecondFactor: $required}) {
        clinic { requiresSecondFactor } userErrors { code } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    """A desk whose owner has a second factor, and has just shown it."""
    made = await make_desk(vault, clock.now())
    async with writing():
        await User.filter(id=made.user.id).update(has_second_factor=True)
        await Session.filter(id=made.session.id).update(stepped_up_at=clock.now(), assurance=2)
    return made


async def update(deployment: Deployment, desk: Desk, actor: StaffActor, *, required: bool = True) -> Answer:
    return await ask(deployment, actor, UPDATE, {"clinic": desk.id_of("Clinic"), "required": required})


async def is_required(desk: Desk) -> bool:
    return (await Clinic.get(id=desk.clinic.id)).requires_second_factor


async def test_an_owner_asks_for_a_second_factor_and_no_longer(deployment: Deployment, desk: Desk) -> None:
    owner = desk.actor(Role.OWNER)

    on = await update(deployment, desk, owner)
    was_on = await is_required(desk)
    off = await update(deployment, desk, owner, required=False)

    assert on.data["clinicSecurityUpdate"] == {"clinic": {"requiresSecondFactor": True}, "userErrors": []}
    assert off.data["clinicSecurityUpdate"] == {"clinic": {"requiresSecondFactor": False}, "userErrors": []}
    assert (was_on, await is_required(desk)) == (True, False)


@pytest.mark.attack("factor-bypass")
@pytest.mark.asvs("6.3.4")
@pytest.mark.checklist(13)
async def test_who_is_in_with_one_factor_is_out_at_once_and_there_alone(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    colleague, elsewhere = await make_user(), await make_clinic()
    await make_membership(colleague, desk.clinic)
    await make_membership(colleague, elsewhere)
    session = await make_session(colleague, clock.now())
    async with listening({"session"}) as ear:
        await update(deployment, desk, desk.actor(Role.OWNER))
        async with asyncio.timeout(20):
            change = await ear.get()

    actor = await find_actor(session.id, now=clock.now())

    assert (change.kind, change.subject_id) == ("session", session.id)
    assert actor is not None
    assert set(actor.memberships) == {elsewhere.id}


@pytest.mark.parametrize(
    ("account", "session"),
    [({"has_second_factor": False}, {}), ({}, {"assurance": 1})],
    ids=["has none", "did not log in with it"],
)
async def test_nobody_locks_themselves_out(
    deployment: Deployment, desk: Desk, account: dict[str, object], session: dict[str, object]
) -> None:
    async with writing():
        await User.filter(id=desk.user.id).update(**{"is_active": True, **account})
        await Session.filter(id=desk.session.id).update(**{"revoked_at": None, **session})

    answer = await update(deployment, desk, desk.actor(Role.OWNER))

    assert answer.data["clinicSecurityUpdate"] == {"clinic": None, "userErrors": [{"code": "SECOND_FACTOR_MISSING"}]}
    assert await is_required(desk) is False


@pytest.mark.checklist(24)
async def test_it_takes_proof_of_the_last_minutes(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=None)

    answer = await update(deployment, desk, desk.actor(Role.OWNER))

    assert answer.data["clinicSecurityUpdate"]["userErrors"] == [{"code": "STEP_UP_REQUIRED"}]
    assert await is_required(desk) is False


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER}))
async def test_it_is_the_owners_alone(deployment: Deployment, desk: Desk, role: Role) -> None:
    answer = await update(deployment, desk, desk.actor(role))

    assert answer.codes == ["FORBIDDEN"]
    assert await is_required(desk) is False
