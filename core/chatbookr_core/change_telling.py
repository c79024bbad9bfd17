"""Writes what a transaction tells into the log of changes, in that transaction, and sends it along with its commit.

The entries of the audit log go in at the same stroke: on PostgreSQL in the same statement, which is one journey to the
server, or, one that is alone, with the commit; on SQLite with the commit in one visit to the connection's thread.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Protocol

from chatbookr_core.audit.entries import Entry
from chatbookr_core.audit.writing import Statement, alone, entering
from chatbookr_core.events import NOTIFY_CHANNEL, Change, Position
from chatbookr_core.owed import written

# NOTIFY is transactional, and heard in the order of commits (PostgreSQL manual, NOTIFY). The snapshot is that of this
# very statement: transactions it sees have ended, so what they told is ahead of this in that order. One that lists too
# many is written as if it saw the finished ones below them all, and no other.
TELL_POSTGRES = """
logged AS (
    INSERT INTO change_log (snapshot, transaction_id, clinic_id, kind, subject_id, parent_id, happened_at)
    SELECT CASE WHEN length(pg_current_snapshot()::text) <= 400 THEN pg_current_snapshot()::text
            ELSE concat(pg_snapshot_xmin(pg_current_snapshot()), ':', pg_snapshot_xmin(pg_current_snapshot()), ':') END,
        pg_current_xact_id()::text::bigint, told.clinic, told.kind, told.subject, told.parent, clock_timestamp()
    FROM json_to_recordset($1::text::json) AS told (kind text, clinic uuid, subject uuid, parent uuid)
    RETURNING *
)
SELECT pg_notify($2, json_build_object(
    'kind', kind, 'clinic', clinic_id, 'subject', subject_id, 'parent', parent_id,
    'position', concat_ws('|', snapshot, transaction_id, id, floor(extract(epoch FROM happened_at))::bigint)
)::text) FROM logged
UNION ALL SELECT pg_notify($2, $3::text) WHERE $3::text IS NOT NULL
"""
TELL_SQLITE = """
INSERT INTO change_log (snapshot, transaction_id, clinic_id, kind, subject_id, parent_id, happened_at)
SELECT '', 0, json_extract(value, '$.clinic'), json_extract(value, '$.kind'), json_extract(value, '$.subject'),
    json_extract(value, '$.parent'), strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')
FROM json_each(?1)
RETURNING id, CAST(strftime('%s', happened_at) AS INTEGER) AS at_second
"""


class Telling(Protocol):
    """The part of a transaction this needs."""

    @property
    def changes(self) -> Sequence[Change]: ...

    @property
    def connection(self) -> Any: ...


async def tell_postgres(tx: Telling, entries: Sequence[Entry]) -> None:
    """Write entries, log all changes but those of jobs, which are looked for anyway, and notify of all: one statement.

    Either may be missing. With one entry or none it is committed at once: that is what most mutations are.
    """
    logged = [change.as_json() for change in tx.changes if change.kind != "jobs"]
    jobs = next((written(change.as_json()) for change in tx.changes if change.kind == "jobs"), None)
    values: list[str | None] = [written(logged), NOTIFY_CHANNEL, jobs] if logged else [NOTIFY_CHANNEL, jobs]
    if not tx.changes and len(entries) == 1:
        await tx.connection.commit_after(*alone(entries[0]))
    elif not tx.changes:
        await tx.connection.execute_query(*entering(entries, "postgres"))
    elif len(entries) > 1:
        entry, more = entering(entries, "postgres", since=len(values) + 1)
        await tx.connection.execute_query(_telling(entry, is_logged=bool(logged)), [*values, *more])
    elif entries:
        entry, texts = alone(entries[0], since=len(values) + 1)
        await tx.connection.commit_after(_telling(entry, is_logged=bool(logged)), [*values, *texts])
    else:
        await tx.connection.commit_after(_telling(None, is_logged=bool(logged)), values)


@cache  # the few forms there are
def _telling(entry: str | None, *, is_logged: bool) -> str:
    written = f"entered AS ({entry})" if entry else ""
    if is_logged:
        return f"WITH {written}{',' if entry else ''} {TELL_POSTGRES}"
    # what is taken in tells of nothing else, and must be quick
    return f"{f'WITH {written} ' if entry else ''}SELECT pg_notify($1::text, $2::text)"


async def tell_sqlite(tx: Telling, entries: Sequence[Entry]) -> list[Change]:
    """Write entries, log all changes but those of jobs, and commit; return all changes, with their positions."""
    logged = [change for change in tx.changes if change.kind != "jobs"]
    statements: list[Statement] = [entering(entries, "sqlite")] if entries else []
    if logged:
        statements.append((TELL_SQLITE, [written([change.as_json() for change in logged])]))
    if not statements:
        return list(tx.changes)
    results = await tx.connection.commit_after(statements)
    rows = results[-1] if logged else ()
    placed = [
        replace(change, position=Position("", 0, row["id"], row["at_second"]))
        for change, row in zip(logged, sorted(rows, key=lambda row: int(row["id"])), strict=True)
    ]
    return [*placed, *(change for change in tx.changes if change.kind == "jobs")]
