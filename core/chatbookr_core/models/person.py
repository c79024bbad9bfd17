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
    email_verified_at = fields.DatetimeField(null=True)  # when they last showed that the address is theirs
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
    only_clinic_id = fields.UUIDField(null=True)  # the one it opens, where that clinic's provider vouched for it
    identity_id = fields.UUIDField(null=True, db_index=True)  # by which it was opened, where it was by one
    provider_session = fields.CharField(max_length=255, null=True)  # the provider's name of its own session (`sid`)
    device_id = fields.UUIDField(null=True)  # the known_device, as long as that is known
    device_name = fields.CharField(max_length=80, default="", db_default="")  # as "Firefox on Linux"; "": unknown
    network = fields.CharField(max_length=48, null=True)  # where it was opened from, coarse: 203.0.113.0/24

    class Meta:
        table = "session"


class LoginFailure(Row):
    """Tries of one account, or from one address, counted where every process and restart sees them."""

    email_hash = fields.CharField(max_length=64, unique=True)  # keyed, of what the tries are counted under
    failures = fields.IntField(default=0)
    locked_until = fields.DatetimeField(null=True)
    counted_since = fields.DatetimeField(null=True)  # of what is counted within a stretch of time: its beginning

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


class Passkey(Row):
    """A key pair in a phone, a computer or a security key (WebAuthn): here lies its public half, which is no secret."""

    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    credential_id = fields.BinaryField()  # as the authenticator names it, up to 1023 bytes
    credential_hash = fields.CharField(max_length=64, unique=True)
    public_key = fields.BinaryField()  # COSE
    sign_count = fields.BigIntField(default=0)  # 0 for ever where the authenticator does not count
    is_backup_eligible = fields.BooleanField()  # it may be copied to further devices of the person's
    is_backed_up = fields.BooleanField()  # it was, when it was last used
    transports = fields.JSONField[list[str]]()
    name = fields.CharField(max_length=80)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"


class PasskeyChallenge(Row):
    """What an authenticator was asked to sign; whoever answers it deletes the row, so it is answered once."""

    purpose = fields.CharField(max_length=16)  # register | log_in | second_factor | step_up
    bound_to = fields.CharField(max_length=64)  # the session, or the hash of what a browser holds that has none yet
    challenge_hash = fields.CharField(max_length=64)  # of 256 random bits
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "passkey_challenge"
        unique_together = (("bound_to", "purpose"),)  # the last one asked for counts


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
