from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.factories import writing
from tests.workers.ways_out import STAFF, TWO_DAYS, met, ready, reminded, tasks
from tests.workers.ways_out import each_world as each_world
from tests.workers.ways_out import world as world

from chatbookr_core.db import transaction
from chatbookr_core.inbox.service import send_message, take_over
from chatbookr_core.models import (
    ChannelConnection,
    Clinic,
    Message,
)

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets


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
    held = await Message.filter(held_until__isnull=False).order_by("id")
    await world.work(within=timedelta(minutes=6))
    words = [one["text"] for one in await world.heard() if one["text"].startswith("staff")]

    assert at_once < 45
    assert [(one.status, one.held_reason) for one in held] == [("queued", "pair_rate")] * (50 - at_once)
    assert len({one.held_until for one in held}) == 1  # what is behind the first waits as long as that does, at least
    assert not await Message.filter(held_until__isnull=False).exists()
    assert words == [f"staff {number}" for number in range(50)]
    assert not await Message.filter(direction="outbound", error_code__isnull=False).exists()


async def test_a_number_sends_no_more_a_second_than_the_provider_takes_of_it(world: World) -> None:
    conversations = [await met(world, f"491511234{number:04}") for number in range(5)]
    async with transaction():
        await ChannelConnection.filter(id=world.connection_id).update(messages_per_second=2)
        for one in conversations:
            await take_over(world.deployment, STAFF, one.id)
            await send_message(world.deployment, STAFF, one.id, "staff")
    world.clock.turn(timedelta(minutes=1))  # since what was said when they met

    await world.work(within=timedelta(seconds=10))

    sent = await Message.filter(author="staff").order_by("handed_at").values_list("status", "handed_at")
    assert [status for status, _ in sent] == ["delivered"] * 5
    at = [handed for _, handed in sent]
    for first, third in zip(at, at[2:], strict=False):
        assert third - first >= timedelta(seconds=1)


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


async def test_whom_the_provider_finds_written_to_too_fast_is_written_to_later_and_in_order(each_world: World) -> None:
    world = each_world
    conversation = await met(world)
    async with transaction():
        await take_over(world.deployment, STAFF, conversation.id)
        first = await send_message(world.deployment, STAFF, conversation.id, "staff 1")
        second = await send_message(world.deployment, STAFF, conversation.id, "staff 2")
    await world.fault("meta", "messages.send", "refused", code=131056)
    began = world.clock.now()
    await world.work(within=timedelta(seconds=2))
    held, behind = await Message.get(id=first), await Message.get(id=second)
    meanwhile = [one["text"] for one in await world.heard() if one["text"].startswith("staff")]
    await world.work(within=timedelta(minutes=1))

    assert (held.status, held.held_reason, meanwhile) == ("queued", "provider_busy", [])
    assert held.held_until is not None
    assert held.held_until - began >= timedelta(seconds=6)
    assert (behind.status, behind.held_reason, behind.held_until) == ("queued", "provider_busy", held.held_until)
    assert [one["text"] for one in await world.heard() if one["text"].startswith("staff")] == ["staff 1", "staff 2"]
    assert [(await Message.get(id=one)).held_until for one in (first, second)] == [None, None]


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
    held = [one.held_reason for one in await Message.filter(held_until=paused.paused_until)]
    await world.work(within=timedelta(hours=10))

    assert paused.state == "connected"
    assert paused.paused_until is not None
    assert timedelta(seconds=at_least) <= paused.paused_until - began <= timedelta(seconds=at_least * 1.5)
    assert meanwhile == []
    assert held == (["sending_paused"] * 2 if is_told else [])  # two seconds are no news
    assert await tasks("channel_blocked") == (["account_blocked"] if is_told else [])
    assert [one["text"] for one in await world.heard() if one["text"].startswith("staff")] == ["staff 1", "staff 2"]
    assert (await Message.get(id=first)).status == "delivered"
    after = await ChannelConnection.get(id=world.connection_id)
    assert (after.failures, after.paused_until) == (0, None)
