"""Who speaks in a conversation: the assistant or a person, never both; and what is told of an outgoing message."""

import contextlib
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.factories import (
    make_clinic,
    make_connection,
    make_location,
    make_membership,
    make_practitioner,
    make_service,
    make_user,
)

from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue.bursts import READING
from chatbookr_core.errors import ConversationClosed, InvalidInput, NeedsReconnect, NotFound, OutsideWindow
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.inbox.service import mark_read, return_to_assistant, send_message, take_over
from chatbookr_core.inbox.states import close, snooze
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Conversation, Job, Message, StaffTask
from chatbookr_core.outbox.sending import ask_about, note_receipt, outgoing_for
from chatbookr_core.outbox.statuses import note_status
from chatbookr_core.settings import Settings
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role
from chatbookr_sdk import (
    Account,
    DeliveryStatus,
    MessageReceived,
    Receipt,
    Sender,
    StatusReported,
    TextReceived,
)

READS = frozenset({Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ})


class Line:
    """A clinic's channel, without a provider behind it."""

    def __init__(self, deployment: Deployment, clock: TurnableClock, connection: ChannelConnection) -> None:
        self.deployment, self.clock, self.connection = deployment, clock, connection
        self.account = Account(connection.account_id, connection.group_id)
        self.user_id = uuid4()

    async def hears(self, body: str = "hello", wamid: str | None = None) -> bool:
        sender = Sender("4915112345678", "4915112345678", "Ada")
        fact = MessageReceived(self.account, wamid or str(uuid4()), sender, self.clock.now(), TextReceived(body))
        async with transaction():
            return await receive(self.deployment, self.connection, fact)

    async def conversation(self) -> Conversation:
        return await Conversation.get(connection_id=self.connection.id)

    def staff(
        self,
        role: Role = Role.RECEPTIONIST,
        clinic_id: UUID | None = None,
        granted: frozenset[Permission] = frozenset(),
    ) -> StaffActor:
        place = Membership(role, granted=granted)
        return StaffActor(self.user_id, uuid4(), {clinic_id or self.connection.clinic_id: place})

    async def said(self, author: str) -> int:
        return await Message.filter(connection_id=self.connection.id, author=author).count()

    async def reports(
        self, message: Message, status: str, *, external_id: str = "wamid.1", by_key: bool = True
    ) -> bool:
        fact = StatusReported(
            self.account,
            external_id,
            DeliveryStatus(status),
            self.clock.now(),
            error_code="131026" if status == "failed" else None,
            correlation=str(message.id) if by_key else None,
        )
        async with transaction():
            return await note_status(self.deployment.vault, self.connection, fact, self.clock.now())


@pytest.fixture
async def line(database: Database, vault: Vault, clock: TurnableClock, deployment: Deployment) -> Line:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    plugins = discover(Settings(plugins=("whatsapp",), environment=secrets))
    equipped = Deployment(deployment.settings, clock, vault, plugins, deployment.random)
    clinic = await make_clinic(vault)
    await make_service(clinic, await make_practitioner(clinic, await make_location(clinic)))
    line = Line(equipped, clock, await make_connection(clinic, vault))
    user = await make_user(id=line.user_id)
    await make_membership(user, clinic)
    return line


async def spoken(line: Line) -> Message:
    """Let staff say something that waits to be sent."""
    await line.hears()
    async with transaction():
        message_id = await send_message(line.deployment, line.staff(), (await line.conversation()).id, "hello")
    return await Message.get(id=message_id)


async def test_the_assistant_is_silent_while_a_person_has_the_conversation(line: Line) -> None:
    await line.hears()
    await line.hears("book an appointment")
    by_assistant = await line.said("assistant")
    async with transaction():
        await take_over(line.deployment, line.staff(), (await line.conversation()).id)
    await line.hears("are you there?")
    meanwhile = await line.said("assistant")
    owner = (await line.conversation()).owner
    async with transaction():
        await return_to_assistant(line.deployment, line.staff(), (await line.conversation()).id)
    returned = await line.said("assistant")

    assert by_assistant > 0
    assert (meanwhile, owner) == (by_assistant, "staff")
    assert returned > meanwhile
    assert (await line.conversation()).owner == "assistant"


async def test_who_writes_takes_the_conversation_over_and_its_task_is_done_with(line: Line) -> None:
    await line.hears("I want to talk to a person")
    asked = await StaffTask.filter(state="open").count()
    async with transaction():
        await take_over(line.deployment, line.staff(), (await line.conversation()).id)
    async with transaction():
        await send_message(line.deployment, line.staff(), (await line.conversation()).id, "  hello  ")

    conversation = await line.conversation()
    message = await Message.get(author="staff")
    assert asked == 1
    assert await StaffTask.filter(state="open").count() == 0
    assert (conversation.owner, conversation.assignee_id) == ("staff", line.user_id)
    assert (message.status, message.author_user_id, message.kind) == ("queued", line.user_id, "text")
    assert await Job.filter(kind="outbound.send", subject_id=message.id).count() == 1


