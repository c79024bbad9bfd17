"""GraphiQL for whoever opens the API in a browser: a page and its assets, all of them our own."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from chatbookr_api.surface import Surface

NAMED_BY_CONTENT: Final = re.compile(r"-[A-Z0-9]{8}\.js$")  # as esbuild names a part that is loaded as it is needed
FOLDER = Path(__file__).parent / "assets"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>GraphiQL: {name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/graphiql/graphiql.css?{stamp}">
<script defer src="/assets/graphiql/graphiql.js?{stamp}"></script>
</head>
<body>
<div id="graphiql" data-surface="{name}" data-path="{path}">Loading…</div>
</body>
</html>
"""


def page(surface: Surface) -> Response:
    """Write the page of one surface."""
    html = PAGE.format(name=surface.name, path=surface.path, stamp=stamp())
    headers = {"content-security-policy": POLICY, "vary": "Accept", "cache-control": "no-store"}
    return Response(html, media_type="text/html", headers=headers)


@cache  # megabytes are read for it, which few processes are asked for
def stamp() -> str:
    """Return what stands for these very assets in their addresses, since browsers keep them."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*.*s*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


class Assets(StaticFiles):
    """The files of this package's own pages; their addresses change with them, so browsers may keep them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(directory=folder)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if Request(scope).url.query or NAMED_BY_CONTENT.search(path):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        elif response.status_code in (200, 304):
            response.headers["cache-control"] = "no-cache"  # a script that another one imports: asked for by its ETag
        return response
