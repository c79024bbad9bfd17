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
from chatbookr_schema.field import (
    BOTH,
    GUARD,
    NEEDS,
    SEALED_NAMES,
    Authenticated,
    DataClass,
    Guard,
    Needs,
    OfParent,
    OfProof,
    Policy,
    Public,
)
from chatbookr_schema.guards import BACKREF, all_needs_of, guard_of, needs_of, own_types
from chatbookr_schema.pricing import is_unsized

Composite = GraphQLObjectType | GraphQLInterfaceType
TELLING = {"address", "body", "email", "full_name", "notes", "password", "phone", "secret", "token", "url"}
"""Names of fields whose class of data has to be said, whatever it is."""


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
                found += _field_problems(schema, kind, name, one, is_root=kind.name in roots)
                if kind is schema.mutation_type:
                    found += _untold(f"{kind.name}.{name}", guard_of(one))
            found += _type_problems(kind, is_root=kind.name in roots)
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
        name = getattr((element.extensions or {}).get(BACKREF), "python_name", "")
        yield from (f"{coordinate}: {problem}" for problem in _holes_of(guard, name))
    if not element.description:
        yield f"{coordinate}: no description"


def _untold(coordinate: str, guard: Guard | None) -> Iterator[str]:
    """Tell where nobody said whether partners' programs must give a mutation an idempotency key."""
    if guard is not None and guard.stands_on("partner", is_root=True) and type(guard.tells) is not bool:
        yield f"{coordinate}: partners' programs have it, and nobody said whether people are told of it"


def _holes_of(guard: Guard, name: str) -> Iterator[str]:
    """Tell what a guard that was written by hand does not say."""
    policy: object = guard.policy
    if not isinstance(policy, Public | Authenticated | OfParent | OfProof | Needs):
        yield "no policy"
    elif isinstance(policy, Needs) and not isinstance(policy.permission, Permission):
        yield "asks for something that is no permission"
    elif isinstance(policy, Public) and not policy.reason.strip():
        yield "public, and nobody said why"
    elif isinstance(policy, OfProof) and not policy.reason.strip():
        yield "for a proof, and nobody said which"
    if not isinstance(guard.data, DataClass):
        yield "no class of data"
    elif not guard.is_said and name in TELLING:
        yield "by its name it could be somebody's data: say of which class it is, if only that it is none"
    if type(guard.cost) is not int or guard.cost < 0:
        yield "no cost"


def _type_problems(kind: Composite, *, is_root: bool) -> Iterator[str]:
    """Compare an object type with the classes it comes from, and with what its fields have to know."""
    origin = getattr((kind.extensions or {}).get(BACKREF), "origin", object)
    for parent in origin.__mro__[1:]:
        needed = vars(parent).get(NEEDS)
        if needed is not None and getattr(origin, NEEDS, None) is not needed:
            yield f"{kind.name}: does not need {needed.value}, as {parent.__name__} does"
    policies = [guard.policy for one in kind.fields.values() if (guard := guard_of(one)) is not None]
    knows = any(
        "clinic_id" in vars(one) or "clinic_id" in vars(one).get("__annotations__", ()) for one in origin.__mro__
    )
    if not is_root and not knows and any(isinstance(one, Needs) for one in policies):
        yield f"{kind.name}: has fields that need a permission, and no clinic_id to say where"
    for name, one in kind.fields.items():
        guard, python_name = guard_of(one), getattr((one.extensions or {}).get(BACKREF), "python_name", None)
        if guard is not None and guard.data is DataClass.NONE and python_name in getattr(origin, SEALED_NAMES, ()):
            yield f"{kind.name}.{name}: is kept sealed, and nobody said what kind of data it is"


