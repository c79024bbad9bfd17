"""By which way messages leave, over the shipped plugin to the sandbox: templates, quiet hours, rates, refusals."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.claiming import claim_due
from tests.clinic_world import PATIENT, World, clinic_world
from tests.e2e.patient import options_of
from tests.factories import writing

from chatbookr_core.channels.lifecycle import disconnect_channel
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.conversations.announcements import announce
from chatbookr_core.conversations.outbox import Occasion, say
from chatbookr_core.conversations.service import send_message, take_over
from chatbookr_core.conversations.statuses import note_status
from chatbookr_core.conversations.templating import send_template
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import InvalidInput, TemplateNotSendable
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    ChannelConnection,
    Clinic,
    Conversation,
    Job,
    Message,
    MessageTemplate,
    Patient,
    StaffTask,
    TemplateUse,
)
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import request_sync, use_template
from chatbookr_core.templates.values import Values
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Account, Button, Buttons, DeliveryStatus, PriceClass, StatusReported
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

STAFF = SystemActor("test")
GRAPH = "/meta/v26.0"
TWO_DAYS = timedelta(days=2)
BODY = "Appointment on {{1}} at {{2}}, {{3}}."
FILLINGS = ("date", "time", "place")


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        yield world


@pytest.fixture
async def each_world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        yield world


async def made(world: World, name: str = "reminder", *, body: str = BODY, language: str = "en") -> None:
    """Have the provider approve a template with one quick reply."""
    meta = world.sandbox_settings.meta
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Cancel"}]}
    wish: dict[str, object] = {"name": name, "language": language, "category": "UTILITY"}
    wish |= {"components": [{"type": "BODY", "text": body}, buttons]}
    headers = {"authorization": f"Bearer {meta.access_token}"}
    answer = await world.sandbox.post(f"{GRAPH}/{meta.waba_id}/message_templates", json=wish, headers=headers)
    assert answer.status_code == 200, answer.text


async def decided(world: World, name: str = "reminder", **wish: str) -> None:
    """Let Meta decide about a template, and let that arrive."""
    given = {"name": name, "language": "en"} | wish
    answer = await world.sandbox.patch("/sandbox/meta/templates", json=given)
    assert answer.status_code == 200, answer.text
    await world.work()


async def synced(world: World) -> dict[tuple[str, str], MessageTemplate]:
    async with transaction():
        await request_sync(world.deployment, STAFF, world.connection_id)
    await world.work()
    world.clock.turn(timedelta(minutes=1))
    return {(row.name, row.language): row for row in await MessageTemplate.filter(clinic_id=world.clinic.id)}


async def ready(world: World, purpose: Purpose = Purpose.REMINDER) -> MessageTemplate:
    """Have one template made, read and used."""
    await made(world)
    template = (await synced(world))["reminder", "en"]
    async with transaction():
        await use_template(world.deployment, STAFF, template.id, purpose, FILLINGS)
    return template


async def met(world: World, patient: str = PATIENT) -> Conversation:
    """Let a patient write, and agree to reminders."""
    await world.write(patient=patient)
    await world.work()
    conversation = await Conversation.filter(clinic_id=world.clinic.id).order_by("-id").first()
    assert conversation is not None
    await agreed(conversation, "reminders")
    return conversation


async def agreed(conversation: Conversation, purpose: str) -> None:
    whose = (conversation.clinic_id, conversation.patient_id)
    async with transaction():
        await enter(Statement(*whose, purpose, Decision.GRANTED, conversation.created_at))


async def reminded(world: World, conversation: Conversation, **more: Any) -> UUID:
    """Remind a patient of tomorrow's appointment."""
    texts = {"clinic": world.clinic.name, "place": world.location.name}
    values = Values(texts, starts_at=world.clock.now() + timedelta(days=1), zone=world.clinic.zone)
    occasion = replace(Occasion(Purpose.REMINDER, values), **more)
    async with transaction():
        keys = await world.deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        content = Buttons("Free text", (Button("v1.cancel", "Cancel"),))
        return await say(conversation, content, keys=keys, now=world.clock.now(), occasion=occasion)


