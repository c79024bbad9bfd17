"""The front desk for whoever opens it in a browser: one page and its assets, built from web/desk.

The page is the same for everybody and holds nothing of anybody: its script asks the API, as any client does.
"""

import re
from functools import cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from chatbookr_api.graphiql import FOLDER, POLICY, stamp
from chatbookr_api.pages.routes import wanted_languages

MEDIA_POLICY: Final = POLICY.replace("img-src 'self'", "img-src 'self' blob:") + "; media-src 'self'"
"""Patients send voice notes and films; and a picture is looked at here before it is sent."""
ENGLISH: Final = "en"
IMPORTED: Final = re.compile(r'(?:from|import)"\./([\w-]+\.js)"')
PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Chatbookr</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/desk/desk.css?{stamp}">
<link rel="words" href="/assets/desk/words/{language}.json?{stamp}">
{parts}
<script type="module" src="/assets/desk/desk.js?{stamp}"></script>
</head>
<body>
<noscript>The front desk needs JavaScript: switch it on for this site, and load the page again.</noscript>
<div id="desk"></div>
</body>
</html>
"""


def front_desk_routes() -> list[BaseRoute]:
    """Mount the desk: each of its places is an address of its own, and the same page."""
    return [Route("/desk", show, methods=["GET"]), Route("/desk/{place:path}", show, methods=["GET"])]


async def show(request: Request) -> Response:
    """Answer with the page, in the language its reader prefers."""
    language = _language_of(request)
    html = PAGE.format(language=language, stamp=stamp(), parts=_parts())
    headers = {
        "content-security-policy": MEDIA_POLICY,
        "content-language": language,
        "vary": "Accept-Language",
        "cache-control": "no-store",
    }
    return Response(html, media_type="text/html", headers=headers)


@cache
def _parts() -> str:
    """Name what the script will import at once, so that a browser need not read the script before it asks for it."""
    names = IMPORTED.findall((FOLDER / "desk" / "desk.js").read_text(encoding="utf-8"))
    return "\n".join(f'<link rel="modulepreload" href="/assets/desk/{name}">' for name in names)


def _language_of(request: Request) -> str:
    """Choose the first of the most wanted languages that the desk has words of; its own texts are English."""
    spoken = _spoken()
    tags = (tag.split("-")[0].lower() for tag in wanted_languages(request))
    return next((tag for tag in tags if tag in spoken), ENGLISH)


@cache
def _spoken() -> frozenset[str]:
    return frozenset({ENGLISH, *(file.stem for file in (FOLDER / "desk" / "words").glob("*.json"))})
