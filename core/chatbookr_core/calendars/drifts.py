"""Events that somebody changed in a calendar: suspected by what was read, seen by looking them up, kept as cards.

Nothing here destroys: neither a booking nor an event goes because the other is not there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.calendars.choosing import MOST_BLOCKING
from chatbookr_core.calendars.dragged_groups import locked_with_group
from chatbookr_core.calendars.drift_rules import DriftKind, Left, drift_of
from chatbookr_core.calendars.looking_up import Gone, Looked, Present, Unknown, look_up
from chatbookr_core.calendars.places import event_id_of
from chatbookr_core.channels.connections import BY_STANDING, CONNECTED
from chatbookr_core.conversations.tasks import ask_staff, close_drift, drift_key
from chatbookr_core.db import current_transaction, fetch, numbered, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import LeasedJob, enqueue
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, CalendarFeed

CHUNK = 500
SOON = timedelta(seconds=2)
WHILE_WRITTEN = timedelta(seconds=30)
COMPARED = ("written", "drifted")
BEING_WRITTEN = """
SELECT 1 FROM job WHERE clinic_id = $1 AND subject_id = $2 AND kind = 'calendar.put'
    AND state IN ('due', 'queued', 'running') LIMIT 1
"""
SUSPECTED = """
SELECT DISTINCT booking.id FROM booking LEFT JOIN calendar_event
    ON calendar_event.clinic_id = booking.clinic_id AND calendar_event.booking_id = booking.id
    AND (booking.event_id IS NULL OR booking.event_id = calendar_event.event_id)
WHERE booking.clinic_id = $1 AND booking.practitioner_id = $2 AND booking.ends_at > $3 AND booking.status = 'confirmed'
    AND booking.calendar_state IN ('written', 'drifted')
    AND (calendar_event.id IS NULL OR booking.event_etag IS NULL OR calendar_event.etag <> booking.event_etag
        OR calendar_event.status IN ('cancelled', 'missing'))
"""
KEPT_SINCE = """
SELECT etag FROM calendar_event WHERE clinic_id = $1 AND booking_id = $2 AND event_id = $3 AND changed_at >= $4
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A booking as it was when its event was looked up, in which calendar, and what was found."""

    booking: Booking
    looked: Looked
    calendar_id: str


async def suspect(connection: CalendarConnection, booking_ids: Collection[UUID], now: datetime) -> None:
    """Owe a look at the events of those bookings whose events were told of as we did not leave them."""
    wanted = sorted(booking_ids)
    for first in range(0, len(wanted), CHUNK):
        chunk = wanted[first : first + CHUNK]
        sql = f"{SUSPECTED} AND booking.id IN ({numbered(len(chunk), since=4)})"
        for row in await fetch(sql, (connection.clinic_id, connection.practitioner_id, now, *chunk)):
            await owe_look(uuid_of(row["id"]), connection.clinic_id, now, due_at=now)


async def suspect_all(connection: CalendarConnection, now: datetime) -> int:
    """Owe a look at every event that is not known to stand as we left it; return how many."""
    rows = await fetch(SUSPECTED, (connection.clinic_id, connection.practitioner_id, now))
    for row in rows:
        await owe_look(uuid_of(row["id"]), connection.clinic_id, now, due_at=now)
    return len(rows)


async def suspect_unseen(connection: CalendarConnection, calendar_ids: Sequence[str], now: datetime) -> None:
    """Owe a look at events that should stand in calendars which were read from the beginning, and were not in them.

    What becomes of an event while its account is disconnected, or before it was first read, no such reading tells of.
    """
    if not calendar_ids:
        return
    where = numbered(len(calendar_ids), since=5)
    sql = (
        f"{SUSPECTED} AND (booking.event_connection_id IS NULL OR (booking.event_connection_id = $4"
        f" AND (booking.event_calendar_id IS NULL OR booking.event_calendar_id IN ({where}))))"
    )
    for row in await fetch(sql, (connection.clinic_id, connection.practitioner_id, now, connection.id, *calendar_ids)):
        await owe_look(uuid_of(row["id"]), connection.clinic_id, now, due_at=now)


async def suspect_since(booking: Booking, since: datetime, now: datetime) -> None:
    """Owe a look where something was read of a booking's event while it was being written, and it is not that."""
    event_id = event_id_of(booking)
    rows = await fetch(KEPT_SINCE, (booking.clinic_id, booking.id, event_id, since))
    if any(row["etag"] != booking.event_etag for row in rows):
        await owe_look(booking.id, booking.clinic_id, now, due_at=now + SOON)


async def owe_look(booking_id: UUID, clinic_id: UUID, now: datetime, *, due_at: datetime) -> None:
    """Owe a look at the event of a booking, once a second. Needs a transaction."""
    await enqueue(
        "calendar.compare",
        clinic_id=clinic_id,
        subject_id=booking_id,
        now=now,
        due_at=due_at,
        dedupe_key=f"calendar.compare:{booking_id}:{int(due_at.timestamp())}",
    )


async def look(deployment: Deployment, job: LeasedJob) -> Seen | None:
    """Look the event of a job's booking up; None where there is nothing to compare (any more). No transaction."""
    booking = await Booking.get_or_none(id=job.subject_id, clinic_id=job.clinic_id)
    return await look_at(deployment, booking) if booking is not None else None


