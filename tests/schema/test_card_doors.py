"""One more door, over plugin and sandbox: cards of events that somebody changed are answered while all others book."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.core.booking_desk import Desk
from tests.core.test_bookings_races import CONNECTIONS
from tests.core.waiting_room import make_room
from tests.factories import make_conversation, make_patient, make_practitioner
from tests.nights import seed_of_night
from tests.schema.desk import ask
from tests.schema.test_doors import CREATE, DOORS, QUARTER, REFUSALS, ROW, House, through_every_door

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.calendars.mending import compare_all
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, ChannelConnection
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id, key_of

pytestmark = pytest.mark.integration  # speaks over sockets

ANSWERS = {"calendarDriftAccept": "accepted", "calendarDriftPutBack": "put_back", "calendarDriftKeepBoth": "kept_both"}
ANSWER = f"""mutation ($card: ID!) {{{{
  done: {{name}}(driftId: $card) {{{{ calendarDrift {{{{ booking {{{ROW}}} }}}} userErrors {{{{ code }}}} }}}} }}}}"""
SETTLED = timedelta(minutes=1)  # a whole one, as bookings begin


@dataclass(slots=True)
class Watched(House):
    """A house whose calendar somebody has gone through: its cards, and what was answered to each."""

    cards: list[UUID] = field(default_factory=list)
    answered: list[tuple[UUID, str]] = field(default_factory=list)

    async def attempt(self, door: str) -> None:
        if door == "card":
            await self.answer(self.chance.choice(self.cards))
        else:
            await House.attempt(self, door)

    async def answer(self, card: UUID) -> None:
        """Say what becomes of an event that somebody changed."""
        name = self.chance.choice(list(ANSWERS))
        actor = StaffActor(uuid4(), uuid4(), {self.desk.clinic.id: Membership(Role.RECEPTIONIST)})
        given = await ask(self.deployment, actor, ANSWER.format(name=name), {"card": global_id("CalendarDrift", card)})
        assert given.errors == []
        codes = [error["code"] for error in given.data["done"]["userErrors"]]
        self.ended[codes[0] if codes else "done"] += 1
        if not codes:
            row = given.data["done"]["calendarDrift"]["booking"]
            self.note(key_of(row["id"], "Booking"), row["version"], row["status"])
            self.answered.append((card, ANSWERS[name]))


@pytest.fixture
async def world(database_url: str, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[World]:
    """Lend a clinic with a connected calendar, over several connections where the database has them."""
    url = f"{database_url}?maxsize={CONNECTIONS}" if database_url.startswith("postgresql") else database_url
    async with opened(url) as database, clinic_world(database, url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        yield world


@pytest.fixture
async def watched(world: World, vault: Vault, clock: TurnableClock, random: Random) -> Watched:
    """Book a practitioner's day, and have somebody move, edit or delete its events; two more have none."""
    patient = await make_patient(world.clinic, vault)
    talk = await make_conversation(patient, await ChannelConnection.get(id=world.connection_id))
    desk = Desk(world.clinic, world.location, world.practitioner, world.service, patient, talk, clock, random)
    chance = Random(seed_of_night(13))  # noqa: S311  # an order of tries
    room = await make_room(desk, vault, people=8)
    watched = Watched(world.deployment, desk, [world.practitioner], room, chance)
    for quarters in range(0, 16, 3):
        starts_at = desk.at(0).starts_at + QUARTER * quarters
        await watched.mutate(CREATE, watched.wish() | {"startsAt": starts_at.isoformat()})
    await world.work(within=SETTLED)
    await disturb(watched, world)
    watched.cards = [card.id for card in await CalendarDrift.filter(state="open").order_by("id")]
    watched.people += [
        await make_practitioner(world.clinic, world.location, services=[world.service]) for _ in range(2)
    ]
    watched.doors, watched.refusals = DOORS | {"card": 12}, REFUSALS | {"DRIFT_SETTLED"}
    watched.ended.clear()
    return watched


async def disturb(watched: Watched, world: World) -> None:
    """Change every event behind the clinic's back, in turn in each way, until there is a card of each."""
    for number, booking in enumerate(await Booking.all().order_by("starts_at")):
        path, starts_at = f"/calendars/{DOCTOR}/events/{event_id_for(booking.id)}", watched.anytime()
        moved: dict[str, Any] = {
            "start": {"dateTime": starts_at.isoformat()},
            "end": {"dateTime": (starts_at + 2 * QUARTER).isoformat()},
        }
        if number % 3 == 2:
            answer = await world.google("DELETE", path)
        else:
            answer = await world.google("PATCH", path, json=[moved, {"summary": "Lunch"}][number % 3])
        assert answer.is_success, answer.text
    await compare_all(world.deployment, await CalendarConnection.get(clinic_id=world.clinic.id))
    await world.work(within=SETTLED)


async def beside_a_calendar(watched: Watched, world: World, *, clients: int, tries: int) -> None:
    assert len(watched.cards) == len(watched.booked) > 4

    await through_every_door(watched, clients=clients, tries=tries)

    states = dict(await CalendarDrift.filter(id__in=watched.cards).values_list("id", "state"))
    assert watched.answered
    assert dict(watched.answered).items() <= states.items()
    assert len(dict(watched.answered)) == len(watched.answered), "a card was answered twice"
    await world.work(within=SETTLED)
    events = {event["id"]: datetime.fromisoformat(event["start"]["dateTime"]) for event in await world.events()}
    told = {
        booking.id: (booking.starts_at, events.get(booking.event_id or event_id_for(booking.id)))
        for booking in await Booking.filter(status="confirmed", calendar_state="written")
    }
    assert {key: one for key, one in told.items() if len(set(one)) != 1} == {}
    assert told


async def test_cards_are_answered_once_while_everybody_books(watched: Watched, world: World) -> None:
    await beside_a_calendar(watched, world, clients=10, tries=80)


@pytest.mark.nightly
async def test_cards_are_answered_once_in_a_thousand_tries(watched: Watched, world: World) -> None:
    watched.refusals |= {
        "CALENDAR_NOT_FRESH"
    }  # by the machine's own clock: fifty at once may wait for the calendar in vain
    await beside_a_calendar(watched, world, clients=50, tries=1_000)
