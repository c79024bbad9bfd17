"""Rows of the ledger of consents."""

from datetime import timedelta
from typing import Any

from tests.factories import CREATED_AT, writing

from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Consent, ConsentExport, Patient


async def make_consent(patient: Patient, vault: Vault, **fields: Any) -> Consent:
    """Make an entry of the ledger, with a note."""
    row_id = new_id()
    async with writing():
        keys = await vault.patient_keys(patient.clinic_id, patient.id)
        return await Consent.create(
            **{
                "id": row_id,
                "clinic_id": patient.clinic_id,
                "patient_id": patient.id,
                "purpose": "reminders",
                "decision": "granted",
                "recorded_at": CREATED_AT,
                "actor_kind": "staff",
                "source": "paper",
                "note_sealed": keys.seal(columns.CONSENT_NOTE, row_id, "The form is in the red folder."),
                **fields,
            }
        )


async def make_consent_export(clinic: Clinic, **fields: Any) -> ConsentExport:
    """Make a copy of a ledger that is still to be put together."""
    async with writing():
        return await ConsentExport.create(
            **{
                "clinic_id": clinic.id,
                "state": "pending",
                "requested_at": CREATED_AT,
                "expires_at": CREATED_AT + timedelta(days=7),
                **fields,
            }
        )
