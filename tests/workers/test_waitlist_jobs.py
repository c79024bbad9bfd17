"""The waitlist over the shipped plugin to the sandbox: a time falls free, is offered, taken, passed on, or lost."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import PATIENT, World, clinic_world
from tests.core.test_bookings_races import OVERLAPS
from tests.factories import make_booking, make_patient, writing
from tests.workers.ways_out import made, synced

from chatbookr_core.availability.queries import SlotSearch, slots_for
from chatbookr_core.bookings.use_cases import cancel_booking
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.inbox.service import take_over
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    CalendarConnection,
    Clinic,
    Conversation,
    ExternalBusy,
    Hold,
    Message,
    Patient,
    StaffTask,
    WaitlistEntry,
    WaitlistOffer,
    WorkingHours,
)
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import use_template
from chatbookr_core.waitlist.entries import Wanted, join
from chatbookr_core.waitlist.owing import owe_look
from chatbookr_core.waitlist.rules import Wish
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers.waitlist import EVERY_SECONDS, waiting

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
SECOND, THIRD = "4915112345679", "4915112345680"
EARLIER = "An earlier time is free"


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic without quiet hours, in which patients may cancel up to the last minute; on both databases."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        async with writing():  # the world's clock stands in the night
            await Clinic.filter(id=world.clinic.id).update(
                quiet_from_minute=0, quiet_until_minute=0, cutoff_minutes=0, notice_minutes=0
            )
        clock.turn(timedelta(hours=12, minutes=1))  # after work: the first time is tomorrow
        yield world


async def booked_first(world: World) -> Booking:
    """Let a patient have the first time there is."""
    await world.book()
    return await Booking.get()


async def joins(world: World, patient: str) -> WaitlistEntry:
    """Let a patient find that the times are too late."""
    await world.write(patient=patient)
    await world.work()
    for title in ("Book appointment", "None of these", "Join waitlist", "Any time"):
        await world.choose(title, patient=patient)
    entry = await WaitlistEntry.all().order_by("-since").first()
    assert entry is not None
    world.clock.turn(timedelta(minutes=1))
    return entry


async def last_words(world: World, patient: str) -> str:
    text: str = (await world.heard(patient=patient))[-1]["text"]
    return text


async def offers_to(world: World, patient: str) -> list[dict[str, Any]]:
    return [one for one in await world.heard(patient=patient) if one["text"].startswith(EARLIER)]


async def cancels(world: World, booking: Booking) -> None:
    async with transaction():
        await cancel_booking(world.deployment, world.staff(), booking.id)
    await world.work()


async def test_a_cancelled_time_is_offered_to_who_waits_and_taken_by_a_tap(world: World) -> None:
    booking = await booked_first(world)
    entry = await joins(world, SECOND)
    assert entry.starts_before is not None
    assert entry.starts_before > booking.starts_at
    assert await offers_to(world, SECOND) == []

    await world.choose("Cancel booking")
    await world.choose("Yes, cancel")
    await world.work()
    offer = await WaitlistOffer.get()
    await world.choose("Take it", patient=SECOND)
    await world.work(within=timedelta(minutes=20))

    assert (offer.starts_at, offer.offered_until - offer.offered_at) == (booking.starts_at, timedelta(minutes=15))
    taken = await Booking.get(status="confirmed")
    assert (taken.starts_at, taken.patient_id) == (booking.starts_at, entry.patient_id)
    assert (await last_words(world, SECOND)).startswith("Booked:")
    await entry.refresh_from_db()
    assert entry.state == "taken"
    assert [dict(row) for row in await fetch(OVERLAPS)] == [{"pairs": 0}]


async def test_a_time_is_offered_as_soon_as_its_event_has_left_the_calendar(world: World) -> None:
    """Until then the calendar says that it is taken: the look that a cancellation owes finds nothing yet."""
    connection_id = await world.connect_calendar()
    await world.work()
    booking = await booked_first(world)
    await joins(world, SECOND)
    await fetch_busy(world.deployment, await CalendarConnection.get(id=connection_id))
    before = await ExternalBusy.filter(clinic_id=world.clinic.id).count()

    await cancels(world, booking)
    await world.work(within=timedelta(seconds=5))

    assert (before, await ExternalBusy.filter(clinic_id=world.clinic.id).count()) == (1, 0)
    assert (await WaitlistOffer.get()).starts_at == booking.starts_at


async def test_what_nobody_can_see_is_offered_to_nobody_who_waits_until_it_can_be_seen(world: World) -> None:
    """An offer is a promise. Nothing falls free in the calendar that is read again: it is seen again, no more."""
    connection_id = await world.connect_calendar()
    await world.work()
    booking = await booked_first(world)
    await joins(world, SECOND)
    await world.fault("google", "events.list", "server_error", times=1000)
    world.clock.turn(timedelta(hours=1))
    taken = await ExternalBusy.filter(clinic_id=world.clinic.id).count()

    await cancels(world, booking)
    await world.work(within=timedelta(seconds=5))
    offered = await WaitlistOffer.all().count()
    await world.sandbox.delete("/sandbox/faults")
    await fetch_busy(world.deployment, await CalendarConnection.get(id=connection_id))
    await world.work(within=timedelta(seconds=5))

    assert (taken, offered) == (0, 0)
    offer = await WaitlistOffer.get()
    assert offer.starts_at == booking.starts_at
    assert not (await Hold.get(id=offer.hold_id)).is_on_request


async def test_no_thanks_and_silence_pass_a_time_on_and_a_late_tap_gets_it_while_it_is_free(world: World) -> None:
    booking = await booked_first(world)
    for patient in (SECOND, THIRD):
        await joins(world, patient)

    await cancels(world, booking)
    assert len(await offers_to(world, THIRD)) == 0
    await world.choose("No thanks", patient=SECOND)
    await world.work()
    assert "keep your place" in await last_words(world, SECOND)
    assert len(await offers_to(world, THIRD)) == 1
    await world.work(within=timedelta(minutes=16))
    assert [one.state for one in await WaitlistOffer.all().order_by("offered_at")] == ["declined", "expired"]
    assert await WaitlistEntry.filter(state="waiting").count() == 2
    assert (len(await offers_to(world, SECOND)), len(await offers_to(world, THIRD))) == (1, 1)

    await world.choose("Take it", patient=THIRD)
    await world.choose("Confirm only", patient=THIRD)
    got = await Booking.get(status="confirmed")
    await world.choose("Take it", patient=SECOND)  # who declined it, and thinks better of it too late

    assert (got.starts_at, got.practitioner_id) == (booking.starts_at, booking.practitioner_id)
    assert (await last_words(world, SECOND)).startswith("That time has just gone. The nearest are:")
    assert await Booking.filter(status="confirmed").count() == 1


async def test_a_tap_counts_though_a_person_has_the_conversation(world: World) -> None:
    booking = await booked_first(world)
    entry = await joins(world, SECOND)
    talk = await Conversation.get(patient_id=entry.patient_id)
    async with transaction():
        await take_over(world.deployment, SystemActor("test"), talk.id)

    await cancels(world, booking)
    await world.choose("Take it", patient=SECOND)
    await world.work()

    assert await Booking.filter(status="confirmed", patient_id=entry.patient_id).count() == 1
    assert (await Conversation.get(id=talk.id)).owner == "staff"


async def test_outside_the_window_a_template_offers_it_and_its_first_button_takes_it(world: World) -> None:
    booking = await booked_first(world)
    await made(world, body="{{1}} {{2}} is free until {{3}}.")
    template = (await synced(world))["reminder", "en"]
    async with transaction():
        fillings = ("date", "time", "until")
        await use_template(world.deployment, SystemActor("test"), template.id, Purpose.WAITLIST_OFFER, fillings)
    entry = await joins(world, SECOND)
    later = booking.starts_at + timedelta(days=4)
    async with writing():
        await Booking.filter(id=booking.id).update(starts_at=later, ends_at=later + timedelta(minutes=30))
        await WaitlistEntry.filter(id=entry.id).update(starts_before=None)
        await WorkingHours.filter(clinic_id=world.clinic.id).delete()  # until then nothing is free
    await world.work(within=timedelta(hours=30))
    assert await WaitlistOffer.all().count() == 0

    async with writing():  # hours are opened: nobody tells the list, it looks
        for weekday in range(1, 8):
            await WorkingHours.create(
                clinic_id=world.clinic.id,
                practitioner_id=world.practitioner.id,
                location_id=world.location.id,
                weekday=weekday,
                start_minute=0,
                end_minute=1440,
            )
    assert [one.clinic_id for one in await waiting(world.deployment)] == [world.clinic.id]
    async with transaction():
        await owe_look(world.clinic.id, because="a test", now=world.clock.now())
    await world.work(within=timedelta(seconds=EVERY_SECONDS))

    offer = await WaitlistOffer.get()
    message = await Message.get(purpose="waitlist_offer")
    assert (message.kind, offer.state) == ("template", "open")
    assert "is free until" in await last_words(world, SECOND)
    await world.choose("Cancel", patient=SECOND)  # what the template's first button is called is the clinic's own
    assert await Booking.filter(patient_id=entry.patient_id, status="confirmed").count() == 1


async def test_who_cannot_be_written_to_is_called_and_the_task_ends_with_the_offer(world: World) -> None:
    booking = await booked_first(world)
    await joins(world, SECOND)
    await world.write("stop all", patient=SECOND)
    await world.work()
    said = len(await world.heard(patient=SECOND))

    await cancels(world, booking)

    task = await StaffTask.get(kind="waitlist_offer")
    assert (task.state, task.reason, len(await world.heard(patient=SECOND))) == ("open", "opted_out", said)
    await world.work(within=timedelta(minutes=16))
    await task.refresh_from_db()
    assert (task.state, (await WaitlistOffer.get()).state) == ("done", "expired")


async def test_somebody_who_never_wrote_waits_like_everybody(world: World) -> None:
    booking = await booked_first(world)
    patient = await make_patient(world.clinic, world.deployment.vault, phone="+4915199999999")
    wish = Wish(starts_before=booking.starts_at + timedelta(minutes=1))
    async with transaction():
        wanted = Wanted(world.service.id, wish=wish)
        await join(world.clinic, patient.id, wanted, by="staff", clock=world.clock)
    await world.work()
    assert await WaitlistOffer.all().count() == 0

    await cancels(world, booking)

    assert (await StaffTask.get(kind="waitlist_offer")).reason == "no_channel"
    assert (await WaitlistOffer.get()).conversation_id is None


async def test_a_booking_moves_to_the_earlier_time_and_its_old_one_goes_to_the_next(world: World) -> None:
    first = await booked_first(world)
    await world.book(patient=SECOND)
    moving = await Booking.exclude(id=first.id).get()
    await world.choose("Reschedule", patient=SECOND)
    for title in ("None of these", "Join waitlist"):
        await world.choose(title, patient=SECOND)
    world.clock.turn(timedelta(minutes=1))
    await joins(world, THIRD)
    entry = await WaitlistEntry.get(booking_id=moving.id)

    await cancels(world, first)
    await world.choose("Take it", patient=SECOND)
    await world.work()

    await moving.refresh_from_db()
    await entry.refresh_from_db()
    assert (moving.starts_at, moving.version, entry.state) == (first.starts_at, 2, "taken")
    assert (await last_words(world, SECOND)).startswith("Moved to")
    (offered,) = await WaitlistOffer.filter(state="open")
    assert (offered.patient_id == moving.patient_id, len(await offers_to(world, THIRD))) == (False, 1)
    await world.choose("Take it", patient=THIRD)
    await world.work()
    assert await Booking.filter(status="confirmed").count() == 2
    assert [dict(row) for row in await fetch(OVERLAPS)] == [{"pairs": 0}]


async def test_in_quiet_hours_nobody_is_woken_and_in_the_morning_it_is_offered(world: World) -> None:
    booking = await booked_first(world)
    await joins(world, SECOND)
    local = world.clock.now()
    later = booking.starts_at + timedelta(days=2)
    async with writing():
        await WaitlistEntry.all().update(starts_before=None, first_day=later.date())
        minute = (local.hour * 60 + local.minute + 60) % 1440  # Berlin is an hour ahead
        await Clinic.filter(id=world.clinic.id).update(
            quiet_from_minute=(minute - 90) % 1440, quiet_until_minute=(minute + 180) % 1440
        )

    await cancels(world, booking)
    assert await WaitlistOffer.all().count() == 0
    world.clock.turn(timedelta(hours=4))
    await cancels(world, await _other(world))

    assert await WaitlistOffer.filter(state="open").count() == 1


async def _other(world: World) -> Booking:
    """Have another booking, of another patient, that can be cancelled."""
    patient = await Patient.get(id=(await Booking.all().first()).patient_id)  # type: ignore[union-attr]  # there is one
    search = SlotSearch(world.service.id)
    slot = (await slots_for(world.clinic.id, search, now=world.clock.now()))[-1]
    return await make_booking(patient, world.service, world.practitioner, world.location, starts_at=slot.starts_at)


async def test_leaving_by_the_menu_ends_the_wait(world: World) -> None:
    booking = await booked_first(world)
    await joins(world, SECOND)
    await world.write("waitlist", patient=SECOND)
    await world.work()
    await world.choose("Leave waitlist", patient=SECOND)

    await cancels(world, booking)

    assert await last_words(world, SECOND) == "You are off the waitlist."
    assert (await WaitlistEntry.get()).state == "left"
    assert await WaitlistOffer.all().count() == 0
    assert PATIENT != SECOND
