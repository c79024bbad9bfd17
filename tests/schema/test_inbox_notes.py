"""Labels and notes on conversations, and what each colleague has not seen, over the API."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_conversation, make_membership, make_patient, make_user, writing
from tests.inbox_rows import NOTE, make_label
from tests.schema.desk import BODY, Desk, ask, make_message
from tests.schema.listening import hearing, told_by
from tests.schema.statements import statements
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.exports.gathering import gathered
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AuditEntry,
    Conversation,
    ConversationLabel,
    ConversationNote,
    Label,
    LegalHold,
    Message,
)
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

SET = """mutation ($input: ConversationLabelsSetInput!) { conversationLabelsSet(input: $input) {
  conversation { labels { name colour } } userErrors { code field } } }"""
SAVE = """mutation ($input: LabelSaveInput!) { labelSave(input: $input) {
  label { id name colour } userErrors { code field } } }"""
DELETE = "mutation ($id: ID!) { labelDelete(labelId: $id) { labelId userErrors { code } } }"
NOTE_ADD = """mutation ($input: ConversationNoteAddInput!) { conversationNoteAdd(input: $input) {
  note { body authorUser { id } } userErrors { code field } } }"""
NOTE_EDIT = """mutation ($input: ConversationNoteEditInput!) { conversationNoteEdit(input: $input) {
  note { body editedAt versions { at body } } userErrors { code field } } }"""
NOTE_DELETE = """mutation ($id: ID!) { conversationNoteDelete(noteId: $id) { noteId userErrors { code } } }"""
READ = """mutation ($id: ID!) { conversationMarkRead(conversationId: $id) {
  conversation { unreadCount } userErrors { code } } }"""
NOTES = "query ($id: ID!) { node(id: $id) { ... on Conversation { state notes { nodes { body } } } } }"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def changed(deployment: Deployment, actor: StaffActor, query: str, **given: object) -> Any:
    """Ask for a change by its input, or by an id alone; return what became of it."""
    variables = given if list(given) == ["id"] else {"input": given}
    answer = await ask(deployment, actor, query, variables)
    assert answer.errors == []
    return next(iter(answer.data.values()))


async def colleague(desk: Desk, clock: TurnableClock) -> StaffActor:
    """Make another receptionist of the desk's clinic."""
    user = await make_user()
    await make_membership(user, desk.clinic, role="receptionist")
    session = await make_session(user, clock.now())
    return StaffActor(user.id, session.id, {desk.clinic.id: Membership(Role.RECEPTIONIST)})


async def arrive(desk: Desk, clock: TurnableClock, number: int = 1) -> None:
    """Let messages of the patient arrive, as the intake writes them."""
    for _ in range(number):
        clock.turn(timedelta(minutes=1))
        await make_message(desk.conversation, desk.vault, sent_at=clock.now())
        rows = Conversation.filter(id=desk.conversation.id)
        await rows.update(last_received_at=clock.now(), unread_count=(await rows.get()).unread_count + 1)


async def unread(deployment: Deployment, desk: Desk, actor: Any, surface: Surface = "staff") -> tuple[int, int, int]:
    """Return how much somebody has not seen, and how many conversations are chosen as unread to them, or not."""
    query = """query ($c: ID!) { all: conversations(clinicId: $c) { nodes { unreadCount } }
      some: conversations(clinicId: $c, where: {isUnread: true}) { totalCount }
      others: conversations(clinicId: $c, where: {isUnread: false}) { totalCount } }"""
    answer = await ask(deployment, actor, query, {"c": desk.id_of("Clinic")}, surface)
    assert answer.errors == []
    (count,) = [node["unreadCount"] for node in answer.data["all"]["nodes"]]
    return count, answer.data["some"]["totalCount"], answer.data["others"]["totalCount"]


