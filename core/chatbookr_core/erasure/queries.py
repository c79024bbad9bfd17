"""Reads erasures, and how much of what they wait for is still open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import Erasure
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class ErasureRecord:
    """One instruction to erase a patient, and how far it is."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    reference: str
    reason: str
    state: str
    counts: object  # JSON: rows erased, by table
    kept_until: datetime | None
    consents_until: datetime | None
    requested_at: datetime
    requested_by_id: UUID | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something an erasure waits for, or waited for."""

    kind: str
    subject_id: UUID
    state: str
    settled_at: datetime | None
    partner: str | None = None  # what the clinic calls the key


ERASURES = Records(ErasureRecord, "erasure")
ERASURE_ORDERS: Mapping[str, Order] = {
    "requested_at": Order("erasure.requested", "erasure", "requested_at", is_descending=True)
}


async def erasures_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ErasureRecord]:
    """Read erasures by id."""
    return await records_by_id(ERASURES, reach, ids, unread)


def erasures_where(reach: Reach, order: Order, *, state: str | None) -> Selection[ErasureRecord]:
    """Select erasures to be paged or counted."""
    return Selection(ERASURES, order, reachable("erasure", reach).where("erasure.state =", state))


async def duties_by_erasure(reach: Reach, ids: Sequence[UUID]) -> dict[UUID, list[Duty]]:
    """List what erasures wait for outside, and what became of it; in one statement."""
    clinics = numbered(len(reach.clinic_ids), since=1) or "NULL"
    erasures = numbered(len(ids), since=len(reach.clinic_ids) + 1)
    rows = await fetch(
        "SELECT duty.erasure_id, duty.kind, duty.subject_id, duty.state, duty.settled_at, api_key.name AS partner"  # noqa: S608  # placeholders
        " FROM erasure_duty AS duty LEFT JOIN api_key ON api_key.clinic_id = duty.clinic_id"
        " AND api_key.id = duty.subject_id AND duty.kind = 'partner'"
        f" WHERE duty.clinic_id IN ({clinics}) AND duty.erasure_id IN ({erasures}) ORDER BY duty.kind, duty.id",
        (*reach.clinic_ids, *ids),
    )
    found: dict[UUID, list[Duty]] = defaultdict(list)
    for row in rows:
        settled = instant_of(row["settled_at"]) if row["settled_at"] is not None else None
        duty = Duty(row["kind"], uuid_of(row["subject_id"]), row["state"], settled, row["partner"])
        found[uuid_of(row["erasure_id"])].append(duty)
    return found


async def erased_patient(erasure_id: UUID, *, clinic_id: UUID) -> UUID | None:
    """Tell whom an erasure is about."""
    found = await Erasure.get_or_none(id=erasure_id, clinic_id=clinic_id)
    return found.patient_id if found else None


async def is_erased(erasure_id: UUID, *, clinic_id: UUID) -> bool:
    """Tell whether an erasure is done."""
    return await Erasure.exists(id=erasure_id, clinic_id=clinic_id, state="erased")
