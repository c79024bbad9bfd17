"""Log-ins by a clinic's identity provider: the providers, whose account is known to them, and what is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.person import Session, User


class IdentityProvider(Row):
    """An OpenID provider that a clinic lets its people log in by; it vouches for nobody anywhere else."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    name = fields.CharField(max_length=80)
    issuer = fields.CharField(max_length=254)
    client_id = fields.CharField(max_length=254)
    client_secret_sealed = fields.BinaryField()
    email_domains = fields.JSONField[list[str]]()  # lower case; empty: whatever the provider says
    requires_access_token_hash = fields.BooleanField(default=True)  # whether an ID token without `at_hash` is refused
    trusts_second_factor = fields.BooleanField(default=False)  # whether its word for a second factor counts
    second_factor_acrs = fields.JSONField[list[str]]()  # further values of `acr` by which it says so
    state = fields.CharField(max_length=12)  # enabled | disabled
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField()  # the user

    class Meta:
        table = "identity_provider"
        indexes = (("clinic_id", "created_at", "id"),)


class LinkedIdentity(Row):
    """An account as a provider knows it, linked by its owner; no e-mail ever makes that link by itself."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    provider_id: UUID
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "models.IdentityProvider", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    subject = fields.CharField(max_length=255)  # `sub`: the provider's own, for ever (OpenID Connect Core, section 2)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "linked_identity"
        unique_together = (("clinic_id", "provider_id", "subject"),)


class SignInFlow(Row):
    """A log-in at a provider that is under way: it ends once, in the browser it began in, within ten minutes."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    provider_id: UUID
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "models.IdentityProvider", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    purpose = fields.CharField(max_length=8)  # log_in | link | accept
    session_id: UUID | None
    session: fields.ForeignKeyNullableRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name=False, on_delete=fields.CASCADE, null=True, db_index=False
    )  # of whoever links an identity
    state_hash = fields.CharField(max_length=64, unique=True)
    browser_hash = fields.CharField(max_length=64)  # of the cookie the browser was given
    nonce_hash = fields.CharField(max_length=64)
    verifier_sealed = fields.BinaryField()  # PKCE's (RFC 7636)
    invited_sealed = fields.BinaryField(null=True)  # of whoever accepts: the invitation's token, and their name
    return_to = fields.CharField(max_length=200)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_flow"
        indexes = (("clinic_id", "provider_id", "expires_at"),)
