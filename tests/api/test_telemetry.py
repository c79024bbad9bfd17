"""What operators learn of an operation: how it went and what it cost, and not one word of what was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.routing import Route
from tests.api.clients import PASSWORD, client_of, graphql, make_app, make_deployment
from tests.api.serving import served, tell
from tests.api.sockets import entered, listeners, subscribe
from tests.factories import make_membership, make_user
from tests.partner_rows import make_api_key
from tests.schema.desk import NAME, Desk, make_desk

from chatbookr_api import telemetry
from chatbookr_api.app import surface_routes
from chatbookr_api.graphql import GraphQLEndpoint
from chatbookr_api.payloads import LazyPayloads
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.partners.queries import find_key_actor
from chatbookr_core.partners.rules import token_from
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.webhooks.payloads import Document, Executed, Skipped
from chatbookr_core.webhooks.rules import NOT_CONCERNED
from chatbookr_permissions.actions import Permission
from chatbookr_schema.surface_schema import ChatbookrSchema
from chatbookr_schema.trusted import document_id_of

HASH = hash_password_now(PASSWORD)
CANARY = "canary-argument"
LIST = """
query CanaryName($clinic: ID!, $after: String) {
  bookings(clinicId: $clinic, first: 5, after: $after) {
    nodes { id notes patient { name } service { practitioners { id } } }
  }
}"""


class Seen:
    """What was exported."""

    def __init__(self) -> None:
        self.spans = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.traces, self.meters = TracerProvider(), MeterProvider([self.reader])
        self.traces.add_span_processor(SimpleSpanProcessor(self.spans))

    def metrics(self) -> dict[str, list[tuple[dict[str, Any], Any]]]:
        """Map each metric to its points: labels, and the sum of what was recorded."""
        data = self.reader.get_metrics_data()
        found: dict[str, list[tuple[dict[str, Any], Any]]] = {}
        for resource in data.resource_metrics if data else ():
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    points = [
                        (dict(point.attributes or {}), getattr(point, "sum", getattr(point, "value", None)))
                        for point in metric.data.data_points
                    ]
                    found[metric.name] = points
        return found


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    seen = Seen()
    monkeypatch.setattr(trace, "get_tracer", seen.traces.get_tracer)
    monkeypatch.setattr(metrics, "get_meter", seen.meters.get_meter)
    yield seen
    seen.traces.shutdown()
    seen.meters.shutdown()


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


@pytest.fixture
async def client(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, desk: Desk, seen: Seen
) -> AsyncIterator[httpx.AsyncClient]:
    user = await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, desk.clinic, role="receptionist")
    deployment = make_deployment(vault, clock, tmp_path, telemetry=True)
    app = make_app(deployment, sqlite_database, Route("/graphql", GraphQLEndpoint(staff_surface(deployment))))
    async with client_of(app) as client:
        (await client.post("/login", json={"email": "ada@example.com", "password": PASSWORD})).raise_for_status()
        yield client


@pytest.mark.integration
async def test_an_operation_leaves_a_span_and_its_metrics(client: httpx.AsyncClient, desk: Desk, seen: Seen) -> None:
    answer = await graphql(client, LIST, {"clinic": desk.id_of("Clinic")})

    (span,) = seen.spans.get_finished_spans()
    found = seen.metrics()
    assert answer["data"]["bookings"]["nodes"][0]["patient"]["name"] == NAME
    assert span.name == "query"
    assert span.attributes is not None
    assert span.attributes["graphql.operation.type"] == "query"
    assert span.attributes["chatbookr.denied"] == ("Booking.notes",)
    assert span.attributes["chatbookr.error_codes"] == ("FORBIDDEN",)
    cost = answer["extensions"]["cost"]
    assert span.attributes["chatbookr.cost_actual"] == cost["actual"]
    labels = {"surface": "staff", "kind": "query", "principal": "staff"}
    assert found["chatbookr.graphql.cost"] == [(labels, cost["actual"])]
    assert found["chatbookr.graphql.denied"] == [({**labels, "coordinate": "Booking.notes"}, 1)]
    assert found["chatbookr.graphql.errors"] == [({**labels, "code": "FORBIDDEN"}, 1)]
    assert found["graphql.server.duration"][0][0] == labels
    assert ({"loader": "practitioners_of_services"}, 1) in found["chatbookr.graphql.batch_size"]


async def test_nothing_of_what_was_asked_or_answered_is_written(
    client: httpx.AsyncClient, desk: Desk, seen: Seen
) -> None:
    await graphql(client, LIST, {"clinic": desk.id_of("Clinic"), "after": CANARY})
    await graphql(client, "query { nothing }")
    await graphql(client, "query {")

    written = "".join(span.to_json() for span in seen.spans.get_finished_spans()) + str(seen.metrics())
    assert len(seen.spans.get_finished_spans()) == 3
    assert not [word for word in (CANARY, NAME, "CanaryName", desk.id_of("Clinic"), "nothing") if word in written]


async def test_a_timeout_is_a_failure_with_its_code_and_the_class_of_what_ended_it(
    client: httpx.AsyncClient, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_api.graphql_operation.TIMEOUT_SECONDS", 0)

    answer = await client.post("/graphql", json={"query": "{ viewer { user { email } } }"})

    (span,) = seen.spans.get_finished_spans()
    assert answer.status_code == 503
    assert span.attributes is not None
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.attributes["error.type"] == "TimeoutError"
    assert span.attributes["chatbookr.error_codes"] == ("TIMEOUT",)
    assert [point[0]["code"] for point in seen.metrics()["chatbookr.graphql.errors"]] == ["TIMEOUT"]


async def test_what_fails_unforeseen_is_named_by_its_class_alone(
    client: httpx.AsyncClient, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(CANARY)

    monkeypatch.setattr(ChatbookrSchema, "execute", fail)

    await client.post("/graphql", json={"query": "{ __typename }"})

    (span,) = seen.spans.get_finished_spans()
    assert span.attributes is not None
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.attributes["error.type"] == "ZeroDivisionError"
    assert CANARY not in span.to_json()


async def test_a_strict_change_that_is_denied_before_it_is_begun_is_seen(
    client: httpx.AsyncClient, desk: Desk, seen: Seen
) -> None:
    change = "mutation ($id: ID!) { bookingCancel(input: {bookingId: $id, version: 1}) { booking { notes } } }"
    body = {"query": change, "variables": {"id": desk.id_of("Booking")}}

    answer = await client.post("/graphql", json=body, headers={"x-strict": "true"})

    (span,) = seen.spans.get_finished_spans()
    assert answer.status_code == 403
    assert span.attributes is not None
    assert (span.name, span.attributes["chatbookr.denied"]) == ("mutation", ("Booking.notes",))
    assert span.attributes["chatbookr.error_codes"] == ("FORBIDDEN",)


async def test_a_trusted_document_gives_the_span_its_name_and_a_key_its_label(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, desk: Desk, seen: Seen
) -> None:
    token, manifest = token_from(7), tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"list": LIST}))
    key = await make_api_key(desk.clinic, scopes=[Permission.BOOKING_READ], token_hash=token.hash, prefix=token.prefix)
    deployment = make_deployment(vault, clock, tmp_path, telemetry=True, trusted_documents=(str(manifest),))
    app = make_app(deployment, sqlite_database, *surface_routes(partner_surface(deployment)))
    async with client_of(app, headers={"authorization": f"Bearer {token.text}"}) as client:
        body = {"documentId": "list", "variables": {"clinic": desk.id_of("Clinic")}}
        answer = await client.post("/partner/graphql", json=body)

    (span,) = seen.spans.get_finished_spans()
    labels = {"surface": "partner", "kind": "query", "principal": "key", "key_id": str(key.id)}
    assert answer.json()["data"]["bookings"]["nodes"]
    assert span.attributes is not None
    assert span.name == "query CanaryName"
    assert span.attributes["graphql.document.id"] == document_id_of(LIST)
    assert span.attributes["graphql.operation.name"] == "CanaryName"
    assert span.attributes["chatbookr.key_id"] == str(key.id)
    assert seen.metrics()["graphql.server.duration"][0][0] == labels


@pytest.mark.integration
@pytest.mark.parametrize("way", ["socket", "stream"])
async def test_each_event_of_a_subscription_is_seen_by_itself(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, seen: Seen, way: str
) -> None:
    deployment = make_deployment(vault, clock, tmp_path, telemetry=True)
    query = "subscription CanaryName($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { id notes } } }"
    async with served(sqlite_database, deployment) as house, AsyncExitStack() as stack:
        body: dict[str, Any] = {"query": query, "variables": {"clinic": house.desk.id_of("Clinic")}}
        if way == "socket":
            opened = await stack.enter_async_context(entered(house))
            await subscribe(opened, house, **body)
        else:
            headers = {"authorization": f"Bearer {house.session.token}", "accept": "text/event-stream"}
            client = await stack.enter_async_context(httpx.AsyncClient(headers=headers, trust_env=False))
            await stack.enter_async_context(client.stream("POST", house.url.replace("ws:", "http:"), json=body))
        await listeners(2)
        for number in (1, 2):
            await tell(Change("booking", house.desk.clinic.id, house.desk.booking.id))
            async with asyncio.timeout(20):
                while len(seen.spans.get_finished_spans()) < number:  # noqa: ASYNC110  # nobody tells of it
                    await asyncio.sleep(0.01)
        spans = seen.spans.get_finished_spans()
        found = seen.metrics()

    assert [span.name for span in spans] == ["subscription"] * 2
    assert [dict(span.attributes or {})["chatbookr.denied"] for span in spans] == [("Booking.notes",)] * 2
    assert all(dict(span.attributes or {})["chatbookr.cost_actual"] for span in spans)
    labels = {"surface": "staff", "kind": "subscription", "principal": "staff"}
    assert found["chatbookr.graphql.errors"] == [({**labels, "code": "FORBIDDEN"}, 2)]
    assert [point[0] for point in found["graphql.server.duration"]] == [labels]
    assert "CanaryName" not in "".join(span.to_json() for span in spans)


async def test_a_subscription_that_is_refused_is_seen(client: httpx.AsyncClient, seen: Seen) -> None:
    body = {"query": 'subscription { bookingChanged(clinicId: "x") { booking { id } } }'}

    await client.post("/graphql", json=body, headers={"accept": "text/event-stream"})

    (span,) = seen.spans.get_finished_spans()
    assert dict(span.attributes or {})["chatbookr.error_codes"] == ("BAD_USER_INPUT",)


@pytest.mark.parametrize(
    ("executed", "codes"),
    [
        (Executed({"bookingChanged": {}}, [{"message": CANARY, "extensions": {"code": "FORBIDDEN"}}]), ["FORBIDDEN"]),
        (Executed({"bookingChanged": {}}), []),
        (Skipped("not_found", CANARY), ["NOT_FOUND"]),
        (Skipped(NOT_CONCERNED), []),
    ],
)
async def test_what_is_executed_for_webhooks_is_seen_too(
    desk: Desk, vault: Vault, clock: TurnableClock, tmp_path: Path, seen: Seen, executed: Any, codes: list[str]
) -> None:
    class Lent:
        async def executed(self, *_: object, request_id: str) -> Any:
            return executed

    deployment = make_deployment(vault, clock, tmp_path, telemetry=True)
    key = await make_api_key(desk.clinic, scopes=[Permission.BOOKING_READ])
    actor = await find_key_actor(key.id, now=clock.now())
    assert actor is not None
    payloads = LazyPayloads(telemetry.telemetry_from(deployment.settings))
    payloads._payloads = Lent()

    change = Change("booking", desk.clinic.id, desk.booking.id)
    await payloads.executed(deployment, actor, Document("", "bookingChanged"), change, request_id="delivery-1")

    (span,) = seen.spans.get_finished_spans()
    attributes = dict(span.attributes or {})
    assert attributes["chatbookr.key_id"] == str(key.id)
    assert attributes["chatbookr.request_id"] == "delivery-1"
    assert list(attributes.get("chatbookr.error_codes", ())) == codes  # type: ignore[arg-type]  # a list of texts
    assert CANARY not in span.to_json()


async def test_without_being_asked_for_it_writes_nothing(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, seen: Seen
) -> None:
    deployment = make_deployment(vault, clock, tmp_path)
    app = make_app(deployment, sqlite_database, Route("/graphql", GraphQLEndpoint(staff_surface(deployment))))
    async with client_of(app) as client:
        await graphql(client, "{ viewer { user { id } } }")

    assert telemetry.telemetry_from(deployment.settings) is None
    assert seen.spans.get_finished_spans() == ()
