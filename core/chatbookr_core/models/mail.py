"""E-mails owed to people with an account, or asked to make one."""

from tortoise import fields

from chatbookr_core.models.base import Row


class Mail(Row):
    """One e-mail; what it says is gone once it was handed over, because links in it open accounts."""

    clinic_id = fields.UUIDField(null=True)  # the clinic it speaks for; an account's own mail has none
    kind = fields.CharField(max_length=24)
    language = fields.CharField(max_length=8)
    recipient_sealed = fields.BinaryField(null=True)  # under the deployment's key
    values_sealed = fields.BinaryField(null=True)  # JSON: names, links
    state = fields.CharField(max_length=8)  # owed | sent | failed
    error = fields.CharField(max_length=40, null=True)  # a code, never the server's words
    created_at = fields.DatetimeField()
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mail"
        indexes = (("clinic_id", "created_at"),)
