"""Sending over the shipped plugin to the sandbox: in order, once, and what each refusal leads to."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic_world import World
from tests.schema.statements import statements
from tests.worlds import each_world as each_world
from tests.worlds import world as world

from chatbookr_core.channels.lifecycle import connect_channel, disconnect_channel
from chatbookr_core.db import transaction
from chatbookr_core.errors import OutsideWindow
from chatbookr_core.inbox.service import send_message, take_over
from chatbookr_core.jobs import start
from chatbookr_core.models import (
    Booking,
    ChannelConnection,
    Conversation,
    Job,
    Message,
    Patient,
    StaffTask,
)
from chatbookr_core.outbox.routing import route
from chatbookr_core.scope import within
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Secret
from chatbookr_workers.outbound import send

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

DAY = timedelta(hours=25)


async def met(world: World) -> Conversation:
    """Let a patient write and staff take the conversation over; the assistant has had its say."""
    await world.write()
    await world.work()
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    async with transaction():
        await take_over(world.deployment, SystemActor("test"), conversation.id)
    return conversation


async def said(world: World, conversation: Conversation, *bodies: str) -> list[Message]:
    """Let staff say something, and do not send it yet."""
    for body in bodies:
        async with transaction():
            await send_message(world.deployment, SystemActor("test"), conversation.id, body)
    return await Message.filter(conversation_id=conversation.id, author="staff").order_by("id")


async def texts(world: World) -> list[str]:
    """Return what staff's messages look like on the phone."""
    return [message["text"] for message in await world.heard() if message["text"].startswith("staff")]


async def test_a_patient_without_a_phone_books_to_the_end(each_world: World) -> None:
    known_by = "US.13491208655302741918"

    await each_world.book(patient=known_by)

    patient = await Patient.get(clinic_id=each_world.clinic.id)
    booking = await Booking.get(clinic_id=each_world.clinic.id)
    assert (patient.phone_sealed, patient.phone_hash) == (None, None)
    assert (booking.patient_id, booking.status) == (patient.id, "confirmed")
    assert "Booked" in (await each_world.heard(patient=known_by))[-1]["text"]
    assert {message.status for message in await Message.filter(direction="outbound")} == {"delivered"}


async def test_messages_of_one_conversation_arrive_in_the_order_they_were_said(world: World) -> None:
    conversation = await met(world)
    wanted = [f"staff {number}" for number in range(4)]
    await said(world, conversation, *wanted)
    await world.fault("meta", "messages.send", "rate_limited")

    await world.work(within=timedelta(minutes=5))

    assert await texts(world) == wanted


async def test_of_a_message_on_its_way_patient_and_what_went_before_are_not_read_apart(
    each_world: World,
) -> None:
    conversation = await met(each_world)
    first, second = await said(each_world, conversation, "staff 1", "staff 2")
    leased = []
    for message in (first, second):
        job = await Job.get(kind="outbound.send", subject_id=message.id)
        leased.append(await start(job.id, each_world.clock.now(), 60.0))
    assert leased[0] is not None
    assert leased[1] is not None

    with within((each_world.clinic.id,)):
        with statements() as of_waiting:
            await send(each_world.deployment, leased[1])
        with statements() as of_sending:
            await send(each_world.deployment, leased[0])

    assert [one.status for one in await Message.filter(author="staff").order_by("id")] == ["sent", "queued"]
    asked = [one.lstrip() for one in of_sending if one.lstrip().startswith("SELECT")]
    assert len([one for one in asked if "FROM message" in one]) == 2  # what it is, and what was handed over lately
    assert [one for one in (*asked, *of_waiting) if 'FROM "patient"' in one] == []
    assert [one for one in asked if 'FROM "job"' in one or 'FROM "message"' in one] == []
    assert len([one for one in asked if 'FROM "channel_connection"' in one]) == 1  # under its lock
    assert [one for one in of_waiting if 'FROM "channel_connection"' in one] == []


