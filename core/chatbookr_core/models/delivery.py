"""What providers posted to us, stored once and whole before anything is made of it."""

from tortoise import fields

from chatbookr_core.models.base import Row


class InboundDelivery(Row):
    """`clinic_id` is known only after the worker has read it; a batch may hold several clinics' facts."""

    clinic_id = fields.UUIDField(null=True)
    plugin = fields.CharField(max_length=40)
    digest = fields.CharField(
        max_length=64, unique=True
    )  # keyed hash of plugin and raw body: the same bytes are stored once
    body_sealed = fields.BinaryField(null=True)  # under the deployment's key; gone once all of it was understood
    received_at = fields.DatetimeField()
    state = fields.CharField(max_length=12)  # received | processed | kept
    kept_reason = fields.CharField(max_length=80, null=True)  # unknown facts, or an account nobody owns
    processed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "inbound_delivery"
        indexes = (("clinic_id", "received_at"), ("state", "received_at"))
