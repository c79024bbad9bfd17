"""Packs an export: `data.json` (everything), `fhir.json` (an R4 Bundle), `index.html` (to read) and files, as a ZIP.

It is handed on as it is written: files may be large, and are never held whole.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from chatbookr_core.exports.fhir import bundle_of
from chatbookr_core.exports.gathering import Subject
from chatbookr_core.exports.page import page_of
from chatbookr_core.patients.belongings import BELONGINGS

FORMAT: Final = "chatbookr patient export, version 1"
EARLIEST: Final = 1980  # of a date in a ZIP


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes into the archive as it is."""

    name: str
    pieces: AsyncIterator[bytes] = field(repr=False)


class _Passage:
    """What a ZIP is written to: a file that cannot be wound back, emptied as it fills."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def flush(self) -> None:
        """Nothing lies anywhere else."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        written, self._written = bytes(self._written), bytearray()
        return written


async def pack(subject: Subject, files: Sequence[Enclosed], take: Callable[[bytes], Awaitable[None]]) -> None:
    """Write the archive piece by piece; the same subject at the same instant is the same bytes."""
    texts = {"data.json": _data(subject), "fhir.json": _json(bundle_of(subject)), "index.html": page_of(subject)}
    passage = _Passage()
    with ZipFile(passage, "w") as archive:
        for name, text in texts.items():
            archive.writestr(entry_of(name, subject.as_of, ZIP_DEFLATED), text.encode())
            await take(passage.taken())
        for file in files:
            with archive.open(entry_of(file.name, subject.as_of, ZIP_STORED), "w") as entry:
                async for piece in file.pieces:
                    entry.write(piece)
                    await take(passage.taken())
    await take(passage.taken())


def entry_of(name: str, at: datetime, compression: int = ZIP_DEFLATED) -> ZipInfo:
    """Describe a file of an archive: the same name at the same instant is the same bytes."""
    entry = ZipInfo(name, (max(at.year, EARLIEST), at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry


def _data(subject: Subject) -> str:
    """Write every table's rows, and say of the tables that are left out why."""
    return _json(
        {
            "format": FORMAT,
            "clinic": subject.clinic_name,
            "asOf": subject.as_of.isoformat(timespec="seconds"),
            "tables": subject.tables,
            "names": {key: name for key, name in subject.names.items() if _is_named(subject, key)},
            "files": subject.files,
            "leftOut": {one.table: one.why for one in BELONGINGS if not one.is_given},
        }
    )


def _is_named(subject: Subject, key: str) -> bool:
    return any(key in row.values() for rows in subject.tables.values() for row in rows)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
