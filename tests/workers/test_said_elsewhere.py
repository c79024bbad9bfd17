"""What is said another way than it was meant for (another number, a template): once, and answered where it is said."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic_world import PATIENT, World
from tests.e2e.patient import option_named
from tests.factories import make_booking, writing
from tests.reminding import owe_reminders
from tests.workers.ways_out import agreed, met, ready
from tests.workers.ways_out import reminded as reminded_of
from tests.worlds import world as world

from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.db import transaction
from chatbookr_core.dialogue.options import Option
from chatbookr_core.models import Booking, ChannelConnection, Clinic, Conversation, Message, Patient, StaffTask
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.outbox.statuses import note_status
from chatbookr_core.templates.purposes import Purpose
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Account, Button, Buttons, DeliveryStatus, Secret, StatusReported

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

A_DAY = timedelta(days=1)


async def second_number(world: World) -> str:
    """Connect another number of the same account, and return its id at the provider."""
    wish = {"waba_id": world.sandbox_settings.meta.waba_id}
    number = (await world.sandbox.post("/sandbox/meta/numbers", json=wish)).json()
    entered = {name: Secret(number[name]) for name in ("phone_number_id", "waba_id", "access_token")}
    await connect_channel(
        world.deployment, SystemActor("test"), clinic_id=world.clinic.id, plugin="whatsapp", credentials=entered
    )
    found: str = number["phone_number_id"]
    return found


async def booked(world: World) -> tuple[Booking, Conversation]:
    """Have a patient book through the first number, for a time in some days."""
    await world.book()
    starts_at = world.clock.now() + 5 * A_DAY
    await Booking.all().update(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    await agreed(conversation, "reminders")
    return await Booking.get(clinic_id=world.clinic.id), conversation


async def reminded(world: World, booking: Booking, conversation: Conversation) -> Message:
    """Queue a reminder with a choice as the dialogue signs it."""
    async with transaction():
        keys = await world.deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        choice = signer_of(keys, conversation).sign(Option("reminder", "booked", 1, f"cancel:{booking.id.hex}"))
        content = Buttons("Reminder", (Button(choice, "Cancel booking"),))
        occasion = Occasion(Purpose.REMINDER)
        message_id = await say(conversation, content, keys=keys, now=world.clock.now(), occasion=occasion)
        return await Message.get(id=message_id)


async def heard_at(world: World, number: str) -> dict[str, Any]:
    """Return what the clinic said last through a number."""
    place = f"/sandbox/meta/patients/{PATIENT}/messages"
    answer = await world.sandbox.get(place, params={"phone_number_id": number})
    last: dict[str, Any] = [one for one in answer.json()["messages"] if one["from"] == "clinic"][-1]
    return last


async def reported_late(world: World, message: Message, connection: ChannelConnection) -> None:
    """Let a number report of a message that its window was shut."""
    failed = StatusReported(
        Account(connection.account_id, connection.group_id),
        "wamid.any",
        DeliveryStatus.FAILED,
        world.clock.now(),
        error_code="131047",
        error_reason="window_closed",
        correlation=str(message.id),
    )
    async with transaction():
        assert await note_status(world.deployment.vault, connection, failed, world.clock.now())


async def tapped_at(world: World, number: str, title: str = "Cancel booking") -> dict[str, Any]:
    """Tap a choice of what was said last through a number, and return what is said to it."""
    option = option_named(await heard_at(world, number), title)
    await world.hear({"type": option["kind"], "id": option["id"], "phone_number_id": number})
    await world.work()
    return await heard_at(world, number)


async def test_a_reminder_through_a_second_number_is_answered_there(world: World) -> None:
    booking, conversation = await booked(world)
    number = await second_number(world)
    world.clock.turn(A_DAY)
    await world.write(phone_number_id=number)
    await world.work()
    world.clock.turn(timedelta(hours=1))

    reminder = await reminded(world, booking, conversation)
    await world.work()
    answer = await tapped_at(world, number)

    await reminder.refresh_from_db()
    assert (reminder.status, reminder.conversation_id == conversation.id) == ("delivered", False)
    assert answer["text"].startswith("Cancel this appointment?")


async def test_what_was_too_late_at_one_number_and_is_said_again_at_another_is_answered_there(world: World) -> None:
    """The first takes it, and reports afterwards that its window was shut."""
    booking, conversation = await booked(world)
    number = await second_number(world)
    await world.write(phone_number_id=number)
    await world.work()
    await world.sandbox.patch("/sandbox/meta/behaviour", json={"sends_statuses": False})
    reminder = await reminded(world, booking, conversation)
    await world.work()
    await reported_late(world, reminder, await ChannelConnection.get(id=world.connection_id))
    await world.work()
    answer = await tapped_at(world, number)

    await reminder.refresh_from_db()
    assert (reminder.status, reminder.conversation_id) == ("failed", conversation.id)
    assert answer["text"].startswith("Cancel this appointment?")


async def awake(world: World) -> Conversation:
    """Meet a patient of a clinic without quiet hours: the world's clock stands in the night."""
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
    return await met(world)


