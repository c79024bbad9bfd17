"""Walks through what may happen to a clinic, and what must hold after each step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from tests.core.explored_afterwards import WIDER, the_list_is_true
from tests.core.explored_arranging import ARRANGING
from tests.core.explored_clinic import Explored, make_explored
from tests.core.explored_displaced import miscounted, misjudged
from tests.core.explored_instead import are_near, are_near_a_move
from tests.core.explored_truth import Asked, Truth, as_asked, truth_of

from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, days_for, find_slots, slots_for
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import STANDING, SlotRequest
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, SlotNotOffered, SlotTaken
from chatbookr_core.models import Booking, Service

SOME = 5
"""So many times are looked at closely after each step."""
GUARDED = {"booking", "hold", "seats", "room", "limit", "travel"}
"""What no booking gets past, whoever has seen the time as free a moment ago."""
Line = tuple[object, ...]
"""What a step came to, in words that are the same in any database."""


class _Undone(Exception):
    """Takes back what was tried."""


async def walk(deployment: Deployment, another: Database, seed: int, *, steps: int) -> list[Line]:
    """Make a clinic and let so many things happen to it; `another` is a second process at the same database."""
    made = await make_explored(deployment, Random(seed))  # noqa: S311  # the same walk in every run
    lines: list[Line] = [await agrees(made, another)]
    before = await truth_of(made.clinic.id, made.now)
    known = before.known()
    for number in range(steps):
        (write,) = made.chance.choices(list(WIDER), list(WIDER.values()))
        came_to = "done"
        try:
            await write(made)
        except ChatbookrError as refusal:
            came_to = refusal.code
        try:
            lines.append((write.__name__, came_to, *await agrees(made, another)))
            truth = await truth_of(made.clinic.id, made.now)
            assert truth.trespasses(known) == []
            if write in ARRANGING:
                assert [*misjudged(before, truth), *await miscounted(before, truth)] == []
            before, known = truth, truth.known()
            await _may_move(made, truth)
            lines.append(await the_list_is_true(made, another, truth))
        except AssertionError as problem:
            problem.add_note(f"seed {seed}, step {number}: {write.__name__}, {came_to}")
            raise
    return lines


async def agrees(made: Explored, another: Database) -> Line:
    """See that all ways of asking agree with what is true; return what is offered, service by service."""
    truth = await truth_of(made.clinic.id, made.now)
    assert truth.wrongs() == []
    line: list[object] = []
    looked = made.some([(one.id, minutes) for one in truth.rows[Service] for minutes in truth.durations(one)])
    for service in truth.rows[Service]:
        if not service.is_active:
            continue
        for minutes in truth.durations(service):
            found = await _offered(made, another, SlotSearch(service.id, duration_minutes=minutes))
            line.append([(epoch_minute(one.starts_at), one.practitioner_id.int, one.location_id.int) for one in found])
            if (service.id, minutes) == looked:
                await _is_true(made, truth, service, minutes, found)
    return tuple(line)


async def _offered(made: Explored, another: Database, search: SlotSearch) -> list[OfferedSlot]:
    """Ask in all ways what is offered."""
    found = await slots_for(made.clinic.id, search, now=made.now)
    with another.entered():
        assert await slots_for(made.clinic.id, search, now=made.now) == found, "another process remembers otherwise"
    async with transaction():
        anew = await slots_for(made.clinic.id, search, now=made.now)
    assert anew == found, f"remembered: {sorted(set(found) ^ set(anew), key=str)[:3]}"
    starts = {(slot.starts_at.astimezone(ZoneInfo(slot.zone)).date(), slot.starts_at, slot.zone) for slot in found}
    days: dict[date, int] = {}
    for day, _, _ in sorted(starts):
        days[day] = days.get(day, 0) + 1
    counted = await days_for(made.clinic.id, search, now=made.now)
    assert {one.day: one.count for one in counted} == days
    assert [one.day for one in counted] == sorted(days)
    return found


async def _is_true(made: Explored, truth: Truth, service: Service, minutes: int, found: Sequence[OfferedSlot]) -> None:
    for practitioner_id, location_id in truth.places(service):
        asked = Asked(service.id, minutes, practitioner_id, location_id)
        offered = {
            epoch_minute(one.starts_at)
            for one in found
            if (one.practitioner_id, one.location_id) == (practitioner_id, location_id)
        }
        wrong = [start for start in offered if truth.reasons(asked, start)]
        assert not wrong, (wrong[:3], truth.reasons(asked, wrong[0]))
        for start in _worth_asking(made, truth, asked, sorted(offered)):
            await _is_explained(made, truth, asked, start, is_offered=start in offered)
            if start not in offered and made.is_so(0.2):
                await are_near(made, asked, start, found)
        for start in made.chance.sample(sorted(offered), min(2, len(offered))):
            await _can_be_had(made, asked, start)
    if found:
        await _is_fair(made, service, minutes, made.some(found).starts_at)


def _worth_asking(made: Explored, truth: Truth, asked: Asked, offered: Sequence[int]) -> list[int]:
    """Choose starts: some that are offered, some around what is taken, some anywhere."""
    taken = truth.standing(asked.practitioner_id)
    near = [made.some(taken).starts_minute + made.chance.randrange(-60, 90) for _ in range(4 if taken else 0)]
    step = truth.one(Service, asked.service_id).step_minutes
    starts = [*near, *(made.minute() for _ in range(SOME))]
    on_grid = [start - start % step for start in starts if made.is_so(0.5)]
    here = [epoch_minute(group.starts_at) for row, group in truth.engagements if row.group_id]
    some = made.chance.sample(offered, min(3, len(offered)))
    return [*starts, *on_grid, *here, *some, *(start + step for start in some)]


async def _is_explained(made: Explored, truth: Truth, asked: Asked, start: int, *, is_offered: bool) -> None:
    starts_at, here = from_epoch_minute(start), _search(asked)
    expected = truth.reasons(asked, start)
    said = {one.value for one in await reasons_for(made.clinic.id, here, starts_at, now=made.now)}
    again = await find_slots(made.clinic.id, here, starts_at, now=made.now)
    assert (not expected, bool(again)) == (is_offered, is_offered), (asked, start, expected, again)
    assert said == expected, (said, expected, asked, starts_at)
    is_guarded = expected & GUARDED and (truth.group_at(asked, start) is None or "seats" in expected)
    if is_guarded and made.is_so(0.3):
        assert await _comes_to(made, asked, start, is_looked_up=False) in _REFUSALS, (asked, starts_at, expected)
    if expected - {"stale_calendar"} and made.is_so(0.3):
        assert await _comes_to(made, asked, start, is_looked_up=True) in _REFUSALS, (asked, starts_at, expected)


_REFUSALS = (SlotNotOffered.code, SlotTaken.code)


async def _can_be_had(made: Explored, asked: Asked, start: int) -> None:
    for is_looked_up in (True, False):
        came_to = await _comes_to(made, asked, start, is_looked_up=is_looked_up)
        assert came_to == "booked", (asked, from_epoch_minute(start), came_to)


async def _comes_to(made: Explored, asked: Asked, start: int, *, is_looked_up: bool) -> str:
    """Book and take that back: by the front desk's door, or by that of who has seen the time offered already."""
    starts_at, whose = from_epoch_minute(start), made.patients[0][0].id
    who = asked.practitioner_id, asked.location_id
    try:
        async with transaction():
            if is_looked_up:
                request = BookingRequest(
                    *(made.clinic.id, asked.service_id, who[0], starts_at, whose, who[1], asked.minutes)
                )
                await book_for_patient(made.deployment, made.staff, request)
            else:
                await bookings.book(
                    SlotRequest(asked.service_id, *who, starts_at, asked.minutes),
                    clinic_id=made.clinic.id,
                    patient_id=whose,
                    conversation_id=None,
                    created_by="staff",
                    clock=made.clock,
                    random=made.deployment.random,
                )
            wrongs = (await truth_of(made.clinic.id, made.now)).wrongs()
            assert wrongs == []
            raise _Undone
    except _Undone:
        return "booked"
    except ChatbookrError as refusal:
        return refusal.code


