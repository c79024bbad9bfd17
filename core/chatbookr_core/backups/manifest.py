"""What a backup says of itself in its first line: of when it is, of which tables, and how many rows each has. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chatbookr_core.backups.refusals import BackupUnreadable
from chatbookr_core.database_urls import Dialect

FORMAT: Final = 1
MOST_BYTES: Final = 1024 * 1024  # of the first line


@dataclass(frozen=True, slots=True)
class Manifest:
    """Read in the very snapshot that is dumped: a restored database has these rows, no more and no fewer."""

    taken_at: datetime
    dialect: Dialect
    migrations: Sequence[str]
    rows: Mapping[str, int]

    def line(self) -> bytes:
        """Write it as one line of JSON, with its end."""
        said = {
            "format": FORMAT,
            "takenAt": self.taken_at.isoformat(),
            "database": self.dialect,
            "migrations": list(self.migrations),
            "rows": dict(sorted(self.rows.items())),
        }
        return json.dumps(said).encode() + b"\n"


def manifest_of(line: bytes) -> Manifest:
    """Read the first line of a backup. Raises BackupUnreadable for what this version does not know."""
    try:
        said = json.loads(line)
        if said["format"] != FORMAT:
            raise BackupUnreadable(f"The backup has the format {said['format']!r}: a newer version wrote it.")
        dialect: Dialect = "postgres" if said["database"] == "postgres" else "sqlite"
        rows = {str(name): int(count) for name, count in said["rows"].items()}
        return Manifest(datetime.fromisoformat(said["takenAt"]), dialect, tuple(said["migrations"]), rows)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BackupUnreadable(
            "The backup was opened, and does not begin as one: another program wrote it."
        ) from problem
