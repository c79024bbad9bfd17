"""Everybody at once through every door: staff and partners in the API, series, the chat's holds, the waitlist's offers.

What was acknowledged stands, nothing overlaps, and whoever is refused a time is told why and what is near.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.api.clients import make_deployment
from tests.core.booking_desk import Desk, make_desk
from tests.core.test_bookings_races import CONNECTIONS, assert_sound
from tests.core.waiting_room import Room, make_room
from tests.factories import make_practitioner
from tests.nights import seed_of_night
from tests.schema.desk import ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Practitioner, WaitlistOffer
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, Principal, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id, key_of

pytestmark = pytest.mark.integration  # speaks over sockets

NOT_TO_BE_HAD = {"SLOT_TAKEN", "SLOT_NOT_OFFERED"}
REFUSALS = NOT_TO_BE_HAD | {
    *("HOLD_EXPIRED", "ALREADY_CANCELLED", "STALE", "SERIES_REFUSED"),
    *("NOT_WAITING", "ALREADY_OFFERED", "OFFER_OVER"),
}
STARTS, QUARTER = 16, timedelta(minutes=15)
DOORS = {"create": 5, "reschedule": 3, "cancel": 2, "series": 2, "chat": 3, "offer": 2, "take": 2}
ROW = "{ id version status }"
CREATE = f"""mutation ($input: BookingCreateInput!, $key: String!) {{
  done: bookingCreate(input: $input) @idempotent(key: $key) {{
    booking {ROW} alternatives {{ startsAt }} userErrors {{ code }} }} }}"""
MOVE = f"""mutation ($input: BookingRescheduleInput!, $key: String!) {{
  done: bookingReschedule(input: $input) @idempotent(key: $key) {{
    booking {ROW} alternatives {{ startsAt }} userErrors {{ code }} }} }}"""
CANCEL = f"""mutation ($input: BookingCancelInput!, $key: String!) {{
  done: bookingCancel(input: $input) @idempotent(key: $key) {{ booking {ROW} userErrors {{ code }} }} }}"""
SERIES = f"""mutation ($input: BookingSeriesCreateInput!, $key: String!) {{
  done: bookingSeriesCreate(input: $input) @idempotent(key: $key) {{
    bookings {ROW} refusals {{ code alternatives {{ startsAt }} }} userErrors {{ code }} }} }}"""


@dataclass(slots=True)
class House:
    """A clinic with its doors, and what went through them: each booking's newest version that was acknowledged."""

    deployment: Deployment
    desk: Desk
    people: list[Practitioner]
    room: Room
    chance: Random
    booked: dict[UUID, int] = field(default_factory=dict)
    cancelled: set[UUID] = field(default_factory=set)
    offers: list[WaitlistOffer] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    bare: list[str] = field(default_factory=list)  # refusals of a time without a code or with too many others
    keys: Any = field(default_factory=count)
    doors: dict[str, int] = field(default_factory=lambda: DOORS)
    refusals: set[str] = field(default_factory=lambda: REFUSALS)

    def note(self, key: UUID, version: int, status: str) -> None:
        self.booked[key] = max(version, self.booked.get(key, 0))
        if status.lower() == "cancelled":
            self.cancelled.add(key)

    def anytime(self) -> datetime:
        return self.desk.at(0).starts_at + QUARTER * self.chance.randrange(STARTS)

    def somebody(self) -> str | None:
        return global_id("Practitioner", self.chance.choice(self.people).id) if self.chance.random() < 0.7 else None

    def wish(self) -> dict[str, object]:
        desk = self.desk
        return {
            "serviceId": global_id("Service", desk.service.id),
            "patientId": global_id("Patient", desk.patient.id),
            "startsAt": self.anytime().isoformat(),
            "practitionerId": self.somebody(),
        }

    async def mutate(self, document: str, given: dict[str, object]) -> None:
        """Go in by one of the API's two doors, and note what was said."""
        clinic = self.desk.clinic.id
        doors: list[tuple[Principal, Surface]] = [
            (StaffActor(uuid4(), uuid4(), {clinic: Membership(Role.RECEPTIONIST)}), "staff"),
            (KeyActor(uuid4(), clinic, frozenset(Permission)), "partner"),
        ]
        actor, surface = self.chance.choice(doors)
        values = {"input": given, "key": f"key-{next(self.keys)}"}
        answer = await ask(self.deployment, actor, document, values, surface)
        assert answer.errors == []
        done = answer.data["done"]
        for row in [done.get("booking"), *done.get("bookings", ())]:
            if row is not None and not done["userErrors"]:
                self.note(key_of(row["id"], "Booking"), row["version"], row["status"])
        codes = [error["code"] for error in done["userErrors"]]
        self.ended[codes[0] if codes else "done"] += 1
        refused = [done] if NOT_TO_BE_HAD & set(codes) else done.get("refusals", ())
        self.bare += [str(codes) for one in refused if not 1 <= len(one["alternatives"]) <= 3]

    async def attempt(self, door: str) -> None:
        which = self.chance.choice(list(self.booked)) if self.booked else None
        if door in ("reschedule", "cancel") and which is not None:
            given: dict[str, object] = {"bookingId": global_id("Booking", which), "version": self.booked[which]}
            if door == "cancel":
                await self.mutate(CANCEL, given)
            else:
                await self.mutate(MOVE, given | {"startsAt": self.anytime().isoformat()})
        elif door == "series":
            how = {"recurrence": "FREQ=DAILY;COUNT=2", "ifNotFree": self.chance.choice(["SKIP", "REFUSE_ALL"])}
            await self.mutate(SERIES, {**self.wish(), **how, "withWhom": self.chance.choice(["SAME", "EACH"])})
        elif door in ("chat", "offer", "take"):
            await self.within(door)
        else:
            await self.mutate(CREATE, self.wish())

    async def within(self, door: str) -> None:
        """Go in where no mutation leads: a tap in the chat, an offer to who waits, and its answer."""
        request = self.desk.at(15 * self.chance.randrange(STARTS))
        try:
            if door == "chat":
                kept = await self.desk.hold(request)
                booking = await self.desk.confirm(kept.id)
                self.note(booking.id, booking.version, booking.status)
            elif door == "offer" or not self.offers:
                entry = await self.room.joins(self.chance.randrange(len(self.room.people)))
                self.offers.append(await self.room.offer(entry, request))
            else:
                taken = (await self.room.take(self.chance.choice(self.offers))).booking
                self.note(taken.id, taken.version, taken.status)
        except ChatbookrError as refused:
            self.ended[refused.code] += 1
        else:
            self.ended["done"] += 1

    async def client(self, tries: int) -> None:
        for _ in range(tries):
            await self.attempt(self.chance.choices(list(self.doors), list(self.doors.values()))[0])


