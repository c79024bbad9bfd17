"""Links who comes with who writes: in the chat by whoever books, and by the clinic's people."""

from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import Person
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Booking, Patient, RelatedPerson
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.patients.registering import NewPatient, insert_unheard
from chatbookr_core.reach import reach_in
from chatbookr_core.relatives.errors import TooManyRelatives
from chatbookr_core.relatives.queries import relatives_of
from chatbookr_core.relatives.rules import MOST_RELATIVES, is_same_name
from chatbookr_core.search.tokens import index_patient
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor
from chatbookr_permissions.policy import permissions_in, require

INSERT = """
INSERT INTO related_person (id, clinic_id, patient_id, contact_id, created_at, created_by, created_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (clinic_id, contact_id, patient_id) DO NOTHING
"""


async def person_booked_for(deployment: Deployment, contact: Patient, person: Person | None) -> UUID:
    """Return the patient who comes, made and linked if need be. The conversation is locked by the caller.

    Who is called like somebody the contact books for already is that person: the same words twice make nobody twice.
    Raises NotFound (somebody they do not book for any more), TooManyRelatives.
    """
    if person is None:
        return contact.id
    if person.is_contact:
        await _learn(deployment, contact, person)
        return contact.id
    known = await relatives_of(deployment, clinic_id=contact.clinic_id, contact_id=contact.id)
    if person.relative_id is not None:
        if all(one.id != person.relative_id for one in known):
            raise NotFound()
        return person.relative_id
    for one in known:
        if one.name is not None and person.name is not None and is_same_name(one.name, person.name):
            return one.id
    if len(known) >= MOST_RELATIVES:
        raise TooManyRelatives()
    return await _make(deployment, contact, person)


async def _make(deployment: Deployment, contact: Patient, person: Person) -> UUID:
    """Make somebody with a key of their own; who is few people's business has relatives who are."""
    patient_id = await insert_unheard(
        deployment,
        NewPatient(contact.clinic_id, person.name or "", born=person.born, is_sealed=contact.is_sealed),
    )
    await _link(deployment, contact.clinic_id, patient_id, contact.id, created_by="patient", created_by_id=None)
    return patient_id


async def _learn(deployment: Deployment, contact: Patient, person: Person) -> None:
    """Keep what who writes says of themselves: who says how they are called knows it better than a phone's profile."""
    keys, changed = await deployment.vault.patient_keys(contact.clinic_id, contact.id), list[str]()
    if person.name is not None:
        contact.name_sealed = keys.seal(columns.PATIENT_NAME, contact.id, person.name)
        changed.append("name_sealed")
    if person.born is not None:
        contact.birth_date_sealed = keys.seal(columns.PATIENT_BIRTH_DATE, contact.id, person.born.isoformat())
        changed.append("birth_date_sealed")
    if changed:
        await contact.save(update_fields=changed)
        await index_patient(contact, keys)


async def link_relative(deployment: Deployment, actor: Actor, *, patient_id: UUID, contact_id: UUID) -> UUID:
    """Let a contact book for a patient, and be written to about what is booked; twice is once. Needs a transaction.

    Returns the patient. Raises NotFound, PermissionDenied, InvalidInput, TooManyRelatives.
    """
    clinic_id = await _clinic_of_both(actor, patient_id, contact_id)
    if patient_id == contact_id:
        raise InvalidInput("Everybody books for themselves already.", field="contact_id")
    others = RelatedPerson.filter(clinic_id=clinic_id, contact_id=contact_id).exclude(patient_id=patient_id)
    if await others.count() >= MOST_RELATIVES:
        raise TooManyRelatives()
    by, whose = _author(actor)
    await _link(deployment, clinic_id, patient_id, contact_id, created_by=by, created_by_id=whose)
    await _tell(clinic_id, patient_id)
    return patient_id


async def unlink_relative(actor: Actor, *, patient_id: UUID, contact_id: UUID) -> UUID:
    """Let a contact neither book for a patient any more nor read of it; that they did stays. Needs a transaction.

    Returns the patient. Raises NotFound, PermissionDenied.
    """
    clinic_id = await _clinic_of_both(actor, patient_id, contact_id)
    links = RelatedPerson.filter(clinic_id=clinic_id, patient_id=patient_id, contact_id=contact_id)
    if await links.delete():
        await _tell(clinic_id, patient_id)
    return patient_id


async def _clinic_of_both(actor: Actor, patient_id: UUID, contact_id: UUID) -> UUID:
    """Lock both ends and return whose patients they are; who is out of the asker's reach, or erased, is not there."""
    ids = sorted({patient_id, contact_id})
    found = await Patient.filter(id__in=ids).order_by("id").select_for_update()  # any clinic: checked next
    known = {one.id: one for one in found}
    patient = known.get(patient_id)
    if patient is None or not permissions_in(actor, patient.clinic_id):
        raise NotFound(field="patient_id")
    require(actor, Permission.PATIENT_WRITE, patient.clinic_id)
    reached = await patients_by_id(reach_in(actor, patient.clinic_id), ids)
    for key, name in ((patient_id, "patient_id"), (contact_id, "contact_id")):
        if key not in reached or known[key].erased_at is not None:
            raise NotFound(field=name)
    return patient.clinic_id


def _author(actor: Actor) -> tuple[str, UUID | None]:
    if isinstance(actor, KeyActor):
        return "partner", actor.key_id
    return "staff", actor.user_id if isinstance(actor, StaffActor) else None


async def _link(
    deployment: Deployment,
    clinic_id: UUID,
    patient_id: UUID,
    contact_id: UUID,
    *,
    created_by: str,
    created_by_id: UUID | None,
) -> None:
    now = deployment.clock.now()
    values = (new_id(), clinic_id, patient_id, contact_id, now, created_by, created_by_id)
    await current_transaction().execute(INSERT, values)


async def _tell(clinic_id: UUID, patient_id: UUID) -> None:
    """Let subscribers know of the bookings that are spoken of elsewhere from now on."""
    tx = current_transaction()
    for key in await Booking.filter(clinic_id=clinic_id, patient_id=patient_id).values_list("id", flat=True):
        tx.tell(Change("booking", clinic_id, UUID(str(key))))
