"""A file's way to a patient: uploaded, sealed, handed to the channel, and sent with the message that names it."""

import os
from datetime import timedelta
from typing import Any

import pytest
from tests.clinic_world import World
from tests.core.test_media_traces import PICTURES
from tests.media_files import JPEG, PDF
from tests.uploaded_files import PNG, uploaded
from tests.worlds import each_world as each_world
from tests.worlds import world as world

from chatbookr_core.chunks import CHUNK_BYTES, OF_MEDIA, read
from chatbookr_core.db import transaction
from chatbookr_core.inbox.filing import send_file
from chatbookr_core.inbox.service import take_over
from chatbookr_core.media.fetching import owner_of, source_of
from chatbookr_core.models import Conversation, Job, Media, MediaChunk, Message, StaffTask
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration
HOST = SystemActor("tests")


async def met(world: World) -> Conversation:
    """Let a patient write and staff take the conversation over."""
    await world.write()
    await world.work()
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    async with transaction():
        await take_over(world.deployment, HOST, conversation.id)
    return conversation


async def sent(world: World, conversation: Conversation, caption: str = "", **of_file: Any) -> tuple[Message, Media]:
    """Upload a file and send it, as far as the house alone can."""
    media = await uploaded(world.deployment, HOST, conversation.id, **of_file)
    async with transaction():
        message_id = await send_file(world.deployment, HOST, conversation.id, media.id, caption)
    await media.refresh_from_db()
    return await Message.get(id=message_id), media


async def on_phone(world: World) -> dict[str, Any]:
    """Return the last thing the clinic sent, with the bytes of its file."""
    last = (await world.heard())[-1]
    file = last["file"] and (await world.sandbox.get(last["file"]["url"])).content
    return {**last, "bytes": file}


async def test_a_document_with_words_below_it_reaches_the_phone_whole(each_world: World) -> None:
    conversation = await met(each_world)
    large = PDF + os.urandom(5 * CHUNK_BYTES)

    message, media = await sent(each_world, conversation, "Come by the yard.", content=large)
    await each_world.work()

    seen = await on_phone(each_world)
    assert (seen["type"], seen["bytes"]) == ("document", large)
    assert seen["content"] | {"id": ""} == {"id": "", "caption": "Come by the yard.", "filename": "The way in.pdf"}
    await message.refresh_from_db()
    assert (message.kind, message.status, message.direction) == ("document", "delivered", "outbound")
    assert (media.message_id, media.state, media.chunk_count) == (message.id, "fetched", 6)


async def test_a_picture_tells_its_patient_nothing_of_where_it_was_taken(world: World) -> None:
    conversation = await met(world)
    taken = (PICTURES / "phone.jpg").read_bytes()

    await sent(world, conversation, content=taken, mime_type="image/jpeg", filename="IMG 1.jpg")
    await world.work()

    seen = await on_phone(world)
    assert b"CANARY" in taken
    assert b"CANARY" not in seen["bytes"]
    assert (seen["type"], len(seen["bytes"])) == ("image", len(taken))
    assert seen["content"].keys() == {"id"}


@pytest.mark.attack("hostile-upload")
async def test_what_hides_behind_a_picture_does_not_reach_its_patient(world: World) -> None:
    conversation = await met(world)
    hidden = b"<html><script>CANARY</script>"

    await sent(world, conversation, content=PNG + hidden, mime_type="image/png", filename="a.html")
    await world.work()

    assert (await on_phone(world))["bytes"] == PNG + bytes(len(hidden))


async def test_a_file_whose_handing_over_ends_nobody_knows_how_is_handed_over_again(world: World) -> None:
    conversation = await met(world)
    await world.fault("meta", "media.upload", "server_error")
    message, _ = await sent(world, conversation, content=JPEG, mime_type="image/jpeg")

    await world.work(within=timedelta(minutes=5))

    await message.refresh_from_db()
    assert message.status == "delivered"
    assert (await on_phone(world))["bytes"] == JPEG


async def test_a_file_is_not_handed_over_twice_where_the_message_is_tried_again(each_world: World) -> None:
    conversation = await met(each_world)
    message, media = await sent(each_world, conversation)
    await each_world.fault("meta", "messages.send", "rate_limited")

    await each_world.work()
    handed = (await source_of(each_world.deployment, await Media.get(id=media.id))).media_id
    await each_world.work(within=timedelta(minutes=5))

    await message.refresh_from_db()
    assert message.status == "delivered"
    assert (await each_world.heard())[-1]["content"]["id"] == handed


async def test_a_file_that_the_channel_refuses_fails_and_staff_are_asked(world: World) -> None:
    conversation = await met(world)
    message, _ = await sent(world, conversation)
    await world.fault("meta", "media.upload", "refused", code=131053)

    await world.work(within=timedelta(minutes=5))

    await message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", "131053")
    task = await StaffTask.get(kind="message_failed")
    assert task.reason == "media"


async def test_a_file_is_not_sent_once_the_window_has_closed(world: World) -> None:
    conversation = await met(world)
    world.clock.turn(timedelta(hours=23, minutes=30))
    message, _ = await sent(world, conversation)
    world.clock.turn(timedelta(hours=1))

    await world.work(within=timedelta(minutes=5))

    await message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", "window_closed")


async def test_a_message_that_is_erased_before_it_leaves_takes_its_file_with_it(world: World) -> None:
    conversation = await met(world)
    message, media = await sent(world, conversation)
    assert await MediaChunk.filter(media_id=media.id).count() == 1

    async with transaction():
        await message.delete()
    await world.work()

    assert await Media.filter(id=media.id).count() == 0
    assert await MediaChunk.filter(media_id=media.id).count() == 0
    assert await Job.filter(kind="outbound.send", subject_id=message.id).exclude(state="done").count() == 0


async def test_what_nobody_sent_is_collected_after_a_day_and_what_was_sent_stays(each_world: World) -> None:
    conversation = await met(each_world)
    _, kept = await sent(each_world, conversation)
    unsent = await uploaded(each_world.deployment, HOST, conversation.id)

    await each_world.work(within=timedelta(hours=23))
    early = await Media.filter(id=unsent.id).count()
    await Job.filter(kind="upkeep.forget").delete()
    each_world.clock.turn(timedelta(hours=2))
    await collect(each_world)

    assert (early, await Media.filter(id=unsent.id).count()) == (1, 0)
    assert await MediaChunk.filter(media_id=unsent.id).count() == 0
    pieces = read(each_world.deployment.vault, OF_MEDIA, owner_of(kept), kept.chunk_count or 0)
    assert b"".join([piece async for piece in pieces]) == PDF


async def collect(world: World) -> None:
    """Let the hourly upkeep forget what is old."""
    from chatbookr_core.forgetting import forget_uploads
    from chatbookr_core.scope import every_clinic

    with every_clinic("upkeep"):
        async with transaction():
            await forget_uploads(world.clock.now() - timedelta(days=1), limit=500)
