"""The one way out to where others say: looks a name up once, checks every address, connects to a checked one alone.

The request goes to an address, so nothing is looked up a second time (DNS rebinding has no second answer to give); the
name is in Host, in TLS' server name and in what the certificate is verified against. No redirects, no proxies, no
connection kept: one that was verified for a name must not serve another.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from chatbookr_core.errors import InvalidInput
from chatbookr_core.settings import Settings
from chatbookr_core.webhooks.addresses import Target, is_public, target_of
from chatbookr_core.webhooks.rules import Answer

if TYPE_CHECKING:
    import httpx  # 1.6 MB: only who sends something out imports it, see `Egress`

CONNECT_SECONDS: Final = 5.0
WHOLE_SECONDS: Final = 15.0
MOST_ADDRESSES: Final = 4
MOST_ANSWER_BYTES: Final = 64 * 1024
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class CannotSend(Exception):
    """Nothing was sent; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was answered; `is_cut` where its body was longer than the asker would take."""

    status: int
    headers: "httpx.Headers" = field(repr=False)
    body: bytes = field(repr=False)
    is_cut: bool


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for every address of a name. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@cache
def system_trust() -> ssl.SSLContext:
    """Trust whom the system and Mozilla trust; made once a process, and only where a webhook is sent."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Egress:
    """Posts to checked addresses; what went wrong is an answer too, never an exception."""

    def __init__(
        self,
        *,
        ports: Collection[int],
        allowed_hosts: Collection[str] = (),
        resolve: Resolve = look_up,
        trust: Callable[[], ssl.SSLContext] = system_trust,
        is_open: Callable[[str], bool] = is_public,
        connect_seconds: float = CONNECT_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._ports = frozenset(ports)
        self._allowed_hosts = frozenset(allowed_hosts)
        self._resolve = resolve
        self._trust = trust
        self._is_open = is_open
        self._connect_seconds = connect_seconds
        self._whole_seconds = whole_seconds

    @classmethod
    def of(cls, settings: Settings) -> "Egress":
        """Make the way out that a deployment's settings allow."""
        return cls(ports=settings.webhook_ports, allowed_hosts=settings.webhook_allowed_hosts)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a body once. The answer's own body is read up to 64 KiB, for courtesy, and thrown away."""
        import httpx

        begun = time.monotonic()
        status: int | None = None
        error: str | None = None
        retry_after: str | None = None
        try:
            async with asyncio.timeout(self._whole_seconds):
                answer = await self._exchange("POST", url, headers, body, MOST_ANSWER_BYTES)
            status, retry_after = answer.status, answer.headers.get("retry-after")
        except TimeoutError:
            error = "timeout"
        except CannotSend as problem:
            error = problem.code
        except httpx.InvalidURL:
            error = "url_refused"
        except httpx.HTTPError as problem:
            error = code_of(problem)
        return Answer(status, error, int((time.monotonic() - begun) * 1000), retry_after)

    async def fetch(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", *, most_bytes: int
    ) -> Fetched:
        """Ask for something and read all of the answer. Raises CannotSend, also for an answer that is too long."""
        import httpx

        try:
            async with asyncio.timeout(self._whole_seconds):
                answer = await self._exchange(method, url, headers, body, most_bytes)
        except TimeoutError:
            raise CannotSend("timeout") from None
        except httpx.InvalidURL:
            raise CannotSend("url_refused") from None
        except httpx.HTTPError as problem:
            raise CannotSend(code_of(problem)) from None
        if answer.is_cut:
            raise CannotSend("too_large")
        return answer

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, most_bytes: int
    ) -> Fetched:
        import httpx

        try:
            target = target_of(url, ports=self._ports, allowed_hosts=self._allowed_hosts)
        except InvalidInput:
            raise CannotSend("url_refused") from None
        problem: httpx.HTTPError | None = None
        for address in await self._addresses(target):
            try:
                return await self._send(method, target, address, headers, body, most_bytes)
            except (httpx.ConnectError, httpx.ConnectTimeout) as unreachable:  # nothing was sent: try the next
                problem = unreachable
        raise problem or CannotSend("dns")

    async def _addresses(self, target: Target) -> Sequence[str]:
        """Return the name's addresses. Raises CannotSend where a single one of them is not to be reached."""
        try:
            found = await self._resolve(target.host, target.port)
        except OSError:
            raise CannotSend("dns") from None
        if not target.is_allowed and not all(self._is_open(one) for one in found):
            raise CannotSend("address_refused")
        return found[:MOST_ADDRESSES]

    async def _send(
        self, method: str, target: Target, address: str, headers: Mapping[str, str], body: bytes, most_bytes: int
    ) -> Fetched:
        import httpx

        is_secure = target.scheme == "https"
        host = f"[{address}]" if ":" in address else address
        async with httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(verify=self._trust() if is_secure else False, trust_env=False),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self._whole_seconds, connect=self._connect_seconds),
        ) as client:
            request = client.build_request(
                method,
                f"{target.scheme}://{host}:{target.port}{target.path}",
                content=body,
                headers={**headers, "host": target.authority, "connection": "close", "accept-encoding": "identity"},
                extensions={"sni_hostname": target.host} if is_secure else {},
            )
            answer = await client.send(request, stream=True)
            try:
                received, is_cut = await _read(answer, most_bytes)
                return Fetched(answer.status_code, answer.headers, received, is_cut)
            finally:
                await answer.aclose()


async def _read(answer: "httpx.Response", most_bytes: int) -> tuple[bytes, bool]:
    """Read an answer as far as that many bytes, and say whether there was more."""
    received = bytearray()
    async for chunk in answer.aiter_raw():
        received += chunk
        if len(received) > most_bytes:
            return bytes(received[:most_bytes]), True
    return bytes(received), False


def code_of(problem: "httpx.HTTPError") -> str:
    """Name what prevented an answer, without its text: that may quote an address."""
    import httpx

    if isinstance(problem, httpx.TimeoutException):
        return "connect_timeout" if isinstance(problem, httpx.ConnectTimeout) else "timeout"
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls"
        cause = cause.__cause__ or cause.__context__
    return "connect" if isinstance(problem, httpx.ConnectError) else "broken"
