"""Signed notes, checkpoints and cosignatures, held to the example of their specification."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.keys.notes import COSIGNATURE, Note, NoteRefused, NoteSigner, NoteVerifier

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
SIGNER = NoteSigner("log.example/audit", bytes(range(32)))
WITNESS = NoteSigner("witness.example/w1", bytes(range(1, 33)), COSIGNATURE)
EXAMPLE = Path(__file__).parent.parent / "fixtures" / "tlog" / "c2sp_checkpoint_example.txt"


def _signed(size: int = 7) -> str:
    text = Checkpoint(SIGNER.name, size, bytes(32)).text
    return f"{text}\n{SIGNER.sign(text, AT)}{WITNESS.sign(text, AT)}"


def _believe(note: bytes) -> None:
    Checkpoint.signed(note.decode(), SIGNER.verifier)
    Note.read(note.decode()).signed_by(WITNESS.verifier)


def test_the_specifications_example_is_read() -> None:
    note = Note.read(EXAMPLE.read_text().replace("\\n", ""))

    assert Checkpoint.read(note.text).size == 20852163
    assert [(one.name, one.key_id.hex()) for one in note.signatures] == [
        ("example.com/behind-the-sofa", "033de0ae"),
        ("witness.example.com/w1", "8d66cf3f"),
    ]
    assert int.from_bytes(note.signatures[1].bytes_[:8], "big") == 1679315147


def test_what_was_signed_is_believed_by_the_key_alone() -> None:
    note = _signed()

    assert Checkpoint.signed(note, SIGNER.verifier) == Checkpoint(SIGNER.name, 7, bytes(32))
    cosigned = Note.read(note).signed_by(WITNESS.verifier)
    assert int.from_bytes(cosigned.bytes_[:8], "big") == int(AT.timestamp())
    with pytest.raises(NoteRefused):
        Checkpoint.signed(note, NoteSigner(SIGNER.name, bytes(32)).verifier)


def test_a_verifier_key_is_written_and_read() -> None:
    for signer in (SIGNER, WITNESS):
        assert NoteVerifier.read(signer.verifier.text) == signer.verifier
    with pytest.raises(NoteRefused):
        NoteVerifier.read(SIGNER.verifier.text.replace("log", "lag"))


def test_a_secret_shows_in_no_repr() -> None:
    assert "secret" not in repr(SIGNER)


@examples(400)
@given(st.data())
def test_a_checkpoint_with_one_bit_turned_is_refused(data: st.DataObject) -> None:
    raw = bytearray(_signed().encode())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8

    with pytest.raises((NoteRefused, UnicodeDecodeError)):
        _believe(bytes(raw))


@pytest.mark.parametrize("text", ["", "a\n1\n", "a\n01\nAA==\n", "a\n-1\nAA==\n", "a\n1\nAA==\n", "a\n1\nAA==\nmore\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        Checkpoint.read(text)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    text = Checkpoint("other.example/log", 7, bytes(32)).text

    with pytest.raises(NoteRefused):
        Checkpoint.signed(f"{text}\n{SIGNER.sign(text, AT)}", SIGNER.verifier)
