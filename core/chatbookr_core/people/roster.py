"""Reads who works in a clinic and as what, and the roles it made itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.clinics.queries import PRACTITIONERS
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.people.queries import PEOPLE
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """Somebody's place in a clinic."""

    id: UUID
    clinic_id: UUID
    user_id: UUID
    role: str
    custom_role_id: UUID | None
    state: str
    practitioner_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role of a clinic's own making; `permissions` is JSON."""

    id: UUID
    clinic_id: UUID
    name: str
    permissions: object
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members. What is not named does not matter."""

    state: str | None = None
    role: str | None = None
    custom_role_id: UUID | None = None


MEMBERS = Records(MemberRecord, "membership")
ROLES = Records(RoleRecord, "custom_role")
COMPANIONS: Mapping[str, Records[Any]] = {
    "user_id": PEOPLE,
    "custom_role_id": ROLES,
    "practitioner_id": PRACTITIONERS,
}
MEMBER_ORDERS: Mapping[str, Order] = {"created_at": Order("member.joined", "membership", "created_at")}
ROLE_ORDERS: Mapping[str, Order] = {"created_at": Order("role.created", "custom_role", "created_at")}


async def members_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, MemberRecord]:
    """Read members by id."""
    return await records_by_id(MEMBERS, reach, ids, unread)


async def roles_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, RoleRecord]:
    """Read a clinic's own roles by id."""
    return await records_by_id(ROLES, reach, ids, unread)


def members_where(
    reach: Reach, wanted: MemberFilter, order: Order, including: Collection[str] = ()
) -> Selection[tuple[MemberRecord, dict[str, Any]]]:
    """Select members to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = (
        reachable("membership", reach)
        .where("membership.state =", wanted.state)
        .where("membership.role =", wanted.role)
        .where("membership.custom_role_id =", wanted.custom_role_id)
    )
    return Selection(Joined.of(MEMBERS, COMPANIONS, including), order, conditions)


def roles_where(reach: Reach, order: Order, *, name: str | None = None) -> Selection[RoleRecord]:
    """Select a clinic's own roles to be paged or counted; with a `name`, the one that is called this."""
    return Selection(ROLES, order, reachable("custom_role", reach).where("custom_role.name =", name))
