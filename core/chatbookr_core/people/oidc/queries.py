"""Reads identity providers and linked identities; the only place where they are looked up."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.errors import NotFound
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import IdentityProvider, LinkedIdentity
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_core.scope import every_clinic, within

ENABLED, DISABLED = "enabled", "disabled"
# any clinic: an account's own, wherever they are of
OF_USER = """
SELECT linked_identity.id, linked_identity.clinic_id, linked_identity.created_at, linked_identity.last_used_at,
    identity_provider.name, identity_provider.issuer
FROM linked_identity JOIN identity_provider ON identity_provider.id = linked_identity.provider_id
WHERE linked_identity.user_id = $1 ORDER BY linked_identity.created_at, linked_identity.id
"""
KNOWN_AS = """
SELECT linked_identity.id, linked_identity.user_id
FROM linked_identity
JOIN user_account ON user_account.id = linked_identity.user_id AND user_account.is_active
JOIN membership ON membership.user_id = linked_identity.user_id AND membership.clinic_id = linked_identity.clinic_id
    AND membership.state = 'active'
WHERE linked_identity.clinic_id = $1 AND linked_identity.provider_id = $2 AND linked_identity.subject = $3
"""


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """What staff may know of a provider; lists are JSON. Its secret is read by nobody."""

    id: UUID
    clinic_id: UUID
    name: str
    issuer: str
    client_id: str
    email_domains: object
    requires_access_token_hash: bool
    trusts_second_factor: bool
    second_factor_acrs: object
    state: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class IdentityRecord:
    """What somebody is told of an identity they have linked."""

    id: UUID
    clinic_id: UUID
    provider_name: str
    issuer: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """A linked identity, and the active account with a place in the provider's clinic that it is linked with."""

    identity_id: UUID
    user_id: UUID = field(repr=False)


PROVIDERS = Records(ProviderRecord, "identity_provider")
PROVIDER_ORDERS: Mapping[str, Order] = {
    "created_at": Order("identity_provider.created", "identity_provider", "created_at", is_descending=True)
}


async def providers_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ProviderRecord]:
    """Read providers by id, those that are disabled too."""
    return await records_by_id(PROVIDERS, reach, ids, unread)


def providers_where(reach: Reach, order: Order, *, is_enabled: bool | None = None) -> Selection[ProviderRecord]:
    """Select providers to be paged or counted; all, or those that are enabled or not."""
    comparison = "identity_provider.state =" if is_enabled else "identity_provider.state <>"
    conditions = reachable("identity_provider", reach).where(comparison, None if is_enabled is None else ENABLED)
    return Selection(PROVIDERS, order, conditions)


async def find_enabled_provider(provider_id: UUID) -> IdentityProvider | None:
    """Find a provider by which people can log in."""
    with every_clinic("sign-in"):
        return await IdentityProvider.get_or_none(id=provider_id, state=ENABLED)  # any clinic: nobody is known yet


async def hold_provider(provider: IdentityProvider) -> None:
    """See that people still log in by a provider, and keep it so: it was asked meanwhile, which takes seconds.

    Whoever disables or removes it ends the sessions there are then. Needs a transaction. Raises NotFound.
    """
    rows = IdentityProvider.filter(clinic_id=provider.clinic_id, id=provider.id, state=ENABLED)
    if await rows.select_for_update(no_key=True).first() is None:
        raise NotFound("There is no such identity provider.")


async def enabled_providers_of(clinic_id: UUID) -> list[IdentityProvider]:
    """List the providers by which a clinic's people can log in, the oldest first; of no such clinic there are none."""
    with every_clinic("sign-in"), within((clinic_id,)):
        return await IdentityProvider.filter(clinic_id=clinic_id, state=ENABLED).order_by("created_at", "id")


@contextmanager
def at_clinic_of(provider: IdentityProvider) -> Iterator[None]:
    """Keep the block to the rows of the clinic whose provider was named, by somebody who may be nobody yet."""
    with every_clinic("sign-in"), within((provider.clinic_id,)):
        yield


async def find_known(provider: IdentityProvider, subject: str) -> Known | None:
    """Find whom a provider's word is about: an active account that was linked and has a place in the clinic."""
    rows = await fetch(KNOWN_AS, (provider.clinic_id, provider.id, subject))
    return Known(uuid_of(rows[0]["id"]), uuid_of(rows[0]["user_id"])) if rows else None


async def identities_of(user_id: UUID) -> list[IdentityRecord]:
    """Read what an account has linked, the oldest first."""
    with every_clinic("own identities"):
        return [_identity(row) for row in await fetch(OF_USER, (user_id,))]


def _identity(row: Mapping[str, Any]) -> IdentityRecord:
    used = row["last_used_at"]
    return IdentityRecord(
        uuid_of(row["id"]),
        uuid_of(row["clinic_id"]),
        row["name"],
        row["issuer"],
        instant_of(row["created_at"]),
        instant_of(used) if used is not None else None,
    )


async def identity_ids(provider: IdentityProvider, subject: str | None = None) -> list[UUID]:
    """Return the ids of a provider's linked identities, or of the one of a subject."""
    rows = LinkedIdentity.filter(clinic_id=provider.clinic_id, provider_id=provider.id)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [UUID(str(one)) for one in await rows.values_list("id", flat=True)]
