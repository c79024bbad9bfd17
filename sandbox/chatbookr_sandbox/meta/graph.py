"""The Graph API's manners: version, access token, faults and error answers around every call."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from chatbookr_sandbox.faults import Fault, FaultKind, Refusal, answer_under
from chatbookr_sandbox.meta.accounts import Grant
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import (
    GraphRefusal,
    JsonObject,
    bad_parameter,
    expired_token,
    graph_answer,
    missing_token,
    unknown_object,
)

VERSION = re.compile(r"v\d{1,2}\.\d")
Act = Callable[[Platform, Request], Awaitable[JsonObject]]
Answer = Callable[[Request], Awaitable[Response]]


def graph_call(platform: Platform, operation: str, act: Act) -> Answer:
    """Make an endpoint of `act`; faults for `operation` and GraphRefusal become answers."""

    async def answered(platform: Platform, request: Request) -> Response:
        return graph_answer(await act(platform, request))

    return graph_file(platform, operation, answered)


def graph_file(platform: Platform, operation: str, act: Callable[[Platform, Request], Awaitable[Response]]) -> Answer:
    """Make an endpoint of what answers with more than JSON; otherwise as `graph_call`."""

    async def accept(request: Request) -> Response:
        try:
            if not VERSION.fullmatch(request.path_params["version"]):
                raise GraphRefusal(100, "Invalid version format. Use format like 'v23.0'")
            return await act(platform, request)
        except GraphRefusal as refusal:
            return refusal.response()

    async def answer(request: Request) -> Response:
        fault = platform.context.faults.take("meta", operation)
        return await answer_under(fault, lambda: accept(request), refusals=_refusals(fault))

    return answer


def _refusals(fault: Fault | None) -> dict[FaultKind, Refusal]:
    code = fault.code if fault is not None and fault.code is not None else 131000
    sends = fault is not None and fault.operation == "messages.send"
    return {
        FaultKind.RATE_LIMITED: GraphRefusal(130429 if sends else 4).response,
        FaultKind.SERVER_ERROR: GraphRefusal(2).response,
        FaultKind.EXPIRED_TOKEN: expired_token().response,
        FaultKind.GONE: unknown_object("Phone number").response,
        FaultKind.REFUSED: GraphRefusal(code).response,
    }


def token_in(request: Request) -> str:
    """Read the access token from the header or the query; raises GraphRefusal without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("bearer", "oauth") and token.strip():
        return token.strip()
    in_query = request.query_params.get("access_token")
    if not in_query:
        raise missing_token()
    return in_query


def grant_in(platform: Platform, request: Request) -> Grant:
    """Read what the caller may do, and check `appsecret_proof` where one is given."""
    token = token_in(request)
    proof = request.query_params.get("appsecret_proof")
    if proof is not None and not hmac.compare_digest(proof.encode(), platform.accounts.proof_of(token).encode()):
        raise GraphRefusal(100, "Invalid appsecret_proof provided in the API argument")
    return platform.accounts.grant_for(token)


async def parameters_in(request: Request) -> JsonObject:
    """Read a call's parameters from its query and its JSON or form body, as the Graph API does."""
    given: JsonObject = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    body = await request.body()
    if kind.startswith("application/x-www-form-urlencoded"):
        return given | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    if not body:
        return given
    return given | json_object_in(body)


def json_object_in(body: bytes) -> JsonObject:
    """Read a JSON object; raises GraphRefusal when it is something else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_parameter("The request body is not valid JSON.") from None
    if not isinstance(said, dict):
        raise bad_parameter("The request body must be a JSON object.")
    return said
