"""Every element of a schema that says who may use it, each with a document that uses it and the policies on the way."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from tests.matrix.examples import Examples

from chatbookr_permissions.actions import Permission
from chatbookr_schema.build import schema_of
from chatbookr_schema.field import GUARD, Authenticated, Guard, Needs, Surface
from chatbookr_schema.guards import BACKREF
from chatbookr_schema.surface_schema import ChatbookrSchema


@dataclass(frozen=True, slots=True)
class Gate:
    """Somewhere on the way that can be closed; `coordinate` None: closed without a word (a node nobody may see)."""

    coordinate: str | None
    permission: Permission | None  # None: anybody who is logged in


@dataclass(frozen=True, slots=True)
class Step:
    """One field on the way to an object, or the type condition behind `node`."""

    kind: GraphQLObjectType
    field: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One element, and how it is come by."""

    coordinate: str
    way: tuple[Step, ...]
    surface: Surface
    argument: str | None = None
    input_field: str | None = None

    @property
    def root(self) -> str:
        return self.way[0].field


def guard_of(element: object) -> Guard:
    """Return what the factory was told; every element has it, or the process would not have started."""
    guard: Guard = (getattr(element, "extensions", None) or {})[BACKREF].metadata[GUARD]
    return guard


def gate_of(coordinate: str, element: object) -> Gate | None:
    """Return the gate an element is, if it is one."""
    policy = guard_of(element).policy
    if isinstance(policy, Needs):
        return Gate(coordinate, policy.permission)
    return Gate(coordinate, None) if isinstance(policy, Authenticated) else None


def ways_of(schema: GraphQLSchema, root: GraphQLObjectType) -> dict[str, tuple[Step, ...]]:
    """Find a way from a root to every object type: the shortest, and through `node` where there is one."""
    found: dict[str, tuple[Step, ...]] = {root.name: ()}
    queue: deque[GraphQLObjectType] = deque([root])
    node = schema.get_type("Node")
    for kind in schema.type_map.values():
        if "node" in root.fields and isinstance(kind, GraphQLObjectType) and node in kind.interfaces:
            found[kind.name] = (Step(root, "node", kind.name),)
            queue.append(kind)
    while queue:
        kind = queue.popleft()
        for name, one in kind.fields.items():
            for target in _targets(get_named_type(one.type)):
                if target.name not in found:
                    is_union = isinstance(get_named_type(one.type), GraphQLUnionType)
                    found[target.name] = (*found[kind.name], Step(kind, name, target.name if is_union else None))
                    queue.append(target)
    return found


def _targets(kind: GraphQLNamedType) -> Sequence[GraphQLObjectType]:
    if isinstance(kind, GraphQLObjectType):
        return [kind]
    return kind.types if isinstance(kind, GraphQLUnionType) else []


def core_of(surface: Surface) -> GraphQLSchema:
    """Return graphql-core's schema of a surface."""
    built: ChatbookrSchema = schema_of(surface)
    return built._schema


def places_of(surface: Surface, root_name: str) -> Iterator[Place]:
    """List every output field, argument and input field that can be come by from a root."""
    schema = core_of(surface)
    root = schema.type_map[root_name]
    assert isinstance(root, GraphQLObjectType)
    for type_name, way in ways_of(schema, root).items():
        kind = schema.type_map[type_name]
        assert isinstance(kind, GraphQLObjectType)
        for name, one in kind.fields.items():
            here = Place(f"{type_name}.{name}", (*way, Step(kind, name)), surface)
            yield here
            for argument, given in one.args.items():
                yield replace(here, coordinate=f"{here.coordinate}({argument}:)", argument=argument)
                yield from _inside(here, argument, given)


def _inside(here: Place, argument: str, given: GraphQLArgument) -> Iterator[Place]:
    kind = get_named_type(given.type)
    if isinstance(kind, GraphQLInputObjectType):
        for name in kind.fields:
            at = f"{here.coordinate}({argument}.{name}:)"
            yield replace(here, coordinate=at, argument=argument, input_field=name)


def gates_on(place: Place) -> list[Gate]:
    """List what can be closed on the way to a place, in order, the place itself last."""
    gates: list[Gate | None] = []
    for step in place.way:
        one = step.kind.fields[step.field]
        coordinate = f"{step.kind.name}.{step.field}"
        gates.append(gate_of(coordinate, one))
        if step.condition and step.field == "node":
            gates.append(Gate(None, schema_of(place.surface).kinds[step.condition].needs))
        gates += [gate_of(coordinate, given) for name, given in one.args.items() if _is_given(place, step, name, given)]
    gates += [gate_of(at, element) for at, element in _elements_of(place)]
    return [gate for gate in gates if gate is not None]


def _is_given(place: Place, step: Step, name: str, argument: GraphQLArgument) -> bool:
    is_here = step is place.way[-1]
    return is_required_argument(argument) or (is_here and name == place.argument)


def _elements_of(place: Place) -> Iterator[tuple[str, GraphQLInputField]]:
    """Yield the input fields a place gives: the one it is about, and those without which it cannot be given."""
    last = place.way[-1]
    for name, argument in last.kind.fields[last.field].args.items():
        kind = get_named_type(argument.type)
        if isinstance(kind, GraphQLInputObjectType) and _is_given(place, last, name, argument):
            for field_name, one in kind.fields.items():
                if is_required_input_field(one) or field_name == place.input_field:
                    yield f"{kind.name}.{field_name}", one


def document_of(place: Place, examples: Examples, operation: str = "query") -> tuple[str, dict[str, object]]:
    """Write the operation that uses a place, with its variables."""
    variables: dict[str, object] = {}
    declared: list[str] = []
    text = _selected(place, 0, examples, variables, declared)
    head = f"{operation} ({', '.join(declared)})" if declared else operation
    return f"{head} {{ {text} }}", variables


def _selected(place: Place, at: int, examples: Examples, variables: dict[str, object], declared: list[str]) -> str:
    step = place.way[at]
    is_last = at == len(place.way) - 1
    one = step.kind.fields[step.field]
    given = []
    for name, argument in one.args.items():
        if _is_given(place, step, name, argument):
            variable = f"v{len(variables)}"
            also = place.input_field if is_last and name == place.argument else None
            owner = step.field if name in ("id", "ids") else step.kind.name
            value = examples.of(name, argument.type, owner, also)
            if step.condition and step.field == "node":
                value = examples.id_of(step.condition)
            variables[variable] = value
            declared.append(f"${variable}: {argument.type}")
            given.append(f"{name}: ${variable}")
    head = f"{step.field}({', '.join(given)})" if given else step.field
    inner = leaf_of(one) if is_last else _selected(place, at + 1, examples, variables, declared)
    if step.condition and inner:
        inner = f"{{ ... on {step.condition} {inner if inner.startswith('{') else '{ ' + inner + ' }'} }}"
    elif inner and not inner.startswith("{"):
        inner = f"{{ {inner} }}"
    return f"{head} {inner}".strip()


def leaf_of(one: GraphQLField) -> str:
    """Write the least a field can be asked for."""
    return "" if is_leaf_type(get_named_type(one.type)) else "{ __typename }"


def value_at(data: Any, place: Place, upto: int) -> Any:
    """Follow an answer along the way, the first of each list; None where it ends early."""
    value = data
    for step in place.way[: upto + 1]:
        if isinstance(value, list):
            value = value[0] if value else None
        if value is None:
            return None
        value = value.get(step.field)
    return value
