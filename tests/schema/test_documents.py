"""What a document may ask for at all, and what leaves the house when something goes wrong."""

import logging
from pathlib import Path
from time import process_time
from uuid import uuid4

import pytest
import strawberry
from graphql import DocumentNode, GraphQLError, GraphQLSchema, get_introspection_query, parse
from tests.api.clients import make_deployment
from tests.schema.desk import ask, make_desk

from chatbookr_core import errors as core
from chatbookr_core.bookings.agenda import BOOKING_ORDERS
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.queries import CONVERSATION_ORDERS
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role
from chatbookr_schema import nodes
from chatbookr_schema.build import build, staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.documents import KEPT, KEPT_FOR_NOW, Known, KnownDocuments, parsed
from chatbookr_schema.errors import CODES, published
from chatbookr_schema.field import Public, field
from chatbookr_schema.paging import read_cursor, write_cursor

NOBODY = StaffActor(uuid4(), uuid4(), {})


@pytest.fixture
def deployment(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


# --- limits -------------------------------------------------------------------------------------------------------

SPREADS = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(200))
HOSTILE = {
    "deep": "{ viewer " + "{ a " * 13 + "}" * 14,
    "wide": "{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(16)) + " }",
    "decorated": "{ viewer " + "@skip(if: false) " * 60 + "{ __typename } }",
    "long": "{ " + "viewer { __typename } " * 1000 + " }",
    "mutations": "mutation { " + " ".join(f'a{n}: taskDone(taskId: "x") {{ __typename }}' for n in range(5)) + " }",
    "nested": "{ viewer " + "{ a " * 5000,
    "cycle": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "bomb": "{ ...F0 } " + SPREADS + " fragment F200 on Query { viewer { __typename } }",
    "unknown": "{ viewer { bodys } }",
    "aliases in fragments": "{ ...A } fragment A on Query { "
    + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(60))
    + " }",
    "introspection loop": "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_is_refused_quickly_and_with_a_code(deployment: Deployment, name: str) -> None:
    await ask(deployment, NOBODY, "{ viewer { __typename } }")
    started = process_time()  # of a core: what else the machine does is none of it

    answer = await ask(deployment, NOBODY, HOSTILE[name])

    assert answer.data is None
    assert set(answer.codes) <= {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}
    assert answer.codes
    assert process_time() - started < 1.0
    assert "Did you mean" not in str(answer)


