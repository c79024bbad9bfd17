"""Counts which fields of the API each key asks for, so that a removal can be announced to whom it concerns.

Counted in memory, document by document, and written every half minute: what a process that dies had counted since is
lost, and a few uses more or less tell nobody anything else.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from chatbookr_core.db import current_transaction, fetch, numbered, transaction, uuid_of, with_retry
from chatbookr_core.ids import new_id

KEPT = timedelta(days=180)
ROWS_AT_ONCE = 500
MOST_DOCUMENTS = 5000
log = logging.getLogger(__name__)

UPSERT = """
INSERT INTO field_use (id, clinic_id, api_key_id, day, coordinate, uses) VALUES {values}
ON CONFLICT (clinic_id, api_key_id, day, coordinate) DO UPDATE SET uses = field_use.uses + excluded.uses
"""
USED = """
SELECT api_key_id, coordinate, SUM(uses) AS uses, MAX(day) AS last_day FROM field_use
WHERE clinic_id = $1 AND day >= $2 AND api_key_id IN ({keys})
GROUP BY api_key_id, coordinate ORDER BY api_key_id, coordinate
"""
USERS = """
SELECT field_use.api_key_id, api_key.name AS api_key, field_use.clinic_id, clinic.name AS clinic,
    SUM(field_use.uses) AS uses, MAX(field_use.day) AS last_day
FROM field_use JOIN api_key ON api_key.id = field_use.api_key_id JOIN clinic ON clinic.id = field_use.clinic_id
WHERE field_use.coordinate = $1 AND field_use.day >= $2
GROUP BY field_use.api_key_id, api_key.name, field_use.clinic_id, clinic.name ORDER BY uses DESC, api_key.name
"""
Place = tuple[UUID, UUID, date]
Row = tuple[UUID, UUID, date, str]


@dataclass(frozen=True, slots=True, eq=False)
class Coordinates:
    """What one document asks for, as `Type.field` and `Type.field(argument:)`; known once, told apart by identity."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Used:
    """How often something was asked for, and on which day last."""

    coordinate: str
    uses: int
    last_day: date


@dataclass(frozen=True, slots=True)
class FieldUser:
    """A key that uses a coordinate, and whom to write to: the names of the key and of its clinic."""

    api_key_id: UUID
    api_key: str
    clinic_id: UUID
    clinic: str
    uses: int
    last_day: date


class FieldUses:
    """What the keys have asked for in one process and is not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Place, Coordinates]] = Counter()

    def note(self, clinic_id: UUID, api_key_id: UUID, coordinates: Coordinates, now: datetime) -> None:
        """Count one execution of a document by a key; too many different documents at once are not counted."""
        key = (clinic_id, api_key_id, now.date()), coordinates
        if key in self._counts or len(self._counts) < MOST_DOCUMENTS:
            self._counts[key] += 1

    async def flush(self) -> None:
        """Write what was counted, in transactions of its own. What cannot be written is lost, and logged."""
        taken, self._counts = self._counts, Counter()
        rows: Counter[Row] = Counter()
        for (place, coordinates), uses in taken.items():
            for name in coordinates.names:
                rows[(*place, name)] += uses
        for portion in _portions(sorted(rows.items(), key=lambda one: str(one[0]))):  # one order: no deadlocks
            try:
                await with_retry(partial(_write, portion))
            except Exception as problem:
                log.warning("%s counts of fields are lost: %s", len(portion), type(problem).__name__)


def _portions(rows: list[tuple[Row, int]]) -> Iterator[list[tuple[Row, int]]]:
    return (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))


async def _write(rows: list[tuple[Row, int]]) -> None:
    each = [f"({', '.join(f'${number * 6 + place}' for place in range(1, 7))})" for number in range(len(rows))]
    values: list[object] = []
    for (clinic_id, api_key_id, day, coordinate), uses in rows:
        values += [new_id(), clinic_id, api_key_id, day, coordinate, uses]
    async with transaction() as tx:
        await tx.execute(UPSERT.format(values=", ".join(each)), values)


async def fields_used(clinic_id: UUID, api_key_ids: Sequence[UUID], *, since: date) -> dict[UUID, list[Used]]:
    """List what keys of a clinic asked for since a day, by coordinate; a key without any is absent."""
    found: dict[UUID, list[Used]] = defaultdict(list)
    if api_key_ids:
        sql = USED.format(keys=numbered(len(api_key_ids), since=3))
        for row in await fetch(sql, (clinic_id, since, *api_key_ids)):
            used = Used(row["coordinate"], int(row["uses"]), date_of(row["last_day"]))
            found[uuid_of(row["api_key_id"])].append(used)
    return found


async def users_of(coordinate: str, *, since: date) -> list[FieldUser]:
    """List the keys that asked for a coordinate since a day, who did most first.

    Of any clinic: an operator announces a removal to all whom it concerns, and counts tell nothing of patients.
    """
    rows = await fetch(USERS, (coordinate, since))
    return [
        FieldUser(
            uuid_of(row["api_key_id"]),
            row["api_key"],
            uuid_of(row["clinic_id"]),
            row["clinic"],
            int(row["uses"]),
            date_of(row["last_day"]),
        )
        for row in rows
    ]


def date_of(value: object) -> date:
    """Read a day of a raw row: SQLite gives text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


async def forget_field_use(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` counts of days before an instant, in the current transaction."""
    return await current_transaction().execute(
        "DELETE FROM field_use WHERE id IN (SELECT id FROM field_use WHERE day < $1 LIMIT $2)",  # any clinic: old
        (before.date(), limit),
    )
