"""What operators asked to see of a clinic, what was opened to them, and what they have read, as the clinic sees it."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.operators.queries import (
    GRANT_ORDERS,
    READ_ORDERS,
    GrantRecord,
    GrantState,
    ReadRecord,
    grants_where,
    listed,
    reads_where,
)
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.ids import global_id, optional_key
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.selection import asked_of_items

READ = Needs(Permission.ACCESS_READ)


@enum_type(
    "What became of a request for access.",
    REQUESTED="Nobody has decided yet.",
    OPEN="The operator can read.",
    REFUSED="The clinic said no.",
    ENDED="Its time is over, or somebody ended it.",
)
class AccessGrantState(Enum):
    REQUESTED = "requested"
    OPEN = "open"
    REFUSED = "refused"
    ENDED = "ended"


@enum_type("Who ended an access before its time.", CLINIC="The clinic.", OPERATOR="The operator.")
class AccessEnder(Enum):
    CLINIC = "clinic"
    OPERATOR = "operator"


@object_type(
    "What an operator asked to see of a clinic, why, and what became of it.",
    needs=Permission.ACCESS_READ,
    record=GrantRecord,
)
class AccessGrant(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[GrantRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    reason: str = field("Why, in the operator's words.", policy=OF_PARENT)
    minutes: int = field("For how long, from when it is opened.", policy=OF_PARENT)
    is_emergency: bool = field("Two other operators can open it, if the clinic does not.", policy=OF_PARENT)
    requested_at: datetime = field("When it was asked for.", policy=OF_PARENT)
    decided_at: datetime | None = field("When it was opened or refused.", policy=OF_PARENT)
    expires_at: datetime | None = field("When it ends by itself.", policy=OF_PARENT)
    ended_at: datetime | None = field("When it was ended before that.", policy=OF_PARENT)
    ended_by: AccessEnder | None = field("By whom.", policy=OF_PARENT)

    @field("What it opens, as `resource:read`.", policy=OF_PARENT, reads=("permissions",))
    def permissions(self) -> list[str]:
        return listed(self.record.permissions)

    @field("What became of it.", policy=OF_PARENT, reads=("state", "expires_at"))
    def state(self, info: Info) -> AccessGrantState:
        state, until = AccessGrantState(self.record.state), self.record.expires_at
        is_over = state is AccessGrantState.OPEN and until is not None and until <= info.context.now
        return AccessGrantState.ENDED if is_over else state

    @field("The name of the operator who asked.", policy=OF_PARENT, cost=1, reads=("operator_id",))
    async def operator_name(self, info: Info) -> str | None:
        return await _operator_name(self, info)

    @field(
        "The colleague who opened or refused it; null where operators did.",
        policy=OF_PARENT,
        cost=1,
        reads=("decided_by_id",),
    )
    async def decided_by(self, info: Info) -> User | None:
        person, key = self.companions.get("decided_by_id"), self.record.decided_by_id
        if person is None and key is not None:
            person = await info.context.loaders.people.load(key)
        return User.of(person, self.clinic_id) if person else None


@object_type(
    "Something an operator has read: which parts of what, never the words.",
    needs=Permission.ACCESS_READ,
    record=ReadRecord,
)
class AccessRead(Recorded):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ReadRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    read_at: datetime = field("When.", policy=OF_PARENT)

    @field("Which parts of the schema, as `Type.field`.", policy=OF_PARENT, reads=("coordinates",))
    def coordinates(self) -> list[str]:
        return listed(self.record.coordinates)

    @field("Of what, by the ids of this API.", policy=OF_PARENT, reads=("subjects",))
    def subject_ids(self) -> list[str]:
        return listed(self.record.subjects)

    @field("Under which access.", policy=OF_PARENT, reads=("grant_id",))
    def access_grant_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("AccessGrant", self.record.grant_id))

    @field("The name of the operator.", policy=OF_PARENT, cost=1, reads=("operator_id",))
    async def operator_name(self, info: Info) -> str | None:
        return await _operator_name(self, info)


async def _operator_name(what: AccessGrant | AccessRead, info: Info) -> str | None:
    operator = what.companions.get("operator_id")
    if operator is not None:
        return str(operator.full_name)
    return await info.context.loaders.operator_names.load(what.record.operator_id)


async def find_access_grant(context: Context, key: UUID) -> AccessGrant | None:
    record = await context.loaders.access_grants.load(key)
    return AccessGrant.of(record) if record else None


@input_type("Which requests for access; what is left out does not matter.")
class AccessGrantWhere:
    state: AccessGrantState | None = optional_input("Of which this became, as it is now.", policy=OF_PARENT)


@enum_type("What requests for access are ordered by.", REQUESTED_AT="When they were asked for.")
class AccessGrantOrderField(Enum):
    REQUESTED_AT = "requested_at"


@input_type("The order of requests for access.")
class AccessGrantOrderBy:
    by: AccessGrantOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@input_type("Which of what operators have read; what is left out does not matter.")
class AccessReadWhere:
    access_grant_id: strawberry.ID | None = optional_input("Under this access.", policy=OF_PARENT)


@enum_type("What operators' reads are ordered by.", READ_AT="When they were made.")
class AccessReadOrderField(Enum):
    READ_AT = "read_at"


@input_type("The order of operators' reads.")
class AccessReadOrderBy:
    by: AccessReadOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class AccessQueries:
    @field("What operators asked to see of a clinic, the newest first unless ordered.", policy=READ, cost=1)
    async def access_grants(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[AccessGrantWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[AccessGrantOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[AccessGrant] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.ACCESS_READ)

        including = asked_of_items(info, {"operatorName": "operator_id", "decidedBy": "decided_by_id"})
        state: GrantState | None = where.state.value if where and where.state else None
        order = ordered(GRANT_ORDERS, order_by)
        selection = grants_where(context.reach(clinic), order, including, state=state, now=context.now)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(AccessGrant), clinic)

    @field("What operators have read of a clinic, the newest first unless ordered.", policy=READ, cost=1)
    async def access_reads(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[AccessReadWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[AccessReadOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[AccessRead] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.ACCESS_READ)

        including = asked_of_items(info, {"operatorName": "operator_id"})
        grant = where.access_grant_id if where else None
        grant_id = optional_key(grant, "AccessGrant", field="where.accessGrantId")
        selection = reads_where(context.reach(clinic), ordered(READ_ORDERS, order_by), including, grant_id=grant_id)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(AccessRead), clinic)
