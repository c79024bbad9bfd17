"""Carries who a patient is over to what the provider calls them from now on: a new number, a new id of its own.

The provider alone says so, and only one patient is anybody: where the new name is another patient's already, nothing
is merged (bookings of one would show to the other) and staff are asked.
"""

from uuid import UUID

from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys, Vault
from chatbookr_core.models import Patient
from chatbookr_core.patients.service import PHONE_HASH, USER_HASH, holder_of
from chatbookr_core.patients.stubs import keys_of, person_of
from chatbookr_core.search.tokens import index_patient
from chatbookr_sdk import Sender


async def find_known(clinic_id: UUID, channel: str, person: Sender, vault: Vault) -> Patient | None:
    """Find who was meant: by the provider's id, by the phone as an id, or by a phone that only one of them has.

    It may be the stub of who is kept: what it is known by is what follows.
    """
    keys = await vault.clinic_keys(clinic_id)
    for name in dict.fromkeys(one for one in (person.user_id, person.phone) if one):
        known = await _named(clinic_id, channel, name, keys)
        if known is not None:
            return known
    if person.phone is None:
        return None
    return await holder_of(clinic_id, channel, keys.lookup_hash(PHONE_HASH, person.phone))


async def carry_over(patient: Patient, channel: str, after: Sender, vault: Vault) -> bool:
    """Know a patient by another name from now on; False (and nothing changed) where another patient has that name.

    Needs a transaction.
    """
    keys = await vault.clinic_keys(patient.clinic_id)
    holder = await _named(patient.clinic_id, channel, after.user_id, keys)
    if holder is not None and holder.id != patient.id:
        return person_of(holder) == person_of(patient)  # of one person who was merged, nothing has to follow
    own = await keys_of(patient, vault)
    patient.provider_user_hash = keys.lookup_hash(USER_HASH, after.user_id)
    patient.provider_user_sealed = own.seal(columns.PATIENT_PROVIDER_USER, patient.id, after.user_id)
    changed = ["provider_user_hash", "provider_user_sealed"]
    if after.phone:
        patient.phone_hash = keys.lookup_hash(PHONE_HASH, after.phone)
        patient.phone_sealed = own.seal(columns.PATIENT_PHONE, patient.id, after.phone)
        changed += ["phone_hash", "phone_sealed"]
    await patient.save(update_fields=changed)
    if after.phone and patient.merged_into_id is None:
        await index_patient(patient, own)
    return True


async def _named(clinic_id: UUID, channel: str, name: str, keys: Keys) -> Patient | None:
    return await Patient.get_or_none(
        clinic_id=clinic_id, channel=channel, provider_user_hash=keys.lookup_hash(USER_HASH, name)
    )
