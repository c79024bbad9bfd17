"""A witness (c2sp.org/tlog-witness): cosigns a log's state only where it grew from the last one this witness has seen.

It has a key and a folder of its own, and nothing of the deployment's; it runs best where the log's operators do not
rule. What it has cosigned lies on its disk before anybody is told.
"""

import asyncio
import base64
import binascii
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.tree import ProofRefused, check_consistency
from chatbookr_core.clock import Clock
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.notes import COSIGNATURE, Note, NoteRefused, NoteSigner, NoteVerifier, checked_name

MOST_HASHES: Final = 63
MOST_BYTES: Final = 65_536
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answers: an HTTP status (c2sp.org/tlog-witness says which for what), and a body."""

    status: int
    body: str = ""

    @property
    def media_type(self) -> str:
        """Only where the log's idea of what was seen is wrong, there is a type of its own."""
        return "text/x.tlog.size" if self.status == 409 else "text/plain"


@dataclass(frozen=True, slots=True)
class Submission:
    """What a log asks to have cosigned: from which size it has grown, the proof of that, and its checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str

    @classmethod
    def read(cls, body: str) -> "Submission":
        """Read a request's body. Raises NoteRefused."""
        head, blank, note = body.partition("\n\n")
        first, *hashes = head.split("\n")
        word, _, size = first.partition(" ")
        if not blank or word != "old" or not (size.isascii() and size.isdecimal()) or size != str(int(size[:20])):
            raise NoteRefused("a submission begins with the old size")
        if len(hashes) > MOST_HASHES:
            raise NoteRefused("a proof has at most 63 hashes")
        try:
            proof = tuple(base64.b64decode(one, validate=True) for one in hashes)
        except (binascii.Error, ValueError):
            raise NoteRefused("a proof's hashes are base64") from None
        return cls(int(size), proof, note)

    @property
    def body(self) -> str:
        """Write as a request's body."""
        lines = [f"old {self.old_size}", *(base64.b64encode(one).decode() for one in self.proof)]
        return "\n".join(lines) + f"\n\n{self.note}"


class Witness:
    """One witness of some logs; what it has seen of each lies in a folder."""

    def __init__(self, signer: NoteSigner, logs: Sequence[NoteVerifier], folder: Path, clock: Clock) -> None:
        self._signer = signer
        self._logs = {log.name: log for log in logs}
        self._folder = folder
        self._clock = clock
        self._lock = asyncio.Lock()

    @property
    def verifier(self) -> NoteVerifier:
        """Whose cosignatures these are."""
        return self._signer.verifier

    async def add(self, body: str) -> Answer:
        """Look at a submission and cosign it, or say what is wrong; one at a time, lest one undo another."""
        try:
            submission = Submission.read(body)
            note = Note.read(submission.note)
            checkpoint = Checkpoint.read(note.text)
        except NoteRefused as problem:
            return Answer(400, f"{problem}\n")
        log = self._logs.get(checkpoint.origin)
        if log is None:
            return Answer(404, "That log is not known here.\n")
        try:
            note.signed_by(log)
        except NoteRefused:
            return Answer(403, "The log has not signed this.\n")
        if submission.old_size > checkpoint.size:
            return Answer(400, "A log does not shrink.\n")
        async with self._lock:
            return await asyncio.to_thread(self._cosigned, submission, checkpoint)

    def _cosigned(self, submission: Submission, checkpoint: Checkpoint) -> Answer:
        seen = self.seen(checkpoint.origin)
        size, root = (seen.size, seen.root) if seen else (0, b"")
        if submission.old_size != size:
            return Answer(409, f"{size}\n")
        if size == checkpoint.size and seen and root != checkpoint.root:
            return Answer(409, f"{size}\n")
        try:
            if size:
                check_consistency(size, checkpoint.size, root, checkpoint.root, submission.proof)
            elif submission.proof:
                raise ProofRefused("nothing was seen yet, so nothing is proven")
        except ProofRefused:
            return Answer(422, "This log did not grow from what was seen of it.\n")
        self._keep(checkpoint)
        return Answer(200, self._signer.sign(checkpoint.text, self._clock.now()))

    def seen(self, origin: str) -> Checkpoint | None:
        """Return the last state of a log that was cosigned. Raises NoteRefused for a damaged one: nothing is signed."""
        path = self._path(origin)
        if not path.exists():
            return None
        return Checkpoint.read(json.loads(path.read_text(encoding="utf-8"))["checkpoint"])

    def _keep(self, checkpoint: Checkpoint) -> None:
        """Write to the disk, wholly or not at all, before the cosignature leaves the house."""
        path = self._path(checkpoint.origin)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump({"checkpoint": checkpoint.text}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _path(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.json"


def witness_signer(name: str, folder: Path) -> NoteSigner:
    """Read the key of a witness, or make it, readable by nobody else. Raises InvalidSettings for a damaged one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "witness.key"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_bytes()
    else:
        secret = os.urandom(SECRET_BYTES)
        with os.fdopen(file, "wb") as opened:
            opened.write(secret)
            opened.flush()
            os.fsync(opened.fileno())
    if len(secret) != SECRET_BYTES:
        raise InvalidSettings(f"{path} is no key of a witness.")
    try:
        return NoteSigner(checked_name(name), secret, COSIGNATURE)
    except NoteRefused as problem:
        raise InvalidSettings(f"A witness's name: {problem}.") from None
