"""Incidents as operators see them: decisions, clocks, ids and counts; nothing that a clinic keeps of anybody."""

import json
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from chatbookr_core.db import transaction
from chatbookr_core.incidents.overview import AffectedClinic, Decision, Overview, find_overview, overviews_of
from chatbookr_core.incidents.queries import INCIDENT_ORDERS, incidents_where
from chatbookr_core.incidents.record import as_markdown, record_of
from chatbookr_core.incidents.rules import Deadline
from chatbookr_core.incidents.service import decider
from chatbookr_schema import paging
from chatbookr_schema.context import Info
from chatbookr_schema.deployment_alerts import AlertQueries
from chatbookr_schema.field import (
    AUTHENTICATED,
    OF_PARENT,
    DataClass,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import global_id
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered


@enum_type(
    "How far an incident has got.",
    SUSPECTED="Something may have happened.",
    CONFIRMED="It has happened.",
    CONTAINED="It does not go on.",
    NOTIFIED="Every clinic concerned was told.",
    CLOSED="It is over.",
    DISMISSED="It was none.",
)
class IncidentState(Enum):
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    CONTAINED = "contained"
    NOTIFIED = "notified"
    CLOSED = "closed"
    DISMISSED = "dismissed"


@enum_type(
    "Who is to be told by when.",
    CLINICS="The clinics concerned, within 24 hours (Art. 33(2) GDPR: without undue delay).",
    AUTHORITY="Clinics' authorities, by the clinics, within 72 hours of the first notice (Art. 33(1)).",
)
class IncidentDeadlineKind(Enum):
    CLINICS = "clinics"
    AUTHORITY = "authority"


@object_type("Something about an incident that must be done by an instant.")
class IncidentDeadline:
    kind: IncidentDeadlineKind = field("Who is to be told.", policy=OF_PARENT)
    begins_at: datetime = field("Since when the clock runs.", policy=OF_PARENT)
    due_at: datetime = field("By when.", policy=OF_PARENT)
    is_met: bool = field("Nothing is left to be done.", policy=OF_PARENT)
    is_overdue: bool = field("Time is up, and it is not met.", policy=OF_PARENT)

    @classmethod
    def of(cls, one: Deadline, now: datetime) -> "IncidentDeadline":
        return cls(
            kind=IncidentDeadlineKind(one.kind.value),
            begins_at=one.begins_at,
            due_at=one.due_at,
            is_met=one.is_met,
            is_overdue=one.is_overdue(now),
        )


@object_type("A decision about an incident; it stays as it was made.")
class IncidentPhase:
    number: int = field("Counted from 1.", policy=OF_PARENT)
    state: IncidentState = field("What the incident became.", policy=OF_PARENT)
    facts: str = field("What was known to have happened.", policy=OF_PARENT, data=DataClass.NONE)
    effects: str = field("Likely consequences.", policy=OF_PARENT, data=DataClass.NONE)
    measures: str = field("What was done, or proposed.", policy=OF_PARENT, data=DataClass.NONE)
    contact: str = field("Whom clinics can ask.", policy=OF_PARENT, data=DataClass.NONE)
    decided_at: datetime = field("When.", policy=OF_PARENT)
    decided_by: str = field("The operator's name.", policy=OF_PARENT, data=DataClass.NONE)

    @classmethod
    def of(cls, one: Decision) -> "IncidentPhase":
        return cls(
            number=one.phase.number,
            state=IncidentState(one.phase.state),
            facts=one.words.facts,
            effects=one.words.effects,
            measures=one.words.measures,
            contact=one.words.contact,
            decided_at=one.phase.decided_at,
            decided_by=one.decided_by,
        )


@object_type("How many records of one class of data a clinic's part has.")
class IncidentClass:
    name: str = field("contact, conversation, booking, export, secret, account or operation.", policy=OF_PARENT)
    records: int = field("How many.", policy=OF_PARENT)


@object_type("What of an incident concerns one clinic: ids and counts.")
class IncidentClinic:
    clinic: strawberry.ID = field("The clinic's id, which opens nothing.", policy=OF_PARENT)
    patients: list[strawberry.ID] = field("Patients' ids, which open nothing.", policy=OF_PARENT, lists=100)
    people: int = field("How many patients.", policy=OF_PARENT)
    records: int = field("How many records.", policy=OF_PARENT)
    unresolved: int = field("Of how many of them nobody can say any longer whose they are.", policy=OF_PARENT)
    classes: list[IncidentClass] = field("Which classes of data.", policy=OF_PARENT, lists=7)
    first_at: datetime = field("When the first of it was seen or changed.", policy=OF_PARENT)
    last_at: datetime = field("When the last of it was.", policy=OF_PARENT)
    told_at: datetime | None = field("When the clinic was first told; null: it was not.", policy=OF_PARENT)
    acknowledged_at: datetime | None = field("When an owner said they had read it.", policy=OF_PARENT)

    @classmethod
    def of(cls, one: AffectedClinic) -> "IncidentClinic":
        part = one.part
        return cls(
            clinic=strawberry.ID(global_id("Clinic", part.clinic_id)),
            patients=[strawberry.ID(global_id("Patient", key)) for key in part.patients],
            people=len(part.patients),
            records=part.records,
            unresolved=part.unresolved,
            classes=[IncidentClass(name=name, records=count) for name, count in sorted(part.classes.items())],
            first_at=part.first_at,
            last_at=part.last_at,
            told_at=one.told_at,
            acknowledged_at=one.acknowledged_at,
        )


@object_type("Whom an incident concerns, as the audit log of so many entries says.")
class IncidentScope:
    number: int = field("Counted from 1; the newest counts.", policy=OF_PARENT)
    size: int = field("How many entries the log had.", policy=OF_PARENT)
    root: str = field("The root of its tree, in hexadecimal.", policy=OF_PARENT)
    entries: int = field("How many of them are of those deeds.", policy=OF_PARENT)
    pending: int = field("How many more had no place in the log yet: compute it again.", policy=OF_PARENT)
    digest: str = field("The hash of all of it, which the audit log has too.", policy=OF_PARENT)
    clinics: list[IncidentClinic] = field("By clinic.", policy=OF_PARENT, lists=10)


@object_type("A breach of personal data, suspected or found, or a drill of one.")
class Incident:
    name: str = field("Its handle: 2026-11-stolen-key.", policy=OF_PARENT, data=DataClass.NONE)
    is_drill: bool = field("Nothing has happened: it is an exercise.", policy=OF_PARENT)
    state: IncidentState = field("How far it has got.", policy=OF_PARENT)
    became_aware_at: datetime = field("When the clocks began.", policy=OF_PARENT)
    opened_at: datetime = field("When it was opened.", policy=OF_PARENT)
    closed_at: datetime | None = field("When it was closed or dismissed.", policy=OF_PARENT)
    deadlines: list[IncidentDeadline] = field("What is due.", policy=OF_PARENT, lists=2)
    phases: list[IncidentPhase] = field("What was decided, in order.", policy=OF_PARENT, lists=6)
    scope: IncidentScope | None = field("Whom it concerns, computed last; null: not yet.", policy=OF_PARENT)

    @classmethod
    def of(cls, one: Overview, now: datetime) -> "Incident":
        incident, scope = one.incident, one.scope
        return cls(
            name=incident.name,
            is_drill=incident.is_drill,
            state=IncidentState(incident.state),
            became_aware_at=incident.became_aware_at,
            opened_at=incident.opened_at,
            closed_at=incident.closed_at,
            deadlines=[IncidentDeadline.of(each, now) for each in one.deadlines],
            phases=[IncidentPhase.of(each) for each in one.decisions],
            scope=IncidentScope(
                number=scope.number,
                size=scope.tree_size,
                root=scope.tree_root,
                entries=scope.entries,
                pending=scope.pending,
                digest=scope.digest,
                clinics=[IncidentClinic.of(each) for each in one.clinics],
            )
            if scope
            else None,
        )


@object_type("The record of an incident (Art. 33(5) GDPR).")
class IncidentRecord:
    json: str = field("For programs, with its proofs: `chatbookr incident verify`.", policy=OF_PARENT)
    markdown: str = field("For people.", policy=OF_PARENT)


@input_type("Which incidents.")
class IncidentWhere:
    is_drill: bool | None = optional_input("The drills instead; left out: what happened.", policy=OF_PARENT)


@enum_type("What incidents are ordered by.", OPENED_AT="When they were opened.")
class IncidentOrderField(Enum):
    OPENED_AT = "opened_at"


@input_type("The order of incidents.")
class IncidentOrderBy:
    by: IncidentOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type(description="Everything that operators can read of their own business.")
class DeskQuery(AlertQueries):
    @field("Incidents, or drills, the newest first unless ordered.", policy=AUTHENTICATED, cost=5)
    async def incidents(
        self,
        info: Info,
        where: Annotated[IncidentWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[IncidentOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Incident] | None:
        context = info.context
        await decider(context.deployment, context.principal())
        order = ordered(INCIDENT_ORDERS, order_by)
        selection = incidents_where(order, are_drills=bool(where and where.is_drill))

        async def make(rows: Sequence[Any]) -> Sequence[Incident]:
            found = await overviews_of(context.deployment, [row.id for row in rows])
            return [Incident.of(one, context.now) for one in found]

        return await paging.listed(info, selection, Pageable(first, after, last, before), make)

    @field("One incident; null where there is none of that name.", policy=AUTHENTICATED, cost=5)
    async def incident(self, info: Info, name: Annotated[str, argument("Which one.")]) -> Incident | None:
        context = info.context
        await decider(context.deployment, context.principal())
        found = await find_overview(context.deployment, name=name)
        return Incident.of(found, context.now) if found else None

    @field("The record of an incident; that it was taken is written down.", policy=AUTHENTICATED, cost=50)
    async def incident_record(
        self, info: Info, name: Annotated[str, argument("Of which one.")]
    ) -> IncidentRecord | None:
        context = info.context
        by = await decider(context.deployment, context.principal())
        async with transaction():
            record = await record_of(context.deployment, by, name)
        return IncidentRecord(json=json.dumps(record, ensure_ascii=False), markdown=as_markdown(record))
