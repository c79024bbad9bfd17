"""Owes calendars again what came to nothing while a provider was away, and compares both sides once a night."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chatbookr_core.calendars.drifts import overtake_cards, owe_look, suspect_all
from chatbookr_core.calendars.feeds import list_anew
from chatbookr_core.calendars.leaving import leave_again
from chatbookr_core.calendars.reading import Problem
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.channels.connections import IN_USE_SQL, calendar_of
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, fetch, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, CalendarConnection, CalendarFeed, Job
from chatbookr_sdk import PermanentFailure, TemporaryFailure

LOOKED_BACK = timedelta(days=1)
AGAIN = timedelta(seconds=30)
"""An event that is said to be gone and is still read is removed once more so seldom: each removal asks for a reading,
which would find it again at once. Less than calendars are polled, so that one poll after the provider healed is enough.
"""
MOST = 50
"""So many events are owed again at once: what is left follows with the next reading."""
UNWRITTEN = """
SELECT booking.id, booking.version, booking.status FROM booking
WHERE booking.clinic_id = $1 AND booking.practitioner_id = $2 AND booking.starts_at > $3
    AND ((booking.status = 'confirmed' AND booking.calendar_state IN ('pending', 'failed'))
        OR (booking.status = 'cancelled' AND booking.calendar_state <> 'none'))
    AND NOT EXISTS (SELECT 1 FROM job WHERE job.clinic_id = booking.clinic_id AND job.subject_id = booking.id
        AND job.kind IN ('calendar.put', 'calendar.delete') AND job.state IN ('due', 'queued', 'running'))
ORDER BY booking.starts_at LIMIT $4
"""
STRAYED = f"""
SELECT booking.id, booking.version, booking.status FROM booking
LEFT JOIN calendar_connection AS account ON account.clinic_id = booking.clinic_id
    AND account.id = booking.event_connection_id AND account.practitioner_id = booking.practitioner_id
    AND account.state IN {IN_USE_SQL}
WHERE booking.clinic_id = $1 AND booking.practitioner_id = $2 AND booking.starts_at > $3
    AND booking.status = 'confirmed'
    AND ((booking.calendar_state = 'none' AND (account.id IS NULL OR booking.event_etag IS NOT NULL))
        OR (booking.calendar_state IN ('written', 'drifted') AND booking.event_connection_id IS NOT NULL
            AND account.id IS NULL)
        OR (booking.calendar_state IN ('written', 'drifted') AND booking.event_calendar_id <> account.calendar_id
            AND EXISTS (SELECT 1 FROM calendar_feed WHERE calendar_feed.clinic_id = booking.clinic_id
                AND calendar_feed.connection_id = account.id AND calendar_feed.is_writable)
            AND NOT EXISTS (SELECT 1 FROM calendar_feed WHERE calendar_feed.clinic_id = booking.clinic_id
                AND calendar_feed.connection_id = account.id
                AND calendar_feed.calendar_id = booking.event_calendar_id)))
    AND NOT EXISTS (SELECT 1 FROM job WHERE job.clinic_id = booking.clinic_id AND job.subject_id = booking.id
        AND job.kind = 'calendar.put' AND job.state IN ('due', 'queued', 'running'))
ORDER BY booking.starts_at LIMIT $4
"""  # noqa: S608  # states
"""Bookings that no calendar in use shows: made before there was one, moved while none was connected, or written into
an account that was given up, or a calendar that was deleted. One whose event staff wanted to stay deleted is as they
left it: it has a place and no etag, as long as that account is in use."""
LINGERING = """
SELECT DISTINCT booking.id, booking.version, booking.status FROM calendar_event
JOIN calendar_feed ON calendar_feed.clinic_id = calendar_event.clinic_id AND calendar_feed.id = calendar_event.feed_id
JOIN booking ON booking.clinic_id = calendar_event.clinic_id AND booking.id = calendar_event.booking_id
WHERE calendar_event.clinic_id = $1 AND calendar_feed.connection_id = $2 AND calendar_event.blocks
    AND (booking.event_id IS NULL OR booking.event_id = calendar_event.event_id) AND booking.starts_at > $3
    AND booking.status = 'cancelled' AND booking.calendar_state = 'none'
    AND (calendar_event.changed_at <= booking.cancelled_at OR calendar_event.etag = booking.event_etag)
    AND NOT EXISTS (SELECT 1 FROM job WHERE job.clinic_id = booking.clinic_id AND job.subject_id = booking.id
        AND job.kind = 'calendar.delete' AND job.dedupe_key LIKE '%:again:%' AND job.created_at > $4)
