"""How often a document goes to the database, for every list of the schema: never once for each row."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)
from tests.api.clients import make_deployment
from tests.factories import (
    make_api_key,
    make_booking,
    make_calendar_connection,
    make_connection,
    make_conversation,
    make_invitation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
    writing,
)
from tests.schema.desk import MONDAY, Desk, ask, make_desk, make_message
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Job, StaffTask
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import staff_schema

SCHEMA = staff_schema()._schema
assert SCHEMA.query_type is not None
ROOTS = {
    name: one
    for name, one in SCHEMA.query_type.fields.items()
    if [key for key, argument in one.args.items() if is_required_argument(argument)] == ["clinicId"]
}
MANY = 20


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


def kind_of(one: GraphQLField) -> GraphQLObjectType:
    kind = get_named_type(one.type)
    assert isinstance(kind, GraphQLObjectType)
    return kind


def item_of(kind: GraphQLObjectType) -> GraphQLObjectType:
    """Return what a connection holds, or the type itself."""
    return kind_of(kind.fields["nodes"]) if "nodes" in kind.fields else kind


def plain(kind: GraphQLObjectType) -> str:
    names = [name for name, one in kind.fields.items() if not one.args and is_leaf_type(get_named_type(one.type))]
    return " ".join(["__typename", *names])


def children(kind: GraphQLObjectType) -> Iterator[tuple[str, GraphQLObjectType]]:
    for name, one in kind.fields.items():
        if isinstance(get_named_type(one.type), GraphQLObjectType):
            yield name, kind_of(one)


def asking(name: str, kind: GraphQLObjectType, inner: str, arguments: str = "") -> str:
    """Write a field with what is asked of its items."""
    is_page = "nodes" in kind.fields
    given = arguments or ("(first: 5)" if is_page else "")  # what the whole may cost has an end
    return f"{name}{given} {{ {f'nodes {{ {inner} }}' if is_page else inner} }}"


def two_levels(name: str) -> str:
    """Ask for a list with all that its items are and lead to."""
    kind = kind_of(ROOTS[name])
    inner = [asking(child, target, plain(item_of(target))) for child, target in children(item_of(kind))]
    return asking(name, kind, f"{plain(item_of(kind))} {' '.join(inner)}", "(clinicId: $c, first: 20)")


def in_two_levels(name: str) -> Iterator[str]:
    """Ask for a list with each thing its items lead to, one at a time."""
    kind = kind_of(ROOTS[name])
    for child, target in children(item_of(kind)):
        yield asking(name, kind, asking(child, target, plain(item_of(target))), "(clinicId: $c, first: 20)")


def lists_below(name: str) -> int:
    """Count the lists a list's items lead to: each takes a statement of its own, whatever else is asked."""
    fields = item_of(kind_of(ROOTS[name])).fields.values()
    inner = [one for one in fields if isinstance(get_named_type(one.type), GraphQLObjectType)]
    return sum("nodes" in kind_of(one).fields or is_list_type(get_nullable_type(one.type)) for one in inner)


def three_levels() -> Iterator[str]:
    """Ask for every path of three objects, one at a time."""
    for name, one in ROOTS.items():
        kind = kind_of(one)
        for child, target in children(item_of(kind)):
            for grandchild, last in children(item_of(target)):
                inner = asking(child, target, asking(grandchild, last, plain(item_of(last))))
                yield asking(name, kind, inner, "(clinicId: $c, first: 20)")


def of_clinic() -> Iterator[str]:
    """Ask for every list of a clinic with all that its items lead to."""
    clinic = SCHEMA.type_map["Clinic"]
    assert isinstance(clinic, GraphQLObjectType)
    for name, kind in children(clinic):
        inner = [asking(child, target, plain(item_of(target))) for child, target in children(item_of(kind))]
        whole = " ".join([plain(item_of(kind)), *inner])
        yield f"clinic(id: $c) {{ {asking(name, kind, whole)} }}"


async def crowd(desk: Desk, vault: Vault, clock: TurnableClock) -> None:
    """Put more of everything beside the desk's one of each."""
    now = clock.now()
    for number in range(1, MANY):
        location = await make_location(desk.clinic)
        practitioner = await make_practitioner(desk.clinic, location)
        service = await make_service(desk.clinic, practitioner)
        patient = await make_patient(desk.clinic, vault, name="Somebody")
        channel = await make_connection(desk.clinic, vault, account_id=str(uuid4()))
        await make_calendar_connection(practitioner, vault, fetched_at=now, fetched_until=now + timedelta(90))
        await make_invitation(desk.clinic, vault, desk.user, practitioner_id=practitioner.id)
        await make_api_key(desk.clinic, created_by_id=desk.user.id, locations=[location])
        conversation = await make_conversation(patient, channel, assignee_id=desk.user.id)
        await make_message(conversation, vault, author="staff", author_user_id=desk.user.id)
        starts_at = MONDAY + timedelta(days=number)
        booking = await make_booking(
            patient, service, practitioner, location, starts_at=starts_at, conversation_id=conversation.id
        )
        async with writing():
            await StaffTask.create(
                id=new_id(),
                clinic_id=desk.clinic.id,
                kind="handed_over",
                conversation_id=conversation.id,
                booking_id=booking.id,
                dedupe_key=str(uuid4()),
                created_at=now,
            )
            await Job.create(
                id=new_id(),
                clinic_id=desk.clinic.id,
                kind="outbound.send",
                arguments={},
                state="dead",
                due_at=now,
                give_up_at=now,
                created_at=now,
            )


