"""An answer to a certain message, over the shipped plugin to the sandbox: the phone shows what it answers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from tests.clinic_world import PATIENT, World
from tests.uploaded_files import uploaded
from tests.worlds import each_world as each_world
from tests.worlds import world as world

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, NotFound
from chatbookr_core.inbox.filing import send_file
from chatbookr_core.inbox.service import send_message, take_over
from chatbookr_core.models import Conversation, Message
from chatbookr_core.outbox.quoting import NotQuotable
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Capability, MessagingChannel

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

STAFF = SystemActor("test")
OTHER = "4915112345679"


class Mute:
    """The shipped channel, but for quoting: whoever gives it a message to quote is at fault."""

    def __init__(self, channel: MessagingChannel) -> None:
        self._channel = channel
        manifest = channel.manifest
        self.manifest = replace(manifest, capabilities=manifest.capabilities - {Capability.QUOTE})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)


def without_quotes(deployment: Deployment) -> Deployment:
    loaded, channel = deployment.plugins.messaging_for("whatsapp")
    others = {one.name: one for one in deployment.plugins.all()}
    mute = cast(MessagingChannel, Mute(channel))
    return replace(deployment, plugins=Plugins({**others, "whatsapp": replace(loaded, messaging=mute)}))


async def met(world: World, *, patient: str = PATIENT) -> Conversation:
    """Let a patient write and staff take the conversation over."""
    await world.write("shall I come by car?", patient=patient)
    await world.work()
    conversation = await Conversation.filter(clinic_id=world.clinic.id).order_by("-id").first()
    assert conversation is not None
    async with transaction():
        await take_over(world.deployment, STAFF, conversation.id)
    return conversation


async def heard_of(conversation: Conversation) -> Message:
    return await Message.get(conversation_id=conversation.id, author="patient")


async def answered(world: World, conversation: Conversation, body: str, to: UUID) -> UUID:
    async with transaction():
        return await send_message(world.deployment, STAFF, conversation.id, body, reply_to=to)


async def shown(world: World, body: str) -> Any:
    """Return what the phone shows above a message of the clinic's: whose it is, and its words."""
    (found,) = [one for one in await world.heard() if one["text"] == body]
    return found["context"] and (found["context"]["from"], found["context"]["text"])


async def test_the_phone_shows_which_message_an_answer_quotes(each_world: World) -> None:
    world = each_world
    conversation = await met(world)
    theirs = await heard_of(conversation)

    first = await answered(world, conversation, "better by tram", theirs.id)
    await world.work()
    await answered(world, conversation, "line 4", first)
    await world.work()

    assert await shown(world, "better by tram") == ("patient", "shall I come by car?")
    assert await shown(world, "line 4") == ("clinic", "better by tram")
    assert (await Message.get(id=first)).reply_to_hash == theirs.external_hash


async def test_a_file_quotes_what_it_answers_as_a_text_does(world: World) -> None:
    conversation = await met(world)
    theirs = await heard_of(conversation)
    media = await uploaded(world.deployment, STAFF, conversation.id)

    async with transaction():
        await send_file(world.deployment, STAFF, conversation.id, media.id, "by tram", reply_to=theirs.id)
    await world.work()

    (file,) = [one for one in await world.heard() if one["type"] == "document"]
    assert (file["content"]["caption"], file["context"]["text"]) == ("by tram", "shall I come by car?")


async def test_a_quote_is_named_again_by_the_next_attempt(each_world: World) -> None:
    world = each_world
    conversation = await met(world)
    await world.fault("meta", "messages.send", "server_error", times=1)

    await answered(world, conversation, "by tram", (await heard_of(conversation)).id)
    await world.work(within=timedelta(minutes=10))

    assert await shown(world, "by tram") == ("patient", "shall I come by car?")


async def test_what_is_deleted_meanwhile_is_quoted_by_nothing(world: World) -> None:
    conversation = await met(world)
    theirs = await heard_of(conversation)
    await answered(world, conversation, "by tram", theirs.id)
    async with transaction():
        await Message.filter(id=theirs.id).update(revoked_at=world.clock.now())
    await world.work()

    assert await shown(world, "by tram") is None


async def refused(world: World, conversation: Conversation, to: UUID) -> type[ChatbookrError]:
    """Say why an answer was refused; nothing of it may stand."""
    with pytest.raises(ChatbookrError) as problem:
        await answered(world, conversation, "by tram", to)
    assert not await Message.filter(conversation_id=conversation.id, author="staff").exists()
    return problem.type


async def test_what_cannot_be_quoted_is_refused_and_nothing_is_sent(world: World) -> None:
    conversation, elsewhere = await met(world), await met(world, patient=OTHER)
    theirs, others = await heard_of(conversation), await heard_of(elsewhere)
    of_another = await refused(world, conversation, others.id)
    async with transaction():
        await Message.filter(id=theirs.id).update(revoked_at=world.clock.now())
    deleted = await refused(world, conversation, theirs.id)
    async with transaction():
        await Message.filter(id=theirs.id).update(revoked_at=None, external_sealed=None)
    of_before = await refused(world, conversation, theirs.id)

    assert (of_another, deleted, of_before) == (NotFound, NotQuotable, NotQuotable)


async def test_a_channel_that_does_not_quote_is_given_nothing_to_quote(world: World) -> None:
    conversation = await met(world)
    theirs = await heard_of(conversation)
    accepted = await answered(world, conversation, "by tram", theirs.id)
    world.deployment = without_quotes(world.deployment)
    refusal = None
    try:
        await answered(world, conversation, "by bus", theirs.id)
    except NotQuotable as problem:
        refusal = problem.code
    await world.work()

    assert refusal == "NOT_QUOTABLE"
    assert await shown(world, "by tram") is None
    assert (await Message.get(id=accepted)).status == "delivered"
