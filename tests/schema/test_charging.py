"""Charging at the schema itself: streams pay as answers do, subscriptions for each event, the host for nothing."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
import strawberry
from tests.api.clients import make_deployment
from tests.schema.desk import Desk, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.spending.rules import Terms
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import build, staff_schema
from chatbookr_schema.charging import payer_of
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Public, field, object_type, subscription
from chatbookr_schema.subscriptions import Event

PAGE = "query ($clinic: ID!) { bookings(clinicId: $clinic) { nodes { id } } }"
DEAR = """query ($clinic: ID!) {
  conversations(clinicId: $clinic, first: 50) { nodes { messages(first: 50) { nodes { id } } } }
}"""


@pytest.fixture
def deployment(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path, cost_capacity=1000, cost_restored_per_second=10)


@pytest.fixture
async def desk(deployment: Deployment, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


def context_of(deployment: Deployment, actor: StaffActor, *, is_host: bool = False) -> Context:
    return Context(deployment, actor, "request-1", payer=None if is_host else payer_of(actor, None))


async def streamed(context: Context, query: str, desk: Desk) -> AsyncGenerator[Any, None]:
    results: Any = await staff_schema().stream(query, {"clinic": desk.id_of("Clinic")}, context)
    async with aclosing(results):
        async for result in results:
            yield result


async def test_a_query_over_a_stream_pays_as_any_other(deployment: Deployment, desk: Desk) -> None:
    context = context_of(deployment, desk.actor(Role.OWNER))

    (result,) = [one async for one in streamed(context, PAGE, desk)]
    (refused,) = [one async for one in streamed(context, DEAR, desk)]

    assert result.extensions["cost"] == {
        "requested": 21, "actual": 2, "maximum": 1000, "available": 998, "restoreRate": 10,
    }  # fmt: skip
    assert [error.extensions["code"] for error in refused.errors] == ["COST_EXCEEDED"]
    assert refused.data is None


async def test_the_host_itself_pays_nothing(deployment: Deployment, desk: Desk) -> None:
    context = context_of(deployment, desk.actor(Role.OWNER), is_host=True)

    for _ in range(100):
        result = await staff_schema().execute(PAGE, {"clinic": desk.id_of("Clinic")}, context)

    assert result.extensions == {"cost": {"requested": 21, "actual": 2}}
    assert context.answer.headers == {}


PUBLIC = Public("It is a test's.")


@object_type("A tick of a clock.")
class Tick:
    number: int = field("Which.", policy=OF_PARENT)

    @field("What comes after it.", policy=OF_PARENT, lists=100)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
    def later(self) -> list["Tick"]:
        return [Tick(number=self.number + more) for more in range(1, 3)]


@strawberry.type(description="Ticks.")
class Ticks:
    @subscription("Three ticks.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
    async def ticks(self, info: Info) -> AsyncGenerator[Tick | None, None]:
        for number in range(3):
            yield Event(Tick(number=number), info.context.renewed(info.context.principal()))  # type: ignore[misc]  # unpacked by the executor


@strawberry.type(description="Nothing.")
class Nothing:
    @field("Nothing.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
    def nothing(self) -> str | None:
        return None


async def ticks_of(context: Context, selection: str) -> list[Any]:
    schema = build(Nothing, None, Ticks)
    results: Any = await schema.stream(f"subscription {{ ticks {{ {selection} }} }}", None, context)
    async with aclosing(results):
        return [one async for one in results]


async def test_every_event_of_a_subscription_is_paid_for(deployment: Deployment, desk: Desk) -> None:
    context = context_of(deployment, desk.actor(Role.OWNER))

    seen = await ticks_of(context, "number later { number }")

    assert [one.data["ticks"]["number"] for one in seen] == [0, 1, 2]
    assert [one.extensions["cost"]["actual"] for one in seen] == [3, 3, 3]
    assert [one.extensions["cost"]["available"] for one in seen] == [997, 994, 991]


async def test_an_event_that_cannot_be_paid_is_not_shown(deployment: Deployment, desk: Desk) -> None:
    context = context_of(deployment, desk.actor(Role.OWNER))
    assert context.payer is not None
    await deployment.spending.take(context.payer, 995, Terms(1000, 10), context.now)

    seen = await ticks_of(context, "number later { number }")

    assert [one.data is None for one in seen] == [False, True, True]
    assert [[error.extensions["code"] for error in one.errors or ()] for one in seen] == [
        [], ["RATE_LIMITED"], ["RATE_LIMITED"],
    ]  # fmt: skip


async def test_a_subscription_whose_events_are_too_dear_does_not_begin(deployment: Deployment, desk: Desk) -> None:
    context = context_of(deployment, desk.actor(Role.OWNER))

    (refused,) = await ticks_of(context, "later { later { number } }")

    assert [error.extensions["code"] for error in refused.errors] == ["COST_EXCEEDED"]
    assert refused.data is None
