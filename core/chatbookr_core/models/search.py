"""The keyed index that sealed text is searched by: hashes of words, never a word."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.conversation import Message
    from chatbookr_core.models.patient import Patient


class MessageToken(Row):
    """That a message's body has a word, which only the clinic's key can name."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    message_id: UUID
    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    token = fields.BigIntField()  # 64 bits of a keyed hash

    class Meta:
        table = "message_token"
        unique_together = (("message_id", "token"),)
        indexes = (("clinic_id", "token", "message_id"),)


class PatientToken(Row):
    """That a patient's name has a word or the beginning of one, or that their number ends so."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    token = fields.BigIntField()  # likewise; of other hashes than the words of messages

    class Meta:
        table = "patient_token"
        unique_together = (("patient_id", "token"),)
        indexes = (("clinic_id", "token", "patient_id"),)
