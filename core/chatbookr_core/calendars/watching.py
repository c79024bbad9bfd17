"""Push channels: opened for calendars that are read, renewed before they end, and believed by their secret alone."""

import hmac
import secrets
from datetime import datetime
from typing import cast

from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.calendars.feeds import blocking
from chatbookr_core.calendars.rules import CHANNEL_LIFE, RENEW_BEFORE, can_be_pushed, needs_channel
from chatbookr_core.channels.connections import CONNECTED, calendar_for, credentials_of
from chatbookr_core.channels.host import LentContext, lend
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import CalendarConnection, CalendarFeed
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_core.scope import admit, every_clinic
from chatbookr_sdk import (
    CalendarProvider,
    Capability,
    FollowingCalendar,
    Notification,
    PermanentFailure,
    PluginError,
    Secret,
    TemporaryFailure,
    Watch,
)

AGAIN_AFTER = RENEW_BEFORE * 2  # a calendar that cannot be watched is polled, and asked about again a day later


def hashed(secret: Secret) -> str:
    """Return what is kept of a channel's secret."""
    return token_hash_of(secret.reveal())


async def keep_watched(deployment: Deployment, connection: CalendarConnection) -> None:
    """End the push channels that are out of use, open those that a connection lacks or that end soon for new ones.

    Opens its own transactions. A provider that refuses or fails leaves the calendar to be polled. Raises
    NeedsReconnect.
    """
    await _end_unused(deployment, connection)
    _, provider = deployment.plugins.calendar_for(connection.plugin)
    can_watch = Capability.WATCH_CHANGES in provider.manifest.capabilities
    if not can_watch or not can_be_pushed(deployment.settings.public_url):
        return
    wanted, now = set(blocking(connection)), deployment.clock.now()
    for feed in await CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id):
        is_wanted = feed.calendar_id in wanted and feed.is_followable
        if is_wanted and needs_channel(feed.channel_expires_at, now):
            await _renew(deployment, connection, feed)


async def _end_unused(deployment: Deployment, connection: CalendarConnection) -> None:
    """End the channels of calendars that take no time any more, also where nothing could be pushed by now."""
    wanted = set(blocking(connection))
    for feed in await CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id):
        if feed.channel_id is not None and not (feed.calendar_id in wanted and feed.is_followable):
            await _replace(feed, None, None)
            await _end(deployment, connection, feed)


async def _renew(deployment: Deployment, connection: CalendarConnection, feed: CalendarFeed) -> None:
    """Open a new channel before the old one is ended: a change in between is told by either."""
    now, secret = deployment.clock.now(), Secret(secrets.token_urlsafe(32))
    channel_id = secrets.token_hex(16)
    address = f"{deployment.settings.public_url}/hooks/{connection.plugin}"

    async def question(provider: CalendarProvider, ctx: LentContext) -> Watch:
        return await cast(FollowingCalendar, provider).watch(
            ctx, feed.calendar_id, channel_id=channel_id, secret=secret, address=address, until=now + CHANNEL_LIFE
        )

    try:
        opened = await ask(deployment, connection, question)
    except PermanentFailure:
        # also the channel that still stands is given up: it ends within a day, and would count as one that tells
        if await _replace(feed, None, None, again_at=now + AGAIN_AFTER):
            await _end(deployment, connection, feed)
        return
    except TemporaryFailure:
        return  # asked again at the next look; until then polling goes on
    if await _replace(feed, opened, hashed(secret)):
        await _end(deployment, connection, feed)


async def _replace(
    feed: CalendarFeed, opened: Watch | None, secret_hash: str | None, *, again_at: datetime | None = None
) -> bool:
    """Note which channel stands, or when to ask for one again; of two that were opened at once one ends by itself."""
    async with transaction():
        own = CalendarFeed.filter(id=feed.id, clinic_id=feed.clinic_id, channel_id=feed.channel_id)
        changed = await own.update(
            channel_id=opened.channel_id if opened else None,
            channel_secret_hash=secret_hash,
            channel_resource_id=opened.resource_id if opened else None,
            channel_expires_at=opened.expires_at if opened else again_at,
        )
    return bool(changed)


async def _end(deployment: Deployment, connection: CalendarConnection, feed: CalendarFeed) -> None:
    """End the channel `feed` was read with; where that fails it ends by itself, and nobody believes it meanwhile."""
    channel_id, resource_id = feed.channel_id, feed.channel_resource_id
    if channel_id is None or resource_id is None:
        return
    loaded, provider = deployment.plugins.calendar_for(connection.plugin)
    credentials = await credentials_of(deployment, connection)
    context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    try:
        await cast(FollowingCalendar, provider).unwatch(context, channel_id, resource_id)
    except PluginError as problem:
        context.log.info("calendar.unwatch_failed", code=problem.code)


async def end_channels(deployment: Deployment, connection: CalendarConnection) -> None:
    """End every channel of a connection that is being disconnected, and forget its calendars."""
    if connection.credentials_sealed is not None:
        for feed in await CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id):
            await _end(deployment, connection, feed)
    async with transaction():
        await CalendarFeed.filter(clinic_id=connection.clinic_id, connection_id=connection.id).delete()


async def take_push(deployment: Deployment, plugin: str, notification: Notification) -> bool:
    """Owe a look at the calendar a push is about; False where its secret is not the channel's, or there is none.

    A push is a hint and nothing more: what changed is asked for with our own credentials. Opens its own transaction.
    """
    with every_clinic("intake"):
        feed = await CalendarFeed.get_or_none(channel_id=notification.channel_id)  # any clinic: the channel says which
    known = feed.channel_secret_hash if feed is not None else None
    is_right = hmac.compare_digest(known or "0" * 64, hashed(notification.secret))
    if feed is None or known is None or not is_right or feed.channel_resource_id != notification.resource_id:
        return False
    admit((feed.clinic_id,))
    now = deployment.clock.now()
    connection = await calendar_for(feed.connection_id, clinic_id=feed.clinic_id)
    if connection.plugin != plugin or connection.state != CONNECTED:
        return False
    if not notification.is_greeting:
        async with transaction():
            await CalendarFeed.filter(id=feed.id, clinic_id=feed.clinic_id).update(pushed_at=now)
            await read_soon(connection, now, occasion="pushed")
    return True
