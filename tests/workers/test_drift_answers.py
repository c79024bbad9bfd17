from contextlib import nullcontext
from datetime import timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.workers.drifting_events import (
    EVENTS,
    LATER,
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

from chatbookr_core.bookings.errors import DriftSettled
from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.bookings.use_cases import cancel_booking, move_booking
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.drift_answers import accept, keep_both, look_again, put_back
from chatbookr_core.calendars.feeds import list_anew
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.errors import CalendarNotFresh, SlotTaken
from chatbookr_core.models import (
    Allocation,
    AuditEntry,
    Booking,
    CalendarConnection,
    CalendarDrift,
    Clinic,
    StaffTask,
)

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


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


OTHERS = "other@example.org"


@pytest.mark.parametrize("is_copy", [True, False])
async def test_a_copy_of_the_very_event_in_another_calendar_is_in_nobodys_way(world: World, is_copy: bool) -> None:
    """Google gives who is invited a copy under the event's own id, without what only our copy says of the booking."""
    entry = {"id": OTHERS, "summary": "Mine", "timeZone": world.clinic.zone, "accessRole": "owner"}
    mine = {"id": DOCTOR, "summary": "Dr One", "timeZone": world.clinic.zone, "primary": True}
    await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [mine, entry]})
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    await list_anew(world.deployment, connection)
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[OTHERS])
    await world.work()
    booking = await written(world)
    await change(world, booking, **times(LATER))
    body = {"id": event_id_for(booking.id)} if is_copy else {}
    made = await world.google("POST", f"/calendars/{OTHERS}/events", json={**body, **times(LATER)})
    await refresh(world)
    found = await card(booking)

    with nullcontext() if is_copy else pytest.raises(SlotTaken):
        async with transaction():
            await accept(world.deployment, STAFF, found.id)

    assert made.status_code == 200, made.text
    assert (await Booking.get(id=booking.id)).starts_at == (LATER if is_copy else TUESDAY)
