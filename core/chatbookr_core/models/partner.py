"""Partners' programs: the keys they come with, the webhooks they are called by, and what they use of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class ApiKey(Row):
    """What one program of a partner may do. The token itself is known to the partner alone; here lies its hash."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    name = fields.CharField(max_length=80)
    prefix = fields.CharField(max_length=24)  # the token's beginning, by which people tell keys apart
    token_hash = fields.CharField(max_length=64, unique=True)
    previous_token_hash = fields.CharField(max_length=64, unique=True, null=True)  # of the token before the rotation
    previous_until = fields.DatetimeField(null=True)  # how long that one still opens
    scopes = fields.JSONField[list[str]]()  # permissions, as `resource:action`
    location_ids = fields.JSONField[list[str]](null=True)  # null: every place of the clinic
    ip_ranges = fields.JSONField[list[str]]()  # CIDR; empty: from anywhere
    is_strict = fields.BooleanField(default=False)  # a denied field refuses the whole operation
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField()  # the user
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_key"
        indexes = (("clinic_id", "created_at", "id"),)


class WebhookEndpoint(Row):
    """Where a partner is called, and the subscription document that is executed as its key to make the payload."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    api_key_id: UUID
    api_key: fields.ForeignKeyRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, on_delete=fields.RESTRICT
    )
    url_sealed = fields.BinaryField()  # addresses carry secrets more often than they should
    document = fields.TextField()
    variables = fields.JSONField[dict[str, object]](null=True)
    event = fields.CharField(max_length=40)  # the document's one subscription, as `bookingChanged`
    starts_after = fields.CharField(max_length=80)  # a position in the log of changes: what is older is not told
    secret_sealed = fields.BinaryField()
    previous_secret_sealed = fields.BinaryField(null=True)
    previous_secret_until = fields.DatetimeField(null=True)
    state = fields.CharField(max_length=12)  # enabled | disabled
    state_reason = fields.CharField(max_length=80, default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "webhook_endpoint"
        indexes = (("clinic_id", "created_at", "id"),)


class WebhookDelivery(Row):
    """One event on its way to one endpoint."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    endpoint_id: UUID
    endpoint: fields.ForeignKeyRelation[WebhookEndpoint] = fields.ForeignKeyField(
        "models.WebhookEndpoint", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    dedupe_key = fields.CharField(max_length=80)  # the change it tells of, or the test or replay it is
    kind = fields.CharField(max_length=20)  # the change's kind, or `test`
    subject_id = fields.UUIDField(null=True)
    parent_id = fields.UUIDField(null=True)
    happened_at = fields.DatetimeField()
    position = fields.TextField(null=True)  # of the change, in the log
    payload_sealed = fields.BinaryField(null=True)  # written once, so that every try says the same
    state = fields.CharField(max_length=12)  # pending | delivered | failed | skipped
    reason = fields.CharField(max_length=40, default="")  # why it failed or was skipped, as a code
    attempts = fields.IntField(default=0)
    next_attempt_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhook_delivery"
        unique_together = (("clinic_id", "endpoint_id", "dedupe_key"),)
        indexes = (("clinic_id", "endpoint_id", "created_at", "id"),)


class WebhookAttempt(Row):
    """How one try to deliver ended."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    delivery_id: UUID
    delivery: fields.ForeignKeyRelation[WebhookDelivery] = fields.ForeignKeyField(
        "models.WebhookDelivery", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    attempted_at = fields.DatetimeField()
    status = fields.IntField(null=True)  # HTTP, where there was an answer
    error = fields.CharField(max_length=40, null=True)  # a code, where there was none
    duration_ms = fields.IntField()

    class Meta:
        table = "webhook_attempt"
        indexes = (("clinic_id", "delivery_id", "attempted_at", "id"),)


class ChangeReader(Row):
    """How far somebody has read the log of changes, of all clinics."""

    name = fields.CharField(max_length=40, unique=True)
    position = fields.CharField(max_length=80)

    class Meta:
        table = "change_reader"


class FieldUse(Row):
    """How often a key asked for a field on one day, so that a removal can be announced to whom it concerns."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    api_key_id: UUID
    api_key: fields.ForeignKeyRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    day = fields.DateField()
    coordinate = fields.CharField(max_length=160)  # `Booking.notes`
    uses = fields.BigIntField()

    class Meta:
        table = "field_use"
        unique_together = (("clinic_id", "api_key_id", "day", "coordinate"),)
        indexes = (("clinic_id", "day"),)
