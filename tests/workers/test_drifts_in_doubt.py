"""Cards about events that nobody could follow, or that are settled in another way: staff are asked no more."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.clinic_world import DOCTOR, World
from tests.workers.drifting_events import (
    LATER,
    MINUTE,
    STAFF,
    TUESDAY,
    card,
    change,
    delete,
    refresh,
    starts,
    times,
    written,
)
from tests.workers.drifting_events import world as world
from tests.workers.test_calendar_healing import heal

from chatbookr_core.bookings.use_cases import cancel_booking, move_booking
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.drift_answers import accept, keep_both
from chatbookr_core.db import transaction
from chatbookr_core.errors import SlotNotOffered
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, Clinic, Job, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

ROOM = "room@example.org"


def whole_day(day: date) -> dict[str, Any]:
    until = day + timedelta(days=1)
    return {"start": {"date": day.isoformat(), "dateTime": None}, "end": {"date": until.isoformat(), "dateTime": None}}


async def open_tasks(world: World) -> int:
    return await StaffTask.filter(clinic_id=world.clinic.id, kind="calendar_drift", state="open").count()


@pytest.mark.parametrize("mode", ["ask", "follow"])
@pytest.mark.parametrize("where", ["yesterday", "the whole day", "for no time"])
async def test_a_booking_does_not_follow_to_when_nobody_can_come(world: World, mode: str, where: str) -> None:
    """In a clinic whose bookings follow by themselves the patient was told to come yesterday, or at midnight."""
    booking = await written(world)
    async with transaction():
        await Clinic.filter(id=world.clinic.id).update(calendar_drift_mode=mode)
    yesterday = world.clock.now().replace(second=0, microsecond=0) - timedelta(days=1)
    moved = {"yesterday": times(yesterday), "the whole day": whole_day(TUESDAY.date()), "for no time": times(LATER, 0)}
    await change(world, booking, **moved[where])
    await refresh(world)

    with pytest.raises(SlotNotOffered):
        async with transaction():
            await accept(world.deployment, STAFF, (await card(booking)).id)

    after = await Booking.get(id=booking.id)
    assert (after.starts_at, after.ends_at, after.version) == (booking.starts_at, booking.ends_at, booking.version)
    assert (after.calendar_state, await open_tasks(world)) == ("drifted", 1)


async def test_what_is_under_way_may_take_longer(world: World) -> None:
    booking = await written(world)
    world.clock.turn(TUESDAY + timedelta(minutes=10) - world.clock.now())
    await world.expire_google("access")
    await change(world, booking, **times(TUESDAY, 45))
    await refresh(world)

    async with transaction():
        await accept(world.deployment, STAFF, (await card(booking)).id)

    assert (await Booking.get(id=booking.id)).ends_at == TUESDAY + timedelta(minutes=45)


@pytest.mark.parametrize("how", ["brought back", "moved", "cancelled"])
async def test_what_asked_about_a_card_is_done_when_the_card_is_overtaken(world: World, how: str) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    asked = await open_tasks(world)

    if how == "brought back":
        await change(world, booking, **times(TUESDAY))
        await refresh(world)
    else:
        async with transaction():
            if how == "moved":
                await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY + timedelta(minutes=15))
            else:
                await cancel_booking(world.deployment, STAFF, booking.id)

    assert [one.state for one in await CalendarDrift.filter(booking_id=booking.id)] == ["overtaken"]
    assert (asked, await open_tasks(world)) == (1, 0)


async def test_an_event_that_is_about_to_be_written_makes_no_card_that_nobody_would_close(world: World) -> None:
    """A put that another one overtook wrote an old time, and is put right by a job: what is there meanwhile is ours."""
    booking = await written(world)
    await change(world, booking, **times(LATER))
    now = world.clock.now()
    async with transaction():
        job = await enqueue(
            "calendar.put",
            clinic_id=world.clinic.id,
            subject_id=booking.id,
            arguments={"version": booking.version},
            now=now,
            due_at=now,
        )
        leased_until = now + timedelta(seconds=20)
        await Job.filter(id=job).update(state="running", lease=new_id(), due_at=leased_until)  # another worker is at it

    await refresh(world)
    meanwhile = await CalendarDrift.all().count()
    await world.work(within=2 * MINUTE)
    await refresh(world)

    assert meanwhile == 0
    assert await starts(world) == [TUESDAY]
    assert await CalendarDrift.all().count() == 0
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


async def choose(world: World, connection: CalendarConnection, *blocking: str) -> None:
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=blocking)
    await world.work(within=timedelta(seconds=5))


@pytest.mark.parametrize("what", ["of a calendar that takes no time any more", "of no length"])
async def test_what_takes_no_time_is_in_no_bookings_way(world: World, what: str) -> None:
    mine = {"id": DOCTOR, "summary": "Dr One", "timeZone": world.clinic.zone, "primary": True}
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": "owner"}
    await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [mine, entry]})
    await world.connect_calendar()
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    await choose(world, connection, ROOM)
    booking = await written(world)
    is_short = what == "of no length"
    event = times(LATER + timedelta(minutes=10), 0) if is_short else times(LATER)
    made = await world.google("POST", f"/calendars/{DOCTOR if is_short else ROOM}/events", json=event)
    await refresh(world)
    if not is_short:
        await choose(world, connection)
    await change(world, booking, **times(LATER))
    await refresh(world)

    async with transaction():
        await accept(world.deployment, STAFF, (await card(booking)).id)

    assert made.status_code == 200
    assert (await Booking.get(id=booking.id)).starts_at == LATER


async def said_to_be_gone(world: World) -> Booking:
    """Let Google say of an event that stands, and of which something was changed, that it is gone."""
    booking = await written(world)
    await change(world, booking, colorId="4")
    await world.fault("google", "events.get", "gone", times=1000, delay_seconds=0.0)
    await refresh(world)
    assert (await card(booking)).kind == "deleted"
    return booking


async def test_an_event_that_was_said_to_be_gone_and_is_read_closes_its_card(world: World) -> None:
    booking = await said_to_be_gone(world)

    await heal(world)
    await refresh(world)

    assert [one.state for one in await CalendarDrift.filter(booking_id=booking.id)] == ["overtaken"]
    assert (await Booking.get(id=booking.id)).calendar_state == "written"
    assert await open_tasks(world) == 0


@pytest.mark.parametrize("becomes", ["moved", "edited", "deleted"])
async def test_an_event_that_staff_let_be_gone_and_that_stands_is_watched(world: World, becomes: str) -> None:
    booking = await said_to_be_gone(world)
    async with transaction():
        await keep_both(world.deployment, STAFF, (await card(booking)).id)
    await heal(world)
    await refresh(world)
    watched = await Booking.get(id=booking.id)

    if becomes == "deleted":
        await delete(world, booking)
    else:
        await change(world, booking, **(times(LATER) if becomes == "moved" else {"summary": "Lunch"}))
    await refresh(world)

    assert watched.calendar_state == "written"
    assert (await card(booking)).kind == becomes


async def test_an_event_that_is_gone_indeed_stays_so_where_staff_said_so(world: World) -> None:
    booking = await written(world)
    await delete(world, booking)
    await refresh(world)
    async with transaction():
        await keep_both(world.deployment, STAFF, (await card(booking)).id)

    for _ in range(3):
        await refresh(world)

    assert (await Booking.get(id=booking.id)).calendar_state == "none"
    assert await open_tasks(world) == 0
    assert await world.events() == []