@pytest.mark.parametrize(
    ("state", "is_taken"), [("needs_reconnect", True), ("disconnecting", False), ("disconnected", False)]
)
async def test_what_a_disconnected_channel_cannot_say_is_refused_and_for_a_lost_one_it_waits(
    line: Line, state: str, is_taken: bool
) -> None:
    await line.hears("hello")
    await ChannelConnection.filter(id=line.connection.id).update(state=state)

    with contextlib.nullcontext() if is_taken else pytest.raises(NeedsReconnect):
        async with transaction():
            await send_message(line.deployment, line.staff(), (await line.conversation()).id, "hello")

    assert await Message.filter(author="staff", status="queued").count() == is_taken
    assert (await line.conversation()).owner == ("staff" if is_taken else "assistant")


async def test_who_answers_a_handover_has_the_conversation_and_a_colleague_who_writes_leaves_it_theirs(
    line: Line,
) -> None:
    await line.hears("I want to talk to a person")
    colleague = replace(line.staff(), user_id=(await make_user()).id)
    async with transaction():
        await send_message(line.deployment, line.staff(), (await line.conversation()).id, "hello")
    answered = await line.conversation()
    async with transaction():
        await send_message(line.deployment, colleague, answered.id, "I am here too")

    assert (answered.assignee_id, answered.handover_reason) == (line.user_id, "asked_for_person")
    assert (await line.conversation()).assignee_id == line.user_id
    assert await StaffTask.filter(state="open").count() == 0


async def test_a_closed_conversation_opens_with_the_patients_next_word(line: Line) -> None:
    await line.hears()
    conversation = await line.conversation()
    async with transaction():
        await close(line.deployment, line.staff(), conversation.id)
    with pytest.raises(ConversationClosed):
        async with transaction():
            await send_message(line.deployment, line.staff(), conversation.id, "hello")
    closed = (await line.conversation()).state
    await line.hears()

    assert closed == "closed"
    assert ((await line.conversation()).state, (await line.conversation()).owner) == ("open", "assistant")


async def test_what_staff_may_not_write_is_refused_and_nothing_is_kept(line: Line) -> None:
    await line.hears()
    conversation_id = (await line.conversation()).id
    refusals: list[tuple[type[Exception], StaffActor, str]] = [
        (InvalidInput, line.staff(), "   "),
        (InvalidInput, line.staff(), "x" * 4097),
        (PermissionDenied, line.staff(Role.CUSTOM, granted=READS), "hello"),
        (NotFound, line.staff(Role.AUDITOR), "hello"),
        (NotFound, line.staff(clinic_id=uuid4()), "hello"),
    ]
    for refusal, actor, body in refusals:
        with pytest.raises(refusal):
            async with transaction():
                await send_message(line.deployment, actor, conversation_id, body)
    line.clock.turn(timedelta(hours=24))
    with pytest.raises(OutsideWindow):
        async with transaction():
            await send_message(line.deployment, line.staff(), conversation_id, "hello")

    assert await line.said("staff") == 0
    assert (await line.conversation()).owner == "assistant"


async def test_the_same_message_is_heard_once(line: Line) -> None:
    heard = [await line.hears(wamid="wamid.same") for _ in range(5)]

    assert heard == [True, False, False, False, False]
    assert await line.said("patient") == 1
    assert (await line.conversation()).unread_count == 1


async def test_reading_leaves_nothing_unread(line: Line) -> None:
    await line.hears()
    await line.hears()
    before = (await line.conversation()).unread_count
    async with transaction():
        await mark_read(line.staff(), (await line.conversation()).id)

    assert (before, (await line.conversation()).unread_count) == (2, 0)


async def test_a_status_that_is_faster_than_the_receipt_is_not_undone(line: Line) -> None:
    message = await spoken(line)
    job = await Job.get(subject_id=message.id)
    leased = LeasedJob(
        job.id, job.kind, job.clinic_id, job.subject_id, {}, 1, 1, uuid4(), job.give_up_at, job.created_at
    )
    outgoing = await outgoing_for(line.deployment, leased)
    assert outgoing is not None
    known = await line.reports(message, "delivered")
    async with transaction():
        await note_receipt(line.deployment.vault, outgoing, Receipt("wamid.1"), line.clock.now())
    later = await line.reports(message, "read", by_key=False)

    await message.refresh_from_db()
    assert (known, later) == (True, True)
    keys = await line.deployment.vault.clinic_keys(message.clinic_id)
    assert (message.status, message.external_hash) == ("read", hidden(keys, "wamid.1"))
    assert await outgoing_for(line.deployment, leased) is None


