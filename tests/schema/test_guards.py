"""Every field against every role: what the policies close is null with one error, and nothing of it leaks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_conversation, make_patient
from tests.matrix.actors import mixed
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Answer, Desk, ask, make_desk, make_message

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.retention.rules import BOUNDS
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role
from chatbookr_schema.build import staff_schema
from chatbookr_schema.field import Needs
from chatbookr_schema.guards import BACKREF, gates_of
from chatbookr_schema.ids import global_id
from chatbookr_schema.roots import KINDS

CANARIES = (NAME, PHONE, BODY, NOTES)
LEAVES = {  # what of a type is asked for besides its own plain fields
    "Conversation": "patient { name phone } messages { nodes { body } } channel { accountId }",
    "Booking": "patient { name } notes service { title } conversation { id }",
    "Message": "body authorUser { email }",
    "StaffTask": "conversation { state } bookingId channel { accountId }",
    "Patient": "name phone",
    "Calendar": "isFresh practitioner { fullName }",
    "Clinic": "services { nodes { title } }",
    "Service": "practitioners { fullName }",
}


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


def plain_fields(type_name: str) -> str:
    """List the fields of a type that take nothing and are values."""
    kind = staff_schema()._schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    names = [name for name, one in kind.fields.items() if not one.args and is_leaf_type(get_named_type(one.type))]
    return " ".join(names)


def node_query(type_name: str) -> str:
    """Ask for a node with all of its plain fields and some of what it leads to."""
    fields = f"{plain_fields(type_name)} {LEAVES.get(type_name, '')}"
    return f"query ($id: ID!) {{ node(id: $id) {{ __typename id ... on {type_name} {{ {fields} }} }} }}"


@pytest.mark.exhaustive  # each type for each role
@pytest.mark.parametrize("role", [*Role, None])
async def test_a_node_is_there_for_those_who_may_see_it_and_for_nobody_else(
    deployment: Deployment, desk: Desk, role: Role | None
) -> None:
    wrong = []
    for type_name, kind in KINDS.items():
        answer = await ask(deployment, desk.actor(role), node_query(type_name), {"id": desk.id_of(type_name)})
        if role is not None and kind.needs in ROLE_PERMISSIONS[role]:
            node = answer.data["node"] or {}
            is_well = node.get("id") == desk.id_of(type_name) and set(answer.codes) <= {"FORBIDDEN"}
        else:
            is_well = (answer.data, answer.errors) == ({"node": None}, [])
        if not is_well:
            wrong.append(f"{type_name}: {answer}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.attack("tenant-crossing")
async def test_another_clinics_node_is_answered_like_one_that_is_not(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    stranger, wrong = (await make_desk(vault, clock.now())).actor(Role.OWNER), []
    for type_name in KINDS:
        nobody_has_it = global_id(type_name, desk.rows()["Clinic" if type_name != "Clinic" else "Service"])
        foreign = await ask(deployment, stranger, node_query(type_name), {"id": desk.id_of(type_name)})
        missing = await ask(deployment, stranger, node_query(type_name), {"id": nobody_has_it})
        if foreign != missing or foreign.data != {"node": None}:
            wrong.append(f"{type_name}: {foreign} and, of nobody, {missing}")

    assert not wrong, "\n".join(wrong)


def gated_fields() -> Iterator[tuple[str, str, Permission]]:
    """List every field of an object (not of a root, not of a payload) that a permission can close."""
    for type_name, gates in gates_of(staff_schema()._schema).items():
        if type_name in KINDS:
            for name, gate in gates.items():
                if isinstance(gate.policy, Needs):
                    yield type_name, name, gate.policy.permission


def _selection(type_name: str, name: str) -> str:
    one = staff_schema()._schema.type_map[type_name].fields[name]  # type: ignore[attr-defined]  # an object type
    kind = get_named_type(one.type)
    if is_leaf_type(kind):
        return name
    return f"{name} {{ {'nodes { __typename }' if 'nodes' in kind.fields else '__typename'} }}"


@pytest.mark.exhaustive  # each field for each role
@pytest.mark.parametrize("role", Role)
async def test_a_closed_field_is_null_with_one_error_that_names_the_permission(
    deployment: Deployment, desk: Desk, role: Role
) -> None:
    wrong, fields = [], list(gated_fields())
    assert len(fields) > 20
    for type_name, name, permission in fields:
        query = f"query ($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ id {_selection(type_name, name)} }} }} }}"
        answer = await ask(deployment, desk.actor(role), query, {"id": desk.id_of(type_name)})
        if not _is_told(answer, desk.id_of(type_name), f"{type_name}.{name}", permission, role):
            wrong.append(f"{type_name}.{name}: {answer}")

    assert not wrong, "\n".join(wrong)


OF_OTHER_KINDS = {"Message.raw"}  # the desk's message is of a kind that is known
OF_THE_WHOLE_CLINIC = {"StaffTask.bookingCount", "StaffTask.untoldCount"}  # counts, kept from who sees only their own


def _is_told(answer: Answer, node_id: str, coordinate: str, permission: Permission, role: Role) -> bool:
    """Tell whether a role is answered with a field of a node, without it, or without the node, as it has to be."""
    type_name, name = coordinate.split(".")
    if KINDS[type_name].needs not in ROLE_PERMISSIONS[role]:
        return bool(answer.data == {"node": None})
    if permission in ROLE_PERMISSIONS[role]:
        is_there = (answer.data["node"] or {}).get(name) is not None
        if coordinate in OF_THE_WHOLE_CLINIC:
            return answer.errors == [] and is_there == (role is not Role.PRACTITIONER)
        return answer.errors == [] and (is_there or coordinate in OF_OTHER_KINDS)
    told = {
        "code": "FORBIDDEN",
        "coordinate": coordinate,
        "requiredPermissions": [permission.value],
        "requestId": "request-1",
    }
    return bool(answer.data["node"] == {"id": node_id, name: None}) and [
        error["extensions"] for error in answer.errors
    ] == [told]


ROOTS: dict[str, tuple[str, Permission]] = {
    "patients": ("nodes { name phone }", Permission.PATIENT_READ),
    "conversations": ("nodes { id messages { nodes { body } } }", Permission.CONVERSATION_READ),
    "bookings": ("nodes { reference notes patient { name } }", Permission.BOOKING_READ),
    "waitlist": ("nodes { state patient { name } }", Permission.BOOKING_READ),
    "calendarDrifts": ("nodes { kind booking { reference } }", Permission.BOOKING_READ),
    "teams": ("nodes { name members { fullName } }", Permission.CONVERSATION_READ),
    "cannedReplies": ("nodes { shortcut texts { body } }", Permission.CONVERSATION_READ),
    "labels": ("nodes { name colour }", Permission.CONVERSATION_READ),
    "assignees": ("fullName", Permission.CONVERSATION_ASSIGN),
    "tasks": ("nodes { kind }", Permission.TASK_READ),
    "channels": ("nodes { accountId }", Permission.CONNECTION_READ),
    "templates": ("nodes { name uses { fillings } }", Permission.CONNECTION_READ),
    "calendars": ("nodes { accountId }", Permission.CONNECTION_READ),
    "deadJobs": ("nodes { kind }", Permission.JOB_READ),
    "invitations": ("nodes { email role }", Permission.MEMBER_READ),
    "agendaFeeds": ("nodes { name }", Permission.AGENDA_FEED_READ),
    "apiKeys": ("nodes { name }", Permission.KEY_READ),
    "webhookEndpoints": ("nodes { event }", Permission.WEBHOOK_READ),
    "accessGrants": ("nodes { reason operatorName }", Permission.ACCESS_READ),
    "accessReads": ("nodes { coordinates operatorName }", Permission.ACCESS_READ),
    "auditEntries": ("nodes { action person { fullName } }", Permission.AUDIT_READ),
    "identityProviders": ("nodes { name }", Permission.IDENTITY_PROVIDER_READ),
    "members": ("nodes { role user { fullName } }", Permission.MEMBER_READ),
    "customRoles": ("nodes { name permissions }", Permission.MEMBER_READ),
    "retention": ("dataClass days", Permission.RETENTION_READ),
    "retentionPreview": ("dataClass deleted held", Permission.RETENTION_READ),
    "retentionRuns": ("nodes { night deleted }", Permission.RETENTION_READ),
    "anomalyRules": ("rule threshold", Permission.ANOMALY_READ),
    "anomalies": ("nodes { rule state }", Permission.ANOMALY_READ),
    "incidentNotices": ("nodes { name state }", Permission.INCIDENT_READ),
    "legalHolds": ("nodes { until patientId }", Permission.RETENTION_READ),
    "erasures": ("nodes { reference duties { state } }", Permission.RETENTION_READ),
    "patientExports": ("nodes { state url }", Permission.PATIENT_EXPORT),
    "consentEntries": ("nodes { purpose wordingText }", Permission.CONSENT_READ),
    "consentExports": ("nodes { state url }", Permission.CONSENT_EXPORT),
    "subprocessors": ("name regions", Permission.CLINIC_READ),
    "trustReport": ("promise outcome", Permission.AUDIT_READ),
    "grantedScopes": ("calendarId scopes", Permission.CONNECTION_READ),
}


COUNTS = {
    "members": 2,
    "anomalyRules": 10,
    "retention": len(BOUNDS),
    "retentionPreview": len(BOUNDS),
    "subprocessors": 0,
    "trustReport": 20,
}  # no plugin is enabled here


def test_every_list_of_the_root_is_in_the_table() -> None:
    roots = set(gates_of(staff_schema()._schema)["Query"])

    times = {"availableSlots", "availableDays", "explainSlot", "arrangements", "agenda", "utilisation", "noShows"}
    times |= {"cannedReplyPreview", "patientsMergePreview", "bookingSeriesPreview", "bookingSeries"}
    assert roots - times - {"clinic", "node", "auditCheckpoint", "auditConsistency"} == set(ROOTS)


@pytest.mark.exhaustive  # each list for each role
@pytest.mark.parametrize("role", [*Role, None])
async def test_a_list_is_read_by_those_who_hold_its_permission(
    deployment: Deployment, desk: Desk, role: Role | None
) -> None:
    wrong = []
    for name in sorted(ROOTS, key="auditEntries".__ne__):  # first: what is refused is written down there
        fields, permission = ROOTS[name]
        query = f"query ($clinic: ID!) {{ {name}(clinicId: $clinic) {{ {fields} }} }}"
        answer = await ask(deployment, desk.actor(role), query, {"clinic": desk.id_of("Clinic")})
        if role is not None and permission in ROLE_PERMISSIONS[role]:
            found = answer.data[name] or []
            is_well = len(found if isinstance(found, list) else found["nodes"]) == COUNTS.get(name, 1)
        else:
            needed = [error["extensions"]["requiredPermissions"] for error in answer.errors]
            is_well = (answer.data, answer.codes, needed) == ({name: None}, ["FORBIDDEN"], [[permission.value]])
        if not is_well:
            wrong.append(f"{name}: {answer}")

    assert not wrong, "\n".join(wrong)


async def test_no_list_is_read_by_somebody_who_is_not_logged_in(deployment: Deployment, desk: Desk) -> None:
    wrong = []
    for name, (fields, _) in ROOTS.items():
        query = f"query ($clinic: ID!) {{ {name}(clinicId: $clinic) {{ {fields} }} }}"
        answer = await ask(deployment, None, query, {"clinic": desk.id_of("Clinic")})
        if (answer.data, answer.codes) != ({name: None}, ["UNAUTHENTICATED"]):
            wrong.append(f"{name}: {answer}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.attack("tenant-crossing")
@pytest.mark.checklist(11)
async def test_a_list_of_another_clinic_is_answered_like_one_of_none(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    stranger, wrong = (await make_desk(vault, clock.now())).actor(Role.OWNER), []
    for name, (fields, _) in ROOTS.items():
        query = f"query ($clinic: ID!) {{ {name}(clinicId: $clinic) {{ {fields} }} }}"
        foreign = await ask(deployment, stranger, query, {"clinic": desk.id_of("Clinic")})
        missing = await ask(deployment, stranger, query, {"clinic": global_id("Clinic", desk.patient.id)})
        if foreign != missing or foreign.codes != ["NOT_FOUND"]:
            wrong.append(f"{name}: {foreign} and, of none, {missing}")

    assert not wrong, "\n".join(wrong)


async def test_many_rows_with_a_closed_field_make_one_error(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    for number in range(5):
        patient = await make_patient(desk.clinic, vault, name=NAME)
        await make_message(await make_conversation(patient, desk.channel), vault)
        starts_at = desk.booking.starts_at.replace(hour=11 + number)
        await make_booking(patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)
    query = "query ($clinic: ID!) { bookings(clinicId: $clinic) { nodes { reference notes patient { name } } } }"

    answer = await ask(deployment, desk.actor(Role.AUDITOR), query, {"clinic": desk.id_of("Clinic")})

    assert [node["patient"] for node in answer.data["bookings"]["nodes"]] == [None] * 6
    assert [node["notes"] for node in answer.data["bookings"]["nodes"]] == [None] * 6
    assert sorted(error["extensions"]["coordinate"] for error in answer.errors) == ["Booking.notes", "Booking.patient"]
    assert not any(canary in str(answer) for canary in CANARIES)


async def test_somebody_with_a_role_in_each_of_two_clinics_has_it_only_there(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    actor = desk.actor(Role.OWNER)
    memberships = {**actor.memberships, **other.actor(Role.RECEPTIONIST).memberships}
    both = type(actor)(actor.user_id, actor.session_id, memberships)
    query = """query ($a: ID!, $b: ID!) {
      a: node(id: $a) { ... on Booking { notes } } b: node(id: $b) { ... on Booking { notes } }
      deadJobs(clinicId: $c) { nodes { id } }
    }""".replace("$b: ID!", "$b: ID!, $c: ID!")

    variables = {"a": desk.id_of("Booking"), "b": other.id_of("Booking"), "c": other.id_of("Clinic")}
    answer = await ask(deployment, both, query, variables)

    assert answer.data["a"] == {"notes": NOTES}
    assert answer.data["b"] == {"notes": None}
    assert answer.data["deadJobs"] is None
    assert answer.codes == ["FORBIDDEN", "FORBIDDEN"]


async def test_what_is_closed_in_one_of_the_askers_clinics_is_told_once_by_its_coordinate(
    deployment: Deployment, desk: Desk
) -> None:
    query = """query ($c: ID!) {
      a: conversations(clinicId: $c) { nodes { id } } b: conversations(clinicId: $c, first: 3) { nodes { id } }
      patients(clinicId: $c) { nodes { id } }
    }"""
    cancel = """mutation ($a: BookingCancelInput!) {
      a: bookingCancel(input: $a) { userErrors { code } } b: bookingCancel(input: $a) { userErrors { code } }
    }"""
    actor = mixed(desk).actor

    read = await ask(deployment, actor, query, {"c": desk.id_of("Clinic")})
    given = {"bookingId": desk.id_of("Booking"), "version": 1}
    changed = await ask(deployment, actor, cancel, {"a": given})

    assert read.data == {"a": None, "b": None, "patients": None}
    assert changed.data == {"a": None, "b": None}
    assert [error["extensions"] for error in [*read.errors, *changed.errors]] == [
        {"code": "FORBIDDEN", "coordinate": at, "requiredPermissions": [needed], "requestId": "request-1"}
        for at, needed in (
            ("Query.conversations", "conversation:read"),
            ("Query.patients", "patient:read"),
            ("Mutation.bookingCancel", "booking:write"),
        )
    ]


async def test_an_input_field_of_a_query_is_for_holders_of_its_permission(deployment: Deployment, desk: Desk) -> None:
    query = """query ($clinic: ID!, $patient: ID!) {
      bookings(clinicId: $clinic, where: {patientId: $patient}) { nodes { reference } }
    }"""
    variables = {"clinic": desk.id_of("Clinic"), "patient": desk.id_of("Patient")}

    answer = await ask(deployment, desk.actor(Role.AUDITOR), query, variables)

    assert answer.data == {"bookings": None}
    assert answer.codes == ["FORBIDDEN"]


@pytest.mark.checklist(10)
async def test_an_id_of_another_type_is_refused_where_a_clinic_is_meant(deployment: Deployment, desk: Desk) -> None:
    query = "query ($id: ID!) { clinic(id: $id) { name } tasks(clinicId: $id) { nodes { id } } }"

    found = {
        name: (await ask(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of(name)})).codes for name in KINDS
    }

    assert found == {name: [] if name == "Clinic" else ["BAD_USER_INPUT"] * 2 for name in KINDS}


BAD_IDS = ["", "x", "Q2xpbmlj", "é", "=" * 50, "Q2xpbmljOg==", "../etc", "0" * 4000]


@pytest.mark.parametrize("value", [*BAD_IDS, global_id("Nothing", UUID(int=7))])
async def test_what_is_no_id_is_refused_with_a_code(deployment: Deployment, desk: Desk, value: str) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } clinic(id: $id) { id } bookings(clinicId: $id) { nodes { id } } }"

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"id": value})

    assert answer.codes == ["BAD_USER_INPUT"] * 3
    assert answer.data == {"node": None, "clinic": None, "bookings": None}


@pytest.mark.parametrize("role", [Role.OWNER, None])
async def test_a_persons_id_finds_nothing_as_any_id_that_is_not_for_the_asker(
    deployment: Deployment, desk: Desk, role: Role | None
) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }"
    answer = await ask(deployment, desk.actor(role), query, {"id": global_id("User", desk.user.id)})

    assert answer.errors == []
    assert answer.data == {"node": None, "nodes": [None]}


AHEAD = {
    Permission.SCHEMA_READ,
    Permission.BOOKING_ALL_READ,
    Permission.CONVERSATION_ALL_READ,
    Permission.PATIENT_SEALED_READ,
}
"""Guard no field: what a schema tells of itself is no field of ours (documents.py asks for it), and how far somebody
sees is a matter of rows."""


def test_the_schema_knows_every_permission_that_guards_something() -> None:
    used: set[Any] = set()
    for kind in staff_schema()._schema.type_map.values():
        for one in getattr(kind, "fields", {}).values():
            policy = getattr((one.extensions or {}).get(BACKREF), "metadata", {}).get("chatbookr.guard")
            used.add(getattr(getattr(policy, "policy", None), "permission", None))

    assert set(Permission) - AHEAD <= used
    assert not AHEAD & used
