"""Calendars over the shipped plugin and the sandbox: tokens, busy times, events, and a disconnect to its end."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.factories import make_patient
from tests.workers.test_event_places import ROOM, write_to_another_calendar
from tests.worlds import each_world as each_world
from tests.worlds import world as world

from chatbookr_core.availability.queries import SlotSearch, slots_for
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.service import fetch_busy, is_free_live
from chatbookr_core.channels.connections import credentials_of
from chatbookr_core.channels.host import LentContext
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.errors import CalendarNotFresh, NeedsReconnect
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, CalendarConnection, CalendarFeed, ExternalBusy, Job, StaffTask
from chatbookr_core.retention.nights import begin_run, delete_portion
from chatbookr_core.retention.rules import RetainedClass
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Calendar, CalendarProvider, TemporaryFailure

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
STAFF = SystemActor("test")


async def connected(world: World) -> CalendarConnection:
    connection_id = await world.connect_calendar()
    await world.work()
    return await CalendarConnection.get(id=connection_id)


async def starts(world: World) -> set[datetime]:
    """List Tuesday's offered starts."""
    search = SlotSearch(
        world.service.id, earliest=TUESDAY.replace(hour=0), latest=TUESDAY.replace(hour=0) + timedelta(days=1)
    )
    return {slot.starts_at for slot in await slots_for(world.clinic.id, search, now=world.clock.now())}


async def booked(world: World, starts_at: datetime = TUESDAY) -> Booking:
    """Let staff book; the calendar's job is owed, and not done yet."""
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, starts_at, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    return await Booking.get(id=booking_id)


async def calendars_of(provider: CalendarProvider, ctx: LentContext) -> list[Calendar]:
    return list(await provider.list_calendars(ctx))


async def refreshes(world: World, connection: CalendarConnection) -> str:
    """Return the access token, which every refresh replaces."""
    fresh = await CalendarConnection.get(id=connection.id)
    return (await credentials_of(world.deployment, fresh))["access_token"].reveal()


# --- tokens -------------------------------------------------------------------------------------------------------


async def test_a_token_near_its_end_is_refreshed_before_it_is_used(world: World) -> None:
    connection = await connected(world)
    before = await refreshes(world, connection)
    world.clock.turn(timedelta(minutes=59))

    calendars = await ask(world.deployment, connection, calendars_of)

    assert [calendar.id for calendar in calendars] == [DOCTOR]
    assert await refreshes(world, connection) != before
    after = await CalendarConnection.get(id=connection.id)
    assert after.refreshing_until is None
    assert after.credentials_expire_at is not None
    assert after.credentials_expire_at > world.clock.now() + timedelta(minutes=50)


