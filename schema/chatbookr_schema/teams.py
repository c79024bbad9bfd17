"""Teams of a clinic, and who can be given conversations."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.inbox.assigning import assignees_of
from chatbookr_core.people.queries import Person
from chatbookr_core.reach import Reach
from chatbookr_core.teams.queries import TEAM_ORDERS, TeamRecord, members_of_teams, teams_where
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.guards import check_input
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    listed,
    ordered,
    shown,
)
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Recorded


@object_type(
    "Some of a clinic's members, to whom conversations can be given together.",
    needs=Permission.CONVERSATION_READ,
    record=TeamRecord,
)
class Team(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[TeamRecord]
    name: str = field("What it is called.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)

    @field("Who is in it, by name.", policy=OF_PARENT, cost=1, lists=10, reads=())
    async def members(self, info: Info) -> list[User]:
        context, clinic_id = info.context, self.clinic_id

        async def load(ids: list[UUID]) -> list[list[Person]]:
            found = await members_of_teams(Reach((clinic_id,)), ids, context.unread(clinic_id))
            return [found.get(one, []) for one in ids]

        people = await context.loaders.of_parent((members_of_teams, clinic_id), load).load(self.record.id)
        return [User.of(person, clinic_id) for person in people]


@input_type("Which teams; what is left out does not matter.")
class TeamWhere:
    name: str | None = optional_input("Called exactly this.", policy=OF_PARENT)


@enum_type("What teams are ordered by.", NAME="What they are called.")
class TeamOrderField(Enum):
    NAME = "name"


@input_type("The order of teams.")
class TeamOrderBy:
    by: TeamOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


async def find_team(context: Context, key: UUID) -> Team | None:
    record = await context.loaders.teams.load(key)
    return Team.of(record) if record else None


@strawberry.type
class TeamQueries:
    @field("A clinic's teams, by name unless ordered.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def teams(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[TeamWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[TeamOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Team] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        check_input(context.actor, where, clinic, "where")
        name = where.name if where else None
        selection = teams_where(context.reach(clinic), ordered(TEAM_ORDERS, order_by), name=name)
        return await listed(info, selection, Pageable(first, after, last, before), shown(Team), clinic)

    @field(
        "The colleagues who can be given a clinic's conversations, by name.",
        policy=Needs(Permission.CONVERSATION_ASSIGN),
        cost=1,
        lists=20,
    )
    async def assignees(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[User] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.CONVERSATION_ASSIGN)
        return [User.of(person, clinic) for person in await assignees_of(clinic)]
