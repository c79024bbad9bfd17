"""GraphQL over HTTP, beyond what the public audits look at: bodies, names, credentials, foreign pages."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import client_of, graphql, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_user

from chatbookr_api.graphql import GraphQLEndpoint
from chatbookr_api.graphql_request import wanted_by
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Membership
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_schema.ids import global_id

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
CREDENTIALS = {"email": "ada@example.com", "password": PASSWORD}
GRAPHQL_JSON = "application/graphql-response+json"
WHO = "{ viewer { user { email } memberships { role } } }"
NOTHING = "{ __typename }"
TICK = 'mutation { taskDone(taskId: "x") { userErrors { code } } }'


@pytest.fixture
async def client(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    deployment = make_deployment(vault, clock, tmp_path)
    app = make_app(deployment, sqlite_database, Route("/graphql", GraphQLEndpoint(staff_surface(deployment))))
    async with client_of(app) as client:
        yield client


def code_of(answer: httpx.Response) -> str:
    code: str = answer.json()["errors"][0]["extensions"]["code"]
    return code


# --- who ----------------------------------------------------------------------------------------------------------


async def test_the_cookie_of_a_log_in_opens_the_api(client: httpx.AsyncClient) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="manager")
    await client.post("/login", json=CREDENTIALS)

    answer = await graphql(client, WHO)

    assert answer["data"] == {"viewer": {"user": {"email": "ada@example.com"}, "memberships": [{"role": "MANAGER"}]}}
    assert "errors" not in answer


@pytest.mark.asvs("7.2.1")
async def test_a_bearer_token_opens_the_api_until_its_session_is_over(
    client: httpx.AsyncClient, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="receptionist")
    token = (await client.post("/login", json={**CREDENTIALS, "token": True})).json()["token"]
    headers = {"authorization": f"Bearer {token}"}

    inside = await graphql(client, WHO, headers=headers)
    clock.turn(timedelta(hours=13))
    outside = await client.post("/graphql", json={"query": WHO}, headers=headers)

    assert inside["data"]["viewer"]["user"] == {"email": "ada@example.com"}
    assert outside.status_code == 401
    assert outside.headers["www-authenticate"] == "Bearer"
    assert "data" not in outside.json()
    assert code_of(outside) == "UNAUTHENTICATED"


async def test_nobody_sees_that_nobody_is_logged_in_and_no_more(client: httpx.AsyncClient) -> None:
    answer = await graphql(client, '{ viewer { user { email } } node(id: "x") { id } }')

    assert answer["data"] == {"viewer": None, "node": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"]


@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.4.2")
async def test_a_suspension_counts_from_the_next_request_on(client: httpx.AsyncClient) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="owner")
    await client.post("/login", json=CREDENTIALS)
    query, variables = "query ($id: ID!) { clinic(id: $id) { name } }", {"id": global_id("Clinic", clinic.id)}

    before = await graphql(client, query, variables)
    async with transaction() as tx:
        await Membership.filter(user_id=user.id).update(state="suspended")
        tx.tell(Change("membership", clinic.id, user.id))
    after = await graphql(client, query, variables)

    assert before["data"]["clinic"] == {"name": clinic.name}
    assert after["data"] == {"clinic": None}


@pytest.mark.attack("csrf")
@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://clinic.test.evil.test"])
async def test_a_foreign_page_cannot_use_the_cookie(client: httpx.AsyncClient, origin: str) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await client.post("/login", json=CREDENTIALS)

    answer = await client.post("/graphql", json={"query": WHO}, headers={"origin": origin})

    assert answer.status_code == 403
    assert code_of(answer) == "FORBIDDEN"
    assert "ada@" not in answer.text


# --- requests -----------------------------------------------------------------------------------------------------

BODIES: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"null", 400),
    (b"1", 400),
    (b'"x"', 400),
    (b"[]", 400),
    (b'[{"query": "{ __typename }"}]', 400),
    (b"\xff\xfe", 400),
    (b"[" * 100_000, 400),
    (b"{}", 400),
    (b'{"query": 1}', 400),
    (b'{"query": ""}', 400),
    (b'{"query": "{ __typename }", "variables": []}', 400),
    (b'{"query": "{ __typename }", "operationName": 1}', 400),
    (b'{"query": "{ __typename }", "extensions": "x"}', 400),
    (b'{"query": "{ __typename } #' + b" " * 262_144 + b'"}', 413),
]


@pytest.mark.parametrize("accept", [GRAPHQL_JSON, "application/json"])
@pytest.mark.parametrize(("body", "status"), BODIES)
async def test_what_is_no_graphql_request_is_refused_as_json_with_a_code(
    client: httpx.AsyncClient, body: bytes, status: int, accept: str
) -> None:
    headers = {"content-type": "application/json", "accept": accept}
    answer = await client.post("/graphql", content=body, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
    assert "data" not in answer.json()
    assert code_of(answer) == {400: "BAD_REQUEST", 413: "PAYLOAD_TOO_LARGE"}[status]


@pytest.mark.attack("csrf", cve="CVE-2024-47082")
@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonp"],
)
async def test_what_a_form_can_send_is_not_taken(client: httpx.AsyncClient, media_type: str) -> None:
    headers = {"content-type": media_type} if media_type else {}
    answer = await client.post("/graphql", content=json.dumps({"query": NOTHING}).encode(), headers=headers)

    assert answer.status_code == 415


@pytest.mark.attack("csrf", cve="CVE-2024-47082")
async def test_a_mutation_goes_by_post_alone(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": TICK})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert code_of(answer) == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_not_taken(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


async def test_a_subscription_by_post_is_told_where_to_go(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql", json={"query": 'subscription { bookingChanged(clinicId: "x") { __typename } }'}
    )

    assert answer.status_code == 400
    assert "WebSocket" in answer.json()["errors"][0]["message"]


TWO = "query A { __typename } query B { other: __typename }"


@pytest.mark.parametrize(("name", "is_answered"), [(None, False), ("", False), ("C", False), ("A", True), ("B", True)])
async def test_of_two_operations_one_must_be_named(
    client: httpx.AsyncClient, name: str | None, is_answered: bool
) -> None:
    body = {"query": TWO, "operationName": name}
    answer = await client.post("/graphql", json=body, headers={"accept": GRAPHQL_JSON})

    assert answer.status_code == (200 if is_answered else 400)
    assert ("data" in answer.json()) is is_answered


async def test_a_get_reads_its_variables_as_json(client: httpx.AsyncClient) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    good = await client.get("/graphql", params={"query": query, "variables": '{"id": "x"}', "operationName": ""})
    bad = await client.get("/graphql", params={"query": query, "variables": "{"})

    assert good.status_code == 200
    assert good.json()["data"] == {"node": None}
    assert bad.status_code == 400


@pytest.mark.parametrize("path", ["/graphql/", "/GraphQL"])
async def test_only_the_exact_path_is_the_api(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, json={"query": NOTHING}, follow_redirects=False)

    assert answer.status_code in (404, 307)
    assert "data" not in answer.text


async def test_a_request_error_has_no_data_and_its_status_goes_with_the_media_type(client: httpx.AsyncClient) -> None:
    answers = [
        await client.post("/graphql", json={"query": "{ nothing }"}, headers={"accept": accept})
        for accept in (GRAPHQL_JSON, "application/json")
    ]

    assert [answer.status_code for answer in answers] == [400, 200]
    assert all("data" not in answer.json() for answer in answers)
    assert {code_of(answer) for answer in answers} == {"GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (f"{GRAPHQL_JSON}, application/json;q=0.9", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.1, application/json;q=0.9", "application/json"),
        (f"{GRAPHQL_JSON};q=0", None),
        (f"{GRAPHQL_JSON}, application/json, text/event-stream", GRAPHQL_JSON),
        ("text/html", None),
        ("application/json;q=nonsense", "application/json"),
        ("application/json;q=0, */*", GRAPHQL_JSON),
        ("application/json;q=0.1, */*", GRAPHQL_JSON),
        ("application/json;q=0, application/*", GRAPHQL_JSON),
        (f"application/json;q=0, {GRAPHQL_JSON};q=0, */*", None),
        ("application/*;q=0, */*", None),
        ("*/*;q=0", None),
        ("*/*;q=0.8, application/json;q=0.9", "application/json"),
    ],
)
def test_the_answer_comes_as_the_client_prefers(accept: str | None, chosen: str | None) -> None:
    assert wanted_by(accept).media_type == chosen


async def test_several_accept_lines_are_one(client: httpx.AsyncClient) -> None:
    lines = [("accept", "text/html"), ("accept", GRAPHQL_JSON), ("accept", "application/json;q=0.5")]

    answer = await client.post("/graphql", json={"query": NOTHING}, headers=lines)

    assert answer.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"


async def test_head_is_no_way_to_ask(client: httpx.AsyncClient) -> None:
    answer = await client.head("/graphql", params={"query": "{ __typename }"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


async def test_a_client_that_takes_neither_is_told_so(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": NOTHING}, headers={"accept": "text/html"})

    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


async def test_an_operation_that_takes_too_long_is_ended(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await client.post("/login", json=CREDENTIALS)
    monkeypatch.setattr("chatbookr_api.graphql_operation.TIMEOUT_SECONDS", 0)

    answer = await client.post("/graphql", json={"query": WHO})

    assert answer.status_code == 503
    assert "data" not in answer.json()
