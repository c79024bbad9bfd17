"""Authenticates much with one key: HMAC-SHA-256 (RFC 2104), by the two halves of it that depend on the key alone."""

from hashlib import sha256
from typing import Final

BLOCK_BYTES: Final = 64
_INNER: Final = bytes(one ^ 0x36 for one in range(256))
_OUTER: Final = bytes(one ^ 0x5C for one in range(256))


class KeyedHash:
    """What `hmac.digest` says, of one key and many values.

    OpenSSL's own takes three times as long for a value of 1.4 KB: most of it to find its methods and to take the key.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        whole = (sha256(key).digest() if len(key) > BLOCK_BYTES else key).ljust(BLOCK_BYTES, b"\0")
        self._inner = sha256(whole.translate(_INNER))
        self._outer = sha256(whole.translate(_OUTER))

    def hexdigest(self, value: bytes) -> str:
        """Return 64 hex characters; compare what somebody sent with them by `hmac.compare_digest`."""
        inner = self._inner.copy()
        inner.update(value)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()
