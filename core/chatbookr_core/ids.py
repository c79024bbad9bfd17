"""Identities: UUIDv7 keys (RFC 9562, section 5.7), which sort by the time they were made."""

import os
import time
from functools import lru_cache
from uuid import UUID

RANDOM_BITS = (1 << 62) - 1
MILLISECONDS = (1 << 48) - 1
VERSION_AND_VARIANT = 0x7 << 76 | 0x2 << 62


read_id = lru_cache(maxsize=4096)(UUID)
"""Read a key as SQLite gives it, a text: the same clinics and patients come again and again."""


def uuid7_from(unix_nanoseconds: int, random_bytes: bytes) -> UUID:
    """Lay out a UUIDv7: 48 bits of milliseconds, 12 bits of the millisecond's fraction, 62 random bits.

    The fraction (RFC 9562, section 6.2, method 3) makes keys of one process sort in the order they were made.
    """
    return UUID(int=_at(unix_nanoseconds) | int.from_bytes(random_bytes, "big") & RANDOM_BITS)


def _at(unix_nanoseconds: int) -> int:
    """Lay out all but what is random."""
    milliseconds, rest = divmod(unix_nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return (milliseconds & MILLISECONDS) << 80 | fraction << 64 | VERSION_AND_VARIANT


def new_id() -> UUID:
    """Make a fresh key; here and in `new_ids` alone a row's identity meets the machine's clock and chance."""
    return uuid7_from(time.time_ns(), os.urandom(8))


def new_ids(count: int) -> list[UUID]:
    """Make several fresh keys, ascending, on one call to the kernel."""
    now, random_bytes = _at(time.time_ns()), os.urandom(8 * count)
    random = sorted(int.from_bytes(random_bytes[start : start + 8], "big") & RANDOM_BITS for start in _eights(count))
    return [UUID(int=now | one) for one in random]


def _eights(count: int) -> range:
    return range(0, 8 * count, 8)