async def texts(world: World, patient: str = PATIENT) -> list[str]:
    return [one["text"] for one in await world.heard(patient=patient) if "ppointment on" in one["text"]]


async def tasks(kind: str) -> list[str | None]:
    return [task.reason for task in await StaffTask.filter(kind=kind).order_by("created_at")]


async def test_outside_the_window_a_template_says_it_and_inside_free_text(each_world: World) -> None:
    world = each_world
    await ready(world)
    conversation = await met(world)

    inside = await reminded(world, conversation)
    await world.work()
    world.clock.turn(TWO_DAYS)
    outside = await reminded(world, conversation)
    await world.work()

    first, second = await Message.get(id=inside), await Message.get(id=outside)
    assert (first.kind, first.status, first.price_category, first.is_billable) == (
        "buttons",
        "delivered",
        "service",
        False,
    )
    assert (second.kind, second.status, second.purpose) == ("template", "delivered", "reminder")
    assert (second.price_category, second.price_kind, second.is_billable) == ("utility", "regular", True)
    (shown,) = await texts(world)
    assert await world.bodies([second]) == [shown]
    assert world.location.name in shown
    told = next(one for one in await world.heard() if one["text"] == shown)
    assert [option["id"] for option in options_of(told)] == ["v1.cancel"]


async def test_templates_are_read_page_by_page_and_followed_by_what_the_provider_says(each_world: World) -> None:
    world = each_world
    for number in range(120):
        await made(world, f"t{number:03}", body="Hello")
    template = await ready(world)
    connection = await ChannelConnection.get(id=world.connection_id)
    before = await MessageTemplate.filter(clinic_id=world.clinic.id).count()

    await decided(world, category="MARKETING", quality="RED", status="PAUSED")
    await template.refresh_from_db()
    meta = world.sandbox_settings.meta
    headers = {"authorization": f"Bearer {meta.access_token}"}
    place = f"{GRAPH}/{meta.waba_id}/message_templates"
    await world.sandbox.delete(place, params={"name": "t000"}, headers=headers)
    after = await synced(world)

    assert (before, connection.messages_per_second, connection.recipients_per_day) == (121, 80, 1000)
    assert connection.templates_synced_at is not None
    assert (template.category, template.previous_category) == ("marketing", "utility")
    assert (template.status, template.quality) == ("paused", "low")
    assert after["t000", "en"].status == "gone"
    assert sorted(await tasks("template_changed"), key=str) == ["template_became_marketing", "template_not_approved"]


async def test_a_template_that_became_marketing_is_for_those_who_want_that(world: World) -> None:
    await ready(world)
    conversation = await met(world)
    world.clock.turn(TWO_DAYS)
    await decided(world, category="MARKETING")

    refused = await reminded(world, conversation)
    await world.work()
    await agreed(conversation, "marketing")
    sent = await reminded(world, conversation)
    await world.work()

    first, second = await Message.get(id=refused), await Message.get(id=sent)
    assert (first.status, first.error_code) == ("failed", "marketing_without_consent")
    assert await tasks("message_failed") == ["marketing_without_consent"]
    assert (second.status, second.price_category) == ("delivered", "marketing")


async def test_without_consent_or_template_a_person_is_asked(world: World) -> None:
    conversation = await met(world)
    world.clock.turn(TWO_DAYS)

    await reminded(world, conversation)
    await world.work()
    async with transaction():
        whose = (conversation.clinic_id, conversation.patient_id)
        await enter(Statement(*whose, "reminders", Decision.WITHDRAWN, world.clock.now()))
    await reminded(world, conversation)
    await world.work()

    assert await tasks("message_failed") == ["no_template", "no_consent"]
    assert await texts(world) == []


