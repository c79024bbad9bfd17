"""Whatever Google does for a while: a minute after it ends no booking is without its event, and no event too many."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.factories import make_patient, make_practitioner

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, CalendarFeed, Job
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers.schedule import Schedule, declared_periodics

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
STAFF = SystemActor("test")
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


async def book(world: World, starts_at: datetime) -> Booking:
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, starts_at, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    return await Booking.get(id=booking_id)


async def pass_by(world: World, schedule: Schedule, span: timedelta) -> None:
    """Let time pass with the schedule awake."""
    end = world.clock.now() + span
    while world.clock.now() < end:
        with every_clinic("schedule"):
            await schedule.look(world.deployment)
        await world.work(within=min(STEP, end - world.clock.now()))


async def heal(world: World) -> None:
    answer = await world.sandbox.request("DELETE", "/sandbox/faults")
    assert answer.status_code < 300, answer.text


async def differences(world: World) -> tuple[list[datetime], list[datetime]]:
    """Return which bookings have no event at their time, and which events stand for none."""
    standing = {one.starts_at for one in await Booking.filter(clinic_id=world.clinic.id, status="confirmed")}
    there = {datetime.fromisoformat(event["start"]["dateTime"]) for event in await world.events()}
    return sorted(standing - there), sorted(there - standing)


@pytest.mark.parametrize(
    "kind",
    ["server_error", "timeout_after_accept", "timeout_before_accept", "expired_token", "gone", "rate_limited", "reset"],
)
async def test_a_minute_after_it_heals_both_sides_agree(world: World, kind: str) -> None:
    """Bookings are made, moved and cancelled while every call fails for ten minutes."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    moving, going = await book(world, TUESDAY), await book(world, TUESDAY + timedelta(hours=1))
    await world.work(within=STEP)
    operations = ("events.insert", "events.patch", "events.delete", "events.get")
    for operation in operations:
        await world.fault("google", operation, kind, times=1000, delay_seconds=0.0)

    async with transaction():
        await move_booking(world.deployment, STAFF, moving.id, starts_at=TUESDAY + timedelta(hours=3))
    async with transaction():
        await cancel_booking(world.deployment, STAFF, going.id)
    await book(world, TUESDAY + timedelta(hours=2))
    await pass_by(world, schedule, 10 * MINUTE)
    during = await differences(world)
    await heal(world)
    if kind == "expired_token":  # refused twice, the consent counts as lost: somebody connects again
        await world.connect_calendar()
    await pass_by(world, schedule, MINUTE)

    assert during != ([], []) or kind == "timeout_after_accept"
    assert await differences(world) == ([], [])
    assert {one.calendar_state for one in await Booking.filter(status="confirmed")} == {"written"}
    assert await CalendarDrift.all().count() == 0


@pytest.mark.parametrize(("turn", "late"), [(0, 0), (0, 30), (20, 5), (37, 15), (37, 35), (44, 40)])
async def test_what_is_said_to_be_gone_and_is_still_there_is_removed_again_once_a_poll(
    world: World, monkeypatch: pytest.MonkeyPatch, turn: int, late: int
) -> None:
    """Each removal asks for a reading, and each reading finds the event: the two do not chase each other.

    Whenever in a period the calendar has its turn, and whenever in it Google heals.
    """
    monkeypatch.setattr("chatbookr_workers.schedule.place_of", lambda *_: turn)
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    going = await book(world, TUESDAY)
    await world.work(within=STEP)
    for operation in ("events.delete", "events.get"):  # to who looks it up, too
        await world.fault("google", operation, "gone", times=1000, delay_seconds=0.0)

    async with transaction():
        await cancel_booking(world.deployment, STAFF, going.id)
    await pass_by(world, schedule, 5 * MINUTE + timedelta(seconds=late))
    tries = await Job.filter(kind="calendar.delete", subject_id=going.id).count()
    await heal(world)
    await pass_by(world, schedule, MINUTE)

    assert 5 <= tries <= 10  # at once, a moment later, and by each poll
    assert await world.events() == []


