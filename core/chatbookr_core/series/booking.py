"""Books a series: each appointment is an ordinary booking with its own time, event and reminders; all or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.bookings import service
from chatbookr_core.bookings.errors import Refusal, SeriesRefused
from chatbookr_core.bookings.limits import lock_counted
from chatbookr_core.bookings.use_cases import (
    BookingRequest,
    check_request,
    last_conversation,
    party_of,
    principal_of,
    slot_request,
)
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, SlotNotOffered, SlotTaken
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Booking
from chatbookr_core.series.layout import Layout, Wish, lay_out, offered_of
from chatbookr_core.series.live import NOTHING_SEEN, Seen, look_at_series
from chatbookr_core.series.rules import YEARS, plain
from chatbookr_core.series.telling import owe_news
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
class Booked:
    """What became of it: the first booking, and why others were not made."""

    first_id: UUID
    refusals: tuple[Refusal, ...]


async def look_before_series(deployment: Deployment, actor: Actor, request: SeriesRequest) -> Seen:
    """Ask the practitioner's calendar about every time. No transaction. Raises NotFound, InvalidInput."""
    if not is_allowed(actor, Permission.BOOKING_WRITE, request.wish.clinic_id):
        return NOTHING_SEEN
    layout = await lay_out(actor, request.wish)
    return await look_at_series(deployment, layout, sorted(_chosen(layout, request)))


async def book_series(deployment: Deployment, actor: Actor, request: SeriesRequest, seen: Seen) -> Booked:
    """Book a series, as far as the request goes. Needs a transaction.

    Times are taken in their order, behind the lock of whoever gives them, so that two series cannot wait for each
    other. Raises NotFound, NotPermitted, InvalidInput, and SeriesRefused with what stands in the way of which.
    """
    wish, now = request.wish, deployment.clock.now()
    asked = BookingRequest(
        wish.clinic_id, wish.service_id, wish.practitioner_id, wish.starts_at, request.patient_id, notes=request.notes
    )
    await check_request(actor, asked)
    layout = await lay_out(actor, wish)
    chosen = _chosen(layout, request)
    await lock_counted(current_transaction(), wish.clinic_id, wish.service_id, [wish.practitioner_id])
    offered = await offered_of(layout, chosen, now=now)
    conversation = await last_conversation(asked)
    bookings: list[Booking] = []
    refusals: list[Refusal] = []
    for start in sorted(chosen):
        code = seen.refusal_of(start) or (None if start in offered else SlotNotOffered.code)
        if code is None:
            try:
                where = conversation.id if conversation else None
                bookings.append(await _book(deployment, actor, request, offered[start], where))
                continue
            except SlotTaken as taken:
                code = taken.code
        refusals.append(Refusal(chosen[start], start, code))
    if not bookings or (refusals and request.if_not_free == "refuse_all"):
        raise SeriesRefused(refusals)
    await _tie(deployment, actor, request, bookings)
    await owe_news(deployment, bookings, "booked")
    return Booked(bookings[0].id, tuple(refusals))


def _chosen(layout: Layout, request: SeriesRequest) -> dict[datetime, int]:
    """Say when each is to be, in place of the recurrence's time perhaps, with its number there."""
    unknown = request.replacements.keys() - set(layout.starts)
    if unknown:
        raise InvalidInput("A replacement is for a time of the recurrence.", field="replacements")
    if any(start.year not in YEARS for start in request.replacements.values()):
        raise InvalidInput("An appointment is in these times.", field="replacements")
    chosen = {request.replacements.get(start, start): ordinal for ordinal, start in enumerate(layout.starts, 1)}
    if len(chosen) < len(layout.starts):
        raise InvalidInput("Two appointments would be at one time.", field="replacements")
    return chosen


async def _book(
    deployment: Deployment, actor: Actor, request: SeriesRequest, slot: OfferedSlot, conversation_id: UUID | None
) -> Booking:
    return await service.book(
        slot_request(request.wish.service_id, slot),
        clinic_id=request.wish.clinic_id,
        patient_id=request.patient_id,
        conversation_id=conversation_id,
        created_by=party_of(actor),
        clock=deployment.clock,
        random=deployment.random,
    )


async def _tie(deployment: Deployment, actor: Actor, request: SeriesRequest, bookings: list[Booking]) -> None:
    """Note on each booking whose it is of, who made it, and what for; each is written down."""
    wish, series_id, now = request.wish, new_id(), deployment.clock.now()
    keys = await deployment.vault.patient_keys(wish.clinic_id, request.patient_id) if request.notes else None
    for ordinal, booking in enumerate(bookings, 1):
        booking.series_id, booking.series_ordinal, booking.series_length = series_id, ordinal, len(bookings)
        booking.series_recurrence = plain(wish.recurrence)
        booking.created_by_id = principal_of(actor)
        if keys is not None and request.notes:
            booking.notes_sealed = keys.seal(columns.BOOKING_NOTES, booking.id, request.notes)
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
        whose, series = (wish.clinic_id,), str(series_id)
        note(now, "bookingSeriesCreate", actor, clinics=whose, subject_id=booking.id, series=series)
