"""Where a person is reached who is known by several names: at the one they wrote from last.

A patient's row holds one, their stubs hold the others; what is written to a patient goes to their own.
"""

from dataclasses import dataclass, field, replace

from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys, Vault
from chatbookr_core.models import Patient
from chatbookr_core.patients.stubs import person_of
from chatbookr_core.search.tokens import index_patient

UNHEARD = ""  # the channel of who was made known and has not written yet
ADDRESS = ("channel", "provider_user_hash", "provider_user_sealed", "phone_hash", "phone_sealed")


@dataclass(frozen=True, slots=True)
class Address:
    """What a patient is known by in a channel, and their number there."""

    channel: str
    user_hash: str
    user: str = field(repr=False)
    phone_hash: str | None
    phone: str | None = field(repr=False)


async def make_current(stub: Patient, vault: Vault) -> Patient:
    """Let a person be reached where they wrote from just now; return the patient they are. Needs a transaction.

    Where who is kept is known in another channel, both stand: each channel has its own.
    """
    rows = Patient.filter(clinic_id=stub.clinic_id)
    stub = await rows.filter(id=stub.id).select_for_update().get()
    kept = await rows.filter(id=person_of(stub)).select_for_update().get()
    if kept.channel in (UNHEARD, stub.channel):
        await exchange(kept, stub, await vault.patient_keys(kept.clinic_id, kept.id))
    return kept


async def exchange(kept: Patient, stub: Patient, keys: PatientKeys) -> None:
    """Let a patient have what a stub of theirs is known by, and the other way round. Needs a transaction.

    `keys`: of who is kept, under which both lie afterwards. A number is kept where the other has none.
    """
    before, after = _address_of(kept, keys), _address_of(stub, keys)
    stub.provider_user_hash = f"merged:{stub.id}"  # no two have the same, not for a moment
    await stub.save(update_fields=["provider_user_hash"])
    if after.phone is None:
        after = replace(after, phone=before.phone, phone_hash=before.phone_hash)
    for patient, address in ((kept, after), (stub, before)):
        _put(patient, address, keys)
        await patient.save(update_fields=list(ADDRESS))
    await index_patient(kept, keys)


def _address_of(patient: Patient, keys: PatientKeys) -> Address:
    phone = patient.phone_sealed
    return Address(
        patient.channel,
        patient.provider_user_hash,
        keys.open_text(columns.PATIENT_PROVIDER_USER, patient.id, patient.provider_user_sealed),
        patient.phone_hash,
        keys.open_text(columns.PATIENT_PHONE, patient.id, phone) if phone is not None else None,
    )


def _put(patient: Patient, address: Address, keys: PatientKeys) -> None:
    patient.channel, patient.provider_user_hash = address.channel, address.user_hash
    patient.provider_user_sealed = keys.seal(columns.PATIENT_PROVIDER_USER, patient.id, address.user)
    patient.phone_hash, phone = address.phone_hash, address.phone
    patient.phone_sealed = keys.seal(columns.PATIENT_PHONE, patient.id, phone) if phone is not None else None
