"""Who may ask a surface for its own schema."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, StaffActor
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.field import Surface

PROGRAM = KeyActor(uuid4(), uuid4(), frozenset({Permission.CLINIC_READ}))
READER = KeyActor(uuid4(), uuid4(), frozenset({Permission.SCHEMA_READ}))
STAFF = StaffActor(uuid4(), uuid4(), {})
ASKED = [
    "{ __schema { queryType { name } } }",
    '{ __type(name: "Query") { name } }',
    "query { ...hidden } fragment hidden on Query { renamed: __schema { queryType { name } } }",
]


def lent(vault: Vault, clock: TurnableClock, folder: Path, *, in_production: bool) -> Deployment:
    name = "production" if in_production else "development"
    return make_deployment(vault, clock, folder, environment_name=name, public_url="https://clinic.test")


@pytest.mark.parametrize("query", ASKED)
@pytest.mark.parametrize(
    ("surface", "actor", "in_production", "is_told"),
    [
        ("partner", PROGRAM, True, False),
        ("partner", READER, True, True),
        ("partner", PROGRAM, False, True),
        ("staff", STAFF, True, True),
        ("staff", None, True, True),
    ],
)
async def test_in_production_a_program_is_told_the_schema_with_a_scope_alone(
    sqlite_database: Database,
    vault: Vault,
    clock: TurnableClock,
    tmp_path: Path,
    query: str,
    surface: Surface,
    actor: Any,
    in_production: bool,
    is_told: bool,
) -> None:
    context = Context(lent(vault, clock, tmp_path, in_production=in_production), actor, "request-1")

    result: Any = await schema_of(surface).execute(query, context_value=context)

    if is_told:
        assert result.errors is None
        assert result.data
    else:
        assert result.data is None
        assert [error.extensions for error in result.errors] == [
            {
                "code": "FORBIDDEN",
                "coordinate": "Query.__schema",
                "requiredPermissions": ["schema:read"],
                "requestId": "request-1",
            }
        ]


async def test_a_types_name_is_no_introspection(vault: Vault, clock: TurnableClock, tmp_path: Path) -> None:
    context = Context(lent(vault, clock, tmp_path, in_production=True), PROGRAM, "request-1")

    result: Any = await schema_of("partner").execute("{ __typename }", context_value=context)

    assert result.errors is None
