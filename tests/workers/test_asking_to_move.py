"""Whose calendar nobody sees can be asked for another time: the old one is the patient's until staff confirm it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.clinic_world import World
from tests.e2e.patient import options_of
from tests.factories import writing
from tests.workers.followed_calendar import clinic_with_calendar

from chatbookr_core.bookings import service
from chatbookr_core.bookings.live import look_before_confirming
from chatbookr_core.bookings.use_cases import answer_request, cancel_booking, move_booking
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import NotRequested, SlotTaken, StaleVersion
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    Conversation,
    ExternalBusy,
    Hold,
    StaffTask,
)
from chatbookr_core.series.changing import Change, cancel_series
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

ANSWERED = timedelta(seconds=5)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with a booking by chat, whose calendar nobody sees any more; over SQLite, then over PostgreSQL."""
    async with clinic_with_calendar(database, database_url, clock, vault, tmp_path) as world:
        await world.book()
        await world.work(within=timedelta(minutes=1))
        async with writing():
            await CalendarConnection.all().update(fetched_at=clock.now() - timedelta(hours=1), state="needs_reconnect")
        yield world


async def texts(world: World) -> list[str]:
    return [message["text"] for message in await world.heard()]


async def ask(world: World, title: str = "") -> tuple[Booking, Hold]:
    """Ask for another time by chat; return what stands, and what is asked for."""
    await world.choose("Reschedule")
    await world.choose(title)
    await world.choose("Ask for this time")
    await world.work(within=ANSWERED)
    return await Booking.get(), await Hold.get(moves_id__isnull=False, state="held")


async def answer(world: World, booking: Booking, *, is_confirmed: bool) -> Booking:
    """Let staff answer, and the patient hear of it."""
    async with transaction():
        await answer_request(
            world.deployment, world.staff(), booking.id, is_confirmed=is_confirmed, version=booking.version
        )
    await world.work(within=timedelta(minutes=1))
    return await Booking.get()


async def taken(booking_id: object = None, hold_id: object = None) -> int:
    rows = Allocation.filter(is_active=True)
    return await (rows.filter(booking_id=booking_id) if booking_id else rows.filter(hold_id=hold_id)).count()


async def test_the_old_time_stays_and_the_new_one_is_kept(world: World) -> None:
    before = await Booking.get()

    booking, kept = await ask(world)

    said, task = (await texts(world))[-1], await StaffTask.get(kind="booking_request")
    assert (booking.starts_at, booking.status, booking.version) == (before.starts_at, "confirmed", before.version + 1)
    assert kept.starts_at != booking.starts_at
    assert kept.expires_at == min(kept.starts_at, booking.starts_at)
    assert await taken(booking_id=booking.id) == await taken(hold_id=kept.id) == 1
    assert said.startswith("Asked for: ")
    assert f"Until then your appointment stays: {wording_of(world, booking)}" in said
    assert (task.booking_id, task.reason, task.state) == (booking.id, "calendar_not_fresh", "open")
    assert (await Conversation.get()).owner == "assistant"


def wording_of(world: World, booking: Booking) -> str:
    """Write a booking's time as the assistant does, but for the weekday and the month."""
    return f"{booking.starts_at:%a} {booking.starts_at.day} {booking.starts_at:%b}"


async def test_confirming_moves_it_and_gives_the_old_time_up(world: World) -> None:
    booking, kept = await ask(world)

    moved = await answer(world, booking, is_confirmed=True)

    assert (moved.starts_at, moved.status, moved.moved_by) == (kept.starts_at, "confirmed", "patient")
    assert (await Hold.get(id=kept.id)).state == "confirmed"
    assert [row.starts_minute for row in await Allocation.filter(is_active=True)] == [epoch_minute(kept.starts_at)]
    assert (await texts(world))[-1].startswith("Moved to ")
    assert (await StaffTask.get(kind="booking_request")).state == "done"
    with pytest.raises(NotRequested):
        await answer(world, moved, is_confirmed=True)


async def test_declining_leaves_it_where_it_is(world: World) -> None:
    booking, kept = await ask(world)

    left = await answer(world, booking, is_confirmed=False)

    assert (left.starts_at, left.status, left.cancelled_by_id) == (booking.starts_at, "confirmed", None)
    assert await taken(hold_id=kept.id) == 0
    assert await taken(booking_id=booking.id) == 1
    said = (await texts(world))[-1]
    assert "cannot be confirmed" in said
    assert "Your appointment stays: " in said
    assert (await StaffTask.get(kind="booking_request")).state == "done"


async def test_confirming_looks_into_the_calendar_first(world: World) -> None:
    booking, kept = await ask(world)
    connection = await CalendarConnection.get()
    async with writing():
        await ExternalBusy.create(
            id=new_id(),
            clinic_id=world.clinic.id,
            connection_id=connection.id,
            practitioner_id=kept.practitioner_id,
            starts_minute=epoch_minute(kept.starts_at),
            ends_minute=epoch_minute(kept.ends_at),
        )

    with pytest.raises(SlotTaken):
        await look_before_confirming(world.deployment, world.staff(), booking.id)

    async with transaction():
        await answer_request(
            world.deployment,
            world.staff(),
            booking.id,
            is_confirmed=True,
            version=booking.version,
            overbook_reason="agreed_by_phone",
        )
    moved = await Booking.get()
    assert (moved.starts_at, moved.overbook_reason) == (kept.starts_at, "agreed_by_phone")


