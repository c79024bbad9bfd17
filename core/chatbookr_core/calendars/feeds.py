"""A connection's single calendars: which there are, what is kept of each, and the time they take."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.feed_rules import KeptEvent, Reading, Settlement, named_by, settle
from chatbookr_core.calendars.rules import Minutes, difference, union
from chatbookr_core.db import current_transaction, fetch, instant_of, numbered, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.models import CalendarConnection, CalendarEvent, CalendarFeed, ExternalBusy
from chatbookr_sdk import Calendar, Capability, TemporaryFailure

CHUNK = 500  # SQLite takes 32,766 values a statement, PostgreSQL's driver 32,767
COLUMNS = (
    "event_id, etag, status, kind, blocks, is_all_day, starts_minute, ends_minute, series_id, original_starts_at,"
    " booking_id"
)
OF_FEED = f"SELECT {COLUMNS} FROM calendar_event WHERE clinic_id = $1 AND feed_id = $2"  # noqa: S608  # constants
OF_READING = (
    *("sync_token", "synced_from", "synced_until", "synced_at", "last_error", "next_try_at"),
    *("channel_secret_hash", "channel_expires_at"),
)
INSERT_BUSY = "INSERT INTO external_busy (id, clinic_id, connection_id, practitioner_id, starts_minute, ends_minute)"
BUSY = """
SELECT calendar_event.starts_minute, calendar_event.ends_minute, calendar_event.booking_id
FROM calendar_event JOIN calendar_feed ON calendar_feed.id = calendar_event.feed_id
    AND calendar_feed.clinic_id = calendar_event.clinic_id
WHERE calendar_event.clinic_id = $1 AND calendar_feed.connection_id = $2 AND calendar_event.blocks
    AND calendar_feed.calendar_id IN ({calendars})
"""


def blocking(connection: CalendarConnection) -> list[str]:
    """Return the ids of the calendars that take the practitioner's time."""
    return connection.busy_calendar_ids or [connection.calendar_id]


async def feeds_of(deployment: Deployment, connection: CalendarConnection) -> list[CalendarFeed]:
    """Return the calendars that block, asking the provider what they are where that is not known yet.

    Opens its own transaction then. Raises what the provider's trouble makes the plugin raise.
    """
    wanted = blocking(connection)
    known = await known_feeds(connection, wanted)
    if len(known) == len(set(wanted)):
        return known
    await list_anew(deployment, connection)
    return await known_feeds(connection, wanted)


async def list_anew(deployment: Deployment, connection: CalendarConnection) -> None:
    """Ask which calendars the account has by now, and what it may do in each; what blocks stays listed in any case.

    Opens its own transaction. Raises what the provider's trouble makes the plugin raise.
    """
    _, provider = deployment.plugins.calendar_for(connection.plugin)
    calendars: Sequence[Calendar] = ()
    if Capability.FOLLOW_CHANGES in provider.manifest.capabilities:
        calendars = await ask(deployment, connection, lambda provider, ctx: provider.list_calendars(ctx))
    async with transaction():
        await list_feeds(connection, calendars)


async def known_feeds(connection: CalendarConnection, calendar_ids: Sequence[str]) -> list[CalendarFeed]:
    """Read the rows of these calendars."""
    rows = CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
    return await rows.filter(calendar_id__in=list(calendar_ids)).order_by("calendar_id")


async def list_feeds(connection: CalendarConnection, calendars: Sequence[Calendar]) -> None:
    """Note which calendars there are, those that block in any case. Needs a transaction."""
    there = {calendar.id: calendar for calendar in calendars}
    of_connection = CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
    known = {row.calendar_id: row for row in await of_connection}
    for calendar_id in blocking(connection):
        if calendar_id not in there:
            there[calendar_id] = _missing(calendar_id, known.get(calendar_id))
    await of_connection.filter(calendar_id__not_in=list(there)).delete()
    for calendar in there.values():
        told = {
            "title": calendar.title[:254],
            "is_primary": calendar.primary,
            "is_writable": calendar.writable,
            "is_followable": calendar.followable,
        }
        if calendar.id in known:
            await of_connection.filter(calendar_id=calendar.id).update(**told)
        else:
            row = CalendarFeed(
                id=new_id(),
                clinic_id=connection.clinic_id,
                connection_id=connection.id,
                calendar_id=calendar.id,
                **told,
            )
            await CalendarFeed.bulk_create([row], ignore_conflicts=True)  # any clinic: the row carries its own


def _missing(calendar_id: str, known: CalendarFeed | None) -> Calendar:
    """Describe a calendar that takes time and is not listed; one that was followed is asked for its changes still.

    Free/busy says of one that was deleted as little as of one that nobody can see.
    """
    title, is_followable = (known.title, known.is_followable) if known else (calendar_id, False)
    return Calendar(calendar_id, title, "UTC", primary=False, writable=False, followable=is_followable)


async def store(feed: CalendarFeed, reading: Reading) -> Settlement:
    """Bring what is kept of a calendar to a reading, and return what that changed. Needs a transaction.

    Raises TemporaryFailure where somebody else stored a reading since `feed` was read: the older would undo the newer.
    """
    tx = current_transaction()
    own = CalendarFeed.filter(id=feed.id, clinic_id=feed.clinic_id, version=feed.version)
    claimed = await own.update(
        version=feed.version + 1,
        sync_token=reading.sync_token,
        synced_from=reading.since,
        synced_until=reading.until,
        synced_at=reading.read_at,
        failures=0,
        last_error=None,
    )
    if not claimed:
        raise TemporaryFailure("another process has read the calendar meanwhile", code="read_meanwhile")
    settlement = settle(reading, await _known(feed, reading))
    for first in range(0, len(settlement.deleted), CHUNK):
        gone = settlement.deleted[first : first + CHUNK]
        await CalendarEvent.filter(clinic_id=feed.clinic_id, feed_id=feed.id, event_id__in=gone).delete()
    for first in range(0, len(settlement.written), CHUNK):
        rows = settlement.written[first : first + CHUNK]
        await tx.execute(_upsert(len(rows)), [value for row in rows for value in _values(feed, row, reading.read_at)])
    return settlement


