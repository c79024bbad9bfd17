"""Identities: UUIDv7 keys (RFC 9562, section 5.7), which sort by the time they were made."""

import os
import time
from typing import NewType
from uuid import UUID

ClinicId = NewType("ClinicId", UUID)
UserId = NewType("UserId", UUID)
PatientId = NewType("PatientId", UUID)
PractitionerId = NewType("PractitionerId", UUID)
ServiceId = NewType("ServiceId", UUID)
LocationId = NewType("LocationId", UUID)
ResourceId = NewType("ResourceId", UUID)
ConversationId = NewType("ConversationId", UUID)
MessageId = NewType("MessageId", UUID)
BookingId = NewType("BookingId", UUID)
HoldId = NewType("HoldId", UUID)
JobId = NewType("JobId", UUID)


def uuid7_from(unix_nanoseconds: int, random_bytes: bytes) -> UUID:
    """Lay out a UUIDv7: 48 bits of milliseconds, 12 bits of the millisecond's fraction, 62 random bits.

    The fraction (RFC 9562, section 6.2, method 3) makes keys of one process sort in the order they were made.
    """
    milliseconds, rest = divmod(unix_nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random_bits = int.from_bytes(random_bytes, "big") & (1 << 62) - 1
    return UUID(int=(milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random_bits)


def new_id() -> UUID:
    """Make a fresh key; here and in `new_ids` alone a row's identity meets the machine's clock and chance."""
    return uuid7_from(time.time_ns(), os.urandom(8))


def new_ids(count: int) -> list[UUID]:
    """Make several fresh keys, ascending, on one call to the kernel."""
    now, random_bytes = time.time_ns(), os.urandom(8 * count)
    return sorted(uuid7_from(now, random_bytes[start : start + 8]) for start in range(0, len(random_bytes), 8))
