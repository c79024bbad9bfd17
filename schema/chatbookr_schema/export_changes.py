"""Has all that is kept of a patient put together."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.exports.service import export_patient
from chatbookr_schema.context import Info
from chatbookr_schema.exports import EXPORT, PatientExport, find_patient_export
from chatbookr_schema.field import argument, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes


@error_codes(
    "Why a patient's data is not put together.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED="Prove again who you are: `POST /step-up`, then ask again within 5 minutes.",
    UNDER_ERASURE="They were erased, or are being erased.",
    QUOTA_REACHED="Three exports of them are there already: fetch one of those.",
)
class PatientExportErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    UNDER_ERASURE = "UNDER_ERASURE"
    QUOTA_REACHED = "QUOTA_REACHED"


@object_type("What became of having a patient's data put together.")
class PatientExportPayload:
    clinic_id: strawberry.Private[UUID | None]
    patient_export: PatientExport | None = field("The export; ask for it again until it is ready.", policy=EXPORT)
    user_errors: list[UserError[PatientExportErrorCode]] = field("Why it is not done.", policy=OUTCOME)


@strawberry.type
class ExportMutations:
    @field(
        "Put together all that is kept of a patient: as JSON, as a FHIR R4 Bundle and as a page, in one ZIP archive.",
        policy=EXPORT,
        cost=50,
    )
    async def patient_export(
        self, info: Info, patient_id: Annotated[strawberry.ID, argument("Of whom.")]
    ) -> PatientExportPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(patient_id, "Patient", field="patientId")
        outcome = await change(
            info, None, PatientExportErrorCode, lambda: export_patient(context.deployment, actor, key)
        )
        found = await find_patient_export(context, outcome.key) if outcome.key else None
        return PatientExportPayload(
            clinic_id=found.clinic_id if found else None, patient_export=found, user_errors=outcome.user_errors
        )
