"""Takes events out of calendars whose bookings are about to be deleted, or stand in another one by now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.bookings.owing import whereabouts
from chatbookr_core.calendars.places import Place
from chatbookr_core.channels.connections import BY_STANDING, CONNECTED
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import current_transaction, fetch, instant_of, numbered, uuid_of
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, CalendarConnection, Job

LEFT_THERE = """
SELECT booking.id, booking.version, booking.event_id, calendar_feed.calendar_id FROM calendar_event
JOIN calendar_feed ON calendar_feed.clinic_id = calendar_event.clinic_id AND calendar_feed.id = calendar_event.feed_id
JOIN booking ON booking.clinic_id = calendar_event.clinic_id AND booking.id = calendar_event.booking_id
JOIN calendar_connection AS account ON account.clinic_id = booking.clinic_id
    AND account.id = booking.event_connection_id AND account.practitioner_id = booking.practitioner_id
WHERE calendar_event.clinic_id = $1 AND calendar_feed.connection_id = $2 AND calendar_feed.is_writable
    AND calendar_event.status NOT IN ('cancelled', 'missing') AND calendar_event.ends_minute > $3
    AND (booking.event_id IS NULL OR booking.event_id = calendar_event.event_id)
    AND booking.status = 'confirmed' AND booking.calendar_state = 'written' AND account.state = 'connected'
    AND (account.plugin <> $4 OR account.account_id <> $5)
    AND COALESCE(booking.event_calendar_id, account.calendar_id) <> calendar_feed.calendar_id
"""

HANDED_OVER = """
SELECT DISTINCT booking.id, booking.version, booking.event_id, calendar_feed.calendar_id, calendar_event.changed_at
FROM calendar_event
JOIN calendar_feed ON calendar_feed.clinic_id = calendar_event.clinic_id AND calendar_feed.id = calendar_event.feed_id
JOIN booking ON booking.clinic_id = calendar_event.clinic_id AND booking.id = calendar_event.booking_id
WHERE calendar_event.clinic_id = $1 AND calendar_feed.connection_id = $2 AND calendar_feed.failures = 0
    AND calendar_event.blocks AND calendar_event.ends_minute > $3
    AND (booking.event_id IS NULL OR booking.event_id = calendar_event.event_id)
    AND booking.practitioner_id <> $4 AND booking.status = 'confirmed'
    AND NOT EXISTS (SELECT 1 FROM calendar_connection AS account
        WHERE account.clinic_id = booking.clinic_id AND account.practitioner_id = booking.practitioner_id
            AND ((account.plugin = $5 AND account.account_id = $6) OR (account.id = booking.event_connection_id
                AND COALESCE(booking.event_calendar_id, account.calendar_id) = calendar_feed.calendar_id)))
    AND NOT EXISTS (SELECT 1 FROM job WHERE job.clinic_id = booking.clinic_id AND job.subject_id = booking.id
        AND job.kind IN ('calendar.put', 'calendar.delete') AND (job.state IN ('due', 'queued', 'running')
            OR (job.dedupe_key LIKE '%:again:%' AND job.created_at > $7)))
