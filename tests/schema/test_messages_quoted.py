"""What a message answers, and what came of a kind that nobody here knows, as staff read them."""

from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_connection, make_conversation, make_patient, writing
from tests.schema.desk import Desk, ask, make_message
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Message
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

QUOTED = """query ($c: ID!) { node(id: $c) { ... on Conversation {
  messages(last: 50) { nodes { body replyTo { id body } } } } } }"""
RAW = "query ($m: ID!) { node(id: $m) { ... on Message { kind raw } } }"
POLL = '{"type":"poll","from":"4915112345678","poll":{"question":"When?"}}'


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def quoted(deployment: Deployment, desk: Desk) -> list[Any]:
    conversation = global_id("Conversation", desk.conversation.id)
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), QUOTED, {"c": conversation})
    assert answer.errors == []
    return [one["replyTo"] for one in answer.data["node"]["messages"]["nodes"]]


async def test_a_reply_shows_which_message_it_quotes(deployment: Deployment, desk: Desk) -> None:
    said = desk.message
    await make_message(desk.conversation, desk.vault, body="that one", reply_to_hash=said.external_hash)
    await make_message(desk.conversation, desk.vault, body="one we never had", reply_to_hash="another")

    found = await quoted(deployment, desk)

    assert [one and one["id"] for one in found] == [None, global_id("Message", said.id), None]


async def test_a_page_of_replies_takes_as_many_statements_as_one(deployment: Deployment, desk: Desk) -> None:
    async def asked() -> int:
        with statements() as seen:
            await quoted(deployment, desk)
        return len(seen)

    await make_message(desk.conversation, desk.vault, reply_to_hash=desk.message.external_hash)
    await asked()  # keys and plans are remembered from here on
    few = await asked()

    for _ in range(20):
        await make_message(desk.conversation, desk.vault, reply_to_hash=desk.message.external_hash)

    assert await asked() == few


@pytest.mark.checklist(15)
async def test_a_quote_leads_to_no_other_conversation(deployment: Deployment, desk: Desk) -> None:
    """Whoever knows an id of the provider's must not be led by it to what another patient said."""
    others = await make_conversation(await make_patient(desk.clinic, desk.vault, phone="+4915100000009"), desk.channel)
    elsewhere = await make_message(others, desk.vault, body="not yours")
    same_id = await make_connection(desk.clinic, desk.vault, account_id="another")
    await make_message(desk.conversation, desk.vault, external_hash="of two", connection_id=same_id.id)
    await make_message(desk.conversation, desk.vault, reply_to_hash=elsewhere.external_hash)
    await make_message(desk.conversation, desk.vault, reply_to_hash="of two")

    assert await quoted(deployment, desk) == [None, None, None, None]


async def kept(desk: Desk, kind: str, content: str, **fields: Any) -> Message:
    message = await make_message(desk.conversation, desk.vault, kind=kind, **fields)
    async with writing():
        keys = await desk.vault.patient_keys(desk.clinic.id, desk.patient.id)
        message.content_sealed = keys.seal(columns.MESSAGE_CONTENT, message.id, content)
        await message.save(update_fields=["content_sealed"])
    return message


async def raw(deployment: Deployment, actor: Any, message: Message, surface: Any = "staff") -> Any:
    answer = await ask(deployment, actor, RAW, {"m": global_id("Message", message.id)}, surface)
    return answer.data["node"]["raw"] if answer.errors == [] else answer.codes


async def test_what_came_of_an_unknown_kind_is_shown_as_it_came(deployment: Deployment, desk: Desk) -> None:
    receptionist = desk.actor(Role.RECEPTIONIST)
    poll = await kept(desk, "poll", POLL)
    torn, mute = await kept(desk, "image", POLL), await kept(desk, "text", POLL)
    place = await kept(desk, "location", '{"latitude":1.0,"longitude":2.0,"name":null,"address":null}')
    call = await kept(desk, "call", '{"state":"ringing"}')
    ours = await kept(desk, "poll", POLL, author="assistant", direction="outbound")

    shown = [await raw(deployment, receptionist, one) for one in (poll, torn, mute, place, call, ours, desk.message)]

    assert shown == [POLL, POLL, POLL, None, None, None, None]


async def test_what_came_takes_the_permission_to_see_numbers(deployment: Deployment, desk: Desk) -> None:
    """The channel's own JSON names who wrote."""
    poll = await kept(desk, "poll", POLL)
    key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset({Permission.MESSAGE_READ, Permission.CONVERSATION_READ}))

    assert await raw(deployment, key, poll, "partner") == ["FORBIDDEN"]