async def test_what_one_colleague_has_seen_is_unread_to_the_others(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await Message.filter(id=desk.message.id).delete()
    first, second, key = desk.actor(Role.OWNER), await colleague(desk, clock), desk.id_of("Conversation")
    await arrive(desk, clock, 2)

    before = [await unread(deployment, desk, one) for one in (first, second)]
    read = await changed(deployment, first, READ, id=key)
    after = [await unread(deployment, desk, one) for one in (first, second)]
    await arrive(desk, clock)
    again = [await unread(deployment, desk, one) for one in (first, second)]

    assert before == [(2, 1, 0), (2, 1, 0)]
    assert read == {"conversation": {"unreadCount": 0}, "userErrors": []}
    assert after == [(0, 0, 1), (2, 1, 0)]
    assert again == [(1, 1, 0), (3, 1, 0)]


async def test_who_comes_later_has_not_missed_what_was_said_before_and_who_writes_has_read(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await Message.filter(id=desk.message.id).delete()
    await arrive(desk, clock)
    user = await make_user()
    await make_membership(user, desk.clinic, role="receptionist", created_at=clock.now())
    late = StaffActor(user.id, desk.session.id, {desk.clinic.id: Membership(Role.RECEPTIONIST)})
    await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now())
    send = """mutation ($input: MessageSendInput!) { messageSend(input: $input) { userErrors { code } } }"""

    joined = await unread(deployment, desk, late)
    await arrive(desk, clock)
    then = await unread(deployment, desk, late)
    sent = await changed(deployment, late, send, conversationId=desk.id_of("Conversation"), body="hello")

    assert (joined, then) == ((0, 0, 1), (1, 1, 0))
    assert sent == {"userErrors": []}
    assert await unread(deployment, desk, late) == (0, 0, 1)


async def test_to_a_key_is_unread_what_nobody_has_seen(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await Message.filter(id=desk.message.id).delete()
    scopes = frozenset({Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ})
    key = KeyActor(desk.api_key.id, desk.clinic.id, scopes)
    await arrive(desk, clock, 2)

    before = await unread(deployment, desk, key, "partner")
    await changed(deployment, await colleague(desk, clock), READ, id=desk.id_of("Conversation"))

    assert before == (2, 1, 0)
    assert await unread(deployment, desk, key, "partner") == (0, 0, 1)


async def test_what_is_unread_is_counted_in_one_statement_for_all_conversations(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    query = "query ($c: ID!) { conversations(clinicId: $c) { nodes { unreadCount } } }"
    await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})  # keys are read once and kept
    taken = []
    for _ in range(2):
        with statements() as found:
            await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})
        taken.append(len(found))
        for _ in range(3):
            await make_conversation(await make_patient(desk.clinic, vault), desk.channel)

    assert taken == [2, 2]


async def test_labels_are_made_put_on_conversations_and_chosen_by(
    deployment: Deployment, desk: Desk, vault: Vault, database_url: str
) -> None:
    owner, clinic, key = desk.actor(Role.OWNER), desk.id_of("Clinic"), desk.id_of("Conversation")
    await make_conversation(await make_patient(desk.clinic, vault), desk.channel)
    heard = "subscription ($c: ID!) { conversationChanged(clinicId: $c) { conversation { labels { name } } } }"

    made = await changed(deployment, owner, SAVE, clinicId=clinic, name=" urgent ", colour="#FF0000")
    label = made["label"]["id"]
    async with told_by(database_url), hearing(deployment, owner, heard, c=clinic) as events:
        put = await changed(deployment, desk.actor(Role.RECEPTIONIST), SET, conversationId=key, labelIds=[label])
        told = await events.next()
    query = f'query ($c: ID!) {{ conversations(clinicId: $c, where: {{labelId: "{label}"}}) {{ nodes {{ id }} }} }}'
    chosen = await ask(deployment, owner, query, {"c": clinic})
    gone = await changed(deployment, owner, DELETE, id=label)

    assert (made["label"]["name"], made["label"]["colour"]) == ("urgent", "#ff0000")
    assert put["conversation"]["labels"] == [{"name": "urgent", "colour": "#ff0000"}]
    assert told == {"conversation": {"labels": [{"name": "urgent"}]}}
    assert chosen.data["conversations"]["nodes"] == [{"id": key}]
    assert gone == {"labelId": label, "userErrors": []}
    assert await ConversationLabel.all().count() == 0


@pytest.mark.parametrize(
    ("name", "colour", "field"),
    [("", "#000000", "name"), ("x" * 41, "#000000", "name"), ("new", "red", "colour"), ("taken", "#000000", "name")],
)
async def test_a_label_that_cannot_be_told_from_others_is_not_made(
    deployment: Deployment, desk: Desk, name: str, colour: str, field: str
) -> None:
    await make_label(desk.clinic, name="taken")

    refused = await changed(
        deployment, desk.actor(Role.OWNER), SAVE, clinicId=desk.id_of("Clinic"), name=name, colour=colour
    )

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", field]}]
    assert await Label.all().count() == 2