async def test_a_refused_document_is_parsed_once_for_a_request_and_soon_forgotten(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(text: str, max_tokens: int) -> DocumentNode:
        read.append(text)
        return parse(text, max_tokens=max_tokens)

    monkeypatch.setattr("chatbookr_schema.documents.parse", noted)
    refused = [f"{{ viewer {{ bodys{number} }} }}" for number in range(KEPT_FOR_NOW + 1)]

    for document in refused:
        await ask(deployment, NOBODY, document)
    assert read == refused

    await ask(deployment, NOBODY, refused[-1])
    await ask(deployment, NOBODY, refused[0])
    assert read == [*refused, refused[0]]


@pytest.mark.parametrize(
    ("name", "said"),
    [("deep", "levels deep"), ("wide", "aliases"), ("decorated", "directives"), ("mutations", "mutations")],
)
async def test_a_refusal_says_which_limit_it_is_about(deployment: Deployment, name: str, said: str) -> None:
    answer = await ask(deployment, NOBODY, HOSTILE[name])

    assert any(said in error["message"] for error in answer.errors)


async def test_what_a_front_end_asks_for_is_within_the_limits(deployment: Deployment) -> None:
    answer = await ask(deployment, NOBODY, get_introspection_query())

    assert answer.errors == []


async def test_it_must_be_said_which_operation_is_meant(deployment: Deployment) -> None:
    answer = await ask(deployment, NOBODY, "query A { viewer { __typename } } query B { viewer { __typename } }")

    assert answer.data is None
    assert answer.codes == ["BAD_REQUEST"]


async def test_a_variable_of_the_wrong_type_is_the_callers_fault(deployment: Deployment) -> None:
    answer = await ask(deployment, NOBODY, "query ($id: ID!) { node(id: $id) { id } }", {"id": [1]})

    assert answer.data is None
    assert answer.codes == ["BAD_USER_INPUT"]


def test_the_cache_of_documents_stays_small() -> None:
    known = KnownDocuments()
    for number in range(KEPT + 20):
        known.prepared(staff_schema()._schema, f"query Q{number} {{ viewer {{ __typename }} }}")

    assert len(known._known) == KEPT


async def test_no_limiter_is_made_for_a_request(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    validated: list[str] = []

    def counting(schema: GraphQLSchema, query: str) -> Known:
        validated.append("once")
        return parsed(schema, query)

    monkeypatch.setattr("chatbookr_schema.documents.parsed", counting)
    for _ in range(3):
        await ask(deployment, NOBODY, f"query Once{id(validated)} {{ viewer {{ __typename }} }}")

    assert validated == ["once"]


# --- pages --------------------------------------------------------------------------------------------------------

PAGE = """query ($clinic: ID!, $first: Int, $last: Int, $after: String, $before: String) {
  bookings(clinicId: $clinic, first: $first, last: $last, after: $after, before: $before) { nodes { id } }
}"""


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"first": 101}, "first"),
        ({"first": -1}, "first"),
        ({"last": 101}, "last"),
        ({"first": 1, "last": 1}, "last"),
        ({"after": "x"}, "after"),
        ({"before": ""}, "before"),
        ({"after": "é" * 10}, "after"),
        ({"after": "A" * 10_000}, "after"),
    ],
)
async def test_a_bad_page_is_refused_before_anything_is_read(
    deployment: Deployment, vault: Vault, clock: TurnableClock, arguments: dict[str, object], field: str
) -> None:
    desk = await make_desk(vault, clock.now())

    answer = await ask(deployment, desk.actor(Role.OWNER), PAGE, {"clinic": desk.id_of("Clinic"), **arguments})

    assert answer.data == {"bookings": None}
    assert answer.errors[0]["extensions"] == {"code": "BAD_USER_INPUT", "field": [field], "requestId": "request-1"}


async def test_a_cursor_of_another_list_is_refused(deployment: Deployment, vault: Vault, clock: TurnableClock) -> None:
    desk = await make_desk(vault, clock.now())
    query = "query ($clinic: ID!) { conversations(clinicId: $clinic) { edges { cursor } } }"
    owner, clinic = desk.actor(Role.OWNER), desk.id_of("Clinic")

    cursor = (await ask(deployment, owner, query, {"clinic": clinic})).data["conversations"]["edges"][0]["cursor"]
    answer = await ask(deployment, owner, PAGE, {"clinic": clinic, "after": cursor})

    assert answer.codes == ["BAD_USER_INPUT"]


def test_a_cursor_that_was_tampered_with_is_refused(clock: TurnableClock) -> None:
    cursor = write_cursor(BOOKING_ORDERS["starts_at"], (clock.now(), uuid4()), b"key")
    flipped = cursor[:30] + ("A" if cursor[30] != "A" else "B") + cursor[31:]

    assert read_cursor(cursor, BOOKING_ORDERS["starts_at"], b"key", "after")[0] == clock.now()
    for value, order, secret in (
        (flipped, BOOKING_ORDERS["starts_at"], b"key"),
        (cursor, BOOKING_ORDERS["starts_at"], b"other"),
        (cursor, CONVERSATION_ORDERS["last_message_at"], b"key"),
    ):
        with pytest.raises(InvalidInput):
            read_cursor(value, order, secret, "after")


# --- errors -------------------------------------------------------------------------------------------------------


def _all(kind: type[core.ChatbookrError]) -> list[type[core.ChatbookrError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _all(child))]


