"""Conversations, messages and tasks as clients see them; what was said is opened only for those who may read it."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.conversations.content import from_json, titles_of
from chatbookr_core.conversations.queries import (
    CONVERSATION_ORDER,
    MESSAGE_ORDER,
    TASK_ORDER,
    ConversationFilter,
    ConversationRecord,
    MessageRecord,
    TaskRecord,
    conversation_page,
    message_pages,
    messages_by_id,
    task_page,
    tasks_by_id,
)
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.keyset import Page
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channels import Channel, find_channel
from chatbookr_schema.context import Context, Info
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
    object_type,
    optional_input,
)
from chatbookr_schema.ids import global_id, key_of
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, connection, cursor_key, page_request
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items

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
        return self.keys.open_text(columns.MESSAGE_BODY, self.record.id, self.record.body_sealed)

    @field("What the patient could tap, in order.", policy=OF_PARENT, data=DataClass.CONVERSATION)
    def choices(self) -> list[str]:
        sealed = self.record.content_sealed
        if sealed is None or self.record.direction != "outbound":
            return []
        return titles_of(from_json(self.keys.open_text(columns.MESSAGE_CONTENT, self.record.id, sealed)))

    @field("The colleague who wrote it, if one did.", policy=OF_PARENT, cost=1, surfaces=STAFF)
    async def author_user(self, info: Info) -> User | None:
        return await _colleague(info.context, self.record.author_user_id, self.clinic_id)


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
        return await _colleague(info.context, self.record.assignee_id, self.clinic_id)

    @field(
        "Through which account of the clinic's.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
        surfaces=STAFF,
    )
    async def channel(self, info: Info) -> Channel | None:
        return await find_channel(info.context, self.record.connection_id)

    @field(
        "What was said, in order; ask for `last` to see the newest.",
        policy=Needs(Permission.MESSAGE_READ),
        data=DataClass.CONVERSATION,
        cost=1,
    )
    async def messages(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Message] | None:
        request = await page_request(info.context, MESSAGE_ORDER, first, after, last, before)
        clinic_id = self.clinic_id

        async def load(conversation_ids: list[UUID]) -> list[Page[Any]]:
            return list(await message_pages(clinic_id, conversation_ids, request))

        loader = info.context.loaders.of_parent((message_pages, clinic_id, request), load)
        page = await loader.load(self.record.id)
        keys = await info.context.loaders.keys(clinic_id)
        items = [Message.of(record, keys) for record in page.rows]
        return connection(page, MESSAGE_ORDER, await cursor_key(info.context), items, list(page.rows))


@object_type("Something a person must look at.", needs=Permission.TASK_READ, record=TaskRecord)
class StaffTask(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[TaskRecord]
    kind: str = field("What it is about, as a code.", policy=OF_PARENT)
    state: TaskState = field("Whether it is done.", policy=OF_PARENT)
    created_at: datetime = field("Since when.", policy=OF_PARENT)
    done_at: datetime | None = field("When it was done.", policy=OF_PARENT)

    @field("The conversation it is about, if any.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def conversation(self, info: Info) -> Conversation | None:
        key = self.record.conversation_id
        return await find_conversation(info.context, key) if key else None

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
    found = (await messages_by_id(context.clinics_with(Permission.MESSAGE_READ), [key])).get(key)
    return Message.of(found, await context.loaders.keys(found.clinic_id)) if found else None


async def find_task(context: Context, key: UUID) -> StaffTask | None:
    found = (await tasks_by_id(context.clinics_with(Permission.TASK_READ), [key])).get(key)
    return StaffTask.of(found) if found else None


@input_type("Which conversations; what is left out does not matter.")
class ConversationWhere:
    state: ConversationState | None = optional_input("In this state.", policy=OF_PARENT)
    owner: ConversationOwner | None = optional_input("In which this side speaks.", policy=OF_PARENT)
    assignee_id: strawberry.ID | None = optional_input("Taken by this colleague.", policy=OF_PARENT, surfaces=STAFF)
    is_unread: bool | None = optional_input("With messages nobody has seen, or without.", policy=OF_PARENT)


def _filter(where: ConversationWhere | None) -> ConversationFilter:
    if where is None:
        return ConversationFilter()
    return ConversationFilter(
        where.state.value if where.state else None,
        where.owner.value if where.owner else None,
        key_of(where.assignee_id, "User", field="where.assigneeId") if where.assignee_id else None,
        where.is_unread,
    )


@strawberry.type
class ConversationQueries:
    @field(
        "A clinic's conversations, the last spoken in first.",
        policy=Needs(Permission.CONVERSATION_READ),
        cost=1,
        surfaces=BOTH,
    )
    async def conversations(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ConversationWhere | None, argument("Which of them.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Conversation] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        request = await page_request(info.context, CONVERSATION_ORDER, first, after, last, before)
        including = asked_of_items(info, {"patient": "patient_id"})
        page = await conversation_page(clinic, _filter(where), request, including)
        records = [record for record, _ in page.rows]
        keys = await info.context.loaders.keys(clinic)
        items = [Conversation.of(record, keys, companions) for record, companions in page.rows]
        return connection(page, CONVERSATION_ORDER, await cursor_key(info.context), items, records)

    @field("What a clinic's staff must look at, the oldest first.", policy=Needs(Permission.TASK_READ), cost=1)
    async def tasks(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        state: Annotated[TaskState | None, argument("In this state.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[StaffTask] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.TASK_READ)
        request = await page_request(info.context, TASK_ORDER, first, after, last, before)
        page = await task_page(clinic, state.value if state else None, request)
        items = [StaffTask.of(record) for record in page.rows]
        return connection(page, TASK_ORDER, await cursor_key(info.context), items, list(page.rows))
