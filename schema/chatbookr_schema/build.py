"""Assembles the schema, and refuses one in which a field does not say who may see it."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.extensions.directives import DirectivesExtension, DirectivesExtensionSync
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.types import ExecutionResult
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.graphql import OperationType

from chatbookr_core.errors import InvalidSettings
from chatbookr_schema.completeness import describe_directives, leave_out_nulls, problems_of
from chatbookr_schema.context import Context
from chatbookr_schema.denials import log_denied
from chatbookr_schema.direct import query_in, run_query
from chatbookr_schema.documents import KnownDocuments, Prepared
from chatbookr_schema.event_execution import EventExecution
from chatbookr_schema.execution import GuardedExecution
from chatbookr_schema.field import GUARD, Guard, Surface
from chatbookr_schema.guards import Gate, gates_of
from chatbookr_schema.idempotent import Replays, idempotent
from chatbookr_schema.plans import Plans
from chatbookr_schema.roots import KINDS, Mutation, Query, Subscription
from chatbookr_schema.seen import log_seen


class Names(NameConverter):
    """Names a mutation's error after the mutation: BookingCreateUserError, not BookingCreateErrorCodeUserError."""

    def from_generic(self, object_type: StrawberryObjectDefinition, types: Any) -> str:
        return super().from_generic(object_type, types).replace("ErrorCodeUserError", "UserError")


class ChatbookrSchema(strawberry.Schema):
    """The schema of one surface: of the registry's types it has what stands there, and what that leads to.

    It logs nothing of its own: texts of people could be in there.
    """

    is_direct = True
    is_desk = False
    """Whether it is operators' own business, which they change; of clinics' they only read."""
    known: KnownDocuments
    executor: type[GuardedExecution]
    gates: Mapping[str, Mapping[str, Gate]]

    def __init__(self, surface: Surface, *, query: type, mutation: type | None, **options: Any) -> None:
        self.surface = surface
        self._roots = (query, mutation, options.get("subscription"))
        super().__init__(query=query, mutation=mutation, **options)
        self.kinds = {name: kind for name, kind in KINDS.items() if name in self._schema.type_map}

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Execute an operation, and log it where somebody has to answer for what they read."""
        given = (query, variable_values, context_value, root_value, operation_name)
        result = await self._executed(*given, allowed_operation_types, operation_extensions)
        if isinstance(context_value, Context) and context_value.seen is not None:
            await log_seen(context_value)
        if result.errors and isinstance(context_value, Context):
            await log_denied(context_value, result.errors)
        return result

    async def _executed(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None,
        context_value: Any | None,
        root_value: Any | None,
        operation_name: str | None,
        allowed_operation_types: Iterable[OperationType] | None,
        operation_extensions: dict[str, Any] | None,
    ) -> ExecutionResult:
        """Execute a plain query directly, all else as Strawberry does."""
        is_plain = self.is_direct and bool(query) and root_value is None and operation_extensions is None
        if query and is_plain and isinstance(context_value, Context) and allows_queries(allowed_operation_types):
            known = self.known.prepared(self._schema, query, is_trusted=context_value.is_trusted)
            operation = query_in(known, operation_name or None)
            if operation is not None:
                return await run_query(self._schema, self.executor, known, operation, context_value, variable_values)
        return await super().execute(
            query,
            variable_values,
            context_value,
            root_value,
            operation_name,
            allowed_operation_types,
            operation_extensions,
        )

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """List the fields that stand on this surface; one that was not made by the factory is left for the checks."""
        is_root = type_definition.origin in self._roots
        guards = [(one, one.metadata.get(GUARD)) for one in super().get_fields(type_definition)]
        return [
            one
            for one, guard in guards
            if not isinstance(guard, Guard) or guard.stands_on(self.surface, is_root=is_root)
        ]

    def get_extensions(self, sync: bool = False) -> list[SchemaExtension]:
        """Leave out what would ask every field of every row for directives: `change` asks, once."""
        found = super().get_extensions(sync)
        return [one for one in found if not isinstance(one, DirectivesExtension | DirectivesExtensionSync)]

    def process_errors(self, errors: list[Any], execution_context: Any = None) -> None:
        """Leave the logging to `errors.published`, which knows what is unexpected."""


def allows_queries(allowed: Iterable[OperationType] | None) -> bool:
    """Tell whether queries are among the kinds of operation that are taken."""
    return allowed is None or OperationType.QUERY in allowed


@cache
def schema_of(surface: Surface) -> ChatbookrSchema:
    """Return a surface's schema. Raises InvalidSettings where a field keeps silent about its policy."""
    return build(Query, Mutation, Subscription, surface)


def staff_schema() -> ChatbookrSchema:
    """Return what the clinic's own people see."""
    return schema_of("staff")


def partner_schema() -> ChatbookrSchema:
    """Return what partners' programs see."""
    return schema_of("partner")


def build(query: type, mutation: type | None, subscription: type | None, surface: Surface = "staff") -> ChatbookrSchema:
    """Build a schema with the policies on. Raises InvalidSettings that lists what is wrong with it."""

    class Extension(Prepared):
        known = KnownDocuments()

    class Execution(EventExecution):
        pass

    schema = ChatbookrSchema(
        surface,
        query=query,
        mutation=mutation,
        subscription=subscription,
        directives=[idempotent],
        extensions=[Extension, Replays],
        execution_context_class=Execution,
        config=StrawberryConfig(disable_field_suggestions=True, name_converter=Names()),
    )
    leave_out_nulls(schema._schema)
    describe_directives(schema._schema)
    problems = problems_of(schema._schema)
    if problems:
        raise InvalidSettings("The GraphQL schema is not complete:\n" + "\n".join(problems))
    schema.known = Extension.known
    schema.executor = Execution
    schema.gates = gates_of(schema._schema)
    Execution.plans = Plans(schema.gates)
    return schema
