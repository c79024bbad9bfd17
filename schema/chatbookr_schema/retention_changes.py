"""What owners say of retention: how long, and what not yet."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.retention import rules
from chatbookr_core.retention.service import keep_for, place_hold, release_hold
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, DataClass, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import (
    COMMON,
    OUTCOME,
    STEP_UP,
    UserError,
    change,
    error_codes,
)
from chatbookr_schema.retention import (
    MANAGE,
    READ,
    LegalHold,
    RetainedClass,
    RetentionRule,
    find_legal_hold,
    rules_of,
)
from chatbookr_schema.values import aware

CODES = {"NOT_FOUND": COMMON["NOT_FOUND"], "STEP_UP_REQUIRED": STEP_UP}


@error_codes("Why it was not changed how long data is kept.", **CODES, INVALID_VALUE=COMMON["INVALID_VALUE"])
class RetentionUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    INVALID_VALUE = "INVALID_VALUE"


@input_type("For how long a class of data is kept.")
class RetentionUpdateInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    data_class: RetainedClass = field("Which data.", policy=OF_PARENT)
    days: int = field("For so many days, within the bounds of `retention`.", policy=OF_PARENT)


@object_type("What became of saying how long data is kept.")
class RetentionUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    retention: list[RetentionRule] | None = field("What the clinic says now.", policy=READ, lists=len(rules.BOUNDS))
    user_errors: list[UserError[RetentionUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@error_codes(
    "Why a hold was not placed.",
    **CODES,
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    UNDER_ERASURE="The patient was erased, or is being erased.",
)
class LegalHoldPlaceErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    INVALID_VALUE = "INVALID_VALUE"
    UNDER_ERASURE = "UNDER_ERASURE"


@input_type("What must not be deleted, and why.")
class LegalHoldPlaceInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    reason: str = field("Why, 1 to 500 characters; kept sealed.", policy=OF_PARENT, data=DataClass.CONTACT)
    patient_id: strawberry.ID | None = optional_input("Whose data; left out: everybody's.", policy=OF_PARENT)
    until: datetime | None = optional_input("When it ends by itself.", policy=OF_PARENT)


@object_type("What became of placing a hold.")
class LegalHoldPlacePayload:
    clinic_id: strawberry.Private[UUID | None]
    legal_hold: LegalHold | None = field("The hold.", policy=READ)
    user_errors: list[UserError[LegalHoldPlaceErrorCode]] = field("Why it was not placed.", policy=OUTCOME)


@error_codes("Why a hold was not released.", **CODES)
class LegalHoldReleaseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@object_type("What became of releasing a hold.")
class LegalHoldReleasePayload:
    clinic_id: strawberry.Private[UUID | None]
    legal_hold: LegalHold | None = field("The hold as it is now.", policy=READ)
    user_errors: list[UserError[LegalHoldReleaseErrorCode]] = field("Why it was not released.", policy=OUTCOME)


@strawberry.type
class RetentionMutations:
    @field("Say for how long a class of data is kept, from the next night on.", policy=MANAGE, cost=10)
    async def retention_update(
        self, info: Info, input: Annotated[RetentionUpdateInput, argument("What, and how long.")]
    ) -> RetentionUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        kept = rules.RetainedClass(input.data_class.value)
        outcome = await change(
            info,
            input,
            RetentionUpdateErrorCode,
            lambda: keep_for(context.deployment, actor, key, kept, input.days),
        )
        return RetentionUpdatePayload(
            clinic_id=outcome.key,
            retention=await rules_of(key) if outcome.key else None,
            user_errors=outcome.user_errors,
        )

    @field("Keep a patient's data, or all of a clinic's, from being deleted.", policy=MANAGE, cost=10)
    async def legal_hold_place(
        self, info: Info, input: Annotated[LegalHoldPlaceInput, argument("The hold.")]
    ) -> LegalHoldPlacePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        patient_id = optional_key(input.patient_id, "Patient", field="input.patientId")
        until = aware(input.until, "input.until")
        outcome = await change(
            info,
            input,
            LegalHoldPlaceErrorCode,
            lambda: place_hold(
                context.deployment, actor, clinic_id, patient_id=patient_id, reason=input.reason, until=until
            ),
        )
        found = await find_legal_hold(context, outcome.key) if outcome.key else None
        return LegalHoldPlacePayload(
            clinic_id=found.record.clinic_id if found else None, legal_hold=found, user_errors=outcome.user_errors
        )

    @field("Release a hold: from the next night on its data is deleted like any other.", policy=MANAGE, cost=10)
    async def legal_hold_release(
        self, info: Info, hold_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> LegalHoldReleasePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(hold_id, "LegalHold", field="holdId")
        outcome = await change(
            info, None, LegalHoldReleaseErrorCode, lambda: release_hold(context.deployment, actor, key)
        )
        found = await find_legal_hold(context, outcome.key) if outcome.key else None
        return LegalHoldReleasePayload(
            clinic_id=found.record.clinic_id if found else None, legal_hold=found, user_errors=outcome.user_errors
        )
