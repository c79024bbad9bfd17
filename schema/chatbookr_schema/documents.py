"""Parses and validates each document once, and lets no error out unpublished."""

import textwrap
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    BREAK,
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    Visitor,
    VisitorAction,
    get_operation_ast,
    get_variable_values,
    parse,
    specified_rules,
    validate,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule
from strawberry.types import ExecutionResult as StrawberryResult

from chatbookr_core.errors import InvalidInput
from chatbookr_core.field_use import Coordinates
from chatbookr_core.reach import reach_of
from chatbookr_permissions.actions import Permission
from chatbookr_schema.admitted import Admitted, Charge
from chatbookr_schema.charging import charge, charge_event, charge_refusal, check_cost, settle
from chatbookr_schema.context import Context
from chatbookr_schema.cost import CostPlan, cost_plan
from chatbookr_schema.errors import (
    BAD_REQUEST,
    BAD_USER_INPUT,
    PARSE_FAILED,
    VALIDATION_FAILED,
    CodedError,
    forbidden,
    published_all,
)
from chatbookr_schema.event_execution import lost_event
from chatbookr_schema.field import Surface
from chatbookr_schema.idempotent import IdempotentMutations
from chatbookr_schema.limits import DOCUMENT_CHARS, TOKENS, VALIDATION_ERRORS, check_variables, excesses_of
from chatbookr_schema.usage import coordinates_in, note_use

KEPT = 256
KEPT_FOR_NOW = 4  # of what is long or refused: one request asks for its document some three times
LONGEST_KEPT_CHARS = 16 * 1024  # longer ones are parsed again: the cache holds at most 4 MiB of text
NO_OPERATION = "The document holds no such operation."
RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule, IdempotentMutations)
MESSAGE_CHARS = 500  # of an error that quotes what was given
NOTHING = parse("{ __typename }")


