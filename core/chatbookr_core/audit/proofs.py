"""Proofs for whoever holds a checkpoint: that an entry is in the log, that a later state grew from an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.audit.entries import leaf_data
from chatbookr_core.audit.keeping import hashes_of, kept_hashes, newest_checkpoint, time_signer
from chatbookr_core.audit.sequencer import is_behind
from chatbookr_core.audit.tree import ProofRefused, consistency_spans, hash_of, inclusion_spans, places_of
from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.notes import Note
from chatbookr_core.reach import Reach, reachable

LEAVES = """
SELECT leaf.entry_id, leaf.position, leaf.clinic_index, leaf.hash, entry.content FROM audit_leaf AS leaf
JOIN audit_entry AS entry ON entry.id = leaf.entry_id WHERE {0} AND leaf.entry_id IN ({1})
"""
COSIGNED = "SELECT line FROM audit_cosignature WHERE size = $1 AND witness <> $2 ORDER BY witness"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a leaf, whose bytes are `leaf`, is entry `index` of the first `size`."""

    index: int
    size: int
    leaf: bytes
    hashes: tuple[bytes, ...]


async def newest_note(deployment: Deployment) -> tuple[int, str] | None:
    """Return the newest checkpoint as a note with all its cosignatures, and its size; None before the first entry.

    The log's own says at which moment it was the newest, and is left out while entries wait for longer than 10 s.
    """
    found = await newest_checkpoint()
    if found is None:
        return None
    signer = await time_signer(deployment)
    lines = [str(row["line"]) for row in await fetch(COSIGNED, (found.size, signer.name))]
    if not await is_behind(deployment):
        lines.append(signer.sign(Note.read(found.note).text, deployment.clock.now()))
    return found.size, found.note + "".join(lines)


async def inclusion_of(clinic_id: UUID, entry_id: UUID, *, size: int | None = None) -> Inclusion | None:
    """Prove that an entry of a clinic is among the first `size`, left out: those of the newest checkpoint.

    None for an entry that has no place yet, or none there. Raises InvalidInput for a size it cannot be proven of.
    """
    return (await inclusions_of(Reach((clinic_id,)), [entry_id], size=size)).get(entry_id)


async def inclusions_of(reach: Reach, entry_ids: Sequence[UUID], *, size: int | None = None) -> dict[UUID, Inclusion]:
    """Prove several entries of one's clinics, by few statements; as `inclusion_of`."""
    newest = await newest_checkpoint()
    if newest is None or not entry_ids:
        return {}
    conditions = reachable("leaf", reach)
    among = numbered(len(entry_ids), since=len(conditions.values) + 1)
    rows = await fetch(LEAVES.format(conditions.text, among), [*conditions.values, *entry_ids])
    whole = newest.size if size is None else size
    if any(not int(row["position"]) < whole <= newest.size for row in rows):
        raise InvalidInput("The entry is not among so many.", field="size")
    spans = {uuid_of(row["entry_id"]): inclusion_spans(int(row["position"]), whole) for row in rows}
    kept = await kept_hashes({place for path in spans.values() for span in path for place in places_of(span)})
    return {
        uuid_of(row["entry_id"]): Inclusion(
            int(row["position"]),
            whole,
            leaf_data(row["content"], row["clinic_index"]),
            tuple(hash_of(span, kept) for span in spans[uuid_of(row["entry_id"])]),
        )
        for row in rows
    }


async def growth(size_1: int, size_2: int) -> tuple[bytes, ...]:
    """Prove that the log of `size_2` entries begins with that of `size_1`. Raises InvalidInput.

    What was cut off meanwhile can be in the way: then the log of `size_1` is too old.
    """
    newest = await newest_checkpoint()
    if newest is None or size_2 > newest.size:
        raise InvalidInput("The log has not so many entries.", field="size2")
    try:
        return tuple(await hashes_of(consistency_spans(size_1, size_2)))
    except ProofRefused:
        raise InvalidInput("A proof leads from at least 1 entry to as many or more.", field="size1") from None
    except KeyError:
        raise InvalidInput("Entries of that time were cut off.", field="size1") from None
