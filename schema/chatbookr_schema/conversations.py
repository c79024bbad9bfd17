"""Conversations, messages and tasks as clients see them; what was said is opened only for those who may read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.conversations.content import from_json, titles_of
from chatbookr_core.conversations.queries import (
    MESSAGE_ORDERS,
    ConversationRecord,
    MessageFilter,
    MessageRecord,
    TaskRecord,
    messages_where,
)
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channels import Channel, find_channel
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    listed_of_parent,
    ordered,
)
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Beside, Recorded, Shown
from chatbookr_schema.selection import unasked
from chatbookr_schema.values import aware

WIDE = {"body": "body_sealed", "choices": "content_sealed"}

BESIDE_PATIENT = Beside("patient_id", Patient.of)


@enum_type("Whether a conversation goes on.", OPEN="It goes on.", CLOSED="It is over until the patient writes again.")
class ConversationState(Enum):
    OPEN = "open"
    CLOSED = "closed"


@enum_type("Who speaks for the clinic.", ASSISTANT="The assistant.", STAFF="A person; the assistant is silent.")
class ConversationOwner(Enum):
    ASSISTANT = "assistant"
    STAFF = "staff"


@enum_type("Which way a message goes.", INBOUND="From the patient.", OUTBOUND="To the patient.")
class MessageDirection(Enum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


@enum_type(
    "Who wrote a message.",
    PATIENT="The patient.",
    ASSISTANT="The assistant.",
    STAFF="A colleague.",
    PARTNER="A connected system.",
)
class MessageAuthor(Enum):
    PATIENT = "patient"
    ASSISTANT = "assistant"
    STAFF = "staff"
    PARTNER = "partner"


@enum_type(
    "How far a message has come.",
    RECEIVED="The patient's, and here.",
    QUEUED="On its way to the provider.",
    SENT="The provider has it.",
    DELIVERED="It is on the patient's phone.",
    READ="The patient has seen it.",
    PLAYED="The patient has listened to it.",
    FAILED="It will not arrive; `errorCode` says why.",
)
class MessageStatus(Enum):
    RECEIVED = "received"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
    FAILED = "failed"


@enum_type("Whether a task is done.", OPEN="Somebody must look.", DONE="Somebody has.")
class TaskState(Enum):
    OPEN = "open"
    DONE = "done"


@object_type("One message of a conversation.", needs=Permission.MESSAGE_READ, record=MessageRecord)
class Message(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[MessageRecord]
    keys: strawberry.Private[Keys]
    direction: MessageDirection = field("Which way it goes.", policy=OF_PARENT)
    author: MessageAuthor = field("Who wrote it.", policy=OF_PARENT)
    kind: str = field("text, option, buttons, options, or a kind of the channel's own.", policy=OF_PARENT)
    status: MessageStatus = field("How far it has come.", policy=OF_PARENT)
    status_at: datetime | None = field("Since when.", policy=OF_PARENT)
    sent_at: datetime = field("When it was written: by the channel's clock, or by ours.", policy=OF_PARENT)
    error_code: str | None = field("Why it will not arrive, as the channel says.", policy=OF_PARENT)

    @field("What a person reads.", policy=OF_PARENT, data=DataClass.CONVERSATION)
    def body(self) -> str:
        sealed = self.record.body_sealed
        if sealed is None:
            raise LookupError("the body was not read with the message")
        return self.keys.open_text(columns.MESSAGE_BODY, self.record.id, sealed)

    @field("What the patient could tap, in order.", policy=OF_PARENT, data=DataClass.CONVERSATION)
    def choices(self) -> list[str]:
        sealed = self.record.content_sealed
        if sealed is None or self.record.direction != "outbound":
            return []
        return titles_of(from_json(self.keys.open_text(columns.MESSAGE_CONTENT, self.record.id, sealed)))

    @field("The colleague who wrote it, if one did.", policy=OF_PARENT, cost=1, surfaces=STAFF)
    async def author_user(self, info: Info) -> User | None:
        return await _colleague(info.context, self.record.author_user_id, self.clinic_id)


@input_type("Which messages; what is left out does not matter.")
class MessageWhere:
    direction: MessageDirection | None = optional_input("That go this way.", policy=OF_PARENT)
    author: MessageAuthor | None = optional_input("Written by this side.", policy=OF_PARENT)
    status: MessageStatus | None = optional_input("That have come this far.", policy=OF_PARENT)
    sent_from: datetime | None = optional_input("Written at this instant or later.", policy=OF_PARENT)
    sent_before: datetime | None = optional_input("Written before this instant.", policy=OF_PARENT)


@enum_type("What messages are ordered by.", SENT_AT="When they were written.")
class MessageOrderField(Enum):
    SENT_AT = "sent_at"


@input_type("The order of messages.")
class MessageOrderBy:
    by: MessageOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: MessageWhere | None) -> MessageFilter:
    if where is None:
        return MessageFilter()
    return MessageFilter(
        direction=where.direction.value if where.direction else None,
        author=where.author.value if where.author else None,
        status=where.status.value if where.status else None,
        since=aware(where.sent_from, "where.sentFrom"),
        until=aware(where.sent_before, "where.sentBefore"),
    )


@object_type(
    "What is said between the clinic and one patient through one channel.",
    needs=Permission.CONVERSATION_READ,
    record=ConversationRecord,
)
class Conversation(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ConversationRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    state: ConversationState = field("Whether it goes on.", policy=OF_PARENT)
    owner: ConversationOwner = field("Who speaks for the clinic.", policy=OF_PARENT)
    handover_reason: str | None = field("Why the assistant handed it over, as a code.", policy=OF_PARENT)
    unread_count: int = field("How many messages nobody has seen.", policy=OF_PARENT)
    last_message_at: datetime = field("When something was last said.", policy=OF_PARENT)
    last_inbound_at: datetime | None = field(
        "When the patient last wrote: free text can be sent for 24 hours after it.", policy=OF_PARENT
    )
    created_at: datetime = field("When it began.", policy=OF_PARENT)

    @field("With whom.", policy=Needs(Permission.PATIENT_READ), cost=1, beside=BESIDE_PATIENT)
    async def patient(self, info: Info) -> Patient | None:
        found: Patient | None = self.along(BESIDE_PATIENT)
        return found or await find_patient(info.context, self.record.patient_id)

    @field("The colleague who speaks, if one took it.", policy=OF_PARENT, cost=1, surfaces=STAFF)
    async def assignee(self, info: Info) -> User | None:
        person = self.companions.get("assignee_id")
        if person is not None:
            return User.of(person, self.clinic_id)
        return await _colleague(info.context, self.record.assignee_id, self.clinic_id)

    @field(
        "Through which account of the clinic's.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
        surfaces=STAFF,
    )
    async def channel(self, info: Info) -> Channel | None:
        record = self.companions.get("connection_id")
        return Channel.of(record) if record is not None else await find_channel(info.context, self.record.connection_id)

    @field(
        "What was said, the oldest first unless ordered; ask for `last` to see the newest.",
        policy=Needs(Permission.MESSAGE_READ),
        data=DataClass.CONVERSATION,
        cost=1,
    )
    async def messages(
        self,
        info: Info,
        where: Annotated[MessageWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[MessageOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Message] | None:
        context, clinic_id = info.context, self.clinic_id
        order = ordered(MESSAGE_ORDERS, *((order_by.by, order_by.direction) if order_by else ()))
        selection = messages_where(context.reach(clinic_id), _filter(where), order, unasked(info, WIDE))

        async def make(rows: Sequence[Any]) -> Sequence[Message]:
            return Shown(Message, rows, await context.loaders.keys(clinic_id))

        given = Pageable(first, after, last, before)
        return await listed_of_parent(info, self.record.id, "message.conversation_id", selection, given, make)

    @field(
        "The asker may write now: they may send messages, it is open, and the patient wrote within 24 hours.",
        policy=OF_PARENT,
    )
    def viewer_can_send(self, info: Info) -> bool:
        is_open = self.record.state == "open" and is_window_open(self.record.last_inbound_at, info.context.now)
        return is_open and info.context.can(Permission.MESSAGE_SEND, self.clinic_id)

    @field("The asker may take it over, give it back and close it.", policy=OF_PARENT)
    def viewer_can_assign(self, info: Info) -> bool:
        return info.context.can(Permission.CONVERSATION_ASSIGN, self.clinic_id)


@object_type("Something a person must look at.", needs=Permission.TASK_READ, record=TaskRecord)
class StaffTask(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[TaskRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    kind: str = field("What it is about, as a code.", policy=OF_PARENT)
    state: TaskState = field("Whether it is done.", policy=OF_PARENT)
    created_at: datetime = field("Since when.", policy=OF_PARENT)
    done_at: datetime | None = field("When it was done.", policy=OF_PARENT)

    @field("The conversation it is about, if any.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def conversation(self, info: Info) -> Conversation | None:
        record = self.companions.get("conversation_id")
        if record is not None:
            return Conversation.of(record)
        key = self.record.conversation_id
        return await find_conversation(info.context, key) if key else None

    @field("The asker may tick it off: they may, and it is open.", policy=OF_PARENT)
    def viewer_can_mark_done(self, info: Info) -> bool:
        return self.record.state == "open" and info.context.can(Permission.TASK_WRITE, self.clinic_id)

    @field("The id of the booking it is about, if any.", policy=Needs(Permission.BOOKING_READ))
    def booking_id(self) -> strawberry.ID | None:
        key = self.record.booking_id
        return strawberry.ID(global_id("Booking", key)) if key else None


async def _colleague(context: Context, user_id: UUID | None, clinic_id: UUID) -> User | None:
    person = await context.loaders.people.load(user_id) if user_id else None
    return User.of(person, clinic_id) if person else None


async def find_conversation(context: Context, key: UUID) -> Conversation | None:
    record = await context.loaders.conversations.load(key)
    return Conversation.of(record) if record else None


async def find_message(context: Context, key: UUID) -> Message | None:
    found = await context.loaders.messages.load(key)
    return Message.of(found.record, found.keys) if found else None


async def find_task(context: Context, key: UUID) -> StaffTask | None:
    found = await context.loaders.tasks.load(key)
    return StaffTask.of(found) if found else None
