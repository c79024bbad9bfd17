"""What carries the requests of plugins: TLS with whom the certificate names, large answers, and idle ends noticed."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from tests.certificates import NAME, certified

from chatbookr_core.channels.wires import MOST_WAITING_BYTES, over_wires

pytestmark = pytest.mark.integration  # its provider listens

LARGE = b"x" * (4 * MOST_WAITING_BYTES)


def answer_of(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body


class Listener:
    """Answers each request with the same body, or not at all, on as many connections as are opened."""

    def __init__(self, body: bytes | None, *, hangs_up: bool = False) -> None:
        self.body = body
        self.hangs_up = hangs_up
        self.tasks: list[asyncio.Task[None] | None] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.append(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._answer(reader, writer)
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            if self.body is None:
                continue
            writer.write(answer_of(self.body))
            await writer.drain()
            if self.hangs_up:
                break


@asynccontextmanager
async def listening(listener: Listener, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    server = await asyncio.start_server(listener, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
    await asyncio.gather(*(task for task in listener.tasks if task is not None))


@asynccontextmanager
async def carried(trusted: Path | None = None) -> AsyncIterator[httpx.AsyncHTTPTransport]:
    verify = ssl.create_default_context(cafile=str(trusted)) if trusted else True
    async with over_wires(httpx.AsyncHTTPTransport(trust_env=False, verify=verify)) as transport:
        yield transport


async def asked(transport: httpx.AsyncHTTPTransport, url: str, content: bytes = b"", seconds: float = 10.0) -> bytes:
    within = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}
    answer = await transport.handle_async_request(httpx.Request("POST", url, content=content, extensions=within))
    try:
        return await answer.aread()
    finally:
        await answer.aclose()


async def test_large_requests_and_answers_come_whole_over_one_connection() -> None:
    listener = Listener(LARGE)
    async with listening(listener) as port, carried() as transport:
        answers = [await asked(transport, f"http://127.0.0.1:{port}/", LARGE) for _ in range(3)]

    assert answers == [LARGE] * 3
    assert len(listener.tasks) == 1


async def test_a_connection_that_ended_while_it_was_idle_is_not_used_again() -> None:
    listener = Listener(b"{}", hangs_up=True)
    async with listening(listener) as port, carried() as transport:
        first = await asked(transport, f"http://127.0.0.1:{port}/")
        await asyncio.sleep(0.05)
        second = await asked(transport, f"http://127.0.0.1:{port}/")

    assert [first, second] == [b"{}", b"{}"]
    assert len(listener.tasks) == 2


async def test_tls_is_with_whom_the_certificate_names(tmp_path: Path) -> None:
    made = certified(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(str(made.chain), str(made.key))
    async with listening(Listener(LARGE), context) as port:
        async with carried(made.authority) as transport:
            answers = [await asked(transport, f"https://{NAME}:{port}/", LARGE) for _ in range(2)]
            with pytest.raises(httpx.ConnectError):
                await asked(transport, f"https://127.0.0.1:{port}/")  # the certificate is another's
        async with carried() as transport:
            with pytest.raises(httpx.ConnectError):
                await asked(transport, f"https://{NAME}:{port}/")  # nobody vouches for it

    assert answers == [LARGE] * 2


async def test_a_provider_that_says_nothing_is_waited_for_no_longer_than_told() -> None:
    async with listening(Listener(None)) as port, carried() as transport:
        with pytest.raises(httpx.ReadTimeout):
            await asked(transport, f"http://127.0.0.1:{port}/", seconds=0.1)
        with pytest.raises(httpx.ConnectTimeout):
            await asked(transport, f"https://127.0.0.1:{port}/", seconds=0.1)
