"""How a clinic's messaging account is at its provider, and what a banner says of it, or of a calendar."""

from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

import strawberry

from chatbookr_core.calendars.banner import banner_for_calendar
from chatbookr_core.channels.health import Banner, banner_for, resting
from chatbookr_core.channels.queries import CalendarRecord, ChannelRecord
from chatbookr_core.clinics.queries import ClinicRecord
from chatbookr_core.db import listed
from chatbookr_permissions.actions import Permission
from chatbookr_schema.conversation_codes import TaskAdvice
from chatbookr_schema.field import OF_PARENT, enum_type, field, object_type

READS = (
    "health_checked_at",
    "quality",
    "name_status",
    "throughput",
    "credentials_expire_at",
    "webhook_fields",
    "problems",
)
BANNER_READS = ("state", "lost_at", "paused_until", "problems", "health_checked_at")
CALENDAR_BANNER_READS = ("state", "state_reason", "connected_at", "lost_at", "fetched_at", "grant_ends_at")


@enum_type(
    "How people take what an account sends.",
    HIGH="Well.",
    MEDIUM="Some complain.",
    LOW="Many complain: the provider is about to limit it.",
    UNKNOWN="The provider does not say.",
)
class AccountQuality(Enum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


@object_type("How an account was at its provider when it was last asked.", needs=Permission.CONNECTION_READ)
class ChannelHealth:
    clinic_id: strawberry.Private[UUID]
    checked_at: datetime = field("When it was asked; once an hour, and after connecting.", policy=OF_PARENT)
    quality: AccountQuality = field("How people take what it sends.", policy=OF_PARENT)
    name_status: str | None = field("What the provider says to its display name, as a code.", policy=OF_PARENT)
    throughput: str | None = field("The tier of how fast it may send, as the provider's code.", policy=OF_PARENT)
    credentials_expire_at: datetime | None = field(
        "When the access token ends by itself; null: never, or not known.", policy=OF_PARENT
    )
    webhook_fields: list[str] | None = field("What the provider tells us of; null: not known.", policy=OF_PARENT)
    problems: list[str] = field("What somebody has to look after, as codes; each has a task.", policy=OF_PARENT)


@object_type("What everybody at work had better know of an account.", needs=Permission.CONNECTION_READ)
class ChannelBanner:
    clinic_id: strawberry.Private[UUID]
    reason: str = field("What is wrong, as a code.", policy=OF_PARENT)
    advice: TaskAdvice = field("What can be done about it.", policy=OF_PARENT)
    since: datetime | None = field("Since when it is known.", policy=OF_PARENT)


def health_of(record: ChannelRecord) -> ChannelHealth | None:
    """Show how an account was; None before anybody has asked."""
    if record.health_checked_at is None:
        return None
    return ChannelHealth(
        clinic_id=record.clinic_id,
        checked_at=record.health_checked_at,
        quality=AccountQuality(record.quality or "unknown"),
        name_status=record.name_status,
        throughput=record.throughput,
        credentials_expire_at=record.credentials_expire_at,
        webhook_fields=listed(record.webhook_fields),
        problems=listed(record.problems) or [],
    )


def banner_of(record: ChannelRecord, now: datetime) -> ChannelBanner | None:
    """Show what a banner says of an account; None: nothing."""
    found = resting(record.state, record.paused_until, now)
    found = found or banner_for(record.state, record.lost_at, listed(record.problems), record.health_checked_at)
    return _shown(found, record.clinic_id)


def calendar_banner_of(record: CalendarRecord, clinic: ClinicRecord, now: datetime) -> ChannelBanner | None:
    """Show what a banner says of a calendar account; None: nothing."""
    found = banner_for_calendar(
        record.state,
        state_reason=record.state_reason,
        connected_at=record.connected_at,
        lost_at=record.lost_at,
        fetched_at=record.fetched_at,
        grant_ends_at=record.grant_ends_at,
        freshness=timedelta(minutes=clinic.calendar_freshness_minutes),
        now=now,
    )
    return _shown(found, record.clinic_id)


def _shown(found: Banner | None, clinic_id: UUID) -> ChannelBanner | None:
    if found is None:
        return None
    return ChannelBanner(
        clinic_id=clinic_id, reason=found.reason, advice=TaskAdvice(found.advice.value), since=found.since
    )
