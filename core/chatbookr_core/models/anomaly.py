"""What was found out of the ordinary, what clinics say of the rules, and how far the log was read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row, Table

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class Anomaly(Row):
    """One alert: a rule, whom it is about, and from when to when; what follows soon is counted here too."""

    clinic_id = fields.UUIDField(null=True)  # none: the deployment's
    rule = fields.CharField(max_length=24)
    subject = fields.CharField(max_length=120)  # kind:id, or kind:keyed hash
    severity = fields.CharField(max_length=8)  # warning | critical
    threshold = fields.IntField()  # as it was then
    count = fields.IntField()
    started_at = fields.DatetimeField()  # the first entry of the window in which it was too much
    last_seen_at = fields.DatetimeField()
    state = fields.CharField(max_length=12)  # open | acknowledged | closed
    created_at = fields.DatetimeField()
    acknowledged_at = fields.DatetimeField(null=True)
    acknowledged_by_id = fields.UUIDField(null=True)  # the user; null: the host
    closed_at = fields.DatetimeField(null=True)
    closed_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "anomaly"
        unique_together = (("clinic_id", "rule", "subject", "started_at"),)
        indexes = (("clinic_id", "last_seen_at", "id"), ("state", "last_seen_at"))


class AnomalyRule(Row):
    """What a clinic says of one rule, where it does not leave that at the default."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    rule = fields.CharField(max_length=24)
    threshold = fields.IntField(null=True)  # null: the default
    is_enabled = fields.BooleanField()
    changed_at = fields.DatetimeField()
    changed_by_id = fields.UUIDField(null=True)  # the user; null: the host

    class Meta:
        table = "anomaly_rule"
        unique_together = (("clinic_id", "rule"),)


class AnomalyCursor(Table):
    """From which position on the audit log was not read yet; one row."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    position = fields.BigIntField()

    class Meta:
        table = "anomaly_cursor"
