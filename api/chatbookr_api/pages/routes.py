"""The addresses of the pages, and in which language each is shown."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from chatbookr_api.errors import request_id_of
from chatbookr_api.graphiql import POLICY, Assets
from chatbookr_api.pages.refusals import Refusal
from chatbookr_api.pages.templates import PACKAGE, STATIC, filled_in, written
from chatbookr_core.people.links import PATHS
from chatbookr_core.voice import Voice, voice_for

PAGES: Final[Mapping[str, str]] = {
    "/log-in": "log-in",
    "/forgot-password": "forgot-password",
    "/account": "account",
    **{f"/{path}": path for path in PATHS.values()},
}
"""The page of each address: those that letters lead to, and those that lead in."""
MOST_LANGUAGES: Final = 20


def page_routes() -> list[BaseRoute]:
    """Mount the pages, their style and their scripts."""
    shown = [Route(path, _shown(name), methods=["GET"]) for path, name in PAGES.items()]
    return [*shown, Mount("/assets/pages", Assets(STATIC))]


def page(request: Request, name: str) -> Response:
    """Show a page in the language its reader prefers. Whose it is stands nowhere in it: its script asks."""
    language = language_of(request)
    return _answer(written(name, language), language)


def is_page_wanted(request: Request) -> bool:
    """Tell a person, who is shown a page, from a program, which is given JSON."""
    return "text/html" in request.headers.get("accept", "")


def refused_page(request: Request, status_code: int, code: str, saying: Callable[[Voice], Refusal]) -> Response:
    """Show somebody who comes back from a provider why they did not get what they went for, and what to do next."""
    language = language_of(request)
    said = saying(voice_for(language, package=PACKAGE))
    values = {"heading": said.heading, "refusal": said.text, "way": said.way, "way_text": said.way_text}
    values |= {"code": code, "request": request_id_of(request)}
    return _answer(filled_in(written("refused", language), values), language, status_code)


def _answer(html: str, language: str, status_code: int = 200) -> Response:
    headers = {"content-security-policy": POLICY, "content-language": language, "vary": "Accept-Language"}
    return Response(html, status_code, headers, media_type="text/html")


def language_of(request: Request) -> str:
    """Choose the language of a page: the first of the most wanted that is spoken here."""
    return voice_for(*wanted_languages(request), package=PACKAGE).language


def wanted_languages(request: Request) -> list[str]:
    """Read Accept-Language (RFC 9110, section 12.5.4): the most wanted tags first."""
    wanted: list[tuple[float, str]] = []
    for one in request.headers.get("accept-language", "").split(",")[:MOST_LANGUAGES]:
        tag, _, parameter = one.strip().partition(";")
        wanted.append((_weight(parameter), tag.strip()))
    by_weight = sorted(wanted, key=lambda one: -one[0])  # stable: of equals the first stays first
    return [tag for weight, tag in by_weight if weight > 0]


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _shown(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        return page(request, name)

    return show