async def counted(deployment: Deployment, desk: Desk, fields: str) -> list[str]:
    with statements() as found:
        answer = await ask(
            deployment, desk.actor(Role.OWNER), f"query ($c: ID!) {{ {fields} }}", {"c": desk.id_of("Clinic")}
        )
    assert answer.errors == []
    return list(found)


async def test_no_list_takes_more_statements_for_more_rows(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    """At most 2 for any path of two, at most 4 for any of three; a list with all that its items lead to takes one more
    for each list among that, and none for the rest."""
    desk = await make_desk(vault, clock.now())
    await make_message(desk.conversation, vault, author="staff", author_user_id=desk.user.id)
    await make_api_key(desk.clinic, created_by_id=desk.user.id, locations=[desk.location])
    documents = [(two_levels(name), 1 + lists_below(name)) for name in ROOTS]
    documents += [(path, 2) for name in ROOTS for path in in_two_levels(name)]
    documents += [(path, 4) for path in (*three_levels(), *of_clinic())]
    await counted(deployment, desk, two_levels("bookings"))  # the clinic's keys are read once and kept
    with_one = [await counted(deployment, desk, document) for document, _ in documents]
    await crowd(desk, vault, clock)
    with_many = [await counted(deployment, desk, document) for document, _ in documents]

    wrong = [
        f"{len(few)} and {len(many)} statements, at most {most}: {document}\n  " + "\n  ".join(many)
        for (document, most), few, many in zip(documents, with_one, with_many, strict=True)
        if len(few) != len(many) or len(many) > most
    ]
    assert not wrong, "\n".join(wrong)
    assert len(documents) >= 20


async def test_a_count_takes_one_statement_and_is_made_only_when_asked_for(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    await crowd(desk, vault, clock)
    await counted(deployment, desk, two_levels("bookings"))

    page = await counted(deployment, desk, "conversations(clinicId: $c) { nodes { messages { nodes { kind } } } }")
    counts = await counted(
        deployment, desk, "conversations(clinicId: $c) { totalCount nodes { messages { totalCount nodes { kind } } } }"
    )

    assert not any("COUNT(" in statement for statement in page)
    assert len(counts) == len(page) + 2


@pytest.mark.parametrize("name", ["bookings", "patients", "conversations", "tasks"])
async def test_who_wants_a_count_alone_has_no_page_read(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, name: str
) -> None:
    desk = await make_desk(vault, clock.now())
    await crowd(desk, vault, clock)

    await counted(deployment, desk, two_levels(name))  # which reads the keys

    counts = await counted(deployment, desk, f"{name}(clinicId: $c) {{ __typename totalCount }}")

    assert len(counts) == 1
    assert "COUNT(" in counts[0]


WIDE = {
    "notes_sealed": "bookings(clinicId: $c) { nodes { reference notes } }",
    "body_sealed": "conversations(clinicId: $c) { nodes { messages { nodes { kind body } } } }",
    "content_sealed": "conversations(clinicId: $c) { nodes { messages { nodes { kind choices } } } }",
    "name_sealed": "patients(clinicId: $c) { nodes { channel name } }",
    "phone_sealed": "bookings(clinicId: $c) { nodes { patient { phone } } }",
}
NARROW = [
    "bookings(clinicId: $c) { nodes { reference patient { channel } } }",
    "conversations(clinicId: $c) { nodes { state messages { nodes { kind } } } }",
    "patients(clinicId: $c) { nodes { channel } }",
]


@pytest.mark.parametrize("column", WIDE)
async def test_what_is_sealed_is_read_where_it_is_asked_for(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, column: str
) -> None:
    desk = await make_desk(vault, clock.now())

    found = await counted(deployment, desk, WIDE[column])

    assert any(f".{column}" in statement for statement in found)


@pytest.mark.parametrize("fields", NARROW)
async def test_a_list_reads_nothing_wide_and_joins_nothing_that_nobody_asked_for(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, fields: str
) -> None:
    desk = await make_desk(vault, clock.now())

    found = [one for one in await counted(deployment, desk, fields) if "data_key" not in one]

    assert not any(f".{column}" in statement for statement in found for column in WIDE)
    companions = ("service", "practitioner", "location", "patient", "conversation")
    joined = {table for table in companions for one in found if f"JOIN {table}" in one}
    assert joined == ({"patient"} if "patient {" in fields else set())


async def test_what_one_list_does_not_show_another_of_the_document_does(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    """Companions that were read without a name must not stand in for those that were asked for theirs."""
    desk = await make_desk(vault, clock.now())
    query = """query ($c: ID!) {
      bookings(clinicId: $c) { nodes { patient { id } } }
      conversations(clinicId: $c) { nodes { patient { ...P } } }
    } fragment P on Patient { name }"""

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})

    assert answer.data["conversations"]["nodes"][0]["patient"]["name"] == "Ada Canary"


async def test_many_nodes_take_as_many_statements_as_there_are_types(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    await crowd(desk, vault, clock)
    await counted(deployment, desk, two_levels("bookings"))
    names = ("bookings", "tasks", "deadJobs", "patients")
    roots = " ".join(f"{name}(clinicId: $c) {{ nodes {{ id }} }}" for name in names)
    lists = await ask(deployment, desk.actor(Role.OWNER), f"query ($c: ID!) {{ {roots} }}", {"c": desk.id_of("Clinic")})
    ids = [node["id"] for one in lists.data.values() for node in one["nodes"]]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"

    with statements() as found:
        answer = await ask(deployment, desk.actor(Role.OWNER), query, {"ids": ids})

    assert len(ids) == 4 * MANY
    assert [node["id"] for node in answer.data["nodes"]] == ids
    assert len(found) == 4, found
