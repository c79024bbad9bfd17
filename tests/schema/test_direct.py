"""A query run directly is answered as the long way answers it: data, errors and price."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.api.clients import make_deployment
from tests.schema.desk import Desk, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.roles import Role
from chatbookr_schema import direct, surface_schema
from chatbookr_schema.build import staff_schema
from chatbookr_schema.charging import payer_of
from chatbookr_schema.context import Context
from chatbookr_schema.surface_schema import ChatbookrSchema

LIST = "query A($clinic: ID!, $first: Int) { bookings(clinicId: $clinic, first: $first) { nodes { id notes } } }"
TWO = f"{LIST} query B {{ viewer {{ email }} }}"
FRAGMENTS = """
query ($clinic: ID!, $isWanted: Boolean!) { bookings(clinicId: $clinic) { ...Page @include(if: $isWanted) } }
fragment Page on BookingConnection { totalCount nodes { ...Own } }
fragment Own on Booking { __typename reference patient { name } }"""
Case = tuple[str, Mapping[str, Any], str | None]
DIRECT: dict[str, Case] = {
    "a list": (LIST, {"first": 5}, None),
    "one of two": (TWO, {}, "B"),
    "fragments": (FRAGMENTS, {"isWanted": True}, None),
    "fragments left out": (FRAGMENTS, {"isWanted": False}, None),
    "a variable of another type": (LIST, {"first": "five"}, None),
    "a variable that is missing": (LIST, {"clinic": None}, None),
    "a variable that is too long": (LIST, {"ids": ["x"] * 101}, None),
    "a page that is too long": (LIST, {"first": 101}, None),
    "too dear": (
        "query ($clinic: ID!) { bookings(clinicId: $clinic, first: 100) { nodes { "
        "conversation { messages(first: 100) { nodes { id } } } } } }",
        {},
        None,
    ),
    "nothing": ("{ viewer { email } }", {}, None),
}
LONG: dict[str, Case] = {
    "two operations and no name": (TWO, {}, None),
    "not valid": ("{ nothing }", {}, None),
    "not GraphQL": ("{", {}, None),
    "the schema itself": ("{ __schema { queryType { name } } }", {}, None),
    "its types": ('{ viewer { email } __type(name: "Booking") { name } }', {}, None),
}


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


async def answer(deployment: Deployment, desk: Desk, role: Role | None, case: Case) -> tuple[Any, ...]:
    """Execute, and return all that a client would see, apart from what is left in a budget."""
    query, variables, name = case
    actor = desk.actor(role) if role else None
    context = Context(deployment, actor, "request-1", payer=payer_of(actor, "203.0.113.1"))
    given = {"clinic": desk.id_of("Clinic"), **variables}
    result = await staff_schema().execute(query, given, context, operation_name=name)
    cost = {one: value for one, value in ((result.extensions or {}).get("cost") or {}).items() if one != "available"}
    return (
        orjson.dumps(result.data),
        [error.formatted for error in result.errors or ()],
        cost,
        sorted(context.answer.headers),
    )


@pytest.mark.exhaustive  # each document as each asker
@pytest.mark.parametrize("role", [Role.OWNER, Role.RECEPTIONIST, Role.AUDITOR, None])
@pytest.mark.parametrize("case", [*DIRECT, *LONG])
async def test_both_ways_give_one_answer(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch, role: Role | None, case: str
) -> None:
    chosen = {**DIRECT, **LONG}[case]

    shorts = [await answer(deployment, desk, role, chosen) for _ in range(3)]  # the third one may go straight through
    monkeypatch.setattr(ChatbookrSchema, "is_direct", False)
    long = await answer(deployment, desk, role, chosen)

    assert shorts == [long, long, long]


@pytest.mark.parametrize(("case", "is_direct"), [*((one, True) for one in DIRECT), *((one, False) for one in LONG)])
async def test_what_is_a_plain_query_is_run_directly_and_nothing_else(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch, case: str, is_direct: bool
) -> None:
    ran = []
    run_query = direct.run_query

    async def noted(*arguments: Any) -> Any:
        ran.append(arguments)
        return await run_query(*arguments)

    monkeypatch.setattr(surface_schema, "run_query", noted)

    await answer(deployment, desk, Role.OWNER, {**DIRECT, **LONG}[case])

    assert bool(ran) is is_direct


async def test_a_change_goes_the_long_way(deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surface_schema, "run_query", None)  # to call it would fail
    change = "mutation ($id: ID!) { conversationMarkRead(conversationId: $id) { userErrors { code } } }"

    data, errors, _, _ = await answer(deployment, desk, Role.OWNER, (change, {"id": desk.id_of("Conversation")}, None))

    assert (orjson.loads(data), errors) == ({"conversationMarkRead": {"userErrors": []}}, [])
