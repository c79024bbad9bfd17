"""Seal single values under a data key, bound to the place they lie in.

A sealed value is `header | nonce (12 bytes) | ciphertext and tag`, AES-256-GCM (NIST SP 800-38D) with a random nonce.
The header is `1 | key version (4 bytes)` under a clinic's key or the deployment's, and `2 | key version (4 bytes) |
patient (16 bytes)` under a patient's own: whoever opens a page of values knows from them whose keys it takes.
Authenticated beside it: the header, table, column, row and scope (the clinic or the deployment), each with its length
before it.
"""

import copy
import os
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys.columns import SealedColumn, length_prefixed
from chatbookr_sdk import KeyedHash

KEY_BYTES = 32
FORMAT = 1
HEADER_BYTES = 5
PATIENT_FORMAT = 2
_OF_CLINIC, _OF_PATIENT = bytes([FORMAT]), bytes([PATIENT_FORMAT])
PATIENT_HEADER_BYTES = 21
NONCE_BYTES = 12
TAG_BYTES = 16
ROW_LENGTH = (16).to_bytes(4, "big")  # the bytes of a UUID
VERSIONS_LENGTH = (8).to_bytes(4, "big")
NOBODY: Final[Mapping[bytes, "PatientKeys"]] = MappingProxyType({})


def derived_key(key: bytes | bytearray, purpose: str) -> bytes:
    """Derive a key for one purpose (HKDF-SHA256, RFC 5869): knowing one tells nothing of the others."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"chatbookr/" + purpose.encode()).derive(bytes(key))


def wipe(key: bytearray) -> None:
    """Overwrite a key in place. Copies that Python or OpenSSL made of it are not reached (docs/how-to/keys.md)."""
    key[:] = bytes(len(key))


def keys_named(sealed: Iterable[bytes | None]) -> tuple[set[bytes], set[bytes]]:
    """Return which keys some sealed values are under: the headers of those under patients' own, and of the others."""
    headers = {bytes(one[:PATIENT_HEADER_BYTES]) for one in sealed if one}
    of_patients = {one for one in headers if one[0] == PATIENT_FORMAT and len(one) == PATIENT_HEADER_BYTES}
    return of_patients, {one[:HEADER_BYTES] for one in headers if one[0] == FORMAT}


def key_version(header: bytes) -> int:
    """Read the version of the key from the header of a sealed value."""
    return int.from_bytes(header[1:HEADER_BYTES], "big")


