"""Several calls in one: `POST /` with a list of methods and relative URLs, each answered as if it were alone.

https://developers.facebook.com/docs/graph-api/batch-requests
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from chatbookr_sandbox.meta.graph import parameters_in
from chatbookr_sandbox.meta.refusals import GraphRefusal, bad_parameter

MOST_CALLS = 50


def batch_call(routes: Sequence[BaseRoute]) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint that answers GET calls for `routes`; the others have bodies, which no client here needs."""

    async def answer(request: Request) -> Response:
        try:
            calls = await _calls_in(request)
            return Response(json.dumps([await _answer(routes, request, call) for call in calls]))
        except GraphRefusal as refusal:
            return refusal.response()

    return answer


async def _calls_in(request: Request) -> list[dict[str, Any]]:
    try:
        calls = json.loads(str((await parameters_in(request)).get("batch", "")))
    except (ValueError, RecursionError):
        raise bad_parameter("batch parameter must be a JSON array") from None
    if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
        raise bad_parameter("batch parameter must be a JSON array")
    if len(calls) > MOST_CALLS:
        raise bad_parameter("Too many requests in batch message. Maximum batch size is 50")
    return calls


async def _answer(routes: Sequence[BaseRoute], request: Request, call: dict[str, Any]) -> dict[str, Any]:
    url = urlsplit(str(call.get("relative_url", "")))
    scope = {
        **request.scope,
        "method": str(call.get("method", "GET")).upper(),
        "path": f"/meta/{url.path.lstrip('/')}",
        "query_string": url.query.encode(),
    }
    for route in routes:
        match, found = route.matches(scope)
        if match is Match.FULL and isinstance(route, Route) and scope["method"] == "GET":
            told: Response = await route.endpoint(Request({**scope, **found}))
            return {"code": told.status_code, "body": bytes(told.body).decode()}
    refusal = GraphRefusal(2500, "Unknown path components", status=400).response()
    return {"code": refusal.status_code, "body": bytes(refusal.body).decode()}
