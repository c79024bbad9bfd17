"""A calendar that is left off by a choice takes no time any more, is not followed, and is not pushed of."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.clinic_world import DOCTOR, PUBLIC_URL, World
from tests.workers.followed_calendar import STAFF, TUESDAY, busy, insert, read, span, timed
from tests.workers.followed_calendar import world as world
from tests.workers.test_calendar_pushes import channels, watched

from chatbookr_core.calendars import reading, service
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.calendars.watching import keep_watched
from chatbookr_core.db import transaction
from chatbookr_core.models import CalendarConnection, CalendarEvent, CalendarFeed

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

ROOM = "room@example.org"
LATER = TUESDAY + timedelta(hours=2)


async def choose(world: World, connection: CalendarConnection, *blocking: str, written: str = DOCTOR) -> None:
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=written, blocking=blocking)


async def room_besides(world: World) -> tuple[CalendarConnection, CalendarFeed]:
    """Let a second calendar take time, be followed and be pushed of; each has an event."""
    mine = {"id": DOCTOR, "summary": "Dr One", "timeZone": world.clinic.zone, "primary": True}
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": "owner"}
    answer = await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [mine, entry]})
    assert answer.status_code == 200, answer.text
    connection, _ = await watched(world)
    await choose(world, connection, ROOM)
    await insert(world, timed(TUESDAY))
    made = await world.google("POST", f"/calendars/{ROOM}/events", json=timed(LATER))
    assert made.status_code == 200, made.text
    await read(world, connection)
    await keep_watched(world.deployment, connection)
    return connection, await CalendarFeed.get(connection_id=connection.id, calendar_id=ROOM)


async def test_what_was_read_of_it_is_forgotten_at_once(world: World) -> None:
    connection, followed = await room_besides(world)
    before, pushed_of = await busy(world), len(await channels(world))

    await choose(world, connection)

    left = await CalendarFeed.get(id=followed.id)
    assert (before, pushed_of) == ([span(TUESDAY), span(LATER)], 2)
    assert await busy(world) == [span(TUESDAY)]
    assert await CalendarEvent.filter(feed_id=followed.id).count() == 0
    assert followed.sync_token is not None
    assert {left.sync_token, left.synced_at, left.channel_secret_hash, left.channel_expires_at} == {None}


@pytest.mark.parametrize("is_pushed_to", [True, False])
async def test_its_push_channel_is_ended_though_nothing_is_pushed_here_any_more(
    world: World, *, is_pushed_to: bool
) -> None:
    connection, followed = await room_besides(world)
    await choose(world, connection)
    if not is_pushed_to:
        settings = replace(world.deployment.settings, public_url=PUBLIC_URL)
        world.deployment = replace(world.deployment, settings=settings)

    await world.work()

    assert followed.channel_id not in await channels(world)
    assert (await CalendarFeed.get(id=followed.id)).channel_id is None


async def test_one_that_is_chosen_again_is_read_and_pushed_of_anew(world: World) -> None:
    connection, followed = await room_besides(world)
    await choose(world, connection)
    await choose(world, connection, ROOM)

    await world.work(within=timedelta(seconds=2))

    again = await CalendarFeed.get(id=followed.id)
    assert await busy(world) == [span(TUESDAY), span(LATER)]
    assert again.channel_id not in (None, followed.channel_id)
    assert len(await channels(world)) == 2


async def test_a_reading_that_began_before_a_choice_says_nothing_of_what_is_chosen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the clinic's times were promised though a calendar that takes time by now was never read."""
    connection, _ = await room_besides(world)
    await choose(world, connection)
    await world.work(within=timedelta(seconds=2))
    await connection.refresh_from_db()

    async def overtaken(*asked: Any) -> Any:
        seen = await reading.look(*asked)
        await choose(world, connection, ROOM)
        return seen

    monkeypatch.setattr(service, "look", overtaken)
    await fetch_busy(world.deployment, await CalendarConnection.get(id=connection.id))

    assert (await CalendarConnection.get(id=connection.id)).fetched_at is None
