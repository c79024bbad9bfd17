"""`/phone`: a patient's phone in the browser, files served from this package alone."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

PAGE = Path(__file__).parent / "phone_page"
KINDS = {
    "phone.html": "text/html; charset=utf-8",
    "phone.css": "text/css; charset=utf-8",
    "phone.js": "text/javascript; charset=utf-8",
    "thread.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


def phone_routes() -> list[BaseRoute]:
    """Route the page and its files."""

    async def page(_: Request) -> Response:
        return _file("phone.html")

    async def part(request: Request) -> Response:
        name = request.path_params["name"]
        return _file(name) if name in KINDS else Response("Not found", status_code=404)

    return [Route("/phone", page, methods=["GET"]), Route("/phone/{name}", part, methods=["GET"])]


def _file(name: str) -> Response:
    return Response((PAGE / name).read_bytes(), media_type=KINDS[name], headers=HEADERS)
