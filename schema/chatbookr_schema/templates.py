"""Message templates as those who look after a clinic's channels see them, and as staff choose them."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.db import listed as listed_in
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.queries import (
    TEMPLATE_ORDERS,
    TemplateFilter,
    TemplateRecord,
    UseRecord,
    templates_where,
)
from chatbookr_core.templates.rules import Problem, fill
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channels import Channel, find_channel
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
from chatbookr_schema.ids import optional_key
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

READ = Needs(Permission.CONNECTION_READ)


@enum_type(
    "What the provider takes a template to be for; it may judge anew at any time.",
    UTILITY="What a patient asked for or has to know.",
    MARKETING="Marketing: only for patients who want that.",
    AUTHENTICATION="One-time codes.",
    OTHER="Something this version does not know.",
)
class TemplateCategory(Enum):
    UTILITY = "utility"
    MARKETING = "marketing"
    AUTHENTICATION = "authentication"
    OTHER = "other"


@enum_type(
    "Whether a template can be sent: only an approved one can.",
    APPROVED="It can.",
    PENDING="The provider has not decided yet.",
    REJECTED="The provider refused it.",
    PAUSED="Too many people did not like it; it comes back by itself.",
    DISABLED="The provider has switched it off.",
    OTHER="Something this version does not know.",
    GONE="The provider does not list it any longer.",
)
class TemplateStatus(Enum):
    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"
    OTHER = "other"
    GONE = "gone"


@enum_type(
    "How people take a template.",
    HIGH="Well.",
    MEDIUM="So so.",
    LOW="Badly: it is about to be paused.",
    UNKNOWN="The provider does not say.",
)
class TemplateQuality(Enum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


PURPOSES: dict[str, str] = {
    "BOOKED": "An appointment was booked.",
    "MOVED": "An appointment was moved.",
    "CANCELLED": "An appointment was cancelled.",
    "SERIES_BOOKED": "Several appointments were booked at once.",
    "SERIES_MOVED": "Several appointments were moved at once.",
    "SERIES_CANCELLED": "Several appointments were cancelled at once.",
    "REMINDER": "An appointment is coming.",
    "WAITLIST_OFFER": "An earlier time is free.",
    "NO_SHOW": "Offers another time to who did not come.",
    "WRITE_BACK": "Asks the patient to write, so that staff can.",
    "NEWS": "What the patient did not ask for: marketing.",
}


@enum_type("Why something is said to a patient.", ANSWER="Said in a conversation, freely.", **PURPOSES)
class MessagePurpose(Enum):
    ANSWER = "answer"
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SERIES_BOOKED = "series_booked"
    SERIES_MOVED = "series_moved"
    SERIES_CANCELLED = "series_cancelled"
    REMINDER = "reminder"
    WAITLIST_OFFER = "waitlist_offer"
    NO_SHOW = "no_show"
    WRITE_BACK = "write_back"
    NEWS = "news"


@enum_type("What a template can be used for.", **PURPOSES)
class TemplatePurpose(Enum):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SERIES_BOOKED = "series_booked"
    SERIES_MOVED = "series_moved"
    SERIES_CANCELLED = "series_cancelled"
    REMINDER = "reminder"
    WAITLIST_OFFER = "waitlist_offer"
    NO_SHOW = "no_show"
    WRITE_BACK = "write_back"
    NEWS = "news"

    @property
    def core(self) -> Purpose:
        return Purpose(self.value)


@enum_type(
    "Why a template cannot be filled in as is wished.",
    NOT_FILLABLE="More than text would have to be filled in: a picture, a link.",
    WRONG_COUNT="There are more or fewer values than variables.",
    UNKNOWN_VALUE="What it is used for knows no value of that name.",
    EMPTY="A value is empty.",
    LINE_BREAK="A value has line breaks, tabs, or more than four spaces in a row.",
    TOO_LONG="The header would be longer than 60 characters, or the body than 1024.",
)
class TemplateProblem(Enum):
    NOT_FILLABLE = "not_fillable"
    WRONG_COUNT = "wrong_count"
    UNKNOWN_VALUE = "unknown_value"
    EMPTY = "empty"
    LINE_BREAK = "line_break"
    TOO_LONG = "too_long"

    @classmethod
    def of(cls, problem: Problem) -> "TemplateProblem":
        return cls(problem.value)


@object_type("A gap in a template.")
class TemplateVariable:
    place: str = field("header or body.", policy=OF_PARENT)
    name: str = field("Its name; a number counts within its place.", policy=OF_PARENT)


@object_type("What a template is used for, in its language.")
class TemplateUse:
    clinic_id: strawberry.Private[UUID]
    purpose: TemplatePurpose = field("For what.", policy=OF_PARENT)
    fillings: list[str] = field("Names of what fills its variables, in their order.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: UseRecord) -> "TemplateUse":
        fillings = list(record.fillings)
        return cls(clinic_id=record.clinic_id, purpose=TemplatePurpose(record.purpose), fillings=fillings)


@object_type("How a template reads when it is filled in.")
class TemplatePreview:
    text: str = field("What the patient would read, whole.", policy=OF_PARENT, data=DataClass.NONE)
    problems: list[TemplateProblem] = field("Why it could not be sent so; empty where it could.", policy=OF_PARENT)


@object_type(
    "A message that the provider has approved in advance, in one language; nothing about patients.",
    needs=Permission.CONNECTION_READ,
    record=TemplateRecord,
)
class MessageTemplate(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[TemplateRecord]
    name: str = field("What it is called at the provider.", policy=OF_PARENT)
    language: str = field("Its language, as the provider writes it.", policy=OF_PARENT)
    category: TemplateCategory = field("What the provider takes it to be for.", policy=OF_PARENT)
    previous_category: TemplateCategory | None = field("What it took it to be for before.", policy=OF_PARENT)
    status: TemplateStatus = field("Whether it can be sent.", policy=OF_PARENT)
    quality: TemplateQuality = field("How people take it.", policy=OF_PARENT)
    header: str | None = field("Its heading; variables stand as {{name}}.", policy=OF_PARENT)
    body: str = field("Its text; variables stand as {{name}}.", policy=OF_PARENT, data=DataClass.NONE)
    footer: str | None = field("What stands below it.", policy=OF_PARENT)
    is_fillable: bool = field("Nothing but text is to be filled in, so that it can be sent here.", policy=OF_PARENT)
    synced_at: datetime = field("As of when it is known.", policy=OF_PARENT)

    @field("What the patient can tap.", policy=OF_PARENT, reads=("replies",))
    def replies(self) -> list[str]:
        return listed_in(self.record.replies) or []

    @field("Its gaps, in the order in which they are filled.", policy=OF_PARENT, lists=3, reads=("variables",))
    def variables(self) -> list[TemplateVariable]:
        return [TemplateVariable(place=place, name=name) for place, name in self.record.gaps]

    @field("What it is used for, in its language.", policy=OF_PARENT, cost=1, lists=2, reads=())
    async def uses(self, info: Info) -> list[TemplateUse]:
        return [TemplateUse.of(one) for one in await info.context.loaders.template_uses.load(self.record.id)]

    @field(
        "How it reads when it is filled in, and what would be wrong with that.",
        policy=OF_PARENT,
        reads=("body", "header", "footer", "variables", "is_fillable"),
    )
    def preview(
        self, values: Annotated[list[str], argument("A text for each of its variables, in their order.")]
    ) -> TemplatePreview:
        filled = fill(self.record.shape, values)
        return TemplatePreview(text=filled.text, problems=[TemplateProblem.of(one) for one in filled.problems])

    @field("Through which account it is sent.", policy=READ, cost=1, reads=("connection_id",))
    async def channel(self, info: Info) -> Channel | None:
        return await find_channel(info.context, self.record.connection_id)

    @field("The asker may say what it is used for.", policy=OF_PARENT, reads=("status",))
    def viewer_can_map(self, info: Info) -> bool:
        is_here = self.record.status != TemplateStatus.GONE.value
        return is_here and info.context.can(Permission.CONNECTION_MANAGE, self.clinic_id)


async def find_template(context: Context, key: UUID) -> MessageTemplate | None:
    record = await context.loaders.templates.load(key)
    return MessageTemplate.of(record) if record else None


@input_type("Which templates; what is left out does not matter.")
class TemplateWhere:
    channel_id: strawberry.ID | None = optional_input("Of this account.", policy=OF_PARENT)
    name: str | None = optional_input("Of this name, in whichever language.", policy=OF_PARENT)
    language: str | None = optional_input("In this language, as the provider writes it.", policy=OF_PARENT)
    category: TemplateCategory | None = optional_input("For this.", policy=OF_PARENT)
    status: TemplateStatus | None = optional_input("That are like this.", policy=OF_PARENT)


@enum_type("What templates are ordered by.", NAME="What they are called.", CREATED_AT="Since when they are known.")
class TemplateOrderField(Enum):
    NAME = "name"
    CREATED_AT = "created_at"


@input_type("The order of templates.")
class TemplateOrderBy:
    by: TemplateOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: TemplateWhere | None) -> TemplateFilter:
    if where is None:
        return TemplateFilter()
    return TemplateFilter(
        optional_key(where.channel_id, "Channel", field="where.channelId"),
        where.name,
        where.language,
        where.category.value if where.category else None,
        where.status.value if where.status else None,
    )


@strawberry.type
class TemplateQueries:
    @field("A clinic's message templates, by name unless ordered; also those that cannot be sent.", policy=READ, cost=1)
    async def templates(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[TemplateWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[TemplateOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[MessageTemplate] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)
        check_input(context.actor, where, clinic, "where")
        selection = templates_where(context.reach(clinic), _filter(where), ordered(TEMPLATE_ORDERS, order_by))
        return await listed(info, selection, Pageable(first, after, last, before), shown(MessageTemplate))
