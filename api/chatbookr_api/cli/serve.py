"""`chatbookr serve`: the API over uvicorn."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chatbookr_core.settings import Settings, settings_from

if TYPE_CHECKING:
    import uvicorn

WEBSOCKET_BYTES = 256 * 1024


def run() -> int:
    """Serve until SIGTERM."""
    import uvicorn

    from chatbookr_api.app import create_app

    settings = settings_from(os.environ)
    uvicorn.Server(server_config(settings, create_app(settings))).run()
    return 0


def server_config(settings: Settings, app: object) -> uvicorn.Config:
    """Set uvicorn up: no access log (paths may hold ids), no server header, bounded WebSocket messages."""
    import uvicorn

    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI application
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=WEBSOCKET_BYTES,
        log_level="info",
        timeout_graceful_shutdown=5,
    )
