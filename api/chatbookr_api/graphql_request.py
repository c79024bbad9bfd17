"""Reads a GraphQL request from HTTP: its parameters, from the address or from JSON, and which answer is wanted."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from chatbookr_api.errors import Unacceptable
from chatbookr_schema.limits import BODY_BYTES

GRAPHQL_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """The parameters of a request, checked."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


def media_type_for(accept: str | None) -> str | None:
    """Choose the answer's media type; None where the client takes neither. Without the header: application/json."""
    if accept is None or not accept.strip():
        return PLAIN_JSON
    wanted: list[tuple[float, str]] = []
    for part in accept.split(","):
        name, *parameters = (one.strip().lower() for one in part.split(";"))
        quality = next((_number(one[2:]) for one in parameters if one.startswith("q=")), 1.0)
        wanted.append((quality, name))
    for quality, name in sorted(wanted, key=lambda one: -one[0]):
        if quality > 0 and name == GRAPHQL_JSON:
            return GRAPHQL_JSON
        if quality > 0 and name in (PLAIN_JSON, "application/*", "*/*"):
            return PLAIN_JSON
    return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


async def read_operation(request: Request) -> Operation:
    """Read and check the parameters. Raises Unacceptable (400, 413, 415)."""
    if request.method == "GET":
        parameters = dict(request.query_params)
        values: dict[str, Any] = {
            name: _json_of(text) if name in ("variables", "extensions") and text else text or None
            for name, text in parameters.items()
        }
    else:
        check_content_type(request.headers.get("content-type", ""))
        values = _object_of(await _body(request))
    query = values.get("query")
    if not isinstance(query, str) or not query.strip():
        raise Unacceptable(400, "Give the document as the string `query`.")
    for name in ("variables", "extensions"):
        if not isinstance(values.get(name), dict | None):
            raise Unacceptable(400, f"`{name}` is an object or null.")
    operation_name = values.get("operationName")
    if not isinstance(operation_name, str | None):
        raise Unacceptable(400, "`operationName` is a string or null.")
    return Operation(query, values.get("variables"), operation_name or None)


def check_content_type(header: str) -> None:
    """Raises Unacceptable (415) for anything but JSON in UTF-8: what a foreign page's form could send among it."""
    name, *parameters = (one.strip().lower() for one in header.split(";"))
    charset = next((one[8:].strip('"') for one in parameters if one.startswith("charset=")), "utf-8")
    if name != PLAIN_JSON or charset not in ("utf-8", "utf8"):
        raise Unacceptable(415, "Send JSON in UTF-8 as application/json.")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise Unacceptable(413, f"A request has at most {BODY_BYTES // 1024} KiB.")
    return bytes(body)


def _object_of(body: bytes) -> dict[str, Any]:
    value = _json_of(body)
    if not isinstance(value, dict):
        raise Unacceptable(400, "The body is one JSON object; batches are not taken.")
    return value


def _json_of(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unacceptable(400, "That is not JSON.") from None
