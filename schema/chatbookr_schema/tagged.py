"""Opaque texts that this deployment gives out and takes back: JSON under a tag (HMAC-SHA256, 96 bits) of its own."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

TAG_BYTES = 12


def write_tagged(values: Sequence[object], secret: bytes) -> str:
    """Write plain JSON values as base64url without padding, the tag before them."""
    body = json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()
    return urlsafe_b64encode(_tag(body, secret) + body).rstrip(b"=").decode()


def read_tagged(text: str, secret: bytes, *, longest_chars: int) -> Any:
    """Read what `write_tagged` wrote with the same secret. Raises ValueError for any other text."""
    if len(text) > longest_chars:
        raise ValueError("too long")
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    tag, body = raw[:TAG_BYTES], raw[TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(body, secret)):
        raise ValueError("not ours")
    return json.loads(body)


def _tag(body: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()[:TAG_BYTES]
