"""Invitations to work for a clinic, and the links people are mailed about their own accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.person import User


class Invitation(Row):
    """One letter that gives whoever reads that address a place in a clinic, once. Its token's hash lies here."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    email_hash = fields.CharField(max_length=64)  # keyed: finds whether somebody is invited already
    email_sealed = fields.BinaryField()  # under the clinic's key: somebody who may never have an account
    role = fields.CharField(max_length=16)
    practitioner_id = fields.UUIDField(null=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    letters = fields.IntField(default=1)  # how often it was sent
    invited_by_id = fields.UUIDField()  # the user
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    accepted_by_id = fields.UUIDField(null=True)  # the user
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitation"
        indexes = (("clinic_id", "created_at", "id"), ("clinic_id", "email_hash"))


class AccountLink(Row):
    """One mailed link about an account. That of nobody's account is written alike, and opens nothing."""

    user_id: UUID | None
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE, null=True
    )
    purpose = fields.CharField(max_length=16)  # password_reset | verification | email_change | email_undo
    token_hash = fields.CharField(max_length=64, unique=True)
    email_sealed = fields.BinaryField(null=True)  # the address it is about, under the deployment's key
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "account_link"
