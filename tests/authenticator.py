"""An authenticator in software: it makes keys and signs with them as a phone does, and lies where a test wants it."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://clinic.test"
RP_ID = "clinic.test"
USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


def base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(slots=True)
class Authenticator:
    """One key pair; `counts` of False is one that shows a count of 0 for ever, as most phones do."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    counts: bool = True
    is_verifying: bool = True
    is_backup_eligible: bool = False
    is_backed_up: bool = False
    sign_count: int = 0
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False)

    def create(self, options: dict[str, Any], **client_data: object) -> dict[str, Any]:
        """Answer `navigator.credentials.create({publicKey})`, as `toJSON()` writes it."""
        self.handle = from_base64url(options["user"]["id"])
        client = self._client_data("webauthn.create", options["challenge"], client_data)
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self.public_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        return self._credential(
            {"clientDataJSON": base64url(client), "attestationObject": base64url(attestation), "transports": ["usb"]}
        )

    def get(self, options: dict[str, Any], **client_data: object) -> dict[str, Any]:
        """Answer `navigator.credentials.get({publicKey})`, as `toJSON()` writes it."""
        client = self._client_data("webauthn.get", options["challenge"], client_data)
        data = self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": base64url(client),
                "authenticatorData": base64url(data),
                "signature": base64url(signature),
                "userHandle": base64url(self.handle),
            }
        )

    def _credential(self, response: dict[str, object]) -> dict[str, Any]:
        name = base64url(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}

    def _client_data(self, kind: str, challenge: str, further: dict[str, object]) -> bytes:
        written = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False, **further}
        return json.dumps(written).encode()

    def _data(self, flags: int) -> bytes:
        if self.counts:
            self.sign_count += 1
        flags |= USER_PRESENT | (USER_VERIFIED if self.is_verifying else 0)
        flags |= (BACKUP_ELIGIBLE if self.is_backup_eligible else 0) | (BACKED_UP if self.is_backed_up else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def public_key(self) -> bytes:
        """Write the public half as COSE does (RFC 9053): EC2, ES256, P-256."""
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
