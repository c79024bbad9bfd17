"""Heads of requests over real sockets: endless, or never coming, they neither fill the memory nor keep a connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from tests.servers import free_port

from chatbookr_api import heads
from chatbookr_api.cli.serve import server_config
from chatbookr_core.settings import settings_from

MEBIBYTE = 1024 * 1024
SECONDS = 20.0
HOST = b"host: clinic.test\r\n"
pytestmark = [pytest.mark.integration]  # its server listens


async def told(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())}/{len(request.headers)}")


@asynccontextmanager
async def listening() -> AsyncIterator[int]:
    port = free_port()
    app = Starlette(routes=[Route("/", told, methods=["GET", "POST"])])
    config = server_config(settings_from({"CHATBOOKR_PORT": str(port)}), app)
    config.log_level, config.lifespan = "error", "off"
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells by this attribute alone
        await asyncio.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        await serving


async def answer_to(port: int, begin: bytes, again: bytes = b"", most_bytes: int = 0) -> tuple[bytes, int]:
    """Send, and go on with `again` as long as the server takes it; return the answer and how much was taken."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = 0
    try:
        writer.write(begin)
        while taken < most_bytes and not reader.at_eof():
            writer.write(again)
            await writer.drain()
            taken += len(again)
            await asyncio.sleep(0)
    except OSError:
        pass  # it was closed on us
    async with asyncio.timeout(SECONDS):
        try:
            return await reader.read(), taken
        except OSError:
            return b"", taken
        finally:
            writer.close()


ENDLESS = {
    "one header": (b"GET / HTTP/1.1\r\n" + HOST + b"x: ", b"a" * 65536),
    "headers": (b"GET / HTTP/1.1\r\n" + HOST, b"x: a\r\n" * 8192),
    "the address": (b"GET /", b"a" * 65536),
    "behind a body": (
        b"POST / HTTP/1.1\r\n" + HOST + b"transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
        b"x: a\r\n" * 8192,
    ),
    "one header behind a body": (
        b"POST / HTTP/1.1\r\n" + HOST + b"transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx: ",
        b"a" * 65536,
    ),
}


@pytest.mark.parametrize("kind", ENDLESS)
async def test_a_head_without_an_end_is_refused_and_the_connection_closed(kind: str) -> None:
    begin, again = ENDLESS[kind]
    async with listening() as port:
        answer, taken_bytes = await answer_to(port, begin, again, 32 * MEBIBYTE)

    assert taken_bytes < 32 * MEBIBYTE
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")  # or it was closed while we still sent


@pytest.mark.parametrize("field", [b"x: " + b"a" * 131_072 + b"\r\n", b"x: a\r\n" * 5000])
async def test_a_head_that_is_too_large_is_told_so(field: bytes) -> None:
    async with listening() as port:
        answer, _ = await answer_to(port, b"GET / HTTP/1.1\r\n" + HOST + field + b"\r\n")

    assert answer == b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@pytest.mark.parametrize("hosts", [b"", HOST + b"Host: elsewhere.test\r\n", HOST + HOST])
async def test_a_request_for_no_host_or_for_several_is_refused(hosts: bytes) -> None:
    async with listening() as port:
        answer, _ = await answer_to(port, b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")


async def test_old_programs_that_name_no_host_are_answered() -> None:
    async with listening() as port:
        answer, _ = await answer_to(port, b"GET / HTTP/1.0\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")


async def test_large_heads_and_bodies_that_are_allowed_come_through_one_after_another() -> None:
    head = b"POST /?" + b"a" * 60_000 + b" HTTP/1.1\r\n" + HOST + b"x: a\r\n" * 200
    whole = head + b"content-length: 3000000\r\n\r\n" + b"b" * 3_000_000
    pieces = head + b"transfer-encoding: chunked\r\n\r\n" + b"1\r\nb\r\n" * 100_000 + b"0\r\n\r\n"
    last = head + b"connection: close\r\ncontent-length: 1\r\n\r\nb"
    async with listening() as port:
        answer, _ = await answer_to(port, whole + pieces + last)

    assert [answer.count(b"HTTP/1.1 200 OK"), answer.count(b"3000000/202"), answer.count(b"100000/202")] == [3, 1, 1]
    assert answer.endswith(b"1/203")


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nho", b"HTTP/1.1 408 Request Timeout\r\n"),
        (b"GET / HTTP/1.1\r\n" + HOST + b"\r\n" + b"GET / HTTP/1.1\r\n", b"HTTP/1.1 200 OK\r\n"),
        (b"GET / HTTP/1.1\r\n" + HOST + b"\r\n" + b"\r\n", b"HTTP/1.1 200 OK\r\n"),
    ],
)
async def test_who_does_not_send_a_head_in_time_is_closed(
    begin: bytes, expected: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "HEAD_SECONDS", 0.2)
    async with listening() as port:
        answer, _ = await answer_to(port, begin)

    assert answer.startswith(expected)


async def test_an_answer_that_takes_long_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "HEAD_SECONDS", 0.2)
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nconnection: close\r\n" + HOST + b"content-length: 2\r\n\r\na")
        await asyncio.sleep(0.6)
        writer.write(b"b")
        async with asyncio.timeout(SECONDS):
            answer = await reader.read()
        writer.close()

    assert answer.endswith(b"2/3")
