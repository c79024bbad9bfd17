"""What owners decide about operators' access: open it, refuse it, end it."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.deployment import Deployment
from chatbookr_core.operators.access import approve, end_as_clinic, refuse
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_schema.access import READ, AccessGrant, find_access_grant
from chatbookr_schema.context import Info
from chatbookr_schema.field import Needs, argument, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

DECIDE = Needs(Permission.ACCESS_APPROVE)
CODES = {
    "NOT_FOUND": COMMON["NOT_FOUND"],
    "STEP_UP_REQUIRED": "Prove again who you are: `POST /step-up`, then ask again within 5 minutes.",
    "CONFLICT": "It was decided already, or is over.",
}
WHICH = "Which request."
Decide = Callable[[Deployment, Actor, UUID], Awaitable[UUID]]


@error_codes("Why access was not opened.", **CODES)
class AccessApproveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    CONFLICT = "CONFLICT"


@error_codes("Why access was not refused.", **CODES)
class AccessRefuseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    CONFLICT = "CONFLICT"


@error_codes("Why access was not ended.", **CODES)
class AccessEndErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    CONFLICT = "CONFLICT"


@object_type("What became of opening a clinic to an operator.")
class AccessApprovePayload:
    clinic_id: strawberry.Private[UUID | None]
    access_grant: AccessGrant | None = field("The access as it is now.", policy=READ)
    user_errors: list[UserError[AccessApproveErrorCode]] = field("Why it was not opened.", policy=OUTCOME)


@object_type("What became of refusing an operator.")
class AccessRefusePayload:
    clinic_id: strawberry.Private[UUID | None]
    access_grant: AccessGrant | None = field("The request as it is now.", policy=READ)
    user_errors: list[UserError[AccessRefuseErrorCode]] = field("Why it was not refused.", policy=OUTCOME)


@object_type("What became of ending an operator's access.")
class AccessEndPayload:
    clinic_id: strawberry.Private[UUID | None]
    access_grant: AccessGrant | None = field("The access as it is now.", policy=READ)
    user_errors: list[UserError[AccessEndErrorCode]] = field("Why it was not ended.", policy=OUTCOME)


async def _decided(info: Info, access_grant_id: str, codes: type[Enum], decide: Decide) -> dict[str, Any]:
    context, actor = info.context, info.context.principal()
    key = key_of(access_grant_id, "AccessGrant", field="accessGrantId")
    outcome = await change(info, None, codes, lambda: decide(context.deployment, actor, key))
    found = await find_access_grant(context, key) if outcome.key else None
    return {
        "clinic_id": found.clinic_id if found else None,
        "access_grant": found,
        "user_errors": outcome.user_errors,
    }


@strawberry.type
class AccessMutations:
    @field("Let an operator read what they asked for, for the minutes they asked for.", policy=DECIDE, cost=10)
    async def access_approve(
        self, info: Info, access_grant_id: Annotated[strawberry.ID, argument(WHICH)]
    ) -> AccessApprovePayload | None:
        return AccessApprovePayload(**await _decided(info, access_grant_id, AccessApproveErrorCode, approve))

    @field("Say no to an operator.", policy=DECIDE, cost=10)
    async def access_refuse(
        self, info: Info, access_grant_id: Annotated[strawberry.ID, argument(WHICH)]
    ) -> AccessRefusePayload | None:
        return AccessRefusePayload(**await _decided(info, access_grant_id, AccessRefuseErrorCode, refuse))

    @field("End an operator's access before its time: at once, and everywhere.", policy=DECIDE, cost=10)
    async def access_end(
        self, info: Info, access_grant_id: Annotated[strawberry.ID, argument(WHICH)]
    ) -> AccessEndPayload | None:
        return AccessEndPayload(**await _decided(info, access_grant_id, AccessEndErrorCode, end_as_clinic))
