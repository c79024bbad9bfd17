"""The browsers and programs somebody has logged in with before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.person import User


class KnownDevice(Row):
    """Known by a token that only the device has; here lies its hash. One that never showed all factors is not known."""

    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    proven_at = fields.DatetimeField(null=True)  # when a log-in with it was whole for the first time

    class Meta:
        table = "known_device"
        unique_together = (("user_id", "token_hash"),)
