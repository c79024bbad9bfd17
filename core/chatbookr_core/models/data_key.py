"""Data keys, wrapped by the key-encryption key; one line a clinic and version, one for the deployment itself."""

from tortoise import fields

from chatbookr_core.models.base import Row


class DataKey(Row):
    clinic_id = fields.UUIDField(null=True)  # none: the deployment's own key (deliveries before a clinic is known)
    scope = fields.CharField(max_length=60)  # "clinic:<id>" or "deployment"
    version = fields.IntField()
    wrapped_key = fields.BinaryField()
    wrapping_key_id = fields.CharField(max_length=80)
    created_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "data_key"
        unique_together = (("scope", "version"),)
