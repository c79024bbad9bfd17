"""When a patient is reminded of a booking, and the jobs that do it: one for each reminder of each version of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chatbookr_core.conversations.quiet import QuietHours
from chatbookr_core.models import Booking, Clinic
from chatbookr_core.owed import Owed

FRESH = timedelta(hours=24)
"""Whoever booked or moved so shortly before has not forgotten it yet."""
APART = timedelta(hours=1)
BEFORE_QUIET = timedelta(minutes=30)
REMIND_JOB = "booking.remind"
FIRST, LAST = 1, 2


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """What a clinic wants: so many hours before the start; 0: none of that kind."""

    is_on: bool
    first_hours: int
    last_hours: int
    quiet: QuietHours


def rules_of(clinic: Clinic) -> ReminderRules:
    """Return what a clinic has set."""
    quiet = QuietHours(clinic.zone, clinic.quiet_from_minute, clinic.quiet_until_minute)
    return ReminderRules(clinic.sends_reminders, clinic.reminder_hours, clinic.last_reminder_hours, quiet)


def rules_in(row: Mapping[str, Any]) -> ReminderRules:
    """Return what a clinic has set, of its columns in a raw row; its zone is there as `clinic_zone`."""
    quiet = QuietHours(row["clinic_zone"], row["quiet_from_minute"], row["quiet_until_minute"])
    return ReminderRules(bool(row["sends_reminders"]), row["reminder_hours"], row["last_reminder_hours"], quiet)


def reminder_times(starts_at: datetime, *, booked_at: datetime, rules: ReminderRules) -> dict[int, datetime]:
    """Say when which reminder is due (FIRST, LAST), for a booking that was made or moved at `booked_at`. Pure.

    None within FRESH of that. The first one waits for the end of the quiet hours, the last one comes before they begin:
    afterwards it might be too late; where that is no later than the first, there is one alone.
    """
    found: dict[int, datetime] = {}
    if rules.is_on and rules.first_hours:
        at = starts_at - timedelta(hours=rules.first_hours)
        found[FIRST] = rules.quiet.end_at(at) or at
    if rules.is_on and rules.last_hours:
        at = starts_at - timedelta(hours=rules.last_hours)
        begin = rules.quiet.began_at(at)
        found[LAST] = at if begin is None else begin - BEFORE_QUIET
    if FIRST in found and LAST in found and found[LAST] < found[FIRST] + APART:
        del found[LAST]
    return {stage: at for stage, at in found.items() if booked_at + FRESH <= at < starts_at}


def may_be_reminded(booking: Booking, now: datetime) -> bool:
    """Tell whether a booking stands, and is so far ahead that its patient could be reminded."""
    return booking.status == "confirmed" and booking.starts_at - now > FRESH


def reminders_of(booking: Booking, now: datetime, rules: ReminderRules) -> list[Owed]:
    """List the jobs that remind of a booking as it is now; those of its earlier versions find it changed, and end."""
    if not may_be_reminded(booking, now):
        return []
    times = reminder_times(booking.starts_at, booked_at=now, rules=rules)
    return [
        Owed(
            REMIND_JOB,
            booking.clinic_id,
            booking.id,
            at,
            {"version": booking.version, "stage": stage},
            f"{REMIND_JOB}:{booking.id}:{booking.version}:{stage}",
        )
        for stage, at in times.items()
    ]
