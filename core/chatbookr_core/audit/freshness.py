"""Tells whether a checkpoint that a server hands out is the log's newest: a log that is held back shows. Pure.

The log's own statement of time, and every witness's cosignature, name the moment they were made at. Whoever asks for a
checkpoint, and finds none of that moment, is being shown an old one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.keys.notes import COSIGNATURE, Note, NoteRefused, NoteVerifier

FRESH_FOR: Final = timedelta(seconds=10)
CLOCKS_DIFFER: Final = timedelta(seconds=5)


def stated_at(note: str, cosigner: NoteVerifier) -> datetime:
    """Return when a cosigner says that a checkpoint was the newest it knew of, to the second. Raises NoteRefused."""
    if cosigner.algorithm != COSIGNATURE:
        raise NoteRefused("only a cosigner's key says when")
    signed = Note.read(note).signed_by(cosigner)
    return datetime.fromtimestamp(int.from_bytes(signed.bytes_[:8], "big"), UTC)


def check_fresh(
    note: str, log: NoteVerifier, time: NoteVerifier, *, now: datetime, known: Sequence[str] = ()
) -> Checkpoint:
    """Return the checkpoint of a note that was the log's newest at most FRESH_FOR ago.

    `known` are notes from before. Raises NoteRefused: the log has not signed it, nobody says that it is the newest, it
    was said too long ago (or of a moment to come), or a larger or another state was known.
    """
    checkpoint = Checkpoint.signed(note, log)
    at = stated_at(note, time)
    if now - at > FRESH_FOR:
        raise NoteRefused(f"it was the newest {int((now - at).total_seconds())} seconds ago: newer ones are held back")
    if at - now > CLOCKS_DIFFER:
        raise NoteRefused("it is dated in the future")
    for one in known:
        before = Checkpoint.signed(one, log)
        if before.size > checkpoint.size:
            raise NoteRefused(f"the log was rolled back: it once had {before.size} entries")
        if before.size == checkpoint.size and before.root != checkpoint.root:
            raise NoteRefused("the log forked: two states of one size are signed")
    return checkpoint
