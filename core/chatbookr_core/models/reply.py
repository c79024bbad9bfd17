"""What a clinic says often, written once in each of its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class CannedReply(Row):
    """A text that is found by a short name, with variables that are filled for each conversation."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    shortcut = fields.CharField(max_length=32)
    texts = fields.JSONField[dict[str, str]]()  # by language
    created_at = fields.DatetimeField()

    class Meta:
        table = "canned_reply"
        unique_together = (("clinic_id", "shortcut"),)
