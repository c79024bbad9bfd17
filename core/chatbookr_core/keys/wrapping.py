"""The key-encryption key: wraps data keys, lies apart from the database, never touches data itself."""

import contextlib
import hashlib
import os
import stat
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatbookr_core.errors import CannotUnseal, InvalidSettings
from chatbookr_core.keys.sealing import KEY_BYTES, NONCE_BYTES, derived_key


class KeyWrapper(Protocol):
    """Whoever holds the key-encryption key: a local file, or a key service."""

    @property
    def key_id(self) -> str:
        """Name the key that wraps now, in at most 80 characters; not a secret."""
        ...

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        """Encrypt a data key; `context` must be the same to unwrap it."""
        ...

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        """Decrypt a data key. Raises CannotUnseal."""
        ...


class LocalKeyFile:
    """A key of 32 bytes in a file that its owner alone can read; made where there is none."""

    __slots__ = ("_cipher", "_key_id")

    def __init__(self, path: Path) -> None:
        key = _read(path) or _make(path)
        self._cipher = AESGCM(derived_key(key, "wrapping"))
        self._key_id = "local:" + hashlib.sha256(derived_key(key, "key id")).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"<LocalKeyFile {self._key_id}>"

    @property
    def key_id(self) -> str:
        return self._key_id

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data_key, context)

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        if key_id != self._key_id:
            raise CannotUnseal(f"A data key is wrapped by {key_id}, and the key file is {self._key_id}.")
        try:
            return self._cipher.decrypt(wrapped_key[:NONCE_BYTES], wrapped_key[NONCE_BYTES:], context)
        except (InvalidTag, ValueError):
            raise CannotUnseal("A data key cannot be unwrapped.") from None


def _read(path: Path) -> bytes | None:
    """Return the key, or None where there is no file. Raises InvalidSettings for a file that must not be used."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise InvalidSettings(f"The key file {path} cannot be read: {problem.strerror}.") from problem
    with file:
        status = os.fstat(file.fileno())
        key = file.read(KEY_BYTES + 1)
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
        raise InvalidSettings(f"The key file {path} can be read by others than its owner: chmod 600 it.")
    if len(key) != KEY_BYTES:
        raise InvalidSettings(f"The key file {path} does not hold {KEY_BYTES} bytes: restore it from its backup.")
    return key


def _make(path: Path) -> bytes:
    """Write a new key beside its place and link it in: whole or not at all, and the first of two processes wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the key
            os.link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    key = _read(path)
    if key is None:
        raise InvalidSettings(f"The key file {path} vanished while it was made.")
    return key


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
