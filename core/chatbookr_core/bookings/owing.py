"""What a booking owes: its calendar the event, the patient reminders, listeners the news, what staff do an end."""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.reminder_times import ReminderRules
from chatbookr_core.bookings.reminding import may_be_reminded, reminders_of, rules_of
from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.conversations.tasks import close_drift
from chatbookr_core.db import Transaction, uuid_of
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue, enqueue_all
from chatbookr_core.models import Booking, Clinic
from chatbookr_core.owed import Argument, Owed

RECOUNT_JOB: Final = "bookings.recount"
LAPSE_JOB: Final = "bookings.lapse"
"""Tells, once, that nobody has answered a request in time: of a booking, or of a hold that it should have moved to."""
OVERTAKE = """
UPDATE calendar_drift SET state = 'overtaken' WHERE clinic_id = $1 AND booking_id = $2 AND state = 'open'
RETURNING id
"""


async def tell_of(tx: Transaction, booking: Booking, now: datetime, rules: ReminderRules | None = None) -> None:
    """Owe the calendar and the patient's reminders the booking as it is now, and let listeners know.

    The clinic's rules for reminders are read where the caller does not know them.
    """
    if rules is None and may_be_reminded(booking, now):
        rules = rules_of(await Clinic.get(id=booking.clinic_id))
    await enqueue_all(owed_of(booking, now, rules), now=now)
    tx.tell(Change("booking", booking.clinic_id, booking.id))


def tell_left(tx: Transaction, booking: Booking, practitioner_id: UUID, location_id: UUID) -> None:
    """Let those know who could see a booking while it was with somebody, or somewhere, and cannot any more.

    Such a change names what was left as its parent: whoever still sees the booking passes it over.
    """
    for before, there in ((practitioner_id, booking.practitioner_id), (location_id, booking.location_id)):
        if before != there:
            tx.tell(Change("booking", booking.clinic_id, booking.id, before))


def owed_of(booking: Booking, now: datetime, rules: ReminderRules | None) -> list[Owed]:
    """List the jobs that a booking owes as it is now; each has a key under which it stands once."""
    owed = reminders_of(booking, now, rules) if rules is not None else []
    if booking.status == "requested":
        owed = [*owed, _lapse_of(booking)]
    return [*owed, _event_of(booking, now)] if booking.calendar_state == "pending" else owed


def _lapse_of(booking: Booking) -> Owed:
    """Look, as its time begins, whether it is a request still."""
    arguments = {"version": booking.version}
    key = f"{LAPSE_JOB}:{booking.id}:{booking.version}"
    return Owed(LAPSE_JOB, booking.clinic_id, booking.id, booking.starts_at, arguments, key)


async def owe_lapse(clinic_id: UUID, booking_id: UUID, *, hold_id: UUID, now: datetime) -> None:
    """Owe the news that a hold, which a booking was asked to move to, has run out. Needs a transaction."""
    await enqueue(
        LAPSE_JOB,
        clinic_id=clinic_id,
        subject_id=booking_id,
        arguments={"hold_id": str(hold_id)},
        now=now,
        due_at=now,
        dedupe_key=f"{LAPSE_JOB}:{hold_id}",
    )


def _event_of(booking: Booking, now: datetime) -> Owed:
    return Owed(
        "calendar.put",
        booking.clinic_id,
        booking.id,
        now,
        {"version": booking.version},
        f"calendar.put:{booking.id}:{booking.version}",
    )


async def overtake(tx: Transaction, booking: Booking, now: datetime) -> None:
    """Close what staff were to do about a booking that is moved or cancelled now; the caller saves it.

    The card about its event goes: the calendar is brought to the booking anyway. It needs no other time any more.
    """
    if booking.calendar_state == "drifted":
        for row in await tx.fetch(OVERTAKE, (booking.clinic_id, booking.id)):
            await close_drift(booking.clinic_id, uuid_of(row["id"]), now)
    booking.upheld_at = None
    if booking.displaced_at is not None:
        booking.displaced_at = booking.reminder_held_at = None
        await owe_recount(booking.clinic_id, f"{booking.id}:{booking.version}", due_at=now, now=now)


async def owe_recount(clinic_id: UUID, because: str, *, due_at: datetime, now: datetime, may_ask: bool = False) -> None:
    """Owe a look at how many bookings need another time, `may_ask` as in `recount`. Needs a transaction.

    Who moves several of them at once, and who moves others meanwhile, would wait for each other at the task.
    """
    key = f"{RECOUNT_JOB}:{because}"
    asks = {"may_ask": True} if may_ask else None
    await enqueue(
        RECOUNT_JOB, clinic_id=clinic_id, subject_id=clinic_id, arguments=asks, due_at=due_at, now=now, dedupe_key=key
    )


async def remove_event(booking: Booking, practitioner_id: UUID, now: datetime) -> None:
    """Owe the calendar of a practitioner who does not have the booking any more its event's removal.

    Where it was written to is said with it: a booking that is somebody else's by then says where it stands there.
    """
    arguments: dict[str, Argument] = {"version": booking.version, "practitioner_id": str(practitioner_id)}
    if practitioner_id != booking.practitioner_id:
        arguments |= whereabouts(booking.id, booking.event_id, booking.event_connection_id, booking.event_calendar_id)
    await enqueue(
        "calendar.delete",
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments=arguments,
        due_at=now,
        now=now,
        dedupe_key=f"calendar.delete:{booking.id}:{booking.version}",
    )


def whereabouts(
    booking_id: UUID, event_id: str | None, connection_id: UUID | None, calendar_id: str | None
) -> dict[str, Argument]:
    """Say with a job where the event of a booking was written to; nothing where that is not known."""
    if connection_id is None:
        return {}
    where: dict[str, Argument] = {"connection_id": str(connection_id), "calendar_id": calendar_id}
    return where | {"event_id": event_id or event_id_for(booking_id)}