def _search(asked: Asked) -> SlotSearch:
    who = asked.service_id, asked.practitioner_id, asked.location_id
    return SlotSearch(*who, duration_minutes=asked.minutes, is_kept_length=True)


async def _may_move(made: Explored, truth: Truth) -> None:
    """See that a booking may go where nothing but itself is in the way, and nowhere else."""
    rows = [row for row in truth.rows[Booking] if row.status in STANDING and row.starts_at > made.now]
    if not rows:
        return
    booking = made.some(
        sorted(rows, key=lambda row: (row.starts_at, row.practitioner_id, row.created_at, row.reference))
    )
    asked, moved = as_asked(booking), truth.without(booking)
    places = truth.places(truth.one(Service, asked.service_id), booking.practitioner_id)
    if (asked.practitioner_id, asked.location_id) not in places:
        return
    search = replace(_search(asked), kept_by=booking.practitioner_id)
    await _may_go_beside(made, truth, booking, search)
    listed = await slots_for(made.clinic.id, search, now=made.now, moving=booking.id)
    offered, here = {epoch_minute(one.starts_at) for one in listed}, epoch_minute(booking.starts_at)
    near = [
        here + minutes for minutes in (0, -asked.minutes, asked.minutes, *made.chance.sample(range(-90, 90, 15), 3))
    ]
    for start in [*near, made.minute()]:
        expected, starts_at = moved.reasons(asked, start), from_epoch_minute(start)
        reasons = await reasons_for(made.clinic.id, search, starts_at, now=made.now, moving=[booking.id])
        again = await find_slots(made.clinic.id, search, starts_at, now=made.now, moving=booking.id)
        assert {one.value for one in reasons} == expected, (reasons, expected, asked, starts_at, booking.id)
        assert bool(again) == (start in offered) == (not expected), (again, expected, asked, starts_at)
        is_kept_out = expected & GUARDED and (moved.group_at(asked, start) is None or "seats" in expected)
        if not expected or is_kept_out:
            came_to = await _moves_to(made, booking, asked, starts_at)
            assert (came_to == "moved") == (not expected), (came_to, expected, asked, starts_at, booking.id)
        if expected and booking.series_id is None and made.is_so(0.3):
            await are_near_a_move(made, booking, start)


