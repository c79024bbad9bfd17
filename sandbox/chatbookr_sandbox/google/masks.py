"""The `fields` parameter: which parts of an answer a caller wants (`items(id,start/dateTime),nextPageToken`).

https://developers.google.com/workspace/calendar/api/guides/performance#partial-response
"""

import re
from collections.abc import Iterator
from typing import Any

from chatbookr_sandbox.google.refusals import invalid_parameter

Mask = dict[str, "Mask"]

_SYMBOL = re.compile(r"[A-Za-z0-9_*.@-]+|[(),/]")


def mask_from(text: str) -> Mask:
    """Read a mask. Raises GoogleRefusal (400)."""
    symbols = _SYMBOL.findall(text)
    if "".join(symbols) != text.replace(" ", "") or not symbols:
        raise _invalid(text)
    rest = iter([*symbols, ""])
    mask, last = _selection(rest, text)
    if last != "" or next(rest, None) is not None:
        raise _invalid(text)
    return mask


def masked(value: Any, mask: Mask) -> Any:
    """Keep of a JSON value what the mask names; an empty mask keeps all."""
    if not mask:
        return value
    if isinstance(value, list):
        return [masked(entry, mask) for entry in value]
    if not isinstance(value, dict):
        return value
    everything = mask.get("*")
    return {
        name: masked(entry, mask.get(name, everything or {}))
        for name, entry in value.items()
        if name in mask or everything is not None
    }


def _selection(symbols: Iterator[str], text: str) -> tuple[Mask, str]:
    mask: Mask = {}
    while True:
        symbol = _place(mask, symbols, text)
        if symbol != ",":
            return mask, symbol


def _place(mask: Mask, symbols: Iterator[str], text: str) -> str:
    """Read one path into the mask; return the symbol after it."""
    here = mask
    while True:
        name = next(symbols)
        if name in ("", "(", ")", ",", "/"):
            raise _invalid(text)
        here = here.setdefault(name, {})
        symbol = next(symbols)
        if symbol == "(":
            inner, closing = _selection(symbols, text)
            if closing != ")":
                raise _invalid(text)
            here.update(inner)
            return next(symbols)
        if symbol != "/":
            return symbol


def _invalid(text: str) -> Exception:
    return invalid_parameter("fields", f"Invalid field selection {text}")
