"""Who arranges appointments for somebody else, as a parent does: FHIR's RelatedPerson, with a patient at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.patient import Patient


class RelatedPerson(Row):
    """That a contact, who writes, is written to about a patient's appointments; it goes with either of them."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    contact_id: UUID
    contact: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    created_at = fields.DatetimeField()
    created_by = fields.CharField(max_length=12)  # patient (the contact, in the chat) | staff | partner
    created_by_id = fields.UUIDField(null=True)  # the user or API key, where it was not the contact

    class Meta:
        table = "related_person"
        unique_together = (("clinic_id", "contact_id", "patient_id"),)
        indexes = (("clinic_id", "patient_id"),)
