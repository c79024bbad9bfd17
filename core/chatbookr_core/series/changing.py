"""Moves or cancels several appointments of a series: this one and those that follow, or all to come; all or none."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.availability.horizons import ASIDE
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, find_each
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.availability.vacated import own_times
from chatbookr_core.bookings import service
from chatbookr_core.bookings.allocation import free_bookings
from chatbookr_core.bookings.alternatives import nearest_to_each
from chatbookr_core.bookings.asked_moves import withdraw_moves
from chatbookr_core.bookings.errors import Refusal, SeriesRefused
from chatbookr_core.bookings.fairness import Booked, booked_by, in_turn
from chatbookr_core.bookings.limits import lock_counted
from chatbookr_core.bookings.live import own_spans
from chatbookr_core.bookings.refusals import why_not_each
from chatbookr_core.bookings.rules import REACH, check_reason, minutes_of
from chatbookr_core.bookings.use_cases import (
    booking_for_change,
    check_handing_over,
    party_of,
    principal_of,
    slot_request,
)
from chatbookr_core.calendars.patience import patience
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, SlotNotOffered, SlotTaken, StaleVersion
from chatbookr_core.models import Booking
from chatbookr_core.series.live import (
    NOTHING_SEEN,
    Seen,
    Sights,
    look_at_each,
    look_at_times,
    look_in_turn,
    without_calendars,
)
from chatbookr_core.series.rules import Scope, Shift, shift_between, shifted
from chatbookr_core.series.standing import ordinal, refusal, to_come, why_unchangeable
from chatbookr_core.series.telling import owe_news
from chatbookr_core.series.turns import each_in_turn, not_refused
from chatbookr_core.waitlist.owing import owe_look
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_allowed, is_at

MovedTo = Literal["same", "anybody", "as_booked"]


@dataclass(frozen=True, slots=True)
class Change:
    """Which appointments of whose series, and the version of each that was seen."""

    booking_id: UUID
    scope: Scope
    versions: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Move:
    """To when the booking named moves, and the others as many local days and minutes; perhaps to somebody else.

    With anybody: each to whose turn it is of those who are free then at its place; as booked: those for which nobody in
    particular was asked for, and the others stay with whom they are.
    """

    change: Change
    starts_at: datetime
    practitioner_id: UUID | None = None
    with_whom: MovedTo = "same"

    def comes_to(self, booking: Booking) -> UUID | None:
        """Say who is to have a booking; None: that shows when it is moved."""
        is_open = self.with_whom == "anybody" or (self.with_whom == "as_booked" and booking.is_for_anybody)
        return None if is_open else self.practitioner_id or booking.practitioner_id

    def hands_over(self, booking: Booking) -> bool:
        """Tell whether somebody else may come to know a booking's patient."""
        return self.comes_to(booking) != booking.practitioner_id


async def look_before_series_move(deployment: Deployment, actor: Actor, move: Move) -> Sights:
    """Ask whose calendars it concerns about every new time; the series' own events stand in nobody's way.

    No transaction. Raises InvalidInput.
    """
    if move.with_whom != "same" and move.practitioner_id is not None:
        raise InvalidInput("Name somebody, or take anybody: not both.", field="with_whom")
    anchor = await Booking.get_or_none(id=move.change.booking_id)  # any clinic: the actor's is checked next
    if anchor is None or not is_allowed(actor, Permission.BOOKING_WRITE, anchor.clinic_id):
        return {}
    bookings = await to_come(anchor, move.change.scope, now=deployment.clock.now())
    if not all(_is_reached(actor, booking) for booking in bookings):
        return {}
    if why_unchangeable(anchor, bookings, move.change.versions) is not None:
        return {}  # the change itself says so: no calendar need be asked
    targets = _targets(anchor, bookings, move.starts_at)
    people = {move.practitioner_id or one.practitioner_id for one in bookings}
    if not all(is_with(actor, anchor.clinic_id, whose) for whose in people):
        return {}
    seen, until = dict[UUID, Seen](), patience()

    async def look(whose: UUID) -> Seen:
        return await _look_at(deployment, move, bookings, targets, whose, until)

    await look_at_each(seen, sorted(people), look)
    if any(move.comes_to(one) is None for one in bookings):
        await _look_at_others(deployment, actor, move, bookings, targets, seen, look)
    return seen