"""
"""What a provider said was gone, and a reading since does not: an event nobody touched after the booking was cancelled,
or that is as it was written. One that somebody brought back was told of later, is another version, and is theirs."""
STANDING = """
SELECT DISTINCT booking.id, booking.version, booking.calendar_state FROM calendar_event
JOIN calendar_feed ON calendar_feed.clinic_id = calendar_event.clinic_id AND calendar_feed.id = calendar_event.feed_id
JOIN booking ON booking.clinic_id = calendar_event.clinic_id AND booking.id = calendar_event.booking_id
WHERE calendar_event.clinic_id = $1 AND calendar_feed.connection_id = $2 AND calendar_feed.failures = 0
    AND calendar_event.status NOT IN ('cancelled', 'missing')
    AND (booking.event_id IS NULL OR booking.event_id = calendar_event.event_id)
    AND booking.event_connection_id = $2 AND booking.practitioner_id = $3 AND booking.ends_at > $4
    AND booking.status = 'confirmed' AND ((booking.calendar_state = 'none' AND booking.event_etag IS NULL)
        OR EXISTS (SELECT 1 FROM calendar_drift WHERE calendar_drift.clinic_id = booking.clinic_id
            AND calendar_drift.booking_id = booking.id AND calendar_drift.state = 'open'
            AND calendar_drift.kind = 'deleted'))
    AND NOT EXISTS (SELECT 1 FROM job WHERE job.clinic_id = booking.clinic_id AND job.subject_id = booking.id
        AND job.kind IN ('calendar.put', 'calendar.compare') AND job.state IN ('due', 'queued', 'running'))
"""
"""Bookings whose events were said to be gone, and are read where they stood: by a card, or as staff let it be."""
HURRY = """
UPDATE job SET due_at = $3 WHERE clinic_id = $1 AND state = 'due' AND due_at > $3
    AND kind IN ('calendar.put', 'calendar.delete', 'calendar.compare')
    AND subject_id IN (SELECT booking.id FROM booking WHERE booking.clinic_id = $1 AND booking.practitioner_id = $2
        AND booking.starts_at > $4)
"""
LEFT_OVER = """
SELECT calendar_event.id, booking.id AS booking_id FROM calendar_event
JOIN calendar_feed ON calendar_feed.clinic_id = calendar_event.clinic_id AND calendar_feed.id = calendar_event.feed_id
JOIN booking ON booking.clinic_id = calendar_event.clinic_id AND booking.id = calendar_event.booking_id
WHERE calendar_event.clinic_id = $1 AND calendar_feed.connection_id = $2 AND calendar_event.blocks
    AND calendar_feed.failures = 0 AND calendar_event.ends_minute > $3
    AND (booking.event_id IS NULL OR booking.event_id = calendar_event.event_id)
    AND ((booking.status = 'cancelled' AND booking.calendar_state = 'none') OR booking.practitioner_id <> $4)
    AND NOT EXISTS (SELECT 1 FROM calendar_connection AS account JOIN calendar_connection AS read_one
            ON read_one.plugin = account.plugin AND read_one.account_id = account.account_id
        WHERE account.clinic_id = booking.clinic_id AND account.practitioner_id = booking.practitioner_id
            AND read_one.clinic_id = booking.clinic_id AND read_one.id = $2
            AND booking.calendar_state <> 'none' AND account.id = booking.event_connection_id
            AND (booking.event_calendar_id IS NULL OR booking.event_calendar_id = calendar_feed.calendar_id))
    AND NOT EXISTS (SELECT 1 FROM job WHERE job.clinic_id = booking.clinic_id AND job.subject_id = booking.id
        AND job.kind IN ('calendar.put', 'calendar.delete') AND job.state IN ('due', 'queued', 'running'))
