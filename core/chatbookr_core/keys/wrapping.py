"""The key-encryption key in a local file: wraps data keys, lies apart from the database, never touches data itself."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.sealing import KEY_BYTES, NONCE_BYTES, derived_key
from chatbookr_sdk import PermanentFailure


class LocalKeyFile:
    """A key of 32 bytes in a file that its owner alone can read; made where there is none.

    Keys of `earlier` files still unwrap what they wrapped, until everything is wrapped anew.
    """

    __slots__ = ("_ciphers", "_key_id")

    def __init__(self, path: Path, *, earlier: Sequence[Path] = ()) -> None:
        self._ciphers: dict[str, AESGCM] = {}
        for one in earlier:
            key = _read(one)
            if key is None:
                raise InvalidSettings(f"The earlier key file {one} does not exist.")
            self._add(key)
        self._key_id = self._add(_read(path) or _made(path))

    def __repr__(self) -> str:
        return f"<LocalKeyFile {self._key_id}>"

    @property
    def key_id(self) -> str:
        return self._key_id

    async def is_current(self, wrapped_key: bytes, *, key_id: str) -> bool:
        return key_id == self._key_id

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[self._key_id].encrypt(nonce, data_key, context)

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise PermanentFailure(
                "other_key", f"A data key is wrapped by {key_id}, and the key file is {self._key_id}."
            )
        try:
            return cipher.decrypt(wrapped_key[:NONCE_BYTES], wrapped_key[NONCE_BYTES:], context)
        except (InvalidTag, ValueError):
            raise PermanentFailure("damaged", "A data key cannot be unwrapped.") from None

    def _add(self, key: bytes) -> str:
        key_id = "local:" + hashlib.sha256(derived_key(key, "key id")).hexdigest()[:16]
        self._ciphers[key_id] = AESGCM(derived_key(key, "wrapping"))
        return key_id


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


def _made(path: Path) -> bytes:
    """Make the key. Raises InvalidSettings where the folder takes no file."""
    try:
        return _make(path)
    except OSError as problem:
        raise InvalidSettings(
            f"The key file {path} (CHATBOOKR_KEY_FILE) is not there and cannot be made: {problem.strerror}."
        ) from problem


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
