"""What owners say of how people must log in."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.clinics.security import require_second_factor
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

MANAGE = Needs(Permission.CLINIC_SECURITY_MANAGE)


@error_codes(
    "Why it was not changed how people must log in.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED="Prove again who you are: `POST /step-up`, then ask again within 5 minutes.",
    SECOND_FACTOR_MISSING="You have none yourself, or did not log in with it: it would lock you out.",
)
class ClinicSecurityUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    SECOND_FACTOR_MISSING = "SECOND_FACTOR_MISSING"


@input_type("How people must log in.")
class ClinicSecurityUpdateInput:
    clinic_id: strawberry.ID = field("To which clinic.", policy=OF_PARENT)
    requires_second_factor: bool = field(
        "It opens to nobody who has not shown a second factor; who has none can still log in and get one.",
        policy=OF_PARENT,
    )


@object_type("What became of saying how people must log in.")
class ClinicSecurityUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[ClinicSecurityUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@strawberry.type
class SecurityMutations:
    @field("Say how people must log in; it holds at once, also for who is logged in.", policy=MANAGE, cost=10)
    async def clinic_security_update(
        self, info: Info, input: Annotated[ClinicSecurityUpdateInput, argument("What is asked of them.")]
    ) -> ClinicSecurityUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        is_required = input.requires_second_factor
        outcome = await change(
            info,
            input,
            ClinicSecurityUpdateErrorCode,
            lambda: require_second_factor(context.deployment, actor, key, is_required=is_required),
        )
        found = await find_clinic(context, key) if outcome.key else None
        return ClinicSecurityUpdatePayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
