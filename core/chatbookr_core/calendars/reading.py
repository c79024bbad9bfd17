"""Reads the calendars of one connection that are due, and keeps what was read with what could not be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.feed_rules import Reading, Settlement, stretches
from chatbookr_core.calendars.feeds import blocking, known_feeds, store
from chatbookr_core.calendars.following import follow
from chatbookr_core.calendars.rules import Trouble, next_look, pause_after, window
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh
from chatbookr_core.models import CalendarConnection, CalendarFeed
from chatbookr_sdk import FreeBusy, PermanentFailure, PluginError, QuotaExceeded, TemporaryFailure

Problem = CalendarNotFresh | TemporaryFailure | PermanentFailure
LONGEST_CODE = 48


@dataclass(slots=True)
class Looks:
    """What one look at several calendars brought."""

    readings: list[tuple[CalendarFeed, Reading]] = field(default_factory=list)
    problems: list[tuple[CalendarFeed, Problem]] = field(default_factory=list)


def is_resting(feed: CalendarFeed, now: datetime) -> bool:
    """Tell whether a calendar failed lately and is not to be asked yet."""
    return feed.failures > 0 and feed.next_try_at is not None and feed.next_try_at > now


async def rests_until(connection: CalendarConnection, now: datetime) -> datetime | None:
    """Return when the first of its calendars that rest may be asked again; None where none rests."""
    feeds = await known_feeds(connection, blocking(connection))
    ends = (feed.next_try_at for feed in feeds if is_resting(feed, now) and feed.next_try_at is not None)
    return min(ends, default=None)


async def look(
    deployment: Deployment, connection: CalendarConnection, feeds: Sequence[CalendarFeed], horizon: timedelta
) -> Looks:
    """Ask the provider about each calendar; one that fails does not keep the others from being read.

    Raises NeedsReconnect where the grant is gone: there is nothing to be read then.
    """
    looks, others = Looks(), list[CalendarFeed]()
    for feed in feeds:
        if not feed.is_followable:
            others.append(feed)
            continue
        try:
            looks.readings.append((feed, await follow(deployment, connection, feed, horizon)))
        except (TemporaryFailure, PermanentFailure) as problem:
            looks.problems.append((feed, problem))
    if others:
        await _look_at_others(deployment, connection, others, horizon, looks)
    return looks


async def _look_at_others(
    deployment: Deployment,
    connection: CalendarConnection,
    feeds: Sequence[CalendarFeed],
    horizon: timedelta,
    looks: Looks,
) -> None:
    """Ask for the free/busy of calendars whose events are not ours to read; unknown is never free."""
    now = deployment.clock.now()
    since, until = window(now, horizon)
    try:
        answer = await free_busy(deployment, connection, [feed.calendar_id for feed in feeds], since, until)
    except (TemporaryFailure, PermanentFailure) as problem:
        looks.problems += [(feed, problem) for feed in feeds]
        return
    for feed in feeds:
        if feed.calendar_id in answer.unknown or feed.calendar_id not in answer.busy:
            looks.problems.append((feed, CalendarNotFresh(details={"calendars": 1})))
        else:
            events = stretches(answer.busy[feed.calendar_id])
            looks.readings.append((feed, Reading(events, True, None, since, until, now)))


async def free_busy(
    deployment: Deployment,
    connection: CalendarConnection,
    calendar_ids: Sequence[str],
    starts_at: datetime,
    ends_at: datetime,
) -> FreeBusy:
    """Ask when calendars are busy."""
    return await ask(
        deployment,
        connection,
        lambda provider, ctx: provider.free_busy(ctx, calendar_ids, starts_at=starts_at, ends_at=ends_at),
    )


async def keep(deployment: Deployment, looks: Looks, freshness: timedelta) -> list[Settlement]:
    """Store what was read, and how long what was not must rest. Needs a transaction."""
    now = deployment.clock.now()
    settled = [await store(feed, reading) for feed, reading in looks.readings]
    for feed, _ in looks.readings:
        is_pushed = feed.channel_id is not None and (feed.channel_expires_at or now) > now
        due_at = next_look(now, is_pushed=is_pushed, freshness=freshness)
        await CalendarFeed.filter(id=feed.id, clinic_id=feed.clinic_id).update(next_try_at=due_at)
    for feed, problem in looks.problems:
        failures = feed.failures + 1
        pause = pause_after(
            trouble_of(problem),
            failures,
            jitter=deployment.random.random(),
            retry_after_seconds=problem.retry_after_seconds if isinstance(problem, TemporaryFailure) else None,
        )
        await CalendarFeed.filter(id=feed.id, clinic_id=feed.clinic_id).update(
            failures=failures, last_error=code_of(problem), next_try_at=now + pause
        )
    return settled


async def freshness_of(connection: CalendarConnection) -> tuple[datetime | None, datetime | None, datetime | None]:
    """Return as of when the blocking calendars are all known, how far ahead, and when the next is due.

    The first is None while one of them was never read.
    """
    feeds = await known_feeds(connection, blocking(connection))
    ages = [feed.synced_at for feed in feeds if feed.synced_at is not None]
    reaches = [feed.synced_until for feed in feeds if feed.synced_until is not None]
    dues = [feed.next_try_at for feed in feeds if feed.next_try_at is not None]
    is_whole = len(ages) == len(set(blocking(connection)))
    return (min(ages) if is_whole else None), min(reaches, default=None), min(dues, default=None)


def trouble_of(problem: Problem) -> Trouble:
    """Sort a problem by how long it lasts."""
    if isinstance(problem, QuotaExceeded):
        return Trouble.QUOTA
    if isinstance(problem, TemporaryFailure):
        return Trouble.OUTAGE
    return Trouble.UNKNOWN if isinstance(problem, CalendarNotFresh) else Trouble.REFUSED


def code_of(problem: Problem) -> str:
    """Return what is shown of a problem: a code, never a provider's words."""
    if isinstance(problem, PermanentFailure):
        return problem.reason[:LONGEST_CODE]
    return ((problem.code if isinstance(problem, PluginError) else None) or "calendar_unknown")[:LONGEST_CODE]
