"""Conversations and their messages as clients see them; what was said is opened only for those who may read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.conversations.content import KINDS, from_json, titles_of
from chatbookr_core.conversations.marks import Marks
from chatbookr_core.conversations.queries import (
    MESSAGE_ORDERS,
    ConversationRecord,
    MessageRecord,
    messages_where,
)
from chatbookr_core.conversations.received import KINDS_OF_STRUCTURE, structured
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.models.conversation import NEVER
from chatbookr_core.sealed_rows import sealed_among
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.channels import Channel, find_channel
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversation_codes import (
    ConversationOwner,
    ConversationState,
    MessageAuthor,
    MessageDirection,
    MessageStatus,
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
from chatbookr_schema.message_parts import (
    MessageContact,
    MessageForm,
    MessageLocation,
    MessageMedia,
    MessageOrder,
    MessageReaction,
    MessageReferral,
    MessageVersion,
    media_of,
)
from chatbookr_schema.message_prices import MessagePrice
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
    ordered,
)
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Beside, Recorded, Shown
from chatbookr_schema.searching import sift_for, sought_in
from chatbookr_schema.teams import Team, find_team
from chatbookr_schema.templates import MessagePurpose
from chatbookr_schema.unread import unread_count_of
from chatbookr_sdk import ContactsReceived, FormFilled, LocationReceived, MediaReceived, OrderReceived

T = TypeVar("T")
BESIDE_PATIENT = Beside("patient_id", Patient.of)
BESIDE_CHANNEL = Beside("connection_id", Channel.of)
BESIDE_TEAM = Beside("team_id", Team.of)


@object_type("One message of a conversation.", needs=Permission.MESSAGE_READ, record=MessageRecord)
class Message(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[MessageRecord]
    keys: strawberry.Private[Keys]
    direction: MessageDirection = field("Which way it goes.", policy=OF_PARENT)
    author: MessageAuthor = field("Who wrote it.", policy=OF_PARENT)
    kind: str = field(
        "text, option, buttons, options, image, audio, voice, video, document, sticker, location, contacts, "
        "order, form, template, reaction, call, system, revoked, or a kind of the channel's own.",
        policy=OF_PARENT,
    )
    status: MessageStatus = field("How far it has come.", policy=OF_PARENT)
    status_at: datetime | None = field("Since when.", policy=OF_PARENT)
    sent_at: datetime = field("When it was written: by the channel's clock, or by ours.", policy=OF_PARENT)
    error_code: str | None = field("Why it will not arrive, as the channel says.", policy=OF_PARENT)
    edited_at: datetime | None = field("When who wrote it last wrote it anew; `versions` are older.", policy=OF_PARENT)
    revoked_at: datetime | None = field("When who wrote it deleted it: nobody can read it any more.", policy=OF_PARENT)
    history_phase: int | None = field(
        "It is of before the channel was connected: 0 of the last day, 1 of 90 days, 2 of 180.", policy=OF_PARENT
    )
    purpose: MessagePurpose | None = field("Why the clinic said it; null: it did not, or freely.", policy=OF_PARENT)
    held_until: datetime | None = field("Until when it waits by itself; null: it does not.", policy=OF_PARENT)
    held_reason: str | None = field("What it waits for, as a code.", policy=OF_PARENT)

    @field(
        "How the channel counts it; null until it says.",
        policy=Needs(Permission.CONNECTION_MANAGE),
        surfaces=STAFF,
        reads=("price_category", "price_kind", "price_model", "is_billable"),
    )
    def price(self) -> MessagePrice | None:
        return MessagePrice.of(self.record, self.clinic_id)

    @field("What a person reads.", policy=OF_PARENT, data=DataClass.CONVERSATION, reads=("body_sealed",))
    def body(self) -> str:
        return self.keys.open_text(columns.MESSAGE_BODY, self.record.id, self.record.body_sealed)

    @field(
        "What the patient could tap, in order.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        reads=("content_sealed", "direction", "kind"),
    )
    def choices(self) -> list[str]:
        sealed = self.record.content_sealed
        if sealed is None or self.record.direction != "outbound" or self.record.kind not in KINDS.values():
            return []
        return titles_of(from_json(self.keys.open_text(columns.MESSAGE_CONTENT, self.record.id, sealed)))

    def _content(self, kind: type[T]) -> T | None:
        sealed = self.record.content_sealed
        if sealed is None or self.record.kind not in KINDS_OF_STRUCTURE:
            return None
        text = self.keys.open_text(columns.MESSAGE_CONTENT, self.record.id, sealed)
        found = structured(self.record.kind, text)
        return found if isinstance(found, kind) else None

    def _marks(self) -> Marks:
        sealed = self.record.marks_sealed
        opened = self.keys.open_text(columns.MESSAGE_MARKS, self.record.id, sealed) if sealed is not None else None
        return Marks.from_json(opened)

    @field(
        "The file that came with it.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        cost=1,
        reads=("content_sealed", "kind"),
    )
    async def media(self, info: Info) -> MessageMedia | None:
        found = self._content(MediaReceived)
        return await media_of(info, found, self.record.id, self.clinic_id, self.keys) if found else None

    @field("The place that was sent.", policy=OF_PARENT, data=DataClass.CONVERSATION, reads=("content_sealed", "kind"))
    def place(self) -> MessageLocation | None:
        found = self._content(LocationReceived)
        return MessageLocation.of(found, self.clinic_id) if found else None

    @field(
        "The address cards that were sent.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        lists=5,
        reads=("content_sealed", "kind"),
    )
    def contacts(self) -> list[MessageContact]:
        found = self._content(ContactsReceived)
        return MessageContact.all_of(found, self.clinic_id) if found else []

    @field("What was ordered.", policy=OF_PARENT, data=DataClass.CONVERSATION, reads=("content_sealed", "kind"))
    def order(self) -> MessageOrder | None:
        found = self._content(OrderReceived)
        return MessageOrder.of(found, self.clinic_id) if found else None

    @field(
        "The form that was answered.", policy=OF_PARENT, data=DataClass.CONVERSATION, reads=("content_sealed", "kind")
    )
    def form(self) -> MessageForm | None:
        found = self._content(FormFilled)
        return MessageForm.of(found, self.clinic_id) if found else None

    @field(
        "Where the patient came from, who wrote for the first time.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        reads=("marks_sealed",),
    )
    def referral(self) -> MessageReferral | None:
        found = self._marks().referral
        return MessageReferral.of(found, self.clinic_id) if found else None

    @field(
        "The emojis that stand at it.", policy=OF_PARENT, data=DataClass.CONVERSATION, lists=2, reads=("marks_sealed",)
    )
    def reactions(self) -> list[MessageReaction]:
        return MessageReaction.all_of(self._marks(), self.clinic_id)

    @field(
        "What it said before it was edited, the oldest first.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        lists=2,
        reads=("marks_sealed",),
    )
    def versions(self) -> list[MessageVersion]:
        return MessageVersion.all_of(self._marks(), self.clinic_id)

    @field("It was forwarded by who sent it.", policy=OF_PARENT, data=DataClass.CONVERSATION, reads=("marks_sealed",))
    def is_forwarded(self) -> bool:
        return self._marks().is_forwarded

    @field(
        "In which group it was said, before others; nobody answers it here.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        reads=("marks_sealed",),
    )
    def chat_group_id(self) -> str | None:
        return self._marks().chat_group_id

    @field(
        "About which product of a catalogue it is.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        reads=("marks_sealed",),
    )
    def product_id(self) -> str | None:
        return self._marks().product_id

    @field(
        "The colleague who wrote it, if one did.", policy=OF_PARENT, cost=1, surfaces=STAFF, reads=("author_user_id",)
    )
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
    snoozed_until: datetime | None = field(
        "When it goes on by itself, if it is put off until a time; in any case it does when the patient writes.",
        policy=OF_PARENT,
    )
    owner: ConversationOwner = field("Who speaks for the clinic.", policy=OF_PARENT)
    handover_reason: str | None = field("Why the assistant handed it over, as a code.", policy=OF_PARENT)
    last_message_at: datetime = field("When something was last said.", policy=OF_PARENT)
    last_inbound_at: datetime | None = field(
        "When the patient last wrote: free text can be sent for 24 hours after it.", policy=OF_PARENT
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
        return await _colleague(info.context, self.record.assignee_id, self.clinic_id)

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
        order = ordered(MESSAGE_ORDERS, *((order_by.by, order_by.direction) if order_by else ()))
        contains = where.contains if where else None
        said = await sought_in(context, clinic_id, "message", contains, field="where.contains")
        selection = messages_where(context.reach(clinic_id), filter_of(where, said), order)

        async def make(rows: Sequence[Any]) -> Sequence[Message]:
            return Shown(Message, rows, await context.loaders.keys(clinic_id, sealed_among(rows)))

        given, sift = Pageable(first, after, last, before), sift_for(context, clinic_id, "message", said)
        return await listed_of_parent(
            info, self.record.id, "message.conversation_id", selection, given, make, clinic_id, sift
        )

    @field(
        "The asker may write now: they may send messages, it is not closed, and the patient wrote within 24 hours.",
        policy=OF_PARENT,
        reads=("state", "last_inbound_at"),
    )
    def viewer_can_send(self, info: Info) -> bool:
        is_open = self.record.state != "closed" and is_window_open(self.record.last_inbound_at, info.context.now)
        return is_open and info.context.can(Permission.MESSAGE_SEND, self.clinic_id)

    @field(
        "The asker may take it over, give it to others or back, put it off and close it.", policy=OF_PARENT, reads=()
    )
    def viewer_can_assign(self, info: Info) -> bool:
        return info.context.can(Permission.CONVERSATION_ASSIGN, self.clinic_id)


async def _colleague(context: Context, user_id: UUID | None, clinic_id: UUID) -> User | None:
    person = await context.loaders.people.load(user_id) if user_id else None
    return User.of(person, clinic_id) if person else None


async def find_conversation(context: Context, key: UUID) -> Conversation | None:
    record = await context.loaders.conversations.load(key)
    return Conversation.of(record) if record else None


async def find_message(context: Context, key: UUID) -> Message | None:
    found = await context.loaders.messages.load(key)
    return Message.of(found.record, found.keys) if found else None
