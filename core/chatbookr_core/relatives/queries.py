"""Reads who books for whom: whose conversation a booking is spoken of in, and which bookings a contact may see.

A contact speaks for the bookings, and places on the waitlist, that they arranged themselves, and for those the clinic
made for somebody who has never written, as long as they are linked. What somebody arranged from their own phone is
theirs alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.models import Booking, Patient, RelatedPerson, WaitlistEntry
from chatbookr_core.patients.addresses import UNHEARD
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import Records, select_from
from chatbookr_core.relatives.rules import MOST_RELATIVES, first_name

CONTACTS: Final = """
SELECT contact_id FROM related_person WHERE clinic_id = $1 AND patient_id = $2 ORDER BY created_at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody a contact books for; `is_heard`: they write themselves, too."""

    id: UUID
    is_heard: bool
    name: str | None = field(repr=False)


async def relatives_of(deployment: Deployment, *, clinic_id: UUID, contact_id: UUID) -> tuple[Relative, ...]:
    """List whom a contact books for, the one linked first before the others; who was erased is nobody."""
    links = RelatedPerson.filter(clinic_id=clinic_id, contact_id=contact_id, patient__erased_at=None)
    found = await links.order_by("created_at", "id").limit(MOST_RELATIVES).prefetch_related("patient")
    people = [one.patient for one in found]
    names = await names_of(deployment, clinic_id, people)
    return tuple(Relative(one.id, one.channel != UNHEARD, names.get(one.id)) for one in people)


async def names_of(deployment: Deployment, clinic_id: UUID, people: Sequence[Patient]) -> Mapping[UUID, str]:
    """Open what patients are called, those of whom a name is known."""
    sealed = {one.id: one.name_sealed for one in people if one.name_sealed is not None}
    if not sealed:
        return {}
    keys = await deployment.vault.reading(clinic_id, tuple(sealed.values()))
    return {key: keys.open_text(columns.PATIENT_NAME, key, value) for key, value in sealed.items()}


async def first_names_in(
    deployment: Deployment, bookings: Iterable[Booking | WaitlistEntry], contact_id: UUID
) -> Mapping[UUID, str]:
    """Say by patient what those are called in passing who come to somebody's bookings and are another than them.

    Likewise of who waits.
    """
    found = {one.patient_id: one.clinic_id for one in bookings if one.patient_id != contact_id}
    if not found:
        return {}
    clinic_id = next(iter(found.values()))
    people = await Patient.filter(clinic_id=clinic_id, id__in=list(found))
    names = await names_of(deployment, clinic_id, people)
    return {key: first_name(name) for key, name in names.items()}


async def spoken_for(*, clinic_id: UUID, contact_id: UUID) -> Q:
    """Return the condition on bookings, or places on the waitlist, under which a contact may see and change them."""
    own = Q(patient_id=contact_id)
    links = RelatedPerson.filter(clinic_id=clinic_id, contact_id=contact_id)
    found = [(one.patient_id, one.patient.channel) for one in await links.prefetch_related("patient")]
    if not found:
        return own
    silent = [key for key, channel in found if channel == UNHEARD]
    arranged = Q(patient_id__in=[key for key, _ in found], arranged_by_id=contact_id)
    return own | arranged | Q(patient_id__in=silent, arranged_by_id=None) if silent else own | arranged


async def find_spoken_for(booking_id: UUID, *, clinic_id: UUID, contact_id: UUID) -> Booking | None:
    """Find a booking that a contact may see and change; None where it is not there, or another's."""
    found = await Booking.get_or_none(id=booking_id, clinic_id=clinic_id)
    if found is None or found.patient_id == contact_id:
        return found
    allowed = await spoken_for(clinic_id=clinic_id, contact_id=contact_id)
    return await Booking.filter(allowed, id=booking_id, clinic_id=clinic_id).first()


async def speaks_for(entry: WaitlistEntry, contact_id: UUID) -> bool:
    """Tell whether a contact may answer for who waits, and give the place up."""
    if entry.patient_id == contact_id:
        return True
    allowed = await spoken_for(clinic_id=entry.clinic_id, contact_id=contact_id)
    return await WaitlistEntry.filter(allowed, id=entry.id, clinic_id=entry.clinic_id).exists()


async def contact_of(booking: Booking | WaitlistEntry) -> UUID:
    """Say who is written to about a booking, or a place on the waitlist.

    It is who arranged it, whoever is linked last with who never wrote, or the patient.
    """
    links = await fetch(CONTACTS, (booking.clinic_id, booking.patient_id))
    found = [uuid_of(one["contact_id"]) for one in links]
    if not found:
        return booking.patient_id
    if booking.arranged_by_id in found:
        return booking.arranged_by_id or booking.patient_id
    patient = await Patient.get(id=booking.patient_id, clinic_id=booking.clinic_id)
    return found[0] if patient.channel == UNHEARD else patient.id


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """That a contact books for a patient."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    contact_id: UUID
    created_at: datetime
    created_by: str


LINKS = Records(LinkRecord, "related_person")


async def links_with(reach: Reach, patient_ids: Sequence[UUID]) -> Mapping[UUID, list[LinkRecord]]:
    """List by patient, in the order they are named, the links at either end of them, the oldest first."""
    keys = list(dict.fromkeys(patient_ids))
    reached = reachable("related_person", reach)
    numbers = numbered(len(keys), since=len(reached.values) + 1) or "NULL"
    ends = f"(related_person.patient_id IN ({numbers}) OR related_person.contact_id IN ({numbers}))"
    wanted = reached.numbered(ends, *keys)
    order = "ORDER BY related_person.created_at, related_person.id"
    found: dict[UUID, list[LinkRecord]] = {key: [] for key in keys}
    for row in await fetch(f"{select_from(LINKS)} WHERE {wanted.text} {order}", wanted.values):
        link = LINKS.read(row)
        for end in {link.patient_id, link.contact_id} & found.keys():
            found[end].append(link)
    return found
