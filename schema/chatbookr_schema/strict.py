"""Strict answers: one part that is denied makes the whole denied, and a change is not even begun.

What is read can be judged when it is there. A change is judged before it is made: by the policies of everything the
document gives and asks for, in the clinics of the ids it names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_argument_values,
    get_directive_values,
    get_named_type,
    get_nullable_type,
    get_operation_ast,
    is_abstract_type,
)
from graphql.execution.values import VariableValues

from chatbookr_permissions.actor import Principal
from chatbookr_schema.charging import settle
from chatbookr_schema.context import Context
from chatbookr_schema.documents import Known, admit
from chatbookr_schema.errors import BAD_REQUEST, DENIED, CodedError, forbidden, published_all, unauthenticated
from chatbookr_schema.field import Needs, Policy
from chatbookr_schema.guards import Gate, guard_of, is_open
from chatbookr_schema.limits import INPUT_LIST
from chatbookr_schema.nodes import clinics_of
from chatbookr_schema.surface_schema import ChatbookrSchema

ONE_CHANGE = "A strict document holds one mutation: a second that is denied could not undo the first."
TOO_MANY_IDS = f"A strict change names at most {INPUT_LIST} things by their ids."


def denials_in(errors: Iterable[GraphQLError] | None) -> list[GraphQLError]:
    """Pick out the errors by which something was denied."""
    return [one for one in errors or () if (one.extensions or {}).get("code") in DENIED]


async def denials_before(
    schema: ChatbookrSchema, context: Context, query: str, variables: Mapping[str, Any] | None, name: str | None
) -> list[GraphQLError]:
    """List what of a change would be denied, before anything is done; [] for what is no change, or no valid document.

    The one other error is BAD_REQUEST, for more than one mutation at once, and for too many ids. Looking is work: the
    operation is admitted first, and paid for; the execution that follows finds that done (`Context.admitted`).
    """
    known = schema.known.prepared(schema._schema, query, is_trusted=context.is_trusted)
    operation = get_operation_ast(known.document, name)
    root = schema._schema.mutation_type
    if known.errors or operation is None or root is None or operation.operation is not OperationType.MUTATION:
        return []
    admitted = context.admitted = await admit(schema._schema, known, operation, context, variables or {})
    if isinstance(admitted, list):
        return []
    denials = await _denials_of_change(schema, context, known, operation, admitted.values)
    if denials and admitted.charged is not None:
        await settle(context, admitted.plan, admitted.charged, None)
    return denials


async def _denials_of_change(
    schema: ChatbookrSchema,
    context: Context,
    known: Known,
    operation: OperationDefinitionNode,
    values: VariableValues,
) -> list[GraphQLError]:
    walk, root = _walk_of(schema, context, known, operation, values)
    if len({_response_name(node) for node, _ in walk.fields_of(operation.selection_set, [root])}) > 1:
        return published_all([CodedError(ONE_CHANGE, BAD_REQUEST)], context.request_id)
    ids = set(walk.ids_in(operation.selection_set, root))
    if len(ids) > INPUT_LIST:
        return published_all([CodedError(TOO_MANY_IDS, BAD_REQUEST)], context.request_id)
    named = await clinics_of(context, schema.kinds, ids)
    walk.clinics = sorted(named or set(context.actor.clinic_ids if context.actor else ()))  # of none: of all of them
    walk.visit(operation.selection_set, [root])
    return published_all(walk.found.values(), context.request_id)


def denials_of(
    schema: ChatbookrSchema,
    context: Context,
    known: Known,
    operation: OperationDefinitionNode,
    values: VariableValues,
) -> list[GraphQLError]:
    """List what of an operation a key may not give or read, by the policies alone, in the key's clinic."""
    walk, root = _walk_of(schema, context, known, operation, values)
    walk.clinics = sorted(context.principal().clinic_ids)
    walk.visit(operation.selection_set, [root])
    return list(walk.found.values())


def _walk_of(
    schema: ChatbookrSchema,
    context: Context,
    known: Known,
    operation: OperationDefinitionNode,
    values: VariableValues,
) -> tuple["_Walk", GraphQLObjectType]:
    root = schema._schema.get_root_type(operation.operation)
    if root is None:
        raise TypeError("a valid operation has a root type")
    fragments = {one.name.value: one for one in known.document.definitions if isinstance(one, FragmentDefinitionNode)}
    return _Walk(schema._schema, schema.gates, context.actor, fragments, values), root


