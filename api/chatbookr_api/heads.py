"""How large the head of a request may be (its line and its headers), how slowly it may come, and that it names a host.

uvicorn's fast parser bounds neither: whoever sent one header after another filled the memory, from one connection, and
whoever sent nothing kept it for ever. Bodies are bounded where they are read. It takes a request for two hosts as well,
of which a proxy in front may have looked at the other (RFC 9112, section 3.2: 400, also for none).
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MOST_HEAD_BYTES: Final = 128 * 1024  # twice the longest address
EACH_BYTES: Final = 32  # what a field takes besides its name and value (RFC 9113, 6.5.2)
HEAD_SECONDS: Final = 20.0
TOO_LARGE, TOO_SLOW = 431, 408


class HeadTooLarge(Exception):
    """The parser is to stop: what comes is longer than any head may be."""


class HostUnclear(Exception):
    """The parser is to stop: the request is for no host, or for several."""


class BoundedHeads(HttpToolsProtocol):
    """uvicorn's protocol, which refuses a head that is too large (431) or comes too slowly (408)."""

    _head_bytes = 0  # of all fields of a request, those behind its body among them
    _unread_bytes = 0  # received since the parser last had something whole
    _hosts = 0
    _is_begun = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's does
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unread_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._unread_bytes > MOST_HEAD_BYTES:
            self._refuse(TOO_LARGE)
        elif self._is_answered and self.timeout_keep_alive_task is None:
            self._wait()  # something came, but no request may have begun by it

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = self._unread_bytes = self._hosts = 0
        self._is_begun = True
        self._wait()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(EACH_BYTES + len(name) + len(value))
        self._hosts += name.lower() == b"host"
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_begun = False
        self._wait_no_longer()
        if self._hosts > 1 or (not self._hosts and self.parser.get_http_version() != "1.0"):
            raise HostUnclear
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread_bytes = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        if self._head_bytes > MOST_HEAD_BYTES:
            self._refuse(TOO_LARGE)
        else:
            super().send_400_response(msg)

    @property
    def _is_answered(self) -> bool:
        return self.cycle is not None and self.cycle.response_complete

    def _count(self, size_bytes: int) -> None:
        self._head_bytes += size_bytes
        if self._head_bytes > MOST_HEAD_BYTES:
            raise HeadTooLarge

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._be_late)

    def _wait_no_longer(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _be_late(self) -> None:
        self._deadline = None
        if self.transport.is_closing():
            return
        if self._is_begun:
            self._refuse(TOO_SLOW)
        else:
            self.transport.close()  # browsers open connections that they may never use

    def _refuse(self, status: int) -> None:
        """Say why, unless an answer is under way, in whose middle it would stand; then close."""
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()
