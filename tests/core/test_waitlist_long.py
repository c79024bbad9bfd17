"""A long waitlist: whoever is behind all others is offered what suits nobody before them, however many these are."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from tests.core.booking_desk import make_desk
from tests.core.waiting_room import Room, make_room
from tests.factories import writing
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Practitioner
from chatbookr_core.waitlist import entries, looking
from chatbookr_core.waitlist.rules import Wish

PEOPLE = 7
NEVER = Wish(from_minute=1, until_minute=2)
"""In the dead of night, when nobody works."""


@pytest.fixture
async def room(
    database: Database, vault: Vault, clock: TurnableClock, random: Random, monkeypatch: pytest.MonkeyPatch
) -> Room:
    """Let more people wait than are read at once."""
    monkeypatch.setattr(looking, "AT_ONCE", 3)
    monkeypatch.setattr(entries, "AT_ONCE", 3)
    return await make_room(await make_desk(vault, clock, random), vault, people=PEOPLE)


async def test_what_suits_the_last_alone_is_theirs(room: Room) -> None:
    for number in range(PEOPLE - 1):
        await room.joins(number, NEVER)
    last = await room.joins(PEOPLE - 1)

    assert [one.id for one in await room.next_up()] == [last.id]


async def test_who_waited_longest_comes_first_through_all_of_them(room: Room) -> None:
    those = [await room.joins(number, Wish() if number % 2 else NEVER) for number in range(PEOPLE)]
    served = []
    while found := await room.next_up():
        served += [one.id for one in found]
        for number, entry in enumerate(found):
            await room.offer(entry, room.desk.at(60 * (len(served) + number)))

    assert served == [one.id for number, one in enumerate(those) if number % 2]


async def test_those_who_came_at_the_same_instant_are_all_found(room: Room) -> None:
    those = [await room.joins(number, NEVER) for number in range(PEOPLE)]
    assert len({one.since for one in those}) == 1
    last = max(those, key=lambda one: one.id)
    async with writing():
        await last.filter(id=last.id).update(from_minute=None, until_minute=None)

    assert [one.id for one in await room.next_up()] == [last.id]


async def test_what_happened_to_whom_is_seen_of_all(room: Room) -> None:
    desk, those = room.desk, []
    for number in range(PEOPLE):
        those.append(await room.joins(number, Wish(last_day=desk.clock.now().date() + timedelta(days=1))))
    desk.clock.turn(timedelta(days=3))

    await room.settle()

    assert {one.state for one in await those[0].all()} == {"expired"}


async def test_of_who_waits_on_nothing_is_read_one_by_one(room: Room) -> None:
    for number in range(PEOPLE):
        await room.joins(number)

    with statements() as asked:
        await room.settle()

    assert len([one for one in asked if "waitlist_entry" in one]) == 1


async def test_an_earlier_time_of_a_day_that_takes_no_more_bookings_is_offered_to_who_has_it(room: Room) -> None:
    async with writing():
        await Practitioner.filter(id=room.desk.practitioner.id).update(bookings_per_day=1)
    desk, (patient, _) = room.desk, room.people[0]
    booking = await replace(desk, patient=patient).book(desk.at(120))
    day = booking.starts_at.date()
    other = await room.joins(1, Wish(days=(day,)))
    entry = await room.joins(0, Wish(days=(day,)), booking)

    found = await room.next_up()
    taken = await room.take(await room.offer(entry, desk.at(0)))

    assert [one.id for one in found] == [entry.id]
    assert other.id != entry.id
    assert taken.is_moved
    assert (await Booking.get()).starts_at == desk.at(0).starts_at
