"""What is done with calendars: busy times are fetched, a slot is checked live, a booking is written or removed."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.unseen import owe_answers
from chatbookr_core.calendars.banner import GONE
from chatbookr_core.calendars.drifts import suspect, suspect_unseen
from chatbookr_core.calendars.feeds import blocking, busy_minutes, feeds_of, replace_busy
from chatbookr_core.calendars.leaving import leave_there
from chatbookr_core.calendars.patience import all_of, answering
from chatbookr_core.calendars.reading import Looks, code_of, free_busy, freshness_of, is_resting, keep, look
from chatbookr_core.calendars.rules import POLL
from chatbookr_core.calendars.trouble import look_when_stale, note_written_calendar
from chatbookr_core.channels.connections import CONNECTED, calendars_of
from chatbookr_core.conversations.tasks import close_unreadable
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, NeedsReconnect
from chatbookr_core.events import Change
from chatbookr_core.faultpoints import reach
from chatbookr_core.models import CalendarConnection, Clinic, Service
from chatbookr_core.waitlist.owing import owe_look
from chatbookr_sdk import Busy, PermanentFailure, TemporaryFailure

PORTION = timedelta(days=56)
"""So much of a calendar is asked about at once: providers refuse to answer for longer stretches."""
Span = tuple[datetime, datetime]
Buffers = tuple[timedelta, timedelta]
NO_BUFFERS: Final = (timedelta(0), timedelta(0))


async def nobody_joins() -> bool:
    """Say that nothing that stands in a calendar is joined."""
    return False


async def fetch_busy(deployment: Deployment, connection: CalendarConnection, *, rests: bool = False) -> None:
    """Bring the stored busy times of one connection up to date, in a transaction of its own.

    A calendar the provider could not answer for leaves what is known of it as it was: unknown is never free. With
    `rests`, one that failed lately is left in peace. Raises CalendarNotFresh where one is not known, and what the
    provider's trouble makes the plugin raise, both after what could be read is kept.
    """
    clinic = await Clinic.get(id=connection.clinic_id)
    now, horizon = deployment.clock.now(), timedelta(days=clinic.horizon_days)
    feeds = await feeds_of(deployment, connection)
    due = [feed for feed in feeds if not (rests and is_resting(feed, now))]
    if not due:
        return
    failed = [feed for feed in feeds if feed.failures]
    looks = await look(deployment, connection, due, horizon)
    freshness = timedelta(minutes=clinic.calendar_freshness_minutes)
    async with transaction():
        if not await _is_as_asked(connection):
            return
        settled = await keep(deployment, looks, freshness)
        await suspect(connection, {one for each in settled for one in each.booking_ids}, now)
        first_read = [feed.calendar_id for feed, _ in looks.readings if feed.synced_at is None]
        await suspect_unseen(connection, _read_from_the_beginning(looks), now)
        await leave_there(connection, first_read, now)
        is_changed = bool(first_read) or any(not one.is_empty for one in settled)
        if await _bring_up_to_date(connection, now - freshness, is_changed=is_changed):
            await owe_look(connection.clinic_id, because=f"calendar:{connection.id}:{now.timestamp()}", now=now)
            await owe_answers(connection.clinic_id, connection.practitioner_id, now)
        await _note_trouble(connection, looks, freshness, now)
        if not looks.problems and failed and all(feed in due for feed in failed):
            await close_unreadable(connection.clinic_id, connection.id, now)
    if looks.problems:
        raise looks.problems[0][1]


def _read_from_the_beginning(looks: Looks) -> list[str]:
    """Name the calendars whose events were all read: such a reading tells of nothing that is gone."""
    return [feed.calendar_id for feed, reading in looks.readings if reading.is_full and feed.is_followable]


async def _note_trouble(connection: CalendarConnection, looks: Looks, freshness: timedelta, now: datetime) -> None:
    """Note what could not be read, and whether the calendar that is written is there."""
    told = {feed.calendar_id: code_of(problem) for feed, problem in looks.problems}
    if connection.calendar_id in told or any(feed.calendar_id == connection.calendar_id for feed, _ in looks.readings):
        await note_written_calendar(connection, is_gone=told.get(connection.calendar_id) == GONE, now=now)
    if looks.problems:
        whose = CalendarConnection.filter(clinic_id=connection.clinic_id)
        await look_when_stale(await whose.get(id=connection.id), freshness, now)


async def _is_as_asked(connection: CalendarConnection) -> bool:
    """Lock the connection against other readings, unless it was disconnected while the provider answered.

    Nor where other calendars were chosen meanwhile: of those nothing was read, and a reading of them is owed.
    """
    own = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id, state=CONNECTED)
    now = await own.select_for_update().get_or_none()
    return now is not None and blocking(now) == blocking(connection)


async def _bring_up_to_date(connection: CalendarConnection, trusted_since: datetime, *, is_changed: bool) -> bool:
    """Note as of when the busy times are known; write them anew where they changed.

    Tell whether any fell free, or what is free can be seen again: it was read too long ago to be trusted.
    """
    tx, has_freed = current_transaction(), False
    fetched_at, until, due_at = await freshness_of(connection)
    own = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id)
    if fetched_at is None:
        await own.update(next_read_at=due_at)
    else:
        await own.update(fetched_at=fetched_at, fetched_until=until, next_read_at=due_at)
    if is_changed or connection.fetched_at is None:
        has_freed = await replace_busy(connection, await busy_minutes(connection))
    tx.tell(Change("connection", connection.clinic_id, connection.id))
    was_unseen = connection.fetched_at is None or connection.fetched_at < trusted_since
    return has_freed or (was_unseen and fetched_at is not None and fetched_at >= trusted_since)


async def is_free_live(
    deployment: Deployment,
    *,
    clinic_id: UUID,
    practitioner_id: UUID,
    service_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    own: Collection[Span] = (),
    is_joined: Callable[[], Awaitable[bool]] = nobody_joins,
    until: float | None = None,
) -> bool:
    """Ask all of the practitioner's calendars right now, `until` then; True where there is none to ask.

    The service's buffers are to be free too. An event at exactly one of the times `own` is the booking that is being
    moved, and in nobody's way. Nor is one at the very time that is asked about where `is_joined` says that the patient
    would join it, asked where there is any; nor what is beside that: the group stands there already.
    Where it is not free, more may have changed that is not stored yet: all busy times are fetched where that can be,
    so that what is offered instead is free; so they are where what is stored is trusted no longer. Raises
    CalendarNotFresh where it cannot be asked or cannot say.
    """
    connections = await calendars_of(practitioner_id, clinic_id=clinic_id)
    around = await _buffers(service_id, clinic_id) if connections else NO_BUFFERS
    asked = _with(around, when := (starts_at, ends_at))
    kept = {_clipped(span, asked) for span in own}  # providers clip what they answer to the stretch that was asked for
    reach("calendar.before_live_check")
    try:
        for connection in connections:
            async with answering(until):
                met = await _met(deployment, connection, asked) - kept
            if met and not (_within(met, when) == {when} and await is_joined()):
                await _read_beside(deployment, connection, until)
                return False
            if await _is_out_of_date(deployment, connection):
                await _read_beside(deployment, connection, until)
    except NeedsReconnect as problem:
        raise CalendarNotFresh() from problem
    return True


async def _is_out_of_date(deployment: Deployment, connection: CalendarConnection) -> bool:
    """Tell whether what is stored of a calendar is trusted no longer: as it answers again, it need not be refused."""
    now, known = deployment.clock.now(), connection.fetched_at
    if known is not None and now - known <= POLL:
        return False
    clinic = await Clinic.get(id=connection.clinic_id)
    return known is None or now - known > timedelta(minutes=clinic.calendar_freshness_minutes)


async def _buffers(service_id: UUID, clinic_id: UUID) -> Buffers:
    """Return how long before and after an appointment its practitioner is to be free too."""
    service = await Service.get_or_none(id=service_id, clinic_id=clinic_id)
    if service is None:
        return NO_BUFFERS
    return timedelta(minutes=service.buffer_before_minutes), timedelta(minutes=service.buffer_after_minutes)


def _with(around: Buffers, span: Span) -> Span:
    return span[0] - around[0], span[1] + around[1]


def _within(met: Collection[Span], when: Span) -> set[Span]:
    """Return what of some spans lies within a time; providers join what touches: a group's event and another."""
    return {_clipped(span, when) for span in met if _meets(span, when)}


