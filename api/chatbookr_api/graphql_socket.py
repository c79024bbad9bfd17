"""GraphQL over WebSocket: graphql-transport-ws alone, a fresh context for every operation, 4403 once a session ends."""

import json
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation

from chatbookr_api.authentication import bearer_token, origin_of
from chatbookr_api.errors import request_id_of
from chatbookr_api.surface import Standing, Surface
from chatbookr_core.errors import NotAuthenticated
from chatbookr_schema.context import Context

INIT_TIMEOUT = timedelta(seconds=10)
MOST_OPERATIONS = 20
INVALID = "Messages are objects as the graphql-transport-ws protocol has them."


@dataclass(slots=True)
class SocketContext:
    """What one socket knows: where it came from, and by which token it was opened."""

    surface: Surface
    socket: WebSocket
    connection_params: dict[str, object] = field(default_factory=dict, repr=False)
    token: str = field(default="", repr=False)

    async def standing(self) -> Standing | None:
        """Read again who this is."""
        return await self.surface.standing_of(self.socket, self.token) if self.token else None

    async def close(self, code: int, reason: str) -> None:
        await self.socket.close(code, reason)


class Handler(BaseGraphQLTransportWSHandler[Any, None]):
    """Strawberry's protocol handler, with messages checked and a context of its own for each operation."""

    async def handle_message(self, message: Any) -> None:
        if _is_message(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(INVALID)

    async def run_operation(self, operation: Operation[Any, None]) -> None:
        """Run with the actor as of now and nothing loaded; a session that is over ends the socket."""
        socket: SocketContext = self.context
        standing = await socket.standing()
        if standing is None:
            await socket.close(4403, "The session is over")
            return
        own = copy(self)  # shares the open operations, but not the context
        own.context = Context(socket.surface.deployment, standing.actor, request_id_of(socket.socket), socket.close)
        await BaseGraphQLTransportWSHandler.run_operation(own, operation)


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] == "complete":
        return isinstance(message.get("id"), str)
    return message["type"] != "subscribe" or _is_subscribe(message)


def _is_subscribe(message: dict[str, Any]) -> bool:
    payload = message.get("payload")
    return (
        isinstance(message.get("id"), str)
        and isinstance(payload, dict)
        and isinstance(payload.get("query"), str)
        and isinstance(payload.get("variables"), dict | None)
        and isinstance(payload.get("operationName"), str | None)
    )


class GraphQLSocket(GraphQL[Any, None]):
    """The WebSocket half of `/graphql`; refuses foreign origins before anything else."""

    graphql_transport_ws_handler_class = Handler

    def __init__(self, surface: Surface) -> None:
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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.run(WebSocket(scope, receive=receive, send=send))

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Any:
        if not isinstance(request, WebSocket):
            raise TypeError("only sockets come here")
        return SocketContext(self._surface, request)

    async def on_ws_connect(self, context: Any) -> Any:
        """Take the token of the payload (`authorization` or `token`), of the header, or of the cookie."""
        context.token = _token_of(context) or ""
        if await context.standing() is None:
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)

    def decode_json(self, data: str | bytes) -> object:
        try:
            return super().decode_json(data)
        except RecursionError:
            raise json.JSONDecodeError("nested too deeply", "", 0) from None


def _token_of(context: SocketContext) -> str | None:
    parameters = {name.lower(): value for name, value in context.connection_params.items()}
    headers = context.socket.headers
    given = parameters.get("authorization", headers.get("authorization", ""))
    try:
        bearer = bearer_token(given) if isinstance(given, str) else None
    except NotAuthenticated:
        raise ConnectionRejectionError from None
    token = parameters.get("token")
    if bearer is None and isinstance(token, str):
        bearer = token
    cookie = context.surface.cookie
    return bearer or (context.socket.cookies.get(cookie) if cookie else None)
