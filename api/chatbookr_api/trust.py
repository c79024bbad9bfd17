"""`/trust`: what is promised of this deployment and what was found, for everybody, as a page and as JSON.

Strangers read an outcome for each promise, and of the facts those that say that they are for everybody; never why one
is not kept, which would tell where to begin. The report is made once in some minutes, however often it is asked for.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from chatbookr_api.pages.routes import language_of
from chatbookr_api.pages.templates import PACKAGE, filled_in, part, written
from chatbookr_api.pages.trust_words import fact_words, outcome_words, promise_words, truth_word
from chatbookr_core.deployment import Deployment
from chatbookr_core.trust.findings import Audience, Fact, Line
from chatbookr_core.trust.remembered import KEPT_FOR
from chatbookr_core.voice import Voice, voice_for

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
CACHED: Final = f"public, max-age={round(KEPT_FOR.total_seconds())}"


def trust_routes(deployment: Deployment) -> list[BaseRoute]:
    """Mount the page, unless the operator has switched it off."""
    if not deployment.settings.trust_page:
        return []
    pages = Trust(deployment)
    return [Route("/trust", pages.show, methods=["GET"]), Route("/trust.json", pages.write, methods=["GET"])]


class Trust:
    """Both addresses."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def show(self, request: Request) -> Response:
        """Answer with the page, in the language its reader prefers."""
        language = language_of(request)
        html = page_of(await self._lines(), voice_for(language, package=PACKAGE), language)
        headers = {
            "content-security-policy": POLICY,
            "content-language": language,
            "vary": "Accept-Language",
            "cache-control": CACHED,
        }
        return Response(html, headers=headers, media_type="text/html")

    async def write(self, request: Request) -> Response:
        """Answer with the same for programs."""
        from chatbookr_core.trust.written import as_rows

        rows = as_rows(await self._lines(), Audience.EVERYBODY)
        return JSONResponse({"promises": rows}, headers={"cache-control": CACHED})

    async def _lines(self) -> Sequence[Line]:
        from chatbookr_core.trust.report import last_report_on  # what few ask for, with much of core behind it
        from chatbookr_schema.build import staff_schema
        from chatbookr_schema.field_rules import field_rules

        return await last_report_on(self._deployment, field_rules(staff_schema()._schema))


def page_of(lines: Sequence[Line], voice: Voice, language: str) -> str:
    """Write the page of a report."""
    counted = Counter(one.finding.outcome for one in lines)
    counts = ", ".join(f"{counted[outcome]} {said}" for outcome, said in outcome_words(voice).items())
    at = min(one.looked_at for one in lines)
    values = {"counts": counts, "instant": at.isoformat(timespec="seconds"), "looked_at": _said(at, voice)}
    html = filled_in(written("trust", language, "reading-layout"), values)
    return html.replace("<!-- promises -->", "".join(_promise(one, voice) for one in lines))


def _promise(line: Line, voice: Voice) -> str:
    finding = line.finding.for_audience(Audience.EVERYBODY)
    title, sentence = promise_words(voice)[line.promise.id]
    values = {
        "id": line.promise.id,
        "outcome": finding.outcome.value,
        "title": title,
        "said": outcome_words(voice)[finding.outcome],
        "sentence": sentence,
    }
    return filled_in(part("trust-promise"), values).replace("<!-- facts -->", _facts(finding.facts, voice))


def _facts(facts: Sequence[Fact], voice: Voice) -> str:
    names = fact_words(voice)
    rows = "".join(
        f"<dt>{escape(names[one.name])}</dt><dd>{escape(_said(one.value, voice))}</dd>"
        for one in facts
        if one.name in names and one.value not in (None, "")
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _said(value: object, voice: Voice) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if isinstance(value, bool):
        return truth_word(voice, is_so=value)
    return str(value)
