"""`chatbookr serve`: the API over uvicorn."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from chatbookr_api.cli.logs import log_lines
from chatbookr_api.cli.ports import check_port
from chatbookr_core.deployment import Deployment
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import Settings, settings_from
from chatbookr_core.starting import assert_fit

if TYPE_CHECKING:
    import uvicorn

    from chatbookr_api.encryption import Certificate

WEBSOCKET_BYTES = 256 * 1024


def run() -> int:
    """Serve until SIGTERM."""
    import uvicorn

    from chatbookr_api.app import create_app
    from chatbookr_api.encryption import check_served

    settings = settings_from(os.environ)
    check_served(settings)
    certificate = certificate_of(settings)
    app = create_app(settings)
    server = uvicorn.Server(server_config(settings, app, certificate))
    log_lines(settings.log_format)
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:  # a deployment belongs to a loop
        runner.run(_check_database(app.state.deployment))
        check_port(settings.host, settings.port, "CHATBOOKR_PORT")
        runner.run(_serve(server, certificate))
    return 0


async def _check_database(deployment: Deployment) -> None:
    """Raise InvalidSettings, which the command says in a line; of what fails under uvicorn it shows the frames.

    The keys that it opens are those the application has at hand when it starts: a key service is asked once.
    """
    async with at_these_tables(deployment.settings.database_url) as database:
        await assert_fit(database, deployment)  # as at its start


async def _serve(server: uvicorn.Server, certificate: Certificate | None) -> None:
    renewing = asyncio.create_task(certificate.renew_forever()) if certificate else None
    await server.serve()
    if renewing is not None:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


def certificate_of(settings: Settings) -> Certificate | None:
    """Return what is served with HTTPS; None for HTTP. Raises InvalidSettings for files that cannot be used."""
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    from chatbookr_api.encryption import Certificate

    return Certificate(settings.tls_certificate, settings.tls_key)


def server_config(settings: Settings, app: object, certificate: Certificate | None = None) -> uvicorn.Config:
    """Set uvicorn up: no access log (paths may hold ids), no server header, bounded heads and WebSocket messages."""
    import uvicorn

    from chatbookr_api.handshakes import AnsweredHandshakes
    from chatbookr_api.heads import BoundedHeads

    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI application
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=BoundedHeads,
        ws=AnsweredHandshakes,
        ws_max_size=WEBSOCKET_BYTES,
        log_level="info",
        timeout_graceful_shutdown=5,
        ssl_context_factory=(lambda *_: certificate.context) if certificate else None,
    )
