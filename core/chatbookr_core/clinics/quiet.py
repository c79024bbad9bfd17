"""When a clinic's patients are not written to, unless they are talking."""

from uuid import UUID

from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

MINUTES_OF_DAY = 24 * 60


async def set_quiet_hours(actor: Actor, clinic_id: UUID, *, from_minute: int, until_minute: int) -> UUID:
    """Set a clinic's quiet hours, in local wall minutes since midnight; alike: there are none. Needs a transaction.

    Raises NotFound, NotPermitted, InvalidInput.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.CONNECTION_MANAGE, clinic_id)
    for name, minute in (("from_minute", from_minute), ("until_minute", until_minute)):
        if not 0 <= minute < MINUTES_OF_DAY:
            raise InvalidInput(f"A minute of the day is 0 to {MINUTES_OF_DAY - 1}.", field=name)
    await Clinic.filter(id=clinic_id).update(quiet_from_minute=from_minute, quiet_until_minute=until_minute)
    tell_of_clinic(clinic_id)
    return clinic_id
