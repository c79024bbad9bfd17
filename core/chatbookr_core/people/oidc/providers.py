"""A clinic's identity providers: registered, changed and removed by its owner, who proved again who they are."""

import logging
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, QuotaReached
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Clinic, IdentityProvider
from chatbookr_core.people.oidc.queries import DISABLED, ENABLED, identity_ids
from chatbookr_core.people.oidc.rules import MOST_PROVIDERS, ProviderChange, ProviderDraft, check_issuer, check_texts
from chatbookr_core.people.sessions import end_vouched_for, require_step_up
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require

log = logging.getLogger(__name__)


async def register_provider(deployment: Deployment, actor: Actor, draft: ProviderDraft) -> UUID:
    """Register a provider of a clinic; its secret is sealed and told to nobody again. Needs a transaction.

    Raises NotFound (a foreign clinic), PermissionDenied, StepUpRequired, InvalidInput, QuotaReached.
    """
    current_transaction()
    now, provider_id = deployment.clock.now(), new_id()
    staff = await _owner(deployment, actor, draft.clinic_id)
    check_texts(draft)
    check_issuer(draft.issuer, allowed_hosts=deployment.settings.identity_provider_allowed_hosts)
    await Clinic.filter(id=draft.clinic_id).select_for_update().get()  # two at once are counted one by one
    if await IdentityProvider.filter(clinic_id=draft.clinic_id).count() >= MOST_PROVIDERS:
        raise QuotaReached(f"A clinic has at most {MOST_PROVIDERS} identity providers: remove one first.")
    keys = await deployment.vault.clinic_keys(draft.clinic_id)
    await IdentityProvider.create(
        id=provider_id,
        clinic_id=draft.clinic_id,
        name=draft.name.strip(),
        issuer=draft.issuer,
        client_id=draft.client_id,
        client_secret_sealed=keys.seal(columns.IDENTITY_PROVIDER_SECRET, provider_id, draft.client_secret),
        email_domains=list(draft.email_domains),
        requires_access_token_hash=draft.requires_access_token_hash,
        trusts_second_factor=draft.trusts_second_factor,
        second_factor_acrs=list(draft.second_factor_acrs),
        state=ENABLED,
        created_at=now,
        created_by_id=staff.user_id,
    )
    log.info("identity provider %s registered by user %s", provider_id, staff.user_id)
    return provider_id


async def change_provider(deployment: Deployment, actor: Actor, provider_id: UUID, wanted: ProviderChange) -> UUID:
    """Change a provider; the sessions of one that is disabled end. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput.
    """
    provider, staff = await _provider_for_change(deployment, actor, provider_id)
    check_texts(wanted)
    given = wanted.given()
    secret, is_enabled = given.pop("client_secret", None), given.pop("is_enabled", None)
    for name, value in given.items():
        setattr(provider, name, list(value) if isinstance(value, tuple) else value)
    if isinstance(secret, str):
        keys = await deployment.vault.clinic_keys(provider.clinic_id)
        provider.client_secret_sealed = keys.seal(columns.IDENTITY_PROVIDER_SECRET, provider.id, secret)
    if is_enabled is not None:
        provider.state = ENABLED if is_enabled else DISABLED
    await provider.save()
    if provider.state == DISABLED:
        await end_vouched_for(await identity_ids(provider), deployment.clock.now())
    log.info("identity provider %s changed by user %s", provider.id, staff.user_id)
    return provider.id


async def remove_provider(deployment: Deployment, actor: Actor, provider_id: UUID) -> UUID:
    """Remove a provider with all that was linked by it; sessions it vouched for end. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired.
    """
    provider, staff = await _provider_for_change(deployment, actor, provider_id)
    await end_vouched_for(await identity_ids(provider), deployment.clock.now())
    await provider.delete()
    log.info("identity provider %s removed by user %s", provider.id, staff.user_id)
    return provider.id


async def _provider_for_change(
    deployment: Deployment, actor: Actor, provider_id: UUID
) -> tuple[IdentityProvider, StaffActor]:
    rows = IdentityProvider.filter(id=provider_id)  # any clinic: the actor's is checked next
    provider = await rows.select_for_update().get_or_none()
    if provider is None:
        raise NotFound()
    return provider, await _owner(deployment, actor, provider.clinic_id)


async def _owner(deployment: Deployment, actor: Actor, clinic_id: UUID) -> StaffActor:
    """Let staff of the clinic pass who may manage its providers and stepped up. Raises what the use cases above do."""
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.IDENTITY_PROVIDER_MANAGE, clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.IDENTITY_PROVIDER_MANAGE)  # who lets people in answers for it: a person
    await require_step_up(actor, deployment.clock.now())
    return actor
