"""Patients who turned out to be one person with another: their rows stay as stubs, which point at whoever is kept.

A stub keeps a name, a number and an id of the channel's by which the person is known, and the entries of the ledger of
consents, which nobody may change. Everything else of them is the kept patient's. A stub never points at a stub.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chatbookr_core.keys.vault import PatientKeys, Vault
from chatbookr_core.models import ChannelConnection, Patient

OF_PERSON: Final = (
    "SELECT one.id FROM patient AS one WHERE one.clinic_id = $1 AND (one.id = $2 OR one.merged_into_id = $2)"
)
"""Everybody who is one person with `$2`, themselves included; `$1` is the clinic."""


def person_of(patient: Patient) -> UUID:
    """Tell who somebody is: themselves, or whom they were merged into."""
    return patient.merged_into_id or patient.id


async def kept_of(patient: Patient) -> Patient:
    """Return whoever a patient is kept as."""
    if patient.merged_into_id is None:
        return patient
    return await Patient.get(id=patient.merged_into_id, clinic_id=patient.clinic_id)


async def stubs_of(clinic_id: UUID, patient_id: UUID) -> list[Patient]:
    """List the stubs that point at a patient, the last merged first."""
    return await Patient.filter(clinic_id=clinic_id, merged_into_id=patient_id).order_by("-merged_at", "id")


async def former_phones(clinic_id: UUID, patient_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, bytes]]]:
    """List by patient the sealed numbers of who was merged into them, each with the id of its stub."""
    found: dict[UUID, list[tuple[UUID, bytes]]] = defaultdict(list)
    stubs = Patient.filter(clinic_id=clinic_id, merged_into_id__in=list(patient_ids)).exclude(phone_sealed=None)
    for stub in await stubs.order_by("-merged_at", "id"):
        if stub.merged_into_id is not None and stub.phone_sealed is not None:
            found[stub.merged_into_id].append((stub.id, stub.phone_sealed))
    return found


async def keys_of(patient: Patient, vault: Vault) -> PatientKeys:
    """Return the keys under which what a patient's row holds is sealed: a stub's lies under those of who is kept."""
    return await vault.patient_keys(patient.clinic_id, person_of(patient))


async def reached_at(patient: Patient, connection_id: UUID) -> Patient:
    """Return the row whose id of a channel's a patient is written to over a connection: theirs, or a stub's.

    The patient's own, but where another channel than theirs knows them by a stub alone.
    """
    others = await Patient.filter(clinic_id=patient.clinic_id, merged_into_id=patient.id).exclude(
        channel=patient.channel
    )
    if not others:
        return patient
    channel = (await ChannelConnection.get(id=connection_id, clinic_id=patient.clinic_id)).plugin
    if channel == patient.channel:
        return patient
    there = [one for one in others if one.channel == channel]
    return max(there, key=lambda one: (one.merged_at, one.id), default=patient)
