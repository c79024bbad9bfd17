import asyncio
from datetime import timedelta
from uuid import uuid4

from tests.factories import make_patient, writing
from tests.schema.desk import Desk
from tests.workers.merging import deployment as deployment
from tests.workers.merging import desk as desk
from tests.workers.merging import kept as kept
from tests.workers.merging import merge, owners, talk, work

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.keys import columns
from chatbookr_core.models import (
    Conversation,
    Message,
    Patient,
)
from chatbookr_sdk import Account, MessageReceived, Sender, TextReceived


def fact(desk: Desk, clock: TurnableClock, number: str, body: str = "hello") -> MessageReceived:
    account = Account(desk.channel.account_id, desk.channel.group_id)
    return MessageReceived(account, str(uuid4()), Sender(number, number, "Ada"), clock.now(), TextReceived(body))


async def hears(deployment: Deployment, desk: Desk, clock: TurnableClock, number: str) -> Message:
    said = fact(desk, clock, number)
    async with transaction():
        assert await receive(deployment, desk.channel, said)
    return (await Message.filter(clinic_id=desk.clinic.id, author="patient").order_by("-id"))[0]


async def test_who_writes_from_either_number_is_the_kept_one_and_is_answered_there(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    first, second = "4915111111111", "4915122222222"
    old = await hears(deployment, desk, clock, first)
    clock.turn(timedelta(minutes=1))
    new = await hears(deployment, desk, clock, second)
    gone, kept = [
        await Patient.get(id=(await Conversation.get(id=one.conversation_id)).patient_id) for one in (old, new)
    ]
    await merge(deployment, kept, gone)

    for done in (False, True):
        for number in (first, second, first):
            clock.turn(timedelta(minutes=1))
            message = await hears(deployment, desk, clock, number)
            conversation = await Conversation.get(id=message.conversation_id)
            now = await Patient.get(id=kept.id)
            keys = await deployment.vault.reading(desk.clinic.id, [now.provider_user_sealed, now.phone_sealed])
            user = keys.open_text(columns.PATIENT_PROVIDER_USER, now.id, now.provider_user_sealed)
            phone = keys.open_text(columns.PATIENT_PHONE, now.id, now.phone_sealed or b"")
            assert (conversation.id, conversation.patient_id) == (new.conversation_id, kept.id)
            assert (user, phone) == (number, number)
        assert await work(deployment) == ([] if done else ["done"])
    assert await Patient.filter(clinic_id=desk.clinic.id, erased_at=None).count() == 3  # and the desk's own


async def test_messages_that_come_in_while_patients_are_merged_are_the_kept_ones(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    first, second = "4915111111111", "4915122222222"
    ids = [(await hears(deployment, desk, clock, number)).conversation_id for number in (first, second)]
    gone, kept = [await Patient.get(id=(await Conversation.get(id=one)).patient_id) for one in ids]

    async def one(number: str) -> None:
        async def once() -> None:
            async with transaction():
                await receive(deployment, desk.channel, said)

        said = fact(desk, clock, number)
        await with_retry(once, tries=20)

    async def merging() -> None:
        await with_retry(lambda: merge(deployment, kept, gone), tries=20)

    writing_now = [one(number) for _ in range(6) for number in (first, second)]
    await asyncio.gather(*writing_now[:6], merging(), *writing_now[6:])

    assert await Message.filter(conversation_id=ids[1], author="patient").count() == 14
    assert await Conversation.filter(patient_id=gone.id).count() == 0
    assert await Patient.filter(clinic_id=desk.clinic.id).count() == 3
    assert await work(deployment) == ["done"]
    assert (await owners(desk.clinic.id)) == {kept.id.bytes, desk.patient.id.bytes}


async def test_who_was_made_known_before_they_wrote_is_answered_where_they_write(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    expected = await make_patient(desk.clinic, desk.vault, name="By a partner", phone=None, channel="")
    heard = await hears(deployment, desk, clock, "4915111111111")
    conversation = await Conversation.get(id=heard.conversation_id)
    wrote = await Patient.get(id=conversation.patient_id)

    await merge(deployment, expected, wrote)

    kept = await Patient.get(id=expected.id)
    assert (kept.channel, (await Patient.get(id=wrote.id)).channel) == ("whatsapp", "")
    assert (await Conversation.get(id=conversation.id)).last_inbound_at == conversation.last_inbound_at
    again = await hears(deployment, desk, clock, "4915111111111")
    assert again.conversation_id == heard.conversation_id
    assert await work(deployment) == ["done"]


async def test_a_window_of_another_number_than_the_one_written_to_is_not_open(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    own = await talk(kept, desk, last_inbound_at=clock.now() - timedelta(days=3))
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now() - timedelta(days=2))

    await merge(deployment, kept, desk.patient)

    reached = await Patient.get(id=kept.id)
    assert (await Conversation.get(id=own.id)).last_inbound_at == clock.now() - timedelta(days=2)
    assert reached.provider_user_hash == desk.patient.provider_user_hash
