"""Documents for every path of a schema: each root field, what its items lead to, and what those lead to in turn."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from chatbookr_schema.build import schema_of
from chatbookr_schema.field import Surface

Shape = Literal["nodes", "edges"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
LEVELS = 4
SLOTS = '(clinicId: $Clinic, serviceId: $Service, from: "2027-03-08T00:00:00Z", to: "2027-03-10T00:00:00Z")'
WRITTEN = {
    "Booking.icalendar",  # a file, written of its clinic and place too: two statements more, whatever the rows
    "Conversation.unreadCount",  # counted for whoever asks: one statement more, whatever the rows
}
UNPAGED = (
    "arrangements",
    "assignees",
    "retention",
    "anomalyRules",
    "retentionPreview",
    "subprocessors",
    "grantedScopes",
)
ELSEWHERE = {
    "patientsMergePreview",  # numbers about two patients, and no rows: test_patients_merge.py
    "trustReport",  # twenty lines whatever the rows, counted and sampled within bounds: test_trust.py
}
REQUIRED = {"preview": "(values: [])"}  # below the root
ARGUMENTS = {
    "availableSlots": SLOTS,
    "availableDays": SLOTS,
    "bookingSeries": "(clinicId: $Clinic, seriesId: $BookingSeries)",
    "bookingSeriesPreview": (
        "(clinicId: $Clinic, serviceId: $Service, practitionerId: $Practitioner, "
        'startsAt: "2027-03-09T10:00:00Z", recurrence: "FREQ=WEEKLY;COUNT=2")'
    ),
    "agenda": '(clinicId: $Clinic, firstDay: "2027-03-08", dayCount: 7)',
    "utilisation": '(clinicId: $Clinic, firstDay: "2027-03-08")',
    "noShows": '(clinicId: $Clinic, firstDay: "2027-03-01", by: SERVICE)',
    "clinic": "(id: $Clinic)",
    "cannedReplyPreview": "(conversationId: $Conversation, cannedReplyId: $CannedReply)",
    **dict.fromkeys(UNPAGED, "(clinicId: $Clinic)"),
}


@dataclass(frozen=True, slots=True)
class Path:
    """The fields a document goes through, as coordinates from the root on, and what it asks for."""

    coordinates: tuple[str, ...]
    fields: str


def document_of(fields: str) -> str:
    """Make a document of root fields; its variables are ids, named after their types."""
    names = sorted(set(re.findall(r"\$(\w+)", fields)))
    head = f"query ({', '.join(f'${name}: ID!' for name in names)})" if names else "query"
    return f"{head} {{ {fields} }}"


def kind_of(one: GraphQLField) -> GraphQLObjectType:
    kind = get_named_type(one.type)
    assert isinstance(kind, GraphQLObjectType)
    return kind


def item_of(kind: GraphQLObjectType) -> GraphQLObjectType:
    """Return what a connection holds, or the type itself."""
    return kind_of(kind.fields["nodes"]) if "nodes" in kind.fields else kind


def is_list(one: GraphQLField) -> bool:
    """Tell whether a field leads to many objects: by a connection, or in a plain list."""
    return "nodes" in kind_of(one).fields or is_list_type(get_nullable_type(one.type))


def plain(kind: GraphQLObjectType) -> str:
    leaves = [name for name, one in kind.fields.items() if not one.args and is_leaf_type(get_named_type(one.type))]
    names = [name for name in leaves if f"{kind.name}.{name}" not in WRITTEN]
    return " ".join(["__typename", *names])


def children(kind: GraphQLObjectType) -> Iterator[tuple[str, GraphQLField]]:
    for name, one in kind.fields.items():
        if isinstance(get_named_type(one.type), GraphQLObjectType):
            yield name, one


def asking(name: str, one: GraphQLField, inner: str, shape: Shape, arguments: str = "") -> str:
    """Write a field with what is asked of its items."""
    if "nodes" not in kind_of(one).fields:
        return f"{name}{arguments or REQUIRED.get(name, '')} {{ {inner} }}"
    page = (
        f"nodes {{ {inner} }}"
        if shape == "nodes"
        else f"edges {{ cursor node {{ {inner} }} }} pageInfo {{ endCursor }}"
    )
    return f"{name}{arguments or '(first: 3)'} {{ {page} }}"  # what the whole may cost has an end


def roots(surface: Surface) -> Iterator[tuple[str, GraphQLField, str]]:
    """List the root fields with their arguments, but `node` and `nodes`, which can be anything."""
    query = schema_of(surface)._schema.query_type
    assert query is not None
    for name, one in children(query):
        if name in ELSEWHERE:
            continue
        yield name, one, ARGUMENTS.get(name, "(clinicId: $Clinic, first: 20)" if "clinicId" in one.args else "")


def paths(surface: Surface, shape: Shape) -> Iterator[Path]:
    """Ask for every path of up to LEVELS objects, one at a time, from the root fields on and from each node on."""
    for name, one, arguments in roots(surface):
        for below in _below(item_of(kind_of(one)), LEVELS - 1, shape):
            yield Path((f"Query.{name}", *below.coordinates), asking(name, one, below.fields, shape, arguments))
    schema = schema_of(surface)._schema
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    for kind in schema.get_possible_types(node):
        for below in _below(kind, LEVELS - 1, shape):
            fields = f"node(id: ${kind.name}) {{ ... on {kind.name} {{ {below.fields} }} }}"
            yield Path((f"Query.node({kind.name})", *below.coordinates), fields)


def _below(kind: GraphQLObjectType, levels: int, shape: Shape) -> Iterator[Path]:
    yield Path((), plain(kind))
    for name, one in children(kind) if levels else ():
        for below in _below(item_of(kind_of(one)), levels - 1, shape):
            yield Path((f"{kind.name}.{name}", *below.coordinates), asking(name, one, below.fields, shape))


def wide(surface: Surface, shape: Shape) -> Iterator[tuple[Path, int]]:
    """Ask for each root field with all that its items are and lead to; with what that takes beyond the field itself.

    What the items of a connection point at is joined, so that only the lists among it count; anything else all counts.
    """
    for name, one, arguments in roots(surface):
        kind = item_of(kind_of(one))
        inner = [asking(child, leads, plain(item_of(kind_of(leads))), shape) for child, leads in children(kind)]
        fields = asking(name, one, " ".join([plain(kind), *inner]), shape, arguments)
        is_joined = "nodes" in kind_of(one).fields
        yield Path((f"Query.{name}",), fields), sum(is_list(leads) or not is_joined for _, leads in children(kind))


def list_fields(surface: Surface) -> set[str]:
    """Name every field of the schema that leads to many objects; the shapes of a page are no lists of their own."""
    kinds = [kind for kind in schema_of(surface)._schema.type_map.values() if isinstance(kind, GraphQLObjectType)]
    return {
        f"{kind.name}.{name}"
        for kind in kinds
        if not kind.name.startswith("__") and "pageInfo" not in kind.fields
        for name, one in children(kind)
        if is_list(one)
    }
