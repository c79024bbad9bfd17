"""Addresses under which calendar programs read a practitioner's agenda; none until somebody makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic, Practitioner
    from chatbookr_core.models.person import User


class AgendaFeed(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    created_by_id: UUID
    created_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=80)
    detail = fields.CharField(max_length=8)  # busy | service
    token_hash = fields.CharField(max_length=64, unique=True)  # SHA-256
    created_at = fields.DatetimeField()
    last_read_at = fields.DatetimeField(null=True)  # to the hour
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "agenda_feed"
        indexes = (("clinic_id", "created_at", "id"), ("clinic_id", "practitioner_id", "created_at"))