async def _look_at(
    deployment: Deployment,
    move: Move,
    bookings: Sequence[Booking],
    targets: Mapping[UUID, datetime],
    whose: UUID,
    until: float,
) -> Seen:
    """Ask somebody's calendar about the new times of what may come to them, `until` then."""
    going = [one for one in bookings if move.comes_to(one) in (None, whose)]
    spans = [(targets[one.id], targets[one.id] + (one.ends_at - one.starts_at)) for one in going]
    own = await own_spans(bookings[0].clinic_id, [one.id for one in bookings if one.practitioner_id == whose])
    one = bookings[0]
    return await look_at_times(deployment, one.clinic_id, whose, one.service_id, spans, own=own, until=until)


async def _look_at_others(
    deployment: Deployment,
    actor: Actor,
    move: Move,
    bookings: Sequence[Booking],
    targets: Mapping[UUID, datetime],
    seen: dict[UUID, Seen],
    look: Callable[[UUID], Awaitable[Seen]],
) -> None:
    """Ask also those whose turn it would be, until nobody is left whose turn it is and who was not asked."""
    offered = await _offered(deployment, actor, move, bookings, targets)
    offers = {targets[key]: slots for key, slots in offered.items()}
    booked, people = await _booked(bookings, targets, offered)
    others = sorted(people - seen.keys())
    seen |= dict.fromkeys(await without_calendars(bookings[0].clinic_id, others), NOTHING_SEEN)
    await look_in_turn(
        seen,
        lambda so_far: {one.practitioner_id for one in each_in_turn(not_refused(offers, so_far), booked)},
        look,
    )


async def _booked(
    bookings: Sequence[Booking], targets: Mapping[UUID, datetime], offered: Mapping[UUID, Sequence[OfferedSlot]]
) -> tuple[list[Booked], set[UUID]]:
    """Read what those have who are offered, but for what is being moved; and who they are."""
    people = {slot.practitioner_id for slots in offered.values() for slot in slots}
    moving = {one.id for one in bookings}
    return await booked_by(bookings[0].clinic_id, people, targets.values(), moving=moving), people


async def move_series(deployment: Deployment, actor: Actor, move: Move, seen: Sights) -> UUID:
    """Move appointments of a series, each by as much on the local calendar and clock; return the one that was named.

    All of their times are given up first, so that one may take another's. They come to nobody whose calendar was not
    `seen`. Needs a transaction. Raises NotFound, NotPermitted, InvalidInput, AlreadyCancelled, WrongStatus,
    NotTheTime, and SeriesRefused with what stands in the way of which.
    """
    anchor, bookings = await _for_change(deployment, actor, move.change)
    if any(move.hands_over(one) for one in bookings):
        await check_handing_over(actor, anchor)
    tx = current_transaction()
    people = {one.practitioner_id for one in bookings} | {move.practitioner_id or anchor.practitioner_id}
    await lock_counted(tx, anchor.clinic_id, anchor.service_id, people | seen.keys())
    await free_bookings(tx, [one.id for one in bookings])
    targets = _targets(anchor, bookings, move.starts_at)
    moved, refusals = await _move_each(deployment, actor, move, bookings, targets, seen)
    if refusals:
        raise SeriesRefused(refusals)
    _note(deployment, actor, "bookingSeriesReschedule", moved)
    await owe_look(anchor.clinic_id, because=f"{anchor.id}:{anchor.version + 1}", now=deployment.clock.now())
    await owe_news(deployment, moved, "moved")
    return anchor.id


