"""Members given other roles, suspended, reinstated and removed: never beyond what the manager holds, never the last."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.factories import (
    make_clinic,
    make_connection,
    make_conversation,
    make_custom_role,
    make_membership,
    make_patient,
    make_practitioner,
    make_user,
    writing,
)
from tests.session_rows import make_session

from chatbookr_core.db import Database, opened, transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    ChatbookrError,
    InvalidInput,
    LastOwner,
    NotFound,
    NotGrantable,
    OwnersOnly,
    StepUpRequired,
)
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Conversation, CustomRole, LoggedChange, Membership, Session
from chatbookr_core.people.custom_roles import delete_role
from chatbookr_core.people.members import NewPlace, change_role, reinstate, remove, suspend
from chatbookr_core.people.queries import find_actor
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in
from chatbookr_permissions.roles import Role

RECEPTIONIST = NewPlace(Role.RECEPTIONIST)
Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member with an open session who proved again who they are."""

    actor: StaffActor
    member: Membership
    session: Session


async def join(deployment: Deployment, clinic: Clinic, role: str, **fields: Any) -> Somebody:
    """Make somebody of a role who is logged in and stepped up."""
    user, now = await make_user(), deployment.clock.now()
    member = await make_membership(user, clinic, role=role, **fields)
    session = await make_session(user, now, stepped_up_at=now)
    actor = await find_actor(session.id, now=now)
    assert actor is not None
    return Somebody(actor, member, session)


async def now_of(deployment: Deployment, somebody: Somebody) -> StaffActor:
    """Read again who somebody is, as every request does."""
    found = await find_actor(somebody.session.id, now=deployment.clock.now())
    assert found is not None
    return found


async def done(work: Work) -> object:
    async with transaction():
        return await work()


async def refused(kind: type[Exception], work: Work) -> None:
    """See that a change is refused, and that nothing was changed or told."""
    before = await Membership.all().order_by("id").values(), await LoggedChange.all().count()

    with pytest.raises(kind):
        await done(work)

    assert (await Membership.all().order_by("id").values(), await LoggedChange.all().count()) == before


@pytest.fixture
async def clinic(database: Database, vault: Vault) -> Clinic:
    return await make_clinic(vault)


async def test_an_owner_makes_a_member_anything_and_it_counts_at_once(deployment: Deployment, clinic: Clinic) -> None:
    owner = await join(deployment, clinic, "owner")
    other = await join(deployment, clinic, "receptionist")

    for role in (Role.MANAGER, Role.AUDITOR, Role.PRACTITIONER, Role.OWNER):
        await done(lambda role=role: change_role(deployment, owner.actor, other.member.id, NewPlace(role)))  # type: ignore[misc]  # a default binds the loop's value

        assert (await now_of(deployment, other)).memberships[clinic.id].role is role
    told = await LoggedChange.filter(kind="membership", clinic_id=clinic.id).count()
    assert told == 4


@pytest.mark.attack("privilege-escalation")
async def test_a_manager_makes_nobody_more_than_they_are(deployment: Deployment, clinic: Clinic) -> None:
    await join(deployment, clinic, "owner")
    manager = await join(deployment, clinic, "manager")
    other = await join(deployment, clinic, "receptionist")
    by, member = manager.actor, other.member.id

    await refused(OwnersOnly, lambda: change_role(deployment, by, member, NewPlace(Role.OWNER)))
    await refused(OwnersOnly, lambda: change_role(deployment, by, manager.member.id, NewPlace(Role.OWNER)))
    await refused(NotGrantable, lambda: change_role(deployment, by, member, NewPlace(Role.AUDITOR)))
    await done(lambda: change_role(deployment, by, member, NewPlace(Role.PRACTITIONER)))
    assert (await Membership.get(id=member)).role == "practitioner"


@pytest.mark.attack("privilege-escalation")
async def test_only_owners_touch_owners(deployment: Deployment, clinic: Clinic) -> None:
    owner = await join(deployment, clinic, "owner")
    await join(deployment, clinic, "owner")
    by = (await join(deployment, clinic, "manager")).actor
    member = owner.member.id

    await refused(OwnersOnly, lambda: suspend(deployment, by, member))
    await refused(OwnersOnly, lambda: remove(deployment, by, member))
    await refused(OwnersOnly, lambda: change_role(deployment, by, member, RECEPTIONIST))


