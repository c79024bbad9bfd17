"""A clinic's members and the roles it made itself, for those who may see who works there."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.db import listed
from chatbookr_core.people.roster import (
    MEMBER_ORDERS,
    ROLE_ORDERS,
    MemberFilter,
    MemberRecord,
    RoleRecord,
    members_where,
    roles_where,
)
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_schema import paging
from chatbookr_schema.clinics import Practitioner, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.ids import optional_key
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items

READ = Needs(Permission.MEMBER_READ)
COMPANIONS = {"user": "user_id", "customRole": "custom_role_id", "practitioner": "practitioner_id"}


@enum_type("Whether a member's place counts.", ACTIVE="It does.", SUSPENDED="It does not, for now.")
class MemberState(Enum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


@object_type("A role of the clinic's own making.", needs=Permission.MEMBER_READ, record=RoleRecord)
class CustomRole(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[RoleRecord]
    name: str = field("What the clinic calls it.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)

    @field("What it grants, as `resource:action`.", policy=OF_PARENT, reads=("permissions",))
    def permissions(self) -> list[str]:
        return listed(self.record.permissions) or []


BESIDE_ROLE = Beside("custom_role_id", CustomRole.of)
BESIDE_PRACTITIONER = Beside("practitioner_id", Practitioner.of)


@object_type("Somebody who works in the clinic.", needs=Permission.MEMBER_READ, record=MemberRecord)
class Member(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[MemberRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    role: Role = field("As what.", policy=OF_PARENT)
    state: MemberState = field("Whether their place counts.", policy=OF_PARENT)
    created_at: datetime = field("Since when they belong to it.", policy=OF_PARENT)

    @field("Their account.", policy=OF_PARENT, cost=1, reads=("user_id",))
    async def user(self, info: Info) -> User | None:
        person = self.companions.get("user_id")
        if person is None:
            person = await info.context.loaders.people.load(self.record.user_id)
        return User.of(person, self.record.clinic_id) if person else None

    @field("Which of the clinic's own roles, if it is one of these.", policy=READ, cost=1, beside=BESIDE_ROLE)
    async def custom_role(self, info: Info) -> CustomRole | None:
        found: CustomRole | None = self.along(BESIDE_ROLE)
        key = self.record.custom_role_id
        return found or (await find_role(info.context, key) if key else None)

    @field(
        "The practitioner they are, if any.",
        policy=Needs(Permission.CLINIC_READ),
        cost=1,
        beside=BESIDE_PRACTITIONER,
    )
    async def practitioner(self, info: Info) -> Practitioner | None:
        found: Practitioner | None = self.along(BESIDE_PRACTITIONER)
        key = self.record.practitioner_id
        return found or (await find_practitioner(info.context, key) if key else None)


async def find_member(context: Context, key: UUID) -> Member | None:
    record = await context.loaders.members.load(key)
    return Member.of(record) if record else None


async def find_role(context: Context, key: UUID) -> CustomRole | None:
    record = await context.loaders.custom_roles.load(key)
    return CustomRole.of(record) if record else None


@input_type("Which members; what is left out does not matter.")
class MemberWhere:
    state: MemberState | None = optional_input("Whose place counts, or does not.", policy=OF_PARENT)
    role: Role | None = optional_input("Of this role.", policy=OF_PARENT)
    custom_role_id: strawberry.ID | None = optional_input("Of this role of the clinic's own.", policy=OF_PARENT)


@enum_type("What members are ordered by.", CREATED_AT="Since when they belong to the clinic.")
class MemberOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of members.")
class MemberOrderBy:
    by: MemberOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@input_type("Which of a clinic's own roles; what is left out does not matter.")
class CustomRoleWhere:
    name: str | None = optional_input("That is called just this.", policy=OF_PARENT)


@enum_type("What a clinic's own roles are ordered by.", CREATED_AT="When they were made.")
class CustomRoleOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of a clinic's own roles.")
class CustomRoleOrderBy:
    by: CustomRoleOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: MemberWhere | None) -> MemberFilter:
    if where is None:
        return MemberFilter()
    return MemberFilter(
        state=where.state.value if where.state else None,
        role=where.role.value if where.role else None,
        custom_role_id=optional_key(where.custom_role_id, "CustomRole", field="where.customRoleId"),
    )


@strawberry.type
class MemberQueries:
    @field("Who works in a clinic, the longest there first unless ordered.", policy=READ, cost=1)
    async def members(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[MemberWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[MemberOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Member] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.MEMBER_READ)
        including = asked_of_items(info, COMPANIONS)
        selection = members_where(context.reach(clinic), _filter(where), ordered(MEMBER_ORDERS, order_by), including)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(Member), clinic)

    @field("The roles a clinic made itself, the oldest first unless ordered.", policy=READ, cost=1)
    async def custom_roles(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[CustomRoleWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[CustomRoleOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[CustomRole] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.MEMBER_READ)
        selection = roles_where(
            context.reach(clinic), ordered(ROLE_ORDERS, order_by), name=where.name if where else None
        )
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(CustomRole), clinic)
