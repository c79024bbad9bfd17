"""Reads what a client sent: bytes up to a limit, JSON that says one thing alone, parameters of an address.

What two readers could understand in two ways is refused (RFC 8259, section 4: names within an object should be unique;
I-JSON, RFC 7493): a proxy in front might have seen another request than we do.
"""

import json
from typing import Any, NoReturn

from starlette.requests import Request

from chatbookr_api.errors import Unacceptable
from chatbookr_schema.limits import BODY_BYTES

ADDRESS_BYTES = 64 * 1024
MOST_PARAMETERS = 16
TOO_LARGE = f"A request has at most {BODY_BYTES // 1024} KiB."
NO_JSON = "That is not JSON."


async def body_of(request: Request) -> bytes:
    """Read the body, and stop where it is too long. Raises Unacceptable (400, 413, 415)."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Unacceptable(415, "Send the body as it is, not compressed.")
    declared = request.headers.get("content-length")
    if declared is not None:
        if not declared.isascii() or not declared.isdigit():
            raise Unacceptable(400, "Content-Length is a number of bytes.")
        if len(declared) > len(str(BODY_BYTES)) or int(declared) > BODY_BYTES:
            raise Unacceptable(413, TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise Unacceptable(413, TOO_LARGE)
    return bytes(body)


def json_of(text: str | bytes) -> Any:
    """Read JSON in UTF-8. Raises Unacceptable (400) also for a name given twice, NaN, and half a character."""
    try:
        written = text.decode() if isinstance(text, bytes) else text
        value = json.loads(written, object_pairs_hook=_object_of, parse_constant=_not_a_number)
        if "\\ud" in written or "\\uD" in written:  # perhaps half of a surrogate pair, which nothing can write again
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unacceptable(400, NO_JSON) from None
    return value


def parameters_of(request: Request) -> dict[str, str]:
    """Read the parameters of the address. Raises Unacceptable (400, 413)."""
    if len(request.scope["query_string"]) > ADDRESS_BYTES:
        raise Unacceptable(413, f"An address has at most {ADDRESS_BYTES // 1024} KiB: send the document by POST.")
    if request.scope["query_string"].count(b"&") >= MOST_PARAMETERS:
        raise Unacceptable(400, f"An address has at most {MOST_PARAMETERS} parameters.")
    pairs = request.query_params.multi_items()
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unacceptable(400, "A parameter is given twice.")
    return found


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _not_a_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
