"""Reads what is known of messages' files; their contents stay where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.reach import Reach


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """A file of a message."""

    id: UUID
    message_id: UUID
    provider_hash: str
    mime_type: str | None
    size_bytes: int | None
    state: str
    error_code: str | None
    scanned_with: str | None


async def files_by_message(reach: Reach, message_ids: Sequence[UUID]) -> dict[UUID, list[MediaRecord]]:
    """Read the files of messages that the asker has read already; of their clinics alone."""
    if not reach.clinic_ids or not message_ids:
        return {}
    clinics = numbered(len(reach.clinic_ids), since=1)
    messages = numbered(len(message_ids), since=1 + len(reach.clinic_ids))
    rows = await fetch(
        "SELECT id, message_id, provider_hash, mime_type, size_bytes, state, error_code, scanned_with FROM media"  # noqa: S608  # placeholders
        f" WHERE clinic_id IN ({clinics}) AND message_id IN ({messages})",
        (*reach.clinic_ids, *message_ids),
    )
    found: dict[UUID, list[MediaRecord]] = {}
    for row in rows:
        record = MediaRecord(
            uuid_of(row["id"]),
            uuid_of(row["message_id"]),
            row["provider_hash"],
            row["mime_type"],
            row["size_bytes"],
            row["state"],
            row["error_code"],
            row["scanned_with"],
        )
        found.setdefault(record.message_id, []).append(record)
    return found
