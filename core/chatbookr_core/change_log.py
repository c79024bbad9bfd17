"""Reads the log of changes: strictly once in the order of what is settled, or again from where somebody left off.

On PostgreSQL transactions commit in another order than their rows' ids were given. `changes_after` therefore keeps to
rows of transactions older than all that still run, and goes by transaction; `missed_since` reads what can be seen by
now, and again what was written beside the last change heard.
"""

from collections.abc import AsyncIterator, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chatbookr_core.db import current_database, current_transaction, fetch, instant_of, uuid_of
from chatbookr_core.errors import CursorExpired
from chatbookr_core.events import Change, Position

RESUMABLE = timedelta(days=1)
KEPT = RESUMABLE + timedelta(hours=1)  # longer than positions hold: instants are not in the order of commits
PORTION = 500
COLUMNS = "log.id, log.snapshot, log.transaction_id, log.clinic_id, log.kind, log.subject_id, log.parent_id"
# A snapshot lists what runs in every database of the server: what certainly runs in another one is not waited for.
SETTLED_POSTGRES = f"""
WITH edge AS MATERIALIZED (
    SELECT floor(extract(epoch FROM clock_timestamp()))::bigint AS now, COALESCE(
        (SELECT MIN(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running
            WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity AS backend
                WHERE backend.backend_xid = running::xid AND backend.datname <> current_database())),
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    ) AS settled, pg_current_snapshot()::text AS seen
)
SELECT edge.settled, edge.seen, edge.now, {COLUMNS}, log.happened_at FROM edge LEFT JOIN LATERAL (
    SELECT * FROM change_log
    WHERE (transaction_id, id) > ($1, $2) AND transaction_id < edge.settled
        AND ($3::uuid IS NULL OR clinic_id = $3)
    ORDER BY transaction_id, id LIMIT $4
) AS log ON TRUE ORDER BY log.transaction_id, log.id
"""  # noqa: S608  # the columns above
# sqlite_sequence keeps the last id given, also once its row is forgotten: after a quiet day the log is empty.
SETTLED_SQLITE = f"""
WITH edge AS (
    SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'change_log'), 0) AS settled,
        CAST(strftime('%s', 'now') AS INTEGER) AS now
)
SELECT edge.settled, '' AS seen, edge.now, {COLUMNS}, log.happened_at FROM edge LEFT JOIN (
    SELECT * FROM change_log WHERE transaction_id = 0 AND $1 = 0 AND id > $2 AND ($3 IS NULL OR clinic_id = $3)
    ORDER BY id LIMIT $4
) AS log ON TRUE ORDER BY log.id
"""  # noqa: S608  # the columns above
MISSED_POSTGRES = f"""
SELECT {COLUMNS}, log.happened_at FROM change_log AS log
WHERE log.transaction_id >= pg_snapshot_xmin($1::text::pg_snapshot)::text::bigint
    AND NOT pg_visible_in_snapshot(log.transaction_id::text::xid8, $1::text::pg_snapshot)
    AND NOT (log.transaction_id = $2 AND log.id <= $3) AND log.id > $4
    AND pg_visible_in_snapshot(log.transaction_id::text::xid8, $5::text::pg_snapshot)
    AND ($6::uuid IS NULL OR log.clinic_id = $6)
ORDER BY log.id LIMIT $7
"""  # noqa: S608  # the columns above
# In the order of one index, and a portion: PostgreSQL then never goes through all of the log to look at its end.
UNHEARD_POSTGRES = f"""
SELECT edge.seen, edge.now, {COLUMNS}, log.happened_at FROM (
    SELECT pg_current_snapshot()::text AS seen, floor(extract(epoch FROM clock_timestamp()))::bigint AS now
) AS edge LEFT JOIN (
    SELECT * FROM change_log
    WHERE (transaction_id, id) > ($2::bigint, $3::bigint)
        AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, $1::text::pg_snapshot)
        AND ($4::text IS NULL OR pg_visible_in_snapshot(transaction_id::text::xid8, $4::text::pg_snapshot))
    ORDER BY transaction_id, id LIMIT {{limit}}
) AS log ON TRUE ORDER BY log.transaction_id, log.id
"""  # noqa: S608  # the columns above
MISSED_SQLITE = f"""
SELECT {COLUMNS}, log.happened_at FROM change_log AS log
WHERE log.transaction_id = 0 AND log.id > $1 AND log.id <= $2 AND ($3 IS NULL OR log.clinic_id = $3)
ORDER BY log.id LIMIT $4
"""  # noqa: S608  # the columns above
FORGET = {
    "postgres": "DELETE FROM change_log WHERE id IN (SELECT id FROM change_log ORDER BY id LIMIT $2)"
    " AND happened_at < clock_timestamp() - make_interval(secs => $1)",
    "sqlite": "DELETE FROM change_log WHERE id IN (SELECT id FROM change_log ORDER BY id LIMIT $2)"
    " AND happened_at < strftime('%Y-%m-%d %H:%M:%f+00:00', 'now', '-' || $1 || ' seconds')",
}
"""Ids are given in the order of time, but for moments: the lowest are the oldest, and no index of instants is kept."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Changes in order, and the position to read on from; it moves even where there was nothing to read."""

    changes: list[Change]
    position: Position
    is_full: bool


