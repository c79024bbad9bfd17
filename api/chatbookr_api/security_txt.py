"""`/.well-known/security.txt`: where weaknesses of this deployment are reported (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from chatbookr_core.deployment import Deployment
from chatbookr_core.trust.doors import SECURITY_TXT

COUNTS_FOR: Final = timedelta(days=90)
"""How long what is served is counted on; RFC 9116 recommends less than a year (2.5.5)."""


def security_txt_routes(deployment: Deployment) -> list[BaseRoute]:
    """Mount the file where the operator has said who is written to; a proxy may serve one of its own otherwise."""
    if not deployment.settings.security_contacts:
        return []

    async def show(request: Request) -> Response:
        body = security_txt(deployment, deployment.clock.now())
        return PlainTextResponse(body, headers={"cache-control": "public, max-age=86400"})

    return [Route(SECURITY_TXT, show, methods=["GET"])]


def security_txt(deployment: Deployment, now: datetime) -> str:
    """Write the file: contacts, the best first, until when it counts, languages, and the address it is valid at."""
    settings = deployment.settings
    expires = datetime.combine((now + COUNTS_FOR).astimezone(UTC), time(), UTC)
    languages = ", ".join(dict.fromkeys((settings.operator_language, "en")))
    lines = [
        *(f"Contact: {one}" for one in settings.security_contacts),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.public_url}{SECURITY_TXT}",
    ]
    return "".join(f"{line}\n" for line in lines)
