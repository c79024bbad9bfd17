"""Reads what takes the time of many subjects: bookings and external calendars packed to one value each, and holds."""

import sys
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.slots import Search
from chatbookr_core.availability.zones import DAY_MINUTES
from chatbookr_core.db import current_database, fetch, instant_of, numbered, uuid_of

MARGIN_MINUTES = DAY_MINUTES  # a buffer can reach into the search from outside

TAKEN = """
SELECT subject.column1 AS subject_id, COALESCE((
    SELECT {packed} FROM allocation
    WHERE clinic_id = $1 AND subject_id = subject.column1 AND is_active
        AND (booking_id IS NOT NULL OR group_id IS NOT NULL) AND starts_minute < $2 AND ends_minute > $3
), '') || COALESCE((
    SELECT {packed} FROM external_busy
    WHERE clinic_id = $1 AND practitioner_id = subject.column1 AND starts_minute < $2 AND ends_minute > $3
), '') AS packed FROM (VALUES {subjects}) AS subject
"""
"""One look into an index for each subject: grouping the rows of all would sort them first."""
PACKED = {
    "postgres": "string_agg(int8send((starts_minute::bigint << 32) | ends_minute), ''::bytea)",
    "sqlite": "group_concat(printf('%08x%08x', starts_minute, ends_minute), '')",
}
"""Start, end, start, end … of a subject: 32 bits each, the highest first, or as hexadecimal digits."""
HELD = """
SELECT allocation.subject_id, allocation.starts_minute, allocation.ends_minute, hold.expires_at FROM hold
JOIN allocation ON allocation.hold_id = hold.id AND allocation.clinic_id = hold.clinic_id
WHERE hold.clinic_id = $1 AND hold.state = 'held' AND hold.expires_at > $2
    AND allocation.is_active AND allocation.booking_id IS NULL AND allocation.subject_id IN ({subjects})
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of epoch minutes that a hold keeps until it runs out."""

    starts_minute: int
    ends_minute: int
    expires_at: datetime


async def taken_by(clinic_id: UUID, subjects: Sequence[UUID], span: Search) -> dict[UUID, "array[int]"]:
    """Read start, end, start, end … (epoch minutes, in any order) of each of the subjects, holds left out."""
    dialect = current_database().dialect
    kind = "::uuid" if dialect == "postgres" else ""
    listed = ", ".join(f"(${number}{kind})" for number in range(4, 4 + len(subjects)))
    sql = TAKEN.format(subjects=listed, packed=PACKED[dialect])
    values = (clinic_id, span.latest + MARGIN_MINUTES, span.earliest - MARGIN_MINUTES, *subjects)
    taken = {subject: array("i") for subject in subjects}
    for row in await fetch(sql, values):
        taken[uuid_of(row["subject_id"])] = _unpacked(row["packed"])
    return taken


async def holds_of(clinic_id: UUID, subjects: Sequence[UUID], now: datetime) -> dict[UUID, list[Held]]:
    """Read the holds on the subjects that have not run out at `now`."""
    held: dict[UUID, list[Held]] = defaultdict(list)
    rows = await fetch(HELD.format(subjects=numbered(len(subjects), since=3)), (clinic_id, now, *subjects))
    for row in rows:
        one = Held(row["starts_minute"], row["ends_minute"], instant_of(row["expires_at"]))
        held[uuid_of(row["subject_id"])].append(one)
    return dict(held)


def _unpacked(packed: str | bytes) -> "array[int]":
    minutes = array("i")
    minutes.frombytes(bytes.fromhex(packed) if isinstance(packed, str) else packed)
    if sys.byteorder == "little":
        minutes.byteswap()
    return minutes