async def _may_go_beside(made: Explored, truth: Truth, booking: Booking, search: SlotSearch) -> None:
    """See that a booking that keeps its time meanwhile may go where nothing is, and does not count itself."""
    asked, beside = as_asked(booking), truth.beside(booking)
    wanted = replace(search, beside=booking.id)
    found = await slots_for(made.clinic.id, wanted, now=made.now)
    async with transaction():
        assert await slots_for(made.clinic.id, wanted, now=made.now) == found, "remembered otherwise beside a booking"
    offered, here = {epoch_minute(one.starts_at) for one in found}, epoch_minute(booking.starts_at)
    some = made.chance.sample(sorted(offered), min(3, len(offered)))
    for start in [*some, here + asked.minutes, here - asked.minutes, made.minute()]:
        expected = beside.reasons(asked, start)
        said = {one.value for one in await reasons_for(made.clinic.id, wanted, from_epoch_minute(start), now=made.now)}
        assert said == expected, (said, expected, asked, from_epoch_minute(start), booking.id)
        assert (start in offered) == (not expected), (expected, asked, from_epoch_minute(start), booking.id)


async def _moves_to(made: Explored, booking: Booking, asked: Asked, starts_at: datetime) -> str:
    """Move and take that back."""
    request = SlotRequest(
        asked.service_id, asked.practitioner_id, asked.location_id, starts_at, asked.minutes, is_kept_length=True
    )
    try:
        async with transaction():
            await bookings.reschedule(booking.id, clinic_id=made.clinic.id, to=request, clock=made.clock)
            truth = await truth_of(made.clinic.id, made.now)
            assert truth.wrongs() == []
            assert truth.one(Booking, booking.id).practitioner_id in {row.subject_id for row, _ in truth.engagements}
            raise _Undone
    except _Undone:
        return "moved"
    except ChatbookrError as refusal:
        return refusal.code


async def _is_fair(made: Explored, service: Service, minutes: int, starts_at: datetime) -> None:
    """Book with anybody, and see whose turn it was."""
    free = await find_slots(made.clinic.id, SlotSearch(service.id, duration_minutes=minutes), starts_at, now=made.now)
    had = await Booking.filter(clinic_id=made.clinic.id).exclude(status="cancelled")
    expected = min((_turn(one, had), str(one.location_id), one) for one in free)[2]
    request = BookingRequest(made.clinic.id, service.id, None, starts_at, made.patients[0][0].id, None, minutes)
    try:
        async with transaction():
            key = await book_for_patient(made.deployment, made.staff, request)
            booking = await Booking.get(id=key)
            assert (booking.practitioner_id, booking.location_id) == (expected.practitioner_id, expected.location_id)
            raise _Undone
    except _Undone:
        return


def _turn(slot: OfferedSlot, had: Sequence[Booking]) -> tuple[int, float, str]:
    """Count what somebody has in the week, then say since when they have had nothing to do."""
    zone = ZoneInfo(slot.zone)
    own = [one for one in had if one.practitioner_id == slot.practitioner_id]

    def week(instant: datetime) -> tuple[int, int]:
        return instant.astimezone(zone).isocalendar()[:2]

    count = sum(week(one.starts_at) == week(slot.starts_at) for one in own)
    over = max((one.ends_at.timestamp() for one in own if one.ends_at <= slot.starts_at), default=0.0)
    return count, over, str(slot.practitioner_id)