@pytest.mark.attack("tenant-crossing")
async def test_another_clinics_label_stands_on_nothing_here(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    theirs = global_id("Label", (await make_label(await make_clinic(vault))).id)
    owner = desk.actor(Role.OWNER)

    put = await changed(deployment, owner, SET, conversationId=desk.id_of("Conversation"), labelIds=[theirs])
    deleted = await changed(deployment, owner, DELETE, id=theirs)

    assert put["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "labelIds"]}]
    assert deleted["userErrors"] == [{"code": "NOT_FOUND"}]
    assert await ConversationLabel.filter(conversation_id=desk.conversation.id).count() == 1


async def test_a_note_is_sealed_read_by_colleagues_and_sent_to_nobody(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    actor, key = desk.actor(Role.RECEPTIONIST), desk.id_of("Conversation")
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(owner="assistant")

    written = await changed(deployment, actor, NOTE_ADD, conversationId=key, body=" call her brother ")
    empty = await changed(deployment, actor, NOTE_ADD, conversationId=key, body=" ")
    read = await ask(deployment, await colleague(desk, clock), NOTES, {"id": key})

    assert written["note"] == {"body": "call her brother", "authorUser": {"id": global_id("User", desk.user.id)}}
    assert empty["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "body"]}]
    assert [node["body"] for node in read.data["node"]["notes"]["nodes"]] == [NOTE, "call her brother"]
    assert all(b"brother" not in one.body_sealed for one in await ConversationNote.all())
    assert await Message.filter(direction="outbound").count() == 0
    assert (await Conversation.get(id=desk.conversation.id)).owner == "assistant"


async def test_a_key_reads_notes_only_with_what_was_said(deployment: Deployment, desk: Desk) -> None:
    reads = {Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ}
    answers = [
        await ask(
            deployment,
            KeyActor(desk.api_key.id, desk.clinic.id, frozenset(scopes)),
            NOTES,
            {"id": desk.id_of("Conversation")},
            "partner",
        )
        for scopes in (reads, reads | {Permission.MESSAGE_READ})
    ]

    assert answers[0].data["node"]["notes"] is None
    assert answers[0].codes == ["FORBIDDEN"]
    assert answers[1].data["node"]["notes"]["nodes"] == [{"body": NOTE}]
    assert BODY not in str(answers)


async def test_a_note_that_was_edited_says_what_it_said_before(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    author, key = desk.actor(Role.RECEPTIONIST), desk.id_of("ConversationNote")
    for body in ("the second words", "the second words", "the third words"):
        clock.turn(timedelta(minutes=1))
        told = await changed(deployment, author, NOTE_EDIT, noteId=key, body=body)

    assert told["userErrors"] == []
    assert told["note"]["body"] == "the third words"
    assert [one["body"] for one in told["note"]["versions"]] == [NOTE, "the second words"]
    assert told["note"]["versions"][0]["at"] < told["note"]["versions"][1]["at"] < told["note"]["editedAt"]
    subject = await gathered(deployment, clinic_id=desk.clinic.id, patient_id=desk.patient.id)
    (note,) = subject.tables["conversation_note"]
    assert (subject.name_of(note["author_user_id"]), note["body"]) == (desk.user.full_name, "the third words")
    assert [one["body"] for one in note["versions"]] == [NOTE, "the second words"]


async def test_a_note_is_changed_by_its_author_and_by_who_manages_the_inbox_alone(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    other, key = await colleague(desk, clock), desk.id_of("ConversationNote")
    for query, variables in ((NOTE_EDIT, {"input": {"noteId": key, "body": "others"}}), (NOTE_DELETE, {"id": key})):
        refused = await ask(deployment, other, query, variables)
        assert refused.codes == ["FORBIDDEN"]
    assert (await ConversationNote.get(id=desk.note.id)).edited_at is None

    manager = StaffActor(other.user_id, other.session_id, {desk.clinic.id: Membership(Role.MANAGER)})
    assert (await changed(deployment, manager, NOTE_EDIT, noteId=key, body="by a manager"))["userErrors"] == []


async def test_a_note_that_is_deleted_is_gone_and_the_log_says_so_unless_a_hold_stands(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    author, key = desk.actor(Role.RECEPTIONIST), desk.id_of("ConversationNote")
    async with transaction():
        await LegalHold.filter(id=desk.legal_hold.id).update(released_at=None)
    refused = await changed(deployment, author, NOTE_DELETE, id=key)
    assert refused == {"noteId": None, "userErrors": [{"code": "LEGAL_HOLD"}]}
    async with transaction():
        await LegalHold.filter(id=desk.legal_hold.id).update(released_at=clock.now())

    assert await changed(deployment, author, NOTE_DELETE, id=key) == {"noteId": key, "userErrors": []}

    assert await ConversationNote.filter(id=desk.note.id).count() == 0
    (entry,) = await AuditEntry.filter(action="conversationNoteDelete")
    assert (entry.subject_id, entry.actor_id) == (desk.note.id, author.user_id)
    assert (await changed(deployment, author, NOTE_DELETE, id=key))["userErrors"] == [{"code": "NOT_FOUND"}]