"""
"""Events in an account whose bookings do not stand there: not what a colleague's, who shares it, has there, nor what
is being written or removed just now."""


async def owe_again(connection: CalendarConnection, now: datetime) -> None:
    """Owe a calendar that was just read what it lacks or has too much, and hurry what waits. Needs a transaction.

    Whatever a provider refused or did not answer is tried again as soon as it answers at all.
    """
    await leave_again(connection, now, since=now - AGAIN)
    whose = connection.clinic_id, connection.practitioner_id
    written = await calendar_of(connection.practitioner_id, clinic_id=connection.clinic_id)
    if written is None or written.id != connection.id:
        return
    await current_transaction().execute(HURRY, (*whose, now, now - LOOKED_BACK))
    await _hurry_removals(connection, now)
    await _doubt_gone(connection, now)
    owed = await fetch(UNWRITTEN, (*whose, now - LOOKED_BACK, MOST))
    strayed = await _taken_in(connection, now)
    lingering = await fetch(LINGERING, (connection.clinic_id, connection.id, now - LOOKED_BACK, now - AGAIN))
    for row in [*owed, *strayed, *lingering]:
        kind = "calendar.put" if row["status"] == "confirmed" else "calendar.delete"
        arguments: dict[str, str | int | bool | None] = {"version": row["version"]}
        if kind == "calendar.delete":
            arguments["practitioner_id"] = str(connection.practitioner_id)
        await enqueue(
            kind,
            clinic_id=connection.clinic_id,
            subject_id=uuid_of(row["id"]),
            arguments=arguments,
            now=now,
            due_at=now,
            dedupe_key=f"{kind}:{row['id']}:{row['version']}:again:{int(now.timestamp())}",
        )


async def _doubt_gone(connection: CalendarConnection, now: datetime) -> None:
    """Owe a look at events that were said to be gone, and were read since: what stands there is watched again."""
    whose = connection.clinic_id, connection.id, connection.practitioner_id
    for row in sorted(await fetch(STANDING, (*whose, now)), key=lambda row: str(row["id"])):
        booking_id = uuid_of(row["id"])
        as_read = Booking.filter(id=booking_id, clinic_id=connection.clinic_id, version=row["version"])
        if row["calendar_state"] == "none" and await as_read.filter(calendar_state="none").update(
            calendar_state="written"
        ):
            current_transaction().tell(Change("booking", connection.clinic_id, booking_id))
        await owe_look(booking_id, connection.clinic_id, now, due_at=now)


async def _hurry_removals(connection: CalendarConnection, now: datetime) -> None:
    """Hurry what is to be removed here of bookings that are with somebody else by now."""
    waiting = Job.filter(clinic_id=connection.clinic_id, kind="calendar.delete", state="due", due_at__gt=now)
    whose = str(connection.practitioner_id)
    ids = [one.id for one in await waiting if (one.arguments or {}).get("practitioner_id") == whose]
    if ids:
        await waiting.filter(id__in=ids[:MOST]).update(due_at=now)


async def _taken_in(connection: CalendarConnection, now: datetime) -> list[Mapping[str, Any]]:
    """Take strayed bookings for such as are to be written here, and return them; what was asked about them is over."""
    taken = list[Mapping[str, Any]]()
    found = await fetch(STRAYED, (connection.clinic_id, connection.practitioner_id, now, MOST))
    for row in sorted(found, key=lambda row: str(row["id"])):
        booking_id = uuid_of(row["id"])
        as_read = Booking.filter(id=booking_id, clinic_id=connection.clinic_id, version=row["version"])
        if await as_read.update(calendar_state="pending"):
            await overtake_cards(connection.clinic_id, booking_id, now)
            current_transaction().tell(Change("booking", connection.clinic_id, booking_id))
            taken.append(row)
    return taken


async def compare_all(deployment: Deployment, connection: CalendarConnection) -> None:
    """Read a calendar anew, from its beginning, and compare it with the bookings it should have; from both sides.

    Which calendars the account has is asked first: one that was made since can be chosen from then on.
    Bookings whose events do not stand as they were left are looked up, each by a job of its own. An event whose booking
    does not stand there any more is put before staff, and stays: nobody knows why it is there. What cannot be read
    changes nothing, and keeps nothing else from being compared. Raises CalendarNotFresh, and what the provider's
    trouble makes the plugin raise, after what could be read is compared.
    """
    await list_anew(deployment, connection)
    async with transaction():
        feeds = CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
        await feeds.update(sync_token=None)
    problem = await _trouble_reading(deployment, connection)
    now = deployment.clock.now()
    async with transaction():
        if problem is None:
            await owe_again(connection, now)
        await suspect_all(connection, now)
        minute = int(now.timestamp()) // 60
        rows = await fetch(LEFT_OVER, (connection.clinic_id, connection.id, minute, connection.practitioner_id))
        for row in rows:
            await ask_staff(
                "calendar_event_left",
                clinic_id=connection.clinic_id,
                booking_id=uuid_of(row["booking_id"]),
                dedupe_key=f"calendar_event_left:{row['id']}",
                now=now,
            )
    if problem is not None:
        raise problem


async def _trouble_reading(deployment: Deployment, connection: CalendarConnection) -> Problem | None:
    """Read an account's calendars; return what kept one of them from being read, once the others are."""
    try:
        await fetch_busy(deployment, connection)
    except (CalendarNotFresh, TemporaryFailure, PermanentFailure) as problem:
        return problem
    return None
