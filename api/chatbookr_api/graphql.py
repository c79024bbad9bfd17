"""GraphQL over HTTP at exactly `/graphql`, as the GraphQL-over-HTTP specification has it; WebSockets go next door.

Both media types by Accept, request errors without data, every error as JSON, mutations by POST as JSON alone.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from chatbookr_api.authentication import find_staff
from chatbookr_api.errors import CODES, Unacceptable, error_body, request_id_of, status_of
from chatbookr_api.graphql_socket import GraphQLSocket
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError
from chatbookr_schema.build import ChatbookrSchema, staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.documents import NO_OPERATION
from chatbookr_schema.limits import BODY_BYTES, TIMEOUT_SECONDS

GRAPHQL_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"
ALLOWED = {
    "GET": {OperationType.QUERY},
    "POST": {OperationType.QUERY, OperationType.MUTATION},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """The parameters of a request, checked."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


class GraphQLEndpoint:
    """An ASGI application for one route; the schema is complete or the process does not start."""

    def __init__(self, deployment: Deployment, schema: ChatbookrSchema | None = None) -> None:
        self._deployment = deployment
        self._schema = schema or staff_schema()
        self._socket = GraphQLSocket(deployment, self._schema)

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
            actor = await find_staff(request, self._deployment)
            context = Context(self._deployment, actor, request_id_of(request))
            return self._written(await self._execute(request, operation, context), media_type)
        except Unacceptable as problem:
            return _refused(request, problem.detail, problem.status_code, media_type, problem.headers)
        except ChatbookrError as problem:
            headers = {"www-authenticate": "Bearer"} if status_of(problem) == 401 else None
            return _refused(request, problem.message, status_of(problem), media_type, headers, problem.code)

    async def _execute(self, request: Request, operation: Operation, context: Context) -> ExecutionResult:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._schema.execute(
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

    def _written(self, result: ExecutionResult, media_type: str) -> Response:
        errors = result.errors or []
        is_request_error = result.data is None and bool(errors) and all(error.path is None for error in errors)
        body: dict[str, Any] = {} if is_request_error else {"data": result.data}
        if errors:
            body["errors"] = [error.formatted for error in errors]
        if result.extensions:
            body["extensions"] = result.extensions
        # GraphQL over HTTP, section 6.4.1: under the older media type a well-formed request is answered with 200
        status = 400 if is_request_error and media_type == GRAPHQL_JSON else 200
        return _json(body, status, media_type)


def media_type_for(accept: str | None) -> str | None:
    """Choose the answer's media type; None where the client takes neither. Without the header: application/json."""
    if accept is None or not accept.strip():
        return PLAIN_JSON
    wanted: list[tuple[float, str]] = []
    for part in accept.split(","):
        name, *parameters = (one.strip().lower() for one in part.split(";"))
        quality = next((_number(one[2:]) for one in parameters if one.startswith("q=")), 1.0)
        wanted.append((quality, name))
    for quality, name in sorted(wanted, key=lambda one: -one[0]):
        if quality > 0 and name == GRAPHQL_JSON:
            return GRAPHQL_JSON
        if quality > 0 and name in (PLAIN_JSON, "application/*", "*/*"):
            return PLAIN_JSON
    return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


async def read_operation(request: Request) -> Operation:
    """Read and check the parameters. Raises Unacceptable (400, 413, 415)."""
    if request.method == "GET":
        parameters = dict(request.query_params)
        values: dict[str, Any] = {
            name: _json_of(text) if name in ("variables", "extensions") and text else text or None
            for name, text in parameters.items()
        }
    else:
        check_content_type(request.headers.get("content-type", ""))
        values = _object_of(await _body(request))
    query = values.get("query")
    if not isinstance(query, str) or not query.strip():
        raise Unacceptable(400, "Give the document as the string `query`.")
    for name in ("variables", "extensions"):
        if not isinstance(values.get(name), dict | None):
            raise Unacceptable(400, f"`{name}` is an object or null.")
    operation_name = values.get("operationName")
    if not isinstance(operation_name, str | None):
        raise Unacceptable(400, "`operationName` is a string or null.")
    return Operation(query, values.get("variables"), operation_name or None)


def check_content_type(header: str) -> None:
    """Raises Unacceptable (415) for anything but JSON in UTF-8: what a foreign page's form could send among it."""
    name, *parameters = (one.strip().lower() for one in header.split(";"))
    charset = next((one[8:].strip('"') for one in parameters if one.startswith("charset=")), "utf-8")
    if name != PLAIN_JSON or charset not in ("utf-8", "utf8"):
        raise Unacceptable(415, "Send JSON in UTF-8 as application/json.")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise Unacceptable(413, f"A request has at most {BODY_BYTES // 1024} KiB.")
    return bytes(body)


def _object_of(body: bytes) -> dict[str, Any]:
    value = _json_of(body)
    if not isinstance(value, dict):
        raise Unacceptable(400, "The body is one JSON object; batches are not taken.")
    return value


def _json_of(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unacceptable(400, "That is not JSON.") from None


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
