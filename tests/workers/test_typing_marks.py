"""Patients see that somebody types, on their own phones: once in a while, and only where it can be shown."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic_world import PATIENT, World
from tests.factories import make_membership, make_user, writing
from tests.worlds import world as world

from chatbookr_core.db import transaction
from chatbookr_core.inbox.service import send_message, take_over
from chatbookr_core.models import ChannelConnection, Conversation, Job, StaffTask
from chatbookr_core.presence.indicator import TYPING_JOB
from chatbookr_core.presence.service import tell
from chatbookr_core.presence.signs import Activity
from chatbookr_permissions.actor import StaffActor, SystemActor
from chatbookr_permissions.roles import Role

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets


async def met(world: World) -> tuple[Conversation, StaffActor]:
    """Let a patient write and somebody of the staff take the conversation over."""
    await world.write()
    await world.work()
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    async with transaction():
        await take_over(world.deployment, SystemActor("test"), conversation.id)
    user = await make_user()
    await make_membership(user, world.clinic)
    return conversation, world.staff(Role.OWNER, user_id=user.id)


async def phone(world: World) -> dict[str, Any]:
    """Return the thread as the patient sees it."""
    answer = await world.sandbox.get(f"/sandbox/meta/patients/{PATIENT}/messages")
    found: dict[str, Any] = answer.json()
    return found


async def test_the_patient_sees_it_until_the_answer_comes_and_what_they_wrote_is_read(world: World) -> None:
    conversation, ada = await met(world)
    before = await phone(world)

    await tell(world.deployment, ada, conversation.id, Activity.TYPING)
    done = await world.work()
    during = await phone(world)
    async with transaction():
        await send_message(world.deployment, ada, conversation.id, "staff say hello")
    await world.work()

    assert before["is_typing"] is False
    assert (during["is_typing"], done.count(TYPING_JOB)) == (True, 1)
    assert [one["status"] for one in during["messages"] if one["from"] == "patient"] == ["read"]
    assert (await phone(world))["is_typing"] is False


async def test_looking_on_shows_the_patient_nothing(world: World) -> None:
    conversation, ada = await met(world)

    await tell(world.deployment, ada, conversation.id, Activity.VIEWING)

    assert TYPING_JOB not in await world.work()


@pytest.mark.parametrize("why", ["late", "window", "closed", "lost"])
async def test_what_cannot_be_shown_is_not(world: World, why: str) -> None:
    conversation, ada = await met(world)
    if why == "window":
        world.clock.turn(timedelta(hours=24))
    async with writing():
        if why == "closed":
            await Conversation.filter(id=conversation.id).update(state="closed")
    await tell(world.deployment, ada, conversation.id, Activity.TYPING)
    async with writing():
        if why == "lost":
            await ChannelConnection.filter(id=world.connection_id).update(state="needs_reconnect")
    if why == "late":
        world.clock.turn(timedelta(seconds=20))

    await world.work()

    assert (await phone(world))["is_typing"] is False
    assert await StaffTask.filter(kind="message_failed").count() == 0


async def test_a_refusal_is_let_be(world: World) -> None:
    conversation, ada = await met(world)
    await world.fault("meta", "messages.send", "server_error")

    await tell(world.deployment, ada, conversation.id, Activity.TYPING)
    await world.work()

    (job,) = await Job.filter(kind=TYPING_JOB)
    assert (job.state, job.attempts) == ("done", 1)
    assert (await phone(world))["is_typing"] is False


async def test_who_waits_for_a_slow_calendar_sees_that_they_are_answered(world: World) -> None:
    world.clock.turn(timedelta(minutes=1))  # at the full hour a time would cross the notice within seconds
    await world.connect_calendar()
    await world.work()
    await world.write()
    await world.work()
    await world.choose("Book appointment")
    await world.fault("google", "freebusy.query", "server_error", times=3)

    await world.choose("")
    waiting = await phone(world)
    await world.work(within=timedelta(seconds=30))

    assert waiting["is_typing"] is True
    assert (await phone(world))["is_typing"] is False
    assert await Job.filter(kind=TYPING_JOB).count() >= 1
