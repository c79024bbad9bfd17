"""The sandbox as one web application: Meta's half, Google's half and the control API."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from starlette.applications import Starlette

from chatbookr_sandbox.clock import Clock, SystemClock
from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.control import control_routes
from chatbookr_sandbox.faults import Faults
from chatbookr_sandbox.google.routes import google_routes
from chatbookr_sandbox.mail.routes import mail_routes
from chatbookr_sandbox.meta.routes import meta_routes
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_sandbox.state import StateFile

DELIVERY_TIMEOUT_SECONDS = 10.0
GOODBYE_SECONDS = 1  # the pages keep a stream of events open, which would never end by itself


def create_app(
    settings: SandboxSettings,
    *,
    clock: Clock | None = None,
    http: httpx.AsyncClient | None = None,
) -> Starlette:
    """Build the sandbox; `http` carries its webhooks (tests lend one bound to an ASGI application)."""
    context = SandboxContext(
        settings=settings,
        clock=clock or SystemClock(),
        faults=Faults(),
        http=http or httpx.AsyncClient(timeout=DELIVERY_TIMEOUT_SECONDS, trust_env=False),
        state=StateFile(settings.state_file),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        context.background.spawn(context.state.keep_writing(), name="sandbox state")
        for start in context.on_start:
            await start()
        yield
        await context.background.stop()
        context.state.write()
        await context.http.aclose()

    # google_routes gives whole paths: /google/..., /calendar and /sandbox/google/...
    routes = [*control_routes(context), *meta_routes(context), *google_routes(context), *mail_routes(context)]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.context = context
    return app


def main() -> None:
    """Serve the sandbox as the environment says (console script `chatbookr-sandbox`); port 0 takes a free one."""
    settings = SandboxSettings.from_environment(os.environ)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family) as listening:
        # uvicorn sets this on sockets it makes itself; without it each answer waits some 40 ms for an acknowledgement
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host = f"[{settings.host}]" if family is socket.AF_INET6 else settings.host
        print(f"The sandbox is at http://{host}:{listening.getsockname()[1]}", flush=True)
        config = uvicorn.Config(create_app(settings), log_level="warning", timeout_graceful_shutdown=GOODBYE_SECONDS)
        uvicorn.Server(config).run(sockets=[listening])
