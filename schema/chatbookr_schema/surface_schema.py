"""The schema of one surface, as it is executed: plain queries directly, all else as Strawberry does."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.extensions.directives import DirectivesExtension, DirectivesExtensionSync
from strawberry.types import ExecutionResult
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.graphql import OperationType

from chatbookr_schema.context import Context
from chatbookr_schema.denials import log_denied
from chatbookr_schema.direct import query_in, run_query
from chatbookr_schema.documents import KnownDocuments
from chatbookr_schema.execution import GuardedExecution
from chatbookr_schema.field import GUARD, Guard, Surface
from chatbookr_schema.guards import Gate
from chatbookr_schema.nodes import NodeKind
from chatbookr_schema.seen_log import log_seen


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

    def __init__(
        self,
        surface: Surface,
        *,
        kinds: Mapping[str, NodeKind],
        of_webhooks: Callable[[], "ChatbookrSchema"],
        query: type,
        mutation: type | None,
        **options: Any,
    ) -> None:
        """Make a schema; of `kinds` it finds by their ids those that it has.

        `of_webhooks` returns that in which webhooks' documents are written, the partners'.
        """
        self.surface = surface
        self.of_webhooks = of_webhooks
        self._roots = (query, mutation, options.get("subscription"))
        super().__init__(query=query, mutation=mutation, **options)
        self.kinds = {name: kind for name, kind in kinds.items() if name in self._schema.type_map}

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
