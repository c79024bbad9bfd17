"""What owners say of retention: for how long each class is kept, and what must not be deleted meanwhile."""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, UnderErasure
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Erasure, LegalHold, Patient
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.reach import reach_in
from chatbookr_core.retention.rules import BOUNDS, RetainedClass, is_held, is_within
from chatbookr_core.texts import words_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, SystemActor
from chatbookr_permissions.policy import permissions_in, require

REASON_CHARS: Final = 500
UPSERT: Final = """
INSERT INTO retention_policy (id, clinic_id, data_class, days, changed_at, changed_by_id)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (clinic_id, data_class) DO UPDATE SET days = $4, changed_at = $5, changed_by_id = $6
"""


async def keep_for(deployment: Deployment, actor: Actor, clinic_id: UUID, data_class: RetainedClass, days: int) -> UUID:
    """Keep a class of a clinic's data for so many days from tonight on. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, and InvalidInput for days out of bounds.
    """
    now = await _admitted(deployment, actor, clinic_id)
    bounds = BOUNDS[data_class]
    if not is_within(data_class, days):
        raise InvalidInput(f"Keep them for {bounds.least_days} to {bounds.most_days} days.", field="days")
    await current_transaction().execute(UPSERT, (new_id(), clinic_id, data_class.value, days, now, _who(actor)))
    return clinic_id


async def place_hold(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    *,
    patient_id: UUID | None,
    reason: str,
    until: datetime | None,
) -> UUID:
    """Keep a patient's data, or all of the clinic's, from being deleted; return the hold's id. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput, UnderErasure.
    """
    now = await _admitted(deployment, actor, clinic_id)
    written = words_from(reason, REASON_CHARS, field="reason")
    if until is not None and until <= now:
        raise InvalidInput("A hold ends in the future.", field="until")
    if patient_id is not None:
        await _locked_patient(actor, clinic_id, patient_id)
    keys, hold_id = await deployment.vault.clinic_keys(clinic_id), new_id()
    await LegalHold.create(
        id=hold_id,
        clinic_id=clinic_id,
        patient_id=patient_id,
        reason_sealed=keys.seal(columns.HOLD_REASON, hold_id, written),
        until=until,
        created_at=now,
        created_by_id=_who(actor),
    )
    return hold_id


async def release_hold(deployment: Deployment, actor: Actor, hold_id: UUID) -> UUID:
    """End a hold; one that was released stays so. Needs a transaction. Raises NotFound, PermissionDenied, …"""
    hold = await LegalHold.filter(id=hold_id).select_for_update().get_or_none()  # any clinic: checked next
    if hold is None:
        raise NotFound(field="hold_id")
    try:
        now = await _admitted(deployment, actor, hold.clinic_id)
    except NotFound as problem:  # of another clinic: not even by where it says so may it be known
        raise NotFound(field="hold_id") from problem
    if hold.released_at is None:
        hold.released_at, hold.released_by_id = now, _who(actor)
        await hold.save(update_fields=["released_at", "released_by_id"])
    return hold_id


async def is_on_hold(clinic_id: UUID, patient_id: UUID, now: datetime) -> bool:
    """Tell whether a hold on a patient, or on their whole clinic, stands."""
    holds = await LegalHold.filter(clinic_id=clinic_id, released_at=None)
    return any(is_held(one.until, one.released_at, now) for one in holds if one.patient_id in (None, patient_id))


async def _admitted(deployment: Deployment, actor: Actor, clinic_id: UUID) -> datetime:
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.RETENTION_MANAGE, clinic_id)
    now = deployment.clock.now()
    await require_step_up(actor, now)
    return now


async def _locked_patient(actor: Actor, clinic_id: UUID, patient_id: UUID) -> None:
    """Lock the patient, so that no erasure begins beside the hold."""
    if not await patients_by_id(reach_in(actor, clinic_id), [patient_id]):
        raise NotFound(field="patient_id")
    patient = await Patient.filter(id=patient_id, clinic_id=clinic_id).select_for_update().get()
    if patient.erased_at is not None or await Erasure.exists(clinic_id=clinic_id, patient_id=patient_id):
        raise UnderErasure()


def _who(actor: Actor) -> UUID | None:
    return None if isinstance(actor, SystemActor) else actor.principal_id
