"""clamd, ClamAV's daemon, as a scanner: a file is streamed to it, and it says what it found.

The protocol is that of clamd(8), "INSTREAM": `zINSTREAM`, NUL, then chunks each with its length (4 bytes, big-endian),
a length of 0, and one answer that ends with NUL. Written here because the clients on PyPI want the whole file at once.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

from chatbookr_core.tls import is_on_this_machine
from chatbookr_sdk import PermanentFailure, Scanned, Secret, Setting, TemporaryFailure

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 90.0
MOST_ANSWER_BYTES: Final = 4096
PORT: Final = 3310
FOUND: Final = " FOUND"
TOO_LARGE: Final = "size limit exceeded"


@dataclass(frozen=True, slots=True)
class Clamd:
    """A clamd at a socket of this machine (`path`) or at a host and port."""

    path: str = ""
    host: str = ""
    port: int = PORT

    async def scan(self, content: AsyncIterator[bytes], *, size_bytes: int) -> Scanned:
        """Stream a file to clamd. Raises TemporaryFailure, and PermanentFailure where it is beyond StreamMaxLength."""
        try:
            connection = await asyncio.wait_for(self._connected(), CONNECT_SECONDS)
        except (OSError, TimeoutError) as problem:
            raise TemporaryFailure("clamd cannot be reached", code="scanner_away") from problem
        with connection:
            try:
                return _judged(await asyncio.wait_for(_asked(connection, content), ANSWER_SECONDS))
            except (OSError, TimeoutError) as problem:
                raise TemporaryFailure("clamd gave no answer", code="scanner_away") from problem

    async def _connected(self) -> socket.socket:
        loop = asyncio.get_running_loop()
        family, address = socket.AF_UNIX, cast(Any, self.path)
        if not self.path:
            found = await loop.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
            family, address = found[0][0], found[0][4]
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.setblocking(False)
        try:
            await loop.sock_connect(connection, address)
        except BaseException:
            connection.close()
            raise
        return connection


async def _asked(connection: socket.socket, content: AsyncIterator[bytes]) -> str:
    """Send a file and read the answer: plain sockets, so that one can be read that came before the other end closed."""
    loop, answer = asyncio.get_running_loop(), b""
    with suppress(ConnectionError):  # it has seen too much: the answer says so
        await loop.sock_sendall(connection, b"zINSTREAM\0")
        async for piece in content:
            if piece:  # a length of 0 would end it
                await loop.sock_sendall(connection, len(piece).to_bytes(4, "big") + piece)
        await loop.sock_sendall(connection, bytes(4))
    while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER_BYTES:
        read = await loop.sock_recv(connection, MOST_ANSWER_BYTES)
        if not read:
            break
        answer += read
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _judged(answer: str) -> Scanned:
    """Read `stream: OK`, `stream: NAME FOUND`, or an error. Raises PermanentFailure, TemporaryFailure."""
    said = answer.removeprefix("stream: ").strip()
    if said == "OK":
        return Scanned()
    if said.endswith(FOUND):
        return Scanned(said.removesuffix(FOUND))
    if TOO_LARGE in said:
        raise PermanentFailure("scanner_limit", "clamd takes no file of this size: raise its StreamMaxLength")
    raise TemporaryFailure("clamd could not scan", code="scanner_error")


class ClamdService:
    """How a clamd is named to the host."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What the operator sets."""
        help_text = "unix:/run/clamav/clamd.ctl, or tcp://127.0.0.1:3310; it speaks in clear."
        return (Setting("address", "Where clamd listens", help=help_text),)

    def open(self, settings: Mapping[str, str], secrets: Mapping[str, Secret], *, is_production: bool) -> Clamd:
        """Return the scanner. Raises ValueError that says what is wrong with the address."""
        address = settings["address"]
        parts = urlsplit(address)
        if parts.scheme == "unix" and parts.path.startswith("/"):
            return Clamd(path=parts.path)
        if parts.scheme != "tcp" or not parts.hostname:
            raise ValueError("its address begins with unix:/ or tcp://")
        if is_production and not is_on_this_machine(parts.hostname):
            raise ValueError("in production it is on this machine: clamd speaks in clear")
        return Clamd(host=parts.hostname, port=parts.port or PORT)


service = ClamdService()
