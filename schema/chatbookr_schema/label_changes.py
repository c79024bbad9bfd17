"""What is done about labels: made, changed, deleted; put on conversations."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.labels.service import delete_label, save_label, set_labels
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, keys_of, optional_key
from chatbookr_schema.labels import Label, find_label
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

READ, ASSIGN, MANAGE = (
    Needs(Permission.CONVERSATION_READ),
    Needs(Permission.CONVERSATION_ASSIGN),
    Needs(Permission.INBOX_MANAGE),
)


@error_codes("Why a label was not saved.", **COMMON)
class LabelSaveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@error_codes("Why a label was not deleted.", NOT_FOUND=COMMON["NOT_FOUND"])
class LabelDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why labels were not put on a conversation.", **COMMON)
class ConversationLabelsSetErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("A label, whole.")
class LabelSaveInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    label_id: strawberry.ID | None = optional_input("Which one; left out, a new one.", policy=OF_PARENT)
    name: str = field("The word: 1 to 40 characters, unlike any other label's.", policy=OF_PARENT)
    colour: str = field("How it is shown, as #rrggbb.", policy=OF_PARENT)


@input_type("What stands on a conversation, whole.")
class ConversationLabelsSetInput:
    conversation_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    label_ids: list[strawberry.ID] = field("All of its labels, at most 20.", policy=OF_PARENT)


@object_type("What became of saving a label.")
class LabelSavePayload:
    clinic_id: strawberry.Private[UUID | None]
    label: Label | None = field("The label as it is now.", policy=READ)
    user_errors: list[UserError[LabelSaveErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of deleting a label.")
class LabelDeletePayload:
    clinic_id: strawberry.Private[UUID | None]
    label_id: strawberry.ID | None = field("The label that is gone.", policy=OUTCOME)
    user_errors: list[UserError[LabelDeleteErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of putting labels on a conversation.")
class ConversationLabelsSetPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=READ)
    user_errors: list[UserError[ConversationLabelsSetErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class LabelMutations:
    @field("Make a label, or change one wherever it stands.", policy=MANAGE, cost=10)
    async def label_save(
        self, info: Info, input: Annotated[LabelSaveInput, argument("The label.")]
    ) -> LabelSavePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        label_id = optional_key(input.label_id, "Label", field="input.labelId")

        async def work() -> UUID:
            return await save_label(
                context.deployment, actor, clinic_id, name=input.name, colour=input.colour, label_id=label_id
            )

        outcome = await change(info, input, LabelSaveErrorCode, work)
        found = await find_label(context, outcome.key) if outcome.key else None
        return LabelSavePayload(
            clinic_id=found.clinic_id if found else None, label=found, user_errors=outcome.user_errors
        )

    @field("Let a label go, and take it off wherever it stands.", policy=MANAGE, cost=10)
    async def label_delete(
        self, info: Info, label_id: Annotated[strawberry.ID, argument("Which label.")]
    ) -> LabelDeletePayload | None:
        actor, key = info.context.principal(), key_of(label_id, "Label", field="labelId")
        outcome = await change(info, None, LabelDeleteErrorCode, lambda: delete_label(actor, key))
        return LabelDeletePayload(
            clinic_id=None, label_id=label_id if outcome.key else None, user_errors=outcome.user_errors
        )

    @field("Let these labels stand on a conversation, and no others.", policy=ASSIGN, cost=10)
    async def conversation_labels_set(
        self, info: Info, input: Annotated[ConversationLabelsSetInput, argument("Which, and what stands on it.")]
    ) -> ConversationLabelsSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
        labels = keys_of(input.label_ids, "Label", field="input.labelIds") or ()

        async def work() -> UUID:
            await set_labels(context.deployment, actor, key, labels)
            return key

        outcome = await change(info, input, ConversationLabelsSetErrorCode, work)
        found = await find_conversation(context, key) if outcome.key else None
        return ConversationLabelsSetPayload(
            clinic_id=found.clinic_id if found else None, conversation=found, user_errors=outcome.user_errors
        )
