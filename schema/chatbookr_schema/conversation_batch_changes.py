"""What staff do to many conversations at once, as a front desk clears up at the end of a day."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.errors import ConversationClosed, InvalidInput, NotFound
from chatbookr_core.inbox.batches import MOST, NOT_OF_CLOSED, Act, Batch, Refusal, do_to_each
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.field import (
    OF_PARENT,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import global_id, key_of, keys_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.values import aware

ASSIGN = Needs(Permission.CONVERSATION_ASSIGN)


@enum_type(
    "What is done to conversations.",
    CLOSE="As `conversationClose`.",
    REOPEN="As `conversationReopen`.",
    SNOOZE="As `conversationSnooze`: until `until`, or the patient's next message.",
    ASSIGN="As `conversationAssign`: to `assigneeId`, `teamId`, both, or, with neither, anybody of the staff.",
    ADD_LABELS="Put `labelIds` on; what stands there already stays.",
    REMOVE_LABELS="Take `labelIds` off.",
    MARK_READ="As `conversationMarkRead`; it takes `message:read`.",
    MARK_UNREAD="As `conversationMarkUnread`; it takes `message:read`.",
)
class ConversationsAction(Enum):
    CLOSE = "close"
    REOPEN = "reopen"
    SNOOZE = "snooze"
    ASSIGN = "assign"
    ADD_LABELS = "add_labels"
    REMOVE_LABELS = "remove_labels"
    MARK_READ = "mark_read"
    MARK_UNREAD = "mark_unread"


@enum_type(
    "Why it could not be done to one conversation.",
    NOT_FOUND="There is no conversation of that id for the asker, in this clinic.",
    CONVERSATION_CLOSED="It is closed: open it again first.",
    INVALID_VALUE="More labels would stand on it than may.",
)
class ConversationRefusalCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    CONVERSATION_CLOSED = "CONVERSATION_CLOSED"
    INVALID_VALUE = "INVALID_VALUE"


@error_codes(
    "Why nothing was done to any conversation; where each was refused, why the first was.",
    **COMMON,
    CONVERSATION_CLOSED="The conversation is closed.",
)
class ConversationsChangeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    CONVERSATION_CLOSED = "CONVERSATION_CLOSED"


@input_type("What is done, and to which conversations; a value that the action does not take is refused.")
class ConversationsChangeInput:
    clinic_id: strawberry.ID = field("All of this clinic.", policy=OF_PARENT)
    conversation_ids: list[strawberry.ID] = field(f"To each of these, 1 to {MOST}.", policy=OF_PARENT)
    action: ConversationsAction = field("What is done.", policy=OF_PARENT)
    until: datetime | None = optional_input("Until when, within 366 days; with SNOOZE.", policy=OF_PARENT)
    assignee_id: strawberry.ID | None = optional_input("This colleague, one of `assignees`.", policy=OF_PARENT)
    team_id: strawberry.ID | None = optional_input("This team.", policy=OF_PARENT)
    label_ids: list[strawberry.ID] | None = optional_input("Which labels.", policy=OF_PARENT)


@object_type("Why it could not be done to one conversation, of several.", needs=Permission.CONVERSATION_ASSIGN)
class ConversationRefusal:
    clinic_id: strawberry.Private[UUID]
    conversation_id: strawberry.ID = field("Which one, as it was asked for.", policy=OF_PARENT)
    code: ConversationRefusalCode = field("What a program can go by.", policy=OF_PARENT)
    message: str = field("What a person can read.", policy=OF_PARENT)

    @classmethod
    def of(cls, refusal: Refusal, clinic_id: UUID) -> "ConversationRefusal":
        problem = refusal.problem
        code = "INVALID_VALUE" if isinstance(problem, InvalidInput) else problem.code
        conversation_id = strawberry.ID(global_id("Conversation", refusal.conversation_id))
        return cls(
            clinic_id=clinic_id,
            conversation_id=conversation_id,
            code=ConversationRefusalCode(code),
            message=problem.message,
        )


@object_type("What became of it, conversation by conversation.")
class ConversationsChangePayload:
    clinic_id: strawberry.Private[UUID | None]
    conversations: list[Conversation] | None = field(
        "Those to which it was done, as they are now, in the order they were given.",
        policy=Needs(Permission.CONVERSATION_READ),
        lists=MOST,
    )
    refused: list[ConversationRefusal] | None = field(
        "Those to which it could not be done, and why; the others it was done to all the same.", policy=ASSIGN, lists=5
    )
    user_errors: list[UserError[ConversationsChangeErrorCode]] = field(
        "Why it was done to none: then nothing was changed.", policy=OUTCOME
    )


def _batch_of(given: ConversationsChangeInput) -> Batch:
    return Batch(
        Act(given.action.value),
        aware(given.until, "input.until"),
        optional_key(given.assignee_id, "User", field="input.assigneeId"),
        optional_key(given.team_id, "Team", field="input.teamId"),
        keys_of(given.label_ids, "Label", field="input.labelIds") or (),
    )


async def _as_they_are(context: Context, clinic_id: UUID, keys: Sequence[UUID]) -> list[Conversation]:
    found = await asyncio.gather(*(find_conversation(context, one) for one in dict.fromkeys(keys)))
    return [one for one in found if one is not None and one.record.clinic_id == clinic_id]


def _refused_again(keys: Sequence[UUID], act: Act, found: Sequence[Conversation]) -> list[Refusal]:
    """Say of a request that is repeated to which conversations nothing can have been done, as they are now."""
    there = {one.record.id: one.record.state for one in found}
    gone = [Refusal(one, NotFound()) for one in dict.fromkeys(keys) if one not in there]
    closed = [one for one, state in there.items() if act in NOT_OF_CLOSED and state == "closed"]
    return [*gone, *(Refusal(one, ConversationClosed()) for one in closed)]


@strawberry.type
class ConversationBatchMutations:
    @field(
        "Do one thing to many conversations; one to which it cannot be done does not keep it from the others.",
        policy=ASSIGN,
        cost=100,
    )
    async def conversations_change(
        self, info: Info, input: Annotated[ConversationsChangeInput, argument("What, and to which.")]
    ) -> ConversationsChangePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        keys = keys_of(input.conversation_ids, "Conversation", field="input.conversationIds") or ()
        batch, refused = _batch_of(input), list[Refusal]()
        is_done = False

        async def work() -> UUID:
            nonlocal is_done
            refused.clear()  # it may be done anew
            refused.extend(await do_to_each(context.deployment, actor, clinic_id, keys, batch))
            if len(refused) == len(set(keys)):
                raise refused[0].problem
            is_done = True
            return clinic_id

        outcome = await change(info, input, ConversationsChangeErrorCode, work)
        found = await _as_they_are(context, clinic_id, keys) if outcome.key else []
        if outcome.key and not is_done:
            refused = _refused_again(keys, batch.act, found)
        without = {one.conversation_id for one in refused}
        return ConversationsChangePayload(
            clinic_id=clinic_id if outcome.key or refused else None,
            conversations=[one for one in found if one.record.id not in without],
            refused=[ConversationRefusal.of(one, clinic_id) for one in refused],
            user_errors=outcome.user_errors,
        )
