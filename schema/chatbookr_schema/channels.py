"""Connections to channels and calendars, and work that was given up, as those who look after them see them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.calendars.queries import FeedRecord
from chatbookr_core.channels.queries import (
    CALENDAR_ORDERS,
    CHANNEL_ORDERS,
    JOB_ORDERS,
    CalendarRecord,
    ChannelRecord,
    ConnectionFilter,
    DeadJobFilter,
    DeadJobRecord,
    calendars_where,
    channels_where,
    dead_jobs_where,
)
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channel_health import (
    BANNER_READS,
    CALENDAR_BANNER_READS,
    READS,
    ChannelBanner,
    ChannelHealth,
    banner_of,
    calendar_banner_of,
    health_of,
)
from chatbookr_schema.channel_notices import ChannelNotice, ChannelNoticeOrderBy, ChannelNoticeWhere, notices_of
from chatbookr_schema.clinics import Practitioner, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
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
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items
from chatbookr_schema.values import aware

COMPANIONS = {"practitioner": "practitioner_id", "isFresh": "clinic_id", "banner": "clinic_id"}


@enum_type(
    "How a connection is.",
    CONNECTING="A sign-up was begun; an entry is missing, or the provider did not answer: go on with it.",
    CONNECTED="It works.",
    NEEDS_RECONNECT="The provider takes our credentials no longer: connect again.",
    DISCONNECTING="It is unusable already; the provider is being told.",
    DISCONNECTED="It is over, and nothing of its credentials is kept.",
)
class ConnectionState(Enum):
    CONNECTING = "connecting"
    CONNECTED = "connected"
    NEEDS_RECONNECT = "needs_reconnect"
    DISCONNECTING = "disconnecting"
    DISCONNECTED = "disconnected"


def _is_standing(state: str) -> bool:
    return ConnectionState(state) not in (ConnectionState.DISCONNECTING, ConnectionState.DISCONNECTED)


@object_type("A messaging account of the clinic's.", needs=Permission.CONNECTION_READ, record=ChannelRecord)
class Channel(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ChannelRecord]
    plugin: str = field("The plugin that speaks for it.", policy=OF_PARENT)
    account_id: str = field("The provider's id of the account.", policy=OF_PARENT)
    title: str = field("What the provider calls it.", policy=OF_PARENT)
    state: ConnectionState = field("How it is.", policy=OF_PARENT)
    state_reason: str = field("Why, as a code; empty while it works.", policy=OF_PARENT)
    connected_at: datetime = field("Since when.", policy=OF_PARENT)
    disconnected_at: datetime | None = field("When it was disconnected.", policy=OF_PARENT)
    paused_until: datetime | None = field("Until when nothing is sent: the provider said so.", policy=OF_PARENT)
    messages_per_second: int | None = field("How fast it may send, where the provider says.", policy=OF_PARENT)
    recipients_per_day: int | None = field(
        "To how many people it may send templates within 24 hours; null: no limit known.", policy=OF_PARENT
    )
    templates_synced_at: datetime | None = field("As of when its templates are known.", policy=OF_PARENT)

    @field("The asker may disconnect it: they may, and it is not over.", policy=OF_PARENT, reads=("state",))
    def viewer_can_disconnect(self, info: Info) -> bool:
        is_standing = _is_standing(self.record.state)
        return is_standing and info.context.can(Permission.CONNECTION_MANAGE, self.clinic_id)

    @field("How it was at its provider; null: not asked yet.", policy=OF_PARENT, reads=READS)
    def health(self) -> ChannelHealth | None:
        return health_of(self.record)

    @field("What everybody at work had better know of it; null: all is well.", policy=OF_PARENT, reads=BANNER_READS)
    def banner(self, info: Info) -> ChannelBanner | None:
        return banner_of(self.record, info.context.now)

    @field(
        "What the provider said about the account, the newest first.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
        reads=(),
    )
    async def notices(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[ChannelNoticeWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ChannelNoticeOrderBy | None, argument("In which order.")] = None,
    ) -> Connection[ChannelNotice] | None:
        given = Pageable(first, after, last, before)
        return await notices_of(info, self.record.id, self.clinic_id, given, where, order_by)


@object_type("One calendar of a practitioner's calendar account.", needs=Permission.CONNECTION_READ)
class CalendarFeed:
    clinic_id: strawberry.Private[UUID]
    calendar_id: str = field("The provider's id of it.", policy=OF_PARENT)
    title: str = field("What the provider calls it.", policy=OF_PARENT)
    is_primary: bool = field("It is the account's main one.", policy=OF_PARENT)
    is_writable: bool = field("Bookings could be written to it.", policy=OF_PARENT)
    is_written: bool = field("Bookings are written to it.", policy=OF_PARENT)
    is_blocking: bool = field("What stands in it takes the practitioner's time.", policy=OF_PARENT)
    synced_at: datetime | None = field("As of when it is known; null: never read.", policy=OF_PARENT)
    last_error: str | None = field("Why it could not be read the last time, as a code.", policy=OF_PARENT)
    next_try_at: datetime | None = field("When it is read again.", policy=OF_PARENT)
    pushes_until: datetime | None = field("Until when its provider pushes changes; null: polled.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: FeedRecord) -> "CalendarFeed":
        return cls(**{name: getattr(record, name) for name in FeedRecord.__dataclass_fields__})


BESIDE_PRACTITIONER = Beside("practitioner_id", Practitioner.of)


@object_type("A practitioner's calendar account.", needs=Permission.CONNECTION_READ, record=CalendarRecord)
class Calendar(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[CalendarRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    plugin: str = field("The plugin that speaks for it.", policy=OF_PARENT)
    account_id: str = field("The provider's id of the account.", policy=OF_PARENT)
    title: str = field("What the provider calls it.", policy=OF_PARENT)
    state: ConnectionState = field("How it is.", policy=OF_PARENT)
    state_reason: str = field("Why, as a code; empty while it works.", policy=OF_PARENT)
    connected_at: datetime = field("Since when.", policy=OF_PARENT)
    disconnected_at: datetime | None = field("When it was disconnected.", policy=OF_PARENT)
    fetched_at: datetime | None = field("When its busy times were last read.", policy=OF_PARENT)
    fetched_until: datetime | None = field("How far ahead they were read.", policy=OF_PARENT)
    next_read_at: datetime | None = field("When they are read next; null: at once.", policy=OF_PARENT)
    grant_ends_at: datetime | None = field(
        "When the provider ends the consent by itself, as Google does of an app in Testing; null: never.",
        policy=OF_PARENT,
    )

    @field("Whose it is.", policy=Needs(Permission.CLINIC_READ), cost=1, beside=BESIDE_PRACTITIONER)
    async def practitioner(self, info: Info) -> Practitioner | None:
        found: Practitioner | None = self.along(BESIDE_PRACTITIONER)
        return found or await find_practitioner(info.context, self.record.practitioner_id)

    @field("The single calendars of the account, and which count.", policy=OF_PARENT, cost=1, lists=10, reads=())
    async def feeds(self, info: Info) -> list[CalendarFeed]:
        return [CalendarFeed.of(one) for one in await info.context.loaders.calendar_feeds.load(self.record.id)]

    @field(
        "Its busy times can be trusted; while not, the practitioner's times are not offered.",
        policy=OF_PARENT,
        reads=("state", "fetched_at"),
        also={"Clinic": ("calendar_freshness_minutes",)},
    )
    async def is_fresh(self, info: Info) -> bool:
        clinic = await self._clinic(info)
        state, fetched_at = ConnectionState(self.record.state), self.record.fetched_at
        if clinic is None or state is not ConnectionState.CONNECTED or fetched_at is None:
            return False
        return fetched_at >= info.context.now - timedelta(minutes=clinic.calendar_freshness_minutes)

    @field(
        "What everybody at work had better know of it; null: all is well. `needs_reconnect`, `calendar_not_found` "
        "where the calendar that bookings are written to was deleted, `calendar_stale` where it could not be read for "
        "longer than the clinic lets it, or `calendar_ending` where its consent ends soon.",
        policy=OF_PARENT,
        reads=CALENDAR_BANNER_READS,
        also={"Clinic": ("calendar_freshness_minutes",)},
    )
    async def banner(self, info: Info) -> ChannelBanner | None:
        clinic = await self._clinic(info)
        return calendar_banner_of(self.record, clinic, info.context.now) if clinic else None

    async def _clinic(self, info: Info) -> Any:
        return self.companions.get("clinic_id") or await info.context.loaders.clinics.load(self.clinic_id)

    @field("The asker may disconnect it: they may, and it is not over.", policy=OF_PARENT, reads=("state",))
    def viewer_can_disconnect(self, info: Info) -> bool:
        is_standing = _is_standing(self.record.state)
        return is_standing and info.context.can(Permission.CONNECTION_MANAGE, self.clinic_id)


@object_type("Work that was given up.", needs=Permission.JOB_READ, record=DeadJobRecord)
class DeadJob(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[DeadJobRecord]
    kind: str = field("What was to be done, as a code.", policy=OF_PARENT)
    attempts: int = field("How often it was tried.", policy=OF_PARENT)
    last_error: str | None = field("How the last try ended, as a code.", policy=OF_PARENT)
    created_at: datetime = field("Since when it was owed.", policy=OF_PARENT)
    finished_at: datetime | None = field("When it was given up.", policy=OF_PARENT)

    @field("The key of the row it was about, for the operator's logs.", policy=OF_PARENT, reads=("subject_id",))
    def subject_id(self) -> str | None:
        return str(self.record.subject_id) if self.record.subject_id else None


async def find_channel(context: Context, key: UUID) -> Channel | None:
    record = await context.loaders.channels.load(key)
    return Channel.of(record) if record else None


async def find_calendar(context: Context, key: UUID) -> Calendar | None:
    record = await context.loaders.calendars.load(key)
    return Calendar.of(record) if record else None


async def find_dead_job(context: Context, key: UUID) -> DeadJob | None:
    found = await context.loaders.dead_jobs.load(key)
    return DeadJob.of(found) if found else None


@input_type("Which channels; what is left out does not matter.")
class ChannelWhere:
    state: ConnectionState | None = optional_input("That are like this.", policy=OF_PARENT)
    plugin: str | None = optional_input("For which this plugin speaks.", policy=OF_PARENT)


@input_type("Which calendars; what is left out does not matter.")
class CalendarWhere:
    state: ConnectionState | None = optional_input("That are like this.", policy=OF_PARENT)
    plugin: str | None = optional_input("For which this plugin speaks.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("Of this practitioner.", policy=OF_PARENT)


@input_type("Which work that was given up; what is left out does not matter.")
class DeadJobWhere:
    kind: str | None = optional_input("Of this kind, as a code.", policy=OF_PARENT)
    created_from: datetime | None = optional_input("Owed since this instant or later.", policy=OF_PARENT)
    created_before: datetime | None = optional_input("Owed since before this instant.", policy=OF_PARENT)


@enum_type("What channels are ordered by.", CONNECTED_AT="Since when they are connected.")
class ChannelOrderField(Enum):
    CONNECTED_AT = "connected_at"


@input_type("The order of channels.")
class ChannelOrderBy:
    by: ChannelOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@enum_type("What calendars are ordered by.", CONNECTED_AT="Since when they are connected.")
class CalendarOrderField(Enum):
    CONNECTED_AT = "connected_at"


@input_type("The order of calendars.")
class CalendarOrderBy:
    by: CalendarOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@enum_type("What work that was given up is ordered by.", CREATED_AT="Since when it was owed.")
class DeadJobOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of work that was given up.")
class DeadJobOrderBy:
    by: DeadJobOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _channels(where: ChannelWhere | None) -> ConnectionFilter:
    if where is None:
        return ConnectionFilter()
    return ConnectionFilter(where.state.value if where.state else None, where.plugin)


def _calendars(where: CalendarWhere | None) -> ConnectionFilter:
    if where is None:
        return ConnectionFilter()
    practitioner_id = optional_key(where.practitioner_id, "Practitioner", field="where.practitionerId")
    return ConnectionFilter(where.state.value if where.state else None, where.plugin, practitioner_id)


def _dead_jobs(where: DeadJobWhere | None) -> DeadJobFilter:
    if where is None:
        return DeadJobFilter()
    since, until = aware(where.created_from, "where.createdFrom"), aware(where.created_before, "where.createdBefore")
    return DeadJobFilter(where.kind, since, until)


@strawberry.type
class ChannelQueries:
    @field(
        "A clinic's messaging accounts, the oldest first unless ordered.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
    )
    async def channels(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ChannelWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ChannelOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Channel] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)
        selection = channels_where(context.reach(clinic), _channels(where), ordered(CHANNEL_ORDERS, order_by))
        return await listed(info, selection, Pageable(first, after, last, before), shown(Channel), clinic)

    @field(
        "A clinic's calendar accounts, the oldest first unless ordered.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
    )
    async def calendars(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[CalendarWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[CalendarOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Calendar] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)
        selection = calendars_where(
            context.reach(clinic),
            _calendars(where),
            ordered(CALENDAR_ORDERS, order_by),
            asked_of_items(info, COMPANIONS),
        )
        return await listed(info, selection, Pageable(first, after, last, before), shown(Calendar), clinic)

    @field(
        "Work of a clinic's that was given up, the newest first unless ordered.",
        policy=Needs(Permission.JOB_READ),
        cost=1,
    )
    async def dead_jobs(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[DeadJobWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[DeadJobOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[DeadJob] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.JOB_READ)
        selection = dead_jobs_where(context.reach(clinic), _dead_jobs(where), ordered(JOB_ORDERS, order_by))
        return await listed(info, selection, Pageable(first, after, last, before), shown(DeadJob), clinic)