class Keys:
    """The data keys of one clinic (or of the deployment), ready to use; nothing of them shows in a repr.

    With the keys of some patients (`with_patients`) they open those patients' values too.
    """

    __slots__ = (
        "_ciphers",
        "_derived",
        "_header",
        "_lookups",
        "_patients",
        "_root",
        "_scope",
        "_wrappers",
        "_wrapping",
        "scope",
        "version",
    )

    def __init__(self, scope: str, data_keys: Mapping[int, bytes | bytearray]) -> None:
        self.scope = scope
        self.version = max(data_keys)
        self._ciphers = {version: AESGCM(key) for version, key in data_keys.items()}
        wrapping = {version: derived_key(key, "patients' keys") for version, key in data_keys.items()}
        self._wrappers = {version: AESGCM(key) for version, key in wrapping.items()}
        self._root = bytearray(data_keys[min(data_keys)])  # look-ups and signatures outlive a rotation of the data key
        self._derived: dict[str, bytes] = {}
        self._lookups: dict[str, KeyedHash] = {}
        self._header = bytes([FORMAT]) + self.version.to_bytes(4, "big")
        self._scope = length_prefixed(scope.encode())
        self._wrapping = length_prefixed(b"chatbookr patient key", scope.encode()) + ROW_LENGTH
        self._patients = NOBODY

    def __repr__(self) -> str:
        return f"<Keys of {self.scope}, version {self.version}>"

    def with_patients(self, patients: Mapping[bytes, "PatientKeys"]) -> "Keys":
        """Return the same keys with those of some patients, by the 16 bytes of their ids."""
        joined = copy.copy(self)  # the ciphers are shared, so that wiping one wipes both
        joined._patients = patients
        return joined

    @property
    def header(self) -> bytes:
        """What values sealed under the newest key begin with."""
        return self._header

    def opens(self, version: int) -> bool:
        """Tell whether a version is at hand."""
        return version in self._ciphers

    def wipe(self) -> None:
        """Make the keys useless, here and wherever they were handed to; OpenSSL clears a cipher that is freed."""
        self._ciphers.clear()
        self._wrappers.clear()
        self._derived.clear()
        self._lookups.clear()
        wipe(self._root)

    def seal(self, column: SealedColumn, row_id: UUID, value: str | bytes) -> bytes:
        """Encrypt a value for one column of one row."""
        plain = value.encode() if isinstance(value, str) else value
        return _sealed(self._ciphers, self.version, plain, self._header, self._bound_to(self._header, column, row_id))

    def open(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> bytes:
        """Decrypt a value where it lies. Raises CannotUnseal if it is damaged, moved, or under an unknown key."""
        if sealed[:1] == _OF_PATIENT:
            patient = self._patients.get(bytes(sealed[HEADER_BYTES:PATIENT_HEADER_BYTES]))
            if patient is None:
                raise CannotUnseal()
            return patient.open(column, row_id, sealed)
        header = bytes(sealed[:HEADER_BYTES])
        if header[:1] != _OF_CLINIC:
            raise CannotUnseal()
        return _opened(self._ciphers, sealed, header, self._bound_to(header, column, row_id))

    def open_text(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> str:
        """Decrypt a text where it lies. Raises CannotUnseal."""
        try:
            return self.open(column, row_id, sealed).decode()
        except UnicodeDecodeError:  # its own text would show the value
            raise CannotUnseal() from None

    def lookup_hash(self, purpose: str, value: str) -> str:
        """Return 64 hex characters by which equal values of a purpose are found again, and by nobody else."""
        keyed = self._lookups.get(purpose)
        if keyed is None:
            keyed = KeyedHash(self._derive("lookup/" + purpose))
            if len(self._lookups) < 64:
                self._lookups[purpose] = keyed
        return keyed.hexdigest(value.encode())

    def signing_key(self, purpose: str) -> bytes:
        """Return 32 bytes to authenticate something of one purpose with."""
        return self._derive("signing/" + purpose)

    def can_unwrap(self, version: int) -> bool:
        """Tell whether patients' keys that lie under a version can be had."""
        return version in self._wrappers

    def wrap_patient_key(self, key: bytes | bytearray, patient_id: UUID, version: int) -> bytes:
        """Encrypt a patient's data key under this clinic's newest: nonce, ciphertext and tag."""
        nonce = os.urandom(NONCE_BYTES)
        bound_to = self._wrapping_of(patient_id, version, self.version)
        return nonce + self._wrappers[self.version].encrypt(nonce, bytes(key), bound_to)

    def unwrap_patient_key(self, wrapped: bytes, patient_id: UUID, version: int, *, under: int) -> bytearray:
        """Decrypt a patient's data key that lies under a version of this clinic's. Raises CannotUnseal.

        Whoever takes the bytes wipes them.
        """
        cipher, key = self._wrappers.get(under), bytearray(KEY_BYTES)
        if cipher is None or len(wrapped) != NONCE_BYTES + KEY_BYTES + TAG_BYTES:
            raise CannotUnseal("A patient's data key cannot be unwrapped.")
        bound_to = self._wrapping_of(patient_id, version, under)
        try:
            cipher.decrypt_into(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound_to, key)
        except InvalidTag:
            raise CannotUnseal("A patient's data key cannot be unwrapped.") from None
        return key

    def _wrapping_of(self, patient_id: UUID, version: int, under: int) -> bytes:
        versions = version.to_bytes(4, "big") + under.to_bytes(4, "big")
        return self._wrapping + patient_id.bytes + VERSIONS_LENGTH + versions

    def _derive(self, purpose: str) -> bytes:
        key = self._derived.get(purpose)
        if key is None:
            if not self._ciphers:
                raise CannotUnseal("These keys have been wiped.")
            key = derived_key(self._root, purpose)
            if len(self._derived) < 64:
                self._derived[purpose] = key
        return key

    def _bound_to(self, header: bytes, column: SealedColumn, row_id: UUID) -> bytes:
        return header + column.name_bytes + ROW_LENGTH + row_id.bytes + self._scope


class PatientKeys:
    """The data keys of one patient, with those of the clinic: what was sealed before they had one opens as well."""

    __slots__ = ("_ciphers", "_header", "_others", "clinic", "patient_id", "version", "wrapped")

    def __init__(
        self, clinic: Keys, patient_id: UUID, data_keys: Mapping[int, bytes | bytearray], *, wrapped: bytes = b""
    ) -> None:
        """`wrapped`: the newest key as it is to be written, where it has not been yet."""
        self.clinic = clinic
        self.wrapped = wrapped
        self.patient_id = patient_id
        self._others = NOBODY
        self.version = max(data_keys)
        self._ciphers = {version: AESGCM(key) for version, key in data_keys.items()}
        self._header = bytes([PATIENT_FORMAT]) + self.version.to_bytes(4, "big") + patient_id.bytes

    def __repr__(self) -> str:
        return f"<PatientKeys of {self.patient_id}, version {self.version}>"

    def with_others(self, others: Mapping[bytes, "PatientKeys"]) -> "PatientKeys":
        """Return the same keys, which open what lies under those of others too: by the 16 bytes of their ids."""
        joined = copy.copy(self)
        joined._others = others
        return joined

    @property
    def versions(self) -> frozenset[int]:
        """Say which versions are at hand."""
        return frozenset(self._ciphers)

    def opens(self, version: int) -> bool:
        """Tell whether a version is at hand."""
        return version in self._ciphers

    @property
    def header(self) -> bytes:
        """What values sealed under the newest key begin with."""
        return self._header

    def seal(self, column: SealedColumn, row_id: UUID, value: str | bytes) -> bytes:
        """Encrypt a value for one column of one row. Raises CannotUnseal once the keys are wiped."""
        plain = value.encode() if isinstance(value, str) else value
        bound_to = self.clinic._bound_to(self._header, column, row_id)
        return _sealed(self._ciphers, self.version, plain, self._header, bound_to)

    def open(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> bytes:
        """Decrypt a value where it lies. Raises CannotUnseal if it is damaged, moved, or under an unknown key."""
        header = bytes(sealed[:PATIENT_HEADER_BYTES])
        if header != self._header:  # not under the newest of these keys, as nearly all is
            if header[:1] == _OF_CLINIC:
                return self.clinic.open(column, row_id, sealed)
            if header[:1] != _OF_PATIENT:
                raise CannotUnseal()
            if header[HEADER_BYTES:] != self._header[HEADER_BYTES:]:
                return self._of_other(header).open(column, row_id, sealed)
        return _opened(self._ciphers, sealed, header, self.clinic._bound_to(header, column, row_id))

    def open_text(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> str:
        """Decrypt a text where it lies. Raises CannotUnseal."""
        try:
            return self.open(column, row_id, sealed).decode()
        except UnicodeDecodeError:  # its own text would show the value
            raise CannotUnseal() from None

    def _of_other(self, header: bytes) -> "PatientKeys":
        other = self._others.get(header[HEADER_BYTES:])
        if other is None:
            raise CannotUnseal()
        return other

    def lookup_hash(self, purpose: str, value: str) -> str:
        """Return the clinic's 64 hex characters for a value: patients are found before it is known who they are."""
        return self.clinic.lookup_hash(purpose, value)

    def signing_key(self, purpose: str) -> bytes:
        """Return the clinic's 32 bytes to authenticate something of one purpose with."""
        return self.clinic.signing_key(purpose)

    def wipe(self) -> None:
        """Make the keys useless, here and wherever they were handed to; OpenSSL clears a cipher that is freed."""
        self._ciphers.clear()


def _sealed(ciphers: Mapping[int, AESGCM], version: int, plain: bytes, header: bytes, bound_to: bytes) -> bytes:
    cipher, nonce = ciphers.get(version), os.urandom(NONCE_BYTES)
    if cipher is None:
        raise CannotUnseal("These keys have been wiped.")
    return header + nonce + cipher.encrypt(nonce, plain, bound_to)


def _opened(ciphers: Mapping[int, AESGCM], sealed: bytes, header: bytes, bound_to: bytes) -> bytes:
    cipher, since = ciphers.get(key_version(header)), len(header) + NONCE_BYTES
    if cipher is None or len(sealed) < since + TAG_BYTES:
        raise CannotUnseal()
    try:
        return cipher.decrypt(bytes(sealed[len(header) : since]), bytes(sealed[since:]), bound_to)
    except InvalidTag:
        raise CannotUnseal() from None
