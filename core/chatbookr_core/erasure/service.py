"""Takes the instruction to erase a patient; the work itself is owed with it (`erasing`)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.rules import Ground, is_reference
from chatbookr_core.errors import InvalidInput, NotFound, UnderLegalHold
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Erasure, ErasureDuty, Patient
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.reach import reach_in
from chatbookr_core.retention.service import is_on_hold
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, SystemActor
from chatbookr_permissions.policy import permissions_in, require

ERASE: Final = "patient.erase"
GIVE_UP_AFTER: Final = timedelta(days=30)  # Art. 12(3): one month


async def erase_patient(
    deployment: Deployment, actor: Actor, patient_id: UUID, *, reference: str, ground: Ground
) -> UUID:
    """Have a patient erased; who was instructed again has the same erasure again. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput, UnderLegalHold.
    """
    patient = await Patient.filter(id=patient_id).select_for_update().get_or_none()  # any clinic: checked next
    if patient is None or not permissions_in(actor, patient.clinic_id):
        raise NotFound(field="patient_id")
    clinic_id, now = patient.clinic_id, deployment.clock.now()
    if not await patients_by_id(reach_in(actor, clinic_id), [patient_id]):
        raise NotFound(field="patient_id")
    require(actor, Permission.PATIENT_ERASE, clinic_id)
    await require_step_up(actor, now)
    if not is_reference(reference):
        raise InvalidInput("A reference has 1 to 80 letters, digits, spaces and . _ / # : -.", field="reference")
    known = await Erasure.get_or_none(clinic_id=clinic_id, patient_id=patient_id)
    if known is not None:
        return known.id
    if await is_on_hold(clinic_id, patient_id, now):
        raise UnderLegalHold()
    erasure = await Erasure.create(
        clinic_id=clinic_id,
        patient_id=patient_id,
        reference=reference,
        reason=ground.value,
        state="running",
        counts={},
        requested_at=now,
        requested_by_id=None if isinstance(actor, SystemActor) else actor.principal_id,
    )
    await owe(erasure, now=now)
    return erasure.id


async def owe(erasure: Erasure, *, now: datetime, occasion: str = "asked") -> None:
    """Owe the work of an erasure; once for an occasion. Needs a transaction."""
    await enqueue(
        ERASE,
        clinic_id=erasure.clinic_id,
        subject_id=erasure.id,
        due_at=now,
        now=now,
        dedupe_key=f"{ERASE}:{erasure.id}:{occasion}",
        give_up_after=GIVE_UP_AFTER,
    )
    current_transaction().tell(Change("erasure", erasure.clinic_id, erasure.id))


async def acknowledge_erasure(deployment: Deployment, actor: Actor, erasure_id: UUID) -> UUID:
    """Note a partner's word that they have erased a patient too; said again, it stands. Needs a transaction.

    Raises NotFound, also where nothing was asked of this key.
    """
    if not isinstance(actor, KeyActor):
        raise NotFound(field="erasure_id")
    duty = await ErasureDuty.get_or_none(
        erasure_id=erasure_id, clinic_id=actor.clinic_id, kind="partner", subject_id=actor.key_id
    )
    if duty is None:
        raise NotFound(field="erasure_id")
    if duty.state != "done":
        duty.state, duty.settled_at = "done", deployment.clock.now()
        await duty.save(update_fields=["state", "settled_at"])
    return erasure_id
