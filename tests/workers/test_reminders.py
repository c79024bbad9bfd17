"""Reminders over the shipped plugin to the sandbox: once, to who wants them, of the day as it is, and answered."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import PATIENT, World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import make_booking, writing
from tests.relatives import make_relative
from tests.reminding import owe_reminders
from tests.workers.ways_out import agreed, made, met, ready, synced, tasks

from chatbookr_core.availability.queries import SlotSearch, slots_for
from chatbookr_core.bookings.use_cases import cancel_booking, move_booking
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import Database, transaction
from chatbookr_core.inbox.service import take_over
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Conversation, Message, Patient, StaffTask
from chatbookr_core.notices.announcements import announce
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import use_template
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
REMINDER = "Reminder from"


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        async with writing():  # the world's clock stands in the night
            await Clinic.filter(id=world.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
        yield world


async def visit(world: World, conversation: Conversation, *, hours: int = 72, **fields: Any) -> Booking:
    """Have a visit so far ahead, as the desk would book it."""
    patient = await Patient.get(id=conversation.patient_id)
    at = world.clock.now() + timedelta(hours=hours)
    booking = await make_booking(
        patient, world.service, world.practitioner, world.location, starts_at=at,
        conversation_id=conversation.id, announced_version=1, **fields,
    )  # fmt: skip
    async with transaction():
        await owe_reminders(booking, world.clock.now())
    return booking


async def ready_to_cancel(world: World) -> None:
    """Have a template that says that a visit is cancelled."""
    await made(world, body="Your appointment on {{1}} at {{2}} is cancelled.")
    template = (await synced(world))["reminder", "en"]
    async with transaction():
        await use_template(world.deployment, SystemActor("test"), template.id, Purpose.CANCELLED, ("date", "time"))


async def reminders(world: World) -> list[dict[str, Any]]:
    return [one for one in await world.heard() if one["text"].startswith(REMINDER) or "ppointment on" in one["text"]]


async def test_a_visit_is_told_of_by_template_and_once_more_where_nobody_answers(world: World) -> None:
    await ready(world)
    conversation = await met(world)
    booking = await visit(world, conversation)

    await world.work(within=timedelta(hours=71))

    sent = await Message.filter(purpose="reminder").order_by("id")
    assert [(one.kind, one.status) for one in sent] == [("template", "delivered")] * 2
    await booking.refresh_from_db()
    assert (booking.reminders_sent, booking.answered_at, booking.version) == (2, None, 1)
    (first, _) = await reminders(world)
    assert world.location.name in first["text"]
    assert world.service.title not in first["text"]


async def test_a_template_with_a_place_for_it_says_for_which_of_a_family_it_is(world: World, vault: Vault) -> None:
    await made(world, body="Reminder from us: {{1}} is expected on {{2}}.")
    template = (await synced(world))["reminder", "en"]
    async with transaction():
        await use_template(world.deployment, SystemActor("test"), template.id, Purpose.REMINDER, ("person", "date"))
    conversation = await met(world)
    tim = await make_relative(await Patient.get(id=conversation.patient_id), vault)
    await visit(world, conversation, patient_id=tim.id)

    await world.work(within=timedelta(hours=25))

    (told,) = await reminders(world)
    assert told["text"].startswith("Reminder from us: Tim is expected on ")
    assert "Vos" not in told["text"]


@pytest.mark.parametrize("answer", ["confirm", "👍", "tap"])
async def test_who_answers_is_not_reminded_again(world: World, answer: str) -> None:
    await ready(world)
    conversation = await met(world)
    booking = await visit(world, conversation)
    await world.work(within=timedelta(hours=25))

    if answer == "tap":
        (told,) = await reminders(world)
        await world.tap(options_of(told)[0])
    else:
        await world.write(answer)
    await world.work(within=timedelta(hours=46))

    await booking.refresh_from_db()
    assert booking.answered_at is not None
    assert await Message.filter(purpose="reminder").count() == 1
    assert booking.status == "confirmed"


async def test_the_quick_reply_opens_the_window_and_leads_to_another_time(world: World) -> None:
    conversation = await met(world)
    await visit(world, conversation)
    world.clock.turn(timedelta(hours=23, minutes=30))
    await world.write("thanks")  # the window is open
    await world.work(within=timedelta(hours=1))
    (told,) = await reminders(world)

    await world.choose("Reschedule")

    assert told["text"].startswith(REMINDER)
    assert [option["title"] for option in options_of(told)] == ["Reschedule", "Cancel booking"]
    assert "Choose a new time" in (await world.heard())[-1]["text"]


async def test_two_visits_of_one_day_are_one_message(world: World) -> None:
    conversation = await met(world)
    first = await visit(world, conversation)
    second = await visit(world, conversation, hours=74)
    other = await visit(world, conversation, hours=74 + 24)
    world.clock.turn(timedelta(hours=23, minutes=30))
    await world.write("thanks")
    await world.work(within=timedelta(hours=4))

    (told,) = await reminders(world)
    assert "your appointments on" in told["text"]
    assert len(told["text"].splitlines()) >= 3
    sent = {row.id: row.reminders_sent for row in await Booking.all()}
    assert (sent[first.id], sent[second.id], sent[other.id]) == (1, 1, 0)


@pytest.mark.parametrize("why", ["stopped", "off", "cancelled", "not_wanted", "checked_in"])
async def test_nobody_is_reminded_of_what_they_do_not_want_or_what_is_not_to_come(world: World, why: str) -> None:
    await ready(world)
    conversation = await met(world)
    by_patient: dict[str, Any] = {"created_by": "patient", "wants_reminders": False} if why == "not_wanted" else {}
    booking = await visit(world, conversation, **by_patient)
    if why == "stopped":
        whose = (conversation.clinic_id, conversation.patient_id)
        async with transaction():
            await enter(Statement(*whose, "reminders", Decision.WITHDRAWN, world.clock.now()))
    async with writing():
        if why == "off":
            await Clinic.filter(id=world.clinic.id).update(sends_reminders=False)
        if why in ("cancelled", "checked_in"):
            await Booking.filter(id=booking.id).update(status=why)

    done = await world.work(within=timedelta(hours=71))

    assert done.count("booking.remind") == 2
    assert await Message.filter(purpose="reminder").count() == 0
    assert await tasks("message_failed") == []


async def test_a_reminder_that_does_not_arrive_becomes_a_call(world: World) -> None:
    await ready(world)
    conversation = await met(world)
    booking = await visit(world, conversation)
    await world.work(within=timedelta(hours=24, minutes=30))
    async with writing():  # no receipt of its delivery came
        await Message.filter(purpose="reminder").update(status="sent")

    await world.work(within=timedelta(hours=2))

    (task,) = await StaffTask.filter(kind="remind_patient")
    assert (task.booking_id, task.reason) == (booking.id, "undelivered")


async def test_nobody_calls_for_a_reminder_of_a_time_from_which_the_visit_was_moved(world: World) -> None:
    await ready(world)
    conversation = await met(world)
    booking = await visit(world, conversation)
    await world.work(within=timedelta(hours=24, minutes=30))
    async with writing():  # no receipt of its delivery came
        await Message.filter(purpose="reminder").update(status="sent")
    free = await slots_for(world.clinic.id, SlotSearch(world.service.id), now=world.clock.now())
    async with transaction():
        await move_booking(world.deployment, world.staff(), booking.id, starts_at=free[-1].starts_at)

    done = await world.work(within=timedelta(hours=2))

    assert "booking.reminder_check" in done
    assert await tasks("remind_patient") == []
    assert await Message.filter(purpose="reminder").count() == 1


async def test_who_comes_late_is_heard_by_a_person(world: World) -> None:
    conversation = await met(world)
    await visit(world, conversation, hours=2)

    await world.write("Sorry, running 10 min late")
    await world.work()

    await conversation.refresh_from_db()
    assert (conversation.owner, conversation.handover_reason) == ("staff", "running_late")
    assert (await world.heard())[-1]["text"] == "Thank you, I have told the practice."


@pytest.mark.parametrize("is_open", [True, False])
async def test_the_patient_is_told_that_the_clinic_has_cancelled(world: World, is_open: bool) -> None:
    if not is_open:
        await ready_to_cancel(world)
    conversation = await met(world)
    booking = await visit(world, conversation, hours=200)
    world.clock.turn(timedelta(hours=1 if is_open else 48))

    async with transaction():
        await cancel_booking(world.deployment, world.staff(), booking.id, version=1)
    await world.work()

    last = await Message.filter(direction="outbound").order_by("-id").first()
    assert last is not None
    assert (last.purpose, last.kind) == ("cancelled", "buttons" if is_open else "template")
    assert last.status == "delivered"


async def test_without_a_template_or_a_channel_a_person_tells(world: World) -> None:
    conversation = await met(world)
    booking = await visit(world, conversation, hours=200)
    world.clock.turn(timedelta(hours=48))
    async with transaction():
        await cancel_booking(world.deployment, world.staff(), booking.id, version=1)
    await world.work()

    assert await StaffTask.filter(kind="tell_patient", booking_id=booking.id).count() == 1


async def test_the_patient_is_told_that_the_clinic_has_moved_a_visit_staff_made(world: World) -> None:
    conversation = await met(world)
    await world.write("hi")
    await world.work()
    await agreed(conversation, "reminders")
    free = await slots_for(world.clinic.id, SlotSearch(world.service.id), now=world.clock.now())
    booking = await visit(world, conversation, hours=200)
    async with transaction():
        await move_booking(world.deployment, world.staff(), booking.id, starts_at=free[0].starts_at, version=1)
    await world.work()

    assert (await world.heard())[-1]["text"].startswith("Your appointment has been moved to")


async def test_nobody_is_told_twice_what_was_noted_of_a_visit(world: World) -> None:
    conversation = await met(world)
    async with transaction():
        await take_over(world.deployment, SystemActor("test"), conversation.id)
    booking = await visit(world, conversation, hours=30)
    async with transaction():
        await cancel_booking(world.deployment, world.staff(), booking.id, version=1)
    await world.work()
    said = len(await world.heard(patient=PATIENT))
    async with transaction():
        await announce(world.deployment, await Booking.filter(id=booking.id).select_for_update().get())
    await world.work()

    assert len(await world.heard(patient=PATIENT)) == said
