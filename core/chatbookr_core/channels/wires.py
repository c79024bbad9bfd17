"""Carries what is said with providers over asyncio's own transports.

httpx brings anyio's streams, which take two turns of the loop more for each piece, and ask the kernel of every idle
connection, with each request, whether it was closed meanwhile; here the loop has said so already.
"""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any, Final, cast

import httpx

MOST_WAITING_BYTES: Final = 256 * 1024
"""So much that was not asked for yet is taken in; the rest waits at the sender's."""
NEXT_ADDRESS_SECONDS: Final = 0.25  # RFC 8305, section 8


class Wire(asyncio.Protocol):
    """One connection, as httpcore speaks to it (`httpcore.AsyncNetworkStream`)."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting = bytearray()
        self._is_over = False
        self._problem: Exception | None = None
        self._heard: asyncio.Future[None] | None = None
        self._can_write = asyncio.Event()
        self._can_write.set()

    # --- what the loop says -------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Keep a piece till it is asked for."""
        self._waiting += data
        if len(self._waiting) > MOST_WAITING_BYTES and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note that nothing more comes; what has been asked can still be sent."""
        self._is_over = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that it has ended, and let nobody wait for it."""
        self._is_over, self._problem = True, exc
        self._can_write.set()
        self._wake()

    def pause_writing(self) -> None:
        """Let whoever writes wait."""
        self._can_write.clear()

    def resume_writing(self) -> None:
        """Let them go on."""
        self._can_write.set()

    def _wake(self) -> None:
        if self._heard is not None and not self._heard.done():
            self._heard.set_result(None)

    # --- what httpcore asks -------------------------------------------------------------------------------------------

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # httpcore's own name
        """Return what has come, or nothing at its end. Raises httpx.ReadError, httpx.ReadTimeout."""
        if not self._waiting and not self._is_over:
            self._heard = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await self._heard
            except TimeoutError:
                raise httpx.ReadTimeout("the provider says nothing") from None
        piece = bytes(self._waiting[:max_bytes])
        del self._waiting[:max_bytes]
        if not piece and self._problem is not None:
            raise httpx.ReadError("the connection has broken") from self._problem
        if self._transport is not None and not self._is_over and len(self._waiting) <= MOST_WAITING_BYTES:
            self._transport.resume_reading()
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # as above
        """Send; where that cannot be, reading says so. Raises httpx.WriteTimeout."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(buffer)
        if not self._can_write.is_set():
            try:
                async with asyncio.timeout(timeout):
                    await self._can_write.wait()
            except TimeoutError:
                raise httpx.WriteTimeout("the provider takes nothing") from None

    async def aclose(self) -> None:
        """End it, whatever is under way."""
        if self._transport is not None:
            self._transport.abort()
            await asyncio.sleep(0)  # the socket is closed by the loop's next turn

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # as above
    ) -> "Wire":
        """Go on in secret, with whom the certificate names. Raises httpx.ConnectError, httpx.ConnectTimeout."""
        loop = asyncio.get_running_loop()
        assert self._transport is not None  # noqa: S101  # it is connected
        try:
            async with asyncio.timeout(timeout):
                secret = await loop.start_tls(self._transport, self, ssl_context, server_hostname=server_hostname)
        except TimeoutError:
            await self.aclose()
            raise httpx.ConnectTimeout("TLS takes too long") from None
        except OSError as problem:  # ssl.SSLError is one
            await self.aclose()
            raise httpx.ConnectError("TLS was not agreed on") from problem
        self._transport = cast(asyncio.Transport, secret)
        return self

    def get_extra_info(self, info: str) -> Any:
        """Say whether an idle connection has ended or speaks unasked, and what TLS agreed on."""
        if info == "is_readable":
            return self._is_over or bool(self._waiting)
        return self._transport.get_extra_info(info) if self._transport is not None else None


class Wires:
    """Connects, as httpcore asks for it (`httpcore.AsyncNetworkBackend`)."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # httpcore's own name
        local_address: str | None = None,
        socket_options: Iterable[object] | None = None,
    ) -> Wire:
        """Connect to the first of a host's addresses that answers. Raises httpx.ConnectError, httpx.ConnectTimeout."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                _, wire = await loop.create_connection(Wire, host, port, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS)
        except TimeoutError:
            raise httpx.ConnectTimeout("the provider does not answer") from None
        except OSError as problem:
            raise httpx.ConnectError("the provider cannot be reached") from problem
        return wire

    async def sleep(self, seconds: float) -> None:
        """Wait between two tries."""
        await asyncio.sleep(seconds)


def over_wires(transport: httpx.AsyncHTTPTransport) -> httpx.AsyncHTTPTransport:
    """Let a transport that has no connections yet speak over these."""
    pool: Any = transport._pool  # private: httpx lets nobody choose what carries it
    pool._network_backend = Wires()
    return transport