async def test_a_missing_language_falls_back_to_the_clinics_and_staff_are_told_once(world: World) -> None:
    await ready(world)
    conversation = await met(world)
    await Patient.filter(id=conversation.patient_id).update(language="nl")
    world.clock.turn(TWO_DAYS)

    for _ in range(2):
        await reminded(world, conversation)
        await world.work()

    assert len(await texts(world)) == 2
    assert await tasks("template_language") == ["template_other_language"]


async def test_quiet_hours_put_off_what_nobody_waits_for_and_hold_up_no_answer(each_world: World) -> None:
    world = each_world
    await ready(world)
    conversation = await met(world)
    async with transaction():
        await take_over(world.deployment, STAFF, conversation.id)
    # the test's clock stands at 08:00 UTC: let the night be around it
    await Clinic.filter(id=world.clinic.id).update(zone="UTC", quiet_from_minute=7 * 60, quiet_until_minute=20 * 60)
    world.clock.turn(timedelta(hours=2))

    held = await reminded(world, conversation)
    async with transaction():
        answer = await send_message(world.deployment, STAFF, conversation.id, "an answer")
    urgent = await reminded(world, conversation, is_urgent=True)
    too_late = await reminded(world, conversation, worth_for=timedelta(hours=1))
    await world.work()
    waiting = await Message.get(id=held)
    now = {one: (await Message.get(id=one)).status for one in (answer, urgent, too_late)}
    await world.work(within=timedelta(hours=12))

    assert (waiting.status, waiting.held_reason) == ("queued", "quiet_hours")
    assert waiting.held_until is not None
    assert (waiting.held_until.hour, waiting.held_until.minute) == (20, 0)
    assert now == {answer: "delivered", urgent: "delivered", too_late: "failed"}
    assert await tasks("message_failed") == ["too_late"]
    sent = await Message.get(id=held)
    assert (sent.status, sent.held_until, sent.held_reason) == ("delivered", None, None)


async def test_a_person_is_not_written_to_faster_than_the_channel_takes(world: World) -> None:
    await world.sandbox.patch("/sandbox/meta/behaviour", json={"limits_pairs": True})
    conversation = await met(world)
    async with transaction():
        await take_over(world.deployment, STAFF, conversation.id)
        for number in range(50):
            await send_message(world.deployment, STAFF, conversation.id, f"staff {number}")

    await world.work()
    at_once = len([one for one in await world.heard() if one["text"].startswith("staff")])
    await world.work(within=timedelta(minutes=6))
    words = [one["text"] for one in await world.heard() if one["text"].startswith("staff")]

    assert at_once < 45
    assert words == [f"staff {number}" for number in range(50)]
    assert not await Message.filter(direction="outbound", error_code__isnull=False).exists()


async def test_a_day_has_as_many_recipients_as_the_provider_allows(each_world: World) -> None:
    world = each_world
    await ready(world)
    conversations = [await met(world, f"491511234{number:04}") for number in range(3)]
    world.clock.turn(TWO_DAYS)
    async with writing():
        await ChannelConnection.filter(id=world.connection_id).update(recipients_per_day=2)

    ids = [await reminded(world, one, worth_for=timedelta(days=3)) for one in conversations]
    again = await reminded(world, conversations[0], worth_for=timedelta(days=3))
    await world.work(within=timedelta(seconds=2))
    held = await Message.get(id=ids[2])
    statuses = [(await Message.get(id=one)).status for one in (*ids[:2], again)]
    await world.work(within=timedelta(hours=25))

    assert statuses == ["delivered"] * 3
    assert (held.status, held.held_reason) == ("queued", "recipients_per_day")
    assert (await Message.get(id=ids[2])).status == "delivered"


