"""Canned replies over the API: written, looked at as they would be sent, deleted."""

from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_conversation, make_patient
from tests.inbox_rows import make_reply
from tests.schema.desk import NAME, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CannedReply, Message, Patient
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

SAVE = """mutation ($input: CannedReplySaveInput!) { cannedReplySave(input: $input) {
  cannedReply { id shortcut texts { language body } } userErrors { code field } } }"""
DELETE = "mutation ($id: ID!) { cannedReplyDelete(cannedReplyId: $id) { cannedReplyId userErrors { code } } }"
PREVIEW = """query ($conversation: ID!, $reply: ID!) {
  cannedReplyPreview(conversationId: $conversation, cannedReplyId: $reply) { language text missing } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def saved(deployment: Deployment, desk: Desk, **given: object) -> Any:
    whole = {"clinicId": desk.id_of("Clinic"), **given}
    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, {"input": whole})
    assert answer.errors == []
    return answer.data["cannedReplySave"]


async def test_a_reply_is_written_looked_at_in_the_patients_language_and_deleted(
    deployment: Deployment, desk: Desk
) -> None:
    await Patient.filter(id=desk.patient.id).update(language="de")
    texts = [
        {"language": "en", "body": "Hello {{patient.first_name}}"},
        {"language": "de", "body": "Hallo {{patient.first_name}}, {{clinic.name}} ({{clinic.phone}}), {{agent.name}}"},
    ]

    made = await saved(deployment, desk, shortcut="hello", texts=texts)
    key = made["cannedReply"]["id"]
    variables = {"conversation": desk.id_of("Conversation"), "reply": key}
    seen = await ask(deployment, desk.actor(Role.RECEPTIONIST), PREVIEW, variables)
    again = await saved(deployment, desk, cannedReplyId=key, shortcut="hi", texts=texts[:1])
    seen_again = await ask(deployment, desk.actor(Role.RECEPTIONIST), PREVIEW, variables)
    gone = await ask(deployment, desk.actor(Role.OWNER), DELETE, {"id": key})

    assert made["cannedReply"]["texts"] == texts[::-1]
    first = NAME.split()[0]
    assert seen.data["cannedReplyPreview"] == {
        "language": "de",
        "text": f"Hallo {first}, {desk.clinic.name} ({desk.clinic.phone}), {desk.user.full_name}",
        "missing": [] if desk.clinic.phone else ["clinic.phone"],
    }
    assert again["cannedReply"]["shortcut"] == "hi"
    assert seen_again.data["cannedReplyPreview"] == {"language": "en", "text": f"Hello {first}", "missing": []}
    assert gone.data["cannedReplyDelete"] == {"cannedReplyId": key, "userErrors": []}
    assert await Message.filter(direction="outbound").count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"shortcut": "a b", "texts": [{"language": "en", "body": "x"}]}, "shortcut"),
        ({"shortcut": "taken", "texts": [{"language": "en", "body": "x"}]}, "shortcut"),
        ({"shortcut": "new", "texts": []}, "texts"),
        ({"shortcut": "new", "texts": [{"language": "en", "body": "{{patient.phone}}"}]}, "texts"),
        ({"shortcut": "new", "texts": [{"language": "en", "body": "x"}] * 2}, "texts"),
    ],
)
async def test_a_reply_that_nobody_could_use_is_not_written(
    deployment: Deployment, desk: Desk, given: dict[str, Any], field: str
) -> None:
    await make_reply(desk.clinic, shortcut="taken")

    refused = await saved(deployment, desk, **given)

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", field]}]
    assert await CannedReply.all().count() == 2


async def test_a_name_is_told_to_nobody_who_may_not_read_it(deployment: Deployment, desk: Desk) -> None:
    granted = {Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ, Permission.MESSAGE_SEND}
    actor = desk.member_actor(Membership(Role.CUSTOM, granted=frozenset(granted)))
    variables = {"conversation": desk.id_of("Conversation"), "reply": desk.id_of("CannedReply")}

    answer = await ask(deployment, actor, PREVIEW, variables)

    assert answer.data["cannedReplyPreview"] == {"language": "en", "text": None, "missing": ["patient.first_name"]}
    assert NAME.split()[0] not in str(answer)


@pytest.mark.attack("tenant-crossing")
async def test_a_reply_and_a_conversation_of_different_clinics_do_not_meet(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    other = await make_desk(vault, deployment.clock.now())
    theirs = await make_reply(await make_clinic(vault))
    own = {"conversation": desk.id_of("Conversation"), "reply": desk.id_of("CannedReply")}
    owner = desk.actor(Role.OWNER)

    answers = [
        await ask(deployment, owner, PREVIEW, own | {"conversation": other.id_of("Conversation")}),
        await ask(deployment, owner, PREVIEW, own | {"reply": global_id("CannedReply", theirs.id)}),
    ]

    assert [one.codes for one in answers] == [["NOT_FOUND"]] * 2


async def test_a_patient_without_a_name_leaves_a_gap_that_is_told(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    nameless = await make_conversation(await make_patient(desk.clinic, vault), desk.channel)
    await Patient.filter(id=nameless.patient_id).update(name_sealed=None)
    variables = {"conversation": global_id("Conversation", nameless.id), "reply": desk.id_of("CannedReply")}

    answer = await ask(deployment, desk.actor(Role.OWNER), PREVIEW, variables)

    assert answer.data["cannedReplyPreview"]["missing"] == ["patient.first_name"]


async def test_replies_are_found_while_somebody_types(deployment: Deployment, desk: Desk) -> None:
    query = """query ($c: ID!, $q: String, $after: String) {
      cannedReplies(clinicId: $c, where: {contains: $q}, first: 1, after: $after) {
        totalCount pageInfo { endCursor } nodes { shortcut } } }"""
    await CannedReply.filter(clinic_id=desk.clinic.id).delete()
    for shortcut, text in (("parken", "Sie können parken."), ("parking", "You can park."), ("fees", "It costs.")):
        made = await saved(deployment, desk, shortcut=shortcut, texts=[{"language": "en", "body": text}])
        assert made["userErrors"] == []
    other = await make_clinic(desk.vault)
    await make_reply(other)

    async def found(q: str | None, after: str | None = None) -> Any:
        variables = {"c": desk.id_of("Clinic"), "q": q, "after": after}
        answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, variables)
        assert answer.errors == []
        return answer.data["cannedReplies"]

    first = await found("park")
    second = await found("park", first["pageInfo"]["endCursor"])
    assert (first["totalCount"], first["nodes"]) == (2, [{"shortcut": "parken"}])
    assert second["nodes"] == [{"shortcut": "parking"}]
    assert (await found("koennen"))["nodes"] == [{"shortcut": "parken"}]
    assert (await found("cost fee"))["nodes"] == [{"shortcut": "fees"}]
    assert [(await found(q))["totalCount"] for q in ("nothing", "", None)] == [0, 3, 3]
    too_long = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"c": desk.id_of("Clinic"), "q": "x" * 201})
    assert [one["extensions"]["code"] for one in too_long.errors] == ["BAD_USER_INPUT"]
