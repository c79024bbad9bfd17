"""One thing done to many conversations, over the API: to each that takes it, with a reason for each that does not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_connection, make_conversation, make_patient, writing
from tests.schema.desk import Desk, ask
from tests.schema.listening import hearing, told_by

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.inbox.batches import MOST
from chatbookr_core.keys.vault import Vault
from chatbookr_core.labels.service import MOST_ON_ONE
from chatbookr_core.models import AuditEntry, Conversation, ConversationLabel, Job, Label, StaffTask
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

CHANGE = """mutation ($input: ConversationsChangeInput!) { conversationsChange(input: $input) {
  conversations { id state owner snoozedUntil unreadCount assignee { id } team { name } labels { name } }
  refused { conversationId code message } userErrors { code field } } }"""
REPEATED = CHANGE.replace("(input: $input) {", '(input: $input) @idempotent(key: "closing-time-1") {')


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def more(desk: Desk, count: int, **fields: Any) -> list[str]:
    """Make more conversations of the desk's clinic, and name them."""
    made = []
    for _ in range(count):
        patient = await make_patient(desk.clinic, desk.vault, phone=None)
        made.append(await make_conversation(patient, desk.channel, **fields))
    return [global_id("Conversation", one.id) for one in made]


async def changed(
    deployment: Deployment, desk: Desk, ids: list[str], action: str, query: str = CHANGE, **given: object
) -> Any:
    wish = {"clinicId": desk.id_of("Clinic"), "conversationIds": ids, "action": action, **given}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"input": wish})
    assert answer.errors == []
    return answer.data["conversationsChange"]


def codes_of(done: Any) -> list[str]:
    return [one["code"] for one in done["refused"]]


async def test_many_are_closed_and_each_is_written_down(deployment: Deployment, desk: Desk) -> None:
    ids = [*await more(desk, 2, owner="staff", unread_count=3), desk.id_of("Conversation")]

    done = await changed(deployment, desk, ids, "CLOSE")

    assert [(one["id"], one["state"], one["owner"]) for one in done["conversations"]] == [
        (one, "CLOSED", "ASSISTANT") for one in ids
    ]
    assert (done["refused"], done["userErrors"]) == ([], [])
    assert not await StaffTask.filter(conversation_id=desk.conversation.id, state="open").exists()
    written = [one.subject_id for one in await AuditEntry.filter(action="conversationClose")]
    assert {global_id("Conversation", one) for one in written if one} == set(ids)
    assert not await AuditEntry.filter(action="conversationsChange").exists()


