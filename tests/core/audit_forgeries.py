"""Every way we know to tamper with an export of the audit log; each says which entry is the first that is not right."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.conftest import NOW

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.tree import leaf_hash, root_of
from chatbookr_core.canonical import canonical
from chatbookr_core.keys.notes import NoteSigner

Lines = list[str]
Forge = Callable[[Lines, Random], "Forged"]


@dataclass(frozen=True, slots=True)
class Forged:
    """What became of an export, and the index of its first bad entry; None: no entry alone is at fault."""

    lines: Lines
    first_bad: int | None


def seeded(seed: str) -> Random:
    """Make chance that is the same each time."""
    return Random(seed)  # noqa: S311  # forgeries, no secrets


def parts_of(lines: Sequence[str]) -> tuple[Lines, Lines]:
    """Part what stands before the entries from them."""
    first = next(number for number, line in enumerate(lines) if '"index"' in line)
    return list(lines[:first]), list(lines[first:])


def bit_flip(lines: Lines, random: Random) -> Forged:
    raw = bytearray("".join(lines).encode())
    bit = random.randrange(len(raw) * 8)
    raw[bit // 8] ^= 1 << bit % 8
    before = bytes(raw[: bit // 8]).count(b"\n")
    head, entries = parts_of(lines)
    at = before - len(head)
    return Forged(_by_newline(bytes(raw)), at if 0 <= at < len(entries) else None)


def _by_newline(raw: bytes) -> Lines:
    *whole, rest = raw.decode(errors="replace").split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])


def truncation(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    kept = random.randrange(len(entries))
    return Forged([*head, *entries[:kept]], kept)


def torn_line(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    kept = random.randrange(len(entries))
    return Forged([*head, *entries[:kept], entries[kept][: random.randrange(1, len(entries[kept]))]], kept)


def swap(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    one, other = sorted(random.sample(range(len(entries)), 2))
    entries[one], entries[other] = entries[other], entries[one]
    return Forged([*head, *entries], one)


def swap_renumbered(lines: Lines, random: Random) -> Forged:
    """Swap two entries and give each the other's place: only the signed states can tell."""
    head, entries = parts_of(lines)
    one, other = sorted(random.sample(range(len(entries)), 2))
    values = [json.loads(entry) for entry in entries]
    for place, source in ((one, values[other]), (other, values[one])):
        entries[place] = canonical({**source, "index": place}) + "\n"
    return Forged([*head, *entries], one)


def removal(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    gone = random.randrange(len(entries))
    return Forged([*head, *entries[:gone], *entries[gone + 1 :]], gone)


def removal_renumbered(lines: Lines, random: Random) -> Forged:
    """Leave an entry out, close the gap, and say that there are fewer."""
    head, entries = parts_of(lines)
    gone = random.randrange(len(entries))
    values = [json.loads(entry) for entry in [*entries[:gone], *entries[gone + 1 :]]]
    return Forged([*head, *(canonical({**one, "index": at}) + "\n" for at, one in enumerate(values))], gone)


def repetition(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    again = random.randrange(len(entries))
    return Forged([*head, *entries[: again + 1], *entries[again:]], again + 1)


def _rewritten(line: str, random: Random, *, is_rehashed: bool) -> str:
    value = json.loads(line)
    leaf = json.loads(value["leaf"])
    leaf["entry"]["subject"] = f"{random.getrandbits(128):032x}"
    value["leaf"] = canonical(leaf)
    if is_rehashed:
        value["hash"] = leaf_hash(value["leaf"].encode()).hex()
    return canonical(value) + "\n"


def rewrite(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    at = random.randrange(len(entries))
    entries[at] = _rewritten(entries[at], random, is_rehashed=False)
    return Forged([*head, *entries], at)


def rewrite_rehashed(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    at = random.randrange(len(entries))
    entries[at] = _rewritten(entries[at], random, is_rehashed=True)
    return Forged([*head, *entries], at)


def rewrite_with_few_checkpoints(lines: Lines, random: Random) -> Forged:
    """Rewrite an entry, and leave out every signed state but the newest."""
    head, entries = parts_of(lines)
    at = random.randrange(len(entries))
    entries[at] = _rewritten(entries[at], random, is_rehashed=True)
    return Forged([head[0], head[-1], *entries], at)


def rewrite_signed_by_another(lines: Lines, random: Random) -> Forged:
    """Rewrite an entry, and sign the states that follow from it by a key of one's own."""
    head, entries = parts_of(lines)
    at = random.randrange(len(entries))
    entries[at] = _rewritten(entries[at], random, is_rehashed=True)
    hashes = [bytes.fromhex(json.loads(entry)["hash"]) for entry in entries]
    name = json.loads(head[0])["key"].split("+")[0]
    signer = NoteSigner(name, hashlib.sha256(random.randbytes(8)).digest())
    text = Checkpoint(name, len(entries), root_of(hashes)).text
    note = canonical({"checkpoint": f"{text}\n{signer.sign(text, NOW)}"}) + "\n"
    return Forged([head[0], note, *entries], None)


def checkpoint_moved(lines: Lines, random: Random) -> Forged:
    """Say of a signed state that it is of another size."""
    head, entries = parts_of(lines)
    at = random.randrange(1, len(head))
    note = json.loads(head[at])["checkpoint"].split("\n")
    note[1] = str(int(note[1]) + random.choice((-1, 1, 7)))
    head[at] = canonical({"checkpoint": "\n".join(note)}) + "\n"
    return Forged([*head, *entries], None)


def checkpoints_reordered(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    one, other = random.sample(range(1, len(head)), 2)
    head[one], head[other] = head[other], head[one]
    return Forged([*head, *entries], None)


def newest_checkpoint_left_out(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    return Forged([*head[: -random.randrange(1, len(head))], *entries], None)


def root_changed(lines: Lines, random: Random) -> Forged:
    head, entries = parts_of(lines)
    at = random.randrange(1, len(head))
    note = json.loads(head[at])["checkpoint"].split("\n")
    note[2] = base64.b64encode(random.randbytes(32)).decode()
    head[at] = canonical({"checkpoint": "\n".join(note)}) + "\n"
    return Forged([*head, *entries], None)


def said_to_have_expired(lines: Lines, random: Random) -> Forged:
    """Keep an entry's hash alone, and say that its clinic does not keep it for so long."""
    head, entries = parts_of(lines)
    there = [one for one, entry in enumerate(entries) if '"leaf"' in entry and '\\"clinic\\":null' not in entry]
    at = random.choice(there)
    value = json.loads(entries[at])
    leaf = json.loads(value.pop("leaf"))
    value["expired"] = {"clinic": leaf["entry"]["clinic"], "clinic_index": leaf["clinic_index"]}
    entries[at] = canonical(value) + "\n"
    return Forged([*head, *entries], at)


FORGERIES: Sequence[Forge] = (
    bit_flip, truncation, torn_line, swap, swap_renumbered, removal, removal_renumbered, repetition, rewrite,
    rewrite_rehashed, rewrite_with_few_checkpoints, rewrite_signed_by_another, checkpoint_moved, checkpoints_reordered,
    newest_checkpoint_left_out, root_changed, said_to_have_expired,
)  # fmt: skip