async def look_at(deployment: Deployment, booking: Booking) -> Seen | None:
    """Look the event of a booking up, where one was written that still matters. No transaction.

    One that is gone may have been moved to another calendar of the account: it keeps its id there.
    """
    if booking.status != "confirmed" or booking.calendar_state not in COMPARED:
        return None
    connection = await _written_to(booking)
    if connection is None or booking.ends_at <= deployment.clock.now():
        return None
    calendar_id = booking.event_calendar_id or connection.calendar_id
    event_id = event_id_of(booking)
    looked = await look_up(deployment, connection, calendar_id, event_id)
    found = await _seen_elsewhere(deployment, booking, connection, calendar_id) if isinstance(looked, Gone) else None
    return found or Seen(booking, looked, calendar_id)


async def _seen_elsewhere(
    deployment: Deployment, booking: Booking, connection: CalendarConnection, left: str
) -> Seen | None:
    """Look for an event in the account's other calendars, those too that take no time; None where it is in none."""
    feeds = CalendarFeed.filter(clinic_id=booking.clinic_id, connection_id=connection.id, is_writable=True)
    event_id = event_id_of(booking)
    for feed in await feeds.exclude(calendar_id=left).order_by("calendar_id").limit(MOST_BLOCKING):
        looked = await look_up(deployment, connection, feed.calendar_id, event_id)
        is_lost = isinstance(looked, Unknown) and looked.code == "calendar_not_found"
        if not is_lost and not isinstance(looked, Gone):
            return Seen(booking, looked, feed.calendar_id)
    return None


async def _written_to(booking: Booking) -> CalendarConnection | None:
    rows = CalendarConnection.filter(
        clinic_id=booking.clinic_id, practitioner_id=booking.practitioner_id, state=CONNECTED
    )
    if booking.event_connection_id is not None:
        return await rows.get_or_none(id=booking.event_connection_id)
    return await rows.order_by(*BY_STANDING).first()


async def judge(deployment: Deployment, seen: Seen) -> CalendarDrift | None:
    """Open, renew or close the card of a booking by what was seen of its event. Needs a transaction.

    Return the card that is open then. A booking that changed meanwhile is left alone: what changed it owes its calendar
    something else. One that is being written is looked at again later: what was found may be ours.
    """
    before, found = seen.booking, seen.looked
    booking = await locked_with_group(before.id, clinic_id=before.clinic_id)
    if booking is None or _state_of(booking) != _state_of(before):
        return None
    now = deployment.clock.now()
    if await fetch(BEING_WRITTEN, (booking.clinic_id, booking.id)):
        await owe_look(booking.id, booking.clinic_id, now, due_at=now + WHILE_WRITTEN)
        return None
    if isinstance(found, Present) and booking.event_connection_id is not None:
        await _keep_place(booking, seen.calendar_id)
    left = Left(booking.starts_at, booking.ends_at, booking.event_etag, booking.event_digest)
    kind = drift_of(left, found)
    if kind is not None:
        return await _kept_card(deployment, booking, kind, found)
    if isinstance(found, Present):
        await _be_as_before(booking, found, now)
    return None


async def _keep_place(booking: Booking, calendar_id: str) -> None:
    """Let a booking stand in the calendar its event was moved to: it is moved and removed there from now on."""
    if booking.event_calendar_id != calendar_id:
        booking.event_calendar_id = calendar_id
        await booking.save(update_fields=["event_calendar_id"])


def _state_of(booking: Booking) -> tuple[object, ...]:
    return booking.version, booking.status, booking.calendar_state, booking.event_etag, booking.event_id


async def _be_as_before(booking: Booking, found: Present, now: datetime) -> None:
    """The event says what the booking says: somebody brought it back, or changed what is none of our business."""
    was_open = booking.calendar_state == "drifted"
    booking.event_etag, booking.calendar_state = found.event.etag, "written"
    booking.event_digest = booking.event_digest or found.event.digest or None
    await booking.save(update_fields=["event_etag", "event_digest", "calendar_state"])
    if was_open:
        await overtake_cards(booking.clinic_id, booking.id, now)
        current_transaction().tell(Change("booking", booking.clinic_id, booking.id))


async def overtake_cards(clinic_id: UUID, booking_id: UUID, now: datetime) -> None:
    """Close what was asked about a booking's event: nobody needs to say any more. Needs a transaction."""
    cards = CalendarDrift.filter(clinic_id=clinic_id, booking_id=booking_id, state="open")
    for card in await cards:
        await cards.filter(id=card.id).update(state="overtaken")
        await close_drift(clinic_id, card.id, now)


async def _kept_card(deployment: Deployment, booking: Booking, kind: DriftKind, found: Looked) -> CalendarDrift:
    event = found.event if isinstance(found, Present) else None
    told: dict[str, Any] = {
        "kind": kind,
        "event_etag": event.etag if event else None,
        "event_digest": event.digest or None if event else None,
        "event_starts_at": event.starts_at if event else None,
        "event_ends_at": event.ends_at if event else None,
    }
    card = await CalendarDrift.get_or_none(clinic_id=booking.clinic_id, booking_id=booking.id, state="open")
    if card is not None:
        await card.update_from_dict(told).save()
    else:
        card = await _open_card(deployment, booking, told)
    current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
    return card


async def _open_card(deployment: Deployment, booking: Booking, told: Mapping[str, Any]) -> CalendarDrift:
    now = deployment.clock.now()
    card = await CalendarDrift.create(
        clinic_id=booking.clinic_id, booking_id=booking.id, state="open", found_at=now, **told
    )
    booking.calendar_state = "drifted"
    await booking.save(update_fields=["calendar_state"])
    await ask_staff(
        "calendar_drift",
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        conversation_id=booking.conversation_id,
        dedupe_key=drift_key(card.id),
        now=now,
    )
    kind = str(told["kind"])
    note(now, "calendarDriftFind", HOST, clinics=(booking.clinic_id,), subject_id=card.id, kind=kind)
    return card
