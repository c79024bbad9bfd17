"""For how long a clinic keeps what, what the next night deletes, what nights have deleted, and what is on hold."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.retention.nights import days_of, tonight
from chatbookr_core.retention.queries import (
    HOLD_ORDERS,
    RUN_ORDERS,
    HoldRecord,
    RunRecord,
    holds_where,
    night_of,
    runs_where,
)
from chatbookr_core.retention.rules import BOUNDS
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
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    opened,
    ordered,
    shown,
)
from chatbookr_schema.recorded import Recorded

READ, MANAGE = Needs(Permission.RETENTION_READ), Needs(Permission.RETENTION_MANAGE)


@enum_type(
    "A class of data that is kept and deleted together.",
    PATIENTS="Who nothing is kept of any more but who they are.",
    MESSAGES="What was written; a message that shows a consent is kept as long as that.",
    MEDIA="Files that came with messages; a file goes with its message at the latest.",
    CONSENT="What patients agreed to; what counts still is kept while they come or write.",
    BOOKINGS="Appointments, by when they begin.",
    JOBS="Work that was done: ids and times.",
    DELIVERIES="What providers posted or said of the clinic's accounts, and what partners were told.",
    AUDIT="Entries of the audit log, by when it was done; their hashes and places stay.",
)
class RetainedClass(Enum):
    PATIENTS = "patients"
    MESSAGES = "messages"
    MEDIA = "media"
    CONSENT = "consent"
    BOOKINGS = "bookings"
    JOBS = "jobs"
    DELIVERIES = "deliveries"
    AUDIT = "audit"


@object_type("For how long a clinic keeps one class of data.", needs=Permission.RETENTION_READ)
class RetentionRule:
    clinic_id: strawberry.Private[UUID]
    data_class: RetainedClass = field("Which data.", policy=OF_PARENT)
    days: int = field("For so many days.", policy=OF_PARENT)
    default_days: int = field("What it is where the clinic says nothing.", policy=OF_PARENT)
    least_days: int = field("The least it can say.", policy=OF_PARENT)
    most_days: int = field("The most it can say.", policy=OF_PARENT)


@object_type("What the next night will do with one class of data, as things stand.", needs=Permission.RETENTION_READ)
class RetentionPreview:
    clinic_id: strawberry.Private[UUID]
    data_class: RetainedClass = field("Which data.", policy=OF_PARENT)
    before: datetime = field("What is older than this has served its time.", policy=OF_PARENT)
    deleted: int = field("How much will be deleted.", policy=OF_PARENT)
    held: int = field("How much has served its time and is kept: it is on hold.", policy=OF_PARENT)


@object_type("What a night did with one class of data.", needs=Permission.RETENTION_READ, record=RunRecord)
class RetentionRun(Recorded):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[RunRecord]
    data_class: RetainedClass = field("Which data.", policy=OF_PARENT)
    deleted: int = field("How much was deleted.", policy=OF_PARENT)
    held: int = field("How much had served its time and was kept: it was on hold.", policy=OF_PARENT)
    started_at: datetime = field("When it began.", policy=OF_PARENT)
    finished_at: datetime | None = field("When it was over; null while it goes on.", policy=OF_PARENT)

    @field("Which night, by the day it ends in.", policy=OF_PARENT, reads=("night",))
    def night(self) -> date:
        return night_of(self.record)


@object_type(
    "That nothing of a patient, or of the whole clinic, is deleted for now.",
    needs=Permission.RETENTION_READ,
    record=HoldRecord,
)
class LegalHold(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[HoldRecord]
    keys: strawberry.Private[Keys]
    until: datetime | None = field("When it ends by itself; null: not before it is released.", policy=OF_PARENT)
    created_at: datetime = field("When it was placed.", policy=OF_PARENT)
    released_at: datetime | None = field("When it was released.", policy=OF_PARENT)
    reason: str | None = field(
        "Why, in the words of who placed it.",
        policy=MANAGE,
        data=DataClass.CONTACT,
        sealed=columns.HOLD_REASON,
    )

    @field("Whose data; null: everybody's.", policy=OF_PARENT, reads=("patient_id",))
    def patient_id(self) -> strawberry.ID | None:
        key = self.record.patient_id
        return strawberry.ID(global_id("Patient", key)) if key else None


async def find_legal_hold(context: Context, key: UUID) -> LegalHold | None:
    record = await context.loaders.legal_holds.load(key)
    if record is None:
        return None
    return LegalHold.of(record, await context.loaders.keys(record.clinic_id, sealed_in(record)))


async def rules_of(clinic: UUID) -> list[RetentionRule]:
    """List what a clinic says of each class."""
    return [
        RetentionRule(
            clinic_id=clinic,
            data_class=RetainedClass(one.value),
            days=days,
            default_days=BOUNDS[one].default_days,
            least_days=BOUNDS[one].least_days,
            most_days=BOUNDS[one].most_days,
        )
        for one, days in (await days_of(clinic)).items()
    ]


@input_type("Which holds; what is left out does not matter.")
class LegalHoldWhere:
    is_released: bool | None = optional_input("Those that were released, or those that were not.", policy=OF_PARENT)


@enum_type("What holds are ordered by.", CREATED_AT="When they were placed.")
class LegalHoldOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of holds.")
class LegalHoldOrderBy:
    by: LegalHoldOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@input_type("Which of what nights did; what is left out does not matter.")
class RetentionRunWhere:
    data_class: RetainedClass | None = optional_input("With this class of data.", policy=OF_PARENT)


@enum_type("What nights are ordered by.", STARTED_AT="When they began.")
class RetentionRunOrderField(Enum):
    STARTED_AT = "started_at"


@input_type("The order of nights.")
class RetentionRunOrderBy:
    by: RetentionRunOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class RetentionQueries:
    @field("For how long a clinic keeps what.", policy=READ, cost=1, lists=len(BOUNDS))
    async def retention(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[RetentionRule] | None:
        return await rules_of(clinic_for(info.context, clinic_id, Permission.RETENTION_READ))

    @field("What the next night will delete, counted as it will.", policy=READ, cost=50, lists=len(BOUNDS))
    async def retention_preview(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[RetentionPreview] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.RETENTION_READ)
        return [
            RetentionPreview(
                clinic_id=clinic,
                data_class=RetainedClass(one.data_class.value),
                before=one.before,
                deleted=one.deleted,
                held=one.held,
            )
            for one in await tonight(clinic, info.context.now)
        ]

    @field("What a clinic's nights have deleted, the newest first unless ordered.", policy=READ, cost=1)
    async def retention_runs(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[RetentionRunWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[RetentionRunOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[RetentionRun] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.RETENTION_READ)
        data_class = where.data_class.value if where and where.data_class else None
        selection = runs_where(context.reach(clinic), ordered(RUN_ORDERS, order_by), data_class=data_class)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(RetentionRun), clinic)

    @field("What is on hold at a clinic, or was, the newest first unless ordered.", policy=READ, cost=1)
    async def legal_holds(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[LegalHoldWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[LegalHoldOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[LegalHold] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.RETENTION_READ)
        is_released = where.is_released if where else None
        selection = holds_where(context.reach(clinic), ordered(HOLD_ORDERS, order_by), is_released=is_released)
        return await paging.listed(
            info, selection, Pageable(first, after, last, before), opened(LegalHold, context, clinic), clinic
        )
