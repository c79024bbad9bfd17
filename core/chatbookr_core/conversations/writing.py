"""Writes a message in one stroke with the words it is found by, and the job that sends it where it is to be sent.

PostgreSQL writes all by one statement; SQLite, which no journey lies before, by one for each table.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.db import Transaction, current_transaction, numbered, placeholders
from chatbookr_core.ids import new_ids
from chatbookr_core.jobs import enqueue_all, wake_for
from chatbookr_core.owed import INSERT_INTO, LISTED, Owed, listed
from chatbookr_core.search.tokens import INSERT as INSERT_TOKEN


@dataclass(frozen=True, slots=True)
class Written:
    """A message's row as it is to be written; what it says is sealed, what the provider calls it is a keyed hash."""

    id: UUID
    clinic_id: UUID
    conversation_id: UUID
    connection_id: UUID
    direction: str
    author: str
    kind: str
    body_sealed: bytes = field(repr=False)
    content_sealed: bytes | None = field(repr=False)
    status: str
    sent_at: datetime
    created_at: datetime
    external_hash: str | None = None
    external_sealed: bytes | None = field(default=None, repr=False)
    reply_to_hash: str | None = None
    marks_sealed: bytes | None = field(default=None, repr=False)
    author_user_id: UUID | None = None
    author_key_id: UUID | None = None
    purpose: str | None = None
    status_at: datetime | None = None
    edited_at: datetime | None = None
    revoked_at: datetime | None = None
    history_phase: int | None = None


COLUMNS: Final = tuple(one.name for one in fields(Written))
KNOWN: Final = len(COLUMNS) + 1
HASH: Final = f"${COLUMNS.index('external_hash') + 1}"
KNOWN_HASH: Final = f"""
(SELECT known.external_hash FROM message AS known WHERE known.connection_id = $4 AND known.external_hash = ${KNOWN})
"""  # noqa: S608  # numbers
"""A row of before may hold the provider's id in clear: then this is that message."""
VALUES: Final = numbered(len(COLUMNS), since=1).replace(f"{HASH},", f"COALESCE({KNOWN_HASH}, {HASH}),")
INSERT: Final = f"""
INSERT INTO message ({", ".join(COLUMNS)}) VALUES ({VALUES})
ON CONFLICT (connection_id, external_hash) DO NOTHING RETURNING id
"""  # noqa: S608  # names and numbers
INSERT_ALL: Final = f"""
WITH written AS ({INSERT}), found_by AS (
    INSERT INTO message_token (id, clinic_id, message_id, token)
    SELECT one.id, $2, written.id, one.token
    FROM written CROSS JOIN unnest(${KNOWN + 1}::uuid[], ${KNOWN + 2}::bigint[]) AS one (id, token)
), owed AS (
    {INSERT_INTO} {LISTED.format(list=f"${KNOWN + 3}")} CROSS JOIN written
) SELECT id FROM written
"""  # noqa: S608  # those above


async def write(message: Written, tokens: set[int], *, known_as: str | None = None, owed: Owed | None = None) -> bool:
    """Write a message that is found by some tokens, and owe a job with it; False where it stands already.

    `known_as`: the provider's id of it, in clear. Needs a transaction.
    """
    tx, jobs = current_transaction(), [owed] if owed is not None else []
    values = [*(getattr(message, name) for name in COLUMNS), known_as]
    if tx.dialect == "sqlite":
        return await _write_each(tx, message, values, sorted(tokens), jobs)
    ids, now = new_ids(len(tokens)), message.created_at
    rows = await tx.fetch(INSERT_ALL, (*values, ids, sorted(tokens), listed(jobs, now)))
    if rows and jobs:
        wake_for(tx, jobs, now)
    return bool(rows)


async def _write_each(
    tx: Transaction, message: Written, values: list[object], tokens: list[int], jobs: list[Owed]
) -> bool:
    if not await tx.fetch(INSERT, values):
        return False
    clinic_id, message_id = str(message.clinic_id), str(message.id)  # once: it takes longer than a row does
    rows = [
        (str(row_id), clinic_id, message_id, token) for row_id, token in zip(new_ids(len(tokens)), tokens, strict=True)
    ]
    await tx.write_each(placeholders(INSERT_TOKEN.format("message"), tx.dialect), rows)
    await enqueue_all(jobs, now=message.created_at)
    return True
