"""Calendars are followed over the shipped plugin and the sandbox: changes, pushes, failures, several calendars."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.clinic_world import DOCTOR, World
from tests.factories import make_membership, make_user
from tests.workers.followed_calendar import EVENTS, TUESDAY, busy, connected, insert, read, span, timed
from tests.workers.followed_calendar import world as world

from chatbookr_core.calendars.feeds import feeds_of
from chatbookr_core.calendars.reading import keep, look
from chatbookr_core.calendars.service import fetch_busy, is_free_live
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.errors import NeedsReconnect
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import (
    CalendarConnection,
    CalendarEvent,
    CalendarFeed,
    ExternalBusy,
    Job,
    LoggedChange,
    Mail,
    StaffTask,
)
from chatbookr_permissions.roles import Role
from chatbookr_sdk import QuotaExceeded, TemporaryFailure
from chatbookr_workers.calendars import _due_calendars

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


async def refresh(world: World, connection: CalendarConnection, occasion: str) -> None:
    """Let the worker read, as the schedule would have it."""
    now = world.clock.now()
    async with transaction():
        await enqueue(
            "calendar.refresh",
            clinic_id=world.clinic.id,
            subject_id=connection.id,
            now=now,
            due_at=now,
            dedupe_key=f"test:{occasion}",
            give_up_after=timedelta(minutes=1),
        )
    await world.work()


# --- changes ------------------------------------------------------------------------------------------------------


async def test_changes_are_read_by_token_and_change_what_is_taken(world: World) -> None:
    connection = await connected(world)
    kept = await insert(world, timed(TUESDAY))
    moved = await insert(world, timed(TUESDAY + timedelta(hours=2)))
    first = await read(world, connection)
    before = await busy(world)
    await world.google("PATCH", f"{EVENTS}/{moved['id']}", json=timed(TUESDAY + timedelta(hours=4)))
    await world.google("DELETE", f"{EVENTS}/{kept['id']}")

    second = await read(world, connection)

    assert before == [span(TUESDAY), span(TUESDAY + timedelta(hours=2))]
    assert await busy(world) == [span(TUESDAY + timedelta(hours=4))]
    assert first.sync_token != second.sync_token
    assert (second.synced_from, second.synced_until) == (first.synced_from, first.synced_until)
    assert [row.event_id for row in await CalendarEvent.filter(feed_id=second.id)] == [moved["id"]]


async def test_nothing_of_what_an_event_is_about_is_kept(world: World) -> None:
    connection = await connected(world)
    await insert(world, timed(TUESDAY, summary="Frau Schmidt, Knie", description="vertraulich", location="Haus 3"))

    await read(world, connection)

    rows = repr(await CalendarEvent.all().values())
    assert not [word for word in ("Schmidt", "vertraulich", "Haus 3") if word in rows]
    assert await busy(world) == [span(TUESDAY)]


async def test_a_token_that_is_too_old_is_followed_by_a_full_reading(world: World) -> None:
    connection = await connected(world)
    gone = await insert(world, timed(TUESDAY))
    await read(world, connection)
    await world.google("DELETE", f"{EVENTS}/{gone['id']}")
    await insert(world, timed(TUESDAY + timedelta(hours=3)))
    expired = await world.sandbox.post("/sandbox/google/sync-tokens/expire", json={"calendar": DOCTOR})

    feed = await read(world, connection)

    assert expired.status_code == 200
    assert await busy(world) == [span(TUESDAY + timedelta(hours=3))]
    assert (feed.failures, feed.last_error) == (0, None)


async def test_a_token_that_google_does_not_take_is_followed_by_a_full_reading(world: World) -> None:
    """It says 400 of one that it cannot read, which waited for the night before the calendar was read again."""
    connection = await connected(world)
    await insert(world, timed(TUESDAY))
    await CalendarFeed.filter(connection_id=connection.id).update(sync_token="of another kind")

    feed = await read(world, connection)

    assert await busy(world) == [span(TUESDAY)]
    assert (feed.failures, feed.last_error) == (0, None)
    assert feed.sync_token != "of another kind"


async def test_the_window_rolls_on_before_the_horizon_reaches_its_end(world: World) -> None:
    connection = await connected(world)
    first = await read(world, connection)
    far = world.clock.now() + timedelta(days=world.clinic.horizon_days + 10)
    await insert(world, timed(far.replace(minute=0, second=0, microsecond=0)))
    unknown = await read(world, connection), await busy(world)
    world.clock.turn(timedelta(days=7, hours=1))
    await world.expire_google("access")

    rolled = await read(world, connection)

    assert unknown[0].synced_until == first.synced_until
    assert unknown[1] == []
    assert rolled.synced_until == first.synced_until + timedelta(days=7, hours=1)  # type: ignore[operator]  # both are
    assert await busy(world) == [span(far.replace(minute=0, second=0, microsecond=0))]


async def test_series_exceptions_all_day_transparent_away_and_long_events(world: World) -> None:
    connection = await connected(world)
    zone = world.clinic.zone
    weekly = timed(TUESDAY, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])
    weekly = {**weekly, **{end: {**weekly[end], "timeZone": zone} for end in ("start", "end")}}
    series = await insert(world, weekly)
    await insert(world, {"start": {"date": "2027-03-05"}, "end": {"date": "2027-03-06"}})
    await insert(world, timed(TUESDAY + timedelta(hours=5), transparency="transparent"))
    await insert(world, timed(world.clock.now() - timedelta(days=20), 60 * 24 * 21))
    await read(world, connection)
    before = await busy(world)
    second = (TUESDAY + timedelta(days=7)).strftime("%Y%m%dT%H%M%SZ")
    dropped = await world.google("DELETE", f"{EVENTS}/{series['id']}_{second}")
    await read(world, connection)
    after = await busy(world)
    rows = await CalendarEvent.filter(series_id=series["id"])

    assert dropped.status_code == 204, dropped.text
    assert span(TUESDAY) in before
    assert set(before) - set(after) == {span(TUESDAY + timedelta(days=7))}
    assert len(rows) == 2
    assert any(end - start == 60 * 24 for start, end in after)  # the day, in the calendar's zone
    assert any(start < epoch_minute(world.clock.now()) - 60 * 24 * 19 for start, _ in after)
    assert not [one for one in after if one == span(TUESDAY + timedelta(hours=5))]


async def test_of_two_readings_at_once_the_older_is_dropped(world: World) -> None:
    connection = await connected(world)
    feeds = await feeds_of(world.deployment, connection)
    await insert(world, timed(TUESDAY))
    await fetch_busy(world.deployment, connection)

    looks = await look(world.deployment, connection, feeds, timedelta(days=world.clinic.horizon_days))
    with pytest.raises(TemporaryFailure) as refusal:
        async with transaction():
            await keep(world.deployment, looks, timedelta(minutes=15))

    assert refusal.value.code == "read_meanwhile"
    assert await busy(world) == [span(TUESDAY)]


async def test_reading_twice_without_a_change_writes_no_busy_time_anew(world: World) -> None:
    connection = await connected(world)
    await insert(world, timed(TUESDAY))
    await read(world, connection)
    before = await ExternalBusy.all().order_by("id").values()
    world.clock.turn(timedelta(minutes=1))

    await read(world, connection)

    assert await ExternalBusy.all().order_by("id").values() == before
    assert connection.fetched_at == world.clock.now()


# --- failures -----------------------------------------------------------------------------------------------------


async def test_a_quota_rests_and_keeps_what_is_known(world: World) -> None:
    connection = await connected(world)
    await insert(world, timed(TUESDAY))
    await read(world, connection)
    known = connection.fetched_at
    await world.fault("google", "events.list", "rate_limited")
    world.clock.turn(timedelta(minutes=1))

    with pytest.raises(QuotaExceeded):
        await fetch_busy(world.deployment, connection)
    feed = await CalendarFeed.get(connection_id=connection.id, calendar_id=DOCTOR)
    await fetch_busy(world.deployment, connection, rests=True)

    assert (feed.failures, feed.last_error) == (1, "rateLimitExceeded")
    assert feed.next_try_at is not None
    assert timedelta(seconds=15) <= feed.next_try_at - world.clock.now() <= timedelta(seconds=30)
    assert await busy(world) == [span(TUESDAY)]
    await connection.refresh_from_db()
    assert connection.fetched_at == known


@pytest.mark.parametrize("kind", ["server_error", "html_502", "reset", "empty_200", "rate_limited", "expired_token"])
async def test_every_fault_is_survived_by_the_worker(world: World, kind: str) -> None:
    connection = await connected(world)
    await insert(world, timed(TUESDAY))
    await world.fault("google", "events.list", kind)

    await refresh(world, connection, kind)
    await world.work(within=timedelta(minutes=1))
    world.clock.turn(timedelta(minutes=15))
    await refresh(world, connection, f"{kind} over")

    assert await busy(world) == [span(TUESDAY)]
    assert await Job.filter(kind="calendar.refresh", state="dead").count() == 0


async def test_a_calendar_that_stays_unreadable_asks_staff_when_it_is_stale_and_no_sooner(world: World) -> None:
    connection = await connected(world)
    asked, told = [], []
    for minute in range(20):
        await world.fault("google", "events.list", "server_error")
        await CalendarFeed.filter(connection_id=connection.id).update(next_try_at=None)
        await refresh(world, connection, str(minute))
        asked.append(await StaffTask.filter(kind="calendar_unreadable").count())
        told.append(await LoggedChange.filter(kind="connection", subject_id=connection.id).count())
        world.clock.turn(timedelta(minutes=1))
        await world.expire_google("access")

    limit = world.clinic.calendar_freshness_minutes
    assert asked == [0] * (limit + 1) + [1] * (19 - limit)
    assert told[limit + 1] > told[limit]  # a reading that fails tells whoever watches the banner
    await CalendarFeed.filter(connection_id=connection.id).update(next_try_at=None)
    await refresh(world, connection, "well again")
    assert [task.state for task in await StaffTask.filter(kind="calendar_unreadable")] == ["done"]


async def test_a_withdrawn_grant_is_told_to_those_who_can_connect_again(world: World) -> None:
    connection = await connected(world)
    await make_membership(await make_user(), world.clinic, role=Role.MANAGER.value)
    await make_membership(await make_user(), world.clinic, role=Role.RECEPTIONIST.value)
    await world.expire_google("access")
    await world.expire_google("refresh")

    for _ in range(2):
        with pytest.raises(NeedsReconnect):
            await fetch_busy(world.deployment, connection)

    await connection.refresh_from_db()
    assert (connection.state, connection.lost_at) == ("needs_reconnect", world.clock.now())
    assert await Mail.filter(clinic_id=world.clinic.id, kind="calendar_lost").count() == 1
    assert await StaffTask.filter(clinic_id=world.clinic.id, kind="calendar_lost").count() == 1
    await world.connect_calendar()
    await connection.refresh_from_db()
    assert (connection.state, connection.lost_at) == ("connected", None)


async def test_a_consent_that_ends_by_itself_is_warned_of_once(world: World) -> None:
    connection = await connected(world)
    await make_membership(await make_user(), world.clinic, role=Role.OWNER.value)
    await CalendarConnection.filter(id=connection.id).update(grant_ends_at=world.clock.now() + timedelta(days=2))

    for occasion in ("first", "second"):
        await refresh(world, connection, occasion)
        world.clock.turn(timedelta(minutes=1))

    assert await StaffTask.filter(clinic_id=world.clinic.id, kind="calendar_ending").count() == 1
    assert await Mail.filter(clinic_id=world.clinic.id, kind="calendar_ending").count() == 1


async def test_only_what_is_due_is_read_and_no_more_than_the_quota(world: World) -> None:
    connection = await connected(world)
    nothing = await _due_calendars(world.deployment)
    await CalendarConnection.filter(id=connection.id).update(next_read_at=None)
    due = await _due_calendars(world.deployment)

    assert [one.subject_id for one in due] == [connection.id]
    later = world.clock.now() + timedelta(minutes=5)
    await CalendarConnection.filter(id=connection.id).update(next_read_at=later)
    assert await _due_calendars(world.deployment) == []
    assert [one.subject_id for one in nothing] in ([], [connection.id])


async def test_an_event_stands_in_the_way_unless_it_is_the_groups_that_is_joined(world: World) -> None:
    await connected(world)
    await insert(world, timed(TUESDAY))
    asked = list[bool]()

    async def is_free(starts_at: datetime, *, is_joined: bool) -> bool:
        async def joins() -> bool:
            asked.append(is_joined)
            return is_joined

        return await is_free_live(
            world.deployment,
            clinic_id=world.clinic.id,
            practitioner_id=world.practitioner.id,
            service_id=world.service.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            is_joined=joins,
        )

    at_once = [await is_free(TUESDAY, is_joined=True), await is_free(TUESDAY, is_joined=False)]
    beside = await is_free(TUESDAY - timedelta(minutes=15), is_joined=True)
    elsewhere = await is_free(TUESDAY + timedelta(hours=2), is_joined=True)

    assert at_once == [True, False]
    assert [beside, elsewhere] == [False, True]
    assert asked == [True, False]  # only where an event is at the very time


async def test_a_time_that_is_taken_is_taken_though_the_calendar_cannot_be_read_anew(world: World) -> None:
    """Of several who lose one race all but one find that somebody else has read it meanwhile: none hears of that."""
    await connected(world)
    await insert(world, timed(TUESDAY))
    await world.fault("google", "events.list", "server_error", times=3)

    async def is_free() -> bool:
        return await is_free_live(
            world.deployment,
            clinic_id=world.clinic.id,
            practitioner_id=world.practitioner.id,
            service_id=world.service.id,
            starts_at=TUESDAY,
            ends_at=TUESDAY + timedelta(minutes=30),
        )

    while_away = await is_free()
    await world.sandbox.request("DELETE", "/sandbox/faults")
    at_once = await asyncio.gather(*(is_free() for _ in range(6)))

    assert while_away is False
    assert at_once == [False] * 6
    assert await busy(world) == [span(TUESDAY)]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Beirut"])
async def test_whole_days_move_with_the_time_zone_of_their_calendar(world: World, zone: str) -> None:
    """The other zone's summer begins on that very day, in Beirut at its midnight."""
    connection = await connected(world)
    day = date(2027, 3, 28 if zone == "Asia/Beirut" else 14)
    await insert(world, {"start": {"date": str(day)}, "end": {"date": str(day + timedelta(days=1))}})
    await read(world, connection)
    before = await busy(world)

    calendar = {"id": DOCTOR, "timeZone": zone, "primary": True}
    changed = await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [calendar]})
    await read(world, connection)

    assert changed.status_code == 200, changed.text
    own, other = (_midnights(day, ZoneInfo(one)) for one in (world.clinic.zone, zone))
    assert (before, await busy(world)) == ([own], [other])
    assert own != other


def _midnights(day: date, zone: ZoneInfo) -> tuple[int, int]:
    first, last = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return epoch_minute(first.astimezone(UTC)), epoch_minute(last.astimezone(UTC))
