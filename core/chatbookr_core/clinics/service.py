"""What managers do with services."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.bookings.displacing import displacing, lock_clinic
from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clinics.queries import (
    active_practitioners,
    find_service_for_change,
    replace_kinds,
    replace_practitioners,
)
from chatbookr_core.clinics.rules import TITLE_CHARS, ServiceDraft, check_service
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.models import Service
from chatbookr_core.names import name_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

FIELDS = (
    "short_title",
    "duration_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "step_minutes",
    "price_minor_units",
    "currency",
    "is_active",
    "is_on_request",
    "seats",
    "bookings_per_day",
    "bookings_per_week",
)


async def save_service(
    deployment: Deployment, actor: Actor, *, clinic_id: UUID, draft: ServiceDraft, service_id: UUID | None = None
) -> UUID:
    """Make a service, or change the one of `service_id`. Needs a transaction.

    Who gives it, and whether it is offered, is said of what is booked from now on. What rooms and devices it takes, of
    what is booked to come, too. Raises NotFound, PermissionDenied, InvalidInput.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.SERVICE_WRITE, clinic_id)
    check_service(draft)
    await _check_practitioners(draft, clinic_id)
    if service_id is None:
        service = Service(id=new_id(), clinic_id=clinic_id)
    else:
        await lock_clinic(clinic_id)
        found = await find_service_for_change(service_id, clinic_id=clinic_id)
        if found is None:
            raise NotFound(field="service_id")
        service = found
    service.title = name_from(draft.title, TITLE_CHARS, field="title")
    for name in FIELDS:
        setattr(service, name, getattr(draft, name))
    service.other_durations = sorted(draft.other_durations) or None
    await service.save(force_create=service_id is None)
    if draft.practitioner_ids is not None:
        await replace_practitioners(service, draft.practitioner_ids)
    tell_of_clinic(clinic_id)
    if draft.resource_kinds is not None:
        await _take_kinds(deployment, service, draft.resource_kinds)
    return service.id


async def _take_kinds(deployment: Deployment, service: Service, kinds: Sequence[str]) -> None:
    scope, now = Scope(service.clinic_id, service_id=service.id), deployment.clock.now()
    async with displacing(scope, now):
        await replace_kinds(service, [kind.strip() for kind in kinds])  # as rooms and devices have it


async def _check_practitioners(draft: ServiceDraft, clinic_id: UUID) -> None:
    wanted = draft.practitioner_ids or ()
    here = await active_practitioners(wanted, clinic_id=clinic_id) if wanted else set()
    for place, one in enumerate(wanted):
        if one not in here:
            raise InvalidInput("That practitioner does not work here.", field=f"practitioner_ids.{place}")
