"""Group appointments, everything at once: joined, held, left, swapped, offered, while clocks run and rooms are closed.

Afterwards whoever has a booking has one seat where and when it says, nobody sits on another's, every appointment that
has a seat taken has its practitioner and a room, and none goes on without.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from tests.core.booking_desk import Desk, make_desk, within_transaction
from tests.core.test_bookings_hammer import REFUSALS
from tests.core.test_bookings_races import CONNECTIONS, OVERLAPS, outcomes
from tests.core.waiting_room import Room, make_room
from tests.factories import make_practitioner, make_resource, writing
from tests.nights import seed_of_night

from chatbookr_core.bookings import service
from chatbookr_core.bookings.expiry import expire_holds
from chatbookr_core.bookings.groups import seats_of
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.service import release
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import fetch, opened
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    Booking,
    GroupAppointment,
    Hold,
    Practitioner,
    Resource,
    Service,
    WaitlistOffer,
)

pytestmark = pytest.mark.integration  # speaks over sockets

SEATS = 3
STARTS = 6
SEATED = {"book": 5, "hold": 4, "confirm": 4, "release": 1, "reschedule": 4, "to_hold": 2, "swap": 3, "cancel": 3}
BESIDES = {"offer": 2, "take": 2, "decline": 1, "expire": 2, "seats": 1, "room": 1}
VERBS = SEATED | BESIDES


@dataclass(slots=True)
class Crowd:
    """What was acknowledged, and what there is to answer."""

    desk: Desk
    people: list[Practitioner]
    rooms: list[Resource]
    room: Room
    opening: SlotRequest
    chance: Random
    booked: dict[UUID, Booking] = field(default_factory=dict)
    holds: list[UUID] = field(default_factory=list)
    offers: list[WaitlistOffer] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)

    def anytime(self) -> SlotRequest:
        starts_at = self.opening.starts_at + timedelta(minutes=20 * self.chance.randrange(STARTS))  # they meet
        return replace(self.opening, practitioner_id=self.chance.choice(self.people).id, starts_at=starts_at)

    def note(self, booking: Booking) -> None:
        known = self.booked.get(booking.id)
        if known is None or known.version < booking.version:
            self.booked[booking.id] = booking

    async def attempt(self, verb: str) -> None:
        desk, one = self.desk, self.chance.choice(list(self.booked.values())) if self.booked else None
        hold_id = self.chance.choice(self.holds) if self.holds else None
        if verb in ("offer", "take", "decline"):
            await self.wait(verb)
        elif verb in ("expire", "seats", "room"):
            await self.change(verb)
        elif verb == "hold" or (verb in ("confirm", "release", "to_hold") and hold_id is None):
            self.holds.append((await desk.hold(self.anytime(), minutes=self.chance.choice((1, 10)))).id)
        elif verb == "confirm" and hold_id is not None:
            self.note(await desk.confirm(hold_id))
        elif verb == "release" and hold_id is not None:
            await end(self, hold_id)
        elif one is None or verb == "book":
            self.note(await desk.book(self.anytime()))
        elif verb == "cancel":
            self.note(await desk.cancel(one))
        elif verb == "swap":
            other = self.chance.choice(list(self.booked.values()))
            there = SlotRequest(other.service_id, other.practitioner_id, other.location_id, other.starts_at)
            self.note(await desk.reschedule(one, there))
        else:
            self.note(await desk.reschedule(one, hold_id if verb == "to_hold" and hold_id else self.anytime()))

    async def wait(self, verb: str) -> None:
        if verb == "offer" or not self.offers:
            entry = await self.room.joins(self.chance.randrange(len(self.room.people)))
            self.offers.append(await self.room.offer(entry, self.anytime()))
        elif verb == "take":
            self.note((await self.room.take(self.chance.choice(self.offers))).booking)
        else:
            await self.room.decline(self.chance.choice(self.offers))

    async def change(self, verb: str) -> None:
        """Let time pass for holds, or the clinic change its rooms and how many may come."""
        if verb == "expire":
            self.desk.clock.turn(timedelta(seconds=self.chance.choice((5, 40))))
            await within_transaction(lambda: expire_holds(clock=self.desk.clock))
            return
        async with writing():
            if verb == "seats":
                await Service.filter(id=self.desk.service.id).update(seats=self.chance.choice((2, SEATS)))
            else:
                one = self.chance.choice(self.rooms)
                await Resource.filter(id=one.id).update(is_active=self.chance.random() < 0.7)

    async def client(self, tries: int) -> None:
        for _ in range(tries):
            verb = self.chance.choices(list(VERBS), list(VERBS.values()))[0]
            try:
                await self.attempt(verb)
            except ChatbookrError as refused:
                self.ended[refused.code] += 1
            else:
                self.ended["done"] += 1


async def end(crowd: Crowd, hold_id: UUID) -> None:
    await within_transaction(lambda: release(hold_id, clinic_id=crowd.desk.clinic.id))


@pytest.fixture
async def crowd(database_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Crowd]:
    """Open a clinic of two people and two rooms where three come at once."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        desk = await make_desk(vault, clock, random)
        people = [desk.practitioner, await make_practitioner(desk.clinic, desk.location, services=[desk.service])]
        rooms = [await make_resource(desk.location, services=[desk.service]) for _ in range(2)]
        async with writing():
            await Service.filter(id=desk.service.id).update(seats=SEATS)
        room = await make_room(desk, vault, people=12)
        yield Crowd(desk, people, rooms, room, desk.at(0), Random(seed_of_night(7)))  # noqa: S311  # an order of tries


