"""Labels of a clinic, and the conversations they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.conversation import Conversation


class Label(Row):
    """A word by which a clinic sorts its conversations."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    name = fields.CharField(max_length=40)
    colour = fields.CharField(max_length=7)  # #rrggbb
    created_at = fields.DatetimeField()

    class Meta:
        table = "label"
        unique_together = (("clinic_id", "name"),)


class ConversationLabel(Row):
    """That a label stands on a conversation."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    conversation_id: UUID
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    label_id: UUID
    label: fields.ForeignKeyRelation[Label] = fields.ForeignKeyField(
        "models.Label", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    created_at = fields.DatetimeField()

    class Meta:
        table = "conversation_label"
        unique_together = (("clinic_id", "conversation_id", "label_id"),)
        indexes = (("clinic_id", "label_id"),)
