"""A process that books under an idempotency key and says what it was answered; for tests that kill it.

`python -m tests.schema.booking_process DATABASE_URL FOLDER USER CLINIC KEY VARIABLES NOW`; CHATBOOKR_FAULTPOINT
applies.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from strawberry.types import ExecutionResult
from tests.api.clients import make_deployment

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import install_from
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.scope import within
from chatbookr_permissions.actor import Membership, Principal, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.field import Surface

BOOK = """
mutation ($key: String!, $input: BookingCreateInput!) {
  bookingCreate(input: $input) @idempotent(key: $key) { booking { id startsAt } userErrors { code field } }
}"""


async def executed(
    deployment: Deployment,
    actor: Principal,
    document: str,
    variables: Mapping[str, object],
    surface: Surface = "staff",
) -> ExecutionResult:
    """Execute an operation in the schema itself, and keep what `extensions` says."""
    context = Context(deployment, actor, "request-1")
    result: Any = await schema_of(surface).execute(document, variable_values=dict(variables), context_value=context)
    assert isinstance(result, ExecutionResult)
    return result


async def book(arguments: list[str]) -> None:
    database_url, folder, user, clinic, key, variables, now = arguments
    clock = TurnableClock(datetime.fromisoformat(now))
    vault = Vault(LocalKeyFile(Path(folder) / "key-encryption.key"), clock)
    actor = StaffActor(UUID(user), uuid4(), {UUID(clinic): Membership(Role.RECEPTIONIST)})
    async with opened(database_url):
        deployment = make_deployment(vault, clock, Path(folder))
        with within(actor.clinic_ids):
            result = await executed(deployment, actor, BOOK, {**json.loads(variables), "key": key})
    print(json.dumps(result.data))


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    asyncio.run(book(sys.argv[1:]))
