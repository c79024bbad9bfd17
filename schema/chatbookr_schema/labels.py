"""Labels of a clinic, by which it sorts its conversations."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.labels.queries import LABEL_ORDERS, LabelRecord, labels_of_conversations, labels_where
from chatbookr_core.reach import Reach
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
from chatbookr_schema.recorded import Recorded


@object_type("A word by which conversations are sorted.", needs=Permission.CONVERSATION_READ, record=LabelRecord)
class Label(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[LabelRecord]
    name: str = field("The word.", policy=OF_PARENT)
    colour: str = field("How it is shown, as #rrggbb.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)


@input_type("Which labels; what is left out does not matter.")
class LabelWhere:
    name: str | None = optional_input("This word.", policy=OF_PARENT)


@enum_type("What labels are ordered by.", NAME="The word.")
class LabelOrderField(Enum):
    NAME = "name"


@input_type("The order of labels.")
class LabelOrderBy:
    by: LabelOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


async def find_label(context: Context, key: UUID) -> Label | None:
    record = await context.loaders.labels.load(key)
    return Label.of(record) if record else None


async def labels_of(context: Context, key: UUID, clinic_id: UUID) -> list[Label]:
    """List what stands on a conversation that was reached; for all of an operation at once."""

    async def load(ids: list[UUID]) -> list[list[LabelRecord]]:
        found = await labels_of_conversations(Reach((clinic_id,)), ids, context.unread(clinic_id))
        return [found.get(one, []) for one in ids]

    records = await context.loaders.of_parent((labels_of_conversations, clinic_id), load).load(key)
    return [Label.of(record) for record in records]


@strawberry.type
class LabelQueries:
    @field("A clinic's labels, by name unless ordered.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def labels(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[LabelWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[LabelOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Label] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        check_input(context.actor, where, clinic, "where")
        name = where.name if where else None
        selection = labels_where(context.reach(clinic), ordered(LABEL_ORDERS, order_by), name=name)
        return await listed(info, selection, Pageable(first, after, last, before), shown(Label), clinic)
