"""What becomes of a card: the booking follows its event, the event is put back, or both stay; never two at once."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.alternatives import instead_of_move
from chatbookr_core.bookings.errors import DriftSettled
from chatbookr_core.bookings.rules import (
    CALENDAR_DELETED,
    SlotRequest,
    copy_of,
    event_id_for,
    minutes_of,
    require_changeable,
)
from chatbookr_core.calendars.dragged_groups import dragged_along, locked_with_group, move_together
from chatbookr_core.calendars.drift_rules import MODES, DriftMode, Left, can_be_followed, is_followed
from chatbookr_core.calendars.drifts import judge, look_at
from chatbookr_core.calendars.looking_up import Unknown
from chatbookr_core.calendars.places import event_id_of
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.clock import epoch_minute, epoch_minute_ceiling
from chatbookr_core.conversations.tasks import close_drift
from chatbookr_core.db import current_transaction, fetch, listed, savepoint, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, Conflict, InvalidInput, NotFound, SlotNotOffered, SlotTaken
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, CalendarDrift, Clinic
from chatbookr_core.outbox.owing import announce_later
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, SystemActor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at, permissions_in, require

OTHERS_THERE = """
SELECT calendar_feed.calendar_id, account.calendar_id AS written, account.busy_calendar_ids FROM calendar_event
JOIN calendar_feed ON calendar_feed.clinic_id = calendar_event.clinic_id AND calendar_feed.id = calendar_event.feed_id
JOIN calendar_connection AS account ON account.clinic_id = calendar_feed.clinic_id
    AND account.id = calendar_feed.connection_id
WHERE calendar_event.clinic_id = $1 AND account.practitioner_id = $2 AND calendar_event.blocks
    AND calendar_event.starts_minute < calendar_event.ends_minute
    AND calendar_event.starts_minute < $4 AND calendar_event.ends_minute > $3 AND calendar_event.event_id <> $5
    AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = calendar_event.clinic_id
        AND booking.id = calendar_event.booking_id)
