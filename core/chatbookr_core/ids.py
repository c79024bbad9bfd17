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


def uuid7_from(unix_milliseconds: int, random_bytes: bytes) -> UUID:
    """Lay out a UUIDv7 from a 48-bit time and 10 random bytes (74 bits of them are used)."""
    value = (unix_milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(random_bytes, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def new_id() -> UUID:
    """Make a fresh key; the only place where a row's identity meets the machine's clock and randomness."""
    return uuid7_from(time.time_ns() // 1_000_000, os.urandom(10))