async def busy_minutes(connection: CalendarConnection) -> list[Minutes]:
    """Return the time the blocking calendars take: bookings' own events apart, so that each can be told from others."""
    calendars = blocking(connection)
    sql = BUSY.format(calendars=numbered(len(calendars), since=3))
    own, others = set[Minutes](), list[Minutes]()
    for row in await fetch(sql, (connection.clinic_id, connection.id, *calendars)):
        span = row["starts_minute"], row["ends_minute"]
        if row["booking_id"] is None:
            others.append(span)
        elif span[0] < span[1]:
            own.add(span)
    return sorted({*union(others), *own})


async def replace_busy(connection: CalendarConnection, spans: Sequence[Minutes]) -> bool:
    """Store the time a connection's calendars take; what stands already is not touched. Needs a transaction.

    Tell whether something that took time does so no longer.
    """
    tx = current_transaction()
    of_whom = ExternalBusy.filter(clinic_id=connection.clinic_id, practitioner_id=connection.practitioner_id)
    own = of_whom.filter(connection_id=connection.id)
    stored = [(start, end) for start, end in await own.values_list("starts_minute", "ends_minute")]
    gone, new = difference(stored, spans)
    gone_starts = [start for start, _ in gone]
    for first in range(0, len(gone), CHUNK):
        starts = gone_starts[first : first + CHUNK]
        # practitioner and bounds are for the index: else each portion has all that the calendar takes looked through
        await own.filter(starts_minute__range=(starts[0], starts[-1]), starts_minute__in=starts).delete()
    dropped = set(gone_starts)
    written = sorted({*new, *(span for span in spans if span[0] in dropped)})
    whose = connection.clinic_id, connection.id, connection.practitioner_id
    for first in range(0, len(written), CHUNK):
        rows = [(new_id(), *whose, *span) for span in written[first : first + CHUNK]]
        places = ", ".join(f"({numbered(len(row), since=1 + len(row) * place)})" for place, row in enumerate(rows))
        await tx.execute(f"{INSERT_BUSY} VALUES {places}", [value for row in rows for value in row])
    return bool(gone)


async def forget_others(connection: CalendarConnection, calendar_ids: Sequence[str]) -> None:
    """Forget what was read of a connection's other calendars, which take no time any more. Needs a transaction.

    One that is being read meanwhile is not stored; a push of one is believed no longer, and its channel ended with the
    next reading.
    """
    feeds = CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
    others = [feed for feed in await feeds if feed.calendar_id not in calendar_ids]
    for feed in others:
        await CalendarEvent.filter(clinic_id=feed.clinic_id, feed_id=feed.id).delete()
        await feeds.filter(id=feed.id).update(version=feed.version + 1, failures=0, **dict.fromkeys(OF_READING))
    await replace_busy(connection, await busy_minutes(connection))


async def _known(feed: CalendarFeed, reading: Reading) -> dict[str, KeptEvent]:
    if reading.is_full:
        rows = await fetch(OF_FEED, (feed.clinic_id, feed.id))
        return {row["event_id"]: _kept(row) for row in rows}
    known: dict[str, KeptEvent] = {}
    named, cancelled = named_by(reading.events)
    for column, ids in (("event_id", named), ("series_id", cancelled)):
        for first in range(0, len(ids), CHUNK):
            chunk = ids[first : first + CHUNK]
            sql = f"{OF_FEED} AND {column} IN ({numbered(len(chunk), since=3)})"
            for row in await fetch(sql, (feed.clinic_id, feed.id, *chunk)):
                known[row["event_id"]] = _kept(row)
    return known


def _kept(row: Mapping[str, Any]) -> KeptEvent:
    original, booking_id = row["original_starts_at"], row["booking_id"]
    return KeptEvent(
        row["event_id"],
        row["etag"],
        row["status"],
        row["kind"],
        bool(row["blocks"]),
        bool(row["is_all_day"]),
        row["starts_minute"],
        row["ends_minute"],
        row["series_id"],
        instant_of(original) if original is not None else None,
        uuid_of(booking_id) if booking_id is not None else None,
    )


def _values(feed: CalendarFeed, row: KeptEvent, changed_at: datetime) -> tuple[object, ...]:
    key: UUID = new_id()
    return (
        key,
        feed.clinic_id,
        feed.id,
        row.event_id,
        row.etag,
        row.status,
        row.kind,
        row.blocks,
        row.is_all_day,
        row.starts,
        row.ends,
        row.series_id,
        row.original_starts_at,
        row.booking_id,
        changed_at,
    )


def _upsert(count: int) -> str:
    width = 15
    places = ", ".join(f"({numbered(width, since=1 + width * place)})" for place in range(count))
    columns = [name.strip() for name in COLUMNS.split(",")][1:]
    news = ", ".join(f"{name} = excluded.{name}" for name in (*columns, "changed_at"))
    return (
        f"INSERT INTO calendar_event (id, clinic_id, feed_id, {COLUMNS}, changed_at) VALUES {places}"  # noqa: S608  # names of columns, numbers of places
        f" ON CONFLICT (feed_id, event_id) DO UPDATE SET {news}"
    )
