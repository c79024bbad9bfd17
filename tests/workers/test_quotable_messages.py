"""Which messages can be quoted: what was said to one, in no group, and no reaction; also once two people are one."""

from typing import Any

from tests.schema.desk import Desk, make_message
from tests.workers.merging import deployment as deployment
from tests.workers.merging import desk as desk
from tests.workers.merging import kept as kept
from tests.workers.merging import merge, work

from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.afterwards import edit, react
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.keys import columns
from chatbookr_core.models import Message, Patient
from chatbookr_core.outbox.quoting import hash_to_quote
from chatbookr_sdk import Account, MessageEdited, MessageReceived, Reacted, Sender, TextReceived

WAMID = "wamid.of-the-patient"
SENDER = Sender("4915112345678", "4915112345678", "Ada")


def account_of(desk: Desk) -> Account:
    return Account(desk.channel.account_id, desk.channel.group_id)


async def heard(deployment: Deployment, desk: Desk, external_id: str = WAMID, **fields: Any) -> Message:
    """Let somebody write; return what was kept of it."""
    now = deployment.clock.now()
    fact = MessageReceived(account_of(desk), external_id, SENDER, now, TextReceived("hello"), **fields)
    async with transaction():
        await receive(deployment, desk.channel, fact)
    keys = await deployment.vault.clinic_keys(desk.clinic.id)
    return await Message.get(external_hash=hidden(keys, external_id))


async def named(deployment: Deployment, message: Message) -> str | None:
    """Open the provider's own id of a message."""
    if message.external_sealed is None:
        return None
    keys = await deployment.vault.reading(message.clinic_id, [message.external_sealed])
    return keys.open_text(columns.MESSAGE_EXTERNAL, message.id, message.external_sealed)


async def test_of_what_is_said_to_the_clinic_alone_the_id_is_kept_sealed(deployment: Deployment, desk: Desk) -> None:
    said = await heard(deployment, desk)
    in_group = await heard(deployment, desk, "wamid.of-a-group", chat_group_id="group")
    fact = Reacted(account_of(desk), "wamid.of-a-reaction", SENDER, deployment.clock.now(), "wamid.never-here", "👍")
    async with transaction():
        await react(deployment, desk.channel, fact)
    reaction = await Message.get(kind="reaction")

    assert [await named(deployment, one) for one in (said, in_group, reaction)] == [WAMID, None, None]
    assert WAMID.encode() not in (said.external_sealed or b"")


async def test_an_edit_that_came_before_what_was_said_in_a_group_is_not_quoted_either(
    deployment: Deployment, desk: Desk
) -> None:
    fact = MessageEdited(
        account_of(desk), "wamid.of-the-edit", SENDER, deployment.clock.now(), WAMID, TextReceived("hi")
    )
    async with transaction():
        await edit(deployment, desk.channel, fact)

    assert await named(deployment, await heard(deployment, desk, chat_group_id="group")) is None


async def test_what_was_said_before_two_patients_were_one_is_quoted_under_the_kept_ones_key(
    deployment: Deployment, desk: Desk, kept: Patient
) -> None:
    keys = await deployment.vault.clinic_keys(desk.clinic.id)
    message = await make_message(desk.conversation, desk.vault, external_hash=hidden(keys, WAMID))
    async with transaction():
        own = await deployment.vault.patient_keys(desk.clinic.id, desk.patient.id)
        message.external_sealed = own.seal(columns.MESSAGE_EXTERNAL, message.id, WAMID)
        await message.save(update_fields=["external_sealed"])

    await merge(deployment, kept, desk.patient)
    await work(deployment)

    await message.refresh_from_db()
    await desk.conversation.refresh_from_db()
    assert await named(deployment, message) == WAMID
    assert await hash_to_quote(deployment, desk.conversation, message.id) == hidden(keys, WAMID)
    assert message.external_sealed is not None
    assert kept.id.bytes in message.external_sealed[:64]
