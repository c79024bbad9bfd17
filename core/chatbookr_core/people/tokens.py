"""Tokens that only their holder has: 256 random bits, of which the database holds a hash."""

import hashlib
from typing import Final

TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 256


def token_hash_of(token: str) -> str:
    """Hash a token as rows hold it; its 256 random bits need no slow hash."""
    return hashlib.sha256(token[:LONGEST_TOKEN].encode(errors="replace")).hexdigest()