@pytest.fixture
async def house(
    database_url: str, vault: Vault, clock: TurnableClock, random: Random, tmp_path: Path
) -> AsyncIterator[House]:
    """Open a clinic of three people, over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        desk = await make_desk(vault, clock, random)
        people = [desk.practitioner]
        people += [await make_practitioner(desk.clinic, desk.location, services=[desk.service]) for _ in range(2)]
        room = await make_room(desk, vault, people=8)
        chance = Random(seed_of_night(11))  # noqa: S311  # an order of tries
        yield House(make_deployment(vault, clock, tmp_path), desk, people, room, chance)


async def through_every_door(house: House, *, clients: int, tries: int) -> None:
    await asyncio.gather(*(house.client(tries // clients) for _ in range(clients)))

    rows = {row.id: row for row in await Booking.all()}
    assert sum(house.ended.values()) == tries
    assert set(house.ended) - {"done"} <= house.refusals
    assert house.ended["done"] > tries // 10
    assert {key: row.version for key, row in rows.items()} == house.booked
    assert {key for key, row in rows.items() if row.status == "cancelled"} == house.cancelled
    assert house.bare == []
    await assert_sound()


async def test_through_every_door_at_once_nothing_overlaps_and_nothing_is_lost(house: House) -> None:
    await through_every_door(house, clients=15, tries=120)


@pytest.mark.nightly
async def test_through_every_door_a_thousand_times_nothing_overlaps_and_nothing_is_lost(house: House) -> None:
    await through_every_door(house, clients=100, tries=1_000)
