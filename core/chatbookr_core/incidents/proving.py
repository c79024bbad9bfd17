"""Checks the record of an incident against the key that signs the audit log, and nothing else. Pure.

Every decision and every scope must stand in the log, by the hash of what the record says of it; and every decision and
scope that the log has must be in the record.
"""

import json
from collections.abc import Mapping
from typing import Any

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.tree import ProofRefused, check_inclusion, leaf_hash
from chatbookr_core.incidents.affected import scope_digest
from chatbookr_core.incidents.rules import Words, phase_digest
from chatbookr_core.keys.notes import NoteRefused, NoteVerifier


class RecordRefused(ValueError):
    """A record is not what the log says."""


def verify_record(record: Mapping[str, Any], log: NoteVerifier) -> int:
    """Return how many entries prove a record. Raises RecordRefused."""
    try:
        return _verified(record, log)
    except (NoteRefused, ProofRefused) as problem:
        raise RecordRefused(str(problem)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        if isinstance(problem, RecordRefused):
            raise
        raise RecordRefused("the record is damaged") from None


def _verified(record: Mapping[str, Any], log: NoteVerifier) -> int:
    if record["format"] != "chatbookr-incident" or record["v"] != 1:
        raise RecordRefused("that is no record of an incident")
    checkpoint = Checkpoint.signed(str(record["audit"]["checkpoint"]), log)
    entries = [_entry(one, checkpoint) for one in record["audit"]["entries"]]
    if any(one["subject"] != record["incident"]["id"] for one in entries):
        raise RecordRefused("an entry is of something else")
    proven = sorted(str(one["details"]["digest"]) for one in entries if "digest" in one["details"])
    if proven != sorted([*_phase_digests(record), *_scope_digests(record)]):
        raise RecordRefused("a decision or a scope is not what was written down, is missing, or is one too many")
    told = {str(one["clinic"]) for one in entries if one["action"] == "incidentNotify"}
    if told != {str(one["clinic"]) for one in record["notices"]}:
        raise RecordRefused("other clinics were told than the record says")
    return len(entries)


def _entry(one: Mapping[str, Any], checkpoint: Checkpoint) -> dict[str, Any]:
    leaf = str(one["leaf"]).encode()
    proof = [bytes.fromhex(each) for each in one["proof"]]
    check_inclusion(int(one["index"]), checkpoint.size, leaf_hash(leaf), proof, checkpoint.root)
    entry: dict[str, Any] = json.loads(leaf)["entry"]
    return entry


def _phase_digests(record: Mapping[str, Any]) -> list[str]:
    name = str(record["incident"]["name"])
    return [phase_digest(name, one["number"], one["state"], Words(**one["words"])) for one in record["phases"]]


def _scope_digests(record: Mapping[str, Any]) -> list[str]:
    return [
        scope_digest(
            one["question"],
            (one["size"], one["root"], one["pending"], one["truncatedAt"], one["entries"]),
            one["clinics"],
        )
        for one in record["scopes"]
    ]