async def position_now(connection: Any = None) -> Position:
    """Return the position before whatever is not committed yet: read from it, nothing after this moment is missed.

    `connection` is one of PostgreSQL's own (asyncpg) to read by instead of the task's.
    """
    edge = await _edge(connection)
    if edge["seen"]:
        return Position(edge["seen"], edge["settled"], 0, edge["now"])
    return Position("", 0, edge["settled"], edge["now"])


async def _edge(connection: Any = None) -> Mapping[str, Any]:
    """Ask for nothing but where the log ends now."""
    nothing = (0, 0, None, 0)
    if connection is not None:
        found: Sequence[Mapping[str, Any]] = await connection.fetch(SETTLED_POSTGRES, *nothing)
        return found[0]
    is_sqlite = current_database().dialect == "sqlite"
    return (await fetch(SETTLED_SQLITE if is_sqlite else SETTLED_POSTGRES, nothing))[0]


async def check_reachable(position: Position) -> None:
    """Raises CursorExpired where changes after the position may have been forgotten already."""
    _check(position, await _edge())


async def changes_after(position: Position, *, limit: int, clinic_id: UUID | None = None) -> Portion:
    """Read up to `limit` changes that stand after a position, each of them exactly once; of all clinics, or of one.

    On PostgreSQL a change appears once every transaction that was running beside its own has ended: keep looking.
    Raises CursorExpired where changes after the position may have been forgotten already.
    """
    is_sqlite = current_database().dialect == "sqlite"
    sql = SETTLED_SQLITE if is_sqlite else SETTLED_POSTGRES
    rows = await fetch(sql, (position.transaction_id, position.id, clinic_id, limit))
    edge = rows[0]
    _check(position, edge)
    changes = [_change_of(row) for row in rows if row["id"] is not None]
    if len(changes) == limit:
        return Portion(changes, changes[-1].position or position, is_full=True)
    end = (0, edge["settled"]) if is_sqlite else (edge["settled"], 0)
    transaction_id, row_id = max(end, (position.transaction_id, position.id))
    return Portion(changes, Position(edge["seen"], transaction_id, row_id, edge["now"]), is_full=False)


async def missed_since(
    position: Position, *, clinic_id: UUID | None = None, but: Container[int] = ()
) -> AsyncIterator[Change]:
    """Read what was committed since the change at a position, oldest first; all that can be seen now, and no more.

    On PostgreSQL what was written beside that change comes again, but for the rows named by `but`. Raises CursorExpired
    where some of it may have been forgotten already.
    """
    edge = await _edge()
    _check(position, edge)
    last = 0 if edge["seen"] else position.id
    while True:
        if edge["seen"]:
            values = (position.snapshot, position.transaction_id, position.id, last, edge["seen"], clinic_id, PORTION)
            rows = await fetch(MISSED_POSTGRES, values)
        else:
            rows = await fetch(MISSED_SQLITE, (last, edge["settled"], clinic_id, PORTION))
        for row in rows:
            if row["id"] not in but:
                yield _change_of(row)
        if len(rows) < PORTION:
            return
        last = rows[-1]["id"]


async def unheard(mark: Position, connection: Any) -> tuple[list[Change], Position]:
    """Read all that was committed since a mark, each once and none before what it followed; return the next mark, too.

    The mark is what this returned before, or `position_now`; `connection` one of PostgreSQL's own (asyncpg). By their
    ids changes are in the order in which one could know of the other (`change_telling`). Raises CursorExpired where
    some of it may have been forgotten already.
    """
    sql = UNHEARD_POSTGRES.format(limit=PORTION)
    rows = await connection.fetch(sql, mark.snapshot, _oldest_running(mark.snapshot), 0, None)
    edge = rows[0]
    _check(mark, edge)
    found = portion = [row for row in rows if row["id"] is not None]
    while len(portion) == PORTION:
        rows = await connection.fetch(
            sql, mark.snapshot, portion[-1]["transaction_id"], portion[-1]["id"], edge["seen"]
        )
        portion = [row for row in rows if row["id"] is not None]
        found = [*found, *portion]
    changes = [_change_of(row) for row in sorted(found, key=lambda row: int(row["id"]))]
    return changes, Position(edge["seen"], _oldest_running(edge["seen"]), 0, edge["now"])


def _oldest_running(snapshot: str) -> int:
    """Read before which transaction all have ended (pg_snapshot, xmin:xmax:xip_list; PostgreSQL manual, 9.27.8)."""
    return int(snapshot.split(":")[0])


async def forget_changes(*, limit: int) -> int:
    """Delete up to `limit` changes nobody can ask for any longer, by the database's clock. Needs a transaction."""
    tx = current_transaction()
    return await tx.execute(FORGET[tx.dialect], (int(KEPT.total_seconds()), limit))


def _check(position: Position, edge: Mapping[str, Any]) -> None:
    """Refuse a position whose successors may be forgotten, and one of a log that went back (to a backup)."""
    is_old = position.at_second < edge["now"] - RESUMABLE.total_seconds()
    if edge["seen"]:
        is_ahead = position.transaction_id > int(edge["seen"].split(":")[1])
    else:
        is_ahead = position.id > edge["settled"]
    if is_old or is_ahead:
        raise CursorExpired()


def _change_of(row: Mapping[str, Any]) -> Change:
    def key(name: str) -> UUID | None:
        return uuid_of(row[name]) if row[name] is not None else None

    at: datetime = instant_of(row["happened_at"])
    position = Position(row["snapshot"], row["transaction_id"], row["id"], int(at.timestamp()))
    return Change(row["kind"], key("clinic_id"), key("subject_id"), key("parent_id"), position)
