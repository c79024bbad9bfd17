"""What managers do with members: give them another role, suspend, reinstate and remove them.

It is so in every process and open subscription within a second of the commit.
"""

import logging
from dataclasses import dataclass, replace
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, NotGrantable, OwnersOnly
from chatbookr_core.events import Change
from chatbookr_core.models import Conversation, CustomRole, Membership, Practitioner
from chatbookr_core.people.authority import authority_in, require_other_owner
from chatbookr_core.people.queries import membership_of, permissions_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.actor import Membership as Place
from chatbookr_permissions.granting import Refusal, refusal_of
from chatbookr_permissions.roles import Role

log = logging.getLogger(__name__)
ACTIVE, SUSPENDED = "active", "suspended"


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What a member is to be: of a role, or of one of the clinic's own; what is not named stays.

    `is_no_practitioner`: whichever practitioner they were, they are it no longer.
    """

    role: Role | None = None
    custom_role_id: UUID | None = None
    practitioner_id: UUID | None = None
    is_no_practitioner: bool = False


async def change_role(deployment: Deployment, actor: Actor, member_id: UUID, new: NewPlace) -> UUID:
    """Make a member something else. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, OwnersOnly, NotGrantable, LastOwner, InvalidInput.
    """
    member, by = await _member_for_change(deployment, actor, member_id)
    before = await _place_of(member)
    to = await _new_place(member.clinic_id, before, new)
    is_self = isinstance(actor, StaffActor) and actor.user_id == member.user_id
    _check(refusal_of(by, before, to, is_self=is_self))
    if to.role is not Role.OWNER:
        await _require_owner_left(member)
    member.role, member.custom_role_id = to.role.value, to.custom_role_id
    member.practitioner_id = to.practitioner_id
    await member.save(update_fields=["role", "custom_role_id", "practitioner_id"])
    return _told(actor, member, f"made {to.role.value}")


async def suspend(deployment: Deployment, actor: Actor, member_id: UUID) -> UUID:
    """Take a member's place away for now; one who is suspended stays so. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, OwnersOnly, LastOwner.
    """
    member, by = await _member_for_change(deployment, actor, member_id)
    _check(refusal_of(by, await _place_of(member), None))
    if member.state == SUSPENDED:
        return member.id
    await _require_owner_left(member)
    member.state = SUSPENDED
    await member.save(update_fields=["state"])
    return _told(actor, member, "suspended")


async def reinstate(deployment: Deployment, actor: Actor, member_id: UUID) -> UUID:
    """Give a suspended member their place back, as it was. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, OwnersOnly, NotGrantable.
    """
    member, by = await _member_for_change(deployment, actor, member_id)
    place = await _place_of(member)
    _check(refusal_of(by, place, place, is_back=member.state != ACTIVE))
    if member.state == ACTIVE:
        return member.id
    member.state = ACTIVE
    await member.save(update_fields=["state"])
    return _told(actor, member, "reinstated")


async def remove(deployment: Deployment, actor: Actor, member_id: UUID) -> UUID:
    """End a member's place in the clinic; what they took is nobody's then. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, OwnersOnly, LastOwner.
    """
    member, by = await _member_for_change(deployment, actor, member_id)
    _check(refusal_of(by, await _place_of(member), None))
    await _require_owner_left(member)
    await _let_go(member)
    await member.delete()
    return _told(actor, member, "removed")


async def _member_for_change(deployment: Deployment, actor: Actor, member_id: UUID) -> tuple[Membership, Place]:
    found = await Membership.get_or_none(id=member_id)  # any clinic: the actor's is checked next
    if found is None:
        raise NotFound()
    by = await authority_in(actor, found.clinic_id, Permission.MEMBER_MANAGE, deployment.clock.now())
    member = await Membership.get_or_none(id=member_id, clinic_id=found.clinic_id)  # as it is under the lock
    if member is None:
        raise NotFound()
    return member, by


async def _place_of(member: Membership) -> Place:
    role = await CustomRole.get_or_none(id=member.custom_role_id, clinic_id=member.clinic_id)
    return membership_of(
        {
            "role": member.role,
            "practitioner_id": member.practitioner_id,
            "custom_role_id": member.custom_role_id,
            "granted": role.permissions if role is not None else None,
        }
    )


async def _new_place(clinic_id: UUID, before: Place, new: NewPlace) -> Place:
    """Return what a member would be. Raises InvalidInput for what is not the clinic's, or contradicts itself."""
    if new.role is not None and new.custom_role_id is not None and new.role is not Role.CUSTOM:
        raise InvalidInput("Give a role, or one of the clinic's own.", field="custom_role_id")
    if new.role is Role.CUSTOM and new.custom_role_id is None:
        raise InvalidInput("Say which of the clinic's own roles.", field="custom_role_id")
    place = before
    if new.custom_role_id is not None:
        granted = await _granted_by(clinic_id, new.custom_role_id)
        place = replace(place, role=Role.CUSTOM, granted=granted, custom_role_id=new.custom_role_id)
    elif new.role is not None:
        place = replace(place, role=new.role, granted=frozenset(), custom_role_id=None)
    if new.practitioner_id is None:
        return replace(place, practitioner_id=None) if new.is_no_practitioner else place
    if new.is_no_practitioner:
        raise InvalidInput("Name a practitioner, or say that they are none.", field="practitioner_id")
    if not await Practitioner.exists(id=new.practitioner_id, clinic_id=clinic_id):
        raise InvalidInput("That practitioner is not one of the clinic's.", field="practitioner_id")
    return replace(place, practitioner_id=new.practitioner_id)


async def _granted_by(clinic_id: UUID, custom_role_id: UUID) -> frozenset[Permission]:
    role = await CustomRole.get_or_none(id=custom_role_id, clinic_id=clinic_id)
    if role is None:
        raise InvalidInput("That role is not one of the clinic's.", field="custom_role_id")
    return permissions_from(role.permissions)


async def _require_owner_left(member: Membership) -> None:
    if member.role == Role.OWNER.value and member.state == ACTIVE:
        await require_other_owner(member.clinic_id, than=member.id)


async def _let_go(member: Membership) -> None:
    """Leave to colleagues what a member had taken."""
    rows = Conversation.filter(clinic_id=member.clinic_id, assignee_id=member.user_id)
    for conversation_id in await rows.values_list("id", flat=True):
        current_transaction().tell(Change("conversation", member.clinic_id, UUID(str(conversation_id))))
    await rows.update(assignee_id=None)


def _check(refusal: Refusal | None) -> None:
    if refusal is Refusal.OWNERS_ONLY:
        raise OwnersOnly()
    if refusal is not None:
        raise NotGrantable()


def _told(actor: Actor, member: Membership, what: str) -> UUID:
    current_transaction().tell(Change("membership", member.clinic_id, member.id))
    log.info("member %s %s by user %s", member.id, what, getattr(actor, "user_id", None))
    return member.id
