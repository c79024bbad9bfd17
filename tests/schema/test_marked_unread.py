"""A conversation that a colleague marks as unread: to themselves, live, and as often as they like."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_membership, make_user
from tests.schema.changes import of_conversation
from tests.schema.desk import Desk, ask, make_message
from tests.schema.listening import hearing, told_by
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.service import mark_unread
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Message
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

HEARD = "subscription ($c: ID!) { conversationChanged(clinicId: $c) { conversation { unreadCount } } }"
MANY = """mutation ($input: ConversationsChangeInput!) { conversationsChange(input: $input) {
  conversations { unreadCount } userErrors { code } } }"""
FOUND = """query ($c: ID!) { conversations(clinicId: $c, where: {isUnread: true}) { nodes { unreadCount } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def talk(desk: Desk, clock: TurnableClock) -> Desk:
    """Let the patient have written three times, and the clinic once after that."""
    await Message.filter(id=desk.message.id).delete()
    for _ in range(3):
        clock.turn(timedelta(minutes=1))
        await make_message(desk.conversation, desk.vault, sent_at=clock.now())
    rows = Conversation.filter(id=desk.conversation.id)
    await rows.update(last_received_at=clock.now(), unread_count=3)
    clock.turn(timedelta(minutes=1))
    await make_message(desk.conversation, desk.vault, sent_at=clock.now(), author="staff", direction="outbound")
    return desk


async def colleague(desk: Desk, clock: TurnableClock) -> StaffActor:
    user = await make_user()
    await make_membership(user, desk.clinic, role="receptionist")
    session = await make_session(user, clock.now())
    return StaffActor(user.id, session.id, {desk.clinic.id: Membership(Role.RECEPTIONIST)})


async def marked(deployment: Deployment, desk: Desk, actor: StaffActor, mutation: str) -> Any:
    answer = await ask(deployment, actor, of_conversation(mutation), {"id": desk.id_of("Conversation")})
    assert answer.errors == []
    assert answer.data[mutation]["userErrors"] == []
    return answer.data[mutation]["conversation"]["unreadCount"]


async def unread(deployment: Deployment, desk: Desk, actor: StaffActor) -> list[int]:
    """Return how much is unread in each conversation in which something is."""
    answer = await ask(deployment, actor, FOUND, {"c": desk.id_of("Clinic")})
    assert answer.errors == []
    return [one["unreadCount"] for one in answer.data["conversations"]["nodes"]]


async def test_the_newest_message_is_unread_again_to_whoever_says_so_and_to_nobody_else(
    deployment: Deployment, talk: Desk, clock: TurnableClock
) -> None:
    own, other = talk.actor(Role.OWNER), await colleague(talk, clock)
    for actor in (own, other):
        await marked(deployment, talk, actor, "conversationMarkRead")

    once = await marked(deployment, talk, own, "conversationMarkUnread")
    again = await marked(deployment, talk, own, "conversationMarkUnread")
    found = [await unread(deployment, talk, actor) for actor in (own, other)]
    read = await marked(deployment, talk, own, "conversationMarkRead")

    assert (once, again, read) == (1, 1, 0)
    assert found == [[1], []]


async def test_what_is_unread_already_stays_so_in_whole(
    deployment: Deployment, talk: Desk, clock: TurnableClock
) -> None:
    own = await colleague(talk, clock)

    assert await marked(deployment, talk, own, "conversationMarkUnread") == 3


async def test_nothing_is_unread_where_the_patient_never_wrote(deployment: Deployment, talk: Desk) -> None:
    await Message.filter(conversation_id=talk.conversation.id, author="patient").delete()
    await Conversation.filter(id=talk.conversation.id).update(last_received_at=None)

    assert await marked(deployment, talk, talk.actor(Role.OWNER), "conversationMarkUnread") == 0
    assert await unread(deployment, talk, talk.actor(Role.OWNER)) == []


async def test_colleagues_other_windows_hear_of_it(deployment: Deployment, talk: Desk, database_url: str) -> None:
    own = talk.actor(Role.OWNER)
    await marked(deployment, talk, own, "conversationMarkRead")
    async with told_by(database_url), hearing(deployment, own, HEARD, c=talk.id_of("Clinic")) as heard:
        async with transaction():
            await mark_unread(own, talk.conversation.id)

        assert await heard.next() == {"conversation": {"unreadCount": 1}}


async def test_many_are_marked_as_unread_at_once(deployment: Deployment, talk: Desk) -> None:
    own = talk.actor(Role.OWNER)
    await marked(deployment, talk, own, "conversationMarkRead")
    wish = {
        "clinicId": talk.id_of("Clinic"),
        "conversationIds": [talk.id_of("Conversation")],
        "action": "MARK_UNREAD",
    }

    answer = await ask(deployment, own, MANY, {"input": wish})

    assert answer.data["conversationsChange"] == {"conversations": [{"unreadCount": 1}], "userErrors": []}
