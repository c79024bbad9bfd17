"""Many at once for the same time: whatever the interleaving, one wins and nothing is left half done."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.core.booking_desk import Desk, make_desk
from tests.factories import make_clinic, make_practitioner, make_resource, make_service, writing

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, opened, transaction, with_retry
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Clinic, Hold, Practitioner, Service

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes

CLIENTS = 64
CONNECTIONS = 16

OVERLAPS = """
SELECT count(*) AS pairs FROM allocation x JOIN allocation y ON x.subject_id = y.subject_id AND x.id < y.id
AND x.is_active AND y.is_active AND x.starts_minute < y.ends_minute AND y.starts_minute < x.ends_minute
"""


@pytest.fixture
async def crowd(database_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Desk]:
    """Open a front desk over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        yield await make_desk(vault, clock, random)


async def outcomes(attempts: Iterable[Awaitable[object]]) -> Counter[str]:
    """Let all run at once and count how they ended: "done", or the code of the refusal."""

    async def outcome(attempt: Awaitable[object]) -> str:
        try:
            await attempt
        except ChatbookrError as refused:
            return refused.code
        return "done"

    return Counter(await asyncio.gather(*(outcome(attempt) for attempt in attempts)))


async def assert_sound(allocations_a_booking: int = 1) -> None:
    """Nothing overlaps, a confirmed booking has all it needs, and nothing is held for nobody."""
    assert [dict(row) for row in await fetch(OVERLAPS)] == [{"pairs": 0}]
    taken = Counter(await Allocation.filter(is_active=True).values_list("booking_id", flat=True))
    booked = await Booking.filter(status="confirmed").values_list("id", flat=True)
    assert {key: count for key, count in taken.items() if key is not None} == dict.fromkeys(
        booked, allocations_a_booking
    )
    holding = set(await Allocation.filter(is_active=True, booking_id=None).values_list("hold_id", flat=True))
    assert holding == set(await Hold.filter(state="held").values_list("id", flat=True))


async def test_of_64_confirms_of_one_hold_one_is_a_booking(crowd: Desk) -> None:
    kept = await crowd.hold(crowd.at(0))

    ended = await outcomes(crowd.confirm(kept.id) for _ in range(CLIENTS))

    assert ended == {"done": 1, "HOLD_EXPIRED": CLIENTS - 1}
    assert await Booking.all().count() == 1
    await assert_sound()


async def test_of_64_bookings_of_one_slot_one_stands(crowd: Desk) -> None:
    ended = await outcomes(crowd.book(crowd.at(0)) for _ in range(CLIENTS))

    assert ended == {"done": 1, "SLOT_TAKEN": CLIENTS - 1}
    assert await Booking.all().count() == 1
    await assert_sound()


async def test_of_64_holds_and_bookings_of_one_slot_one_has_it(crowd: Desk) -> None:
    slot = crowd.at(0)

    ended = await outcomes(crowd.hold(slot) if number % 2 else crowd.book(slot) for number in range(CLIENTS))

    assert ended == {"done": 1, "SLOT_TAKEN": CLIENTS - 1}
    await assert_sound()


async def test_overlapping_times_and_few_rooms_give_no_pair_that_meets(crowd: Desk) -> None:
    people = [crowd.practitioner]
    people += [await make_practitioner(crowd.clinic, crowd.location, services=[crowd.service]) for _ in range(2)]
    for _ in range(2):
        await make_resource(crowd.location, services=[crowd.service])
    chance = Random(11)  # noqa: S311  # an order of tries

    def anything() -> SlotRequest:
        return replace(crowd.at(15 * chance.randrange(12)), practitioner_id=chance.choice(people).id)

    ended = await outcomes(crowd.book(anything()) for _ in range(CLIENTS * 3))

    assert set(ended) == {"done", "SLOT_TAKEN"}
    assert 6 <= ended["done"] <= 14  # 3 hours and the last half, 2 rooms, half an hour each
    await assert_sound(allocations_a_booking=2)


