"""Rows of people's accounts and of operators, for tests of any layer: what lets them in, and as what."""

from datetime import timedelta
from typing import Any

from tests.factories import CREATED_AT, numbers, writing

from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AccessGrant,
    AccessRead,
    Clinic,
    IdentityProvider,
    Invitation,
    LinkedIdentity,
    Operator,
    Passkey,
    User,
)
from chatbookr_core.people.authenticators import hash_of
from chatbookr_core.people.tokens import token_hash_of


async def make_passkey(user: User, **fields: Any) -> Passkey:
    """Make a passkey nobody holds the private half of; the account does not ask for it."""
    credential_id = f"credential {next(numbers)}".encode()
    async with writing():
        return await Passkey.create(
            **{
                "user_id": user.id,
                "credential_id": credential_id,
                "credential_hash": hash_of(credential_id),
                "public_key": b"no key",
                "is_backup_eligible": False,
                "is_backed_up": False,
                "transports": ["internal"],
                "name": "My phone",
                "created_at": CREATED_AT,
                **fields,
            }
        )


async def make_operator(**fields: Any) -> Operator:
    """Make somebody who runs the deployment."""
    number = next(numbers)
    async with writing():
        return await Operator.create(
            **{
                "email": f"operator-{number}@example.com",
                "full_name": f"Operator {number}",
                "created_at": CREATED_AT,
                **fields,
            }
        )


async def make_access_grant(clinic: Clinic, operator: Operator | None = None, **fields: Any) -> AccessGrant:
    """Make an operator's request for access to a clinic, with something read under it."""
    asker = operator or await make_operator()
    async with writing():
        grant = await AccessGrant.create(
            **{
                "clinic_id": clinic.id,
                "operator_id": asker.id,
                "reason": "The calendar of Monday is missing",
                "permissions": ["booking:read", "clinic:read"],
                "minutes": 30,
                "is_emergency": False,
                "state": "requested",
                "requested_at": CREATED_AT,
                **fields,
            }
        )
        await AccessRead.create(
            clinic_id=clinic.id,
            grant_id=grant.id,
            operator_id=asker.id,
            coordinates=["Booking.startsAt"],
            subjects=[],
            read_at=CREATED_AT,
        )
    return grant


async def make_invitation(
    clinic: Clinic, vault: Vault, inviter: User, *, email: str = "invited@example.com", token: str = "", **fields: Any
) -> Invitation:
    """Make an open invitation; with a `token` it can be accepted, where `inviter` may give the role."""
    keys, invitation_id = await vault.clinic_keys(clinic.id), new_id()
    async with writing():
        return await Invitation.create(
            **{
                "id": invitation_id,
                "clinic_id": clinic.id,
                "email_hash": keys.lookup_hash("invitation.email", email),
                "email_sealed": keys.seal(columns.INVITATION_EMAIL, invitation_id, email),
                "role": "receptionist",
                "token_hash": token_hash_of(token or f"invitation {next(numbers)}"),
                "invited_by_id": inviter.id,
                "created_at": CREATED_AT,
                "expires_at": CREATED_AT + timedelta(days=7),
                **fields,
            }
        )


async def make_identity_provider(
    clinic: Clinic,
    vault: Vault,
    *,
    client_secret: str = "made up",  # noqa: S107  # nobody's
    **fields: Any,
) -> IdentityProvider:
    """Make a provider that people can log in by."""
    keys, provider_id = await vault.clinic_keys(clinic.id), new_id()
    async with writing():
        return await IdentityProvider.create(
            **{
                "id": provider_id,
                "clinic_id": clinic.id,
                "name": f"Provider {next(numbers)}",
                "issuer": "https://id.example.com",
                "client_id": "chatbookr",
                "client_secret_sealed": keys.seal(columns.IDENTITY_PROVIDER_SECRET, provider_id, client_secret),
                "email_domains": [],
                "second_factor_acrs": [],
                "state": "enabled",
                "created_at": CREATED_AT,
                "created_by_id": new_id(),
                **fields,
            }
        )


async def make_linked_identity(user: User, provider: IdentityProvider, **fields: Any) -> LinkedIdentity:
    """Link an account with what a provider knows somebody as."""
    async with writing():
        return await LinkedIdentity.create(
            **{
                "clinic_id": provider.clinic_id,
                "provider_id": provider.id,
                "user_id": user.id,
                "subject": f"subject-{next(numbers)}",
                "created_at": CREATED_AT,
                **fields,
            }
        )
