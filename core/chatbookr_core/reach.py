"""Which rows an asker can come upon at all: those of their clinics, and of these, for a key of some places, only what
belongs there. Every reader of the API's goes through here; a table without a rule is closed to such a key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import numbered
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, Principal
from chatbookr_permissions.policy import is_allowed


@dataclass(frozen=True, slots=True)
class Reach:
    """Clinics, and the places in them; None means every place. `key_id`: the key that is limited to them."""

    clinic_ids: tuple[UUID, ...]
    location_ids: tuple[UUID, ...] | None = None
    key_id: UUID | None = None

    def within(self, clinic_id: UUID) -> "Reach":
        """Narrow it to one clinic the asker was found to belong to."""
        return replace(self, clinic_ids=(clinic_id,))


def reach_of(actor: Principal | None, permission: Permission | None = None) -> Reach:
    """Tell how far an asker comes: to all of their clinics, or to those in which they hold a permission."""
    if actor is None:
        return Reach(())
    clinics = tuple(one for one in actor.clinic_ids if permission is None or is_allowed(actor, permission, one))
    return Reach(clinics, *_places_of(actor))


def reach_in(actor: Actor, clinic_id: UUID) -> Reach:
    """Tell how far an actor comes in a clinic they were found to belong to."""
    return Reach((clinic_id,), *_places_of(actor))


def _places_of(actor: Actor) -> tuple[tuple[UUID, ...], UUID] | tuple[None, None]:
    if not isinstance(actor, KeyActor) or actor.location_ids is None:
        return None, None
    return tuple(sorted(actor.location_ids)), actor.key_id


OF_PLACES: Final[Mapping[str, str]] = {
    "clinic": "1 = 1",
    "service": "1 = 1",
    "api_key": "1 = 1",
    "location": "location.id IN ({places})",
    "booking": "booking.location_id IN ({places})",
    "practitioner": """(EXISTS (SELECT 1 FROM working_hours WHERE working_hours.clinic_id = practitioner.clinic_id
    AND working_hours.practitioner_id = practitioner.id AND working_hours.location_id IN ({places}))
OR EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = practitioner.clinic_id
    AND booking.practitioner_id = practitioner.id AND booking.location_id IN ({places})))""",
    "patient": """(patient.created_by_id = {key} OR EXISTS (SELECT 1 FROM booking
    WHERE booking.clinic_id = patient.clinic_id AND booking.patient_id = patient.id
    AND booking.location_id IN ({places})))""",
}
"""By table, which rows belong to some places: practitioners who work there or have a booking there; patients with a
booking there, or whom the key itself made known. Keys: a program may look at its own, and may not hold what opens
others'. Other tables have nothing for such a key."""


def reachable(table: str, reach: Reach) -> Conditions:
    """Write down which rows of a table are within reach."""
    owner = f"{table}.id" if table == "clinic" else f"{table}.clinic_id"
    found = Conditions().among(owner, reach.clinic_ids)
    places = reach.location_ids
    if places is None:
        return found
    rule, values = OF_PLACES.get(table, "1 = 0"), (*places, reach.key_id)
    since = len(found.values) + 1
    numbers, key = numbered(len(places), since=since) or "NULL", f"${since + len(places)}"
    if "{key}" not in rule:
        values = places if "{places}" in rule else ()
    return found.numbered(rule.format(places=numbers, key=key), *values)
