"""Books a series: each appointment is an ordinary booking with its own time, event and reminders; all or none."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.bookings.errors import Refusal, SeriesRefused
from chatbookr_core.bookings.fairness import Booked, booked_by
from chatbookr_core.bookings.limits import lock_counted
from chatbookr_core.bookings.request_tasks import ask_for_answer
from chatbookr_core.bookings.use_cases import (
    BookingRequest,
    check_request,
    kept_notes,
    last_conversation,
    principal_of,
)
from chatbookr_core.calendars.patience import patience
from chatbookr_core.clock import YEARS
from chatbookr_core.db import current_transaction, savepoint
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Booking
from chatbookr_core.series.layout import Layout, Offers, Wish, begins_too_late, lay_out, offered_of
from chatbookr_core.series.live import NOTHING_SEEN, Sights, look_at_series, look_in_turn, without_calendars
from chatbookr_core.series.rules import plain
from chatbookr_core.series.taking import Taken, Taking
from chatbookr_core.series.telling import owe_news
from chatbookr_core.series.turns import givers, in_whole, not_refused, with_one
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import is_allowed

IfNotFree = Literal["refuse_all", "skip"]


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """A series for a patient. `replacements`: other starts for those of the recurrence that are not to be had.

    If a time is not free nothing is booked at all, or (`skip`) everything but that.
    """

    wish: Wish
    patient_id: UUID
    if_not_free: IfNotFree = "refuse_all"
    replacements: Mapping[datetime, datetime] = field(default_factory=lambda: MappingProxyType({}))
    notes: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """What became of it: the first booking, and why others were not made."""

    first_id: UUID
    refusals: tuple[Refusal, ...]


async def look_before_series(deployment: Deployment, actor: Actor, request: SeriesRequest) -> Sights:
    """Ask calendars about every time: the practitioner's, or those of whoever would give the series.

    No transaction. Raises NotFound, InvalidInput.
    """
    wish = request.wish
    if not is_allowed(actor, Permission.BOOKING_WRITE, wish.clinic_id):
        return {}
    layout = await lay_out(actor, wish)
    starts, until = sorted(_chosen(layout, request)), patience()
    if wish.practitioner_id is not None:
        return {wish.practitioner_id: await look_at_series(deployment, layout, wish.practitioner_id, starts, until)}
    offers = await offered_of(layout, starts, now=deployment.clock.now())
    booked = await booked_by(wish.clinic_id, layout.practitioner_ids, starts)
    seen = dict.fromkeys(await without_calendars(wish.clinic_id, layout.practitioner_ids), NOTHING_SEEN)
    await look_in_turn(
        seen,
        lambda so_far: givers(layout, not_refused(offers, so_far), booked),
        lambda who: look_at_series(deployment, layout, who, starts, until),
    )
    return seen


async def book_series(deployment: Deployment, actor: Actor, request: SeriesRequest, seen: Sights) -> SeriesBooked:
    """Book a series, as far as the request goes. Needs a transaction. One that begins beyond the horizon is refused.

    Times are taken in their order, behind the lock of whoever may give them, so that two series cannot wait for each
    other. Raises NotFound, NotPermitted, InvalidInput, and SeriesRefused with what stands in the way of which.
    """
    wish = request.wish
    asked = BookingRequest(
        wish.clinic_id, wish.service_id, wish.practitioner_id, wish.starts_at, request.patient_id, notes=request.notes
    )
    await check_request(actor, asked)
    layout = await lay_out(actor, wish)
    chosen = _chosen(layout, request)
    await lock_counted(current_transaction(), wish.clinic_id, wish.service_id, layout.practitioner_ids)
    now = deployment.clock.now()
    offers = await offered_of(layout, chosen, now=now)
    conversation = await last_conversation(asked)
    where = conversation.id if conversation else None
    taking = Taking(deployment, actor, wish, request.patient_id, where, chosen, seen)
    taken = await _take(taking, layout, offers)
    skips = request.if_not_free == "skip" and taken.bookings
    if taken.refusals and (not skips or await begins_too_late(layout, min(chosen), now=now)):
        raise SeriesRefused(taken.refusals)
    await _tie(deployment, actor, request, taken.bookings)
    await owe_news(deployment, taken.bookings, "booked")
    return SeriesBooked(taken.bookings[0].id, tuple(taken.refusals))


async def _take(taking: Taking, layout: Layout, offers: Offers) -> Taken:
    """Take the times with whoever is named, or whoever's turn it is."""
    wish = layout.wish
    if wish.practitioner_id is not None:
        return await taking.all_of(offers, wish.practitioner_id)
    booked = await booked_by(wish.clinic_id, layout.practitioner_ids, taking.chosen)
    if wish.with_whom == "each":
        return await taking.all_of(offers, booked=booked)
    return await _take_with_one(taking, layout, offers, booked)


