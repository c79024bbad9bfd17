"""Seal single values under a data key, bound to the place they lie in.

A sealed value is `format (1 byte) | key version (4 bytes) | nonce (12 bytes) | ciphertext and tag`, AES-256-GCM
(NIST SP 800-38D) with a random nonce. Authenticated beside it: the header, table, column, row and scope (the clinic
or the deployment), each with its length before it.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys.columns import SealedColumn, length_prefixed

KEY_BYTES = 32
FORMAT = 1
HEADER_BYTES = 5
NONCE_BYTES = 12
TAG_BYTES = 16
ROW_LENGTH = (16).to_bytes(4, "big")  # the bytes of a UUID


def derived_key(key: bytes, purpose: str) -> bytes:
    """Derive a key for one purpose (HKDF-SHA256, RFC 5869): knowing one tells nothing of the others."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"chatbookr/" + purpose.encode()).derive(key)


class Keys:
    """The data keys of one clinic (or of the deployment), ready to use; nothing of them shows in a repr."""

    __slots__ = ("_ciphers", "_derived", "_header", "_root", "_scope", "scope", "version")

    def __init__(self, scope: str, data_keys: Mapping[int, bytes]) -> None:
        self.scope = scope
        self.version = max(data_keys)
        self._ciphers = {version: AESGCM(key) for version, key in data_keys.items()}
        self._root = data_keys[min(data_keys)]  # look-ups and signatures outlive a rotation of the data key
        self._derived: dict[str, bytes] = {}
        self._header = bytes([FORMAT]) + self.version.to_bytes(4, "big")
        self._scope = length_prefixed(scope.encode())

    def __repr__(self) -> str:
        return f"<Keys of {self.scope}, version {self.version}>"

    def seal(self, column: SealedColumn, row_id: UUID, value: str | bytes) -> bytes:
        """Encrypt a value for one column of one row."""
        plain = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(NONCE_BYTES)
        bound_to = self._bound_to(self._header, column, row_id)
        return self._header + nonce + self._ciphers[self.version].encrypt(nonce, plain, bound_to)

    def open(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> bytes:
        """Decrypt a value where it lies. Raises CannotUnseal if it is damaged, moved, or under an unknown key."""
        header = bytes(sealed[:HEADER_BYTES])
        cipher = self._ciphers.get(int.from_bytes(header[1:], "big"))
        if len(sealed) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES or header[0] != FORMAT or cipher is None:
            raise CannotUnseal()
        nonce, rest = bytes(sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]), sealed[HEADER_BYTES + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, bytes(rest), self._bound_to(header, column, row_id))
        except InvalidTag:
            raise CannotUnseal() from None

    def open_text(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> str:
        """Decrypt a text where it lies. Raises CannotUnseal."""
        try:
            return self.open(column, row_id, sealed).decode()
        except UnicodeDecodeError:  # its own text would show the value
            raise CannotUnseal() from None

    def lookup_hash(self, purpose: str, value: str) -> str:
        """Return 64 hex characters by which equal values of a purpose are found again, and by nobody else."""
        return hmac.new(self._derive("lookup/" + purpose), value.encode(), hashlib.sha256).hexdigest()

    def signing_key(self, purpose: str) -> bytes:
        """Return 32 bytes to authenticate something of one purpose with."""
        return self._derive("signing/" + purpose)

    def _derive(self, purpose: str) -> bytes:
        key = self._derived.get(purpose)
        if key is None:
            key = derived_key(self._root, purpose)
            if len(self._derived) < 64:
                self._derived[purpose] = key
        return key

    def _bound_to(self, header: bytes, column: SealedColumn, row_id: UUID) -> bytes:
        return header + column.name_bytes + ROW_LENGTH + row_id.bytes + self._scope
