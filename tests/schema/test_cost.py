"""What operations cost: by the values of a request, by its conditions, and by what was returned."""

from collections.abc import Mapping
from typing import Any

import pytest
from graphql import get_introspection_query, get_operation_ast, get_variable_values, parse

from chatbookr_schema.build import staff_schema
from chatbookr_schema.cost import CostPlan, cost_plan

C = "$c: ID!"


def plan_of(query: str) -> CostPlan:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None
    return cost_plan(staff_schema()._schema, document, operation)


def requested(query: str, variables: Mapping[str, Any] | None = None) -> int:
    """Price a document as an operation is priced: by coerced variables."""
    operation = get_operation_ast(parse(query))
    assert operation is not None
    given = {"c": "x", **(variables or {})}
    values = get_variable_values(staff_schema()._schema, operation.variable_definitions or (), given)
    assert not isinstance(values, list), values
    return plan_of(query).requested(values.coerced)


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ __typename }", 0),
        ("{ viewer { __typename } }", 1),
        ("{ viewer { user { fullName email } } }", 2),
        ("{ viewer { memberships { role } } }", 1 + 1 + 3),
        ("{ viewer { memberships { clinic { name } } } }", 1 + 1 + 3 * 2),
        ("{ a: viewer { __typename } b: viewer { __typename } }", 2),
        ("query (%s) { bookings(clinicId: $c) { nodes { id } } }", 1 + 20),
        ("query (%s) { bookings(clinicId: $c) { pageInfo { hasNextPage } } }", 1),
        ("query (%s) { bookings(clinicId: $c) { edges { cursor node { id } } } }", 1 + 20),
        ("query (%s) { bookings(clinicId: $c, first: 7) { nodes { id patient { id } } } }", 1 + 7 * 2),
        ("query (%s) { bookings(clinicId: $c, last: 7) { edges { node { patient { id } } } } }", 1 + 7 * 2),
        ("query (%s) { bookings(clinicId: $c, first: 100000) { nodes { id } } }", 1 + 100),
        ("query (%s) { bookings(clinicId: $c, first: -1) { nodes { id } } }", 1),
        (
            "query (%s) { conversations(clinicId: $c, first: 10) { nodes { messages(last: 5) { nodes { id } } } } }",
            1 + 10 * (1 + 1 + 5),
        ),
        ('mutation { taskDone(taskId: "x") { userErrors { code } } }', 10),
        ('mutation { taskDone(taskId: "x") { task { id conversation { id } } } }', 10 + 1 + 1),
        ('subscription { bookingChanged(clinicId: "x") { booking { patient { id } } } }', 1 + 1 + 1),
        (get_introspection_query(), 100),
    ],
)
def test_an_operation_is_priced_by_what_it_asks_for(query: str, cost: int) -> None:
    assert requested(query.replace("%s", C)) == cost


PAGE = (
    "query (%s, $first: Int = 30, $last: Int) { bookings(clinicId: $c, first: $first, last: $last) { nodes { id } } }"
)


@pytest.mark.parametrize(
    ("variables", "size"),
    [
        ({}, 30),
        ({"first": 4}, 4),
        ({"first": 4.0}, 4),
        ({"first": None}, 20),
        ({"first": None, "last": 9}, 9),
        ({"first": 100}, 100),
        ({"first": 2_000_000_000}, 100),
        ({"first": -3}, 0),
        ({"first": 4, "last": 9}, 9),
    ],
)
def test_a_page_is_priced_by_the_variables_of_the_request(variables: dict[str, object], size: int) -> None:
    assert requested(PAGE.replace("%s", C), variables) == 1 + size


@pytest.mark.parametrize(
    ("variables", "cost"),
    [({}, 1), ({"with": True}, 2), ({"with": True, "without": True}, 1), ({"without": True}, 1)],
)
def test_what_is_left_out_is_free(variables: dict[str, object], cost: int) -> None:
    query = """query ($with: Boolean = false, $without: Boolean = false) {
      viewer { ...User @include(if: $with) user @include(if: false) { id } ... @skip(if: true) { user { id } } }
    }
    fragment User on Viewer { user @skip(if: $without) { id } }"""

    assert requested(query, variables) == cost


def test_a_field_asked_for_twice_is_executed_once_and_paid_once() -> None:
    query = """query ($also: Boolean!) {
      viewer { user { id } ...User }
      viewer { ... on Viewer { user @include(if: $also) { email } memberships { role } } ...User }
    }
    fragment User on Viewer { user { fullName } }"""

    assert requested(query, {"also": True}) == requested(query, {"also": False}) == 2 + 1 + 3


def test_of_the_types_something_can_be_the_dearest_counts() -> None:
    query = """{ node(id: "x") {
      id
      ... on Booking { patient { id } service { practitioners { id } } }
      ... on Patient { id }
      ... on Node { ... on Conversation { patient { id } } }
    } }"""

    assert requested(query) == 1 + (1 + 1 + 1 + 5)


def test_the_returned_part_is_what_is_paid_in_the_end() -> None:
    plan = plan_of(
        "query ($c: ID!) { bookings(clinicId: $c, first: 50) { nodes { id patient { id } } edges { node { id } } } }"
    )
    full = {"id": "1", "patient": {"id": "2"}}
    data = {"bookings": {"nodes": [full, {"id": "3", "patient": None}, None], "edges": [{"node": {"id": "1"}}]}}

    assert plan.requested({"c": "x"}) == 1 + 50 * 2 + 50
    assert plan.actual({"bookings": None}, 151) == 1
    assert plan.actual({"bookings": {"nodes": [], "edges": []}}, 151) == 1
    assert plan.actual(data, 151) == 1 + 3 + 2 + 1
    assert plan.actual(data, 5) == 5
    assert plan.actual(None, 151) == 151


def test_an_answer_that_leaves_fields_out_is_priced_without_them() -> None:
    plan = plan_of("query ($show: Boolean!) { viewer { user @include(if: $show) { id } } }")

    assert plan.actual({"viewer": {}}, 2) == 1
    assert plan.actual({"viewer": {"user": {"id": "x"}}}, 2) == 2


def test_a_price_is_compiled_once_and_holds_nothing_of_a_request() -> None:
    plan = plan_of(PAGE.replace("%s", C))

    prices = [plan.requested({"first": size}) for size in (1, 50, 1)]

    assert prices == [2, 51, 2]
