"""Messages as clients see them; what was said is opened only for those who may read it."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.conversations.marks import Marks
from chatbookr_core.conversations.queries import (
    MessageRecord,
)
from chatbookr_core.conversations.received import KINDS_OF_STRUCTURE, OUR_KINDS, WRITTEN_HERE, structured
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.outbox.content import KINDS, from_json, titles_of
from chatbookr_core.outbox.quoting import quotes
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversation_codes import (
    MessageAuthor,
    MessageDirection,
    MessageStatus,
)
from chatbookr_schema.field import (
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    field,
    object_type,
)
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
from chatbookr_schema.people import User, colleague_of
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.templates import MessagePurpose
from chatbookr_sdk import ContactsReceived, FormFilled, LocationReceived, MediaReceived, OrderReceived

T = TypeVar("T")


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
    held_until: datetime | None = field("Until when at least it waits by itself; null: it does not.", policy=OF_PARENT)
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
        "The message that it answers, where whoever wrote it quoted one of this conversation.",
        policy=OF_PARENT,
        cost=1,
        reads=("reply_to_hash",),
    )
    async def reply_to(self, info: Info) -> "Message | None":
        if self.record.reply_to_hash is None:
            return None
        key = await info.context.loaders.answered.load(self.record.id)
        return await find_message(info.context, key) if key else None

    @field(
        "`messageSend` can quote it: its channel quotes, knows it, and nobody deleted it.",
        policy=OF_PARENT,
        reads=("quotable_by",),
    )
    def is_quotable(self, info: Info) -> bool:
        plugin = self.record.quotable_by
        return plugin is not None and quotes(info.context.deployment, plugin)

    @field(
        "What came, as the channel's own JSON, where its kind is none of ours; it may hold the patient's number.",
        policy=Needs(Permission.PATIENT_CONTACT_READ),
        data=DataClass.CONVERSATION,
        reads=("content_sealed", "author", "kind"),
    )
    def raw(self) -> str | None:
        sealed = self.record.content_sealed
        if sealed is None or self.record.author in WRITTEN_HERE or self.record.kind in OUR_KINDS:
            return None
        text = self.keys.open_text(columns.MESSAGE_CONTENT, self.record.id, sealed)
        return None if structured(self.record.kind, text) else text

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
        return await colleague_of(info.context, self.record.author_user_id, self.clinic_id)


async def find_message(context: Context, key: UUID) -> Message | None:
    found = await context.loaders.messages.load(key)
    return Message.of(found.record, found.keys) if found else None