async def test_a_failure_that_heals_clears_its_error(line: Line) -> None:
    message = await spoken(line)
    await line.reports(message, "sent")
    for _ in range(2):
        await line.reports(message, "failed")
    await message.refresh_from_db()
    failed = (message.status, message.error_code)
    line.clock.turn(timedelta(seconds=1))
    await line.reports(message, "delivered")
    await message.refresh_from_db()

    assert failed == ("failed", "131026")
    assert (message.status, message.error_code) == ("delivered", None)
    assert await StaffTask.filter(kind="message_failed").count() == 1


async def test_a_report_that_heals_nothing_leaves_the_task_open(line: Line) -> None:
    message = await spoken(line)
    async with transaction():  # as where nobody knew what became of it, and no report came in time
        await Message.filter(id=message.id).update(status="failed", status_at=line.clock.now(), error_code="unknown")
        await ask_about(message, line.clock.now(), "unknown")
    line.clock.turn(timedelta(seconds=1))

    seen = []
    for status in ("sent", "delivered"):
        await line.reports(message, status)
        await message.refresh_from_db()
        task = await StaffTask.get(kind="message_failed")
        seen.append((message.status, message.external_hash is not None, task.state))

    assert seen == [("failed", True, "open"), ("delivered", True, "done")]


async def test_a_status_of_nothing_of_ours_is_told_apart(line: Line, vault: Vault) -> None:
    message = await spoken(line)
    other = await make_clinic(vault)
    stranger = Line(line.deployment, line.clock, await make_connection(other, vault))

    assert not await stranger.reports(message, "failed")
    assert not await line.reports(message, "read", external_id="wamid.unknown", by_key=False)
    await message.refresh_from_db()
    assert message.status == "queued"


async def test_a_red_flag_calls_somebody_also_where_a_person_has_the_conversation(line: Line) -> None:
    await line.hears()
    async with transaction():
        await take_over(line.deployment, line.staff(), (await line.conversation()).id)
    before = await line.said("assistant")

    await line.hears("I have chest pain")
    await line.hears("thank you")

    (task,) = await StaffTask.filter(state="open")
    assert (task.kind, task.reason) == ("handover", "urgent")
    assert await line.said("assistant") == before


async def test_a_red_flag_is_handed_over_and_its_task_says_to_call(line: Line) -> None:
    await line.hears("mon mari est inconscient")

    (task,) = await StaffTask.filter(state="open")
    conversation = await line.conversation()
    assert (task.kind, task.reason, conversation.owner) == ("handover", "urgent", "staff")
    assert conversation.handover_reason == "urgent"


async def test_a_conversation_that_was_put_off_goes_on_at_once_when_the_patient_writes(line: Line) -> None:
    await line.hears()
    conversation_id = (await line.conversation()).id
    async with transaction():
        await snooze(line.deployment, line.staff(), conversation_id, line.clock.now() + timedelta(days=2))
    asleep = await line.conversation()
    await line.hears("still there?")

    awake = await line.conversation()
    assert (asleep.state, asleep.snoozed_until) == ("snoozed", line.clock.now() + timedelta(days=2))
    assert (awake.state, awake.snoozed_until) == ("open", None)


async def test_whoever_has_a_conversation_that_is_put_off_has_it_still_when_it_goes_on(line: Line) -> None:
    await line.hears()
    conversation_id = (await line.conversation()).id
    async with transaction():
        await take_over(line.deployment, line.staff(), conversation_id)
        await snooze(line.deployment, line.staff(), conversation_id, None)
    said = await line.said("assistant")
    await line.hears("hello again")

    awake = await line.conversation()
    assert (awake.state, awake.owner, awake.assignee_id) == ("open", "staff", line.user_id)
    assert await line.said("assistant") == said


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["Can I talk to a person?"], "asked_for_person"),
        (["this is a scandal, I want to complain"], "complaint"),
        (["qwertz", "asdfgh", "yxcvbn"], "not_understood"),
    ],
)
async def test_who_is_asked_to_answer_reads_why(line: Line, said: list[str], reason: str) -> None:
    await line.hears()
    for text in said:
        line.clock.turn(READING)
        await line.hears(text)

    (task,) = await StaffTask.filter(state="open")
    assert (task.kind, task.reason) == ("handover", reason)
    assert (await line.conversation()).handover_reason == reason
