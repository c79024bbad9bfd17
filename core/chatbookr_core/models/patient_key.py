"""Patients' data keys, wrapped by their clinic's; with them goes all that was sealed of the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class PatientKey(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id = fields.UUIDField()  # no foreign key: that a key was destroyed is remembered longer than the patient
    version = fields.IntField()
    wrapped_key = fields.BinaryField(null=True)  # none: destroyed
    wrapping_version = fields.IntField()  # the version of the clinic's data key that wraps it
    created_at = fields.DatetimeField()
    whole_at = fields.DatetimeField(null=True)  # since when all that is sealed of the patient lies under this version
    destroyed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "patient_key"
        unique_together = (("clinic_id", "patient_id", "version"),)
        indexes = (("clinic_id", "wrapping_version", "id"),)
