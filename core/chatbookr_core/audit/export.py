"""Writes the log so that anybody can check it without this program: docs/reference/audit-export.md says how to read it.

JSON, one value a line: a head, the signed checkpoints, the frontier of what was cut off, then every entry. A clinic's
export has its own entries, each with its proof.
"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from uuid import UUID

from chatbookr_core.audit.entries import leaf_data, written
from chatbookr_core.audit.keeping import hashes_of, log_signer, newest_checkpoint
from chatbookr_core.audit.tree import frontier_spans, inclusion_spans
from chatbookr_core.audit.truncation import cut_at
from chatbookr_core.canonical import canonical
from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound

FORMAT: Final = "chatbookr-audit"
PORTION: Final = 500
MOMENTS: Final = """
SELECT (SELECT MAX(leaf.position) FROM audit_leaf AS leaf WHERE leaf.clinic_id = $1
        AND NOT EXISTS (SELECT 1 FROM audit_entry AS entry WHERE entry.id = leaf.entry_id)) AS gone,
    (SELECT MAX(leaf.position) FROM audit_expiry AS expiry JOIN audit_leaf AS leaf ON leaf.entry_id = expiry.entry_id
        WHERE expiry.clinic_id = $1) AS said
"""
"""What shows of a clinic's entries how old those are that are gone: the youngest of them, and where the log says so."""
CHECKPOINTS: Final = """
SELECT size, note FROM audit_checkpoint WHERE size >= $1 AND size > $2 AND size <= $3 ORDER BY size LIMIT $4
"""
FIRST_SIGNED: Final = """
SELECT size FROM audit_cosignature WHERE size > $1 AND size <= $2 AND witness = $3 ORDER BY size LIMIT 1
"""
COSIGNATURES: Final = "SELECT line FROM audit_cosignature WHERE size = $1 ORDER BY witness"
SHOWN: Final = """
entry.content, entry.id, entry.clinic_id AS clinic, entry.action, entry.outcome, entry.actor_kind, entry.actor_id,
entry.subject_id, entry.happened_at
"""
LEAVES: Final = f"""
SELECT leaf.position, leaf.clinic_id, leaf.clinic_index, leaf.hash, {SHOWN} FROM audit_leaf AS leaf
LEFT JOIN audit_entry AS entry ON entry.id = leaf.entry_id
WHERE leaf.position >= $1 AND leaf.position < $2 AND (entry.id IS NOT NULL OR leaf.clinic_id IS NOT NULL)
ORDER BY leaf.position LIMIT $3
"""  # noqa: S608  # our own words
OF_CLINIC: Final = f"""
SELECT leaf.position, leaf.clinic_id, leaf.clinic_index, leaf.hash, {SHOWN} FROM audit_leaf AS leaf
LEFT JOIN audit_entry AS entry ON entry.id = leaf.entry_id
WHERE leaf.clinic_id = $1 AND leaf.position >= $2 AND leaf.position < $3 ORDER BY leaf.position LIMIT $4
"""  # noqa: S608  # likewise


async def export(deployment: Deployment, clinic_id: UUID | None = None) -> AsyncIterator[str]:
    """Yield the lines of the whole log, or of a clinic's part, as it is signed now. Raises NotFound for an empty one.

    Entries that come meanwhile are not in it.
    """
    newest, signer = await newest_checkpoint(), await log_signer(deployment)
    if newest is None:
        raise NotFound("The audit log is empty.")
    cut = await cut_at()
    start = cut[0] if cut else 0
    head = {"format": FORMAT, "v": 1, "key": signer.verifier.text, "size": newest.size, "start": start}
    yield _line({**head, "clinic": str(clinic_id) if clinic_id else None})
    if clinic_id is not None:
        for size in await _sizes_of(signer.name, clinic_id, start, newest.size):
            async for line in _checkpoints(signer.name, size, size):
                yield line
        async for line in _of_clinic(clinic_id, start, newest.size):
            yield line
        return
    async for line in _checkpoints(signer.name, start, newest.size):
        yield line
    if start:
        yield _line({"frontier": [one.hex() for one in await hashes_of(frontier_spans(start))]})
    async for line in _whole(start, newest.size):
        yield line


async def _sizes_of(origin: str, clinic_id: UUID, start: int, newest: int) -> list[int]:
    """List of which states a clinic's export needs the signatures: of the newest, and of those that show ages."""
    row = (await fetch(MOMENTS, (clinic_id,)))[0]
    places = [int(one) for one in (row["gone"], row["said"]) if one is not None] + ([start - 1] if start else [])
    sizes = {newest}
    for place in places:
        first = await fetch(FIRST_SIGNED, (place, newest, origin))
        sizes.update(int(one["size"]) for one in first)
    return sorted(sizes)


async def _checkpoints(origin: str, least: int, most: int) -> AsyncIterator[str]:
    last = -1
    while rows := await fetch(CHECKPOINTS, (least, last, most, PORTION)):
        for row in rows:
            if not row["note"].startswith(f"{origin}\n"):
                continue  # signed under a name the log had before
            lines = [str(one["line"]) for one in await fetch(COSIGNATURES, (row["size"],))]
            yield _line({"checkpoint": row["note"] + "".join(lines)})
        last = int(rows[-1]["size"])


async def _whole(start: int, size: int) -> AsyncIterator[str]:
    while start < size and (rows := await fetch(LEAVES, (start, size, PORTION))):
        for row in rows:
            yield _line(_entry(row))
        start = int(rows[-1]["position"]) + 1


async def _of_clinic(clinic_id: UUID, start: int, size: int) -> AsyncIterator[str]:
    while rows := await fetch(OF_CLINIC, (clinic_id, start, size, PORTION)):
        for row in rows:
            proof = await hashes_of(inclusion_spans(int(row["position"]), size))
            yield _line({**_entry(row), "proof": [one.hex() for one in proof]})
        start = int(rows[-1]["position"]) + 1


def _entry(row: Mapping[str, Any]) -> dict[str, object]:
    """Write an entry; one that is older than its clinic keeps it, as whose it was and its number."""
    place = {"index": int(row["position"]), "hash": bytes(row["hash"]).hex()}
    if row["content"] is None:
        gone = {"clinic": str(uuid_of(row["clinic_id"])), "clinic_index": int(row["clinic_index"])}
        return {**place, "expired": gone}
    leaf = leaf_data(_as_shown(row), row["clinic_index"]).decode()
    return {**place, "leaf": leaf}


def _as_shown(row: Mapping[str, Any]) -> str:
    """Write an entry's content as its row is read and searched by: no proof fits a column that somebody changed."""
    try:
        said: dict[str, object] = {**json.loads(row["content"])}
    except (ValueError, TypeError):
        return str(row["content"])  # somebody changed that; its hash is another now
    shown = {
        **said,
        "id": str(uuid_of(row["id"])),
        "clinic": _id_text(row["clinic"]),
        "action": row["action"],
        "outcome": row["outcome"],
        "actor": {"id": _id_text(row["actor_id"]), "kind": row["actor_kind"]},
        "subject": _id_text(row["subject_id"]),
        "at": written(instant_of(row["happened_at"])),
    }
    return str(row["content"]) if shown == said else canonical(shown)


def _id_text(key: object) -> str | None:
    return str(uuid_of(key)) if key is not None else None


def _line(value: Mapping[str, object]) -> str:
    return canonical(value) + "\n"
