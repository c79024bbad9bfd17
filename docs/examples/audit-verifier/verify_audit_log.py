"""Prove an export of Chatbookr's audit log without Chatbookr: python verify_audit_log.py EXPORT KEY TIME_KEY

Needs nothing but Python and `cryptography`. It checks that the key signed every checkpoint (c2sp.org/tlog-checkpoint),
that the entries give each of their roots (RFC 9162, 2.1), and that no entry of any clinic is missing between. Of what
is too old there are hashes: the log must say so, a year after the key for times signed (c2sp.org/tlog-cosignature).
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


def checked(note: str, verifier: str) -> tuple[int, bytes, int] | None:
    """Return the size and root of a checkpoint that the key has signed, and when, by a key for times; else None."""
    name, key_id, encoded = verifier.split("+", 2)
    key = base64.b64decode(encoded)
    if sha256(name.encode(), b"\n", key)[:4].hex() != key_id or key[0] not in (1, 4):
        raise ValueError("that is no verifier key of Ed25519")
    text, _, lines = note.rpartition("\n\n")
    origin, size, root = text.splitlines()
    for _, signer, signature in (line.split(" ") for line in lines.splitlines()):
        if signer == name == origin and (raw := base64.b64decode(signature))[:4].hex() == key_id:
            second, signed = (int.from_bytes(raw[4:12], "big"), raw[12:]) if key[0] == 4 else (0, raw[4:])
            statement = f"cosignature/v1\ntime {second}\n" if key[0] == 4 else ""
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(signed, f"{statement}{text}\n".encode())
            return int(size), base64.b64decode(root), second
    return None


def count(value: Any, last: dict[str, int], gone: dict[str, Any], said: dict[str, Any], *, is_cut: bool) -> None:
    """Check that the entries of each clinic follow one another; note which are gone, and which the log says are."""
    what = value["expired"] if "expired" in value else json.loads(value["leaf"])
    entry, number = what.get("entry", what), what["clinic_index"]
    if (clinic := entry["clinic"]) is None:
        return
    if number != last.get(clinic, number if is_cut else 0):
        raise ValueError("an entry of that clinic is missing before this one")
    last[clinic] = number + 1
    if "expired" in value:
        gone[clinic] = number, value["index"]
    elif entry["action"] == "auditExpire":
        said[clinic] = entry["details"]["size"], value["index"]


def verify(lines: Iterator[str], verifier: str, timer: str) -> int:
    """Return how many entries are proven. Raises ValueError that names the first that is not."""
    head, roots, subtrees, times = json.loads(next(lines)), dict[int, bytes](), list[bytes](), list[tuple[int, int]]()
    last, gone, said = dict[str, int](), dict[str, Any](), dict[str, Any]()
    size = good = start = int(head["start"])
    if head["key"] != verifier or head["clinic"] is not None:
        raise ValueError("the export is of another log, or of one clinic")
    for value in map(json.loads, lines):
        if note := value.get("checkpoint"):
            if (signed := checked(note, verifier)) is None or roots.setdefault(signed[0], signed[1]) != signed[1]:
                raise ValueError("a checkpoint is not signed, or the log forked: two states of one size are")
            times += [(signed[0], at[2]) for at in [checked(note, timer)] if at]
        elif "frontier" in value:
            subtrees = [bytes.fromhex(one) for one in value["frontier"]]
        else:
            leaf = bytes.fromhex(value["hash"])
            if value["index"] != size or ("leaf" in value and leaf != sha256(b"\x00", value["leaf"].encode())):
                raise ValueError(f"entry {size} was changed, moved or left out")
            count(value, last, gone, said, is_cut=start > 0)
            for _ in range((size + 1 & -(size + 1)).bit_length() - 1):  # the subtrees that it completes
                leaf = sha256(b"\x01", subtrees.pop(), leaf)
            subtrees.append(leaf)
            size += 1
            if size in roots and roots[size] != reduce(lambda one, left: sha256(b"\x01", left, one), subtrees[::-1]):
                raise ValueError(f"one of the entries {good} to {size - 1} is not what was signed")
            good = size if size in roots else good
    if size != max(roots, default=-1) or size != head["size"]:
        raise ValueError(f"entries are missing from {size} on, or are not signed")
    cut = [(start - 1, start - 1, start, size - 1)] if start else []  # gone as well, and the newest state says so
    for number, index, upto, said_at in [(*one, *said.get(clinic, (0, 0))) for clinic, one in gone.items()] + cut:
        first, then = (next((at for one, at in sorted(times) if one > end), None) for end in (index, said_at))
        if upto <= number or first is None or then is None or then - first < 365 * 86_400:
            raise ValueError("entries are gone, and no signed state shows that they were a year old as the log said so")
    return size - start


if __name__ == "__main__":
    try:
        with Path(sys.argv[1]).open(encoding="utf-8") as export:
            print(f"{verify(export, *sys.argv[2:4])} entries are proven")
    except (ValueError, KeyError, InvalidSignature) as problem:
        sys.exit(f"NOT PROVEN: {problem or 'a signature is wrong'}")
