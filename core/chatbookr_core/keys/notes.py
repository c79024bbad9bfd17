"""Signed notes (c2sp.org/signed-note) and cosignatures (c2sp.org/tlog-cosignature), by Ed25519 (RFC 8032)."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
MOST_SIGNATURES: Final = 64
MOST_CHARS: Final = 65_536
Algorithm = Literal[1, 4]
"""What a signature is over: the note's text, or a cosigner's statement about it with its time."""
PLAIN: Final = 1
COSIGNATURE: Final = 4


class NoteRefused(ValueError):
    """A note, a key or a signature is not what it is said to be."""


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """Whose signatures count: a name and a public key."""

    name: str
    public_key: bytes
    algorithm: Algorithm = PLAIN

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signature lines name the key."""
        named = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public_key
        return hashlib.sha256(named).digest()[:4]

    @property
    def text(self) -> str:
        """Write as a verifier key: `name+hash+key`."""
        key = base64.b64encode(bytes([self.algorithm]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def read(cls, text: str) -> "NoteVerifier":
        """Read what `text` wrote. Raises NoteRefused for anything else."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _decoded(encoded)
        if len(key) != KEY_BYTES + 1 or key[0] not in (PLAIN, COSIGNATURE):
            raise NoteRefused("a verifier key is name+hash+key, the key of Ed25519")
        algorithm: Algorithm = COSIGNATURE if key[0] == COSIGNATURE else PLAIN
        found = cls(checked_name(name), key[1:], algorithm)
        if found.key_id.hex() != key_id:
            raise NoteRefused("the verifier key and its hash do not go together")
        return found

    def is_signed(self, text: str, signature: bytes) -> bool:
        """Tell whether a signature over a note's text is this key's; a cosignature has its time before it."""
        message, signed = text.encode(), signature
        if self.algorithm == COSIGNATURE:
            message, signed = _statement(text, int.from_bytes(signature[:8], "big")), signature[8:]
        if len(signed) != SIGNATURE_BYTES:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signed, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A name and the secret its key is made of, 32 bytes."""

    name: str
    secret: bytes = field(repr=False)
    algorithm: Algorithm = PLAIN

    @property
    def verifier(self) -> NoteVerifier:
        """Whoever is to believe the signatures needs this."""
        public = Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()
        return NoteVerifier(checked_name(self.name), public, self.algorithm)

    def sign(self, text: str, at: datetime) -> str:
        """Return the signature line over a note's text; only a cosignature says when (to the second)."""
        private = Ed25519PrivateKey.from_private_bytes(self.secret)
        if self.algorithm == COSIGNATURE:
            second = int(at.timestamp())
            signature = second.to_bytes(8, "big") + private.sign(_statement(text, second))
        else:
            signature = private.sign(text.encode())
        return f"— {self.name} {base64.b64encode(self.verifier.key_id + signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    bytes_: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text, and who is said to have signed it: nothing of it counts before `signed_by`."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def read(cls, note: str) -> "Note":
        """Take a note apart. Raises NoteRefused."""
        text, blank, lines = note.rpartition("\n\n")
        if not blank or not lines.endswith("\n") or len(note) > MOST_CHARS:
            raise NoteRefused("a note is a text, an empty line, and lines of signatures")
        if any(ord(one) < 0x20 and one != "\n" for one in note):
            raise NoteRefused("a note has no control characters")
        return cls(text + "\n", tuple(signatures_in(lines)))

    def signed_by(self, verifier: NoteVerifier) -> Signature:
        """Return the signature of a key. Raises NoteRefused where there is none, or it is wrong."""
        found = [one for one in self.signatures if (one.name, one.key_id) == (verifier.name, verifier.key_id)]
        if not found:
            raise NoteRefused(f"{verifier.name} has not signed")
        if not all(verifier.is_signed(self.text, one.bytes_) for one in found):
            raise NoteRefused(f"the signature of {verifier.name} is wrong")
        return found[0]


def signatures_in(lines: str) -> Sequence[Signature]:
    """Read signature lines. Raises NoteRefused."""
    found = []
    for line in lines.removesuffix("\n").split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        raw = _decoded(encoded)
        if dash != "—" or len(raw) <= 4:
            raise NoteRefused("a signature line is a dash, a name and the signature")
        found.append(Signature(checked_name(name), raw[:4], raw[4:]))
    if len(found) > MOST_SIGNATURES:
        raise NoteRefused("a note has too many signatures")
    return found


def checked_name(name: str) -> str:
    """Return a key's name. Raises NoteRefused where it is none: empty, or with spaces or `+`."""
    if not name or "+" in name or any(one.isspace() or not one.isprintable() for one in name):
        raise NoteRefused("a key's name has neither spaces nor +")
    return name


def _statement(text: str, second: int) -> bytes:
    return f"cosignature/v1\ntime {second}\n{text}".encode()


def _decoded(encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NoteRefused("that is no base64") from None
    if base64.b64encode(raw).decode() != encoded:  # one writing for each value: nothing hides in unused bits
        raise NoteRefused("that is no base64")
    return raw
