"""A patient who falls silent in the middle of a booking is asked once: by day, within the window, if they want it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.factories import writing

from chatbookr_core.assistant.nudging import NUDGE_JOB
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import Database, transaction
from chatbookr_core.inbox.service import take_over
from chatbookr_core.inbox.states import close
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Conversation, Hold, Job
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

ASKED = "Shall we go on with Check-up?"


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(
        sqlite_database, sqlite_url, clock, vault, tmp_path, nudge_minutes=30, quiet_from_minute=0, quiet_until_minute=0
    ) as world:
        yield world


async def confirming(world: World) -> Conversation:
    """Let a patient come as far as the question whether to book, and say nothing more."""
    await world.write()
    await world.work()
    await world.choose("Book appointment")
    await world.choose("")
    return await Conversation.get(clinic_id=world.clinic.id)


async def asked(world: World) -> int:
    return len([one for one in await world.heard() if one["text"].startswith(ASKED)])


async def test_who_falls_silent_is_asked_once_and_goes_on(world: World) -> None:
    await confirming(world)
    held = await Hold.filter(state="held").count()

    await world.work(within=timedelta(minutes=29))
    early = await asked(world)
    await world.work(within=timedelta(hours=20))
    times = await asked(world)
    await world.choose("Continue")
    await world.choose("")
    await world.choose("Confirm only")

    assert (held, early, times) == (1, 0, 1)
    assert await Booking.filter(status="confirmed").count() == 1
    assert await Hold.filter(state="held").count() == 0


async def test_what_is_said_meanwhile_puts_it_off(world: World) -> None:
    await confirming(world)
    await world.work(within=timedelta(minutes=20))
    await world.write("grmbl")  # not understood: the same step is open

    await world.work(within=timedelta(minutes=25))
    meanwhile = await asked(world)
    await world.work(within=timedelta(minutes=6))

    assert meanwhile == 0
    assert await asked(world) == 1


@pytest.mark.parametrize("why", ["off", "staff", "closed", "stopped", "gone"])
async def test_nobody_is_asked_who_is_not_to_be(world: World, why: str) -> None:
    conversation = await confirming(world)
    async with transaction():
        if why == "off":
            await Clinic.filter(id=world.clinic.id).update(nudge_minutes=0)
        if why == "staff":
            await take_over(world.deployment, SystemActor("test"), conversation.id)
        if why == "closed":
            await close(world.deployment, SystemActor("test"), conversation.id)
        if why == "stopped":
            whose = (conversation.clinic_id, conversation.patient_id)
            await enter(Statement(*whose, "messages", Decision.WITHDRAWN, world.clock.now()))
        if why == "gone":
            await Conversation.filter(id=conversation.id).update(
                last_inbound_at=world.clock.now() - timedelta(hours=23, minutes=40)
            )

    await world.work(within=timedelta(hours=23))

    assert await asked(world) == 0
    assert {job.state for job in await Job.filter(kind=NUDGE_JOB)} == {"done"}


async def test_at_night_it_waits_for_the_morning(world: World) -> None:
    await confirming(world)  # at nine in the morning, at the clinic
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(quiet_from_minute=9 * 60 + 15, quiet_until_minute=11 * 60)

    await world.work(within=timedelta(minutes=100))
    by_night = await asked(world)
    await world.work(within=timedelta(minutes=40))

    assert (by_night, await asked(world)) == (0, 1)


async def test_who_booked_is_not_asked(world: World) -> None:
    await confirming(world)
    await world.choose("Confirm only")

    await world.work(within=timedelta(hours=23))

    assert await asked(world) == 0
