"""Conversations as clients see them: who speaks for the clinic, and what was said to whom those show it who may."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.conversations.queries import (
    MESSAGE_ORDERS,
    ConversationRecord,
    messages_where,
)
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.models.conversation import NEVER
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.channels import Channel, find_channel
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversation_codes import (
    ConversationOwner,
    ConversationState,
)
from chatbookr_schema.field import (
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    field,
    object_type,
)
from chatbookr_schema.handoffs import ConversationHandoff, handoff_of
from chatbookr_schema.labels import Label, labels_of
from chatbookr_schema.message_lists import MessageOrderBy, MessageWhere, filter_of
from chatbookr_schema.messages import Message
from chatbookr_schema.nodes import Node
from chatbookr_schema.notes import ConversationNote, NoteOrderBy, NoteWhere, notes_of
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    Pageable,
    listed_of_parent,
    opened,
    ordered,
)
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.people import User, colleague_of
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.searching import sift_for, sought_in
from chatbookr_schema.teams import Team, find_team
from chatbookr_schema.unread import unread_count_of

T = TypeVar("T")
BESIDE_PATIENT = Beside("patient_id", Patient.of)
BESIDE_CHANNEL = Beside("connection_id", Channel.of)
BESIDE_TEAM = Beside("team_id", Team.of)


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
    snoozed_until: datetime | None = field(
        "When it goes on by itself, if it is put off until a time; in any case it does when the patient writes.",
        policy=OF_PARENT,
    )
    owner: ConversationOwner = field("Who speaks for the clinic.", policy=OF_PARENT)
    handover_reason: str | None = field(
        "Why the assistant handed it over, as a code: a value of `HandoverReason` in small letters. Null: it has it, or"
        " somebody took it.",
        policy=OF_PARENT,
    )
    last_message_at: datetime = field("When something was last said.", policy=OF_PARENT)
    last_inbound_at: datetime | None = field(
        "When the patient last wrote or called: free text can be sent for 24 hours after it.", policy=OF_PARENT
    )
    created_at: datetime = field("When it began.", policy=OF_PARENT)

    @field(
        "How many messages the asker has not seen; to a key, how many nobody has.",
        policy=OF_PARENT,
        cost=1,
        reads=("unread_count",),
    )
    async def unread_count(self, info: Info) -> int:
        actor = info.context.principal()
        if not isinstance(actor, StaffActor):
            return self.record.unread_count
        return await unread_count_of(info.context, self.record.id, self.clinic_id, actor.user_id)

    @field(
        "Where the patient stood, while a person has it; null while the assistant does.",
        policy=Needs(Permission.MESSAGE_READ),
        data=DataClass.CONVERSATION,
        cost=1,
        reads=(),
    )
    async def handoff(self, info: Info) -> ConversationHandoff | None:
        return await handoff_of(info.context, self.record.id, self.clinic_id)

    @field("By when staff are to answer; null: nobody waits.", policy=OF_PARENT, reads=("answer_due_at",))
    def answer_due_at(self) -> datetime | None:
        return self.record.answer_due_at if self.record.answer_due_at != NEVER else None

    @field("Whether that is over, of one that is open.", policy=OF_PARENT, reads=("answer_due_at", "state"))
    def is_overdue(self, info: Info) -> bool:
        return self.record.state == "open" and self.record.answer_due_at <= info.context.now

    @field("What it is sorted by, by name.", policy=OF_PARENT, cost=1, lists=3, surfaces=STAFF, reads=())
    async def labels(self, info: Info) -> list[Label]:
        return await labels_of(info.context, self.record.id, self.clinic_id)

    @field(
        "What staff wrote down about it for each other, the oldest first unless ordered; the patient never sees it.",
        policy=Needs(Permission.MESSAGE_READ),
        data=DataClass.CONVERSATION,
        cost=1,
        reads=(),
    )
    async def notes(
        self,
        info: Info,
        where: Annotated[NoteWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[NoteOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[ConversationNote] | None:
        given = Pageable(first, after, last, before)
        return await notes_of(info, self.record.id, self.clinic_id, where, order_by, given)

    @field("With whom.", policy=Needs(Permission.PATIENT_READ), cost=1, beside=BESIDE_PATIENT)
    async def patient(self, info: Info) -> Patient | None:
        found: Patient | None = self.along(BESIDE_PATIENT)
        return found or await find_patient(info.context, self.record.patient_id)

    @field(
        "The colleague who speaks, if one took it.", policy=OF_PARENT, cost=1, surfaces=STAFF, reads=("assignee_id",)
    )
    async def assignee(self, info: Info) -> User | None:
        person = self.companions.get("assignee_id")
        if person is not None:
            return User.of(person, self.clinic_id)
        return await colleague_of(info.context, self.record.assignee_id, self.clinic_id)

    @field("The team that has it, if any.", policy=OF_PARENT, cost=1, surfaces=STAFF, beside=BESIDE_TEAM)
    async def team(self, info: Info) -> Team | None:
        found: Team | None = self.along(BESIDE_TEAM)
        key = self.record.team_id
        return found or (await find_team(info.context, key) if key else None)

    @field(
        "Through which account of the clinic's.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
        surfaces=STAFF,
        beside=BESIDE_CHANNEL,
    )
    async def channel(self, info: Info) -> Channel | None:
        found: Channel | None = self.along(BESIDE_CHANNEL)
        return found or await find_channel(info.context, self.record.connection_id)

    @field(
        "What was said, the oldest first unless ordered; ask for `last` to see the newest.",
        policy=Needs(Permission.MESSAGE_READ),
        data=DataClass.CONVERSATION,
        cost=1,
        reads=(),
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
        order = ordered(MESSAGE_ORDERS, order_by)
        contains = where.contains if where else None
        said = await sought_in(context, clinic_id, "message", contains, field="where.contains")
        selection = messages_where(context.reach(clinic_id), filter_of(where, said), order)
        given, sift = Pageable(first, after, last, before), sift_for(context, clinic_id, "message", said)
        return await listed_of_parent(
            info,
            self.record.id,
            "message.conversation_id",
            selection,
            given,
            opened(Message, context, clinic_id),
            clinic_id,
            sift,
        )

    @field(
        "The asker may write now: they may send messages, it is not closed, its channel is not disconnected, and the"
        " patient wrote within 24 hours.",
        policy=OF_PARENT,
        reads=("state", "last_inbound_at", "has_channel"),
    )
    def viewer_can_send(self, info: Info) -> bool:
        record = self.record
        is_open = record.state != "closed" and record.has_channel
        is_heard = is_open and is_window_open(record.last_inbound_at, info.context.now)
        return is_heard and info.context.can(Permission.MESSAGE_SEND, self.clinic_id)

    @field(
        "The asker may take it over, give it to others or back, put it off and close it.", policy=OF_PARENT, reads=()
    )
    def viewer_can_assign(self, info: Info) -> bool:
        return info.context.can(Permission.CONVERSATION_ASSIGN, self.clinic_id)


async def find_conversation(context: Context, key: UUID) -> Conversation | None:
    record = await context.loaders.conversations.load(key)
    return Conversation.of(record) if record else None
