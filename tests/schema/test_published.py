"""What leaves the house of an error: under which request it was found, and in our log what is ours to mend."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from graphql import GraphQLError
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.schema.desk import ask, make_desk

from chatbookr_api.errors import status_of
from chatbookr_core import errors as core
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.errors import FileRefused
from chatbookr_core.models import Patient
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.errors import CODES, CodedError, forbidden, published, published_all

PAGE = "bookings(clinicId: $c, first: 100) { nodes { conversation { messages(first: 100) { nodes { id } } } } }"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ x", "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($c: ID!) { clinic(id: $c) { name } }", "BAD_USER_INPUT"),
        ('{ clinic(id: "zz") { name } }', "BAD_USER_INPUT"),
        (f'query ($c: ID! = "x") {{ {PAGE} }}', "COST_EXCEEDED"),
        ("query A { __typename } query B { __typename }", "BAD_REQUEST"),
        ('{ deadJobs(clinicId: "x") { nodes { id } } }', "FORBIDDEN"),
    ],
)
async def test_every_error_says_by_which_request_it_is_found_again(
    deployment: Deployment, sqlite_database: Database, vault: Vault, clock: TurnableClock, query: str, code: str
) -> None:
    actor = (await make_desk(vault, clock.now())).actor(Role.RECEPTIONIST)

    for request_id in ("first", "second"):
        result = await schema_of("staff").execute(query, context_value=Context(deployment, actor, request_id))

        told = [error.extensions or {} for error in result.errors or ()]
        assert [(one["code"], one["requestId"]) for one in told] == [(code, request_id)]


def test_an_error_that_is_kept_for_other_requests_is_left_as_it_is() -> None:
    kept = CodedError("That is no document.", "GRAPHQL_PARSE_FAILED")

    told = published(kept, "request-1")

    assert told.extensions == {"code": "GRAPHQL_PARSE_FAILED", "requestId": "request-1"}
    assert kept.extensions == {"code": "GRAPHQL_PARSE_FAILED"}


def test_a_coordinate_is_told_once_and_everything_else_each_time() -> None:
    closed = [forbidden([Permission.JOB_READ], "Query.deadJobs") for _ in range(2)]
    missing = [GraphQLError("x", path=[name], original_error=core.NotFound()) for name in "ab"]

    told = published_all([*closed, *missing], "request-1")

    assert [(one.extensions or {})["code"] for one in told] == ["FORBIDDEN", "NOT_FOUND", "NOT_FOUND"]


async def test_a_value_that_does_not_open_is_in_our_log_under_the_request(
    deployment: Deployment,
    sqlite_database: Database,
    vault: Vault,
    clock: TurnableClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = await make_desk(vault, clock.now())
    async with writing():
        await Patient.filter(id=desk.patient.id).update(name_sealed=b"\x01garbage" * 10)

    query = "query ($c: ID!) { patients(clinicId: $c) { nodes { name } } }"
    with caplog.at_level(logging.ERROR):
        answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})

    assert answer.codes == ["CANNOT_UNSEAL"]
    assert answer.errors[0]["extensions"]["requestId"] == "request-1"
    assert "request request-1 failed: CANNOT_UNSEAL" in caplog.text
    assert "garbage" not in caplog.text


@pytest.mark.parametrize("kind", CODES)
def test_what_is_our_fault_is_logged_and_nothing_else(
    kind: type[core.ChatbookrError], caplog: pytest.LogCaptureFixture
) -> None:
    made: dict[type[core.ChatbookrError], Callable[[], core.ChatbookrError]] = {
        core.InvalidInput: lambda: core.InvalidInput("no"),
        core.CredentialsRefused: lambda: core.CredentialsRefused("no"),
        core.LimitExceeded: lambda: core.LimitExceeded(retry_after_seconds=1),
        FileRefused: lambda: FileRefused("empty"),
    }
    original: core.ChatbookrError = made.get(kind, kind)()

    with caplog.at_level(logging.ERROR):
        published(GraphQLError("x", path=["field"], original_error=original), "request-1")

    assert bool(caplog.records) is (status_of(original) >= 500)
