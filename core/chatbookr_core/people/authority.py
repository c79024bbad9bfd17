"""What somebody may do to a clinic's people at this very moment: read under a lock, not remembered from the request.

Whoever changes members or roles locks the clinic first, so that of two who do it at once the second sees what the first
did: two owners cannot leave a clinic to nobody, and who has just been demoted demotes nobody any longer.
"""

from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction, fetch
from chatbookr_core.errors import LastOwner, NotFound
from chatbookr_core.models import Clinic
from chatbookr_core.people.queries import ROLES, membership_of
from chatbookr_core.people.sessions import require_step_up
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, permissions_of, require

PLACE = """
SELECT membership.role, membership.practitioner_id, membership.custom_role_id, custom_role.permissions AS granted
FROM membership
JOIN user_account ON user_account.id = membership.user_id AND user_account.is_active
LEFT JOIN custom_role ON custom_role.id = membership.custom_role_id AND custom_role.clinic_id = membership.clinic_id
WHERE membership.clinic_id = $1 AND membership.user_id = $2 AND membership.state = 'active'
"""
OTHER_OWNERS = """
SELECT 1 FROM membership JOIN user_account ON user_account.id = membership.user_id AND user_account.is_active
WHERE membership.clinic_id = $1 AND membership.id <> $2 AND membership.role = 'owner' AND membership.state = 'active'
LIMIT 1
"""


async def authority_in(actor: Actor, clinic_id: UUID, permission: Permission, now: datetime) -> Membership:
    """Lock a clinic's people, and return the place of somebody who may change them by a permission they hold now.

    Needs a transaction. Raises NotFound (a foreign clinic), PermissionDenied, StepUpRequired.
    """
    current_transaction()
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, permission, clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(permission)  # somebody answers for who may do what: a person
    await require_step_up(actor, now)
    await Clinic.filter(id=clinic_id).select_for_update().get()
    place = await place_in(clinic_id, actor.user_id)
    if place is None or permission not in permissions_of(place):
        raise PermissionDenied(permission)
    return place


async def place_in(clinic_id: UUID, user_id: UUID) -> Membership | None:
    """Read somebody's place in a clinic as it is now; None where it does not count, or their account does not."""
    rows = await fetch(PLACE, (clinic_id, user_id))
    return membership_of(rows[0]) if rows and rows[0]["role"] in ROLES else None


async def require_other_owner(clinic_id: UUID, *, than: UUID) -> None:
    """Raise LastOwner where no other member than this one is an active owner. The clinic must be locked."""
    if not await fetch(OTHER_OWNERS, (clinic_id, than)):
        raise LastOwner()
