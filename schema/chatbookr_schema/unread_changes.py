"""Marking a conversation as unread: a colleague's note to themselves that they will come back to it."""

from enum import Enum
from uuid import UUID

import strawberry

from chatbookr_core.inbox.service import mark_unread
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.conversation_changes import CONVERSATION, WhichConversation
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.field import Needs, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes


@error_codes("Why a conversation was not marked as unread.", NOT_FOUND=COMMON["NOT_FOUND"])
class ConversationMarkUnreadErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of marking a conversation as unread.")
class ConversationMarkUnreadPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=CONVERSATION)
    user_errors: list[UserError[ConversationMarkUnreadErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class UnreadMutations:
    @field(
        "Let what the patient wrote last be unread to you again; what is unread already stays so.",
        policy=Needs(Permission.MESSAGE_READ),
        cost=10,
    )
    async def conversation_mark_unread(
        self, info: Info, conversation_id: WhichConversation
    ) -> ConversationMarkUnreadPayload | None:
        key = key_of(conversation_id, "Conversation", field="conversationId")
        actor = info.context.principal()

        async def work() -> UUID:
            await mark_unread(actor, key)
            return key

        outcome = await change(info, None, ConversationMarkUnreadErrorCode, work)
        found = await find_conversation(info.context, key) if outcome.key else None
        return ConversationMarkUnreadPayload(
            clinic_id=found.clinic_id if found else None, conversation=found, user_errors=outcome.user_errors
        )
