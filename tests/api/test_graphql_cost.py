"""What a request costs, over HTTP: refused above the most, told in the answer, 429 when all is spent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import client_of, make_app, make_deployment
from tests.factories import make_membership, make_user
from tests.schema.desk import Desk, make_desk

from chatbookr_api.graphql import GraphQLEndpoint
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CostBucket
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.sessions import log_in

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
PAGE = (
    "query ($clinic: ID!, $first: Int) { bookings(clinicId: $clinic, first: $first) { nodes { id patient { id } } } }"
)
TWO_LEVELS = """query ($clinic: ID!) {
  conversations(clinicId: $clinic, first: 50) { nodes { messages(first: 50) { nodes { id } } } }
}"""


@dataclass
class Front:
    """A client of a logged-in receptionist."""

    client: httpx.AsyncClient
    desk: Desk
    clock: TurnableClock

    async def ask(self, query: str, first: int | None = None, **headers: str) -> httpx.Response:
        body = {"query": query, "variables": {"clinic": self.desk.id_of("Clinic"), "first": first}}
        return await self.client.post("/graphql", json=body, headers=headers)


@pytest.fixture
async def front(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Front]:
    deployment = make_deployment(vault, clock, tmp_path, cost_capacity=1000, cost_restored_per_second=10)
    desk = await make_desk(vault, clock.now())
    await make_membership(
        await make_user(email="ada@example.com", password_hash=HASH), desk.clinic, role="receptionist"
    )
    session = await log_in(deployment, "ada@example.com", PASSWORD)
    app = make_app(deployment, database, Route("/graphql", GraphQLEndpoint(staff_surface(deployment))))
    async with client_of(app, headers={"authorization": f"Bearer {session.token}"}) as client:
        yield Front(client, desk, clock)


def cost_of(answer: httpx.Response) -> dict[str, Any]:
    cost: dict[str, Any] = answer.json()["extensions"]["cost"]
    return cost


def error_of(answer: httpx.Response) -> dict[str, Any]:
    assert "data" not in answer.json()
    (error,) = answer.json()["errors"]
    extensions: dict[str, Any] = error["extensions"]
    return extensions


async def test_an_answer_says_what_it_cost_and_what_is_left(front: Front) -> None:
    answer = await front.ask(PAGE, first=40)

    assert cost_of(answer) == {"requested": 81, "actual": 3, "maximum": 1000, "available": 997, "restoreRate": 10}
    assert {name: value for name, value in answer.headers.items() if name.startswith("ratelimit")} == {
        "ratelimit-limit": "1000",
        "ratelimit-remaining": "997",
        "ratelimit-reset": "1",
        "ratelimit-policy": '"cost";q=1000;w=100',
        "ratelimit": '"cost";r=997;t=1',
    }


async def test_too_dear_an_operation_is_refused_before_anything_is_read(front: Front) -> None:
    answer = await front.ask(TWO_LEVELS, accept="application/graphql-response+json")

    assert answer.status_code == 400
    assert error_of(answer) == {
        "code": "COST_EXCEEDED",
        "requested": 2601,
        "mostPerOperation": 1000,
        "requestId": answer.headers["x-request-id"],
    }
    assert not await CostBucket.all().exists()


async def test_a_price_follows_the_variables_of_a_document_that_is_known(front: Front) -> None:
    prices = [cost_of(await front.ask(PAGE, first=first))["requested"] for first in (1, 100, None, 1)]

    assert prices == [3, 201, 41, 3]


async def test_who_has_spent_everything_is_told_when_to_come_again(front: Front) -> None:
    cost = {}
    while (answer := await front.ask("{ viewer { __typename } __schema { __typename } }")).status_code == 200:
        cost = cost_of(answer)
    front.clock.turn(timedelta(seconds=int(answer.headers["retry-after"])))
    later = await front.ask("{ viewer { __typename } }")

    assert cost["available"] < 101
    assert answer.status_code == 429
    assert error_of(answer)["code"] == "RATE_LIMITED"
    assert error_of(answer)["retryAfterSeconds"] == int(answer.headers["retry-after"]) > 0
    assert answer.headers["ratelimit-remaining"] == "0"
    assert later.status_code == 200


async def test_variables_that_do_not_fit_are_paid_for(front: Front) -> None:
    body = {"query": PAGE, "variables": {"clinic": {"a": 1}}}
    refused = await front.client.post("/graphql", json=body)
    after = await front.ask(PAGE, first=1)

    assert error_of(refused)["code"] == "BAD_USER_INPUT"
    assert refused.headers["ratelimit-remaining"] == "990"
    assert cost_of(after)["available"] == 987


async def test_who_has_spent_all_on_variables_that_do_not_fit_is_told_to_wait(front: Front) -> None:
    body = {"query": PAGE, "variables": {"clinic": {"a": 1}}}
    answers = [await front.client.post("/graphql", json=body) for _ in range(101)]

    assert answers[-1].status_code == 429
    assert error_of(answers[-1])["code"] == "RATE_LIMITED"
    assert {answer.status_code for answer in answers[:-1]} <= {200, 400}


async def test_what_is_refused_as_a_document_costs_nothing(front: Front) -> None:
    for query in ("{ nothing }", "{", "query A { __typename } query B { __typename }"):
        answer = await front.ask(query)
        assert "extensions" not in answer.json()

    assert cost_of(await front.ask("{ viewer { __typename } }"))["available"] == 999


async def test_a_list_in_the_variables_is_held_to_the_limit(front: Front) -> None:
    deep: Any = "x"
    for _ in range(20):
        deep = {"a": deep}
    for variables, named in (({"input": {"ids": ["x"] * 101}}, ["input", "ids"]), ({"a": deep}, ["a"])):
        answer = await front.client.post("/graphql", json={"query": "{ __typename }", "variables": variables})
        request_id = answer.headers["x-request-id"]
        assert error_of(answer) == {"code": "BAD_USER_INPUT", "field": named, "requestId": request_id}
    allowed = await front.client.post("/graphql", json={"query": "{ __typename }", "variables": {"a": [["x"] * 100]}})

    assert allowed.json()["data"] == {"__typename": "Query"}


async def test_strangers_have_a_tenth_and_write_no_row(front: Front) -> None:
    del front.client.headers["authorization"]

    answer = await front.ask("{ viewer { __typename } }")
    dear = await front.ask("{ __schema { __typename } }")

    assert cost_of(answer) == {"requested": 1, "actual": 1, "maximum": 100, "available": 99, "restoreRate": 1}
    assert dear.status_code == 429
    assert dear.headers["retry-after"] == "1"
    assert not await CostBucket.all().exists()
