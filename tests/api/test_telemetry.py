"""What operators learn of an operation: how it went and what it cost, and not one word of what was asked."""

from collections.abc import AsyncIterator, Iterator
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
from tests.factories import make_membership, make_user
from tests.schema.desk import NAME, Desk, make_desk

from chatbookr_api import telemetry
from chatbookr_api.graphql import GraphQLEndpoint
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.passwords import hash_password_now

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


async def test_without_being_asked_for_it_writes_nothing(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, seen: Seen
) -> None:
    deployment = make_deployment(vault, clock, tmp_path)
    app = make_app(deployment, sqlite_database, Route("/graphql", GraphQLEndpoint(staff_surface(deployment))))
    async with client_of(app) as client:
        await graphql(client, "{ viewer { user { id } } }")

    assert telemetry.telemetry_from(deployment.settings) is None
    assert seen.spans.get_finished_spans() == ()
