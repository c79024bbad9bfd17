"""Lists of conversations and tasks: which of them, and in which order."""

from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry

from chatbookr_core.conversations.queries import (
    CONVERSATION_ORDERS,
    TASK_ORDERS,
    ConversationFilter,
    TaskFilter,
    conversations_where,
    tasks_where,
)
from chatbookr_core.search.tokens import Sought
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_schema.context import Info
from chatbookr_schema.conversation_codes import ConversationOwner, ConversationState, TaskState
from chatbookr_schema.conversations import Conversation
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import keys_of, optional_key
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    listed,
    opened,
    ordered,
)
from chatbookr_schema.searching import ASKED_SO, sought_in
from chatbookr_schema.selection import asked_of_items
from chatbookr_schema.tasks import StaffTask
from chatbookr_schema.values import aware

COMPANIONS = {"patient": "patient_id", "assignee": "assignee_id", "team": "team_id", "channel": "connection_id"}


@input_type("Which conversations; what is left out does not matter.")
class ConversationWhere:
    ids: list[strawberry.ID] | None = optional_input("These.", policy=OF_PARENT)
    state: ConversationState | None = optional_input("In this state.", policy=OF_PARENT)
    owner: ConversationOwner | None = optional_input("In which this side speaks.", policy=OF_PARENT)
    assignee_id: strawberry.ID | None = optional_input("Taken by this colleague.", policy=OF_PARENT, surfaces=STAFF)
    is_assigned: bool | None = optional_input("Taken by a colleague, or by none.", policy=OF_PARENT, surfaces=STAFF)
    team_id: strawberry.ID | None = optional_input("Given to this team.", policy=OF_PARENT, surfaces=STAFF)
    patient_id: strawberry.ID | None = optional_input("With this patient.", policy=Needs(Permission.PATIENT_READ))
    channel_id: strawberry.ID | None = optional_input("Through this channel.", policy=Needs(Permission.CONNECTION_READ))
    label_id: strawberry.ID | None = optional_input("With this label.", policy=OF_PARENT, surfaces=STAFF)
    is_unread: bool | None = optional_input(
        "With messages the asker has not seen, or without; to a key, that nobody has.", policy=OF_PARENT
    )
    is_overdue: bool | None = optional_input(
        "In which the patient should have been answered by now, or not.", policy=OF_PARENT
    )
    last_message_from: datetime | None = optional_input(
        "In which something was said at this instant or later.", policy=OF_PARENT
    )
    last_message_before: datetime | None = optional_input(
        "In which nothing was said from this instant on.", policy=OF_PARENT
    )
    contains: str | None = optional_input(
        f"In which one message says this. {ASKED_SO}",
        policy=Needs(Permission.MESSAGE_READ),
        data=DataClass.CONVERSATION,
        surfaces=STAFF,
    )


@enum_type(
    "What conversations are ordered by.",
    LAST_MESSAGE_AT="When something was last said.",
    CREATED_AT="When they began.",
    ANSWER_DUE_AT="By when they are to be answered; those in which nobody waits are behind all others.",
)
class ConversationOrderField(Enum):
    LAST_MESSAGE_AT = "last_message_at"
    CREATED_AT = "created_at"
    ANSWER_DUE_AT = "answer_due_at"


@input_type("The order of conversations.")
class ConversationOrderBy:
    by: ConversationOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@input_type("Which tasks; what is left out does not matter.")
class TaskWhere:
    ids: list[strawberry.ID] | None = optional_input("These.", policy=OF_PARENT)
    state: TaskState | None = optional_input("In this state.", policy=OF_PARENT)
    kind: str | None = optional_input("About this, as a code.", policy=OF_PARENT)
    conversation_id: strawberry.ID | None = optional_input(
        "About this conversation.", policy=Needs(Permission.CONVERSATION_READ)
    )
    booking_id: strawberry.ID | None = optional_input("About this booking.", policy=Needs(Permission.BOOKING_READ))
    created_from: datetime | None = optional_input("There since this instant or later.", policy=OF_PARENT)
    created_before: datetime | None = optional_input("There since before this instant.", policy=OF_PARENT)


@enum_type("What tasks are ordered by.", CREATED_AT="Since when they are there.")
class TaskOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of tasks.")
class TaskOrderBy:
    by: TaskOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _conversations(
    where: ConversationWhere | None, actor: Actor, said: Sought | None, now: datetime
) -> ConversationFilter:
    if where is None:
        return ConversationFilter()
    return ConversationFilter(
        ids=keys_of(where.ids, "Conversation", field="where.ids"),
        state=where.state.value if where.state else None,
        owner=where.owner.value if where.owner else None,
        assignee_id=optional_key(where.assignee_id, "User", field="where.assigneeId"),
        is_assigned=where.is_assigned,
        team_id=optional_key(where.team_id, "Team", field="where.teamId"),
        patient_id=optional_key(where.patient_id, "Patient", field="where.patientId"),
        connection_id=optional_key(where.channel_id, "Channel", field="where.channelId"),
        since=aware(where.last_message_from, "where.lastMessageFrom"),
        until=aware(where.last_message_before, "where.lastMessageBefore"),
        label_id=optional_key(where.label_id, "Label", field="where.labelId"),
        is_unread=where.is_unread,
        is_overdue=where.is_overdue,
        as_of=now,
        said=said,
        reader_id=actor.user_id if isinstance(actor, StaffActor) else None,
    )


def _tasks(where: TaskWhere | None) -> TaskFilter:
    if where is None:
        return TaskFilter()
    return TaskFilter(
        ids=keys_of(where.ids, "StaffTask", field="where.ids"),
        state=where.state.value if where.state else None,
        kind=where.kind,
        conversation_id=optional_key(where.conversation_id, "Conversation", field="where.conversationId"),
        booking_id=optional_key(where.booking_id, "Booking", field="where.bookingId"),
        since=aware(where.created_from, "where.createdFrom"),
        until=aware(where.created_before, "where.createdBefore"),
    )


@strawberry.type
class ConversationQueries:
    @field(
        "A clinic's conversations, the last spoken in first unless ordered.",
        policy=Needs(Permission.CONVERSATION_READ),
        cost=1,
        surfaces=BOTH,
    )
    async def conversations(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ConversationWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ConversationOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Conversation] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        check_input(context.actor, where, clinic, "where")
        contains = where.contains if where else None
        said = await sought_in(context, clinic, "message", contains, field="where.contains")
        selection = conversations_where(
            context.reach(clinic),
            _conversations(where, context.principal(), said, context.now),
            ordered(CONVERSATION_ORDERS, order_by),
            asked_of_items(info, COMPANIONS),
        )
        return await listed(
            info, selection, Pageable(first, after, last, before), opened(Conversation, context, clinic), clinic
        )

    @field(
        "What a clinic's staff must look at, the oldest first unless ordered.",
        policy=Needs(Permission.TASK_READ),
        cost=1,
    )
    async def tasks(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[TaskWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[TaskOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[StaffTask] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.TASK_READ)
        check_input(context.actor, where, clinic, "where")
        including = asked_of_items(info, {"conversation": "conversation_id", "channel": "connection_id"})
        selection = tasks_where(context.reach(clinic), _tasks(where), ordered(TASK_ORDERS, order_by), including)
        return await listed(
            info, selection, Pageable(first, after, last, before), opened(StaffTask, context, clinic), clinic
        )
