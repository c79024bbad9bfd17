"""A message that quotes another, over the API: who may, what is told of it, and that asking again changes nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_conversation, make_patient, writing
from tests.schema.desk import Desk, ask, make_message
from tests.schema.statements import statements

from chatbookr_core.channels.registry import LoadedPlugin, Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Message
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_whatsapp import plugin as whatsapp

SEND = """mutation ($input: MessageSendInput!) { messageSend(input: $input) {
  message { body replyTo { id } isQuotable } userErrors { code field } } }"""
TWICE = SEND.replace(
    "messageSend(input: $input)", 'messageSend(input: $input) @idempotent(key: "a-key-of-one-request")'
)
QUOTABLE = """query ($c: ID!) { node(id: $c) { ... on Conversation {
  messages(last: 50) { nodes { id isQuotable } } } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    loaded = LoadedPlugin("whatsapp", "chatbookr-whatsapp", "ready", messaging=whatsapp)
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"whatsapp": loaded}))


@pytest.fixture
async def talk(desk: Desk, clock: TurnableClock) -> Desk:
    """Let the patient have written a moment ago."""
    await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now())
    return desk


async def named(desk: Desk, conversation: Conversation | None = None, **fields: Any) -> Message:
    """Make a message whose provider's id is known, as the intake writes them."""
    talk = conversation or desk.conversation
    message = await make_message(talk, desk.vault, **fields)
    async with writing():
        keys = await desk.vault.patient_keys(talk.clinic_id, talk.patient_id)
        message.external_sealed = keys.seal(columns.MESSAGE_EXTERNAL, message.id, "wamid.1")
        await message.save(update_fields=["external_sealed"])
    return message


async def sent(deployment: Deployment, desk: Desk, to: Message | str, query: str = SEND) -> Any:
    quoted = to if isinstance(to, str) else global_id("Message", to.id)
    given = {"conversationId": desk.id_of("Conversation"), "body": "by tram", "replyToMessageId": quoted}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"input": given})
    return answer.data["messageSend"] if answer.errors == [] else answer.codes


async def test_an_answer_quotes_a_message_of_its_conversation(deployment: Deployment, talk: Desk) -> None:
    theirs = await named(talk)

    answer = await sent(deployment, talk, theirs)

    assert answer == {
        "message": {"body": "by tram", "replyTo": {"id": global_id("Message", theirs.id)}, "isQuotable": False},
        "userErrors": [],
    }


async def test_what_is_asked_for_twice_quotes_once(deployment: Deployment, talk: Desk) -> None:
    theirs = await named(talk)

    first, again = [await sent(deployment, talk, theirs, TWICE) for _ in range(2)]

    assert first == again
    assert await Message.filter(conversation_id=talk.conversation.id, author="staff").count() == 1


async def test_what_cannot_be_quoted_is_said_beforehand_and_refused(
    deployment: Deployment, talk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    """Neither one that another patient wrote, nor one of before ids were kept, nor one that was deleted."""
    elsewhere = await make_conversation(await make_patient(talk.clinic, vault, phone="+4915100000009"), talk.channel)
    others, of_before = await named(talk, elsewhere), talk.message
    deleted, theirs = await named(talk, revoked_at=clock.now()), await named(talk)

    refused = [await sent(deployment, talk, one) for one in (others, of_before, deleted, "nothing")]
    answer = await ask(deployment, talk.actor(Role.RECEPTIONIST), QUOTABLE, {"c": talk.id_of("Conversation")})

    field = ["input", "replyToMessageId"]
    assert [one["userErrors"] for one in refused[:3]] == [
        [{"code": "NOT_FOUND", "field": field}],
        [{"code": "NOT_QUOTABLE", "field": None}],
        [{"code": "NOT_QUOTABLE", "field": None}],
    ]
    assert refused[3] == ["BAD_USER_INPUT"]
    said = {one["id"]: one["isQuotable"] for one in answer.data["node"]["messages"]["nodes"]}
    assert {one.id: said[global_id("Message", one.id)] for one in (of_before, deleted, theirs)} == {
        of_before.id: False,
        deleted.id: False,
        theirs.id: True,
    }
    assert not await Message.filter(author="staff").exists()


async def test_a_channel_that_does_not_quote_has_nothing_to_quote(deployment: Deployment, talk: Desk) -> None:
    deployment = replace(deployment, plugins=Plugins({}))
    theirs = await named(talk)

    refused = await sent(deployment, talk, theirs)
    answer = await ask(deployment, talk.actor(Role.RECEPTIONIST), QUOTABLE, {"c": talk.id_of("Conversation")})

    assert refused["userErrors"] == [{"code": "NOT_QUOTABLE", "field": None}]
    assert not any(one["isQuotable"] for one in answer.data["node"]["messages"]["nodes"])


async def test_whether_many_can_be_quoted_takes_as_many_statements_as_of_one(
    deployment: Deployment, talk: Desk
) -> None:
    async def asked() -> int:
        with statements() as seen:
            given = {"c": talk.id_of("Conversation")}
            answer = await ask(deployment, talk.actor(Role.RECEPTIONIST), QUOTABLE, given)
        assert answer.errors == []
        return len(seen)

    await asked()  # keys and plans are remembered from here on
    few = await asked()
    for _ in range(10):
        await named(talk)

    assert await asked() == few
