"""Whoever asked for a time that nobody answered in time is told so once, and what stands stays as it is."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import writing
from tests.sources import ROOT

from chatbookr_core.bookings import service
from chatbookr_core.bookings.owing import LAPSE_JOB
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.use_cases import answer_request, cancel_booking
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection, Clinic, Conversation, Hold, Patient, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

ANSWERED = timedelta(seconds=5)
IN_TIME = "did not answer your request for "


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic whose practitioner's calendar can be seen until the test has it lost."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        clock.turn(timedelta(minutes=1))  # at the full hour a time would cross the notice within seconds
        await world.connect_calendar()
        async with writing():
            await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
        await world.work()
        yield world


async def lose_sight(world: World) -> None:
    async with writing():
        stale = world.clock.now() - timedelta(hours=1)
        await CalendarConnection.all().update(fetched_at=stale, state="needs_reconnect")


async def book_late(world: World) -> Booking:
    """Book the last time that is shown."""
    await world.write()
    await world.work()
    await world.choose("Book appointment")
    times = [one for one in options_of((await world.heard())[-1]) if ":" in one["title"]]
    await world.tap(times[-1])
    await world.work()
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))
    return await Booking.get()


async def asked_earlier(world: World) -> tuple[Booking, Hold]:
    """Have a patient ask to move to an earlier time, which nobody can see."""
    await book_late(world)
    await lose_sight(world)
    await world.choose("Reschedule")
    await world.choose("")
    await world.choose("Ask for this time")
    await world.work(within=ANSWERED)
    booking, kept = await Booking.get(), await Hold.get(moves_id__isnull=False, state="held")
    assert kept.starts_at < booking.starts_at
    return booking, kept


async def lapse(world: World, until: datetime) -> None:
    """Let the time come, and the minute in which holds that have run out are looked for."""
    world.clock.turn(until - world.clock.now())
    await heard_of_late(world)
    async with transaction():
        await service.expire_holds(clock=world.clock)
    await world.work(within=timedelta(seconds=1))


async def heard_of_late(world: World, ago: timedelta = timedelta(hours=1)) -> None:
    """Keep the channel's window open: the patient wrote not long ago."""
    async with writing():
        await Conversation.all().update(last_inbound_at=world.clock.now() - ago)


async def told(world: World) -> list[str]:
    return [one["text"] for one in await world.heard() if IN_TIME in one["text"]]


async def test_a_move_that_nobody_answered_is_told_of_once_and_the_booking_stays(world: World) -> None:
    booking, kept = await asked_earlier(world)

    await lapse(world, kept.expires_at)
    await lapse(world, kept.expires_at + timedelta(minutes=5))

    (said,) = await told(world)
    shown = (await world.heard())[-1]
    left = await Booking.get()
    assert f"{kept.starts_at:%a} {kept.starts_at.day} " in said
    assert f"Your appointment stays: {booking.starts_at:%a} {booking.starts_at.day} " in said
    assert booking.reference in said
    assert [one["title"] for one in options_of(shown)] == ["Other time", "Talk to a person"]
    assert (left.starts_at, left.status, left.version) == (booking.starts_at, "confirmed", booking.version + 1)
    assert left.announced_version == left.version
    assert (await StaffTask.get(kind="booking_request")).state == "done"


async def test_it_is_told_in_the_patients_language_and_its_button_moves_the_booking(world: World) -> None:
    _, kept = await asked_earlier(world)
    async with writing():
        await Patient.all().update(language="de")

    await lapse(world, kept.expires_at)
    await world.choose("Andere Zeit")

    said = [one["text"] for one in await world.heard()]
    assert "Die Praxis hat Ihre Anfrage für" in said[-2]
    assert "Ihr Termin bleibt" in said[-2]
    assert "wählen Sie eine neue Zeit" in said[-1]


async def test_whoever_finds_that_it_has_run_out_has_it_told(world: World) -> None:
    """Somebody who wants the time while it is kept no longer ends the hold, before it is looked for."""
    _, kept = await asked_earlier(world)
    world.clock.turn(kept.expires_at - world.clock.now())
    await heard_of_late(world)

    async with transaction():
        again = SlotRequest(kept.service_id, kept.practitioner_id, kept.location_id, kept.starts_at)
        await service.hold(world.clinic.id, again, conversation_id=None, clock=world.clock, minutes=5)
    await world.work(within=timedelta(seconds=1))

    assert (await Hold.get(id=kept.id)).state == "expired"
    assert len(await told(world)) == 1
    assert (await StaffTask.get(kind="booking_request")).state == "done"


async def test_staff_are_asked_to_tell_it_where_nothing_may_be_written(world: World) -> None:
    booking, kept = await asked_earlier(world)
    world.clock.turn(kept.expires_at - world.clock.now())
    await heard_of_late(world, timedelta(hours=30))

    async with transaction():
        await service.expire_holds(clock=world.clock)
    await world.work(within=timedelta(seconds=1))

    assert await told(world) == []
    assert (await StaffTask.get(kind="tell_patient")).booking_id == booking.id