"""
Answer = Callable[[Deployment, CalendarDrift, Booking], Awaitable[None]]


async def look_again(deployment: Deployment, actor: Actor, drift_id: UUID) -> None:
    """Bring a card to what the calendar says right now; no transaction. Raises CalendarNotFresh where nobody can say.

    What the actor may not do, or what does not exist, is left for the answer itself to refuse.
    """
    card = await CalendarDrift.get_or_none(id=drift_id)  # any clinic: the actor's is checked next
    if card is None or card.state != "open" or Permission.BOOKING_WRITE not in permissions_in(actor, card.clinic_id):
        return
    booking = await Booking.get(id=card.booking_id, clinic_id=card.clinic_id)
    if not is_at(actor, booking.location_id) or not is_with(actor, booking.clinic_id, booking.practitioner_id):
        return
    seen = await look_at(deployment, booking)
    if seen is None:
        return
    if isinstance(seen.looked, Unknown):
        raise CalendarNotFresh()
    async with transaction():
        await judge(deployment, seen)


async def accept(deployment: Deployment, actor: Actor, drift_id: UUID) -> UUID:
    """Let the booking follow its event, and tell the patient. Needs a transaction.

    Raises NotFound, NotPermitted, DriftSettled; SlotTaken and SlotNotOffered where it cannot be at the event's time,
    InvalidInput where nothing can begin or last so.
    """
    return await _answer(deployment, actor, drift_id, "accepted", _follow)


async def instead_of_following(
    deployment: Deployment, actor: Actor, drift_id: UUID
) -> tuple[UUID | None, list[OfferedSlot]]:
    """List the three offered times nearest to an event that its booking could not follow, and say of which clinic."""
    card = await CalendarDrift.get_or_none(id=drift_id)  # any clinic: the actor's is checked with the booking's
    if card is None or card.event_starts_at is None or not permissions_in(actor, card.clinic_id):
        return None, []
    others = await instead_of_move(
        deployment, actor, card.booking_id, starts_at=card.event_starts_at, practitioner_id=None
    )
    return card.clinic_id, others


async def put_back(deployment: Deployment, actor: Actor, drift_id: UUID) -> UUID:
    """Bring the event back to what the booking says. Needs a transaction.

    Raises NotFound, NotPermitted, DriftSettled.
    """
    return await _answer(deployment, actor, drift_id, "put_back", _write_again)


async def keep_both(deployment: Deployment, actor: Actor, drift_id: UUID) -> UUID:
    """Leave the event as somebody made it, and the booking as it is. Needs a transaction.

    Of an event that was moved the booking takes its leave, and gets another one at its own time. Raises NotFound,
    NotPermitted, DriftSettled.
    """
    return await _answer(deployment, actor, drift_id, "kept_both", _part)


async def set_mode(actor: Actor, clinic_id: UUID, mode: DriftMode) -> UUID:
    """Say what becomes of such changes by themselves. Needs a transaction. Raises NotFound, NotPermitted."""
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.CONNECTION_MANAGE, clinic_id)
    if mode not in MODES:
        raise InvalidInput("That is no mode.", field="mode")
    await Clinic.filter(id=clinic_id).update(calendar_drift_mode=mode)
    tell_of_clinic(clinic_id)
    return clinic_id


async def answer_by_itself(deployment: Deployment, card: CalendarDrift) -> None:
    """Do what the clinic wants done by itself, in the transaction of the find; what cannot be done is left to people.

    The patient is told as by anybody else's word.
    """
    clinic, now = await Clinic.get(id=card.clinic_id), deployment.clock.now()
    state = "put_back" if clinic.calendar_drift_mode == "put_back" else "accepted"
    if state == "accepted" and not is_followed(clinic.calendar_drift_mode, card.kind):  # type: ignore[arg-type]  # as it was written
        return
    booking = await Booking.get(id=card.booking_id, clinic_id=card.clinic_id)  # locked with the find
    try:
        async with savepoint():
            await _settled(card, state, None, now)
            await (_write_again if state == "put_back" else _follow)(deployment, card, booking)
    except (Conflict, InvalidInput, NotFound):
        await card.refresh_from_db()
        return
    note(now, "calendarDriftSettle", HOST, clinics=(card.clinic_id,), subject_id=card.id, state=state)


async def _answer(deployment: Deployment, actor: Actor, drift_id: UUID, state: str, answer: Answer) -> UUID:
    card, booking = await _for_change(actor, drift_id)
    by = None if isinstance(actor, SystemActor) else actor.principal_id
    await _settled(card, state, by, deployment.clock.now())
    await answer(deployment, card, booking)
    return card.id


async def _for_change(actor: Actor, drift_id: UUID) -> tuple[CalendarDrift, Booking]:
    card = await CalendarDrift.get_or_none(id=drift_id)  # any clinic: the actor's is checked next
    if card is None or not permissions_in(actor, card.clinic_id):
        raise NotFound(field="drift_id")
    booking = await locked_with_group(card.booking_id, clinic_id=card.clinic_id)
    if (
        booking is None
        or not is_at(actor, booking.location_id)
        or not is_with(actor, card.clinic_id, booking.practitioner_id)
    ):
        raise NotFound(field="drift_id")
    require(actor, Permission.BOOKING_WRITE, card.clinic_id)
    await card.refresh_from_db()  # under the booking's lock
    if card.state != "open":
        raise DriftSettled()
    return card, booking


async def _settled(card: CalendarDrift, state: str, by: UUID | None, now: datetime) -> None:
    card.state, card.settled_at, card.settled_by_id = state, now, by
    await card.save(update_fields=["state", "settled_at", "settled_by_id"])
    await close_drift(card.clinic_id, card.id, now)
    current_transaction().tell(Change("booking", card.clinic_id, card.booking_id))


async def _follow(deployment: Deployment, card: CalendarDrift, booking: Booking) -> None:
    require_changeable(booking.status, version=booking.version, expected_version=None)
    if card.kind == "edited":
        await _be_content(card, booking)
        return
    if card.kind == "deleted":
        changed = await bookings.cancel(
            booking.id, clinic_id=card.clinic_id, by="staff", reason=CALENDAR_DELETED, clock=deployment.clock
        )
        changed.cancelled_by_id = card.settled_by_id
        await changed.save(update_fields=["cancelled_by_id"])
    else:
        await _follow_to(deployment, card, booking)
        return
    await announce_later(deployment, changed)  # where nothing can be said, it asks staff to tell the patient


async def _follow_to(deployment: Deployment, card: CalendarDrift, booking: Booking) -> None:
    """Let a booking follow to the time its event is at; with its whole group, where that alone can be."""
    to = await _wanted(card, booking, deployment.clock.now())
    try:
        async with savepoint():
            changed = [await bookings.reschedule(booking.id, clinic_id=card.clinic_id, to=to, clock=deployment.clock)]
    except SlotTaken:
        others = await dragged_along(card)
        if not others:
            raise
        changed = await move_together(deployment, [(card, booking), *others], _wanted)
        for other, _ in others:
            await _settled(other, card.state, card.settled_by_id, deployment.clock.now())
    for one in changed:
        await announce_later(deployment, one)


async def _wanted(card: CalendarDrift, booking: Booking, now: datetime) -> SlotRequest:
    """Return the time the event is at.

    Raises SlotNotOffered where nobody could come then, SlotTaken where something else stands there in a calendar.
    """
    starts_at, ends_at = card.event_starts_at, card.event_ends_at
    if starts_at is None or ends_at is None:
        raise DriftSettled()
    left = Left(booking.starts_at, booking.ends_at, booking.event_etag, booking.event_digest)
    if not can_be_followed(left, starts_at, ends_at, now):
        raise SlotNotOffered()
    if await _is_taken(booking, epoch_minute(starts_at), epoch_minute_ceiling(ends_at)):
        raise SlotTaken()
    return SlotRequest(
        booking.service_id,
        booking.practitioner_id,
        booking.location_id,
        starts_at,
        minutes_of(starts_at, ends_at),
        is_kept_length=True,
    )


async def _is_taken(booking: Booking, starts_minute: int, ends_minute: int) -> bool:
    """Tell whether a calendar that takes the practitioner's time has an event of nobody's booking there.

    A copy under the event's own id, as Google gives one to whoever is invited to it, is the very event.
    """
    values = booking.clinic_id, booking.practitioner_id, starts_minute, ends_minute, event_id_of(booking)
    there = await fetch(OTHERS_THERE, values)
    return any(one["calendar_id"] in (listed(one["busy_calendar_ids"]) or [one["written"]]) for one in there)


async def _be_content(card: CalendarDrift, booking: Booking) -> None:
    """Take the event as it was found for how it is to be."""
    booking.calendar_state, booking.event_etag, booking.event_digest = "written", card.event_etag, card.event_digest
    await booking.save(update_fields=["calendar_state", "event_etag", "event_digest"])


async def _write_again(deployment: Deployment, card: CalendarDrift, booking: Booking) -> None:
    now = deployment.clock.now()
    booking.calendar_state = "pending"
    await booking.save(update_fields=["calendar_state"])
    await enqueue(
        "calendar.put",
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments={"version": booking.version},
        now=now,
        due_at=now,
        dedupe_key=f"calendar.put:{booking.id}:{booking.version}:{card.id}",
    )


async def _part(deployment: Deployment, card: CalendarDrift, booking: Booking) -> None:
    if card.kind == "edited":
        await _be_content(card, booking)
    elif card.kind == "deleted":
        booking.calendar_state, booking.event_etag = "none", None
        await booking.save(update_fields=["calendar_state", "event_etag"])
    else:
        booking.event_id = event_id_for(booking.id, copy_of(event_id_of(booking)) + 1)
        booking.event_etag = booking.event_digest = None
        await booking.save(update_fields=["event_id", "event_etag", "event_digest"])
        await _write_again(deployment, card, booking)
