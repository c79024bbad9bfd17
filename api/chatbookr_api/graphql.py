"""GraphQL over HTTP at a surface's exact path, as the GraphQL-over-HTTP specification has it; WebSockets go next door.

Both media types by Accept, request errors without data, every error as JSON, subscriptions as Server-Sent Events.
Queries go by GET or POST, mutations by POST alone, bodies as JSON alone: no foreign page's form can send one.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from chatbookr_api.errors import Unacceptable, log_failure, log_known, status_of
from chatbookr_api.graphiql import page
from chatbookr_api.graphql_answer import answered, denied, failed, refused
from chatbookr_api.graphql_operation import (
    TOO_SLOW,
    Denied,
    context_of,
    failure_of,
    operation_in,
    results_of,
    single_result,
)
from chatbookr_api.graphql_request import (
    EVENT_STREAM,
    GRAPHQL_JSON,
    PLAIN_JSON,
    Operation,
    Wanted,
    check_version,
    known,
    read_operation,
    wanted_by,
    wants_page,
)
from chatbookr_api.graphql_stream import NO_LONGER, OVER, EventStream, Places
from chatbookr_api.standings import RecentStandings
from chatbookr_api.surface import Standing, Surface
from chatbookr_api.watch import until_over
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.scope import admit
from chatbookr_schema.context import Context
from chatbookr_schema.documents import NO_OPERATION
from chatbookr_schema.errors import BAD_REQUEST, TIMED_OUT, CodedError, published_all

if TYPE_CHECKING:
    from chatbookr_api.graphql_socket import GraphQLSocket

ALLOWED = {
    "GET": {OperationType.QUERY},
    "POST": {OperationType.QUERY, OperationType.MUTATION},
}


class GraphQLEndpoint:
    """An ASGI application for one surface."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._standings = RecentStandings(surface)
        self._places = Places()

    @cached_property
    def _socket(self) -> "GraphQLSocket":
        from chatbookr_api.graphql_socket import GraphQLSocket  # Strawberry's ASGI: 0.8 MB, for where there are sockets

        return GraphQLSocket(self._surface, self._places)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = await self._answer(request)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        accept = ",".join(request.headers.getlist("accept")) or None  # RFC 9110, section 5.3: several lines are one
        try:
            return await self._answer_as(request, accept, wanted_by(accept))
        except ClientDisconnect:
            raise
        except Exception as problem:
            log_failure(request, problem)
            return failed(request, ChatbookrError(), wanted_by(accept).media_type or PLAIN_JSON)

    async def _answer_as(self, request: Request, accept: str | None, wanted: Wanted) -> ASGIApp:
        if request.method == "GET" and self._surface.deployment.settings.graphiql and wants_page(accept):
            return page(self._surface)
        try:
            if request.method not in ALLOWED:
                raise Unacceptable(405, "GraphQL is asked by GET or POST.", {"allow": "GET, POST"})
            if wanted.media_type is None:
                raise Unacceptable(406, f"Answers come as {GRAPHQL_JSON}, {PLAIN_JSON} or {EVENT_STREAM}.")
            check_version(request.headers.get("api-version"))
            operation = await known(await read_operation(request), self._surface)
            return await self._performed(request, operation, wanted)
        except Unacceptable as problem:
            media_type = wanted.media_type or PLAIN_JSON
            return refused(request, problem.detail, problem.status_code, media_type, problem.headers, problem.code)
        except ChatbookrError as problem:
            if status_of(problem) >= 500:
                log_known(request, problem)
            return failed(request, problem, wanted.media_type or PLAIN_JSON)

    async def _performed(self, request: Request, operation: Operation, wanted: Wanted) -> ASGIApp:
        standing = await self._standings.authenticate(request)
        admit(standing.actor.clinic_ids if standing else ())
        context = context_of(self._surface.deployment, request, standing, operation)
        media_type = wanted.media_type or PLAIN_JSON
        chosen = operation_in(self._surface, operation)
        if chosen is not None and chosen.operation.value == OperationType.SUBSCRIPTION.value:
            return self._stream(request, operation, context, standing, wanted)
        try:
            result = await single_result(self._surface, operation, context, ALLOWED[request.method])
        except TimeoutError:
            raise Unacceptable(503, TOO_SLOW, code=TIMED_OUT) from None
        except CannotGetOperationTypeError:
            if media_type != EVENT_STREAM:
                raise Unacceptable(400, NO_OPERATION) from None
            told = published_all([CodedError(NO_OPERATION, BAD_REQUEST)], context.request_id)
            result = ExecutionResult(data=None, errors=told)
        except InvalidOperationTypeError as problem:
            if problem.operation_type is OperationType.SUBSCRIPTION:
                return self._stream(request, operation, context, standing, wanted)
            raise Unacceptable(405, "Mutations go by POST.", {"allow": "POST"}) from None
        if isinstance(result, Denied):
            return denied(result.errors or (), media_type, context.answer)
        return answered(request, result, media_type, context.answer)

    def _stream(
        self, request: Request, operation: Operation, context: Context, standing: Standing | None, wanted: Wanted
    ) -> EventStream:
        if not wanted.takes_stream:
            ways = f"over a WebSocket (graphql-transport-ws), or as {EVENT_STREAM}"
            raise Unacceptable(400, f"Subscriptions go {ways}.")
        surface, principal_id = self._surface, standing.actor.principal_id if standing else None
        self._places.check(principal_id)
        token = surface.token_of(request) or ""

        async def watch() -> None:
            await (until_over(surface, request, token, standing) if standing else asyncio.Event().wait())

        ended: list[ExecutionResult] = []

        async def end(code: int, reason: str) -> None:
            again = await surface.standing_again(request, token, standing) if standing else None
            ended.append(ExecutionResult(data=None, errors=[NO_LONGER]) if again else OVER)

        async def results() -> AsyncGenerator[ExecutionResult, None]:
            return results_of(surface, operation, replace(context, close_socket=end))

        def failure(problem: Exception) -> ExecutionResult:
            return ExecutionResult(data=None, errors=[failure_of(problem, context.request_id)])

        place = self._places.taken(principal_id)
        return EventStream(results, watch, lambda: next(iter(ended), None), failure, place, context.answer.headers)
