"""Finds what providers posted of a patient and is still kept as it came, and forgets its body.

Such bodies can be of several clinics and patients; whose they are is seen only by opening them. What is another
clinic's alone is left: the same number may be a patient of theirs, who has asked nothing of them.
"""

from uuid import UUID

from chatbookr_core.channels.intake import opened_delivery
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.rules import mentions
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys import columns
from chatbookr_core.models import ChannelConnection, Erasure, InboundDelivery, Patient
from chatbookr_core.patients.stubs import stubs_of
from chatbookr_sdk import TemporaryFailure

WAITING = "delivery_waiting"


async def forget_deliveries(
    deployment: Deployment, erasure_id: UUID, *, clinic_id: UUID, is_replayed: bool = False
) -> None:
    """Forget the bodies of kept deliveries that name the patient. Needs a transaction over every clinic.

    Raises TemporaryFailure while one of them waits to be read: what is in it is theirs too. Where the erasure
    `is_replayed` after a restore, those were read before, and are forgotten as well.
    """
    erasure = await Erasure.filter(id=erasure_id, clinic_id=clinic_id).select_for_update().get()
    if erasure.state != "running":
        return
    patient, forgotten = await Patient.get(id=erasure.patient_id, clinic_id=clinic_id), 0
    names: tuple[str, ...] = ()
    for one in (patient, *await stubs_of(clinic_id, patient.id)):
        names += await _names_of(deployment, one)
    for delivery in await _naming(deployment, clinic_id, names):
        if delivery.state == "received" and not is_replayed:
            raise TemporaryFailure("a delivery of theirs waits to be read", code=WAITING)
        delivery.body_sealed, delivery.state = None, "processed"
        await delivery.save(update_fields=["body_sealed", "state"])
        forgotten += 1
    if forgotten:
        erasure.counts = {**erasure.counts, "inbound_delivery": forgotten}
        await erasure.save(update_fields=["counts"])


async def _naming(deployment: Deployment, clinic_id: UUID, names: tuple[str, ...]) -> list[InboundDelivery]:
    keys = await deployment.vault.deployment_keys()
    accounts = await ChannelConnection.filter(clinic_id=clinic_id).values_list("account_id", flat=True)
    found = []
    for delivery in await InboundDelivery.filter(body_sealed__isnull=False):  # any clinic: whose, the body tells
        body = opened_delivery(keys, delivery).body
        is_theirs = delivery.clinic_id == clinic_id or mentions(body, tuple(str(one) for one in accounts))
        if is_theirs and mentions(body, names):
            found.append(delivery)
    return found


async def _names_of(deployment: Deployment, patient: Patient) -> tuple[str, ...]:
    user, phone = patient.provider_user_sealed, patient.phone_sealed
    keys = await deployment.vault.reading(patient.clinic_id, [user, phone])
    try:
        return (
            keys.open_text(columns.PATIENT_PROVIDER_USER, patient.id, user) if user else "",
            keys.open_text(columns.PATIENT_PHONE, patient.id, phone) if phone else "",
        )
    except CannotUnseal:  # a replay has destroyed the key, and has looked through the deliveries before that
        return ()