async def assert_seated() -> None:
    """See that everybody who has a booking or a hold has one seat, and every appointment its people or its end."""
    assert [dict(row) for row in await fetch(OVERLAPS)] == [{"pairs": 0}]
    rows = await Allocation.filter(is_active=True)
    groups = {group.id: group for group in await GroupAppointment.all()}
    seats = {UUID(str(row.booking_id or row.hold_id)): row for row in rows if row.booking_id or row.hold_id}
    owners: dict[UUID, Booking | Hold] = {one.id: one for one in await Booking.filter(status="confirmed")}
    owners |= {one.id: one for one in await Hold.filter(state="held")}
    assert len(seats) == sum(bool(row.booking_id or row.hold_id) for row in rows), "somebody has two seats"
    assert seats.keys() == owners.keys()
    for key, seat in seats.items():
        group, owner = groups[UUID(str(seat.group_id))], owners[key]
        assert seat.subject_id in seats_of(group.id, group.seats)
        assert (group.starts_at, group.practitioner_id) == (owner.starts_at, owner.practitioner_id)
        assert seat.starts_minute <= epoch_minute(owner.starts_at) < seat.ends_minute
    own = Counter(row.group_id for row in rows if not (row.booking_id or row.hold_id))
    assert own == dict.fromkeys({seat.group_id for seat in seats.values()}, 2)  # the practitioner and a room


async def hammer(crowd: Crowd, *, clients: int, tries: int) -> None:
    await asyncio.gather(*(crowd.client(tries // clients) for _ in range(clients)))

    found = {row.id: (row.version, row.status, row.starts_at) for row in await Booking.all()}
    assert set(crowd.ended) - {"done"} <= REFUSALS | {"SLOT_NOT_OFFERED"}, crowd.ended
    assert found == {key: (row.version, row.status, row.starts_at) for key, row in crowd.booked.items()}
    assert crowd.ended["done"] > tries // 20
    await assert_seated()


async def test_whatever_happens_to_group_appointments_everybody_has_one_seat(crowd: Crowd) -> None:
    await hammer(crowd, clients=40, tries=400)


@pytest.mark.nightly
async def test_four_thousand_times_everybody_has_one_seat(crowd: Crowd) -> None:
    await hammer(crowd, clients=100, tries=4_000)


async def test_people_who_swap_their_group_appointments_wait_for_each_other_in_one_order(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, tried, reschedule = crowd.desk, list[UUID](), service.reschedule

    async def counted(booking_id: UUID, **given: Any) -> Booking:
        tried.append(booking_id)
        return await reschedule(booking_id, **given)

    times = [desk.at(40 * number) for number in range(6)]
    bookings = [await desk.book(time) for time in times for _ in range(2)]
    swapped = [times[(number // 2) ^ 1] for number in range(len(bookings))]
    monkeypatch.setattr(service, "reschedule", counted)

    for there, _ in ((swapped, 1), ([time for time in times for _ in range(2)], 2)):
        await outcomes(desk.reschedule(one, to) for one, to in zip(bookings, there, strict=True))

    assert sorted(tried) == sorted(one.id for one in bookings for _ in range(2)), "one was ended for another's sake"
    await assert_seated()


async def test_people_who_swap_their_group_appointments_all_end_and_keep_a_seat(crowd: Crowd) -> None:
    desk = crowd.desk
    times = [desk.at(40 * number) for number in range(6)]
    bookings = [await desk.book(time) for time in times for _ in range(2)]
    swapped = [times[(number // 2) ^ 1] for number in range(len(bookings))]

    for _ in range(5):
        ended = await outcomes(desk.reschedule(one, to) for one, to in zip(bookings, swapped, strict=True))
        assert set(ended) <= {"done", "SLOT_TAKEN"}
        assert sum(ended.values()) == len(bookings)
        await assert_seated()
        bookings.reverse()
        swapped = [times[number % 6] for number in range(len(bookings))]
