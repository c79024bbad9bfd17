"""Everything at once, for a while: books, holds, confirms, moves, cancels and the waitlist, on few times and rooms.

A ledger holds what was acknowledged; afterwards the database says the same, nothing overlaps, every refusal had a code.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from random import Random
from uuid import UUID

import pytest
from tests.core.booking_desk import Desk, make_desk
from tests.core.test_bookings_races import CONNECTIONS, assert_sound
from tests.core.waiting_room import Room, make_room
from tests.factories import make_practitioner, make_resource
from tests.nights import seed_of_night

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Practitioner, WaitlistOffer

pytestmark = pytest.mark.integration  # speaks over sockets

REFUSALS = {
    *("SLOT_TAKEN", "HOLD_EXPIRED", "ALREADY_CANCELLED", "STALE"),
    *("NOT_WAITING", "ALREADY_OFFERED", "OFFER_OVER"),
}
STARTS = 24
VERBS = ("book", "hold", "confirm", "reschedule", "reschedule_to_hold", "cancel", "offer", "take", "decline")


@dataclass(slots=True)
class Ledger:
    """What was acknowledged: each booking's newest version with its start, None once it was cancelled."""

    desk: Desk
    people: list[Practitioner]
    room: Room
    chance: Random
    booked: dict[UUID, Booking] = field(default_factory=dict)
    cancelled: set[UUID] = field(default_factory=set)
    holds: list[UUID] = field(default_factory=list)
    offers: list[WaitlistOffer] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)

    def anytime(self) -> SlotRequest:
        request = self.desk.at(15 * self.chance.randrange(STARTS))
        return replace(request, practitioner_id=self.chance.choice(self.people).id)

    def note(self, booking: Booking) -> None:
        known = self.booked.get(booking.id)
        if known is None or known.version < booking.version:
            self.booked[booking.id] = booking
        if booking.status == "cancelled":
            self.cancelled.add(booking.id)

    async def attempt(self, verb: str) -> None:
        bookings, holds, desk = list(self.booked.values()), self.holds, self.desk
        if verb in ("confirm", "reschedule_to_hold") and not holds:
            verb = "hold"
        if verb in ("reschedule", "reschedule_to_hold", "cancel") and not bookings:
            verb = "book"
        if verb in ("offer", "take", "decline"):
            await self.wait(verb)
            return
        version = None
        if verb == "book":
            self.note(await desk.book(self.anytime()))
        elif verb == "hold":
            self.holds.append((await desk.hold(self.anytime())).id)
        elif verb == "confirm":
            self.note(await desk.confirm(self.chance.choice(holds)))
        else:
            one = self.chance.choice(bookings)
            version = one.version if self.chance.random() < 0.5 else None
            if verb == "cancel":
                self.note(await desk.cancel(one, version))
            else:
                to = self.chance.choice(holds) if verb == "reschedule_to_hold" else self.anytime()
                self.note(await desk.reschedule(one, to, version))

    async def wait(self, verb: str) -> None:
        """Offer somebody a time that may be free, or answer an offer, whatever became of it."""
        if verb == "offer" or not self.offers:
            entry = await self.room.joins(self.chance.randrange(len(self.room.people)))
            self.offers.append(await self.room.offer(entry, self.anytime()))
        elif verb == "take":
            self.note((await self.room.take(self.chance.choice(self.offers))).booking)
        else:
            await self.room.decline(self.chance.choice(self.offers))

    async def client(self, tries: int) -> None:
        """Try one thing after another; what is refused has a code, anything else fails the test."""
        for _ in range(tries):
            verb = self.chance.choices(VERBS, (4, 4, 4, 3, 1, 3, 4, 3, 1))[0]
            try:
                await self.attempt(verb)
            except ChatbookrError as refused:
                self.ended[refused.code] += 1
            else:
                self.ended["done"] += 1


@pytest.fixture
async def ledger(database_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Ledger]:
    """Open a clinic of three people and two rooms, over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        desk = await make_desk(vault, clock, random)
        people = [desk.practitioner]
        people += [await make_practitioner(desk.clinic, desk.location, services=[desk.service]) for _ in range(2)]
        for _ in range(2):
            await make_resource(desk.location, services=[desk.service])
        room = await make_room(desk, vault, people=12)
        yield Ledger(desk, people, room, Random(seed_of_night(5)))  # noqa: S311  # an order of tries


async def hammer(ledger: Ledger, *, clients: int, tries: int) -> None:
    await asyncio.gather(*(ledger.client(tries // clients) for _ in range(clients)))

    rows = {row.id: row for row in await Booking.all()}
    lost = [key for key in ledger.booked if key not in rows]
    wrong = [
        key
        for key, told in ledger.booked.items()
        if key in rows and (rows[key].version, rows[key].starts_at) != (told.version, told.starts_at)
    ]
    assert sum(ledger.ended.values()) == tries
    assert set(ledger.ended) - {"done"} <= REFUSALS
    assert (lost, wrong) == ([], [])
    assert rows.keys() == ledger.booked.keys()
    assert {key for key, row in rows.items() if row.status == "cancelled"} == ledger.cancelled
    assert ledger.ended["done"] > tries // 20
    await assert_sound(allocations_a_booking=2)


async def test_a_few_hundred_mixed_tries_lose_nothing_and_overlap_nowhere(ledger: Ledger) -> None:
    await hammer(ledger, clients=50, tries=400)


@pytest.mark.nightly
async def test_ten_thousand_mixed_tries_of_200_clients_lose_nothing_and_overlap_nowhere(ledger: Ledger) -> None:
    await hammer(ledger, clients=200, tries=10_000)
