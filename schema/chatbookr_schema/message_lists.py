"""Which messages of a conversation, and in which order."""

from datetime import datetime
from enum import Enum

from chatbookr_core.conversations.queries import MessageFilter
from chatbookr_core.search.tokens import Sought
from chatbookr_schema.conversation_codes import MessageAuthor, MessageDirection, MessageStatus
from chatbookr_schema.field import OF_PARENT, STAFF, DataClass, enum_type, field, input_type, optional_input
from chatbookr_schema.paging import OrderDirection
from chatbookr_schema.searching import ASKED_SO
from chatbookr_schema.values import aware


@input_type("Which messages; what is left out does not matter.")
class MessageWhere:
    direction: MessageDirection | None = optional_input("That go this way.", policy=OF_PARENT)
    author: MessageAuthor | None = optional_input("Written by this side.", policy=OF_PARENT)
    status: MessageStatus | None = optional_input("That have come this far.", policy=OF_PARENT)
    sent_from: datetime | None = optional_input("Written at this instant or later.", policy=OF_PARENT)
    sent_before: datetime | None = optional_input("Written before this instant.", policy=OF_PARENT)
    contains: str | None = optional_input(
        f"That say this. {ASKED_SO}", policy=OF_PARENT, data=DataClass.CONVERSATION, surfaces=STAFF
    )


@enum_type("What messages are ordered by.", SENT_AT="When they were written.")
class MessageOrderField(Enum):
    SENT_AT = "sent_at"


@input_type("The order of messages.")
class MessageOrderBy:
    by: MessageOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def filter_of(where: MessageWhere | None, said: Sought | None) -> MessageFilter:
    """Say in core's words which messages are meant."""
    if where is None:
        return MessageFilter()
    return MessageFilter(
        direction=where.direction.value if where.direction else None,
        author=where.author.value if where.author else None,
        status=where.status.value if where.status else None,
        since=aware(where.sent_from, "where.sentFrom"),
        until=aware(where.sent_before, "where.sentBefore"),
        said=said,
    )
