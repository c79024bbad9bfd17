"""Restores a backup into a database that is not there yet or is empty: all of it, or nothing."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from chatbookr_core.backups import postgres_dump, sqlite_copy
from chatbookr_core.backups.manifest import MOST_BYTES, Manifest, manifest_of
from chatbookr_core.backups.refusals import BackupFailed, BackupUnreadable
from chatbookr_core.backups.sealing import Sink, unseal
from chatbookr_core.database_roles import Passwords, Report, Roles, make_roles
from chatbookr_core.database_urls import Dialect, dialect_of


async def restore(path: Path, url: str, identities: Sequence[str], roles: Roles) -> tuple[Manifest, Report]:
    """Restore a backup where a URL says: a file that is not there yet, or a superuser's empty database.

    On PostgreSQL the roles are made or mended, before and after: who may connect stands in no dump. Returns what the
    backup holds, and what was done about roles. Raises BackupFailed, and leaves the database as it was.
    """
    if dialect_of(url) == "sqlite":
        return await asyncio.to_thread(_into, "sqlite", path, url, identities), Report()
    await postgres_dump.assert_empty(url)
    made = await make_roles(url, roles, Passwords())
    manifest = await asyncio.to_thread(_into, "postgres", path, url, identities)
    mended = await make_roles(url, roles, Passwords())
    return manifest, Report([*made.done, *mended.done], {**made.made_up, **mended.made_up})


def _into(dialect: Dialect, path: Path, url: str, identities: Sequence[str]) -> Manifest:
    kind = sqlite_copy if dialect == "sqlite" else postgres_dump
    with kind.taking(url) as target:
        head = _Head(target, dialect)
        unseal(path, head, identities)
        return head.manifest


class _Head:
    """Takes the first line off what comes, and hands on the rest."""

    def __init__(self, target: Sink, dialect: Dialect) -> None:
        self._target, self._dialect = target, dialect
        self._line: bytes = b""
        self._manifest: Manifest | None = None

    @property
    def manifest(self) -> Manifest:
        """What the first line said. Raises BackupUnreadable where there was none."""
        if self._manifest is None:
            raise BackupUnreadable("The backup was opened, and is empty.")
        return self._manifest

    def write(self, data: bytes, /) -> int:
        if self._manifest is None:
            self._line += data
            line, end, rest = self._line.partition(b"\n")
            if end:
                self._manifest = self._accepted(line)
                self._target.write(rest)
            elif len(self._line) > MOST_BYTES:
                raise BackupUnreadable("The backup was opened, and does not begin as one.")
        else:
            self._target.write(data)
        return len(data)

    def flush(self) -> None:
        self._target.flush()

    def _accepted(self, line: bytes) -> Manifest:
        manifest = manifest_of(line)
        if manifest.dialect != self._dialect:
            raise BackupFailed(f"The backup is one of {manifest.dialect}, and the URL names another kind of database.")
        return manifest
