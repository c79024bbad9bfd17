"""Which parts of the schema an operation uses, by their coordinates (GraphQL, section 3.14): fields, arguments, input
fields and enum values."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    type_from_ast,
)

from chatbookr_core.field_use import Coordinates
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.context import Context

Found = dict[str, None]
COORDINATE = re.compile(r"(\w+)\.(\w+)(?:\((\w+):\))?")


def is_known(schema: GraphQLSchema, coordinate: str) -> bool:
    """Tell whether a schema has the field, argument, input field or enum value of a coordinate."""
    said = COORDINATE.fullmatch(coordinate)
    kind = schema.type_map.get(said[1]) if said else None
    if said is None or kind is None:
        return False
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and said[2] in kind.fields:
        return said[3] is None or said[3] in kind.fields[said[2]].args
    members = kind.values if isinstance(kind, GraphQLEnumType) else getattr(kind, "fields", {})
    return said[3] is None and said[2] in members


def coordinates_in(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Coordinates:
    """List what an operation of a valid document asks for; introspection is left out.

    What it is given in variables, every request has anew: see `inputs_in`.
    """
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    found: Found = {}
    _walk(schema, schema.get_root_type(operation.operation), operation.selection_set, fragments, found, set())
    return Coordinates(tuple(sorted(found)))


def note_use(
    context: Context,
    coordinates: Coordinates,
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> None:
    """Count an operation that a key has executed, with its variables, which fit; what people ask for is nobody's
    business."""
    actor = context.actor
    if not isinstance(actor, KeyActor):
        return
    for one in (coordinates, inputs_in(schema, operation, variables)):
        if one.names:
            context.deployment.field_uses.note(actor.clinic_id, actor.key_id, one, context.now)


def inputs_in(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Coordinates:
    """List the input fields and enum values that were given in variables; defaults were not given."""
    found: Found = {}
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        if name in variables:
            _walk_given(type_from_ast(schema, definition.type), variables[name], found)
    return _known(tuple(sorted(found)))


@lru_cache(maxsize=2048)
def _known(names: tuple[str, ...]) -> Coordinates:
    return Coordinates(names)  # they are counted by identity


def _walk_given(kind: Any, value: Any, found: Found) -> None:
    """Note what a value of a type uses: as JSON, or as it is written in a document."""
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        for one in _entries(value):
            _walk_given(kind.of_type, one, found)
    elif isinstance(kind, GraphQLEnumType):
        written = value.value if isinstance(value, EnumValueNode) else value
        if isinstance(written, str):
            found[f"{kind.name}.{written}"] = None
    elif isinstance(kind, GraphQLInputObjectType):
        for name, one in _members(value):
            found[f"{kind.name}.{name}"] = None
            _walk_given(kind.fields[name].type, one, found)


def _entries(value: Any) -> Iterable[Any]:
    if isinstance(value, ListValueNode):
        return value.values
    return value if isinstance(value, list) else (value,)  # GraphQL, section 3.11: one stands for a list of it


def _members(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, ObjectValueNode):
        return [(one.name.value, one.value) for one in value.fields]
    return value.items() if isinstance(value, dict) else ()


def _walk(
    schema: GraphQLSchema,
    parent: GraphQLNamedType | None,
    selections: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    found: Found,
    spread: set[str],
) -> None:
    for selection in selections.selections if selections else ():
        if isinstance(selection, FieldNode):
            kind = _noted(parent, selection, found)
            _walk(schema, kind, selection.selection_set, fragments, found, spread)
        elif isinstance(selection, InlineFragmentNode):
            on = selection.type_condition
            kind = schema.type_map[on.name.value] if on else parent
            _walk(schema, kind, selection.selection_set, fragments, found, spread)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
            spread.add(selection.name.value)
            fragment = fragments[selection.name.value]
            kind = schema.type_map[fragment.type_condition.name.value]
            _walk(schema, kind, fragment.selection_set, fragments, found, spread)


def _noted(parent: GraphQLNamedType | None, node: FieldNode, found: Found) -> GraphQLNamedType | None:
    """Note a field and the arguments it is given; return the type it leads to."""
    name = node.name.value
    if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or name.startswith("__"):
        return None
    coordinate = f"{parent.name}.{name}"
    found[coordinate] = None
    found.update((f"{coordinate}({one.name.value}:)", None) for one in node.arguments or ())
    for one in node.arguments or ():
        _walk_given(parent.fields[name].args[one.name.value].type, one.value, found)
    kind: GraphQLNamedType = get_named_type(parent.fields[name].type)
    return kind
