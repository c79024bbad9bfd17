"""Exports of patients' data: whether they are ready, and where they are fetched."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.exports.links import path_to
from chatbookr_core.exports.rules import link_ends_at
from chatbookr_core.exports.service import EXPORT_ORDERS, ExportRecord, exports_where
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
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
from chatbookr_schema.ids import global_id, optional_key
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.recorded import Recorded

EXPORT = Needs(Permission.PATIENT_EXPORT)


@enum_type("How far an export is.", PENDING="It is being put together.", READY="It can be fetched.")
class PatientExportState(Enum):
    PENDING = "pending"
    READY = "ready"


@object_type(
    "All that is kept of a patient, as one file for a few days.", needs=Permission.PATIENT_EXPORT, record=ExportRecord
)
class PatientExport(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ExportRecord]
    state: PatientExportState = field("How far it is.", policy=OF_PARENT)
    requested_at: datetime = field("When it was asked for.", policy=OF_PARENT)
    ready_at: datetime | None = field("When it was ready: it is of that moment.", policy=OF_PARENT)
    expires_at: datetime = field("Until when it can be fetched.", policy=OF_PARENT)
    size_bytes: int | None = field("How long it is.", policy=OF_PARENT)
    sha256: str | None = field("The SHA-256 of the file, in hexadecimal digits.", policy=OF_PARENT)

    @field("Of whom.", policy=OF_PARENT, reads=("patient_id",))
    def patient_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Patient", self.record.patient_id))

    @field(
        "Where to fetch it, for five minutes and by the asker alone, logged in; null where there is nothing to fetch.",
        policy=OF_PARENT,
        data=DataClass.SECRET,
        reads=("state", "expires_at"),
    )
    async def url(self, info: Info) -> str | None:
        is_ready = PatientExportState(self.record.state) is PatientExportState.READY
        return await link_to(info.context, self.record.id, self.record.expires_at) if is_ready else None


async def link_to(context: Context, export_id: UUID, expires_at: datetime) -> str | None:
    """Sign a link to an export for the asker alone; None for programs, and where its time is over."""
    actor, until = context.principal(), link_ends_at(context.now, expires_at)
    if until <= context.now or not isinstance(actor, StaffActor):
        return None
    return (
        f"{context.deployment.settings.public_url}{await path_to(context.deployment, export_id, actor.user_id, until)}"
    )


async def find_patient_export(context: Context, key: UUID) -> PatientExport | None:
    record = await context.loaders.patient_exports.load(key)
    return PatientExport.of(record) if record else None


@input_type("Which exports; what is left out does not matter.")
class PatientExportWhere:
    patient_id: strawberry.ID | None = optional_input("Of this patient.", policy=OF_PARENT)


@enum_type("What exports are ordered by.", REQUESTED_AT="When they were asked for.")
class PatientExportOrderField(Enum):
    REQUESTED_AT = "requested_at"


@input_type("The order of exports.")
class PatientExportOrderBy:
    by: PatientExportOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class ExportQueries:
    @field("Exports of a clinic's patients, the newest first unless ordered.", policy=EXPORT, cost=1)
    async def patient_exports(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[PatientExportWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[PatientExportOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[PatientExport] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.PATIENT_EXPORT)
        patient = optional_key(where.patient_id if where else None, "Patient", field="where.patientId")
        selection = exports_where(context.reach(clinic), ordered(EXPORT_ORDERS, order_by), patient_id=patient)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(PatientExport), clinic)
