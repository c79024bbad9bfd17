"""What a document asks the database for: no count, no column and no companion that nobody asked for."""

from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.schema.crowd import MANY, crowd
from tests.schema.desk import Desk, ask, make_desk
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.roles import Role

WARM = "bookings(clinicId: $c) { nodes { notes } }"  # the clinic's keys are read once and kept


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def counted(deployment: Deployment, desk: Desk, fields: str) -> list[str]:
    with statements() as found:
        answer = await ask(
            deployment, desk.actor(Role.OWNER), f"query ($c: ID!) {{ {fields} }}", {"c": desk.id_of("Clinic")}
        )
    assert answer.errors == []
    return list(found)


async def test_a_count_takes_one_statement_and_is_made_only_when_asked_for(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    await crowd(desk, vault, clock)
    await counted(deployment, desk, WARM)

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

    await counted(deployment, desk, WARM)

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
    await counted(deployment, desk, WARM)
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
