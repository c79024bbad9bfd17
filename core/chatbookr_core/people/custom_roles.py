"""Roles of a clinic's own making: named sets of permissions, of which nobody puts in what they do not hold."""

import logging
from collections.abc import Collection
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction, listed
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, NotFound, NotGrantable, QuotaReached, RoleInUse
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import CustomRole, Membership
from chatbookr_core.names import name_from
from chatbookr_core.people.authority import authority_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.actor import Membership as Place
from chatbookr_permissions.policy import permissions_of

log = logging.getLogger(__name__)
NAME_CHARS: Final = 80
MOST_ROLES: Final = 50
"""How many roles of its own a clinic can have."""


async def create_role(
    deployment: Deployment, actor: Actor, *, clinic_id: UUID, name: str, permissions: Collection[Permission]
) -> UUID:
    """Make a role. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, NotGrantable, InvalidInput, Conflict (the name), QuotaReached.
    """
    now = deployment.clock.now()
    by = await authority_in(actor, clinic_id, Permission.ROLE_MANAGE, now)
    called = await _name_from(name, clinic_id)
    _check(by, permissions)
    if await CustomRole.filter(clinic_id=clinic_id).count() >= MOST_ROLES:
        raise QuotaReached(f"A clinic has at most {MOST_ROLES} roles of its own: remove one first.")
    written = sorted(one.value for one in set(permissions))
    role = await CustomRole.create(id=new_id(), clinic_id=clinic_id, name=called, permissions=written, created_at=now)
    return _told(actor, role, "made")


async def update_role(
    deployment: Deployment,
    actor: Actor,
    role_id: UUID,
    *,
    name: str | None = None,
    permissions: Collection[Permission] | None = None,
) -> UUID:
    """Change a role, for everybody who has it; None leaves as it is. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, NotGrantable, InvalidInput, Conflict (the name).
    """
    role, by = await _role_for_change(deployment, actor, role_id)
    if name is not None:
        role.name = await _name_from(name, role.clinic_id, but=role.id)
    if permissions is not None:
        held = set(listed(role.permissions) or ())
        _check(by, [one for one in permissions if one.value not in held])
        role.permissions = sorted(one.value for one in set(permissions))
    await role.save(update_fields=["name", "permissions"])
    return _told(actor, role, "changed")


async def delete_role(deployment: Deployment, actor: Actor, role_id: UUID) -> UUID:
    """Remove a role nobody has, suspended members included. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, RoleInUse.
    """
    role, _ = await _role_for_change(deployment, actor, role_id)
    if await Membership.exists(clinic_id=role.clinic_id, custom_role_id=role.id):
        raise RoleInUse()
    await role.delete()
    return _told(actor, role, "removed")


async def _role_for_change(deployment: Deployment, actor: Actor, role_id: UUID) -> tuple[CustomRole, Place]:
    found = await CustomRole.get_or_none(id=role_id)  # any clinic: the actor's is checked next
    if found is None:
        raise NotFound()
    by = await authority_in(actor, found.clinic_id, Permission.ROLE_MANAGE, deployment.clock.now())
    role = await CustomRole.get_or_none(id=role_id, clinic_id=found.clinic_id)  # as it is under the lock
    if role is None:
        raise NotFound()
    return role, by


async def _name_from(name: str, clinic_id: UUID, *, but: UUID | None = None) -> str:
    called = name_from(name, NAME_CHARS)
    same = CustomRole.filter(clinic_id=clinic_id, name=called)
    if await (same if but is None else same.exclude(id=but)).exists():
        raise Conflict("There is a role of that name.")
    return called


def _check(by: Place, permissions: Collection[Permission]) -> None:
    if not permissions_of(by) >= set(permissions):
        raise NotGrantable()


def _told(actor: Actor, role: CustomRole, what: str) -> UUID:
    """Let everybody's standing in the clinic be read anew: any of them may have the role."""
    current_transaction().tell(Change("membership", role.clinic_id, role.id))
    log.info("role %s %s by user %s", role.id, what, getattr(actor, "user_id", None))
    return role.id
