"""What staff do in conversations: write, take over, hand back, close, open again, mark as read, tick off tasks."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.conversations.ticking import tick_off
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox import filing, service, states
from chatbookr_core.inbox.templating import MOST_CHOICES
from chatbookr_core.templates.queries import sendable_templates
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_schema.context import Info
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.messages import Message, find_message
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.tasks import StaffTask, find_task
from chatbookr_schema.templates import MessageTemplate

P = TypeVar("P")
UseCase = Callable[[Deployment, Actor, UUID], Awaitable[None]]
CONVERSATION = Needs(Permission.CONVERSATION_READ)


@error_codes(
    "Why a message was not sent.",
    **COMMON,
    CONVERSATION_CLOSED="The conversation is closed.",
    CHANNEL_TAKES_NO_FILES="Through this channel no files can be sent.",
    OUTSIDE_WINDOW="The patient wrote too long ago: the channel takes templates only.",
    NOT_QUOTABLE="`replyToMessageId` names a message that cannot be quoted; nothing was sent.",
    CHANNEL_UNAVAILABLE="The channel cannot be used right now.",
    NEEDS_RECONNECT="The channel must be connected again.",
)
class MessageSendErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    CONVERSATION_CLOSED = "CONVERSATION_CLOSED"
    CHANNEL_TAKES_NO_FILES = "CHANNEL_TAKES_NO_FILES"
    OUTSIDE_WINDOW = "OUTSIDE_WINDOW"
    NOT_QUOTABLE = "NOT_QUOTABLE"
    CHANNEL_UNAVAILABLE = "CHANNEL_UNAVAILABLE"
    NEEDS_RECONNECT = "NEEDS_RECONNECT"


@error_codes("Why a conversation was not taken over.", NOT_FOUND=COMMON["NOT_FOUND"])
class ConversationTakeOverErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a conversation was not returned.", NOT_FOUND=COMMON["NOT_FOUND"])
class ConversationReturnErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a conversation was not closed.", NOT_FOUND=COMMON["NOT_FOUND"])
class ConversationCloseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a conversation was not opened again.", NOT_FOUND=COMMON["NOT_FOUND"])
class ConversationReopenErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a conversation was not marked as read.", NOT_FOUND=COMMON["NOT_FOUND"])
class ConversationMarkReadErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a task was not ticked off.", NOT_FOUND=COMMON["NOT_FOUND"])
class TaskDoneErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@input_type("What to write to the patient.")
class MessageSendInput:
    conversation_id: strawberry.ID = field("In this conversation.", policy=OF_PARENT)
    body: str | None = optional_input(
        "1 to 4096 characters; below a file up to 1024, or none.", policy=OF_PARENT, data=DataClass.CONVERSATION
    )
    upload_id: strawberry.ID | None = optional_input(
        "A file to send, by the id that POST /uploads gave for this conversation: each once.", policy=OF_PARENT
    )
    reply_to_message_id: strawberry.ID | None = optional_input(
        "Quote this message of the conversation, one with `isQuotable`, above it.", policy=OF_PARENT
    )


@object_type("What became of a message.")
class MessageSendPayload:
    clinic_id: strawberry.Private[UUID | None]
    message: Message | None = field("The message, on its way.", policy=Needs(Permission.MESSAGE_READ))
    template_choices: list[MessageTemplate] | None = field(
        "Where the patient wrote too long ago: what can be sent instead, by messageSendTemplate.",
        policy=Needs(Permission.CONNECTION_READ),
        lists=5,
        surfaces=STAFF,
    )
    user_errors: list[UserError[MessageSendErrorCode]] = field("Why it was not sent.", policy=OUTCOME)


@object_type("What became of taking a conversation over.")
class ConversationTakeOverPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=CONVERSATION)
    user_errors: list[UserError[ConversationTakeOverErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of returning a conversation.")
class ConversationReturnPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=CONVERSATION)
    user_errors: list[UserError[ConversationReturnErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of closing a conversation.")
class ConversationClosePayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=CONVERSATION)
    user_errors: list[UserError[ConversationCloseErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of opening a conversation again.")
class ConversationReopenPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=CONVERSATION)
    user_errors: list[UserError[ConversationReopenErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of marking a conversation as read.")
class ConversationMarkReadPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=CONVERSATION)
    user_errors: list[UserError[ConversationMarkReadErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of ticking a task off.")
class TaskDonePayload:
    clinic_id: strawberry.Private[UUID | None]
    task: StaffTask | None = field("The task as it is now.", policy=Needs(Permission.TASK_READ))
    user_errors: list[UserError[TaskDoneErrorCode]] = field("Why it was not done.", policy=OUTCOME)


WhichConversation = Annotated[strawberry.ID, argument("Which conversation.")]
ASSIGN = Needs(Permission.CONVERSATION_ASSIGN)


async def _assigned(
    info: Info, conversation_id: strawberry.ID, use_case: UseCase, payload: Callable[..., P], codes: type[Enum]
) -> P:
    key = key_of(conversation_id, "Conversation", field="conversationId")
    deployment, actor = info.context.deployment, info.context.principal()

    async def work() -> UUID:
        await use_case(deployment, actor, key)
        return key

    outcome = await change(info, None, codes, work)
    found = await find_conversation(info.context, key) if outcome.key else None
    return payload(clinic_id=found.clinic_id if found else None, conversation=found, user_errors=outcome.user_errors)


async def _choices(conversation: Conversation) -> list[MessageTemplate]:
    """List what can be sent in a conversation whose window is closed."""
    record = conversation.record
    found = await sendable_templates(record.clinic_id, record.connection_id, limit=MOST_CHOICES)
    return [MessageTemplate.of(one) for one in found]


def _sending(deployment: Deployment, actor: Actor, input: MessageSendInput) -> Callable[[], Awaitable[UUID]]:
    """Return what sends a text, or a file with words below it. Raises for what names nothing of its kind."""
    key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
    quoted = optional_key(input.reply_to_message_id, "Message", field="input.replyToMessageId")
    upload_id = optional_key(input.upload_id, "Upload", field="input.uploadId")
    if upload_id is None:
        return lambda: service.send_message(deployment, actor, key, input.body or "", reply_to=quoted)
    return lambda: filing.send_file(deployment, actor, key, upload_id, input.body, reply_to=quoted)


async def _mark_read(_: Deployment, actor: Actor, conversation_id: UUID) -> None:
    await service.mark_read(actor, conversation_id)


@strawberry.type
class ConversationMutations:
    @field(
        "Write to the patient; whoever writes takes the conversation over.",
        policy=Needs(Permission.MESSAGE_SEND),
        cost=10,
        surfaces=BOTH,
        tells=True,
    )
    async def message_send(
        self, info: Info, input: Annotated[MessageSendInput, argument("What to write, and where.")]
    ) -> MessageSendPayload | None:
        key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
        deployment, actor = info.context.deployment, info.context.principal()
        outcome = await change(info, input, MessageSendErrorCode, _sending(deployment, actor, input))
        found = await find_message(info.context, outcome.key) if outcome.key else None
        is_late = any(error.code is MessageSendErrorCode.OUTSIDE_WINDOW for error in outcome.user_errors)
        conversation = await find_conversation(info.context, key) if is_late else None
        return MessageSendPayload(
            clinic_id=next((one.clinic_id for one in (found, conversation) if one), None),
            message=found,
            template_choices=await _choices(conversation) if conversation else [],
            user_errors=outcome.user_errors,
        )

    @field("Speak yourself: the assistant is silent until the conversation is returned.", policy=ASSIGN, cost=10)
    async def conversation_take_over(
        self, info: Info, conversation_id: WhichConversation
    ) -> ConversationTakeOverPayload | None:
        codes, payload = ConversationTakeOverErrorCode, ConversationTakeOverPayload
        return await _assigned(info, conversation_id, service.take_over, payload, codes)

    @field("Let the assistant speak again.", policy=ASSIGN, cost=10)
    async def conversation_return(
        self, info: Info, conversation_id: WhichConversation
    ) -> ConversationReturnPayload | None:
        codes, payload = ConversationReturnErrorCode, ConversationReturnPayload
        return await _assigned(info, conversation_id, service.return_to_assistant, payload, codes)

    @field("End a conversation; the patient's next message opens it again.", policy=ASSIGN, cost=10)
    async def conversation_close(
        self, info: Info, conversation_id: WhichConversation
    ) -> ConversationClosePayload | None:
        codes, payload = ConversationCloseErrorCode, ConversationClosePayload
        return await _assigned(info, conversation_id, states.close, payload, codes)

    @field("Take up again what was put off or ended, by hand.", policy=ASSIGN, cost=10)
    async def conversation_reopen(
        self, info: Info, conversation_id: WhichConversation
    ) -> ConversationReopenPayload | None:
        codes, payload = ConversationReopenErrorCode, ConversationReopenPayload
        return await _assigned(info, conversation_id, states.reopen, payload, codes)

    @field("Note that everything so far was seen.", policy=Needs(Permission.MESSAGE_READ), cost=10)
    async def conversation_mark_read(
        self, info: Info, conversation_id: WhichConversation
    ) -> ConversationMarkReadPayload | None:
        codes, payload = ConversationMarkReadErrorCode, ConversationMarkReadPayload
        return await _assigned(info, conversation_id, _mark_read, payload, codes)

    @field("Tick off a task.", policy=Needs(Permission.TASK_WRITE), cost=10)
    async def task_done(
        self, info: Info, task_id: Annotated[strawberry.ID, argument("Which task.")]
    ) -> TaskDonePayload | None:
        key = key_of(task_id, "StaffTask", field="taskId")
        deployment, actor = info.context.deployment, info.context.principal()

        async def work() -> UUID:
            await tick_off(deployment, actor, key)
            return key

        outcome = await change(info, None, TaskDoneErrorCode, work)
        found = await find_task(info.context, key) if outcome.key else None
        return TaskDonePayload(
            clinic_id=found.clinic_id if found else None, task=found, user_errors=outcome.user_errors
        )
