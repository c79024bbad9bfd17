"""Indexes what was written before there was an index, and old numbers: owed to each clinic by the migrations."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from chatbookr_core.db import Transaction, current_transaction, transaction, uuid_of, with_retry
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.faultpoints import reach
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Patient
from chatbookr_core.search.tokens import index_message, index_patient

INDEX: Final = "search.index"
PORTION: Final = 200
FIRST: Final = UUID(int=0)
MESSAGES: Final = """
SELECT message.id, message.body_sealed, conversation.patient_id FROM message
JOIN conversation ON conversation.clinic_id = message.clinic_id AND conversation.id = message.conversation_id
WHERE message.clinic_id = $1 AND message.id > $2 AND NOT EXISTS (SELECT 1 FROM message_token AS known
    WHERE known.clinic_id = message.clinic_id AND known.message_id = message.id)
ORDER BY message.id LIMIT $3
"""
PATIENTS: Final = """
SELECT patient.id FROM patient WHERE patient.clinic_id = $1 AND patient.id > $2 AND patient.erased_at IS NULL
    AND patient.merged_into_id IS NULL
    AND (NOT EXISTS (SELECT 1 FROM patient_token AS known
        WHERE known.clinic_id = patient.clinic_id AND known.patient_id = patient.id)
    OR EXISTS (SELECT 1 FROM patient AS stub WHERE stub.clinic_id = patient.clinic_id
        AND stub.merged_into_id = patient.id AND stub.phone_sealed IS NOT NULL))
ORDER BY patient.id LIMIT $3
"""
Told = Callable[[int], Awaitable[None]]
Portion = Callable[[Vault, UUID, UUID], Awaitable[list[UUID]]]


async def index_clinic(vault: Vault, clinic_id: UUID, told: Told) -> int:
    """Index what of a clinic is not indexed; return how many rows were looked at.

    Each portion is a transaction; whatever ends it, the next call goes on with what is left. What no key opens is left
    out: nobody can read it either.
    """
    done = 0
    for portion in (_messages, _patients):
        after: UUID | None = FIRST
        while after is not None:
            ids = await _in_transaction(portion, vault, clinic_id, after)
            done += len(ids)
            await told(done)
            after = ids[-1] if len(ids) == PORTION else None
            reach("indexing.between_portions")
    return done


async def _in_transaction(portion: Portion, vault: Vault, clinic_id: UUID, after: UUID) -> list[UUID]:
    async def one() -> list[UUID]:
        async with transaction():
            return await portion(vault, clinic_id, after)

    return await with_retry(one)


async def _messages(vault: Vault, clinic_id: UUID, after: UUID) -> list[UUID]:
    rows = await current_transaction().fetch(
        MESSAGES + _locked(current_transaction(), "message"), (clinic_id, after, PORTION)
    )
    for row in rows:
        message_id = uuid_of(row["id"])
        try:
            keys = await vault.patient_keys(clinic_id, uuid_of(row["patient_id"]))
            body = keys.open_text(columns.MESSAGE_BODY, message_id, bytes(row["body_sealed"]))
        except CannotUnseal:
            continue
        await index_message(message_id, clinic_id, body, keys)
    return [uuid_of(row["id"]) for row in rows]


async def _patients(vault: Vault, clinic_id: UUID, after: UUID) -> list[UUID]:
    rows = await current_transaction().fetch(
        PATIENTS + _locked(current_transaction(), "patient"), (clinic_id, after, PORTION)
    )
    ids = [uuid_of(row["id"]) for row in rows]
    for patient in await Patient.filter(clinic_id=clinic_id, id__in=ids):
        try:
            await index_patient(patient, await vault.patient_keys(clinic_id, patient.id))
        except CannotUnseal:
            continue
    return ids


def _locked(tx: Transaction, table: str) -> str:
    """Keep what is read as it is: a text that is taken back meanwhile must not be indexed after that."""
    return "" if tx.dialect == "sqlite" else f" FOR UPDATE OF {table}"  # SQLite: one writer anyway
