"""What is booked in the very moment in which a day closes: it read the hours before, and is seen after.

On PostgreSQL two transactions may miss each other: who books has not committed as the closure lists what is booked, and
has read the hours before it. So each change owes another look, once whatever was under way then has ended. SQLite has
one writer at a time.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.standing import Scope
from chatbookr_core.db import current_transaction, fetch, uuid_of
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue

MEANWHILE_JOB: Final = "bookings.meanwhile"
AFTER: Final = timedelta(minutes=1)
"""No transaction that books takes so long."""
SNAPSHOT: Final = "SELECT pg_current_snapshot()::text AS seen"
CHANGED: Final = """
SELECT DISTINCT subject_id FROM change_log WHERE clinic_id = $1 AND kind = 'booking'
    AND transaction_id >= pg_snapshot_xmin($2::text::pg_snapshot)::text::bigint
    AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, $2::text::pg_snapshot)
"""
_IDS: Final = ("practitioner_id", "location_id", "resource_id", "service_id")


async def snapshot() -> str | None:
    """Say which transactions have ended by now; None where none can miss another. Needs a transaction."""
    tx = current_transaction()
    if tx.dialect == "sqlite":
        return None
    (row,) = await tx.fetch(SNAPSHOT, ())
    return str(row["seen"])


async def owe_look(scope: Scope, seen: str, now: datetime) -> None:
    """Owe a look at what was booked, moved or held by transactions that had not ended then. Needs a transaction."""
    ids = {name: str(key) for name in _IDS if (key := getattr(scope, name)) is not None}
    days = {name: day.isoformat() for name in ("first", "last") if (day := getattr(scope, name)) is not None}
    await enqueue(
        MEANWHILE_JOB,
        clinic_id=scope.clinic_id,
        subject_id=scope.clinic_id,
        arguments={"seen": seen, **ids, **days, **({"are_rooms_too": True} if scope.are_rooms_too else {})},
        due_at=now + AFTER,
        now=now,
        dedupe_key=f"{MEANWHILE_JOB}:{new_id()}",
    )


def scope_in(clinic_id: UUID, arguments: Mapping[str, object]) -> Scope:
    """Read what `owe_look` wrote."""
    ids = {name: UUID(str(arguments[name])) for name in _IDS if name in arguments}
    days = {name: date.fromisoformat(str(arguments[name])) for name in ("first", "last") if name in arguments}
    return Scope(
        clinic_id,
        practitioner_id=ids.get("practitioner_id"),
        location_id=ids.get("location_id"),
        resource_id=ids.get("resource_id"),
        first=days.get("first"),
        last=days.get("last"),
        service_id=ids.get("service_id"),
        are_rooms_too=bool(arguments.get("are_rooms_too")),
    )


async def changed_since(clinic_id: UUID, seen: str) -> set[UUID]:
    """Name the bookings that were changed by transactions which had not ended then."""
    return {uuid_of(row["subject_id"]) for row in await fetch(CHANGED, (clinic_id, seen))}