async def test_the_last_owner_stays_and_one_who_is_suspended_or_gone_counts_for_none(
    deployment: Deployment, clinic: Clinic
) -> None:
    owner = await join(deployment, clinic, "owner")
    await join(deployment, clinic, "owner", state="suspended")
    await make_membership(await make_user(is_active=False), clinic, role="owner")
    await make_membership(await make_user(), await make_clinic(), role="owner")
    by, member = owner.actor, owner.member.id

    await refused(LastOwner, lambda: suspend(deployment, by, member))
    await refused(LastOwner, lambda: remove(deployment, by, member))
    await refused(LastOwner, lambda: change_role(deployment, by, member, RECEPTIONIST))


@pytest.mark.checklist(24)
async def test_who_may_not_manage_members_or_did_not_step_up_changes_nothing(
    deployment: Deployment, clinic: Clinic
) -> None:
    other = (await join(deployment, clinic, "receptionist")).member.id
    receptionist, owner = await join(deployment, clinic, "receptionist"), await join(deployment, clinic, "owner")
    stranger = await join(deployment, await make_clinic(), "owner")
    key = KeyActor(uuid4(), clinic.id, frozenset(Permission))

    await refused(PermissionDenied, lambda: suspend(deployment, receptionist.actor, other))
    await refused(PermissionDenied, lambda: suspend(deployment, key, other))
    await refused(NotFound, lambda: suspend(deployment, stranger.actor, other))
    await refused(NotFound, lambda: suspend(deployment, owner.actor, uuid4()))
    async with writing():
        await Session.filter(id=owner.session.id).update(stepped_up_at=None)
    await refused(StepUpRequired, lambda: suspend(deployment, owner.actor, other))


async def test_who_is_suspended_belongs_nowhere_until_they_are_reinstated(
    deployment: Deployment, clinic: Clinic
) -> None:
    owner, other = await join(deployment, clinic, "owner"), await join(deployment, clinic, "receptionist")

    await done(lambda: suspend(deployment, owner.actor, other.member.id))
    assert (await now_of(deployment, other)).clinic_ids == ()
    await done(lambda: suspend(deployment, owner.actor, other.member.id))
    await done(lambda: reinstate(deployment, owner.actor, other.member.id))

    assert permissions_in(await now_of(deployment, other), clinic.id)


async def test_a_manager_gives_nobody_back_what_they_do_not_hold(deployment: Deployment, clinic: Clinic) -> None:
    by = (await join(deployment, clinic, "manager")).actor
    auditor = await make_membership(await make_user(), clinic, role="auditor", state="suspended")

    await refused(NotGrantable, lambda: reinstate(deployment, by, auditor.id))


async def test_who_is_removed_is_gone_and_what_they_took_is_nobodys(
    deployment: Deployment, clinic: Clinic, vault: Vault
) -> None:
    owner, other = await join(deployment, clinic, "owner"), await join(deployment, clinic, "receptionist")
    channel, patient = await make_connection(clinic), await make_patient(clinic, vault)
    taken = await make_conversation(patient, channel, owner="staff", assignee_id=other.actor.user_id)

    await done(lambda: remove(deployment, owner.actor, other.member.id))

    assert (await now_of(deployment, other)).clinic_ids == ()
    assert (await Conversation.get(id=taken.id)).assignee_id is None
    assert not await Membership.exists(id=other.member.id)
    await refused(NotFound, lambda: remove(deployment, owner.actor, other.member.id))


async def test_a_role_of_the_clinics_own_grants_what_it_says(deployment: Deployment, clinic: Clinic) -> None:
    owner, other = await join(deployment, clinic, "owner"), await join(deployment, clinic, "receptionist")
    role = await make_custom_role(clinic, Permission.BOOKING_READ, Permission.CLINIC_READ)
    foreign = await make_custom_role(await make_clinic(), Permission.BOOKING_READ)
    member = other.member.id

    await done(lambda: change_role(deployment, owner.actor, member, NewPlace(custom_role_id=role.id)))

    granted = permissions_in(await now_of(deployment, other), clinic.id)
    assert granted == {Permission.BOOKING_READ, Permission.CLINIC_READ}
    for wrong in (
        NewPlace(custom_role_id=foreign.id),
        NewPlace(Role.CUSTOM),
        NewPlace(Role.MANAGER, custom_role_id=role.id),
        NewPlace(practitioner_id=uuid4()),
    ):
        await refused(InvalidInput, lambda wrong=wrong: change_role(deployment, owner.actor, member, wrong))  # type: ignore[misc]  # a default binds the loop's value
    await done(lambda: change_role(deployment, owner.actor, member, RECEPTIONIST))
    assert (await Membership.get(id=member)).custom_role_id is None