async def _move_each(
    deployment: Deployment,
    actor: Actor,
    move: Move,
    bookings: Sequence[Booking],
    targets: Mapping[UUID, datetime],
    seen: Sights,
) -> tuple[list[Booking], list[Refusal]]:
    """Move one after the other in the order of their new times; who has got one has it before the next."""
    offered = await _offered(deployment, actor, move, bookings, targets)
    is_open = any(move.comes_to(one) is None for one in bookings)
    so_far = (await _booked(bookings, targets, offered))[0] if is_open else []
    moved: list[Booking] = []
    refusals: list[Refusal] = []
    for booking in sorted(bookings, key=lambda one: targets[one.id]):
        whose, start = move.comes_to(booking), targets[booking.id]
        code = seen.get(whose, NOTHING_SEEN).refusal_of(start) if whose else None
        slots = offered.get(booking.id, [])
        got = await _move(deployment, booking, in_turn(slots, so_far) if slots else (), seen)
        if isinstance(got, str):
            refusals.append(refusal(booking, code or got))
            continue
        moved.append(got)
        so_far.append(Booked(got.practitioner_id, got.starts_at, got.ends_at))
    return moved, refusals


async def cancel_series(deployment: Deployment, actor: Actor, change: Change, *, reason: str | None) -> UUID:
    """Cancel appointments of a series for the clinic; return the one that was named. Needs a transaction.

    Raises NotFound, NotPermitted, InvalidInput, AlreadyCancelled, WrongStatus, NotTheTime, SeriesRefused.
    """
    check_reason(reason)
    anchor, bookings = await _for_change(deployment, actor, change)
    cancelled: list[Booking] = []
    for booking in bookings:
        one = await service.cancel(
            booking.id,
            clinic_id=booking.clinic_id,
            by=party_of(actor),
            reason=reason,
            is_given_up=True,
            clock=deployment.clock,
        )
        one.cancelled_by_id = principal_of(actor)
        await one.save(update_fields=["cancelled_by_id"])
        cancelled.append(one)
    _note(deployment, actor, "bookingSeriesCancel", cancelled)
    await owe_news(deployment, cancelled, "cancelled")
    return anchor.id


async def instead_of_moves(
    deployment: Deployment, actor: Actor, move: Move, refusals: Sequence[Refusal]
) -> dict[int, list[OfferedSlot]]:
    """List by number the three times nearest to each that could not be moved to."""
    targets, searches = await _refused(deployment, actor, move, refusals)
    found: dict[int, list[OfferedSlot]] = {}
    for search, alike in searches.items():
        starts = [targets[one.id] for one in alike]
        around = replace(search, earliest=min(starts) - ASIDE, latest=max(starts) + ASIDE)
        besides = frozenset(targets.values())
        near = await nearest_to_each(deployment, actor, alike[0].clinic_id, around, starts, besides=besides)
        found |= {ordinal(one): near[targets[one.id]] for one in alike}
    return found


async def why_no_moves(
    deployment: Deployment, actor: Actor, move: Move, refusals: Sequence[Refusal]
) -> dict[int, list[Reason]]:
    """List by number what stands in the way of each that could not be moved, what moves with it aside."""
    targets, searches = await _refused(deployment, actor, move, refusals)
    found: dict[int, list[Reason]] = {}
    for search, alike in searches.items():
        starts = [targets[one.id] for one in alike]
        reasons = await why_not_each(deployment, actor, alike[0].clinic_id, search, starts, moving=targets.keys())
        found |= {ordinal(one): reasons[targets[one.id]] for one in alike}
    return found


async def _refused(
    deployment: Deployment, actor: Actor, move: Move, refusals: Sequence[Refusal]
) -> tuple[dict[UUID, datetime], dict[SlotSearch, list[Booking]]]:
    """Say where all were to go, and by what they ask for those that could not; none out of the actor's reach."""
    anchor = await Booking.get_or_none(id=move.change.booking_id)  # any clinic: whoever may change it was refused
    if anchor is None or not _is_reached(actor, anchor):
        return {}, {}
    bookings = await to_come(anchor, move.change.scope, now=deployment.clock.now())
    wanted = {one.ordinal for one in refusals if one.code != StaleVersion.code}
    searches = _searches(move, [one for one in bookings if ordinal(one) in wanted])
    return _targets(anchor, bookings, move.starts_at), searches


