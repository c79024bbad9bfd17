"""Reads alerts as their clinic may, and for operators those of none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class AnomalyRecord:
    """One alert."""

    id: UUID
    clinic_id: UUID
    rule: str
    subject: str
    severity: str
    threshold: int
    count: int
    started_at: datetime
    last_seen_at: datetime
    state: str
    created_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """One alert of no clinic."""

    id: UUID
    rule: str
    subject: str
    severity: str
    threshold: int
    count: int
    started_at: datetime
    last_seen_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts: what is left out does not matter."""

    states: Sequence[str] | None = None
    rules: Sequence[str] | None = None
    severity: str | None = None
    since: datetime | None = None
    until: datetime | None = None


ANOMALIES: Final = Records(AnomalyRecord, "anomaly")
ALERTS: Final = Records(AlertRecord, "anomaly")
ANOMALY_ORDERS: Final[Mapping[str, Order]] = {
    "last_seen_at": Order("anomaly.seen", "anomaly", "last_seen_at", is_descending=True),
    "started_at": Order("anomaly.started", "anomaly", "started_at", is_descending=True),
}


async def anomalies_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, AnomalyRecord]:
    """Read alerts by id."""
    return await records_by_id(ANOMALIES, reach, ids, unread)


def anomalies_where(reach: Reach, order: Order, wanted: Wanted = Wanted()) -> Selection[AnomalyRecord]:
    """Select alerts of a clinic, to be paged or counted."""
    conditions = (
        reachable("anomaly", reach)
        .among("anomaly.state", wanted.states)
        .among("anomaly.rule", wanted.rules)
        .where("anomaly.severity =", wanted.severity)
        .where("anomaly.last_seen_at >=", wanted.since)
        .where("anomaly.last_seen_at <", wanted.until)
    )
    return Selection(ANOMALIES, order, conditions)


def alerts_of_no_clinic(order: Order, *, are_settled: bool) -> Selection[AlertRecord]:
    """Select the deployment's own alerts, those that are closed or those that are not, to be paged or counted."""
    states = ("closed",) if are_settled else ("open", "acknowledged")
    return Selection(ALERTS, order, Conditions("anomaly.clinic_id IS NULL").among("anomaly.state", states))