async def test_a_member_becomes_a_practitioner_and_none_again(deployment: Deployment, clinic: Clinic) -> None:
    manager, other = await join(deployment, clinic, "manager"), await join(deployment, clinic, "practitioner")
    doctor = await make_practitioner(clinic)
    member = other.member.id

    await done(lambda: change_role(deployment, manager.actor, member, NewPlace(practitioner_id=doctor.id)))
    assert (await now_of(deployment, other)).memberships[clinic.id].practitioner_id == doctor.id
    await done(lambda: change_role(deployment, manager.actor, member, NewPlace(is_no_practitioner=True)))
    assert (await now_of(deployment, other)).memberships[clinic.id].practitioner_id is None
    own = manager.member.id
    to_self = NewPlace(practitioner_id=doctor.id)
    await refused(NotGrantable, lambda: change_role(deployment, manager.actor, own, to_self))


@pytest.mark.attack("privilege-escalation")
async def test_who_was_demoted_a_moment_ago_changes_nobody_any_longer(deployment: Deployment, clinic: Clinic) -> None:
    """The request still has the actor of before; the lock is asked, not the memory."""
    owner, other = await join(deployment, clinic, "owner"), await join(deployment, clinic, "owner")
    await done(lambda: change_role(deployment, owner.actor, other.member.id, RECEPTIONIST))

    await refused(PermissionDenied, lambda: suspend(deployment, other.actor, owner.member.id))


# --- many at once -------------------------------------------------------------------------------------------------


@pytest.fixture
async def crowd(database_url: str, vault: Vault) -> AsyncIterator[Clinic]:
    """Open several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize=8" if is_pooled else database_url):
        yield await make_clinic(vault)


async def ended(attempts: list[Work]) -> Counter[str]:
    """Let all run at once, each in a transaction of its own, and count how they ended."""

    async def outcome(work: Work) -> str:
        try:
            await with_retry(lambda: done(work))
        except ChatbookrError as problem:
            return problem.code
        except PermissionDenied:
            return "FORBIDDEN"
        return "done"

    return Counter(await asyncio.gather(*(outcome(one) for one in attempts)))


async def active_owners(clinic_id: UUID) -> int:
    return await Membership.filter(clinic_id=clinic_id, role="owner", state="active").count()


@pytest.mark.integration
async def test_owners_who_all_end_each_other_at_once_leave_one(deployment: Deployment, crowd: Clinic) -> None:
    owners = [await join(deployment, crowd, "owner") for _ in range(6)]
    ways = (suspend, remove, lambda one, by, key: change_role(one, by, key, RECEPTIONIST))

    def attack(place: int) -> Work:
        by, victim = owners[place], owners[(place + 1) % len(owners)]
        return lambda: ways[place % 3](deployment, by.actor, victim.member.id)

    outcomes = await ended([attack(place) for place in range(len(owners))])

    assert await active_owners(crowd.id) >= 1
    assert set(outcomes) <= {"done", "FORBIDDEN", "LAST_OWNER"}
    assert outcomes["done"] == 6 - await active_owners(crowd.id)


@pytest.mark.integration
async def test_owners_who_all_leave_at_once_leave_one(deployment: Deployment, crowd: Clinic) -> None:
    owners = [await join(deployment, crowd, "owner") for _ in range(8)]

    outcomes = await ended([lambda one=one: remove(deployment, one.actor, one.member.id) for one in owners])  # type: ignore[misc]  # a default binds the loop's value

    assert outcomes == {"done": 7, "LAST_OWNER": 1}
    assert await active_owners(crowd.id) == 1


@pytest.mark.integration
async def test_a_role_that_is_given_and_deleted_at_once_is_one_or_the_other(
    deployment: Deployment, crowd: Clinic
) -> None:
    owner, other = await join(deployment, crowd, "owner"), await join(deployment, crowd, "receptionist")
    for _ in range(5):
        role = await make_custom_role(crowd, Permission.CLINIC_READ)
        await ended(
            [
                lambda key=role.id: delete_role(deployment, owner.actor, key),  # type: ignore[misc]  # a default binds the loop's value
                lambda key=role.id: change_role(deployment, owner.actor, other.member.id, NewPlace(custom_role_id=key)),  # type: ignore[misc]  # likewise
            ]
        )

        has_it = await Membership.exists(id=other.member.id, custom_role_id=role.id)
        assert has_it is await CustomRole.exists(id=role.id)
        await done(lambda: change_role(deployment, owner.actor, other.member.id, RECEPTIONIST))
