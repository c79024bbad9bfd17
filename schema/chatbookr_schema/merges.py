"""Makes one patient of two who are one person, and says beforehand what would become of whom."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.merges.service import Preview, merge_patients, preview_merge
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import (
    OF_PARENT,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, STEP_UP, UserError, change, error_codes
from chatbookr_schema.patients import Patient, find_patient

MERGE, READ = Needs(Permission.PATIENT_MERGE), Needs(Permission.PATIENT_READ)
ERASED = "One of them was erased, or is being erased."
HELD = "A hold stands on one of them, or on the whole clinic: what it keeps stays as it is."


@enum_type("Why two patients would not be made one.", UNDER_ERASURE=ERASED, LEGAL_HOLD=HELD)
class PatientsMergeRefusal(Enum):
    UNDER_ERASURE = "UNDER_ERASURE"
    LEGAL_HOLD = "LEGAL_HOLD"


@object_type("What would become of a patient who is merged into another.", needs=Permission.PATIENT_MERGE)
class PatientsMergePreview:
    clinic_id: strawberry.Private[UUID]
    version: str = field(
        "Who both are known as at the moment, as a code: `patientsMerge` takes it as `expectedVersion`.",
        policy=OF_PARENT,
    )
    refusal: PatientsMergeRefusal | None = field("Why it would not be done; null: it would.", policy=OF_PARENT)
    conversation_count: int = field("So many conversations become the kept one's.", policy=OF_PARENT)
    joined_count: int = field(
        "Of these, so many become one with a conversation that they have through the same channel.", policy=OF_PARENT
    )
    message_count: int = field("So many messages.", policy=OF_PARENT)
    note_count: int = field("So many notes of staff.", policy=OF_PARENT)
    booking_count: int = field("So many bookings, of all states.", policy=OF_PARENT)
    file_count: int = field("So many files.", policy=OF_PARENT)
    consent_count: int = field("So many entries of the ledger of consents, which count as theirs.", policy=OF_PARENT)
    task_count: int = field("So many open tasks.", policy=OF_PARENT)

    @classmethod
    def of(cls, shown: Preview) -> "PatientsMergePreview":
        moving = shown.moving
        return cls(
            clinic_id=shown.clinic_id,
            version=shown.version,
            refusal=PatientsMergeRefusal(shown.refusal) if shown.refusal is not None else None,
            conversation_count=moving.conversations,
            joined_count=moving.joined,
            message_count=moving.messages,
            note_count=moving.notes,
            booking_count=moving.bookings,
            file_count=moving.files,
            consent_count=moving.consents,
            task_count=moving.tasks,
        )


@error_codes(
    "Why two patients were not made one.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    STALE="One of them was changed since `expectedVersion`: look at the preview again.",
    UNDER_ERASURE=ERASED,
    LEGAL_HOLD=HELD,
)
class PatientsMergeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    STALE = "STALE"
    UNDER_ERASURE = "UNDER_ERASURE"
    LEGAL_HOLD = "LEGAL_HOLD"


@input_type("Who turned out to be who.")
class PatientsMergeInput:
    keep_id: strawberry.ID = field("Who is kept.", policy=OF_PARENT)
    from_id: strawberry.ID = field("Who is the same person, and found by that id no longer.", policy=OF_PARENT)
    expected_version: str | None = optional_input(
        "The preview's `version`; left out, it is done whatever was changed since.", policy=OF_PARENT
    )


@object_type("What became of making one patient of two.")
class PatientsMergePayload:
    clinic_id: strawberry.Private[UUID | None]
    patient: Patient | None = field("Who is kept.", policy=READ)
    user_errors: list[UserError[PatientsMergeErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class MergeQueries:
    @field("What making one patient of two would move; nothing is changed.", policy=MERGE, cost=10)
    async def patients_merge_preview(
        self,
        info: Info,
        keep_id: Annotated[strawberry.ID, argument("Who would be kept.")],
        from_id: Annotated[strawberry.ID, argument("Who is the same person.")],
    ) -> PatientsMergePreview | None:
        context = info.context
        keep, gone = key_of(keep_id, "Patient", field="keepId"), key_of(from_id, "Patient", field="fromId")
        return PatientsMergePreview.of(await preview_merge(context.deployment, context.principal(), keep, gone))


@strawberry.type
class MergeMutations:
    @field(
        "Make one patient of two who are one person: conversations, bookings, notes and files become the kept one's, "
        "consents count as theirs, and who writes under either name is them. It cannot be undone; done again, it "
        "stands.",
        policy=MERGE,
        cost=10,
    )
    async def patients_merge(
        self, info: Info, input: Annotated[PatientsMergeInput, argument("Who is who.")]
    ) -> PatientsMergePayload | None:
        context, actor = info.context, info.context.principal()
        keep = key_of(input.keep_id, "Patient", field="input.keepId")
        gone = key_of(input.from_id, "Patient", field="input.fromId")
        outcome = await change(
            info,
            input,
            PatientsMergeErrorCode,
            lambda: merge_patients(context.deployment, actor, keep, gone, expected_version=input.expected_version),
        )
        found = await find_patient(context, outcome.key) if outcome.key else None
        return PatientsMergePayload(
            clinic_id=found.record.clinic_id if found else None, patient=found, user_errors=outcome.user_errors
        )
