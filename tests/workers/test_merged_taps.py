"""What was offered before two patients were found to be one can be tapped afterwards, and is answered."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.relatives import DECLARED, Phone, Practice, booked, make_practice
from tests.workers.merging import merge

from chatbookr_core.channels.registry import discover
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Hold, Message, Patient
from chatbookr_core.settings import Settings
from chatbookr_sdk import Account, MessageReceived, OptionChosen, Sender

__all__ = ["DECLARED"]  # it declares the jobs
MISSED = "Sorry, I did not get that."


@pytest.fixture
async def practice(database: Database, vault: Vault, deployment: Deployment) -> Practice:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    plugins = discover(Settings(plugins=("whatsapp",), environment=secrets))
    await vault.deployment_keys()
    return await make_practice(replace(deployment, plugins=plugins), vault, books_for_others=False)


async def option_of(phone: Phone, title: str) -> str:
    """Return the id of the latest option that begins so."""
    for message in reversed(await phone.messages()):
        for option_id, shown in await phone.options(message):
            if shown.startswith(title):
                return option_id
    raise AssertionError(f"{title!r} is not offered")


async def merged(practice: Practice, kept: Phone, gone: Phone) -> None:
    """Make one patient of two, each with a conversation through the same channel."""
    ids = [await phone.patient() for phone in (kept, gone)]
    assert ids[0] is not None
    assert ids[1] is not None
    await merge(practice.deployment, ids[0], ids[1])
    assert await Conversation.filter(clinic_id=practice.clinic.id).count() == 1


async def tapped(practice: Practice, phone: Phone, option_id: str) -> list[str]:
    """Tap an option on a phone; return what is answered there."""
    before, number = set(await Message.all().values_list("id", flat=True)), phone.number
    practice.clock.turn(timedelta(minutes=1))
    account = Account(practice.connection.account_id, practice.connection.group_id)
    sender, content = Sender(number, number, None), OptionChosen(option_id, "whatever the phone says")
    async with transaction():
        fact = MessageReceived(account, str(uuid4()), sender, practice.clock.now(), content)
        await receive(practice.deployment, practice.connection, fact)
    await practice.work()
    return [await phone.text(one) for one in await phone.messages() if one.id not in before]


async def test_an_appointment_is_cancelled_by_the_button_it_was_confirmed_with(practice: Practice) -> None:
    old, new = practice.phone("4915111111111"), practice.phone("4915122222222")
    booking = await booked(old)
    cancel = await option_of(old, "Cancel booking")
    practice.clock.turn(timedelta(minutes=1))
    await new.types("hello")
    await merged(practice, new, old)

    said = await tapped(practice, old, cancel)

    assert len(said) == 1
    assert said[0].startswith("Cancel this appointment?")
    await booking.refresh_from_db()
    assert (await Patient.get(id=booking.patient_id)).merged_into_id is None


async def test_a_list_of_the_talk_that_was_left_is_answered_by_what_is_asked_now(practice: Practice) -> None:
    old, new = practice.phone("4915111111111"), practice.phone("4915122222222")
    await old.types("hello")
    await old.taps("Book appointment")
    (first, _), *_ = await old.options((await old.messages())[-1])
    practice.clock.turn(timedelta(minutes=1))
    await new.types("hello")
    await merged(practice, new, old)

    said = await tapped(practice, old, first)

    assert said
    assert said[0].startswith("That list is out of date.")
    assert await Hold.all().count() == 0


async def test_a_time_of_the_talk_that_goes_on_is_held(practice: Practice) -> None:
    new, old = practice.phone("4915122222222"), practice.phone("4915111111111")
    await new.types("hello")
    practice.clock.turn(timedelta(minutes=1))
    await old.types("hello")
    await old.taps("Book appointment")
    (first, _), *_ = await old.options((await old.messages())[-1])
    await merged(practice, new, old)

    said = await tapped(practice, old, first)

    assert "Confirm + reminder" in [title for _, title in await old.options((await old.messages())[-1])]
    assert not any(MISSED in one for one in said)


async def test_a_choice_of_somebody_elses_conversation_does_not_hold(practice: Practice) -> None:
    old, new, other = (practice.phone(f"491511111111{one}") for one in range(3))
    await old.types("hello")
    practice.clock.turn(timedelta(minutes=1))
    await new.types("hello")
    await merged(practice, new, old)
    await other.types("hello")
    theirs = await option_of(other, "Book appointment")

    said = await tapped(practice, new, theirs)

    assert MISSED in said[0]


async def test_whoever_is_merged_further_keeps_what_was_offered_at_first(practice: Practice) -> None:
    phones = [practice.phone(f"491511111111{one}") for one in range(3)]
    for phone in phones:
        await phone.types("hello")
        practice.clock.turn(timedelta(minutes=1))
    book = await option_of(phones[0], "Book appointment")
    patients = [await phone.patient() for phone in phones]
    for gone, kept in ((patients[0], patients[1]), (patients[1], patients[2])):
        assert gone is not None
        assert kept is not None
        await merge(practice.deployment, kept, gone)

    said = await tapped(practice, phones[0], book)

    assert said
    assert not any(MISSED in one for one in said)
