"""What is promised to a clinic, and what is found of each promise among its own rows and in the deployment."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry

from chatbookr_core.trust.findings import Fact, Line
from chatbookr_core.trust.report import last_report_on, report_to
from chatbookr_core.trust.written import instant
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, object_type
from chatbookr_schema.field_rules import field_rules
from chatbookr_schema.nodes import clinic_for

if TYPE_CHECKING:
    from chatbookr_schema.surface_schema import ChatbookrSchema


@enum_type(
    "What was found of a promise.",
    KEPT="The check looked, and found what is promised.",
    NOT_KEPT="It found something else; `why` says what, `nextStep` what to do.",
    NOT_SHOWN="It cannot be told from here; `why` says so. It is not a promise kept.",
)
class TrustOutcome(Enum):
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    NOT_SHOWN = "not_shown"


@object_type("Something that was seen when a promise was looked at.", needs=Permission.AUDIT_READ)
class TrustFact:
    clinic_id: strawberry.Private[UUID]
    name: str = field("What it is, in one word.", policy=OF_PARENT)
    value: str | None = field("The value as text: a number, a word, an instant in UTC; null: none.", policy=OF_PARENT)
    unit: str | None = field("What a number counts.", policy=OF_PARENT)

    @classmethod
    def of(cls, fact: Fact, clinic_id: UUID) -> "TrustFact":
        value = instant(fact.value) if isinstance(fact.value, datetime) else fact.value
        said = str(value).lower() if isinstance(value, bool) else str(value)
        return cls(
            clinic_id=clinic_id, name=fact.name, value=said if value is not None else None, unit=fact.unit or None
        )


@object_type("A promise to the clinic, and what was found of it.", needs=Permission.AUDIT_READ)
class TrustFinding:
    clinic_id: strawberry.Private[UUID]
    promise: str = field("Its number: P1 to P20.", policy=OF_PARENT)
    title: str = field("It in few words.", policy=OF_PARENT)
    sentence: str = field("What is promised.", policy=OF_PARENT)
    outcome: TrustOutcome = field("What was found.", policy=OF_PARENT)
    why: str | None = field("Why it is not kept, or not shown.", policy=OF_PARENT)
    next_step: str | None = field("What to do about that.", policy=OF_PARENT)
    is_of_clinic: bool = field("Whether the clinic's own rows were looked at, or the deployment.", policy=OF_PARENT)
    looked_at: datetime = field("When.", policy=OF_PARENT)
    facts: list[TrustFact] = field("What was seen.", policy=OF_PARENT, lists=8)

    @classmethod
    def of(cls, line: Line, clinic_id: UUID) -> "TrustFinding":
        return cls(
            clinic_id=clinic_id,
            promise=line.promise.id,
            title=line.promise.title,
            sentence=line.promise.sentence,
            outcome=TrustOutcome(line.finding.outcome.value),
            why=line.finding.why or None,
            next_step=line.finding.next_step or None,
            is_of_clinic=line.is_clinics,
            looked_at=line.looked_at,
            facts=[TrustFact.of(one, clinic_id) for one in line.finding.facts],
        )


@strawberry.type
class TrustQueries:
    @field(
        "Each promise to a clinic, and what was found of it: of its rows now, of the deployment minutes ago at most.",
        policy=Needs(Permission.AUDIT_READ),
        cost=50,
        lists=20,
    )
    async def trust_report(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[TrustFinding] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.AUDIT_READ)
        deployment, rules = context.deployment, field_rules(cast("ChatbookrSchema", info.schema)._schema)
        whole = await last_report_on(deployment, rules)
        return [TrustFinding.of(one, clinic) for one in await report_to(clinic, deployment, rules, whole)]
