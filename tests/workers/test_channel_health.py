"""The health of a channel: asked and kept, told once, and a dead token stops the queue before anything is sent."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import World, clinic_world
from tests.factories import make_membership, make_user

from chatbookr_core.channels.health import Banner, banner_for, resting
from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.advice import Advice, advice_for
from chatbookr_core.db import Database, transaction
from chatbookr_core.inbox.service import send_message
from chatbookr_core.keys.vault import Vault
from chatbookr_core.mail.letters import letter
from chatbookr_core.models import ChannelConnection, Conversation, Job, Mail, Message, StaffTask
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Secret

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads
OWNER = "owner@example.com"


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        await make_membership(await make_user(email=OWNER), world.clinic, role="owner")
        await make_membership(await make_user(email="desk@example.com"), world.clinic, role="receptionist")
        yield world


async def checked(world: World) -> ChannelConnection:
    await world.check(world.connection_id)
    return await ChannelConnection.get(id=world.connection_id)


async def judge(world: World, **judged: Any) -> None:
    answer = await world.sandbox.patch("/sandbox/meta/numbers", json=judged)
    assert answer.status_code == 200, answer.text


async def token(world: World, **state: Any) -> None:
    wish = {"access_token": world.sandbox_settings.meta.access_token, **state}
    answer = await world.sandbox.post("/sandbox/meta/tokens", json=wish)
    assert answer.status_code == 200, answer.text


async def provider_says(world: World, event: str) -> None:
    await world.sandbox.post("/sandbox/meta/account_updates", json={"event": event})
    await world.hooks_settled()
    await world.work()


async def reconnect(world: World) -> None:
    meta = world.sandbox_settings.meta
    entered = {"phone_number_id": meta.phone_number_id, "waba_id": meta.waba_id, "access_token": meta.access_token}
    await connect_channel(
        world.deployment,
        SystemActor("test"),
        clinic_id=world.clinic.id,
        plugin="whatsapp",
        credentials={name: Secret(value) for name, value in entered.items()},
    )


async def mails() -> list[str]:
    """List the letters about channels; the owner alone can do something about them."""
    return [mail.kind for mail in await Mail.filter(kind__startswith="channel_").order_by("id")]


async def tasks(kind: str) -> list[str | None]:
    return [task.reason for task in await StaffTask.filter(kind=kind).order_by("created_at")]


async def test_a_look_keeps_how_the_account_is(world: World) -> None:
    found = await checked(world)

    assert found.health_checked_at == world.clock.now()
    assert (found.quality, found.name_status, found.throughput) == ("high", "APPROVED", "STANDARD")
    assert "messages" in (found.webhook_fields or [])
    assert (found.problems, found.credentials_expire_at) == ([], None)
    assert await tasks("channel_health") == []


async def test_what_comes_up_is_told_once_for_each_time(world: World) -> None:
    await judge(world, quality_rating="RED")
    first = await checked(world)
    await checked(world)
    told = await tasks("channel_health")
    await judge(world, quality_rating="GREEN")
    healed = await checked(world)
    world.clock.turn(timedelta(days=2))
    await judge(world, quality_rating="RED")
    await checked(world)

    assert first.problems == ["quality_low"]
    assert told == ["quality_low"]
    assert healed.problems == []
    assert await tasks("channel_health") == ["quality_low", "quality_low"]


async def test_a_token_that_is_about_to_end_is_told_to_those_who_can_make_another(world: World) -> None:
    ends_at = world.clock.now() + timedelta(days=6)
    await token(world, expires_at=int(ends_at.timestamp()))

    found = await checked(world)
    await checked(world)

    assert found.credentials_expire_at is not None
    assert abs(found.credentials_expire_at - ends_at) < timedelta(seconds=1)
    assert found.problems == ["token_expiring"]
    assert await mails() == ["channel_ending"]


async def test_a_dead_token_stops_the_queue_keeps_messages_and_goes_on_at_once_after_a_reconnect(world: World) -> None:
    await world.book()
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    await token(world, state="revoked")
    lost = await checked(world)
    banner = banner_for(lost.state, lost.lost_at, lost.problems, lost.health_checked_at)
    heard = len(await world.heard())
    async with transaction():
        await send_message(world.deployment, SystemActor("test"), conversation.id, "staff 1")
    await world.work()
    waiting, asked = await Message.get(author="staff"), await StaffTask.get(kind="channel_lost")
    world.clock.turn(timedelta(seconds=30))
    await token(world, state="live")
    await reconnect(world)
    await world.work()

    assert (lost.state, lost.state_reason) == ("needs_reconnect", "190")
    assert banner is not None
    assert (banner.reason, banner.advice, banner.since) == ("needs_reconnect", Advice.RECONNECT, lost.lost_at)
    assert await tasks("channel_lost") == ["needs_reconnect"]
    task = await StaffTask.get(kind="channel_lost")
    assert (asked.state, task.state, task.connection_id) == ("open", "done", world.connection_id)
    assert await mails() == ["channel_lost"]
    assert waiting.status == "queued"
    assert (await world.heard())[heard]["text"] == "staff 1"
    assert (await ChannelConnection.get(id=world.connection_id)).lost_at is None


async def test_two_that_are_refused_tell_once(world: World) -> None:
    await world.book()
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    await token(world, state="expired")
    async with transaction():
        await send_message(world.deployment, SystemActor("test"), conversation.id, "staff 1")

    await world.work()
    await checked(world)

    assert await mails() == ["channel_lost"]
    assert await tasks("channel_lost") == ["needs_reconnect"]


@pytest.mark.parametrize("event", ["PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_DELETED"])
async def test_what_the_provider_ends_is_disconnected(world: World, event: str) -> None:
    await provider_says(world, event)

    ended = await ChannelConnection.get(id=world.connection_id)
    assert (ended.state, ended.state_reason) == ("disconnected", f"provider:{event.lower()}")
    assert ended.credentials_sealed is None
    assert await tasks("channel_ended") == ["ended_by_provider"]
    assert await mails() == ["channel_ended"]
    assert not await Job.filter(state="dead").exists()


async def test_what_the_provider_takes_away_it_can_give_back(world: World) -> None:
    await provider_says(world, "ACCOUNT_OFFBOARDED")
    lost = await ChannelConnection.get(id=world.connection_id)
    world.clock.turn(timedelta(seconds=1))
    await provider_says(world, "ACCOUNT_RECONNECTED")

    back = await ChannelConnection.get(id=world.connection_id)
    assert (lost.state, lost.state_reason) == ("needs_reconnect", "provider:account_offboarded")
    assert lost.credentials_sealed is not None
    assert (back.state, back.lost_at) == ("connected", None)
    assert [task.state for task in await StaffTask.filter(kind="channel_lost")] == ["done"]
    assert await mails() == ["channel_lost"]


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        ("channel_lost", {"reason": "190"}, "as soon as somebody connects it again"),
        ("channel_ended", {"reason": "provider:partner_removed"}, "was disconnected by its provider"),
        ("channel_ending", {"day": "2026-04-02"}, "ends on 2026-04-02 by itself"),
    ],
)
def test_each_letter_says_which_channel_and_what_to_do(kind: str, more: dict[str, str], says: str) -> None:
    written = letter(kind, "en", {"clinic": "Zuid", "channel": "Zuid, +31 20", "url": "https://c.example", **more})

    assert "Zuid, +31 20" in written.subject
    assert says in f"{written.subject} {written.body}"
    assert "https://c.example" in written.body


async def test_a_provider_that_is_unwell_makes_nobody_worry(world: World) -> None:
    await world.fault("meta", "object.show", "refused", code=100)
    await checked(world)
    await world.fault("meta", "object.show", "server_error")
    await world.check(world.connection_id)
    await world.work(within=timedelta(minutes=5))

    found = await ChannelConnection.get(id=world.connection_id)
    assert found.state == "connected"
    assert found.problems == []
    assert not await Job.filter(state="dead").exists()
    assert await tasks("channel_health") == []


async def test_what_the_provider_complains_of_is_a_task_that_says_what(world: World) -> None:
    await provider_says(world, "ACCOUNT_VIOLATION")

    task = await StaffTask.get(kind="channel_notice")
    assert task.reason == "account_violation"
    assert advice_for(task.reason, task.kind) is Advice.CHECK_ACCOUNT


async def test_a_rest_of_minutes_shows_a_banner_and_one_of_seconds_does_not(world: World) -> None:
    now = world.clock.now()

    assert resting("connected", now + timedelta(seconds=40), now) is None
    assert resting("connected", None, now) is None
    assert resting("disconnected", now + timedelta(hours=1), now) is None
    assert resting("connected", now + timedelta(hours=1), now) == Banner("sending_paused", Advice.CHECK_ACCOUNT, None)


async def test_what_the_provider_says_a_second_time_is_another_event(world: World) -> None:
    await provider_says(world, "ACCOUNT_OFFBOARDED")
    await provider_says(world, "ACCOUNT_RECONNECTED")
    world.clock.turn(timedelta(minutes=1))
    between = (await ChannelConnection.get(id=world.connection_id)).state

    await provider_says(world, "ACCOUNT_OFFBOARDED")

    assert between == "connected"
    assert (await ChannelConnection.get(id=world.connection_id)).state == "needs_reconnect"
