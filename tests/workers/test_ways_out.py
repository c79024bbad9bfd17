"""By which way messages leave, over the shipped plugin to the sandbox: templates, quiet hours, rates, refusals."""

from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.e2e.patient import options_of
from tests.factories import writing
from tests.workers.ways_out import STAFF, TWO_DAYS, agreed, decided, met, ready, reminded, tasks, texts
from tests.workers.ways_out import each_world as each_world
from tests.workers.ways_out import world as world

from chatbookr_core.bookings.use_cases import answer_request
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import transaction
from chatbookr_core.errors import InvalidInput, TemplateNotSendable
from chatbookr_core.ids import new_id
from chatbookr_core.inbox.templating import send_template
from chatbookr_core.jobs import claim_due
from chatbookr_core.models import (
    Booking,
    ChannelConnection,
    Conversation,
    Message,
    Patient,
    StaffTask,
)
from chatbookr_core.notices.announcements import announce
from chatbookr_core.outbox.statuses import note_status
from chatbookr_core.templates.purposes import Purpose
from chatbookr_sdk import Account, DeliveryStatus, PriceClass, StatusReported
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets


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


async def test_a_request_confirmed_once_the_window_is_shut_is_told_of_as_booked_and_not_as_moved(world: World) -> None:
    await ready(world, Purpose.BOOKED)
    await world.book()
    booking = await Booking.get(clinic_id=world.clinic.id)
    later = world.clock.now() + timedelta(days=3)
    await Booking.filter(id=booking.id).update(  # as of a service that staff confirm
        status="requested", starts_at=later, ends_at=later + timedelta(minutes=30)
    )
    world.clock.turn(TWO_DAYS)

    async with transaction():
        await answer_request(world.deployment, STAFF, booking.id, version=1, is_confirmed=True)
    await world.work()

    last = await Message.filter(clinic_id=world.clinic.id).order_by("-id").first()
    assert last is not None
    assert (last.kind, last.status, last.purpose) == ("template", "delivered", "booked")
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