@pytest.mark.parametrize(
    ("code", "at_least", "is_told"), [(130429, 2, False), (131048, 3600, True), (368, 21_600, True)]
)
async def test_what_the_account_did_too_much_lets_all_of_it_rest(
    world: World, code: int, at_least: int, is_told: bool
) -> None:
    conversation = await met(world)
    async with transaction():
        await take_over(world.deployment, STAFF, conversation.id)
        first = await send_message(world.deployment, STAFF, conversation.id, "staff 1")
    await world.fault("meta", "messages.send", "refused", code=code)
    await world.work()
    paused = await ChannelConnection.get(id=world.connection_id)
    began = world.clock.now()
    async with transaction():
        await send_message(world.deployment, STAFF, conversation.id, "staff 2")
    await world.work()
    meanwhile = [one["text"] for one in await world.heard() if one["text"].startswith("staff")]
    await world.work(within=timedelta(hours=10))

    assert paused.state == "connected"
    assert paused.paused_until is not None
    assert timedelta(seconds=at_least) <= paused.paused_until - began <= timedelta(seconds=at_least * 1.5)
    assert meanwhile == []
    assert await tasks("channel_blocked") == (["account_blocked"] if is_told else [])
    assert [one["text"] for one in await world.heard() if one["text"].startswith("staff")] == ["staff 1", "staff 2"]
    assert (await Message.get(id=first)).status == "delivered"
    after = await ChannelConnection.get(id=world.connection_id)
    assert (after.failures, after.paused_until) == (0, None)


@pytest.mark.parametrize("is_refused_at_once", [True, False])
async def test_a_window_that_the_provider_finds_shut_is_no_end(each_world: World, is_refused_at_once: bool) -> None:
    """Our clocks may differ: Meta refuses at once, or takes the message and reports it as failed."""
    world = each_world
    await ready(world)
    conversation = await met(world)
    world.clock.turn(TWO_DAYS)
    await Conversation.filter(id=conversation.id).update(last_inbound_at=world.clock.now() - timedelta(hours=2))
    wish = {"refuses_late_at_once": is_refused_at_once}
    await world.sandbox.patch("/sandbox/meta/behaviour", json=wish)
    conversation = await Conversation.get(id=conversation.id)

    message_id = await reminded(world, conversation)
    await world.work(within=timedelta(minutes=1))

    first = await Message.get(id=message_id)
    assert (first.status, first.error_code) == (("delivered", None) if is_refused_at_once else ("failed", "131047"))
    assert len(await texts(world)) == 1
    assert await StaffTask.filter(kind="message_failed").count() == 0


async def test_another_channel_takes_what_this_one_cannot(world: World) -> None:
    conversation = await met(world)
    answer = await world.sandbox.post("/sandbox/meta/numbers", json={})
    number = answer.json()
    async with writing():
        known = await ChannelConnection.get(id=world.connection_id)
        other = await ChannelConnection.create(
            id=new_id(),
            clinic_id=world.clinic.id,
            plugin="whatsapp",
            account_id=number["phone_number_id"],
            group_id=number["waba_id"],
            title="Second",
            state="connected",
            connected_at=known.connected_at,
        )
        elsewhere = await Conversation.create(
            id=new_id(),
            clinic_id=world.clinic.id,
            patient_id=conversation.patient_id,
            connection_id=other.id,
            last_inbound_at=world.clock.now() + timedelta(hours=47),
            last_message_at=world.clock.now(),
            created_at=world.clock.now(),
        )
    world.clock.turn(TWO_DAYS)

    message_id = await reminded(world, conversation)
    await run_once(world)

    moved = await Message.get(id=message_id)
    assert (moved.conversation_id, moved.connection_id) == (elsewhere.id, other.id)
    assert moved.status == "queued"


async def run_once(world: World) -> None:
    """Run what is due, once."""
    for job in await claim_due(world.clock.now(), 100, kinds=declared_kinds()):
        await run(world.deployment, declared_kinds()[job.kind], job.id)


