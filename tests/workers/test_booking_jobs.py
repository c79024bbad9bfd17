"""What a booking by chat owes: a live look before the hold, an answer whatever the calendar does, one last word."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import writing

from chatbookr_core.bookings.use_cases import answer_request
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import NotRequested, StaleVersion
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    Clinic,
    Conversation,
    ExternalBusy,
    Hold,
    Job,
    Service,
    StaffTask,
)

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        clock.turn(timedelta(minutes=1))  # at the full hour a time would cross the notice within seconds
        await world.connect_calendar()
        await world.work()
        await world.write()
        await world.work()
        await world.choose("Book appointment")
        yield world


async def texts(world: World) -> list[str]:
    return [message["text"] for message in await world.heard()]


async def test_a_time_that_was_taken_in_the_calendar_meanwhile_is_not_held(world: World) -> None:
    whole_day = {"start": {"date": "2027-03-01"}, "end": {"date": "2027-06-01"}}
    made = await world.google("POST", f"/calendars/{DOCTOR}/events", json=whole_day)

    await world.choose("")
    await world.work(within=timedelta(seconds=30))

    assert made.status_code == 200, made.text
    assert await Hold.all().count() == 0
    assert not any(option["title"].startswith("Confirm") for option in options_of((await world.heard())[-1]))


@pytest.mark.parametrize("kind", ["server_error", "gone", "rate_limited"])
async def test_a_patient_gets_an_answer_though_the_calendar_gives_none(world: World, kind: str) -> None:
    await world.fault("google", "freebusy.query", kind, times=100)
    said = len(await texts(world))

    await world.choose("")
    await world.work(within=timedelta(seconds=40))

    assert await Hold.all().count() == 0
    assert len(await texts(world)) > said
    assert not await Job.filter(kind="dialogue.hold").exclude(state="done").exists()


async def test_a_calendar_that_is_back_in_time_loses_nobody(world: World) -> None:
    await world.fault("google", "freebusy.query", "server_error", times=2)

    await world.choose("")
    await world.work(within=timedelta(seconds=20))
    await world.choose("Confirm only")
    await world.work(within=timedelta(seconds=5))

    assert await Booking.filter(status="confirmed", calendar_state="written").count() == 1
    assert len(await world.events()) == 1


async def test_a_free_time_is_held_where_the_calendar_answers_again(world: World) -> None:
    """As after an outage, or while the machine slept: no poll has come round yet when the patient taps."""
    world.clock.turn(timedelta(minutes=20))

    await world.choose("Tue 2 Mar 09:00")
    await world.work(within=timedelta(seconds=20))

    assert await Hold.all().count() == 1
    assert any(option["title"].startswith("Confirm") for option in options_of((await world.heard())[-1]))
    connection = await CalendarConnection.get()
    assert connection.fetched_at is not None
    assert world.clock.now() - connection.fetched_at < timedelta(minutes=1)


UNSEEN = "I cannot see the calendar right now."


async def out_of_reach(world: World) -> None:
    """Let the calendar be unread for longer than the 15 minutes of the clinic, and answer nothing."""
    world.clock.turn(timedelta(minutes=20))
    await world.fault("google", "freebusy.query", "server_error", times=100)


async def nothing_left(world: World) -> None:
    """Let all of the time be taken, as far as is known of the calendar."""
    connection, now = await CalendarConnection.get(), epoch_minute(world.clock.now())
    async with writing():
        await ExternalBusy.create(
            id=new_id(),
            clinic_id=world.clinic.id,
            connection_id=connection.id,
            practitioner_id=connection.practitioner_id,
            starts_minute=now,
            ends_minute=now + 200 * 24 * 60,
        )


async def test_while_the_calendar_is_stale_a_time_is_requested_and_the_practice_confirms_it(world: World) -> None:
    """Nobody says that nothing is free, which nobody knows, nor that anything is booked."""
    await out_of_reach(world)

    await world.choose("Another day")
    days = (await texts(world))[-1]
    await world.choose("")
    times = (await texts(world))[-1]
    await world.choose("")
    await world.work(within=timedelta(seconds=5))
    last = (await texts(world))[-1]
    await world.choose("Confirm only")
    await world.work(within=timedelta(seconds=5))

    assert days.startswith(f"{UNSEEN} The practice confirms the time you choose.")
    assert times.startswith(f"{UNSEEN} The practice confirms the time you choose.")
    assert "The practice keeps the time for you and confirms it here." in last
    assert (await texts(world))[-1].startswith("Requested:")
    booking, task = await Booking.get(), await StaffTask.get(kind="booking_request")
    assert (booking.status, booking.calendar_state) == ("requested", "none")
    assert (task.booking_id, task.reason) == (booking.id, "calendar_not_fresh")
    assert (await Conversation.get()).owner == "assistant"


async def test_a_request_stays_one_though_the_calendar_is_back_before_it_is_made(world: World) -> None:
    """Nobody has looked whether the time was free when it was held."""
    await out_of_reach(world)
    await world.choose("Another day")
    await world.choose("")
    await world.choose("")
    async with writing():
        await CalendarConnection.all().update(fetched_at=world.clock.now())

    await world.choose("Confirm only")
    await world.work(within=timedelta(seconds=5))

    assert (await Hold.get()).is_on_request
    assert (await Booking.get()).status == "requested"


async def test_a_calendar_that_answers_at_the_tap_makes_it_a_booking(world: World) -> None:
    world.clock.turn(timedelta(minutes=20))

    await world.choose("Another day")
    await world.choose("")
    await world.choose("")
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))

    assert not (await Hold.get()).is_on_request
    assert (await Booking.get()).status == "confirmed"
    assert (await texts(world))[-1].startswith("Booked:")


async def test_a_booking_whose_calendar_is_out_of_sight_can_be_asked_to_move(world: World) -> None:
    """What stands is kept, and nobody says that anything is booked: staff confirm it."""
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
    await world.choose("")
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))
    before = await Booking.get()
    await out_of_reach(world)

    await world.choose("Reschedule")
    said = (await texts(world))[-1]
    await world.choose("")
    asked = (await texts(world))[-1]
    await world.choose("Ask for this time")
    await world.work(within=timedelta(seconds=5))

    assert said.startswith(f"{UNSEEN} The practice confirms the time you choose.")
    assert "The practice keeps the time for you and confirms it here." in asked
    assert (await texts(world))[-1].startswith("Asked for:")
    assert (await Conversation.get()).owner == "assistant"
    assert [one.kind for one in await StaffTask.all()] == ["booking_request"]
    booking = await Booking.get()
    assert (booking.status, booking.starts_at) == ("confirmed", before.starts_at)


async def test_where_nothing_is_left_on_request_either_who_wants_to_move_is_given_to_a_person(world: World) -> None:
    """What the patient writes then waits for staff; what stands is kept."""
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
    await world.choose("")
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))
    await out_of_reach(world)
    await nothing_left(world)

    await world.choose("Reschedule")
    said = await texts(world)
    await world.write("Thursday after 4")
    await world.work()

    assert said[-1].startswith(f"{UNSEEN} Please write when you would like to come.")
    assert "free" not in said[-1]
    assert await texts(world) == said
    conversation = await Conversation.get()
    assert (conversation.owner, conversation.handover_reason) == ("staff", "calendar_not_fresh")
    assert [one.kind for one in await StaffTask.all()] == ["handover"]
    assert (await Booking.get()).status == "confirmed"


async def test_the_last_word_is_said_once_also_where_the_calendar_is_slow(world: World) -> None:
    await world.choose("")
    await world.fault("google", "events.insert", "server_error", times=5)
    await world.choose("Confirm only")
    before = [text for text in await texts(world) if text.startswith("Booked")]
    await world.work(within=timedelta(minutes=10))

    booked = [text for text in await texts(world) if "Booked" in text]
    booking = await Booking.get()
    assert before == []
    assert len(booked) == 1
    assert booking.calendar_state == "written"
    assert booking.announced_version == booking.version
    assert await StaffTask.filter(kind="calendar_slow").count() == 1
    assert datetime.fromisoformat((await world.events())[0]["start"]["dateTime"]) == booking.starts_at


async def test_where_the_calendar_answers_nothing_is_left_to_be_said_later(world: World) -> None:
    await world.choose("")
    await world.choose("Confirm only")
    await world.work(within=timedelta(seconds=2))

    booking = await Booking.get()
    later = await Job.get(kind="dialogue.announce", subject_id=booking.id)
    assert booking.announced_version == booking.version
    assert (later.state, later.attempts) == ("done", 0)
    assert later.finished_at is not None


async def requested(world: World) -> Booking:
    """Let the patient ask for a time of a service that staff confirm."""
    async with writing():
        await Service.filter(clinic_id=world.clinic.id).update(is_on_request=True)
    await world.choose("")
    await world.work(within=timedelta(seconds=20))
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))
    return await Booking.get()


async def answers(world: World, booking: Booking, *, is_confirmed: bool) -> None:
    async with transaction():
        await answer_request(
            world.deployment, world.staff(), booking.id, is_confirmed=is_confirmed, version=booking.version
        )
    await world.work(within=timedelta(minutes=1))


async def test_a_request_keeps_its_time_and_stands_once_staff_confirm_it(world: World) -> None:
    booking = await requested(world)
    asked, events = (await texts(world))[-1], await world.events()
    kept = await Allocation.filter(booking_id=booking.id, is_active=True).count()

    await answers(world, booking, is_confirmed=True)

    assert (booking.status, booking.calendar_state, kept, events) == ("requested", "none", 1, [])
    assert asked.startswith("Requested:")
    assert await StaffTask.filter(kind="booking_request", booking_id=booking.id, state="done").count() == 1
    standing = await Booking.get()
    assert (standing.status, standing.calendar_state) == ("confirmed", "written")
    assert (await texts(world))[-1].startswith("Booked:")
    assert len(await world.events()) == 1
    with pytest.raises(NotRequested):
        await answers(world, standing, is_confirmed=False)


async def test_a_declined_request_frees_its_time_and_the_patient_hears_of_it(world: World) -> None:
    booking = await requested(world)
    with pytest.raises(StaleVersion):
        async with transaction():
            await answer_request(world.deployment, world.staff(), booking.id, is_confirmed=False, version=7)

    await answers(world, booking, is_confirmed=False)

    declined = await Booking.get()
    assert (declined.status, declined.cancel_reason, declined.cancelled_by) == ("cancelled", "declined", "staff")
    assert await Allocation.filter(booking_id=booking.id, is_active=True).count() == 0
    assert "cannot be confirmed" in (await texts(world))[-1]
    assert await world.events() == []


async def test_a_booking_keeps_its_length_when_its_patient_moves_it(world: World) -> None:
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
    await world.choose("")
    await world.work(within=timedelta(seconds=20))
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))
    booking = await Booking.get()
    longer = booking.ends_at + timedelta(minutes=20)
    async with writing():
        await Booking.filter(id=booking.id).update(ends_at=longer)

    await world.choose("Reschedule")
    await world.work(within=timedelta(minutes=1))
    await world.choose("")
    await world.work(within=timedelta(seconds=20))
    await world.choose("Move appointment")
    await world.work(within=timedelta(minutes=1))

    moved = await Booking.get()
    assert moved.starts_at != booking.starts_at
    assert moved.ends_at - moved.starts_at == longer - booking.starts_at