async def test_an_expired_hold_gives_way_to_one_of_many(crowd: Desk) -> None:
    kept = await crowd.hold(crowd.at(0))
    crowd.clock.turn(timedelta(minutes=11))

    ended = await outcomes([*(crowd.book(crowd.at(0)) for _ in range(24)), *(crowd.confirm(kept.id) for _ in range(8))])

    assert ended == {"done": 1, "SLOT_TAKEN": 23, "HOLD_EXPIRED": 8}
    await assert_sound()


async def test_of_many_moved_to_one_time_one_moves_and_the_others_stay(crowd: Desk) -> None:
    bookings = [await crowd.book(crowd.at(30 * number)) for number in range(12)]

    ended = await outcomes(crowd.reschedule(booking, crowd.at(600)) for booking in bookings)

    assert ended == {"done": 1, "SLOT_TAKEN": 11}
    assert len(await crowd.taken()) == 12
    await assert_sound()


async def test_two_who_want_each_others_time_both_end_and_neither_loses_his_own(crowd: Desk) -> None:
    bookings = [await crowd.book(crowd.at(30 * number)) for number in range(8)]
    times = [crowd.at(30 * number) for number in range(8)]
    swapped = [times[number ^ 1] for number in range(8)]

    ended = await outcomes(crowd.reschedule(booking, to) for booking, to in zip(bookings, swapped, strict=True))

    assert sum(ended.values()) == 8
    assert set(ended) <= {"done", "SLOT_TAKEN"}
    assert await Booking.filter(status="confirmed").count() == 8
    await assert_sound()


async def test_of_many_who_move_one_booking_by_version_one_does(crowd: Desk) -> None:
    booking = await crowd.book(crowd.at(0))

    ended = await outcomes(crowd.reschedule(booking, crowd.at(60 * number), version=1) for number in range(1, 17))

    assert ended == {"done": 1, "STALE": 15}
    await assert_sound()


async def test_booking_moving_and_cancelling_at_once_leave_everything_sound(crowd: Desk) -> None:
    chance = Random(5)  # noqa: S311  # an order of tries

    async def live() -> None:
        booking = await crowd.book(crowd.at(15 * chance.randrange(24)))
        if chance.random() < 0.6:
            booking = await crowd.reschedule(booking, crowd.at(15 * chance.randrange(24)))
        if chance.random() < 0.5:
            await crowd.cancel(booking)

    ended = await outcomes(live() for _ in range(CLIENTS * 2))

    assert set(ended) <= {"done", "SLOT_TAKEN"}
    assert ended["done"] > 0
    await assert_sound()


