"""What staff do with the ledger of consents: enter what was said elsewhere, copy it, say what patients are asked."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.consents.exporting import export_ledger
from chatbookr_core.consents.rules import Decision, Mode, Purpose, Source
from chatbookr_core.consents.service import Told, record_consent, set_mode
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.consent_codes import ConsentDecision, ConsentMode, ConsentPurpose, ConsentSource
from chatbookr_schema.consents import EXPORT, READ, ConsentEntry, ConsentExport, find_consent, find_consent_export
from chatbookr_schema.context import Info
from chatbookr_schema.field import (
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import (
    COMMON,
    OUTCOME,
    STEP_UP,
    UserError,
    change,
    error_codes,
)
from chatbookr_schema.values import aware

WRITE, MANAGE = Needs(Permission.CONSENT_WRITE), Needs(Permission.CLINIC_SECURITY_MANAGE)


@error_codes(
    "Why nothing was entered.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    UNDER_ERASURE="They were erased, or are being erased.",
)
class ConsentRecordErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    UNDER_ERASURE = "UNDER_ERASURE"


@input_type("What a patient said elsewhere than in a chat.")
class ConsentRecordInput:
    patient_id: strawberry.ID = field("Who.", policy=OF_PARENT)
    purpose: ConsentPurpose = field("What for.", policy=OF_PARENT)
    decision: ConsentDecision = field("What they said, or were shown.", policy=OF_PARENT)
    source: ConsentSource = field("Where; neither in a chat nor to the provider.", policy=OF_PARENT)
    said_at: datetime | None = optional_input("When, if not just now.", policy=OF_PARENT)
    language: str | None = optional_input("The language of the form they read, like `de`.", policy=OF_PARENT)
    note: str | None = optional_input(
        "What shows it, 1 to 500 characters: where the form lies.", policy=OF_PARENT, data=DataClass.CONTACT
    )


@object_type("What became of an entry.")
class ConsentRecordPayload:
    clinic_id: strawberry.Private[UUID | None]
    consent_entry: ConsentEntry | None = field("The entry; the same once more is the same one.", policy=READ)
    user_errors: list[UserError[ConsentRecordErrorCode]] = field("Why nothing was entered.", policy=OUTCOME)


@error_codes(
    "Why the ledger is not copied.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    QUOTA_REACHED="Three copies are there already: fetch one of those.",
)
class ConsentLedgerExportErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    QUOTA_REACHED = "QUOTA_REACHED"


@object_type("What became of copying the ledger.")
class ConsentLedgerExportPayload:
    clinic_id: strawberry.Private[UUID | None]
    consent_export: ConsentExport | None = field("The copy; ask for it again until it is ready.", policy=EXPORT)
    user_errors: list[UserError[ConsentLedgerExportErrorCode]] = field("Why it is not done.", policy=OUTCOME)


@error_codes("Why it was not changed what patients are asked.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class ClinicConsentModeUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@object_type("What became of saying what patients are asked.")
class ClinicConsentModeUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[ClinicConsentModeUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@strawberry.type
class ConsentMutations:
    @field("Enter what a patient agreed to, refused or took back elsewhere than in a chat.", policy=WRITE, cost=10)
    async def consent_record(
        self, info: Info, input: Annotated[ConsentRecordInput, argument("What they said.")]
    ) -> ConsentRecordPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.patient_id, "Patient", field="input.patientId")
        told = Told(
            Purpose(input.purpose.value),
            Decision(input.decision.value),
            Source(input.source.value),
            aware(input.said_at, "input.saidAt"),
            input.language,
            input.note,
        )
        outcome = await change(
            info, input, ConsentRecordErrorCode, lambda: record_consent(context.deployment, actor, key, told)
        )
        found = await find_consent(context, outcome.key) if outcome.key else None
        return ConsentRecordPayload(
            clinic_id=found.record.clinic_id if found else None, consent_entry=found, user_errors=outcome.user_errors
        )

    @field(
        "Copy a clinic's whole ledger of consents: as JSON, CSV and a FHIR R4 Bundle, in one ZIP archive.",
        policy=EXPORT,
        cost=50,
    )
    async def consent_ledger_export(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of which clinic.")]
    ) -> ConsentLedgerExportPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(clinic_id, "Clinic", field="clinicId")
        outcome = await change(
            info, None, ConsentLedgerExportErrorCode, lambda: export_ledger(context.deployment, actor, key)
        )
        found = await find_consent_export(context, outcome.key) if outcome.key else None
        return ConsentLedgerExportPayload(
            clinic_id=found.clinic_id if found else None, consent_export=found, user_errors=outcome.user_errors
        )

    @field("Say what patients are asked before the assistant serves them.", policy=MANAGE, cost=10)
    async def clinic_consent_mode_update(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of which clinic.")],
        mode: Annotated[ConsentMode, argument("What is asked.")],
    ) -> ClinicConsentModeUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(clinic_id, "Clinic", field="clinicId")
        outcome = await change(
            info,
            None,
            ClinicConsentModeUpdateErrorCode,
            lambda: set_mode(context.deployment, actor, key, Mode(mode.value)),
        )
        found = await find_clinic(context, key) if outcome.key else None
        return ClinicConsentModeUpdatePayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
