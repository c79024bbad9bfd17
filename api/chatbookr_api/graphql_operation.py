"""Runs one operation for whichever transport brought it: its context, its time limit, and whether it is strict."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Collection, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode, OperationType, get_operation_ast
from starlette.requests import HTTPConnection
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType as StrawberryOperationType

from chatbookr_api.authentication import peer_of, whence
from chatbookr_api.cookies import hand_over_to
from chatbookr_api.errors import request_id_of
from chatbookr_api.graphql_request import Operation
from chatbookr_api.surface import Standing, Surface
from chatbookr_api.telemetry import Observation
from chatbookr_core.deployment import Deployment
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.charging import payer_of
from chatbookr_schema.context import UNSTATED, AnswerHead, Context
from chatbookr_schema.documents import operation_name_problem
from chatbookr_schema.errors import TIMED_OUT, CodedError, published, published_all
from chatbookr_schema.limits import TIMEOUT_SECONDS
from chatbookr_schema.seen import seen_by
from chatbookr_schema.seen_log import log_seen
from chatbookr_schema.strict import denials_before, denials_in
from chatbookr_schema.trusted import document_id_of

PURPOSE = re.compile(r"[A-Z]{2,20}")
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
    answer = AnswerHead()
    return Context(
        deployment,
        actor,
        request_id or request_id_of(connection),
        answer=answer,
        origin=whence(connection, deployment.settings),
        hand_over=hand_over_to(connection, deployment, answer),
        payer=payer_of(actor, peer_of(connection, deployment.settings)),
        is_trusted=operation.is_trusted,
        is_strict=is_strict or (isinstance(actor, KeyActor) and actor.is_strict),
        seen=seen_by(actor, deployment.settings.audit_reads),
        purpose=_purpose_of(connection),
    )


def _purpose_of(connection: HTTPConnection) -> str:
    """Read what the asker says it is for: a code like HOPERAT or TREAT (HL7 v3 PurposeOfUse), and no words."""
    given = connection.headers.get("x-purpose", "")
    return given if PURPOSE.fullmatch(given) else UNSTATED


def failure_of(problem: Exception, request_id: str) -> GraphQLError:
    """Return what a client may know of a failure outside the executor: its code, or nothing; that is in our log."""
    error = problem if isinstance(problem, GraphQLError) else GraphQLError("failed", original_error=problem)
    return published(error, request_id)


Note = Callable[[ExecutionResult], None]


class Denied(PreExecutionError):
    """The answer to somebody who wants all or nothing, and may not have all: its errors say why."""


@contextmanager
def observed(surface: Surface, operation: Operation, context: Context) -> Iterator[Note]:
    """Let telemetry watch one operation, where it is switched on; give what the result is to be noted with."""
    if surface.telemetry is None:
        yield lambda _: None
        return
    observation = _observation_of(surface, operation, context)
    with surface.telemetry.observe(observation):

        def note(result: ExecutionResult) -> None:
            _note(observation, result, context)

        yield note


class WatchedEvents:
    """Lets telemetry watch a subscription: each event by itself, and what keeps it from having any."""

    def __init__(self, surface: Surface, operation: Operation, context: Context) -> None:
        self._surface = surface
        self._operation = operation
        self._context = context
        self._end: Note | None = None
        self.begin(context)

    def begin(self, context: Context) -> None:
        """Begin with the next event, whose context this is; what was begun and not noted is not written."""
        telemetry = self._surface.telemetry
        if telemetry is None:
            return
        observation = _observation_of(self._surface, self._operation, context)
        end = telemetry.begun(observation)

        def note(result: ExecutionResult) -> None:
            _note(observation, result, context)
            end()

        self._end = note

    def note(self, result: ExecutionResult) -> None:
        """Note what came of it."""
        if self._end is None:
            self.begin(self._context)
        if self._end is not None:
            self._end(result)
            self._end = None


def _observation_of(surface: Surface, operation: Operation, context: Context) -> Observation:
    chosen = operation_in(surface, operation)
    return Observation(
        surface=surface.name,
        kind=chosen.operation.value if chosen else "none",
        request_id=context.request_id,
        actor=context.actor,
        document_id=document_id_of(operation.query) if operation.is_trusted else None,
        operation_name=chosen.name.value if chosen and chosen.name else None,
    )


def _note(observation: Observation, result: ExecutionResult, context: Context) -> None:
    observation.note(result.errors or (), result.extensions)
    observation.batches = context.loaders.batches


def operation_in(surface: Surface, operation: Operation) -> OperationDefinitionNode | None:
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
    schema = surface.schema
    known = schema.known.prepared(schema._schema, operation.query, is_trusted=operation.is_trusted)
    chosen = get_operation_ast(known.document, operation.operation_name)
    unclear = None if known.errors else operation_name_problem(known.document, operation.operation_name)
    if unclear is not None:
        with observed(surface, operation, context) as note:
            result: ExecutionResult = PreExecutionError(data=None, errors=published_all([unclear], context.request_id))
            note(result)
        yield result
    elif chosen is None or chosen.operation is OperationType.SUBSCRIPTION:
        async with aclosing(_events_of(surface, operation, context)) as results:
            async for result in results:
                yield result
    else:
        yield await _timed(surface, operation, context)


async def _events_of(surface: Surface, operation: Operation, context: Context) -> AsyncGenerator[ExecutionResult, None]:
    watched = WatchedEvents(surface, operation, context)
    context.on_event = watched.begin
    results: Any = await surface.schema.stream(
        operation.query, operation.variables, context, operation_name=operation.operation_name
    )
    async with aclosing(results):
        async for given in results:
            watched.note(given)
            result = strictly(given) if context.is_strict else given
            await log_seen(context)
            yield result
            if result is not given:
                return


async def _timed(surface: Surface, operation: Operation, context: Context) -> ExecutionResult:
    try:
        return await single_result(surface, operation, context)
    except TimeoutError:
        too_slow = published_all([CodedError(TOO_SLOW, TIMED_OUT)], context.request_id)
        return PreExecutionError(data=None, errors=too_slow)


async def single_result(
    surface: Surface, operation: Operation, context: Context, allowed: Collection[StrawberryOperationType] | None = None
) -> ExecutionResult:
    """Run a query or mutation of the allowed kinds, watched; Denied where the asker is strict and may not have all.

    Raises TimeoutError, and what Strawberry raises of operations that are not there or not allowed.
    """
    schema, query, variables, name = surface.schema, operation.query, operation.variables, operation.operation_name
    with observed(surface, operation, context) as note:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            denials = await denials_before(schema, context, query, variables, name) if context.is_strict else []
            if denials:
                result: ExecutionResult = Denied(data=None, errors=denials)
            else:
                result = await schema.execute(
                    query, variables, context, operation_name=name, allowed_operation_types=allowed
                )
        note(result)
    return strictly(result) if context.is_strict else result


def strictly(result: ExecutionResult) -> ExecutionResult:
    """Leave nothing but the denials of a result that has any."""
    denials = denials_in(result.errors)
    return Denied(data=None, errors=denials) if denials and not isinstance(result, Denied) else result
