"""Reads a clinic's connections and dead jobs, as those who look after them see them: without any credentials."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.clinics.queries import CLINICS, PRACTITIONERS
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """A connected messaging account; `webhook_fields` and `problems` are JSON lists, or None."""

    id: UUID
    clinic_id: UUID
    plugin: str
    account_id: str
    title: str
    state: str
    state_reason: str
    connected_at: datetime
    disconnected_at: datetime | None
    paused_until: datetime | None
    messages_per_second: int | None
    recipients_per_day: int | None
    templates_synced_at: datetime | None
    lost_at: datetime | None
    credentials_expire_at: datetime | None
    health_checked_at: datetime | None
    quality: str | None
    name_status: str | None
    throughput: str | None
    webhook_fields: object
    problems: object


@dataclass(frozen=True, slots=True)
class ChannelNoticeRecord:
    """Something a provider said about an account."""

    id: UUID
    clinic_id: UUID
    connection_id: UUID
    kind: str
    event: str
    effect: str
    detail: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """A practitioner's connected calendar account."""

    id: UUID
    clinic_id: UUID
    practitioner_id: UUID
    plugin: str
    account_id: str
    title: str
    state: str
    state_reason: str
    connected_at: datetime
    disconnected_at: datetime | None
    lost_at: datetime | None
    fetched_at: datetime | None
    fetched_until: datetime | None
    next_read_at: datetime | None
    grant_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeadJobRecord:
    """Work that was given up."""

    id: UUID
    clinic_id: UUID
    kind: str
    state: str
    subject_id: UUID | None
    attempts: int
    deaths: int
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConnectionFilter:
    """Which connections; only calendars have a practitioner. What is not named does not matter."""

    state: str | None = None
    plugin: str | None = None
    practitioner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeadJobFilter:
    """Which given-up work; owed since [since, until). What is not named does not matter."""

    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


CHANNELS = Records(ChannelRecord, "channel_connection")
NOTICES = Records(ChannelNoticeRecord, "channel_notice")
CALENDARS = Records(CalendarRecord, "calendar_connection")
JOBS = Records(DeadJobRecord, "job")
CALENDAR_COMPANIONS: Mapping[str, Records[Any]] = {"practitioner_id": PRACTITIONERS, "clinic_id": CLINICS}
CHANNEL_ORDERS: Mapping[str, Order] = {"connected_at": Order("channel.connected", "channel_connection", "connected_at")}
NOTICE_ORDERS: Mapping[str, Order] = {
    "happened_at": Order("notice.happened", "channel_notice", "happened_at", is_descending=True)
}
CALENDAR_ORDERS: Mapping[str, Order] = {
    "connected_at": Order("calendar.connected", "calendar_connection", "connected_at")
}
JOB_ORDERS: Mapping[str, Order] = {"created_at": Order("job.created", "job", "created_at", is_descending=True)}


async def channels_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ChannelRecord]:
    """Read messaging accounts by id."""
    return await records_by_id(CHANNELS, reach, ids, unread)


def channels_where(reach: Reach, wanted: ConnectionFilter, order: Order) -> Selection[ChannelRecord]:
    """Select messaging accounts to be paged or counted."""
    conditions = (
        reachable("channel_connection", reach)
        .where("channel_connection.state =", wanted.state)
        .where("channel_connection.plugin =", wanted.plugin)
    )
    return Selection(CHANNELS, order, conditions)


async def channel_notices_by_id(
    reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, ChannelNoticeRecord]:
    """Read what providers said, by id."""
    return await records_by_id(NOTICES, reach, ids, unread)


def notices_where(reach: Reach, effect: str | None, order: Order) -> Selection[ChannelNoticeRecord]:
    """Select what providers said (with one effect), to be paged or counted for each account."""
    return Selection(NOTICES, order, reachable("channel_notice", reach).where("channel_notice.effect =", effect))


async def calendars_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, CalendarRecord]:
    """Read calendar accounts by id."""
    return await records_by_id(CALENDARS, reach, ids, unread)


def calendars_where(
    reach: Reach, wanted: ConnectionFilter, order: Order, including: Collection[str] = ()
) -> Selection[tuple[CalendarRecord, dict[str, Any]]]:
    """Select calendar accounts to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = (
        reachable("calendar_connection", reach)
        .where("calendar_connection.state =", wanted.state)
        .where("calendar_connection.plugin =", wanted.plugin)
        .where("calendar_connection.practitioner_id =", wanted.practitioner_id)
    )
    return Selection(Joined.of(CALENDARS, CALENDAR_COMPANIONS, including), order, conditions)


async def dead_jobs_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, DeadJobRecord]:
    """Read given-up work by id; other work is nobody's to see."""
    found = await records_by_id(JOBS.narrowed(unread, ("state",)), reach, ids)
    return {job_id: job for job_id, job in found.items() if job.state == "dead"}


def dead_jobs_where(reach: Reach, wanted: DeadJobFilter, order: Order) -> Selection[DeadJobRecord]:
    """Select given-up work to be paged or counted."""
    conditions = (
        reachable("job", reach)
        .numbered("job.state = 'dead'")
        .where("job.kind =", wanted.kind)
        .where("job.created_at >=", wanted.since)
        .where("job.created_at <", wanted.until)
    )
    return Selection(JOBS, order, conditions)