"""
"""Events of bookings that are with somebody else by now, in an account and a calendar where those do not stand."""


async def owe_removals(clinic_id: UUID, booking_ids: Sequence[UUID], now: datetime) -> int:
    """Owe calendars the removal of what was written there of some bookings; return of how many. Needs a transaction.

    The job names booking and practitioner by their ids, and where the event is, so it needs neither row; where no
    calendar is connected any longer it ends without having done anything.
    """
    rows = await current_transaction().fetch(
        "SELECT id, practitioner_id, version, event_id, event_connection_id, event_calendar_id FROM booking"  # noqa: S608  # placeholders
        " WHERE clinic_id = $1 AND calendar_state <> 'none'"
        f" AND id IN ({numbered(len(booking_ids), since=2)})",
        (clinic_id, *booking_ids),
    )
    for row in rows:
        booking_id, where = uuid_of(row["id"]), row["event_connection_id"]
        place = whereabouts(booking_id, row["event_id"], where and uuid_of(where), row["event_calendar_id"])
        await enqueue(
            "calendar.delete",
            clinic_id=clinic_id,
            subject_id=booking_id,
            arguments={"version": row["version"], "practitioner_id": str(uuid_of(row["practitioner_id"])), **place},
            due_at=now,
            now=now,
            dedupe_key=f"calendar.delete:{booking_id}:deleted",
        )
    return len(rows)


async def leave_former(booking: Booking, place: Place, now: datetime) -> None:
    """Owe the removal of a booking's event from where it stood, once it stands at `place`. Needs a transaction.

    An account that was given up is reached where it is connected for somebody of the clinic still; else its event
    stays, and nobody here can remove it.
    """
    former_id, calendar_id = booking.event_connection_id, booking.event_calendar_id
    if former_id is None or (former_id, calendar_id) == (place.connection.id, place.calendar_id):
        return
    former = await CalendarConnection.get_or_none(id=former_id, clinic_id=booking.clinic_id)
    if former is None:
        return
    whose = {"plugin": former.plugin, "account_id": former.account_id, "state": CONNECTED}
    reached = await CalendarConnection.filter(clinic_id=booking.clinic_id, **whose).order_by(*BY_STANDING).first()
    if reached is None:
        return
    where = whereabouts(booking.id, booking.event_id, reached.id, calendar_id or former.calendar_id)
    await enqueue(
        "calendar.delete",
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments={"version": booking.version, "practitioner_id": str(reached.practitioner_id), **where},
        due_at=now,
        now=now,
        dedupe_key=f"calendar.delete:{booking.id}:{booking.version}:left:{former_id}:{int(now.timestamp())}",
    )


async def leave_there(connection: CalendarConnection, calendar_ids: Sequence[str], now: datetime) -> None:
    """Owe the removal of events from calendars that were read for the first time since their account was connected,
    of bookings that stand in another account by now. Needs a transaction.

    They were written there before the account was given up, and could not be reached when their bookings left. What
    comes there later somebody has put there: it stays.
    """
    if not calendar_ids:
        return
    sql = f"{LEFT_THERE} AND calendar_feed.calendar_id IN ({numbered(len(calendar_ids), since=6)})"
    whose = connection.clinic_id, connection.id, epoch_minute(now), connection.plugin, connection.account_id
    for row in await fetch(sql, (*whose, *calendar_ids)):
        once = f"there:{connection.id}:{int(connection.connected_at.timestamp())}"
        await _owe_removal(connection, row, now, once=once)


async def leave_again(connection: CalendarConnection, now: datetime, *, since: datetime) -> None:
    """Owe the removal of events once more that were said to be gone as their bookings were handed over, and are read
    all the same; where none was owed `since` then. Needs a transaction.

    What was told of after its removal somebody has brought back: it is theirs.
    """
    whose = connection.clinic_id, connection.id, epoch_minute(now), connection.practitioner_id
    for row in await fetch(HANDED_OVER, (*whose, connection.plugin, connection.account_id, since)):
        booking_id = uuid_of(row["id"])
        removed = Job.filter(
            clinic_id=connection.clinic_id, subject_id=booking_id, kind="calendar.delete", state="done"
        ).filter(finished_at__gte=instant_of(row["changed_at"]))
        if not any(_is_of(job, connection) for job in await removed):
            continue
        await _owe_removal(connection, row, now, once=f"{row['version']}:again:{int(now.timestamp())}")


async def _owe_removal(connection: CalendarConnection, row: Mapping[str, Any], now: datetime, *, once: str) -> None:
    """Owe the removal of a booking's event (a row of LEFT_THERE or HANDED_OVER) from an account, `once` for that."""
    booking_id = uuid_of(row["id"])
    where = whereabouts(booking_id, row["event_id"], connection.id, row["calendar_id"])
    await enqueue(
        "calendar.delete",
        clinic_id=connection.clinic_id,
        subject_id=booking_id,
        arguments={"version": row["version"], "practitioner_id": str(connection.practitioner_id), **where},
        due_at=now,
        now=now,
        dedupe_key=f"calendar.delete:{booking_id}:{once}",
    )


def _is_of(job: Job, connection: CalendarConnection) -> bool:
    return (job.arguments or {}).get("practitioner_id") == str(connection.practitioner_id)