@pytest.mark.parametrize("what", ["cancelled", "declined", "asked_anew"])
async def test_what_was_done_since_is_told_of_already(world: World, what: str) -> None:
    booking, kept = await asked_earlier(world)
    if what == "asked_anew":
        await world.choose("Reschedule")
        times = [one for one in options_of((await world.heard())[-1]) if ":" in one["title"]]
        await world.tap(times[-1])
        await world.work()
        await world.choose("Ask for this time")
    else:
        async with transaction():
            if what == "cancelled":
                await cancel_booking(world.deployment, world.staff(), booking.id)
            else:
                await answer_request(world.deployment, world.staff(), booking.id, is_confirmed=False)
    await world.work(within=ANSWERED)

    await lapse(world, kept.expires_at)

    assert await told(world) == []


async def test_nothing_is_told_where_the_old_time_has_begun(world: World) -> None:
    booking, kept = await asked_earlier(world)
    async with writing():  # as where a later time is asked for
        await Hold.filter(id=kept.id).update(expires_at=booking.starts_at)

    await lapse(world, booking.starts_at)

    assert await told(world) == []
    assert (await Hold.get(id=kept.id)).state == "expired"
    assert (await StaffTask.get(kind="booking_request")).state == "done"


async def works(database: Database, folder: Path, *, faultpoint: str = "") -> int | None:
    """Have a process of its own, to which no channel is connected, do what is owed; return how it ended."""
    async with transaction() as tx:  # whoever died before holds no lease any more
        await tx.execute(
            "UPDATE job SET state = 'due', lease = NULL WHERE kind = $1 AND state = 'running'", (LAPSE_JOB,)
        )
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.workers.waitlist_process", database.url, str(folder), LAPSE_JOB),
        cwd=ROOT,
        env={**os.environ, "CHATBOOKR_FAULTPOINT": faultpoint, "PYTHONPATH": str(ROOT)},
    )
    return await child.wait()


@pytest.mark.e2e
async def test_a_worker_that_is_killed_as_it_tells_leaves_it_to_the_next(
    database: Database, world: World, tmp_path: Path
) -> None:
    booking, kept = await asked_earlier(world)
    world.clock.turn(kept.expires_at - world.clock.now())
    async with transaction():
        await service.expire_holds(clock=world.clock)

    killed = await works(database, tmp_path, faultpoint="lapse.before_commit")
    between = await Booking.get(), await Hold.get(id=kept.id), await StaffTask.filter(kind="tell_patient").count()
    again = await works(database, tmp_path)

    assert (killed, again) == (-signal.SIGKILL, 0)
    assert (between[0].version, between[1].declined_version, between[2]) == (booking.version, None, 0)
    assert (await Booking.get()).version == booking.version + 1
    assert await StaffTask.filter(kind="tell_patient").count() == 1
    await lapse(world, kept.expires_at + timedelta(minutes=1))
    assert await StaffTask.filter(kind="tell_patient").count() == 1
    assert await told(world) == []


async def requested(world: World) -> Booking:
    """Have a patient ask for a time that nobody can see."""
    await lose_sight(world)
    await world.write()
    await world.work()
    await world.choose("Book appointment")
    await world.choose("")
    await world.choose("Confirm only")
    await world.work(within=timedelta(minutes=1))
    booking = await Booking.get()
    assert booking.status == "requested"
    return booking


async def test_a_booking_that_nobody_confirmed_is_told_of_as_its_time_begins(world: World) -> None:
    booking = await requested(world)

    await lapse(world, booking.starts_at)
    await lapse(world, booking.starts_at + timedelta(minutes=5))

    (said,) = await told(world)
    assert f"{booking.starts_at:%a} {booking.starts_at.day} " in said
    assert [one["title"] for one in options_of((await world.heard())[-1])] == ["Book appointment", "Talk to a person"]
    left = await Booking.get()
    assert (left.status, left.version) == ("requested", booking.version)  # staff may know that they came all the same
    assert (await StaffTask.get(kind="booking_request")).state == "open"


async def test_a_request_that_was_answered_or_moved_is_not_told_of_then(world: World) -> None:
    booking = await requested(world)
    await world.choose("Reschedule")
    await world.choose("")
    await world.choose("Ask for this time")
    await world.work(within=ANSWERED)
    moved = await Booking.get()
    assert moved.starts_at != booking.starts_at

    await lapse(world, booking.starts_at)
    early = await told(world)
    async with transaction():
        await answer_request(world.deployment, world.staff(), booking.id, is_confirmed=True)
    await lapse(world, moved.starts_at)

    assert early == await told(world) == []


async def test_whoever_is_told_far_too_late_is_told_nothing(world: World) -> None:
    booking = await requested(world)

    await lapse(world, booking.starts_at + timedelta(hours=25))

    assert await told(world) == []
