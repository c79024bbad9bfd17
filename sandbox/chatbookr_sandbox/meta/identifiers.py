"""Identifiers made the way Meta makes them: message ids, business-scoped user ids."""

from __future__ import annotations

import base64
import hashlib

PATIENT_SENT, CLINIC_SENT = 0x12, 0x11


def message_id(peer: str, unique_hex: str, *, is_from_patient: bool) -> str:
    """Make a `wamid.HBg...` that holds the peer's number and a unique part, as the real ones do."""
    name, unique = peer.encode(), unique_hex.upper().encode()
    direction = PATIENT_SENT if is_from_patient else CLINIC_SENT
    raw = b"\x1c\x18" + bytes([len(name)]) + name + b"\x15\x02\x00" + bytes([direction])
    raw += b"\x18" + bytes([len(unique)]) + unique + b"\x00"
    return f"wamid.{base64.b64encode(raw).decode()}"


def scoped_user_id(waba_id: str, wa_id: str) -> str:
    """Derive the id under which one business knows one phone: another business sees another id.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
    """
    digest = hashlib.sha256(f"{waba_id}/{wa_id}".encode()).digest()
    return f"{_country(wa_id)}.{int.from_bytes(digest[:8], 'big'):020d}"


def _country(wa_id: str) -> str:
    for prefix, country in (("31", "NL"), ("49", "DE"), ("43", "AT"), ("41", "CH"), ("44", "GB"), ("34", "ES")):
        if wa_id.startswith(prefix):
            return country
    return "US"


def digits_of(phone: str) -> str:
    """Bring a phone number as people write it to the digits Meta uses as `wa_id`."""
    return "".join(character for character in phone if character in "0123456789")
