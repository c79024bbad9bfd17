"""Who did not come is offered another time: where the clinic wants it, and the patient; and not once it is undone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import make_booking, writing
from tests.workers.ways_out import made, met, synced

from chatbookr_core.bookings.life import Step
from chatbookr_core.bookings.use_cases import record_step
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Conversation, Message, Patient, StaffTask
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import use_template
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        async with writing():  # the world's clock stands in the night
            rows = Clinic.filter(id=world.clinic.id)
            await rows.update(quiet_from_minute=0, quiet_until_minute=0, follows_up_no_shows=True)
        yield world


async def missed(world: World, conversation: Conversation) -> Booking:
    """Have a visit that began a minute ago, and note that nobody came."""
    patient = await Patient.get(id=conversation.patient_id)
    at = world.clock.now() - timedelta(minutes=1)
    booking = await make_booking(
        patient, world.service, world.practitioner, world.location, starts_at=at, conversation_id=conversation.id
    )
    async with transaction():
        await record_step(world.deployment, world.staff(), booking.id, Step.NO_SHOW, version=1)
    return booking


async def test_who_did_not_come_is_offered_another_time_and_takes_it(world: World) -> None:
    conversation = await met(world)
    await missed(world, conversation)

    at_once = await Message.filter(purpose="no_show").count()
    await world.work(within=timedelta(hours=1))
    told = (await world.heard())[-1]
    await world.choose("New time")

    assert at_once == 0
    assert told["text"].startswith("We missed you")
    assert [option["title"] for option in options_of(told)] == ["New time", "Talk to a person"]
    assert "Choose a time" in (await world.heard())[-1]["text"]


async def test_outside_the_window_a_template_offers_it_or_nobody(world: World) -> None:
    conversation = await met(world)
    world.clock.turn(timedelta(days=2))
    await missed(world, conversation)
    await world.work(within=timedelta(hours=1))
    without = await Message.filter(purpose="no_show").count()

    await made(world, "missed", body="You were missed on {{1}}.")
    template = (await synced(world))["missed", "en"]
    async with transaction():
        await use_template(world.deployment, SystemActor("test"), template.id, Purpose.NO_SHOW, ("date",))
    await missed(world, conversation)
    await world.work(within=timedelta(hours=1))

    assert without == 0
    assert [(one.kind, one.status) for one in await Message.filter(purpose="no_show")] == [("template", "delivered")]
    assert await StaffTask.filter(kind="message_failed").count() == 0


@pytest.mark.parametrize("why", ["undone", "off", "stopped"])
async def test_nobody_is_offered_what_they_or_the_clinic_do_not_want(world: World, why: str) -> None:
    conversation = await met(world)
    booking = await missed(world, conversation)
    if why == "off":
        async with writing():
            await Clinic.filter(id=world.clinic.id).update(follows_up_no_shows=False)
    async with transaction():
        if why == "undone":
            await record_step(world.deployment, world.staff(), booking.id, Step.UNDO, version=2)
        if why == "stopped":
            whose = (conversation.clinic_id, conversation.patient_id)
            await enter(Statement(*whose, "reminders", Decision.WITHDRAWN, world.clock.now()))

    await world.work(within=timedelta(hours=2))

    assert await Message.filter(purpose="no_show").count() == 0
