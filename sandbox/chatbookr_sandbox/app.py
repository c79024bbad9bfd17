"""The sandbox as one web application: Meta's half, Google's half and the control API."""

from __future__ import annotations

import os
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
from chatbookr_sandbox.meta.routes import meta_routes
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_sandbox.state import StateFile

DELIVERY_TIMEOUT_SECONDS = 10.0


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
    routes = [*control_routes(context), *meta_routes(context), *google_routes(context)]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.context = context
    return app


def main() -> None:
    """Serve the sandbox as the environment says (console script `chatbookr-sandbox`)."""
    settings = SandboxSettings.from_environment(os.environ)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
