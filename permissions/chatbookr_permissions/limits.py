"""How far somebody sees in a clinic: everybody's bookings and conversations or their own, sealed patients or not."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor, SystemActor
from chatbookr_permissions.policy import permissions_in


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left out of what somebody comes upon in one clinic.

    Their own bookings are those with the practitioner they are; their own conversations those they took, or with a
    patient who has a booking with them. A sealed patient is not hidden from whoever reaches them by one of these two.
    """

    has_own_bookings_alone: bool = False
    has_own_conversations_alone: bool = False
    hides_sealed: bool = False


NONE: Final = Limits()


def limits_in(actor: Actor, clinic_id: UUID) -> Limits:
    """Say how far an actor sees in a clinic. A program is no practitioner: its key has scopes and places instead."""
    if isinstance(actor, SystemActor):
        return NONE
    held = permissions_in(actor, clinic_id)
    is_staff = isinstance(actor, StaffActor)
    return Limits(
        is_staff and Permission.BOOKING_ALL_READ not in held,
        is_staff and Permission.CONVERSATION_ALL_READ not in held,
        Permission.PATIENT_SEALED_READ not in held,
    )


def practitioner_in(actor: Actor, clinic_id: UUID) -> UUID | None:
    """Return the practitioner an actor is in a clinic, if any."""
    membership = actor.memberships.get(clinic_id) if isinstance(actor, StaffActor) else None
    return membership.practitioner_id if membership is not None else None


def is_with(actor: Actor, clinic_id: UUID, practitioner_id: UUID) -> bool:
    """Tell whether an actor may know of bookings with a practitioner, and make some: everybody's, or their own."""
    is_limited = limits_in(actor, clinic_id).has_own_bookings_alone
    return not is_limited or practitioner_in(actor, clinic_id) == practitioner_id
