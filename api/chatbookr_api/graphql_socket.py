"""GraphQL over WebSocket: graphql-transport-ws alone, a fresh context for every operation, 4403 once a session ends."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, aclosing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import Operation as Running

from chatbookr_api.authentication import bearer_token
from chatbookr_api.errors import CODES, Unacceptable, error_body, request_id_of
from chatbookr_api.graphql_answer import is_request_error
from chatbookr_api.graphql_operation import context_of, failure_of, results_of
from chatbookr_api.graphql_request import API_VERSION, Operation, check_version, known, operation_of
from chatbookr_api.graphql_stream import Places
from chatbookr_api.json_body import json_of
from chatbookr_api.surface import Standing, Surface
from chatbookr_api.watch import until_over
from chatbookr_core.errors import LimitExceeded, NotAuthenticated
from chatbookr_core.origins import origin_of
from chatbookr_core.scope import admit
from chatbookr_schema.errors import CodedError

INIT_TIMEOUT = timedelta(seconds=10)
MOST_OPERATIONS = 20
INVALID = "Messages are objects as the graphql-transport-ws protocol has them."
TRY_AGAIN_LATER = 1013  # RFC 6455's registry: clients connect again by themselves
FOREIGN = "That page may not do this in your name."
OVER = "The session is over"
UNKNOWN = "Nobody can tell whether the session is still open"


@dataclass(slots=True)
class SocketContext:
    """What one socket knows: where it came from, and by which token it was opened."""

    surface: Surface
    socket: WebSocket
    connection_params: dict[str, object] = field(default_factory=dict, repr=False)
    token: str = field(default="", repr=False)
    entered: Standing | None = None
    place: ExitStack = field(default_factory=ExitStack, repr=False)  # among those its person or key may have
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    def next_request_id(self) -> str:
        """Name an operation in the logs: by the handshake's own id, and its number on this socket."""
        return f"{request_id_of(self.socket)}.{next(self._numbers)}"

    async def standing(self) -> Standing | None:
        """Read again who this is."""
        return await self.surface.standing_of(self.socket, self.token) if self.token else None


class Handler(BaseGraphQLTransportWSHandler[Any, None]):
    """Strawberry's protocol handler, with messages checked and a context of its own for each operation."""

    _watch: "asyncio.Task[None] | None" = None
    _is_over = False

    async def handle_message(self, message: Any) -> None:
        if _is_message(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(INVALID)

    async def handle_connection_init(self, message: Any) -> None:
        try:
            await super().handle_connection_init(message)
        except WebSocketDisconnected:
            raise
        except LimitExceeded as problem:
            await self._end(TRY_AGAIN_LATER, problem.message)
        except Exception as problem:
            failure_of(problem, request_id_of(self.context.socket))  # which writes it to the log
            await self._end(TRY_AGAIN_LATER, UNKNOWN)
        if self.connection_acknowledged and self._watch is None:
            self._watch = asyncio.create_task(self._close_when_over())
            self._watch.add_done_callback(self._task_done)

    async def _close_when_over(self) -> None:
        socket: SocketContext = self.context
        if socket.entered is None:
            return
        try:
            await until_over(socket.surface, socket.socket, socket.token, socket.entered)
        except Exception:
            await self._end(TRY_AGAIN_LATER, UNKNOWN)
        else:
            await self._end(4403, OVER)

    async def _end(self, code: int, reason: str) -> None:
        """Stop everything, and close for good: what is under way has been lost with the session or permission."""
        if self._is_over:
            return
        self._is_over = True
        for name in list(self.operations):
            if self.operations[name].task is not asyncio.current_task():
                await self.cleanup_operation(name)
        await self.websocket.close(code, reason)

    async def shutdown(self) -> None:
        try:
            if self._watch is not None:
                self._watch.cancel()
                await asyncio.wait({self._watch})
        finally:
            self.context.place.close()
            await super().shutdown()

    async def handle_subscribe(self, message: Any) -> None:
        """Begin an operation, in the order in which the protocol refuses one."""
        name: str = message["id"]
        if not self.connection_acknowledged:
            await self.websocket.close(4401, "Unauthorized")
        elif name in self.operations:
            await self.websocket.close(4409, f"Subscriber for {name} already exists")
        elif len(self.operations) >= MOST_OPERATIONS:
            problem = f"A socket carries at most {MOST_OPERATIONS} operations at a time."
            await self._refuse(name, CodedError(problem, CODES[429]))
        else:
            running: Running[Any, None] = Running(self, name, "", None, None)
            self.operations[name] = running
            running.task = asyncio.create_task(self._perform(running, message["payload"]))
            running.task.add_done_callback(self._task_done)

    async def _refuse(self, name: str, error: GraphQLError) -> None:
        await self.send_message({"id": name, "type": "error", "payload": [error.formatted]})

    async def _perform(self, running: Running[Any, None], payload: Mapping[str, Any]) -> None:
        """Answer one operation, whatever becomes of it, and free its id."""
        socket: SocketContext = self.context
        request_id = socket.next_request_id()
        try:
            await self._answer(running, await known(operation_of(payload), socket.surface), request_id)
        except WebSocketDisconnected:
            return  # nobody is left to be told
        except Unacceptable as problem:
            await self._fail(running, CodedError(problem.detail, problem.code))
        except Exception as problem:
            await self._fail(running, failure_of(problem, request_id))
        finally:
            if self.operations.get(running.id) is running:
                self.forget_id(running.id)

    async def _fail(self, running: Running[Any, None], error: GraphQLError) -> None:
        with suppress(WebSocketDisconnected):
            await running.send_initial_errors([error])

    async def _answer(self, running: Running[Any, None], operation: Operation, request_id: str) -> None:
        """Run with the actor as of now and nothing loaded; a session that is over ends the socket."""
        socket: SocketContext = self.context
        standing = await socket.standing()
        if standing is None:
            await self._end(4403, OVER)
            return
        admit(standing.actor.clinic_ids)
        context = context_of(socket.surface.deployment, socket.socket, standing, operation, request_id)
        context.close_socket = self._end
        is_begun = False
        async with aclosing(results_of(socket.surface, operation, context)) as results:
            async for result in results:
                if not is_begun and is_request_error(result):
                    await running.send_initial_errors(result.errors or [])
                    return
                await running.send_next(result)
                is_begun = True
        if not self._is_over:
            await running.send_operation_message({"id": running.id, "type": "complete"})


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] == "complete":
        return isinstance(message.get("id"), str)
    return message["type"] != "subscribe" or _is_subscribe(message)


