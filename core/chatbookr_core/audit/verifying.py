"""Checks an export of the log against the key that signed it, and finds the first entry that is not as it was. Pure.

What the export says of itself counts for nothing: the key comes from elsewhere, and so may earlier checkpoints. Where
somebody changed an entry and its hash as well, the signed states around it say between which entries it is.

Of what is gone only hashes are left, and whoever rules the database can have the log say that they may be. So their age
is not told by the log's words, but by the moments that its key for times has signed: LEAST_SECONDS, not one less.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import VERSION
from chatbookr_core.audit.tree import Frontier, ProofRefused, check_inclusion, leaf_hash
from chatbookr_core.canonical import canonical
from chatbookr_core.keys.notes import COSIGNATURE, Note, NoteRefused, NoteVerifier

HEAD: Final = {"format", "v", "key", "size", "start", "clinic"}
LEAST_SECONDS: Final = 365 * 86_400
"""How old an entry is at least that is gone, and what was cut off: nothing may be kept for less."""
ENTRY: Final = {"action", "actor", "at", "clinic", "details", "id", "outcome", "subject", "v"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and the first entry that may be: any from `first_bad_index` up to, and without, `before`."""

    reason: str
    first_bad_index: int
    before: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What an export was found to be; without a problem, each entry is as it was signed."""

    start: int
    size: int
    entries: int
    problem: Problem | None = None
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trusted:
    """What is believed: the log's key, witnesses that must have cosigned the newest state, states known from before.

    `time` is the log's key for moments; without it nothing that is gone is proven.
    """

    log: NoteVerifier
    witnesses: tuple[NoteVerifier, ...] = ()
    known: tuple[str, ...] = ()
    time: NoteVerifier | None = None


class _Found(Exception):  # carries what was found, up to `verify`
    def __init__(self, reason: str, first: int, before: int | None = None) -> None:
        self.problem = Problem(reason, first, first + 1 if before is None else before)
        super().__init__(reason)


@dataclass(slots=True)
class _State:
    trusted: Trusted
    start: int = 0
    size: int = 0
    clinic: str | None = None
    entries: int = 0
    checkpoints: list[Checkpoint] = field(default_factory=list)
    witnesses: tuple[str, ...] = ()
    good: int = 0  # up to here a signed state was met
    numbers: dict[str, int] = field(default_factory=dict)  # by clinic, the last of its entries' numbers
    expired: dict[str, int] = field(default_factory=dict)  # by clinic, where its first entry was that is gone
    gone: dict[str, int] = field(default_factory=dict)  # by clinic, the number of the last
    youngest: dict[str, int] = field(default_factory=dict)  # by clinic, where its last entry was that is gone
    said: dict[str, tuple[int, int]] = field(default_factory=dict)  # by clinic, up to which number they are, and where
    times: list[tuple[int, int]] = field(default_factory=list)  # of states by size, the second they were signed at
    here: set[str] = field(default_factory=set)  # clinics of which an entry was met that is not gone


def verify(lines: Iterable[str], trusted: Trusted) -> Verified:
    """Check an export, line by line; it is never held as a whole."""
    state = _State(trusted)
    try:
        _check(state, iter(lines))
    except _Found as found:
        return Verified(state.start, state.size, state.entries, found.problem, state.witnesses)
    return Verified(state.start, state.size, state.entries, None, state.witnesses)


def _check(state: _State, lines: Iterator[str]) -> None:
    _read_head(state, _value(next(lines, ""), 0))
    line, value = next(lines, ""), dict[str, Any]()
    while line and set(value := _value(line, state.start)) == {"checkpoint"}:
        _read_checkpoint(state, value["checkpoint"])
        line = next(lines, "")
    _check_checkpoints(state)
    frontier = Frontier()
    if state.start and state.clinic is None:
        frontier = _frontier(state, value)
        line = next(lines, "")
    state.good = state.start
    while line:
        _read_entry(state, frontier, line)
        line = next(lines, "")
    _check_end(state, frontier)


def _value(line: str, expected: int) -> dict[str, Any]:
    """Read one line: what is not written in the one way that there is, was changed."""
    try:
        value = json.loads(line)
        is_whole = isinstance(value, dict) and canonical(value) + "\n" == line
    except (ValueError, RecursionError):
        is_whole = False
    if not is_whole:
        raise _Found("a line is damaged", expected)
    found: dict[str, Any] = value
    return found


def _read_head(state: _State, head: dict[str, Any]) -> None:
    sizes = (head.get("start"), head.get("size"))
    if set(head) != HEAD or head["format"] != "chatbookr-audit" or head["v"] != 1 or not _are_sizes(*sizes):
        raise _Found("the head is not that of an export", 0)
    if head["key"] != state.trusted.log.text:
        raise _Found("the export is of another log, or another key signs it", 0)
    state.start, state.size, state.clinic = head["start"], head["size"], head["clinic"]


def _are_sizes(start: object, size: object) -> bool:
    return type(start) is int and type(size) is int and 0 <= start <= size


def _read_checkpoint(state: _State, note: object) -> None:
    try:
        checkpoint = Checkpoint.signed(str(note), state.trusted.log)
        found = Note.read(str(note))
        cosigned = [one.name for one in state.trusted.witnesses if _has_signed(found, one)]
        at = _second_of(state.trusted, found)
    except NoteRefused as problem:
        raise _Found(f"a checkpoint is not signed: {problem}", state.start, state.size) from None
    if state.checkpoints and checkpoint.size <= state.checkpoints[-1].size:
        raise _Found("checkpoints are out of order, or the log was rolled back", min(checkpoint.size, state.size))
    state.checkpoints.append(checkpoint)
    state.witnesses = tuple(cosigned)
    if at is not None:
        state.times.append((checkpoint.size, at))


def _second_of(trusted: Trusted, note: Note) -> int | None:
    """Read when the log says that it signed a state; None where its key for times has not, as of old ones.

    Raises NoteRefused for a line that is the log's by its name or its key alone.
    """
    time, ours = trusted.time, {trusted.log.key_id}
    if time is None or time.algorithm != COSIGNATURE:
        return None
    ours.add(time.key_id)
    if any((one.name == time.name) != (one.key_id in ours) for one in note.signatures):
        raise NoteRefused("a signature is damaged")
    is_signed = any(one.key_id == time.key_id for one in note.signatures)
    return int.from_bytes(note.signed_by(time).bytes_[:8], "big") if is_signed else None


def _has_signed(note: Note, witness: NoteVerifier) -> bool:
    if not any((one.name, one.key_id) == (witness.name, witness.key_id) for one in note.signatures):
        return False
    note.signed_by(witness)
    return True


def _check_checkpoints(state: _State) -> None:
    """Weigh what is signed here against what was known before: a fork shows, and so does a log that shrank."""
    newest = state.checkpoints[-1].size if state.checkpoints else -1
    if newest != state.size or (state.checkpoints[0].size < state.start):
        raise _Found("the newest state is not signed", state.start, state.size)
    if len(state.witnesses) < len(state.trusted.witnesses):
        raise _Found("a witness has not cosigned the newest state", state.start, state.size)
    for note in state.trusted.known:
        try:
            known = Checkpoint.signed(note, state.trusted.log)
        except NoteRefused as problem:
            raise _Found(f"a checkpoint known before is not signed: {problem}", 0, state.size) from None
        if known.size > state.size:
            raise _Found("the log was rolled back: it once had more entries", state.size, known.size)
        state.checkpoints.append(known)
    state.checkpoints.sort(key=lambda one: one.size)
    for one, other in zip(state.checkpoints, state.checkpoints[1:], strict=False):
        if one.size == other.size and one.root != other.root:
            raise _Found("the log forked: two states of one size are signed", state.start, one.size)


def _frontier(state: _State, value: dict[str, Any]) -> Frontier:
    try:
        return Frontier(state.start, [_hash(one) for one in value["frontier"]])
    except (KeyError, TypeError, ValueError):
        raise _Found("the frontier of what was cut off is damaged", state.start) from None


def _hash(text: object) -> bytes:
    if not isinstance(text, str) or len(text) != 64 or bytes.fromhex(text).hex() != text:
        raise ValueError("no hash")
    return bytes.fromhex(text)


def _read_entry(state: _State, frontier: Frontier, line: str) -> None:
    expected = frontier.size if state.clinic is None else state.good
    value = _value(line, expected)
    index, leaf = value.get("index"), value.get("leaf")
    what = "expired" if "expired" in value else "leaf"
    wanted = {"index", what, "hash"} | ({"proof"} if state.clinic is not None else set())
    if set(value) != wanted or type(index) is not int:
        raise _Found("an entry is damaged", expected)
    if (state.clinic is None and index != expected) or index < expected or index >= state.size:
        raise _Found("an entry is missing, moved, or one too many", expected)
    if what == "expired":
        hash_ = _check_expired(state, value, index)
    elif not isinstance(leaf, str) or (hash_ := leaf_hash(leaf.encode())).hex() != value["hash"]:
        raise _Found("an entry is not what was hashed", index)
    else:
        _check_leaf(state, leaf, index)
    state.entries += 1
    if state.clinic is None:
        frontier.append(hash_)
        _meet(state, frontier)
    else:
        _check_proof(state, value["proof"], index, hash_)
        state.good = index + 1


def _check_leaf(state: _State, leaf: str, index: int) -> None:
    """Look into an entry: its form, and its number among its clinic's, so that none was left out."""
    value = _value(leaf + "\n", index)
    entry, number = value.get("entry"), value.get("clinic_index")
    if set(value) != {"clinic_index", "entry", "v"} or not isinstance(entry, dict) or set(entry) != ENTRY:
        raise _Found("an entry has another form", index)
    clinic = entry["clinic"]
    if value["v"] != VERSION or (clinic is None) != (number is None) or state.clinic not in (None, clinic):
        raise _Found("an entry has another form", index)
    if clinic is None:
        return
    _check_number(state, str(clinic), number, index)
    state.here.add(str(clinic))
    details = entry["details"]
    size = details.get("size") if entry["action"] == "auditExpire" and isinstance(details, dict) else None
    if isinstance(size, int) and size > state.said.get(str(clinic), (0, 0))[0]:
        state.said[str(clinic)] = size, index


