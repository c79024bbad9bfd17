"""Bookings that a closure, an absence, other hours, or the end of a person, a place or a room came over.

They stand, and need another time. A booking carries since when (`displaced_at`), until it is moved or cancelled, has
back what it is without, or staff say that it takes place all the same (`upholding`). One open task of the clinic says
how many there are.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.agenda import BOOKING_ORDERS, BookingFilter, bookings_where
from chatbookr_core.bookings.allocation import end_holds
from chatbookr_core.bookings.displacing_rules import Standing, Without, is_displaced, is_given_back
from chatbookr_core.bookings.meanwhile import changed_since, owe_look, scope_in, snapshot
from chatbookr_core.bookings.owing import owe_recount
from chatbookr_core.bookings.reminding import held_reminder_of, rules_of
from chatbookr_core.bookings.rooms import give_rooms, who_lacks_room
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.bookings.standing import Scope, bookings_in, holds_in, without
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, instant_of
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue_all
from chatbookr_core.keyset import PageRequest, page_of
from chatbookr_core.models import Booking, Clinic, StaffTask
from chatbookr_core.reach import Reach

KIND: Final = "bookings_displaced"
LOOKED_AT: Final = 1000
CHUNK: Final = 500
Before = Mapping[UUID, Without]


@asynccontextmanager
async def displacing(scope: Scope, now: datetime) -> AsyncIterator[None]:
    """Mark what the block displaces, which changes hours, people or rooms, unmark what it gives back, and tell staff.

    Whose room does not do any more gets another where one is free. Who is about to book such a time is told that it has
    gone: what is held ends first, and whoever confirmed it just before has a booking. Done twice, it stands. Needs the
    transaction of the change.
    """
    await lock_clinic(scope.clinic_id)
    seen = await snapshot()
    before = await _before_change(scope, now)
    yield
    await _note_displaced(scope, before, now)
    if seen is not None:
        await owe_look(scope, seen, now)


async def _before_change(scope: Scope, now: datetime) -> Before:
    """Tell of each booking to come what it is without."""
    standing = await bookings_in(scope, now)
    roomless = await who_lacks_room(scope.clinic_id, _of_rooms(scope, standing))
    return {one.id: missing for one, missing in await without(scope.clinic_id, standing, roomless)}


async def _note_displaced(scope: Scope, before: Before, now: datetime) -> None:
    await _end_holds(scope, now)
    taken: list[Standing] = []
    given_back: list[Standing] = []
    standing = await bookings_in(scope, now)
    roomless = await give_rooms(scope.clinic_id, _of_rooms(scope, standing), now)
    for booking, after in await without(scope.clinic_id, standing, roomless):
        was = before.get(booking.id, Without())
        if is_displaced(was, after) and booking.displaced_at is None:
            taken.append(booking)
        elif is_given_back(booking, was, after):
            given_back.append(booking)
    is_any_taken = await _mark(scope.clinic_id, taken, now)
    is_any_given_back = await _give_back(scope.clinic_id, given_back, now)
    if is_any_taken or is_any_given_back:
        await recount(scope.clinic_id, now, may_ask=is_any_taken)


async def look_at_meanwhile(clinic_id: UUID, arguments: Mapping[str, object], now: datetime) -> None:
    """Mark what was booked or moved in the very moment of a change that came over it. Needs a transaction.

    Whoever looked at the hours after the change puts it beside them on purpose, and says so.
    """
    await lock_clinic(clinic_id)
    scope, changed = scope_in(clinic_id, arguments), await changed_since(clinic_id, str(arguments["seen"]))
    await _end_holds(scope, now)
    missed = [
        one
        for one in await bookings_in(scope, now)
        if one.id in changed
        and one.displaced_at is None
        and one.overbook_reason is None
        and not one.is_upheld
        and scope.is_met_by(one.starts_at, one.ends_at, one.zone)
    ]
    roomless = await give_rooms(clinic_id, _of_rooms(scope, missed), now)
    taken = [one for one, after in await without(clinic_id, missed, roomless) if after.is_any]
    if await _mark(clinic_id, taken, now):
        await recount(clinic_id, now, may_ask=True)


async def look_again(clinic_id: UUID, now: datetime) -> None:
    """Give who lacks a room one that has fallen free since, and so their time back. Needs a transaction.

    What staff uphold gets one too, and stays upheld: it may have no hours either.

    Whoever gives one up does not look for them: it would be a statement more of each cancellation and each move.
    """
    await lock_clinic(clinic_id)
    some = await bookings_in(Scope(clinic_id), now, are_lacking=True)
    roomless = await who_lacks_room(clinic_id, some)
    lacking = [one for one in some if one.id in roomless]
    left = await give_rooms(clinic_id, lacking, now)
    had = [one for one in await without(clinic_id, lacking, left) if not one[1].room]
    given_back = [one for one, after in had if is_given_back(one, replace(after, room=True), after)]
    if await _give_back(clinic_id, given_back, now):
        await recount(clinic_id, now)


def _of_rooms(scope: Scope, standing: Sequence[Standing]) -> list[Standing]:
    """List whose rooms are looked at: where none of them changes, what is displaced alone may not have one yet."""
    return [one for one in standing if scope.is_of_rooms or one.displaced_at is not None]


async def _end_holds(scope: Scope, now: datetime) -> None:
    held = await holds_in(scope, now)
    roomless = await who_lacks_room(scope.clinic_id, held if scope.is_of_rooms else (), owner="hold_id")
    lost = [hold.id for hold, missing in await without(scope.clinic_id, held, roomless) if missing.is_any]
    await end_holds(current_transaction(), lost, state="released")


async def displaced_in(scope: Scope, reach: Reach, now: datetime, *, most: int) -> list[UUID]:
    """List by their start the bookings that need another time, of those an asker comes upon; `most` of them."""
    wanted = BookingFilter(
        since=scope.since,
        until=scope.until,
        practitioner_id=scope.practitioner_id,
        location_id=scope.location_id,
        service_id=scope.service_id,
        resource_id=scope.resource_id,
        is_displaced=True,
        as_of=now,
    )
    selection = bookings_where(reach, wanted, BOOKING_ORDERS["starts_at"])
    found = [one for one, _ in (await page_of(selection, PageRequest(LOOKED_AT))).rows]
    return [one.id for one in found if scope.is_met_by(one.starts_at, one.ends_at, one.zone)][:most]


async def _give_back(clinic_id: UUID, bookings: Sequence[Standing], now: datetime) -> bool:
    """Unmark bookings, and owe the reminders that were held back of them."""
    held: list[Booking] = []
    for first in range(0, len(bookings), CHUNK):
        ids = [one.id for one in bookings[first : first + CHUNK]]
        held += await Booking.filter(clinic_id=clinic_id, id__in=ids, reminder_held_at__isnull=False)
    is_any_marked = await _mark(clinic_id, bookings, None)
    rules = rules_of(await Clinic.get(id=clinic_id)) if held else None
    if rules is not None:
        await enqueue_all([owed for one in held for owed in held_reminder_of(one, now, rules)], now=now)
    return is_any_marked


async def _mark(clinic_id: UUID, bookings: Sequence[Standing], displaced_at: datetime | None) -> bool:
    """Mark bookings, but for those that somebody has changed meanwhile: they have another time, or none."""
    by_version: dict[int, list[UUID]] = defaultdict(list)
    for one in bookings:
        by_version[one.version].append(one.id)
    is_any_marked = False
    for version, ids in by_version.items():
        for first in range(0, len(ids), CHUNK):
            chunk = ids[first : first + CHUNK]
            rows = Booking.filter(clinic_id=clinic_id, version=version, id__in=chunk)
            is_any_marked |= bool(await rows.update(displaced_at=displaced_at, upheld_at=None, reminder_held_at=None))
            for booking_id in chunk:
                current_transaction().tell(Change("booking", clinic_id, booking_id))
    return is_any_marked


async def recount(clinic_id: UUID, now: datetime, *, may_ask: bool = False) -> None:
    """Say in the clinic's open task how many bookings need another time and are untold, and tick it off once none does.

    `may_ask`: where there is no such task, one is opened; what staff ticked off themselves stays so otherwise. Owed
    again as the next of them starts: from then on it is too late to move it. Needs a transaction.
    """
    await lock_clinic(clinic_id)
    left = Booking.filter(clinic_id=clinic_id, status__in=STANDING, starts_at__gt=now, displaced_at__isnull=False)
    rows = await left.order_by("starts_at").values_list("starts_at", "reminder_held_at")
    starts, untold = [instant_of(one) for one, _ in rows], sum(held_at is not None for _, held_at in rows)
    task = await StaffTask.get_or_none(clinic_id=clinic_id, kind=KIND, state="open")
    if task is None:
        if not starts or not may_ask:
            return
        await ask_staff(
            KIND,
            clinic_id=clinic_id,
            dedupe_key=f"{KIND}:{new_id()}",
            now=now,
            booking_count=len(starts),
            untold_count=untold,
        )
    elif (task.booking_count, task.untold_count) != (len(starts), untold):
        await _save_counts(task, len(starts), untold, now)
    for next_at in starts[:1]:
        await owe_recount(clinic_id, f"{clinic_id}:{next_at}", due_at=next_at, now=now)


async def lock_clinic(clinic_id: UUID) -> None:
    """Let whoever else counts, or changes what may displace, wait: one at a time, and this lock before all others."""
    await Clinic.filter(id=clinic_id).select_for_update(no_key=True).get_or_none()


async def _save_counts(task: StaffTask, left: int, untold: int, now: datetime) -> None:
    task.booking_count, task.untold_count = left, untold
    if not left:
        task.state, task.done_at = "done", now
    await task.save(update_fields=["booking_count", "untold_count", "state", "done_at"])
    current_transaction().tell(Change("task", task.clinic_id, task.id))
