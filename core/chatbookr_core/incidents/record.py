"""The record of an incident (Art. 33(5) GDPR): facts, effects, remedial action, who decided, whom it concerned.

It proves itself: the audit log's entries about the incident come with their proofs and the signed state they lead to,
and hold the hash of every decision and scope. docs/reference/incident-record.md says how to read it.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.audit.entries import leaf_data, written
from chatbookr_core.audit.keeping import hashes_of, newest_checkpoint
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.tree import inclusion_spans
from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.incidents.queries import notices_of, parts_of_scope, phases_of, standing_of, words_of
from chatbookr_core.incidents.rules import deadlines
from chatbookr_core.incidents.service import Decider
from chatbookr_core.models import Incident, IncidentScope, Operator
from chatbookr_core.scope import every_clinic

FORMAT: Final = "chatbookr-incident"
PROVEN: Final = ("incidentOpen", "incidentScope", "incidentPhase", "incidentNotify")
ENTRIES: Final = """
SELECT leaf.position, leaf.clinic_index, entry.content FROM audit_entry AS entry
JOIN audit_leaf AS leaf ON leaf.entry_id = entry.id
WHERE entry.subject_id = $1 AND entry.action IN ('incidentOpen', 'incidentScope', 'incidentPhase', 'incidentNotify')
    AND entry.happened_at >= $2 AND leaf.position < $3 ORDER BY leaf.position
"""


async def record_of(deployment: Deployment, by: Decider, name: str) -> dict[str, Any]:
    """Write the record of an incident for programs, as of now; that it was taken is written down.

    Needs a transaction. Raises NotFound.
    """
    with every_clinic("incident"):
        incident = await Incident.get_or_none(name=name)
        if incident is None:
            raise NotFound("There is no incident of that name.", field="name")
        record = {
            "format": FORMAT,
            "v": 1,
            "incident": await _head(incident),
            "deadlines": await _deadlines(incident, deployment.clock.now()),
            "phases": await _phases(deployment, incident.id),
            "scopes": await _scopes(incident.id),
            "notices": await _notices(incident.id),
            "audit": await _audit(incident),
        }
    now, operator = deployment.clock.now(), str(by.operator_id)
    note(now, "incidentRecord", by.who, clinics=(), subject_id=incident.id, operator=operator)
    return record


async def _head(incident: Incident) -> dict[str, Any]:
    operator = await Operator.get_or_none(id=incident.opened_by_id)
    return {
        "id": str(incident.id),
        "name": incident.name,
        "isDrill": incident.is_drill,
        "state": incident.state,
        "becameAwareAt": written(incident.became_aware_at),
        "openedAt": written(incident.opened_at),
        "openedBy": operator.full_name if operator else str(incident.opened_by_id),
        "closedAt": _written(incident.closed_at),
    }


async def _deadlines(incident: Incident, now: datetime) -> list[dict[str, Any]]:
    standing = await standing_of(incident)
    return [
        {
            "what": str(one.kind),
            "begins": written(one.begins_at),
            "due": written(one.due_at),
            "isMet": one.is_met,
            "isOverdue": one.is_overdue(now),
        }
        for one in deadlines(standing.clock)
    ]


async def _phases(deployment: Deployment, incident_id: UUID) -> list[dict[str, Any]]:
    found = []
    for phase in await phases_of(incident_id):
        operator = await Operator.get_or_none(id=phase.decided_by_id)
        found.append(
            {
                "number": phase.number,
                "state": phase.state,
                "words": asdict(await words_of(deployment, phase)),
                "decidedAt": written(phase.decided_at),
                "decidedBy": operator.full_name if operator else str(phase.decided_by_id),
                "digest": phase.digest,
            }
        )
    return found


async def _scopes(incident_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "number": scope.number,
            "question": scope.question,
            "size": scope.tree_size,
            "root": scope.tree_root,
            "pending": scope.pending,
            "truncatedAt": scope.truncated_at,
            "entries": scope.entries,
            "clinics": [part.plain for part in await parts_of_scope(scope.id)],
            "computedAt": written(scope.computed_at),
            "digest": scope.digest,
        }
        for scope in await IncidentScope.filter(incident_id=incident_id).order_by("number")
    ]


async def _notices(incident_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "clinic": str(one.clinic_id),
            "phase": one.phase,
            "state": one.state,
            "people": one.people,
            "records": one.records,
            "classes": dict(sorted(one.classes.items())),
            "toldAt": written(one.told_at),
            "authorityDueAt": written(one.authority_due_at),
            "acknowledgedAt": _written(one.acknowledged_at),
            "acknowledgedBy": str(one.acknowledged_by_id) if one.acknowledged_by_id else None,
        }
        for one in await notices_of(incident_id)
    ]


async def _audit(incident: Incident) -> dict[str, Any]:
    newest = await newest_checkpoint()
    if newest is None:
        return {"checkpoint": None, "entries": []}
    rows = await fetch(ENTRIES, (incident.id, incident.opened_at, newest.size))
    entries = []
    for row in rows:
        index = int(row["position"])
        proof = await hashes_of(inclusion_spans(index, newest.size))
        leaf = leaf_data(row["content"], row["clinic_index"]).decode()
        entries.append({"index": index, "leaf": leaf, "proof": [one.hex() for one in proof]})
    return {"checkpoint": newest.note, "entries": entries}


def _written(at: datetime | None) -> str | None:
    return written(at) if at is not None else None


def as_markdown(record: Mapping[str, Any]) -> str:
    """Write a record for people."""
    head = record["incident"]
    lines = [f"# {'DRILL: ' if head['isDrill'] else ''}Incident {head['name']}", ""]
    lines += [
        f"- state: {head['state']}",
        f"- aware since: {head['becameAwareAt']}",
        f"- opened: {head['openedAt']} by {head['openedBy']}",
        f"- closed: {head['closedAt'] or 'no'}",
        *(f"- {one['what']}, due {one['due']}: {_standing(one)}" for one in record["deadlines"]),
        "",
    ]
    for phase in record["phases"]:
        lines += [f"## {phase['number']}. {phase['state']}", f"{phase['decidedAt']}, {phase['decidedBy']}", ""]
        lines += [f"**{name.capitalize()}:** {text}\n" for name, text in phase["words"].items() if text]
    for scope in record["scopes"]:
        lines += [f"## Scope {scope['number']}", f"Of the first {scope['size']} entries, root `{scope['root']}`.", ""]
        lines += [f"- {_told(part)}" for part in scope["clinics"]] + [""]
    lines += ["## Notices", ""]
    lines += [
        f"- clinic {one['clinic']}, phase {one['phase']}: told {one['toldAt']}, acknowledged {one['acknowledgedAt']}"
        for one in record["notices"]
    ]
    return "\n".join([*lines, "", f"{len(record['audit']['entries'])} entries of the audit log prove this.", ""])


def _standing(deadline: Mapping[str, Any]) -> str:
    return "met" if deadline["isMet"] else "OVERDUE" if deadline["isOverdue"] else "running"


def _told(part: Mapping[str, Any]) -> str:
    kinds = ", ".join(f"{name} {count}" for name, count in part["classes"].items())
    return (
        f"clinic {part['clinic']}: {len(part['patients'])} people, {part['records']} records ({kinds}), "
        f"{part['first']} to {part['last']}"
    )
