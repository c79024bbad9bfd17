"""HTTPS: the certificate this process serves with, renewed while it runs, and the refusal of what came in the clear."""

import asyncio
import logging
import ssl
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbookr_api.errors import error_body
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.partners.rules import is_within
from chatbookr_core.settings import Settings
from chatbookr_core.tls import is_on_this_machine, load, server_context

LOOKS_EVERY_SECONDS = 30.0
log = logging.getLogger(__name__)


def check_served(settings: Settings) -> None:
    """Raise InvalidSettings where the API would be served in the clear, with no proxy declared that encrypts."""
    if settings.is_production and settings.tls_certificate is None and not settings.trusted_proxies:
        raise InvalidSettings(
            "Nothing would encrypt what browsers send: set CHATBOOKR_TLS_CERTIFICATE and CHATBOOKR_TLS_KEY, or name"
            " in CHATBOOKR_TRUSTED_PROXIES the proxy that ends TLS before this deployment."
        )


class Certificate:
    """A certificate and its key, as long as the process serves with them."""

    def __init__(self, certificate: Path, key: Path) -> None:
        """Raises InvalidSettings for files that are not a certificate and its key."""
        self._files = (certificate, key)
        self.context: ssl.SSLContext = server_context(certificate, key)
        self._stamps = self._stamps_now()

    def renew(self) -> bool:
        """Take changed files for the handshakes to come; what is wrong with them is logged, and the old ones stay."""
        stamps = self._stamps_now()
        if stamps == self._stamps:
            return False
        try:
            load(self.context, *self._files)
        except InvalidSettings as problem:  # a half-written file is whole at the next look
            log.warning("the certificate stays the one from before: %s", problem.message)
            return False
        self._stamps = stamps
        log.info("serving with a renewed certificate")
        return True

    async def renew_forever(self, every_seconds: float = LOOKS_EVERY_SECONDS) -> None:
        """Look for a renewed certificate until cancelled."""
        while True:
            await asyncio.sleep(every_seconds)
            await asyncio.to_thread(self.renew)

    def _stamps_now(self) -> list[tuple[int, int] | None]:
        return [_stamp(one) for one in self._files]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


class Encrypted:
    """Refuses what came in the clear: the proxies we trust say how it came to them (X-Forwarded-Proto).

    What asks from this machine is let through: health checks, and a proxy that was declared by its loopback address.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_encrypted(HTTPConnection(scope), self._settings):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "Use wss://."})
        else:
            answer = JSONResponse(error_body("Nothing is answered in the clear: use https://.", "FORBIDDEN"), 403)
            await answer(scope, receive, send)


def is_encrypted(connection: HTTPConnection, settings: Settings) -> bool:
    """Tell whether a connection may be answered: it is encrypted, or comes from this machine itself."""
    if connection.scope["scheme"] in ("https", "wss"):
        return True
    peer = connection.client.host if connection.client else None
    said = [one.strip().lower() for one in connection.headers.get("x-forwarded-proto", "").split(",") if one]
    if settings.trusted_proxies and is_within(settings.trusted_proxies, peer):
        return said[-1:] in ([], ["https"])
    return not said and (peer is None or is_on_this_machine(peer))


def is_refused(scope: Scope, settings: Settings) -> bool:
    """Tell whether `Encrypted` refuses a request."""
    return settings.is_production and not is_encrypted(HTTPConnection(scope), settings)
