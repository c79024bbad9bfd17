"""Reads a GraphQL request from HTTP: its parameters, from the address or from JSON, and which answer is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from chatbookr_api.errors import Unacceptable
from chatbookr_api.json_body import body_of, json_of, parameters_of
from chatbookr_api.surface import Surface
from chatbookr_schema.trusted import PERSISTED_QUERY_NOT_FOUND, PREFIX, TRUSTED_DOCUMENT_REQUIRED

GRAPHQL_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"
EVENT_STREAM = "text/event-stream"
HTML = "text/html"
API_VERSION = "2026-10-01"
"""The one version of the API so far (`API-Version`); others will be dates too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The media type a client likes best of those there are (None: of none), and whether it takes a stream too."""

    media_type: str | None
    takes_stream: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """The parameters of a request, checked; a document that was named is filled in by `known`.

    `sent_as`: the name some clients give along with the text.
    """

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    document_id: str | None = None
    is_trusted: bool = False
    sent_as: str | None = None


@lru_cache(maxsize=64)  # a client sends the same header all the time
def wanted_by(accept: str | None) -> Wanted:
    """Read an Accept header; without one the answer is application/json.

    Clients list text/event-stream last for everything they ask, so what is not a subscription comes as JSON to all who
    take JSON as readily.
    """
    if accept is None or not accept.strip():
        return Wanted(PLAIN_JSON)
    ranges = sorted(_media_ranges(accept), key=lambda one: -one[0])
    liked = [name for quality, name in ranges if quality > 0]
    offered = (_offered(name, frozenset(name for _, name in ranges)) for name in liked)
    return Wanted(next((name for name in offered if name is not None), None), EVENT_STREAM in liked)


@lru_cache(maxsize=64)
def wants_page(accept: str | None) -> bool:
    """Tell whether a browser is being pointed here: it names HTML before all that the API answers with."""
    liked = sorted(_media_ranges(accept or ""), key=lambda one: -one[0])
    return next(
        (name == HTML for quality, name in liked if quality > 0 and (name == HTML or _offered(name))),
        False,
    )


def _media_ranges(accept: str) -> list[tuple[float, str]]:
    found = []
    for part in accept.split(","):
        name, *parameters = (one.strip().lower() for one in part.split(";"))
        found.append((next((_number(one[2:]) for one in parameters if one.startswith("q=")), 1.0), name))
    return found


def _offered(name: str, named: frozenset[str] = frozenset()) -> str | None:
    """Return what there is of a media range; a wildcard is for what is not named more exactly (RFC 9110, 12.5.1)."""
    if name == "application/*" or (name == "*/*" and "application/*" not in named):
        return next((one for one in (PLAIN_JSON, GRAPHQL_JSON) if one not in named), None)
    return name if name in (PLAIN_JSON, GRAPHQL_JSON, EVENT_STREAM) else None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def check_version(version: str | None) -> None:
    """Raises Unacceptable (400) for a version of the API there is not."""
    if version is not None and version.strip() != API_VERSION:
        raise Unacceptable(400, f"API-Version is {API_VERSION}; there is no other.", code="UNKNOWN_API_VERSION")


async def read_operation(request: Request) -> Operation:
    """Read and check the parameters. Raises Unacceptable (400, 413, 415)."""
    if request.method != "GET":
        check_content_type(request.headers.get("content-type", ""))
        return operation_of(_object_of(await body_of(request)))
    parameters = parameters_of(request)
    return operation_of(
        {
            name: json_of(text) if name in ("variables", "extensions") and text else text or None
            for name, text in parameters.items()
        }
    )


def operation_of(values: Mapping[str, Any]) -> Operation:
    """Check the parameters of one operation. Raises Unacceptable (400)."""
    for name in ("variables", "extensions"):
        if not isinstance(values.get(name), dict | None):
            raise Unacceptable(400, f"`{name}` is an object or null.")
    for name in ("query", "operationName", "documentId"):
        if not isinstance(values.get(name), str | None):
            raise Unacceptable(400, f"`{name}` is a string or null.")
    query, document_id = values.get("query") or "", values.get("documentId") or None
    persisted_id = _persisted_id(values.get("extensions"))
    if document_id is None and not query.strip():
        document_id = persisted_id
    if bool(query.strip()) is bool(document_id):
        raise Unacceptable(400, "Give the document as the string `query`, or name a trusted one by `documentId`.")
    operation_name = values.get("operationName") or None
    return Operation(query, values.get("variables"), operation_name, document_id, sent_as=persisted_id)


def _persisted_id(extensions: Mapping[str, Any] | None) -> str | None:
    """Read the id where Apollo's and urql's own links put it: `extensions.persistedQuery.sha256Hash`."""
    given = (extensions or {}).get("persistedQuery")
    digest = given.get("sha256Hash") if isinstance(given, dict) else None
    return f"{PREFIX}{digest}" if isinstance(digest, str) and digest else None


async def known(operation: Operation, surface: Surface) -> Operation:
    """Fill in the document that was named. Raises Unacceptable (400) for an unknown one, or one that must be named.

    What is sent under the id of a trusted document, as Apollo's WebSocket link does, is that one, and is not read.
    """
    if operation.document_id is None:
        trusted = await surface.trusted.find_text(operation.sent_as) if operation.sent_as else None
        if trusted is not None:
            return replace(operation, query=trusted, is_trusted=True)
        if surface.trusted_only:
            problem = "Only trusted documents are taken here: name one by `documentId`."
            raise Unacceptable(400, problem, code=TRUSTED_DOCUMENT_REQUIRED)
        return operation
    text = await surface.trusted.find_text(operation.document_id)
    if text is None:
        raise Unacceptable(400, "There is no document of that id.", code=PERSISTED_QUERY_NOT_FOUND)
    return replace(operation, query=text, is_trusted=True)


def check_content_type(header: str) -> None:
    """Raises Unacceptable (415) for anything but JSON in UTF-8: what a foreign page's form could send among it."""
    name, *parameters = (one.strip().lower() for one in header.split(";"))
    charset = next((one[8:].strip('"') for one in parameters if one.startswith("charset=")), "utf-8")
    if name != PLAIN_JSON or charset not in ("utf-8", "utf8"):
        raise Unacceptable(415, "Send JSON in UTF-8 as application/json.")


def _object_of(body: bytes) -> dict[str, Any]:
    value = json_of(body)
    if not isinstance(value, dict):
        raise Unacceptable(400, "The body is one JSON object; batches are not taken.")
    return value