async def test_processes_that_book_the_same_sqlite_times_never_share_one(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, random: Random
) -> None:
    desk = await make_desk(vault, clock, random)
    ids = (desk.clinic.id, desk.service.id, desk.practitioner.id, desk.location.id, desk.patient.id)
    command = (sys.executable, "-m", "tests.core.booking_rush", sqlite_database.url, *map(str, ids))
    root = Path(__file__).parents[2]

    processes = [
        await asyncio.create_subprocess_exec(*command, str(seed), stdin=PIPE, stdout=PIPE, cwd=root)
        for seed in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    won = [int(output) for output, _ in outputs]

    assert sum(won) == await Booking.all().count()
    assert 10 <= sum(won) <= 20
    await assert_sound()


async def test_a_transaction_ended_to_break_a_deadlock_is_tried_again(postgres_database: Database) -> None:
    one, other = await make_clinic(), await make_clinic()
    both_hold = asyncio.Barrier(2)
    tries = Counter[str]()

    async def rename(name: str, first: Clinic, second: Clinic) -> None:
        async with transaction() as tx:
            tries[name] += 1
            await tx.execute("UPDATE clinic SET name = $1 WHERE id = $2", (name, first.id))
            if tries[name] == 1:
                await both_hold.wait()
            await tx.execute("UPDATE clinic SET name = $1 WHERE id = $2", (name, second.id))

    await asyncio.gather(with_retry(lambda: rename("a", one, other)), with_retry(lambda: rename("b", other, one)))

    assert min(tries.values()) == 1
    assert max(tries.values()) > 1  # again where a busy machine lets them meet once more
    names = await Clinic.all().values_list("name", flat=True)
    assert len(set(names)) == 1


async def test_what_was_overtaken_knows_that_it_is_begun_again(postgres_database: Database) -> None:
    known = list[bool]()

    async def meet() -> None:
        async with transaction() as tx:
            known.append(tx.is_again)
            if len(known) < 3:
                await tx.execute("DO $$ BEGIN RAISE EXCEPTION 'taken' USING errcode = '23P01'; END $$")

    await with_retry(meet)
    await with_retry(meet)

    assert known == [False, True, True, False]


async def test_only_deadlocks_are_tried_again(sqlite_database: Database) -> None:
    tries = []

    async def fail() -> None:
        tries.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await with_retry(fail)
    async with transaction():
        with pytest.raises(RuntimeError):
            await with_retry(fail)

    assert len(tries) == 1


async def test_of_64_who_want_one_of_five_seats_five_have_one_and_nobody_else_the_practitioner(crowd: Desk) -> None:
    other = await make_service(crowd.clinic, crowd.practitioner)
    async with writing():
        await Service.filter(id=crowd.service.id).update(seats=5)
    together, alone = crowd.at(0), replace(crowd.at(0), service_id=other.id)

    ended = await outcomes(
        crowd.book(together) if number % 4 else crowd.hold(together) for number in range(CLIENTS - 16)
    )
    refused = await outcomes(crowd.book(alone) for _ in range(16))
    seats = await Allocation.filter(is_active=True, group_id__isnull=False).exclude(subject_id=crowd.practitioner.id)

    assert ended == {"done": 5, "SLOT_TAKEN": CLIENTS - 21}
    assert refused == {"SLOT_TAKEN": 16}
    assert len({seat.subject_id for seat in seats}) == len(seats) == 5
    assert await Allocation.filter(is_active=True, subject_id=crowd.practitioner.id).count() == 1
    assert [dict(row) for row in await fetch(OVERLAPS)] == [{"pairs": 0}]


async def test_the_last_seat_is_given_up_and_taken_at_once_without_losing_it(crowd: Desk) -> None:
    async with writing():
        await Service.filter(id=crowd.service.id).update(seats=2)
    for _ in range(4):
        booking = await crowd.book(crowd.at(0))
        ended = await outcomes([crowd.cancel(booking), *(crowd.book(crowd.at(0)) for _ in range(6))])
        standing = await Booking.filter(status="confirmed")

        taken = await Allocation.filter(is_active=True, group_id__isnull=False)
        seats = [one for one in taken if one.subject_id != crowd.practitioner.id]
        assert ended["done"] == 1 + len(standing)
        assert {one.booking_id for one in seats} == {one.id for one in standing}
        assert len({one.group_id for one in taken}) == 1
        assert len(taken) == len(standing) + 1
        for one in standing:
            await crowd.cancel(one)
        assert await Allocation.filter(is_active=True).count() == 0


async def test_a_limit_holds_however_many_come_at_once_for_different_times(crowd: Desk) -> None:
    colleague = await make_practitioner(crowd.clinic, crowd.location, services=[crowd.service])
    async with writing():
        await Practitioner.filter(id=crowd.practitioner.id).update(bookings_per_day=3)
        await Service.filter(id=crowd.service.id).update(bookings_per_day=5)
    times = [crowd.at(30 * number) for number in range(8)]

    own = await outcomes(crowd.book(one) for one in times)
    all_of_it = await outcomes(crowd.book(replace(one, practitioner_id=colleague.id)) for one in times)

    assert own == {"done": 3, "SLOT_TAKEN": 5}
    assert all_of_it == {"done": 2, "SLOT_TAKEN": 6}
    await assert_sound()
