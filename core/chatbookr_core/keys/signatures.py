"""Statements of this deployment that anybody can check: Ed25519 (RFC 8032) over JSON in one canonical form.

The form is that of RFC 8785 for what is allowed in a statement: objects, lists, text, whole numbers, booleans and null.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from chatbookr_core.canonical import canonical
from chatbookr_core.keys.sealing import Keys

ALGORITHM: Final = "Ed25519"
KEY_BYTES: Final = 32
Statement = Mapping[str, Any]


class NotGenuine(Exception):
    """A statement is not what was signed, or not by that key; the text says which, in words for a person."""


def _bytes_of(statement: Statement) -> bytes:
    """Write a statement as the bytes that are signed. Raises ValueError for a number with a point."""
    _check(statement)
    return canonical(statement).encode()


def signed(name: str, statement: Statement, keys: Keys, purpose: str) -> dict[str, Any]:
    """Return a statement under a name with the signature over it."""
    key = Ed25519PrivateKey.from_private_bytes(keys.signing_key(purpose))
    value = base64.b64encode(key.sign(_bytes_of(statement))).decode()
    return {
        name: statement,
        "signature": {"algorithm": ALGORITHM, "keyId": key_id_of(public_key_of(keys, purpose)), "value": value},
    }


def public_key_of(keys: Keys, purpose: str) -> str:
    """Return the key by which signatures of a purpose are checked: 32 bytes in base64."""
    key = Ed25519PrivateKey.from_private_bytes(keys.signing_key(purpose))
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def key_id_of(public_key: str) -> str:
    """Name a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:16]


def verified(document: object, name: str, public_key: str) -> Statement:
    """Return the statement of a document whose signature holds. Raises NotGenuine."""
    if not isinstance(document, dict) or set(document) != {name, "signature"}:
        raise NotGenuine(f"this is no signed {name}")
    statement, signature = document[name], document["signature"]
    if not isinstance(statement, dict) or not isinstance(signature, dict) or signature.get("algorithm") != ALGORITHM:
        raise NotGenuine(f"this is no {name} signed by {ALGORITHM}")
    try:
        raw = base64.b64decode(public_key, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw)
        value = base64.b64decode(str(signature.get("value")), validate=True)
        written = _bytes_of(statement)
    except (binascii.Error, ValueError):
        raise NotGenuine("the key, the signature or the statement is not well formed") from None
    try:
        key.verify(value, written)
    except InvalidSignature:
        raise NotGenuine("the signature does not hold: it was changed, or another key signed it") from None
    return statement


def _check(value: object) -> None:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if not isinstance(key, str) or not key.isascii():  # sorted alike by code points and by UTF-16 then
                raise ValueError("a name in a statement is ASCII text")
            _check(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one)
    elif not isinstance(value, str | int | None):
        raise ValueError("a statement holds text, whole numbers, booleans and nothing")