async def visit(world: World, conversation: Conversation) -> Booking:
    """Have a visit in three days as the desk books it: its first reminder is due in one."""
    patient = await Patient.get(id=conversation.patient_id)
    booking = await make_booking(
        patient,
        world.service,
        world.practitioner,
        world.location,
        starts_at=world.clock.now() + 3 * A_DAY,
        conversation_id=conversation.id,
        announced_version=1,
    )
    async with transaction():
        await owe_reminders(booking, world.clock.now())
    return booking


async def written_to_both(world: World, number: str) -> None:
    """Let the patient write to both numbers, an hour before the reminder is due."""
    await world.work(within=timedelta(hours=23))
    await world.write()
    await world.work()
    await world.write(phone_number_id=number)
    await world.work()


async def open_tasks() -> list[tuple[str, str | None]]:
    rows = await StaffTask.filter(state="open").order_by("created_at").values_list("kind", "reason")
    return [(kind, reason) for kind, reason in rows]


async def test_a_reminder_that_one_number_cannot_deliver_comes_through_the_other_and_nobody_calls(
    world: World,
) -> None:
    conversation = await awake(world)
    number = await second_number(world)
    booking = await visit(world, conversation)
    await written_to_both(world, number)
    await world.fault("meta", "messages.send", "refused", code=131026)

    await world.work(within=timedelta(hours=2))
    meanwhile = await open_tasks()
    await world.work(within=timedelta(hours=2))
    answer = await tapped_at(world, number)

    await booking.refresh_from_db()
    sent = await Message.filter(purpose="reminder").order_by("id").values_list("status", "error_code")
    assert meanwhile == [("message_failed", "undeliverable")]
    assert list(sent) == [("failed", "131026"), ("delivered", None)]
    assert await open_tasks() == []
    assert answer["text"].startswith("Cancel this appointment?")


async def test_a_reminder_that_waits_at_a_lost_number_comes_through_the_other_and_not_twice(world: World) -> None:
    conversation = await awake(world)
    number = await second_number(world)
    await visit(world, conversation)
    await written_to_both(world, number)
    async with writing():
        await ChannelConnection.filter(id=world.connection_id).update(state="needs_reconnect")
    before = len(await world.heard())

    await world.work(within=timedelta(hours=5))
    said = await heard_at(world, number)
    async with writing():
        await ChannelConnection.filter(id=world.connection_id).update(state="connected")
    await world.work(within=timedelta(minutes=10))

    assert said["text"].startswith("Reminder from")
    assert len(await world.heard()) == before
    sent = await Message.filter(purpose="reminder").order_by("id").values_list("status", "error_code")
    assert list(sent) == [("failed", "said_elsewhere"), ("delivered", None)]


async def test_nobody_calls_for_a_reminder_that_a_template_said_again(world: World) -> None:
    """Our clock says that the window is open, and the provider reports that it was shut."""
    await ready(world)
    conversation = await awake(world)
    await visit(world, conversation)
    await world.work(within=timedelta(hours=23))
    await world.write()
    await world.work()
    await world.sandbox.patch("/sandbox/meta/behaviour", json={"sends_statuses": False})
    await world.work(within=timedelta(hours=2))
    reminder = await Message.get(purpose="reminder")
    first = await ChannelConnection.get(id=world.connection_id)
    await world.sandbox.patch("/sandbox/meta/behaviour", json={"sends_statuses": True})
    await reported_late(world, reminder, first)

    await world.work(within=timedelta(hours=5))

    sent = await Message.filter(purpose="reminder").order_by("id").values_list("kind", "status")
    assert list(sent) == [("buttons", "failed"), ("template", "delivered")]
    assert await open_tasks() == []


async def test_what_nobody_wants_to_hear_any_more_is_not_said_again(world: World) -> None:
    await ready(world)
    conversation = await awake(world)
    await world.sandbox.patch("/sandbox/meta/behaviour", json={"sends_statuses": False})
    reminder = await reminded_of(world, conversation, worth_for=timedelta(hours=1))
    await world.work()
    world.clock.turn(timedelta(hours=2))

    await reported_late(world, await Message.get(id=reminder), await ChannelConnection.get(id=world.connection_id))
    await world.work()

    assert await open_tasks() == [("message_failed", "too_late")]
    assert await Message.filter(purpose="reminder").count() == 1
