"""How long each class of data may be kept, and when a clinic's night is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

RUNS_AT: Final = time(2, 0)  # the clinic's own; what is due is judged as of then, however late the run begins
RUNS_UNTIL_HOUR: Final = 6


class RetainedClass(StrEnum):
    """What is kept and deleted together. A class is here once it has a table."""

    PATIENTS = "patients"
    MEDIA = "media"
    MESSAGES = "messages"
    CONSENT = "consent"
    BOOKINGS = "bookings"
    JOBS = "jobs"
    DELIVERIES = "deliveries"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Bounds:
    """For how many days a class is kept where a clinic says nothing, and what it may say."""

    default_days: int
    least_days: int
    most_days: int


BOUNDS: Final[Mapping[RetainedClass, Bounds]] = MappingProxyType(
    {
        RetainedClass.PATIENTS: Bounds(1095, 30, 5475),
        RetainedClass.MEDIA: Bounds(365, 1, 3650),  # a file goes with its message at the latest
        RetainedClass.MESSAGES: Bounds(365, 1, 3650),
        RetainedClass.CONSENT: Bounds(1825, 365, 5475),  # it is shown to whoever doubts it
        RetainedClass.BOOKINGS: Bounds(1095, 30, 5475),
        RetainedClass.JOBS: Bounds(14, 2, 90),  # a job's dedupe key refuses repetitions as long as it is there
        RetainedClass.DELIVERIES: Bounds(30, 8, 90),  # WhatsApp repeats a delivery for 7 days
        RetainedClass.AUDIT: Bounds(1095, 365, 3650),  # the database refuses to let younger entries go
    }
)
"""In the order of a night: what a class waits for is deleted after it, so that a dry run says what the night does."""


def is_within(data_class: RetainedClass, days: int) -> bool:
    """Tell whether a clinic may keep a class for so many days."""
    bounds = BOUNDS[data_class]
    return bounds.least_days <= days <= bounds.most_days


def night_at(now: datetime, zone: str) -> date | None:
    """Return the night that is at work in a zone now, by the day it ends in; None by day."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if RUNS_AT.hour <= local.hour < RUNS_UNTIL_HOUR else None


def next_night(now: datetime, zone: str) -> date:
    """Return the night that begins next in a zone, by the day it ends in."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.hour < RUNS_AT.hour else local.date() + timedelta(days=1)


def instant_of_night(night: date, zone: str) -> datetime:
    """Return the instant as of which a night judges what is due."""
    return datetime.combine(night, RUNS_AT, ZoneInfo(zone)).astimezone(UTC)


def is_held(until: datetime | None, released_at: datetime | None, now: datetime) -> bool:
    """Tell whether a hold stands at an instant."""
    return released_at is None and (until is None or until > now)
