"""What owners say of where their clinic's data may be handled."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.residency.service import set_residency
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

MANAGE = Needs(Permission.CLINIC_SECURITY_MANAGE)


@error_codes(
    "Why it was not changed where data may be handled.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED="Prove again who you are: `POST /step-up`, then ask again within 5 minutes.",
    REGION_NOT_ALLOWED="The deployment, or somebody who receives data through what is connected, is elsewhere.",
)
class ClinicResidencyUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    REGION_NOT_ALLOWED = "REGION_NOT_ALLOWED"


@input_type("Where a clinic's data may be handled.")
class ClinicResidencyUpdateInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    region: str = field("Its region: a country (ISO 3166-1), or EU for the European Economic Area.", policy=OF_PARENT)
    allows_transfers: bool = field(
        "Whether subprocessors may handle data outside of it, under the mechanism they declare.", policy=OF_PARENT
    )


@object_type("What became of saying where data may be handled.")
class ClinicResidencyUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[ClinicResidencyUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@strawberry.type
class ResidencyMutations:
    @field("Say where a clinic's data may be handled; what is connected must fit.", policy=MANAGE, cost=10)
    async def clinic_residency_update(
        self, info: Info, input: Annotated[ClinicResidencyUpdateInput, argument("Where.")]
    ) -> ClinicResidencyUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        outcome = await change(
            info,
            input,
            ClinicResidencyUpdateErrorCode,
            lambda: set_residency(
                context.deployment, actor, key, region=input.region, allows_transfers=input.allows_transfers
            ),
        )
        found = await find_clinic(context, key) if outcome.key else None
        return ClinicResidencyUpdatePayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
