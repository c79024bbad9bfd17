"""Group appointments: each booking has an event of its own, and whoever drags one or all of them away is understood."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from tests.clinic_world import World
from tests.factories import writing
from tests.workers.drifting_events import LATER, STAFF, TUESDAY, card, change, delete, refresh, starts, times, written
from tests.workers.drifting_events import world as world

from chatbookr_core.calendars.drift_answers import accept, keep_both, put_back
from chatbookr_core.calendars.drifts import judge, look_at
from chatbookr_core.db import transaction
from chatbookr_core.errors import SlotTaken
from chatbookr_core.models import Allocation, Booking, CalendarDrift, Clinic, GroupAppointment, Service

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

SOON = timedelta(seconds=5)
OVERLAPPING = TUESDAY + timedelta(minutes=15)


async def group_of(world: World, count: int, mode: str = "ask") -> list[Booking]:
    """Let so many book the three seats of one time."""
    async with writing():
        await Service.filter(id=world.service.id).update(seats=3)
        await Clinic.filter(id=world.clinic.id).update(calendar_drift_mode=mode)
    return [await written(world) for _ in range(count)]


async def drag(world: World, group: Sequence[Booking], to: datetime) -> None:
    for booking in group:
        await change(world, booking, **times(to))
    await refresh(world)


async def standing(world: World) -> list[datetime]:
    """Say when the practitioner is taken by a group appointment."""
    own = Allocation.filter(clinic_id=world.clinic.id, subject_id=world.practitioner.id, is_active=True)
    groups = {row.group_id for row in await own}
    return sorted([group.starts_at for group in await GroupAppointment.filter(id__in=list(groups))])


async def begins(group: Sequence[Booking]) -> list[datetime]:
    return [(await Booking.get(id=booking.id)).starts_at for booking in group]


@pytest.mark.parametrize("to", [LATER, OVERLAPPING])
async def test_a_group_that_is_dragged_away_whole_is_accepted(world: World, to: datetime) -> None:
    """One after another; all with the first, where the new time meets the old one and nobody could go alone."""
    group = await group_of(world, 3)
    await drag(world, group, to)
    answers = 0

    while (asked := await CalendarDrift.filter(state="open").first()) is not None:
        async with transaction():
            await accept(world.deployment, STAFF, asked.id)
        answers += 1
    await world.work(within=SOON)

    assert answers == (1 if to == OVERLAPPING else 3)

    assert await begins(group) == [to] * 3
    assert await standing(world) == [to]
    assert await starts(world) == [to] * 3


@pytest.mark.parametrize("to", [LATER, OVERLAPPING])
async def test_a_group_that_is_dragged_away_whole_is_followed(world: World, to: datetime) -> None:
    group = await group_of(world, 3, mode="follow")

    await drag(world, group, to)
    await world.work(within=SOON)

    assert await begins(group) == [to] * 3
    assert await standing(world) == [to]
    assert await CalendarDrift.filter(state="open").count() == 0


async def test_a_group_of_which_one_stays_cannot_meet_itself(world: World) -> None:
    group = await group_of(world, 3)
    await drag(world, group[:2], OVERLAPPING)

    with pytest.raises(SlotTaken):
        async with transaction():
            await accept(world.deployment, STAFF, (await card(group[0])).id)

    assert await begins(group) == [TUESDAY] * 3
    assert await CalendarDrift.filter(state="open").count() == 2


async def test_who_is_dragged_out_of_a_group_leaves_a_seat(world: World) -> None:
    group = await group_of(world, 3)
    await drag(world, group[:1], LATER)

    async with transaction():
        await accept(world.deployment, STAFF, (await card(group[0])).id)
    fourth = await written(world)

    assert await begins([*group, fourth]) == [LATER, TUESDAY, TUESDAY, TUESDAY]
    assert await standing(world) == [TUESDAY, LATER]


async def test_whose_event_is_deleted_leaves_a_seat_and_the_others_stand(world: World) -> None:
    group = await group_of(world, 3)
    await delete(world, group[0])
    await refresh(world)

    async with transaction():
        await accept(world.deployment, STAFF, (await card(group[0])).id)
    fourth = await written(world)

    assert (await Booking.get(id=group[0].id)).status == "cancelled"
    assert await begins([*group[1:], fourth]) == [TUESDAY] * 3
    assert await starts(world) == [TUESDAY] * 3


@pytest.mark.parametrize("answer", [put_back, keep_both])
async def test_an_event_dragged_out_of_a_group_comes_back_to_the_others(world: World, answer: object) -> None:
    group = await group_of(world, 3)
    await drag(world, group[:1], LATER)

    async with transaction():
        await answer(world.deployment, STAFF, (await card(group[0])).id)  # type: ignore[operator]  # one of two
    await world.work(within=SOON)
    await refresh(world)

    assert await begins(group) == [TUESDAY] * 3
    assert await starts(world) == [TUESDAY] * 3 + ([LATER] if answer is keep_both else [])
    assert await CalendarDrift.filter(state="open").count() == 0


OF_A_CARD = "SELECT id FROM booking WHERE id = $1 FOR NO KEY UPDATE"
HELD = "SELECT count(*) AS held FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
@pytest.mark.parametrize("by", ["staff", "worker"])
async def test_of_two_answers_to_one_group_the_second_waits_with_nothing_in_its_hands(world: World, by: str) -> None:
    """Whoever held a booking while waiting for one before it would wait for ever for who goes the other way."""
    group = await group_of(world, 2)
    for booking in group:
        await change(world, booking, **times(OVERLAPPING))
    await refresh(world)
    first, last = sorted(group, key=lambda booking: booking.id)
    asked, seen = await card(last), await look_at(world.deployment, last)
    assert seen is not None

    begun = asyncio.Event()

    async def answer() -> None:
        await begun.wait()
        async with transaction():
            await (accept(world.deployment, STAFF, asked.id) if by == "staff" else judge(world.deployment, seen))

    answering = asyncio.create_task(answer())
    async with asyncio.timeout(60), transaction() as tx:
        await tx.fetch(OF_A_CARD, (first.id,))
        begun.set()
        while not (await tx.fetch(HELD, ()))[0]["held"]:  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.02)
        taken = await tx.fetch(f"{OF_A_CARD} SKIP LOCKED", (last.id,))
    await answering

    assert len(taken) == 1
