"""Which jobs a relay takes next: the oldest that are due, or where more are due than it takes at once, clinics in turn.

A clinic that owes five thousand jobs of a kind would have another's single one wait for all of them. Of each kind each
clinic's first comes first then, each one's second next. That reads all that is due, which is why it is done only there.
"""

from typing import Final

from chatbookr_core.database_urls import Dialect

_IS_DUE: Final = "state IN ('due', 'queued', 'running') AND due_at <= "
LOOK: Final = f"""
SELECT NULL AS kind, EXISTS (SELECT 1 FROM job WHERE {_IS_DUE} $1 LIMIT 1 OFFSET $3) AS are_many
WHERE EXISTS (SELECT 1 FROM job WHERE {_IS_DUE} $1)
UNION ALL SELECT kind, NULL FROM job WHERE state = 'queued' AND due_at > $1 GROUP BY kind HAVING COUNT(*) >= $2
"""  # noqa: S608  # constants. Without a kind: something is due at $1, more than $3 or not; then the kinds with $2 out
_OLDEST: Final = "ORDER BY due_at LIMIT $3"
_IN_TURN: Final = """AND id IN (
    SELECT id FROM (
        SELECT id, due_at, ROW_NUMBER() OVER (PARTITION BY kind, clinic_id ORDER BY due_at) AS turn
        FROM job WHERE {wanted}) AS waiting
    ORDER BY turn, due_at LIMIT $3)"""


def claim(kinds: int, dialect: Dialect, *, are_many: bool) -> str:
    """Write the statement that marks jobs of these many kinds ($4 on) as queued until $1: at most $3 due at $2."""
    wanted = f"{_IS_DUE} $2 AND kind IN ({', '.join(f'${4 + at}' for at in range(kinds))})"
    which = _IN_TURN.format(wanted=wanted) if are_many else _OLDEST
    locking = "FOR UPDATE SKIP LOCKED" if dialect == "postgres" else ""
    return f"""UPDATE job SET state = 'queued', due_at = $1, lease = NULL WHERE id IN (
        SELECT id FROM job WHERE {wanted} {which} {locking}) RETURNING id, kind"""  # noqa: S608  # constants and numbers
