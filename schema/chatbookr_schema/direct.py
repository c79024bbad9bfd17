"""Runs a valid query without Strawberry's walk through extensions: priced, executed, settled, published.

Everything else (mutations, subscriptions, what is not valid, what asks for the schema itself) goes the long way round.
Both ways use the same documents, prices, executor and errors, and a test holds them to equal answers.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from strawberry.types import ExecutionResult

from chatbookr_schema.charging import settle
from chatbookr_schema.context import Context
from chatbookr_schema.documents import Known, admit, operation_name_problem
from chatbookr_schema.errors import BAD_USER_INPUT, published
from chatbookr_schema.execution import GuardedExecution


def query_in(known: Known, name: str | None) -> OperationDefinitionNode | None:
    """Return the query that is meant, where a document is valid and leaves no doubt; None: go the long way."""
    if known.errors or known.is_introspecting or operation_name_problem(known.document, name) is not None:
        return None
    operation = get_operation_ast(known.document, name)
    return operation if operation is not None and operation.operation is OperationType.QUERY else None


async def run_query(
    schema: GraphQLSchema,
    executor: type[GuardedExecution],
    known: Known,
    operation: OperationDefinitionNode,
    context: Context,
    variables: Mapping[str, Any] | None,
) -> ExecutionResult:
    """Execute one query; what it may cost is taken before, what it did not use given back."""
    admitted = await admit(schema, known, operation, context, variables or {})
    if isinstance(admitted, list):
        return _published(None, admitted, context)
    ready = executor.ready(schema, known.document, known.fragments(), operation, context, admitted.values)
    result = ready.execute_operation()
    if hasattr(result, "__await__"):
        result = await result
    answer = _published(result.data, result.errors, context)
    if admitted.charged is not None:
        answer.extensions = {"cost": await settle(context, admitted.plan, admitted.charged, result.data)}
    return answer


def _published(data: dict[str, Any] | None, errors: list[GraphQLError] | None, context: Context) -> ExecutionResult:
    told = [published(error, context.request_id, BAD_USER_INPUT) for error in errors or ()]
    return ExecutionResult(data=data, errors=told or None)
