import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.clinic_world import DOCTOR, PUBLIC_URL, World
from tests.workers.followed_calendar import STAFF, TUESDAY, busy, connected, insert, read, span, timed
from tests.workers.followed_calendar import world as world

from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.calendars.watching import keep_watched
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.models import (
    CalendarConnection,
    CalendarEvent,
    CalendarFeed,
    Job,
)

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


# --- pushes -------------------------------------------------------------------------------------------------------


async def watched(world: World) -> tuple[CalendarConnection, CalendarFeed]:
    """Open a push channel, as a deployment that is served over TLS does."""
    connection = await connected(world)
    settings = replace(world.deployment.settings, public_url=PUBLIC_URL.replace("http:", "https:"))
    world.deployment = replace(world.deployment, settings=settings)
    await keep_watched(world.deployment, connection)
    return connection, await CalendarFeed.get(connection_id=connection.id, calendar_id=DOCTOR)


async def channels(world: World) -> list[str]:
    answer = await world.sandbox.get("/sandbox/google/channels")
    return [channel["id"] for channel in answer.json()["channels"]]


async def pushed_jobs(world: World) -> int:
    return await Job.filter(kind="calendar.refresh", dedupe_key__contains=":pushed:").count()


async def push(world: World, feed: CalendarFeed, **changes: str) -> int:
    headers = {
        "X-Goog-Channel-ID": feed.channel_id or "",
        "X-Goog-Channel-Token": "wrong",
        "X-Goog-Resource-ID": feed.channel_resource_id or "",
        "X-Goog-Resource-State": "exists",
        "X-Goog-Message-Number": "2",
        **changes,
    }
    return (await world.api.post("/hooks/gcal", headers=headers)).status_code


async def until_pushed(world: World, count: int) -> None:
    for _ in range(1000):
        if await pushed_jobs(world) >= count:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nothing was pushed")


async def test_a_change_is_pushed_and_read_without_waiting_for_the_poll(world: World) -> None:
    connection, feed = await watched(world)
    await insert(world, timed(TUESDAY))
    await until_pushed(world, 1)

    await world.work()

    assert await channels(world) == [feed.channel_id]
    assert await busy(world) == [span(TUESDAY)]
    await connection.refresh_from_db()
    assert connection.next_read_at == world.clock.now() + timedelta(minutes=5)  # the floor: pushes can be lost


async def test_what_changes_just_after_a_push_was_read_is_read_a_second_later(world: World) -> None:
    """However many pushes come within one second: a look that began before the last change has not seen it."""
    connection = await connected(world)
    for _ in range(4):
        async with transaction():
            await read_soon(connection, world.clock.now(), occasion="pushed")
        await world.work()
        if not await busy(world):
            await insert(world, timed(TUESDAY))
    at_once, owed = await busy(world), await pushed_jobs(world)

    world.clock.turn(timedelta(seconds=1))
    await world.work()

    assert (at_once, owed) == ([], 2)
    assert await busy(world) == [span(TUESDAY)]


@pytest.mark.attack("forged-push")
async def test_a_push_without_the_channels_secret_does_nothing(world: World) -> None:
    _, feed = await watched(world)

    wrong_secret = await push(world, feed)
    unknown = await push(world, feed, **{"X-Goog-Channel-ID": "f" * 32})
    no_push = await push(world, feed, **{"X-Goog-Resource-State": "asleep"})
    get = (await world.api.get("/hooks/gcal")).status_code

    assert [wrong_secret, unknown, no_push, get] == [401, 401, 401, 401]
    assert await pushed_jobs(world) == 0
    assert len(feed.channel_secret_hash or "") == 64


async def test_a_channel_is_renewed_before_its_end_and_the_old_one_is_ended(world: World) -> None:
    connection, feed = await watched(world)
    await keep_watched(world.deployment, connection)
    unchanged = await channels(world)
    world.clock.turn(timedelta(days=6, hours=1))
    await world.expire_google("access")
    await keep_watched(world.deployment, connection)
    renewed = await CalendarFeed.get(id=feed.id)

    assert unchanged == [feed.channel_id]
    assert await channels(world) == [renewed.channel_id]
    assert renewed.channel_id != feed.channel_id
    assert renewed.channel_secret_hash != feed.channel_secret_hash
    assert renewed.channel_expires_at == world.clock.now() + timedelta(days=7)


async def test_a_provider_that_refuses_to_push_is_polled_and_asked_again_a_day_later(world: World) -> None:
    await world.fault("google", "events.watch", "gone")
    connection, refused = await watched(world)
    await keep_watched(world.deployment, connection)
    at_once = await channels(world)
    world.clock.turn(timedelta(days=1, minutes=1))
    await world.expire_google("access")
    await keep_watched(world.deployment, connection)

    assert refused.channel_id is None
    assert at_once == []
    assert len(await channels(world)) == 1


async def test_a_channel_that_may_not_be_renewed_is_given_up_and_its_calendar_polled(world: World) -> None:
    """It counted as one that tells of changes for two more days, though Google ends it within one."""
    connection, feed = await watched(world)
    world.clock.turn(timedelta(days=6, hours=1))
    await world.expire_google("access")
    await world.fault("google", "events.watch", "gone")

    await keep_watched(world.deployment, connection)
    refused = await CalendarFeed.get(id=feed.id)
    await read(world, connection)
    open_then = await channels(world)
    world.clock.turn(timedelta(days=1, minutes=1))
    await world.expire_google("access")
    await keep_watched(world.deployment, connection)

    assert (refused.channel_id, refused.channel_secret_hash, open_then) == (None, None, [])
    assert connection.next_read_at == world.clock.now() - timedelta(days=1)
    assert len(await channels(world)) == 1


async def test_a_disconnect_ends_the_channels_and_forgets_the_calendars(world: World) -> None:
    connection, _ = await watched(world)
    await insert(world, timed(TUESDAY))
    await read(world, connection)

    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    events = await CalendarEvent.all().count()
    await world.work()

    assert events == 0
    assert await channels(world) == []
    assert await CalendarFeed.all().count() == 0
    assert (await CalendarConnection.get(id=connection.id)).state == "disconnected"
