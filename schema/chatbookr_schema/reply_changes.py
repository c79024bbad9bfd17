"""What is done about canned replies: written, written anew, deleted."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput
from chatbookr_core.replies.service import delete_reply, save_reply
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, DataClass, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.replies import CannedReply, find_reply
from chatbookr_schema.values import limited

READ, MANAGE = Needs(Permission.CONVERSATION_READ), Needs(Permission.INBOX_MANAGE)


@error_codes("Why a canned reply was not saved.", **COMMON)
class CannedReplySaveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@error_codes("Why a canned reply was not deleted.", NOT_FOUND=COMMON["NOT_FOUND"])
class CannedReplyDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@input_type("A canned reply in one language.")
class CannedTextInput:
    language: str = field("As in BCP 47: de, pt-BR.", policy=OF_PARENT)
    body: str = field(
        "1 to 4096 characters; {{patient.first_name}}, {{patient.name}}, {{clinic.name}}, {{clinic.phone}} and "
        "{{agent.name}} are filled for each conversation.",
        policy=OF_PARENT,
        data=DataClass.NONE,
    )


@input_type("A canned reply, whole.")
class CannedReplySaveInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    canned_reply_id: strawberry.ID | None = optional_input("Which one; left out, a new one.", policy=OF_PARENT)
    shortcut: str = field("What it is found by: a to z, 0 to 9, _ and -, at most 32.", policy=OF_PARENT)
    texts: list[CannedTextInput] = field("Its text in each language, once each.", policy=OF_PARENT)


@object_type("What became of saving a canned reply.")
class CannedReplySavePayload:
    clinic_id: strawberry.Private[UUID | None]
    canned_reply: CannedReply | None = field("The reply as it is now.", policy=READ)
    user_errors: list[UserError[CannedReplySaveErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of deleting a canned reply.")
class CannedReplyDeletePayload:
    clinic_id: strawberry.Private[UUID | None]
    canned_reply_id: strawberry.ID | None = field("The reply that is gone.", policy=OUTCOME)
    user_errors: list[UserError[CannedReplyDeleteErrorCode]] = field("Why it was not done.", policy=OUTCOME)


def _texts(given: Sequence[CannedTextInput]) -> dict[str, str]:
    found = {one.language: one.body for one in given}
    if len(found) != len(given):
        raise InvalidInput("Write one text for each language.", field="texts")
    return found


@strawberry.type
class ReplyMutations:
    @field("Write a canned reply, or write one anew.", policy=MANAGE, cost=10)
    async def canned_reply_save(
        self, info: Info, input: Annotated[CannedReplySaveInput, argument("The reply.")]
    ) -> CannedReplySavePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        reply_id = optional_key(input.canned_reply_id, "CannedReply", field="input.cannedReplyId")
        given = limited(input.texts, "input.texts")

        async def work() -> UUID:
            return await save_reply(
                context.deployment,
                actor,
                clinic_id,
                shortcut=input.shortcut,
                texts=_texts(given),
                reply_id=reply_id,
            )

        outcome = await change(info, input, CannedReplySaveErrorCode, work)
        found = await find_reply(context, outcome.key) if outcome.key else None
        return CannedReplySavePayload(
            clinic_id=found.clinic_id if found else None, canned_reply=found, user_errors=outcome.user_errors
        )

    @field("Let a canned reply go.", policy=MANAGE, cost=10)
    async def canned_reply_delete(
        self, info: Info, canned_reply_id: Annotated[strawberry.ID, argument("Which reply.")]
    ) -> CannedReplyDeletePayload | None:
        actor, key = info.context.principal(), key_of(canned_reply_id, "CannedReply", field="cannedReplyId")
        outcome = await change(info, None, CannedReplyDeleteErrorCode, lambda: delete_reply(actor, key))
        return CannedReplyDeletePayload(
            clinic_id=None, canned_reply_id=canned_reply_id if outcome.key else None, user_errors=outcome.user_errors
        )
