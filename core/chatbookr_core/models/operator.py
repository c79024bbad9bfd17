"""Operators: who runs the deployment. Accounts of their own, and what of a clinic was opened to them, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.person import User


class Operator(Row):
    """Somebody who runs the deployment; there is no password anywhere, and no place in a clinic."""

    email = fields.CharField(max_length=254, unique=True)  # lower case
    full_name = fields.CharField(max_length=80)
    is_active = fields.BooleanField(default=True)
    enrolment_hash = fields.CharField(max_length=64, null=True, unique=True)  # of the link the command printed
    enrolment_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "operator"


class OperatorPasskey(Row):
    """The public half of an operator's key, as of Passkey."""

    operator_id: UUID
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "models.Operator", related_name=False, on_delete=fields.CASCADE
    )
    credential_id = fields.BinaryField()
    credential_hash = fields.CharField(max_length=64, unique=True)
    public_key = fields.BinaryField()
    sign_count = fields.BigIntField(default=0)
    is_backup_eligible = fields.BooleanField()
    is_backed_up = fields.BooleanField()
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "operator_passkey"


class OperatorSession(Row):
    """An operator's log-in; the token itself is known to them alone."""

    operator_id: UUID
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "models.Operator", related_name=False, on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "operator_session"


class AccessGrant(Row):
    """What an operator asked to see of one clinic, why, and what became of it."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    operator_id: UUID
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "models.Operator", related_name=False, on_delete=fields.RESTRICT
    )
    reason = fields.CharField(max_length=500)
    permissions = fields.JSONField[list[str]]()  # to read, and nothing else
    minutes = fields.IntField()
    is_emergency = fields.BooleanField()  # two other operators can open it, and the clinic is told
    state = fields.CharField(max_length=10)  # requested | open | refused | ended; time alone can end it too
    requested_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    decided_by_id: UUID | None
    decided_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.SET_NULL, null=True
    )  # of the clinic; none where operators opened it
    expires_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    ended_by = fields.CharField(max_length=8, null=True)  # clinic | operator

    class Meta:
        table = "access_grant"
        indexes = (("clinic_id", "requested_at", "id"),)


class AccessApproval(Row):
    """One of two operators who open a clinic to a third in an emergency."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    grant_id: UUID
    grant: fields.ForeignKeyRelation[AccessGrant] = fields.ForeignKeyField(
        "models.AccessGrant", related_name=False, on_delete=fields.CASCADE
    )
    operator_id: UUID
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "models.Operator", related_name=False, on_delete=fields.RESTRICT
    )
    approved_at = fields.DatetimeField()

    class Meta:
        table = "access_approval"
        unique_together = (("clinic_id", "grant_id", "operator_id"),)


class AccessRead(Row):
    """What an operator has read of a clinic: parts of the schema and ids, nobody's words."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    grant_id: UUID
    grant: fields.ForeignKeyRelation[AccessGrant] = fields.ForeignKeyField(
        "models.AccessGrant", related_name=False, on_delete=fields.RESTRICT
    )
    operator_id = fields.UUIDField()
    coordinates = fields.JSONField[list[str]]()  # `Type.field`
    subjects = fields.JSONField[list[str]]()  # opaque ids of the API
    read_at = fields.DatetimeField()

    class Meta:
        table = "access_read"
        indexes = (("clinic_id", "read_at", "id"),)
