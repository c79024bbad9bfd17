"""Runs one operation for whichever transport brought it: its context, its time limit, and whether it is strict."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager

from graphql import GraphQLError, OperationDefinitionNode, OperationType, get_operation_ast
from starlette.requests import HTTPConnection
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from chatbookr_api.authentication import peer_of
from chatbookr_api.errors import request_id_of
from chatbookr_api.graphql_request import Operation
from chatbookr_api.surface import Standing, Surface
from chatbookr_api.telemetry import Observation
from chatbookr_core.deployment import Deployment
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.charging import payer_of
from chatbookr_schema.context import Context
from chatbookr_schema.documents import operation_name_problem
from chatbookr_schema.errors import TIMED_OUT, CodedError, published
from chatbookr_schema.limits import TIMEOUT_SECONDS
from chatbookr_schema.strict import denials_before, denials_in
from chatbookr_schema.trusted import document_id_of

TOO_SLOW = "That takes too long: ask for less at once."


def context_of(
    deployment: Deployment,
    connection: HTTPConnection,
    standing: Standing | None,
    operation: Operation,
    request_id: str | None = None,
) -> Context:
    """Make the context of one operation: who asks as of now, and nothing loaded.

    `request_id` is the operation's own where a connection carries several.
    """
    actor = standing.actor if standing else None
    is_strict = connection.headers.get("x-strict", "").strip().lower() == "true"
    return Context(
        deployment,
        actor,
        request_id or request_id_of(connection),
        payer=payer_of(actor, peer_of(connection, deployment.settings)),
        is_trusted=operation.is_trusted,
        is_strict=is_strict or (isinstance(actor, KeyActor) and actor.is_strict),
    )


def failure_of(problem: Exception, request_id: str) -> GraphQLError:
    """Return what a client may know of a failure outside the executor: its code, or nothing; that is in our log."""
    error = problem if isinstance(problem, GraphQLError) else GraphQLError("failed", original_error=problem)
    return published(error, request_id)


Note = Callable[[ExecutionResult], None]


@contextmanager
def observed(surface: Surface, operation: Operation, context: Context) -> Iterator[Note]:
    """Let telemetry watch one operation, where it is switched on; give what the result is to be noted with."""
    if surface.telemetry is None:
        yield lambda _: None
        return
    chosen = _chosen(surface, operation)
    observation = Observation(
        surface=surface.name,
        kind=chosen.operation.value if chosen else "none",
        request_id=context.request_id,
        actor=context.actor,
        document_id=document_id_of(operation.query) if operation.is_trusted else None,
        operation_name=chosen.name.value if chosen and chosen.name else None,
    )
    with surface.telemetry.observe(observation):

        def note(result: ExecutionResult) -> None:
            observation.note(result.errors or (), result.extensions)
            observation.batches = context.loaders.batches

        yield note


def _chosen(surface: Surface, operation: Operation) -> OperationDefinitionNode | None:
    """Find the operation that is meant, where the document can be read at all."""
    schema = surface.schema
    try:
        known = schema.known.prepared(schema._schema, operation.query, is_trusted=operation.is_trusted)
    except GraphQLError:
        return None
    return get_operation_ast(known.document, operation.operation_name)


async def results_of(surface: Surface, operation: Operation, context: Context) -> AsyncGenerator[ExecutionResult, None]:
    """Give the one result of a query or mutation, or those of a subscription as they come.

    Where the asker wants strictness, the first denial is the last thing that is said.
    """
    schema, query, variables, name = surface.schema, operation.query, operation.variables, operation.operation_name
    known = schema.known.prepared(schema._schema, query, is_trusted=operation.is_trusted)
    chosen = get_operation_ast(known.document, name)
    unclear = None if known.errors else operation_name_problem(known.document, name)
    if unclear is not None:
        yield PreExecutionError(data=None, errors=[unclear])
        return
    if chosen is None or chosen.operation is OperationType.SUBSCRIPTION:
        results = await schema.stream(query, variables, context, operation_name=name)
        async with aclosing(results):
            async for given in results:
                result = strictly(given) if context.is_strict else given  # type: ignore[arg-type]  # never incremental
                yield result  # type: ignore[misc]  # never incremental, which nothing here turns on
                if result is not given:
                    return
        return
    yield await _single(surface, operation, context)


async def _single(surface: Surface, operation: Operation, context: Context) -> ExecutionResult:
    schema, query, variables, name = surface.schema, operation.query, operation.variables, operation.operation_name
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            denials = await denials_before(schema, context, query, variables, name) if context.is_strict else []
            if denials:
                return PreExecutionError(data=None, errors=denials)
            with observed(surface, operation, context) as note:
                result = await schema.execute(query, variables, context, operation_name=name)
                note(result)
    except TimeoutError:
        return PreExecutionError(data=None, errors=[CodedError(TOO_SLOW, TIMED_OUT)])
    return strictly(result) if context.is_strict else result


def strictly(result: ExecutionResult) -> ExecutionResult:
    """Leave nothing but the denials of a result that has any."""
    denials = denials_in(result.errors)
    return PreExecutionError(data=None, errors=denials) if denials else result
