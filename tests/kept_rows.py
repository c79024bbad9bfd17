"""Rows of what is kept and what is erased, for tests of any layer."""

from datetime import timedelta
from typing import Any

from tests.factories import CREATED_AT, numbers, writing

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import Who, leaf_data
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.tree import leaf_hash
from chatbookr_core.audit.writing import write_entries
from chatbookr_core.db import current_transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.notes import NoteSigner
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    ApiKey,
    AuditCheckpoint,
    AuditEntry,
    AuditLeaf,
    AuditPending,
    Clinic,
    Erasure,
    ErasureDuty,
    LegalHold,
    Patient,
    PatientExport,
    User,
)


async def make_audit_entry(clinic: Clinic, user: User) -> AuditEntry:
    """Make an entry of the audit log, in its place and signed by nobody in particular; at most 15 of them."""
    async with writing():
        tx = current_transaction()
        note(CREATED_AT, "serviceSave", Who("staff", user.id), clinics=(clinic.id,), subject_id=new_id())
        await write_entries(tx)
        tx.entries.clear()
        entry = await AuditEntry.filter(clinic_id=clinic.id).order_by("-id").first()
        assert entry is not None
        index = await AuditLeaf.all().count()
        number = await AuditLeaf.filter(clinic_id=clinic.id).count()
        hash_ = leaf_hash(leaf_data(entry.content, number))
        await AuditLeaf.create(index=index, entry_id=entry.id, clinic_id=clinic.id, clinic_index=number, hash=hash_)
        await AuditPending.filter(entry_id=entry.id).delete()
        signer = NoteSigner("log.example/audit", bytes(32))
        text = Checkpoint(signer.name, index + 1, hash_).text
        await AuditCheckpoint.create(
            size=index + 1, note=f"{text}\n{signer.sign(text, CREATED_AT)}", signed_at=CREATED_AT
        )
    return entry


async def make_legal_hold(clinic: Clinic, vault: Vault, patient: Patient | None = None, **fields: Any) -> LegalHold:
    """Make a hold that was released; without a patient one on the whole clinic."""
    keys, hold_id = await vault.clinic_keys(clinic.id), new_id()
    async with writing():
        return await LegalHold.create(
            **{
                "id": hold_id,
                "clinic_id": clinic.id,
                "patient_id": patient.id if patient else None,
                "reason_sealed": keys.seal(columns.HOLD_REASON, hold_id, "a complaint"),
                "created_at": CREATED_AT,
                "released_at": CREATED_AT,
                **fields,
            }
        )


async def make_erasure(clinic: Clinic, *keys: ApiKey, **fields: Any) -> Erasure:
    """Make the erasure of somebody who was here, which waits for the word of some keys."""
    async with writing():
        erasure = await Erasure.create(
            **{
                "clinic_id": clinic.id,
                "patient_id": new_id(),
                "reference": f"DSR-{next(numbers)}",
                "reason": "objection",
                "state": "erased",
                "counts": {"message": 3, "patient": 1},
                "requested_at": CREATED_AT,
                "erased_at": CREATED_AT,
                **fields,
            }
        )
        for key in keys:
            await ErasureDuty.create(
                clinic_id=clinic.id, erasure_id=erasure.id, kind="partner", subject_id=key.id, state="pending"
            )
    return erasure


async def make_patient_export(patient: Patient, **fields: Any) -> PatientExport:
    """Make an export that is still to be put together."""
    async with writing():
        return await PatientExport.create(
            **{
                "clinic_id": patient.clinic_id,
                "patient_id": patient.id,
                "state": "pending",
                "requested_at": CREATED_AT,
                "expires_at": CREATED_AT + timedelta(days=7),
                **fields,
            }
        )
