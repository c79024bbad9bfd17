"""Puts noted entries into the database: one statement for all of a transaction's, just before its commit."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Protocol

from chatbookr_core.audit.entries import Entry

INTO: Final = """
INSERT INTO audit_entry (id, clinic_id, action, outcome, actor_kind, actor_id, subject_id, happened_at, content)
"""
TYPES: Final = ("uuid", "uuid", "text", "text", "text", "uuid", "uuid", "timestamptz", "text")
ONE_SQLITE: Final = f"{INTO} VALUES ({', '.join('?' for _ in TYPES)})"
MANY_POSTGRES: Final = """
SELECT * FROM json_to_recordset($1::text::json) AS entry (
    id uuid, clinic uuid, action text, outcome text, kind text, actor uuid, subject uuid, at timestamptz, content text
)
"""
MANY_SQLITE: Final = """
SELECT json_extract(value, '$.id'), json_extract(value, '$.clinic'), json_extract(value, '$.action'),
    json_extract(value, '$.outcome'), json_extract(value, '$.kind'), json_extract(value, '$.actor'),
    json_extract(value, '$.subject'), json_extract(value, '$.at'), json_extract(value, '$.content')
FROM json_each(?1)
"""
NAMES: Final = ("id", "clinic", "action", "outcome", "kind", "actor", "subject", "at", "content")
Statement = tuple[str, list[object]]


class Writing(Protocol):
    """The part of a transaction this needs."""

    @property
    def entries(self) -> Sequence[Entry]: ...

    @property
    def dialect(self) -> str: ...

    @property
    def connection(self) -> Any: ...


async def write_entries(tx: Writing) -> None:
    """Write what was noted, by a statement of its own."""
    await tx.connection.execute_query(*entering(tx.entries, tx.dialect))


def entering(entries: Sequence[Entry], dialect: str, *, since: int = 1) -> Statement:
    """Return the statement that writes entries, and its values; PostgreSQL's may be part of a larger one, `$since` on.

    Raises IndexError where there are none.
    """
    if len(entries) > 1:
        rows = json.dumps([dict(zip(NAMES, one.columns, strict=True)) for one in entries], separators=(",", ":"))
        many = MANY_SQLITE if dialect == "sqlite" else MANY_POSTGRES.replace("$1", f"${since}")
        return INTO + many, [rows]
    entry = entries[0]  # mostly
    if dialect == "sqlite":
        return ONE_SQLITE, list(entry.columns)
    who, subject = entry.actor, entry.subject_id
    values = [entry.id, entry.clinic_id, entry.action, entry.outcome, who.kind, who.id, subject, entry.happened_at]
    return _one_postgres(since), [*values, entry.content]


@cache
def _one_postgres(since: int) -> str:
    return f"{INTO} VALUES ({', '.join(f'${number}::{of}' for number, of in enumerate(TYPES, since))})"


def alone(entry: Entry, *, since: int = 1) -> tuple[str, tuple[str | None, ...]]:
    """Return PostgreSQL's statement that writes an entry, and its values as texts: what a commit can take along."""
    return _one_postgres(since), entry.columns
