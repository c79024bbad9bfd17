"""Walks the finished schema: what it does not say about itself, and what each part of it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_non_null_type,
    is_specified_scalar_type,
)

from chatbookr_permissions.actions import Permission
from chatbookr_schema.field import GUARD, Authenticated, DataClass, Guard, Needs, OfParent, Policy, Public
from chatbookr_schema.guards import BACKREF, guard_of, needs_of, own_types
from chatbookr_schema.pricing import is_unsized

Composite = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Coordinate:
    """One output field, argument or input field, spelt as in `Booking.notes`, `Query.bookings(where:)`."""

    name: str
    guard: Guard


def coordinates_of(schema: GraphQLSchema) -> Iterator[Coordinate]:
    """List everything that has a policy, by name."""
    for kind in sorted(own_types(schema), key=lambda one: one.name):
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            continue
        for name, one in sorted(kind.fields.items()):
            elements: list[tuple[str, Any]] = [(f"{kind.name}.{name}", one)]
            if isinstance(one, GraphQLField):
                elements += [(f"{kind.name}.{name}({key}:)", argument) for key, argument in sorted(one.args.items())]
            for coordinate, element in elements:
                guard = guard_of(element)
                if guard is not None:
                    yield Coordinate(coordinate, guard)


def leave_out_nulls(schema: GraphQLSchema) -> None:
    """Take the default from what is null unless given: clients may leave it out, and need not read that it is null."""
    for kind in own_types(schema):
        elements: list[Any] = []
        if isinstance(kind, GraphQLInputObjectType):
            elements += kind.fields.values()
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            elements += (argument for one in kind.fields.values() for argument in one.args.values())
        for element in elements:
            if element.default_value is None:
                element.default_value = Undefined


def describe_directives(schema: GraphQLSchema) -> None:
    """Say of each argument of a directive what its Python says; Strawberry hands on the text of the whole alone."""
    for directive in schema.directives:
        for one in getattr(directive.extensions.get(BACKREF), "fields", ()):
            directive.args[one.graphql_name or one.python_name].description = one.description


def problems_of(schema: GraphQLSchema) -> list[str]:
    """List everything the schema does not say about itself; a deployment with any does not start."""
    roots = {kind.name for kind in (schema.query_type, schema.mutation_type, schema.subscription_type) if kind}
    found: list[str] = []
    for kind in own_types(schema):
        if kind.description is None and not is_specified_scalar_type(kind):
            found.append(f"{kind.name}: no description")
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for name, one in kind.fields.items():
                found += _field_problems(kind, name, one, is_root=kind.name in roots)
                if kind is schema.mutation_type:
                    found += _untold(f"{kind.name}.{name}", guard_of(one))
        elif isinstance(kind, GraphQLInputObjectType):
            for name, member in kind.fields.items():
                found += _made_elsewhere(f"{kind.name}.{name}", member)
                found += _weakened(kind, name, member)
        elif isinstance(kind, GraphQLEnumType):
            found += [f"{kind.name}.{name}: no description" for name, one in kind.values.items() if not one.description]
    return found


def _made_elsewhere(coordinate: str, element: Any) -> Iterator[str]:
    guard = guard_of(element)
    if guard is None:
        yield f"{coordinate}: not made by the field factory, so nobody said who may see it"
    else:
        yield from (f"{coordinate}: {problem}" for problem in _holes_of(guard))
    if not element.description:
        yield f"{coordinate}: no description"


def _untold(coordinate: str, guard: Guard | None) -> Iterator[str]:
    """Tell where nobody said whether partners' programs must give a mutation an idempotency key."""
    if guard is not None and guard.stands_on("partner", is_root=True) and type(guard.tells) is not bool:
        yield f"{coordinate}: partners' programs have it, and nobody said whether people are told of it"


def _holes_of(guard: Guard) -> Iterator[str]:
    """Tell what a guard that was written by hand does not say."""
    policy: object = guard.policy
    if not isinstance(policy, Public | Authenticated | OfParent | Needs):
        yield "no policy"
    elif isinstance(policy, Needs) and not isinstance(policy.permission, Permission):
        yield "asks for something that is no permission"
    elif isinstance(policy, Public) and not policy.reason.strip():
        yield "public, and nobody said why"
    if not isinstance(guard.data, DataClass):
        yield "no class of data"
    if type(guard.cost) is not int or guard.cost < 0:
        yield "no cost"


def _field_problems(kind: Composite, name: str, one: GraphQLField, *, is_root: bool) -> Iterator[str]:
    coordinate = f"{kind.name}.{name}"
    yield from _made_elsewhere(coordinate, one)
    for argument_name, argument in one.args.items():
        yield from _made_elsewhere(f"{coordinate}({argument_name}:)", argument)
    guard = guard_of(one)
    policy = guard.policy if guard else None
    if isinstance(policy, Needs | Authenticated) and is_non_null_type(one.type):
        yield f"{coordinate}: can be closed, so it must be nullable"
    if isinstance(policy, OfParent) and is_root:
        yield f"{coordinate}: a root field has no parent to take a policy from"
    needs = needs_of(get_named_type(one.type))
    if needs is not None and not _leads(kind, name, policy, needs):
        yield f"{coordinate}: leads to what needs {needs.value} without asking for it"
    if guard is not None and guard.data is not DataClass.NONE and _is_open(kind, policy):
        yield f"{coordinate}: {guard.data} data that neither the field nor its type asks a permission for"
    if is_unsized(kind, name, one):
        yield f"{coordinate}: a list, and nobody said how long it may be taken to be"
    yield from _weakened(kind, name, one)


def _is_open(kind: Composite, policy: Policy | None) -> bool:
    """Tell whether nothing but the way to the object closes a field."""
    return isinstance(policy, Public | OfParent) and needs_of(kind) is None


def _weakened(kind: Composite | GraphQLInputObjectType, name: str, element: Any) -> Iterator[str]:
    """Compare a field with what the interfaces and the classes it comes from promise of it."""
    guard = guard_of(element)
    for origin, promised in _promises(kind, name, element):
        if guard is not None and (guard.policy, guard.data) != (promised.policy, promised.data):
            yield f"{kind.name}.{name}: another policy than {origin}.{name}"


def _promises(kind: Composite | GraphQLInputObjectType, name: str, element: Any) -> Iterator[tuple[str, Guard]]:
    if not isinstance(kind, GraphQLInputObjectType):
        for interface in kind.interfaces:
            guard = guard_of(interface.fields[name]) if name in interface.fields else None
            if guard is not None:
                yield interface.name, guard
    definition = (kind.extensions or {}).get(BACKREF)
    python_name = getattr((element.extensions or {}).get(BACKREF), "python_name", None)
    interfaces = set() if isinstance(kind, GraphQLInputObjectType) else {one.name for one in kind.interfaces}
    for parent in getattr(definition, "origin", object).__mro__[1:]:
        theirs = vars(parent).get("__strawberry_definition__")
        for one in getattr(theirs, "fields", ()):
            guard = one.metadata.get(GUARD)
            if one.python_name == python_name and isinstance(guard, Guard) and parent.__name__ not in interfaces:
                yield parent.__name__, guard


def _leads(kind: Composite, name: str, policy: Policy | None, needs: Permission) -> bool:
    if isinstance(policy, Needs):
        return policy.permission is needs
    is_plumbing = kind.name.endswith(("Connection", "Edge")) and name in ("nodes", "edges", "node")
    return is_plumbing or (isinstance(policy, OfParent) and needs_of(kind) is needs)
