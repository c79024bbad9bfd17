"""What operators see of an incident: its decisions, its clocks, and ids and counts of whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.affected import Part
from chatbookr_core.incidents.queries import (
    incidents,
    newest_scopes,
    notices_of_all,
    parts_of_scopes,
    phases_of_all,
    standing,
    words_of,
)
from chatbookr_core.incidents.rules import Deadline, Words, deadlines
from chatbookr_core.models import Incident, IncidentNotice, IncidentPhase, IncidentScope
from chatbookr_core.operators.queries import operator_names
from chatbookr_core.scope import every_clinic

MOST_LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Decision:
    """A phase with its words, and the name of who decided."""

    phase: IncidentPhase
    words: Words
    decided_by: str


@dataclass(frozen=True, slots=True)
class AffectedClinic:
    """A clinic's part of the newest scope, and what it knows."""

    part: Part
    told_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of an incident that operators may see."""

    incident: Incident
    deadlines: tuple[Deadline, Deadline]
    decisions: tuple[Decision, ...]
    scope: IncidentScope | None
    clinics: tuple[AffectedClinic, ...]


async def overviews(deployment: Deployment, *, are_drills: bool) -> list[Overview]:
    """Show incidents, or drills, the newest first, at most MOST_LISTED."""
    with every_clinic("incident"):
        return await _overviews(deployment, await incidents(are_drills=are_drills, limit=MOST_LISTED))


async def overviews_of(deployment: Deployment, incident_ids: Sequence[UUID]) -> list[Overview]:
    """Show some incidents, in the order of their ids."""
    with every_clinic("incident"):
        found = {one.id: one for one in await Incident.filter(id__in=list(incident_ids))}
        return await _overviews(deployment, [found[one] for one in incident_ids if one in found])


async def find_overview(
    deployment: Deployment, *, name: str | None = None, incident_id: UUID | None = None
) -> Overview | None:
    """Show one incident, by its name or its id."""
    with every_clinic("incident"):
        which = {"name": name} if name is not None else {"id": incident_id}
        found = await _overviews(deployment, await Incident.filter(**which))
    return found[0] if found else None


async def _overviews(deployment: Deployment, found: Sequence[Incident]) -> list[Overview]:
    """Read what belongs to incidents in as many statements as to one."""
    ids = [one.id for one in found]
    scopes, notices, phases = await newest_scopes(ids), await notices_of_all(ids), await phases_of_all(ids)
    parts = await parts_of_scopes([one.id for one in scopes.values()])
    names = await operator_names({phase.decided_by_id for those in phases.values() for phase in those})
    made = []
    for one in found:
        scope, told = scopes.get(one.id), notices.get(one.id, [])
        of_scope = parts.get(scope.id, []) if scope else []
        words = [(phase, await words_of(deployment, phase)) for phase in phases.get(one.id, [])]
        decisions = (
            Decision(phase, said, names.get(phase.decided_by_id) or str(phase.decided_by_id)) for phase, said in words
        )
        clocks = deadlines(standing(one, of_scope, told).clock)
        made.append(Overview(one, clocks, tuple(decisions), scope, _affected(of_scope, told)))
    return made


def _affected(parts: Sequence[Part], notices: Sequence[IncidentNotice]) -> tuple[AffectedClinic, ...]:
    told: dict[UUID, tuple[datetime, datetime | None]] = {}
    for one in notices:
        first, acknowledged = told.get(one.clinic_id, (one.told_at, None))
        told[one.clinic_id] = (first, acknowledged or one.acknowledged_at)
    return tuple(AffectedClinic(part, *told.get(part.clinic_id, (None, None))) for part in parts)
