"""Events of bookings that somebody moves, deletes or edits in Google: cards and answers, over plugin and sandbox."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.factories import make_patient

from chatbookr_core.bookings.errors import DriftSettled
from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.calendars.drift_answers import accept, keep_both, look_again, put_back
from chatbookr_core.calendars.looking_up import Gone, Present, Unknown, look_up
from chatbookr_core.calendars.mending import compare_all
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import CalendarNotFresh, SlotTaken
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    AuditEntry,
    Booking,
    CalendarConnection,
    CalendarDrift,
    CalendarEvent,
    Clinic,
    Job,
    StaffTask,
)
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
LATER = TUESDAY + timedelta(hours=2)
STAFF = SystemActor("test")
EVENTS = f"/calendars/{DOCTOR}/events"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with a connected calendar, over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        yield world


async def written(world: World, starts_at: datetime = TUESDAY) -> Booking:
    """Let staff book, until the event stands and was read."""
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, starts_at, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    await world.work(within=timedelta(seconds=5))
    await refresh(world)
    booking = await Booking.get(id=booking_id)
    assert booking.calendar_state == "written"
    return booking


async def refresh(world: World, within: timedelta = timedelta(seconds=5)) -> list[str]:
    """Let the worker read, as the schedule would have it."""
    connection, now = await CalendarConnection.get(clinic_id=world.clinic.id), world.clock.now()
    async with transaction():
        await enqueue(
            "calendar.refresh",
            clinic_id=world.clinic.id,
            subject_id=connection.id,
            now=now,
            due_at=now,
            give_up_after=MINUTE,
        )
    return await world.work(within=within)


def times(starts_at: datetime, minutes: int = 30) -> dict[str, Any]:
    ends_at = starts_at + timedelta(minutes=minutes)
    return {"start": {"dateTime": starts_at.isoformat()}, "end": {"dateTime": ends_at.isoformat()}}


async def change(world: World, booking: Booking, **fields: Any) -> None:
    answer = await world.google("PATCH", f"{EVENTS}/{event_id_for(booking.id)}", json=fields)
    assert answer.status_code == 200, answer.text


async def delete(world: World, booking: Booking) -> None:
    answer = await world.google("DELETE", f"{EVENTS}/{event_id_for(booking.id)}")
    assert answer.status_code == 204, answer.text


async def card(booking: Booking) -> CalendarDrift:
    return await CalendarDrift.get(booking_id=booking.id, state="open")


async def starts(world: World) -> list[datetime]:
    """List when the events in the calendar start."""
    return sorted(datetime.fromisoformat(event["start"]["dateTime"]) for event in await world.events())


# --- finding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["moved", "deleted", "edited"])
async def test_what_somebody_does_to_an_event_makes_one_card_and_changes_nothing_else(world: World, kind: str) -> None:
    booking = await written(world)
    if kind == "moved":
        await change(world, booking, **times(LATER))
    elif kind == "deleted":
        await delete(world, booking)
    else:
        await change(world, booking, summary="Lunch", transparency="transparent")

    await refresh(world)
    await refresh(world)

    after = await Booking.get(id=booking.id)
    found = await card(booking)
    assert (found.kind, found.event_starts_at) == (kind, {"moved": LATER, "deleted": None, "edited": TUESDAY}[kind])
    assert (after.status, after.starts_at, after.version, after.calendar_state) == (
        "confirmed",
        TUESDAY,
        booking.version,
        "drifted",
    )
    assert await StaffTask.filter(kind="calendar_drift", booking_id=booking.id).count() == 1
    assert await Allocation.filter(booking_id=booking.id, is_active=True).count() == 1
    assert await starts(world) == {"moved": [LATER], "deleted": [], "edited": [TUESDAY]}[kind]


async def test_an_event_that_goes_before_anybody_read_of_it_makes_a_card_too(world: World) -> None:
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    await world.work()
    booking = await Booking.get(id=booking_id)
    await delete(world, booking)

    await refresh(world)

    assert not await CalendarEvent.filter(booking_id=booking.id).exists()
    assert (await card(booking)).kind == "deleted"


async def test_our_own_writes_and_what_is_none_of_the_bookings_business_make_no_card(world: World) -> None:
    booking = await written(world)
    await change(world, booking, colorId="7")
    await refresh(world)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
    await world.work(within=timedelta(seconds=10))
    await refresh(world)
    ran = await refresh(world)

    assert await CalendarDrift.all().count() == 0
    assert "calendar.compare" not in ran
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


async def test_what_nobody_can_say_changes_nothing_until_somebody_can(world: World) -> None:
    booking = await written(world)
    await delete(world, booking)
    await world.fault("google", "events.get", "server_error", times=2)

    await refresh(world, within=timedelta(0))
    meanwhile = await Booking.get(id=booking.id)
    await world.work(within=MINUTE)

    assert (meanwhile.status, meanwhile.calendar_state) == ("confirmed", "written")
    assert (await card(booking)).kind == "deleted"


@pytest.mark.parametrize("kind", ["server_error", "html_502", "empty_200", "rate_limited", "reset"])
async def test_a_look_has_three_answers(world: World, kind: str) -> None:
    booking = await written(world)
    connection, event_id = await CalendarConnection.get(clinic_id=world.clinic.id), event_id_for(booking.id)
    await world.fault("google", "events.get", kind)

    unknown = await look_up(world.deployment, connection, DOCTOR, event_id)
    present = await look_up(world.deployment, connection, DOCTOR, event_id)
    await delete(world, booking)
    gone = await look_up(world.deployment, connection, DOCTOR, event_id)
    elsewhere = await look_up(world.deployment, connection, "nobodys@example.org", event_id)

    assert isinstance(unknown, Unknown)
    assert isinstance(present, Present)
    assert gone == Gone()
    assert isinstance(elsewhere, Unknown)  # where the calendar itself is lost, nothing is known of its events


async def test_an_event_that_is_brought_back_closes_its_card(world: World) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    await change(world, booking, **times(TUESDAY))

    await refresh(world)

    assert (await CalendarDrift.get(booking_id=booking.id)).state == "overtaken"
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


# --- answers ------------------------------------------------------------------------------------------------------


async def test_a_booking_follows_an_event_that_was_moved(world: World) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER, 45))
    await refresh(world)
    found = await card(booking)

    async with transaction():
        await accept(world.deployment, STAFF, found.id)
    await world.work(within=timedelta(seconds=30))
    await refresh(world)

    after = await Booking.get(id=booking.id)
    block = await Allocation.get(booking_id=booking.id, is_active=True)
    assert (after.id, after.starts_at, after.ends_at) == (booking.id, LATER, LATER + timedelta(minutes=45))
    assert block.starts_minute == epoch_minute(LATER) - world.service.buffer_before_minutes
    assert (after.calendar_state, await starts(world)) == ("written", [LATER])
    assert await StaffTask.filter(kind="tell_patient", booking_id=booking.id).count() == 1
    assert await StaffTask.filter(kind="calendar_drift", state="open").count() == 0
    assert [one.state for one in await CalendarDrift.all()] == ["accepted"]


@pytest.mark.parametrize("what", ["a booking", "an event"])
async def test_a_booking_does_not_follow_to_where_something_else_is(world: World, what: str) -> None:
    booking = await written(world)
    if what == "a booking":
        await written(world, LATER)
    else:
        await world.google("POST", EVENTS, json=times(LATER + timedelta(minutes=15)))
    await change(world, booking, **times(LATER))
    await refresh(world)
    found = await card(booking)

    with pytest.raises(SlotTaken):
        async with transaction():
            await accept(world.deployment, STAFF, found.id)

    after = await Booking.get(id=booking.id)
    assert (after.starts_at, after.version, after.calendar_state) == (TUESDAY, booking.version, "drifted")
    assert (await card(booking)).id == found.id


async def test_a_patient_is_told_that_the_clinic_deleted_their_appointment(world: World) -> None:
    await world.book()
    booking = await Booking.get(clinic_id=world.clinic.id)
    await world.work(within=timedelta(seconds=5))
    await delete(world, booking)
    await refresh(world)
    found = await card(booking)

    async with transaction():
        await accept(world.deployment, STAFF, found.id)
    await world.work(within=timedelta(seconds=30))

    after = await Booking.get(id=booking.id)
    assert (after.status, after.cancel_reason, after.calendar_state) == ("cancelled", "calendar_deleted", "none")
    assert "has cancelled your appointment" in (await world.heard())[-1]["text"]


async def test_a_patient_is_told_that_their_appointment_was_moved(world: World) -> None:
    await world.book()
    booking = await Booking.get(clinic_id=world.clinic.id)
    await world.work(within=timedelta(seconds=5))
    wanted = booking.starts_at + timedelta(hours=1)
    await change(world, booking, **times(wanted))
    await refresh(world)
    found = await card(booking)
    said = len(await world.heard())

    async with transaction():
        await accept(world.deployment, STAFF, found.id)
    await world.work(within=timedelta(seconds=30))

    news = (await world.heard())[said:]
    assert (await Booking.get(id=booking.id)).starts_at == wanted
    assert len(news) == 1
    assert booking.reference in news[0]["text"]


@pytest.mark.parametrize("kind", ["moved", "deleted", "edited"])
async def test_an_event_is_put_back(world: World, kind: str) -> None:
    booking = await written(world)
    if kind == "moved":
        await change(world, booking, **times(LATER))
    elif kind == "deleted":
        await delete(world, booking)
    else:
        await change(world, booking, summary="Lunch", transparency="transparent")
    await refresh(world)
    found = await card(booking)

    async with transaction():
        await put_back(world.deployment, STAFF, found.id)
    await world.work(within=timedelta(seconds=10))
    await refresh(world)

    events = await world.events()
    assert await starts(world) == [TUESDAY]
    assert events[0]["summary"] == f"Appointment {booking.reference}"
    assert events[0].get("transparency", "opaque") == "opaque"
    assert (await Booking.get(id=booking.id)).calendar_state == "written"
    assert [one.state for one in await CalendarDrift.all()] == ["put_back"]


async def test_both_stay_where_somebody_says_so(world: World) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    found = await card(booking)

    async with transaction():
        await keep_both(world.deployment, STAFF, found.id)
    await world.work(within=timedelta(seconds=10))
    await refresh(world)
    both = await starts(world)
    async with transaction():
        await cancel_booking(world.deployment, STAFF, booking.id)
    await world.work(within=timedelta(seconds=10))
    await refresh(world)

    assert both == [TUESDAY, LATER]
    assert await starts(world) == [LATER]  # what they kept is theirs
    assert [one.state for one in await CalendarDrift.all()] == ["kept_both"]


async def test_a_card_is_answered_once_and_by_what_the_calendar_says_then(world: World) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    found = await card(booking)
    await change(world, booking, **times(LATER + timedelta(hours=1)))

    await look_again(world.deployment, world.staff(), found.id)
    async with transaction():
        await accept(world.deployment, STAFF, found.id)
    with pytest.raises(DriftSettled):
        async with transaction():
            await put_back(world.deployment, STAFF, found.id)

    assert (await Booking.get(id=booking.id)).starts_at == LATER + timedelta(hours=1)


async def test_a_card_is_not_answered_while_the_calendar_cannot_be_read(world: World) -> None:
    booking = await written(world)
    await delete(world, booking)
    await refresh(world)
    found = await card(booking)
    await world.fault("google", "events.get", "server_error")

    with pytest.raises(CalendarNotFresh):
        await look_again(world.deployment, world.staff(), found.id)

    assert (await card(booking)).id == found.id


async def test_a_booking_that_is_moved_or_cancelled_overtakes_its_card(world: World) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY + timedelta(minutes=15))
    await world.work(within=timedelta(seconds=10))

    assert await starts(world) == [TUESDAY + timedelta(minutes=15)]
    assert [one.state for one in await CalendarDrift.all()] == ["overtaken"]

    await change(world, booking, **times(LATER))
    async with transaction():
        await cancel_booking(world.deployment, STAFF, booking.id)
    await world.work(within=timedelta(seconds=10))

    assert await starts(world) == []  # it was looked at again before it went: somebody had changed it


@pytest.mark.parametrize(
    ("mode", "what", "state"),
    [
        ("follow", "moved", "accepted"),
        ("follow", "deleted", "open"),
        ("follow", "taken", "open"),
        ("put_back", "moved", "put_back"),
        ("put_back", "deleted", "put_back"),
    ],
)
async def test_a_clinic_says_what_becomes_of_it_by_itself(world: World, mode: str, what: str, state: str) -> None:
    booking = await written(world)
    if what == "taken":
        await written(world, LATER)
    async with transaction():
        await Clinic.filter(id=world.clinic.id).update(calendar_drift_mode=mode)
    if what == "deleted":
        await delete(world, booking)
    else:
        await change(world, booking, **times(LATER))

    await refresh(world, within=timedelta(seconds=30))
    await refresh(world)

    after = await Booking.get(id=booking.id)
    found = await CalendarDrift.get(booking_id=booking.id)
    noted = [one.action for one in await AuditEntry.filter(subject_id=found.id).order_by("id")]
    assert found.state == state
    assert after.starts_at == (LATER if state == "accepted" else TUESDAY)
    assert after.calendar_state == ("drifted" if state == "open" else "written")
    assert after.status == "confirmed"
    assert noted == ["calendarDriftFind", *(["calendarDriftSettle"] if state != "open" else [])]


# --- both sides, once a night -------------------------------------------------------------------------------------


async def test_the_nightly_comparison_finds_what_no_reading_told_of(world: World) -> None:
    missing, moved = await written(world), await written(world, LATER)
    left = await written(world, TUESDAY + timedelta(hours=4))
    await delete(world, missing)
    await change(world, moved, **times(LATER + timedelta(minutes=45)))
    await change(world, left, description="Brought back")  # another version than we left
    await refresh(world, within=timedelta(0))
    async with transaction():  # as if what was read had never been compared
        await Job.filter(kind="calendar.compare").delete()
        await CalendarDrift.all().delete()
        await Booking.filter(id__in=[missing.id, moved.id]).update(calendar_state="written")
        await Booking.filter(id=left.id).update(status="cancelled", calendar_state="none")

    await compare_all(world.deployment, await CalendarConnection.get(clinic_id=world.clinic.id))
    await world.work(within=timedelta(seconds=10))

    assert (await card(missing)).kind == "deleted"
    assert (await card(moved)).kind == "moved"
    assert await StaffTask.filter(kind="calendar_event_left", booking_id=left.id).count() == 1
    assert len(await world.events()) == 2  # nothing was destroyed: what is left over stays until somebody says so
