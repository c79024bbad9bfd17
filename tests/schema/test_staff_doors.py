"""More doors, all at once with the others: staff close days, let people go and come back, and holds run out meanwhile.

What is booked stands, whatever the hours are by then; who confirms a moment too late is told so, and has nothing.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.core.booking_desk import make_desk, within_transaction
from tests.core.test_bookings_races import CONNECTIONS
from tests.core.waiting_room import make_room
from tests.factories import make_practitioner
from tests.nights import seed_of_night
from tests.schema.desk import ask
from tests.schema.test_doors import DOORS, MOVE, REFUSALS, House, through_every_door

from chatbookr_core.bookings.expiry import expire_holds
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Hold
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

pytestmark = pytest.mark.integration  # speaks over sockets

STAFF = {"closes": 3, "leaves": 2, "anybody": 3, "late": 3, "runs_out": 1}
ARRANGE = """mutation ($input: {kind}Input!) {{ done: {name}(input: $input) {{
  affectedBookings {{ id }} userErrors {{ code }} }} }}"""
LONG = timedelta(minutes=1)  # a whole one, as bookings begin


@dataclass(slots=True)
class Staffed(House):
    """A house in which hours and people change while it is open."""

    async def attempt(self, door: str) -> None:
        which = self.chance.choice(list(self.booked)) if self.booked else None
        if door == "anybody" and which is not None:
            given = {"bookingId": global_id("Booking", which), "version": self.booked[which]}
            await self.mutate(MOVE, given | {"startsAt": self.anytime().isoformat(), "withWhom": "ANYBODY"})
        elif door == "closes":
            await self.closes()
        elif door == "leaves":
            await self.leaves()
        elif door in ("late", "runs_out"):
            await self.runs_out(is_late=door == "late")
        else:
            await House.attempt(self, "create" if door == "anybody" else door)

    async def closes(self) -> None:
        """Close somebody's day, open a part of it, or let the usual hours hold again."""
        day, person = self.anytime().date().isoformat(), self.chance.choice(self.people)
        windows = self.chance.choice(([], None, [{"startMinute": 10 * 60, "endMinute": 14 * 60}]))
        whose = {
            "clinicId": global_id("Clinic", self.desk.clinic.id),
            "practitionerId": global_id("Practitioner", person.id),
        }
        await self.arrange("workingDaysSet", whose | {"firstDay": day, "lastDay": day, "windows": windows})

    async def leaves(self) -> None:
        """Let the last of them leave, or come back."""
        person = self.people[-1]
        await self.arrange(
            "practitionerSave",
            {
                "clinicId": global_id("Clinic", self.desk.clinic.id),
                "practitionerId": global_id("Practitioner", person.id),
                "fullName": person.full_name,
                "shortName": person.short_name,
                "isActive": self.chance.random() < 0.6,
            },
        )

    async def arrange(self, name: str, given: dict[str, object]) -> None:
        actor = StaffActor(uuid4(), uuid4(), {self.desk.clinic.id: Membership(Role.OWNER)})
        document = ARRANGE.format(name=name, kind=name[0].upper() + name[1:])
        answer = await ask(self.deployment, actor, document, {"input": given})
        assert answer.errors == []
        assert answer.data["done"]["userErrors"] == []
        self.ended["done"] += 1

    async def runs_out(self, *, is_late: bool) -> None:
        """Let a minute pass while somebody holds a time for as long, and confirms it just then."""
        desk = self.desk
        request = replace(desk.at(0), starts_at=self.anytime())
        try:
            kept = await desk.hold(request, minutes=1) if is_late else None
            desk.clock.turn(LONG)
            await within_transaction(lambda: expire_holds(clock=desk.clock))
            if kept is not None:
                booking = await desk.confirm(kept.id)
                self.note(booking.id, booking.version, booking.status)
        except ChatbookrError as refused:
            self.ended[refused.code] += 1
        else:
            self.ended["done"] += 1


@pytest.fixture
async def staffed(
    database_url: str, vault: Vault, clock: TurnableClock, random: Random, tmp_path: Path
) -> AsyncIterator[Staffed]:
    """Open a clinic of three people, over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        desk = await make_desk(vault, clock, random)
        people = [desk.practitioner]
        people += [await make_practitioner(desk.clinic, desk.location, services=[desk.service]) for _ in range(2)]
        room = await make_room(desk, vault, people=8)
        house = Staffed(make_deployment(vault, clock, tmp_path), desk, people, room, Random(seed_of_night(17)))  # noqa: S311  # an order of tries
        house.doors = DOORS | STAFF
        house.refusals = REFUSALS | {"INVALID_VALUE"}  # a series with somebody who has left
        yield house


async def while_staff_arrange(house: Staffed, *, clients: int, tries: int) -> None:
    await through_every_door(house, clients=clients, tries=tries)

    gone = await Booking.filter(status="confirmed", displaced_at__isnull=False).count()
    assert gone or tries < 500, "nothing was displaced"
    house.desk.clock.turn(timedelta(minutes=30))
    await within_transaction(lambda: expire_holds(clock=house.desk.clock))
    assert not await Hold.filter(state="held").exists()


async def test_what_is_booked_stands_while_hours_and_people_change(staffed: Staffed) -> None:
    await while_staff_arrange(staffed, clients=15, tries=120)


@pytest.mark.nightly
async def test_what_is_booked_stands_while_they_change_a_thousand_times(staffed: Staffed) -> None:
    await while_staff_arrange(staffed, clients=60, tries=1_020)