async def _for_change(deployment: Deployment, actor: Actor, change: Change) -> tuple[Booking, list[Booking]]:
    """Lock the bookings of a change in the order of their ids; what they were asked to move to is asked for no longer.

    Raises SeriesRefused where one is not as it was seen.
    """
    anchor = await booking_for_change(actor, change.booking_id)
    if anchor.series_id is None:
        raise InvalidInput("That appointment is of no series.", field="bookingId")
    bookings = await to_come(anchor, change.scope, now=deployment.clock.now(), is_locked=True)
    if not all(_is_reached(actor, booking) for booking in bookings):
        raise NotFound(field="booking_id")
    await anchor.refresh_from_db()
    if (problem := why_unchangeable(anchor, bookings, change.versions)) is not None:
        raise problem
    await withdraw_moves(bookings, deployment.clock.now())
    return anchor, bookings


def _is_reached(actor: Actor, booking: Booking) -> bool:
    return is_at(actor, booking.location_id) and is_with(actor, booking.clinic_id, booking.practitioner_id)


def _targets(anchor: Booking, bookings: Sequence[Booking], starts_at: datetime) -> dict[UUID, datetime]:
    shift: Shift = shift_between(anchor.starts_at, starts_at, anchor.zone)
    return {one.id: starts_at if one.id == anchor.id else shifted(one.starts_at, shift, one.zone) for one in bookings}


def _search(move: Move, booking: Booking) -> SlotSearch:
    return SlotSearch(
        booking.service_id,
        move.comes_to(booking),
        None if move.practitioner_id else booking.location_id,
        duration_minutes=minutes_of(booking.starts_at, booking.ends_at),
        is_kept_length=True,
        beyond=REACH,
        kept_by=booking.practitioner_id,
    )


def _searches(move: Move, bookings: Sequence[Booking]) -> dict[SlotSearch, list[Booking]]:
    """Ask once for all that are alike."""
    searches: dict[SlotSearch, list[Booking]] = {}
    for booking in bookings:
        searches.setdefault(_search(move, booking), []).append(booking)
    return searches


async def _offered(
    deployment: Deployment, actor: Actor, move: Move, bookings: Sequence[Booking], targets: Mapping[UUID, datetime]
) -> dict[UUID, list[OfferedSlot]]:
    """Say which bookings, all of which have given up their times, can be had at their new ones, and with whom."""
    now, clinic_id = deployment.clock.now(), bookings[0].clinic_id
    vacated = await own_times(clinic_id, [one.id for one in bookings])
    found: dict[UUID, list[OfferedSlot]] = {}
    for search, alike in _searches(move, bookings).items():
        starts = sorted(targets[one.id] for one in alike)
        around = replace(search, earliest=starts[0], latest=starts[-1] + (alike[0].ends_at - alike[0].starts_at))
        offers = await find_each(clinic_id, around, starts, now=now, vacated=vacated)
        for booking in alike:
            for slot in offers.get(targets[booking.id], ()):
                if is_at(actor, slot.location_id) and is_with(actor, clinic_id, slot.practitioner_id):
                    found.setdefault(booking.id, []).append(slot)
    return found


async def _move(
    deployment: Deployment, booking: Booking, slots: Collection[OfferedSlot], seen: Sights
) -> Booking | str:
    """Move one to the first who is to be had, or say by a code why not; who was not asked counts as taken."""
    code = SlotNotOffered.code
    for slot in slots:
        sight = seen.get(slot.practitioner_id)
        refused = sight.refusal_of(slot.starts_at) if sight else SlotTaken.code
        if refused is not None:
            code = refused
            continue
        to = slot_request(booking.service_id, slot)
        try:
            return await service.reschedule(
                booking.id, clinic_id=booking.clinic_id, to=to, is_given_up=True, clock=deployment.clock
            )
        except (SlotNotOffered, SlotTaken) as problem:
            code = problem.code
    return code


def _note(deployment: Deployment, actor: Actor, action: str, bookings: Sequence[Booking]) -> None:
    """Write down what was done with each of them."""
    for one in bookings:
        series, now = str(one.series_id), deployment.clock.now()
        note(now, action, actor, clinics=(one.clinic_id,), subject_id=one.id, series=series)
