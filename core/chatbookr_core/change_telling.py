"""Writes what a transaction tells into the log of changes, in that transaction, and sends it along with its commit.

The entries of the audit log go in at the same stroke: on PostgreSQL in the same statement, which is one journey to the
server, or, one that is alone, with the commit; on SQLite with the commit in one visit to the connection's thread.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Protocol

from chatbookr_core.audit.entries import Entry
from chatbookr_core.audit.writing import Statement, alone, entering
from chatbookr_core.bell import DUE, LOGGED
from chatbookr_core.events import Change, Position
from chatbookr_core.owed import written

# The snapshot is that of this very statement: transactions it sees have ended, and their rows have lower ids than this
# one, so whoever reads the log in the order of ids has what they told before. One that lists too many is written as if
# it saw the finished ones below them all, and no other.
SNAPSHOT = """
CASE WHEN length(pg_current_snapshot()::text) <= 400 THEN pg_current_snapshot()::text
    ELSE concat(pg_snapshot_xmin(pg_current_snapshot()), ':', pg_snapshot_xmin(pg_current_snapshot()), ':') END"""
INTO_LOG = """
INSERT INTO change_log (snapshot, transaction_id, clinic_id, kind, subject_id, parent_id, happened_at)"""
TELL_ONE = f"""
{INTO_LOG}
VALUES ({SNAPSHOT}, pg_current_xact_id()::text::bigint, $2::uuid, $1::text, $3::uuid, $4::uuid, clock_timestamp())
"""
"""Logs a change that is alone, as most are."""
TELL_MANY = f"""
{INTO_LOG}
SELECT {SNAPSHOT}, pg_current_xact_id()::text::bigint, told.clinic, told.kind, told.subject, told.parent,
    clock_timestamp()
FROM json_to_recordset($1::text::json) AS told (kind text, clinic uuid, subject uuid, parent uuid)
"""  # noqa: S608  # those above
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
    def logged(self) -> Collection[Change]: ...

    @property
    def connection(self) -> Any: ...


async def tell_postgres(tx: Telling, entries: Sequence[Entry]) -> None:
    """Write entries, and log all changes but those of jobs, which are looked for anyway: one statement.

    What another statement has logged is not logged again, and either may be missing. With one entry or none it is
    committed at once: that is what most mutations are.
    """
    told, values = _logging([change.as_json() for change in tx.changes if _is_owed(change, tx.logged)])
    if told is None and entries:
        await _enter(tx, entries)
    elif told is not None and len(entries) > 1:
        entry, more = entering(entries, "postgres", since=len(values) + 1)
        await tx.connection.execute_query(_telling(entry, told), [*values, *more])
    elif told is not None and entries:
        entry, texts = alone(entries[0], since=len(values) + 1)
        await tx.connection.commit_after(_telling(entry, told), [*values, *texts])
    elif told is not None:
        await tx.connection.commit_after(told, values)


def rung_by(changes: Sequence[Change]) -> frozenset[str]:
    """Tell what the bell is to say of changes that have been committed."""
    return frozenset(DUE if change.kind == "jobs" else LOGGED for change in changes)


async def _enter(tx: Telling, entries: Sequence[Entry]) -> None:
    if len(entries) == 1:
        await tx.connection.commit_after(*alone(entries[0]))
    else:
        await tx.connection.execute_query(*entering(entries, "postgres"))


def _is_owed(change: Change, logged: Collection[Change]) -> bool:
    return change.kind != "jobs" and change not in logged


def _logging(logged: Sequence[Mapping[str, str | None]]) -> tuple[str | None, list[str | None]]:
    """Tell by which statement changes are logged, if any, and with which values."""
    if not logged:
        return None, []
    if len(logged) > 1:
        return TELL_MANY, [written(logged)]
    (one,) = logged
    return TELL_ONE, [one["kind"], one["clinic"], one["subject"], one["parent"]]


@cache  # the few there are
def _telling(entry: str, told: str) -> str:
    return f"WITH entered AS ({entry}) {told}"


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
