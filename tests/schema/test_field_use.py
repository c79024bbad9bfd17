"""Which fields a key asks for: counted in memory, written together, read by day and coordinate."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from graphql import get_operation_ast, parse
from tests.api.clients import make_deployment
from tests.factories import make_clinic
from tests.partner_rows import make_api_key
from tests.schema.desk import ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.field_use import Coordinates, FieldUses, Used, fields_used, forget_field_use
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ApiKey, Clinic
from chatbookr_core.tending import settle_everything, tend
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import partner_schema, staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id
from chatbookr_schema.usage import coordinates_in, inputs_in

NAME = "query ($id: ID!) { clinic(id: $id) { name ...Zone } } fragment Zone on Clinic { name id }"


async def used_by(clinic_id: UUID, key_id: UUID, *, since: date) -> list[Used]:
    return (await fields_used(clinic_id, [key_id], since=since)).get(key_id, [])


@pytest.fixture
def deployment(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def make_key(clinic: Clinic) -> ApiKey:
    return await make_api_key(clinic, scopes=[Permission.CLINIC_READ])


async def execute(deployment: Deployment, clinic: Clinic, key: ApiKey, query: str = NAME) -> None:
    """Execute as a key does."""
    actor = KeyActor(key.id, clinic.id, frozenset({Permission.CLINIC_READ}))
    context = Context(deployment, actor, "request-1")
    result = await partner_schema().execute(query, {"id": global_id("Clinic", clinic.id)}, context)
    assert result.errors is None


async def test_what_a_key_asks_for_is_counted_and_written_together(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    key, other = await make_key(clinic), await make_key(clinic)
    today = clock.now().date()

    for _ in range(3):
        await execute(deployment, clinic, key)
    await execute(deployment, clinic, key, "query ($id: ID!) { clinic(id: $id) { name } }")
    before = await used_by(clinic.id, key.id, since=today)
    await tend(deployment)
    await execute(deployment, clinic, key)
    await settle_everything(deployment)
    found = await used_by(clinic.id, key.id, since=today)

    assert before == []
    assert found == [
        Used("Clinic.id", 4, today),
        Used("Clinic.name", 5, today),
        Used("Query.clinic", 5, today),
        Used("Query.clinic(id:)", 5, today),
    ]
    assert await used_by(clinic.id, other.id, since=today) == []
    assert await used_by((await make_clinic()).id, key.id, since=today) == []


async def test_staff_see_what_a_key_asks_for(deployment: Deployment, vault: Vault, clock: TurnableClock) -> None:
    desk = await make_desk(vault, clock.now())
    key = await make_key(desk.clinic)
    await execute(deployment, desk.clinic, key)
    await tend(deployment)
    query = """query ($id: ID!) { apiKeys(clinicId: $id) { nodes {
      name fieldUse { coordinate uses lastDay }
    } } }"""

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of("Clinic")})
    closed = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"id": desk.id_of("Clinic")})

    shown = {one["name"]: one["fieldUse"] for one in answer.data["apiKeys"]["nodes"]}
    assert shown[key.name][1] == {"coordinate": "Clinic.name", "uses": 1, "lastDay": clock.now().date().isoformat()}
    assert closed.data == {"apiKeys": None}


async def test_days_are_apart_and_old_ones_are_forgotten(deployment: Deployment, clock: TurnableClock) -> None:
    clinic = await make_clinic()
    key = await make_key(clinic)
    yesterday = clock.now().date()

    await execute(deployment, clinic, key)
    clock.turn(timedelta(days=1))
    await execute(deployment, clinic, key)
    await tend(deployment)
    both = await used_by(clinic.id, key.id, since=yesterday)
    async with transaction():
        forgotten = await forget_field_use(clock.now(), limit=100)
    left = await used_by(clinic.id, key.id, since=yesterday)

    assert {one.uses for one in both} == {2}
    assert forgotten == 4
    assert left == [replace(one, uses=1) for one in both]


async def test_what_people_ask_for_is_not_counted(deployment: Deployment) -> None:
    await ask(deployment, None, "{ viewer { __typename } }")

    assert not deployment.field_uses._counts


async def test_counts_of_a_key_that_is_gone_stop_nobody(
    deployment: Deployment, clock: TurnableClock, caplog: pytest.LogCaptureFixture
) -> None:
    clinic = await make_clinic()
    key = await make_key(clinic)
    async with transaction():
        await ApiKey.filter(id=key.id, clinic_id=clinic.id).delete()

    await execute(deployment, clinic, key)
    await tend(deployment)

    assert "4 counts of fields are lost" in caplog.text
    assert not deployment.field_uses._counts


def test_memory_does_not_grow_with_documents(clock: TurnableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_core.field_use.MOST_DOCUMENTS", 3)
    uses, clinic_id, key_id = FieldUses(), uuid4(), uuid4()
    documents = [Coordinates((str(number),)) for number in range(5)]

    for document in documents * 2:
        uses.note(clinic_id, key_id, document, clock.now())

    assert sorted(uses._counts.values()) == [2, 2, 2]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("{ __typename __schema { types { name } } }", ()),
        (
            '{ node(id: "x") { id ... on Patient { name } } }',
            ("Node.id", "Patient.name", "Query.node", "Query.node(id:)"),
        ),
        ("{ a: viewer { user { ...U } } } fragment U on User { email }", ("Query.viewer", "User.email", "Viewer.user")),
    ],
)
def test_a_document_uses_what_it_asks_for_and_gives(query: str, names: tuple[str, ...]) -> None:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None

    assert coordinates_in(staff_schema()._schema, document, operation).names == names


def test_input_fields_and_enum_values_are_found_wherever_they_are_given() -> None:
    schema = partner_schema()._schema
    query = """query ($id: ID!, $where: BookingWhere, $by: BookingOrderBy) {
      bookings(clinicId: $id, where: $where, orderBy: $by) { nodes { id } }
      more: bookings(clinicId: $id, where: {status: CANCELLED, ids: ["x"]}) { nodes { id } }
    }"""
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None
    given = {"id": "x", "where": {"reference": "ABC", "status": "CONFIRMED"}, "by": None}

    written = coordinates_in(schema, document, operation).names
    sent = inputs_in(schema, operation, given)

    assert {"BookingWhere.status", "BookingWhere.ids", "BookingStatus.CANCELLED"} <= set(written)
    assert sent.names == ("BookingStatus.CONFIRMED", "BookingWhere.reference", "BookingWhere.status")
    assert inputs_in(schema, operation, {**given, "id": "y"}) is sent  # counted together


async def test_what_a_key_gives_in_variables_is_counted(
    deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    clinic = (await make_desk(vault, clock.now())).clinic
    key = await make_api_key(clinic, scopes=[Permission.BOOKING_READ])
    actor = KeyActor(key.id, clinic.id, frozenset({Permission.BOOKING_READ}))
    query = "query ($id: ID!, $w: BookingWhere) { bookings(clinicId: $id, where: $w) { totalCount } }"
    variables = {"id": global_id("Clinic", clinic.id), "w": {"status": "CONFIRMED"}}

    for _ in range(2):
        result = await partner_schema().execute(query, variables, Context(deployment, actor, "request-1"))
        assert result.errors is None
    await tend(deployment)

    used = {one.coordinate: one.uses for one in await used_by(clinic.id, key.id, since=clock.now().date())}
    assert used["BookingWhere.status"] == used["BookingStatus.CONFIRMED"] == 2