async def test_staff_send_a_template_and_are_told_what_does_not_fit(world: World) -> None:
    template = await ready(world)
    conversation = await met(world)
    world.clock.turn(TWO_DAYS)

    async with transaction():
        message_id = await send_template(
            world.deployment, STAFF, conversation.id, template.id, ["Tuesday", "09:30", "Centre"]
        )
    await world.work()
    for values in (["Tuesday"], ["Tuesday", "09:30", "two\nlines"]):
        with pytest.raises(InvalidInput):
            async with transaction():
                await send_template(world.deployment, STAFF, conversation.id, template.id, values)
    await decided(world, category="MARKETING")
    with pytest.raises(TemplateNotSendable):
        async with transaction():
            await send_template(world.deployment, STAFF, conversation.id, template.id, ["a", "b", "c"])

    message = await Message.get(id=message_id)
    assert (message.status, message.kind, message.purpose) == ("delivered", "template", "write_back")
    assert await texts(world) == ["Appointment on Tuesday at 09:30, Centre."]
    assert (await Conversation.get(id=conversation.id)).owner == "staff"


@pytest.mark.parametrize("code", [132000, 132007, 132015])
async def test_a_template_the_provider_refuses_is_read_anew_and_staff_told(world: World, code: int) -> None:
    await ready(world)
    conversation = await met(world)
    world.clock.turn(TWO_DAYS)
    message_id = await reminded(world, conversation)
    await world.fault("meta", "messages.send", "refused", code=code)

    done = await world.work()

    message = await Message.get(id=message_id)
    assert (message.status, message.error_code) == ("failed", str(code))
    assert await tasks("message_failed") == ["template"]
    assert "templates.sync" in done


async def test_a_list_that_cannot_be_read_stops_nothing_and_a_lost_channel_is_not_asked(world: World) -> None:
    await world.work()
    await world.fault("meta", "templates.list", "refused", code=200)

    await synced(world)
    lost = await ChannelConnection.get(id=world.connection_id)
    async with transaction():
        await request_sync(world.deployment, STAFF, world.connection_id)
        await disconnect_channel(world.deployment, STAFF, world.connection_id)
    await world.work()

    assert lost.state == "connected"
    assert await tasks("templates_unreadable") == ["templates_unreadable"]
    assert not await Job.filter(state="dead").exists()
    assert await TemplateUse.all().count() == 0


async def test_a_booking_is_announced_by_template_once_the_window_is_shut(world: World) -> None:
    await ready(world, Purpose.BOOKED)
    await world.book()
    booking = await Booking.get(clinic_id=world.clinic.id)
    world.clock.turn(TWO_DAYS)
    async with transaction():  # as if its calendar had answered only now
        later = world.clock.now() + timedelta(days=1)  # what has begun is not told of any more
        await Booking.filter(id=booking.id).update(
            announced_version=0, starts_at=later, ends_at=later + timedelta(minutes=30)
        )
        locked = await Booking.filter(id=booking.id).select_for_update().get()
        await announce(world.deployment, locked)

    await world.work()

    last = await Message.filter(clinic_id=world.clinic.id).order_by("-id").first()
    assert last is not None
    assert (last.kind, last.status, last.purpose) == ("template", "delivered", "booked")
    assert len(await texts(world)) == 1
    assert not await StaffTask.filter(kind="tell_patient").exists()


async def test_a_status_says_until_when_everything_is_free_and_a_later_one_takes_nothing_back(world: World) -> None:
    conversation = await met(world)
    message = await Message.filter(conversation_id=conversation.id, direction="outbound").first()
    connection = await ChannelConnection.get(id=world.connection_id)
    assert message is not None
    account, now = Account(connection.account_id, connection.group_id), world.clock.now()
    free = PriceClass("referral_conversion", "free_entry_point", "PMP", is_billable=False, free_until=now + TWO_DAYS)
    earlier = PriceClass("referral_conversion", free_until=now)

    async with transaction():
        for price in (free, earlier):
            status = StatusReported(
                account, "wamid.x", DeliveryStatus.READ, now, correlation=str(message.id), price=price
            )
            assert await note_status(world.deployment.vault, connection, status, now)

    await message.refresh_from_db()
    assert (message.price_kind, message.price_model, message.is_billable) == ("free_entry_point", "PMP", False)
    assert (await Conversation.get(id=conversation.id)).free_until == now + TWO_DAYS
