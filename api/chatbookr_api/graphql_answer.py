"""Writes the answers of GraphQL over HTTP: JSON of either media type, or the two events a stream of one result has.

GraphQL over HTTP (draft of 2025), section 6; GraphQL over Server-Sent Events, "distinct connections mode".
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from chatbookr_api.errors import CODES, error_body, request_id_of, retry_headers, status_of
from chatbookr_api.graphql_request import API_VERSION, EVENT_STREAM, GRAPHQL_JSON, PLAIN_JSON
from chatbookr_core.errors import ChatbookrError, DatabaseUnavailable
from chatbookr_schema.context import AnswerHead
from chatbookr_schema.strict import denials_in

VARY = "Accept, Authorization, Cookie, X-Strict"
REVALIDATED = "private, no-cache"  # kept by the client alone, and asked about each time
COMPLETE = b"event: complete\ndata:\n\n"  # with `data`, or EventSource would not tell; without a space, for urql


def body_of(result: ExecutionResult) -> dict[str, Any]:
    """Write a result as clients read it; a request error has no `data`."""
    body: dict[str, Any] = {} if is_request_error(result) else {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        body["extensions"] = result.extensions
    return body


def is_request_error(result: ExecutionResult) -> bool:
    """Tell whether nothing was executed: there is no data, and no error is about a field."""
    errors = result.errors or []
    is_about_no_field = result.data is None and bool(errors) and all(error.path is None for error in errors)
    return is_about_no_field or isinstance(result, PreExecutionError)


def is_away(result: ExecutionResult) -> bool:
    """Tell whether there is nothing in a result because the database does not answer."""
    codes = {(error.extensions or {}).get("code") for error in result.errors or ()}
    return DatabaseUnavailable.code in codes and not any(value is not None for value in (result.data or {}).values())


def next_event(result: ExecutionResult) -> bytes:
    """Write one result of a stream."""
    return b"event: next\ndata: " + encoded(body_of(result)) + b"\n\n"


def answered(request: Request, result: ExecutionResult, media_type: str, head: AnswerHead) -> Response:
    """Answer with a result; a GET whose answer the client has already gets 304."""
    if media_type == EVENT_STREAM and head.status is None:
        return _response(next_event(result) + COMPLETE, 200, EVENT_STREAM, head.headers)
    body = body_of(result)
    if is_away(result):
        return json_response(body, 503, media_type, {**head.headers, **retry_headers(DatabaseUnavailable())})
    # GraphQL over HTTP, section 6.4.1: under the older media type a well-formed request is answered with 200
    status = head.status or (400 if is_request_error(result) and media_type == GRAPHQL_JSON else 200)
    if request.method != "GET" or "data" not in body or status != 200:
        return json_response(body, status, media_type, head.headers)
    tag = tag_of(media_type, body)
    headers = {**head.headers, "etag": tag, "cache-control": REVALIDATED}
    if is_matched(request.headers.get("if-none-match"), tag):
        return _response(b"", 304, media_type, headers)
    return json_response(body, status, media_type, headers)


def tag_of(media_type: str, body: Mapping[str, Any]) -> str:
    """Return a weak entity tag: of what was asked for, not of what it cost or by which request (RFC 9110, 8.8.3)."""
    content = encoded([media_type, body.get("data"), [_unsigned(error) for error in body.get("errors", ())]])
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def _unsigned(error: Mapping[str, Any]) -> dict[str, Any]:
    """Take out of an error by which request it was found."""
    told = {name: value for name, value in error.get("extensions", {}).items() if name != "requestId"}
    return {**error, "extensions": told}


def is_matched(if_none_match: str | None, tag: str) -> bool:
    """Compare weakly with each tag the client names (RFC 9110, section 13.1.2)."""
    named = [one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")]
    return "*" in named or tag.removeprefix("W/") in named


def denied(errors: Sequence[GraphQLError], media_type: str, head: AnswerHead) -> Response:
    """Answer strictly: with what was denied, and nothing else."""
    status = 403 if denials_in(errors) else 400
    return json_response({"errors": [error.formatted for error in errors]}, status, media_type, head.headers)


def refused(
    request: Request,
    message: str,
    status: int,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    code: str | None = None,
) -> Response:
    """Answer a request that did not come as far as being executed."""
    body = error_body(message, code or CODES.get(status, "BAD_REQUEST"), requestId=request_id_of(request))
    return json_response(body, status, media_type, headers)


def failed(request: Request, problem: ChatbookrError, media_type: str) -> Response:
    """Answer with an error of core's."""
    status, headers = status_of(problem), retry_headers(problem)
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return refused(request, problem.message, status, media_type, headers, problem.code)


def json_response(body: object, status: int, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON; what would have been a stream is plain JSON then."""
    return _response(encoded(body), status, PLAIN_JSON if media_type == EVENT_STREAM else media_type, headers)


def stream_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what a stream is sent with: nothing on the way may keep, change or hold it back."""
    return {
        **headers,
        "content-type": f"{EVENT_STREAM}; charset=utf-8",
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
        "vary": VARY,
        "api-version": API_VERSION,
    }


def _response(content: bytes, status: int, media_type: str, headers: Mapping[str, str] | None) -> Response:
    response = Response(content, status, dict(headers or {}))
    if status != 304:
        response.headers["content-type"] = f"{media_type}; charset=utf-8"
    response.headers["vary"] = VARY
    response.headers["api-version"] = API_VERSION
    return response


def encoded(body: object) -> bytes:
    """Write JSON on one line."""
    return orjson.dumps(body, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, GraphQLError):
        return value.formatted
    raise TypeError(f"{type(value).__name__} is not JSON")
