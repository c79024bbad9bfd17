"""Makes a backup: one snapshot of the database, sealed as it is read, under its name only once it is whole."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from chatbookr_core.backups import postgres_dump, sqlite_copy
from chatbookr_core.backups.files import BackupFile, files_in, name_of, outdated
from chatbookr_core.backups.manifest import Manifest
from chatbookr_core.backups.refusals import BackupFailed
from chatbookr_core.backups.sealing import seal
from chatbookr_core.database_urls import dialect_of


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole and on the disk."""

    file: BackupFile
    size_bytes: int
    manifest: Manifest


async def make(url: str, folder: Path, recipients: Sequence[str], now: datetime) -> Made:
    """Back up the database a URL names into a folder, sealed for its recipients.

    Raises BackupFailed, and leaves nothing behind, where it cannot be whole.
    """
    target = folder / name_of(now)
    part = target.with_suffix(".part")
    if target.exists():
        raise BackupFailed(f"{target} is there already.")
    try:
        if dialect_of(url) == "sqlite":
            manifest = await asyncio.to_thread(_of_sqlite, url, part, recipients, now)
        else:
            async with postgres_dump.snapshot(url, now) as (manifest, name):
                await asyncio.to_thread(_of_postgres, url, name, manifest, part, recipients)
        part.rename(target)
        _settle(folder)
    except OSError as problem:
        raise BackupFailed(f"{part} could not be written: {problem.strerror}.") from problem
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return Made(BackupFile(now, target), target.stat().st_size, manifest)


def prune(folder: Path, now: datetime, kept_days: int) -> list[BackupFile]:
    """Delete the backups older than so many days but for the newest few, and return them."""
    old = outdated(files_in(folder), now, kept_days)
    for one in old:
        one.path.unlink()
    return old


def _of_sqlite(url: str, part: Path, recipients: Sequence[str], now: datetime) -> Manifest:
    with sqlite_copy.dumped(url, part.parent, now) as (manifest, source):
        _write(manifest, source, part, recipients)
    return manifest


def _of_postgres(url: str, name: str, manifest: Manifest, part: Path, recipients: Sequence[str]) -> None:
    with postgres_dump.dumped(url, name) as source:
        _write(manifest, source, part, recipients)


def _write(manifest: Manifest, source: IO[bytes], part: Path, recipients: Sequence[str]) -> None:
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        seal(_Whole(manifest.line(), source), target, recipients)
        target.flush()
        os.fsync(target.fileno())


def _settle(folder: Path) -> None:
    """Have the name on the disk too: a power cut right after must not lose it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Whole:
    """What is sealed: the first line, then the dump."""

    def __init__(self, line: bytes, source: IO[bytes]) -> None:
        self._line, self._source = line, source

    def read(self, size: int = -1, /) -> bytes:
        if not self._line:
            return self._source.read(size)
        taken, self._line = (self._line, b"") if size < 0 else (self._line[:size], self._line[size:])
        return taken
