"""What a patient is given of all that is kept of them: one file, sealed, for a few days."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.patient import Patient


class PatientExport(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    state = fields.CharField(max_length=8)  # pending | ready
    requested_at = fields.DatetimeField()
    requested_by_id = fields.UUIDField(null=True)  # the user; null: the host
    ready_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    file_sealed = fields.BinaryField(null=True)  # a ZIP archive, of before archives were kept in pieces
    chunk_count = fields.IntField(null=True)  # in so many pieces it is kept
    size_bytes = fields.IntField(null=True)
    sha256 = fields.CharField(max_length=64, null=True)  # of the archive as it is fetched
    fetched_at = fields.DatetimeField(null=True)  # the last time

    class Meta:
        table = "patient_export"
        indexes = (("clinic_id", "patient_id", "requested_at"), ("clinic_id", "requested_at", "id"))


class ExportChunk(Row):
    """One piece of an archive, named as those of files are."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    export_id: UUID
    export: fields.ForeignKeyRelation[PatientExport] = fields.ForeignKeyField(
        "models.PatientExport", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    number = fields.IntField()
    content_sealed = fields.BinaryField()

    class Meta:
        table = "export_chunk"
        unique_together = (("export_id", "number"),)
        indexes = (("clinic_id", "export_id"),)
