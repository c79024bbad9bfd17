"""Keeps the index of a message's or a patient's words: in the transaction that writes them, and gone with them.

A token is 64 bits of the clinic's keyed hash of a word. It is under the key that look-ups are under, which rotation
leaves as it is, so tokens outlive it; without the clinic's key nobody can make one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.errors import InvalidInput
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.sealing import Keys, PatientKeys
from chatbookr_core.models import Patient
from chatbookr_core.search.words import (
    QUERY_CHARS,
    QUERY_WORDS,
    asked_marks,
    asked_words,
    marks_of,
    words_of,
)

Subject = Literal["message", "patient"]
HEX_DIGITS: Final = 16  # of the hash: 64 bits
SIGNED: Final = 1 << 63
INSERT: Final = """
INSERT INTO {0}_token (id, clinic_id, {0}_id, token) VALUES ($1, $2, $3, $4)
ON CONFLICT ({0}_id, token) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in a clinic: of each word the spellings, and the tokens that stand for them there."""

    clinic_id: UUID
    tokens: tuple[tuple[int, ...], ...]
    words: tuple[tuple[str, ...], ...] = field(repr=False)

    def is_in(self, words: Sequence[str]) -> bool:
        """Tell whether all of it is among some words: what the index found is looked at once more when it is opened."""
        there = set(words)
        return all(not there.isdisjoint(spellings) for spellings in self.words)


def token_of(keys: Keys | PatientKeys, subject: Subject, word: str) -> int:
    """Return the signed 64 bits that stand for a word; the same word of a message and of a name are two."""
    number = int(keys.lookup_hash(f"search.{subject}", word)[:HEX_DIGITS], 16)
    return number - 2 * SIGNED if number >= SIGNED else number


def sought(keys: Keys, clinic_id: UUID, subject: Subject, query: str, *, field: str) -> Sought:
    """Say what a query looks for. Raises InvalidInput that names `field`."""
    try:
        words = asked_words(query) if subject == "message" else asked_marks(query)
    except ValueError:
        raise InvalidInput(
            f"Look for 1 to {QUERY_WORDS} words of two characters or more, in {QUERY_CHARS} characters at most; "
            "for a number, by its last four digits or more.",
            field=field,
        ) from None
    tokens = tuple(tuple(token_of(keys, subject, one) for one in spellings) for spellings in words)
    return Sought(clinic_id, tokens, tuple(words))


def message_tokens(body: str, keys: PatientKeys) -> set[int]:
    """Return what a message is found by that says this."""
    return {token_of(keys, "message", word) for word in words_of(body)}


async def index_message(message_id: UUID, clinic_id: UUID, body: str, keys: PatientKeys) -> None:
    """Let a message that is written already be found by its body. Needs a transaction."""
    await _insert("message", message_id, clinic_id, message_tokens(body, keys))


async def index_message_anew(message_id: UUID, clinic_id: UUID, body: str, keys: PatientKeys) -> None:
    """Let a message be found by what it says now, and no longer by what it said. Needs a transaction.

    Its row is written before this, so that whoever reads the body to index it waits.
    """
    await current_transaction().execute(
        "DELETE FROM message_token WHERE clinic_id = $1 AND message_id = $2", (clinic_id, message_id)
    )
    await index_message(message_id, clinic_id, body, keys)


async def index_new_patient(
    patient_id: UUID, clinic_id: UUID, name: str | None, phone: str | None, keys: PatientKeys
) -> None:
    """Let a patient who has just been made be found by name and number. Needs a transaction."""
    tokens = {token_of(keys, "patient", word) for word in marks_of(name, phone)}
    await _insert("patient", patient_id, clinic_id, tokens)


async def index_patient(patient: Patient, keys: PatientKeys) -> None:
    """Let a patient be found by the name and number they have now, and by the numbers of who was merged into them.

    By no others. Needs a transaction. Raises CannotUnseal, and has changed nothing then.
    """
    name, phone = (
        keys.open_text(column, patient.id, sealed) if sealed is not None else None
        for column, sealed in (
            (columns.PATIENT_NAME, patient.name_sealed),
            (columns.PATIENT_PHONE, patient.phone_sealed),
        )
    )
    words = list(marks_of(name, phone))
    for one in await Patient.filter(clinic_id=patient.clinic_id, merged_into_id=patient.id):
        if one.phone_sealed is not None:
            words += marks_of(None, keys.open_text(columns.PATIENT_PHONE, one.id, one.phone_sealed))
    tokens = {token_of(keys, "patient", word) for word in words}
    await current_transaction().execute(
        "DELETE FROM patient_token WHERE clinic_id = $1 AND patient_id = $2", (patient.clinic_id, patient.id)
    )
    await _insert("patient", patient.id, patient.clinic_id, tokens)


async def _insert(subject: Subject, subject_id: UUID, clinic_id: UUID, tokens: Collection[int]) -> None:
    rows = [(new_id(), clinic_id, subject_id, token) for token in sorted(tokens)]
    await current_transaction().execute_each(INSERT.format(subject), rows)
