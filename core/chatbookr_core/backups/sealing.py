"""Seals a backup for its recipients in the age format (age-encryption.org/v1), which the `age` command opens as well.

Whoever makes backups holds public keys alone: a machine that is taken over reads none of its old backups.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final, Protocol

from chatbookr_core.backups.refusals import BackupFailed, BackupUnreadable
from chatbookr_core.errors import InvalidSettings

IDENTITY: Final = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")


class Source(Protocol):
    """Where a backup's bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Sink(Protocol):
    """Where a backup's bytes go."""

    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


def new_identity() -> tuple[str, str]:
    """Make a key pair: the secret one, and the recipient that is told to who makes backups."""
    from pyrage import x25519  # a native library, for backups alone

    made = x25519.Identity.generate()
    return str(made), str(made.to_public())


def seal(source: Source, target: IO[bytes], recipients: Sequence[str]) -> None:
    """Seal everything a source holds, as it comes.

    Raises InvalidSettings for what is no recipient, and BackupFailed where the source or the disk gives out.
    """
    import pyrage

    whom = [_recipient(one) for one in recipients]
    try:
        pyrage.encrypt_io(source, target, whom)
    except pyrage.EncryptError as problem:
        raise BackupFailed(f"The backup could not be written whole: {problem}.") from problem


def unseal(path: Path, sink: Sink, identities: Sequence[str]) -> None:
    """Open a backup into a sink, as it is read: what was written before an error must not be used.

    Raises BackupUnreadable where no identity opens it, or it was changed or cut off; the sink's own errors as they are.
    """
    import pyrage

    opened = [_identity(one) for one in identities]
    try:
        with path.open("rb") as source:
            pyrage.decrypt_io(source, sink, opened)
    except (pyrage.DecryptError, OSError) as problem:
        if getattr(problem, "errno", None) is not None:  # the disk's or the sink's; age's own have no number
            raise
        raise BackupUnreadable(
            f"{path.name} does not open: it was sealed for another key, or was changed or cut off on its way."
        ) from problem


def identities_in(text: str) -> list[str]:
    """Read the secret keys of a file as `age-keygen` writes it. Raises InvalidSettings where there is none."""
    found = IDENTITY.findall(text)
    if not found:
        raise InvalidSettings("The file of --identity holds no AGE-SECRET-KEY-1…: `chatbookr backup key` makes one.")
    return [str(one) for one in found]


def _recipient(text: str) -> Any:
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as problem:
        raise InvalidSettings("CHATBOOKR_BACKUP_RECIPIENTS names what is no public key of age (age1…).") from problem


def _identity(text: str) -> Any:
    from pyrage import IdentityError, x25519

    try:
        return x25519.Identity.from_str(text)
    except IdentityError as problem:
        raise InvalidSettings("The file of --identity holds a key that is none: a sign of it is wrong.") from problem