def _response_name(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


@dataclass(slots=True)
class _Walk:
    """Goes through everything an operation gives and asks for; `found` are its denials, by coordinate."""

    schema: GraphQLSchema
    gates: Mapping[str, Mapping[str, Gate]]
    actor: Principal | None
    fragments: Mapping[str, FragmentDefinitionNode]
    values: Any
    clinics: Sequence[UUID] = ()
    found: dict[str, GraphQLError] = field(default_factory=dict)
    _seen: set[tuple[int, str]] = field(default_factory=set)

    def fields_of(
        self, selections: SelectionSetNode, kinds: Sequence[GraphQLObjectType]
    ) -> Iterator[tuple[FieldNode, GraphQLObjectType]]:
        """List the fields that are not skipped, with each object type they can be of."""
        for selection in selections.selections:
            if self._is_skipped(selection):
                continue
            if isinstance(selection, FieldNode):
                if not selection.name.value.startswith("__"):
                    yield from ((selection, kind) for kind in kinds)
                continue
            fragment: Any = selection
            if isinstance(selection, FragmentSpreadNode):
                fragment = self.fragments[selection.name.value]
            yield from self.fields_of(fragment.selection_set, self._narrowed(kinds, fragment.type_condition))

    def ids_in(self, selections: SelectionSetNode, root: GraphQLObjectType) -> list[str]:
        """List every id that is given as an argument, or inside one."""
        ids: list[str] = []
        for node, kind in self.fields_of(selections, [root]):
            definition = kind.fields[node.name.value]
            given = get_argument_values(definition, node, self.values)
            for name, value in given.items():
                ids += _ids_of(definition.args[name].type, value)
        return ids

    def visit(self, selections: SelectionSetNode, kinds: Sequence[GraphQLObjectType]) -> None:
        """Note what is denied of a selection on objects of these types, and of everything below."""
        for node, kind in self.fields_of(selections, kinds):
            name = node.name.value
            definition = kind.fields[name]
            if (id(node), kind.name) in self._seen:
                continue
            self._seen.add((id(node), kind.name))
            gate = self.gates.get(kind.name, {}).get(name)
            given = get_argument_values(definition, node, self.values)
            if gate is not None:
                written = [one.name.value for one in node.arguments or ()]
                arguments = [gate.arguments[one] for one in written if one in gate.arguments]
                self._check(f"{kind.name}.{name}", [gate.policy, *arguments])
            for argument, value in given.items():
                self._check_input(definition.args[argument].type, value)
            if node.selection_set is not None:
                self.visit(node.selection_set, self._objects_of(get_named_type(definition.type)))

    def _check(self, coordinate: str, policies: Sequence[Policy]) -> None:
        clinics: Sequence[UUID | None] = self.clinics or (None,)
        closed = [one for one in policies if not all(is_open(one, self.actor, clinic) for clinic in clinics)]
        if not closed:
            return
        permissions = [one.permission.value for one in closed if isinstance(one, Needs)]
        denial = unauthenticated(coordinate) if self.actor is None else forbidden(permissions, coordinate)
        self.found.setdefault(coordinate, denial)

    def _check_input(self, kind: Any, value: Any) -> None:
        kind = get_nullable_type(kind)
        if isinstance(kind, GraphQLList):
            for one in value if isinstance(value, list) else ():
                self._check_input(kind.of_type, one)
        elif isinstance(kind, GraphQLInputObjectType) and isinstance(value, dict):
            for name, member in kind.fields.items():
                given = value.get(member.out_name or name)
                guard = guard_of(member)
                if given is None or guard is None:
                    continue
                self._check(f"{kind.name}.{name}", [guard.policy])
                self._check_input(member.type, given)

    def _is_skipped(self, selection: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, selection, self.values)
        include = get_directive_values(GraphQLIncludeDirective, selection, self.values)
        return bool(skip and skip["if"]) or bool(include and not include["if"])

    def _narrowed(self, kinds: Sequence[GraphQLObjectType], condition: Any) -> list[GraphQLObjectType]:
        if condition is None:
            return list(kinds)
        possible = self._objects_of(self.schema.type_map[condition.name.value])
        return [kind for kind in kinds if kind in possible]

    def _objects_of(self, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
        if is_abstract_type(kind):
            return list(self.schema.get_possible_types(kind))
        return [kind] if isinstance(kind, GraphQLObjectType) else []


def _ids_of(kind: Any, value: Any) -> Iterator[str]:
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        for one in value if isinstance(value, list) else ():
            yield from _ids_of(kind.of_type, one)
    elif isinstance(kind, GraphQLInputObjectType):
        for name, member in kind.fields.items():
            if isinstance(value, dict):
                yield from _ids_of(member.type, value.get(member.out_name or name))
    elif kind.name == "ID" and isinstance(value, str):
        yield value
