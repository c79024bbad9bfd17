"""What staff change in a conversation by GraphQL."""

import pytest
from tests.schema.changes import SEND, of_conversation
from tests.schema.changes import deployment as deployment
from tests.schema.desk import MONDAY, Desk, ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import (
    Conversation,
    Job,
    Message,
    StaffTask,
)
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id


async def test_a_message_is_queued_and_its_writer_takes_the_conversation_over(
    deployment: Deployment, desk: Desk
) -> None:
    given = {"conversationId": desk.id_of("Conversation"), "body": " Good morning "}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert answer.errors == []
    payload = answer.data["messageSend"]
    assert payload["userErrors"] == []
    assert payload["message"]["body"] == "Good morning"
    assert payload["message"]["status"] == "QUEUED"
    assert payload["message"]["authorUser"] == {"id": global_id("User", desk.user.id)}
    assert await Job.filter(kind="outbound.send", state="due").count() == 1
    assert (await Conversation.get(id=desk.conversation.id)).owner == "staff"


async def test_whoever_was_given_a_conversation_need_answer_it_no_more_once_they_did(
    deployment: Deployment, desk: Desk
) -> None:
    await StaffTask.filter(id=desk.task.id).update(kind="handover")
    assert (await Conversation.get(id=desk.conversation.id)).assignee_id == desk.user.id
    given = {"conversationId": desk.id_of("Conversation"), "body": "Come at nine."}

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert answer.errors == []
    assert (await StaffTask.get(id=desk.task.id)).state == "done"


@pytest.mark.parametrize(
    ("body", "code", "path"),
    [("", "INVALID_VALUE", ["input", "body"]), ("x" * 4097, "INVALID_VALUE", ["input", "body"])],
)
async def test_a_message_without_words_or_with_too_many_is_not_sent(
    deployment: Deployment, desk: Desk, body: str, code: str, path: list[str]
) -> None:
    given = {"conversationId": desk.id_of("Conversation"), "body": body}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert answer.errors == []
    (error,) = answer.data["messageSend"]["userErrors"]
    assert (error["code"], error["field"]) == (code, path)
    assert await Message.all().count() == 1


async def test_after_a_day_of_silence_free_text_is_refused(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now().replace(day=1, month=1))

    given = {"conversationId": desk.id_of("Conversation"), "body": "hello"}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert [error["code"] for error in answer.data["messageSend"]["userErrors"]] == ["OUTSIDE_WINDOW"]


async def test_a_conversation_is_taken_over_marked_as_read_and_closed(deployment: Deployment, desk: Desk) -> None:
    actor, variables = desk.actor(Role.RECEPTIONIST), {"id": desk.id_of("Conversation")}
    await Conversation.filter(id=desk.conversation.id).update(unread_count=3, last_received_at=MONDAY)

    taken = await ask(deployment, actor, of_conversation("conversationTakeOver"), variables)
    read = await ask(deployment, actor, of_conversation("conversationMarkRead"), variables)
    closed = await ask(deployment, actor, of_conversation("conversationClose"), variables)

    colleague = {"id": global_id("User", desk.user.id)}
    assert taken.data["conversationTakeOver"]["conversation"] == {
        "owner": "STAFF",
        "state": "OPEN",
        "unreadCount": 1,
        "assignee": colleague,
    }
    assert read.data["conversationMarkRead"]["conversation"]["unreadCount"] == 0
    assert closed.data["conversationClose"]["conversation"]["state"] == "CLOSED"


async def test_a_returned_conversation_is_the_assistants_again(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    actor, variables = desk.actor(Role.RECEPTIONIST), {"id": desk.id_of("Conversation")}
    await Conversation.filter(id=desk.conversation.id).update(owner="staff", last_inbound_at=None)

    returned = await ask(deployment, actor, of_conversation("conversationReturn"), variables)

    assert returned.errors == []
    assert returned.data["conversationReturn"]["conversation"]["owner"] == "ASSISTANT"
