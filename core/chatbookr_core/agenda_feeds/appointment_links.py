"""Addresses of an appointment's calendar file, which patients get with the news that it stands.

Who has the address has the file, as with a letter: it says when and where, never what for or who. It is signed by the
clinic's key (HMAC-SHA256, RFC 2104, 128 bits of it), so nobody can guess that of another appointment.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from re import compile as pattern
from typing import Final, Protocol
from uuid import UUID

PATH: Final = "/appointments"
SUFFIX: Final = ".ics"
PURPOSE: Final = "appointment link"
ID_BYTES: Final = 16
SIGNATURE_BYTES: Final = 16
TOKEN: Final = pattern(r"[A-Za-z0-9_-]{43}")


class Signing(Protocol):
    """Keys of a clinic, or of a patient of it."""

    def signing_key(self, purpose: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AppointmentLink:
    """What an address says: which booking, and what was signed."""

    booking_id: UUID
    signature: bytes = field(repr=False)

    def is_genuine(self, keys: Signing) -> bool:
        """Tell whether it was signed for the clinic whose keys these are."""
        return hmac.compare_digest(self.signature, _signature(keys, self.booking_id))


def address_of(public_url: str, keys: Signing, booking_id: UUID) -> str:
    """Write the address of a booking's calendar file; whoever reads it need not log in."""
    token = urlsafe_b64encode(booking_id.bytes + _signature(keys, booking_id)).rstrip(b"=").decode()
    return f"{public_url}{PATH}/{token}{SUFFIX}"


def read_link(name: str) -> AppointmentLink | None:
    """Read the last part of an address; None for what cannot be one."""
    token = name.removesuffix(SUFFIX)
    if token == name or TOKEN.fullmatch(token) is None:
        return None
    written = urlsafe_b64decode(token + "=")
    return AppointmentLink(UUID(bytes=written[:ID_BYTES]), written[ID_BYTES:])


def is_reachable(public_url: str) -> bool:
    """Tell whether a patient's phone can fetch from here, and nobody on the way reads along."""
    return public_url.startswith("https://")


def _signature(keys: Signing, booking_id: UUID) -> bytes:
    return hmac.new(keys.signing_key(PURPOSE), booking_id.bytes, sha256).digest()[:SIGNATURE_BYTES]
