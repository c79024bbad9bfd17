"""P16: holds the audit log to what was signed of it, from within: its newest state, and entries all over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import leaf_data
from chatbookr_core.audit.keeping import hashes_of, kept_hashes, log_signer, newest_checkpoint, size_of_log
from chatbookr_core.audit.sequencer import is_behind
from chatbookr_core.audit.tree import (
    Frontier,
    ProofRefused,
    check_inclusion,
    frontier_spans,
    hash_of,
    inclusion_spans,
    leaf_hash,
    places_of,
)
from chatbookr_core.db import instant_of
from chatbookr_core.keys.notes import NoteRefused
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

NEWEST = 200
SPREAD = 56
# what is gone by age is said so by audit_truncation and audit_expiry; anything else that is gone was taken out
LEAVES = """
SELECT leaf.position, leaf.clinic_index, entry.content, CASE WHEN entry.id IS NULL
    AND leaf.position >= COALESCE((SELECT MAX(size) FROM audit_truncation), 0)
    AND NOT EXISTS (SELECT 1 FROM audit_expiry WHERE audit_expiry.clinic_id = leaf.clinic_id
        AND audit_expiry.size > leaf.clinic_index) THEN 1 ELSE 0 END AS is_missing
FROM audit_leaf AS leaf LEFT JOIN audit_entry AS entry ON entry.id = leaf.entry_id
WHERE leaf.position < $1 AND (leaf.position >= $2 OR leaf.position % $3 = 0) AND {whose} ORDER BY leaf.position
"""
WITNESSED = """
SELECT COUNT(DISTINCT witness) AS number, MAX(cosigned_at) AS at FROM audit_cosignature WHERE witness <> $1
"""


@dataclass(frozen=True, slots=True)
class Log:
    """What was found: the size that was signed, entries that were proven against it, and those that were not."""

    size: int
    signed_at: datetime | None
    is_signed: bool
    is_whole: bool
    proven: int
    unproven: int
    missing: int
    is_behind: bool
    witnesses: int
    witnessed_at: datetime | None
    kept_days: int


async def looked_at(look: Look) -> Log:
    """Check the newest checkpoint's signature, the root it names, and entries: the newest ones, and some of all."""
    newest, signer = await newest_checkpoint(), await log_signer(look.deployment)
    witnessed = await look.row(WITNESSED, signer.name)
    witnessed_at = instant_of(witnessed["at"]) if witnessed["at"] is not None else None
    behind, days = await is_behind(look.deployment), look.deployment.settings.audit_kept_days
    if newest is None:
        is_whole = await size_of_log() == 0
        return Log(0, None, is_whole, is_whole, 0, 0, 0, behind, int(witnessed["number"]), witnessed_at, days)
    try:
        signed: Checkpoint | None = Checkpoint.signed(newest.note, signer.verifier)
    except NoteRefused:
        signed = None
    is_whole = signed is not None and signed.size == newest.size and await _root(newest.size) == signed.root
    proven, unproven, missing = await _entries(look, newest.size, signed.root if signed else b"")
    return Log(
        newest.size, newest.signed_at, signed is not None, is_whole, proven, unproven, missing, behind,
        int(witnessed["number"]), witnessed_at, days,
    )  # fmt: skip


async def _root(size: int) -> bytes:
    """Compute the root over the hashes that are kept; nothing where some of them are gone."""
    try:
        return Frontier(size, await hashes_of(frontier_spans(size))).root
    except KeyError:
        return b""


async def _entries(look: Look, size: int, root: bytes) -> tuple[int, int, int]:
    rows = await look.rows(LEAVES, size, max(size - NEWEST, 0), max(size // SPREAD, 1), column="leaf.clinic_id")
    there = [row for row in rows if row["content"] is not None]
    spans = {int(row["position"]): inclusion_spans(int(row["position"]), size) for row in there}
    kept = await kept_hashes({place for path in spans.values() for span in path for place in places_of(span)})
    proven = sum(_is_proven(row, size, root, spans[int(row["position"])], kept) for row in there)
    return proven, len(there) - proven, sum(int(row["is_missing"]) for row in rows)


def _is_proven(row: Mapping[str, Any], size: int, root: bytes, spans: Sequence[Any], kept: Mapping[Any, bytes]) -> bool:
    """Prove one entry as a stranger would: from what it says up to the root that was signed (RFC 9162, 2.1.3.2)."""
    hash_ = leaf_hash(leaf_data(row["content"], row["clinic_index"]))
    try:
        check_inclusion(int(row["position"]), size, hash_, [hash_of(span, kept) for span in spans], root)
    except (ProofRefused, KeyError):
        return False
    return True


def judged(seen: Log) -> Finding:
    """Judge P16."""
    facts = (
        Fact("entriesSigned", seen.size, "entries", Audience.CLINICS),
        Fact("lastSigned", seen.signed_at, audience=Audience.EVERYBODY),
        Fact("entriesProven", seen.proven, "entries", Audience.CLINICS),
        Fact("entriesNotProven", seen.unproven + seen.missing, "entries", Audience.CLINICS),
        Fact("witnesses", seen.witnesses, "witnesses", Audience.EVERYBODY),
        Fact("lastWitnessed", seen.witnessed_at, audience=Audience.EVERYBODY),
        Fact("keptFor", seen.kept_days, "days", Audience.EVERYBODY),
    )
    runbook = "See docs/runbooks/audit-verify.md."
    broken = first(
        None if seen.is_signed else Reason("The newest state of the log is not signed by its key.", runbook),
        None if seen.is_whole else Reason("The log is not what was signed of it.", runbook),
        Reason("Entries are not what was signed of them.", runbook) if seen.unproven else None,
        Reason("Entries are gone, and the log never said so.", runbook) if seen.missing else None,
        Reason("Entries wait for their place in the log for longer than seconds.", "Does a worker run?")
        if seen.is_behind
        else None,
    )
    unseen = None if seen.size else Reason("The log has no entry yet.", "Look again once something was done.")
    return concluded(facts, broken, unseen)
