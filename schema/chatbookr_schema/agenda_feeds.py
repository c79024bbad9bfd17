"""Agenda feeds: which calendars outside read a practitioner's agenda, and who let them."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.agenda_feeds.queries import FEED_ORDERS, AgendaFeedRecord, feeds_where
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Practitioner, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import optional_key
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
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items

READ = Needs(Permission.AGENDA_FEED_READ)
MANAGE = Needs(Permission.AGENDA_FEED_MANAGE)
BESIDE_PRACTITIONER = Beside("practitioner_id", Practitioner.of)
COMPANIONS = {"practitioner": "practitioner_id", "createdBy": "created_by_id"}


@enum_type(
    "What a feed tells of each booking; never who comes.",
    BUSY="When and where, and that it is an appointment.",
    SERVICE="What it is for, too.",
)
class AgendaFeedDetail(Enum):
    BUSY = "busy"
    SERVICE = "service"


@object_type(
    "A secret address under which calendar programs read a practitioner's agenda; it is shown once, when it is made.",
    needs=Permission.AGENDA_FEED_READ,
    record=AgendaFeedRecord,
)
class AgendaFeed(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[AgendaFeedRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    name: str = field("What it is for, such as a device.", policy=OF_PARENT)
    detail: AgendaFeedDetail = field("What it tells of each booking.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)
    last_read_at: datetime | None = field("When it was last read, to the hour.", policy=OF_PARENT)
    revoked_at: datetime | None = field("When it was taken back.", policy=OF_PARENT)

    @field("Whose agenda.", policy=Needs(Permission.CLINIC_READ), cost=1, beside=BESIDE_PRACTITIONER)
    async def practitioner(self, info: Info) -> Practitioner | None:
        found: Practitioner | None = self.along(BESIDE_PRACTITIONER)
        return found or await find_practitioner(info.context, self.record.practitioner_id)

    @field(
        "The colleague who made it; it opens nothing once they may not make it any more.",
        policy=OF_PARENT,
        cost=1,
        reads=("created_by_id",),
    )
    async def created_by(self, info: Info) -> User | None:
        person = self.companions.get("created_by_id")
        if person is None:
            person = await info.context.loaders.people.load(self.record.created_by_id)
        return User.of(person, self.record.clinic_id) if person else None


async def find_agenda_feed(context: Context, key: UUID) -> AgendaFeed | None:
    record = await context.loaders.agenda_feeds.load(key)
    return AgendaFeed.of(record) if record else None


@input_type("Which feeds; what is left out does not matter.")
class AgendaFeedWhere:
    practitioner_id: strawberry.ID | None = optional_input("Of this practitioner's agenda.", policy=OF_PARENT)
    is_open: bool | None = optional_input("That were not revoked, or were.", policy=OF_PARENT)


@enum_type("What feeds are ordered by.", CREATED_AT="When they were made.")
class AgendaFeedOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of feeds.")
class AgendaFeedOrderBy:
    by: AgendaFeedOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class AgendaFeedQueries:
    @field("A clinic's agenda feeds, the newest first unless ordered; also those that ended.", policy=READ, cost=1)
    async def agenda_feeds(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[AgendaFeedWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[AgendaFeedOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[AgendaFeed] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.AGENDA_FEED_READ)
        check_input(context.actor, where, clinic, "where")
        selection = feeds_where(
            context.reach(clinic),
            ordered(FEED_ORDERS, order_by),
            asked_of_items(info, COMPANIONS),
            practitioner_id=optional_key(
                where.practitioner_id if where else None, "Practitioner", field="where.practitionerId"
            ),
            is_open=where.is_open if where else None,
        )
        return await listed(info, selection, Pageable(first, after, last, before), shown(AgendaFeed))
