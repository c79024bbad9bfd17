"""GraphQL over HTTP at exactly `/graphql`, as the GraphQL-over-HTTP specification has it; WebSockets go next door.

Both media types by Accept, request errors without data, every error as JSON, mutations by POST as JSON alone.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from chatbookr_api.errors import CODES, Unacceptable, error_body, request_id_of, status_of
from chatbookr_api.graphql_request import GRAPHQL_JSON, PLAIN_JSON, Operation, media_type_for, read_operation
from chatbookr_api.graphql_socket import GraphQLSocket
from chatbookr_api.surface import Surface
from chatbookr_core.errors import ChatbookrError, LimitExceeded
from chatbookr_schema.context import AnswerHead, Context
from chatbookr_schema.documents import NO_OPERATION
from chatbookr_schema.limits import TIMEOUT_SECONDS

ALLOWED = {
    "GET": {OperationType.QUERY},
    "POST": {OperationType.QUERY, OperationType.MUTATION},
}


class GraphQLEndpoint:
    """An ASGI application for one surface."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._socket = GraphQLSocket(surface)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        request = Request(scope, receive)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        accept = request.headers.get("accept")
        media_type = media_type_for(accept) or PLAIN_JSON
        try:
            if request.method not in ALLOWED:
                raise Unacceptable(405, "GraphQL is asked by GET or POST.", {"allow": "GET, POST"})
            if media_type_for(accept) is None:
                raise Unacceptable(406, f"Answers come as {GRAPHQL_JSON} or {PLAIN_JSON}.")
            operation = await read_operation(request)
            standing = await self._surface.authenticate(request)
            actor = standing.actor if standing else None
            context = Context(self._surface.deployment, actor, request_id_of(request))
            return self._written(await self._execute(request, operation, context), media_type, context.answer)
        except Unacceptable as problem:
            return _refused(request, problem.detail, problem.status_code, media_type, problem.headers)
        except ChatbookrError as problem:
            return _refused(
                request, problem.message, status_of(problem), media_type, _headers_of(problem), problem.code
            )

    async def _execute(self, request: Request, operation: Operation, context: Context) -> ExecutionResult:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._surface.schema.execute(
                    operation.query,
                    variable_values=operation.variables,
                    context_value=context,
                    operation_name=operation.operation_name,
                    allowed_operation_types=ALLOWED[request.method],
                )
        except TimeoutError:
            raise Unacceptable(503, "That takes too long: ask for less at once.") from None
        except CannotGetOperationTypeError:
            raise Unacceptable(400, NO_OPERATION) from None
        except InvalidOperationTypeError as problem:
            if problem.operation_type is OperationType.SUBSCRIPTION:
                raise Unacceptable(400, "Subscriptions go over a WebSocket (graphql-transport-ws).") from None
            raise Unacceptable(405, "Mutations go by POST.", {"allow": "POST"}) from None

    def _written(self, result: ExecutionResult, media_type: str, head: AnswerHead) -> Response:
        errors = result.errors or []
        is_request_error = result.data is None and bool(errors) and all(error.path is None for error in errors)
        body: dict[str, Any] = {} if is_request_error else {"data": result.data}
        if errors:
            body["errors"] = [error.formatted for error in errors]
        if result.extensions:
            body["extensions"] = result.extensions
        # GraphQL over HTTP, section 6.4.1: under the older media type a well-formed request is answered with 200
        status = 400 if is_request_error and media_type == GRAPHQL_JSON else 200
        return _json(body, head.status or status, media_type, head.headers)


def _headers_of(problem: ChatbookrError) -> dict[str, str]:
    if isinstance(problem, LimitExceeded):
        return {"retry-after": str(problem.retry_after_seconds)}
    return {"www-authenticate": "Bearer"} if status_of(problem) == 401 else {}


def _refused(
    request: Request,
    message: str,
    status: int,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    code: str | None = None,
) -> Response:
    body = error_body(message, code or CODES.get(status, "BAD_REQUEST"), requestId=request_id_of(request))
    return _json(body, status, media_type, headers)


def _json(body: object, status: int, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    response = Response(orjson.dumps(body, default=_plain), status, dict(headers or {}))
    response.headers["content-type"] = f"{media_type}; charset=utf-8"
    response.headers["vary"] = "Accept, Authorization, Cookie"
    return response


def _plain(value: object) -> object:
    if isinstance(value, GraphQLError):
        return value.formatted
    raise TypeError(f"{type(value).__name__} is not JSON")