async def test_what_cannot_be_given_away_is_named_and_the_others_are_given(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    (closed,) = await more(desk, 1, state="closed")
    other = await make_clinic(vault)
    foreign = await make_conversation(await make_patient(other, vault), await make_connection(other, vault))
    unknown = [global_id("Conversation", new_id()), global_id("Conversation", foreign.id)]
    own = desk.id_of("Conversation")

    done = await changed(
        deployment, desk, [unknown[0], closed, own, own, unknown[1]], "ASSIGN", teamId=desk.id_of("Team")
    )

    assert [(one["id"], one["owner"], one["team"]) for one in done["conversations"]] == [
        (own, "STAFF", {"name": desk.team.name})
    ]
    assert [(one["conversationId"], one["code"]) for one in done["refused"]] == [
        (unknown[0], "NOT_FOUND"), (closed, "CONVERSATION_CLOSED"), (unknown[1], "NOT_FOUND"),
    ]  # fmt: skip
    assert all(one["message"] for one in done["refused"])
    assert (await Conversation.get(id=foreign.id)).owner == "assistant"


async def test_labels_are_put_on_and_taken_off_and_the_others_stay(deployment: Deployment, desk: Desk) -> None:
    ids = [*await more(desk, 1), desk.id_of("Conversation")]
    async with writing():
        late = await Label.create(
            id=new_id(), clinic_id=desk.clinic.id, name="late", colour="#000000", created_at=desk.label.created_at
        )
    key = global_id("Label", late.id)

    on = await changed(deployment, desk, ids, "ADD_LABELS", labelIds=[key])
    off = await changed(deployment, desk, ids, "REMOVE_LABELS", labelIds=[desk.id_of("Label")])

    standing = {one["id"]: [label["name"] for label in one["labels"]] for one in on["conversations"]}
    assert standing == {ids[0]: ["late"], ids[1]: sorted(["late", desk.label.name])}
    assert [one["labels"] for one in off["conversations"]] == [[{"name": "late"}]] * 2


async def test_one_that_has_all_the_labels_it_may_have_takes_no_other(deployment: Deployment, desk: Desk) -> None:
    (full,), at = await more(desk, 1), desk.label.created_at
    key = (await Conversation.exclude(id=desk.conversation.id).get()).id
    async with writing():
        for number in range(MOST_ON_ONE):
            label = await Label.create(
                id=new_id(), clinic_id=desk.clinic.id, name=f"l{number}", colour="#000000", created_at=at
            )
            await ConversationLabel.create(
                id=new_id(), clinic_id=desk.clinic.id, conversation_id=key, label_id=label.id, created_at=at
            )
        await ConversationLabel.filter(conversation_id=desk.conversation.id).delete()

    ids = [full, desk.id_of("Conversation")]
    done = await changed(deployment, desk, ids, "ADD_LABELS", labelIds=[desk.id_of("Label")])

    assert [one["id"] for one in done["conversations"]] == [desk.id_of("Conversation")]
    assert codes_of(done) == ["INVALID_VALUE"]
    assert await ConversationLabel.filter(conversation_id=key).count() == MOST_ON_ONE


async def test_many_are_put_off_wake_and_are_read(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    ids, until = await more(desk, 2), (clock.now() + timedelta(hours=3)).isoformat()

    asleep = await changed(deployment, desk, ids, "SNOOZE", until=until)
    opened = await changed(deployment, desk, ids[:1], "REOPEN")
    read = await changed(deployment, desk, [desk.id_of("Conversation")], "MARK_READ")

    assert [(one["state"], one["snoozedUntil"]) for one in asleep["conversations"]] == [("SNOOZED", until)] * 2
    assert await Job.filter(kind="conversation.wake").count() == 2
    assert opened["conversations"][0]["state"] == "OPEN"
    assert read["conversations"][0]["unreadCount"] == 0


@pytest.mark.parametrize(
    ("action", "given", "field"),
    [
        ("CLOSE", {"until": "2027-12-31T09:00:00Z"}, "until"),
        ("CLOSE", {"teamId": "Team"}, "teamId"),
        ("MARK_READ", {"labelIds": ["Label"]}, "labelIds"),
        ("ADD_LABELS", {}, "labelIds"),
        ("SNOOZE", {"until": "2020-01-01T09:00:00Z"}, "until"),
        ("ADD_LABELS", {"labelIds": ["nobody's"]}, "labelIds"),
        ("ASSIGN", {"teamId": "nobody's"}, "teamId"),
        ("ASSIGN", {"assigneeId": "nobody's"}, "assigneeId"),
    ],
)
async def test_what_is_wrong_with_all_of_it_changes_nothing(
    deployment: Deployment, desk: Desk, action: str, given: dict[str, Any], field: str
) -> None:
    kind = {"teamId": "Team", "assigneeId": "User", "labelIds": "Label"}.get(field, "")

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        if value == "nobody's":
            return global_id(kind, new_id())
        return desk.id_of(value) if value in ("Team", "Label") else value

    before = await Conversation.all().order_by("id").values()
    values = {name: named(value) for name, value in given.items()}
    done = await changed(deployment, desk, [desk.id_of("Conversation")], action, **values)

    assert [one["field"] for one in done["userErrors"]] == [["input", field]]
    assert (done["conversations"] or [], done["refused"] or []) == ([], [])
    assert await Conversation.all().order_by("id").values() == before


@pytest.mark.parametrize("count", [0, MOST + 1])
async def test_none_and_too_many_are_refused(deployment: Deployment, desk: Desk, count: int) -> None:
    ids = [global_id("Conversation", new_id()) for _ in range(count)]

    done = await changed(deployment, desk, ids, "CLOSE")

    assert done["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "conversationIds"]}]


async def test_where_each_is_refused_it_is_an_error_and_can_be_asked_for_anew(
    deployment: Deployment, desk: Desk
) -> None:
    (closed,) = await more(desk, 1, state="closed")

    refused = await changed(deployment, desk, [closed], "SNOOZE", REPEATED)
    await changed(deployment, desk, [closed], "REOPEN")
    done = await changed(deployment, desk, [closed], "SNOOZE", REPEATED)

    assert (codes_of(refused), [one["code"] for one in refused["userErrors"]]) == (["CONVERSATION_CLOSED"],) * 2
    assert done["conversations"][0]["state"] == "SNOOZED"
    assert await AuditEntry.filter(action="conversationSnooze").count() == 1


async def test_a_request_that_is_repeated_has_the_same_answer_and_does_nothing_more(
    deployment: Deployment, desk: Desk
) -> None:
    (closed,) = await more(desk, 1, state="closed")
    ids = [desk.id_of("Conversation"), closed, global_id("Conversation", new_id())]

    first = await changed(deployment, desk, ids, "ASSIGN", REPEATED, teamId=desk.id_of("Team"))
    again = await changed(deployment, desk, ids, "ASSIGN", REPEATED, teamId=desk.id_of("Team"))

    assert sorted(codes_of(first)) == sorted(codes_of(again)) == ["CONVERSATION_CLOSED", "NOT_FOUND"]
    assert first["conversations"] == again["conversations"]
    assert await AuditEntry.filter(action="conversationAssign").count() == 1


async def test_who_may_not_read_messages_marks_none_as_read(deployment: Deployment, desk: Desk) -> None:
    granted = {Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ, Permission.CONVERSATION_ASSIGN}
    actor = desk.member_actor(Membership(Role.CUSTOM, granted=frozenset(granted)))
    wish = {"clinicId": desk.id_of("Clinic"), "conversationIds": [desk.id_of("Conversation")], "action": "MARK_READ"}
    before = await Conversation.get(id=desk.conversation.id).values()

    answer = await ask(deployment, actor, CHANGE, {"input": wish})

    assert [one["extensions"]["code"] for one in answer.errors] == ["FORBIDDEN"]
    assert await Conversation.get(id=desk.conversation.id).values() == before


async def test_colleagues_hear_of_each(deployment: Deployment, desk: Desk, database_url: str) -> None:
    query = "subscription ($c: ID!) { conversationChanged(clinicId: $c) { conversation { id state } } }"
    ids = [*await more(desk, 1), desk.id_of("Conversation")]

    listening = hearing(deployment, desk.actor(Role.OWNER), query, c=desk.id_of("Clinic"))
    async with told_by(database_url), listening as heard:
        await changed(deployment, desk, ids, "CLOSE")
        told = [(await heard.next())["conversation"] for _ in ids]

    assert sorted(one["id"] for one in told) == sorted(ids)
    assert {one["state"] for one in told} == {"CLOSED"}
