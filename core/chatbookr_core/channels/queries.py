"""Reads a clinic's connections and dead jobs, as those who look after them see them: without any credentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, records_by_id
from chatbookr_core.records import Records


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """A connected messaging account."""

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
    fetched_at: datetime | None
    fetched_until: datetime | None


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


CHANNELS = Records(ChannelRecord, "channel_connection")
CALENDARS = Records(CalendarRecord, "calendar_connection")
JOBS = Records(DeadJobRecord, "job")
CHANNEL_ORDER = Order("channel.connected", "channel_connection", "connected_at")
CALENDAR_ORDER = Order("calendar.connected", "calendar_connection", "connected_at")
JOB_ORDER = Order("job.created", "job", "created_at", is_descending=True)


async def channels_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, ChannelRecord]:
    """Read messaging accounts by id."""
    return await records_by_id(CHANNELS, clinic_ids, ids)


async def channel_page(clinic_id: UUID, request: PageRequest) -> Page[ChannelRecord]:
    """Page through a clinic's messaging accounts, the oldest first."""
    selection = Selection(CHANNELS, CHANNEL_ORDER, "channel_connection.clinic_id = $1", (clinic_id,))
    return await page_of(selection, request)


async def calendars_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, CalendarRecord]:
    """Read calendar accounts by id."""
    return await records_by_id(CALENDARS, clinic_ids, ids)


async def calendar_page(clinic_id: UUID, request: PageRequest) -> Page[CalendarRecord]:
    """Page through a clinic's calendar accounts, the oldest first."""
    selection = Selection(CALENDARS, CALENDAR_ORDER, "calendar_connection.clinic_id = $1", (clinic_id,))
    return await page_of(selection, request)


async def dead_jobs_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, DeadJobRecord]:
    """Read given-up work by id; other work is nobody's to see."""
    found = await records_by_id(JOBS, clinic_ids, ids)
    return {job_id: job for job_id, job in found.items() if job.state == "dead"}


async def dead_job_page(clinic_id: UUID, request: PageRequest) -> Page[DeadJobRecord]:
    """Page through the work of a clinic that was given up, the newest first."""
    selection = Selection(JOBS, JOB_ORDER, "job.clinic_id = $1 AND job.state = 'dead'", (clinic_id,))
    return await page_of(selection, request)
