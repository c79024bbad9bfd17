"""How backups are named and kept in a folder: by the instant they show. Pure but for listing the folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chatbookr_core.errors import InvalidSettings

NAME: Final = re.compile(r"chatbookr-(\d{8}T\d{6}Z)\.age")
INSTANT: Final = "%Y%m%dT%H%M%SZ"
LEAST_KEPT: Final = 3  # however old they are: a clock that was hours or years ahead deletes no last backup


@dataclass(frozen=True, slots=True, order=True)
class BackupFile:
    """A backup by its file; `taken_at` is the instant its database is shown of, to the second."""

    taken_at: datetime
    path: Path


def name_of(taken_at: datetime) -> str:
    """Return what the file of a backup is called."""
    return f"chatbookr-{taken_at.astimezone(UTC).strftime(INSTANT)}.age"


def file_at(path: Path) -> BackupFile:
    """Return the backup a path names. Raises InvalidSettings where its name is none of a backup's."""
    found = NAME.fullmatch(path.name)
    if found is None:
        raise InvalidSettings(f"{path} is not named as backups are: {name_of(datetime(2027, 3, 1, 2, tzinfo=UTC))}.")
    return BackupFile(datetime.strptime(found[1], INSTANT).replace(tzinfo=UTC), path)


def files_in(folder: Path) -> list[BackupFile]:
    """List the backups of a folder, oldest first, and no other files. Raises InvalidSettings without a folder."""
    if not folder.is_dir():
        raise InvalidSettings(f"There is no folder {folder}: make one that the service's user alone can read.")
    return sorted(file_at(path) for path in folder.iterdir() if NAME.fullmatch(path.name))


def newest_of(path: Path) -> BackupFile:
    """Return the backup a path names, or the newest of a folder. Raises InvalidSettings where there is none."""
    if not path.is_dir():
        if not path.is_file():
            raise InvalidSettings(f"There is no backup {path}.")
        return file_at(path)
    files = files_in(path)
    if not files:
        raise InvalidSettings(f"There is no backup in {path}: `chatbookr backup make {path}` makes one.")
    return files[-1]


def outdated(files: Sequence[BackupFile], now: datetime, kept_days: int) -> list[BackupFile]:
    """List those older than so many days, the newest LEAST_KEPT never among them."""
    ordered = sorted(files)
    return [one for one in ordered[: max(len(ordered) - LEAST_KEPT, 0)] if now - one.taken_at > timedelta(kept_days)]
