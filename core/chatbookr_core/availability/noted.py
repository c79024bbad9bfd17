"""Reads what the database noted of changes to free times since a mark, and whose calendars cannot be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chatbookr_core.availability.trust import untrusted
from chatbookr_core.db import current_database, current_transaction, fetch, uuid_of

KEPT = timedelta(hours=2)
STALE_AFTER = timedelta(hours=1)
"""A mark older than that is not gone on from: the notes after it may have been forgotten."""

UNTRUSTED = f"""
SELECT 'untrusted' AS what, practitioner_id AS subject_id FROM calendar_connection
WHERE clinic_id = $1 AND {untrusted("calendar_connection", "$2")}
"""  # noqa: S608  # the condition that all share
MARK_POSTGRES = """
SELECT pg_current_snapshot()::text AS seen, floor(extract(epoch FROM clock_timestamp()))::bigint AS at_second
"""
MARK_SQLITE = """
SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'slot_change'), 0) AS seen,
    CAST(strftime('%s', 'now') AS INTEGER) AS at_second
"""
NOTES_POSTGRES = f"""
SELECT mark.seen, mark.at_second, found.what, found.subject_id FROM ({MARK_POSTGRES}) AS mark LEFT JOIN (
    SELECT DISTINCT 'changed' AS what, subject_id FROM slot_change
    WHERE clinic_id = $1 AND transaction_id >= pg_snapshot_xmin($3::text::pg_snapshot)::text::bigint
        AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, $3::text::pg_snapshot)
    UNION ALL {UNTRUSTED}
) AS found ON TRUE
"""  # noqa: S608  # the two above
NOTES_SQLITE = f"""
SELECT mark.seen, mark.at_second, found.what, found.subject_id FROM ({MARK_SQLITE}) AS mark LEFT JOIN (
    SELECT DISTINCT 'changed' AS what, subject_id FROM slot_change
    WHERE clinic_id = $1 AND transaction_id = 0 AND id > $3
    UNION ALL {UNTRUSTED}
) AS found ON TRUE
"""  # noqa: S608  # the two above
FORGET = {
    "postgres": "DELETE FROM slot_change WHERE id IN (SELECT id FROM slot_change ORDER BY id LIMIT $2)"
    " AND happened_at < clock_timestamp() - make_interval(secs => $1)",
    "sqlite": "DELETE FROM slot_change WHERE id IN (SELECT id FROM slot_change ORDER BY id LIMIT $2)"
    " AND happened_at < strftime('%Y-%m-%d %H:%M:%f+00:00', 'now', '-' || $1 || ' seconds')",
}
"""The lowest ids are the oldest, as in the log of changes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What had been committed at a moment: PostgreSQL's snapshot, or the id of SQLite's last note."""

    seen: str | int
    at_second: int  # by the database's clock, since 1970


@dataclass(frozen=True, slots=True)
class Notes:
    """What changed since a mark: subjects' time, or (None) how the clinic works; and who cannot be trusted now."""

    mark: Mark
    changed: frozenset[UUID | None]
    untrusted: frozenset[UUID]
    is_lost: bool
    """Some may have been forgotten, or the database went back to a backup: nothing is certain."""


async def mark_now() -> Mark:
    """Return the mark of this moment: whatever is read after it is no older."""
    is_sqlite = current_database().dialect == "sqlite"
    return _mark((await fetch(MARK_SQLITE if is_sqlite else MARK_POSTGRES))[0])


async def notes_since(mark: Mark, clinic_id: UUID, *, trusted_since: datetime) -> Notes:
    """Read what was noted for a clinic, in one statement; calendars are trusted that were read at `trusted_since`."""
    sql = NOTES_SQLITE if current_database().dialect == "sqlite" else NOTES_POSTGRES
    rows = await fetch(sql, (clinic_id, trusted_since, mark.seen))
    latest = _mark(rows[0])
    found: dict[str, set[UUID | None]] = {"changed": set(), "untrusted": set()}
    for row in rows:
        if row["what"] is not None:
            found[row["what"]].add(uuid_of(row["subject_id"]) if row["subject_id"] is not None else None)
    untrusted = frozenset(one for one in found["untrusted"] if one is not None)
    return Notes(latest, frozenset(found["changed"]), untrusted, _is_lost(mark, latest))


async def forget_notes(*, limit: int) -> int:
    """Delete up to `limit` notes that nobody goes on from any more, by the database's clock. Needs a transaction."""
    tx = current_transaction()
    return await tx.execute(FORGET[tx.dialect], (int(KEPT.total_seconds()), limit))


def _mark(row: Mapping[str, Any]) -> Mark:
    return Mark(row["seen"], row["at_second"])


def _is_lost(before: Mark, now: Mark) -> bool:
    went_back = _end(now) < _end(before)
    return went_back or now.at_second - before.at_second > STALE_AFTER.total_seconds()


def _end(mark: Mark) -> int:
    return mark.seen if isinstance(mark.seen, int) else int(mark.seen.split(":")[1])
