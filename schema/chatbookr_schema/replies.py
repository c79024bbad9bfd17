"""Canned replies: what a clinic says often, and how it would read in a conversation."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.db import by_language
from chatbookr_core.errors import InvalidInput
from chatbookr_core.replies.queries import REPLY_ORDERS, ReplyRecord, replies_saying, replies_where
from chatbookr_core.replies.service import preview
from chatbookr_core.search.words import QUERY_CHARS
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import key_of
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


@object_type("A canned reply in one language.")
class CannedText:
    language: str = field("As in BCP 47: de, pt-BR.", policy=OF_PARENT)
    body: str = field("The text, with its variables in double braces.", policy=OF_PARENT, data=DataClass.NONE)


@object_type("What a clinic says often, written once.", needs=Permission.CONVERSATION_READ, record=ReplyRecord)
class CannedReply(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ReplyRecord]
    shortcut: str = field("What it is found by.", policy=OF_PARENT)
    created_at: datetime = field("When it was first written.", policy=OF_PARENT)

    @field("The text in each language.", policy=OF_PARENT, lists=2, reads=("texts",))
    def texts(self) -> list[CannedText]:
        found = by_language(self.record.texts)
        return [CannedText(language=language, body=found[language]) for language in sorted(found)]


@object_type("A canned reply as it would be sent in a conversation.", needs=Permission.MESSAGE_SEND)
class CannedReplyPreview:
    clinic_id: strawberry.Private[UUID]
    language: str = field("In this language: the patient's, the clinic's, or the first there is.", policy=OF_PARENT)
    text: str | None = field(
        "What `messageSend` would be given.", policy=Needs(Permission.PATIENT_CONTACT_READ), data=DataClass.CONTACT
    )
    missing: list[str] = field("Variables for which there is nothing: they were left out.", policy=OF_PARENT)


@input_type("Which canned replies; what is left out does not matter.")
class CannedReplyWhere:
    shortcut: str | None = optional_input("Found by exactly this.", policy=OF_PARENT)
    contains: str | None = optional_input(
        "In whose shortcut or texts words begin so, each of these, in any case and without accents, umlauts written "
        f"out or not; at most {QUERY_CHARS} characters. Without a word it is all; null is the same as leaving it out.",
        policy=OF_PARENT,
    )


@enum_type("What canned replies are ordered by.", SHORTCUT="What they are found by.")
class CannedReplyOrderField(Enum):
    SHORTCUT = "shortcut"


@input_type("The order of canned replies.")
class CannedReplyOrderBy:
    by: CannedReplyOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


async def find_reply(context: Context, key: UUID) -> CannedReply | None:
    record = await context.loaders.canned_replies.load(key)
    return CannedReply.of(record) if record else None


@strawberry.type
class ReplyQueries:
    @field("A clinic's canned replies, by shortcut unless ordered.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def canned_replies(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[CannedReplyWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[CannedReplyOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[CannedReply] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        check_input(context.actor, where, clinic, "where")
        reach, query = context.reach(clinic), where.contains if where else None
        if len(query or "") > QUERY_CHARS:
            raise InvalidInput(f"Look for {QUERY_CHARS} characters at most.", field="where.contains")
        ids = await replies_saying(reach, query) if query is not None else None
        shortcut = where.shortcut if where else None
        selection = replies_where(reach, ordered(REPLY_ORDERS, order_by), shortcut=shortcut, ids=ids)
        return await listed(info, selection, Pageable(first, after, last, before), shown(CannedReply), clinic)

    @field(
        "How a canned reply would read in a conversation; nothing is sent.",
        policy=Needs(Permission.MESSAGE_SEND),
        cost=5,
    )
    async def canned_reply_preview(
        self,
        info: Info,
        conversation_id: Annotated[strawberry.ID, argument("In this conversation.")],
        canned_reply_id: Annotated[strawberry.ID, argument("Which reply.")],
    ) -> CannedReplyPreview | None:
        context = info.context
        conversation = key_of(conversation_id, "Conversation", field="conversationId")
        reply = key_of(canned_reply_id, "CannedReply", field="cannedReplyId")
        clinic_id, filled = await preview(context.deployment, context.principal(), conversation, reply)
        return CannedReplyPreview(
            clinic_id=clinic_id, language=filled.language, text=filled.text, missing=list(filled.missing)
        )
