"""Pieces that one delivery brings are heard in one transaction, and have one answer likewise."""

from uuid import uuid4

from tests.relatives import Practice
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.db import transaction
from chatbookr_core.dialogue.bursts import READING
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.models import Job, Message
from chatbookr_sdk import Account, MessageReceived, Sender, TextReceived


async def test_pieces_of_one_delivery_have_one_answer(practice: Practice) -> None:
    ada = practice.phone()
    await ada.types("hello")
    before = {one.id for one in await ada.messages()}
    account = Account(practice.connection.account_id, practice.connection.group_id)
    practice.clock.turn(READING)

    async with transaction():
        for piece in ("I need an appointment", "next week", "after 12"):
            sender, now = Sender(ada.number, ada.number, ada.name), practice.clock.now()
            fact = MessageReceived(account, str(uuid4()), sender, now, TextReceived(piece))
            assert await receive(practice.deployment, practice.connection, fact)

    answers = [one for one in await ada.messages() if one.id not in before]
    assert len(answers) == 1
    assert "from 12:00" in await ada.text(answers[0])
    assert await Message.filter(direction="inbound").count() == 4
    assert await Job.filter(kind="outbound.send", subject_id=answers[0].id).count() == 1


async def test_a_question_on_its_way_is_not_taken_back(practice: Practice) -> None:
    ada = practice.phone()
    await ada.types("hello")
    first = await ada.types("I need an appointment")
    async with transaction():
        await Message.filter(status="queued").update(status_at=practice.clock.now())

    practice.clock.turn(-READING)  # it was typed before that could be read
    second = await ada.types("next week")

    texts = [await ada.text(one) for one in await ada.messages()]
    assert [*first, *second] == texts[-2:]
