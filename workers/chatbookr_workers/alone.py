"""Lets the one worker of an SQLite file know that it is alone, so that it need not wait for the leases of the dead."""

import fcntl
from io import FileIO
from pathlib import Path

from chatbookr_core.database_urls import credentials_of, dialect_of


class OnlyWorker:
    """A lock that the kernel takes back when its process ends, however it ends."""

    def __init__(self, file: FileIO) -> None:
        self._file = file

    def close(self) -> None:
        """Let another process be the only one."""
        self._file.close()


def only_worker_of(database_url: str) -> OnlyWorker | None:
    """Become the only worker of a database file; None where another process is, or where there is no file.

    On PostgreSQL several processes may work, and leases alone tell who is alive.
    """
    if dialect_of(database_url) != "sqlite":
        return None
    path = str(credentials_of(database_url)["file_path"])
    if path == ":memory:":
        return None
    file = FileIO(Path(f"{path}.worker"), "a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return OnlyWorker(file)
