"""A piece of work that is to be owed, and how its row is written: by itself, or along with what causes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.ids import new_id

written: Final = json.JSONEncoder(separators=(",", ":")).encode
"""Writes a value as JSON; `json.dumps` makes an encoder each time it is asked for short separators."""
GIVE_UP_AFTER: Final = timedelta(hours=24)
INSERT_INTO: Final = (
    "INSERT INTO job (id, clinic_id, kind, subject_id, arguments, dedupe_key, state, due_at, attempts, deaths,"
    " give_up_at, created_at)"
)
LISTED: Final = """
SELECT owed.id, owed.clinic, owed.kind, owed.subject, owed.arguments, owed.dedupe, 'due', owed.due, 0, 0, owed.ends,
    owed.created
FROM json_to_recordset({list}::text::json) AS owed (
    id uuid, clinic uuid, kind text, subject uuid, arguments jsonb, dedupe text, due timestamptz, ends timestamptz,
    created timestamptz
)
"""
"""Reads, on PostgreSQL, the rows that `listed` writes from one parameter: for statements that write more than jobs."""

Argument = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A piece of work that is to be owed; what its fields mean says `jobs.enqueue`."""

    kind: str
    clinic_id: UUID | None
    subject_id: UUID | None
    due_at: datetime
    arguments: Mapping[str, Argument] = field(default_factory=dict, repr=False)
    dedupe_key: str | None = None
    give_up_after: timedelta = GIVE_UP_AFTER

    def columns(self, now: datetime) -> tuple[object, ...]:
        """Return the values of its row, from the clinic on, without those every new one has."""
        arguments, ends_at = written(dict(self.arguments)), self.ends_at(now)
        return self.clinic_id, self.kind, self.subject_id, arguments, self.dedupe_key, self.due_at, ends_at, now

    def ends_at(self, now: datetime) -> datetime:
        """Tell when it is given up."""
        return max(self.due_at, now) + self.give_up_after


def listed(owed: Sequence[Owed], now: datetime) -> str:
    """Write new rows as one JSON list."""
    rows = [
        {
            "id": str(new_id()),
            "clinic": str(one.clinic_id) if one.clinic_id else None,
            "kind": one.kind,
            "subject": str(one.subject_id) if one.subject_id else None,
            "arguments": dict(one.arguments),
            "dedupe": one.dedupe_key,
            "due": one.due_at.isoformat(),
            "ends": one.ends_at(now).isoformat(),
            "created": now.isoformat(),
        }
        for one in owed
    ]
    return written(rows)
