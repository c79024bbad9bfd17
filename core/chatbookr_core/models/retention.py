"""How long a clinic keeps what, what it must not delete meanwhile, and what each night deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.patient import Patient


class RetentionPolicy(Row):
    """How long a clinic keeps one class of data, where it does not leave that at the default."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    data_class = fields.CharField(max_length=16)  # messages | media | bookings | patients | consent | jobs | deliveries
    days = fields.IntField()
    changed_at = fields.DatetimeField()
    changed_by_id = fields.UUIDField(null=True)  # the user; null: the host

    class Meta:
        table = "retention_policy"
        unique_together = (("clinic_id", "data_class"),)


class LegalHold(Row):
    """Nothing of a patient, or of the whole clinic, is deleted until it is released or runs out."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID | None  # null: of every patient
    patient: fields.ForeignKeyNullableRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, null=True, db_index=False
    )
    reason_sealed = fields.BinaryField()  # staff's words, which may name people
    until = fields.DatetimeField(null=True)  # null: until it is released
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)  # the user; null: the host
    released_at = fields.DatetimeField(null=True)
    released_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "legal_hold"
        indexes = (("clinic_id", "created_at", "id"), ("clinic_id", "patient_id"))


class RetentionRun(Row):
    """What one night deleted of one class of a clinic's data, and what holds kept of it; counted with each portion."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    night = fields.DateField()  # the clinic's own, by the day it ends in
    data_class = fields.CharField(max_length=16)
    deleted = fields.IntField(default=0)
    held = fields.IntField(default=0)
    started_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "retention_run"
        unique_together = (("clinic_id", "night", "data_class"),)
