"""Reads one calendar: what changed since the last time, or everything where that is not known any more."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import cast

from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.feed_rules import Reading
from chatbookr_core.calendars.rules import has_run_out, window
from chatbookr_core.channels.host import LentContext
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import CalendarConnection, CalendarFeed
from chatbookr_sdk import CalendarProvider, ChangedEvent, Changes, FollowingCalendar, FullSyncRequired, PermanentFailure

MOST_EVENTS = 100_000
"""More than anybody has in a few months: a calendar of more is refused instead of filling the memory."""
MOST_PAGES = 1_000
"""Pages may be empty, but not for ever."""


async def follow(
    deployment: Deployment, connection: CalendarConnection, feed: CalendarFeed, horizon: timedelta
) -> Reading:
    """Read what changed, all pages; everything in the window where there is no token, or the window has run out.

    Nothing is stored. Raises PermanentFailure("calendar_too_large"), and what the provider's trouble makes the plugin
    raise.
    """
    now = deployment.clock.now()
    since, until = feed.synced_from, feed.synced_until
    if feed.sync_token is not None and since is not None and until is not None and not has_run_out(until, now, horizon):
        try:
            return await _read(deployment, connection, feed.calendar_id, feed.sync_token, (since, until))
        except FullSyncRequired:
            pass  # what is kept stays until everything has been read anew
    return await _read(deployment, connection, feed.calendar_id, None, window(now, horizon))


async def _read(
    deployment: Deployment,
    connection: CalendarConnection,
    calendar_id: str,
    sync_token: str | None,
    within: tuple[datetime, datetime],
) -> Reading:
    read_at, events, page = deployment.clock.now(), list[ChangedEvent](), None
    for _ in range(MOST_PAGES):
        changes = await ask(deployment, connection, _question(calendar_id, sync_token, page, within))
        events += changes.events
        if len(events) > MOST_EVENTS:
            break
        page = changes.next_page
        if page is None:
            return Reading(tuple(events), sync_token is None, changes.sync_token, *within, read_at)
    raise PermanentFailure("calendar_too_large")


def _question(
    calendar_id: str, sync_token: str | None, page: str | None, within: tuple[datetime, datetime]
) -> Callable[[CalendarProvider, LentContext], Awaitable[Changes]]:
    """Ask for one page."""

    async def asked(provider: CalendarProvider, ctx: LentContext) -> Changes:
        following = cast(FollowingCalendar, provider)  # the calendar says that it can be followed
        starts_at, ends_at = within
        return await following.list_changes(
            ctx, calendar_id, sync_token=sync_token, page=page, starts_at=starts_at, ends_at=ends_at
        )

    return asked