def _check_number(state: _State, clinic: str, number: object, index: int) -> None:
    last = state.numbers.get(clinic)
    if type(number) is not int or not (number == last + 1 if last is not None else number == 0 or state.start > 0):
        raise _Found("an entry of the clinic is missing, this one or before it", state.good, index + 1)
    state.numbers[clinic] = number


def _check_expired(state: _State, value: Mapping[str, Any], index: int) -> bytes:
    """Take an entry that is gone by its hash: whose it was, its number, and that none before it is still there."""
    gone = value["expired"]
    if not isinstance(gone, dict) or set(gone) != {"clinic", "clinic_index"} or not isinstance(gone["clinic"], str):
        raise _Found("an entry is damaged", index)
    clinic, number = gone["clinic"], gone["clinic_index"]
    if state.clinic not in (None, clinic):
        raise _Found("an entry has another form", index)
    _check_number(state, clinic, number, index)
    if clinic in state.here:
        raise _Found("an entry of the clinic is gone that is younger than one that is not", index)
    state.expired.setdefault(clinic, index)
    state.gone[clinic], state.youngest[clinic] = number, index
    try:
        return _hash(value["hash"])
    except ValueError:
        raise _Found("an entry is damaged", index) from None


def _check_proof(state: _State, proof: object, index: int, hash_: bytes) -> None:
    try:
        hashes = [_hash(one) for one in proof] if isinstance(proof, list) else []
        check_inclusion(index, state.size, hash_, hashes, state.checkpoints[-1].root)
    except (ProofRefused, ValueError):
        raise _Found("an entry is not in the log that was signed", index) from None


