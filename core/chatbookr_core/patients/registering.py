"""Makes a patient known by phone or name before they write, so that staff and partners can book for somebody new."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.models import Patient
from chatbookr_core.names import name_from
from chatbookr_core.patients.addresses import UNHEARD
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.patients.service import NAME_CHARS, PHONE_HASH, USER_HASH
from chatbookr_core.patients.stubs import kept_of
from chatbookr_core.reach import reach_in
from chatbookr_core.search.tokens import index_new_patient, index_patient
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, SystemActor
from chatbookr_permissions.policy import permissions_in, require

PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164: at most 15 digits, the country's code first
BETWEEN: Final = re.compile(r"[\s().\-/]")  # what people put between digits

INSERT = """
INSERT INTO patient (id, clinic_id, channel, provider_user_hash, provider_user_sealed, phone_hash, phone_sealed,
    name_sealed, birth_date_sealed, is_sealed, created_at, created_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (clinic_id, channel, provider_user_hash) DO NOTHING RETURNING id
"""


async def register_patient(
    deployment: Deployment, actor: Actor, *, clinic_id: UUID, name: str, phone: str | None
) -> UUID:
    """Return the patient of a phone, made if nobody has it; without a phone always a new one. Needs a transaction.

    Who has a name keeps it. Raises NotFound (a foreign clinic), PermissionDenied, InvalidInput.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.PATIENT_WRITE, clinic_id)
    called, digits = name_from(name, NAME_CHARS), digits_of(phone) if phone is not None else None
    keys = await deployment.vault.clinic_keys(clinic_id)
    known = await _known(actor, clinic_id, digits, keys)
    if known is None:
        made = await _insert(deployment, actor, clinic_id, called, digits, keys)
        if made is not None:
            return made
        known = await _known(actor, clinic_id, digits, keys)  # somebody else was faster
    if known is None:
        return await _make_anew(deployment, actor, clinic_id, called, digits, keys)
    if known.name_sealed is None:
        own = await deployment.vault.patient_keys(clinic_id, known.id)
        known.name_sealed = own.seal(columns.PATIENT_NAME, known.id, called)
        await known.save(update_fields=["name_sealed"])
        await index_patient(known, own)
    return known.id


def digits_of(phone: str) -> str:
    """Read a phone number in international form as channels write it: digits alone. Raises InvalidInput."""
    written = BETWEEN.sub("", phone)
    if PHONE.fullmatch(written) is None:
        raise InvalidInput("Write the number in international form, like +49 151 12345678.", field="phone")
    return written[1:]


async def _known(actor: Actor, clinic_id: UUID, digits: str | None, keys: Keys) -> Patient | None:
    """Find who has a phone; of several, who came last: numbers are given to other people.

    To somebody with limits, who is out of their reach is not known. A key of places is told of whoever has the phone:
    it may book for them, and sees them then.
    """
    if digits is None:
        return None
    rows = Patient.filter(clinic_id=clinic_id, phone_hash=keys.lookup_hash(PHONE_HASH, digits))
    found = [await kept_of(one) for one in await rows.order_by("-created_at", "-id")]
    reach = replace(reach_in(actor, clinic_id), location_ids=None)
    if found and reach.is_limited:
        reached = await patients_by_id(reach, [one.id for one in found])
        found = [one for one in found if one.id in reached]
    return found[0] if found else None


async def _make_anew(
    deployment: Deployment, actor: Actor, clinic_id: UUID, name: str, digits: str | None, keys: Keys
) -> UUID:
    """Make somebody whose phone is that of a patient out of the actor's reach, who learns nothing of that."""
    made = await _insert(deployment, actor, clinic_id, name, digits, keys, is_known_by_phone=False)
    if made is None:
        raise NotFound()
    return made


@dataclass(frozen=True, slots=True)
class NewPatient:
    """Somebody who has not written: `digits` is their phone; `known_by` what they are found by, else by nothing."""

    clinic_id: UUID
    name: str = field(repr=False)
    digits: str | None = field(default=None, repr=False)
    known_by: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    is_sealed: bool = False
    created_by_id: UUID | None = None


async def _insert(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    name: str,
    digits: str | None,
    keys: Keys,
    *,
    is_known_by_phone: bool = True,
) -> UUID | None:
    whose = None if isinstance(actor, SystemActor) else actor.principal_id
    made = NewPatient(clinic_id, name, digits, digits if is_known_by_phone else None, created_by_id=whose)
    return await _write(deployment, made, keys)


async def insert_unheard(deployment: Deployment, new: NewPatient) -> UUID:
    """Make somebody who is found by nothing but their id, with a key of their own. Needs a transaction."""
    made = await _write(deployment, replace(new, known_by=None), await deployment.vault.clinic_keys(new.clinic_id))
    if made is None:
        raise NotFound()
    return made


async def _write(deployment: Deployment, new: NewPatient, keys: Keys) -> UUID | None:
    """Write a patient with their key; None where somebody is known by the same already."""
    row_id = new_id()
    own = deployment.vault.draft_patient_keys(keys, row_id)
    known_by = new.known_by or str(row_id)
    values = (
        row_id,
        new.clinic_id,
        UNHEARD,
        keys.lookup_hash(USER_HASH, known_by),
        own.seal(columns.PATIENT_PROVIDER_USER, row_id, known_by),
        keys.lookup_hash(PHONE_HASH, new.digits) if new.digits else None,
        own.seal(columns.PATIENT_PHONE, row_id, new.digits) if new.digits else None,
        own.seal(columns.PATIENT_NAME, row_id, new.name),
        own.seal(columns.PATIENT_BIRTH_DATE, row_id, new.born.isoformat()) if new.born else None,
        new.is_sealed,
        deployment.clock.now(),
        new.created_by_id,
    )
    rows = await current_transaction().fetch(INSERT, values)
    if rows:
        await deployment.vault.keep_patient_keys(own)
        await index_new_patient(row_id, new.clinic_id, new.name, new.digits, own)
    return row_id if rows else None
