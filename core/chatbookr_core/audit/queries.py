"""Reads entries of the audit log as their clinic may."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.keyset import Order, Selection
from chatbookr_core.people.queries import PEOPLE
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import Joined, Records


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What somebody did, as it was written down."""

    id: UUID
    clinic_id: UUID
    action: str
    outcome: str
    actor_kind: str
    actor_id: UUID | None
    subject_id: UUID | None
    happened_at: datetime
    content: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: what is left out does not matter."""

    actions: Sequence[str] | None = None
    outcome: str | None = None
    actor_kind: str | None = None
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


ENTRIES: Final = Records(AuditRecord, "audit_entry")
COMPANIONS: Final[Mapping[str, Records[Any]]] = {"actor_id": PEOPLE}
ENTRY_ORDERS: Final[Mapping[str, Order]] = {
    "happened_at": Order("audit_entry.happened", "audit_entry", "happened_at", is_descending=True)
}


def entries_where(
    reach: Reach, order: Order, including: Collection[str] = (), wanted: Wanted = Wanted()
) -> Selection[tuple[AuditRecord, dict[str, Any]]]:
    """Select entries of a clinic, to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = (
        reachable("audit_entry", reach)
        .among("audit_entry.action", wanted.actions)
        .where("audit_entry.outcome =", wanted.outcome)
        .where("audit_entry.actor_kind =", wanted.actor_kind)
        .where("audit_entry.actor_id =", wanted.actor_id)
        .where("audit_entry.happened_at >=", wanted.since)
        .where("audit_entry.happened_at <", wanted.until)
    )
    return Selection(Joined.of(ENTRIES, COMPANIONS, including), order, conditions)
