"""Has patients erased, and takes partners' word that they have erased them too."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import acknowledge_erasure, erase_patient
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.erasures import READ, Erasure, ErasureGround, find_erasure
from chatbookr_schema.field import OF_PARENT, PARTNER, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

ERASE, HEAR = Needs(Permission.PATIENT_ERASE), Needs(Permission.PATIENT_READ)


@error_codes(
    "Why a patient is not erased.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED="Prove again who you are: `POST /step-up`, then ask again within 5 minutes.",
    LEGAL_HOLD="A hold stands on them, or on the whole clinic: release it first.",
)
class PatientEraseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    LEGAL_HOLD = "LEGAL_HOLD"


@input_type("Whom to erase, and on whose word.")
class PatientEraseInput:
    patient_id: strawberry.ID = field("Whom.", policy=OF_PARENT)
    reference: str = field(
        "The clinic's own reference, 1 to 80 letters, digits and signs; it stays, so it must name nobody.",
        policy=OF_PARENT,
    )
    ground: ErasureGround = field("On which ground.", policy=OF_PARENT)


@object_type("What became of having a patient erased.")
class PatientErasePayload:
    clinic_id: strawberry.Private[UUID | None]
    erasure: Erasure | None = field("The erasure; of one who was asked for before, that one.", policy=READ)
    user_errors: list[UserError[PatientEraseErrorCode]] = field("Why it is not done.", policy=OUTCOME)


@error_codes("Why a word was not taken.", NOT_FOUND="Nothing was asked of this key by an erasure of that id.")
class ErasureAcknowledgeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of a partner's word.")
class ErasureAcknowledgePayload:
    clinic_id: strawberry.Private[UUID | None]
    erasure_id: strawberry.ID | None = field("The erasure.", policy=HEAR)
    user_errors: list[UserError[ErasureAcknowledgeErrorCode]] = field("Why it was not taken.", policy=OUTCOME)


@strawberry.type
class ErasureMutations:
    @field(
        "Erase a patient for good: what was said, who they are, their notes; bookings and consents stay as facts of "
        "nobody. What is to come is cancelled. Asked again, it is the same erasure.",
        policy=ERASE,
        cost=10,
    )
    async def patient_erase(
        self, info: Info, input: Annotated[PatientEraseInput, argument("Whom, and why.")]
    ) -> PatientErasePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.patient_id, "Patient", field="input.patientId")
        ground = Ground(input.ground.value)
        outcome = await change(
            info,
            input,
            PatientEraseErrorCode,
            lambda: erase_patient(context.deployment, actor, key, reference=input.reference, ground=ground),
        )
        found = await find_erasure(context, outcome.key) if outcome.key else None
        return PatientErasePayload(
            clinic_id=found.clinic_id if found else None, erasure=found, user_errors=outcome.user_errors
        )

    @field(
        "Say that a patient of whom `patientErased` told is erased on your side too; said again, it stands.",
        policy=HEAR,
        cost=10,
        surfaces=PARTNER,
        tells=False,
    )
    async def erasure_acknowledge(
        self, info: Info, erasure_id: Annotated[strawberry.ID, argument("Which erasure.")]
    ) -> ErasureAcknowledgePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(erasure_id, "Erasure", field="erasureId")
        outcome = await change(
            info, None, ErasureAcknowledgeErrorCode, lambda: acknowledge_erasure(context.deployment, actor, key)
        )
        is_taken = outcome.key is not None
        return ErasureAcknowledgePayload(
            clinic_id=next(iter(actor.clinic_ids)) if is_taken else None,
            erasure_id=erasure_id if is_taken else None,
            user_errors=outcome.user_errors,
        )
