"""Puts what lay under the key of somebody who was merged under the key of who is kept, and destroys the old one.

Portion by portion, each a transaction of its own; whatever ends it, the next attempt goes on with what is left.
"""

from uuid import UUID

from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys.patient_rows import read_for_writing
from chatbookr_core.keys.places import OF_PATIENTS
from chatbookr_core.keys.rotation import FIRST, Progress, Told, reseal_each, reseal_rest
from chatbookr_core.models import Patient


async def settle(deployment: Deployment, clinic_id: UUID, stub_id: UUID, told: Told) -> Progress:
    """Do it; nothing is left to do where either is erased or forgotten. Begins its own transactions."""
    vault, kept_id = deployment.vault, await _kept(clinic_id, stub_id)
    if kept_id is None:
        return Progress()
    try:
        async with transaction():
            keys = await vault.patient_keys(clinic_id, kept_id)
        done = await reseal_each(OF_PATIENTS, (clinic_id, kept_id), keys, told)
        return done + await with_retry(lambda: _finish(deployment, clinic_id, stub_id))
    except CannotUnseal:
        if await _is_destroyed(clinic_id, kept_id):  # erased meanwhile, and the stub with them
            return Progress()
        raise


async def _kept(clinic_id: UUID, stub_id: UUID) -> UUID | None:
    stub = await Patient.get_or_none(id=stub_id, clinic_id=clinic_id)
    return stub.merged_into_id if stub is not None else None


async def _finish(deployment: Deployment, clinic_id: UUID, stub_id: UUID) -> Progress:
    """Put the rest under the key of who is kept, alone with both, and destroy the other unless it opens nothing else.

    What no key opens stays as it is; then so does the key.
    """
    async with transaction():
        kept_id = await _kept(clinic_id, stub_id)
        if kept_id is None:
            return Progress()
        await read_for_writing(clinic_id, kept_id, alone=True)
        keys, done = await deployment.vault.patient_keys(clinic_id, kept_id), Progress()
        for place in OF_PATIENTS:
            done += await reseal_rest(place, (clinic_id, kept_id), keys, FIRST)
        if not done.unreadable:
            await deployment.vault.destroy_patient_key(clinic_id, stub_id)
        return done


async def _is_destroyed(clinic_id: UUID, patient_id: UUID) -> bool:
    async with transaction():
        return (await read_for_writing(clinic_id, patient_id)).is_destroyed
