"""What a clinic wants to know of when it is read: who opened a conversation, and what for."""

from collections.abc import Collection
from uuid import UUID

from chatbookr_core.audit.watched import column_of
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.models import Clinic
from chatbookr_core.people.sessions import require_step_up
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require


async def watch_reads(deployment: Deployment, actor: Actor, clinic_id: UUID, fields: Collection[str]) -> UUID:
    """Have it written down from now on who reads these fields of a clinic's, and no others. Needs a transaction.

    What the deployment watches stays watched. It holds at once for who is logged in, and in open subscriptions from
    their next event on. Raises NotFound, PermissionDenied, StepUpRequired, and InvalidInput for what names no fields.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.CLINIC_SECURITY_MANAGE, clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.CLINIC_SECURITY_MANAGE)  # a person says so, who has just proven who they are
    await require_step_up(actor, deployment.clock.now())
    await Clinic.filter(id=clinic_id).update(watched_reads=column_of(fields))
    tell_of_clinic(clinic_id)
    current_transaction().tell(Change("session", None, actor.session_id))  # standings are looked at anew
    return clinic_id
