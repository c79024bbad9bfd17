"""Asks the policies: which fields of an object are closed to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import strawberry
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
)

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.policy import PermissionDenied, is_allowed
from chatbookr_schema.field import GUARD, NEEDS, Authenticated, Guard, Needs, OfParent, Policy
from chatbookr_schema.spelling import camel

BACKREF = "strawberry-definition"
Held = frozenset[Permission] | None
"""What the asker holds where the object is; None for nobody."""


class InputDenied(PermissionDenied):
    """A field of an input was given by somebody who may not give it; `field` is its path in the arguments."""

    def __init__(self, permission: Permission, input_field: str, coordinate: str) -> None:
        super().__init__(permission)
        self.field = input_field
        self.coordinate = coordinate


def is_open(policy: Policy, actor: Principal | None, clinic_id: UUID | None) -> bool:
    """Decide a policy; without a clinic (at the root) holding the permission in any clinic is enough to go on."""
    if isinstance(policy, Needs):
        if actor is None:
            return False
        clinics = [clinic_id] if clinic_id is not None else list(actor.clinic_ids)
        return any(is_allowed(actor, policy.permission, one) for one in clinics)
    return actor is not None if isinstance(policy, Authenticated) else True


def is_open_to(policy: Policy, held: Held) -> bool:
    """Decide as `is_open` does, with what is held where the object is."""
    if isinstance(policy, Needs):
        return held is not None and policy.permission in held
    return held is not None if isinstance(policy, Authenticated) else True


def check_input(actor: Principal | None, value: object, clinic_id: UUID | None, path: str) -> None:
    """Raises InputDenied where a field is given (not null) that the asker may not give."""
    if isinstance(value, list):
        for place, one in enumerate(value):
            check_input(actor, one, clinic_id, f"{path}.{place}")
        return
    definition: Any = getattr(type(value), "__strawberry_definition__", None)
    for one in getattr(definition, "fields", ()):
        given = getattr(value, one.python_name)
        guard: Guard = one.metadata[GUARD]
        if given is None:
            continue
        name = f"{path}.{camel(one.python_name)}"
        if isinstance(guard.policy, Needs) and not is_open(guard.policy, actor, clinic_id):
            raise InputDenied(guard.policy.permission, name, f"{definition.name}.{camel(one.python_name)}")
        check_input(actor, given, clinic_id, name)


def ids_in(value: object) -> Iterator[str]:
    """List every id that is given in an input."""
    for one in getattr(getattr(type(value), "__strawberry_definition__", None), "fields", ()):
        given, kind = getattr(value, one.python_name), one.type
        while hasattr(kind, "of_type"):
            kind = kind.of_type
        each = given if isinstance(given, list) else [given]
        for inner in each:
            if kind is strawberry.ID and isinstance(inner, str):
                yield inner
            else:
                yield from ids_in(inner)


@dataclass(frozen=True, slots=True)
class Gate:
    """The policies of one field that can close it: its own, and those of its arguments."""

    policy: Policy
    arguments: Mapping[str, Policy] = field(default_factory=dict)


def policies_of(gate: Gate, node: FieldNode) -> list[Policy]:
    """List the policies that a field meets as it is asked for: its own, and those of the arguments it is given."""
    given = [gate.arguments[one.name.value] for one in node.arguments or () if one.name.value in gate.arguments]
    return [gate.policy, *given]


def gates_of(schema: GraphQLSchema) -> dict[str, dict[str, Gate]]:
    """List the fields that can be closed, by type and field; types without any are left out."""
    found: dict[str, dict[str, Gate]] = {}
    for kind in own_types(schema):
        if isinstance(kind, GraphQLObjectType):
            gates = {name: gate for name, one in kind.fields.items() if (gate := _gate_of(one)) is not None}
            if gates:
                found[kind.name] = gates
    return found


def _gate_of(one: GraphQLField) -> Gate | None:
    guard = guard_of(one)
    policy = guard.policy if guard else OfParent()
    arguments: dict[str, Policy] = {}
    for name, argument in one.args.items():
        given = guard_of(argument)
        if given is not None and isinstance(given.policy, Needs | Authenticated):
            arguments[name] = given.policy
    return Gate(policy, arguments) if arguments or isinstance(policy, Needs | Authenticated) else None


def guard_of(element: Any) -> Guard | None:
    definition = (element.extensions or {}).get(BACKREF)
    guard = getattr(definition, "metadata", {}).get(GUARD)
    return guard if isinstance(guard, Guard) else None


def own_types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    return (kind for name, kind in schema.type_map.items() if not name.startswith("__"))


def all_needs_of(schema: GraphQLSchema, kind: GraphQLNamedType) -> set[Permission]:
    """Return what the objects a field of a type can lead to ask for; of an interface or a union, every one of them."""
    kinds = schema.get_possible_types(kind) if is_abstract_type(kind) else [kind]
    return {needs for one in kinds if (needs := needs_of(one)) is not None}


def needs_of(kind: GraphQLNamedType) -> Permission | None:
    """Return the permission an object type asks for, or the one of what its pages hold."""
    definition = (kind.extensions or {}).get(BACKREF)
    needs: Permission | None = getattr(getattr(definition, "origin", None), NEEDS, None)
    if needs is None and isinstance(kind, GraphQLObjectType) and "nodes" in kind.fields:
        return needs_of(get_named_type(kind.fields["nodes"].type))
    return needs
