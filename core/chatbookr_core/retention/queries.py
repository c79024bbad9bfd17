"""Reads holds and what nights have deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class HoldRecord:
    """A hold on a patient's data, or (no patient) on all of a clinic's."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID | None
    reason_sealed: bytes = field(repr=False)
    until: datetime | None
    created_at: datetime
    created_by_id: UUID | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What one night deleted of one class."""

    id: UUID
    clinic_id: UUID
    night: object
    data_class: str
    deleted: int
    held: int
    started_at: datetime
    finished_at: datetime | None


HOLDS = Records(HoldRecord, "legal_hold")
RUNS = Records(RunRecord, "retention_run")
HOLD_ORDERS: Mapping[str, Order] = {
    "created_at": Order("legal_hold.created", "legal_hold", "created_at", is_descending=True)
}
RUN_ORDERS: Mapping[str, Order] = {
    "started_at": Order("retention_run.started", "retention_run", "started_at", is_descending=True)
}


async def holds_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, HoldRecord]:
    """Read holds by id."""
    return await records_by_id(HOLDS, reach, ids, unread)


def holds_where(reach: Reach, order: Order, *, is_released: bool | None) -> Selection[HoldRecord]:
    """Select holds to be paged or counted."""
    conditions = reachable("legal_hold", reach)
    if is_released is not None:
        conditions = conditions.numbered(f"legal_hold.released_at IS {'NOT ' if is_released else ''}NULL")
    return Selection(HOLDS, order, conditions)


def runs_where(reach: Reach, order: Order, *, data_class: str | None) -> Selection[RunRecord]:
    """Select runs to be paged or counted."""
    return Selection(RUNS, order, reachable("retention_run", reach).where("retention_run.data_class =", data_class))


def night_of(record: RunRecord) -> date:
    """Read a run's night: SQLite gives text."""
    return record.night if isinstance(record.night, date) else date.fromisoformat(str(record.night))
