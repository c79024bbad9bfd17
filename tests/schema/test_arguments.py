"""Arguments read by code are those graphql-core and Strawberry read."""

from typing import Any

import pytest
from graphql import FieldNode, OperationDefinitionNode, get_argument_values, get_variable_values, parse, validate
from graphql.execution.values import VariableValues
from strawberry.types.arguments import convert_arguments

from chatbookr_schema.arguments import argument_reader
from chatbookr_schema.build import staff_schema
from chatbookr_schema.compiled import NotPlain, Surprise
from chatbookr_schema.guards import BACKREF

SCHEMA = staff_schema()._schema
CLINIC = "Q2xpbmlj"
DAY = "2027-03-01T06:00:00+01:00"
READ = [
    ("($c: ID!) { bookings(clinicId: $c) { __typename } }", {"c": CLINIC}),
    ('{ bookings(clinicId: "x", first: 7, last: null) { __typename } }', {}),
    ("($c: ID!, $f: Int, $a: String) { bookings(clinicId: $c, first: $f, after: $a) { __typename } }", {"c": CLINIC}),
    ("($c: ID!, $f: Int) { bookings(clinicId: $c, first: $f) { __typename } }", {"c": CLINIC, "f": None}),
    (
        "($c: ID!, $s: DateTime, $t: BookingStatus) "
        "{ bookings(clinicId: $c, where: {startsFrom: $s, status: $t}) { __typename } }",
        {"c": CLINIC, "s": DAY},
    ),
    (
        "($c: ID!, $s: DateTime!) { bookings(clinicId: $c, where: {startsFrom: $s, reference: null, ids: []}) "
        "{ __typename } }",
        {"c": CLINIC, "s": DAY},
    ),
    ("($c: ID!, $w: BookingWhere) { bookings(clinicId: $c, where: $w) { __typename } }", {"c": CLINIC}),
    ("($c: ID!, $w: BookingWhere) { bookings(clinicId: $c, where: $w) { __typename } }", {"c": CLINIC, "w": None}),
    (
        "($c: ID!, $w: BookingWhere) { bookings(clinicId: $c, where: $w) { __typename } }",
        {"c": CLINIC, "w": {"ids": ["a", "b"], "status": "CANCELLED", "startsBefore": DAY}},
    ),
    (
        '{ bookings(clinicId: "x", orderBy: {field: CREATED_AT}, where: {ids: "one", status: CONFIRMED}) '
        "{ __typename } }",
        {},
    ),
    (
        "($c: ID!, $o: BookingOrderBy) { bookings(clinicId: $c, orderBy: $o) { __typename } }",
        {"c": CLINIC, "o": {"field": "STARTS_AT", "direction": "DESC"}},
    ),
    (
        "($c: ID!, $o: BookingOrderBy = {field: STARTS_AT}) { bookings(clinicId: $c, orderBy: $o) { __typename } }",
        {"c": CLINIC},
    ),
    ('{ nodes(ids: ["a", "b"]) { __typename } }', {}),
    ("($i: [ID!]!) { nodes(ids: $i) { __typename } }", {"i": "one"}),
]


def read(document: str, variables: dict[str, Any]) -> tuple[Any, Any, FieldNode, VariableValues]:
    parsed = parse(f"query {document}")
    assert validate(SCHEMA, parsed) == []
    operation = parsed.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    node = operation.selection_set.selections[0]
    assert isinstance(node, FieldNode)
    values = get_variable_values(SCHEMA, operation.variable_definitions or (), variables)
    assert isinstance(values, VariableValues)
    assert SCHEMA.query_type is not None
    field = SCHEMA.query_type.fields[node.name.value]
    return field, (field.extensions or {})[BACKREF], node, values


@pytest.mark.parametrize(("document", "variables"), READ)
def test_arguments_are_as_graphql_core_and_strawberry_read_them(document: str, variables: dict[str, Any]) -> None:
    field, own, node, values = read(document, variables)
    schema = staff_schema()

    mine = argument_reader(schema, field, own, node)(values.coerced)

    theirs = get_argument_values(field, node, values)
    registry = schema.schema_converter.scalar_registry
    assert mine == convert_arguments(theirs, own.arguments, registry, schema.config)


def test_a_variable_that_leaves_a_hole_in_what_is_required_is_a_surprise() -> None:
    document = "($i: ID = null, $c: ID!) { bookings(clinicId: $c, where: {serviceId: $i}) { __typename } }"
    field, own, node, values = read(document, {"c": CLINIC})
    arguments = argument_reader(staff_schema(), field, own, node)

    with pytest.raises(Surprise):
        arguments({"i": values.coerced["i"]})


def test_a_default_a_variable_could_leave_out_is_left_to_graphql_core() -> None:
    order = "orderBy: {field: STARTS_AT, direction: $d}"
    document = f"($c: ID!, $d: OrderDirection) {{ bookings(clinicId: $c, {order}) {{ __typename }} }}"
    field, own, node, _ = read(document, {"c": CLINIC})

    with pytest.raises(NotPlain):
        argument_reader(staff_schema(), field, own, node)
