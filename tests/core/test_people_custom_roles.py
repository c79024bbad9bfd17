"""Roles of a clinic's own making: nobody puts in what they do not hold; who has one is changed at once."""

from uuid import uuid4

import pytest
from tests.core.test_people_members import done, join, now_of
from tests.factories import make_clinic, make_custom_role, make_membership, make_user, writing

from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotGrantable,
    QuotaReached,
    RoleInUse,
    StepUpRequired,
)
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, CustomRole, LoggedChange, Session
from chatbookr_core.people.custom_roles import MOST_ROLES, create_role, delete_role, update_role
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.policy import PermissionDenied, permissions_in

READS = frozenset({Permission.CLINIC_READ, Permission.BOOKING_READ})


@pytest.fixture
async def clinic(database: Database, vault: Vault) -> Clinic:
    return await make_clinic(vault)


async def roles_of(clinic: Clinic) -> list[tuple[str, list[str]]]:
    found = await CustomRole.filter(clinic_id=clinic.id).order_by("name")
    return [(one.name, list(one.permissions)) for one in found]


async def test_a_manager_makes_changes_and_deletes_a_role(deployment: Deployment, clinic: Clinic) -> None:
    by = (await join(deployment, clinic, "manager")).actor

    await done(lambda: create_role(deployment, by, clinic_id=clinic.id, name=" Night desk ", permissions=READS))
    role = await CustomRole.get(clinic_id=clinic.id)
    assert await roles_of(clinic) == [("Night desk", ["booking:read", "clinic:read"])]
    await done(lambda: update_role(deployment, by, role.id, name="Days", permissions=[Permission.CLINIC_READ]))
    assert await roles_of(clinic) == [("Days", ["clinic:read"])]
    await done(lambda: update_role(deployment, by, role.id))
    assert await roles_of(clinic) == [("Days", ["clinic:read"])]
    await done(lambda: delete_role(deployment, by, role.id))

    assert await roles_of(clinic) == []


@pytest.mark.attack("privilege-escalation")
async def test_nobody_puts_in_what_they_do_not_hold(deployment: Deployment, clinic: Clinic) -> None:
    by = (await join(deployment, clinic, "manager")).actor
    beyond = {Permission.PATIENT_SEALED_READ, Permission.CLINIC_READ}
    of_owner = await make_custom_role(clinic, Permission.PATIENT_SEALED_READ, name="VIP desk")

    with pytest.raises(NotGrantable):
        await done(lambda: create_role(deployment, by, clinic_id=clinic.id, name="Mine", permissions=beyond))
    with pytest.raises(NotGrantable):
        await done(lambda: update_role(deployment, by, of_owner.id, permissions=[*beyond, Permission.JOB_READ]))
    assert await roles_of(clinic) == [("VIP desk", ["patient.sealed:read"])]
    await done(lambda: update_role(deployment, by, of_owner.id, permissions=beyond))  # what was in it stays

    assert await roles_of(clinic) == [("VIP desk", ["clinic:read", "patient.sealed:read"])]


async def test_a_change_counts_for_everybody_who_has_the_role_and_is_told(
    deployment: Deployment, clinic: Clinic
) -> None:
    by = (await join(deployment, clinic, "owner")).actor
    role = await make_custom_role(clinic, *READS)
    other = await join(deployment, clinic, "custom", custom_role_id=role.id)
    assert permissions_in(other.actor, clinic.id) == READS

    await done(lambda: update_role(deployment, by, role.id, permissions=[Permission.CLINIC_READ]))

    assert permissions_in(await now_of(deployment, other), clinic.id) == {Permission.CLINIC_READ}
    assert await LoggedChange.filter(kind="membership", clinic_id=clinic.id, subject_id=role.id).count() == 1


async def test_a_role_somebody_has_stays(deployment: Deployment, clinic: Clinic) -> None:
    by = (await join(deployment, clinic, "owner")).actor
    role = await make_custom_role(clinic, *READS)
    await make_membership(await make_user(), clinic, role="custom", custom_role_id=role.id, state="suspended")

    with pytest.raises(RoleInUse):
        await done(lambda: delete_role(deployment, by, role.id))

    assert await CustomRole.exists(id=role.id)


@pytest.mark.attack("privilege-escalation")
async def test_a_role_of_another_clinic_grants_nothing(deployment: Deployment, clinic: Clinic) -> None:
    """Whatever stands in the row: the role must be the clinic's own."""
    foreign = await make_custom_role(await make_clinic(), *READS)

    other = await join(deployment, clinic, "custom", custom_role_id=foreign.id)

    assert permissions_in(other.actor, clinic.id) == frozenset()


async def test_what_the_program_no_longer_knows_is_not_granted(deployment: Deployment, clinic: Clinic) -> None:
    role = await make_custom_role(clinic, permissions=["clinic:read", "moon:read"])

    other = await join(deployment, clinic, "custom", custom_role_id=role.id)

    assert permissions_in(other.actor, clinic.id) == {Permission.CLINIC_READ}


@pytest.mark.checklist(24)
async def test_who_may_not_manage_roles_or_did_not_step_up_changes_nothing(
    deployment: Deployment, clinic: Clinic
) -> None:
    role = await make_custom_role(clinic, *READS, name="Kept")
    receptionist, owner = await join(deployment, clinic, "receptionist"), await join(deployment, clinic, "owner")
    stranger = await join(deployment, await make_clinic(), "owner")
    async with writing():
        await Session.filter(id=owner.session.id).update(stepped_up_at=None)

    for actor, kind in (
        (receptionist.actor, PermissionDenied),
        (stranger.actor, NotFound),
        (owner.actor, StepUpRequired),
    ):
        with pytest.raises(kind):
            await done(
                lambda actor=actor: create_role(deployment, actor, clinic_id=clinic.id, name="A", permissions=READS)  # type: ignore[misc]  # a default binds the loop's value
            )
        with pytest.raises(kind):
            await done(lambda actor=actor: update_role(deployment, actor, role.id, name="A"))  # type: ignore[misc]  # likewise
        with pytest.raises(kind):
            await done(lambda actor=actor: delete_role(deployment, actor, role.id))  # type: ignore[misc]  # likewise
    with pytest.raises(NotFound):
        await done(lambda: delete_role(deployment, owner.actor, uuid4()))
    assert [name for name, _ in await roles_of(clinic)] == ["Kept"]


async def test_names_are_the_clinics_own_once_each_and_roles_have_an_end(
    deployment: Deployment, clinic: Clinic
) -> None:
    by = (await join(deployment, clinic, "owner")).actor
    await make_custom_role(await make_clinic(), *READS, name="Elsewhere")
    await make_custom_role(clinic, *READS, name="Here")
    kept = await make_custom_role(clinic, *READS, name="Kept")

    for name, kind in (("Here", Conflict), ("", InvalidInput), ("x" * 81, InvalidInput)):
        with pytest.raises(kind):
            await done(
                lambda name=name: create_role(deployment, by, clinic_id=clinic.id, name=name, permissions=READS)  # type: ignore[misc]  # a default binds the loop's value
            )
    with pytest.raises(Conflict):
        await done(lambda: update_role(deployment, by, kept.id, name="Here"))
    await done(lambda: update_role(deployment, by, kept.id, name="Kept"))
    await done(lambda: create_role(deployment, by, clinic_id=clinic.id, name="Elsewhere", permissions=READS))
    for _ in range(MOST_ROLES - 3):
        await make_custom_role(clinic)
    with pytest.raises(QuotaReached):
        await done(lambda: create_role(deployment, by, clinic_id=clinic.id, name="Too many", permissions=READS))