def _field_problems(
    schema: GraphQLSchema, kind: Composite, name: str, one: GraphQLField, *, is_root: bool
) -> Iterator[str]:
    coordinate = f"{kind.name}.{name}"
    yield from _made_elsewhere(coordinate, one)
    for argument_name, argument in one.args.items():
        yield from _made_elsewhere(f"{coordinate}({argument_name}:)", argument)
        if isinstance(getattr(guard_of(argument), "policy", None), Needs | Authenticated) and is_non_null_type(
            one.type
        ):
            yield f"{coordinate}({argument_name}:): can close the field, so that must be nullable"
    guard = guard_of(one)
    policy = guard.policy if guard else None
    if isinstance(policy, Needs | Authenticated) and is_non_null_type(one.type):
        yield f"{coordinate}: can be closed, so it must be nullable"
    if isinstance(policy, OfParent) and is_root:
        yield f"{coordinate}: a root field has no parent to take a policy from"
    if isinstance(policy, OfProof) and (is_root or not kind.name.endswith("Payload")):
        yield f"{coordinate}: only the payload of a change can tell what was proven in it"
    for needs in sorted(all_needs_of(schema, get_named_type(one.type))):
        if not (guard is not None and guard.judges_each) and not _leads(kind, name, policy, needs):
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
    for origin, own, promised in _promises(kind, name, element):
        if own is not None and (own.policy, own.data) != (promised.policy, promised.data):
            yield f"{kind.name}.{name}: another policy than {origin}"
        elif own is not None and _is_cheaper_or_wider(own, promised):
            yield f"{kind.name}.{name}: costs less or stands in more places than {origin}"


def _is_cheaper_or_wider(own: Guard, promised: Guard) -> bool:
    stands = [{one for one in BOTH if guard.stands_on(one, is_root=False)} for guard in (own, promised)]
    is_shorter = isinstance(promised.lists, int) and (not isinstance(own.lists, int) or own.lists < promised.lists)
    return own.cost < promised.cost or not stands[0] <= stands[1] or is_shorter


Promise = tuple[str, Guard | None, Guard]
"""Whose it is, what a field or argument says for itself, and what was promised of it."""


def _promises(kind: Composite | GraphQLInputObjectType, name: str, element: Any) -> Iterator[Promise]:
    if not isinstance(kind, GraphQLInputObjectType):
        for interface in kind.interfaces:
            guard = guard_of(interface.fields[name]) if name in interface.fields else None
            if guard is not None:
                yield f"{interface.name}.{name}", guard_of(element), guard
    definition = (kind.extensions or {}).get(BACKREF)
    python_name = getattr((element.extensions or {}).get(BACKREF), "python_name", None)
    interfaces = set() if isinstance(kind, GraphQLInputObjectType) else {one.name for one in kind.interfaces}
    for parent in getattr(definition, "origin", object).__mro__[1:]:
        theirs = vars(parent).get("__strawberry_definition__")
        for one in getattr(theirs, "fields", ()):
            if one.name != python_name or parent.__name__ in interfaces:  # most: roots have hundreds
                continue
            guard = one.metadata.get(GUARD)
            if not isinstance(guard, Guard):
                continue
            yield f"{parent.__name__}.{name}", guard_of(element), guard
            arguments = _arguments_of(element)
            for argument in one.arguments:
                theirs_too = argument.metadata.get(GUARD)
                if isinstance(theirs_too, Guard):
                    yield (
                        f"{parent.__name__}.{name}({argument.python_name}:)",
                        arguments.get(argument.python_name),
                        theirs_too,
                    )


def _arguments_of(element: Any) -> dict[str, Guard | None]:
    """Return what each argument says for itself, by its name in Python."""
    return {
        getattr((one.extensions or {}).get(BACKREF), "python_name", key): guard_of(one)
        for key, one in getattr(element, "args", {}).items()
    }


def _leads(kind: Composite, name: str, policy: Policy | None, needs: Permission) -> bool:
    if isinstance(policy, Needs):
        return policy.permission is needs
    is_plumbing = kind.name.endswith(("Connection", "Edge")) and name in ("nodes", "edges", "node")
    return is_plumbing or (isinstance(policy, OfParent) and needs_of(kind) is needs)
