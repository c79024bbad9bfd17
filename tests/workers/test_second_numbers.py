"""What is said through another number of the clinic than it was meant for: it can be answered there."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic_world import PATIENT, World
from tests.e2e.patient import options_of
from tests.workers.ways_out import agreed
from tests.worlds import world as world

from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.conversations.choices import signer_of
from chatbookr_core.conversations.outbox import Occasion, say
from chatbookr_core.conversations.statuses import note_status
from chatbookr_core.db import transaction
from chatbookr_core.dialogue.options import Option
from chatbookr_core.models import Booking, ChannelConnection, Conversation, Message
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


async def tapped_at(world: World, number: str) -> dict[str, Any]:
    """Tap the only choice of what was said last through a number, and return what is said to it."""
    (option,) = options_of(await heard_at(world, number))
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
    first = await ChannelConnection.get(id=world.connection_id)
    failed = StatusReported(
        Account(first.account_id, first.group_id),
        "wamid.any",
        DeliveryStatus.FAILED,
        world.clock.now(),
        error_code="131047",
        error_reason="window_closed",
        correlation=str(reminder.id),
    )

    async with transaction():
        assert await note_status(world.deployment.vault, first, failed, world.clock.now())
    await world.work()
    answer = await tapped_at(world, number)

    await reminder.refresh_from_db()
    assert (reminder.status, reminder.conversation_id) == ("failed", conversation.id)
    assert answer["text"].startswith("Cancel this appointment?")
