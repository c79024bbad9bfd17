"""Staff: their accounts, where they belong, and the sessions they are logged in with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic, Practitioner


class User(Row):
    email = fields.CharField(max_length=254, unique=True)  # lower case
    full_name = fields.CharField(max_length=80)
    password_hash = fields.CharField(max_length=200)  # Argon2id
    is_active = fields.BooleanField(default=True)
    has_second_factor = fields.BooleanField(default=False, db_default=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "user_account"  # "user" is a reserved word


class CustomRole(Row):
    """A role of a clinic's own making: a name, and a set of permissions."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    name = fields.CharField(max_length=80)
    permissions = fields.JSONField[list[str]]()  # as `resource:action`
    created_at = fields.DatetimeField()

    class Meta:
        table = "custom_role"
        unique_together = (("clinic_id", "name"),)
        indexes = (("clinic_id", "created_at", "id"),)


class Membership(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    role = fields.CharField(max_length=16)  # owner | manager | practitioner | receptionist | auditor | custom
    custom_role_id = fields.UUIDField(null=True)  # a role of the clinic's own; roles go under the lock they come under
    state = fields.CharField(max_length=16, default="active")  # active | suspended
    practitioner_id: UUID | None
    practitioner: fields.ForeignKeyNullableRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    created_at = fields.DatetimeField()

    class Meta:
        table = "membership"
        unique_together = (("clinic_id", "user_id"),)
        indexes = (("clinic_id", "created_at", "id"),)


class Session(Row):
    """A log-in. The token itself is known to the browser alone; here lies its hash."""

    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    assurance = fields.IntField(default=1, db_default=1)  # how many factors were shown: 1 or 2 (NIST's AAL)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    stepped_up_at = fields.DatetimeField(null=True)  # when they last proved again who they are
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"


class LoginFailure(Row):
    """Failed log-ins for one account, counted where every process and restart sees them."""

    email_hash = fields.CharField(max_length=64, unique=True)
    failures = fields.IntField(default=0)
    locked_until = fields.DatetimeField(null=True)

    class Meta:
        table = "login_failure"


class TotpFactor(Row):
    """A program on a phone that shows codes (RFC 6238); its key is sealed, and each code counts once."""

    user_id: UUID
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    key_sealed = fields.BinaryField()  # under the deployment's key
    last_step = fields.BigIntField(default=0)  # of the last code that counted: none at or before it does again
    created_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "totp_factor"


class RecoveryCode(Row):
    """One of ten ways in without the phone; each counts once."""

    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    code_hash = fields.CharField(max_length=64)  # of 120 random bits, which need no slow hash
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "recovery_code"
        unique_together = (("user_id", "code_hash"),)
