"""Seals patients, such as colleagues and the famous: they are known then to few, and everything live hears of it."""

from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.models import Booking, Conversation, Patient
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require


async def set_sealed(actor: Actor, patient_id: UUID, *, is_sealed: bool) -> UUID:
    """Seal a patient, or no longer; nobody does either with one who is out of their reach. Needs a transaction.

    Raises NotFound, PermissionDenied.
    """
    tx = current_transaction()
    patient = await Patient.filter(id=patient_id).select_for_update().get_or_none()  # any clinic: checked next
    if patient is None or not permissions_in(actor, patient.clinic_id):
        raise NotFound()
    clinic_id = patient.clinic_id
    if not await patients_by_id(reach_in(actor, clinic_id), [patient_id]):
        raise NotFound()
    require(actor, Permission.PATIENT_SEAL, clinic_id)
    if patient.is_sealed is is_sealed:
        return patient_id
    patient.is_sealed = is_sealed
    await patient.save(update_fields=["is_sealed"])
    for one in await Conversation.filter(clinic_id=clinic_id, patient_id=patient_id).values_list("id", flat=True):
        tx.tell(Change("seal", clinic_id, UUID(str(one))))
    for one in await Booking.filter(clinic_id=clinic_id, patient_id=patient_id).values_list("id", flat=True):
        tx.tell(Change("booking", clinic_id, UUID(str(one))))
    return patient_id
