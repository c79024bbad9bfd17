"""What managers do with members, having proved again who they are."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.people.members import NewPlace, change_role, reinstate, remove, suspend
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.key_changes import STEP_UP
from chatbookr_schema.members import Member, find_member
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

READ, MANAGE = Needs(Permission.MEMBER_READ), Needs(Permission.MEMBER_MANAGE)
OWNERS_ONLY = "It is about an owner, or would make one: only owners may."
NOT_GRANTABLE = "It would give more than the asker holds."
LAST_OWNER = "The clinic would be left without an active owner."


@error_codes(
    "Why a member was not given another role.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    OWNERS_ONLY=OWNERS_ONLY,
    NOT_GRANTABLE=NOT_GRANTABLE,
    LAST_OWNER=LAST_OWNER,
)
class MemberRoleChangeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    OWNERS_ONLY = "OWNERS_ONLY"
    NOT_GRANTABLE = "NOT_GRANTABLE"
    LAST_OWNER = "LAST_OWNER"


@error_codes(
    "Why a member was not suspended.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    OWNERS_ONLY=OWNERS_ONLY,
    LAST_OWNER=LAST_OWNER,
)
class MemberSuspendErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    OWNERS_ONLY = "OWNERS_ONLY"
    LAST_OWNER = "LAST_OWNER"


@error_codes(
    "Why a member was not reinstated.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    OWNERS_ONLY=OWNERS_ONLY,
    NOT_GRANTABLE=NOT_GRANTABLE,
)
class MemberReinstateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    OWNERS_ONLY = "OWNERS_ONLY"
    NOT_GRANTABLE = "NOT_GRANTABLE"


@error_codes(
    "Why a member was not removed.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    OWNERS_ONLY=OWNERS_ONLY,
    LAST_OWNER=LAST_OWNER,
)
class MemberRemoveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    OWNERS_ONLY = "OWNERS_ONLY"
    LAST_OWNER = "LAST_OWNER"


@input_type("What a member is to be; what is left out stays.")
class MemberRoleChangeInput:
    member_id: strawberry.ID = field("Who.", policy=OF_PARENT)
    role: Role | None = optional_input("Of this role; for one of the clinic's own, name that.", policy=OF_PARENT)
    custom_role_id: strawberry.ID | None = optional_input("Of this role of the clinic's own.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("The practitioner they are.", policy=OF_PARENT)
    is_no_practitioner: bool | None = optional_input("They are no practitioner any longer.", policy=OF_PARENT)


@object_type("What became of giving a member another role.")
class MemberRoleChangePayload:
    clinic_id: strawberry.Private[UUID | None]
    member: Member | None = field("The member as they are now.", policy=READ)
    user_errors: list[UserError[MemberRoleChangeErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of suspending a member.")
class MemberSuspendPayload:
    clinic_id: strawberry.Private[UUID | None]
    member: Member | None = field("The member as they are now.", policy=READ)
    user_errors: list[UserError[MemberSuspendErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of reinstating a member.")
class MemberReinstatePayload:
    clinic_id: strawberry.Private[UUID | None]
    member: Member | None = field("The member as they are now.", policy=READ)
    user_errors: list[UserError[MemberReinstateErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of removing a member.")
class MemberRemovePayload:
    removed_id: strawberry.ID | None = field("The id that is no more.", policy=OUTCOME)
    user_errors: list[UserError[MemberRemoveErrorCode]] = field("Why it was not done.", policy=OUTCOME)


def _new_place(input: MemberRoleChangeInput) -> NewPlace:
    return NewPlace(
        role=input.role,
        custom_role_id=optional_key(input.custom_role_id, "CustomRole", field="input.customRoleId"),
        practitioner_id=optional_key(input.practitioner_id, "Practitioner", field="input.practitionerId"),
        is_no_practitioner=bool(input.is_no_practitioner),
    )


@strawberry.type
class MemberMutations:
    @field("Give a member another role, or say which practitioner they are.", policy=MANAGE, cost=10)
    async def member_role_change(
        self, info: Info, input: Annotated[MemberRoleChangeInput, argument("Who, and what they are to be.")]
    ) -> MemberRoleChangePayload | None:
        context, actor = info.context, info.context.principal()
        key, new = key_of(input.member_id, "Member", field="input.memberId"), _new_place(input)
        outcome = await change(
            info, input, MemberRoleChangeErrorCode, lambda: change_role(context.deployment, actor, key, new)
        )
        found = await find_member(context, outcome.key) if outcome.key else None
        clinic_id = found.record.clinic_id if found else None
        return MemberRoleChangePayload(clinic_id=clinic_id, member=found, user_errors=outcome.user_errors)

    @field("Take a member's place away for now: at once, and everywhere.", policy=MANAGE, cost=10)
    async def member_suspend(
        self, info: Info, member_id: Annotated[strawberry.ID, argument("Who.")]
    ) -> MemberSuspendPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(member_id, "Member", field="memberId")
        outcome = await change(info, None, MemberSuspendErrorCode, lambda: suspend(context.deployment, actor, key))
        found = await find_member(context, outcome.key) if outcome.key else None
        clinic_id = found.record.clinic_id if found else None
        return MemberSuspendPayload(clinic_id=clinic_id, member=found, user_errors=outcome.user_errors)

    @field("Give a suspended member their place back, as it was.", policy=MANAGE, cost=10)
    async def member_reinstate(
        self, info: Info, member_id: Annotated[strawberry.ID, argument("Who.")]
    ) -> MemberReinstatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(member_id, "Member", field="memberId")
        outcome = await change(info, None, MemberReinstateErrorCode, lambda: reinstate(context.deployment, actor, key))
        found = await find_member(context, outcome.key) if outcome.key else None
        clinic_id = found.record.clinic_id if found else None
        return MemberReinstatePayload(clinic_id=clinic_id, member=found, user_errors=outcome.user_errors)

    @field(
        "End a member's place in the clinic; conversations they had taken are nobody's then.", policy=MANAGE, cost=10
    )
    async def member_remove(
        self, info: Info, member_id: Annotated[strawberry.ID, argument("Who.")]
    ) -> MemberRemovePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(member_id, "Member", field="memberId")
        outcome = await change(info, None, MemberRemoveErrorCode, lambda: remove(context.deployment, actor, key))
        return MemberRemovePayload(removed_id=member_id if outcome.key else None, user_errors=outcome.user_errors)
