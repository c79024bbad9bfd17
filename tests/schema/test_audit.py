"""What the audit log holds of mutations, denials and reads, and how a clinic reads and proves it."""

import base64
import json
from datetime import timedelta
from uuid import UUID

import pytest
from tests.conftest import NOW
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.audit.actions import ACTIONS, MUTATIONS, UNWRITTEN
from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import Entry, Who
from chatbookr_core.audit.lately import Lately
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.audit.tree import check_consistency, check_inclusion, leaf_hash
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.notes import Note, NoteVerifier
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import partner_schema, staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id
from chatbookr_schema.seen import Seen, check_watched

SAVE = "mutation ($input: ServiceSaveInput!) { serviceSave(input: $input) { service { id } userErrors { code } } }"
LOG = """query ($clinic: ID!, $where: AuditEntryWhere) {
  auditEntries(clinicId: $clinic, where: $where, first: 20) {
    nodes { action outcome actorKind happenedAt content person { fullName } inclusion { index size leaf hashes } }
  }
  auditCheckpoint { size note logKey timeKey }
}"""


def saved(desk: Desk, title: str = "Talk") -> dict[str, object]:
    given = {"clinicId": desk.id_of("Clinic"), "title": title, "shortTitle": "Talk", "durationMinutes": 30}
    return {"input": given}


async def entries(action: str) -> list[AuditEntry]:
    return await AuditEntry.filter(action=action).order_by("id")


def test_every_mutation_is_listed_and_nothing_else_is() -> None:
    schemas = (staff_schema()._schema, partner_schema()._schema)

    there = {name for schema in schemas for name in (schema.mutation_type.fields if schema.mutation_type else ())}

    assert there == {*MUTATIONS, *UNWRITTEN}
    assert all(name in ACTIONS for name in there - UNWRITTEN.keys())


async def test_a_mutation_is_written_down_with_who_and_what_and_no_words(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.MANAGER)

    answer = await ask(deployment, actor, SAVE, saved(desk, "Words of somebody"))

    entry = (await entries("serviceSave"))[-1]
    content = json.loads(entry.content)
    assert entry.clinic_id == desk.clinic.id
    assert answer.data["serviceSave"]["service"]["id"] == global_id("Service", UUID(content["subject"]))
    assert content["actor"] == {"id": str(actor.user_id), "kind": "staff"}
    assert (content["outcome"], content["clinic"], content["v"]) == ("done", str(desk.clinic.id), 1)
    assert "Words" not in entry.content


async def test_what_was_not_done_is_not_written_down(deployment: Deployment, desk: Desk) -> None:
    before = await AuditEntry.all().count()

    answer = await ask(deployment, desk.actor(Role.MANAGER), SAVE, saved(desk, "T" * 81))

    assert answer.data["serviceSave"]["userErrors"]
    assert await AuditEntry.all().count() == before


async def test_a_denial_is_written_down_with_the_permission(deployment: Deployment, desk: Desk) -> None:
    await ask(deployment, desk.actor(Role.AUDITOR), SAVE, saved(desk))
    await ask(deployment, desk.actor(Role.AUDITOR), "query ($c: ID!) { patients(clinicId: $c) { nodes { name } } }",
              {"c": desk.id_of("Clinic")})  # fmt: skip

    found = [json.loads(one.content) for one in await entries("requestDenied")]

    assert [one["outcome"] for one in found] == ["denied", "denied"]
    assert [one["details"]["permissions"] for one in found] == [["service:write"], ["patient:read"]]
    assert {one["clinic"] for one in found} == {str(desk.clinic.id)}


async def test_the_same_denial_is_written_down_once_a_minute(deployment: Deployment, desk: Desk) -> None:
    asker, query = desk.actor(Role.AUDITOR), "query ($c: ID!) { patients(clinicId: $c) { nodes { name } } }"
    for _ in range(3):
        await ask(deployment, asker, query, {"c": desk.id_of("Clinic")})
    assert len(await entries("requestDenied")) == 1

    lately, minute = Lately(), timedelta(minutes=1)
    assert [lately.claim(("somebody", "name"), NOW + minute * part) for part in (0, 0.9, 1, 1.5, 2)] == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert lately.claim(("somebody else", "name"), NOW)


@pytest.mark.parametrize("hostile", ["a\r\nb", "\x1b[31mred", "\u202eevil", "two words", "", "x" * 121, "é"])
def test_nothing_but_codes_gets_into_an_entry(hostile: str) -> None:
    for details in ({"code": hostile}, {"codes": [hostile]}, {hostile: "code"}):
        with pytest.raises(ValueError, match="codes and ids"):
            Entry(UUID(int=1), "serviceSave", Who("host"), NOW, details=details)
    with pytest.raises(ValueError, match="codes and ids"):
        Entry(UUID(int=1), hostile, Who("host"), NOW)