def _clipped(span: Span, to: Span) -> Span:
    return max(span[0], to[0]), min(span[1], to[1])


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and one[1] > other[0]


async def _met(deployment: Deployment, connection: CalendarConnection, asked: Span) -> set[Span]:
    """Return what takes time of a stretch."""
    spans = {(one.starts_at, one.ends_at) for one in await _live(deployment, connection, *asked)}
    return {span for span in spans if _meets(span, asked)}


async def busy_among(
    deployment: Deployment,
    *,
    clinic_id: UUID,
    practitioner_id: UUID,
    service_id: UUID,
    spans: Sequence[Span],
    own: Collection[Span] = (),
    until: float | None = None,
) -> set[Span]:
    """Ask all of the practitioner's calendars right now about many times, and return those at which one is busy.

    As `is_free_live`, with a question for each PORTION of each calendar instead of one for each time, all at once. A
    time that is one of `own` has its event already: what is beside it counts no more.
    """
    connections = await calendars_of(practitioner_id, clinic_id=clinic_id)
    around = await _buffers(service_id, clinic_id) if connections else NO_BUFFERS
    portions = _portions({span: span if span in own else _with(around, span) for span in spans})
    asked = [(connection, portion) for connection in connections for portion in portions]
    if not asked:
        return set()
    try:
        async with answering(until):
            answers = await all_of([partial(_busy_in, deployment, *one, own) for one in asked])
        for connection in {one.id: one for (one, _), met in zip(asked, answers, strict=True) if met}.values():
            await _read_beside(deployment, connection, until)
    except NeedsReconnect as problem:
        raise CalendarNotFresh() from problem
    return set[Span]().union(*answers)