async def test_many_who_notice_a_dead_token_at_once_refresh_it_once(
    each_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = each_world
    connection = await connected(world)
    await world.expire_google("access")
    rows = [await CalendarConnection.get(id=connection.id) for _ in range(5)]
    _, provider = world.deployment.plugins.calendar_for("gcal")
    counted: list[None] = []
    refresh = type(provider).refresh

    async def counting(self: CalendarProvider, ctx: LentContext) -> object:
        counted.append(None)
        return await refresh(self, ctx)

    monkeypatch.setattr(type(provider), "refresh", counting)
    answers = await asyncio.gather(*(ask(world.deployment, row, calendars_of) for row in rows))

    assert [len(answer) for answer in answers] == [1] * 5
    assert len(counted) == 1


async def test_a_row_read_before_a_refresh_uses_its_result(world: World) -> None:
    connection = await connected(world)
    stale = await CalendarConnection.get(id=connection.id)
    await world.expire_google("access")
    await ask(world.deployment, connection, calendars_of)
    renewed = await refreshes(world, connection)

    answer = await ask(world.deployment, stale, calendars_of)

    assert len(answer) == 1
    assert await refreshes(world, connection) == renewed


async def test_a_withdrawn_grant_needs_a_person_and_its_practitioner_offers_nothing(each_world: World) -> None:
    world = each_world
    connection = await connected(world)
    offered = await starts(world)
    await world.expire_google("access")
    await world.expire_google("refresh")

    with pytest.raises(NeedsReconnect):
        await ask(world.deployment, connection, calendars_of)

    lost = await CalendarConnection.get(id=connection.id)
    assert TUESDAY in offered
    assert (lost.state, lost.state_reason) == ("needs_reconnect", "invalid_grant")
    assert await starts(world) == set()
    with pytest.raises(CalendarNotFresh):
        await is_free_live(
            world.deployment,
            clinic_id=world.clinic.id,
            practitioner_id=world.practitioner.id,
            service_id=world.service.id,
            starts_at=TUESDAY,
            ends_at=TUESDAY + timedelta(minutes=30),
        )


async def test_who_waits_for_a_refresh_that_loses_the_grant_learns_it_at_once(world: World) -> None:
    connection = await connected(world)
    await world.expire_google("access")
    await CalendarConnection.filter(id=connection.id).update(
        refreshing_until=world.clock.now() + timedelta(seconds=20), state="needs_reconnect"
    )

    with pytest.raises(NeedsReconnect):
        async with asyncio.timeout(20):
            await ask(world.deployment, connection, calendars_of)


async def test_a_refresh_that_fails_for_now_can_be_tried_again_at_once(world: World) -> None:
    connection = await connected(world)
    world.clock.turn(timedelta(minutes=59))
    await world.fault("google", "token", "server_error")

    with pytest.raises(TemporaryFailure):
        await ask(world.deployment, connection, calendars_of)
    answer = await ask(world.deployment, connection, calendars_of)

    assert len(answer) == 1


# --- busy times ---------------------------------------------------------------------------------------------------


async def test_what_stands_in_the_calendar_is_not_offered(world: World) -> None:
    connection = await connected(world)
    before = await starts(world)
    event = {
        "start": {"dateTime": TUESDAY.isoformat()},
        "end": {"dateTime": (TUESDAY + timedelta(minutes=45)).isoformat()},
    }
    made = await world.google("POST", f"/calendars/{DOCTOR}/events", json=event)
    await fetch_busy(world.deployment, connection)

    after = await starts(world)

    assert made.status_code == 200, made.text
    step, length = timedelta(minutes=15), timedelta(minutes=30)
    assert TUESDAY in before
    assert {start for start in before - after if start < TUESDAY + timedelta(minutes=45)} == before - after
    assert all(start + length <= TUESDAY or start >= TUESDAY + 3 * step for start in after)


async def test_a_calendar_that_was_not_read_for_too_long_offers_nothing(world: World) -> None:
    await connected(world)
    fresh = await starts(world)
    world.clock.turn(timedelta(minutes=world.clinic.calendar_freshness_minutes, seconds=1))

    assert fresh
    assert await starts(world) == set()


async def test_a_calendar_the_provider_cannot_read_never_counts_as_free(world: World) -> None:
    connection = await connected(world)
    busy = ["somebody-elses@example.org"]
    await CalendarConnection.filter(id=connection.id).update(busy_calendar_ids=[DOCTOR, *busy])
    await connection.refresh_from_db()

    with pytest.raises(CalendarNotFresh):
        await fetch_busy(world.deployment, connection)
    with pytest.raises(CalendarNotFresh):
        await is_free_live(
            world.deployment,
            clinic_id=world.clinic.id,
            practitioner_id=world.practitioner.id,
            service_id=world.service.id,
            starts_at=TUESDAY,
            ends_at=TUESDAY + timedelta(minutes=30),
        )
    assert (await CalendarConnection.get(id=connection.id)).fetched_at == connection.fetched_at


# --- events -------------------------------------------------------------------------------------------------------


async def test_a_booking_is_written_moved_and_removed(each_world: World) -> None:
    world = each_world
    await connected(world)
    booking = await booked(world)
    await world.work(within=timedelta(seconds=5))
    written = [event["start"]["dateTime"] for event in await world.events()]
    await booking.refresh_from_db()
    state = booking.calendar_state

    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY + timedelta(minutes=15))
    await world.work(within=timedelta(seconds=5))
    moved = [event["start"]["dateTime"] for event in await world.events()]
    async with transaction():
        await cancel_booking(world.deployment, STAFF, booking.id)
    await world.work(within=timedelta(seconds=5))

    assert [datetime.fromisoformat(one) for one in written] == [TUESDAY]
    assert state == "written"
    assert [datetime.fromisoformat(one) for one in moved] == [TUESDAY + timedelta(minutes=15)]
    assert await world.events() == []
    assert TUESDAY in await starts(world)


async def test_a_calendar_is_read_again_soon_where_an_event_has_freed_its_time(world: World) -> None:
    await connected(world)
    readings = Job.filter(kind="calendar.refresh", dedupe_key__contains=":written:")
    booking = await booked(world)
    await world.work(within=timedelta(seconds=5))
    as_it_was_new = await readings.count()
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY + timedelta(minutes=15))
    await world.work(within=timedelta(seconds=5))

    assert as_it_was_new == 0
    assert await readings.count() == 1


