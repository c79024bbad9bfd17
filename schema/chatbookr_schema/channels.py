"""Connections to channels and calendars, and work that was given up, as those who look after them see them."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.channels.queries import (
    CALENDAR_ORDER,
    CHANNEL_ORDER,
    JOB_ORDER,
    CalendarRecord,
    ChannelRecord,
    DeadJobRecord,
    calendar_page,
    channel_page,
    dead_job_page,
    dead_jobs_by_id,
)
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Practitioner, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, object_type
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, connection, cursor_key, page_request

READ = Needs(Permission.CONNECTION_READ)


@enum_type(
    "How a connection is.",
    CONNECTED="It works.",
    NEEDS_RECONNECT="The provider takes our credentials no longer: connect again.",
    DISCONNECTING="It is unusable already; the provider is being told.",
    DISCONNECTED="It is over, and nothing of its credentials is kept.",
)
class ConnectionState(Enum):
    CONNECTED = "connected"
    NEEDS_RECONNECT = "needs_reconnect"
    DISCONNECTING = "disconnecting"
    DISCONNECTED = "disconnected"


@object_type("A messaging account of the clinic's.", needs=Permission.CONNECTION_READ)
class Channel(Node):
    clinic_id: strawberry.Private[UUID]
    plugin: str = field("The plugin that speaks for it.", policy=OF_PARENT)
    account_id: str = field("The provider's id of the account.", policy=OF_PARENT)
    title: str = field("What the provider calls it.", policy=OF_PARENT)
    state: ConnectionState = field("How it is.", policy=OF_PARENT)
    state_reason: str = field("Why, as a code; empty while it works.", policy=OF_PARENT)
    connected_at: datetime = field("Since when.", policy=OF_PARENT)
    disconnected_at: datetime | None = field("When it was disconnected.", policy=OF_PARENT)
    paused_until: datetime | None = field("Until when sending pauses, after failures in a row.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: ChannelRecord) -> "Channel":
        return cls(
            id=strawberry.ID(global_id("Channel", record.id)),
            clinic_id=record.clinic_id,
            plugin=record.plugin,
            account_id=record.account_id,
            title=record.title,
            state=ConnectionState(record.state),
            state_reason=record.state_reason,
            connected_at=record.connected_at,
            disconnected_at=record.disconnected_at,
            paused_until=record.paused_until,
        )


@object_type("A practitioner's calendar account.", needs=Permission.CONNECTION_READ)
class Calendar(Node):
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    plugin: str = field("The plugin that speaks for it.", policy=OF_PARENT)
    account_id: str = field("The provider's id of the account.", policy=OF_PARENT)
    title: str = field("What the provider calls it.", policy=OF_PARENT)
    state: ConnectionState = field("How it is.", policy=OF_PARENT)
    state_reason: str = field("Why, as a code; empty while it works.", policy=OF_PARENT)
    connected_at: datetime = field("Since when.", policy=OF_PARENT)
    disconnected_at: datetime | None = field("When it was disconnected.", policy=OF_PARENT)
    fetched_at: datetime | None = field("When its busy times were last read.", policy=OF_PARENT)
    fetched_until: datetime | None = field("How far ahead they were read.", policy=OF_PARENT)

    @field("Whose it is.", policy=Needs(Permission.CLINIC_READ), cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id)

    @field("Its busy times can be trusted; while not, the practitioner's times are not offered.", policy=OF_PARENT)
    async def is_fresh(self, info: Info) -> bool:
        clinic = await info.context.loaders.clinics.load(self.clinic_id)
        if clinic is None or self.state is not ConnectionState.CONNECTED or self.fetched_at is None:
            return False
        return self.fetched_at >= info.context.now - timedelta(minutes=clinic.calendar_freshness_minutes)

    @classmethod
    def of(cls, record: CalendarRecord) -> "Calendar":
        return cls(
            id=strawberry.ID(global_id("Calendar", record.id)),
            clinic_id=record.clinic_id,
            practitioner_id=record.practitioner_id,
            plugin=record.plugin,
            account_id=record.account_id,
            title=record.title,
            state=ConnectionState(record.state),
            state_reason=record.state_reason,
            connected_at=record.connected_at,
            disconnected_at=record.disconnected_at,
            fetched_at=record.fetched_at,
            fetched_until=record.fetched_until,
        )


@object_type("Work that was given up.", needs=Permission.JOB_READ)
class DeadJob(Node):
    clinic_id: strawberry.Private[UUID]
    kind: str = field("What was to be done, as a code.", policy=OF_PARENT)
    subject_id: str | None = field("The key of the row it was about, for the operator's logs.", policy=OF_PARENT)
    attempts: int = field("How often it was tried.", policy=OF_PARENT)
    last_error: str | None = field("How the last try ended, as a code.", policy=OF_PARENT)
    created_at: datetime = field("Since when it was owed.", policy=OF_PARENT)
    finished_at: datetime | None = field("When it was given up.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: DeadJobRecord) -> "DeadJob":
        return cls(
            id=strawberry.ID(global_id("DeadJob", record.id)),
            clinic_id=record.clinic_id,
            kind=record.kind,
            subject_id=str(record.subject_id) if record.subject_id else None,
            attempts=record.attempts,
            last_error=record.last_error,
            created_at=record.created_at,
            finished_at=record.finished_at,
        )


async def find_channel(context: Context, key: UUID) -> Channel | None:
    record = await context.loaders.channels.load(key)
    return Channel.of(record) if record else None


async def find_calendar(context: Context, key: UUID) -> Calendar | None:
    record = await context.loaders.calendars.load(key)
    return Calendar.of(record) if record else None


async def find_dead_job(context: Context, key: UUID) -> DeadJob | None:
    found = (await dead_jobs_by_id(context.clinics_with(Permission.JOB_READ), [key])).get(key)
    return DeadJob.of(found) if found else None


@strawberry.type
class ChannelQueries:
    @field("A clinic's messaging accounts, the oldest first.", policy=READ, cost=1)
    async def channels(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Channel] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)
        request = await page_request(info.context, CHANNEL_ORDER, first, after, last, before)
        page = await channel_page(clinic, request)
        items = [Channel.of(record) for record in page.rows]
        return connection(page, CHANNEL_ORDER, await cursor_key(info.context), items, list(page.rows))

    @field("A clinic's calendar accounts, the oldest first.", policy=READ, cost=1)
    async def calendars(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Calendar] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)
        request = await page_request(info.context, CALENDAR_ORDER, first, after, last, before)
        page = await calendar_page(clinic, request)
        items = [Calendar.of(record) for record in page.rows]
        return connection(page, CALENDAR_ORDER, await cursor_key(info.context), items, list(page.rows))

    @field("Work of a clinic's that was given up, the newest first.", policy=Needs(Permission.JOB_READ), cost=1)
    async def dead_jobs(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[DeadJob] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.JOB_READ)
        request = await page_request(info.context, JOB_ORDER, first, after, last, before)
        page = await dead_job_page(clinic, request)
        items = [DeadJob.of(record) for record in page.rows]
        return connection(page, JOB_ORDER, await cursor_key(info.context), items, list(page.rows))
