"""Decides, from plain values alone; fetches nothing."""

from uuid import UUID

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, Membership, OperatorActor, SystemActor
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

AT_PLACES = frozenset(
    {
        Permission.CLINIC_READ,
        Permission.SLOT_READ,
        Permission.PATIENT_READ,
        Permission.PATIENT_WRITE,
        Permission.PATIENT_CONTACT_READ,
        Permission.BOOKING_READ,
        Permission.BOOKING_WRITE,
        Permission.BOOKING_NOTES_READ,
        Permission.BOOKING_NOTES_WRITE,
        Permission.SCHEMA_READ,
    }
)
"""What a key of some places can hold: everything else (conversations, connections, …) belongs to no place."""


OPERATORS_READ = frozenset(
    one
    for one in Permission
    if one.value.endswith(":read") and one not in (Permission.ACCESS_READ, Permission.AUDIT_READ, Permission.KEY_READ)
)
"""What can be opened to an operator: to read, never to write, and not what clinics know of operators themselves."""


class PermissionDenied(Exception):
    """The actor lacks `permission` in the clinic; edges answer FORBIDDEN and name the permission, nothing else."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(f"{permission.value} is needed")


def permissions_of(membership: Membership) -> frozenset[Permission]:
    """Return everything a place in a clinic grants there."""
    if membership.role is Role.CUSTOM:
        return membership.granted
    return ROLE_PERMISSIONS.get(membership.role, frozenset())


def permissions_in(actor: Actor, clinic_id: UUID) -> frozenset[Permission]:
    """Return everything `actor` may do in the clinic; nothing where they do not belong.

    The system may do everything: whoever wrote the job was asked for the permission.
    """
    if isinstance(actor, SystemActor):
        return frozenset(Permission)
    if isinstance(actor, KeyActor):
        held = actor.scopes if actor.location_ids is None else actor.scopes & AT_PLACES
        return held if actor.clinic_id == clinic_id else frozenset()
    if isinstance(actor, OperatorActor):
        grant = actor.grants.get(clinic_id)
        return grant.permissions & OPERATORS_READ if grant else frozenset()
    membership = actor.memberships.get(clinic_id)
    return permissions_of(membership) if membership is not None else frozenset()


def is_allowed(actor: Actor, permission: Permission, clinic_id: UUID) -> bool:
    """Tell whether `actor` holds `permission` in the clinic."""
    return permission in permissions_in(actor, clinic_id)


def is_at(actor: Actor, location_id: UUID) -> bool:
    """Tell whether what happens at a place is for `actor`: a key can be limited to some places of its clinic."""
    return not isinstance(actor, KeyActor) or actor.location_ids is None or location_id in actor.location_ids


def require(actor: Actor, permission: Permission, clinic_id: UUID) -> None:
    """Let the actor pass. Raises PermissionDenied for one that does not hold `permission` in the clinic."""
    if not is_allowed(actor, permission, clinic_id):
        raise PermissionDenied(permission)
