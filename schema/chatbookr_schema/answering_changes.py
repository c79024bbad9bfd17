"""Says within how many minutes a clinic's patients are to be answered."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.conversations.answering import LEAST_MINUTES, MOST_MINUTES, set_answer_minutes
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes


@error_codes("Why the target was not set.", **COMMON)
class AnswerTargetSetErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("Within which time patients are to be answered.")
class AnswerTargetSetInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    minutes: int = field(
        f"Within so many minutes of its opening hours, {LEAST_MINUTES} to {MOST_MINUTES}.", policy=OF_PARENT
    )


@object_type("What became of setting the target.")
class AnswerTargetSetPayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[AnswerTargetSetErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class AnsweringMutations:
    @field(
        "Say within which time patients are to be answered; conversations in which somebody waits follow in a moment.",
        policy=Needs(Permission.INBOX_MANAGE),
        cost=10,
    )
    async def answer_target_set(
        self, info: Info, input: Annotated[AnswerTargetSetInput, argument("What.")]
    ) -> AnswerTargetSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        outcome = await change(
            info,
            input,
            AnswerTargetSetErrorCode,
            lambda: set_answer_minutes(context.deployment, actor, key, input.minutes),
        )
        found = await find_clinic(context, key) if outcome.key else None
        return AnswerTargetSetPayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
