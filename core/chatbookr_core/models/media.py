"""Files of messages: what is known of each, and its content in sealed pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.conversation import Conversation, Message
    from chatbookr_core.models.patient import Patient


class Media(Row):
    """A file that came with a message, of which one that was edited may have had several, or that staff send with one.

    What staff upload has no message before it is sent, and is deleted where it never is.
    """

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    conversation_id: UUID
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    message_id: UUID | None
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name=False, on_delete=fields.CASCADE, db_index=False, null=True
    )
    uploader_user_id = fields.UUIDField(null=True)  # who of the staff uploaded it, or
    uploader_key_id = fields.UUIDField(null=True)  # which API key
    provider_hash = fields.CharField(max_length=200)  # keyed, of the id by which its message names it
    source_sealed = fields.BinaryField()  # what is said of it, the provider's id too, as JSON
    kind = fields.CharField(max_length=24)  # image | audio | voice | video | document | sticker
    mime_declared = fields.CharField(max_length=100, null=True)  # its sender's word
    mime_type = fields.CharField(max_length=100, null=True)  # by its content
    size_bytes = fields.IntField(null=True)
    content_hash = fields.CharField(max_length=64, null=True)  # keyed, of the SHA-256: nobody else can compare
    chunk_count = fields.IntField(null=True)  # known once the content is whole
    state = fields.CharField(max_length=8)  # waiting | fetched | refused | infected | failed | expired
    error_code = fields.CharField(max_length=40, null=True)
    scanned_with = fields.CharField(max_length=120, null=True)  # the scanners that passed it, sorted
    created_at = fields.DatetimeField()
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "media"
        unique_together = (("message_id", "provider_hash"),)
        indexes = (
            ("clinic_id", "patient_id"),
            ("clinic_id", "conversation_id"),
            ("state", "scanned_with", "id"),
        )


class MediaChunk(Row):
    """One piece of a file; its id is made of the file's id and its number, so that none can stand for another."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    media_id: UUID
    media: fields.ForeignKeyRelation[Media] = fields.ForeignKeyField(
        "models.Media", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    number = fields.IntField()  # from 0
    content_sealed = fields.BinaryField()

    class Meta:
        table = "media_chunk"
        unique_together = (("media_id", "number"),)
        indexes = (("clinic_id", "media_id"),)
