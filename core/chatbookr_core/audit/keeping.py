"""Reads the tree as it is kept, and which key signs it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chatbookr_core.audit.tree import Place, Span, hash_of, places_of
from chatbookr_core.db import fetch, instant_of, numbered
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.notes import COSIGNATURE, NoteSigner
from chatbookr_core.scope import every_clinic

AT_ONCE = 400
SIZE = """
SELECT COALESCE(MAX(size), 0) AS size FROM (
    SELECT MAX(position) + 1 AS size FROM audit_leaf UNION ALL SELECT MAX(size) FROM audit_truncation
) AS counted
"""
NEWEST = "SELECT size, note, signed_at FROM audit_checkpoint WHERE size <= $1 ORDER BY size DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A signed state of the log as a note, without witnesses' lines."""

    size: int
    note: str
    signed_at: datetime


async def log_signer(deployment: Deployment) -> NoteSigner:
    """Return the key that signs checkpoints, derived from the deployment's own."""
    keys = await deployment.vault.deployment_keys()
    return NoteSigner(deployment.settings.audit_name, keys.signing_key("audit/checkpoint"))


async def time_signer(deployment: Deployment) -> NoteSigner:
    """Return the key by which the log says that a checkpoint was its newest at some moment."""
    keys = await deployment.vault.deployment_keys()
    return NoteSigner(deployment.settings.audit_name, keys.signing_key("audit/time"), COSIGNATURE)


async def kept_hashes(places: Collection[Place]) -> dict[Place, bytes]:
    """Read hashes of complete subtrees, whoever's entries are below: a hash tells nothing of them."""
    found: dict[Place, bytes] = {}
    with every_clinic("audit"):
        for level in sorted({place.level for place in places}):
            positions = sorted(place.position for place in places if place.level == level)
            for start in range(0, len(positions), AT_ONCE):
                found.update(await _read(level, positions[start : start + AT_ONCE]))
    return found


async def _read(level: int, positions: list[int]) -> Mapping[Place, bytes]:
    table, which = ("audit_leaf", "1 = 1") if level == 0 else ("audit_node", f"level = {level:d}")
    among = numbered(len(positions), since=1)
    sql = f"SELECT position, hash FROM {table} WHERE {which} AND position IN ({among})"  # noqa: S608  # names and numbers of ours
    return {Place(level, int(row["position"])): bytes(row["hash"]) for row in await fetch(sql, positions)}


async def hashes_of(spans: Iterable[Span]) -> list[bytes]:
    """Compute the hashes of spans from what is kept. Raises KeyError where some of it was cut off."""
    wanted = list(spans)
    kept = await kept_hashes({place for span in wanted for place in places_of(span)})
    return [hash_of(span, kept) for span in wanted]


async def size_of_log() -> int:
    """Count the entries that have a place, those cut off since included."""
    with every_clinic("audit"):
        return int((await fetch(SIZE))[0]["size"])


async def newest_checkpoint(up_to: int = 1 << 62) -> StoredCheckpoint | None:
    """Read the last checkpoint that was signed of at most so many entries."""
    rows = await fetch(NEWEST, (up_to,))
    return _stored(rows[0]) if rows else None


def _stored(row: Mapping[str, object]) -> StoredCheckpoint:
    return StoredCheckpoint(int(str(row["size"])), str(row["note"]), instant_of(row["signed_at"]))