async def _busy_in(
    deployment: Deployment, connection: CalendarConnection, portion: Mapping[Span, Span], own: Collection[Span]
) -> set[Span]:
    """Return at which times of a portion a calendar is busy, but for what is `own`."""
    since, until = min(start for start, _ in portion.values()), max(end for _, end in portion.values())
    kept = {_clipped(span, (since, until)) for span in own}
    busy = await _met(deployment, connection, (since, until)) - kept
    return {span for span, asked in portion.items() if any(_meets(one, asked) for one in busy)}


def _portions(asked: Mapping[Span, Span]) -> list[dict[Span, Span]]:
    """Put times, each with what is to be free around it, into stretches of PORTION."""
    portions, began = list[dict[Span, Span]](), None
    for span in sorted(asked):
        if began is None or span[0] - began >= PORTION:
            portions.append({})
            began = span[0]
        portions[-1][span] = asked[span]
    return portions


async def _read_beside(deployment: Deployment, connection: CalendarConnection, until: float | None) -> None:
    """Fetch the busy times for what is offered instead; that the time is taken holds whether or not that works.

    Of several who lose one race all but one find that somebody else has read the calendar meanwhile.
    """
    with suppress(CalendarNotFresh, NeedsReconnect, PermanentFailure, TemporaryFailure, TimeoutError):
        async with asyncio.timeout_at(until):
            await fetch_busy(deployment, connection)


async def _live(
    deployment: Deployment, connection: CalendarConnection, starts_at: datetime, ends_at: datetime
) -> list[Busy]:
    calendar_ids = blocking(connection)
    answer = await free_busy(deployment, connection, calendar_ids, starts_at, ends_at)
    missing = [one for one in calendar_ids if one in answer.unknown or one not in answer.busy]
    if missing:
        raise CalendarNotFresh(details={"calendars": len(missing)})
    return [span for spans in answer.busy.values() for span in spans]
