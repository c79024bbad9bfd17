"""Prove an export of Chatbookr's audit log, without Chatbookr: python verify_audit_log.py EXPORT VERIFIER_KEY

Needs nothing but Python and `cryptography`. It checks that the key signed every checkpoint (c2sp.org/tlog-checkpoint),
that the entries give each of their roots (RFC 9162, 2.1), and that no entry of any clinic is missing in between; of
those too old for their clinic there is a hash, and the log must say up to which number they are gone.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def checked(note: str, verifier: str) -> tuple[int, bytes]:
    """Return the size and root of a checkpoint that the key has signed."""
    name, key_id, encoded = verifier.split("+", 2)
    key = base64.b64decode(encoded)
    if sha256(name.encode(), b"\n", key)[:4].hex() != key_id or key[0] != 1:
        raise ValueError("that is no verifier key of Ed25519")
    text, _, lines = note.rpartition("\n\n")
    origin, size, root = text.splitlines()
    for _, signer, signature in (line.split(" ") for line in lines.splitlines()):
        raw = base64.b64decode(signature)
        if signer == name == origin and raw[:4].hex() == key_id:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(raw[4:], f"{text}\n".encode())
            return int(size), base64.b64decode(root)
    raise ValueError(f"{name} has not signed this checkpoint")


def append(subtrees: list[bytes], size: int, leaf: bytes) -> None:
    """Add a leaf to the complete subtrees of a tree that had `size`."""
    while size & 1:
        leaf, size = sha256(b"\x01", subtrees.pop(), leaf), size >> 1
    subtrees.append(leaf)


def count(value: Any, last: dict[str, int], gone: dict[str, int], said: dict[str, int], *, is_cut: bool) -> None:
    """Check that the entries of each clinic follow one another; note which are gone, and which the log says are."""
    what = value["expired"] if "expired" in value else json.loads(value["leaf"])
    entry, number = what.get("entry", what), what["clinic_index"]
    if (clinic := entry["clinic"]) is None:
        return
    if number != last.get(clinic, number if is_cut else 0):
        raise ValueError("an entry of that clinic is missing before this one")
    last[clinic] = number + 1
    if "expired" in value:
        gone[clinic] = number
    elif entry["action"] == "auditExpire":
        said[clinic] = entry["details"]["size"]


def verify(lines: Iterator[str], verifier: str) -> int:
    """Return how many entries are proven. Raises ValueError that names the first that is not."""
    head = json.loads(next(lines))
    if head["key"] != verifier or head["clinic"] is not None:
        raise ValueError("the export is of another log, or of one clinic")
    roots, subtrees = dict[int, bytes](), list[bytes]()
    last, gone, said = dict[str, int](), dict[str, int](), dict[str, int]()
    size = good = int(head["start"])
    for value in map(json.loads, lines):
        if "checkpoint" in value:
            signed, root = checked(value["checkpoint"], verifier)
            if roots.setdefault(signed, root) != root:
                raise ValueError(f"the log forked: two states of {signed} entries are signed")
        elif "frontier" in value:
            subtrees = [bytes.fromhex(one) for one in value["frontier"]]
        else:
            leaf = bytes.fromhex(value["hash"])
            if value["index"] != size or ("leaf" in value and leaf != sha256(b"\x00", value["leaf"].encode())):
                raise ValueError(f"entry {size} was changed, moved or left out")
            count(value, last, gone, said, is_cut=head["start"] > 0)
            append(subtrees, size, leaf)
            size += 1
            if size in roots and roots[size] != reduce(lambda one, left: sha256(b"\x01", left, one), subtrees[::-1]):
                raise ValueError(f"one of the entries {good} to {size - 1} is not what was signed")
            good = size if size in roots else good
    if size != max(roots, default=-1) or size != head["size"]:
        raise ValueError(f"entries are missing from {size} on, or are not signed")
    if any(said.get(clinic, 0) <= number for clinic, number in gone.items()):
        raise ValueError("entries are gone, and the log never said so")
    return size - int(head["start"])


if __name__ == "__main__":
    try:
        with Path(sys.argv[1]).open(encoding="utf-8") as export:
            print(f"{verify(export, sys.argv[2])} entries are proven")
    except (ValueError, KeyError, InvalidSignature) as problem:
        sys.exit(f"NOT PROVEN: {problem or 'a signature is wrong'}")
