"""While a database is away or full, requests are told so and when to come again, and deliveries are sent again."""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
from graphql import GraphQLError
from starlette.requests import Request
from strawberry.types import ExecutionResult
from tests.api.test_hooks import BODY, Door, opened_door
from tests.full_disk import full_disk, path_of
from tests.own_house import OwnHouse, own_house
from tests.servers import OwnPostgres

from chatbookr_api.graphql_answer import answered
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened
from chatbookr_core.errors import DatabaseUnavailable
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import InboundDelivery
from chatbookr_schema.context import AnswerHead
from chatbookr_schema.errors import published_all

GRAPHQL_JSON = "application/graphql-response+json"
House = tuple[OwnPostgres, Door]


@pytest.mark.integration  # a file of its own, which cannot grow
async def test_deliveries_that_a_full_disk_does_not_take_come_again(
    sqlite_database: Database, clock: TurnableClock, vault: Vault, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = sqlite_database.url
    async with opened_door(url, clock, vault, tmp_path) as door:
        with full_disk(path_of(url)):
            refused = await door.post(BODY)
        assert await InboundDelivery.all().count() == 0
        taken = await door.post(BODY)

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    assert refused.json()["errors"][0]["extensions"]["code"] == "DATABASE_FULL"
    assert len([one for one in caplog.records if "make room on its disk" in one.getMessage()]) == 1
    assert taken.status_code == 200
    assert await InboundDelivery.all().count() == 1


@pytest.fixture
def own() -> Iterator[OwnHouse]:
    with own_house() as own:
        yield own


@pytest.fixture
async def house(own: OwnHouse, clock: TurnableClock, vault: Vault, tmp_path: Path) -> AsyncIterator[House]:
    server, url = own
    async with opened(url), opened_door(url, clock, vault, tmp_path) as door:
        yield server, door


@pytest.mark.postgres
async def test_requests_are_told_to_come_again_and_deliveries_are_not_lost(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    server, door = house
    assert (await door.post(BODY)).status_code == 200
    await InboundDelivery.all().count()  # so that this loop's own pool has a session, too
    server.stop()
    try:
        caplog.clear()
        refused = [
            await door.post(BODY + b" "),
            await door.api.post("/login", json={"email": "ada@example.com", "password": "wrong"}),
            await door.api.post(
                "/graphql", json={"query": "{ viewer { __typename } }"}, headers={"authorization": "Bearer a.b"}
            ),
        ]
    finally:
        server.start()

    assert [one.status_code for one in refused] == [503] * 3
    assert [one.json()["errors"][0]["extensions"]["code"] for one in refused] == ["DATABASE_UNAVAILABLE"] * 3
    assert [one.headers["retry-after"] for one in refused] == ["2"] * 3
    failed = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert len(failed) == 3
    assert [line for line in failed if "\n" in line or "DATABASE_UNAVAILABLE" not in line] == []

    assert (await door.post(BODY + b" ")).status_code == 200
    assert await InboundDelivery.all().count() == 2


def answer_of(data: Mapping[str, object] | None, problem: Exception) -> tuple[int, dict[str, str]]:
    errors = published_all([GraphQLError("failed", path=["field"], original_error=problem)], "an id")
    request = Request({"type": "http", "method": "POST", "headers": []})
    response = answered(request, ExecutionResult(dict(data) if data else None, errors), GRAPHQL_JSON, AnswerHead())
    return response.status_code, dict(response.headers)


def test_an_operation_that_found_no_database_is_a_503() -> None:
    for data in (None, {"field": None}):
        status, headers = answer_of(data, DatabaseUnavailable())
        assert (status, headers["retry-after"]) == (503, "2")


def test_what_there_is_of_an_answer_is_given() -> None:
    assert answer_of({"field": None, "other": 1}, DatabaseUnavailable())[0] == 200


def test_other_errors_of_a_field_are_no_503() -> None:
    assert answer_of({"field": None}, RuntimeError())[0] == 200
