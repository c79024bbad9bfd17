"""Notes on conversations: what staff write down for each other, opened only for those who may read messages."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.notes.queries import NOTE_ORDERS, NoteRecord, notes_where
from chatbookr_core.notes.service import add_note, delete_note, edit_note
from chatbookr_core.notes.versions import NoteVersion, from_json
from chatbookr_permissions.actions import Permission
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
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.nodes import Node
from chatbookr_schema.paging import Connection, OrderDirection, Pageable, listed_of_parent, opened, ordered
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.values import aware

ASSIGN = Needs(Permission.CONVERSATION_ASSIGN)


@object_type("What a note said before it was edited.", needs=Permission.MESSAGE_READ)
class ConversationNoteVersion:
    clinic_id: strawberry.Private[UUID]
    at: datetime = field("Since when it said so.", policy=OF_PARENT, data=DataClass.CONVERSATION)
    body: str = field("The words then.", policy=OF_PARENT, data=DataClass.CONVERSATION)

    @classmethod
    def all_of(cls, versions: Sequence[NoteVersion], clinic_id: UUID) -> list["ConversationNoteVersion"]:
        return [cls(clinic_id=clinic_id, at=one.at, body=one.body) for one in versions]


@object_type(
    "What somebody wrote down about a conversation for their colleagues; it is never sent.",
    needs=Permission.MESSAGE_READ,
    record=NoteRecord,
)
class ConversationNote(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[NoteRecord]
    keys: strawberry.Private[Keys]
    body: str = field("The words.", policy=OF_PARENT, data=DataClass.CONVERSATION, sealed=columns.NOTE_BODY)
    created_at: datetime = field("When it was written.", policy=OF_PARENT)
    edited_at: datetime | None = field("Since when it says what it says, where it was edited.", policy=OF_PARENT)

    @field(
        "What it said before it was edited, the oldest first.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
        lists=2,
        reads=("versions_sealed",),
    )
    def versions(self) -> list[ConversationNoteVersion]:
        sealed = self.record.versions_sealed
        text = self.keys.open_text(columns.NOTE_VERSIONS, self.record.id, sealed) if sealed is not None else None
        return ConversationNoteVersion.all_of(from_json(text), self.clinic_id)

    @field("Who wrote it.", policy=OF_PARENT, cost=1, surfaces=STAFF, reads=("author_user_id",))
    async def author_user(self, info: Info) -> User | None:
        key = self.record.author_user_id
        person = await info.context.loaders.people.load(key) if key else None
        return User.of(person, self.record.clinic_id) if person else None


@input_type("Which notes; what is left out does not matter.")
class NoteWhere:
    created_from: datetime | None = optional_input("Written at this instant or later.", policy=OF_PARENT)
    created_before: datetime | None = optional_input("Written before this instant.", policy=OF_PARENT)


@enum_type("What notes are ordered by.", CREATED_AT="When they were written.")
class NoteOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of notes.")
class NoteOrderBy:
    by: NoteOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


async def find_note(context: Context, key: UUID) -> ConversationNote | None:
    found = await context.loaders.notes.load(key)
    return ConversationNote.of(found.record, found.keys) if found else None


async def notes_of(
    info: Info, key: UUID, clinic_id: UUID, where: NoteWhere | None, order_by: NoteOrderBy | None, given: Pageable
) -> Connection[ConversationNote]:
    """Page through the notes on a conversation."""
    context = info.context
    selection = notes_where(
        context.reach(clinic_id),
        ordered(NOTE_ORDERS, order_by),
        since=aware(where.created_from, "where.createdFrom") if where else None,
        until=aware(where.created_before, "where.createdBefore") if where else None,
    )
    return await listed_of_parent(
        info,
        key,
        "conversation_note.conversation_id",
        selection,
        given,
        opened(ConversationNote, context, clinic_id),
        clinic_id,
    )


@error_codes("Why a note was not written.", **COMMON)
class ConversationNoteAddErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("A note for colleagues.")
class ConversationNoteAddInput:
    conversation_id: strawberry.ID = field("On this conversation.", policy=OF_PARENT)
    body: str = field("1 to 4096 characters.", policy=OF_PARENT, data=DataClass.CONVERSATION)


@object_type("What became of a note.")
class ConversationNoteAddPayload:
    clinic_id: strawberry.Private[UUID | None]
    note: ConversationNote | None = field("The note.", policy=Needs(Permission.MESSAGE_READ))
    user_errors: list[UserError[ConversationNoteAddErrorCode]] = field("Why it was not written.", policy=OUTCOME)


@error_codes("Why a note was not edited.", **COMMON)
class ConversationNoteEditErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@error_codes(
    "Why a note was not deleted.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    LEGAL_HOLD="A hold stands on the patient, or on the whole clinic: release it first.",
)
class ConversationNoteDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    LEGAL_HOLD = "LEGAL_HOLD"


@input_type("What a note is to say.")
class ConversationNoteEditInput:
    note_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    body: str = field("1 to 4096 characters.", policy=OF_PARENT, data=DataClass.CONVERSATION)


@object_type("What became of editing a note.")
class ConversationNoteEditPayload:
    clinic_id: strawberry.Private[UUID | None]
    note: ConversationNote | None = field("The note as it is now.", policy=Needs(Permission.MESSAGE_READ))
    user_errors: list[UserError[ConversationNoteEditErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of deleting a note.")
class ConversationNoteDeletePayload:
    clinic_id: strawberry.Private[UUID | None]
    note_id: strawberry.ID | None = field("The note that is gone.", policy=OUTCOME)
    user_errors: list[UserError[ConversationNoteDeleteErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class NoteMutations:
    @field(
        "Let a note say something else: one's own, or with `inbox:manage` anybody's. What it said is kept.",
        policy=ASSIGN,
        cost=10,
    )
    async def conversation_note_edit(
        self, info: Info, input: Annotated[ConversationNoteEditInput, argument("Which, and what.")]
    ) -> ConversationNoteEditPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.note_id, "ConversationNote", field="input.noteId")
        outcome = await change(
            info, input, ConversationNoteEditErrorCode, lambda: edit_note(context.deployment, actor, key, input.body)
        )
        found = await find_note(context, outcome.key) if outcome.key else None
        return ConversationNoteEditPayload(
            clinic_id=found.clinic_id if found else None, note=found, user_errors=outcome.user_errors
        )

    @field("Take a note away for good: one's own, or with `inbox:manage` anybody's.", policy=ASSIGN, cost=10)
    async def conversation_note_delete(
        self, info: Info, note_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> ConversationNoteDeletePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(note_id, "ConversationNote", field="noteId")
        outcome = await change(
            info, None, ConversationNoteDeleteErrorCode, lambda: delete_note(context.deployment, actor, key)
        )
        return ConversationNoteDeletePayload(
            clinic_id=None, note_id=note_id if outcome.key else None, user_errors=outcome.user_errors
        )

    @field(
        "Write something down about a conversation for colleagues; nothing is sent.",
        policy=ASSIGN,
        cost=10,
    )
    async def conversation_note_add(
        self, info: Info, input: Annotated[ConversationNoteAddInput, argument("What, and where.")]
    ) -> ConversationNoteAddPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
        outcome = await change(
            info, input, ConversationNoteAddErrorCode, lambda: add_note(context.deployment, actor, key, input.body)
        )
        found = await find_note(context, outcome.key) if outcome.key else None
        return ConversationNoteAddPayload(
            clinic_id=found.clinic_id if found else None, note=found, user_errors=outcome.user_errors
        )
