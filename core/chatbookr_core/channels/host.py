"""Lends a plugin what one call needs: an HTTP client that reaches the provider alone, credentials, clock, log."""

import asyncio
import importlib.util
import json as json_module
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from chatbookr_core.channels.forms import form_of
from chatbookr_core.channels.registry import LoadedPlugin, PluginLog
from chatbookr_core.clock import Clock
from chatbookr_sdk import FilePart, HttpResponse, HttpStream, OutcomeUnknown, PermanentFailure, Secret, TemporaryFailure

if TYPE_CHECKING:
    import httpx  # 1.6 MB, for the process that has something to ask a provider: it is imported with the first request

if importlib.util.find_spec("sniffio") is None:
    # httpcore tries to import it with each connection and lock: a search of the whole path, hundreds for one message
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # what Python itself takes for "is not there"
MAX_ANSWER_BYTES = 8 * 1024 * 1024
OFFERED = {"accept": "*/*", "accept-encoding": "gzip, deflate", "user-agent": "chatbookr"}
MOST_CONNECTIONS: Final = 50
IDLE_SECONDS: Final = 30.0
"""An idle connection is kept so long: with httpx' own 5 most messages of a quiet clinic begin with a TLS handshake.

It is less than the minute after which servers and what stands before them usually end one.
"""
_transports: WeakKeyDictionary[asyncio.AbstractEventLoop, "httpx.AsyncHTTPTransport"] = WeakKeyDictionary()


@lru_cache(maxsize=1024)
def _address(url: str) -> "httpx.URL":
    """Take an address apart, which is half of what making a request takes."""
    import httpx

    return httpx.URL(url)


def _transport() -> "httpx.AsyncHTTPTransport":
    """One transport for each event loop: connections cannot cross loops.

    No `httpx.AsyncClient` around it: that adds redirects, which nothing here may follow, and cookies, which one clinic
    would send for another; to leave them out again takes it longer than the request.
    """
    loop = asyncio.get_running_loop()
    found = _transports.get(loop)
    if found is None:
        import httpx

        limits = httpx.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=IDLE_SECONDS)
        found = _transports[loop] = httpx.AsyncHTTPTransport(trust_env=False, limits=limits)
    return found


async def close_client() -> None:
    """Close the running loop's connections, at shutdown."""
    found = _transports.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.aclose()


@dataclass(frozen=True, slots=True)
class ProviderHttp:
    """chatbookr_sdk.HttpClient over httpx: allow-listed origins, no redirects, no proxies, no retries."""

    allowed_origins: frozenset[str]

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        timeout_seconds: float = 10.0,
    ) -> HttpResponse:
        """Send one request; see chatbookr_sdk.HttpClient for what is raised."""
        import httpx

        self._check(url)
        sent_headers = {**OFFERED, **(headers or {})}
        content: bytes | None = None
        if json is not None:
            content = json_module.dumps(json, separators=(",", ":")).encode()  # ASCII: a lone surrogate has no UTF-8
            sent_headers["content-type"] = "application/json"
        address, within = _address(url), _within(timeout_seconds)
        return await _answered(
            httpx.Request(
                method, address, headers=sent_headers, params=params, content=content, data=form, extensions=within
            )
        )

    @asynccontextmanager
    async def stream(
        self,
        url: str,
        *,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
        timeout_seconds: float = 20.0,
    ) -> AsyncIterator[HttpStream]:
        """GET something large; see chatbookr_sdk.HttpClient for what is raised."""
        import httpx

        self._check(url)
        asked = {"accept-encoding": "identity", **(headers or {})}  # a few bytes must not become gigabytes here
        request = httpx.Request("GET", url, headers={**OFFERED, **asked}, extensions=_within(timeout_seconds))
        with _telling():
            answer = await _transport().handle_async_request(request)
        try:
            length = answer.headers.get("content-length", "")
            if answer.is_success and length.isascii() and length.isdecimal() and int(length) > most_bytes:
                raise PermanentFailure("too_large", "the provider announces too much")
            named = {name.lower(): value for name, value in answer.headers.items()}
            yield HttpStream(answer.status_code, named, _pieces(answer, most_bytes))
        finally:
            await answer.aclose()

    async def upload(
        self,
        url: str,
        file: FilePart,
        *,
        fields: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        timeout_seconds: float = 20.0,
    ) -> HttpResponse:
        """POST a form with a file, piece by piece; see chatbookr_sdk.HttpClient for what is raised."""
        import httpx

        self._check(url)
        form = form_of(file, fields)
        described = {"content-type": form.content_type, "content-length": str(form.size_bytes)}
        request = httpx.Request(
            "POST",
            _address(url),
            headers={**OFFERED, **(headers or {}), **described},
            params=params,
            content=form.pieces,
            extensions=_within(timeout_seconds),
        )
        return await _answered(request)

    def _check(self, url: str) -> None:
        if _origin(url) not in self.allowed_origins:
            raise PermanentFailure("egress", "the manifest does not allow this host")


async def _answered(request: "httpx.Request") -> HttpResponse:
    with _telling():
        answer = await _transport().handle_async_request(request)
        try:
            content = await _whole(answer)
        finally:
            await answer.aclose()
    return HttpResponse(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, content)


async def _whole(answer: "httpx.Response") -> bytes:
    """Read an answer, unpacked, as far as one may be long: nobody else says when it ends."""
    content = bytearray()
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > MAX_ANSWER_BYTES:
            raise OutcomeUnknown("the answer is too large", code="answer_too_large")
    return bytes(content)


def _within(seconds: float) -> dict[str, object]:
    """Say how long each step of a request may take, as httpx' transport wants to be told."""
    return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}


@contextmanager
def _telling() -> Iterator[None]:
    """Say what a failure of the connection means: nothing has reached the provider, or nobody knows."""
    import httpx

    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, socket.gaierror) as problem:
        raise TemporaryFailure("the provider could not be reached", code=type(problem).__name__) from None
    except httpx.HTTPError as problem:
        raise OutcomeUnknown("no whole answer came back", code=type(problem).__name__) from None


async def _pieces(answer: "httpx.Response", most_bytes: int) -> AsyncIterator[bytes]:
    read_bytes = 0
    with _telling():
        async for piece in answer.aiter_raw():
            read_bytes += len(piece)
            if read_bytes > most_bytes:
                raise PermanentFailure("too_large", "the provider sends too much")
            yield piece


def _origin(url: str) -> str:
    """Return scheme, host and port: over another scheme a token could be read on its way."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


@dataclass(frozen=True, slots=True)
class LentContext:
    """chatbookr_sdk.Context, as the host lends it for one call on behalf of one connection."""

    settings: Mapping[str, str]
    secrets: Mapping[str, Secret]
    credentials: Mapping[str, Secret]
    clock: Clock
    log: PluginLog
    http: ProviderHttp
    connection_id: str
    region: str = ""


def lend(
    loaded: LoadedPlugin, clock: Clock, *, connection_id: str, credentials: Mapping[str, Secret], region: str = ""
) -> LentContext:
    """Make the context of one call."""
    manifest = loaded.manifest
    names = manifest.egress_settings if manifest else ()
    origins = frozenset(_origin(loaded.settings[name]) for name in names if loaded.settings.get(name))
    return LentContext(
        loaded.settings,
        loaded.secrets,
        credentials,
        clock,
        PluginLog(loaded.name, connection_id),
        ProviderHttp(origins),
        connection_id,
        region,
    )
