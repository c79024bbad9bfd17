"""Migrates PostgreSQL once in a run of tests: what each of its workers has is a copy, handed over to roles of its own.

All migrations, one after the other, take a worker and the server six seconds of a processor; a copy takes half of one.
The last worker that has one takes the template away; what a run that was killed has left, the next in its folder does.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32


def template_name(folder: Path, server_url: str) -> str:
    """Name the template of a run, by the folder of all its processes, on a server."""
    return f"chatbookr_test_{crc32(f'{folder} {server_url}'.encode()):08x}_template"


@contextmanager
def template_of_run(
    folder: Path, server_url: str, make: Callable[[str], None], drop: Callable[[str], None]
) -> Iterator[str]:
    """Name a migrated database that nobody is connected to, for a block: its first user makes it, its last drops it."""
    name = template_name(folder, server_url)
    is_made = folder / f"{name}.made"
    with (folder / f"{name}.users").open("w") as users:
        with _alone(folder / f"{name}.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not is_made.exists():
                drop(name)
                make(name)
                is_made.touch()
        yield name
        with _alone(folder / f"{name}.lock"):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # others have copies still to make, or to come back for more
            is_made.unlink()
            drop(name)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