def _meet(state: _State, frontier: Frontier) -> None:
    """Compare with the states that were signed of just so many entries."""
    while state.checkpoints and state.checkpoints[0].size <= frontier.size:
        checkpoint = state.checkpoints.pop(0)
        if checkpoint.size == frontier.size and checkpoint.root != frontier.root:
            raise _Found("entries are not those that were signed", state.good, frontier.size)
        state.good = frontier.size


def _check_end(state: _State, frontier: Frontier) -> None:
    if state.clinic is None:
        _meet(state, frontier)
        if frontier.size != state.size:
            raise _Found("entries are missing", state.good, state.size)
    if state.start and not _is_old(state, state.start - 1, state.size - 1):
        raise _Found(_unproven(state, "the log was cut off"), 0, state.start)
    for clinic, last in state.gone.items():
        size, said_at = state.said.get(clinic, (0, 0))
        if size <= last:
            raise _Found("entries are gone, and the log never said so", state.expired[clinic], state.size)
        if not _is_old(state, state.youngest[clinic], said_at):
            raise _Found(_unproven(state, "entries are gone"), state.expired[clinic], state.youngest[clinic] + 1)


def _is_old(state: _State, index: int, said_at: int) -> bool:
    """Tell whether it is signed that an entry was in the log a year before another was, by which it may be gone."""
    first, then = (next((at for size, at in state.times if size > one), None) for one in (index, said_at))
    return first is not None and then is not None and then - first >= LEAST_SECONDS


def _unproven(state: _State, what: str) -> str:
    if state.trusted.time is None:
        return f"{what}: how old they were is told by the log's key for times alone (--time-key)"
    return f"{what}, and no signed state shows that they were a year old"