async def test_a_put_that_a_cancel_has_overtaken_is_put_right(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await connected(world)
    booking = await booked(world)
    _, provider = world.deployment.plugins.calendar_for("gcal")
    put = type(provider).put_event

    async def overtaken(self: CalendarProvider, *given: object) -> object:
        monkeypatch.setattr(type(provider), "put_event", put)
        async with transaction():
            await cancel_booking(world.deployment, STAFF, booking.id)
        await Job.filter(kind="calendar.delete").update(state="done")  # it ran before the event stood
        return await put(self, *given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(type(provider), "put_event", overtaken)

    await world.work(within=timedelta(seconds=5))

    assert await world.events() == []
    assert (await Booking.get(id=booking.id)).status == "cancelled"


async def test_the_event_of_a_booking_that_has_served_its_time_goes_with_it(each_world: World) -> None:
    world = each_world
    await connected(world)
    booking = await booked(world)
    await world.work(within=timedelta(seconds=5))
    stood = await world.events()
    world.clock.turn(timedelta(days=1200))
    night = world.clock.now().date()
    async with transaction():
        run = await begin_run(world.clinic.id, night, RetainedClass.BOOKINGS, world.clock.now())
    async with transaction():
        await delete_portion(world.deployment, run.id, clinic_id=world.clinic.id, limit=500)
    owed = await Job.get(kind="calendar.delete", subject_id=booking.id)

    await world.work(within=timedelta(seconds=5))

    assert len(stood) == 1
    assert not await Booking.exists(id=booking.id)
    assert await world.events() == []
    assert (await Job.get(id=owed.id)).state == "done"


async def test_a_booking_waits_for_a_calendar_that_must_be_reconnected(world: World) -> None:
    await connected(world)
    booking = await booked(world)
    await world.expire_google("access")
    await world.expire_google("refresh")
    await world.work(within=timedelta(minutes=1))
    await booking.refresh_from_db()
    state = booking.calendar_state

    await world.connect_calendar()
    await world.work(within=timedelta(minutes=6))

    await booking.refresh_from_db()
    assert state == "failed"
    assert await StaffTask.filter(kind="calendar_not_written", booking_id=booking.id).count() == 1
    assert booking.calendar_state == "written"
    assert len(await world.events()) == 1


async def test_a_calendar_that_refuses_to_be_read_asks_staff_once(world: World) -> None:
    await connected(world)
    await write_to_another_calendar(world)
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    gone = await world.google("DELETE", f"/calendars/{ROOM}")
    for minute in range(3):
        await CalendarFeed.filter(connection_id=connection.id).update(sync_token=None, next_try_at=None)
        async with transaction():
            await enqueue(
                "calendar.refresh",
                clinic_id=world.clinic.id,
                subject_id=connection.id,
                now=world.clock.now(),
                due_at=world.clock.now(),
                dedupe_key=f"test:{minute}",
                give_up_after=timedelta(minutes=1),
            )
        await world.work()
        world.clock.turn(timedelta(minutes=1))

    assert gone.status_code == 204, gone.text
    assert await StaffTask.filter(clinic_id=world.clinic.id).count() == 1


# --- the end ------------------------------------------------------------------------------------------------------


async def test_a_disconnect_is_effective_at_once_and_revoked_until_the_provider_confirms(each_world: World) -> None:
    world = each_world
    connection = await connected(world)
    token = await refreshes(world, connection)
    await world.fault("google", "revoke", "server_error", times=2)

    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    at_once = await CalendarConnection.get(id=connection.id)
    with pytest.raises(NeedsReconnect):
        await ask(world.deployment, at_once, calendars_of)
    await world.work()
    tried = await CalendarConnection.get(id=connection.id)
    await world.work(within=timedelta(minutes=5))
    done = await CalendarConnection.get(id=connection.id)

    assert at_once.state == "disconnecting"
    assert not await ExternalBusy.filter(connection_id=connection.id).exists()
    assert (tried.state, tried.credentials_sealed is not None) == ("disconnecting", True)
    assert (done.state, done.credentials_sealed) == ("disconnected", None)
    answer = await world.sandbox.get(
        "/google/calendar/v3/users/me/calendarList", headers={"authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401


async def test_disconnecting_twice_with_a_reconnect_between_revokes_both_times(world: World) -> None:
    connection = await connected(world)
    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    await world.work()
    await world.connect_calendar()
    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    await world.work()

    assert (await CalendarConnection.get(id=connection.id)).state == "disconnected"
