"""Search over sealed text by `contains`: who finds what, page by page, and who finds nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_connection, make_conversation, make_patient, writing
from tests.schema.desk import BODY, MONDAY, PHONE, Answer, Desk, ask, make_desk, make_message

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, MessageToken, Patient, PatientToken
from chatbookr_core.search.tokens import token_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

IN_CONVERSATIONS = """
query ($c: ID!, $q: String!, $after: String) {
  conversations(clinicId: $c, where: {contains: $q}, first: 2, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id messages(where: {contains: $q}) { totalCount nodes { body } } }
  }
}
"""
IN_PATIENTS = (
    "query ($c: ID!, $q: String!) { patients(clinicId: $c, where: {contains: $q}) { totalCount nodes { id } } }"
)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def look(deployment: Deployment, desk: Desk, query: str, actor: StaffActor | None = None, **given: Any) -> Answer:
    actor = actor or desk.actor(Role.OWNER)
    return await ask(deployment, actor, IN_CONVERSATIONS, {"c": desk.id_of("Clinic"), "q": query, **given})


async def bodies(deployment: Deployment, desk: Desk, query: str) -> list[str]:
    answer = await look(deployment, desk, query)
    assert answer.errors == []
    found = answer.data["conversations"]["nodes"]
    return [one["body"] for node in found for one in node["messages"]["nodes"]]


async def speaking(desk: Desk, *said: str, **fields: Any) -> Conversation:
    """Make another patient of the clinic, and let them say things."""
    patient = await make_patient(desk.clinic, desk.vault, **fields)
    conversation = await make_conversation(patient, desk.channel)
    for body in said:
        await make_message(conversation, desk.vault, body=body)
    return conversation


async def test_messages_are_found_by_whole_words_in_any_case_and_without_accents(
    deployment: Deployment, desk: Desk
) -> None:
    await speaking(desk, "Is het CAFÉ open?", "Tot morgen")

    assert await bodies(deployment, desk, "cafe") == ["Is het CAFÉ open?"]
    assert await bodies(deployment, desk, "Café OPEN") == ["Is het CAFÉ open?"]
    assert await bodies(deployment, desk, "caf") == []


async def test_umlauts_are_found_with_them_and_with_them_written_out(deployment: Deployment, desk: Desk) -> None:
    conversation = await speaking(desk, "Die Überweisung für Köln", "Fuer Koeln nichts", name="Jörg Mueller")
    theirs = [{"id": global_id("Patient", conversation.patient_id)}]

    for query in ("für köln", "fuer koeln", "für koeln"):
        assert await bodies(deployment, desk, query) == ["Die Überweisung für Köln", "Fuer Koeln nichts"]
    assert await bodies(deployment, desk, "ueberweisung") == ["Die Überweisung für Köln"]
    for query in ("Müller", "mueller", "joerg", "joer mül"):
        answer = await ask(deployment, desk.actor(Role.OWNER), IN_PATIENTS, {"c": desk.id_of("Clinic"), "q": query})
        assert (query, answer.data["patients"]["nodes"]) == (query, theirs)


async def test_all_words_must_be_in_one_message(deployment: Deployment, desk: Desk) -> None:
    await speaking(desk, "alpha beta", "gamma")

    assert await bodies(deployment, desk, "beta alpha") == ["alpha beta"]
    assert await bodies(deployment, desk, "alpha gamma") == []


async def test_conversations_are_found_page_by_page(deployment: Deployment, desk: Desk) -> None:
    made = []
    for number in range(5):
        conversation = await speaking(desk, "needle", f"hay {number}")
        conversation.last_message_at = MONDAY + timedelta(minutes=number)
        async with writing():
            await conversation.save()
        made.append(global_id("Conversation", conversation.id))
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        found = (await look(deployment, desk, "needle", after=after)).data["conversations"]
        assert found["totalCount"] == 5
        assert all(node["messages"]["totalCount"] == 1 for node in found["nodes"])
        seen += [node["id"] for node in found["nodes"]]
        after = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None
        pages += 1

    assert (seen, pages) == (made[::-1], 3)


async def test_patients_are_found_by_name_and_number(deployment: Deployment, desk: Desk) -> None:
    conversation = await speaking(desk, name="Zoë van der Vries", phone="+31687654321")
    theirs, owns = [global_id("Patient", conversation.patient_id)], [desk.id_of("Patient")]
    for query, expected in (
        ("zoe", theirs), ("vri", theirs), ("vries ZOË", theirs), ("0687654321", theirs), ("+31 6 8765 4321", theirs),
        ("4321", theirs), ("zoe 4321", theirs), ("zoe 9999", []), ("ries", []), ("ada", owns), (PHONE, owns),
    ):  # fmt: skip
        answer = await ask(deployment, desk.actor(Role.OWNER), IN_PATIENTS, {"c": desk.id_of("Clinic"), "q": query})
        assert (query, [one["id"] for one in answer.data["patients"]["nodes"]]) == (query, expected)
        assert answer.data["patients"]["totalCount"] == len(expected)


@pytest.mark.parametrize("query", ["", "?", "a", "w " * 9 + "xy " + " ".join(f"w{n}" for n in range(9)), "x" * 201])
async def test_what_cannot_be_looked_for_is_a_bad_input(deployment: Deployment, desk: Desk, query: str) -> None:
    answer = await look(deployment, desk, query)

    assert answer.data["conversations"] is None
    assert [one["extensions"]["code"] for one in answer.errors] == ["BAD_USER_INPUT"]


@pytest.mark.attack("tenant-crossing")
async def test_another_clinics_words_are_not_found(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    await speaking(other, "elsewhere")

    assert await bodies(deployment, desk, "elsewhere") == []
    stranger = await look(deployment, desk, "canary", other.actor(Role.OWNER))
    assert stranger.data["conversations"] is None


@pytest.mark.checklist(11)
async def test_a_sealed_patients_words_are_found_by_those_who_see_them_alone(
    deployment: Deployment, desk: Desk
) -> None:
    conversation = await speaking(desk, "hidden treasure", name="Famous Person")
    async with writing():
        await Patient.filter(id=conversation.patient_id).update(is_sealed=True)
    desk_staff, owner = desk.actor(Role.RECEPTIONIST), desk.actor(Role.OWNER)

    hidden = await look(deployment, desk, "treasure", desk_staff)
    named = await ask(deployment, desk_staff, IN_PATIENTS, {"c": desk.id_of("Clinic"), "q": "famous"})
    shown = await look(deployment, desk, "treasure", owner)

    assert (hidden.data["conversations"]["totalCount"], hidden.data["conversations"]["nodes"]) == (0, [])
    assert named.data["patients"] == {"totalCount": 0, "nodes": []}
    assert shown.data["conversations"]["totalCount"] == 1


@pytest.mark.checklist(11)
async def test_a_practitioner_finds_their_own_alone(deployment: Deployment, desk: Desk) -> None:
    await speaking(desk, f"{BODY} too")
    practitioner = Membership(Role.PRACTITIONER, desk.practitioner.id)

    answer = await look(deployment, desk, "canary", desk.member_actor(practitioner))

    found = answer.data["conversations"]
    assert [node["id"] for node in found["nodes"]] == [desk.id_of("Conversation")]
    assert found["totalCount"] == 1


async def test_who_may_not_read_what_is_said_may_not_look_for_it(deployment: Deployment, desk: Desk) -> None:
    actor = desk.member_actor(
        Membership(Role.CUSTOM, None, frozenset({Permission.CONVERSATION_READ, Permission.PATIENT_READ}))
    )

    said = await look(deployment, desk, "canary", actor)
    named = await ask(deployment, actor, IN_PATIENTS, {"c": desk.id_of("Clinic"), "q": "ada"})

    assert said.data["conversations"] is None
    assert named.data["patients"] is None
    assert said.errors[0]["extensions"]["code"] == named.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_what_the_index_has_wrongly_is_not_shown(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    keys = await vault.clinic_keys(desk.clinic.id)
    async with writing():
        await MessageToken.create(
            clinic_id=desk.clinic.id, message_id=desk.message.id, token=token_of(keys, "message", "unsaid")
        )
        await PatientToken.create(
            clinic_id=desk.clinic.id, patient_id=desk.patient.id, token=token_of(keys, "patient", "nobody")
        )
    await make_message(desk.conversation, vault, body="unsaid no more")

    assert await bodies(deployment, desk, "unsaid") == ["unsaid no more"]
    answer = await ask(deployment, desk.actor(Role.OWNER), IN_PATIENTS, {"c": desk.id_of("Clinic"), "q": "nobody"})
    assert answer.data["patients"]["nodes"] == []


async def test_the_body_need_not_be_asked_for(deployment: Deployment, desk: Desk) -> None:
    query = """query ($c: ID!) { conversations(clinicId: $c, where: {contains: "canary"}) {
        nodes { messages(where: {contains: "canary"}) { nodes { id } } } } }"""

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})

    assert answer.errors == []
    (node,) = answer.data["conversations"]["nodes"]
    assert node["messages"]["nodes"] == [{"id": desk.id_of("Message")}]


async def test_a_patient_of_two_channels_is_found_in_both(deployment: Deployment, desk: Desk) -> None:
    second = await make_conversation(desk.patient, await make_connection(desk.clinic, desk.vault))
    await make_message(second, desk.vault, body=BODY)

    assert await bodies(deployment, desk, "canary words") == [BODY, BODY]
