"""The shared buckets as rows: drawn from and filled by single statements, so that no two processes draw the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.db import Dialect, fetch, instant_of, transaction
from chatbookr_core.spending.rules import Level, Terms, full

SECONDS: Mapping[Dialect, str] = {
    "postgres": "GREATEST(0, EXTRACT(EPOCH FROM CAST($6 AS timestamptz) - cost_bucket.leveled_at))",
    "sqlite": "MAX(0, ROUND((julianday($6) - julianday(cost_bucket.leveled_at)) * 86400.0, 3))",
}
LEAST: Mapping[Dialect, str] = {"postgres": "LEAST", "sqlite": "MIN"}
GREATEST: Mapping[Dialect, str] = {"postgres": "GREATEST", "sqlite": "MAX"}
RISEN = "{least}({capacity}, cost_bucket.level + CAST($4 AS double precision) * {seconds})"
CAPACITY, POINTS = "CAST($3 AS double precision)", "CAST($5 AS double precision)"
DRAW = """
INSERT INTO cost_bucket (id, clinic_id, level, leveled_at) VALUES ($1, $2, {capacity} - {points}, $6)
ON CONFLICT (id) DO UPDATE SET level = {risen} - {points}, leveled_at = {greatest}(cost_bucket.leveled_at, $6)
WHERE {risen} >= {points} RETURNING level, leveled_at
"""
GIVE = """
INSERT INTO cost_bucket (id, clinic_id, level, leveled_at) VALUES ($1, $2, {capacity}, $6)
ON CONFLICT (id) DO UPDATE
SET level = {least}({capacity}, {risen} + {points}), leveled_at = {greatest}(cost_bucket.leveled_at, $6)
RETURNING level, leveled_at
"""


def _written(statement: str, dialect: Dialect) -> str:
    least = LEAST[dialect]
    risen = RISEN.format(least=least, capacity=CAPACITY, seconds=SECONDS[dialect])
    return statement.format(least=least, greatest=GREATEST[dialect], capacity=CAPACITY, points=POINTS, risen=risen)


async def _run(statement: str, values: tuple[object, ...]) -> Level | None:
    async with transaction() as tx:
        rows = await tx.fetch(_written(statement, tx.dialect), values)
    return _level_of(rows[0]) if rows else None


async def draw(bucket_id: UUID, clinic_id: UUID | None, terms: Terms, now: datetime, points: float) -> Level | None:
    """Draw points; return the level after it, or None where there are too few. A transaction of its own."""
    return await _run(DRAW, _values(bucket_id, clinic_id, terms, now, points))


async def give(bucket_id: UUID, clinic_id: UUID | None, terms: Terms, now: datetime, points: float) -> Level:
    """Put points back that were drawn and not spent; return the level after it. A transaction of its own."""
    return await _run(GIVE, _values(bucket_id, clinic_id, terms, now, points)) or full(terms, now)


def _values(bucket_id: UUID, clinic_id: UUID | None, terms: Terms, now: datetime, points: float) -> tuple[object, ...]:
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)  # SQLite's days are exact to the millisecond
    return bucket_id, clinic_id, terms.capacity, terms.restored_per_second, points, at


async def find_level(bucket_id: UUID) -> Level | None:
    """Return how full a bucket was when it was last drawn from; None for one nobody has."""
    rows = await fetch("SELECT level, leveled_at FROM cost_bucket WHERE id = $1", (bucket_id,))
    return _level_of(rows[0]) if rows else None


def _level_of(row: Mapping[str, Any]) -> Level:
    return Level(float(row["level"]), instant_of(row["leveled_at"]))
