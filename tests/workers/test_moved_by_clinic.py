"""The clinic moves an appointment: the patient is told, and says OK, takes another time, or cancels (M17)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import writing
from tests.workers.ways_out import GRAPH, STAFF, synced

from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.inbox.service import take_over
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Booking, Clinic, Conversation, Message, StaffTask
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import use_template
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

MOVED = "Your appointment has been moved to "


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(
        sqlite_database,
        sqlite_url,
        clock,
        vault,
        tmp_path,
        quiet_from_minute=0,
        quiet_until_minute=0,
        cutoff_minutes=0,
    ) as world:
        yield world


async def moved(world: World, by: timedelta = timedelta(days=7)) -> Booking:
    """Let staff move the only booking, and tell the patient."""
    booking = await Booking.get(clinic_id=world.clinic.id)
    async with transaction():
        await move_booking(world.deployment, world.staff(), booking.id, starts_at=booking.starts_at + by)
    await world.work(within=timedelta(minutes=2))
    return await Booking.get(id=booking.id)


async def titles(world: World) -> list[str]:
    return [option["title"] for option in options_of((await world.heard())[-1])]


async def map_template(world: World, *replies: str) -> None:
    """Have the provider approve a template for it, with some quick replies."""
    meta = world.sandbox_settings.meta
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": title} for title in replies]}
    wish: dict[str, object] = {"name": "moved", "language": "en", "category": "UTILITY"}
    wish |= {"components": [{"type": "BODY", "text": "Your appointment is on {{1}} at {{2}} now."}, buttons]}
    headers = {"authorization": f"Bearer {meta.access_token}"}
    answer = await world.sandbox.post(f"{GRAPH}/{meta.waba_id}/message_templates", json=wish, headers=headers)
    assert answer.status_code == 200, answer.text
    template = (await synced(world))["moved", "en"]
    async with transaction():
        await use_template(world.deployment, STAFF, template.id, Purpose.MOVED, ("date", "time"))


async def test_an_ok_is_noted_on_the_booking_and_in_the_log(world: World) -> None:
    await world.book()

    booking = await moved(world)
    told, offered = (await world.heard())[-1]["text"], await titles(world)
    before = booking.acknowledged_at
    await world.choose("OK")
    await world.choose("OK")  # twice is once

    booking = await Booking.get(id=booking.id)
    assert told.startswith(MOVED)
    assert offered == ["OK", "Other time", "Cancel booking"]
    assert (booking.moved_by, before, booking.acknowledged_at) == ("staff", None, world.clock.now())
    assert await AuditEntry.filter(action="bookingAcknowledge").count() == 1
    assert (await world.heard())[-1]["text"] == "Thank you."


async def test_an_ok_counts_while_a_person_has_the_conversation(world: World) -> None:
    await world.book()
    booking = await moved(world)
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    async with transaction():
        await take_over(world.deployment, SystemActor("test"), conversation.id)

    await world.choose("OK")

    assert (await Booking.get(id=booking.id)).acknowledged_at is not None
    assert (await world.heard())[-1]["text"].startswith(MOVED)


async def test_a_typed_yes_counts_too(world: World) -> None:
    await world.book()
    booking = await moved(world)

    await world.write("ok")
    await world.work()

    assert (await Booking.get(id=booking.id)).acknowledged_at is not None


async def test_an_ok_to_a_time_that_does_not_hold_any_more_notes_nothing(world: World) -> None:
    await world.book()
    await moved(world)
    first = (await world.heard())[-1]
    booking = await moved(world, timedelta(days=1))

    await world.tap(options_of(first)[0])
    await world.work()

    assert (await Booking.get(id=booking.id)).acknowledged_at is None
    assert (await world.heard())[-1]["text"].startswith("Moved to ")


async def test_other_time_and_cancel_lead_on(world: World) -> None:
    await world.book()
    await moved(world)

    await world.choose("Other time")
    other = (await world.heard())[-1]["text"]
    await world.choose("Cancel booking")
    cancel = (await world.heard())[-1]["text"]
    await world.choose("Yes, cancel")

    assert "Choose a new time" in other or "Choose a time" in other
    assert cancel.startswith("Cancel this appointment?")
    assert (await Booking.get(clinic_id=world.clinic.id)).status == "cancelled"


async def test_whom_the_patient_moved_is_asked_for_no_ok(world: World) -> None:
    await world.book()
    await world.choose("Reschedule")
    await world.choose("")
    await world.choose("")

    booking = await Booking.get(clinic_id=world.clinic.id)
    assert (booking.moved_by, booking.version) == ("patient", 2)
    assert "OK" not in await titles(world)


async def test_within_the_cut_off_no_button_is_a_lie(world: World) -> None:
    await world.book()
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=60 * 24 * 30)

    await moved(world)

    assert await titles(world) == ["OK", "Talk to a person"]


@pytest.mark.parametrize(
    ("replies", "kinds"),
    [
        (("Fine", "Other time", "Cancel"), ["ok", "move", "cancel"]),
        (("Other time", "Cancel"), ["move", "cancel"]),  # made before there was an OK
        (("Other time",), ["move"]),
    ],
)
async def test_outside_the_window_a_templates_replies_do_what_they_say(
    world: World, replies: tuple[str, ...], kinds: list[str]
) -> None:
    await map_template(world, *replies)
    await world.book()
    world.clock.turn(timedelta(hours=25))

    booking = await moved(world)
    offered = options_of((await world.heard())[-1])
    message = await Message.filter(purpose="moved").order_by("-id").first()
    await world.tap(offered[0])
    await world.work()

    assert message is not None
    assert message.kind == "template"
    assert [option["title"] for option in offered] == list(replies)
    assert [option["id"].split(".")[3].partition(":")[0] for option in offered] == kinds
    is_acknowledged = (await Booking.get(id=booking.id)).acknowledged_at is not None
    assert is_acknowledged is (kinds[0] == "ok")


async def test_outside_the_window_without_a_template_staff_tell_the_patient(world: World) -> None:
    await world.book()
    world.clock.turn(timedelta(hours=25))

    await moved(world)

    assert await StaffTask.filter(kind="tell_patient").count() == 1