async def test_what_is_asked_for_last_counts_and_staff_answer_what_they_saw(world: World) -> None:
    booking, first = await ask(world)
    again, second = await ask(world)

    assert again.starts_at == booking.starts_at
    assert second.id != first.id
    assert (await Hold.get(id=first.id)).state == "released"
    assert [one.state for one in await StaffTask.filter(kind="booking_request").order_by("created_at")] == [
        "done",
        "open",
    ]
    with pytest.raises(StaleVersion):
        await answer(world, booking, is_confirmed=True)
    moved = await answer(world, again, is_confirmed=True)
    assert moved.starts_at == second.starts_at


async def test_what_is_cancelled_is_asked_to_move_no_longer(world: World) -> None:
    booking, kept = await ask(world)

    async with transaction():
        await cancel_booking(world.deployment, world.staff(), booking.id)

    assert (await Hold.get(id=kept.id)).state == "released"
    assert await Allocation.filter(is_active=True).count() == 0
    assert (await StaffTask.get(kind="booking_request")).state == "done"


async def test_nor_is_one_of_a_series_that_is_cancelled(world: World) -> None:
    booking, kept = await ask(world)
    async with writing():
        await Booking.all().update(series_id=new_id(), series_ordinal=1, series_length=1)

    change = Change(booking.id, "all", {booking.id: booking.version})
    async with transaction():
        await cancel_series(world.deployment, world.staff(), change, reason=None)

    assert (await Hold.get(id=kept.id)).state == "released"
    assert await Allocation.filter(is_active=True).count() == 0


async def test_what_has_been_noted_of_the_visit_leaves_nothing_to_answer(world: World) -> None:
    booking, _ = await ask(world)
    async with writing():
        await Booking.all().update(status="checked_in")

    for is_confirmed in (True, False):
        with pytest.raises(NotRequested):
            await answer(world, booking, is_confirmed=is_confirmed)
    await look_before_confirming(world.deployment, world.staff(), booking.id)
    assert (await Booking.get()).starts_at == booking.starts_at


async def test_what_nobody_answers_in_time_lapses_and_the_booking_stays(world: World) -> None:
    booking, kept = await ask(world)
    world.clock.turn(kept.expires_at - world.clock.now())

    async with transaction():
        ended = await service.expire_holds(clock=world.clock)
    await world.work()

    assert ended == 1
    assert (await Hold.get(id=kept.id)).state == "expired"
    assert await taken(booking_id=booking.id) == 1
    assert (await StaffTask.get(kind="booking_request")).state == "done"
    with pytest.raises(NotRequested):
        await answer(world, booking, is_confirmed=True)


async def test_what_is_a_request_itself_moves_and_stays_one(world: World) -> None:
    """Nothing that stands is given up for it."""
    async with writing():
        await Booking.all().update(status="requested", calendar_state="none")
    before = await Booking.get()

    await world.choose("Reschedule")
    await world.choose("")
    await world.choose("Ask for this time")
    await world.work(within=ANSWERED)

    moved = await Booking.get()
    assert moved.status == "requested"
    assert moved.starts_at != before.starts_at
    assert await Hold.filter(moves_id__isnull=False).count() == 0
    assert await taken(booking_id=moved.id) == 1
    assert (await texts(world))[-1].startswith("Requested: ")


@pytest.mark.parametrize("is_confirmed", [True, False], ids=["confirmed", "declined"])
async def test_what_a_program_asks_for_is_told_as_what_the_patient_does(world: World, is_confirmed: bool) -> None:
    """They are asked to say OK to what staff confirm, as to any time that is not of their choosing."""
    before = await Booking.get()
    program = KeyActor(uuid4(), world.clinic.id, frozenset(Permission))
    wanted = before.starts_at + timedelta(hours=2)

    async with transaction():
        await move_booking(world.deployment, program, before.id, starts_at=wanted, or_on_request=True)
    await world.work(within=ANSWERED)
    asked, said = await Booking.get(), (await texts(world))[-1]
    answered = await answer(world, asked, is_confirmed=is_confirmed)

    assert (asked.starts_at, answered.starts_at) == (before.starts_at, wanted if is_confirmed else before.starts_at)
    assert said.startswith("Asked for: ")
    assert f"Until then your appointment stays: {wording_of(world, before)}" in said
    last = (await world.heard())[-1]
    if is_confirmed:
        assert answered.moved_by == "partner"
        assert "OK" in {one["title"] for one in options_of(last)}
    else:
        assert answered.moved_by is None
        assert "Your appointment stays: " in last["text"]


@pytest.mark.parametrize("is_awake", [True, False], ids=["in the window", "outside of it"])
async def test_a_request_that_a_program_moves_is_told_as_a_request(world: World, is_awake: bool) -> None:
    """Nothing has been moved that the patient could say OK to, and no template would say so."""
    async with writing():
        await Booking.all().update(status="requested", calendar_state="none")
        if not is_awake:
            await Conversation.all().update(last_inbound_at=world.clock.now() - timedelta(hours=25))
    before, program = await Booking.get(), KeyActor(uuid4(), world.clinic.id, frozenset(Permission))
    wanted, said = before.starts_at + timedelta(hours=2), await texts(world)

    async with transaction():
        await move_booking(world.deployment, program, before.id, starts_at=wanted, or_on_request=True)
    await world.work(within=ANSWERED)

    moved, news = await Booking.get(), (await texts(world))[len(said) :]
    assert (moved.status, moved.starts_at, moved.moved_by) == ("requested", wanted, "partner")
    assert [one.startswith("Requested: ") for one in news] == [True] * is_awake
    assert await StaffTask.filter(kind="tell_patient").count() == (not is_awake)
