"""What managers change about templates and quiet hours, and how staff send a template."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.clinics.quiet import set_quiet_hours
from chatbookr_core.inbox.templating import send_template
from chatbookr_core.templates import service
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channels import Channel, find_channel
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, DataClass, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.messages import Message, find_message
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.templates import MessageTemplate, TemplatePurpose, find_template

MANAGE = Needs(Permission.CONNECTION_MANAGE)
READ = Needs(Permission.CONNECTION_READ)


@error_codes(
    "Why it was not said what a template is used for.",
    **COMMON,
    CONFLICT="The provider does not list the template any longer.",
)
class TemplateMapErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    CONFLICT = "CONFLICT"


@error_codes("Why a template is still used.", NOT_FOUND=COMMON["NOT_FOUND"])
class TemplateUnmapErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes(
    "Why templates are not read anew.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    NEEDS_RECONNECT="The channel must be connected again.",
)
class TemplateSyncErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    NEEDS_RECONNECT = "NEEDS_RECONNECT"


@error_codes("Why quiet hours were not set.", **COMMON)
class ClinicQuietHoursUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@error_codes(
    "Why a template was not sent.",
    **COMMON,
    CONVERSATION_CLOSED="The conversation is closed.",
    NEEDS_RECONNECT="The channel is disconnected: it must be connected again.",
    TEMPLATE_NOT_SENDABLE="The provider has not approved it, or the patient not agreed to what it is for.",
)
class MessageSendTemplateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    CONVERSATION_CLOSED = "CONVERSATION_CLOSED"
    NEEDS_RECONNECT = "NEEDS_RECONNECT"
    TEMPLATE_NOT_SENDABLE = "TEMPLATE_NOT_SENDABLE"


@input_type("What a template is to be used for, in its language.")
class TemplateMapInput:
    template_id: strawberry.ID = field("Which template.", policy=OF_PARENT)
    purpose: TemplatePurpose = field("For what; it takes the place of another of its language.", policy=OF_PARENT)
    fillings: list[str] = field(
        "What fills its variables, in their order: clinic, date, time, place, reference, until, person (who comes, by"
        " the first name), count, last_date, as the purpose has it.",
        policy=OF_PARENT,
    )


@input_type("What a template is no longer to be used for.")
class TemplateUnmapInput:
    template_id: strawberry.ID = field("Which template.", policy=OF_PARENT)
    purpose: TemplatePurpose = field("For what no longer.", policy=OF_PARENT)


@input_type("When patients are not written to, unless they are talking.")
class ClinicQuietHoursUpdateInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    from_minute: int = field("From then on, in minutes since the local midnight.", policy=OF_PARENT)
    until_minute: int = field("Until then, the same way; the same minute: there are no quiet hours.", policy=OF_PARENT)


@input_type("Which template to send, and what fills it.")
class MessageSendTemplateInput:
    conversation_id: strawberry.ID = field("In this conversation.", policy=OF_PARENT)
    template_id: strawberry.ID = field("Which template, of the conversation's account.", policy=OF_PARENT)
    values: list[str] = field(
        "A text for each of its variables, in their order.", policy=OF_PARENT, data=DataClass.CONVERSATION
    )
    is_urgent: bool = field("It cannot wait until the quiet hours are over.", policy=OF_PARENT, default=False)


@object_type("What became of saying what a template is used for.")
class TemplateMapPayload:
    clinic_id: strawberry.Private[UUID | None]
    template: MessageTemplate | None = field("The template as it is now.", policy=READ)
    user_errors: list[UserError[TemplateMapErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of ending a template's use.")
class TemplateUnmapPayload:
    clinic_id: strawberry.Private[UUID | None]
    template: MessageTemplate | None = field("The template as it is now.", policy=READ)
    user_errors: list[UserError[TemplateUnmapErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of having templates read anew.")
class TemplateSyncPayload:
    clinic_id: strawberry.Private[UUID | None]
    channel: Channel | None = field("The account whose templates are read, soon.", policy=READ)
    user_errors: list[UserError[TemplateSyncErrorCode]] = field("Why it is not done.", policy=OUTCOME)


@object_type("What became of setting quiet hours.")
class ClinicQuietHoursUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[ClinicQuietHoursUpdateErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of sending a template.")
class MessageSendTemplatePayload:
    clinic_id: strawberry.Private[UUID | None]
    message: Message | None = field("The message, on its way.", policy=Needs(Permission.MESSAGE_READ))
    user_errors: list[UserError[MessageSendTemplateErrorCode]] = field("Why it was not sent.", policy=OUTCOME)


async def _changed(
    info: Info, given: object, codes: type[Enum], work: Callable[[], Awaitable[UUID]]
) -> tuple[MessageTemplate | None, list[Any]]:
    outcome = await change(info, given, codes, work)
    return (await find_template(info.context, outcome.key) if outcome.key else None), outcome.user_errors


@strawberry.type
class TemplateMutations:
    @field("Use a template for a purpose from now on, in its language.", policy=MANAGE, cost=10)
    async def template_map(
        self, info: Info, input: Annotated[TemplateMapInput, argument("Which, and for what.")]
    ) -> TemplateMapPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.template_id, "MessageTemplate", field="input.templateId")

        async def work() -> UUID:
            return await service.use_template(context.deployment, actor, key, input.purpose.core, input.fillings)

        found, errors = await _changed(info, input, TemplateMapErrorCode, work)
        return TemplateMapPayload(clinic_id=found.clinic_id if found else None, template=found, user_errors=errors)

    @field("Use a template for a purpose no longer.", policy=MANAGE, cost=10)
    async def template_unmap(
        self, info: Info, input: Annotated[TemplateUnmapInput, argument("Which, and for what no longer.")]
    ) -> TemplateUnmapPayload | None:
        actor = info.context.principal()
        key = key_of(input.template_id, "MessageTemplate", field="input.templateId")

        async def work() -> UUID:
            return await service.stop_using(actor, key, input.purpose.core)

        found, errors = await _changed(info, input, TemplateUnmapErrorCode, work)
        return TemplateUnmapPayload(clinic_id=found.clinic_id if found else None, template=found, user_errors=errors)

    @field("Have a channel's templates, and what it may send, read anew at the provider.", policy=MANAGE, cost=10)
    async def template_sync(
        self, info: Info, channel_id: Annotated[strawberry.ID, argument("Which channel.")]
    ) -> TemplateSyncPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(channel_id, "Channel", field="channelId")

        async def work() -> UUID:
            return await service.request_sync(context.deployment, actor, key)

        outcome = await change(info, None, TemplateSyncErrorCode, work)
        found = await find_channel(context, key) if outcome.key else None
        return TemplateSyncPayload(
            clinic_id=found.clinic_id if found else None, channel=found, user_errors=outcome.user_errors
        )

    @field("Set when patients are not written to, unless they are talking.", policy=MANAGE, cost=10)
    async def clinic_quiet_hours_update(
        self, info: Info, input: Annotated[ClinicQuietHoursUpdateInput, argument("When.")]
    ) -> ClinicQuietHoursUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        hours = {"from_minute": input.from_minute, "until_minute": input.until_minute}
        outcome = await change(
            info, input, ClinicQuietHoursUpdateErrorCode, lambda: set_quiet_hours(actor, key, **hours)
        )
        found = await find_clinic(context, key) if outcome.key else None
        return ClinicQuietHoursUpdatePayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )

    @field(
        "Send a template to the patient, in the window or outside of it; whoever sends it takes the conversation over.",
        policy=Needs(Permission.MESSAGE_SEND),
        cost=10,
        tells=True,
    )
    async def message_send_template(
        self, info: Info, input: Annotated[MessageSendTemplateInput, argument("Which, where, and what fills it.")]
    ) -> MessageSendTemplatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
        template = key_of(input.template_id, "MessageTemplate", field="input.templateId")
        texts, is_urgent = input.values, input.is_urgent

        async def work() -> UUID:
            return await send_template(context.deployment, actor, key, template, texts, is_urgent=is_urgent)

        outcome = await change(info, input, MessageSendTemplateErrorCode, work)
        found = await find_message(context, outcome.key) if outcome.key else None
        return MessageSendTemplatePayload(
            clinic_id=found.clinic_id if found else None, message=found, user_errors=outcome.user_errors
        )
