"""What a clinic was told of breaches, as its owners see it, and that they have read it."""

import json
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.db import listed
from chatbookr_core.incidents.notices import acknowledge
from chatbookr_core.incidents.queries import NOTICE_ORDERS, NoticeRecord, notices_where
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.sealed_rows import sealed_in
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import global_id, key_of
from chatbookr_schema.incidents import IncidentClass, IncidentState
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, opened, ordered
from chatbookr_schema.recorded import Recorded

READ, ACKNOWLEDGE = Needs(Permission.INCIDENT_READ), Needs(Permission.INCIDENT_ACKNOWLEDGE)


@object_type(
    "What a clinic was told of a breach with one phase of it.", needs=Permission.INCIDENT_READ, record=NoticeRecord
)
class IncidentNotice(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[NoticeRecord]
    keys: strawberry.Private[Keys]
    name: str = field("The incident's handle.", policy=OF_PARENT, data=DataClass.NONE)
    phase: int = field("Of which phase, counted from 1; a later one says more.", policy=OF_PARENT)
    state: IncidentState = field("How far the incident had got.", policy=OF_PARENT)
    is_drill: bool = field("It is an exercise: nothing has happened.", policy=OF_PARENT)
    people: int = field("About how many people it concerns.", policy=OF_PARENT)
    records: int = field("About how many records.", policy=OF_PARENT)
    first_at: datetime = field("When the first of it was seen or changed.", policy=OF_PARENT)
    last_at: datetime = field("When the last of it was.", policy=OF_PARENT)
    nature: str = field("What happened.", policy=OF_PARENT, data=DataClass.CONTACT, sealed=columns.NOTICE_NATURE)
    contact: str = field("Whom to ask.", policy=OF_PARENT, data=DataClass.CONTACT, sealed=columns.NOTICE_CONTACT)
    consequences: str = field(
        "Likely consequences.", policy=OF_PARENT, data=DataClass.CONTACT, sealed=columns.NOTICE_CONSEQUENCES
    )
    measures: str = field(
        "What was done, or is proposed.", policy=OF_PARENT, data=DataClass.CONTACT, sealed=columns.NOTICE_MEASURES
    )
    told_at: datetime = field("When the clinic was told.", policy=OF_PARENT)
    authority_due_at: datetime = field(
        "Until when the clinic must tell its authority, if it must (Art. 33(1) GDPR).", policy=OF_PARENT
    )
    acknowledged_at: datetime | None = field("When an owner said they had read it.", policy=OF_PARENT)

    @field("Which classes of data, and how many records of each.", policy=OF_PARENT, lists=7, reads=("classes",))
    def classes(self) -> list[IncidentClass]:
        given = self.record.classes
        found: dict[str, int] = json.loads(given) if isinstance(given, str) else given  # SQLite gives text
        return [IncidentClass(name=name, records=count) for name, count in sorted(found.items())]

    @field("Whom it concerns.", policy=Needs(Permission.PATIENT_READ), lists=100, reads=("patients",))
    def patient_ids(self) -> list[strawberry.ID] | None:
        return [strawberry.ID(global_id("Patient", UUID(one))) for one in listed(self.record.patients) or ()]

    @field("The owner who said they had read it.", policy=OF_PARENT, reads=("acknowledged_by_id",))
    def acknowledged_by_id(self) -> strawberry.ID | None:
        key = self.record.acknowledged_by_id
        return strawberry.ID(global_id("User", key)) if key else None


async def find_incident_notice(context: Context, key: UUID) -> IncidentNotice | None:
    record = await context.loaders.incident_notices.load(key)
    if record is None:
        return None
    return IncidentNotice.of(record, await context.loaders.keys(record.clinic_id, sealed_in(record)))


@input_type("Which notices; what is left out does not matter.")
class IncidentNoticeWhere:
    is_acknowledged: bool | None = optional_input("Those an owner has read, or those none has.", policy=OF_PARENT)


@enum_type("What notices are ordered by.", TOLD_AT="When the clinic was told.")
class IncidentNoticeOrderField(Enum):
    TOLD_AT = "told_at"


@input_type("The order of notices.")
class IncidentNoticeOrderBy:
    by: IncidentNoticeOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class IncidentNoticeQueries:
    @field("What a clinic was told of breaches, the newest first unless ordered.", policy=READ, cost=1)
    async def incident_notices(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[IncidentNoticeWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[IncidentNoticeOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[IncidentNotice] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.INCIDENT_READ)
        is_acknowledged = where.is_acknowledged if where else None
        order = ordered(NOTICE_ORDERS, order_by)
        selection = notices_where(context.reach(clinic), order, is_acknowledged=is_acknowledged)
        return await paging.listed(
            info, selection, Pageable(first, after, last, before), opened(IncidentNotice, context, clinic), clinic
        )


@error_codes("Why a notice was not acknowledged.", NOT_FOUND=COMMON["NOT_FOUND"])
class IncidentAcknowledgeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of acknowledging a notice.")
class IncidentAcknowledgePayload:
    clinic_id: strawberry.Private[UUID | None]
    incident_notice: IncidentNotice | None = field("The notice as it is now.", policy=READ)
    user_errors: list[UserError[IncidentAcknowledgeErrorCode]] = field("Why it was not.", policy=OUTCOME)


@strawberry.type
class IncidentNoticeMutations:
    @field("Say, as an owner, that a notice was read; the first who says so stays.", policy=ACKNOWLEDGE, cost=10)
    async def incident_acknowledge(
        self, info: Info, incident_notice_id: Annotated[strawberry.ID, argument("Which notice.")]
    ) -> IncidentAcknowledgePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(incident_notice_id, "IncidentNotice", field="incidentNoticeId")
        outcome = await change(
            info, None, IncidentAcknowledgeErrorCode, lambda: acknowledge(context.deployment, actor, key)
        )
        found = await find_incident_notice(context, key) if outcome.key else None
        return IncidentAcknowledgePayload(
            clinic_id=found.clinic_id if found else None, incident_notice=found, user_errors=outcome.user_errors
        )