NAMED_BY: Sequence[tuple[str, type]] = (("query", str), ("documentId", str), ("extensions", dict))


def _is_subscribe(message: dict[str, Any]) -> bool:
    payload = message.get("payload")
    return (
        isinstance(message.get("id"), str)
        and isinstance(payload, dict)
        and any(isinstance(payload.get(name), kind) for name, kind in NAMED_BY)
        and isinstance(payload.get("variables"), dict | None)
        and isinstance(payload.get("operationName"), str | None)
    )


class GraphQLSocket(GraphQL[Any, None]):
    """The WebSocket half of a surface; refuses foreign origins before anything else."""

    graphql_transport_ws_handler_class = Handler

    def __init__(self, surface: Surface, places: Places) -> None:
        settings = surface.deployment.settings
        super().__init__(
            surface.schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=MOST_OPERATIONS,
            allowed_origins=[origin_of(one) for one in (settings.public_url, *settings.allowed_origins)],
        )
        self._surface = surface
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.run(WebSocket(scope, receive=receive, send=send))

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Any:
        if not isinstance(request, WebSocket):
            raise TypeError("only sockets come here")
        return SocketContext(self._surface, request)

    async def reject_websocket(self, request: WebSocket) -> WebSocket:
        """Refuse the handshake of a foreign page; where the server can send one, with a body as all errors have it."""
        if "websocket.http.response" not in request.scope.get("extensions", {}):
            return await super().reject_websocket(request)
        body = error_body(FOREIGN, CODES[403], requestId=request_id_of(request))
        await request.send_denial_response(JSONResponse(body, 403))
        return request

    async def on_ws_connect(self, context: Any) -> Any:
        """Take the token of the payload (`authorization` or `token`), of the header, or of the cookie; and a place.

        A client that names an `apiVersion` is told in the acknowledgement which it has. Raises LimitExceeded where
        there is no place left.
        """
        version = context.connection_params.get("apiVersion")
        try:
            check_version(version if isinstance(version, str | None) else "")
            context.token = _token_of(context) or ""
            context.entered = await context.standing()
        except (NotAuthenticated, Unacceptable):
            raise ConnectionRejectionError from None
        if context.entered is None:
            raise ConnectionRejectionError
        self._places.check(context.entered.actor.principal_id)
        context.place.enter_context(self._places.taken(context.entered.actor.principal_id))
        return {"apiVersion": API_VERSION} if version else await super().on_ws_connect(context)

    def decode_json(self, data: str | bytes) -> object:
        """Read a message as bodies over HTTP are read: what two readers could understand in two ways is none."""
        try:
            return json_of(data)
        except Unacceptable as problem:
            raise json.JSONDecodeError(problem.detail, "", 0) from None


def _token_of(context: SocketContext) -> str | None:
    """Read the token. Raises NotAuthenticated for credentials of another kind."""
    parameters = {name.lower(): value for name, value in context.connection_params.items()}
    headers = context.socket.headers
    given = parameters.get("authorization", headers.get("authorization", ""))
    bearer = bearer_token(given) if isinstance(given, str) else None
    token = parameters.get("token")
    if bearer is None and isinstance(token, str):
        bearer = token
    cookie = context.surface.cookie
    return bearer or (context.socket.cookies.get(cookie) if cookie else None)
