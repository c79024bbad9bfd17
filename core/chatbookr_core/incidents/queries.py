"""Reads incidents for operators, who see ids and counts of clinics, and notices for the clinics they concern."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.affected import Part
from chatbookr_core.incidents.rules import OVER, Clock, State, Words
from chatbookr_core.keys import columns
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import Incident, IncidentClinic, IncidentNotice, IncidentPhase, IncidentScope
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """What a clinic was told with one phase of an incident; lists and maps are JSON."""

    id: UUID
    clinic_id: UUID
    name: str
    phase: int
    state: str
    is_drill: bool
    people: int
    records: int
    classes: Any
    patients: object
    first_at: datetime
    last_at: datetime
    nature_sealed: bytes = field(repr=False)
    contact_sealed: bytes = field(repr=False)
    consequences_sealed: bytes = field(repr=False)
    measures_sealed: bytes = field(repr=False)
    told_at: datetime
    authority_due_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by_id: UUID | None


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """An incident's place among the others."""

    id: UUID
    opened_at: datetime


INCIDENTS: Final = Records(IncidentRecord, "incident")
INCIDENT_ORDERS: Final[Mapping[str, Order]] = {
    "opened_at": Order("incident.opened", "incident", "opened_at", is_descending=True)
}
NOTICES: Final = Records(NoticeRecord, "incident_notice")
NOTICE_ORDERS: Final[Mapping[str, Order]] = {
    "told_at": Order("incident_notice.told", "incident_notice", "told_at", is_descending=True)
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an incident stands with the clinics of its newest scope: those to be told yet, and those that were."""

    clock: Clock
    owed: tuple[Part, ...]
    told: tuple[Part, ...]


async def notices_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, NoticeRecord]:
    """Read notices by id."""
    return await records_by_id(NOTICES, reach, ids, unread)


def notices_where(reach: Reach, order: Order, *, is_acknowledged: bool | None = None) -> Selection[NoticeRecord]:
    """Select what a clinic was told, to be paged or counted."""
    conditions = reachable("incident_notice", reach)
    if is_acknowledged is not None:
        conditions = conditions.numbered(f"incident_notice.acknowledged_at IS {'NOT ' if is_acknowledged else ''}NULL")
    return Selection(NOTICES, order, conditions)


def incidents_where(order: Order, *, are_drills: bool) -> Selection[IncidentRecord]:
    """Select incidents, or drills, to be paged or counted."""
    return Selection(INCIDENTS, order, Conditions().where("incident.is_drill =", are_drills))


async def incidents(*, are_drills: bool, limit: int = 100) -> list[Incident]:
    """List incidents, or drills, the newest first."""
    return await Incident.filter(is_drill=are_drills).order_by("-opened_at", "-id").limit(limit)


async def open_incidents() -> list[Incident]:
    """List incidents and drills that are not over, the oldest first."""
    return await Incident.exclude(state__in=list(OVER)).order_by("opened_at", "id")


async def newest_scope(incident_id: UUID) -> IncidentScope | None:
    """Find the scope that was computed last: the one that counts."""
    return (await newest_scopes([incident_id])).get(incident_id)


async def newest_scopes(incident_ids: Sequence[UUID]) -> dict[UUID, IncidentScope]:
    """Find the scope of each incident that was computed last."""
    rows = IncidentScope.filter(incident_id__in=list(incident_ids)).order_by("number")
    return {uuid_of(row.incident_id): row for row in await rows}


async def parts_of_scope(scope_id: UUID) -> list[Part]:
    """List the clinics of a scope, by id. Needs the scope of all clinics."""
    return (await parts_of_scopes([scope_id])).get(scope_id, [])


async def parts_of_scopes(scope_ids: Sequence[UUID]) -> dict[UUID, list[Part]]:
    """List the clinics of each scope, by id. Needs the scope of all clinics."""
    rows = IncidentClinic.filter(scope_id__in=list(scope_ids))  # any clinic: ids and counts of all of them
    found: dict[UUID, list[Part]] = defaultdict(list)
    for row in await rows.order_by("clinic_id"):
        patients = tuple(UUID(one) for one in row.patients)
        figures = (row.classes, row.records, row.unresolved, row.first_at, row.last_at)
        found[uuid_of(row.scope_id)].append(Part(row.clinic_id, patients, *figures))
    return found


async def notices_of(incident_id: UUID) -> list[IncidentNotice]:
    """List what clinics were told of an incident, in order. Needs the scope of all clinics."""
    return (await notices_of_all([incident_id])).get(incident_id, [])


async def notices_of_all(incident_ids: Sequence[UUID]) -> dict[UUID, list[IncidentNotice]]:
    """List what clinics were told of each incident, in order. Needs the scope of all clinics."""
    rows = IncidentNotice.filter(incident_id__in=list(incident_ids))  # any clinic: when each was told
    found: dict[UUID, list[IncidentNotice]] = defaultdict(list)
    for row in await rows.order_by("phase", "clinic_id"):
        found[uuid_of(row.incident_id)].append(row)
    return found


async def standing_of(incident: Incident) -> Standing:
    """Tell who is to be told yet, and what the clocks go by. Needs the scope of all clinics."""
    scope, notices = await newest_scope(incident.id), await notices_of(incident.id)
    return standing(incident, await parts_of_scope(scope.id) if scope else (), notices)


def standing(incident: Incident, newest: Sequence[Part], notices: Sequence[IncidentNotice]) -> Standing:
    """Tell who is to be told yet, and what the clocks go by, of the parts of the newest scope and what was told.

    A clinic that was told and is not in the newest scope keeps the figures it was told last, and hears of what follows.
    """
    parts = {part.clinic_id: part for part in newest}
    last = {uuid_of(one.clinic_id): one for one in notices}
    acknowledged = {uuid_of(one.clinic_id) for one in notices if one.acknowledged_at is not None}
    owed = tuple(part for clinic_id, part in sorted(parts.items()) if clinic_id not in last)
    told = tuple(parts.get(clinic_id) or _part_told(one) for clinic_id, one in sorted(last.items()))
    clock = Clock(
        incident.became_aware_at,
        min((one.told_at for one in notices), default=None),
        len(owed),
        len(set(last) - acknowledged),
        State(incident.state) in OVER,
    )
    return Standing(clock, owed, told)


def _part_told(notice: IncidentNotice) -> Part:
    patients = tuple(UUID(one) for one in notice.patients)
    figures = (notice.classes, notice.records, 0, notice.first_at, notice.last_at)
    return Part(notice.clinic_id, patients, *figures)


async def phases_of(incident_id: UUID) -> list[IncidentPhase]:
    """List the decisions of an incident, in order."""
    return (await phases_of_all([incident_id])).get(incident_id, [])


async def phases_of_all(incident_ids: Sequence[UUID]) -> dict[UUID, list[IncidentPhase]]:
    """List the decisions of each incident, in order."""
    found: dict[UUID, list[IncidentPhase]] = defaultdict(list)
    for row in await IncidentPhase.filter(incident_id__in=list(incident_ids)).order_by("number"):
        found[uuid_of(row.incident_id)].append(row)
    return found


async def words_of(deployment: Deployment, phase: IncidentPhase) -> Words:
    """Open what operators said with a decision."""
    keys = await deployment.vault.deployment_keys()
    return Words(**json.loads(keys.open_text(columns.INCIDENT_WORDS, phase.id, phase.words_sealed)))
