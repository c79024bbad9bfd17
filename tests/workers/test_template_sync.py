import pytest
from tests.clinic_world import World
from tests.workers.ways_out import GRAPH, STAFF, TWO_DAYS, decided, made, met, ready, reminded, synced, tasks
from tests.workers.ways_out import each_world as each_world
from tests.workers.ways_out import world as world

from chatbookr_core.channels.lifecycle import disconnect_channel
from chatbookr_core.db import transaction
from chatbookr_core.models import (
    ChannelConnection,
    Job,
    Message,
    MessageTemplate,
    TemplateUse,
)
from chatbookr_core.templates.service import request_sync

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets


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
