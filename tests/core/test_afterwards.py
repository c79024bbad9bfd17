"""What is done to messages after they were sent, by whom, and in whatever order it is told."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from tests.core.test_inbox_service import Line, line, spoken
from tests.core.test_payloads import RECORDINGS, account_of, deliver, deployed
from tests.factories import make_clinic, make_connection

from chatbookr_core.channels.notices import concerned, note_notice
from chatbookr_core.conversations.marks import Marks
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import OutsideWindow
from chatbookr_core.inbox.afterwards import FOREIGN, edit, react, revoke
from chatbookr_core.inbox.keeping import marks_of, opened
from chatbookr_core.inbox.phone_app import echo, note_call, remember
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.inbox.service import send_message
from chatbookr_core.inbox.standing import NOBODY, follow_identity
from chatbookr_core.models import ChannelConnection, ChannelNotice, Conversation, Message, Patient, StaffTask
from chatbookr_sdk import (
    AccountNotice,
    CallReported,
    CallState,
    Fact,
    IdentityChanged,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    NoticeEffect,
    OtherContent,
    PastMessage,
    Reacted,
    Sender,
    TextReceived,
)

__all__ = ["deployed", "line"]  # fixtures
ADA = Sender("4915112345678", "4915112345678", "Ada")
EVE = Sender("4915199999999", "4915199999999", "Eve")
DOING: dict[type, Any] = {
    MessageReceived: receive, Reacted: react, MessageEdited: edit, MessageRevoked: revoke, MessageEchoed: echo,
    PastMessage: remember, CallReported: note_call, IdentityChanged: follow_identity,
}  # fmt: skip


async def told(line: Line, fact: Fact) -> Any:
    async with transaction():
        return await DOING[type(fact)](line.deployment, line.connection, fact)


def said(line: Line, body: str = "hello", wamid: str = "w1", who: Sender = ADA, **more: Any) -> MessageReceived:
    return MessageReceived(line.account, wamid, who, line.clock.now(), TextReceived(body), **more)


def edited(line: Line, body: str, seconds: int, who: Sender = ADA, target: str = "w1") -> MessageEdited:
    at = line.clock.now() + timedelta(seconds=seconds)
    return MessageEdited(line.account, f"e{seconds}", who, at, target, TextReceived(body))


async def the(line: Line, wamid: str = "w1") -> tuple[Message, str, Marks]:
    """Open a message: its row, what it says, and what was put to it."""
    clinic_keys = await line.deployment.vault.clinic_keys(line.connection.clinic_id)
    row = await Message.get(connection_id=line.connection.id, external_hash__in=(hidden(clinic_keys, wamid), wamid))
    conversation = await Conversation.get(id=row.conversation_id)
    async with transaction():
        keys = await line.deployment.vault.patient_keys(row.clinic_id, conversation.patient_id)
    return row, opened(row, keys).body, marks_of(row, keys)


async def test_edits_leave_the_last_text_and_every_earlier_one_in_every_order(line: Line) -> None:
    for number, order in enumerate(permutations(range(3))):
        wamid = f"w{number}"
        facts: list[Fact] = [
            said(line, "one", wamid),
            edited(line, "two", 1, target=wamid),
            edited(line, "three", 2, target=wamid),
        ]
        for place in order:
            await told(line, facts[place])

        row, body, marks = await the(line, wamid)
        assert (row.kind, body) == ("text", "three"), order
        assert [one.body for one in marks.versions] == ["one", "two"], order
        assert row.edited_at == line.clock.now() + timedelta(seconds=2)


async def test_what_was_revoked_is_gone_in_every_order_and_that_it_was_there_stays(line: Line) -> None:
    for number, order in enumerate(permutations(range(3))):
        wamid = f"w{number}"
        facts: list[Fact] = [
            said(line, "secret", wamid),
            edited(line, "secret still", 1, target=wamid),
            MessageRevoked(line.account, "r", ADA, line.clock.now(), wamid),
        ]
        for place in order:
            await told(line, facts[place])

        row, body, marks = await the(line, wamid)
        assert (body, row.revoked_at, marks) == ("[deleted]", line.clock.now(), Marks()), order


async def test_the_latest_emoji_of_each_side_stands_whatever_the_order(line: Line) -> None:
    await told(line, said(line))
    late, early = line.clock.now() + timedelta(seconds=9), line.clock.now()

    await told(line, Reacted(line.account, "r2", ADA, late, "w1", None))
    await told(line, Reacted(line.account, "r1", ADA, early, "w1", "👍"))
    await told(line, Reacted(line.account, "r3", ADA, early, "w1", "🙏", is_from_clinic=True))

    marks = (await the(line))[2]
    assert {(one.author, one.emoji) for one in marks.reactions} == {("patient", None), ("phone_app", "🙏")}
    assert await Message.filter(author="patient").count() == 1


async def test_nobody_changes_what_another_wrote(line: Line) -> None:
    ours = await spoken(line)
    await Message.filter(id=ours.id).update(external_hash="ours")  # in clear, as rows of before
    await told(line, said(line))

    for target, who in (("w1", EVE), ("ours", ADA), ("ours", EVE)):
        assert await told(line, edited(line, "forged", 1, who, target)) == FOREIGN
        assert await told(line, MessageRevoked(line.account, "r", who, line.clock.now(), target)) == FOREIGN
    assert await told(line, Reacted(line.account, "r", EVE, line.clock.now(), "w1", "👎")) == FOREIGN

    assert (await the(line))[1:] == ("hello", Marks())
    assert (await the(line, "ours"))[1] == "hello"


async def test_an_echo_of_the_phone_silences_the_assistant_and_a_late_one_does_not(line: Line) -> None:
    now = line.clock.now()
    await told(line, MessageEchoed(line.account, "old", ADA, now - timedelta(days=2), TextReceived("long ago")))
    before = (await line.conversation()).owner
    await told(line, MessageEchoed(line.account, "new", ADA, now, TextReceived("I am here")))
    conversation = await line.conversation()
    await told(line, said(line, "book an appointment"))

    assert before == "assistant"
    assert (conversation.owner, conversation.handover_reason) == ("staff", "phone_app")
    assert await line.said("assistant") == 0
    assert await line.said("phone_app") == 2


async def test_an_echo_that_names_a_number_alone_silences_the_assistant_with_whoever_has_it(line: Line) -> None:
    ada = Sender("DE.13491208655302741918", ADA.phone, "Ada")
    by_number, now = Sender(str(ADA.phone), ADA.phone), line.clock.now()
    await told(line, said(line, "hello", who=ada))
    await told(line, MessageEchoed(line.account, "new", by_number, now, TextReceived("I am here")))
    rewritten = MessageEdited(
        line.account, "e1", by_number, now, "new", TextReceived("I am here now"), is_from_clinic=True
    )
    refused = await told(line, rewritten)
    answers = await line.said("assistant")
    await told(line, said(line, "book an appointment", "w2", who=ada))

    assert await Conversation.all().count() == await Patient.all().count() == 1
    assert (await line.conversation()).owner == "staff"
    assert (await line.said("assistant"), refused) == (answers, None)
    assert (await the(line, "new"))[1] == "I am here now"


async def test_what_is_said_in_a_group_is_answered_by_nobody_and_opens_no_window(line: Line) -> None:
    await told(line, said(line, "book an appointment", chat_group_id="G1"))

    assert await line.said("assistant") == 0
    assert (await line.conversation()).last_inbound_at is None
    assert (await the(line))[2].chat_group_id == "G1"


async def test_the_past_stands_in_times_order_and_asks_nobody_for_anything(line: Line) -> None:
    now = line.clock.now()
    for days, wamid in ((1, "b"), (100, "a")):
        fact = PastMessage(
            line.account,
            wamid,
            ADA,
            wamid == "b",
            now - timedelta(days=days),
            OtherContent("media_placeholder", "{}"),
            2,
        )
        await told(line, fact)
    await told(line, replace(fact, content=TextReceived("filled in")))
    await told(line, replace(fact, content=TextReceived("not again")))

    conversation = await line.conversation()
    rows = await Message.filter(connection_id=line.connection.id).order_by("sent_at")
    assert [(row.author, row.history_phase) for row in rows] == [("patient", 2), ("phone_app", 2)]
    assert (await the(line, "a"))[1] == "filled in"
    assert (conversation.state, conversation.unread_count, conversation.last_inbound_at) == ("closed", 0, None)
    assert conversation.last_message_at == now - timedelta(days=1)
    assert await line.said("assistant") == 0


async def test_a_call_is_one_message_that_only_moves_forward_and_staff_hear_of_it_once(line: Line) -> None:
    at = line.clock.now()
    for state in (CallState.RINGING, CallState.ENDED, CallState.ACCEPTED, CallState.RINGING):
        await told(line, CallReported(line.account, "c1", ADA, False, state, at, 7))

    row, body, _ = await the(line, "c1")
    assert (row.kind, body) == ("call", "[call] ended, 7 s")
    assert await StaffTask.filter(kind="call_received").count() == 1


async def test_a_call_opens_the_window_and_an_emoji_or_an_edit_alone_does_not(line: Line) -> None:
    now = line.clock.now()
    await told(line, Reacted(line.account, "r1", ADA, now, "unknown", "+", False))
    await told(line, edited(line, "later", 0, target="unknown too"))
    unheard = (await line.conversation()).last_inbound_at
    await told(line, CallReported(line.account, "c1", ADA, False, CallState.RINGING, now + timedelta(hours=1)))
    line.clock.turn(timedelta(hours=23))
    async with transaction():
        await send_message(line.deployment, line.staff(), (await line.conversation()).id, "You called?")
    await told(line, CallReported(line.account, "c1", ADA, False, CallState.FAILED, now - timedelta(hours=1)))
    await told(line, CallReported(line.account, "c2", ADA, True, CallState.RINGING, line.clock.now()))

    assert (unheard, (await line.conversation()).last_inbound_at) == (None, now)
    line.clock.turn(timedelta(hours=2))
    with pytest.raises(OutsideWindow):
        async with transaction():
            await send_message(line.deployment, line.staff(), (await line.conversation()).id, "Too late")


async def test_who_has_a_new_number_is_still_the_same_patient(line: Line) -> None:
    await told(line, said(line))
    after = Sender("DE.2", "4915100000002")
    changed = IdentityChanged(line.account, "s1", ADA, after, line.clock.now(), "Ada changed")

    first, again = await told(line, changed), await told(line, changed)
    await told(line, said(line, "it is me", "w2", after))

    assert (first, again) == (None, None)
    assert await Patient.filter(clinic_id=line.connection.clinic_id).count() == 1
    assert (await the(line, "s1"))[1] == "Ada changed"
    assert (await the(line, "s1"))[0].author == "channel"


async def test_a_new_name_that_is_another_patients_is_refused_and_staff_are_asked(line: Line) -> None:
    await told(line, said(line))
    await told(line, said(line, "I am Eve", "w2", EVE))

    await told(line, IdentityChanged(line.account, "s1", ADA, EVE, line.clock.now()))
    await told(line, said(line, "still Ada", "w3"))

    assert (await the(line, "w3"))[0].conversation_id == (await the(line, "w1"))[0].conversation_id
    assert (await the(line, "w2"))[0].conversation_id != (await the(line, "w1"))[0].conversation_id
    assert await StaffTask.filter(kind="identity_conflict").count() == 1


async def test_a_new_name_of_nobody_known_makes_nobody(line: Line) -> None:
    assert await told(line, IdentityChanged(line.account, "s1", ADA, EVE, line.clock.now())) == NOBODY
    assert await Patient.all().count() == 0


async def test_a_failure_that_healed_is_cleared_and_staff_need_not_look(line: Line) -> None:
    message = await spoken(line)
    await line.reports(message, "failed")
    failed = await Message.get(id=message.id)
    line.clock.turn(timedelta(seconds=5))
    await line.reports(message, "delivered")

    healed = await Message.get(id=message.id)
    assert (failed.status, failed.error_code) == ("failed", "131026")
    assert (healed.status, healed.error_code) == ("delivered", None)
    assert (await StaffTask.get(kind="message_failed")).state == "done"


async def test_a_lost_account_is_restored_by_the_provider_alone_and_only_what_it_took(line: Line) -> None:
    async def notice(event: str, effect: NoticeEffect) -> str:
        fact = AccountNotice(None, line.connection.group_id, "account_update", event, line.clock.now(), "{}", effect)
        async with transaction():
            for one in await concerned(line.connection.plugin, fact):
                await note_notice(line.deployment, one, fact)
        return (await ChannelConnection.get(id=line.connection.id)).state

    await ChannelConnection.filter(id=line.connection.id).update(group_id="G")
    line.connection.group_id = "G"
    assert await notice("REMOVED", NoticeEffect.LOST) == "needs_reconnect"
    assert await notice("BACK", NoticeEffect.RESTORED) == "connected"
    await ChannelConnection.filter(id=line.connection.id).update(state="needs_reconnect", state_reason="190")
    line.clock.turn(timedelta(seconds=1))
    assert await notice("BACK", NoticeEffect.RESTORED) == "needs_reconnect"
    assert await ChannelNotice.filter(connection_id=line.connection.id).count() == 3


def mutated(chance: random.Random, payload: Any) -> Any:
    """Replace some values of a payload, at any depth, by something odd."""
    if isinstance(payload, dict):
        return {key: mutated(chance, value) for key, value in payload.items() if chance.random() > 0.01}
    if isinstance(payload, list):
        return [mutated(chance, value) for value in payload]
    odd: tuple[Any, ...] = (None, "x" * 300, 10**30, "", "0", [], {}, True, "\ud800\x00", "revoke", "edit", "history")
    return chance.choice(odd) if chance.random() < 0.08 else payload


@pytest.mark.parametrize("seed", range(3))
async def test_no_mutated_recording_fails_on_its_way_into_the_tables(deployed: Deployment, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # to be repeated, not to be secret
    clinic = await make_clinic(deployed.vault)
    for name, payload in RECORDINGS.items():
        number, account = account_of(payload)
        connection = await make_connection(clinic, deployed.vault, account_id=number, group_id=account)
        (delivery,) = await deliver(deployed, {**payload, "entry": mutated(chance, payload["entry"])})
        assert delivery.state in ("processed", "kept"), name
        await ChannelConnection.filter(id=connection.id).update(account_id=str(connection.id), group_id="gone")
