"""What one field costs by itself, how many objects it can bring, and under which conditions it is asked for."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from chatbookr_schema.guards import guard_of
from chatbookr_schema.limits import DEFAULT_SIZE, LARGEST_SIZE, is_connection, is_plumbing

Variables = Mapping[str, Any]
Size = int | Callable[[Variables], int] | None
Conditions = frozenset[tuple[str, bool]]
ALWAYS: Conditions = frozenset()
OBJECT = 1
MUTATION = 10
INTROSPECTION = {"__schema": 100, "__type": 10}


def own_price(schema: GraphQLSchema, parent: GraphQLNamedType, name: str, field: GraphQLField) -> int:
    """Return what a field costs once, however much it brings: never less than its kind, more where it says so."""
    if name.startswith("__"):
        return INTROSPECTION.get(name, 0)
    if is_plumbing(parent, name):
        return 0
    guard = guard_of(field)
    declared = guard.cost if guard is not None else 0
    if parent is schema.mutation_type:
        return max(declared, MUTATION)
    return declared if is_leaf_type(get_named_type(field.type)) or is_list(field) else max(declared, OBJECT)


def is_list(field: GraphQLField) -> bool:
    return is_list_type(get_nullable_type(field.type))


def size_of(node: FieldNode, field: GraphQLField, page: Size) -> Size:
    """Return how many objects a field brings: None for a single one, and `page` for the steps of a page."""
    if not is_list(field) or is_leaf_type(get_named_type(field.type)):
        return None
    if page is not None:
        return page
    guard = guard_of(field)
    lists = guard.lists if guard is not None else None
    if isinstance(lists, str):
        return _length(next((one.value for one in node.arguments or () if one.name.value == lists), None))
    return lists or 0


def is_unsized(parent: GraphQLNamedType, name: str, field: GraphQLField) -> bool:
    """Tell a list of objects that nobody can say the length of beforehand; what went wrong with a change is free."""
    kind = get_named_type(field.type)
    if not is_list(field) or is_leaf_type(kind) or is_plumbing(parent, name) or kind.name.endswith("UserError"):
        return False
    guard = guard_of(field)
    lists = guard.lists if guard is not None else None
    return lists not in field.args if isinstance(lists, str) else lists is None


def page_size(node: FieldNode, field: GraphQLField) -> Size:
    """Return how many a connection shows by `first` or `last`; None for any other field."""
    if not is_connection(get_named_type(field.type)):
        return None
    given = {one.name.value: one.value for one in node.arguments or () if one.name.value in ("first", "last")}
    first, last = given.get("first"), given.get("last")
    if isinstance(first, VariableNode) or isinstance(last, VariableNode):
        return partial(_page_size, first, last)
    return _page_size(first, last, {})


def _page_size(first: ValueNode | None, last: ValueNode | None, variables: Variables) -> int:
    sizes = [size for size in (_number(first, variables), _number(last, variables)) if size is not None]
    return min(max(0, *sizes), LARGEST_SIZE) if sizes else DEFAULT_SIZE


def _number(value: ValueNode | None, variables: Variables) -> int | None:
    if isinstance(value, IntValueNode):
        return int(value.value)
    found = variables.get(value.name.value) if isinstance(value, VariableNode) else None
    return found if isinstance(found, int) else None


def _length(value: ValueNode | None) -> Size:
    if isinstance(value, VariableNode):
        return partial(_length_of, value.name.value)
    return len(value.values) if isinstance(value, ListValueNode) else int(value is not None)


def _length_of(name: str, variables: Variables) -> int:
    found = variables.get(name)
    return len(found) if isinstance(found, list) else int(found is not None)


def conditions_of(directives: Iterable[DirectiveNode] | None) -> Conditions | None:
    """Return on which variables `@skip` and `@include` let something in; None where they never do."""
    found: set[tuple[str, bool]] = set()
    for directive in directives or ():
        if directive.name.value not in ("skip", "include"):
            continue
        is_wanted = directive.name.value == "include"
        value = next((one.value for one in directive.arguments or () if one.name.value == "if"), None)
        if isinstance(value, VariableNode):
            found.add((value.name.value, is_wanted))
        elif isinstance(value, BooleanValueNode) and value.value is not is_wanted:
            return None
    return frozenset(found)


def is_met(conditions: Conditions, variables: Variables) -> bool:
    """Tell whether the variables let something in."""
    return all(variables.get(name) is is_wanted for name, is_wanted in conditions)