async def test_an_alias_with_words_leaves_none_of_them_in_the_log(deployment: Deployment, desk: Desk) -> None:
    hostile = "query ($c: ID!) { secret_words_of_somebody: patients(clinicId: $c) { nodes { name } } }"

    await ask(deployment, desk.actor(Role.AUDITOR), hostile, {"c": desk.id_of("Clinic")})

    (entry,) = await entries("requestDenied")
    assert "secret_words" not in entry.content
    assert json.loads(entry.content)["details"]["fields"] == ["patients"]


async def test_the_clinic_reads_its_log_and_proves_it(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    for _ in range(3):
        await ask(deployment, desk.actor(Role.MANAGER), SAVE, saved(desk))
    await sequence(deployment)
    variables = {"clinic": desk.id_of("Clinic"), "where": {"actions": ["serviceSave"]}}

    first = (await ask(deployment, desk.actor(Role.AUDITOR), LOG, variables)).data
    await ask(deployment, desk.actor(Role.MANAGER), SAVE, saved(desk))
    await sequence(deployment)
    second = (await ask(deployment, desk.actor(Role.AUDITOR), LOG, variables)).data

    log = NoteVerifier.read(second["auditCheckpoint"]["logKey"])
    states = [Checkpoint.signed(one["auditCheckpoint"]["note"], log) for one in (first, second)]
    assert Note.read(second["auditCheckpoint"]["note"]).signed_by(
        NoteVerifier.read(second["auditCheckpoint"]["timeKey"])
    )
    assert len(second["auditEntries"]["nodes"]) == 5  # the desk has one of its own
    for node in second["auditEntries"]["nodes"]:
        proof = node["inclusion"]
        hashes = [base64.b64decode(one) for one in proof["hashes"]]
        assert node["content"] in proof["leaf"]
        check_inclusion(proof["index"], states[1].size, leaf_hash(proof["leaf"].encode()), hashes, states[1].root)
    grown = await ask(
        deployment,
        desk.actor(Role.AUDITOR),
        "query ($a: Int!, $b: Int!) { auditConsistency(size1: $a, size2: $b) }",
        {"a": states[0].size, "b": states[1].size},
    )
    proof = [base64.b64decode(one) for one in grown.data["auditConsistency"]]
    check_consistency(states[0].size, states[1].size, states[0].root, states[1].root, proof)


async def test_another_clinics_entries_are_neither_listed_nor_counted(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    await ask(deployment, other.actor(Role.MANAGER), SAVE, saved(other))

    found = await ask(deployment, desk.actor(Role.OWNER), LOG, {"clinic": desk.id_of("Clinic")})
    foreign = await ask(deployment, desk.actor(Role.OWNER), LOG, {"clinic": other.id_of("Clinic")})

    assert {json.loads(one["content"])["clinic"] for one in found.data["auditEntries"]["nodes"]} == {
        str(desk.clinic.id)
    }
    assert foreign.data["auditEntries"] is None


async def test_entries_are_found_by_who_what_and_when(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.MANAGER)
    await ask(deployment, actor, SAVE, saved(desk))
    at = deployment.clock.now().isoformat()
    wheres: dict[str, tuple[dict[str, object], bool]] = {
        "who": ({"personId": global_id("User", actor.user_id)}, True),
        "what": ({"actions": ["serviceSave"], "outcome": "DONE", "actorKind": "STAFF"}, True),
        "since": ({"since": at}, True),
        "until": ({"until": at, "personId": global_id("User", actor.user_id)}, False),
        "nobody": ({"actorKind": "PATIENT"}, False),
    }

    for name, (where, is_found) in wheres.items():
        answer = await ask(deployment, desk.actor(Role.AUDITOR), LOG, {"clinic": desk.id_of("Clinic"), "where": where})
        assert bool(answer.data["auditEntries"]["nodes"]) is is_found, name


async def test_watched_reads_are_written_down_with_their_purpose(deployment: Deployment, desk: Desk) -> None:
    watched = frozenset({"Conversation.messages"})
    check_watched(staff_schema()._schema, watched)
    inbox = "query ($c: ID!) { conversations(clinicId: $c) { nodes { id state } } }"
    opened = "query ($id: ID!) { node(id: $id) { ... on Conversation { messages { nodes { id } } } } }"
    actor = desk.actor(Role.RECEPTIONIST)
    for document, variables in ((inbox, {"c": desk.id_of("Clinic")}), (opened, {"id": desk.id_of("Conversation")})):
        context = Context(deployment, actor, "request-1", seen=Seen(watched), purpose="HOPERAT")
        result = await staff_schema().execute(document, variable_values=variables, context_value=context)
        assert result.errors is None

    (entry,) = await entries("read")

    details = json.loads(entry.content)["details"]
    assert details == {
        "coordinates": ["Conversation.messages"],
        "purpose": "HOPERAT",
        "subjects": [desk.id_of("Conversation")],
    }
    assert (entry.actor_id, entry.clinic_id) == (actor.user_id, desk.clinic.id)


def test_a_field_that_is_not_there_cannot_be_watched() -> None:
    for wrong in ("Conversation.nothing", "Nothing.messages", "Conversation"):
        with pytest.raises(InvalidSettings):
            check_watched(staff_schema()._schema, [wrong])
