"""Bookings that a closure, an absence, other hours or a public holiday came over: they stand, and need another time.

A booking carries since when (`displaced_at`), until it is moved or cancelled or has its hours again. One open task of
the clinic says how many there are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.queryset import QuerySet

from chatbookr_core.agendas.opening import Span, days_otherwise, open_spans, practitioners_open
from chatbookr_core.bookings.agenda import BOOKING_ORDERS, BookingFilter, bookings_where
from chatbookr_core.bookings.allocation import end_holds
from chatbookr_core.bookings.displacing_rules import Outside, Standing, is_displaced, is_given_back, outside
from chatbookr_core.bookings.owing import owe_recount
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, instant_of
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keyset import PageRequest, page_of
from chatbookr_core.models import Booking, Clinic, Hold, StaffTask
from chatbookr_core.reach import Reach

KIND: Final = "bookings_displaced"
FIELDS: Final = tuple(Standing.__dataclass_fields__)
DAY: Final = timedelta(days=1)
LOOKED_AT: Final = 1000
CHUNK: Final = 500
Before = Mapping[UUID, Outside]
R = TypeVar("R", Booking, Hold)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose hours change, where, and on which local dates (both included); None: everybody's, everywhere, always.

    A room's take nobody's time: another of its kind may do as well.
    """

    clinic_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    resource_id: UUID | None = None
    first: date | None = None
    last: date | None = None

    def is_met_by(self, starts_at: datetime, ends_at: datetime, zone: str) -> bool:
        """Tell whether any of a booking is on one of the dates, in the zone of its place."""
        begins, ends = (at.astimezone(ZoneInfo(zone)).date() for at in (starts_at, ends_at))
        return (self.first is None or self.first <= ends) and (self.last is None or begins <= self.last)

    @property
    def since(self) -> datetime | None:
        """Return the instant before which nothing of it starts in any zone, hours over midnight included."""
        return None if self.first is None else datetime.combine(self.first, time(), UTC) - 2 * DAY

    @property
    def until(self) -> datetime | None:
        """Return the instant from which on nothing of it starts in any zone."""
        return None if self.last is None else datetime.combine(self.last, time(), UTC) + 2 * DAY


async def outside_hours(scope: Scope, now: datetime) -> Before:
    """Tell of each booking to come how far out of hours it is, before they change. Needs a transaction."""
    return {booking.id: how_far for booking, how_far in await _laid_out(scope, await _standing(scope, now))}


async def note_displaced(scope: Scope, before: Before, now: datetime) -> None:
    """Mark what the change of hours since `before` displaced, unmark what it gave back, and let staff know.

    Who is about to book such a time is told that it has gone: what is held ends first, and whoever confirmed it just
    before has a booking. Done twice, it stands. Needs the transaction of the change.
    """
    held = await _laid_out(scope, await _held(scope, now))
    lost = [hold.id for hold, how_far in held if how_far is not Outside.NOT]
    await end_holds(current_transaction(), lost, state="released")
    taken: list[Standing] = []
    given_back: list[Standing] = []
    for booking, after in await _laid_out(scope, await _standing(scope, now)):
        was = before.get(booking.id, Outside.NOT)
        if is_displaced(was, after) and booking.displaced_at is None:
            taken.append(booking)
        elif is_given_back(booking, was, after):
            given_back.append(booking)
    is_any_taken = await _mark(scope.clinic_id, taken, now)
    is_any_given_back = await _mark(scope.clinic_id, given_back, None)
    if is_any_taken or is_any_given_back:
        await recount(scope.clinic_id, now, may_ask=is_any_taken)


async def displaced_in(scope: Scope, reach: Reach, now: datetime, *, most: int) -> list[UUID]:
    """List by their start the bookings that need another time, of those an asker comes upon; `most` of them."""
    if scope.resource_id is not None:
        return []
    wanted = BookingFilter(
        since=scope.since,
        until=scope.until,
        practitioner_id=scope.practitioner_id,
        location_id=scope.location_id,
        is_displaced=True,
        as_of=now,
    )
    selection = bookings_where(reach, wanted, BOOKING_ORDERS["starts_at"])
    found = [one for one, _ in (await page_of(selection, PageRequest(LOOKED_AT))).rows]
    return [one.id for one in found if scope.is_met_by(one.starts_at, one.ends_at, one.zone)][:most]