async def test_a_channel_that_is_lost_before_a_message_begins_is_not_spoken_through(
    each_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await met(each_world)
    await said(each_world, conversation, "staff 1")

    async def losing(*given: Any, **named: Any) -> Any:
        async with transaction():
            await ChannelConnection.filter(clinic_id=each_world.clinic.id).update(state="needs_reconnect")
        return await route(*given, **named)

    monkeypatch.setattr("chatbookr_workers.outbound.route", losing)
    await each_world.work(within=timedelta(seconds=30))

    (message,) = await Message.filter(author="staff")
    assert (message.status, message.handed_at) == ("queued", None)
    assert await texts(each_world) == []
    job = await Job.get(kind="outbound.send", subject_id=message.id)
    assert (job.state, job.deaths) == ("due", 0)
    assert job.due_at > each_world.clock.now()


async def test_a_refused_message_fails_for_good_and_staff_are_asked_once(world: World) -> None:
    conversation = await met(world)
    first, _ = await said(world, conversation, "staff 1", "staff 2")
    await world.fault("meta", "messages.send", "refused", code=131026)

    await world.work(within=timedelta(minutes=5))

    await first.refresh_from_db()
    assert (first.status, first.error_code) == ("failed", "131026")
    assert await StaffTask.filter(kind="message_failed", conversation_id=conversation.id).count() == 1
    assert await texts(world) == ["staff 2"]
    assert not await Job.filter(state="dead").exists()


async def test_a_dead_token_stops_the_queue_until_it_is_reconnected(each_world: World) -> None:
    world = each_world
    conversation = await met(world)
    await said(world, conversation, "staff 1", "staff 2")
    token = world.sandbox_settings.meta.access_token
    await world.sandbox.post("/sandbox/meta/tokens", json={"access_token": token, "state": "expired"})

    await world.work(within=timedelta(minutes=6))
    lost = await ChannelConnection.get(id=world.connection_id)
    while_lost = await texts(world)
    await world.sandbox.post("/sandbox/meta/tokens", json={"access_token": token, "state": "live"})
    await reconnect(world)
    await world.work(within=timedelta(minutes=15))

    assert (lost.state, lost.state_reason) == ("needs_reconnect", "190")
    assert while_lost == []
    assert (await ChannelConnection.get(id=world.connection_id)).state == "connected"
    assert await texts(world) == ["staff 1", "staff 2"]


async def reconnect(world: World) -> None:
    meta = world.sandbox_settings.meta
    await connect_channel(
        world.deployment,
        SystemActor("test"),
        clinic_id=world.clinic.id,
        plugin="whatsapp",
        credentials={
            "phone_number_id": Secret(meta.phone_number_id),
            "waba_id": Secret(meta.waba_id),
            "access_token": Secret(meta.access_token),
        },
    )


async def test_a_queue_that_waited_in_vain_gives_up_and_blocks_nothing_after_it(world: World) -> None:
    conversation = await met(world)
    (message,) = await said(world, conversation, "staff 1")
    token = world.sandbox_settings.meta.access_token
    await world.sandbox.post("/sandbox/meta/tokens", json={"access_token": token, "state": "expired"})
    await world.work()
    world.clock.turn(DAY)
    await world.work()
    await world.sandbox.post("/sandbox/meta/tokens", json={"access_token": token, "state": "live"})
    await reconnect(world)

    await world.write("are you there?")
    await world.work()
    await said(world, conversation, "staff 2")
    await world.work(within=timedelta(minutes=1))

    await message.refresh_from_db()
    assert message.status == "failed"
    assert await StaffTask.filter(kind="message_failed").count() == 1
    assert await texts(world) == ["staff 2"]


async def test_too_many_requests_are_tried_again(world: World) -> None:
    conversation = await met(world)
    (message,) = await said(world, conversation, "staff 1")
    await world.fault("meta", "messages.send", "rate_limited", times=3)

    await world.work()
    await message.refresh_from_db()
    waiting = (message.status, message.status_at)
    await world.work(within=timedelta(minutes=2))
    await message.refresh_from_db()

    assert waiting == ("queued", None)
    assert message.status == "delivered"
    assert await texts(world) == ["staff 1"]


@pytest.mark.parametrize("kind", ["timeout_after_accept", "reset"])
async def test_a_send_without_an_answer_is_correlated_by_its_status_or_else_sent_again(world: World, kind: str) -> None:
    conversation = await met(world)
    (message,) = await said(world, conversation, "staff 1")
    await world.fault("meta", "messages.send", kind, delay_seconds=0)

    await world.work(within=timedelta(minutes=5))

    await message.refresh_from_db()
    assert message.status == "delivered"
    assert message.external_hash is not None
    assert await texts(world) == ["staff 1"]


async def test_outside_the_window_staff_cannot_write(world: World) -> None:
    conversation = await met(world)
    world.clock.turn(timedelta(hours=24))

    with pytest.raises(OutsideWindow):
        await said(world, conversation, "staff 1")

    assert await texts(world) == []


async def test_after_a_disconnect_nothing_is_sent_any_more(world: World) -> None:
    conversation = await met(world)
    (message,) = await said(world, conversation, "staff 1")
    async with transaction():
        await disconnect_channel(world.deployment, SystemActor("test"), world.connection_id)

    await world.work(within=timedelta(minutes=5))

    await message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", "disconnected")
    assert await texts(world) == []
