"""Adds entries to the ledger of consents, each once; nothing here changes one."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from chatbookr_core.audit.entries import HOST, Who
from chatbookr_core.audit.recording import note
from chatbookr_core.consents.rules import Decision, Recorder, Source, version_of
from chatbookr_core.db import current_transaction, numbered, uuid_of
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Consent

INSERT: Final = """
INSERT INTO consent (id, clinic_id, patient_id, purpose, decision, recorded_at, actor_kind, actor_id, source, channel,
    wording, language, booking_id, message_id, note_sealed, dedupe_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, COALESCE(
    (SELECT plugin FROM channel_connection WHERE clinic_id = $2 AND id = $17), $10), $11, $12, $13, $14, $15, $16)
ON CONFLICT (clinic_id, dedupe_key) DO NOTHING RETURNING id
"""
WORDING: Final = """
INSERT INTO consent_wording (id, clinic_id, purpose, version, language, text, first_shown_at)
VALUES ({}) ON CONFLICT (clinic_id, purpose, version, language) DO NOTHING
"""
WORDED: Final = f"WITH shown AS ({WORDING.format(numbered(7, since=18))}) {INSERT}"
"""PostgreSQL keeps the words and enters what was said to them by one statement."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that were put before a patient, in one language; nothing about them in it."""

    text: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be entered: who said what for which purpose, where, and what shows it.

    `dedupe_key`: of what was heard; the same once more is no second entry. `heard_at`: where that was later. By which
    channel says `connection_id`, or `channel` where there is none.
    """

    clinic_id: UUID
    patient_id: UUID
    purpose: str
    decision: str
    at: datetime
    recorder: Recorder = Recorder.PATIENT
    source: Source = Source.CHAT
    channel: str = ""
    connection_id: UUID | None = None
    actor_id: UUID | None = None
    wording: Wording | None = None
    booking_id: UUID | None = None
    message_id: UUID | None = None
    language: str | None = None
    note: str | None = field(default=None, repr=False)
    dedupe_key: str | None = None
    heard_at: datetime | None = None


async def enter(statement: Statement, keys: PatientKeys | None = None) -> UUID | None:
    """Add an entry; None where it stands already. `keys`: the patient's, for a note. Needs a transaction."""
    row_id, said = new_id(), statement
    worded = None if said.wording is None else _worded(said, said.wording)
    sealed = keys.seal(columns.CONSENT_NOTE, row_id, said.note) if keys is not None and said.note else None
    values = (
        row_id,
        said.clinic_id,
        said.patient_id,
        said.purpose[:40],
        said.decision,
        said.at,
        said.recorder,
        said.actor_id,
        said.source,
        said.channel,
        None if said.wording is None else version_of(said.wording.text),
        said.wording.language if said.wording else said.language,
        said.booking_id,
        said.message_id,
        sealed,
        said.dedupe_key,
        said.connection_id,
    )
    rows = await _insert(values, worded)
    if rows and said.recorder is not Recorder.STAFF:  # what staff enter is noted under their mutation's name
        _note(said, row_id)
    return row_id if rows else None


async def find_entry(clinic_id: UUID, dedupe_key: str) -> UUID | None:
    """Find what was entered under a key."""
    found = await Consent.get_or_none(clinic_id=clinic_id, dedupe_key=dedupe_key)
    return uuid_of(found.id) if found else None


def key_of(*parts: object) -> str:
    """Write a key by which the same thing is known again, of its parts."""
    return sha256("|".join(str(one) for one in parts).encode()).hexdigest()


async def _insert(values: tuple[object, ...], worded: tuple[object, ...] | None) -> list[dict[str, Any]]:
    tx = current_transaction()
    if worded is not None and tx.dialect == "postgres":
        return await tx.fetch(WORDED, (*values, *worded))
    if worded is not None:
        await tx.execute(WORDING.format(numbered(7, since=1)), worded)
    return await tx.fetch(INSERT, values)


def _worded(said: Statement, wording: Wording) -> tuple[object, ...]:
    version = version_of(wording.text)
    return new_id(), said.clinic_id, said.purpose[:40], version, wording.language, wording.text, said.at


def _note(said: Statement, row_id: UUID) -> None:
    """Write into the audit log what a patient decided; that a notice was shown is in the ledger alone."""
    if said.decision != Decision.SHOWN:
        who = Who("patient", said.patient_id) if said.recorder is Recorder.PATIENT else HOST
        at, clinics = said.heard_at or said.at, (said.clinic_id,)
        note(at, "consentRecord", who, clinics=clinics, subject_id=row_id, decision=said.decision)