@pytest.mark.parametrize(
    ("kind", "operation"), [("gone", "events.delete"), ("gone", "*"), ("empty_200", "events.delete")]
)
@pytest.mark.parametrize("becomes", ["cancelled", "handed over"])
async def test_an_event_that_was_changed_and_is_said_to_be_removed_is_within_a_minute(
    world: World, becomes: str, kind: str, operation: str
) -> None:
    """The change is read after the booking left, and is no sign that somebody brought the event back."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    going = await book(world, TUESDAY)
    await pass_by(world, schedule, MINUTE)
    event_id = (await world.events())[0]["id"]
    await world.google("PATCH", f"/calendars/{DOCTOR}/events/{event_id}", json={"colorId": "4"})
    await world.fault("google", operation, kind, times=1000, delay_seconds=0.0)

    other = await make_practitioner(world.clinic, world.location, services=(world.service,))
    async with transaction():
        if becomes == "cancelled":
            await cancel_booking(world.deployment, STAFF, going.id)
        else:
            await move_booking(world.deployment, STAFF, going.id, starts_at=TUESDAY, practitioner_id=other.id)
    await pass_by(world, schedule, 3 * MINUTE)
    await heal(world)
    during = len(await world.events())
    await pass_by(world, schedule, MINUTE)

    assert (during, await world.events()) == (1, [])


async def hand_over(world: World, booking: Booking) -> None:
    other = await make_practitioner(world.clinic, world.location, services=(world.service,))
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY, practitioner_id=other.id)


async def test_what_is_said_to_be_gone_after_a_hand_over_to_who_looks_it_up_too_is_removed_within_a_minute(
    world: World,
) -> None:
    """The deletion and the look are both told so: the next reading tells that it is not."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    going = await book(world, TUESDAY)
    await pass_by(world, schedule, MINUTE)
    for operation in ("events.delete", "events.get"):
        await world.fault("google", operation, "gone", times=1000, delay_seconds=0.0)

    await hand_over(world, going)
    await pass_by(world, schedule, 5 * MINUTE)
    tries = await Job.filter(kind="calendar.delete", subject_id=going.id).count()
    await heal(world)
    during = len(await world.events())
    await pass_by(world, schedule, MINUTE)

    assert (during, await world.events()) == (1, [])
    assert 5 <= tries <= 10  # as of one that was cancelled


async def test_what_somebody_brings_back_after_a_hand_over_is_theirs(world: World) -> None:
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    going = await book(world, TUESDAY)
    await pass_by(world, schedule, MINUTE)
    event_id = (await world.events())[0]["id"]
    await hand_over(world, going)
    await pass_by(world, schedule, MINUTE)
    gone = await world.events()

    await world.google("PATCH", f"/calendars/{DOCTOR}/events/{event_id}", json={"status": "confirmed"})
    await pass_by(world, schedule, 3 * MINUTE)

    assert (gone, [one["id"] for one in await world.events()]) == ([], [event_id])


async def test_a_change_of_which_no_push_tells_is_found_by_polling(world: World) -> None:
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    booking = await book(world, TUESDAY)
    await pass_by(world, schedule, MINUTE)
    event_id = (await world.events())[0]["id"]
    await world.google("DELETE", f"/calendars/{DOCTOR}/events/{event_id}")

    await pass_by(world, schedule, MINUTE + STEP)

    found = await CalendarDrift.get(booking_id=booking.id)
    assert (found.kind, found.state) == ("deleted", "open")


