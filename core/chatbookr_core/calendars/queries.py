"""Reads the single calendars of accounts, as those who look after connections see them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import fetch, instant_of, listed, numbered, uuid_of
from chatbookr_core.reach import Reach

FEED = ", ".join(
    f"feed.{name}"
    for name in (
        *("clinic_id", "connection_id", "calendar_id", "title", "is_primary", "is_writable", "synced_at"),
        *("last_error", "next_try_at", "channel_id", "channel_expires_at"),
    )
)  # not its sync token, and no channel's secret


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """One calendar of an account: what it is for, and how far it is known."""

    clinic_id: UUID
    calendar_id: str
    title: str
    is_primary: bool
    is_writable: bool
    is_written: bool
    is_blocking: bool
    synced_at: datetime | None
    last_error: str | None
    next_try_at: datetime | None
    pushes_until: datetime | None


async def feeds_by_connection(reach: Reach, ids: Sequence[UUID]) -> dict[UUID, list[FeedRecord]]:
    """List the calendars of accounts, the main one first; in one statement."""
    clinics = numbered(len(reach.clinic_ids), since=1) or "NULL"
    connections = numbered(len(ids), since=len(reach.clinic_ids) + 1)
    rows = await fetch(
        f"SELECT {FEED}, connection.calendar_id AS written, connection.busy_calendar_ids"  # noqa: S608  # placeholders
        " FROM calendar_feed AS feed JOIN calendar_connection AS connection"
        " ON connection.clinic_id = feed.clinic_id AND connection.id = feed.connection_id"
        f" WHERE feed.clinic_id IN ({clinics}) AND feed.connection_id IN ({connections})"
        " ORDER BY feed.is_primary DESC, feed.title, feed.calendar_id",
        (*reach.clinic_ids, *ids),
    )
    found: dict[UUID, list[FeedRecord]] = defaultdict(list)
    for row in rows:
        blocking = listed(row["busy_calendar_ids"]) or [row["written"]]
        record = FeedRecord(
            clinic_id=uuid_of(row["clinic_id"]),
            calendar_id=row["calendar_id"],
            title=row["title"],
            is_primary=bool(row["is_primary"]),
            is_writable=bool(row["is_writable"]),
            is_written=row["calendar_id"] == row["written"],
            is_blocking=row["calendar_id"] in blocking,
            synced_at=_optional(row["synced_at"]),
            last_error=row["last_error"],
            next_try_at=_optional(row["next_try_at"]),
            pushes_until=_optional(row["channel_expires_at"]) if row["channel_id"] is not None else None,
        )
        found[uuid_of(row["connection_id"])].append(record)
    return found


def _optional(value: object) -> datetime | None:
    return instant_of(value) if value is not None else None
