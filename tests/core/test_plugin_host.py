"""What a plugin is lent: HTTP that reaches its provider alone, and errors that say whether something was done."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest

from chatbookr_core.channels.host import MAX_ANSWER_BYTES, ProviderHttp, close_client
from chatbookr_sdk import OutcomeUnknown, PermanentFailure, TemporaryFailure

pytestmark = pytest.mark.integration  # its provider listens


class Provider:
    """A server of raw bytes: answers each request with the same bytes, or hangs up."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.host = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    provider = Provider(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-Odd: Yes\r\n\r\n{}")
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    provider.host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield provider
    await close_client()


async def test_an_answer_comes_back_whole_with_lower_case_headers(provider: Provider) -> None:
    http = ProviderHttp(frozenset({f"http://{provider.host}"}))

    answer = await http.request("POST", f"http://{provider.host}/x", json={"a": "\ud800"}, params={"q": "1"})

    assert (answer.status, answer.headers["x-odd"], answer.json()) == (200, "Yes", {})
    assert provider.requests[0].startswith(b"POST /x?q=1 HTTP/1.1")


@pytest.mark.attack("oauth-ssrf")
@pytest.mark.checklist(33)
@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://{host}@evil.test/",
        "http://evil.test/?{host}",
        "http://{host}.evil.test/",
        "https://{host}/",
        "//{host}/",
        "file:///etc/passwd",
        "http:///x",
    ],
)
async def test_another_host_or_scheme_is_not_reached(provider: Provider, url: str) -> None:
    http = ProviderHttp(frozenset({f"http://{provider.host}"}))

    with pytest.raises(PermanentFailure):
        await http.request("GET", url.format(host=provider.host))

    assert provider.requests == []


@pytest.mark.attack("oauth-ssrf")
@pytest.mark.checklist(33)
async def test_a_redirect_is_not_followed(provider: Provider) -> None:
    provider.answer = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"

    answer = await ProviderHttp(frozenset({f"http://{provider.host}"})).request("GET", f"http://{provider.host}/")

    assert answer.status == 302


async def test_who_cannot_be_reached_has_done_nothing() -> None:
    http = ProviderHttp(frozenset({"http://127.0.0.1:1"}))

    with pytest.raises(TemporaryFailure) as failure:
        await http.request("POST", "http://127.0.0.1:1/secret?token=abc")

    assert not isinstance(failure.value, OutcomeUnknown)
    assert "abc" not in str(failure.value)
    await close_client()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{",
        b"not http\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (MAX_ANSWER_BYTES + 1) + b"x" * (MAX_ANSWER_BYTES + 1),
    ],
    ids=["nothing", "half", "garbage", "too much"],
)
async def test_without_a_whole_answer_the_outcome_is_unknown(provider: Provider, answer: bytes) -> None:
    provider.answer = answer

    with pytest.raises(OutcomeUnknown):
        await ProviderHttp(frozenset({f"http://{provider.host}"})).request("POST", f"http://{provider.host}/")


async def test_an_answer_that_does_not_end_is_read_as_far_as_one_may_be_long() -> None:
    piece, sent = b"x" * 65536, 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while sent < 20 * MAX_ANSWER_BYTES:
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                sent += len(piece)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        with pytest.raises(OutcomeUnknown, match="too large"):
            await ProviderHttp(frozenset({origin})).request("GET", f"{origin}/")
        await close_client()

    assert sent < 20 * MAX_ANSWER_BYTES


@pytest.mark.parametrize(("idle_seconds", "connections"), [(25, 1), (35, 2)])
async def test_an_idle_connection_is_used_again_for_half_a_minute(
    monkeypatch: pytest.MonkeyPatch, idle_seconds: int, connections: int
) -> None:
    served, ago = list["asyncio.Task[None] | None"](), 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        writer.close()
        await writer.wait_closed()

    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + ago)
    monkeypatch.setattr("httpcore._async.http11.time", clock)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        await ProviderHttp(frozenset({origin})).request("GET", f"{origin}/", params={"q": "1"})
        ago = idle_seconds
        await ProviderHttp(frozenset({origin})).request("GET", f"{origin}/", params={"q": "2"})
        await close_client()
        await asyncio.gather(*(one for one in served if one is not None))

    assert len(served) == connections


async def test_a_client_belongs_to_its_loop_alone(provider: Provider) -> None:
    http = ProviderHttp(frozenset({f"http://{provider.host}"}))
    await http.request("GET", f"http://{provider.host}/")

    async def elsewhere() -> None:
        with pytest.raises(TemporaryFailure):
            await ProviderHttp(frozenset({"http://127.0.0.1:1"})).request("GET", "http://127.0.0.1:1/")
        await close_client()

    await asyncio.to_thread(lambda: asyncio.run(elsewhere()))
    answer = await http.request("GET", f"http://{provider.host}/")

    assert answer.status == 200


async def streamed(provider: Provider, *, most_bytes: int = 100, origins: frozenset[str] | None = None) -> bytes:
    http = ProviderHttp(origins if origins is not None else frozenset({f"http://{provider.host}"}))
    async with http.stream(f"http://{provider.host}/file", most_bytes=most_bytes) as stream:
        return b"".join([piece async for piece in stream.pieces])


@pytest.mark.attack("media-malware")
async def test_a_file_is_streamed_as_it_is_sent_up_to_what_was_allowed(provider: Provider) -> None:
    provider.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\ncontent-encoding: gzip\r\n\r\n" + b"x" * 100
    assert await streamed(provider) == b"x" * 100  # nothing is unpacked
    assert b"accept-encoding: identity" in provider.requests[0].lower()
    with pytest.raises(PermanentFailure) as announced:
        await streamed(provider, most_bytes=99)
    provider.answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n" + b"x" * 100  # announces nothing
    with pytest.raises(PermanentFailure) as counted:
        await streamed(provider, most_bytes=99)
    assert (announced.value.reason, counted.value.reason) == ("too_large", "too_large")
    provider.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n" + b"x" * 50
    with pytest.raises(TemporaryFailure):
        await streamed(provider)


@pytest.mark.attack("oauth-ssrf")
async def test_a_file_is_asked_of_allowed_hosts_alone(provider: Provider) -> None:
    with pytest.raises(PermanentFailure) as refusal:
        await streamed(provider, origins=frozenset({"https://lookaside.fbsbx.com"}))

    assert refusal.value.reason == "egress"
    assert provider.requests == []
