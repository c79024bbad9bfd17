"""Finds free times for what a patient asked, by its days and hours, and those nearest to one that is gone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.assistant.unseen import hides_times
from chatbookr_core.availability import around, days_with_space, nearest, spread
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, Starts, starts_for
from chatbookr_core.availability.zones import DAY_MINUTES, local_minutes
from chatbookr_core.bookings.fairness import fairest
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import DayWithSpace, Purpose, Refused, Slot, SlotQuery, SlotsFound
from chatbookr_core.errors import NotFound

NEAREST = 3
EPOCH = date(1970, 1, 1)
THURSDAY = 3  # the weekday of the day from which minutes are counted, 0 for Monday


async def find_times(deployment: Deployment, clinic_id: UUID, query: SlotQuery, *, zone: str) -> SlotsFound:
    """Answer with a few times spread over days, with those of one day, or with the days that have space. Only reads.

    `zone` is the clinic's.
    """
    offered = [_fitting(one, query) for one in await _offered(deployment, clinic_id, query, zone)]
    starts = sorted({minute for one in offered for minute in one.minutes})
    if query.purpose is Purpose.DAYS:
        chosen: list[int] = []
        starts = _from_week_before(starts, query)
    elif query.purpose is Purpose.DAY:
        chosen = starts
    elif query.around is not None:
        chosen = around(starts, zone, epoch_minute(query.around))
    else:
        chosen = spread(starts, zone)
    days = tuple(
        DayWithSpace(day.day, day.count, from_epoch_minute(day.first_start)) for day in days_with_space(starts, zone)
    )
    is_unseen = not starts and await hides_times(clinic_id, query, now=deployment.clock.now())
    on_request = any(one.is_on_request for one in offered)
    return SlotsFound(query, await _slots(clinic_id, offered, chosen), days, is_unseen, on_request)


def _from_week_before(starts: list[int], query: SlotQuery) -> list[int]:
    """List days from a week before the time that is looked around, unless there are none."""
    if query.around is None:
        return starts
    since = epoch_minute(query.around) - 7 * DAY_MINUTES
    return [start for start in starts if start >= since] or starts


def _fitting(offered: Starts, query: SlotQuery) -> Starts:
    """Keep the starts between the local times that were asked for."""
    if not (query.from_time or query.until_time or query.weekdays or query.days or query.refused or query.day_hours):
        return offered
    earliest = _minute_of_day(query.from_time) if query.from_time is not None else 0
    latest = _minute_of_day(query.until_time) if query.until_time is not None else DAY_MINUTES
    fitting = [
        minute
        for minute, local in local_minutes(list(offered.minutes), offered.zone)
        if earliest <= local % DAY_MINUTES < latest
        and (not query.weekdays or (local // DAY_MINUTES + THURSDAY) % 7 in query.weekdays)
        and (not query.days or EPOCH + timedelta(days=local // DAY_MINUTES) in query.days)
        and not (query.refused and _is_refused(query.refused, local))
        and (not query.day_hours or any(one.covers(*_day_and_time(local)) for one in query.day_hours))
    ]
    return replace(offered, minutes=fitting)


def _is_refused(refused: Refused, local: int) -> bool:
    day, at = _day_and_time(local)
    return refused.covers(day.weekday(), at)


def _day_and_time(local: int) -> tuple[date, time]:
    day, minute = divmod(local, DAY_MINUTES)
    return EPOCH + timedelta(days=day), time(*divmod(minute, 60))


def _minute_of_day(at: time) -> int:
    """Number a local time's minute; of one within a minute the next, before which nothing starts that would fit."""
    return at.hour * 60 + at.minute + (at.second > 0 or at.microsecond > 0)


async def _offered(deployment: Deployment, clinic_id: UUID, query: SlotQuery, zone: str) -> list[Starts]:
    """List what is offered within the days asked for, but for the time that a booking to be moved has."""
    earliest, latest = query.after, None
    if query.day is not None:
        midnight = datetime.combine(query.day, time(), ZoneInfo(zone))
        earliest = max(midnight, earliest) if earliest else midnight
        latest = datetime.combine(query.day + timedelta(days=1), time(), ZoneInfo(zone))
    elif query.last_day is not None:
        latest = datetime.combine(query.last_day + timedelta(days=1), time(), ZoneInfo(zone))
    search = SlotSearch(
        query.service_id,
        query.practitioner_id,
        query.location_id,
        earliest,
        latest,
        query.duration_minutes,
        is_kept_length=True,
        or_on_request=True,
        standing=query.standing,
        kept_by=query.kept_by,
        beside=query.beside,
    )
    try:
        found = await starts_for(clinic_id, search, now=deployment.clock.now())
    except NotFound:  # the service was taken away just now
        return []
    if query.besides is None:
        return found
    has = epoch_minute(query.besides)
    return [replace(one, minutes=[minute for minute in one.minutes if minute != has]) for one in found]


async def _slots(clinic_id: UUID, offered: Sequence[Starts], starts: Sequence[int]) -> tuple[Slot, ...]:
    """One slot for each start: where several practitioners are free, with whom it is fair."""
    wanted = set(starts)
    shown = [one.slot(minute) for one in offered for minute in one.minutes if minute in wanted]
    return tuple(_slot(slot) for slot in await fairest(clinic_id, shown))


def _slot(offered: OfferedSlot) -> Slot:
    who = offered.practitioner_id, offered.location_id
    return Slot(offered.starts_at, offered.ends_at, *who, offered.is_on_request)


async def nearest_slots(
    deployment: Deployment,
    clinic_id: UUID,
    query: SlotQuery,
    wanted: datetime,
    *,
    zone: str,
    is_gone: Callable[[OfferedSlot], bool] = lambda _: False,
) -> tuple[Slot, ...]:
    """Find the offered times closest to one that is gone, apart from those of which the caller knows better.

    That at which a booking is that would be moved (`query.besides`) is none of them.
    """
    offered = [
        replace(one, minutes=[minute for minute in one.minutes if not is_gone(one.slot(minute))])
        for one in await _offered(deployment, clinic_id, query, zone)
    ]
    starts = nearest([minute for one in offered for minute in one.minutes], epoch_minute(wanted), NEAREST)
    return await _slots(clinic_id, offered, starts)