async def _take_with_one(taking: Taking, layout: Layout, offers: Offers, booked: Sequence[Booked]) -> Taken:
    """Take all with the first who can give all of it, else what there is with who could give most of it.

    Whoever is free at every time may yet have enough bookings before the last of them: then the next one is tried.
    """
    free = not_refused(offers, taking.seen)
    people = [who for who in in_whole(layout, free, booked) if who in taking.seen]
    for who in people:
        if len(with_one(free, who)) < len(taking.chosen):
            break
        with suppress(SeriesRefused):
            async with savepoint():
                taken = await taking.all_of(with_one(offers, who), who)
                if taken.refusals:
                    raise SeriesRefused(taken.refusals)
                return taken
    first = next(iter(people), None)
    return await taking.all_of(with_one(offers, first) if first else {}, first)


def first_of(layout: Layout, request: SeriesRequest) -> datetime:
    """Say when the first appointment is to be. Raises InvalidInput."""
    return min(_chosen(layout, request))


def _chosen(layout: Layout, request: SeriesRequest) -> dict[datetime, int]:
    """Say when each is to be, in place of the recurrence's time perhaps, with its number there."""
    unknown = request.replacements.keys() - set(layout.starts)
    if unknown:
        raise InvalidInput("A replacement is for a time of the recurrence.", field="replacements")
    if any(start.year not in YEARS for start in request.replacements.values()):
        raise InvalidInput(f"Give times from the year {YEARS[0]} to {YEARS[-1]}.", field="replacements")
    chosen = {request.replacements.get(start, start): ordinal for ordinal, start in enumerate(layout.starts, 1)}
    if len(chosen) < len(layout.starts):
        raise InvalidInput("Two appointments would be at one time.", field="replacements")
    return chosen


async def _tie(deployment: Deployment, actor: Actor, request: SeriesRequest, bookings: list[Booking]) -> None:
    """Note on each booking whose it is of, who made it, and what for; each is written down."""
    wish, series_id, now = request.wish, new_id(), deployment.clock.now()
    keys = await deployment.vault.patient_keys(wish.clinic_id, request.patient_id) if request.notes else None
    for ordinal, booking in enumerate(bookings, 1):
        booking.series_id, booking.series_ordinal, booking.series_length = series_id, ordinal, len(bookings)
        booking.series_recurrence = plain(wish.recurrence)
        booking.created_by_id = principal_of(actor)
        if keys is not None and request.notes:
            booking.notes_sealed = keys.seal(columns.BOOKING_NOTES, booking.id, kept_notes(request.notes))
        await booking.save(
            update_fields=[
                "series_id",
                "series_ordinal",
                "series_length",
                "series_recurrence",
                "created_by_id",
                "notes_sealed",
            ]
        )
        await ask_for_answer(booking, now)
        whose, series = (wish.clinic_id,), str(series_id)
        note(now, "bookingSeriesCreate", actor, clinics=whose, subject_id=booking.id, series=series)
