"""A calendar that cannot be read is told of as it falls stale, however long it rests until the next try."""

from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.workers.followed_calendar import STAFF, connected
from tests.workers.followed_calendar import world as world
from tests.workers.test_event_places import ROOM, write_to_another_calendar

from chatbookr_core.calendars import reading
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.db import transaction
from chatbookr_core.models import CalendarConnection, CalendarFeed, LoggedChange, StaffTask
from chatbookr_core.scope import every_clinic
from chatbookr_sdk import QuotaExceeded
from chatbookr_workers.schedule import Schedule, declared_periodics

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

STEP, HOUR = timedelta(seconds=5), timedelta(hours=1)
POLLED = timedelta(minutes=1)


async def pass_by(world: World, span: timedelta) -> None:
    """Let time pass, with the calendars polled."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    end = world.clock.now() + span
    while world.clock.now() < end:
        with every_clinic("schedule"):
            await schedule.look(world.deployment)
        await world.work(within=min(STEP, end - world.clock.now()))


async def test_one_that_is_refused_is_told_of_as_it_falls_stale(world: World) -> None:
    await connected(world)
    await write_to_another_calendar(world)
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=ROOM, blocking=[])
    await world.work()
    limit = timedelta(minutes=world.clinic.calendar_freshness_minutes)
    gone = await world.google("DELETE", f"/calendars/{ROOM}")
    await pass_by(world, limit - POLLED)
    await connection.refresh_from_db()
    assert connection.fetched_at is not None
    stale_at = connection.fetched_at + limit
    told = LoggedChange.filter(kind="connection", subject_id=connection.id)
    before = await told.count()

    await pass_by(world, stale_at - world.clock.now() + timedelta(seconds=2))

    feed = await CalendarFeed.get(connection_id=connection.id, calendar_id=ROOM)
    assert gone.status_code == 204, gone.text
    assert feed.next_try_at is not None
    assert feed.next_try_at - world.clock.now() > timedelta(minutes=2)  # and nothing else looks before
    assert await told.count() == before + 1
    assert await StaffTask.filter(kind="calendar_unreadable", state="open").count() == 1


async def test_one_that_is_to_be_left_alone_for_an_hour_is_told_of_as_it_falls_stale(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = await connected(world)

    async def follow(*_: object) -> None:
        raise QuotaExceeded("not now", code="rateLimitExceeded", retry_after_seconds=HOUR.total_seconds())

    monkeypatch.setattr(reading, "follow", follow)
    limit = timedelta(minutes=world.clinic.calendar_freshness_minutes)
    asked = []
    for span in (limit - POLLED, 2 * POLLED, HOUR / 2):
        await pass_by(world, span)
        asked.append(await StaffTask.filter(kind="calendar_unreadable", clinic_id=world.clinic.id).count())

    await connection.refresh_from_db()
    assert asked == [0, 1, 1]
    monkeypatch.undo()
    await pass_by(world, HOUR)
    assert [task.state for task in await StaffTask.filter(kind="calendar_unreadable")] == ["done"]
