"""What a clinic consists of: its places, the people patients come to see, its rooms and devices.

Nothing is ever deleted, since bookings name it: what is not in use any more is offered no longer, and what is booked to
come there, with them or in it needs another time (`bookings.displacing`). The clinic is locked before what is changed
of it, as by whoever changes hours, and that in a way that lets bookings name it meanwhile.
"""

from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.bookings.displacing import displacing, lock_clinic
from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clinics.rules import KIND_CHARS, check_zone, is_kind
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.conversations.answering import owe_reckoning
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.models import Location, Practitioner, Resource
from chatbookr_core.names import name_from
from chatbookr_core.texts import line_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import is_at, permissions_in, require

NAME_CHARS, LIST_CHARS, ADDRESS_CHARS = 80, 24, 120


@dataclass(frozen=True, slots=True)
class LocationDraft:
    """A place as somebody wants to save it; `zone` is IANA's name of its time zone."""

    name: str
    address: str
    zone: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class PractitionerDraft:
    """Somebody patients come to see, as somebody wants to save them."""

    full_name: str
    short_name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ResourceDraft:
    """A room or a device as somebody wants to save it; those of one kind at one place stand in for each other."""

    name: str
    kind: str
    is_active: bool = True


async def save_location(
    deployment: Deployment, actor: Actor, clinic_id: UUID, draft: LocationDraft, location_id: UUID | None = None
) -> UUID:
    """Open a place, or change one. Needs a transaction. Raises NotFound, PermissionDenied, InvalidInput.

    Bookings keep the zone they were made in; hours are by the clock of the place as it is now. What is booked at one
    that is not in use any more stands, and needs another time.
    """
    _check(actor, clinic_id)
    name = name_from(draft.name, LIST_CHARS)
    address = line_from(draft.address, ADDRESS_CHARS, field="address", least_chars=0)
    check_zone(draft.zone)
    place = Location(id=new_id(), clinic_id=clinic_id)
    if location_id is not None:
        await lock_clinic(clinic_id)
        found = await Location.filter(id=location_id, clinic_id=clinic_id).select_for_update(no_key=True).first()
        if found is None or not is_at(actor, location_id):
            raise NotFound(field="location_id")
        place = found
    is_otherwise, now = location_id is not None and place.zone != draft.zone, deployment.clock.now()
    scope = Scope(clinic_id, location_id=place.id, are_rooms_too=is_otherwise)
    async with displacing(scope, now):
        place.name, place.address, place.zone = name, address, draft.zone
        place.is_active = draft.is_active
        await place.save(force_create=location_id is None)
        await owe_reckoning(clinic_id, now)
        tell_of_clinic(clinic_id)
    return place.id


async def save_practitioner(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    draft: PractitionerDraft,
    practitioner_id: UUID | None = None,
) -> UUID:
    """Take somebody in, or change what is known of them. Needs a transaction.

    What is booked with somebody who is not active any more stands, and needs another time. Raises NotFound,
    PermissionDenied, InvalidInput.
    """
    _check(actor, clinic_id)
    full_name = name_from(draft.full_name, NAME_CHARS, field="full_name")
    short_name = name_from(draft.short_name, LIST_CHARS, field="short_name")
    person = Practitioner(id=new_id(), clinic_id=clinic_id)
    if practitioner_id is not None:
        await lock_clinic(clinic_id)
        found = (
            await Practitioner.filter(id=practitioner_id, clinic_id=clinic_id).select_for_update(no_key=True).first()
        )
        if found is None:
            raise NotFound(field="practitioner_id")
        person = found
    scope, now = Scope(clinic_id, practitioner_id=person.id), deployment.clock.now()
    async with displacing(scope, now):
        person.full_name, person.short_name = full_name, short_name
        person.is_active = draft.is_active
        await person.save(force_create=practitioner_id is None)
        await owe_reckoning(clinic_id, now)
        tell_of_clinic(clinic_id)
    return person.id


async def save_resource(
    deployment: Deployment, actor: Actor, location_id: UUID, draft: ResourceDraft, resource_id: UUID | None = None
) -> UUID:
    """Put a room or a device at a place, or change one; whose clinic it is, is returned. Needs a transaction.

    What is booked to come in one that is not in use any more, or elsewhere or another kind now, gets another, or needs
    another time. Raises NotFound, PermissionDenied, InvalidInput.
    """
    place = await Location.get_or_none(id=location_id)  # any clinic: the actor's is checked next
    if place is None or not permissions_in(actor, place.clinic_id) or not is_at(actor, location_id):
        raise NotFound(field="location_id")
    _check(actor, place.clinic_id)
    name = name_from(draft.name, NAME_CHARS)
    if not is_kind(draft.kind):
        raise InvalidInput(f"A kind has 1 to {KIND_CHARS} characters, on one line.", field="kind")
    resource = Resource(id=new_id(), clinic_id=place.clinic_id)
    if resource_id is not None:
        await lock_clinic(place.clinic_id)
        found = await Resource.filter(id=resource_id, clinic_id=place.clinic_id).select_for_update(no_key=True).first()
        if found is None or not is_at(actor, found.location_id):
            raise NotFound(field="resource_id")
        resource = found
    scope, now = Scope(place.clinic_id, resource_id=resource.id), deployment.clock.now()
    async with displacing(scope, now):
        resource.location_id, resource.name, resource.kind = location_id, name, draft.kind.strip()
        resource.is_active = draft.is_active
        await resource.save(force_create=resource_id is None)
        tell_of_clinic(place.clinic_id)
    return place.clinic_id


def _check(actor: Actor, clinic_id: UUID) -> None:
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.SERVICE_WRITE, clinic_id)
