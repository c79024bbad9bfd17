"""Runs a valid query without Strawberry's walk through extensions: priced, executed, settled, published.

Everything else (mutations, subscriptions, what is not valid, what asks for the schema itself) goes the long way round.
Both ways use the same documents, prices, executor and errors, and a test holds them to equal answers.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from graphql.execution.values import VariableValues
from strawberry.types import ExecutionResult

from chatbookr_schema.charging import settle
from chatbookr_schema.context import Context
from chatbookr_schema.documents import Known, admit, operation_name_problem
from chatbookr_schema.errors import BAD_USER_INPUT, published_all
from chatbookr_schema.execution import GuardedExecution
from chatbookr_schema.plans import Plan
from chatbookr_schema.straight import straight_of


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
    values = admitted.values
    plan = executor.plans.find(known.document, operation, values.coerced)
    ready = partial(executor.ready, schema, plan, known.fragments(), operation, context, values)
    data = await _straight(plan, context, values, ready) if executor.is_compiling and context.seen is None else None
    errors = None
    if data is None:
        data, errors = await _executed(plan, ready())
    answer = _published(data, errors, context)
    if admitted.charged is not None:
        answer.extensions = {"cost": await settle(context, admitted.plan, admitted.charged, data)}
    return answer


async def _straight(
    plan: Plan, context: Context, values: VariableValues, ready: Callable[[], GuardedExecution]
) -> dict[str, Any] | None:
    """Run an operation straight through, once it was executed before; None where it has to be executed."""
    if plan.straight is None or not plan.is_worth_compiling:
        return None
    return await plan.straight.data(context, values, ready)


async def _executed(plan: Plan, executor: GuardedExecution) -> tuple[dict[str, Any] | None, list[GraphQLError] | None]:
    """Let graphql-core execute an operation, and see how it could be run the next time."""
    result: Any = executor.execute_operation()
    if hasattr(result, "__await__"):
        result = await result
    if plan.times == 1 and executor.is_unwatched:
        plan.straight = straight_of(plan, executor)
    return result.data, result.errors


def _published(data: dict[str, Any] | None, errors: list[GraphQLError] | None, context: Context) -> ExecutionResult:
    told = published_all(errors or (), context.request_id, BAD_USER_INPUT, root="Query")
    return ExecutionResult(data=data, errors=told or None)
