"""What happens to every request: it gets an id and the database, its answer the headers that keep browsers safe."""

import logging
import re
import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbookr_api.errors import error_body, log_failure, request_id_of, unexpected
from chatbookr_core.db import Database
from chatbookr_core.origins import origin_of
from chatbookr_core.scope import at_the_door
from chatbookr_core.settings import Settings

log = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def _given_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    found = ""
    for name, value in headers:
        if name == b"x-request-id":
            found = value.decode("latin-1")  # of several the last
    return found


class RequestIds:
    """Takes a well-formed `x-request-id` over, or makes one; answers carry it and masked errors quote it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = _given_id(scope["headers"])
        request_id = given if given and _ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if pair[0] != b"x-request-id"]
                kept.append((b"x-request-id", request_id.encode("latin-1")))
                message["headers"] = kept
            await send(message)

        await self._app(scope, receive, with_id)


class SecureHeaders:
    """Headers of every answer (OWASP Secure Headers): no sniffing, no framing, no referrer, nothing cached."""

    HEADERS = (
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("cache-control", "no-store"),
    )

    def __init__(self, app: ASGIApp, *, is_encrypted: bool = False) -> None:
        """`is_encrypted`: browsers come by HTTPS, also where a proxy ends it and what arrives here says http."""
        self._app = app
        self._is_encrypted = is_encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        added = SECURE if self._is_encrypted or scope.get("scheme") == "https" else PLAIN

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))  # their names are lower case (ASGI)
                names = {name for name, _ in given}
                given += added if NAMES.isdisjoint(names) else [pair for pair in added if pair[0] not in names]
                message["headers"] = given
            await send(message)

        await self._app(scope, receive, with_headers)


PLAIN = tuple((name.encode(), value.encode()) for name, value in SecureHeaders.HEADERS)
NAMES = {name for name, _ in PLAIN} | {b"strict-transport-security"}
SECURE = (*PLAIN, (b"strict-transport-security", b"max-age=31536000; includeSubDomains"))


class AnswerCutOff(Exception):
    """An answer that was begun cannot be ended; why is in the log, under its request."""


class Failures:
    """Answers what nobody expected, inside of all that adds headers to answers; who went away is told nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def noted(message: Message) -> None:
            nonlocal is_begun
            is_begun = is_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            log.info("request %s: the client went away", request_id_of(Request(scope)))
        except Exception as problem:
            if is_begun:  # half an answer is no answer: the server breaks the connection off, and logs what it was told
                log_failure(Request(scope), problem)
                raise AnswerCutOff from None
            answer = await unexpected(Request(scope), problem)
            await answer(scope, receive, send)


ASKED_WITH = (
    "authorization",
    "content-type",
    "content-disposition",
    "x-request-id",
    "x-strict",
    "api-version",
    "if-none-match",
)
ANSWERED_WITH = (
    "x-request-id", "api-version", "etag", "retry-after", "www-authenticate", "ratelimit", "ratelimit-policy",
    "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset",
)  # fmt: skip


class CrossOrigin(CORSMiddleware):
    """Starlette's, with a refusal in the shape of all errors."""

    def preflight_response(self, request_headers: Headers) -> Response:
        answer = super().preflight_response(request_headers)
        if answer.status_code < 400:
            return answer
        kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
        return JSONResponse(error_body("Pages of that origin may not ask that.", "FORBIDDEN"), 400, kept)


def cross_origin(settings: Settings) -> list[Middleware]:
    """Let the pages of the trusted origins, each named, ask with the session cookie and read the answers (CORS)."""
    if not settings.allowed_origins:
        return []
    return [
        Middleware(
            CrossOrigin,
            allow_origins=[origin_of(one) for one in settings.allowed_origins],
            allow_methods=["GET", "POST"],
            allow_headers=list(ASKED_WITH),
            allow_credentials=True,
            expose_headers=list(ANSWERED_WITH),
            max_age=600,
        )
    ]


class EnteredDatabase:
    """Makes the process's database the one of each request's task, which stands at the door until it is known whose."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self._app = app
        self._database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        with self._database.entered(), at_the_door():
            await self._app(scope, receive, send)
