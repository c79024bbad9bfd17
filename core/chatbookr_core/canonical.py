"""JSON in one form, so that equal values are equal bytes, which can be hashed and signed."""

import json


def canonical(value: object) -> str:
    """Write JSON by RFC 8785, of which only what is needed here is done: no fractions, ASCII keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
