"""Reads invitations, as lists for those who manage members and by id."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from chatbookr_core.clinics.queries import PRACTITIONERS
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.people.queries import PEOPLE
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread


@dataclass(frozen=True, slots=True)
class InvitationRecord:
    """What those who manage members may know of an invitation; the address is sealed under the clinic's key."""

    id: UUID
    clinic_id: UUID
    email_sealed: bytes = field(repr=False)
    role: str
    practitioner_id: UUID | None
    letters: int
    invited_by_id: UUID
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None


INVITATIONS = Records(InvitationRecord, "invitation")
COMPANIONS: Mapping[str, Records[Any]] = {"invited_by_id": PEOPLE, "practitioner_id": PRACTITIONERS}
InvitationState = Literal["open", "accepted", "revoked", "expired"]
INVITATION_ORDERS: Mapping[str, Order] = {
    "created_at": Order("invitation.created", "invitation", "created_at", is_descending=True)
}


async def invitations_by_id(
    reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, InvitationRecord]:
    """Read invitations by id, whatever became of them."""
    return await records_by_id(INVITATIONS, reach, ids, unread)


def invitations_where(
    reach: Reach,
    order: Order,
    including: Collection[str] = (),
    *,
    state: InvitationState | None = None,
    now: datetime | None = None,
) -> Selection[tuple[InvitationRecord, dict[str, Any]]]:
    """Select invitations to be paged or counted; `including` as in `bookings.agenda`.

    With a `state`, those that are in it `now`.
    """
    conditions = reachable("invitation", reach)
    if state == "accepted":
        conditions = conditions.numbered("invitation.accepted_at IS NOT NULL")
    elif state is not None:
        conditions = conditions.numbered("invitation.accepted_at IS NULL")
        is_revoked = "invitation.revoked_at IS NOT NULL" if state == "revoked" else "invitation.revoked_at IS NULL"
        conditions = conditions.numbered(is_revoked)
    if state in ("open", "expired"):
        conditions = conditions.where("invitation.expires_at >" if state == "open" else "invitation.expires_at <=", now)
    return Selection(Joined.of(INVITATIONS, COMPANIONS, including), order, conditions)
