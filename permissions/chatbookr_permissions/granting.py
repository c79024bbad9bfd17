"""Who may make whom what: nobody gives what they do not hold, and owners are the business of owners."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership
from chatbookr_permissions.policy import permissions_of
from chatbookr_permissions.roles import Role


class Refusal(StrEnum):
    """Why somebody may not change a member."""

    OWNERS_ONLY = "OWNERS_ONLY"
    NOT_GRANTABLE = "NOT_GRANTABLE"


_OF_BOOKINGS: Final = frozenset(
    {
        Permission.BOOKING_READ,
        Permission.BOOKING_WRITE,
        Permission.BOOKING_OVERBOOK,
        Permission.BOOKING_NOTES_READ,
        Permission.BOOKING_NOTES_WRITE,
        Permission.PATIENT_READ,
        Permission.PATIENT_WRITE,
        Permission.PATIENT_CONTACT_READ,
        Permission.CONSENT_READ,
        Permission.CONSENT_WRITE,
        Permission.CONSENT_EXPORT,
        Permission.PATIENT_MERGE,
        Permission.PATIENT_EXPORT,
        Permission.PATIENT_ERASE,
    }
)
_OF_CONVERSATIONS: Final = frozenset(
    {
        Permission.CONVERSATION_READ,
        Permission.MESSAGE_READ,
        Permission.MESSAGE_SEND,
        Permission.PATIENT_READ,
        Permission.PATIENT_WRITE,
        Permission.PATIENT_CONTACT_READ,
        Permission.CONSENT_READ,
        Permission.CONSENT_WRITE,
        Permission.CONSENT_EXPORT,
        Permission.PATIENT_MERGE,
        Permission.PATIENT_EXPORT,
        Permission.PATIENT_ERASE,
    }
)
IN_A_PRACTITIONER: Final = frozenset({Permission.BOOKING_ALL_READ, Permission.CONVERSATION_ALL_READ})
"""What somebody needs who says which practitioner a member is: the member sees that one's bookings from then on."""


def needed_to_lend(scopes: Collection[Permission]) -> frozenset[Permission]:
    """Return what a person must hold so that a key of these scopes opens nothing that is closed to them.

    A key knows no own bookings or conversations: where it opens some, it opens everybody's.
    """
    needed = set(scopes)
    if not _OF_BOOKINGS.isdisjoint(needed):
        needed.add(Permission.BOOKING_ALL_READ)
    if not _OF_CONVERSATIONS.isdisjoint(needed):
        needed.add(Permission.CONVERSATION_ALL_READ)
    return frozenset(needed)


def refusal_of(
    by: Membership, member: Membership, to: Membership | None, *, is_back: bool = False, is_self: bool = False
) -> Refusal | None:
    """Say why somebody `by` may not make a member into what `to` says (None: take their place away); None: they may.

    `is_back`: the member holds nothing now, and would hold all of `to`. `is_self`: they change their own place.
    """
    is_about_owner = member.role is Role.OWNER or (to is not None and to.role is Role.OWNER)
    if is_about_owner and by.role is not Role.OWNER:
        return Refusal.OWNERS_ONLY
    if to is None:
        return None
    given = permissions_of(to) if is_back else permissions_of(to) - permissions_of(member)
    if to.practitioner_id is not None and (is_back or to.practitioner_id != member.practitioner_id):
        given |= IN_A_PRACTITIONER
        if is_self:
            given |= {Permission.PATIENT_SEALED_READ}  # or somebody could open a sealed patient to themselves
    return None if given <= permissions_of(by) else Refusal.NOT_GRANTABLE
