"""When a patient is reminded of a booking, by what the clinic wants. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chatbookr_core.outbox.quiet import QuietHours

FRESH = timedelta(hours=24)
"""Whoever booked or moved so shortly before has not forgotten it yet."""
APART = timedelta(hours=1)
BEFORE_QUIET = timedelta(minutes=30)
FIRST, LAST = 1, 2


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """What a clinic wants: so many hours before the start; 0: none of that kind."""

    is_on: bool
    first_hours: int
    last_hours: int
    quiet: QuietHours

    @property
    def is_any(self) -> bool:
        """Tell whether patients are reminded at all."""
        return self.is_on and (self.first_hours > 0 or self.last_hours > 0)


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
