"""Patients: known by the provider's user id, or by their phone until they write; phone and name are sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class Patient(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    channel = fields.CharField(max_length=40)  # the plugin's slug; empty until they have written
    provider_user_hash = fields.CharField(max_length=64)  # keyed hash, for look-ups
    provider_user_sealed = fields.BinaryField()
    phone_hash = fields.CharField(max_length=64, null=True)
    phone_sealed = fields.BinaryField(null=True)
    name_sealed = fields.BinaryField(null=True)
    birth_date_sealed = fields.BinaryField(null=True)  # an ISO 8601 date
    language = fields.CharField(max_length=8, null=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)  # the user or API key; null: they wrote themselves
    is_sealed = fields.BooleanField(default=False, db_default=False)  # known to few, as colleagues and the famous are
    erased_at = fields.DatetimeField(null=True)  # nothing of them is known any longer; bookings may point here still
    # a stub: one person with that patient, who is never one; SQLite takes no foreign key later on
    merged_into_id = fields.UUIDField(null=True)
    merged_at = fields.DatetimeField(null=True)

    class Meta:
        table = "patient"
        unique_together = (("clinic_id", "channel", "provider_user_hash"),)
        indexes = (
            ("clinic_id", "phone_hash"),
            ("clinic_id", "created_at", "id"),
            ("clinic_id", "is_sealed", "id"),
            ("clinic_id", "merged_into_id"),
        )
