"""Checkpoints (c2sp.org/tlog-checkpoint): which log, how many entries, and the root over them. Pure."""

import base64
import binascii
from dataclasses import dataclass

from chatbookr_core.audit.tree import HASH_BYTES, MOST_LEAVES
from chatbookr_core.keys.notes import Note, NoteRefused, NoteVerifier


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log, as its key signs it."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Write as the text of a note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """Read a note's text; extension lines are refused: this log writes none. Raises NoteRefused."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise NoteRefused("a checkpoint is three lines: origin, size, root")
        origin, size, encoded = lines[:3]
        if not (size.isascii() and size.isdecimal()) or (size != str(int(size[:20]))) or int(size) > MOST_LEAVES:
            raise NoteRefused("a checkpoint's size is a decimal number")
        try:
            root = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise NoteRefused("a checkpoint's root is base64") from None
        if len(root) != HASH_BYTES or base64.b64encode(root).decode() != encoded or not origin:
            raise NoteRefused(f"a checkpoint's root has {HASH_BYTES} bytes")
        return cls(origin, int(size), root)

    @classmethod
    def signed(cls, note: str, log: NoteVerifier) -> "Checkpoint":
        """Read a checkpoint that the log itself has signed. Raises NoteRefused."""
        found = Note.read(note)
        checkpoint = cls.read(found.text)
        if checkpoint.origin != log.name:
            raise NoteRefused(f"the checkpoint is of {checkpoint.origin}")
        found.signed_by(log)
        return checkpoint