async def _laid_out(scope: Scope, bookings: Sequence[Standing]) -> list[tuple[Standing, Outside]]:
    if scope.resource_id is not None or not bookings:
        return []
    span = min(one.starts_at for one in bookings) - 2 * DAY, max(one.ends_at for one in bookings) + 2 * DAY
    days = await days_otherwise(scope.clinic_id, span[0].date() - DAY, span[1].date() + DAY)
    theirs: dict[tuple[UUID, UUID], list[Span]] = defaultdict(list)
    people = {one.practitioner_id for one in bookings}
    for one in await practitioners_open(scope.clinic_id):
        if one.id in people:
            for location_id, starts_at, ends_at in open_spans(one, days, span):
                theirs[one.id, location_id].append((starts_at, ends_at))
    return [(one, outside(one, theirs[one.practitioner_id, one.location_id])) for one in bookings]


async def _standing(scope: Scope, now: datetime) -> list[Standing]:
    rows = _within(scope, Booking.filter(clinic_id=scope.clinic_id, status__in=STANDING, starts_at__gt=now))
    return [Standing(*row) for row in await rows.order_by("id").values_list(*FIELDS)]


async def _held(scope: Scope, now: datetime) -> list[Standing]:
    """List what is held, as if it were booked: nobody holds a time beside the hours on purpose.

    A time to which a patient asked to move is for staff to answer, and stays.
    """
    rows = _within(scope, Hold.filter(clinic_id=scope.clinic_id, state="held", moves_id=None, expires_at__gt=now))
    return [
        Standing(one.id, one.practitioner_id, one.location_id, one.starts_at, one.ends_at, "UTC", 1, None, None)
        for one in await rows.order_by("id")
    ]


def _within(scope: Scope, rows: QuerySet[R]) -> QuerySet[R]:
    if scope.practitioner_id is not None:
        rows = rows.filter(practitioner_id=scope.practitioner_id)
    if scope.location_id is not None:
        rows = rows.filter(location_id=scope.location_id)
    if scope.since is not None:
        rows = rows.filter(starts_at__gte=scope.since)
    if scope.until is not None:
        rows = rows.filter(starts_at__lt=scope.until)
    return rows


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
            is_any_marked |= bool(await rows.update(displaced_at=displaced_at))
            for booking_id in chunk:
                current_transaction().tell(Change("booking", clinic_id, booking_id))
    return is_any_marked


async def recount(clinic_id: UUID, now: datetime, *, may_ask: bool = False) -> None:
    """Say in the clinic's open task how many bookings need another time, and tick it off once none does.

    `may_ask`: where there is no such task, one is opened; what staff ticked off themselves stays so otherwise. Owed
    again as the next of them starts: from then on it is too late to move it. Needs a transaction.
    """
    await Clinic.filter(id=clinic_id).select_for_update(no_key=True).get_or_none()  # who else counts waits for this
    left = Booking.filter(clinic_id=clinic_id, status__in=STANDING, starts_at__gt=now, displaced_at__isnull=False)
    starts = [instant_of(one) for one in await left.order_by("starts_at").values_list("starts_at", flat=True)]
    task = await StaffTask.get_or_none(clinic_id=clinic_id, kind=KIND, state="open")
    if task is None:
        if not starts or not may_ask:
            return
        key = f"{KIND}:{new_id()}"
        await ask_staff(KIND, clinic_id=clinic_id, dedupe_key=key, now=now, booking_count=len(starts))
    elif task.booking_count != len(starts):
        await _save_count(task, len(starts), now)
    for next_at in starts[:1]:
        await owe_recount(clinic_id, f"{clinic_id}:{next_at}", due_at=next_at, now=now)


async def _save_count(task: StaffTask, left: int, now: datetime) -> None:
    task.booking_count = left
    if not left:
        task.state, task.done_at = "done", now
    await task.save(update_fields=["booking_count", "state", "done_at"])
    current_transaction().tell(Change("task", task.clinic_id, task.id))