@dataclass(frozen=True, slots=True)
class Known:
    """A document that was seen before, and what is wrong with it."""

    document: DocumentNode
    errors: list[GraphQLError]
    is_introspecting: bool = False
    _fragments: dict[str, FragmentDetails] = field(default_factory=dict)
    _plans: dict[str | None, tuple[CostPlan, Coordinates]] = field(default_factory=dict)

    def fragments(self) -> dict[str, FragmentDetails]:
        """Return the document's fragments as the executor has them; variables of their own they have none."""
        if not self._fragments:
            found = [one for one in self.document.definitions if isinstance(one, FragmentDefinitionNode)]
            self._fragments.update({one.name.value: FragmentDetails(one, None) for one in found})
        return self._fragments

    def plan_of(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> tuple[CostPlan, Coordinates]:
        """Return the price of one of its operations and what that asks for, found out once."""
        name = operation.name.value if operation.name else None
        plan = self._plans.get(name)
        if plan is None:
            made = cost_plan(schema, self.document, operation), coordinates_in(schema, self.document, operation)
            plan = self._plans[name] = made
        return plan


class KnownDocuments:
    """The documents most recently seen, by their text."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, bool], Known] = OrderedDict()
        self._for_now: OrderedDict[tuple[str, bool], Known] = OrderedDict()

    def prepared(self, schema: GraphQLSchema, query: str, *, is_trusted: bool = False) -> Known:
        """Return a document parsed and validated; one that is not GraphQL, or too long, is empty but for its error.

        A trusted one was written by the makers of a client, and may have any shape.
        """
        key = (query, is_trusted)
        for kept in (self._known, self._for_now):
            known = kept.get(key)
            if known is not None:
                kept.move_to_end(key)
                return known
        known = trusted(schema, query) if is_trusted else parsed(schema, query)
        is_kept = not known.errors and (is_trusted or len(query) <= LONGEST_KEPT_CHARS)
        kept, most = (self._known, KEPT) if is_kept else (self._for_now, KEPT_FOR_NOW)
        kept[key] = known
        if len(kept) > most:
            kept.popitem(last=False)
        return known

    def forget(self) -> None:
        """Meet every document as for the first time again."""
        self._known.clear()
        self._for_now.clear()


def parsed(schema: GraphQLSchema, query: str) -> Known:
    """Parse and validate a document, the cheapest check first."""
    if len(query) > DOCUMENT_CHARS:
        return Known(NOTHING, [CodedError(f"A document has at most {DOCUMENT_CHARS} characters.", PARSE_FAILED)])
    try:
        document = parse(query, max_tokens=TOKENS)
    except GraphQLSyntaxError as problem:
        return Known(NOTHING, [problem])
    return Known(document, excesses_of(schema, document) or problems_of(schema, document), introspects(document))


def trusted(schema: GraphQLSchema, query: str) -> Known:
    """Parse and validate a document that the limits of size and shape are not for."""
    try:
        document = parse(query)
    except GraphQLSyntaxError as problem:
        return Known(NOTHING, [problem])
    return Known(document, problems_of(schema, document), introspects(document))


def problems_of(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    """Validate a document; its first few problems are enough."""
    return validate(schema, document, RULES, max_errors=VALIDATION_ERRORS, hide_suggestions=True)


class _Introspection(Visitor):
    """Looks for the fields by which a schema tells of itself (GraphQL, section 4.1)."""

    is_found = False

    def enter_field(self, node: FieldNode, *_: object) -> VisitorAction:
        self.is_found = node.name.value in ("__schema", "__type")
        return BREAK if self.is_found else None


def introspects(document: DocumentNode) -> bool:
    """Tell whether a document asks for the schema itself, anywhere in it."""
    visitor = _Introspection()
    visit(document, visitor)
    return visitor.is_found


def introspection_problem(context: Context, surface: Surface) -> CodedError | None:
    """Refuse partners' programs the schema of a deployment in production, unless their key has a scope for it."""
    is_open = surface == "staff" or not context.deployment.settings.is_production
    if is_open or reach_of(context.actor, Permission.SCHEMA_READ).clinic_ids:
        return None
    return forbidden([Permission.SCHEMA_READ.value], "Query.__schema")


def operation_name_problem(document: DocumentNode, name: str | None) -> CodedError | None:
    """Say where it is not clear which operation is meant (GraphQL, section 6.1), or None."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    names = [one.name.value if one.name else None for one in operations]
    if name is None and len(names) > 1:
        return CodedError("Say with `operationName` which of the operations is meant.", BAD_REQUEST)
    if not names or name not in (None, *names):
        return CodedError(NO_OPERATION, BAD_REQUEST)
    return None


async def admit(
    schema: GraphQLSchema,
    known: Known,
    operation: OperationDefinitionNode,
    context: Context,
    variables: Mapping[str, Any],
) -> Admitted | list[GraphQLError]:
    """Coerce the variables, price the operation and take that; return why it is not executed where it is not.

    Reading variables is work: those that do not fit are paid for too.
    """
    values = coerced(schema, operation, variables)
    if isinstance(values, list):
        try:
            await charge_refusal(context)
        except CodedError as refusal:
            return [refusal]
        return values
    plan, coordinates = known.plan_of(schema, operation)
    charged = None
    try:
        if operation.operation is OperationType.SUBSCRIPTION:
            check_cost(plan.requested(values.coerced))
        else:
            charged = await charge(context, plan, values.coerced)
    except CodedError as refusal:
        return [refusal]
    note_use(context, coordinates, schema, operation, variables)
    return Admitted(values, plan, charged)


def coerced(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> VariableValues | list[GraphQLError]:
    """Coerce the variables of an operation, or list why they do not fit; the first few problems are enough.

    graphql-core quotes what it was given in each of them, with every name of an object.
    """
    try:
        check_variables(variables)
    except InvalidInput as problem:
        return [CodedError(problem.message, BAD_USER_INPUT, field=problem.field.split(".") if problem.field else [])]
    definitions = operation.variable_definitions or ()
    values = get_variable_values(
        schema, definitions, dict(variables), max_errors=VALIDATION_ERRORS, hide_suggestions=True
    )
    if not isinstance(values, list):
        return values
    for error in values:
        error.message = textwrap.shorten(error.message, MESSAGE_CHARS, placeholder=" …")
    return values


class Prepared(SchemaExtension):
    """Takes documents from the cache, and publishes errors: coded, or masked with the request's id."""

    known: KnownDocuments
    _errors: Sequence[GraphQLError]
    _found: Known
    _is_stream = _is_valid = False
    _plan: CostPlan | None = None
    _charge: Charge | None = None
    _cost: Mapping[str, Any] | None = None

    def on_parse(self) -> Iterator[None]:
        """Take the document from the cache, so that Strawberry neither parses nor validates it."""
        context = self.execution_context
        is_trusted = context.context.is_trusted
        found = self.known.prepared(context.schema._schema, context.query or "", is_trusted=is_trusted)
        self._found = found
        problem = operation_name_problem(found.document, context._provided_operation_name or None)
        if problem is None and found.is_introspecting:
            problem = introspection_problem(context.context, getattr(context.schema, "surface", "staff"))
        self._errors = found.errors or ([problem] if problem else [])
        self._is_valid = not self._errors
        context.graphql_document = found.document
        if found.document is NOTHING:
            context._provided_operation_name = None
        yield

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = list(self._errors)
        yield

    async def on_operation(self) -> AsyncIterator[None]:
        yield
        if not self._is_stream:
            result = self.execution_context.result
            self._publish(result)
            await self._settle(result)

    async def on_execute(self) -> AsyncIterator[None]:
        """Have it paid for, or not done at all."""
        refusals = await self._refusals()
        if refusals and self.execution_context.operation_type.value == OperationType.SUBSCRIPTION.value:
            raise refusals[0]
        if refusals:
            self.execution_context.result = ExecutionResult(data=None, errors=refusals)
        yield

    async def on_stream_result(self, result: Any) -> AsyncIterator[None]:
        self._is_stream = True
        if self._charge is None:
            await self._charge_event(result)
        else:
            await self._settle(result)
        self._publish(result)
        if self._cost is not None:
            result.extensions = {**(result.extensions or {}), "cost": self._cost}
        yield

    def get_results(self) -> dict[str, Any]:
        return {"cost": self._cost} if self._cost is not None else {}

    async def _refusals(self) -> list[GraphQLError]:
        """Price the operation and take that; return why it is not executed, [] where it is."""
        execution, schema = self.execution_context, self.execution_context.schema._schema
        operation = get_operation_ast(self._found.document, execution._provided_operation_name or None)
        if operation is None:
            return []
        admitted = execution.context.admitted
        if admitted is None:
            admitted = await admit(schema, self._found, operation, execution.context, execution.variables or {})
        if isinstance(admitted, list):
            return admitted
        self._plan, self._charge = admitted.plan, admitted.charged
        return []

    async def _settle(self, result: Any) -> None:
        if self._plan is not None and self._charge is not None:
            self._cost = await settle(self.execution_context.context, self._plan, self._charge, result.data)

    async def _charge_event(self, result: Any) -> None:
        """Let an event of a subscription be paid for; what cannot be paid is not shown."""
        if self._plan is None or result.data is None:
            return
        try:
            self._cost = await charge_event(self.execution_context.context, self._plan, result.data)
        except CodedError as refusal:
            lost = await lost_event(self.execution_context.context, refusal)
            self._cost, result.data, result.errors = None, lost.data, lost.errors

    def _publish(self, result: Any) -> None:
        if isinstance(result, ExecutionResult | StrawberryResult) and result.errors:
            request_id = self.execution_context.context.request_id
            fallback = BAD_USER_INPUT if self._is_valid else VALIDATION_FAILED
            result.errors = published_all(result.errors, request_id, fallback, root=self._root())

    def _root(self) -> str | None:
        """Name the type the operation is on, where there is one."""
        context = self.execution_context
        operation = get_operation_ast(self._found.document, context._provided_operation_name or None)
        kind = context.schema._schema.get_root_type(operation.operation) if operation else None
        return kind.name if kind else None
