"""How a clinic's people must log in: whether a second factor is asked of everybody."""

from uuid import UUID

from chatbookr_core.clinics.errors import SecondFactorMissing
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.db import current_transaction, fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.models import Clinic, Session, User
from chatbookr_core.people.sessions import require_step_up
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require

WITH_ONE_FACTOR = """
SELECT session.id FROM session
JOIN membership ON membership.user_id = session.user_id AND membership.state = 'active' AND membership.clinic_id = $1
WHERE session.revoked_at IS NULL AND session.assurance < 2 AND session.expires_at > $2
"""


async def require_second_factor(deployment: Deployment, actor: Actor, clinic_id: UUID, *, is_required: bool) -> UUID:
    """Ask everybody of a clinic for a second factor from now on, or no longer. Needs a transaction.

    Whoever is logged in without one loses the clinic at once, in every process and open subscription, and goes on in
    their other clinics. Raises NotFound, PermissionDenied, StepUpRequired, and SecondFactorMissing for somebody who
    would lock themselves out.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.CLINIC_SECURITY_MANAGE, clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.CLINIC_SECURITY_MANAGE)  # it takes a person, who can log in with one
    tx, now = current_transaction(), deployment.clock.now()
    await require_step_up(actor, now)
    if is_required and not await _has_shown_one(actor):
        raise SecondFactorMissing()
    await Clinic.filter(id=clinic_id).update(requires_second_factor=is_required)
    tell_of_clinic(clinic_id)
    if is_required:
        for row in await fetch(WITH_ONE_FACTOR, (clinic_id, now)):
            tx.tell(Change("session", None, uuid_of(row["id"])))
    return clinic_id


async def _has_shown_one(actor: StaffActor) -> bool:
    has_one = await User.exists(id=actor.user_id, has_second_factor=True)
    return has_one and await Session.exists(id=actor.session_id, assurance__gte=2)
