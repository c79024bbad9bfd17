"""Many at once about times that fell free: however they meet, each goes to one, and nobody loses their place."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from tests.core.booking_desk import make_desk
from tests.core.test_bookings_races import CONNECTIONS, assert_sound, outcomes
from tests.core.waiting_room import Room, make_room

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import current_transaction, opened, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, WaitlistEntry, WaitlistOffer

pytestmark = pytest.mark.integration  # speaks over sockets


@pytest.fixture
async def room(database_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Room]:
    """Let twelve people wait, over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        yield await make_room(await make_desk(vault, clock, random), vault, people=12)


async def test_of_twelve_who_are_offered_one_time_at_once_one_has_it(room: Room) -> None:
    entries = await room.all_join()

    ended = await outcomes(room.offer(one, room.desk.at(0)) for one in entries)

    assert ended == {"done": 1, "SLOT_TAKEN": 11}
    assert await WaitlistOffer.filter(state="open").count() == 1
    assert await WaitlistEntry.filter(state="waiting").count() == 11
    await assert_sound()


async def pointed_at(table: str, row_id: UUID, is_locked: asyncio.Event, until: asyncio.Event) -> None:
    """Hold the lock that PostgreSQL takes on a row for whoever writes another one that points to it."""
    async with transaction():
        await current_transaction().fetch(f"SELECT id FROM {table} WHERE id = $1 FOR KEY SHARE", (row_id,))  # noqa: S608  # a test's
        is_locked.set()
        await until.wait()


@pytest.mark.postgres
async def test_nobody_who_joins_or_cancels_waits_for_whoever_points_to_the_same_patient_or_booking(
    postgres_url: str, vault: Vault, clock: TurnableClock, random: Random
) -> None:
    """Those who lock a row to change it, and those who point to it, would else wait for each other crosswise."""
    async with opened(f"{postgres_url}?maxsize={CONNECTIONS}"):
        room = await make_room(await make_desk(vault, clock, random), vault, people=1)
        booking = await room.desk.book(room.desk.at(0))
        pointed, done = [asyncio.Event(), asyncio.Event()], asyncio.Event()
        rows = (("patient", room.people[0][0].id), ("booking", booking.id))
        async with asyncio.TaskGroup() as tasks:
            for (table, row_id), is_locked in zip(rows, pointed, strict=True):
                tasks.create_task(pointed_at(table, row_id, is_locked, done))
                await is_locked.wait()
            entry = await asyncio.wait_for(room.joins(0), 10)
            again = await asyncio.wait_for(room.joins(0), 10)
            cancelled = await asyncio.wait_for(room.desk.cancel(booking), 10)
            done.set()

    assert again.id == entry.id
    assert cancelled.status == "cancelled"


async def test_of_two_times_that_are_offered_to_one_patient_at_once_one_is(room: Room) -> None:
    entry = await room.joins(0)

    ended = await outcomes(room.offer(entry, room.desk.at(60 * number)) for number in range(8))

    assert ended == {"done": 1, "NOT_WAITING": 7}
    await assert_sound()


async def test_two_freed_times_and_everybody_at_once_are_two_offers_to_two_people(room: Room) -> None:
    desk, entries = room.desk, await room.all_join()

    ended = await outcomes(room.offer(one, desk.at(60 * place)) for one in entries for place in (0, 1))

    found = await WaitlistOffer.filter(state="open")
    assert ended["done"] == 2
    assert len({one.patient_id for one in found}) == len({one.starts_at for one in found}) == 2
    await assert_sound()


async def test_the_same_tap_many_times_is_one_booking(room: Room) -> None:
    offer = await room.offer(await room.joins(0), room.desk.at(0))

    ended = await outcomes(room.take(offer) for _ in range(24))

    assert ended == {"done": 24}
    assert await Booking.all().count() == 1
    await assert_sound()


@pytest.mark.parametrize("is_late", [False, True])
async def test_a_tap_and_the_end_of_its_minutes_at_once_are_one_of_both(room: Room, is_late: bool) -> None:
    desk = room.desk
    for number in range(12):
        entry = await room.joins(number)
        offer = await room.offer(entry, desk.at(60 * number))
        if is_late:
            desk.clock.turn(timedelta(minutes=15))
        calls = [room.take(offer), room.expire(offer), room.decline(offer), room.take(offer)]
        desk.random.shuffle(calls)

        await outcomes(calls)

        await offer.refresh_from_db()
        await entry.refresh_from_db()
        has_booking = await Booking.exists(id=offer.booking_id) if offer.booking_id else False
        assert offer.state in ({"expired", "declined"} if is_late else {"taken", "declined"})
        assert has_booking == (offer.state == "taken")
        assert entry.state == ("taken" if has_booking else "waiting")
    await assert_sound()


async def test_a_tap_after_the_end_and_another_door_at_once_give_the_time_to_one(room: Room) -> None:
    desk = room.desk
    for number in range(8):
        offer = await room.offer(await room.joins(number), desk.at(60 * number))
        if number % 2:
            desk.clock.turn(timedelta(minutes=15))
        request = desk.at(60 * number)

        ended = await outcomes([room.take(offer), *(desk.book(request) for _ in range(4)), room.expire(offer)])

        assert await Booking.filter(starts_at=request.starts_at).count() == 1, ended
    await assert_sound()


async def test_everything_at_once_for_a_while_leaves_no_pair_and_no_place_lost(room: Room) -> None:
    desk, entries = room.desk, await room.all_join()
    chance = Random(7)  # noqa: S311  # an order of tries
    made: list[WaitlistOffer] = []

    async def live() -> None:
        await asyncio.sleep(0)
        if chance.random() < 0.4 or not made:
            made.append(await room.offer(chance.choice(entries), desk.at(15 * chance.randrange(24))))
        elif chance.random() < 0.3:
            await desk.book(desk.at(15 * chance.randrange(24)))
        else:
            await chance.choice([room.take, room.decline, room.expire])(chance.choice(made))

    ended = await outcomes(live() for _ in range(160))

    assert set(ended) <= {"done", "SLOT_TAKEN", "NOT_WAITING", "ALREADY_OFFERED", "OFFER_OVER"}
    rows = {one.id: one for one in await WaitlistEntry.all()}
    for offer in await WaitlistOffer.all():
        assert (offer.booking_id is not None) == (offer.state == "taken")
        assert rows[offer.entry_id].state == {"taken": "taken", "open": "offered"}.get(
            offer.state, rows[offer.entry_id].state
        )
    offered = {one.entry_id for one in await WaitlistOffer.filter(state="open")}
    assert {key for key, one in rows.items() if one.state == "offered"} == offered
    await assert_sound()
