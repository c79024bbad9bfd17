"""A disk that takes nothing any more, for SQLite: the system refuses what is written beyond a size."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatbookr_core.database_urls import credentials_of


def path_of(sqlite_url: str) -> Path:
    """Return a database's file."""
    return Path(str(credentials_of(sqlite_url)["file_path"]))


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """Let no file grow beyond the log of a database, for the length of a block."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = path.with_name(f"{path.name}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size if log.exists() else 0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
