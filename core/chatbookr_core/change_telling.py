"""Writes what a transaction tells into the log of changes, in that transaction, and sends it along with its commit.

The entries of the audit log go in at the same stroke: on PostgreSQL in the same statement, which is one journey to the
server, or, one that is alone, with the commit; on SQLite with the commit in one visit to the connection's thread.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Literal, Protocol

from chatbookr_core.audit.entries import Entry
from chatbookr_core.audit.writing import Statement, alone, entering
from chatbookr_core.events import NOTIFY_CHANNEL, Change, Position
from chatbookr_core.owed import written

# NOTIFY is transactional, and heard in the order of commits (PostgreSQL manual, NOTIFY). The snapshot is that of this
# very statement: transactions it sees have ended, so what they told is ahead of this in that order. One that lists too
# many is written as if it saw the finished ones below them all, and no other.
SNAPSHOT = """
CASE WHEN length(pg_current_snapshot()::text) <= 400 THEN pg_current_snapshot()::text
    ELSE concat(pg_snapshot_xmin(pg_current_snapshot()), ':', pg_snapshot_xmin(pg_current_snapshot()), ':') END"""
INTO_LOG = """
INSERT INTO change_log (snapshot, transaction_id, clinic_id, kind, subject_id, parent_id, happened_at)"""
POSITION = "concat_ws('|', snapshot, transaction_id, id, floor(date_part('epoch', happened_at))::bigint)"
TELL_ONE = f"""
{INTO_LOG}
VALUES ({SNAPSHOT}, pg_current_xact_id()::text::bigint, $3::uuid, $2::text, $4::uuid, $5::uuid, clock_timestamp())
RETURNING pg_notify($1::text, $6::text || {POSITION} || '"}}')
"""
"""Logs a change that is alone, as most are, and notifies of it: it is written in JSON but for its position."""
TELL_POSTGRES = f"""
logged AS (
    {INTO_LOG}
    SELECT {SNAPSHOT}, pg_current_xact_id()::text::bigint, told.clinic, told.kind, told.subject, told.parent,
        clock_timestamp()
    FROM json_to_recordset($1::text::json) AS told (kind text, clinic uuid, subject uuid, parent uuid)
    RETURNING *
)
SELECT pg_notify($2, json_build_object(
    'kind', kind, 'clinic', clinic_id, 'subject', subject_id, 'parent', parent_id, 'position', {POSITION}
)::text) FROM logged
UNION ALL SELECT pg_notify($2, $3::text) WHERE $3::text IS NOT NULL
"""  # noqa: S608  # those above
TELL_SQLITE = """
INSERT INTO change_log (snapshot, transaction_id, clinic_id, kind, subject_id, parent_id, happened_at)
SELECT '', 0, json_extract(value, '$.clinic'), json_extract(value, '$.kind'), json_extract(value, '$.subject'),
    json_extract(value, '$.parent'), strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')
FROM json_each(?1)
RETURNING id, CAST(strftime('%s', happened_at) AS INTEGER) AS at_second
"""


Form = Literal["one", "one and jobs", "many", "jobs"]


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
    if not tx.changes:
        if len(entries) == 1:
            await tx.connection.commit_after(*alone(entries[0]))
        else:
            await tx.connection.execute_query(*entering(entries, "postgres"))
        return
    form, values = _form_of(tx.changes)
    if len(entries) > 1:
        entry, more = entering(entries, "postgres", since=len(values) + 1)
        await tx.connection.execute_query(_telling(entry, form), [*values, *more])
    elif entries:
        entry, texts = alone(entries[0], since=len(values) + 1)
        await tx.connection.commit_after(_telling(entry, form), [*values, *texts])
    else:
        await tx.connection.commit_after(_telling(None, form), values)


def _form_of(changes: Sequence[Change]) -> tuple[Form, list[str | None]]:
    """Tell by which statement changes are told, and with which values."""
    logged = [change.as_json() for change in changes if change.kind != "jobs"]
    jobs = next((written(change.as_json()) for change in changes if change.kind == "jobs"), None)
    if not logged:
        return "jobs", [NOTIFY_CHANNEL, jobs]
    if len(logged) > 1:
        return "many", [written(logged), NOTIFY_CHANNEL, jobs]
    (one,) = logged
    told = written(one)[:-1] + ',"position":"'
    values = [NOTIFY_CHANNEL, one["kind"], one["clinic"], one["subject"], one["parent"], told]
    return ("one", values) if jobs is None else ("one and jobs", [*values, jobs])


@cache  # the few there are
def _telling(entry: str | None, form: Form) -> str:
    entered = f"WITH entered AS ({entry}) " if entry else ""
    if form == "many":
        return f"{entered + ',' if entry else 'WITH '}{TELL_POSTGRES}"
    if form == "jobs":  # what is taken in tells of nothing else, and must be quick
        return f"{entered}SELECT pg_notify($1::text, $2::text)"
    return f"{entered}{TELL_ONE}{', pg_notify($1::text, $7::text)' if form == 'one and jobs' else ''}"


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