@pytest.mark.parametrize("kind", [one for one in _all(core.ChatbookrError) if one.__module__ == core.__name__])
def test_every_error_of_core_has_a_code_here(kind: type[core.ChatbookrError]) -> None:
    assert kind in CODES


async def test_an_unexpected_error_is_masked_and_found_again_by_its_id(
    deployment: Deployment,
    vault: Vault,
    clock: TurnableClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = await make_desk(vault, clock.now())

    async def broken(*_: object) -> None:
        raise ValueError("SELECT secret FROM somewhere")

    monkeypatch.setattr("chatbookr_schema.roots.find_node", broken)
    with caplog.at_level(logging.ERROR):
        answer = await ask(deployment, desk.actor(Role.OWNER), '{ node(id: "x") { id } viewer { __typename } }')

    assert nodes.find_node is not broken
    assert answer.data == {"node": None, "viewer": {"__typename": "Viewer"}}
    (error,) = answer.errors
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "request-1"}
    assert "secret" not in str(answer)
    assert "request-1" in caplog.text


@pytest.mark.parametrize(
    ("original", "extensions"),
    [
        (core.NotFound(), {"code": "NOT_FOUND"}),
        (core.InvalidInput("no", field="where.from"), {"code": "BAD_USER_INPUT", "field": ["where", "from"]}),
        (core.LimitExceeded(retry_after_seconds=7), {"code": "RATE_LIMITED", "retryAfterSeconds": 7}),
        (core.LeaseLost(), {"code": "INTERNAL_SERVER_ERROR"}),
        (
            PermissionDenied(Permission.JOB_READ),
            {"code": "FORBIDDEN", "requiredPermissions": [Permission.JOB_READ.value]},
        ),
        (GraphQLError("secret"), {"code": "INTERNAL_SERVER_ERROR"}),
        (RuntimeError("secret"), {"code": "INTERNAL_SERVER_ERROR"}),
    ],
)
def test_errors_are_published_with_what_a_client_may_know(original: Exception, extensions: dict[str, object]) -> None:
    error = GraphQLError("secret", path=["field"], original_error=original)

    found = published(error, "r")

    assert found.extensions == {**extensions, "requestId": "r"}
    assert "secret" not in found.message
    assert found.path == ["field"]


async def test_a_value_given_at_run_time_is_the_callers_fault_and_named(deployment: Deployment) -> None:
    query = 'query ($id: ID = "x") { node(id: $id) { id } viewer { __typename } }'

    answer = await ask(deployment, NOBODY, query, {"id": None})

    assert answer.data == {"node": None, "viewer": {"__typename": "Viewer"}}
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "id" in answer.errors[0]["message"]


async def test_a_result_that_does_not_fit_the_schema_is_logged_and_found_again_by_its_id(
    deployment: Deployment, caplog: pytest.LogCaptureFixture
) -> None:
    @strawberry.type(description="All.")
    class Wrong:
        @field("A number.", policy=Public("It is a test's."))  # type: ignore[untyped-decorator]  # Strawberry's are
        def number(self) -> int | None:
            return "a patient's words"  # type: ignore[return-value]  # what a bug would do

    context = Context(deployment, None, "request-1")
    with caplog.at_level(logging.ERROR):
        result = await build(Wrong, None, None).execute("{ number }", context_value=context)

    assert result.data == {"number": None}
    assert [error.extensions for error in result.errors or ()] == [
        {"code": "INTERNAL_SERVER_ERROR", "requestId": "request-1"}
    ]
    assert "request-1" in caplog.text
    assert "words" not in caplog.text


async def test_a_denial_names_what_was_denied_and_what_it_needs(
    deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    query = "query ($id: ID!) { jobs: clinic(id: $id) { id patients: practitioners { nodes { id } } } }"

    answer = await ask(deployment, desk.actor(None), query, {"id": desk.id_of("Clinic")})

    assert answer.errors[0]["extensions"] == {
        "code": "FORBIDDEN",
        "coordinate": "Query.clinic",
        "requiredPermissions": ["clinic:read"],
        "requestId": "request-1",
    }
