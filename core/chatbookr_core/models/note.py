"""What staff write about a conversation for each other, sealed; and how far each of them has read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.conversation import Conversation
    from chatbookr_core.models.person import User


class ConversationNote(Row):
    """A note: for the clinic's people alone, never sent."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    conversation_id: UUID
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    author_user_id: UUID | None
    author_user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    body_sealed = fields.BinaryField()
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)  # since when it says what it says, where it said something else before
    versions_sealed = fields.BinaryField(null=True)  # what it said before, as JSON: notes/versions.py

    class Meta:
        table = "conversation_note"
        indexes = (("clinic_id", "conversation_id", "created_at", "id"),)


class ReadMarker(Row):
    """Up to when a colleague has seen what arrived in a conversation."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    conversation_id: UUID
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    seen_at = fields.DatetimeField()

    class Meta:
        table = "read_marker"
        unique_together = (("clinic_id", "conversation_id", "user_id"),)
