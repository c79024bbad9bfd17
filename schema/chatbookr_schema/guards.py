"""Asks the policies: which fields of an object are closed to whom, and whether the finished schema has them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_non_null_type,
    is_specified_scalar_type,
)

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.policy import PermissionDenied, is_allowed
from chatbookr_schema.context import Context
from chatbookr_schema.field import GUARD, NEEDS, Authenticated, Guard, Needs, OfParent, Policy

BACKREF = "strawberry-definition"


class InputDenied(PermissionDenied):
    """A field of an input was given by somebody who may not give it; `field` is its path."""

    def __init__(self, permission: Permission, input_field: str) -> None:
        super().__init__(permission)
        self.field = input_field


def is_open(policy: Policy, actor: Principal | None, clinic_id: UUID | None) -> bool:
    """Decide a policy; without a clinic (at the root) holding the permission in any clinic is enough to go on."""
    if isinstance(policy, Needs):
        if actor is None:
            return False
        clinics = [clinic_id] if clinic_id is not None else list(actor.clinic_ids)
        return any(is_allowed(actor, policy.permission, one) for one in clinics)
    return actor is not None if isinstance(policy, Authenticated) else True


def check_input(context: Context, value: object, clinic_id: UUID | None, path: str) -> None:
    """Raises InputDenied where a field is given (not null) that the asker may not give."""
    definition: Any = getattr(type(value), "__strawberry_definition__", None)
    for one in getattr(definition, "fields", ()):
        given = getattr(value, one.python_name)
        guard: Guard = one.metadata[GUARD]
        if given is None:
            continue
        name = f"{path}.{camel(one.python_name)}"
        if isinstance(guard.policy, Needs) and not is_open(guard.policy, context.actor, clinic_id):
            raise InputDenied(guard.policy.permission, name)
        check_input(context, given, clinic_id, name)


def camel(name: str) -> str:
    """Write a Python name as the schema does."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


@dataclass(frozen=True, slots=True)
class Gate:
    """The policies of one field that can close it: its own, and those of its arguments."""

    policy: Policy
    arguments: Mapping[str, Policy] = field(default_factory=dict)


def gates_of(schema: GraphQLSchema) -> dict[str, dict[str, Gate]]:
    """List the fields that can be closed, by type and field; types without any are left out."""
    found: dict[str, dict[str, Gate]] = {}
    for kind in _own_types(schema):
        if isinstance(kind, GraphQLObjectType):
            gates = {name: gate for name, one in kind.fields.items() if (gate := _gate_of(one)) is not None}
            if gates:
                found[kind.name] = gates
    return found


def _gate_of(one: GraphQLField) -> Gate | None:
    guard = _guard_of(one)
    policy = guard.policy if guard else OfParent()
    arguments: dict[str, Policy] = {}
    for name, argument in one.args.items():
        given = _guard_of(argument)
        if given is not None and isinstance(given.policy, Needs | Authenticated):
            arguments[name] = given.policy
    return Gate(policy, arguments) if arguments or isinstance(policy, Needs | Authenticated) else None


def _guard_of(element: Any) -> Guard | None:
    definition = (element.extensions or {}).get(BACKREF)
    guard = getattr(definition, "metadata", {}).get(GUARD)
    return guard if isinstance(guard, Guard) else None


def _own_types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    return (kind for name, kind in schema.type_map.items() if not name.startswith("__"))


def needs_of(kind: GraphQLNamedType) -> Permission | None:
    """Return the permission an object type asks for, or the one of what its pages hold."""
    definition = (kind.extensions or {}).get(BACKREF)
    needs: Permission | None = getattr(getattr(definition, "origin", None), NEEDS, None)
    if needs is None and isinstance(kind, GraphQLObjectType) and "nodes" in kind.fields:
        return needs_of(get_named_type(kind.fields["nodes"].type))
    return needs


def problems_of(schema: GraphQLSchema) -> list[str]:
    """List everything the schema does not say about itself; a deployment with any does not start."""
    roots = {kind.name for kind in (schema.query_type, schema.mutation_type, schema.subscription_type) if kind}
    found: list[str] = []
    for kind in _own_types(schema):
        if kind.description is None and not is_specified_scalar_type(kind):
            found.append(f"{kind.name}: no description")
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for name, one in kind.fields.items():
                found += _field_problems(kind, name, one, is_root=kind.name in roots)
        elif isinstance(kind, GraphQLInputObjectType):
            for name, member in kind.fields.items():
                found += _made_elsewhere(f"{kind.name}.{name}", member)
        elif isinstance(kind, GraphQLEnumType):
            found += [f"{kind.name}.{name}: no description" for name, one in kind.values.items() if not one.description]
    return found


def _made_elsewhere(coordinate: str, element: Any) -> Iterator[str]:
    if _guard_of(element) is None:
        yield f"{coordinate}: not made by the field factory, so nobody said who may see it"
    if not element.description:
        yield f"{coordinate}: no description"


def _field_problems(
    kind: GraphQLObjectType | GraphQLInterfaceType, name: str, one: GraphQLField, *, is_root: bool
) -> Iterator[str]:
    coordinate = f"{kind.name}.{name}"
    yield from _made_elsewhere(coordinate, one)
    for argument_name, argument in one.args.items():
        yield from _made_elsewhere(f"{coordinate}({argument_name}:)", argument)
    guard = _guard_of(one)
    policy = guard.policy if guard else None
    if isinstance(policy, Needs | Authenticated) and is_non_null_type(one.type):
        yield f"{coordinate}: can be closed, so it must be nullable"
    if isinstance(policy, OfParent) and is_root:
        yield f"{coordinate}: a root field has no parent to take a policy from"
    needs = needs_of(get_named_type(one.type))
    if needs is not None and not _leads(kind, name, policy, needs):
        yield f"{coordinate}: leads to what needs {needs.value} without asking for it"
    for interface in kind.interfaces:
        promised = _guard_of(interface.fields[name]) if name in interface.fields else None
        if promised is not None and guard is not None and guard != promised:
            yield f"{coordinate}: another policy than {interface.name}.{name}"


def _leads(kind: GraphQLObjectType | GraphQLInterfaceType, name: str, policy: Policy | None, needs: Permission) -> bool:
    if isinstance(policy, Needs):
        return policy.permission is needs
    is_plumbing = kind.name.endswith(("Connection", "Edge")) and name in ("nodes", "edges", "node")
    return is_plumbing or (isinstance(policy, OfParent) and needs_of(kind) is needs)
