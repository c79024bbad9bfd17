"""What managers do with the roles of a clinic's own making, having proved again who they are."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.custom_roles import MOST_ROLES, create_role, delete_role, update_role
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of
from chatbookr_schema.key_changes import STEP_UP
from chatbookr_schema.member_changes import NOT_GRANTABLE
from chatbookr_schema.members import CustomRole, find_role
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.values import limited

READ, MANAGE = Needs(Permission.MEMBER_READ), Needs(Permission.ROLE_MANAGE)
NAME_TAKEN = "The clinic has a role of that name."


@error_codes(
    "Why a role was not made.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    NOT_GRANTABLE=NOT_GRANTABLE,
    CONFLICT=NAME_TAKEN,
    QUOTA_REACHED=f"The clinic has {MOST_ROLES} roles of its own: delete one first.",
)
class CustomRoleCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    NOT_GRANTABLE = "NOT_GRANTABLE"
    CONFLICT = "CONFLICT"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes(
    "Why a role was not changed.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    NOT_GRANTABLE=NOT_GRANTABLE,
    CONFLICT=NAME_TAKEN,
)
class CustomRoleUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    NOT_GRANTABLE = "NOT_GRANTABLE"
    CONFLICT = "CONFLICT"


@error_codes(
    "Why a role was not deleted.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    ROLE_IN_USE="A member has it, perhaps one who is suspended.",
)
class CustomRoleDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    ROLE_IN_USE = "ROLE_IN_USE"


@input_type("A role, as it is to be made.")
class CustomRoleCreateInput:
    clinic_id: strawberry.ID = field("Whose role it is.", policy=OF_PARENT)
    name: str = field("What the clinic calls it, at most 80 characters.", policy=OF_PARENT)
    permissions: list[str] = field("What it grants, as `resource:action`: nothing you do not hold.", policy=OF_PARENT)


@input_type("How a role is to be; what is left out stays.")
class CustomRoleUpdateInput:
    custom_role_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    name: str | None = optional_input("What the clinic calls it, at most 80 characters.", policy=OF_PARENT)
    permissions: list[str] | None = optional_input(
        "What it grants, as `resource:action`: beyond what it did, nothing you do not hold.", policy=OF_PARENT
    )


@object_type("What became of making a role.")
class CustomRoleCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    custom_role: CustomRole | None = field("The role.", policy=READ)
    user_errors: list[UserError[CustomRoleCreateErrorCode]] = field("Why it was not made.", policy=OUTCOME)


@object_type("What became of changing a role.")
class CustomRoleUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    custom_role: CustomRole | None = field("The role as it is now.", policy=READ)
    user_errors: list[UserError[CustomRoleUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@object_type("What became of deleting a role.")
class CustomRoleDeletePayload:
    deleted_id: strawberry.ID | None = field("The id that is no more.", policy=OUTCOME)
    user_errors: list[UserError[CustomRoleDeleteErrorCode]] = field("Why it was not deleted.", policy=OUTCOME)


def _permissions(names: list[str]) -> list[Permission]:
    """Read permissions. Raises InvalidInput for what is none."""
    found = {one.value: one for one in Permission}
    for place, name in enumerate(limited(names, "input.permissions")):
        if name not in found:
            raise InvalidInput("There is no permission of that name.", field=f"permissions.{place}")
    return [found[name] for name in names]


@strawberry.type
class RoleMutations:
    @field("Make a role of the clinic's own: a set of permissions with a name.", policy=MANAGE, cost=10)
    async def custom_role_create(
        self, info: Info, input: Annotated[CustomRoleCreateInput, argument("The role.")]
    ) -> CustomRoleCreatePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")

        async def work() -> UUID:
            granted = _permissions(input.permissions)
            return await create_role(
                context.deployment, actor, clinic_id=clinic_id, name=input.name, permissions=granted
            )

        outcome = await change(info, input, CustomRoleCreateErrorCode, work)
        found = await find_role(context, outcome.key) if outcome.key else None
        return CustomRoleCreatePayload(
            clinic_id=found.record.clinic_id if found else None, custom_role=found, user_errors=outcome.user_errors
        )

    @field("Change a role, for everybody who has it: at once, and everywhere.", policy=MANAGE, cost=10)
    async def custom_role_update(
        self, info: Info, input: Annotated[CustomRoleUpdateInput, argument("Which role, and how.")]
    ) -> CustomRoleUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.custom_role_id, "CustomRole", field="input.customRoleId")

        async def work() -> UUID:
            granted = _permissions(input.permissions) if input.permissions is not None else None
            return await update_role(context.deployment, actor, key, name=input.name, permissions=granted)

        outcome = await change(info, input, CustomRoleUpdateErrorCode, work)
        found = await find_role(context, outcome.key) if outcome.key else None
        return CustomRoleUpdatePayload(
            clinic_id=found.record.clinic_id if found else None, custom_role=found, user_errors=outcome.user_errors
        )

    @field("Delete a role nobody has.", policy=MANAGE, cost=10)
    async def custom_role_delete(
        self, info: Info, custom_role_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> CustomRoleDeletePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(custom_role_id, "CustomRole", field="customRoleId")
        outcome = await change(
            info, None, CustomRoleDeleteErrorCode, lambda: delete_role(context.deployment, actor, key)
        )
        return CustomRoleDeletePayload(
            deleted_id=custom_role_id if outcome.key else None, user_errors=outcome.user_errors
        )
