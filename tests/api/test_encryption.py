"""HTTPS by this process itself, renewed while it runs; in production nothing is answered in the clear."""

import asyncio
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from tests.certificates import Certified, certified
from tests.servers import free_port

from chatbookr_api.app import create_app
from chatbookr_api.cli.serve import certificate_of, server_config
from chatbookr_api.encryption import Certificate, Encrypted, check_served
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings
from chatbookr_core.tls import client_context


@pytest.fixture
def certificate(tmp_path: Path) -> Certified:
    return certified(tmp_path)


@asynccontextmanager
async def https(certificate: Certified) -> AsyncIterator[tuple[str, Certificate]]:
    """Serve the application's middleware by HTTPS; give its address, and the certificate it serves with."""
    settings = Settings(port=free_port(), tls_certificate=certificate.chain, tls_key=certificate.key)
    served = certificate_of(settings)
    assert served is not None
    server = uvicorn.Server(server_config(settings, door(settings), served))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield f"https://localhost:{settings.port}/", served
    finally:
        server.should_exit = True
        await serving


def door(settings: Settings) -> Starlette:
    async def greet(_: Any) -> PlainTextResponse:
        return PlainTextResponse("come in")

    async def socket(connection: WebSocket) -> None:
        await connection.accept()
        await connection.close()

    routes = [Route("/", greet), WebSocketRoute("/socket", socket)]
    return Starlette(routes=routes, middleware=[Middleware(Encrypted, settings=settings)])


async def asked(url: str, trusting: Path) -> str:
    async with httpx.AsyncClient(verify=client_context(trusting)) as client:
        return (await client.get(url)).text


async def is_served(url: str, certificate: Certified) -> bool:
    try:
        return bool(await asked(url, certificate.authority))
    except httpx.ConnectError:
        return False


@pytest.mark.integration
async def test_it_is_served_by_tls_1_2_and_1_3_and_nothing_older(certificate: Certified) -> None:
    async with https(certificate) as (url, _):
        assert await asked(url, certificate.authority) == "come in"
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = client_context(certificate.authority)
            context.minimum_version = context.maximum_version = version
            async with httpx.AsyncClient(verify=context) as client:
                assert (await client.get(url)).status_code == 200
        old = client_context(certificate.authority)
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        async with httpx.AsyncClient(verify=old) as client:
            with pytest.raises(httpx.ConnectError):
                await client.get(url)


@pytest.mark.integration
async def test_a_renewed_certificate_is_served_and_a_broken_one_is_not(certificate: Certified, tmp_path: Path) -> None:
    (tmp_path / "next").mkdir()
    renewed = certified(tmp_path / "next")
    async with https(certificate) as (url, served):
        assert served.renew() is False

        certificate.chain.write_text("half of a cert", "ascii")
        assert served.renew() is False
        assert await asked(url, certificate.authority) == "come in"

        shutil.copy(renewed.chain, certificate.chain)
        shutil.copy(renewed.key, certificate.key)
        looking = asyncio.create_task(served.renew_forever(0.01))
        while not await is_served(url, renewed):  # noqa: ASYNC110  # a handshake tells, nothing else
            await asyncio.sleep(0.01)
        looking.cancel()
        assert await asked(url, renewed.authority) == "come in"
        with pytest.raises(httpx.ConnectError):
            await asked(url, certificate.authority)


PROXIED = Settings(environment_name="production", trusted_proxies=("10.0.0.0/8",))


@pytest.mark.parametrize(
    ("settings", "peer", "said", "is_answered"),
    [
        (PROXIED, "10.1.2.3", None, True),
        (PROXIED, "10.1.2.3", "https", True),
        (PROXIED, "10.1.2.3", "https, http", False),
        (PROXIED, "10.1.2.3", "http", False),
        (PROXIED, "203.0.113.9", None, False),
        (PROXIED, "203.0.113.9", "https", False),
        (PROXIED, "127.0.0.1", None, True),
        (PROXIED, "127.0.0.1", "https", False),
        (replace(PROXIED, trusted_proxies=()), "203.0.113.9", "https", False),
    ],
)
async def test_only_what_a_named_proxy_encrypts_is_answered_over_http(
    settings: Settings, peer: str, said: str | None, is_answered: bool
) -> None:
    transport = httpx.ASGITransport(door(settings), client=(peer, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.example") as client:
        answer = await client.get("/", headers={"x-forwarded-proto": said} if said else {})

    assert (answer.status_code == 200) is is_answered
    if not is_answered:
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_plain_socket_is_closed_before_it_opens() -> None:
    sent: list[Any] = []
    scope = {"type": "websocket", "scheme": "ws", "path": "/socket", "headers": [], "client": ("203.0.113.9", 50_000)}

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await Encrypted(door(PROXIED), PROXIED)(scope, receive, send)

    assert [(one["type"], one.get("code")) for one in sent] == [("websocket.close", 1008)]


async def test_browsers_are_told_to_come_by_https_behind_a_proxy_too(tmp_path: Path) -> None:
    settings = replace(PROXIED, plugins=(), key_file=tmp_path / "key", public_url="https://clinic.example")
    transport = httpx.ASGITransport(create_app(settings), client=("10.1.2.3", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.example") as client:
        answer = await client.get("/nowhere")

    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_a_delivery_in_the_clear_is_refused_before_anybody_looks_at_it(tmp_path: Path) -> None:
    settings = replace(PROXIED, plugins=(), key_file=tmp_path / "key", public_url="https://clinic.example")
    transport = httpx.ASGITransport(create_app(settings), client=("10.1.2.3", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.example") as client:
        encrypted = await client.post("/hooks/none", content=b"{}", headers={"x-forwarded-proto": "https"})
        in_the_clear = await client.post("/hooks/none", content=b"{}", headers={"x-forwarded-proto": "http"})

    assert (encrypted.status_code, in_the_clear.status_code) == (404, 403)
    assert in_the_clear.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_production_serves_by_tls_or_behind_a_proxy_that_was_named(certificate: Certified) -> None:
    chosen = Settings(environment_name="production")

    with pytest.raises(InvalidSettings, match=r"CHATBOOKR_TLS_CERTIFICATE.*CHATBOOKR_TRUSTED_PROXIES"):
        check_served(chosen)
    check_served(replace(chosen, trusted_proxies=("10.0.0.0/8",)))
    check_served(replace(chosen, tls_certificate=certificate.chain, tls_key=certificate.key))
    check_served(Settings())
