"""A SQLite database as one file: copied by SQLite itself while it is written to, packed, and put in place whole."""

import gzip
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from chatbookr_core.backups.manifest import Manifest
from chatbookr_core.backups.refusals import BackupFailed, BackupUnreadable
from chatbookr_core.database_urls import credentials_of

BESIDE = ("", "-wal", "-shm", "-journal")
GZIP = zlib.MAX_WBITS | 16  # what `decompressobj` is told of gzip's frame (zlib's manual, inflateInit2)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"


def file_of(url: str) -> Path:
    """Return the file a sqlite:// URL names."""
    return Path(credentials_of(url)["file_path"])


@contextmanager
def dumped(url: str, folder: Path, taken_at: datetime) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """Copy a database for the length of a block, into `folder`, where its owner alone can read it.

    Yields what the copy holds, and the copy to be read, as gzip packs it. A copied file would lack what lies in
    `-wal`; this one does not (SQLite, VACUUM INTO). Raises BackupFailed.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as private:  # mode 0700
        copy = Path(private) / "database.sqlite3"
        try:
            with closing(sqlite3.connect(f"{file_of(url).absolute().as_uri()}?mode=rw", uri=True)) as live:
                live.execute("VACUUM INTO ?", (str(copy),))
            manifest = Manifest(taken_at, "sqlite", *counted(copy))
        except sqlite3.Error as problem:
            raise BackupFailed(f"SQLite could not copy {file_of(url)}: {problem}.") from problem
        packed = copy.with_suffix(".gz")
        with copy.open("rb") as whole, gzip.open(packed, "wb", compresslevel=6) as target:
            shutil.copyfileobj(whole, target)
        with packed.open("rb") as source:
            yield manifest, source


def counted(path: Path) -> tuple[list[str], dict[str, int]]:
    """Read a file's migrations in their order, and how many rows each table has."""
    with closing(sqlite3.connect(path)) as copy:
        tables = [row[0] for row in copy.execute(TABLES)]
        rows = {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608  # names of its own
        applied = (
            copy.execute("SELECT version FROM aerich WHERE app = 'models' ORDER BY id") if "aerich" in rows else ()
        )
        return [row[0] for row in applied], rows


@contextmanager
def taking(url: str) -> Iterator["Unpacked"]:
    """Take a packed database in for the length of a block, and put it where a URL says once that ends well.

    Raises BackupFailed where a file is there already: a restore writes over nothing.
    """
    target = file_of(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    if beside := [name for ending in BESIDE if (target.parent / (name := f"{target.name}{ending}")).exists()]:
        raise BackupFailed(f"{', '.join(beside)} is there already: move it aside (docs/runbooks/backup.md).")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as private:
        whole = Path(private) / target.name
        with whole.open("xb") as taken:
            yield Unpacked(taken)
            taken.flush()
            os.fsync(taken.fileno())
        whole.chmod(0o600)
        os.link(whole, target)  # which, unlike a rename, fails where somebody was faster


class Unpacked:
    """Writes what gzip packed as it was before."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._packed = target, zlib.decompressobj(GZIP)

    def write(self, data: bytes, /) -> int:
        try:
            self._target.write(self._packed.decompress(data))
        except zlib.error as problem:
            raise BackupUnreadable("The backup was opened, and holds no packed database.") from problem
        return len(data)

    def flush(self) -> None:
        self._target.flush()
