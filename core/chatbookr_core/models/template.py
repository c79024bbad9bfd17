"""Message templates as a provider lists them, and what the clinic uses each for; nothing about patients."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.connection import ChannelConnection


class MessageTemplate(Row):
    """One template in one language of one account."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[ChannelConnection] = fields.ForeignKeyField(
        "models.ChannelConnection", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    external_id = fields.CharField(max_length=200)
    name = fields.CharField(max_length=200)
    language = fields.CharField(max_length=20)  # as the provider writes it: en, en_US, pt_BR
    category = fields.CharField(max_length=16)  # utility | marketing | authentication | other
    previous_category = fields.CharField(max_length=16, null=True)
    status = fields.CharField(max_length=12)  # approved | pending | rejected | paused | disabled | other | gone
    quality = fields.CharField(max_length=8)  # high | medium | low | unknown
    header = fields.TextField(null=True)  # texts, in which a variable stands as {{name}}
    body = fields.TextField()
    footer = fields.TextField(null=True)
    replies = fields.JSONField[list[str]]()  # the titles of its quick replies
    variables = fields.JSONField[list[list[str]]]()  # [[place, name], …] in the order in which they are filled
    is_fillable = fields.BooleanField()  # nothing but text is to be filled in
    components = fields.TextField()  # the provider's JSON
    synced_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "message_template"
        unique_together = (("connection_id", "name", "language"),)
        indexes = (("clinic_id", "name", "id"), ("clinic_id", "created_at", "id"))


class TemplateUse(Row):
    """What a template is used for: one of a language for a purpose, and what of a message fills its variables."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[ChannelConnection] = fields.ForeignKeyField(
        "models.ChannelConnection", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    template_id: UUID
    template: fields.ForeignKeyRelation[MessageTemplate] = fields.ForeignKeyField(
        "models.MessageTemplate", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    purpose = fields.CharField(max_length=24)
    language = fields.CharField(max_length=20)
    fillings = fields.JSONField[list[str]]()  # names of values, one for each variable of the template, in its order
    created_at = fields.DatetimeField()

    class Meta:
        table = "template_use"
        unique_together = (("connection_id", "purpose", "language"),)
        indexes = (("clinic_id", "template_id"),)