@pytest.mark.parametrize(
    "kind", ["server_error", "rate_limited", "reset", "timeout_before_accept", "html_502", "empty_200"]
)
async def test_readings_that_fail_for_ten_minutes_make_no_card_and_are_made_up_for_in_one(
    world: World, kind: str
) -> None:
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    booking = await book(world, TUESDAY)
    await pass_by(world, schedule, MINUTE)
    event_id = (await world.events())[0]["id"]
    await world.fault("google", "events.list", kind, times=1000, delay_seconds=0.0)
    await world.google("DELETE", f"/calendars/{DOCTOR}/events/{event_id}")
    await pass_by(world, schedule, 10 * MINUTE)
    before = await CalendarDrift.all().count()
    await heal(world)

    await pass_by(world, schedule, MINUTE)

    assert before == 0
    assert (await CalendarDrift.get(booking_id=booking.id)).kind == "deleted"


@pytest.mark.parametrize("place", [0, 20, 44])
async def test_a_change_whose_push_is_lost_while_the_channel_stands_is_found_within_a_minute(
    world: World, place: int
) -> None:
    """Wherever in a period the calendar has its turn: it is read as one that nothing is pushed of."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    booking = await book(world, TUESDAY)
    await pass_by(world, schedule, 2 * MINUTE)
    async with transaction():
        ends_at = world.clock.now() + timedelta(days=5)
        await CalendarFeed.all().update(channel_id="lost", channel_expires_at=ends_at)
    await pass_by(world, schedule, 2 * MINUTE + timedelta(seconds=place))
    connection = await CalendarConnection.get()
    event_id = (await world.events())[0]["id"]
    await world.google("DELETE", f"/calendars/{DOCTOR}/events/{event_id}")

    await pass_by(world, schedule, MINUTE)

    assert connection.next_read_at is not None
    assert connection.next_read_at > world.clock.now()  # by its pushes alone it would not be its turn yet
    assert (await CalendarDrift.get(booking_id=booking.id)).kind == "deleted"


async def test_a_pushed_calendar_without_bookings_to_come_is_left_to_its_pushes(world: World) -> None:
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    await pass_by(world, schedule, 2 * MINUTE)
    async with transaction():
        ends_at = world.clock.now() + timedelta(days=5)
        await CalendarFeed.all().update(channel_id="lost", channel_expires_at=ends_at)
    await pass_by(world, schedule, 2 * MINUTE)
    before = await CalendarConnection.get()

    await pass_by(world, schedule, 2 * MINUTE)

    assert (await CalendarConnection.get()).fetched_at == before.fetched_at


async def test_a_sync_token_that_is_not_known_any_more_loses_nothing(world: World) -> None:
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    staying, deleted = await book(world, TUESDAY), await book(world, TUESDAY + timedelta(hours=1))
    await pass_by(world, schedule, MINUTE)
    ids = {event["start"]["dateTime"]: event["id"] for event in await world.events()}
    one = next(key for start, key in ids.items() if datetime.fromisoformat(start) == deleted.starts_at)
    expired = await world.sandbox.post("/sandbox/google/sync-tokens/expire", json={"calendar": DOCTOR})
    await world.google("DELETE", f"/calendars/{DOCTOR}/events/{one}")

    await pass_by(world, schedule, MINUTE + STEP)

    assert expired.status_code == 200, expired.text
    assert [(card.booking_id, card.kind) for card in await CalendarDrift.all()] == [(deleted.id, "deleted")]
    assert (await Booking.get(id=staying.id)).calendar_state == "written"


async def test_what_is_deleted_before_it_was_ever_read_is_found_though_the_sync_token_is_lost(world: World) -> None:
    """A reading from the beginning names nothing that was deleted: what should stand there is looked up."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    await pass_by(world, schedule, MINUTE)
    booking = await book(world, TUESDAY)
    await world.work(within=timedelta(seconds=1))
    event_id = (await world.events())[0]["id"]
    await world.google("DELETE", f"/calendars/{DOCTOR}/events/{event_id}")
    await world.sandbox.post("/sandbox/google/sync-tokens/expire", json={"calendar": DOCTOR})

    await pass_by(world, schedule, MINUTE)

    assert [(card.booking_id, card.kind) for card in await CalendarDrift.all()] == [(booking.id, "deleted")]
