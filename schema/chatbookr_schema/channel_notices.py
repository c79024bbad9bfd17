"""What a provider says about a clinic's messaging account, as those who look after it see it."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from chatbookr_core.channels.queries import NOTICE_ORDERS, ChannelNoticeRecord, notices_where
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.nodes import Node
from chatbookr_schema.paging import Connection, OrderDirection, Pageable, listed_of_parent, ordered, shown
from chatbookr_schema.recorded import Recorded


@enum_type(
    "What a notice means for the connection.",
    NONE="Nothing: it is good to know.",
    LOOK="Somebody should look; there is a task for it.",
    LOST="The provider has taken the account away, and may give it back.",
    ENDED="The provider has ended the connection for good: it is disconnected.",
    RESTORED="The provider has given it back.",
)
class NoticeEffect(Enum):
    NONE = "none"
    LOOK = "look"
    LOST = "lost"
    ENDED = "ended"
    RESTORED = "restored"


@object_type(
    "Something a provider said about an account, a template or a group; nothing about a patient.",
    needs=Permission.CONNECTION_READ,
    record=ChannelNoticeRecord,
)
class ChannelNotice(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ChannelNoticeRecord]
    kind: str = field(
        "What it is about, as a code; `unknown` for what this version does not understand yet.", policy=OF_PARENT
    )
    event: str = field("What happened, as the provider's code.", policy=OF_PARENT)
    effect: NoticeEffect = field("What it means for the connection.", policy=OF_PARENT)
    detail: str = field("The provider's JSON of it, without anything about persons.", policy=OF_PARENT)
    happened_at: datetime = field("When, by the provider's clock where it says so.", policy=OF_PARENT)


@input_type("Which notices; what is left out does not matter.")
class ChannelNoticeWhere:
    effect: NoticeEffect | None = optional_input("That mean this for the connection.", policy=OF_PARENT)


@enum_type("What notices are in order of.", HAPPENED_AT="When it happened.")
class ChannelNoticeOrderField(Enum):
    HAPPENED_AT = "happened_at"


@input_type("The order of notices.")
class ChannelNoticeOrderBy:
    by: ChannelNoticeOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.DESC)


async def find_channel_notice(context: Context, key: UUID) -> ChannelNotice | None:
    record = await context.loaders.channel_notices.load(key)
    return ChannelNotice.of(record) if record else None


async def notices_of(
    info: Info,
    channel: UUID,
    clinic_id: UUID,
    given: Pageable,
    where: ChannelNoticeWhere | None,
    order_by: ChannelNoticeOrderBy | None,
) -> Connection[ChannelNotice] | None:
    """Page through what was said about one account, the newest first unless told otherwise."""
    effect = where.effect.value if where and where.effect else None
    selection = notices_where(
        info.context.reach(clinic_id),
        effect,
        ordered(NOTICE_ORDERS, order_by),
    )
    return await listed_of_parent(
        info, channel, "channel_notice.connection_id", selection, given, shown(ChannelNotice), clinic_id
    )
