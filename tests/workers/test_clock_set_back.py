"""The machine's clock was hours ahead and is put right: what was done by times that come again is done again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.factories import writing
from tests.workers.drifting_events import EVENTS, TUESDAY, times

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CalendarConnection, CalendarFeed, ExternalBusy, Job
from chatbookr_core.scope import every_clinic
from chatbookr_workers.schedule import Schedule, declared_periodics

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

AHEAD = timedelta(hours=3)
MINUTE = timedelta(minutes=1)
STEP = timedelta(seconds=5)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with a connected calendar, over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        yield world


def schedule_of_calendars() -> Schedule:
    return Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])


async def pass_by(world: World, schedule: Schedule, span: timedelta) -> None:
    """Let time pass with the schedule awake."""
    end = world.clock.now() + span
    while world.clock.now() < end:
        with every_clinic("schedule"):
            await schedule.look(world.deployment)
        await world.work(within=min(STEP, end - world.clock.now()))


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_calendars_are_read_a_minute_later_as_ever(world: World, is_restarted: bool) -> None:
    """Their turns of these hours had been taken, and what was read then seemed fresh for hours."""
    schedule = schedule_of_calendars()
    await pass_by(world, schedule, 6 * MINUTE)
    world.clock.turn(-5 * MINUTE)
    made = await world.google("POST", EVENTS, json=times(TUESDAY))

    await pass_by(world, schedule_of_calendars() if is_restarted else schedule, MINUTE)

    assert made.status_code == 200, made.text
    assert await ExternalBusy.filter(clinic_id=world.clinic.id).count() == 1
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    assert connection.fetched_at is not None
    assert connection.fetched_at <= world.clock.now()


async def test_what_was_owed_at_once_is_done_at_once_and_what_was_owed_for_later_then(world: World) -> None:
    now = world.clock.now()
    async with transaction():
        for due_at in (now, now + timedelta(hours=1)):
            await enqueue(
                "calendar.refresh", clinic_id=world.clinic.id, subject_id=world.connection_id, due_at=due_at, now=now
            )
    world.clock.turn(-AHEAD)

    with every_clinic("schedule"):
        await schedule_of_calendars().look(world.deployment)

    due = await Job.filter(state="due", created_at=now).order_by("due_at").values_list("due_at", flat=True)
    assert list(due) == [now - AHEAD, now + timedelta(hours=1)]


@pytest.mark.parametrize(("state", "at_most"), [("queued", MINUTE), ("running", timedelta(minutes=10))])
async def test_a_lease_does_not_last_for_the_hours_that_come_again(
    world: World, state: str, at_most: timedelta
) -> None:
    now = world.clock.now()
    async with transaction():
        job_id = await enqueue("calendar.refresh", clinic_id=None, due_at=now, now=now)
    async with writing():
        await Job.filter(id=job_id).update(state=state, due_at=now + timedelta(seconds=30))
    world.clock.turn(-AHEAD)

    with every_clinic("schedule"):
        await schedule_of_calendars().look(world.deployment)

    assert world.clock.now() < (await Job.get(id=job_id)).due_at <= world.clock.now() + at_most


async def test_neither_does_a_turn_to_refresh_a_token_nor_the_pause_of_a_calendar(world: World) -> None:
    async with writing():
        await CalendarConnection.all().update(refreshing_until=world.clock.now() + timedelta(seconds=20))
        await CalendarFeed.all().update(failures=1, next_try_at=world.clock.now() + timedelta(seconds=20))
    world.clock.turn(-AHEAD)

    await pass_by(world, schedule_of_calendars(), MINUTE)

    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    assert connection.refreshing_until is None
    assert [feed.failures for feed in await CalendarFeed.filter(synced_at__isnull=False)] == [0]


async def test_a_clock_that_is_a_little_ahead_of_another_changes_nothing(world: World) -> None:
    now = world.clock.now()
    async with transaction():
        job_id = await enqueue("calendar.refresh", clinic_id=None, due_at=now, now=now)
    world.clock.turn(-timedelta(seconds=30))

    with every_clinic("schedule"):
        await schedule_of_calendars().look(world.deployment)

    assert (await Job.get(id=job_id)).due_at == now
