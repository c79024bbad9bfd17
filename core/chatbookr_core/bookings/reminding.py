"""The jobs that remind of a booking: one for each reminder of each version of it, and for one that was held back."""

from datetime import UTC, datetime

from chatbookr_core.bookings.reminder_times import FRESH, ReminderRules, reminder_times
from chatbookr_core.models import Booking, Clinic
from chatbookr_core.outbox.quiet import QuietHours
from chatbookr_core.owed import Owed

REMIND_JOB = "booking.remind"


def rules_of(clinic: Clinic) -> ReminderRules:
    """Return what a clinic has set."""
    quiet = QuietHours(clinic.zone, clinic.quiet_from_minute, clinic.quiet_until_minute)
    return ReminderRules(clinic.sends_reminders, clinic.reminder_hours, clinic.last_reminder_hours, quiet)


def may_be_reminded(booking: Booking, now: datetime) -> bool:
    """Tell whether a booking stands, and is so far ahead that its patient could be reminded."""
    return booking.status == "confirmed" and booking.starts_at - now > FRESH


def reminders_of(booking: Booking, now: datetime, rules: ReminderRules) -> list[Owed]:
    """List the jobs that remind of a booking as it is now; those of its earlier versions find it changed, and end."""
    if not may_be_reminded(booking, now):
        return []
    times = reminder_times(booking.starts_at, booked_at=now, rules=rules)
    return [reminder_of(booking, stage, at) for stage, at in times.items()]


def reminder_of(booking: Booking, stage: int, at: datetime, because: str = "") -> Owed:
    """Owe one reminder of a booking as it is now, once; `because` of something, once for that as well."""
    key = f"{REMIND_JOB}:{booking.id}:{booking.version}:{stage}{because and f':{because}'}"
    arguments = {"version": booking.version, "stage": stage}
    return Owed(REMIND_JOB, booking.clinic_id, booking.id, at, arguments, key)


def held_reminder_of(booking: Booking, now: datetime, rules: ReminderRules) -> list[Owed]:
    """Owe what was held back of a booking that has its time again: the last reminder that is past, and no other.

    One that is still to come is owed already. In quiet hours it waits for their end.
    """
    if booking.status != "confirmed" or booking.reminder_held_at is None:
        return []
    ever = datetime.min.replace(tzinfo=UTC)  # whoever has just booked is not told of so soon, and it was not held back
    times = reminder_times(booking.starts_at, booked_at=ever, rules=rules)
    at, held_at = rules.quiet.end_at(now) or now, int(booking.reminder_held_at.timestamp())
    past = sorted(stage for stage, due_at in times.items() if due_at <= now)
    return [reminder_of(booking, stage, at, str(held_at)) for stage in past[-1:]]
