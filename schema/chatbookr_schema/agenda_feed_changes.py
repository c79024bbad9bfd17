"""Agenda feeds made and revoked, by whoever proved again who they are."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.agenda_feeds.rules import FeedDraft
from chatbookr_core.agenda_feeds.service import MadeFeed, create_feed, revoke_feed
from chatbookr_schema.agenda_feeds import MANAGE, READ, AgendaFeed, AgendaFeedDetail, find_agenda_feed
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, DataClass, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import (
    COMMON,
    OUTCOME,
    STEP_UP,
    UserError,
    change,
    error_codes,
)


@error_codes(
    "Why a feed was not made.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    QUOTA_REACHED="The practitioner has as many open feeds as they can have: revoke one first.",
)
class AgendaFeedCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes("Why a feed was not revoked.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class AgendaFeedRevokeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@input_type("A feed, as it is to be made.")
class AgendaFeedCreateInput:
    practitioner_id: strawberry.ID = field("Whose agenda it tells of.", policy=OF_PARENT)
    name: str = field("What it is for, such as a device; at most 80 characters.", policy=OF_PARENT)
    detail: AgendaFeedDetail = field("What it tells of each booking.", policy=OF_PARENT, default=AgendaFeedDetail.BUSY)


@object_type("What became of making a feed.")
class AgendaFeedCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    agenda_feed: AgendaFeed | None = field("The feed.", policy=READ)
    url: str | None = field(
        "Where calendar programs read it, shown this once: whoever has it needs nothing else.",
        policy=MANAGE,
        data=DataClass.SECRET,
    )
    user_errors: list[UserError[AgendaFeedCreateErrorCode]] = field("Why it was not made.", policy=OUTCOME)


@object_type("What became of revoking a feed.")
class AgendaFeedRevokePayload:
    clinic_id: strawberry.Private[UUID | None]
    agenda_feed: AgendaFeed | None = field("The feed as it is now.", policy=READ)
    user_errors: list[UserError[AgendaFeedRevokeErrorCode]] = field("Why it was not revoked.", policy=OUTCOME)


@strawberry.type
class AgendaFeedMutations:
    @field(
        "Let calendar programs read a practitioner's agenda; whoever sees their own bookings alone, their own.",
        policy=MANAGE,
        cost=10,
    )
    async def agenda_feed_create(
        self, info: Info, input: Annotated[AgendaFeedCreateInput, argument("The feed.")]
    ) -> AgendaFeedCreatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.practitioner_id, "Practitioner", field="input.practitionerId")
        draft = FeedDraft(key, input.name, input.detail.value)
        made: list[MadeFeed] = []

        async def work() -> UUID:
            made[:] = [await create_feed(context.deployment, actor, draft)]
            return made[0].feed_id

        outcome = await change(info, input, AgendaFeedCreateErrorCode, work)
        found = await find_agenda_feed(context, outcome.key) if outcome.key else None
        return AgendaFeedCreatePayload(
            clinic_id=found.record.clinic_id if found else None,
            agenda_feed=found,
            url=made[0].url if found and made else None,
            user_errors=outcome.user_errors,
        )

    @field("Take a feed back, at once and for ever.", policy=MANAGE, cost=10)
    async def agenda_feed_revoke(
        self, info: Info, agenda_feed_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> AgendaFeedRevokePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(agenda_feed_id, "AgendaFeed", field="agendaFeedId")
        outcome = await change(
            info, None, AgendaFeedRevokeErrorCode, lambda: revoke_feed(context.deployment, actor, key)
        )
        found = await find_agenda_feed(context, outcome.key) if outcome.key else None
        return AgendaFeedRevokePayload(
            clinic_id=found.record.clinic_id if found else None, agenda_feed=found, user_errors=outcome.user_errors
        )
